/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "camera/ptz.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/error.h"
#include "camera/camera.h"
#include "camera/fleet_internal.h"
#include "camera/side_thread.h"

/* Who holds a button asks again each half a second; so long the connection is kept. */
#define IDLE_NS (15 * LWI_NS_PER_S)
#define HOLD_NS ((int64_t) (LWI_PTZ_HOLD_S * (double) LWI_NS_PER_S))
/* An order takes no longer than the camera's time-outs, a few requests each. */
#define WAIT_NS (60 * LWI_NS_PER_S)
/* Longest wait before it is looked whether the camera is still there. */
#define SLICE_NS (LWI_NS_PER_S / 2)
/* A camera that turns and is to be stopped is told so often, should it not take it. */
#define STOPS_MAX 3

/* The thread's own. */
struct session {
    struct lwi_camera *camera;
    struct lwi_device *device;
    struct lwi_move moving; /* what the camera was told last */
    unsigned generation;
};

static int64_t now(void)
{
    return lwi_clock_monotonic(&lwi_clock_system);
}

static void wait_locked(struct lwi_camera *camera, int64_t until_ns)
{
    const int64_t now_ns = now();
    const int64_t wake_ns = until_ns - now_ns < SLICE_NS ? until_ns : now_ns + SLICE_NS;
    (void) lwi_camera_wait_locked(camera, wake_ns);
}

/* ---- on the thread ---- */

static int stop(struct session *s, struct lw_error *reterr)
{
    static const struct lwi_move still = {0};
    int r = -EAGAIN;
    for (int i = 0; r < 0 && i < STOPS_MAX; i++)
        r = lwi_device_move(s->device, &still, reterr);
    s->moving = still;
    return r;
}

/* Nobody waits for the answer. */
static void let_go(struct session *s)
{
    struct lw_error error = {0};
    if (!lwi_move_is_stop(&s->moving) && stop(s, &error) < 0)
        lwi_log(s->camera->hub->log, LWI_LOG_ERROR, "camera %s: it may go on turning: %s",
                s->camera->id, error.message);
}

static int look(struct session *s, struct lwi_ptz_view *ret_view, struct lw_error *reterr)
{
    *ret_view = (struct lwi_ptz_view){0};
    int r = lwi_device_ptz(s->device, &ret_view->can, reterr);
    /* Cameras that stand still list presets, too, and some refuse to. */
    if (r == 0 && ret_view->can.move)
        (void) lwi_device_presets(s->device, &ret_view->presets, /* reterr= */ NULL);
    return r;
}

static int do_order(struct session *s, const struct lwi_ptz_order *order,
                    struct lwi_ptz_view *ret_view, struct lw_error *reterr)
{
    int r = 0;
    switch (order->what) {
    case LWI_PTZ_LOOK:
        return look(s, ret_view, reterr);
    case LWI_PTZ_MOVE:
        if (lwi_move_is_stop(&order->move))
            return stop(s, reterr);
        s->moving = order->move; /* also where it is not known whether it has begun */
        return lwi_device_move(s->device, &order->move, reterr);
    case LWI_PTZ_GO:
        let_go(s);
        return lwi_device_preset_go(s->device, order->text, reterr);
    case LWI_PTZ_SAVE:
        let_go(s);
        r = lwi_device_preset_save(s->device, order->text, reterr);
        return r < 0 ? r : look(s, ret_view, reterr);
    }
    return r;
}

static void finish_locked(struct lwi_camera *camera, uint64_t sequence, int result,
                          const struct lw_error *error)
{
    struct lwi_ptz *ptz = &camera->ptz;
    ptz->done = sequence;
    ptz->result = result;
    ptz->error = *error;
    (void) pthread_cond_broadcast(&camera->changed);
}

enum next {
    NEXT_ORDER,
    NEXT_EXPIRED, /* the movement was not renewed */
    NEXT_OVER,
};

