/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * The live views of a wall of cameras over one connection: browsers open six to a server at most,
 * and a wall has up to sixteen windows. What each window shows comes in records behind each other;
 * docs/ref/api.md has their form. A camera that goes away and comes back begins its video anew
 * within the same connection. Where the sub streams are asked for, a camera that has none, or whose
 * does not open, shows its main one.
 */
#include <errno.h>
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "api/answer.h"
#include "api/request.h"
#include "api/routes.h"
#include "api/streams.h"
#include "base/error.h"
#include "camera/fleet.h"

#define CONTENT_TYPE  "application/octet-stream"
#define WINDOWS_MAX   16
#define ID_MAX        32
#define WIDTH_DEFAULT 640
#define WIDTH_MIN     16
#define WIDTH_MAX     1920
#define HEAD_BYTES    8
/* How long a picture waits at most before it is seen that it has come. */
#define LOOK_NS (20 * LWI_NS_PER_MS)
/* Pictures are decoded and encoded for each viewer. */
#define PICTURE_GAP_NS (250 * LWI_NS_PER_MS)
#define RETRY_NS       (2 * LWI_NS_PER_S)
/* So that it is noticed that the client has gone. */
#define SILENCE_NS (2 * LWI_NS_PER_S)
/* What is handed on at once, about. */
#define BATCH_BYTES ((size_t) 1 << 20)

enum record {
    RECORD_NOTHING = 0, /* still here */
    RECORD_TYPE,        /* a video begins: its Content-Type */
    RECORD_VIDEO,       /* bytes of it */
    RECORD_PICTURE,     /* a JPEG picture */
    RECORD_GONE,        /* there is no such camera */
};

struct window {
    char id[ID_MAX + 1];
    int is_gone;
    int pictures; /* not video */
    int is_main;  /* the sub stream is not to be had */
    int began;    /* the type of the video was sent */
    struct lwi_live_video *video;
    struct lwi_live *live;
    int64_t next_ns; /* monotonic: not looked at before */
};

struct wall {
    struct lwi_stream stream;
    struct window windows[WINDOWS_MAX];
    size_t count, room;
    uint32_t width;
    enum lwi_live_of of;
    int64_t said_ns; /* monotonic */
};

static enum lwi_live_of stream_of(const struct wall *wall, const struct window *w)
{
    return w->is_main ? LWI_LIVE_MAIN : wall->of;
}

static void close_window(struct window *w)
{
    lwi_live_video_close(&w->video);
    lwi_live_close(&w->live);
    w->began = 0;
}

static void done(void *cookie)
{
    struct wall *wall = cookie;
    for (size_t i = 0; i < wall->count; i++)
        close_window(&wall->windows[i]);
    lwi_stream_end(&wall->stream);
    free(wall);
}

static int append(struct wall *wall, size_t index, enum record kind, const void *data, size_t size)
{
    struct lwi_stream *s = &wall->stream;
    const size_t needed = s->size + HEAD_BYTES + size;
    if (size > UINT32_MAX)
        return -EFBIG;
    if (needed > wall->room) {
        uint8_t *more = realloc(s->data, 2 * needed);
        if (!more)
            return -ENOMEM;
        s->data = more;
        wall->room = 2 * needed;
    }
    const uint8_t head[HEAD_BYTES] = {
        (uint8_t) index,       (uint8_t) kind, 0, 0, (uint8_t) (size >> 24), (uint8_t) (size >> 16),
        (uint8_t) (size >> 8), (uint8_t) size,
    };
    memcpy(s->data + s->size, head, HEAD_BYTES);
    if (size > 0)
        memcpy(s->data + s->size + HEAD_BYTES, data, size);
    s->size = needed;
    return 0;
}

/* Else all of the camera is away, and its main stream would show nothing, either. */
static int is_watched(const struct wall *wall, const struct window *w)
{
    struct lwi_camera_status status;
    return lwi_fleet_camera_status(wall->stream.api->settings.fleet, w->id, &status) == 0 &&
           status.state == LWI_CAMERA_WATCHING;
}

