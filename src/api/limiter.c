/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "api/limiter.h"

#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct entry {
    uint8_t key[LWI_LIMITER_KEY];
    int failed;      /* 0: the entry is free */
    int64_t last_ns; /* the last attempt that was let through */
    int is_told;     /* somebody was told that it is locked */
};

struct lwi_limiter {
    pthread_mutex_t lock;
    size_t size;
    struct entry entries[];
};

int lwi_limiter_new(struct lwi_limiter **ret_limiter, size_t keys_max)
{
    struct lwi_limiter *limiter =
        calloc(1, sizeof(*limiter) + keys_max * sizeof(limiter->entries[0]));
    if (!limiter)
        return -ENOMEM;
    limiter->size = keys_max;
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

/* The entry of the key, else NULL and in *ret_free one for it. */
static struct entry *find_locked(struct lwi_limiter *limiter, const uint8_t *key,
                                 const struct lwi_limiter_rule *rule, int64_t now,
                                 struct entry **ret_free)
{
    struct entry *best = NULL;
    for (size_t i = 0; i < limiter->size; i++) {
        struct entry *e = &limiter->entries[i];
        if (e->failed && now - e->last_ns >= rule->lock_ns)
            e->failed = 0;
        if (e->failed && memcmp(e->key, key, LWI_LIMITER_KEY) == 0)
            return e;
        if (!best || (best->failed && (!e->failed || e->last_ns < best->last_ns)))
            best = e;
    }
    *ret_free = best;
    return NULL;
}

/* e NULL: it is not locked. */
static int64_t left_of(const struct entry *e, const struct lwi_limiter_rule *rule, int64_t now)
{
    int64_t left = e && rule->attempts > 0 && e->failed >= rule->attempts
                       ? e->last_ns + rule->lock_ns - now
                       : 0;
    return left > 0 ? left : 0;
}

int64_t lwi_limiter_left(struct lwi_limiter *limiter, const uint8_t key[LWI_LIMITER_KEY],
                         const struct lwi_limiter_rule *rule, int64_t monotonic_ns)
{
    struct entry *ignored;
    (void) pthread_mutex_lock(&limiter->lock);
    int64_t left =
        left_of(find_locked(limiter, key, rule, monotonic_ns, &ignored), rule, monotonic_ns);
    (void) pthread_mutex_unlock(&limiter->lock);
    return left;
}

int64_t lwi_limiter_tell(struct lwi_limiter *limiter, const uint8_t key[LWI_LIMITER_KEY],
                         const struct lwi_limiter_rule *rule, int64_t monotonic_ns)
{
    struct entry *ignored;
    (void) pthread_mutex_lock(&limiter->lock);
    struct entry *e = find_locked(limiter, key, rule, monotonic_ns, &ignored);
    int64_t left = left_of(e, rule, monotonic_ns);
    if (left > 0 && e->is_told)
        left = 0;
    else if (left > 0)
        e->is_told = 1;
    (void) pthread_mutex_unlock(&limiter->lock);
    return left;
}

static struct entry *make_locked(struct lwi_limiter *limiter, const uint8_t *key,
                                 const struct lwi_limiter_rule *rule, int64_t now)
{
    struct entry *new = NULL;
    struct entry *e = find_locked(limiter, key, rule, now, &new);
    if (e)
        return e;
    *new = (struct entry){.failed = 0};
    memcpy(new->key, key, LWI_LIMITER_KEY);
    return new;
}

void lwi_limiter_count(struct lwi_limiter *limiter, const uint8_t key[LWI_LIMITER_KEY],
                       const struct lwi_limiter_rule *rule, int64_t monotonic_ns)
{
    (void) pthread_mutex_lock(&limiter->lock);
    struct entry *e = make_locked(limiter, key, rule, monotonic_ns);
    if (e->failed < INT_MAX)
        e->failed++;
    e->last_ns = monotonic_ns;
    (void) pthread_mutex_unlock(&limiter->lock);
}

void lwi_limiter_forget(struct lwi_limiter *limiter, const uint8_t key[LWI_LIMITER_KEY])
{
    (void) pthread_mutex_lock(&limiter->lock);
    for (size_t i = 0; i < limiter->size; i++)
        if (!key || memcmp(limiter->entries[i].key, key, LWI_LIMITER_KEY) == 0)
            limiter->entries[i].failed = 0;
    (void) pthread_mutex_unlock(&limiter->lock);
}

size_t lwi_limiter_locks(struct lwi_limiter *limiter, const struct lwi_limiter_rule *rule,
                         int64_t monotonic_ns, struct lwi_limiter_lock *ret_locks, size_t max)
{
    size_t count = 0;
    (void) pthread_mutex_lock(&limiter->lock);
    for (size_t i = 0; i < limiter->size && count < max; i++) {
        const struct entry *e = &limiter->entries[i];
        int64_t left_ns = left_of(e, rule, monotonic_ns);
        if (left_ns == 0)
            continue;
        memcpy(ret_locks[count].key, e->key, LWI_LIMITER_KEY);
        ret_locks[count++].left_ns = left_ns;
    }
    (void) pthread_mutex_unlock(&limiter->lock);
    return count;
}

void lwi_limiter_lock(struct lwi_limiter *limiter, const struct lwi_limiter_lock *lock,
                      const struct lwi_limiter_rule *rule, int64_t monotonic_ns)
{
    int64_t left_ns = lock->left_ns < rule->lock_ns ? lock->left_ns : rule->lock_ns;
    if (left_ns <= 0 || rule->attempts == 0)
        return;
    (void) pthread_mutex_lock(&limiter->lock);
    struct entry *e = make_locked(limiter, lock->key, rule, monotonic_ns);
    e->failed = rule->attempts;
    e->last_ns = monotonic_ns + left_ns - rule->lock_ns;
    e->is_told = 1;
    (void) pthread_mutex_unlock(&limiter->lock);
}
