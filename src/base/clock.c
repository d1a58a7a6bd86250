/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "base/clock.h"

#include <stddef.h>
#include <time.h>

static int64_t read_clock(clockid_t id)
{
    struct timespec ts;
    (void) clock_gettime(id, &ts); /* cannot fail for these two on Linux */
    return (int64_t) ts.tv_sec * LWI_NS_PER_S + ts.tv_nsec;
}

static int64_t system_monotonic(void *cookie)
{
    (void) cookie;
    return read_clock(CLOCK_MONOTONIC);
}

static int64_t system_realtime(void *cookie)
{
    (void) cookie;
    return read_clock(CLOCK_REALTIME);
}

const struct lwi_clock lwi_clock_system = {system_monotonic, system_realtime, NULL};
