/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "kernel/laplacian.h"

#include "lenswatch/assess.h"

void lwi_laplacian_span_c(const uint8_t *up, const uint8_t *row, const uint8_t *down, size_t width,
                          size_t begin, size_t end, struct lwi_laplacian_sums *sums)
{
    uint64_t square = 0;
    int32_t max = sums->max;
    for (size_t x = begin; x < end; x++) {
        int32_t left = row[x > 0 ? x - 1 : 0];
        int32_t right = row[x + 1 < width ? x + 1 : x];
        int32_t value = 4 * row[x] - left - right - up[x] - down[x];
        square += (uint64_t) (value * value);
        max = value > max ? value : max;
    }
    sums->square += square;
    sums->max = max;
}

LWI_LAPLACIAN_ROW(lwi_laplacian_row_c)
{
    lwi_laplacian_span_c(up, row, down, width, 0, width, sums);
}

void lwi_laplacian_dsp_init(struct lwi_laplacian_dsp *dsp, unsigned cpu_mask)
{
    dsp->row = lwi_laplacian_row_c;
#if defined(__x86_64__)
    if (!(cpu_mask & LW_CPU_AVX2))
        return;
    dsp->row = lwi_laplacian_row_avx2;
#endif
}
