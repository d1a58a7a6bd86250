/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Optics: pictures in linear light, and the disk that a point of light becomes
 * when it is out of focus. Light adds up linearly, so a highlight blurs into a
 * bright disk only where the blur is done before the gamma curve.
 */
#ifndef DEMO_OPTICS_H
#define DEMO_OPTICS_H

#include <stdint.h>

#include <cairo.h>

/* Red, green, blue, alpha in linear light, 0..65535, colours multiplied by alpha. */
struct demo_layer {
    int width, height;
    uint16_t *rgba;
};

/* 0 or -ENOMEM. From an ARGB32 surface that was painted in ordinary, gamma-coded colours. */
int demo_layer_from_surface(struct demo_layer *ret_layer, cairo_surface_t *surface);
void demo_layer_done(struct demo_layer *layer);

/*
 * The layer seen through a lens that spreads a point over a disk of radius_px.
 * Beyond the edges lies what lies on the edge (opaque = 1) or nothing (0).
 * 0 or -ENOMEM.
 */
int demo_layer_blur(struct demo_layer *ret_layer, const struct demo_layer *layer, double radius_px,
                    int opaque);

/* Darkens towards the corners, as lenses do. */
void demo_layer_vignette(struct demo_layer *layer, double corner_loss);

/* The gamma curve: linear 0..65535 to 0..255 in 1/64 steps. A pure power, so that a factor on the
 * light is a factor on the coded picture, too. */
#define DEMO_GAMMA 2.2
const uint16_t *demo_gamma_table(void);

#endif
