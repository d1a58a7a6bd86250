/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Live view. While somebody watches, the source hands on all frames, and a
 * thread of the camera's own decodes them; the workers go on as before. Each
 * viewer takes the newest frame when it is ready for one, and encodes it in its
 * own size: a slow viewer gets fewer pictures and holds nobody up.
 */
#include "camera/live.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "base/error.h"
#include "camera/camera.h"
#include "camera/fleet_internal.h"
#include "camera/recording.h"
#include "camera/side_thread.h"
#include "decode/decode.h"
#include "record/jpeg.h"

/* A viewer gets at most so many pictures a second. */
#define FPS_MAX 10
/* Watching comes before being watched. */
#define NICE    5
#define QUALITY 75

struct lwi_live {
    struct lwi_camera *camera;
    struct lwi_live_feed *feed; /* of the camera */
    uint32_t width_max;
    uint64_t sequence; /* of the frame last read */
    int64_t read_ns;   /* monotonic; when that was */
    int begun;         /* something was read */
};

int lwi_live_feed_locked(struct lwi_camera *camera, enum lwi_live_of of,
                         struct lwi_live_feed **ret_feed, struct lw_error *reterr)
{
    if (of == LWI_LIVE_SUB && !camera->config.sub_url[0]) {
        (void) lwi_error_set(reterr, -ENOTSUP, "the camera has no sub stream");
        lwi_error_hint(reterr, "Look at its main one, or give it a sub_url.");
        return -ENOTSUP;
    }
    *ret_feed = of == LWI_LIVE_SUB ? &camera->sub.feed : &camera->live;
    return 0;
}

int lwi_live_begin_locked(struct lwi_live_feed *feed)
{
    struct lwi_camera *camera = feed->camera;
    if (feed == &camera->sub.feed)
        return lwi_sub_begin_locked(camera);
    lwi_camera_all_frames_locked(camera);
    return 0;
}

void lwi_live_end_locked(struct lwi_live_feed *feed)
{
    struct lwi_camera *camera = feed->camera;
    if (feed == &camera->sub.feed)
        lwi_sub_end_locked(camera);
    else
        lwi_camera_all_frames_locked(camera);
    (void) pthread_cond_broadcast(&camera->changed);
}

int lwi_live_trouble_locked(const struct lwi_live_feed *feed, struct lw_error *reterr)
{
    const struct lwi_camera *camera = feed->camera;
    if (camera->stop)
        return lwi_error_set(reterr, -ENOENT, "the camera was removed");
    return feed == &camera->sub.feed ? lwi_sub_trouble_locked(camera, reterr) : 0;
}

void lwi_live_clear_locked(struct lwi_live_feed *feed)
{
    lwi_packet_queue_clear(&feed->queue);
    lwi_frame_unref(&feed->frame);
}

static void offer_locked(struct lwi_live_feed *feed, const struct lwi_packet *packet)
{
    struct lwi_packet *copy;
    if (feed->viewers == 0 || !feed->runs || lwi_packet_clone(&copy, packet) < 0)
        return;
    lwi_packet_queue_push(&feed->queue, &copy);
    lwi_packet_free(&copy);
}

void lwi_live_offer(struct lwi_live_feed *feed, const struct lwi_packet *packet)
{
    struct lwi_camera *camera = feed->camera;
    (void) pthread_mutex_lock(&camera->lock);
    offer_locked(feed, packet);
    lwi_live_video_offer_locked(feed, packet);
    (void) pthread_cond_broadcast(&camera->changed);
    (void) pthread_mutex_unlock(&camera->lock);
}

/* The next packet to decode; NULL: nobody watches any more, and the thread is to end. */
static struct lwi_packet *next_packet(struct lwi_live_feed *feed)
{
    struct lwi_camera *camera = feed->camera;
    struct lwi_packet *packet = NULL;
    (void) pthread_mutex_lock(&camera->lock);
    while (feed->viewers > 0 && !camera->stop && feed->queue.count == 0)
        (void) pthread_cond_wait(&camera->changed, &camera->lock);
    if (feed->viewers > 0 && !camera->stop) {
        packet = lwi_packet_queue_pop(&feed->queue);
    } else {
        lwi_live_clear_locked(feed);
        feed->runs = 0;
    }
    (void) pthread_mutex_unlock(&camera->lock);
    return packet;
}

static void publish(struct lwi_live_feed *feed, struct lw_frame *frame)
{
    struct lwi_camera *camera = feed->camera;
    (void) pthread_mutex_lock(&camera->lock);
    struct lw_frame *old = feed->frame;
    feed->frame = frame;
    feed->sequence++;
    (void) pthread_cond_broadcast(&camera->changed);
    (void) pthread_mutex_unlock(&camera->lock);
    lwi_frame_unref(&old);
}

static void *live_main(void *cookie)
{
    struct lwi_live_feed *feed = cookie;
    struct lwi_camera *camera = feed->camera;
    struct lwi_hub *hub = camera->hub;
    (void) setpriority(PRIO_PROCESS, (id_t) syscall(SYS_gettid), NICE);
    struct lwi_decoder *decoder = NULL;
    struct lwi_packet *packet;
    while ((packet = next_packet(feed))) {
        struct lw_frame *frame = NULL;
        int r;
        if (packet->kind == LWI_PACKET_IMAGE)
            r = hub->io->decode(hub->io->cookie, packet, &frame, /* reterr= */ NULL);
        else if (!decoder && lwi_decoder_new(&decoder, /* settings= */ NULL) < 0)
            r = -ENOMEM;
        else
            r = lwi_decode_stream(decoder, packet, &frame, /* reterr= */ NULL);
        lwi_packet_free(&packet);
        if (r == 0)
            publish(feed, frame);
    }
    lwi_decoder_free(&decoder);
    lwi_side_thread_end(camera);
    return NULL;
}

