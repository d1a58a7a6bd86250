/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Still pictures: one file a format, a const descriptor at the end of each, one
 * table in decode.c.
 */
#ifndef LWI_DECODE_STILL_H
#define LWI_DECODE_STILL_H

#include <stddef.h>
#include <stdint.h>

#include "decode/decode.h"

struct lwi_still_info {
    const char *name; /* "JPEG", for people */
    /* Non-zero where the first bytes are this format's. */
    int (*match)(const uint8_t *data, size_t size);
    /* As lwi_decode_image(); data matched. */
    int (*decode)(const struct lwi_decode_settings *settings, const uint8_t *data, size_t size,
                  struct lw_frame **ret_frame, struct lw_error *reterr);
};

extern const struct lwi_still_info lwi_still_jpeg;
extern const struct lwi_still_info lwi_still_png;
extern const struct lwi_still_info lwi_still_webp;
extern const struct lwi_still_info lwi_still_bmp;
extern const struct lwi_still_info lwi_still_tiff;

/*
 * Refuses a size before anything is allocated for it.
 * Returns 0, -EINVAL (0x0), -EFBIG (more than pixels_max, or a side over LW_FRAME_SIDE_MAX).
 */
int lwi_still_check_size(const struct lwi_decode_settings *settings, const char *name,
                         uint64_t width, uint64_t height, struct lw_error *reterr);

/* A frame for RGB rows: with 4:4:4 chroma unless luma_only or grey. As lwi_frame_new(). */
int lwi_still_frame(const struct lwi_decode_settings *settings, uint32_t width, uint32_t height,
                    int grey, struct lw_frame **ret_frame);

#endif
