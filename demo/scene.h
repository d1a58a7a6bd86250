/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * The scene: a street as a camera on a wall sees it. Everything is drawn, in
 * units of a picture 1280 wide and 720 high.
 */
#ifndef DEMO_SCENE_H
#define DEMO_SCENE_H

#include <stdint.h>

#include <cairo.h>

#define DEMO_SCENE_WIDTH  1280.0
#define DEMO_SCENE_HEIGHT 720.0

/* Random numbers that are the same everywhere for the same seed. */
struct demo_random {
    uint64_t state;
};
/* 0 <= x < 1 */
double demo_random(struct demo_random *random);
double demo_random_between(struct demo_random *random, double low, double high);

/* The street and what lies behind it, filling the whole context. */
void demo_scene_paint_back(cairo_t *cr, uint64_t seed);

/* What stands before everything that moves: tree, lamp post, fence. */
void demo_scene_paint_front(cairo_t *cr, uint64_t seed);

/* Colour, 0..1 each, gamma-coded. */
struct demo_colour {
    double r, g, b;
};

enum demo_car_kind {
    DEMO_CAR_SEDAN,
    DEMO_CAR_VAN,
};

#define DEMO_CAR_LENGTH 210.0
#define DEMO_CAR_HEIGHT 84.0

/* A car from the side, heading right, its wheels on y = 0, its middle at x = 0. */
void demo_paint_car(cairo_t *cr, enum demo_car_kind kind, struct demo_colour colour);

#define DEMO_WALK_PHASES   10
#define DEMO_PERSON_HEIGHT 104.0
#define DEMO_PERSON_WIDTH  60.0
#define DEMO_STRIDE        62.0 /* way in one round of the phases */

/* A person from the side, heading right, feet on y = 0, middle at x = 0. */
void demo_paint_person(cairo_t *cr, struct demo_colour coat, struct demo_colour trousers,
                       int phase);

/* A line of text in block letters, each cell 6 by 8 units of `unit`; top left at x, y. */
void demo_paint_text(cairo_t *cr, const char *text, double x, double y, double unit);

#endif
