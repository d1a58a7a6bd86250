/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "kernel/select.h"

#include <immintrin.h>

#define LANES 8
#define SETS  (1 << LANES)

/* For each set of lanes, the numbers of those in it one after the other, a byte each. */
static void fill_orders(uint64_t orders[SETS])
{
    for (unsigned set = 0; set < SETS; set++) {
        uint64_t order = 0;
        unsigned shift = 0;
        for (unsigned lane = 0; lane < LANES; lane++) {
            if (set >> lane & 1) {
                order |= (uint64_t) lane << shift;
                shift += 8;
            }
        }
        orders[set] = order;
    }
}

LWI_SELECT_GATHER(lwi_select_gather_avx2)
{
    const size_t room = capacity > LWI_SELECT_SLACK ? capacity - LWI_SELECT_SLACK : 0;
    const __m256 first = _mm256_set1_ps(low);
    const __m256 last = _mm256_set1_ps(high);
    uint64_t orders[SETS];
    if (room > 0)
        fill_orders(orders);

    size_t inside = 0;
    size_t below = 0;
    size_t i = 0;
    for (; i + LANES <= count; i += LANES) {
        __m256 v = _mm256_loadu_ps(values + i);
        __m256 is_below = _mm256_cmp_ps(v, first, _CMP_LT_OQ);
        __m256 is_not_above = _mm256_cmp_ps(v, last, _CMP_LE_OQ);
        unsigned set = (unsigned) _mm256_movemask_ps(_mm256_andnot_ps(is_below, is_not_above));
        below += (size_t) _mm_popcnt_u32((unsigned) _mm256_movemask_ps(is_below));
        if (room > 0) {
            /* All eight are written, those wanted first: cheaper than a branch. In place
             * this only overwrites what has been read. */
            __m128i order = _mm_cvtsi64_si128((int64_t) orders[set]);
            __m256 wanted = _mm256_permutevar8x32_ps(v, _mm256_cvtepu8_epi32(order));
            _mm256_storeu_ps(ret_inside + (inside < room ? inside : room), wanted);
        }
        inside += (size_t) _mm_popcnt_u32(set);
    }

    size_t stored = inside < room ? inside : room;
    size_t below_rest;
    inside += lwi_select_gather_c(values + i, count - i, low, high,
                                  ret_inside ? ret_inside + stored : NULL, capacity - stored,
                                  &below_rest);
    *ret_below = below + below_rest;
    return inside;
}
