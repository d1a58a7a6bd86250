/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "picture.h"

#include <stdlib.h>

static uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 16;
}

static void draw_disc(uint8_t *luma, int64_t width, int64_t height, uint32_t *random)
{
    const int64_t x0 = next_random(random) % width;
    const int64_t y0 = next_random(random) % height;
    const int64_t radius = 3 + next_random(random) % 40;
    const uint8_t level = (uint8_t) (30 + next_random(random) % 200);
    for (int64_t y = 0; y < height; y++)
        for (int64_t x = 0; x < width; x++)
            if ((x - x0) * (x - x0) + (y - y0) * (y - y0) < radius * radius)
                luma[y * width + x] = level;
}

static uint8_t mean_around(const uint8_t *luma, int64_t width, int64_t height, int64_t x, int64_t y,
                           int64_t blur)
{
    int64_t sum = 0;
    int64_t count = 0;
    for (int64_t v = y - blur; v <= y + blur; v++) {
        for (int64_t u = x - blur; u <= x + blur; u++) {
            if (u >= 0 && v >= 0 && u < width && v < height) {
                sum += luma[v * width + u];
                count++;
            }
        }
    }
    return (uint8_t) (sum / count);
}

struct lw_frame picture_draw(uint32_t width, uint32_t height, unsigned blur, uint8_t **ret_luma)
{
    const size_t size = (size_t) width * height;
    uint8_t *sharp = malloc(size);
    uint8_t *luma = malloc(size);
    if (!sharp || !luma)
        abort();
    uint32_t random = 7;
    for (size_t i = 0; i < size; i++)
        sharp[i] = (uint8_t) (60 + 100 * (i % width) / width);
    for (int i = 0; i < 60; i++)
        draw_disc(sharp, width, height, &random);
    for (uint32_t y = 0; y < height; y++)
        for (uint32_t x = 0; x < width; x++)
            luma[(size_t) y * width + x] =
                (uint8_t) (mean_around(sharp, width, height, x, y, blur) +
                           next_random(&random) % 3);
    free(sharp);
    *ret_luma = luma;
    struct lw_frame frame = {
        .luma = luma,
        .stride = (ptrdiff_t) width,
        .width = width,
        .height = height,
        .rows_whole = height,
        .pts_ns = LW_TIME_NONE,
        .wall_ns = LW_TIME_NONE,
    };
    return frame;
}
