/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "coder.h"

#include <errno.h>
#include <libavcodec/avcodec.h>
#include <libavutil/log.h>
#include <libavutil/opt.h>
#include <stdlib.h>
#include <string.h>

/* A key frame every two seconds gets this share of these two seconds' bits, in a scene where
 * little moves. */
#define KEY_SECONDS 2.0
#define KEY_SHARE   0.4

struct sim_coder {
    AVCodecContext *encoder, *decoder;
    AVFrame *picture, *decoded;
    AVPacket *packet;
    int64_t pts;
};

static AVCodecContext *open_encoder(const struct sim_coder_settings *s)
{
    const AVCodec *codec = avcodec_find_encoder_by_name(s->hevc ? "libx265" : "libx264");
    AVCodecContext *c = codec ? avcodec_alloc_context3(codec) : NULL;

    if (!c)
        return NULL;
    c->width = s->width;
    c->height = s->height;
    c->pix_fmt = AV_PIX_FMT_YUV420P;
    c->time_base = (AVRational){1, 25};
    c->framerate = (AVRational){25, 1};
    c->thread_count = 1;
    c->gop_size = 1;
    c->max_b_frames = 0;
    c->bit_rate = (int64_t) (s->kbit * 1000 * KEY_SECONDS * KEY_SHARE * 25);
    c->rc_max_rate = c->bit_rate;
    c->rc_buffer_size = (int) (c->bit_rate / 25 * 3);
    (void) av_opt_set(c->priv_data, "preset", s->hevc ? "ultrafast" : "superfast", 0);
    (void) av_opt_set(c->priv_data, "tune", "zerolatency", 0);
    (void) av_opt_set(c->priv_data, s->hevc ? "x265-params" : "x264-params",
                      s->hevc ? "log-level=none:pools=none:frame-threads=1:keyint=1"
                              : "log-level=none:trellis=0",
                      0);
    if (avcodec_open2(c, codec, NULL) < 0)
        avcodec_free_context(&c);
    return c;
}

static AVCodecContext *open_decoder(const struct sim_coder_settings *s)
{
    const AVCodec *codec = avcodec_find_decoder(s->hevc ? AV_CODEC_ID_HEVC : AV_CODEC_ID_H264);
    AVCodecContext *c = codec ? avcodec_alloc_context3(codec) : NULL;

    if (!c)
        return NULL;
    c->thread_count = 1;
    c->flags |= AV_CODEC_FLAG_LOW_DELAY;
    if (avcodec_open2(c, codec, NULL) < 0)
        avcodec_free_context(&c);
    return c;
}

int sim_coder_new(struct sim_coder **ret_coder, const struct sim_coder_settings *settings)
{
    struct sim_coder *c = calloc(1, sizeof(*c));

    if (!c)
        return -ENOMEM;
    av_log_set_level(AV_LOG_QUIET);
    c->encoder = open_encoder(settings);
    c->decoder = open_decoder(settings);
    c->picture = av_frame_alloc();
    c->decoded = av_frame_alloc();
    c->packet = av_packet_alloc();
    if (!c->encoder || !c->decoder || !c->picture || !c->decoded || !c->packet) {
        sim_coder_free(&c);
        return -ENOTSUP;
    }
    *ret_coder = c;
    return 0;
}

void sim_coder_free(struct sim_coder **coder)
{
    struct sim_coder *c = *coder;

    if (!c)
        return;
    avcodec_free_context(&c->encoder);
    avcodec_free_context(&c->decoder);
    av_frame_free(&c->picture);
    av_frame_free(&c->decoded);
    av_packet_free(&c->packet);
    free(c);
    *coder = NULL;
}

static void copy_plane(uint8_t *to, ptrdiff_t to_stride, const uint8_t *from, ptrdiff_t stride,
                       int width, int height)
{
    for (int y = 0; y < height; y++)
        memcpy(to + to_stride * y, from + stride * y, (size_t) width);
}

static int encode(struct sim_coder *c, const struct sim_picture *p)
{
    AVFrame *f = c->picture;

    av_frame_unref(f);
    f->format = AV_PIX_FMT_YUV420P;
    f->width = p->width;
    f->height = p->height;
    if (av_frame_get_buffer(f, 0) < 0)
        return -ENOMEM;
    copy_plane(f->data[0], f->linesize[0], p->y, p->width, p->width, p->height);
    copy_plane(f->data[1], f->linesize[1], p->u, p->width / 2, p->width / 2, p->height / 2);
    copy_plane(f->data[2], f->linesize[2], p->v, p->width / 2, p->width / 2, p->height / 2);
    f->pts = c->pts++;
    f->pict_type = AV_PICTURE_TYPE_I;
    if (avcodec_send_frame(c->encoder, f) < 0 || avcodec_receive_packet(c->encoder, c->packet) < 0)
        return -EIO;
    return 0;
}

static int decode(struct sim_coder *c)
{
    int r = avcodec_send_packet(c->decoder, c->packet);

    av_packet_unref(c->packet);
    if (r < 0)
        return -EIO;
    r = avcodec_receive_frame(c->decoder, c->decoded);
    if (r == AVERROR(EAGAIN)) { /* it waits for more: have it give what it has */
        (void) avcodec_send_packet(c->decoder, NULL);
        r = avcodec_receive_frame(c->decoder, c->decoded);
        avcodec_flush_buffers(c->decoder);
    }
    return r < 0 ? -EIO : 0;
}

int sim_coder_run(struct sim_coder *coder, const struct sim_picture *picture, int64_t wall_ns,
                  struct lw_frame **ret_frame)
{
    int r = encode(coder, picture);

    if (r == 0)
        r = decode(coder);
    if (r < 0)
        return r;
    const AVFrame *from = coder->decoded;
    const struct lwi_frame_format format = {(uint32_t) from->width, (uint32_t) from->height, 1, 1,
                                            1};
    struct lw_frame *f;
    r = lwi_frame_new(&f, &format);
    if (r < 0)
        return r;
    copy_plane(lwi_frame_luma(f), f->stride, from->data[0], from->linesize[0], from->width,
               from->height);
    for (int i = 0; i < 2; i++)
        copy_plane(lwi_frame_chroma(f, i), f->chroma_stride, from->data[i + 1],
                   from->linesize[i + 1], from->width / 2, from->height / 2);
    f->range = LW_RANGE_LIMITED;
    f->wall_ns = wall_ns;
    *ret_frame = f;
    return 0;
}
