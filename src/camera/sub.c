/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "camera/sub.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <sodium.h>

#include "base/error.h"
#include "camera/backoff.h"
#include "camera/camera.h"
#include "camera/fleet_internal.h"
#include "camera/side_thread.h"
#include "config/camera_sub.h"

/* Who goes from one page to the next finds it still open. */
#define LINGER_NS (2 * LWI_NS_PER_S)
/* How often it is asked whose turn it is to try a password. */
#define TURN_NS (LWI_NS_PER_S / 10)
/* A user whom the stream refuses, though the camera lets him in otherwise, is tried again after. */
#define REFUSED_NS (1800 * LWI_NS_PER_S)
/* Longest wait before it is looked whether it is still wanted. */
#define SLICE_NS (LWI_NS_PER_S / 2)

static int has_viewers(const struct lwi_sub *sub)
{
    return sub->feed.viewers > 0 || sub->feed.videos;
}

static int is_wanted_locked(const struct lwi_camera *camera)
{
    const struct lwi_sub *sub = &camera->sub;
    return !camera->stop && camera->config.enabled && camera->config.sub_url[0] &&
           (has_viewers(sub) || lwi_clock_monotonic(&lwi_clock_system) - sub->left_ns < LINGER_NS);
}

static int is_current(struct lwi_camera *camera, unsigned generation)
{
    (void) pthread_mutex_lock(&camera->lock);
    const int current = is_wanted_locked(camera) && camera->sub.generation == generation;
    (void) pthread_mutex_unlock(&camera->lock);
    return current;
}

/* ---- one connection ---- */

static int wait_for_turn(struct lwi_camera *camera, unsigned generation,
                         const struct lwi_login *login)
{
    static const struct timespec nap = {.tv_nsec = TURN_NS};
    struct lwi_hub *hub = camera->hub;
    for (;;) {
        int64_t wait_ns = 0;
        const int r = lwi_logins_ask(hub->logins, login, lwi_clock_monotonic(hub->clock), &wait_ns);
        if (r != -EBUSY)
            return r;
        if (!is_current(camera, generation))
            return -ECANCELED;
        (void) nanosleep(&nap, NULL);
    }
}

/* Where the camera's main stream was let in with the same user and password, a refusal is no reason
 * to keep that one waiting. */
static enum lwi_login_outcome outcome_of(struct lwi_camera *camera, int result)
{
    (void) pthread_mutex_lock(&camera->lock);
    const int is_known = camera->connected;
    (void) pthread_mutex_unlock(&camera->lock);
    if (result == -EACCES)
        return is_known ? LWI_LOGIN_UNSURE : LWI_LOGIN_REFUSED;
    return result == 0 ? LWI_LOGIN_GOOD : LWI_LOGIN_UNSURE;
}

static int was_refused(struct lwi_camera *camera)
{
    (void) pthread_mutex_lock(&camera->lock);
    const int refused = lwi_clock_monotonic(&lwi_clock_system) < camera->sub.refused_ns;
    (void) pthread_mutex_unlock(&camera->lock);
    return refused;
}

static void set_open(struct lwi_camera *camera, int open)
{
    (void) pthread_mutex_lock(&camera->lock);
    if (open) {
        const int is_news = camera->sub.error.code != 0;
        camera->sub.failed = 0;
        camera->sub.error = (struct lw_error){0};
        if (is_news)
            lwi_notices_add(camera->hub->notices, LWI_NOTICE_CAMERA, camera->id, 0, NULL);
    } else {
        camera->sub.feed.queue.need_key = 1;
        lwi_live_video_cut_locked(&camera->sub.feed);
    }
    (void) pthread_mutex_unlock(&camera->lock);
}

static int read_source(struct lwi_camera *camera, unsigned generation, void *source, int skips_bad,
                       struct lw_error *reterr)
{
    const struct lwi_camera_io *io = camera->hub->io;
    int r = 0;
    while (r == 0 && is_current(camera, generation)) {
        struct lwi_packet *packet = NULL;
        r = io->read(io->cookie, source, &packet, reterr);
        if (r == 0)
            lwi_live_offer(&camera->sub.feed, packet);
        lwi_packet_free(&packet);
        if (r == -EBADMSG && skips_bad)
            r = 0;
    }
    return r;
}

static int read_stream(struct lwi_camera *camera, const struct lwi_camera_config *config,
                       unsigned generation, struct lw_error *reterr)
{
    struct lwi_hub *hub = camera->hub;
    struct lwi_login login;
    void *source = NULL;
    int skips_bad = 0;
    lwi_logins_who(hub->logins, LWI_LOGIN_STREAM, config->url, config->user, config->password,
                   &login);
    int r = was_refused(camera) ? -EACCES : wait_for_turn(camera, generation, &login);
    if (r == -EACCES)
        return lwi_logins_refused(config->url, reterr);
    if (r < 0)
        return r;
    r = lwi_camera_source_open(camera, config, &camera->sub.cancel, /* all_frames= */ NULL, &source,
                               &skips_bad, reterr);
    lwi_logins_tell(hub->logins, &login, lwi_clock_monotonic(hub->clock), outcome_of(camera, r));
    if (r < 0)
        return r;
    set_open(camera, 1);
    r = read_source(camera, generation, source, skips_bad, reterr);
    set_open(camera, 0);
    hub->io->close(hub->io->cookie, source);
    return r;
}

/* ---- the thread ---- */

