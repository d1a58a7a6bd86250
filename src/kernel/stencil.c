/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "kernel/stencil.h"

#include "lenswatch/assess.h"

LWI_STENCIL_ROW(lwi_stencil_row_c)
{
    struct lwi_stencil_sums s = *sums;
    for (size_t x = 0; x < width; x++)
        lwi_stencil_add(&s, up, row, down, width, x);
    *sums = s;
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
