/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "decode/video.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include <libavcodec/avcodec.h>
#include <libavutil/log.h>

#include "base/error.h"
#include "base/module.h"
#include "decode/av_frame.h"
#include "decode/quantiser.h"

/*
 * Contexts kept for key packets. Cameras of one model and setting share one; with more kinds than
 * these on one worker the least recently used is opened anew, which takes well under the time of
 * decoding a key frame.
 */
#define CONTEXTS 8

struct context {
    AVCodecContext *codec; /* NULL: this place is free */
    uint64_t used;         /* when it was used last, by the decoder's count */
};

struct lwi_video_decoder {
    uint64_t pixels_max;
    int luma_only;
    struct context keys[CONTEXTS];
    AVCodecContext *stream;
    uint64_t count;
    AVFrame *frame;
    AVPacket *filled; /* a copy of the packet with more behind it */
};

/* See fill_up(). */
#define FILL_BYTES 16384

static int create(struct lwi_video_decoder **ret_decoder,
                  const struct lwi_decode_settings *settings, struct lw_error *reterr)
{
    av_log_set_level(AV_LOG_QUIET); /* what is wrong is told by our own errors */
    struct lwi_video_decoder *d = calloc(1, sizeof(*d));
    if (!d)
        return lwi_error_set(reterr, -ENOMEM, "no memory for a video decoder");
    d->pixels_max = settings ? settings->pixels_max : 200000000u;
    d->luma_only = settings ? settings->luma_only : 0;
    d->frame = av_frame_alloc();
    d->filled = av_packet_alloc();
    if (!d->frame || !d->filled) {
        av_frame_free(&d->frame);
        av_packet_free(&d->filled);
        free(d);
        return lwi_error_set(reterr, -ENOMEM, "no memory for a video decoder");
    }
    *ret_decoder = d;
    return 0;
}

static void destroy(struct lwi_video_decoder **decoder)
{
    struct lwi_video_decoder *d = *decoder;
    *decoder = NULL;
    for (int i = 0; i < CONTEXTS; i++)
        avcodec_free_context(&d->keys[i].codec);
    avcodec_free_context(&d->stream);
    av_frame_free(&d->frame);
    av_packet_free(&d->filled);
    free(d);
}

static int get_marked_buffer(AVCodecContext *codec, AVFrame *frame, int flags)
{
    int r = avcodec_default_get_buffer2(codec, frame, flags);
    if (r >= 0)
        lwi_av_frame_mark(frame);
    return r;
}

static int is_over(const struct lwi_video_decoder *d, int width, int height)
{
    uint64_t w = width > 0 ? (uint64_t) width : 0;
    uint64_t h = height > 0 ? (uint64_t) height : 0;
    return w * h > d->pixels_max || w > LW_FRAME_SIDE_MAX || h > LW_FRAME_SIDE_MAX;
}

static int too_large(struct lw_error *reterr)
{
    return lwi_error_set(reterr, -EFBIG, "the picture has more pixels than are allowed");
}

/* key: for key packets alone, else for a running stream. */
static int open_context(const struct lwi_video_decoder *d, AVCodecContext **ret_codec,
                        const AVCodecParameters *par, int key, struct lw_error *reterr)
{
    const AVCodec *codec = avcodec_find_decoder(par->codec_id);
    if (!codec || codec->type != AVMEDIA_TYPE_VIDEO)
        return lwi_error_set(reterr, -ENOTSUP, "%s video cannot be decoded here",
                             avcodec_get_name(par->codec_id));
    if (is_over(d, par->width, par->height))
        return too_large(reterr);
    AVCodecContext *c = avcodec_alloc_context3(codec);
    if (!c || avcodec_parameters_to_context(c, par) < 0) {
        avcodec_free_context(&c);
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    }
    c->thread_count = 1; /* the pool of workers is what uses the cores */
    c->max_pixels = d->pixels_max < INT64_MAX ? (int64_t) d->pixels_max : INT64_MAX;
    c->export_side_data |= AV_CODEC_EXPORT_DATA_VIDEO_ENC_PARAMS;
    if (key) {
        /* What is missing must stay missing, where it can be seen, rather than be painted over
         * with neighbours; and a key frame need not wait for the frames that would follow. */
        c->error_concealment = 0;
        c->flags |= AV_CODEC_FLAG_OUTPUT_CORRUPT;
        if (codec->capabilities & AV_CODEC_CAP_DR1)
            c->get_buffer2 = get_marked_buffer;
    }
    int r = avcodec_open2(c, codec, NULL);
    if (r < 0) {
        avcodec_free_context(&c);
        if (r == AVERROR(ENOMEM))
            return lwi_error_set(reterr, -ENOMEM, "out of memory");
        return lwi_error_set(reterr, -EBADMSG, "the %s parameters of the stream are damaged",
                             avcodec_get_name(par->codec_id));
    }
    *ret_codec = c;
    return 0;
}

