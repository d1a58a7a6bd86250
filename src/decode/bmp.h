/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* BMP through libavcodec, in the module of video; what comes in has been checked by still_bmp.c. */
#ifndef LWI_DECODE_BMP_H
#define LWI_DECODE_BMP_H

#include <stddef.h>
#include <stdint.h>

#include "frame/frame.h"
#include "lenswatch/error.h"

struct lwi_bmp {
    /* 0, -EBADMSG, -ENOTSUP or -ENOMEM. */
    int (*decode)(const uint8_t *data, size_t size, int luma_only, struct lw_frame **ret_frame,
                  struct lw_error *reterr);
};

extern const struct lwi_bmp lwi_bmp_table;

#endif
