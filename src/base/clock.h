/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Time. Nothing but the real clock below reads the system's: durations come
 * from monotonic_ns, what is shown and stored from realtime_ns. Tests use a
 * fake.
 */
#ifndef LWI_BASE_CLOCK_H
#define LWI_BASE_CLOCK_H

#include <stdint.h>

#define LWI_NS_PER_S  INT64_C(1000000000)
#define LWI_NS_PER_MS INT64_C(1000000)

struct lwi_clock {
    int64_t (*monotonic_ns)(void *cookie); /* never goes back */
    int64_t (*realtime_ns)(void *cookie);  /* ns since 1970 UTC; may jump */
    void *cookie;
};

/* The system's clocks. Static, immutable. */
extern const struct lwi_clock lwi_clock_system;

static inline int64_t lwi_clock_monotonic(const struct lwi_clock *clock)
{
    return clock->monotonic_ns(clock->cookie);
}

static inline int64_t lwi_clock_realtime(const struct lwi_clock *clock)
{
    return clock->realtime_ns(clock->cookie);
}

#endif
