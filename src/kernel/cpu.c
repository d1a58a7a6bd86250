/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "kernel/cpu.h"

#include "lenswatch/assess.h"

#if defined(__x86_64__)

#include <cpuid.h>
#include <stdint.h>

/* Registers that the system saves on a switch: bits of XCR0. */
#define XCR0_SSE_AVX 0x06u /* XMM and YMM */
#define XCR0_AVX512  0xe0u /* opmask, upper halves of ZMM, ZMM 16 to 31 */

static uint32_t xcr0(void)
{
    uint32_t low, high;
    __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    return low;
}

unsigned lwi_cpu_detect(void)
{
    unsigned a, b, c, d;
    if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & bit_OSXSAVE) || !(c & bit_AVX))
        return 0;
    uint32_t saved = xcr0();
    if ((saved & XCR0_SSE_AVX) != XCR0_SSE_AVX)
        return 0;
    unsigned has_fma = c & bit_FMA;
    if (!__get_cpuid_count(7, 0, &a, &b, &c, &d) || !(b & bit_AVX2) || !has_fma)
        return 0;

    const unsigned avx512 = bit_AVX512F | bit_AVX512BW | bit_AVX512DQ | bit_AVX512VL;
    unsigned flags = LW_CPU_AVX2;
    if ((b & avx512) == avx512 && (saved & XCR0_AVX512) == XCR0_AVX512)
        flags |= LW_CPU_AVX512;
    return flags;
}

#elif defined(__aarch64__)

unsigned lwi_cpu_detect(void)
{
    return LW_CPU_NEON;
}

#else

unsigned lwi_cpu_detect(void)
{
    return 0;
}

#endif
