/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* How long to wait before a lost camera is tried again. */
#ifndef LWI_CAMERA_BACKOFF_H
#define LWI_CAMERA_BACKOFF_H

/* Zeroed = no failure yet. */
struct lwi_backoff {
    unsigned failures; /* in a row */
};

/*
 * Seconds to wait after one more failure: 1, 2, 4, ... 60, spread by a quarter
 * to either side so that the cameras of a switch that comes back do not all
 * knock at once. `random` is in 0..1. refused: the camera wants a user, and has
 * none in its settings; it is asked once a minute. What was refused waits longer:
 * see logins.h.
 */
double lwi_backoff_next_s(struct lwi_backoff *backoff, int refused, double random);

#endif
