/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "kernel/select.h"

#include <arm_neon.h>

#define LANES 4
#define SETS  (1 << LANES)

/* For each set of lanes, the bytes of those in it one after the other. */
static void fill_orders(uint8_t orders[SETS][4 * LANES])
{
    for (unsigned set = 0; set < SETS; set++) {
        unsigned at = 0;
        for (unsigned byte = 0; byte < 4 * LANES; byte++)
            orders[set][byte] = 0;
        for (unsigned byte = 0; byte < 4 * LANES; byte++)
            if (set >> (byte / 4) & 1)
                orders[set][at++] = (uint8_t) byte;
    }
}

LWI_SELECT_GATHER(lwi_select_gather_neon)
{
    static const uint32_t lane_bits[LANES] = {1, 2, 4, 8};
    const size_t room = capacity > LWI_SELECT_SLACK ? capacity - LWI_SELECT_SLACK : 0;
    const float32x4_t first = vdupq_n_f32(low), last = vdupq_n_f32(high);
    const uint32x4_t bits = vld1q_u32(lane_bits);
    uint8_t orders[SETS][4 * LANES];
    size_t inside = 0, below = 0, i = 0;

    if (room > 0)
        fill_orders(orders);
    for (; i + LANES <= count; i += LANES) {
        const float32x4_t v = vld1q_f32(values + i);
        const uint32x4_t is_below = vcltq_f32(v, first);
        const uint32x4_t is_inside = vandq_u32(vcgeq_f32(v, first), vcleq_f32(v, last));
        const unsigned set = vaddvq_u32(vandq_u32(is_inside, bits));
        below += vaddvq_u32(vshrq_n_u32(is_below, 31));
        if (room > 0) {
            /* All four are written, those wanted first: cheaper than a branch. In place
             * this only overwrites what has been read. */
            const uint8x16_t wanted = vqtbl1q_u8(vreinterpretq_u8_f32(v), vld1q_u8(orders[set]));
            vst1q_f32(ret_inside + (inside < room ? inside : room), vreinterpretq_f32_u8(wanted));
        }
        inside += vaddvq_u32(vshrq_n_u32(is_inside, 31));
    }

    const size_t stored = inside < room ? inside : room;
    size_t below_rest;
    inside += lwi_select_gather_c(values + i, count - i, low, high,
                                  ret_inside ? ret_inside + stored : NULL, capacity - stored,
                                  &below_rest);
    *ret_below = below + below_rest;
    return inside;
}
