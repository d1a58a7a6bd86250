/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* A picture for the tests of the library: discs and bars of many sizes, with noise. */
#ifndef LW_TESTS_PICTURE_H
#define LW_TESTS_PICTURE_H

#include <stdint.h>

#include "lenswatch/frame.h"

/*
 * Draws a scene, blurred by a square of 2 * blur + 1 pixels, before the noise is added.
 * The caller frees *ret_luma, which the frame points into.
 */
struct lw_frame picture_draw(uint32_t width, uint32_t height, unsigned blur, uint8_t **ret_luma);

#endif
