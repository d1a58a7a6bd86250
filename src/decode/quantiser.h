/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* How coarsely a picture of a video was coded: what a frame's `quantiser` is. */
#ifndef LWI_DECODE_QUANTISER_H
#define LWI_DECODE_QUANTISER_H

#include <stddef.h>
#include <stdint.h>

#include <libavcodec/avcodec.h>

/*
 * Of a picture that was decoded from this packet. H.264: the mean over its blocks, where the
 * decoder was asked to tell them (AV_CODEC_EXPORT_DATA_VIDEO_ENC_PARAMS). H.265: that of its
 * first slice, where it is an IDR picture. 0: not known.
 */
float lwi_av_quantiser(const AVFrame *frame, const AVCodecParameters *par, const AVPacket *packet);

/* Of one H.265 picture: `head` (extradata; may be empty), then `data`, both with start codes, as
 * cameras send them. *ret_qp: quantisation parameter of its first slice. Any bytes may come.
 * Returns 0 or -ENODATA. */
int lwi_hevc_first_qp(const uint8_t *head, size_t head_size, const uint8_t *data, size_t size,
                      int *ret_qp);

#endif