/* The settings to go by; 0: it is not wanted any more, and the thread is to end. */
static int next_config(struct lwi_camera *camera, struct lwi_camera_config *ret_config,
                       unsigned *ret_generation)
{
    (void) pthread_mutex_lock(&camera->lock);
    const int wanted = is_wanted_locked(camera);
    if (wanted) {
        atomic_store(&camera->sub.cancel, false);
        lwi_camera_sub_config(&camera->config, ret_config);
        *ret_generation = camera->sub.generation;
    } else {
        lwi_live_clear_locked(&camera->sub.feed);
        camera->sub.failed = 0;
        camera->sub.runs = 0;
    }
    (void) pthread_mutex_unlock(&camera->lock);
    return wanted;
}

static void wait_locked(struct lwi_camera *camera, unsigned generation, int64_t wait_ns)
{
    const int64_t until_ns = lwi_clock_monotonic(&lwi_clock_system) + wait_ns;
    while (is_wanted_locked(camera) && camera->sub.generation == generation) {
        const int64_t now_ns = lwi_clock_monotonic(&lwi_clock_system);
        if (now_ns >= until_ns)
            return;
        const int64_t wake_ns = until_ns - now_ns < SLICE_NS ? until_ns : now_ns + SLICE_NS;
        (void) lwi_camera_wait_locked(camera, wake_ns);
    }
}

/* Says why, and waits until it is tried again. */
static void fail(struct lwi_camera *camera, unsigned generation, struct lwi_backoff *backoff, int r,
                 const struct lw_error *error)
{
    const double random = (double) randombytes_uniform(1000) / 1000;
    const double wait_s = lwi_backoff_next_s(backoff, /* refused= */ 0, random);
    int64_t wait_ns = (int64_t) (wait_s * (double) LWI_NS_PER_S);
    const int64_t now_ns = lwi_clock_monotonic(&lwi_clock_system);
    (void) pthread_mutex_lock(&camera->lock);
    struct lwi_sub *sub = &camera->sub;
    const int is_news = strcmp(sub->error.message, error->message) != 0;
    if (is_wanted_locked(camera) && sub->generation == generation) {
        sub->error = *error;
        if (!sub->error.message[0])
            (void) lwi_error_set(&sub->error, r, "it ended: %s", strerror(-r));
        sub->failed = 1;
        if (r == -EACCES && now_ns >= sub->refused_ns)
            sub->refused_ns = now_ns + REFUSED_NS;
        if (r == -EACCES)
            wait_ns = sub->refused_ns - now_ns;
        sub->error.code = r;
        if (is_news) {
            lwi_log(camera->hub->log, LWI_LOG_WARNING, "camera %s: its sub stream: %s", camera->id,
                    sub->error.message);
            lwi_notices_add(camera->hub->notices, LWI_NOTICE_CAMERA, camera->id, 0, NULL);
        }
        (void) pthread_cond_broadcast(&camera->changed);
        wait_locked(camera, generation, wait_ns);
    }
    (void) pthread_mutex_unlock(&camera->lock);
}

static void *sub_main(void *cookie)
{
    struct lwi_camera *camera = cookie;
    struct lwi_camera_config config;
    struct lwi_backoff backoff = {0};
    unsigned generation = 0, last_generation = 0;
    while (next_config(camera, &config, &generation)) {
        struct lw_error error = {0};
        if (generation != last_generation)
            backoff = (struct lwi_backoff){0};
        last_generation = generation;
        const int r = read_stream(camera, &config, generation, &error);
        if (r < 0 && is_current(camera, generation))
            fail(camera, generation, &backoff, r, &error);
    }
    explicit_bzero(config.password, sizeof(config.password));
    lwi_side_thread_end(camera);
    return NULL;
}

static int start_locked(struct lwi_camera *camera)
{
    const int r = lwi_side_thread_start_locked(camera, sub_main, camera);
    camera->sub.runs = r == 0;
    return r;
}

/* ---- what others call ---- */

int lwi_sub_begin_locked(struct lwi_camera *camera)
{
    struct lwi_sub *sub = &camera->sub;
    sub->left_ns = 0;
    return sub->runs || !is_wanted_locked(camera) ? 0 : start_locked(camera);
}

void lwi_sub_end_locked(struct lwi_camera *camera)
{
    if (!has_viewers(&camera->sub))
        camera->sub.left_ns = lwi_clock_monotonic(&lwi_clock_system);
}

void lwi_sub_again_locked(struct lwi_camera *camera)
{
    struct lwi_sub *sub = &camera->sub;
    sub->generation++;
    sub->failed = 0;
    sub->refused_ns = 0;
    sub->error = (struct lw_error){0};
    atomic_store(&sub->cancel, true);
    (void) pthread_cond_broadcast(&camera->changed);
    if (!sub->runs && has_viewers(sub) && is_wanted_locked(camera))
        (void) start_locked(camera); /* else the next viewer does */
}

void lwi_sub_tick_locked(struct lwi_camera *camera)
{
    if (!camera->sub.runs || is_wanted_locked(camera))
        return;
    atomic_store(&camera->sub.cancel, true);
    (void) pthread_cond_broadcast(&camera->changed);
}

int lwi_sub_trouble_locked(const struct lwi_camera *camera, struct lw_error *reterr)
{
    const struct lwi_sub *sub = &camera->sub;
    if (!camera->config.sub_url[0])
        return lwi_error_set(reterr, -ENODATA, "the camera has no sub stream any more");
    if (!sub->failed)
        return 0;
    (void) lwi_error_set(reterr, -EIO, "the sub stream: %.200s", sub->error.message);
    if (sub->error.hint[0])
        lwi_error_hint(reterr, "%s", sub->error.hint);
    return -EIO;
}
