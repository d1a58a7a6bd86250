/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "shutter.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define WAIT_S 2

struct demo_shutter {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed; /* lookers, or a new picture */
    struct demo_camera *camera;
    int fps, bytes;
    int lookers;
    demo_shutter_taken *taken;
    void *cookie;
    uint8_t *making, *newest;
    uint64_t sequence;
};

static double now_s(void)
{
    struct timespec ts;
    (void) clock_gettime(CLOCK_MONOTONIC, &ts);
    return (double) ts.tv_sec + (double) ts.tv_nsec * 1e-9;
}

static void sleep_until(double when)
{
    struct timespec ts = {(time_t) when, (long) ((when - (double) (time_t) when) * 1e9)};
    (void) clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &ts, NULL);
}

static void wait_for_lookers(struct demo_shutter *s)
{
    (void) pthread_mutex_lock(&s->lock);
    while (s->lookers == 0)
        (void) pthread_cond_wait(&s->changed, &s->lock);
    (void) pthread_mutex_unlock(&s->lock);
}

static void publish(struct demo_shutter *s)
{
    (void) pthread_mutex_lock(&s->lock);
    memcpy(s->newest, s->making, (size_t) s->bytes);
    s->sequence++;
    demo_shutter_taken *taken = s->taken;
    void *cookie = s->cookie;
    (void) pthread_cond_broadcast(&s->changed);
    (void) pthread_mutex_unlock(&s->lock);
    if (taken)
        taken(cookie, s->making, s->bytes);
}

static void *run(void *cookie)
{
    struct demo_shutter *s = cookie;
    const double start = now_s();
    double next = start;
    for (;;) {
        wait_for_lookers(s);
        if (demo_camera_render(s->camera, now_s() - start, s->making) == 0)
            publish(s);
        next += 1.0 / s->fps;
        if (next < now_s() - 1) /* nobody looked for a while */
            next = now_s();
        sleep_until(next);
    }
    return NULL; /* not reached; gcc asks for it */
}

int demo_shutter_new(struct demo_shutter **ret_shutter, struct demo_camera *camera, int fps)
{
    struct demo_shutter *s = calloc(1, sizeof(*s));
    if (!s)
        return -ENOMEM;
    s->camera = camera;
    s->fps = fps;
    s->bytes = demo_camera_bytes(camera);
    s->making = malloc((size_t) s->bytes);
    s->newest = malloc((size_t) s->bytes);
    pthread_condattr_t attr;
    (void) pthread_condattr_init(&attr);
    (void) pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    (void) pthread_cond_init(&s->changed, &attr);
    (void) pthread_condattr_destroy(&attr);
    (void) pthread_mutex_init(&s->lock, NULL);
    if (!s->making || !s->newest || pthread_create(&s->thread, NULL, run, s) != 0) {
        free(s->making);
        free(s->newest);
        free(s);
        return -ENOMEM;
    }
    *ret_shutter = s;
    return 0;
}

void demo_shutter_watch(struct demo_shutter *shutter, demo_shutter_taken *taken, void *cookie)
{
    (void) pthread_mutex_lock(&shutter->lock);
    shutter->taken = taken;
    shutter->cookie = cookie;
    (void) pthread_mutex_unlock(&shutter->lock);
}

void demo_shutter_look(struct demo_shutter *shutter, int on)
{
    (void) pthread_mutex_lock(&shutter->lock);
    shutter->lookers += on ? 1 : -1;
    (void) pthread_cond_broadcast(&shutter->changed);
    (void) pthread_mutex_unlock(&shutter->lock);
}

uint64_t demo_shutter_wait(struct demo_shutter *shutter, uint64_t sequence, uint8_t *picture)
{
    struct timespec until;
    (void) clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += WAIT_S;
    (void) pthread_mutex_lock(&shutter->lock);
    uint64_t after = sequence ? sequence : shutter->sequence;
    int r = 0;
    while (shutter->sequence <= after && r == 0)
        r = pthread_cond_timedwait(&shutter->changed, &shutter->lock, &until);
    uint64_t got = shutter->sequence > after ? shutter->sequence : 0;
    if (got)
        memcpy(picture, shutter->newest, (size_t) shutter->bytes);
    (void) pthread_mutex_unlock(&shutter->lock);
    return got;
}
