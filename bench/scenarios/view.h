/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * What the lens throws on the sensor: the scene and what moves in it, in linear light. The
 * still parts are blurred once for each setting of the lens.
 */
#ifndef SIM_VIEW_H
#define SIM_VIEW_H

#include "../../demo/optics.h"
#include "scenes.h"

#define SIM_ACTOR_SPRITES 8
#define SIM_LENSES        3

struct sim_actor {
    int sprite;  /* index; cars first */
    double x, y; /* feet, units of the scene */
    double size;
    int left; /* heads left */
};

/* The scene through the lens at one setting. */
struct sim_lens {
    double radius; /* of the disk that is added to the lens' own, pixels; < 0: empty */
    struct demo_layer still[SIM_VARIANTS];
    unsigned used;
};

struct sim_view {
    const struct sim_scene *scene;
    int width, height;
    struct demo_layer still[SIM_VARIANTS]; /* through the lens in focus */
    struct demo_layer sprites[SIM_ACTOR_SPRITES];
    struct sim_lens lenses[SIM_LENSES];
    struct demo_layer work; /* the picture under way */
    unsigned clock;
};

/* own_radius: of the lens in focus, at the middle and in the corners (field curvature), pixels.
 * 0 or -ENOMEM. */
int sim_view_new(struct sim_view *ret_view, const struct sim_scene *scene, uint64_t seed, int width,
                 int height, const double own_radius[2]);
void sim_view_done(struct sim_view *view);

/* The blurred still of this radius in pixels; 0 is in focus. NULL: out of memory. */
const struct demo_layer *sim_view_still(struct sim_view *view, int variant, double radius);

/*
 * view->work = the scene. The disk has radius[0] at the left edge, radius[1] at the right one
 * (tilt); shift in pixels; actors in front, blurred as the scene is where they stand.
 * 0 or -ENOMEM.
 */
int sim_view_compose(struct sim_view *view, int variant, const double radius[2],
                     const double shift[2], const struct sim_actor *actors, int actor_count);

#endif
