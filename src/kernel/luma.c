/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "kernel/luma.h"

#include "lenswatch/assess.h"

LWI_LUMA_ROW(lwi_luma_row_c)
{
    uint64_t sum = 0;
    uint64_t square = 0;
    for (size_t x = 0; x < width; x++) {
        uint32_t value = row[x];
        sum += value;
        square += value * value;
    }
    sums->sum += sum;
    sums->square += square;
}

void lwi_luma_dsp_init(struct lwi_luma_dsp *dsp, unsigned cpu_mask)
{
    dsp->row = lwi_luma_row_c;
#if defined(__x86_64__)
    if (!(cpu_mask & LW_CPU_AVX2))
        return;
    dsp->row = lwi_luma_row_avx2;
#endif
}
