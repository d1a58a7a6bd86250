/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "record/clip.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <libavcodec/avcodec.h>
#include <libavcodec/bsf.h>
#include <libavformat/avformat.h>

#include "base/error.h"
#include "base/module.h"
#include "lenswatch/frame.h"
#include "source/source.h"

/* 90 kHz, which is RTP's clock for video: no time is rounded. */
#define TICKS_PER_S 90000
/* Where pictures are shown in another order than they are sent, all are shown so much later: longer
 * than any camera holds one back. */
#define LEAD_TICKS (TICKS_PER_S / 2)
/* A camera's clock that jumps by more begins anew after the last picture. */
#define JUMP_TICKS ((int64_t) 10 * TICKS_PER_S)
/* Of a picture whose length is not known: 25 a second. */
#define USUAL_TICKS (TICKS_PER_S / 25)

/* A picture is seldom larger; the sink is called more than once for one that is. */
#define SINK_BUFFER (1 << 16)

struct clip {
    AVFormatContext *ctx;
    struct lwi_clip_sink sink; /* write NULL: a file, or nothing more is to be written */
    AVPacket *packet;
    int64_t first_ticks, last_dts; /* AV_NOPTS_VALUE: none yet */
    int64_t lead_ticks;
    int has_own_times;
};

static int fail(struct lw_error *reterr, int av, const char *what)
{
    int code = av == AVERROR(ENOSPC)   ? -ENOSPC
               : av == AVERROR(EEXIST) ? -EEXIST
               : av == AVERROR(ENOMEM) ? -ENOMEM
               : av == AVERROR(EACCES) ? -EACCES
               : av > -4096            ? av /* AVERROR(e) is -e; others are FFmpeg's own */
                                       : -EINVAL;
    char text[AV_ERROR_MAX_STRING_SIZE] = "";
    (void) av_strerror(av, text, sizeof(text));
    return lwi_error_set(reterr, code, "the recording cannot be %s: %s", what, text);
}

static int is_jpeg(const struct lwi_packet *packet)
{
    return packet->kind == LWI_PACKET_IMAGE && packet->size > 3 && packet->data[0] == 0xff &&
           packet->data[1] == 0xd8;
}

/* What the packet is a picture of, with the parameter sets that came inside of it. */
static int copy_parameters(AVCodecParameters *to, const struct lwi_packet *key,
                           struct lw_error *reterr)
{
    if (is_jpeg(key)) {
        to->codec_type = AVMEDIA_TYPE_VIDEO;
        to->codec_id = AV_CODEC_ID_MJPEG;
        return 0;
    }
    if (key->kind == LWI_PACKET_IMAGE) {
        (void) lwi_error_set(reterr, -ENOTSUP, "only JPEG pictures and video can be recorded");
        lwi_error_hint(reterr, "Have the camera send JPEG, H.264 or H.265.");
        return -ENOTSUP;
    }
    if (avcodec_parameters_copy(to, key->par) < 0)
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    to->codec_tag = 0;
    return 0;
}

/* The packet for libav: a reference, or of a still picture a copy. */
static int take(AVPacket *to, const struct lwi_packet *from)
{
    if (from->kind == LWI_PACKET_VIDEO)
        return av_packet_ref(to, from->av);
    if (from->size > INT32_MAX / 2)
        return AVERROR(ENOMEM);
    int r = av_new_packet(to, (int) from->size);
    if (r == 0)
        memcpy(to->data, from->data, from->size);
    return r;
}

/* Cameras that say nothing of their parameter sets in advance send them with each key frame. */
static int find_extradata(AVCodecParameters *par, const struct lwi_packet *key)
{
    const AVBitStreamFilter *filter = av_bsf_get_by_name("extract_extradata");
    if (par->extradata_size > 0 || !filter ||
        (par->codec_id != AV_CODEC_ID_H264 && par->codec_id != AV_CODEC_ID_HEVC))
        return 0;
    AVBSFContext *bsf = NULL;
    AVPacket *packet = av_packet_alloc();
    int r = packet ? av_bsf_alloc(filter, &bsf) : AVERROR(ENOMEM);
    if (r == 0)
        r = avcodec_parameters_copy(bsf->par_in, par);
    if (r >= 0)
        r = av_bsf_init(bsf);
    if (r >= 0)
        r = take(packet, key);
    if (r >= 0)
        r = av_bsf_send_packet(bsf, packet);
    if (r >= 0)
        r = av_bsf_receive_packet(bsf, packet);
    size_t size = 0;
    const uint8_t *data =
        r >= 0 ? av_packet_get_side_data(packet, AV_PKT_DATA_NEW_EXTRADATA, &size) : NULL;
    if (data && size > 0 && size < 65536) {
        par->extradata = av_mallocz(size + AV_INPUT_BUFFER_PADDING_SIZE);
        if (par->extradata) {
            memcpy(par->extradata, data, size);
            par->extradata_size = (int) size;
        }
    }
    av_packet_free(&packet);
    av_bsf_free(&bsf);
    return r == AVERROR(ENOMEM) ? r : 0;
}

