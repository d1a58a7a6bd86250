/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "api/limiter.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"

#define WAIT_FIRST_NS (60 * LWI_NS_PER_S)
#define WAIT_MAX_NS   (30 * 60 * LWI_NS_PER_S) /* the lock of camera firmware, half an hour */
#define FORGET_NS     (2 * WAIT_MAX_NS)        /* after so long without an attempt */

struct entry {
    uint8_t key[LWI_LIMITER_KEY];
    unsigned failed; /* 0: the entry is free */
    int64_t last_ns; /* last attempt that was let through */
};

struct lwi_limiter {
    pthread_mutex_t lock;
    size_t size;
    struct entry entries[];
};

int lwi_limiter_new(struct lwi_limiter **ret_limiter, size_t addresses_max)
{
    struct lwi_limiter *limiter =
        calloc(1, sizeof(*limiter) + addresses_max * sizeof(limiter->entries[0]));
    if (!limiter)
        return -ENOMEM;
    limiter->size = addresses_max;
    (void) pthread_mutex_init(&limiter->lock, NULL);
    *ret_limiter = limiter;
    return 0;
}

void lwi_limiter_free(struct lwi_limiter **limiter)
{
    if (!*limiter)
        return;
    (void) pthread_mutex_destroy(&(*limiter)->lock);
    free(*limiter);
    *limiter = NULL;
}

static int64_t wait_ns(unsigned failed)
{
    if (failed < LWI_LIMITER_FREE)
        return 0;
    unsigned doublings = failed - LWI_LIMITER_FREE;
    if (doublings > 5)
        return WAIT_MAX_NS;
    int64_t ns = WAIT_FIRST_NS << doublings;
    return ns < WAIT_MAX_NS ? ns : WAIT_MAX_NS;
}

/* The entry of the key, else a free one, else the one that was quiet longest. */
static struct entry *find(struct lwi_limiter *limiter, const uint8_t *key, int64_t now)
{
    struct entry *best = NULL;
    for (size_t i = 0; i < limiter->size; i++) {
        struct entry *e = &limiter->entries[i];
        if (e->failed && now - e->last_ns > FORGET_NS)
            e->failed = 0;
        if (e->failed && memcmp(e->key, key, LWI_LIMITER_KEY) == 0)
            return e;
        if (!best || (best->failed && (!e->failed || e->last_ns < best->last_ns)))
            best = e;
    }
    best->failed = 0;
    memcpy(best->key, key, LWI_LIMITER_KEY);
    return best;
}

int64_t lwi_limiter_try(struct lwi_limiter *limiter, const uint8_t key[LWI_LIMITER_KEY],
                        int64_t monotonic_ns)
{
    (void) pthread_mutex_lock(&limiter->lock);
    struct entry *e = find(limiter, key, monotonic_ns);
    int64_t left = e->failed ? e->last_ns + wait_ns(e->failed) - monotonic_ns : 0;
    if (left <= 0) {
        left = 0;
        e->failed++;
        e->last_ns = monotonic_ns;
    }
    (void) pthread_mutex_unlock(&limiter->lock);
    return left;
}

void lwi_limiter_succeeded(struct lwi_limiter *limiter, const uint8_t key[LWI_LIMITER_KEY])
{
    (void) pthread_mutex_lock(&limiter->lock);
    for (size_t i = 0; i < limiter->size; i++)
        if (limiter->entries[i].failed &&
            memcmp(limiter->entries[i].key, key, LWI_LIMITER_KEY) == 0)
            limiter->entries[i].failed = 0;
    (void) pthread_mutex_unlock(&limiter->lock);
}
