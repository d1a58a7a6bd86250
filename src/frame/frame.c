/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "frame/frame.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>

/* The frame is the first member, so that a pointer to it is a pointer to this. */
struct lwi_frame_ref {
    struct lw_frame frame;
    atomic_uint count;
    uint8_t *memory;
};

static size_t align_up(size_t n)
{
    return (n + LWI_FRAME_ALIGN - 1) / LWI_FRAME_ALIGN * LWI_FRAME_ALIGN;
}

static uint32_t shifted(uint32_t n, unsigned shift)
{
    return (uint32_t) (((uint64_t) n + (1u << shift) - 1) >> shift);
}

int lwi_frame_new(struct lw_frame **ret_frame, const struct lwi_frame_format *format)
{
    if (format->width == 0 || format->height == 0 || format->width > LW_FRAME_SIDE_MAX ||
        format->height > LW_FRAME_SIDE_MAX || format->chroma_shift_x > 4 ||
        format->chroma_shift_y > 4)
        return -EINVAL;

    size_t stride = align_up(format->width);
    size_t luma_bytes = stride * format->height;
    size_t chroma_stride = 0;
    size_t chroma_bytes = 0;
    if (format->has_chroma) {
        chroma_stride = align_up(shifted(format->width, format->chroma_shift_x));
        chroma_bytes = chroma_stride * shifted(format->height, format->chroma_shift_y);
    }

    struct lwi_frame_ref *ref = calloc(1, sizeof(*ref));
    uint8_t *memory =
        aligned_alloc(LWI_FRAME_ALIGN, luma_bytes + 2 * chroma_bytes + LWI_FRAME_ALIGN);
    if (!ref || !memory) {
        free(ref);
        free(memory);
        return -ENOMEM;
    }
    atomic_init(&ref->count, 1);
    ref->memory = memory;

    struct lw_frame *f = &ref->frame;
    f->luma = memory;
    f->stride = (ptrdiff_t) stride;
    f->width = format->width;
    f->height = format->height;
    f->rows_whole = format->height;
    f->range = LW_RANGE_FULL;
    if (format->has_chroma) {
        f->chroma[0] = memory + luma_bytes;
        f->chroma[1] = memory + luma_bytes + chroma_bytes;
        f->chroma_stride = (ptrdiff_t) chroma_stride;
        f->chroma_shift_x = format->chroma_shift_x;
        f->chroma_shift_y = format->chroma_shift_y;
    }
    f->pts_ns = LW_TIME_NONE;
    f->wall_ns = LW_TIME_NONE;
    f->ref = ref;
    *ret_frame = f;
    return 0;
}

uint8_t *lwi_frame_luma(struct lw_frame *frame)
{
    return frame->ref->memory;
}

uint8_t *lwi_frame_chroma(struct lw_frame *frame, int plane)
{
    return frame->ref->memory + (frame->chroma[plane] - frame->luma);
}

struct lw_frame *lwi_frame_ref(struct lw_frame *frame)
{
    atomic_fetch_add_explicit(&frame->ref->count, 1, memory_order_relaxed);
    return frame;
}

void lwi_frame_unref(struct lw_frame **frame)
{
    if (!frame || !*frame)
        return;
    struct lwi_frame_ref *ref = (*frame)->ref;
    *frame = NULL;
    if (atomic_fetch_sub_explicit(&ref->count, 1, memory_order_acq_rel) == 1) {
        free(ref->memory);
        free(ref);
    }
}
