/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * What a watch learns from pictures of weeks, in seconds: for a daemon that is to have known a
 * camera for long. Standard input: width and height as uint32_t, then for each picture its time
 * as int64_t (ns since 1970) and its luma. Standard output: as lw_watch_save() writes it.
 */
#include <stdio.h>
#include <stdlib.h>

#include "lenswatch/watch.h"

static int learn(lw_watch *watch, const uint32_t size[2], uint8_t *luma)
{
    const size_t bytes = (size_t) size[0] * size[1];
    struct lw_watch_result result;
    int64_t time_ns;

    while (fread(&time_ns, sizeof time_ns, 1, stdin) == 1) {
        const struct lw_frame frame = {
            .luma = luma,
            .stride = (ptrdiff_t) size[0],
            .width = size[0],
            .height = size[1],
            .rows_whole = size[1],
            .range = LW_RANGE_FULL,
            .pts_ns = LW_TIME_NONE,
            .wall_ns = time_ns,
        };
        if (fread(luma, bytes, 1, stdin) != 1 || lw_watch_frame(watch, NULL, &frame, &result) < 0)
            return -1;
    }
    return 0;
}

int main(void)
{
    uint32_t size[2];
    lw_watch *watch = NULL;
    uint8_t *luma = NULL, *saved = NULL;
    size_t bytes = 0;

    int good = fread(size, sizeof size, 1, stdin) == 1 && lw_watch_open(&watch, NULL, NULL) == 0;
    if (good)
        luma = malloc((size_t) size[0] * size[1]);
    good = luma && learn(watch, size, luma) == 0;
    if (good) {
        bytes = lw_watch_save_size(watch);
        saved = malloc(bytes);
    }
    good = saved && lw_watch_save(watch, saved, bytes) == 0 &&
           fwrite(saved, bytes, 1, stdout) == 1 && fflush(stdout) == 0;
    lw_watch_close(&watch);
    free(luma);
    free(saved);
    return good ? 0 : 1;
}
