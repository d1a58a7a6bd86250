/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Sums over the pixels of a tile: luma, the Laplacian 4c - (up + down + left + right), and
 * the gradient by central differences, which is blind to the pixel itself and so to a part
 * of the noise. Luma near black and near white is counted in the same go. All in integers:
 * every instruction set gives the same bits.
 */
#ifndef LWI_KERNEL_SCENE_H
#define LWI_KERNEL_SCENE_H

#include <stddef.h>
#include <stdint.h>

/* Largest width or height of a tile; partial sums then fit in 32 bits. */
#define LWI_SCENE_SIDE_MAX 256

struct lwi_scene_sums {
    uint32_t luma;             /* sum of the pixels */
    uint64_t luma_square;      /* sum of their squares */
    uint64_t laplacian_square; /* sum of the squared Laplacian */
    uint64_t gradient_square;  /* sum of (right - left)^2 + (down - up)^2 */
    uint32_t dark, bright;     /* pixels up to dark_max, and from bright_min on */
};

/* src: upper left pixel; the pixels around the tile are read, too. width, height:
 * 1..LWI_SCENE_SIDE_MAX. */
#define LWI_SCENE_TILE(name)                                                                       \
    void name(const uint8_t *src, ptrdiff_t stride, unsigned width, unsigned height,               \
              uint8_t dark_max, uint8_t bright_min, struct lwi_scene_sums *ret_sums)

struct lwi_scene_dsp {
    LWI_SCENE_TILE((*tile));
};

/* The C version, then those of cpu_flags (LW_CPU_*, already cut down to what runs here). */
void lwi_scene_dsp_init(struct lwi_scene_dsp *ret_dsp, unsigned cpu_flags);

LWI_SCENE_TILE(lwi_scene_tile_c);

/* Adds one pixel: for the ends of rows that the wide versions leave. */
static inline void lwi_scene_add(struct lwi_scene_sums *s, const uint8_t *p, ptrdiff_t stride,
                                 uint8_t dark_max, uint8_t bright_min)
{
    const int32_t c = p[0];
    const int32_t laplacian = 4 * c - p[-1] - p[1] - p[-stride] - p[stride];
    const int32_t across = p[1] - p[-1];
    const int32_t down = p[stride] - p[-stride];
    s->luma += (uint32_t) c;
    s->luma_square += (uint64_t) (c * c);
    s->laplacian_square += (uint64_t) (laplacian * laplacian);
    s->gradient_square += (uint64_t) (across * across + down * down);
    s->dark += c <= dark_max;
    s->bright += c >= bright_min;
}

#if defined(__x86_64__)
LWI_SCENE_TILE(lwi_scene_tile_avx2);
#elif defined(__aarch64__)
LWI_SCENE_TILE(lwi_scene_tile_neon);
#endif

#endif
