/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * The picture of the event as a file: in a folder, which may be a share, as an object in S3, or
 * among the recordings of the camera; as it is, or with the camera, the time and the condition
 * written into it.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "action/bucket.h"
#include "action/folder.h"
#include "action/message.h"
#include "action/names.h"
#include "action/transfer.h"
#include "base/error.h"
#include "record/caption.h"

#define LIMIT_S 120

static const char *const places[] = {"folder", "s3", "recordings", NULL};

static const struct lwi_action_option options[] = {
    {"to", "Where it is stored.", LWI_ACTION_CHOICE, 0, NULL, 0, 0, 0, places},
    {"overlay", "Camera, time and condition are written into the picture.", LWI_ACTION_BOOL, 0,
     NULL, 0, 0, 0, NULL},
    {"now", "A new picture is taken, instead of that of the event.", LWI_ACTION_BOOL, 0, NULL, 0, 0,
     0, NULL},
    {"reference", "The picture of the healthy camera is stored, too, at the start.",
     LWI_ACTION_BOOL, 0, NULL, 0, 0, 0, NULL},
    LWI_NAMES_ROWS,
    {"mounted", "folder: nothing is stored unless a file system is mounted there.", LWI_ACTION_BOOL,
     0, NULL, 0, 0, 0, NULL},
    LWI_BUCKET_ROWS,
    LWI_TRANSFER_TLS_ROWS,
    {0},
};

static int is_to(const struct json_t *settings, const char *place)
{
    return strcmp(lwi_action_text(settings, "to"), place) == 0;
}

static int validate(const struct json_t *settings, struct lw_error *reterr)
{
    if (is_to(settings, "folder") && lwi_action_text(settings, "folder")[0] != '/')
        return lwi_error_set(reterr, -EINVAL, "folder: it must be a path that begins with /");
    int r = is_to(settings, "s3") ? lwi_bucket_check(settings, reterr) : 0;
    r = r < 0 ? r : lwi_transfer_check(settings, reterr);
    return r < 0 ? r : lwi_names_check(settings, reterr);
}

struct snapshot {
    const struct json_t *settings;
    const struct lwi_action_job *job;
    struct lwi_action_run *run;
    const uint8_t *data;
    size_t size;
    int64_t time_ns;
    int is_reference;
    char note[160]; /* what else is to be said */
};

/* Among the recordings, under the name that those have. */
static int keep(struct snapshot *s, struct lw_error *reterr)
{
    char text[240];
    if (!s->run->keep)
        return lwi_error_set(reterr, -ENOTSUP, "no recordings are kept here");
    int r = s->run->keep(s->run->cookie, s->job->camera_id, s->time_ns, s->job->event_id, s->data,
                         s->size, reterr);
    if (r == -ENOENT) /* a camera that was removed does not come back */
        return -EINVAL;
    if (r < 0)
        return r == -EINVAL ? -EIO : r;
    (void) snprintf(text, sizeof(text), "%zu bytes kept among the recordings%s", s->size, s->note);
    lwi_transfer_answer(s->run, text, strlen(text));
    return 0;
}

static int store(struct snapshot *s, const char *path, const char *type, struct lw_error *reterr)
{
    char text[LWI_NAMES_SIZE + 400];
    const char *bucket = lwi_action_text(s->settings, "bucket");
    int is_s3 = is_to(s->settings, "s3");
    const char *root = lwi_action_text(s->settings, "folder");
    /* What is below the folder that must be there. */
    const char *below = path + strlen(root);
    while (*below == '/')
        below++;
    int r = is_s3 ? lwi_bucket_store(s->settings, path, type, s->data, s->size, s->run, reterr)
                  : lwi_folder_store(root, below, lwi_action_bool(s->settings, "mounted"), s->data,
                                     s->size, s->run, reterr);
    if (r < 0)
        return r;
    (void) snprintf(text, sizeof(text), "%zu bytes stored as %s%s%s%s%s", s->size,
                    is_s3 ? "s3://" : "", is_s3 ? bucket : "", is_s3 && path[0] != '/' ? "/" : "",
                    path, s->note);
    lwi_transfer_answer(s->run, text, strlen(text));
    return 0;
}

/* The picture with text in it, malloc'ed, takes the place of the one without. A picture without
 * text is better than none. */
