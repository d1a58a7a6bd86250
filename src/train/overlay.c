/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The clock and name that cameras write into their pictures: always sharp, whatever the lens. */
#include "train/camera_model.h"

#define GLYPH_WIDTH  5
#define GLYPH_HEIGHT 7
#define GLYPHS       14
#define TEXT_MAX     24

/* 0 to 9, colon, dash, space, letter C: a bit a pixel, five rows of columns from the left. */
static const uint8_t glyphs[GLYPHS][GLYPH_WIDTH] = {
    {0x3e, 0x51, 0x49, 0x45, 0x3e}, {0x00, 0x42, 0x7f, 0x40, 0x00}, {0x42, 0x61, 0x51, 0x49, 0x46},
    {0x21, 0x41, 0x45, 0x4b, 0x31}, {0x18, 0x14, 0x12, 0x7f, 0x10}, {0x27, 0x45, 0x45, 0x45, 0x39},
    {0x3c, 0x4a, 0x49, 0x49, 0x30}, {0x01, 0x71, 0x09, 0x05, 0x03}, {0x36, 0x49, 0x49, 0x49, 0x36},
    {0x06, 0x49, 0x49, 0x29, 0x1e}, {0x00, 0x36, 0x36, 0x00, 0x00}, {0x08, 0x08, 0x08, 0x08, 0x08},
    {0x00, 0x00, 0x00, 0x00, 0x00}, {0x3e, 0x41, 0x41, 0x41, 0x22},
};

struct pen {
    uint8_t *luma;
    struct lw_frame *frame;
    unsigned scale;
    uint8_t ink, edge;
};

static void fill(const struct pen *pen, long x, long y, long width, long height, uint8_t value)
{
    for (long j = y; j < y + height; j++)
        for (long i = x; i < x + width; i++)
            if (i >= 0 && j >= 0 && i < (long) pen->frame->width && j < (long) pen->frame->height)
                pen->luma[j * pen->frame->stride + i] = value;
}

static void draw_glyph(const struct pen *pen, long x, long y, const uint8_t *glyph)
{
    const long s = pen->scale;

    for (int outline = 1; outline >= 0; outline--)
        for (int c = 0; c < GLYPH_WIDTH; c++)
            for (int r = 0; r < GLYPH_HEIGHT; r++)
                if (glyph[c] >> r & 1)
                    fill(pen, x + c * s - outline, y + r * s - outline, s + 2 * outline,
                         s + 2 * outline, outline ? pen->edge : pen->ink);
}

static void draw_text(const struct pen *pen, long x, long y, struct lwi_random *random)
{
    const unsigned length = 8 + lwi_random_below(random, TEXT_MAX - 8);

    for (unsigned i = 0; i < length; i++) {
        unsigned g =
            i % 3 == 2 ? 10 + lwi_random_below(random, GLYPHS - 10) : lwi_random_below(random, 10);
        draw_glyph(pen, x + (long) (i * (GLYPH_WIDTH + 1) * pen->scale), y, glyphs[g]);
    }
}

void lwi_overlay_draw(struct lw_frame *frame, struct lwi_random *random)
{
    const double size = lwi_random_uniform(random, 0.018, 0.04) * frame->height;
    struct pen pen = {
        .luma = lwi_frame_luma(frame),
        .frame = frame,
        .scale = (unsigned) fmax(1, lrint(size / GLYPH_HEIGHT)),
        .ink = lwi_random_chance(random, 0.85) ? 235 : 20,
    };
    pen.edge = (uint8_t) (255 - pen.ink);
    const long low = (long) frame->height - (long) (GLYPH_HEIGHT * pen.scale) - 8;
    const long middle = (long) frame->width / 2;
    const long places[4][2] = {{8, 8}, {middle, 8}, {8, low}, {middle, low}};

    for (int i = 0; i < 4; i++)
        if (lwi_random_chance(random, 0.5))
            draw_text(&pen, places[i][0], places[i][1], random);
}
