/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "record/scale.h"

#include <errno.h>

#include <libavutil/pixfmt.h>
#include <libswscale/swscale.h>

#include "base/module.h"

/* libswscale scales one plane at a time: to it each is a grey picture. */
static int scale_plane(uint8_t *dst, uint32_t dst_stride, uint32_t dst_width, uint32_t dst_height,
                       const uint8_t *src, ptrdiff_t src_stride, uint32_t src_width,
                       uint32_t src_height)
{
    struct SwsContext *sws =
        sws_getContext((int) src_width, (int) src_height, AV_PIX_FMT_GRAY8, (int) dst_width,
                       (int) dst_height, AV_PIX_FMT_GRAY8, SWS_AREA, NULL, NULL, NULL);
    if (!sws)
        return -ENOMEM;
    const uint8_t *const from[4] = {src};
    const int from_stride[4] = {(int) src_stride};
    uint8_t *const to[4] = {dst};
    const int to_stride[4] = {(int) dst_stride};
    int rows = sws_scale(sws, from, from_stride, 0, (int) src_height, to, to_stride);
    sws_freeContext(sws);
    return rows == (int) dst_height ? 0 : -EIO;
}

LWI_MODULE_EXPORT const struct lwi_scale lwi_scale_table = {
    .plane = scale_plane,
};
