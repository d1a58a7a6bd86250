/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Live view: motion JPEG, and the camera's own video as fragmented MP4. Each connection
 * has its own thread, so waiting for the next picture delays nobody else. While a camera sends
 * nothing the last JPEG is repeated, which also finds out that the client has gone.
 */
#include <errno.h>
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/answer.h"
#include "api/request.h"
#include "api/routes.h"
#include "api/streams.h"
#include "base/error.h"
#include "camera/fleet.h"

#define BOUNDARY        "lenswatch"
#define CONTENT_TYPE    "multipart/x-mixed-replace; boundary=" BOUNDARY
#define WAIT_MS         500
#define REPEAT_AFTER_NS (5 * LWI_NS_PER_S)
#define GIVE_UP_NS      (20 * LWI_NS_PER_S) /* without a first picture */
#define SILENCE_NS      (30 * LWI_NS_PER_S) /* of a camera that sent video */
#define WIDTH_MIN       16
#define WIDTH_MAX       7680

struct live {
    struct lwi_stream stream; /* stream.data: a whole part, repeated when nothing new comes */
    struct lwi_live *live;
    int64_t part_ns; /* monotonic: when the last part was begun, or the view opened */
};

static void done(void *cookie)
{
    struct live *live = cookie;
    lwi_live_close(&live->live);
    lwi_stream_end(&live->stream);
    free(live);
}

/* Puts the picture (taken) into a part. */
static int set_part(struct live *live, uint8_t *jpeg, size_t size)
{
    char head[128];
    int n =
        snprintf(head, sizeof(head),
                 "--" BOUNDARY "\r\nContent-Type: image/jpeg\r\nContent-Length: %zu\r\n\r\n", size);
    uint8_t *part = malloc((size_t) n + size + 2);
    if (part) {
        memcpy(part, head, (size_t) n);
        memcpy(part + n, jpeg, size);
        memcpy(part + n + size, "\r\n", 2);
        free(live->stream.data);
        live->stream.data = part;
        live->stream.size = (size_t) n + size + 2;
    }
    free(jpeg);
    return part ? 0 : -ENOMEM;
}

static int next_part(struct live *live)
{
    const struct lwi_clock *clock = live->stream.api->settings.clock;
    for (;;) {
        if (!lwi_stream_goes_on(&live->stream))
            return -ECANCELED;
        uint8_t *jpeg = NULL;
        size_t size = 0;
        int r = lwi_live_read(live->live, WAIT_MS, &jpeg, &size);
        if (r == 0)
            return set_part(live, jpeg, size);
        if (r != -ETIMEDOUT)
            return r;
        int64_t waited = lwi_clock_monotonic(clock) - live->part_ns;
        if (live->stream.data && waited >= REPEAT_AFTER_NS)
            return 0;
        if (!live->stream.data && waited >= GIVE_UP_NS)
            return -ETIMEDOUT;
    }
}

static ssize_t read_live(void *cookie, uint64_t position, char *buffer, size_t max)
{
    struct live *live = cookie;
    (void) position;
    if (live->stream.sent == live->stream.size) {
        if (next_part(live) < 0)
            return MHD_CONTENT_READER_END_OF_STREAM;
        live->stream.sent = 0;
        live->part_ns = lwi_clock_monotonic(live->stream.api->settings.clock);
    }
    return lwi_stream_take(&live->stream, buffer, max);
}

static void say_no_camera(struct lwi_request *request, struct lw_error *error)
{
    (void) lwi_error_set(error, -ENOENT, "There is no camera '%s'", request->id);
    lwi_error_hint(error, "GET /api/v1/cameras lists them");
}

static int get_live(struct lwi_request *request)
{
    struct lw_error error = {0};
    int64_t width = 0;
    struct live *live = NULL;
    enum lwi_live_of of = LWI_LIVE_MAIN;
    if (request->is_head)
        return lwi_answer_static(request, MHD_HTTP_OK, CONTENT_TYPE, "", 0);
    int r = lwi_request_query_number(request, "width", WIDTH_MIN, WIDTH_MAX, &width, &error);
    if (r == 0)
        r = lwi_stream_query(request, &of, &error);
    if (r == 0) {
        live = calloc(1, sizeof(*live));
        r = live ? 0 : lwi_error_set(&error, -ENOMEM, "There is not enough memory");
    }
    if (r == 0 && lwi_stream_begin(&live->stream, request) < 0) {
        r = lwi_error_set(&error, -EBUSY, "Too many live views are open");
        lwi_error_hint(&error, "Close some, or look at snapshot.jpg");
    }
    if (r == 0)
        r = lwi_live_open(&live->live, request->api->settings.fleet, request->id, of,
                          (uint32_t) width, &error);
    if (r == -ENOENT)
        say_no_camera(request, &error);
    if (r < 0) {
        if (live) {
            lwi_stream_end(&live->stream);
            free(live);
        }
        return lwi_answer_failure(request, &error);
    }
    live->part_ns = lwi_clock_monotonic(request->api->settings.clock);
    return lwi_stream_answer(request, CONTENT_TYPE, &live->stream, read_live, live, done);
}

