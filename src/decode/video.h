/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Decoding packets of a video stream, through libavcodec. Two ways: a key packet
 * alone, for watching, and all packets in their order, for live view.
 *
 * The Y plane is handed on as it was coded: full range where the stream says so
 * or its format is one of JPEG's, else limited; of more than 8 bits the upper 8.
 * Nothing is rotated, scaled or cropped beyond what the stream itself crops.
 *
 * A torn picture of H.264 or MJPEG is told (rows_whole). Of H.265 it is not where
 * a slice was cut short: FFmpeg's decoder reads on beyond the end and fills the
 * rest with what that gives.
 */
#ifndef LWI_DECODE_VIDEO_H
#define LWI_DECODE_VIDEO_H

#include "decode/decode.h"

struct lwi_video_decoder;

/* settings may be NULL: the defaults. 0, -ENOMEM or -ELIBACC (see base/module.h). */
int lwi_video_decoder_new(struct lwi_video_decoder **ret_decoder,
                          const struct lwi_decode_settings *settings, struct lw_error *reterr);
void lwi_video_decoder_free(struct lwi_video_decoder **decoder);

/*
 * Decodes one key packet, independent of any before it. The caller owns a
 * reference to *ret_frame. A picture with damage that the decoder had to guess
 * over is refused: what it invents would be judged.
 * Returns 0; -EAGAIN (the packet gives no picture), -EBADMSG (damaged), -ENOTSUP
 * (codec or pixel format), -EFBIG (more than pixels_max), -ENOMEM.
 */
int lwi_video_decode_key(struct lwi_video_decoder *decoder, const struct lwi_packet *packet,
                         struct lw_frame **ret_frame, struct lw_error *reterr);

/*
 * Decodes the next packet of one running stream; damaged pictures are handed on,
 * for people look at them. Another codec or other parameter sets start afresh.
 * Returns as above; -EAGAIN: no picture from this packet yet.
 */
int lwi_video_decode_stream(struct lwi_video_decoder *decoder, const struct lwi_packet *packet,
                            struct lw_frame **ret_frame, struct lw_error *reterr);

/* The functions above are in the module of video; this is its table. */
struct lwi_video {
    int (*create)(struct lwi_video_decoder **ret_decoder,
                  const struct lwi_decode_settings *settings, struct lw_error *reterr);
    void (*destroy)(struct lwi_video_decoder **decoder);
    int (*key)(struct lwi_video_decoder *decoder, const struct lwi_packet *packet,
               struct lw_frame **ret_frame, struct lw_error *reterr);
    int (*stream)(struct lwi_video_decoder *decoder, const struct lwi_packet *packet,
                  struct lw_frame **ret_frame, struct lw_error *reterr);
};

extern const struct lwi_video lwi_video_table;

#endif
