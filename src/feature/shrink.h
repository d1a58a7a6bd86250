/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Pictures made smaller by a whole number. */
#ifndef LWI_FEATURE_SHRINK_H
#define LWI_FEATURE_SHRINK_H

#include <stddef.h>
#include <stdint.h>

#include "kernel/tile.h"

/* One row of width means of factor x factor pixels, factor 2 to 257. sums: width * factor of them,
 * which are written over; not used where the factor is 2. */
void lwi_shrink_row(uint8_t *dst, size_t width, const uint8_t *src, ptrdiff_t stride,
                    unsigned factor, const struct lwi_tile_dsp *dsp, uint16_t *sums);

#endif
