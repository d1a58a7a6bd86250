/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "decode/av_frame.h"

#include <errno.h>
#include <string.h>

#include <libavutil/pixdesc.h>
#include <libswscale/swscale.h>

/* Blocks that are looked at when torn pictures are told: macroblocks of H.264; the smallest coding
 * tree block of H.265. */
#define BLOCK 16
#define PATCH 8 /* in the middle of a block, where no neighbour's deblocking reaches */

/* A chequered pattern of single pixels: the highest frequency at full contrast, in every block. */
static uint8_t mark_at(size_t x, size_t y)
{
    return (x + y) & 1 ? 0xe5 : 0x1b;
}

static int bytes_per_luma(const AVFrame *av)
{
    const AVPixFmtDescriptor *desc = av_pix_fmt_desc_get(av->format);
    int usable = desc && av->data[0] && av->linesize[0] > 0 && desc->comp[0].plane == 0 &&
                 !(desc->flags & (AV_PIX_FMT_FLAG_RGB | AV_PIX_FMT_FLAG_HWACCEL |
                                  AV_PIX_FMT_FLAG_BITSTREAM | AV_PIX_FMT_FLAG_PAL));
    return usable ? desc->comp[0].step : 0;
}

void lwi_av_frame_mark(AVFrame *av)
{
    int step = bytes_per_luma(av);
    if (step != 1 && step != 2)
        return;
    size_t bytes = (size_t) av->width * (size_t) step;
    for (int y = 0; y < av->height && y < 2; y++) {
        uint8_t *row = av->data[0] + (ptrdiff_t) y * av->linesize[0];
        for (size_t x = 0; x < bytes; x++)
            row[x] = mark_at(x, (size_t) y);
    }
    for (int y = 2; y < av->height; y++)
        memcpy(av->data[0] + (ptrdiff_t) y * av->linesize[0],
               av->data[0] + (ptrdiff_t) (y & 1) * av->linesize[0], bytes);
}

static int block_is_marked(const AVFrame *av, int step, int x0, int y0)
{
    for (int y = y0; y < y0 + PATCH && y < av->height; y++) {
        const uint8_t *row = av->data[0] + (ptrdiff_t) y * av->linesize[0];
        for (int x = x0 * step; x < (x0 + PATCH) * step && x < av->width * step; x++)
            if (row[x] != mark_at((size_t) x, (size_t) y))
                return 0;
    }
    return 1;
}

uint32_t lwi_av_frame_rows_whole(const AVFrame *av)
{
    int step = bytes_per_luma(av);
    const int middle = (BLOCK - PATCH) / 2;
    if (step == 1 || step == 2)
        for (int y = 0; y + middle < av->height; y += BLOCK)
            for (int x = 0; x + middle < av->width; x += BLOCK)
                if (block_is_marked(av, step, x + middle, y + middle))
                    return (uint32_t) y;
    return (uint32_t) av->height;
}

/* One component into a plane of 8 bits: the upper 8 where there are more. */
static void copy_component(uint8_t *out, ptrdiff_t out_stride, const AVFrame *av,
                           const AVComponentDescriptor *comp, uint32_t width, uint32_t height)
{
    for (uint32_t y = 0; y < height; y++) {
        const uint8_t *in =
            av->data[comp->plane] + (ptrdiff_t) y * av->linesize[comp->plane] + comp->offset;
        uint8_t *to = out + (ptrdiff_t) y * out_stride;
        if (comp->depth == 8 && comp->step == 1) {
            memcpy(to, in, width);
        } else if (comp->depth == 8) {
            for (uint32_t x = 0; x < width; x++)
                to[x] = in[(size_t) x * (size_t) comp->step];
        } else {
            for (uint32_t x = 0; x < width; x++) {
                const uint8_t *s = in + (size_t) x * (size_t) comp->step;
                to[x] = (uint8_t) ((s[0] | s[1] << 8) >> (comp->shift + comp->depth - 8));
            }
        }
    }
}

static int is_yuv(const AVPixFmtDescriptor *desc)
{
    const uint64_t other = AV_PIX_FMT_FLAG_RGB | AV_PIX_FMT_FLAG_HWACCEL | AV_PIX_FMT_FLAG_PAL |
                           AV_PIX_FMT_FLAG_BITSTREAM | AV_PIX_FMT_FLAG_FLOAT | AV_PIX_FMT_FLAG_BE;
    if (desc->flags & other)
        return 0;
    for (int i = 0; i < desc->nb_components; i++)
        if (desc->comp[i].depth < 8 || desc->comp[i].depth > 16)
            return 0;
    return 1;
}

