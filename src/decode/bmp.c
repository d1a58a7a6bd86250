/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "decode/bmp.h"

#include <stdlib.h>
#include <string.h>

#include <libavcodec/avcodec.h>
#include <libavutil/log.h>
#include <libswscale/swscale.h>

#include "base/error.h"
#include "base/module.h"
#include "decode/rgb.h"

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
static int to_frame(const AVFrame *av, int luma_only, struct lw_frame **ret_frame)
{
    struct SwsContext *sws =
        sws_getContext(av->width, av->height, (enum AVPixelFormat) av->format, av->width,
                       av->height, AV_PIX_FMT_RGB24, SWS_POINT, NULL, NULL, NULL);
    size_t stride = ((size_t) av->width * 3 + 63) / 64 * 64;
    uint8_t *rgb = aligned_alloc(64, stride * (size_t) av->height + 64);
    struct lw_frame *frame = NULL;
    const struct lwi_frame_format format = {
        .width = (uint32_t) av->width,
        .height = (uint32_t) av->height,
        .has_chroma = !luma_only,
    };
    int err = sws && rgb ? lwi_frame_new(&frame, &format) : -ENOMEM;
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

static int decode(const uint8_t *data, size_t size, int luma_only, struct lw_frame **ret_frame,
                  struct lw_error *reterr)
{
    int err = 0;
    av_log_set_level(AV_LOG_QUIET);
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
        err = to_frame(av, luma_only, ret_frame);
    if (err)
        err = lwi_error_set(reterr, -ENOMEM, "no memory for a picture of %d x %d", av->width,
                            av->height);
out:
    av_frame_free(&av);
    avcodec_free_context(&codec);
    return err;
}

LWI_MODULE_EXPORT const struct lwi_bmp lwi_bmp_table = {
    .decode = decode,
};