/* What a window's camera says when it has nothing to show. */
static int no_picture(struct wall *wall, size_t i, int r, int64_t now_ns)
{
    struct window *w = &wall->windows[i];
    if (r == -ETIMEDOUT || r == -EAGAIN)
        return 0;
    close_window(w);
    w->next_ns = r == -ENODATA ? 0 : now_ns + RETRY_NS;
    if (r == -ENOTSUP)
        w->pictures = 1;
    if (r == -EIO && is_watched(wall, w)) {
        w->is_main = 1;
        w->next_ns = 0;
    }
    if (r != -ENOENT)
        return 0;
    w->is_gone = 1;
    return append(wall, i, RECORD_GONE, NULL, 0);
}

static int open_video(const struct wall *wall, struct window *w)
{
    struct lwi_fleet *fleet = wall->stream.api->settings.fleet;
    int r = lwi_live_video_open(&w->video, fleet, w->id, stream_of(wall, w), /* reterr= */ NULL);
    if (r == -ENOTSUP && stream_of(wall, w) == LWI_LIVE_SUB) { /* it has none */
        w->is_main = 1;
        r = lwi_live_video_open(&w->video, fleet, w->id, LWI_LIVE_MAIN, /* reterr= */ NULL);
    }
    return r;
}

static int open_pictures(const struct wall *wall, struct window *w)
{
    struct lwi_fleet *fleet = wall->stream.api->settings.fleet;
    int r = lwi_live_open(&w->live, fleet, w->id, stream_of(wall, w), wall->width,
                          /* reterr= */ NULL);
    if (r == -ENOTSUP) {
        w->is_main = 1;
        r = lwi_live_open(&w->live, fleet, w->id, LWI_LIVE_MAIN, wall->width, /* reterr= */ NULL);
    }
    return r;
}

static int look_video(struct wall *wall, size_t i, int64_t now_ns)
{
    struct window *w = &wall->windows[i];
    uint8_t *data = NULL;
    size_t size = 0;
    int r = w->video ? 0 : open_video(wall, w);
    if (r == 0)
        r = lwi_live_video_read(w->video, 0, &data, &size, /* reterr= */ NULL);
    if (r < 0)
        return no_picture(wall, i, r, now_ns);
    if (!w->began) {
        char type[40 + LWI_LIVE_CODECS_SIZE];
        int n = snprintf(type, sizeof(type), "video/mp4; codecs=\"%s\"",
                         lwi_live_video_codecs(w->video));
        r = append(wall, i, RECORD_TYPE, type, (size_t) n);
        w->began = 1;
    }
    if (r == 0)
        r = append(wall, i, RECORD_VIDEO, data, size);
    free(data);
    return r;
}

static int look_pictures(struct wall *wall, size_t i, int64_t now_ns)
{
    struct window *w = &wall->windows[i];
    uint8_t *jpeg = NULL;
    size_t size = 0;
    int r = w->live ? 0 : open_pictures(wall, w);
    if (r == 0)
        r = lwi_live_read(w->live, 0, &jpeg, &size);
    if (r < 0)
        return no_picture(wall, i, r, now_ns);
    w->next_ns = now_ns + PICTURE_GAP_NS;
    r = append(wall, i, RECORD_PICTURE, jpeg, size);
    free(jpeg);
    return r;
}

/* Looks into every window once. */
static int look_around(struct wall *wall, int64_t now_ns)
{
    for (size_t i = 0; i < wall->count && wall->stream.size < BATCH_BYTES; i++) {
        const struct window *w = &wall->windows[i];
        if (w->is_gone || now_ns < w->next_ns)
            continue;
        int r = !lwi_identity_sees(&wall->stream.who, w->id) ? no_picture(wall, i, -ENOENT, now_ns)
                : w->pictures                                ? look_pictures(wall, i, now_ns)
                                                             : look_video(wall, i, now_ns);
        if (r < 0)
            return r;
    }
    return 0;
}