/* Whether an open context is the one for these parameters. Sizes are not compared: most streams
 * carry them inside, and a change of size is theirs to tell. */
static int fits(const AVCodecContext *codec, const AVCodecParameters *par)
{
    return codec->codec_id == par->codec_id && codec->extradata_size == par->extradata_size &&
           (par->extradata_size == 0 ||
            memcmp(codec->extradata, par->extradata, (size_t) par->extradata_size) == 0);
}

static int key_context(struct lwi_video_decoder *d, const AVCodecParameters *par,
                       struct context **ret_context, struct lw_error *reterr)
{
    struct context *oldest = &d->keys[0];
    for (int i = 0; i < CONTEXTS; i++) {
        struct context *c = &d->keys[i];
        if (c->codec && fits(c->codec, par)) {
            *ret_context = c;
            return 0;
        }
        if (!c->codec || (oldest->codec && c->used < oldest->used))
            oldest = c;
    }
    avcodec_free_context(&oldest->codec);
    int r = open_context(d, &oldest->codec, par, /* key= */ 1, reterr);
    if (r == 0)
        *ret_context = oldest;
    return r;
}

/* Whether a packet that could not be decoded announces a picture that is too large. */
static int is_too_large(const struct lwi_video_decoder *d, const AVCodecContext *codec,
                        const struct lwi_packet *packet)
{
    int over = 0;
    AVCodecParserContext *parser = av_parser_init((int) codec->codec_id);
    AVCodecContext *scratch = avcodec_alloc_context3(NULL);
    if (parser && scratch && avcodec_parameters_to_context(scratch, packet->par) >= 0) {
        uint8_t *out = NULL;
        int size = 0;
        parser->flags |= PARSER_FLAG_COMPLETE_FRAMES;
        (void) av_parser_parse2(parser, scratch, &out, &size, packet->av->data, packet->av->size,
                                AV_NOPTS_VALUE, AV_NOPTS_VALUE, -1);
        over = is_over(d, parser->width, parser->height);
    }
    av_parser_close(parser);
    avcodec_free_context(&scratch);
    return over;
}

static int decode_error(const struct lwi_video_decoder *d, int av, const AVCodecContext *codec,
                        const struct lwi_packet *packet, struct lw_error *reterr)
{
    switch (av) {
    case AVERROR(EAGAIN):
    case AVERROR_EOF:
        return lwi_error_set(reterr, -EAGAIN, "no picture in this packet");
    case AVERROR(ENOMEM):
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    case AVERROR_PATCHWELCOME:
        return lwi_error_set(reterr, -ENOTSUP, "the stream uses a part of %s that is not supported",
                             avcodec_get_name(codec->codec_id));
    default:
        if (is_too_large(d, codec, packet))
            return too_large(reterr);
        return lwi_error_set(reterr, -EBADMSG, "the picture is damaged");
    }
}

static int convert(struct lwi_video_decoder *d, const struct lwi_packet *packet,
                   uint32_t rows_whole, struct lw_frame **ret_frame, struct lw_error *reterr)
{
    struct lw_frame *frame = NULL;
    int r = lwi_av_frame_convert(&frame, d->frame, rows_whole, d->luma_only);
    if (r == -ENOMEM)
        return lwi_error_set(reterr, r, "out of memory");
    if (r == -EINVAL)
        return too_large(reterr);
    if (r < 0)
        return lwi_error_set(reterr, r, "the pixel format of the stream is not supported");
    frame->pts_ns = packet->pts_ns;
    frame->wall_ns = packet->wall_ns;
    frame->quantiser = lwi_av_quantiser(d->frame, packet->par, packet->av);
    *ret_frame = frame;
    return 0;
}

