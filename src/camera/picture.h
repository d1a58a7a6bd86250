/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* JPEG pictures in memory. */
#ifndef LWI_CAMERA_PICTURE_H
#define LWI_CAMERA_PICTURE_H

#include <stddef.h>
#include <stdint.h>

#include "lenswatch/frame.h"

/* Owned by whoever holds it; zeroed = none. */
struct lwi_picture {
    uint8_t *data;
    size_t size;
};

/* For events and references: wide enough to see the blur, small enough to keep. 0 or -errno. */
int lwi_picture_make(struct lwi_picture *ret_picture, const struct lw_frame *frame);
/* The same, 480 pixels wide at most: to be recognised, and kept for long. */
int lwi_picture_make_small(struct lwi_picture *ret_picture, const struct lw_frame *frame);
/* A copy; none of none. */
int lwi_picture_copy(struct lwi_picture *ret_picture, const struct lwi_picture *picture);
void lwi_picture_done(struct lwi_picture *picture);

#endif