static uint8_t *draw_caption(struct snapshot *s)
{
    struct lw_error error = {0};
    char time[64], name[200], condition[64], below[200];
    uint8_t *jpeg = NULL;
    lwi_message_line(s->job->camera_name, name, sizeof(name));
    lwi_message_line(s->job->condition, condition, sizeof(condition));
    for (char *c = condition; *c; c++)
        *c = (char) (*c == '_' ? ' ' : *c);
    lwi_message_time(s->job, s->time_ns, time, sizeof(time));
    if (s->is_reference)
        (void) snprintf(below, sizeof(below), "as it should look");
    else
        (void) snprintf(below, sizeof(below), "%s   %s%s%s", time, s->job->is_test ? "test: " : "",
                        condition, s->job->phase == LWI_ACTION_END ? " (ended)" : "");
    const char *lines[] = {name, below};
    int r = lwi_caption_draw(s->data, s->size, lines, 2, &jpeg, &s->size, &error);
    if (r < 0) {
        (void) snprintf(s->note, sizeof(s->note), "; without text in it: %.120s", error.message);
        return NULL;
    }
    s->data = jpeg;
    return jpeg;
}

static int store_picture(struct snapshot *s, const char *suffix, struct lw_error *reterr)
{
    char path[LWI_NAMES_SIZE];
    s->note[0] = '\0';
    uint8_t *drawn = lwi_action_bool(s->settings, "overlay") ? draw_caption(s) : NULL;
    lwi_names_folder(s->settings, s->job, s->time_ns, path, sizeof(path));
    size_t n = strlen(path);
    lwi_names_file(s->settings, s->job, s->time_ns, suffix, path + n, sizeof(path) - n);
    int r =
        is_to(s->settings, "recordings") ? keep(s, reterr) : store(s, path, "image/jpeg", reterr);
    free(drawn);
    return r;
}

/* Whether it could be done, where there is no picture to try it with. */
static int store_text(struct snapshot *s, struct lw_error *reterr)
{
    static const char text[] = "Lenswatch tested whether it can store pictures here.\n";
    char path[LWI_NAMES_SIZE];
    if (is_to(s->settings, "recordings"))
        return lwi_error_set(reterr, -ENODATA, "there is no picture to try it with");
    s->data = (const uint8_t *) text;
    s->size = sizeof(text) - 1;
    lwi_names_folder(s->settings, s->job, s->job->time_ns, path, sizeof(path));
    size_t n = strlen(path);
    (void) snprintf(path + n, sizeof(path) - n, "lenswatch-test.txt");
    return store(s, path, "text/plain", reterr);
}

static int run_snapshot(const struct json_t *settings, const struct lwi_action_job *job,
                        struct lwi_action_run *run, struct lw_error *reterr)
{
    struct snapshot s = {.settings = settings, .job = job, .run = run};
    const struct lwi_action_picture *kept = lwi_message_picture(job);
    const struct lwi_action_picture *reference =
        lwi_action_bool(settings, "reference") && job->phase == LWI_ACTION_START
            ? lwi_message_reference(job)
            : NULL;
    /* Of a refresh none is kept. */
    int is_now = lwi_action_bool(settings, "now") || job->phase == LWI_ACTION_REFRESH || !kept;
    uint8_t *taken = NULL;
    int r = 0;
    if (reference) {
        s.data = reference->jpeg, s.size = reference->size, s.is_reference = 1;
        s.time_ns = reference->time_ns ? reference->time_ns : job->time_ns;
        r = store_picture(&s, "_HEALTHY", reterr);
        s.is_reference = 0;
    }
    if (r == 0 && is_now && run->look &&
        run->look(run->cookie, job->camera_id, &taken, &s.size, &s.time_ns) == 0) {
        s.data = taken;
    } else if (kept) {
        s.data = kept->jpeg, s.size = kept->size;
        s.time_ns = kept->time_ns ? kept->time_ns : job->time_ns;
    } else {
        s.data = NULL;
    }
    if (r == 0 && s.data)
        r = store_picture(&s, job->is_test ? "_TEST" : "", reterr);
    else if (r == 0 && job->is_test)
        r = store_text(&s, reterr);
    else if (r == 0 && !reference)
        (void) snprintf(run->answer, sizeof(run->answer), "there is no picture of it");
    free(taken);
    return r;
}

const struct lwi_action_kind lwi_action_snapshot = {
    .name = "snapshot",
    .help = "Stores the picture of the event in a folder, in S3 or among the recordings.",
    .options = options,
    .limit_s = LIMIT_S,
    .validate = validate,
    .run = run_snapshot,
};
