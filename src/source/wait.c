/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "source/wait.h"

#include <errno.h>
#include <time.h>

#include "base/clock.h"

static int64_t now_ns(void)
{
    return lwi_clock_monotonic(&lwi_clock_system);
}

void lwi_wait_arm(struct lwi_wait *wait, double seconds)
{
    wait->deadline_ns = now_ns() + (int64_t) (seconds * (double) LWI_NS_PER_S);
}

int lwi_wait_check(const struct lwi_wait *wait)
{
    if (wait->cancel && atomic_load_explicit(wait->cancel, memory_order_relaxed))
        return -ECANCELED;
    return now_ns() >= wait->deadline_ns ? -ETIMEDOUT : 0;
}

int lwi_wait_interrupt(void *cookie)
{
    return lwi_wait_check(cookie) < 0;
}

int lwi_wait_until(const struct lwi_wait *wait, int64_t until_ns)
{
    for (;;) {
        if (wait->cancel && atomic_load_explicit(wait->cancel, memory_order_relaxed))
            return -ECANCELED;
        int64_t left = until_ns - now_ns();
        if (left <= 0)
            return 0;
        if (left > LWI_WAIT_SLICE_MS * LWI_NS_PER_MS)
            left = LWI_WAIT_SLICE_MS * LWI_NS_PER_MS;
        struct timespec ts = {.tv_sec = 0, .tv_nsec = (long) left};
        (void) nanosleep(&ts, NULL);
    }
}
