/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Rows of grey or RGB samples into the planes of a frame. */
#ifndef LWI_DECODE_RGB_H
#define LWI_DECODE_RGB_H

#include <stdint.h>

#include "frame/frame.h"

/* What a row is made of; the number is its bytes a pixel. */
enum lwi_rgb_layout {
    LWI_RGB_GREY = 1,
    LWI_RGB_GREY_ALPHA = 2,
    LWI_RGB_RGB = 3,
    LWI_RGB_RGB_ALPHA = 4,
};

/*
 * Writes row y of a frame that nobody else has seen yet. Luma is Rec. 601, full
 * range, rounded to nearest; chroma, where the frame has planes for it (4:4:4
 * only), likewise. What is transparent is shown on white, as browsers do.
 * The row holds frame->width pixels.
 */
void lwi_rgb_put_row(struct lw_frame *frame, uint32_t y, const uint8_t *row,
                     enum lwi_rgb_layout layout);

/* Fills the rows from y to the end with mid grey: what a torn picture lacks. */
void lwi_rgb_fill_rest(struct lw_frame *frame, uint32_t y);

#endif
