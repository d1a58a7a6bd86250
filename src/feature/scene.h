/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * What the watch over one camera measures on each frame: how fine the detail of each tile
 * is, how bright and colourful the picture is, how much noise and blocking it shows, and a
 * small picture and profiles of it, by which two frames are laid over each other.
 *
 * All lengths are in pixels at the base size: the picture's own size divided by a whole
 * number so that its longer side is less than 1440.
 */
#ifndef LWI_FEATURE_SCENE_H
#define LWI_FEATURE_SCENE_H

#include <stddef.h>
#include <stdint.h>

#include "kernel/scene.h"
#include "kernel/tile.h"
#include "lenswatch/frame.h"

#define LWI_SCENE_TILES_X   32
#define LWI_SCENE_TILES_Y   20
#define LWI_SCENE_TILES_MAX (LWI_SCENE_TILES_X * LWI_SCENE_TILES_Y)

#define LWI_THUMB_X      64
#define LWI_THUMB_Y      36
#define LWI_THUMB_PIXELS (LWI_THUMB_X * LWI_THUMB_Y)

/* Bands of the profile down the picture: means of so many rows. */
#define LWI_SCENE_BANDS 256

struct lwi_scene_tile {
    float fineness;     /* log of Laplacian^2 / gradient^2, noise taken out */
    float edges;        /* gradient^2 a pixel, noise taken out; levels^2 */
    float edges_coarse; /* the same at half the size */
    float mean;         /* levels */
    float contrast;     /* standard deviation, noise taken out; levels */
    float roughness;    /* Laplacian^2 a pixel, with the noise; levels^2 */
    float clipped;      /* share of pixels near black or white */
    float noise;        /* standard deviation of the noise at its mean; levels */
    uint32_t signature; /* equal where the pixels are; by chance in one case of 2^32 */
    uint8_t whole;      /* its rows were decoded */
    uint8_t stark;      /* the lesser of the shares near black and near white, of 255 */
};

struct lwi_scene {
    const char *reason;           /* why nothing was measured, or NULL */
    uint32_t width, height;       /* at the base size */
    unsigned factor;              /* picture pixels a base pixel */
    unsigned tiles_x, tiles_y;    /* no more than the maxima above */
    float noise;                  /* standard deviation where it is flattest, levels */
    float grain;                  /* the same in the picture as it came, not at the base size */
    float mean, contrast;         /* of the luma, levels; 0 is black and 255 white */
    float dark, bright;           /* share of pixels near black, near white */
    float whole;                  /* share of the rows that were decoded */
    float colour;                 /* mean distance from grey, levels; 0 for a grey picture */
    float cast_u, cast_v;         /* mean of the chroma, levels from grey */
    float cast_spread;            /* standard deviation of the chroma, levels */
    float quantiser;              /* log2 of the step with which it was coded, levels; < 0: not
                                   * known */
    float blocking;               /* step over the borders of 8 pixels, against within; 1: none */
    float bands[LWI_SCENE_BANDS]; /* mean of the rows in each band, levels */
    uint8_t thumb[LWI_THUMB_PIXELS];
    struct lwi_scene_tile tiles[LWI_SCENE_TILES_MAX];
};

struct lwi_scene_kernels {
    struct lwi_scene_dsp scene;
    struct lwi_tile_dsp tile;
};

/* Picks the kernels that cpu_mask (LW_CPU_*) and this machine allow. */
void lwi_scene_kernels_init(struct lwi_scene_kernels *ret_kernels, unsigned cpu_mask);

/* Picture pixels a base pixel, for a picture of this size. */
unsigned lwi_scene_factor(uint32_t width, uint32_t height);

/* Tiles of a picture of this size; 0 x 0 where it is too small to be judged. */
void lwi_scene_grid(uint32_t width, uint32_t height, unsigned *ret_x, unsigned *ret_y);

/* Where a tile is, at the base size. */
struct lwi_scene_rect {
    uint32_t left, top, right, bottom;
};

struct lwi_scene_rect lwi_scene_tile_rect(const struct lwi_scene *scene, unsigned tile);

/* The value of this rank, from 0, of count > rank values, which are put into another order; none
 * of them is NaN. */
float lwi_select(float *values, size_t count, size_t rank);

/* Measures a frame whose shape has been checked. Allocates nothing. */
void lwi_scene_measure(struct lwi_scene *ret_scene, const struct lwi_scene_kernels *kernels,
                       const struct lw_frame *frame);

/*
 * How much the fineness of a tile falls when the frame is put out of focus by a disk of this
 * radius, in base pixels, 0 to LWI_DISK_RADIUS_MAX: measured by blurring it. <= 0; 0 where the tile
 * has no edges.
 */
float lwi_scene_blur_drop(const struct lwi_scene *scene, const struct lwi_scene_kernels *kernels,
                          const struct lw_frame *frame, unsigned tile, double radius);

#endif