/* MP4 wants the size, which a stream's description may not have, and whether pictures are shown in
 * another order: one is decoded. */
static int probe(AVCodecParameters *par, const struct lwi_packet *key, struct lw_error *reterr)
{
    const AVCodec *codec = avcodec_find_decoder(par->codec_id);
    AVCodecContext *c = codec ? avcodec_alloc_context3(codec) : NULL;
    AVPacket *packet = av_packet_alloc();
    AVFrame *frame = av_frame_alloc();
    int r = AVERROR(ENOMEM);
    if (c && packet && frame) {
        c->thread_count = 1;
        c->max_pixels = (int64_t) LW_FRAME_SIDE_MAX * LW_FRAME_SIDE_MAX / 4;
        r = avcodec_parameters_to_context(c, par);
        if (r >= 0)
            r = avcodec_open2(c, codec, NULL);
        if (r >= 0)
            r = take(packet, key);
        if (r >= 0)
            r = avcodec_send_packet(c, packet);
        (void) avcodec_send_packet(c, NULL); /* no picture will follow */
        if (r >= 0)
            r = avcodec_receive_frame(c, frame);
        if (r >= 0) {
            par->width = frame->width;
            par->height = frame->height;
            par->video_delay = c->has_b_frames;
        }
    }
    av_frame_free(&frame);
    av_packet_free(&packet);
    avcodec_free_context(&c);
    if (r == AVERROR(ENOMEM))
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    if (r < 0 || par->width <= 0 || par->height <= 0)
        return lwi_error_set(reterr, -EBADMSG, "the picture to record first cannot be decoded");
    return 0;
}

static int write_header(struct clip *c, const char *flags, struct lw_error *reterr)
{
    AVDictionary *options = NULL;
    /* The times of a clip begin where its first picture does, also within a fragment. */
    (void) av_dict_set(&options, "movflags", flags, 0);
    int r = avformat_write_header(c->ctx, &options);
    av_dict_free(&options);
    if (r == AVERROR(EINVAL) || r == AVERROR(ENOSYS) || r == AVERROR_INVALIDDATA) {
        (void) lwi_error_set(reterr, -ENOTSUP, "%s video cannot be recorded as MP4",
                             avcodec_get_name(c->ctx->streams[0]->codecpar->codec_id));
        lwi_error_hint(reterr, "Have the camera send H.264 or H.265.");
        return -ENOTSUP;
    }
    return r < 0 ? fail(reterr, r, "begun") : 0;
}

static int begin_file(struct clip *c, const char *path, struct lw_error *reterr)
{
    /* Made here and not by libavformat, which would write over a file and let all read it. */
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
    if (fd < 0)
        return lwi_error_set(reterr, -errno, "%s cannot be made: %s", path, strerror(errno));
    (void) close(fd);
    char url[4200];
    (void) snprintf(url, sizeof(url), "file:%s", path);
    int r = avio_open(&c->ctx->pb, url, AVIO_FLAG_WRITE);
    if (r < 0)
        return fail(reterr, r, "made");
    return write_header(c, "frag_keyframe+empty_moov+default_base_moof", reterr);
}

static int to_sink(void *cookie, uint8_t *data, int size)
{
    struct clip *c = cookie;
    int r = c->sink.write ? c->sink.write(c->sink.cookie, data, (size_t) size) : 0;
    return r < 0 ? AVERROR(-r) : size;
}

static int begin_stream(struct clip *c, const struct lwi_clip_sink *sink, struct lw_error *reterr)
{
    uint8_t *buffer = av_malloc(SINK_BUFFER);
    c->ctx->pb = buffer ? avio_alloc_context(buffer, SINK_BUFFER, /* write_flag= */ 1, c,
                                             /* read_packet= */ NULL, to_sink, /* seek= */ NULL)
                        : NULL;
    if (!c->ctx->pb) {
        av_free(buffer);
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    }
    c->ctx->flags |= AVFMT_FLAG_CUSTOM_IO | AVFMT_FLAG_FLUSH_PACKETS;
    c->sink = *sink;
    int r = write_header(c, "frag_every_frame+empty_moov+default_base_moof", reterr);
    avio_flush(c->ctx->pb);
    return r;
}

static void destroy(struct clip *c)
{
    if (c->ctx && c->ctx->flags & AVFMT_FLAG_CUSTOM_IO) {
        av_freep(&c->ctx->pb->buffer);
        avio_context_free(&c->ctx->pb);
    } else if (c->ctx) {
        (void) avio_closep(&c->ctx->pb);
    }
    avformat_free_context(c->ctx);
    av_packet_free(&c->packet);
    free(c);
}

