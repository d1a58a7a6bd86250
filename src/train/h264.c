/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "train/h264.h"

#include <errno.h>
#include <string.h>

#include <libavcodec/avcodec.h>
#include <libavutil/log.h>
#include <libavutil/opt.h>

#include "base/module.h"
#include "frame/frame.h"

/* One key frame, coded by one thread: the same bits on every run. */
static AVCodecContext *open_encoder(uint32_t width, uint32_t height, int crf)
{
    av_log_set_level(AV_LOG_QUIET);
    const AVCodec *codec = avcodec_find_encoder_by_name("libx264");
    AVCodecContext *c = codec ? avcodec_alloc_context3(codec) : NULL;

    if (!c)
        return NULL;
    c->width = (int) width;
    c->height = (int) height;
    c->pix_fmt = AV_PIX_FMT_YUV420P;
    c->time_base = (AVRational){1, 25};
    c->thread_count = 1;
    c->gop_size = 1;
    c->max_b_frames = 0;
    (void) av_opt_set(c->priv_data, "preset", "veryfast", 0);
    (void) av_opt_set(c->priv_data, "tune", "zerolatency", 0);
    (void) av_opt_set_int(c->priv_data, "crf", crf, 0);
    (void) av_opt_set(c->priv_data, "x264-params", "log=-1", 0);
    if (avcodec_open2(c, codec, NULL) < 0)
        avcodec_free_context(&c);
    return c;
}

static int encode(AVCodecContext *c, const struct lw_frame *frame, AVPacket *packet)
{
    AVFrame *picture = av_frame_alloc();
    int r = -ENOMEM;

    if (!picture)
        return r;
    picture->format = c->pix_fmt;
    picture->width = c->width;
    picture->height = c->height;
    if (av_frame_get_buffer(picture, 0) == 0) {
        for (int y = 0; y < c->height; y++)
            memcpy(picture->data[0] + (ptrdiff_t) y * picture->linesize[0],
                   frame->luma + frame->stride * y, (size_t) c->width);
        for (int p = 1; p < 3; p++)
            for (int y = 0; y < c->height / 2; y++)
                memset(picture->data[p] + (ptrdiff_t) y * picture->linesize[p], 128,
                       (size_t) c->width / 2);
        picture->pts = 0;
        r = avcodec_send_frame(c, picture) < 0 || avcodec_send_frame(c, NULL) < 0 ||
                    avcodec_receive_packet(c, packet) < 0
                ? -EIO
                : 0;
    }
    av_frame_free(&picture);
    return r;
}

static int decode(const AVPacket *packet, struct lw_frame **ret_frame)
{
    const AVCodec *codec = avcodec_find_decoder(AV_CODEC_ID_H264);
    AVCodecContext *c = codec ? avcodec_alloc_context3(codec) : NULL;
    AVFrame *picture = av_frame_alloc();
    int r = -ENOMEM;

    if (c && picture) {
        c->thread_count = 1;
        r = avcodec_open2(c, codec, NULL) < 0 || avcodec_send_packet(c, packet) < 0 ||
                    avcodec_send_packet(c, NULL) < 0 || avcodec_receive_frame(c, picture) < 0
                ? -EIO
                : 0;
    }
    if (r == 0) {
        const struct lwi_frame_format format = {
            .width = (uint32_t) picture->width,
            .height = (uint32_t) picture->height,
        };
        r = lwi_frame_new(ret_frame, &format);
    }
    for (int y = 0; r == 0 && y < picture->height; y++)
        memcpy(lwi_frame_luma(*ret_frame) + (*ret_frame)->stride * y,
               picture->data[0] + (ptrdiff_t) y * picture->linesize[0], (size_t) picture->width);
    av_frame_free(&picture);
    avcodec_free_context(&c);
    return r;
}

static int recode(struct lw_frame **frame, int crf)
{
    /* The encoder wants even sides. */
    AVCodecContext *c = open_encoder((*frame)->width & ~1u, (*frame)->height & ~1u, crf);
    AVPacket *packet = av_packet_alloc();
    struct lw_frame *again = NULL;
    int r = !packet ? -ENOMEM : !c ? -ENOTSUP : encode(c, *frame, packet);

    if (r == 0)
        r = decode(packet, &again);
    if (r != -ENOTSUP) {
        lwi_frame_unref(frame);
        *frame = again;
    }
    av_packet_free(&packet);
    avcodec_free_context(&c);
    return r;
}

LWI_MODULE_EXPORT const struct lwi_h264 lwi_h264_table = {
    .recode = recode,
};