/* Whether the last unit of what has start codes is part of a picture. */
static int ends_in_slice(const uint8_t *data, int size)
{
    if (size < 4 || data[0] != 0 || data[1] != 0 || data[2] > 1 || (data[2] == 0 && data[3] != 1))
        return 0; /* units with their length before them, of which a torn one is refused */
    for (int i = size - 4; i >= 0; i--)
        if (data[i] == 0 && data[i + 1] == 0 && data[i + 2] == 1)
            return (data[i + 3] >> 1 & 0x3f) < 32;
    return 0;
}

/*
 * Where the data of a torn H.265 picture end, libavcodec's arithmetic decoder reads zeros, which
 * never say that the slice is over: it makes up the rest of the picture, and nothing tells where.
 * Ones do say so, after some blocks. A whole slice is over before them, and they are not read.
 */
static int fill_up(struct lwi_video_decoder *d, const AVPacket *av)
{
    int r = av_new_packet(d->filled, av->size + FILL_BYTES);
    if (r < 0)
        return r;
    memcpy(d->filled->data, av->data, (size_t) av->size);
    memset(d->filled->data + av->size, 0xff, FILL_BYTES);
    return 0;
}

/* The picture of one packet, in d->frame. An AVERROR, or 0. */
static int decode_alone(struct lwi_video_decoder *d, AVCodecContext *codec, const AVPacket *av)
{
    const int fill = codec->codec_id == AV_CODEC_ID_HEVC && ends_in_slice(av->data, av->size) &&
                     av->size < INT_MAX / 2;
    int r = fill ? fill_up(d, av) : 0;
    if (r >= 0)
        r = avcodec_send_packet(codec, fill ? d->filled : av);
    if (r >= 0)
        r = avcodec_send_packet(codec, NULL);
    if (r >= 0)
        r = avcodec_receive_frame(codec, d->frame);
    avcodec_flush_buffers(codec);
    av_packet_unref(d->filled);
    return r;
}

static int decode_key(struct lwi_video_decoder *decoder, const struct lwi_packet *packet,
                      struct lw_frame **ret_frame, struct lw_error *reterr)
{
    struct context *context = NULL;
    int r = key_context(decoder, packet->par, &context, reterr);
    if (r < 0)
        return r;
    context->used = ++decoder->count;
    r = decode_alone(decoder, context->codec, packet->av);
    if (r < 0)
        return decode_error(decoder, r, context->codec, packet, reterr);

    uint32_t rows_whole = lwi_av_frame_rows_whole(decoder->frame);
    int missing = decoder->frame->pict_type != AV_PICTURE_TYPE_I &&
                  decoder->frame->flags & AV_FRAME_FLAG_CORRUPT;
    if (missing || rows_whole == 0) {
        r = lwi_error_set(reterr, -EBADMSG,
                          missing ? "the picture needs others that came before it"
                                  : "nothing of the picture is whole");
        if (missing)
            lwi_error_hint(reterr, "Set the camera to send key frames, not a gradual refresh.");
    } else {
        r = convert(decoder, packet, rows_whole, ret_frame, reterr);
    }
    av_frame_unref(decoder->frame);
    return r;
}

static int decode_stream(struct lwi_video_decoder *decoder, const struct lwi_packet *packet,
                         struct lw_frame **ret_frame, struct lw_error *reterr)
{
    struct lwi_video_decoder *d = decoder;
    if (d->stream && !fits(d->stream, packet->par))
        avcodec_free_context(&d->stream);
    if (!d->stream) {
        int r = open_context(d, &d->stream, packet->par, /* key= */ 0, reterr);
        if (r < 0)
            return r;
    }
    int r = avcodec_send_packet(d->stream, packet->av);
    if (r >= 0)
        r = avcodec_receive_frame(d->stream, d->frame);
    if (r < 0)
        return decode_error(d, r, d->stream, packet, reterr);
    r = convert(d, packet, (uint32_t) d->frame->height, ret_frame, reterr);
    av_frame_unref(d->frame);
    return r;
}

LWI_MODULE_EXPORT const struct lwi_video lwi_video_table = {
    .create = create,
    .destroy = destroy,
    .key = decode_key,
    .stream = decode_stream,
};
