/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Finding values by rank in a large array, without sorting it. */
#ifndef LWI_KERNEL_SELECT_H
#define LWI_KERNEL_SELECT_H

#include <stddef.h>
#include <stdint.h>

/* Values that the wide versions may write beyond the last one gathered. */
#define LWI_SELECT_SLACK 8

/*
 * Copies the values from low to high (both included) to ret_inside, in their order, up to
 * capacity - LWI_SELECT_SLACK of them; what is beyond is only counted. ret_inside may be
 * values itself. *ret_below is how many are less than low. Returns how many are inside.
 */
#define LWI_SELECT_GATHER(name)                                                                    \
    size_t name(const float *values, size_t count, float low, float high, float *ret_inside,       \
                size_t capacity, size_t *ret_below)

struct lwi_select_dsp {
    LWI_SELECT_GATHER((*gather));
};

/* Fills in the fastest versions that cpu_mask (LW_CPU_*, all of them present) allows. */
void lwi_select_dsp_init(struct lwi_select_dsp *dsp, unsigned cpu_mask);

/*
 * The value of rank `rank` (0: the smallest) of count > rank values, none of them NaN. Puts it in
 * its place, what is not more before it, what is not less behind. Quadratic at worst.
 */
float lwi_select_rank(float *values, size_t count, size_t rank);

/* Room in `work` that makes lwi_select_two() fast for so many values. */
size_t lwi_select_work_count(size_t count);

/*
 * The values of rank `rank` (0: the smallest) and rank + 1 of count values, none of them
 * negative or NaN, rank < count. Where rank + 1 is beyond the last, both are the last.
 * work has room for lwi_select_work_count(count) values.
 */
void lwi_select_two(const struct lwi_select_dsp *dsp, const float *values, size_t count,
                    size_t rank, float *work, float ret_two[2]);

LWI_SELECT_GATHER(lwi_select_gather_c);

#if defined(__x86_64__)
LWI_SELECT_GATHER(lwi_select_gather_avx2);
#elif defined(__aarch64__)
LWI_SELECT_GATHER(lwi_select_gather_neon);
#endif

#endif