static int start_locked(struct lwi_live_feed *feed)
{
    const int r = lwi_side_thread_start_locked(feed->camera, live_main, feed);
    if (r < 0)
        return r;
    feed->runs = 1;
    feed->queue.need_key = 1;
    return 0;
}

/* A viewer more. */
static int join_locked(struct lwi_live *live, enum lwi_live_of of, struct lw_error *reterr)
{
    int r = lwi_live_feed_locked(live->camera, of, &live->feed, reterr);
    if (r < 0)
        return r;
    live->begun = of == LWI_LIVE_SUB; /* the last judged picture is none of it */
    r = live->feed->runs ? 0 : start_locked(live->feed);
    if (r == 0) {
        live->feed->viewers++;
        r = lwi_live_begin_locked(live->feed);
        if (r < 0)
            live->feed->viewers--;
    }
    return r < 0 ? lwi_error_set(reterr, r, "cannot start a thread for the live view: %s",
                                 strerror(-r))
                 : 0;
}

int lwi_live_open(struct lwi_live **ret_live, struct lwi_fleet *fleet, const char *id,
                  enum lwi_live_of of, uint32_t width_max, struct lw_error *reterr)
{
    struct lwi_camera *camera = lwi_fleet_find(fleet, id);
    if (!camera)
        return lwi_error_set(reterr, -ENOENT, "there is no camera '%s'", id);
    struct lwi_live *live = calloc(1, sizeof(*live));
    if (!live) {
        lwi_camera_unref(&camera);
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    }
    live->camera = camera;
    live->width_max = width_max;
    (void) pthread_mutex_lock(&camera->lock);
    int r = join_locked(live, of, reterr);
    (void) pthread_mutex_unlock(&camera->lock);
    if (r < 0) {
        lwi_camera_unref(&camera);
        free(live);
        return r;
    }
    *ret_live = live;
    return 0;
}

void lwi_live_close(struct lwi_live **live)
{
    if (!live || !*live)
        return;
    struct lwi_camera *camera = (*live)->camera;
    (void) pthread_mutex_lock(&camera->lock);
    if (--(*live)->feed->viewers == 0)
        lwi_live_end_locked((*live)->feed);
    (void) pthread_mutex_unlock(&camera->lock);
    lwi_camera_unref(&camera);
    free(*live);
    *live = NULL;
}

/* Waits for a frame that is newer than the last, and for its turn. */
static int wait_frame(struct lwi_live *live, int64_t until_ns, int fps_max,
                      struct lw_frame **ret_frame)
{
    struct lwi_camera *camera = live->camera;
    const struct lwi_live_feed *feed = live->feed;
    int r = -EAGAIN;
    (void) pthread_mutex_lock(&camera->lock);
    while (r == -EAGAIN) {
        int64_t now_ns = lwi_clock_monotonic(&lwi_clock_system);
        int64_t turn_ns = live->read_ns + LWI_NS_PER_S / fps_max;
        int is_new = feed->frame && feed->sequence != live->sequence;
        const int trouble = lwi_live_trouble_locked(feed, /* reterr= */ NULL);
        if (trouble < 0) {
            r = trouble;
        } else if (is_new && now_ns >= turn_ns) {
            *ret_frame = lwi_frame_ref(feed->frame);
            live->sequence = feed->sequence;
            r = 0;
        } else if (now_ns >= until_ns) {
            r = -ETIMEDOUT;
        } else {
            int64_t wake_ns = is_new && turn_ns < until_ns ? turn_ns : until_ns;
            (void) lwi_camera_wait_locked(camera, wake_ns);
        }
    }
    (void) pthread_mutex_unlock(&camera->lock);
    return r;
}

int lwi_live_frame(struct lwi_live *live, int timeout_ms, int fps_max, struct lw_frame **ret_frame)
{
    int64_t until_ns = lwi_clock_monotonic(&lwi_clock_system) + timeout_ms * LWI_NS_PER_MS;
    int r = wait_frame(live, until_ns, fps_max, ret_frame);
    if (r == 0)
        live->read_ns = lwi_clock_monotonic(&lwi_clock_system);
    return r;
}

int lwi_live_read(struct lwi_live *live, int timeout_ms, uint8_t **ret_jpeg, size_t *ret_size)
{
    int64_t until_ns = lwi_clock_monotonic(&lwi_clock_system) + timeout_ms * LWI_NS_PER_MS;
    struct lw_frame *frame = NULL;
    /* The last judged picture first: the next key frame may be seconds away. */
    int r = live->begun ? -EAGAIN : lwi_camera_frame(live->camera, &frame, NULL);
    live->begun = 1;
    if (r < 0)
        r = wait_frame(live, until_ns, FPS_MAX, &frame);
    if (r < 0)
        return r;
    const struct lwi_jpeg_settings settings = {.quality = QUALITY, .width_max = live->width_max};
    r = lwi_jpeg_encode(frame, &settings, ret_jpeg, ret_size);
    lwi_frame_unref(&frame);
    live->read_ns = lwi_clock_monotonic(&lwi_clock_system);
    return r;
}
