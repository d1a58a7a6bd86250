/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Limits guessing: after a few failed attempts an address has to wait, twice as
 * long after each further one. Time comes in with each call. Thread-safe.
 */
#ifndef LWI_API_LIMITER_H
#define LWI_API_LIMITER_H

#include <stddef.h>
#include <stdint.h>

#define LWI_LIMITER_FREE 5  /* failed attempts before the first wait */
#define LWI_LIMITER_KEY  16 /* bytes of an address */

struct lwi_limiter;

/* 0 or -ENOMEM. addresses_max: how many are kept; beyond it the one that was quiet longest is
 * forgotten. */
int lwi_limiter_new(struct lwi_limiter **ret_limiter, size_t addresses_max);
void lwi_limiter_free(struct lwi_limiter **limiter);

/*
 * Returns 0 when the address may try now, and counts the attempt as failed
 * until lwi_limiter_succeeded() says otherwise, so that attempts at the same
 * time do not pass together; else the ns it must wait, uncounted.
 */
int64_t lwi_limiter_try(struct lwi_limiter *limiter, const uint8_t key[LWI_LIMITER_KEY],
                        int64_t monotonic_ns);
void lwi_limiter_succeeded(struct lwi_limiter *limiter, const uint8_t key[LWI_LIMITER_KEY]);

#endif
