/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Finds the decoder of a picture by its first bytes and hands it on; video
 * packets go to video.c.
 */
#include "decode/decode.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "decode/still.h"
#include "decode/video.h"

static const uint64_t pixels_max_default = 200000000;

static const struct lwi_still_info *const stills[] = {
    &lwi_still_jpeg, &lwi_still_png, &lwi_still_webp, &lwi_still_bmp, &lwi_still_tiff, NULL,
};

/* Formats that people have and that are not read, so that the error can say their name. */
static const struct {
    const char *name;
    size_t offset, size;
    const char *bytes;
} foreign[] = {
    {"GIF", 0, 4, "GIF8"},
    {"HEIC", 4, 8, "ftypheic"},
    {"HEIC", 4, 8, "ftypheix"},
    {"HEIF", 4, 8, "ftypmif1"},
    {"AVIF", 4, 8, "ftypavif"},
    {"JPEG 2000", 4, 8, "jP  \r\n\x87\n"},
    {"JPEG XL", 0, 12, "\0\0\0\x0cJXL \r\n\x87\n"},
    {"PDF", 0, 5, "%PDF-"},
    {"Photoshop", 0, 4, "8BPS"},
};

struct lwi_decoder {
    struct lwi_decode_settings settings;
    struct lwi_video_decoder *video; /* made when the first video packet comes */
};

void lwi_decode_settings_default(struct lwi_decode_settings *ret_settings)
{
    *ret_settings = (struct lwi_decode_settings){.pixels_max = pixels_max_default};
}

int lwi_decoder_new(struct lwi_decoder **ret_decoder, const struct lwi_decode_settings *settings)
{
    struct lwi_decoder *decoder = calloc(1, sizeof(*decoder));
    if (!decoder)
        return -ENOMEM;
    if (settings)
        decoder->settings = *settings;
    else
        lwi_decode_settings_default(&decoder->settings);
    *ret_decoder = decoder;
    return 0;
}

void lwi_decoder_free(struct lwi_decoder **decoder)
{
    if (!decoder || !*decoder)
        return;
    lwi_video_decoder_free(&(*decoder)->video);
    free(*decoder);
    *decoder = NULL;
}

int lwi_still_check_size(const struct lwi_decode_settings *settings, const char *name,
                         uint64_t width, uint64_t height, struct lw_error *reterr)
{
    if (width == 0 || height == 0)
        return lwi_error_set(reterr, -EINVAL, "%s of %" PRIu64 " x %" PRIu64 " pixels", name, width,
                             height);
    if (width <= LW_FRAME_SIDE_MAX && height <= LW_FRAME_SIDE_MAX &&
        width * height <= settings->pixels_max)
        return 0;
    (void) lwi_error_set(reterr, -EFBIG,
                         "%s claims %" PRIu64 " x %" PRIu64 " pixels, the limit is %" PRIu64
                         " megapixels",
                         name, width, height, settings->pixels_max / 1000000);
    lwi_error_hint(reterr, "if it is genuine, raise the limit on pixels; no side may exceed %u",
                   LW_FRAME_SIDE_MAX);
    return -EFBIG;
}

int lwi_still_frame(const struct lwi_decode_settings *settings, uint32_t width, uint32_t height,
                    int grey, struct lw_frame **ret_frame)
{
    struct lwi_frame_format format = {
        .width = width,
        .height = height,
        .has_chroma = !settings->luma_only && !grey,
    };
    return lwi_frame_new(ret_frame, &format);
}

static const struct lwi_still_info *find_still(const uint8_t *data, size_t size)
{
    for (size_t i = 0; stills[i]; i++)
        if (stills[i]->match(data, size))
            return stills[i];
    return NULL;
}

const char *lwi_decode_still_name(const uint8_t *data, size_t size)
{
    const struct lwi_still_info *still = find_still(data, size);
    return still ? still->name : NULL;
}

static int refuse(const uint8_t *data, size_t size, struct lw_error *reterr)
{
    if (size == 0)
        return lwi_error_set(reterr, -EBADMSG, "empty");
    for (size_t i = 0; i < sizeof(foreign) / sizeof(foreign[0]); i++) {
        if (size < foreign[i].offset + foreign[i].size ||
            memcmp(data + foreign[i].offset, foreign[i].bytes, foreign[i].size) != 0)
            continue;
        (void) lwi_error_set(reterr, -ENOTSUP, "%s is not read", foreign[i].name);
        lwi_error_hint(reterr, "convert it to JPEG, PNG, WebP, BMP or TIFF");
        return -ENOTSUP;
    }
    (void) lwi_error_set(reterr, -EBADMSG, "not a picture");
    lwi_error_hint(reterr, "JPEG, PNG, WebP, BMP and TIFF are read, told by their content");
    return -EBADMSG;
}

int lwi_decode_image(struct lwi_decoder *decoder, const uint8_t *data, size_t size,
                     struct lw_frame **ret_frame, struct lw_error *reterr)
{
    const struct lwi_still_info *still = data ? find_still(data, size) : NULL;
    if (!still)
        return refuse(data, data ? size : 0, reterr);
    return still->decode(&decoder->settings, data, size, ret_frame, reterr);
}

static int need_video(struct lwi_decoder *decoder, struct lw_error *reterr)
{
    if (decoder->video)
        return 0;
    return lwi_video_decoder_new(&decoder->video, &decoder->settings, reterr);
}

static int decode_image_packet(struct lwi_decoder *decoder, const struct lwi_packet *packet,
                               struct lw_frame **ret_frame, struct lw_error *reterr)
{
    struct lw_frame *frame = NULL;
    int err = lwi_decode_image(decoder, packet->data, packet->size, &frame, reterr);
    if (err)
        return err;
    frame->pts_ns = packet->pts_ns;
    frame->wall_ns = packet->wall_ns;
    *ret_frame = frame;
    return 0;
}

int lwi_decode_packet(struct lwi_decoder *decoder, const struct lwi_packet *packet,
                      struct lw_frame **ret_frame, struct lw_error *reterr)
{
    if (packet->kind == LWI_PACKET_IMAGE)
        return decode_image_packet(decoder, packet, ret_frame, reterr);
    int err = need_video(decoder, reterr);
    return err ? err : lwi_video_decode_key(decoder->video, packet, ret_frame, reterr);
}

int lwi_decode_stream(struct lwi_decoder *decoder, const struct lwi_packet *packet,
                      struct lw_frame **ret_frame, struct lw_error *reterr)
{
    if (packet->kind == LWI_PACKET_IMAGE)
        return decode_image_packet(decoder, packet, ret_frame, reterr);
    int err = need_video(decoder, reterr);
    return err ? err : lwi_video_decode_stream(decoder->video, packet, ret_frame, reterr);
}