/* ---- video ---- */

struct video {
    struct lwi_stream stream;
    struct lwi_live_video *live;
};

static void video_done(void *cookie)
{
    struct video *video = cookie;
    lwi_live_video_close(&video->live);
    lwi_stream_end(&video->stream);
    free(video);
}

/* The next bytes, as soon as there are some within limit_ns. */
static int next_bytes(struct video *video, int64_t limit_ns, struct lw_error *reterr)
{
    const struct lwi_clock *clock = video->stream.api->settings.clock;
    const int64_t until_ns = lwi_clock_monotonic(clock) + limit_ns;
    free(video->stream.data);
    video->stream.data = NULL;
    video->stream.size = video->stream.sent = 0;
    for (;;) {
        if (!lwi_stream_goes_on(&video->stream))
            return -ECANCELED;
        int r = lwi_live_video_read(video->live, WAIT_MS, &video->stream.data, &video->stream.size,
                                    reterr);
        if (r != -ETIMEDOUT)
            return r;
        if (lwi_clock_monotonic(clock) >= until_ns) {
            (void) lwi_error_set(reterr, r, "The camera sends no picture to begin with");
            lwi_error_hint(reterr, "Look at the camera's state; or shorten its key frame interval");
            return r;
        }
    }
}

static ssize_t read_video(void *cookie, uint64_t position, char *buffer, size_t max)
{
    struct video *video = cookie;
    struct lw_error error = {0};
    (void) position;
    if (video->stream.sent == video->stream.size && next_bytes(video, SILENCE_NS, &error) < 0)
        return MHD_CONTENT_READER_END_OF_STREAM;
    return lwi_stream_take(&video->stream, buffer, max);
}

static int open_video(struct video *video, struct lwi_request *request, struct lw_error *reterr)
{
    enum lwi_live_of of = LWI_LIVE_MAIN;
    int r = lwi_stream_query(request, &of, reterr);
    if (r < 0)
        return r;
    if (lwi_stream_begin(&video->stream, request) < 0) {
        (void) lwi_error_set(reterr, -EBUSY, "Too many live views are open");
        lwi_error_hint(reterr, "Close some, or look at snapshot.jpg");
        return -EBUSY;
    }
    r = lwi_live_video_open(&video->live, request->api->settings.fleet, request->id, of, reterr);
    return r < 0 ? r : next_bytes(video, GIVE_UP_NS, reterr);
}

static int get_video(struct lwi_request *request)
{
    struct lw_error error = {0};
    char type[40 + LWI_LIVE_CODECS_SIZE];
    if (request->is_head)
        return lwi_answer_static(request, MHD_HTTP_OK, "video/mp4", "", 0);
    struct video *video = calloc(1, sizeof(*video));
    int r = video ? open_video(video, request, &error)
                  : lwi_error_set(&error, -ENOMEM, "There is not enough memory");
    if (r < 0) {
        const int was_there = video && video->live;
        if (video)
            video_done(video);
        /* Nobody's mistake: the camera went, or the right to see it. */
        if ((r == -ENOENT || r == -ECANCELED || r == -ENODATA) && was_there)
            return lwi_answer_empty(request, MHD_HTTP_NO_CONTENT);
        if (r == -ENOENT)
            say_no_camera(request, &error);
        if (r == -EIO) /* the camera's trouble, which passes perhaps */
            error.code = -EAGAIN;
        return lwi_answer_failure(request, &error);
    }
    (void) snprintf(type, sizeof(type), "video/mp4; codecs=\"%s\"",
                    lwi_live_video_codecs(video->live));
    return lwi_stream_answer(request, type, &video->stream, read_video, video, video_done);
}

const struct lwi_route lwi_routes_live[] = {
    {"/api/v1/cameras/{id}/live.mjpeg", LWI_GET, LWI_ACCESS_VIEWER, LWI_BODY_NONE, get_live},
    {"/api/v1/cameras/{id}/live.mp4", LWI_GET, LWI_ACCESS_VIEWER, LWI_BODY_NONE, get_video},
    {0},
};
