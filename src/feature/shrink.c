/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "feature/shrink.h"

#include <string.h>

void lwi_shrink_row(uint8_t *dst, size_t width, const uint8_t *src, ptrdiff_t stride,
                    unsigned factor, const struct lwi_tile_dsp *dsp, uint16_t *sums)
{
    if (factor == 2) {
        dsp->halve_row(dst, src, src + stride, width);
        return;
    }
    memset(sums, 0, width * factor * sizeof(*sums));
    for (unsigned y = 0; y < factor; y++)
        dsp->add_row(sums, src + stride * (ptrdiff_t) y, width * factor);
    const uint32_t area = factor * factor;
    for (size_t x = 0; x < width; x++) {
        uint32_t sum = 0;
        for (unsigned i = 0; i < factor; i++)
            sum += sums[x * factor + i];
        dst[x] = (uint8_t) ((sum + area / 2) / area);
    }
}
