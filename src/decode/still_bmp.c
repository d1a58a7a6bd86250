/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * BMP through libavcodec. Its rows are stored from the bottom up, so what a torn
 * file lacks is its top: such a file is refused, not judged in part.
 */
#include "decode/still.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <libavcodec/avcodec.h>
#include <libswscale/swscale.h>

#include "base/error.h"
#include "decode/rgb.h"

static uint32_t le32(const uint8_t *p)
{
    return p[0] | (uint32_t) p[1] << 8 | (uint32_t) p[2] << 16 | (uint32_t) p[3] << 24;
}

/* The size that the header claims; libavcodec would allocate for it before we could look. */
static int claimed_size(const uint8_t *data, size_t size, uint64_t *ret_width, uint64_t *ret_height)
{
    if (size < 26)
        return -EBADMSG;
    if (le32(data + 14) == 12) {
        *ret_width = data[18] | (uint64_t) data[19] << 8;
        *ret_height = data[20] | (uint64_t) data[21] << 8;
        return 0;
    }
    int64_t width = (int32_t) le32(data + 18);
    int64_t height = (int32_t) le32(data + 22);
    *ret_width = (uint64_t) (width < 0 ? 0 : width);
    *ret_height = (uint64_t) (height < 0 ? -height : height);
    return 0;
}

/* libavcodec guesses at other row sizes where rows are missing, and shifts the picture; so what
 * uncompressed rows need is counted here. */
static int lacks_rows(const uint8_t *data, size_t size, uint64_t width, uint64_t height)
{
    uint32_t header = le32(data + 14);
    if (size < 34 || header < 40)
        return 0; /* OS/2's: left to libavcodec */
    uint32_t compression = le32(data + 30);
    uint64_t bits = width * (data[28] | (unsigned) data[29] << 8);
    if (compression != 0 && compression != 3) /* run lengths */
        return 0;
    uint64_t stride = (bits + 31) / 32 * 4;
    return size < le32(data + 10) + stride * height;
}

/* One packet in, one picture out. */
static int decode_av(AVCodecContext *codec, AVFrame *av, const uint8_t *data, size_t size)
{
    AVPacket *packet = av_packet_alloc();
    if (!packet)
        return AVERROR(ENOMEM);
    int err = av_new_packet(packet, (int) size); /* with the padding that decoders read into */
    if (!err) {
        memcpy(packet->data, data, size);
        err = avcodec_send_packet(codec, packet);
    }
    if (!err)
        err = avcodec_receive_frame(codec, av);
    av_packet_free(&packet);
    return err;
}

/* Every packing of RGB, and palettes, unpacked without loss. Alpha is left out: programs write
 * garbage there as often as not. */
static int to_frame(const struct lwi_decode_settings *settings, const AVFrame *av,
                    struct lw_frame **ret_frame)
{
    struct SwsContext *sws =
        sws_getContext(av->width, av->height, (enum AVPixelFormat) av->format, av->width,
                       av->height, AV_PIX_FMT_RGB24, SWS_POINT, NULL, NULL, NULL);
    size_t stride = ((size_t) av->width * 3 + 63) / 64 * 64;
    uint8_t *rgb = aligned_alloc(64, stride * (size_t) av->height + 64);
    struct lw_frame *frame = NULL;
    int err = sws && rgb ? lwi_still_frame(settings, (uint32_t) av->width, (uint32_t) av->height,
                                           /* grey= */ 0, &frame)
                         : -ENOMEM;
    if (!err) {
        uint8_t *const to[4] = {rgb};
        const int to_stride[4] = {(int) stride};
        if (sws_scale(sws, (const uint8_t *const *) av->data, av->linesize, 0, av->height, to,
                      to_stride) != av->height)
            err = -ENOMEM;
    }
    for (uint32_t y = 0; !err && y < frame->height; y++)
        lwi_rgb_put_row(frame, y, rgb + y * stride, LWI_RGB_RGB);
    if (err)
        lwi_frame_unref(&frame);
    else
        *ret_frame = frame;
    free(rgb);
    sws_freeContext(sws);
    return err;
}

static int decode(const struct lwi_decode_settings *settings, const uint8_t *data, size_t size,
                  struct lw_frame **ret_frame, struct lw_error *reterr)
{
    uint64_t width, height;
    if (claimed_size(data, size, &width, &height) || size > INT32_MAX / 2)
        return lwi_error_set(reterr, -EBADMSG, "torn BMP: its header is cut off");
    int err = lwi_still_check_size(settings, "BMP", width, height, reterr);
    if (err)
        return err;
    if (lacks_rows(data, size, width, height))
        return lwi_error_set(reterr, -EBADMSG, "torn BMP: its upper rows are missing");

    const AVCodec *decoder = avcodec_find_decoder(AV_CODEC_ID_BMP);
    if (!decoder)
        return lwi_error_set(reterr, -ENOTSUP, "this system's libavcodec reads no BMP");
    AVCodecContext *codec = avcodec_alloc_context3(decoder);
    AVFrame *av = av_frame_alloc();
    if (!codec || !av) {
        err = lwi_error_set(reterr, -ENOMEM, "no memory to decode a BMP");
        goto out;
    }
    codec->thread_count = 1;
    err = avcodec_open2(codec, decoder, NULL);
    if (!err)
        err = decode_av(codec, av, data, size);
    if (err && err != AVERROR(ENOMEM)) {
        err = lwi_error_set(reterr, -EBADMSG, "broken or torn BMP");
        goto out;
    }
    if (!err)
        err = to_frame(settings, av, ret_frame);
    if (err)
        err = lwi_error_set(reterr, -ENOMEM, "no memory for a picture of %d x %d", av->width,
                            av->height);
out:
    av_frame_free(&av);
    avcodec_free_context(&codec);
    return err;
}

/* "BM" and one of the sizes that the second header has had, lest text pass for a picture. */
static int match(const uint8_t *data, size_t size)
{
    if (size < 18 || data[0] != 'B' || data[1] != 'M')
        return 0;
    uint32_t header = le32(data + 14);
    return header == 12 || (header >= 16 && header <= 256);
}

const struct lwi_still_info lwi_still_bmp = {
    .name = "BMP",
    .match = match,
    .decode = decode,
};
