/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Scaling one plane with libswscale, which is in the module of video. */
#ifndef LWI_RECORD_SCALE_H
#define LWI_RECORD_SCALE_H

#include <stddef.h>
#include <stdint.h>

struct lwi_scale {
    /* The mean of the area that each new sample covers. 0, -ENOMEM or -EIO. */
    int (*plane)(uint8_t *dst, uint32_t dst_stride, uint32_t dst_width, uint32_t dst_height,
                 const uint8_t *src, ptrdiff_t src_stride, uint32_t src_width, uint32_t src_height);
};

/* In the module. */
extern const struct lwi_scale lwi_scale_table;

#endif