static int next_records(struct wall *wall)
{
    const struct timespec pause = {.tv_nsec = LOOK_NS};
    const struct lwi_clock *clock = wall->stream.api->settings.clock;
    wall->stream.size = wall->stream.sent = 0;
    for (;;) {
        if (!lwi_stream_goes_on(&wall->stream))
            return -ECANCELED;
        int64_t now_ns = lwi_clock_monotonic(clock);
        int r = look_around(wall, now_ns);
        if (r == 0 && wall->stream.size == 0 && now_ns - wall->said_ns >= SILENCE_NS)
            r = append(wall, 0, RECORD_NOTHING, NULL, 0);
        if (wall->stream.size > 0)
            wall->said_ns = now_ns;
        if (r < 0 || wall->stream.size > 0)
            return r;
        (void) nanosleep(&pause, NULL);
    }
}

static ssize_t read_wall(void *cookie, uint64_t position, char *buffer, size_t max)
{
    struct wall *wall = cookie;
    (void) position;
    if (wall->stream.sent == wall->stream.size && next_records(wall) < 0)
        return MHD_CONTENT_READER_END_OF_STREAM;
    return lwi_stream_take(&wall->stream, buffer, max);
}

/* "yard,gate*": the cameras in the order of their windows; an asterisk asks for pictures. */
static int read_windows(struct wall *wall, const char *list, struct lw_error *reterr)
{
    while (list && *list) {
        const size_t length = strcspn(list, ",");
        const int pictures = length > 0 && list[length - 1] == '*';
        struct window *w = &wall->windows[wall->count];
        if (length - (size_t) pictures == 0 || length - (size_t) pictures > ID_MAX)
            return lwi_error_set(reterr, -EINVAL, "cameras: ids with commas between");
        if (wall->count == WINDOWS_MAX)
            return lwi_error_set(reterr, -EINVAL, "cameras: at most %d", WINDOWS_MAX);
        memcpy(w->id, list, length - (size_t) pictures);
        w->pictures = pictures;
        wall->count++;
        list += length + (list[length] == ',');
    }
    if (wall->count == 0) {
        (void) lwi_error_set(reterr, -EINVAL, "cameras: name at least one");
        lwi_error_hint(reterr, "GET /api/v1/cameras lists them");
        return -EINVAL;
    }
    return 0;
}

static int get_wall(struct lwi_request *request)
{
    struct lw_error error = {0};
    int64_t width = WIDTH_DEFAULT;
    struct wall *wall = calloc(1, sizeof(*wall));
    int r = wall ? 0 : lwi_error_set(&error, -ENOMEM, "There is not enough memory");
    if (r == 0)
        r = read_windows(wall, lwi_request_query(request, "cameras"), &error);
    if (r == 0)
        r = lwi_request_query_number(request, "width", WIDTH_MIN, WIDTH_MAX, &width, &error);
    if (r == 0)
        r = lwi_stream_query(request, &wall->of, &error);
    if (r == 0 && !request->is_head && lwi_stream_begin(&wall->stream, request) < 0) {
        r = lwi_error_set(&error, -EBUSY, "Too many live views are open");
        lwi_error_hint(&error, "Close some, or look at snapshot.jpg");
    }
    if (r < 0 || request->is_head) {
        free(wall);
        return r < 0 ? lwi_answer_failure(request, &error)
                     : lwi_answer_static(request, MHD_HTTP_OK, CONTENT_TYPE, "", 0);
    }
    wall->width = (uint32_t) width;
    wall->said_ns = lwi_clock_monotonic(request->api->settings.clock);
    return lwi_stream_answer(request, CONTENT_TYPE, &wall->stream, read_wall, wall, done);
}

const struct lwi_route lwi_routes_wall[] = {
    {"/api/v1/live", LWI_GET, LWI_ACCESS_VIEWER, LWI_BODY_NONE, get_wall},
    {0},
};
