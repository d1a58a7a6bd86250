/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "kernel/scene.h"

#include "lenswatch/assess.h"

LWI_SCENE_TILE(lwi_scene_tile_c)
{
    struct lwi_scene_sums s = {0};
    for (unsigned y = 0; y < height; y++, src += stride)
        for (unsigned x = 0; x < width; x++)
            lwi_scene_add(&s, src + x, stride, dark_max, bright_min);
    *ret_sums = s;
}

void lwi_scene_dsp_init(struct lwi_scene_dsp *ret_dsp, unsigned cpu_flags)
{
    ret_dsp->tile = lwi_scene_tile_c;
#if defined(__x86_64__)
    if (cpu_flags & LW_CPU_AVX2)
        ret_dsp->tile = lwi_scene_tile_avx2;
#elif defined(__aarch64__)
    if (cpu_flags & LW_CPU_NEON)
        ret_dsp->tile = lwi_scene_tile_neon;
#endif
}
