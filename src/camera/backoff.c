/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "camera/backoff.h"

#define FIRST_S 1.0
#define MAX_S   60.0

double lwi_backoff_next_s(struct lwi_backoff *backoff, int refused, double random)
{
    double wait_s = FIRST_S;
    for (unsigned i = 0; i < backoff->failures && wait_s < MAX_S; i++)
        wait_s *= 2;
    if (wait_s > MAX_S || refused)
        wait_s = MAX_S;
    if (backoff->failures < 32)
        backoff->failures++;
    return wait_s * (0.75 + 0.5 * random);
}
