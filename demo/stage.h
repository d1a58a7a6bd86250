/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * The stage: the still scene and what moves in it, put together in linear light
 * behind the lens.
 *
 * Only what moves is computed for each picture. The still parts are blurred and
 * coded once for each setting of the lens, which keeps a picture far below the
 * cost of encoding it.
 */
#ifndef DEMO_STAGE_H
#define DEMO_STAGE_H

#include "optics.h"
#include "scene.h"

/* Planar 4:2:0, gamma-coded, in 1/64 levels; luma without its 16, chroma without its 128. */
struct demo_picture16 {
    int16_t *y, *u, *v;
};

struct demo_stage;

int demo_stage_new(struct demo_stage **ret_stage, int width, int height, uint64_t seed);
void demo_stage_free(struct demo_stage **stage);

/* The disk when wholly out of focus, px of a picture 1280 wide. Takes a while. 0 or -ENOMEM. */
int demo_stage_set_radius(struct demo_stage *stage, double radius_px);

/* The picture at a time; focus 0 sharp .. 1 wholly out of focus. Valid until the next call. */
const struct demo_picture16 *demo_stage_play(struct demo_stage *stage, double time_s, double focus);

#endif
