/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "kernel/select.h"

#include <immintrin.h>

#define LANES 8

/* For each set of lanes, the numbers of those in it one after the other, a byte each. */
#define HAS(set, lane) ((set) >> (lane) &1)
#define BEFORE_1(set)  HAS(set, 0)
#define BEFORE_2(set)  (BEFORE_1(set) + HAS(set, 1))
#define BEFORE_3(set)  (BEFORE_2(set) + HAS(set, 2))
#define BEFORE_4(set)  (BEFORE_3(set) + HAS(set, 3))
#define BEFORE_5(set)  (BEFORE_4(set) + HAS(set, 4))
#define BEFORE_6(set)  (BEFORE_5(set) + HAS(set, 5))
#define BEFORE_7(set)  (BEFORE_6(set) + HAS(set, 6))
#define PUT(set, lane) ((uint64_t) (HAS(set, lane) * (lane)) << 8 * BEFORE_##lane(set))
#define ORDER(set)                                                                                 \
    PUT(set, 1) | PUT(set, 2) | PUT(set, 3) | PUT(set, 4) | PUT(set, 5) | PUT(set, 6) | PUT(set, 7)
#define ORDERS_4(set)  ORDER(set), ORDER((set) + 1), ORDER((set) + 2), ORDER((set) + 3)
#define ORDERS_16(set) ORDERS_4(set), ORDERS_4((set) + 4), ORDERS_4((set) + 8), ORDERS_4((set) + 12)
#define ORDERS_64(set)                                                                             \
    ORDERS_16(set), ORDERS_16((set) + 16), ORDERS_16((set) + 32), ORDERS_16((set) + 48)

static const uint64_t orders[1 << LANES] = {ORDERS_64(0u), ORDERS_64(64u), ORDERS_64(128u),
                                            ORDERS_64(192u)};

LWI_SELECT_GATHER(lwi_select_gather_avx2)
{
    const size_t room = capacity > LWI_SELECT_SLACK ? capacity - LWI_SELECT_SLACK : 0;
    const __m256 first = _mm256_set1_ps(low);
    const __m256 last = _mm256_set1_ps(high);

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
