/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Any bytes as what a watch has learnt: refused, or taken and then judged by without harm. The
 * first byte says what is flipped in bytes that a watch has saved; their checksum is put right
 * again, so that what lies behind it is reached, too.
 */
#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "lenswatch/lenswatch.h"

#define SIDE 96
/* Of the head, which ends with the checksum. */
#define HEAD 32

static void put_right(uint8_t *bytes, size_t size)
{
    uint32_t h = 2166136261u;
    for (size_t i = HEAD; i < size; i++)
        h = (h ^ bytes[i]) * 16777619u;
    memcpy(bytes + HEAD - sizeof(h), &h, sizeof(h));
}

static void look(lw_watch *watch, unsigned count)
{
    static uint8_t luma[SIDE * SIDE];
    for (unsigned n = 0; n < count; n++) {
        for (size_t i = 0; i < sizeof(luma); i++)
            luma[i] =
                (uint8_t) ((i / 7 * 31 ^ i / SIDE / 5 * 77) + ((i * 2654435761u + n) >> 30 & 3));
        const struct lw_frame frame = {.luma = luma,
                                       .stride = SIDE,
                                       .width = SIDE,
                                       .height = SIDE,
                                       .rows_whole = SIDE,
                                       .pts_ns = LW_TIME_NONE,
                                       .wall_ns = LW_TIME_NONE};
        struct lw_watch_result r;
        const int got = lw_watch_frame(watch, NULL, &frame, &r);
        assert(got == 0);
        for (size_t i = 0; i < r.condition_count; i++) {
            assert(r.conditions[i].reason && r.conditions[i].reason[0]);
            assert(r.conditions[i].score >= 0 && r.conditions[i].score <= 1);
            assert(isfinite(r.conditions[i].value));
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    lw_watch *watch = NULL;
    if (lw_watch_open(&watch, NULL, NULL) < 0)
        return 0;
    (void) lw_watch_load(watch, data, size, NULL);
    look(watch, 12);
    const size_t saved = lw_watch_save_size(watch);
    uint8_t *bytes = malloc(saved);
    if (bytes && lw_watch_save(watch, bytes, saved) == 0) {
        /* Each three bytes: where, and what. */
        for (size_t i = 0; i + 3 < size && i < 300; i += 4) {
            const size_t at = (size_t) data[i] << 16 | (size_t) data[i + 1] << 8 | data[i + 2];
            bytes[HEAD + at % (saved - HEAD)] = data[i + 3];
        }
        put_right(bytes, saved);
        if (lw_watch_load(watch, bytes, saved, NULL) == 0)
            look(watch, 3);
    }
    free(bytes);
    lw_watch_close(&watch);
    return 0;
}
