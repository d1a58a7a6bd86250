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
#include "decode/decode.h"
#include "record/jpeg.h"

/* A viewer gets at most so many pictures a second. */
#define FPS_MAX 10
/* Watching comes before being watched. */
#define NICE    5
#define QUALITY 75

struct lwi_live {
    struct lwi_camera *camera;
    uint32_t width_max;
    uint64_t sequence; /* of the frame last read */
    int64_t read_ns;   /* monotonic; when that was */
    int begun;         /* something was read */
};

void lwi_live_clear_locked(struct lwi_camera *camera)
{
    lwi_packet_queue_clear(&camera->live.queue);
    lwi_frame_unref(&camera->live.frame);
}

static void offer_locked(struct lwi_camera *camera, const struct lwi_packet *packet)
{
    struct lwi_live_feed *feed = &camera->live;
    struct lwi_packet *copy;
    if (feed->viewers == 0 || !feed->runs || lwi_packet_clone(&copy, packet) < 0)
        return;
    lwi_packet_queue_push(&feed->queue, &copy);
    lwi_packet_free(&copy);
}

void lwi_live_offer(struct lwi_camera *camera, const struct lwi_packet *packet)
{
    (void) pthread_mutex_lock(&camera->lock);
    offer_locked(camera, packet);
    lwi_live_video_offer_locked(camera, packet);
    (void) pthread_cond_broadcast(&camera->changed);
    (void) pthread_mutex_unlock(&camera->lock);
}

/* The next packet to decode; NULL: nobody watches any more, and the thread is to end. */
static struct lwi_packet *next_packet(struct lwi_camera *camera)
{
    struct lwi_live_feed *feed = &camera->live;
    struct lwi_packet *packet = NULL;
    (void) pthread_mutex_lock(&camera->lock);
    while (feed->viewers > 0 && !camera->stop && feed->queue.count == 0)
        (void) pthread_cond_wait(&camera->changed, &camera->lock);
    if (feed->viewers > 0 && !camera->stop) {
        packet = lwi_packet_queue_pop(&feed->queue);
    } else {
        lwi_live_clear_locked(camera);
        feed->runs = 0;
    }
    (void) pthread_mutex_unlock(&camera->lock);
    return packet;
}

static void publish(struct lwi_camera *camera, struct lw_frame *frame)
{
    (void) pthread_mutex_lock(&camera->lock);
    struct lw_frame *old = camera->live.frame;
    camera->live.frame = frame;
    camera->live.sequence++;
    (void) pthread_cond_broadcast(&camera->changed);
    (void) pthread_mutex_unlock(&camera->lock);
    lwi_frame_unref(&old);
}

static void *live_main(void *cookie)
{
    struct lwi_camera *camera = cookie;
    struct lwi_hub *hub = camera->hub;
    (void) setpriority(PRIO_PROCESS, (id_t) syscall(SYS_gettid), NICE);
    struct lwi_decoder *decoder = NULL;
    struct lwi_packet *packet;
    while ((packet = next_packet(camera))) {
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
            publish(camera, frame);
    }
    lwi_decoder_free(&decoder);
    lwi_camera_unref(&camera);
    (void) atomic_fetch_sub(&hub->live_threads, 1);
    return NULL;
}

static int start_locked(struct lwi_camera *camera)
{
    pthread_attr_t attr;
    pthread_t thread;
    (void) pthread_attr_init(&attr);
    (void) pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
    (void) lwi_camera_ref(camera);
    (void) atomic_fetch_add(&camera->hub->live_threads, 1);
    int r = pthread_create(&thread, &attr, live_main, camera);
    (void) pthread_attr_destroy(&attr);
    if (r != 0) {
        (void) atomic_fetch_sub(&camera->hub->live_threads, 1);
        (void) atomic_fetch_sub(&camera->references, 1); /* the caller has another */
        return -r;
    }
    camera->live.runs = 1;
    camera->live.queue.need_key = 1;
    return 0;
}

int lwi_live_open(struct lwi_live **ret_live, struct lwi_fleet *fleet, const char *id,
                  uint32_t width_max, struct lw_error *reterr)
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
    int r = camera->live.runs ? 0 : start_locked(camera);
    if (r == 0) {
        camera->live.viewers++;
        atomic_store(&camera->all_frames, true);
    }
    (void) pthread_mutex_unlock(&camera->lock);
    if (r < 0) {
        lwi_camera_unref(&camera);
        free(live);
        return lwi_error_set(reterr, r, "cannot start a thread for the live view: %s",
                             strerror(-r));
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
    if (--camera->live.viewers == 0) {
        lwi_camera_all_frames_locked(camera);
        (void) pthread_cond_broadcast(&camera->changed);
    }
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
    int r = -EAGAIN;
    (void) pthread_mutex_lock(&camera->lock);
    while (r == -EAGAIN) {
        int64_t now_ns = lwi_clock_monotonic(&lwi_clock_system);
        int64_t turn_ns = live->read_ns + LWI_NS_PER_S / fps_max;
        int is_new = camera->live.frame && camera->live.sequence != live->sequence;
        if (camera->stop) {
            r = -ENOENT;
        } else if (is_new && now_ns >= turn_ns) {
            *ret_frame = lwi_frame_ref(camera->live.frame);
            live->sequence = camera->live.sequence;
            r = 0;
        } else if (now_ns >= until_ns) {
            r = -ETIMEDOUT;
        } else {
            int64_t wake_ns = is_new && turn_ns < until_ns ? turn_ns : until_ns;
            struct timespec wake = {.tv_sec = wake_ns / LWI_NS_PER_S,
                                    .tv_nsec = wake_ns % LWI_NS_PER_S};
            (void) pthread_cond_timedwait(&camera->changed, &camera->lock, &wake);
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
