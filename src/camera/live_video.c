/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Live video: the packets of the stream as they come, as fragmented MP4. Costs no decoding and
 * no encoding. Each viewer has a queue of references to packets, and its own thread puts them
 * into the stream.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/error.h"
#include "camera/camera.h"
#include "camera/fleet_internal.h"
#include "camera/recording.h"
#include "record/clip.h"
#include "record/codecs.h"

/* A key frame of the largest picture, and the boxes around it. */
#define OUT_MAX ((size_t) 64 << 20)

_Static_assert(LWI_CODECS_SIZE <= LWI_LIVE_CODECS_SIZE, "what fleet.h promises");

struct lwi_live_video {
    struct lwi_camera *camera;
    struct lwi_live_feed *feed; /* of the camera */
    const struct lwi_clip_writer *writer;
    struct lwi_clip *clip;  /* NULL: no key frame came yet */
    struct lwi_packet *key; /* what the clip was opened with */
    char codecs[LWI_CODECS_SIZE];
    uint8_t *out; /* for the viewer */
    size_t out_size, out_room;

    /* Under camera.lock. */
    struct lwi_live_video *next;
    struct lwi_packet_queue queue;
    int ended;  /* the camera's stream did */
    int stills; /* the camera sends pictures */
};

void lwi_live_video_offer_locked(struct lwi_live_feed *feed, const struct lwi_packet *packet)
{
    for (struct lwi_live_video *v = feed->videos; v; v = v->next) {
        struct lwi_packet *copy;
        v->stills = packet->kind == LWI_PACKET_IMAGE;
        if (v->ended || v->stills || lwi_packet_clone(&copy, packet) < 0)
            continue;
        lwi_packet_queue_push(&v->queue, &copy);
        lwi_packet_free(&copy);
    }
}

void lwi_live_video_cut_locked(struct lwi_live_feed *feed)
{
    /* Who still waits for a first picture waits on. */
    for (struct lwi_live_video *v = feed->videos; v; v = v->next)
        v->ended = v->clip != NULL;
    (void) pthread_cond_broadcast(&feed->camera->changed);
}

static void leave_locked(struct lwi_live_video *v)
{
    struct lwi_live_video **link = &v->feed->videos;
    while (*link != v)
        link = &(*link)->next;
    *link = v->next;
    lwi_live_end_locked(v->feed);
}

static int join_locked(struct lwi_live_video *v, enum lwi_live_of of, struct lw_error *reterr)
{
    const struct lwi_camera *camera = v->camera;
    int r = lwi_live_feed_locked(v->camera, of, &v->feed, reterr);
    if (r < 0)
        return r;
    v->stills = of == LWI_LIVE_MAIN && camera->newest && camera->newest->kind == LWI_PACKET_IMAGE;
    v->next = v->feed->videos;
    v->feed->videos = v;
    r = lwi_live_begin_locked(v->feed);
    if (r < 0) {
        leave_locked(v);
        (void) lwi_error_set(reterr, r, "cannot start a thread for the live view: %s",
                             strerror(-r));
    }
    return r;
}

int lwi_live_video_open(struct lwi_live_video **ret_video, struct lwi_fleet *fleet, const char *id,
                        enum lwi_live_of of, struct lw_error *reterr)
{
    struct lwi_camera *camera = lwi_fleet_find(fleet, id);
    if (!camera)
        return lwi_error_set(reterr, -ENOENT, "there is no camera '%s'", id);
    const struct lwi_clip_writer *writer = lwi_clip_writer(reterr);
    struct lwi_live_video *v = writer ? calloc(1, sizeof(*v)) : NULL;
    if (!v) {
        lwi_camera_unref(&camera);
        return writer ? lwi_error_set(reterr, -ENOMEM, "out of memory") : -ENOTSUP;
    }
    v->camera = camera;
    v->writer = writer;
    v->queue.need_key = 1;
    (void) pthread_mutex_lock(&camera->lock);
    const int r = join_locked(v, of, reterr);
    (void) pthread_mutex_unlock(&camera->lock);
    if (r < 0) {
        lwi_camera_unref(&camera);
        free(v);
        return r;
    }
    *ret_video = v;
    return 0;
}

