/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Frames and their memory. A frame is counted; once handed on it does not change.
 * What bounds their number is that a camera holds one waiting frame at most.
 */
#ifndef LWI_FRAME_FRAME_H
#define LWI_FRAME_FRAME_H

#include <stddef.h>
#include <stdint.h>

#include "lenswatch/frame.h"

/* Alignment of rows, and bytes readable past the last row, of frames from lwi_frame_new(). */
#define LWI_FRAME_ALIGN 64

/* Shape of a frame to be made. */
struct lwi_frame_format {
    uint32_t width, height;
    int has_chroma;                         /* 0: luma only */
    uint8_t chroma_shift_x, chroma_shift_y; /* ignored without chroma */
};

/*
 * A new frame with one reference, its planes allocated but not cleared, times
 * LW_TIME_NONE, range full, rows_whole = height.
 * Returns 0, -EINVAL (a side of 0 or over LW_FRAME_SIDE_MAX), -ENOMEM.
 */
int lwi_frame_new(struct lw_frame **ret_frame, const struct lwi_frame_format *format);

/* The planes of a frame that nobody else has seen yet, for writing. */
uint8_t *lwi_frame_luma(struct lw_frame *frame);
uint8_t *lwi_frame_chroma(struct lw_frame *frame, int plane);

/* Another reference to the same frame. Thread-safe. */
struct lw_frame *lwi_frame_ref(struct lw_frame *frame);

/* Drops a reference and sets *frame to NULL; the last frees it. Thread-safe. NULL is allowed. */
void lwi_frame_unref(struct lw_frame **frame);

#endif
