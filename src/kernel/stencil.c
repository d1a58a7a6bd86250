/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "kernel/stencil.h"

#include <math.h>

#include "lenswatch/assess.h"

void lwi_stencil_span_c(const uint8_t *up, const uint8_t *row, const uint8_t *down, size_t width,
                        size_t begin, size_t end, struct lwi_stencil_sums *sums)
{
    struct lwi_stencil_sums s = *sums;
    for (size_t x = begin; x < end; x++) {
        const size_t l = x > 0 ? x - 1 : 0;
        const size_t r = x + 1 < width ? x + 1 : x;
        const int32_t c = row[x];
        const int32_t laplacian = 4 * c - row[l] - row[r] - up[x] - down[x];
        const int32_t falling = down[r] - up[l];
        const int32_t rising = up[r] - down[l];
        const int32_t h = 3 * (falling + rising) + 10 * (row[r] - row[l]);
        const int32_t v = 3 * (falling - rising) + 10 * (down[x] - up[x]);
        const int32_t gradient = h * h + v * v;
        s.luma += (uint64_t) c;
        s.luma_square += (uint64_t) (c * c);
        s.laplacian_square += (uint64_t) (laplacian * laplacian);
        s.laplacian_max = laplacian > s.laplacian_max ? laplacian : s.laplacian_max;
        s.gradient_square += (uint64_t) gradient;
        s.gradient_magnitude += (double) sqrtf((float) gradient);
    }
    *sums = s;
}

LWI_STENCIL_ROW(lwi_stencil_row_c)
{
    lwi_stencil_span_c(up, row, down, width, 0, width, sums);
}

void lwi_stencil_dsp_init(struct lwi_stencil_dsp *dsp, unsigned cpu_mask)
{
    dsp->row = lwi_stencil_row_c;
#if defined(__x86_64__)
    if (!(cpu_mask & LW_CPU_AVX2))
        return;
    dsp->row = lwi_stencil_row_avx2;
#elif defined(__aarch64__)
    if (cpu_mask & LW_CPU_NEON)
        dsp->row = lwi_stencil_row_neon;
#endif
}
