/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Waiting: cancel flag and time-out, shared by all sources. */
#ifndef LWI_SOURCE_WAIT_H
#define LWI_SOURCE_WAIT_H

#include <stdatomic.h>
#include <stdint.h>

/* Longest time between two looks at the cancel flag. */
#define LWI_WAIT_SLICE_MS 100

struct lwi_wait {
    const atomic_bool *cancel; /* may be NULL */
    int64_t deadline_ns;       /* monotonic */
};

/* The deadline becomes `seconds` from now. */
void lwi_wait_arm(struct lwi_wait *wait, double seconds);

/* 0, -ECANCELED or -ETIMEDOUT. */
int lwi_wait_check(const struct lwi_wait *wait);

/* libavformat's AVIOInterruptCB.callback; cookie is a struct lwi_wait. */
int lwi_wait_interrupt(void *cookie);

/* Sleeps until a monotonic time. 0 or -ECANCELED; the deadline does not count. */
int lwi_wait_until(const struct lwi_wait *wait, int64_t until_ns);

#endif
