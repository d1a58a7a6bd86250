/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* From libavcodec's pictures to frames. */
#ifndef LWI_DECODE_AV_FRAME_H
#define LWI_DECODE_AV_FRAME_H

#include <libavutil/frame.h>

#include "frame/frame.h"

/*
 * Fills the luma plane of a picture that is about to be decoded with a pattern
 * that no decoder leaves behind, so that what was never decoded can be told
 * afterwards, and is not what the same memory held before: another camera.
 */
void lwi_av_frame_mark(AVFrame *av);

/* Rows from the top, in steps of 16, before the first block that still is as it was marked. */
uint32_t lwi_av_frame_rows_whole(const AVFrame *av);

/*
 * A frame with the picture's content, one reference. Rows from rows_whole on
 * become black. 0, -ENOTSUP (pixel format), -EINVAL (size), -ENOMEM.
 */
int lwi_av_frame_convert(struct lw_frame **ret_frame, const AVFrame *av, uint32_t rows_whole,
                         int luma_only);

#endif
