/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "camera/notices.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/clock.h"

/* Some minutes of a hundred cameras. */
#define RING 4096

struct lwi_notices {
    pthread_mutex_t lock;
    pthread_cond_t added;
    uint64_t last; /* sequence of the newest; 0: none yet */
    int stop;
    struct lwi_notice ring[RING]; /* sequence s is at s % RING */
};

int lwi_notices_new(struct lwi_notices **ret_notices)
{
    struct lwi_notices *notices = calloc(1, sizeof(*notices));
    if (!notices)
        return -ENOMEM;
    pthread_condattr_t attr;
    (void) pthread_condattr_init(&attr);
    (void) pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    (void) pthread_mutex_init(&notices->lock, NULL);
    (void) pthread_cond_init(&notices->added, &attr);
    (void) pthread_condattr_destroy(&attr);
    *ret_notices = notices;
    return 0;
}

void lwi_notices_free(struct lwi_notices **notices)
{
    if (!notices || !*notices)
        return;
    (void) pthread_mutex_destroy(&(*notices)->lock);
    (void) pthread_cond_destroy(&(*notices)->added);
    free(*notices);
    *notices = NULL;
}

void lwi_notices_add(struct lwi_notices *notices, enum lwi_notice_kind kind, const char *camera_id,
                     int64_t event_id, const struct lwi_measurement *measurement)
{
    (void) pthread_mutex_lock(&notices->lock);
    struct lwi_notice *n = &notices->ring[++notices->last % RING];
    *n = (struct lwi_notice){.sequence = notices->last, .kind = kind, .event_id = event_id};
    (void) snprintf(n->camera_id, sizeof(n->camera_id), "%s", camera_id);
    if (measurement)
        n->measurement = *measurement;
    (void) pthread_cond_broadcast(&notices->added);
    (void) pthread_mutex_unlock(&notices->lock);
}

static size_t read_locked(struct lwi_notices *notices, uint64_t after, struct lwi_notice *ret,
                          size_t max, const struct timespec *until, uint64_t *ret_skipped)
{
    /* A number from another life of the program, or "from now on". */
    if (after > notices->last)
        after = notices->last;
    while (notices->last <= after && !notices->stop)
        if (pthread_cond_timedwait(&notices->added, &notices->lock, until) == ETIMEDOUT)
            break;
    uint64_t first = after + 1;
    if (notices->last >= RING && first <= notices->last - RING)
        first = notices->last - RING + 1;
    *ret_skipped = first - (after + 1);
    size_t count = 0;
    while (count < max && first + count <= notices->last) {
        ret[count] = notices->ring[(first + count) % RING];
        count++;
    }
    return count;
}

size_t lwi_notices_read(struct lwi_notices *notices, uint64_t after, struct lwi_notice *ret_notices,
                        size_t max, int timeout_ms, uint64_t *ret_skipped)
{
    uint64_t skipped;
    int64_t until_ns = lwi_clock_monotonic(&lwi_clock_system) + timeout_ms * LWI_NS_PER_MS;
    struct timespec until = {.tv_sec = until_ns / LWI_NS_PER_S, .tv_nsec = until_ns % LWI_NS_PER_S};
    (void) pthread_mutex_lock(&notices->lock);
    size_t count = read_locked(notices, after, ret_notices, max, &until, &skipped);
    (void) pthread_mutex_unlock(&notices->lock);
    if (ret_skipped)
        *ret_skipped = skipped;
    return count;
}

void lwi_notices_stop(struct lwi_notices *notices)
{
    (void) pthread_mutex_lock(&notices->lock);
    notices->stop = 1;
    (void) pthread_cond_broadcast(&notices->added);
    (void) pthread_mutex_unlock(&notices->lock);
}
