/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Decoding: packets or bytes to frames. A decoder belongs to a worker thread,
 * not to a camera: it keeps a codec context a codec and flushes it between
 * key frames, so memory does not grow with the number of cameras.
 */
#ifndef LWI_DECODE_DECODE_H
#define LWI_DECODE_DECODE_H

#include <stddef.h>
#include <stdint.h>

#include "frame/frame.h"
#include "lenswatch/error.h"
#include "source/source.h"

struct lwi_decoder;

struct lwi_decode_settings {
    uint64_t pixels_max; /* a picture that claims more is refused unread; default 200,000,000 */
    int luma_only;       /* 1: no chroma planes (faster for JPEG) */
};

void lwi_decode_settings_default(struct lwi_decode_settings *ret_settings);

/* settings are copied; NULL: the defaults. 0 or -ENOMEM. */
int lwi_decoder_new(struct lwi_decoder **ret_decoder, const struct lwi_decode_settings *settings);
void lwi_decoder_free(struct lwi_decoder **decoder);

/*
 * Decodes one encoded still picture, told by its content: JPEG, PNG, WebP, BMP,
 * TIFF. A torn picture is a frame whose rows_whole says how much is whole.
 * The caller owns a reference to *ret_frame. Nothing is rotated (EXIF is ignored).
 *
 * Returns 0; -EBADMSG (not a picture, or nothing of it is whole), -ENOTSUP (a
 * format that is not read), -EFBIG (more than pixels_max), -EINVAL (0x0), -ENOMEM.
 */
int lwi_decode_image(struct lwi_decoder *decoder, const uint8_t *data, size_t size,
                     struct lw_frame **ret_frame, struct lw_error *reterr);

/* "JPEG" and so on where the first bytes (64 are enough) are a still picture's that is read,
 * else NULL. Static storage. */
const char *lwi_decode_still_name(const uint8_t *data, size_t size);

/*
 * Decodes one packet. IMAGE: as above. VIDEO: a key packet alone, independent
 * of any before it. Returns as above, and -EAGAIN where the packet gives no picture.
 */
int lwi_decode_packet(struct lwi_decoder *decoder, const struct lwi_packet *packet,
                      struct lw_frame **ret_frame, struct lw_error *reterr);

/*
 * A running decoder of one stream, for live view and for what needs every frame:
 * packets in their order, key or not. -EAGAIN: no picture from this packet yet.
 */
int lwi_decode_stream(struct lwi_decoder *decoder, const struct lwi_packet *packet,
                      struct lw_frame **ret_frame, struct lw_error *reterr);

#endif