/* Any other format goes through RGB, and from there to luma as frame.h says; no chroma. */
static int convert_rgb(struct lw_frame *frame, const AVFrame *av)
{
    int width = av->width;
    struct SwsContext *sws = sws_getContext(width, av->height, av->format, width, av->height,
                                            AV_PIX_FMT_RGB24, SWS_POINT, NULL, NULL, NULL);
    if (!sws)
        return -ENOTSUP;
    AVFrame *rgb = av_frame_alloc();
    int r = rgb ? 0 : -ENOMEM;
    if (r == 0) {
        rgb->format = AV_PIX_FMT_RGB24;
        rgb->width = width;
        rgb->height = av->height;
        if (av_frame_get_buffer(rgb, 0) < 0)
            r = -ENOMEM;
    }
    if (r == 0 && sws_scale(sws, (const uint8_t *const *) av->data, av->linesize, 0, av->height,
                            rgb->data, rgb->linesize) != av->height)
        r = -ENOTSUP;
    for (int y = 0; r == 0 && y < av->height; y++) {
        const uint8_t *in = rgb->data[0] + (ptrdiff_t) y * rgb->linesize[0];
        uint8_t *out = lwi_frame_luma(frame) + (ptrdiff_t) y * frame->stride;
        for (int x = 0; x < width; x++, in += 3) /* 0.299, 0.587, 0.114 times 65536 */
            out[x] = (uint8_t) ((19595u * in[0] + 38470u * in[1] + 7471u * in[2] + 32768u) >> 16);
    }
    av_frame_free(&rgb);
    sws_freeContext(sws);
    return r;
}

static int is_full_range(const AVFrame *av, int yuv)
{
    switch (av->format) {
    case AV_PIX_FMT_YUVJ411P:
    case AV_PIX_FMT_YUVJ420P:
    case AV_PIX_FMT_YUVJ422P:
    case AV_PIX_FMT_YUVJ440P:
    case AV_PIX_FMT_YUVJ444P:
        return 1;
    default:
        return !yuv || av->color_range == AVCOL_RANGE_JPEG;
    }
}

static void blacken(struct lw_frame *frame, uint32_t from)
{
    uint8_t black = frame->range == LW_RANGE_FULL ? 0 : 16;
    for (uint32_t y = from; y < frame->height; y++)
        memset(lwi_frame_luma(frame) + (ptrdiff_t) y * frame->stride, black, frame->width);
    if (!frame->chroma[0])
        return;
    uint32_t rows = (uint32_t) AV_CEIL_RSHIFT((int) frame->height, frame->chroma_shift_y);
    uint32_t bytes = (uint32_t) AV_CEIL_RSHIFT((int) frame->width, frame->chroma_shift_x);
    for (int plane = 0; plane < 2; plane++)
        for (uint32_t y = from >> frame->chroma_shift_y; y < rows; y++)
            memset(lwi_frame_chroma(frame, plane) + (ptrdiff_t) y * frame->chroma_stride, 128,
                   bytes);
}

int lwi_av_frame_convert(struct lw_frame **ret_frame, const AVFrame *av, uint32_t rows_whole,
                         int luma_only)
{
    const AVPixFmtDescriptor *desc = av_pix_fmt_desc_get(av->format);
    if (!desc || av->width <= 0 || av->height <= 0)
        return -EINVAL;
    int yuv = is_yuv(desc);
    struct lwi_frame_format format = {
        .width = (uint32_t) av->width,
        .height = (uint32_t) av->height,
        .has_chroma = yuv && !luma_only && desc->nb_components >= 3,
        .chroma_shift_x = desc->log2_chroma_w,
        .chroma_shift_y = desc->log2_chroma_h,
    };
    struct lw_frame *frame = NULL;
    int r = lwi_frame_new(&frame, &format);
    if (r < 0)
        return r;
    frame->range = is_full_range(av, yuv) ? LW_RANGE_FULL : LW_RANGE_LIMITED;
    if (!yuv) {
        r = convert_rgb(frame, av);
        if (r < 0) {
            lwi_frame_unref(&frame);
            return r;
        }
    } else {
        copy_component(lwi_frame_luma(frame), frame->stride, av, &desc->comp[0], frame->width,
                       frame->height);
        for (int i = 0; i < 2 && format.has_chroma; i++)
            copy_component(lwi_frame_chroma(frame, i), frame->chroma_stride, av, &desc->comp[i + 1],
                           (uint32_t) AV_CEIL_RSHIFT(av->width, desc->log2_chroma_w),
                           (uint32_t) AV_CEIL_RSHIFT(av->height, desc->log2_chroma_h));
    }
    frame->rows_whole = rows_whole;
    if (rows_whole < frame->height)
        blacken(frame, rows_whole);
    *ret_frame = frame;
    return 0;
}
