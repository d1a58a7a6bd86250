/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "overlay.h"

#include <stddef.h>
#include <string.h>

#include "font.h"

#define LUMA_BLACK 18
#define LUMA_WHITE 235
#define CLOCK_BITS 40

static void fill(uint8_t *picture, int width, int height, int x0, int y0, int size, uint8_t luma)
{
    uint8_t *chroma = picture + (ptrdiff_t) width * height;
    ptrdiff_t plane = (ptrdiff_t) (width / 2) * (height / 2);
    for (int y = y0 < 0 ? 0 : y0; y < y0 + size && y < height; y++) {
        for (int x = x0 < 0 ? 0 : x0; x < x0 + size && x < width; x++) {
            picture[(ptrdiff_t) y * width + x] = luma;
            ptrdiff_t at = (ptrdiff_t) (y / 2) * (width / 2) + x / 2;
            chroma[at] = 128;
            chroma[plane + at] = 128;
        }
    }
}

static void draw(uint8_t *picture, int width, int height, const char *text, int x, int y, int unit,
                 int rim, uint8_t luma)
{
    for (; *text; text++, x += (DEMO_FONT_WIDTH + 1) * unit) {
        const uint8_t *rows = demo_font_rows(*text);
        for (int row = 0; row < DEMO_FONT_HEIGHT; row++)
            for (int col = 0; col < DEMO_FONT_WIDTH; col++)
                if (rows[row] >> (DEMO_FONT_WIDTH - 1 - col) & 1)
                    fill(picture, width, height, x + col * unit - rim, y + row * unit - rim,
                         unit + 2 * rim, luma);
    }
}

void demo_overlay(uint8_t *picture, int width, int height, const char *text, int bottom)
{
    int unit = width >= 960 ? 3 * width / 1280 : width >= 480 ? 2 : 1;
    int margin = 6 * unit;
    int length = (int) strlen(text) * (DEMO_FONT_WIDTH + 1) * unit;
    int x = bottom ? margin : width - margin - length;
    int y = bottom ? height - margin - DEMO_FONT_HEIGHT * unit : margin;
    int rim = unit > 1 ? unit / 2 : 1;
    draw(picture, width, height, text, x, y, unit, rim, LUMA_BLACK);
    draw(picture, width, height, text, x, y, unit, 0, LUMA_WHITE);
}

void demo_overlay_clock(uint8_t *picture, int width, int height, uint64_t ms)
{
    const uint64_t check = (ms >> 24 ^ ms >> 16 ^ ms >> 8 ^ ms) & 0xff;
    const uint64_t bits = (ms & 0xffffffff) << 8 | check;
    const int size = width / CLOCK_BITS;
    for (int i = 0; i < CLOCK_BITS; i++)
        fill(picture, width, height, i * size, 0, size,
             bits >> (CLOCK_BITS - 1 - i) & 1 ? LUMA_WHITE : LUMA_BLACK);
}