static enum next wait_next(struct session *s, struct lwi_ptz_order *ret_order,
                           uint64_t *ret_sequence)
{
    struct lwi_camera *camera = s->camera;
    struct lwi_ptz *ptz = &camera->ptz;
    const int turns = !lwi_move_is_stop(&s->moving);
    const int64_t idle_ns = now() + IDLE_NS;
    enum next next = NEXT_ORDER;
    (void) pthread_mutex_lock(&camera->lock);
    ptz->turns = turns;
    for (;;) {
        const int64_t until_ns = turns ? ptz->until_ns : idle_ns;
        next = camera->stop || ptz->generation != s->generation ? NEXT_OVER
               : ptz->waits                                     ? NEXT_ORDER
               : turns                                          ? NEXT_EXPIRED
                                                                : NEXT_OVER;
        if (next == NEXT_ORDER || camera->stop || ptz->generation != s->generation ||
            now() >= until_ns)
            break;
        wait_locked(camera, until_ns);
    }
    if (next == NEXT_ORDER) {
        *ret_order = ptz->order;
        *ret_sequence = ptz->asked;
        ptz->waits = 0;
        (void) pthread_cond_broadcast(&camera->changed);
    }
    (void) pthread_mutex_unlock(&camera->lock);
    return next;
}

/* Until nobody wants anything any more. */
static void serve(struct session *s)
{
    struct lwi_camera *camera = s->camera;
    struct lwi_ptz_order order;
    struct lwi_ptz_view view;
    uint64_t sequence = 0;
    enum next next;
    while ((next = wait_next(s, &order, &sequence)) != NEXT_OVER) {
        struct lw_error error = {0};
        if (next == NEXT_EXPIRED) {
            let_go(s);
            continue;
        }
        const int r = do_order(s, &order, &view, &error);
        (void) pthread_mutex_lock(&camera->lock);
        if (r == 0 && (order.what == LWI_PTZ_LOOK || order.what == LWI_PTZ_SAVE))
            camera->ptz.view = view;
        camera->ptz.until_ns = now() + HOLD_NS;
        camera->ptz.turns = !lwi_move_is_stop(&s->moving);
        finish_locked(camera, sequence, r, &error);
        (void) pthread_mutex_unlock(&camera->lock);
    }
    /* What told us to end must not keep it from being stopped. */
    if (!lwi_move_is_stop(&s->moving))
        atomic_store(&camera->ptz.cancel, false);
    let_go(s);
}

static int is_wanted_locked(const struct lwi_camera *camera)
{
    return !camera->stop && camera->config.enabled &&
           strcmp(lwi_camera_config_driver(&camera->config), "none") != 0;
}

static void use_device(struct lwi_camera *camera)
{
    struct lwi_hub *hub = camera->hub;
    struct session s = {.camera = camera};
    struct lwi_camera_config config;
    struct lwi_device_settings settings;
    struct lwi_device_identity identity;
    struct lw_error error = {0};
    char address[LWI_ADDRESS_MAX + 1];
    (void) pthread_mutex_lock(&camera->lock);
    config = camera->config;
    s.generation = camera->ptz.generation;
    atomic_store(&camera->ptz.cancel, camera->stop != 0);
    (void) pthread_mutex_unlock(&camera->lock);
    int r = lwi_lens_settings(&config, address, &settings, &error);
    settings.cancel = &camera->ptz.cancel;
    if (r == 0)
        r = lwi_lens_open(hub, &settings, &s.device, &identity, &error);
    if (r == 0) {
        serve(&s);
        lwi_lens_close(hub, &settings, &s.device);
    } else {
        (void) pthread_mutex_lock(&camera->lock);
        if (s.generation == camera->ptz.generation) { /* else it is tried with the new settings */
            camera->ptz.waits = 0;
            finish_locked(camera, camera->ptz.asked, r, &error);
        }
        (void) pthread_mutex_unlock(&camera->lock);
    }
    explicit_bzero(config.password, sizeof(config.password));
}

