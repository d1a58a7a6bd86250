/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "coder.h"

#include <errno.h>
#include <libavcodec/avcodec.h>
#include <libavutil/log.h>
#include <libavutil/opt.h>
#include <stdlib.h>
#include <string.h>

#include "decode/decode.h"

struct encoder {
    AVCodecContext *codec;
    AVFrame *picture;
    AVPacket *packet;
    int64_t pts;
};

/* The program's decoder, for what one encoder gives. */
struct receiver {
    AVCodecParameters *par;
    struct lwi_decoder *decoder;
};

struct sim_stream {
    struct encoder encoder;
    struct receiver receiver; /* opened with the first frame that is decoded */
};

struct sim_coder {
    struct encoder encoder;
    struct receiver receiver;
};

/* keys: frames from one key frame to the next. bit_rate: bits a second at SIM_FRAME_RATE. */
static AVCodecContext *open_codec(const struct sim_coder_settings *s, int keys, double bit_rate,
                                  double buffer)
{
    const AVCodec *codec = avcodec_find_encoder_by_name(s->hevc ? "libx265" : "libx264");
    AVCodecContext *c = codec ? avcodec_alloc_context3(codec) : NULL;

    if (!c)
        return NULL;
    c->width = s->width;
    c->height = s->height;
    c->pix_fmt = AV_PIX_FMT_YUV420P;
    c->time_base = (AVRational){1, SIM_FRAME_RATE};
    c->framerate = (AVRational){SIM_FRAME_RATE, 1};
    c->thread_count = 1;
    c->gop_size = keys;
    c->max_b_frames = 0;
    c->bit_rate = (int64_t) bit_rate;
    c->rc_max_rate = c->bit_rate;
    c->rc_buffer_size = (int) buffer;
    (void) av_opt_set(c->priv_data, "preset", s->hevc ? "ultrafast" : "superfast", 0);
    (void) av_opt_set(c->priv_data, "tune", "zerolatency", 0);
    (void) av_opt_set(c->priv_data, s->hevc ? "x265-params" : "x264-params",
                      s->hevc ? "log-level=none:pools=none:frame-threads=1:scenecut=0:open-gop=0"
                              : "log=-1:trellis=0:scenecut=0",
                      0);
    if (avcodec_open2(c, codec, NULL) < 0)
        avcodec_free_context(&c);
    return c;
}

static int encoder_open(struct encoder *e, AVCodecContext *codec)
{
    av_log_set_level(AV_LOG_QUIET);
    e->codec = codec;
    e->picture = av_frame_alloc();
    e->packet = av_packet_alloc();
    if (!codec)
        return -ENOTSUP;
    return e->picture && e->packet ? 0 : -ENOMEM;
}

static void encoder_close(struct encoder *e)
{
    avcodec_free_context(&e->codec);
    av_frame_free(&e->picture);
    av_packet_free(&e->packet);
}

static int receiver_open(struct receiver *r, const AVCodecContext *codec)
{
    r->par = avcodec_parameters_alloc();
    if (!r->par || avcodec_parameters_from_context(r->par, codec) < 0)
        return -ENOMEM;
    return lwi_decoder_new(&r->decoder, NULL);
}

static void receiver_close(struct receiver *r)
{
    lwi_decoder_free(&r->decoder);
    avcodec_parameters_free(&r->par);
}

static int receive(const struct receiver *r, AVPacket *av, int64_t wall_ns,
                   struct lw_frame **ret_frame)
{
    const struct lwi_packet packet = {
        .kind = LWI_PACKET_VIDEO,
        .size = (size_t) av->size,
        .av = av,
        .par = r->par,
        .key = 1,
        .wall_ns = wall_ns,
    };
    return lwi_decode_packet(r->decoder, &packet, ret_frame, NULL);
}

static void copy_plane(uint8_t *to, ptrdiff_t to_stride, const uint8_t *from, int width, int height)
{
    for (int y = 0; y < height; y++)
        memcpy(to + to_stride * y, from + (ptrdiff_t) width * y, (size_t) width);
}