void lwi_live_video_close(struct lwi_live_video **video)
{
    if (!video || !*video)
        return;
    struct lwi_live_video *v = *video;
    struct lwi_camera *camera = v->camera;
    (void) pthread_mutex_lock(&camera->lock);
    leave_locked(v);
    (void) pthread_mutex_unlock(&camera->lock);
    if (v->clip)
        (void) v->writer->close(&v->clip, /* reterr= */ NULL);
    lwi_packet_queue_clear(&v->queue);
    lwi_packet_free(&v->key);
    lwi_camera_unref(&camera);
    free(v->out);
    free(v);
    *video = NULL;
}

const char *lwi_live_video_codecs(const struct lwi_live_video *video)
{
    return video->codecs;
}

static int wait_packet(struct lwi_live_video *v, int timeout_ms, struct lwi_packet **ret_packet,
                       struct lw_error *reterr)
{
    struct lwi_camera *camera = v->camera;
    const int64_t until_ns = lwi_clock_monotonic(&lwi_clock_system) + timeout_ms * LWI_NS_PER_MS;
    int r = 0;
    *ret_packet = NULL;
    (void) pthread_mutex_lock(&camera->lock);
    while (r == 0 && !(*ret_packet = lwi_packet_queue_pop(&v->queue))) {
        r = lwi_live_trouble_locked(v->feed, reterr);
        if (r < 0)
            break;
        if (v->ended)
            r = -ENODATA;
        else if (v->stills)
            r = -ENOTSUP;
        else
            r = lwi_camera_wait_locked(camera, until_ns);
    }
    (void) pthread_mutex_unlock(&camera->lock);
    if (r == -ENOTSUP) {
        (void) lwi_error_set(reterr, r, "this camera sends pictures, not video");
        lwi_error_hint(reterr, "live.mjpeg shows them.");
    }
    return r;
}

static int on_bytes(void *cookie, const uint8_t *data, size_t size)
{
    struct lwi_live_video *v = cookie;
    if (size > OUT_MAX - v->out_size)
        return -EFBIG;
    if (v->out_size + size > v->out_room) {
        size_t room = 2 * (v->out_size + size);
        uint8_t *more = realloc(v->out, room);
        if (!more)
            return -ENOMEM;
        v->out = more;
        v->out_room = room;
    }
    memcpy(v->out + v->out_size, data, size);
    v->out_size += size;
    return 0;
}

/* The stream's header. */
static int begin(struct lwi_live_video *v, const struct lwi_packet *key, struct lw_error *reterr)
{
    const struct lwi_clip_sink sink = {on_bytes, v};
    struct lwi_clip *clip;
    int r = lwi_packet_clone(&v->key, key);
    if (r < 0)
        return lwi_error_set(reterr, r, "out of memory");
    r = v->writer->open_stream(&clip, &sink, key, reterr);
    if (r < 0)
        return r;
    if (lwi_codecs_find(v->out, v->out_size, v->codecs) < 0) {
        (void) v->writer->close(&clip, /* reterr= */ NULL);
        (void) lwi_error_set(reterr, -ENOTSUP, "browsers do not play the camera's kind of video");
        lwi_error_hint(reterr, "Have the camera send H.264, or use live.mjpeg.");
        return -ENOTSUP;
    }
    (void) pthread_mutex_lock(&v->camera->lock);
    v->clip = clip;
    (void) pthread_mutex_unlock(&v->camera->lock);
    return 0;
}

/* Whether the packet goes into the stream that was begun. */
static int write_packet(struct lwi_live_video *v, const struct lwi_packet *packet,
                        struct lw_error *reterr)
{
    int r = v->clip ? 0 : begin(v, packet, reterr);
    if (r == 0 && !v->writer->is_same_stream(v->key, packet))
        return -ENODATA;
    if (r == 0)
        r = v->writer->write(v->clip, packet, lwi_clock_monotonic(&lwi_clock_system), reterr);
    return r;
}

int lwi_live_video_read(struct lwi_live_video *video, int timeout_ms, uint8_t **ret_data,
                        size_t *ret_size, struct lw_error *reterr)
{
    struct lwi_packet *packet;
    /* The first packet gives the header, and each further one the picture before it. */
    while (video->out_size == 0) {
        int r = wait_packet(video, timeout_ms, &packet, reterr);
        if (r == 0)
            r = write_packet(video, packet, reterr);
        lwi_packet_free(&packet);
        if (r < 0)
            return r;
    }
    *ret_data = video->out;
    *ret_size = video->out_size;
    video->out = NULL;
    video->out_size = video->out_room = 0;
    return 0;
}
