/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Pictures of defocus events that somebody has judged, with labels as `lenswatch
 * evaluate` and `train` read them: the picture of a false alarm is clear, that of an
 * event which was acknowledged and was none is blurry, and what the camera looked
 * like before it is clear. What nobody spoke of says nothing.
 */
#include "cmd/event_export.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/file.h"
#include "cmd/show.h"

#define PAGE 1000

enum { EXPORT_OUTPUT, EXPORT_CAMERA, EXPORT_FROM, EXPORT_TO };

const struct lwi_remote_option lwi_event_export_options[] = {
    {"output", "DIR", "where the pictures and labels.csv go"},
    {"camera", "ID", "only of this camera"},
    {"from", "TIME", "only events that went on at or after it, such as 2026-11-21T10:00:00Z"},
    {"to", "TIME", "only those that had begun by it"},
    {NULL, NULL, NULL},
};

struct export
{
    struct lwi_remote_call *call;
    const char *dir;
    FILE *labels;
    size_t clear, blurry;
};

static int make_folder(const char *path, struct lw_error *reterr)
{
    if (mkdir(path, 0777) == 0 || errno == EEXIST)
        return 0;
    return lwi_error_set(reterr, -errno, "%s: cannot be made: %s", path, strerror(errno));
}

/* One picture of an event, where it has been kept. */
static int export_picture(struct export *e, const json_t *event, const char *which, int is_blurry,
                          struct lw_error *reterr)
{
    char name[100], file[4200];
    const char *path =
        json_string_value(json_object_get(json_object_get(event, "pictures"), which));
    const char *camera = lwi_show_string(event, "camera_id");
    long long id = (long long) json_integer_value(json_object_get(event, "id"));
    if (!path)
        return 0;
    int n = snprintf(file, sizeof(file), "%s/%.32s", e->dir, camera);
    (void) snprintf(name, sizeof(name), "%.32s/%lld-%.16s.jpg", camera, id, which);
    int r = n < (int) sizeof(file) - 60 ? make_folder(file, reterr)
                                        : lwi_error_set(reterr, -EINVAL, "--output is too long");
    if (r < 0)
        return r;
    (void) snprintf(file, sizeof(file), "%s/%s", e->dir, name);
    r = lwi_client_download(e->call->client, path, file, reterr);
    if (r < 0 && r != -EEXIST) /* it is there from the last time, and does not change */
        return r;
    e->clear += !is_blurry;
    e->blurry += is_blurry != 0;
    if (fprintf(e->labels, "%s,%s,%s\n", name, is_blurry ? "blurry" : "clear", camera) < 0)
        return lwi_error_set(reterr, -EIO, "the labels cannot be written");
    return 0;
}

static int export_event(struct export *e, const json_t *event, struct lw_error *reterr)
{
    if (json_is_true(json_object_get(event, "false_alarm")))
        return export_picture(e, event, "start", /* is_blurry= */ 0, reterr);
    if (!json_is_string(json_object_get(event, "acknowledged")))
        return 0;
    int r = export_picture(e, event, "start", /* is_blurry= */ 1, reterr);
    return r < 0 ? r : export_picture(e, event, "reference", /* is_blurry= */ 0, reterr);
}

static int make_query(const struct lwi_remote_call *call, json_int_t before, char *ret_path,
                      size_t size, struct lw_error *reterr)
{
    static const int options[] = {EXPORT_CAMERA, EXPORT_FROM, EXPORT_TO};
    size_t n = (size_t) snprintf(
        ret_path, size, "/api/v1/events?condition=defocus&source=lenswatch&export=true&limit=%d",
        PAGE);
    if (before > 0)
        n += (size_t) snprintf(ret_path + n, size - n, "&before=%lld", (long long) before);
    for (size_t i = 0; i < sizeof(options) / sizeof(options[0]) && n < size; i++) {
        const char *given = call->values[options[i]];
        char *value = given ? lwi_client_escape(given) : NULL;
        if (given)
            n += (size_t) snprintf(ret_path + n, size - n, "&%s=%s",
                                   lwi_event_export_options[options[i]].name, value ? value : "");
        free(value);
    }
    return n < size ? 0 : lwi_error_set(reterr, -EINVAL, "The options are too long");
}

static int export_all(struct export *e, struct lw_error *reterr)
{
    json_int_t before = 0;
    int r;
    do {
        char path[900];
        json_t *answer = NULL, *event;
        size_t i;
        r = make_query(e->call, before, path, sizeof(path), reterr);
        if (r == 0)
            r = lwi_remote_ask(e->call, "GET", path, NULL, NULL, &answer, reterr);
        json_array_foreach(json_object_get(answer, "events"), i, event)
        {
            if (r == 0)
                r = export_event(e, event, reterr);
        }
        before = json_integer_value(json_object_get(answer, "next_before"));
        json_decref(answer);
    } while (r == 0 && before > 0);
    return r;
}

int lwi_event_export(struct lwi_remote_call *call, struct lw_error *reterr)
{
    struct export e = {.call = call, .dir = call->values[EXPORT_OUTPUT]};
    char *text = NULL, file[4200];
    size_t size = 0;
    if (!e.dir || !e.dir[0])
        return lwi_error_set(reterr, -EINVAL, "--output is missing");
    e.labels = open_memstream(&text, &size);
    if (!e.labels)
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    (void) fputs("path,label,group\n", e.labels);
    int r = make_folder(e.dir, reterr);
    if (r == 0)
        r = export_all(&e, reterr);
    if (fclose(e.labels) != 0 && r == 0)
        r = lwi_error_set(reterr, -ENOMEM, "out of memory");
    int n = snprintf(file, sizeof(file), "%s/labels.csv", e.dir);
    if (r == 0 && n < (int) sizeof(file))
        r = lwi_file_write(file, (const uint8_t *) text, size, 0644, reterr);
    free(text);
    if (r < 0)
        return r;
    if (call->as_json)
        (void) printf("{\"labels\": %d, \"clear\": %zu, \"blurry\": %zu}\n",
                      (int) (e.clear + e.blurry), e.clear, e.blurry);
    else
        (void) printf("%zu clear and %zu blurry pictures: %s\n", e.clear, e.blurry, file);
    return 0;
}
