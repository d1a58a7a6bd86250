/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Limits guessing: after so many failed attempts a key, an address or an account, is
 * locked for a while. What is tried meanwhile does not count, so that the lock
 * ends however often somebody knocks. Time and limits come in with each call.
 * Thread-safe.
 */
#ifndef LWI_API_LIMITER_H
#define LWI_API_LIMITER_H

#include <stddef.h>
#include <stdint.h>

#define LWI_LIMITER_KEY 16 /* bytes of an address, or of the hash of a name */

struct lwi_limiter;

struct lwi_limiter_rule {
    int attempts;    /* that may fail, with less than lock_ns between them; 0: any number */
    int64_t lock_ns; /* then */
};

/* 0 or -ENOMEM. keys_max: how many are kept; beyond it the one that was quiet longest is
 * forgotten. */
int lwi_limiter_new(struct lwi_limiter **ret_limiter, size_t keys_max);
void lwi_limiter_free(struct lwi_limiter **limiter);

/* How many ns the key is still locked; 0: it is not. */
int64_t lwi_limiter_left(struct lwi_limiter *limiter, const uint8_t key[LWI_LIMITER_KEY],
                         const struct lwi_limiter_rule *rule, int64_t monotonic_ns);

/* An attempt begins. It counts as failed until lwi_limiter_forget() says otherwise, so that
 * attempts at the same time do not pass together. */
void lwi_limiter_count(struct lwi_limiter *limiter, const uint8_t key[LWI_LIMITER_KEY],
                       const struct lwi_limiter_rule *rule, int64_t monotonic_ns);

/* Nothing failed. key NULL: of any. */
void lwi_limiter_forget(struct lwi_limiter *limiter, const uint8_t key[LWI_LIMITER_KEY]);

/* As lwi_limiter_left(), but of each lock once: then somebody is told of it. */
int64_t lwi_limiter_tell(struct lwi_limiter *limiter, const uint8_t key[LWI_LIMITER_KEY],
                         const struct lwi_limiter_rule *rule, int64_t monotonic_ns);

/* Locks outlive the program by these two. */
struct lwi_limiter_lock {
    uint8_t key[LWI_LIMITER_KEY];
    int64_t left_ns;
};
/* The keys that are locked, up to max of them. Returns how many. */
size_t lwi_limiter_locks(struct lwi_limiter *limiter, const struct lwi_limiter_rule *rule,
                         int64_t monotonic_ns, struct lwi_limiter_lock *ret_locks, size_t max);
/* Locks a key again, for no longer than the rule says. It is no lock to tell of. */
void lwi_limiter_lock(struct lwi_limiter *limiter, const struct lwi_limiter_lock *lock,
                      const struct lwi_limiter_rule *rule, int64_t monotonic_ns);

#endif