/* Somebody came while the thread was about to end. */
static int goes_on(struct lwi_camera *camera)
{
    struct lwi_ptz *ptz = &camera->ptz;
    struct lw_error error = {0};
    (void) pthread_mutex_lock(&camera->lock);
    ptz->runs = ptz->waits && is_wanted_locked(camera);
    ptz->turns = 0;
    if (ptz->waits && !ptz->runs) {
        ptz->waits = 0;
        finish_locked(camera, ptz->asked,
                      lwi_error_set(&error, -EINVAL, "the camera is not there any more"), &error);
    }
    const int runs = ptz->runs;
    (void) pthread_mutex_unlock(&camera->lock);
    return runs;
}

static void *ptz_main(void *cookie)
{
    struct lwi_camera *camera = cookie;
    do {
        use_device(camera);
    } while (goes_on(camera));
    lwi_side_thread_end(camera);
    return NULL;
}

/* ---- who asks ---- */

static int no_driver(const struct lwi_camera *camera, struct lw_error *reterr)
{
    (void) lwi_error_set(reterr, -EINVAL, "the camera has no driver, or is disabled");
    lwi_error_hint(reterr, "Set its driver: lenswatch camera set %s --driver auto", camera->id);
    return -EINVAL;
}

/* A movement takes the place of another one that was not begun. */
static int is_free_locked(const struct lwi_ptz *ptz, const struct lwi_ptz_order *order)
{
    return !ptz->waits || (ptz->order.what == LWI_PTZ_MOVE && order->what == LWI_PTZ_MOVE);
}

static int ask_locked(struct lwi_camera *camera, const struct lwi_ptz_order *order,
                      struct lwi_ptz_view *ret_view, struct lw_error *reterr)
{
    struct lwi_ptz *ptz = &camera->ptz;
    const int64_t until_ns = now() + WAIT_NS;
    while (is_wanted_locked(camera) && !is_free_locked(ptz, order) && now() < until_ns)
        wait_locked(camera, until_ns);
    if (!is_wanted_locked(camera))
        return no_driver(camera, reterr);
    if (!is_free_locked(ptz, order))
        return lwi_error_set(reterr, -EBUSY, "others are turning the camera");
    const int r = ptz->runs ? 0 : lwi_side_thread_start_locked(camera, ptz_main, camera);
    if (r < 0)
        return lwi_error_set(reterr, r, "cannot start a thread for it: %s", strerror(-r));
    ptz->runs = 1;
    ptz->order = *order;
    ptz->waits = 1;
    const uint64_t sequence = ++ptz->asked;
    (void) pthread_cond_broadcast(&camera->changed);
    while (ptz->done < sequence && !camera->stop && now() < until_ns)
        wait_locked(camera, until_ns);
    if (ptz->done < sequence)
        return lwi_error_set(reterr, -ETIMEDOUT, "the camera does not answer");
    if (ptz->result < 0 && reterr)
        *reterr = ptz->error;
    if (ptz->result == 0 && ret_view)
        *ret_view = ptz->view;
    return ptz->result;
}

int lwi_ptz_ask(struct lwi_camera *camera, const struct lwi_ptz_order *order,
                struct lwi_ptz_view *ret_view, struct lw_error *reterr)
{
    (void) pthread_mutex_lock(&camera->lock);
    const int r = ask_locked(camera, order, ret_view, reterr);
    (void) pthread_mutex_unlock(&camera->lock);
    return r;
}

int lwi_ptz_hold(struct lwi_camera *camera, struct lw_error *reterr)
{
    struct lwi_ptz *ptz = &camera->ptz;
    (void) pthread_mutex_lock(&camera->lock);
    const int moves = ptz->turns || ptz->asked != ptz->done;
    if (moves)
        ptz->until_ns = now() + HOLD_NS;
    (void) pthread_mutex_unlock(&camera->lock);
    return moves ? 0 : lwi_error_set(reterr, -ENOTSUP, "the camera does not turn");
}

void lwi_ptz_again_locked(struct lwi_camera *camera)
{
    camera->ptz.generation++;
    atomic_store(&camera->ptz.cancel, true);
    (void) pthread_cond_broadcast(&camera->changed);
}