/* The packet is in e->packet until the next call. */
static int encode(struct encoder *e, const struct sim_picture *p, int key)
{
    AVFrame *f = e->picture;

    av_packet_unref(e->packet);
    av_frame_unref(f);
    f->format = AV_PIX_FMT_YUV420P;
    f->width = p->width;
    f->height = p->height;
    if (av_frame_get_buffer(f, 0) < 0)
        return -ENOMEM;
    copy_plane(f->data[0], f->linesize[0], p->y, p->width, p->height);
    copy_plane(f->data[1], f->linesize[1], p->u, p->width / 2, p->height / 2);
    copy_plane(f->data[2], f->linesize[2], p->v, p->width / 2, p->height / 2);
    f->pts = e->pts++;
    f->pict_type = key ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE;
    if (avcodec_send_frame(e->codec, f) < 0 || avcodec_receive_packet(e->codec, e->packet) < 0)
        return -EIO;
    return 0;
}

int sim_stream_new(struct sim_stream **ret_stream, const struct sim_coder_settings *settings)
{
    struct sim_stream *s = calloc(1, sizeof(*s));
    const double rate = settings->kbit * 1000;

    if (!s)
        return -ENOMEM;
    /* A constant rate, as cameras are set to: a second's bits may wait. */
    int r = encoder_open(&s->encoder, open_codec(settings, SIM_KEY_EVERY, rate, rate));
    if (r < 0)
        sim_stream_free(&s);
    else
        *ret_stream = s;
    return r;
}

void sim_stream_free(struct sim_stream **stream)
{
    if (!*stream)
        return;
    receiver_close(&(*stream)->receiver);
    encoder_close(&(*stream)->encoder);
    free(*stream);
    *stream = NULL;
}

int sim_stream_add(struct sim_stream *stream, const struct sim_picture *picture,
                   double *ret_key_kbit)
{
    int r = encode(&stream->encoder, picture, 0);

    if (r == 0)
        *ret_key_kbit = stream->encoder.packet->flags & AV_PKT_FLAG_KEY
                            ? stream->encoder.packet->size * 8 / 1000.0
                            : 0;
    return r;
}

int sim_stream_decode(struct sim_stream *stream, int64_t wall_ns, struct lw_frame **ret_frame)
{
    struct receiver *receiver = &stream->receiver;
    int r = receiver->decoder ? 0 : receiver_open(receiver, stream->encoder.codec);

    return r < 0 ? r : receive(receiver, stream->encoder.packet, wall_ns, ret_frame);
}

int sim_coder_new(struct sim_coder **ret_coder, const struct sim_coder_settings *settings)
{
    struct sim_coder *c = calloc(1, sizeof(*c));
    const double rate = settings->kbit * 1000 * SIM_FRAME_RATE;

    if (!c)
        return -ENOMEM;
    int r = encoder_open(&c->encoder, open_codec(settings, 1, rate, rate / SIM_FRAME_RATE * 3));
    if (r == 0)
        r = receiver_open(&c->receiver, c->encoder.codec);
    if (r < 0)
        sim_coder_free(&c);
    else
        *ret_coder = c;
    return r;
}

void sim_coder_free(struct sim_coder **coder)
{
    struct sim_coder *c = *coder;

    if (!c)
        return;
    receiver_close(&c->receiver);
    encoder_close(&c->encoder);
    free(c);
    *coder = NULL;
}

int sim_coder_run(struct sim_coder *coder, const struct sim_picture *picture, double received,
                  int64_t wall_ns, struct lw_frame **ret_frame)
{
    AVPacket *av = coder->encoder.packet;
    int r = encode(&coder->encoder, picture, 1);

    if (r < 0)
        return r;
    if (received < 1)
        av_shrink_packet(av, (int) (av->size * received));
    return receive(&coder->receiver, av, wall_ns, ret_frame);
}
