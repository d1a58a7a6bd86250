/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "kernel/scharr.h"

#include <math.h>

#include "lenswatch/assess.h"

void lwi_scharr_span_c(const uint8_t *up, const uint8_t *row, const uint8_t *down, size_t width,
                       size_t begin, size_t end, struct lwi_scharr_sums *sums)
{
    uint64_t square = 0;
    double magnitude = 0;
    for (size_t x = begin; x < end; x++) {
        size_t l = x > 0 ? x - 1 : 0;
        size_t r = x + 1 < width ? x + 1 : x;
        int32_t h = 3 * (up[r] - up[l]) + 10 * (row[r] - row[l]) + 3 * (down[r] - down[l]);
        int32_t v = 3 * (down[l] - up[l]) + 10 * (down[x] - up[x]) + 3 * (down[r] - up[r]);
        int32_t both = h * h + v * v;
        square += (uint64_t) both;
        magnitude += (double) sqrtf((float) both);
    }
    sums->square += square;
    sums->magnitude += magnitude;
}

LWI_SCHARR_ROW(lwi_scharr_row_c)
{
    lwi_scharr_span_c(up, row, down, width, 0, width, sums);
}

void lwi_scharr_dsp_init(struct lwi_scharr_dsp *dsp, unsigned cpu_mask)
{
    dsp->row = lwi_scharr_row_c;
#if defined(__x86_64__)
    if (!(cpu_mask & LW_CPU_AVX2))
        return;
    dsp->row = lwi_scharr_row_avx2;
#endif
}
