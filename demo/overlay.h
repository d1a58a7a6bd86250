/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Text that the camera draws over its picture: after the optics, so it is always sharp. */
#ifndef DEMO_OVERLAY_H
#define DEMO_OVERLAY_H

#include <stdint.h>

/* White with a black rim, at the upper right or the lower left of a planar 4:2:0 picture. */
void demo_overlay(uint8_t *picture, int width, int height, const char *text, int bottom);

/* The lowest 32 bits of ms, and 8 that are their bytes together by exclusive or: 40 squares from
 * left to right along the top, the highest bit first, white for 1. */
void demo_overlay_clock(uint8_t *picture, int width, int height, uint64_t ms);

#endif