/* A clip of what key is a picture of, that has nowhere to go yet. */
static int prepare(struct clip **ret_clip, const struct lwi_packet *key, struct lw_error *reterr)
{
    struct clip *c = calloc(1, sizeof(*c));
    if (!c)
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    c->first_ticks = c->last_dts = AV_NOPTS_VALUE;
    c->packet = av_packet_alloc();
    AVStream *stream = NULL;
    if (c->packet && avformat_alloc_output_context2(&c->ctx, NULL, "mp4", NULL) >= 0)
        stream = avformat_new_stream(c->ctx, NULL);
    int r = stream ? copy_parameters(stream->codecpar, key, reterr)
                   : lwi_error_set(reterr, -ENOMEM, "out of memory");
    if (r == 0 && find_extradata(stream->codecpar, key) < 0)
        r = lwi_error_set(reterr, -ENOMEM, "out of memory");
    if (r == 0)
        r = probe(stream->codecpar, key, reterr);
    if (r < 0) {
        destroy(c);
        return r;
    }
    c->lead_ticks = stream->codecpar->video_delay > 0 ? LEAD_TICKS : 0;
    stream->time_base = (AVRational){1, TICKS_PER_S};
    *ret_clip = c;
    return 0;
}

static int clip_open(struct lwi_clip **ret_clip, const char *path, const struct lwi_packet *key,
                     struct lw_error *reterr)
{
    struct clip *c;
    int r = prepare(&c, key, reterr);
    if (r < 0)
        return r;
    r = begin_file(c, path, reterr);
    if (r < 0) {
        int made = c->ctx->pb != NULL;
        destroy(c);
        if (made)
            (void) unlink(path);
        return r;
    }
    *ret_clip = (struct lwi_clip *) c;
    return 0;
}

static int clip_open_stream(struct lwi_clip **ret_clip, const struct lwi_clip_sink *sink,
                            const struct lwi_packet *key, struct lw_error *reterr)
{
    struct clip *c;
    int r = prepare(&c, key, reterr);
    if (r < 0)
        return r;
    r = begin_stream(c, sink, reterr);
    if (r < 0)
        destroy(c);
    else
        *ret_clip = (struct lwi_clip *) c;
    return r;
}

/*
 * Times of a packet in the clip. Cameras' own times are even, those of receiving
 * are not; but cameras set their clocks, and some send none. The order of decoding
 * is that of the packets.
 */
static void set_times(struct clip *c, AVPacket *to, const struct lwi_packet *from, int64_t time_ns)
{
    int own = from->pts_ns != LW_TIME_NONE;
    int64_t ticks = av_rescale(own ? from->pts_ns : time_ns, TICKS_PER_S, INT64_C(1000000000));
    int64_t before = c->last_dts == AV_NOPTS_VALUE ? 0 : c->last_dts;
    int first = c->first_ticks == AV_NOPTS_VALUE;
    int64_t shown = first ? 0 : ticks - c->first_ticks;
    if (first || own != c->has_own_times || shown < before - JUMP_TICKS ||
        shown > before + JUMP_TICKS) {
        shown = first ? 0 : before + USUAL_TICKS;
        c->first_ticks = ticks - shown;
        c->has_own_times = own;
    }
    to->dts = first ? 0 : (shown > before ? shown : before + 1);
    to->pts = shown + c->lead_ticks > to->dts ? shown + c->lead_ticks : to->dts;
    to->duration = 0;
    c->last_dts = to->dts;
}

static int clip_write(struct lwi_clip *clip, const struct lwi_packet *packet, int64_t time_ns,
                      struct lw_error *reterr)
{
    struct clip *c = (struct clip *) clip;
    int r = take(c->packet, packet);
    if (r < 0)
        return fail(reterr, r, "written");
    set_times(c, c->packet, packet, time_ns);
    c->packet->stream_index = 0;
    c->packet->flags = packet->key ? AV_PKT_FLAG_KEY : 0;
    r = av_write_frame(c->ctx, c->packet);
    av_packet_unref(c->packet);
    if (r == 0 && c->ctx->pb->error < 0)
        r = c->ctx->pb->error;
    return r < 0 ? fail(reterr, r, "written") : 0;
}

static int clip_close(struct lwi_clip **clip, struct lw_error *reterr)
{
    struct clip *c = (struct clip *) *clip;
    *clip = NULL;
    c->sink.write = NULL; /* who looked on has gone */
    int r = av_write_trailer(c->ctx);
    if (r >= 0 && c->ctx->pb->error < 0)
        r = c->ctx->pb->error;
    int closed = c->ctx->flags & AVFMT_FLAG_CUSTOM_IO ? 0 : avio_closep(&c->ctx->pb);
    destroy(c);
    if (r >= 0)
        r = closed;
    return r < 0 ? fail(reterr, r, "ended") : 0;
}

static int is_same_stream(const struct lwi_packet *a, const struct lwi_packet *b)
{
    if (a->kind != b->kind)
        return 0;
    if (a->kind == LWI_PACKET_IMAGE)
        return is_jpeg(a) == is_jpeg(b);
    return a->par->codec_id == b->par->codec_id && a->par->width == b->par->width &&
           a->par->height == b->par->height && a->par->extradata_size == b->par->extradata_size &&
           (a->par->extradata_size == 0 ||
            memcmp(a->par->extradata, b->par->extradata, (size_t) a->par->extradata_size) == 0);
}

LWI_MODULE_EXPORT const struct lwi_clip_writer lwi_clip_writer_table = {
    .open = clip_open,
    .open_stream = clip_open_stream,
    .write = clip_write,
    .close = clip_close,
    .is_same_stream = is_same_stream,
};
