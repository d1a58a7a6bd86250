/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Encoding frames as JPEG: snapshots, thumbnails, live view. */
#ifndef LWI_RECORD_JPEG_H
#define LWI_RECORD_JPEG_H

#include <stddef.h>
#include <stdint.h>

#include "lenswatch/frame.h"

struct lwi_jpeg_settings {
    int quality;        /* 1..100 */
    uint32_t width_max; /* scaled down to at most this many pixels of width; 0: as it is */
};

/*
 * Encodes a frame, in colour where it has chroma; limited range is expanded as
 * JPEG wants full. *ret_data is malloc'ed and the caller's.
 * Returns 0, -EINVAL, -ENOMEM, -EIO (encoder failed), -ELIBACC (it was to
 * be scaled, and the module of video cannot be loaded).
 */
int lwi_jpeg_encode(const struct lw_frame *frame, const struct lwi_jpeg_settings *settings,
                    uint8_t **ret_data, size_t *ret_size);

#endif
