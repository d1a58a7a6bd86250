/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * One decoded picture.
 *
 * The luma plane is what is judged. A decoder's Y plane is used as it is, in
 * its own range, and nothing is rotated; from RGB, luma is Rec. 601
 * (0.299 R + 0.587 G + 0.114 B, rounded to nearest).
 */
#ifndef LENSWATCH_FRAME_H
#define LENSWATCH_FRAME_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum lw_range {
    LW_RANGE_FULL = 0,    /* luma 0..255, as in JPEG */
    LW_RANGE_LIMITED = 1, /* luma 16..235, as in most video */
};

/* A time that is not known. */
#define LW_TIME_NONE INT64_MIN

/* Largest width and height, in pixels, that a frame may have. */
#define LW_FRAME_SIDE_MAX 65535u

struct lwi_frame_ref;

/*
 * Immutable once handed on. A caller may fill one in over its own memory: set
 * `ref` to NULL and keep the planes alive while the library reads them. The
 * library reads exactly `width` bytes of each row, never past them.
 */
struct lw_frame {
    const uint8_t *luma;      /* first row; not NULL */
    ptrdiff_t stride;         /* bytes from one row to the next; may be negative */
    uint32_t width, height;   /* pixels, 1..LW_FRAME_SIDE_MAX */
    uint32_t rows_whole;      /* rows that were decoded whole, from the top; < height: torn */
    enum lw_range range;      /* of the luma plane */
    const uint8_t *chroma[2]; /* U and V (Cb, Cr) planes, or NULL: a grey picture */
    ptrdiff_t chroma_stride;  /* of both */
    uint8_t chroma_shift_x;   /* chroma width = ceil(width / 2^shift) */
    uint8_t chroma_shift_y;
    int64_t pts_ns;  /* time in its file or stream, ns, or LW_TIME_NONE */
    int64_t wall_ns; /* when it was taken or received, ns since 1970 UTC, or LW_TIME_NONE */
    float quantiser; /* how coarsely the luma was coded: step of the quantiser, levels (mean of
                      * what an orthonormal transform gives); 0: not known */
    struct lwi_frame_ref *ref; /* the library's own memory management, or NULL */
};

#ifdef __cplusplus
}
#endif

#endif
