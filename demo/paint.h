/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Painting what the parts of the scene share: random numbers, rough surfaces, text. */
#ifndef DEMO_PAINT_H
#define DEMO_PAINT_H

#include "scene.h"

void demo_set_colour(cairo_t *cr, struct demo_colour colour, double alpha);

/* The same colour, lighter (> 1) or darker (< 1). */
struct demo_colour demo_shade(struct demo_colour colour, double factor);

/* A filled rectangle. */
void demo_box(cairo_t *cr, double x, double y, double width, double height,
              struct demo_colour colour);

/*
 * Roughens a rectangle: specks of `grain` units, darker and lighter by up to
 * `strength` (0..1). What lies outside the clip stays as it is.
 */
void demo_roughen(cairo_t *cr, double x, double y, double width, double height, double grain,
                  double strength, struct demo_random *random);

/* A soft shadow on the ground: an ellipse that fades out. */
void demo_shadow(cairo_t *cr, double x, double y, double rx, double ry, double strength);

/* Leaves within an ellipse, lit from the upper left. */
void demo_foliage(cairo_t *cr, double x, double y, double rx, double ry, int leaves, double size,
                  struct demo_colour colour, struct demo_random *random);

#endif
