/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "decode/rgb.h"

#include <assert.h>
#include <string.h>

/* a of 255 parts of v, the rest white. */
static uint8_t on_white(unsigned v, unsigned a)
{
    return (uint8_t) ((v * a + 255u * (255u - a) + 127u) / 255u);
}

/* Rec. 601 in whole thousandths, so that rounding is exact. */
static uint8_t luma_of(unsigned r, unsigned g, unsigned b)
{
    return (uint8_t) ((299u * r + 587u * g + 114u * b + 500u) / 1000u);
}

/* 128 + k(c - Y), with k in millionths and everything kept positive. */
static uint8_t chroma_of(int r, int g, int b, int kr, int kg, int kb)
{
    int v = (kr * r + kg * g + kb * b + 128 * 1000000 + 500000) / 1000000;
    return (uint8_t) (v > 255 ? 255 : v);
}

static void put_rgb(struct lw_frame *frame, uint32_t y, const uint8_t *row, unsigned step)
{
    uint8_t *luma = lwi_frame_luma(frame) + (ptrdiff_t) y * frame->stride;
    for (uint32_t x = 0; x < frame->width; x++) {
        const uint8_t *p = row + (size_t) x * step;
        luma[x] = luma_of(p[0], p[1], p[2]);
    }
    if (!frame->chroma[0])
        return;
    uint8_t *cb = lwi_frame_chroma(frame, 0) + (ptrdiff_t) y * frame->chroma_stride;
    uint8_t *cr = lwi_frame_chroma(frame, 1) + (ptrdiff_t) y * frame->chroma_stride;
    for (uint32_t x = 0; x < frame->width; x++) {
        const uint8_t *p = row + (size_t) x * step;
        cb[x] = chroma_of(p[0], p[1], p[2], -168736, -331264, 500000);
        cr[x] = chroma_of(p[0], p[1], p[2], 500000, -418688, -81312);
    }
}

static void put_grey(struct lw_frame *frame, uint32_t y, const uint8_t *row, int alpha)
{
    uint8_t *luma = lwi_frame_luma(frame) + (ptrdiff_t) y * frame->stride;
    if (!alpha) {
        memcpy(luma, row, frame->width);
    } else {
        for (uint32_t x = 0; x < frame->width; x++)
            luma[x] = on_white(row[2 * (size_t) x], row[2 * (size_t) x + 1]);
    }
    if (!frame->chroma[0])
        return;
    for (int plane = 0; plane < 2; plane++)
        memset(lwi_frame_chroma(frame, plane) + (ptrdiff_t) y * frame->chroma_stride, 128,
               frame->width);
}

/* Pixels of a row are blended a few at a time, so that no row-sized buffer is needed. */
static void put_rgb_alpha(struct lw_frame *frame, uint32_t y, const uint8_t *row)
{
    uint8_t *luma = lwi_frame_luma(frame) + (ptrdiff_t) y * frame->stride;
    uint8_t *cb = NULL;
    uint8_t *cr = NULL;
    if (frame->chroma[0]) {
        cb = lwi_frame_chroma(frame, 0) + (ptrdiff_t) y * frame->chroma_stride;
        cr = lwi_frame_chroma(frame, 1) + (ptrdiff_t) y * frame->chroma_stride;
    }
    for (uint32_t x = 0; x < frame->width; x++) {
        const uint8_t *p = row + (size_t) x * 4;
        unsigned r = on_white(p[0], p[3]);
        unsigned g = on_white(p[1], p[3]);
        unsigned b = on_white(p[2], p[3]);
        luma[x] = luma_of(r, g, b);
        if (cb) {
            cb[x] = chroma_of((int) r, (int) g, (int) b, -168736, -331264, 500000);
            cr[x] = chroma_of((int) r, (int) g, (int) b, 500000, -418688, -81312);
        }
    }
}

void lwi_rgb_put_row(struct lw_frame *frame, uint32_t y, const uint8_t *row,
                     enum lwi_rgb_layout layout)
{
    assert(y < frame->height);
    assert(!frame->chroma[0] || (frame->chroma_shift_x == 0 && frame->chroma_shift_y == 0));
    switch (layout) {
    case LWI_RGB_GREY:
        put_grey(frame, y, row, /* alpha= */ 0);
        break;
    case LWI_RGB_GREY_ALPHA:
        put_grey(frame, y, row, /* alpha= */ 1);
        break;
    case LWI_RGB_RGB:
        put_rgb(frame, y, row, 3);
        break;
    case LWI_RGB_RGB_ALPHA:
        put_rgb_alpha(frame, y, row);
        break;
    }
}

void lwi_rgb_fill_rest(struct lw_frame *frame, uint32_t y)
{
    for (uint32_t row = y; row < frame->height; row++)
        memset(lwi_frame_luma(frame) + (ptrdiff_t) row * frame->stride, 128, frame->width);
    if (!frame->chroma[0])
        return;
    /* A row of chroma that belongs to a whole row of luma as well is kept. */
    uint32_t first = (y + (1u << frame->chroma_shift_y) - 1) >> frame->chroma_shift_y;
    uint32_t rows = (frame->height + (1u << frame->chroma_shift_y) - 1) >> frame->chroma_shift_y;
    uint32_t cols = (frame->width + (1u << frame->chroma_shift_x) - 1) >> frame->chroma_shift_x;
    for (uint32_t row = first; row < rows; row++)
        for (int plane = 0; plane < 2; plane++)
            memset(lwi_frame_chroma(frame, plane) + (ptrdiff_t) row * frame->chroma_stride, 128,
                   cols);
}
