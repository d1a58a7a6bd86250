/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Cameras that speak none of the other languages, or have them switched off: their
 * brand is what their web server says of itself, their streams are where that
 * brand usually has them (paths.tsv).
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "driver/internal.h"
#include "driver/paths.h"

/* Of a first page, only so much is looked at. */
#define PAGE_MAX 16384

struct generic {
    const struct lwi_known_paths *paths; /* NULL: not looked for yet */
};

/* One of the parts of "A|B|C". 0: there are no more. */
static int next_part(const char **list, char *ret_part, size_t ret_size)
{
    size_t n = strcspn(*list, "|");
    if (!**list)
        return 0;
    (void) snprintf(ret_part, ret_size, "%.*s", (int) n, *list);
    *list += n + ((*list)[n] == '|');
    return 1;
}

static int is_marked(const struct lwi_known_paths *paths, const struct lwi_http_answer *answer)
{
    const char *marks = paths->marks;
    char mark[64];
    if (strcmp(marks, "-") == 0)
        return 1;
    while (next_part(&marks, mark, sizeof(mark)))
        if (strcasestr(answer->server, mark) || strcasestr(answer->realm, mark) ||
            strcasestr((const char *) answer->body, mark))
            return 1;
    return 0;
}

/* The line of the table that the camera's first page speaks for. */
static int find(struct lwi_device *device, const struct lwi_known_paths **ret_paths,
                struct lw_error *reterr)
{
    struct lwi_http_answer answer = {0};
    const struct lwi_http_request request = {.method = "GET", .path = "/", .anonymous = 1};
    int r = lwi_http_do(device->http, &request, &answer, reterr);
    if (r < 0)
        return r;
    if (answer.size > PAGE_MAX)
        answer.body[PAGE_MAX] = '\0';
    const struct lwi_known_paths *p = lwi_known_paths;
    while (p[1].brand && !is_marked(p, &answer))
        p++;
    *ret_paths = p;
    lwi_http_answer_done(&answer);
    return 0;
}

static int look(struct lwi_device *device, struct lw_error *reterr)
{
    struct generic *g = device->state;
    return g->paths ? 0 : find(device, &g->paths, reterr);
}

/* Without a mark it may be no camera at all: then this driver is for who asks for it. */
static enum lwi_probe probe(struct lwi_device *device)
{
    const struct lwi_known_paths *paths = NULL;
    return find(device, &paths, /* reterr= */ NULL) == 0 && paths->brand[0] != '-'
               ? LWI_PROBE_COMMON
               : LWI_PROBE_NO;
}

static int identify(struct lwi_device *device, struct lwi_device_identity *ret_identity,
                    struct lw_error *reterr)
{
    const struct generic *g = device->state;
    int r = look(device, reterr);
    if (r == 0 && g->paths->brand[0] != '-')
        (void) snprintf(ret_identity->brand, sizeof(ret_identity->brand), "%s", g->paths->brand);
    return r;
}

static void add(struct lwi_device *device, const char *paths, const char *name, int port,
                struct lwi_device_streams *streams)
{
    char path[LWI_DEVICE_URL_MAX / 2];
    while (strcmp(paths, "-") != 0 && next_part(&paths, path, sizeof(path))) {
        struct lwi_device_stream *s = lwi_device_streams_add(streams);
        if (!s)
            return;
        (void) snprintf(s->name, sizeof(s->name), "%s", name);
        (void) lwi_device_rtsp(device, port, path, s->url);
    }
}

static int streams(struct lwi_device *device, struct lwi_device_streams *ret_streams,
                   struct lw_error *reterr)
{
    const struct generic *g = device->state;
    int r = look(device, reterr);
    if (r < 0)
        return r;
    add(device, g->paths->main, "main", g->paths->port, ret_streams);
    add(device, g->paths->sub, "sub", g->paths->port, ret_streams);
    ret_streams->guessed = 1;
    return 0;
}

static int snapshot(struct lwi_device *device, char ret_path[LWI_DEVICE_URL_MAX],
                    struct lw_error *reterr)
{
    const struct generic *g = device->state;
    int r = look(device, reterr);
    if (r < 0)
        return r;
    if (strcmp(g->paths->snapshot, "-") == 0)
        return lwi_device_cannot(device, "give single pictures", reterr);
    (void) snprintf(ret_path, LWI_DEVICE_URL_MAX, "%s", g->paths->snapshot);
    return 0;
}

const struct lwi_driver lwi_driver_generic = {
    .name = "generic",
    .help = "Any other camera: streams and pictures where its brand usually has them.",
    .state_size = sizeof(struct generic),
    .probe = probe,
    .identify = identify,
    .streams = streams,
    .snapshot = snapshot,
};
