/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Video files, through libavformat.
 *
 * Only containers are opened, never play lists, session descriptions or the
 * like: those name other files and hosts, and a file that somebody else made
 * must not choose what is read.
 */
#include "source/kinds.h"

#include <errno.h>
#include <string.h>

#include <libavutil/avstring.h>
#include <libavutil/common.h>

#include "base/clock.h"
#include "base/error.h"
#include "lenswatch/frame.h"
#include "source/av.h"

static const char containers[] =
    "mov,mp4,matroska,webm,avi,mpegts,mpeg,mpegvideo,flv,live_flv,asf,ogg,mxf,ivf,nut,wtv,rm,dv,"
    "h264,hevc,m4v,mjpeg,gif,apng,obu,av1,dhav,nsv,smjpeg,ivr,mjpeg_2000";

/* The longest time between two key frames that is waited for in realtime. */
#define GAP_S_MAX 120

struct file {
    struct lwi_wait wait;
    AVFormatContext *ctx;
    AVPacket *av;
    int stream;
    int key_only, loop, realtime;
    const atomic_bool *all_frames;
    double timeout_s;
    size_t packet_bytes_max;
    int64_t first_pts;
    int handed_on; /* something in this pass: else an endless loop would be silent */
    int pacing;    /* realtime: paced_pts_ns was due at due_ns, monotonic */
    int64_t paced_pts_ns, due_ns;
};

static int file_error(int av, const char *doing, struct lw_error *reterr)
{
    switch (av) {
    case AVERROR_EXIT:
        return lwi_error_set(reterr, -ETIMEDOUT, "the file could not be read in time");
    case AVERROR_INVALIDDATA:
    case AVERROR_EOF:
    case AVERROR_DEMUXER_NOT_FOUND:
    case AVERROR(EINVAL): /* a format that is not among the containers above */
        return lwi_error_set(reterr, -EPROTO, "not a video file, or a damaged one");
    case AVERROR(ENOMEM):
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    default: {
        char text[AV_ERROR_MAX_STRING_SIZE] = "";
        (void) av_strerror(av, text, sizeof(text));
        int code = av == AVERROR(ENOENT) ? -ENOENT : av == AVERROR(EACCES) ? -EACCES : -EIO;
        return lwi_error_set(reterr, code, "%s failed: %s", doing, text);
    }
    }
}

static int file_open(void *state, const struct lwi_source_settings *settings,
                     struct lw_error *reterr)
{
    struct file *f = state;
    f->wait.cancel = settings->cancel;
    f->key_only = settings->key_only;
    f->all_frames = settings->all_frames;
    f->loop = settings->loop;
    f->realtime = settings->realtime;
    f->timeout_s = settings->timeout_s;
    f->packet_bytes_max = settings->packet_bytes_max;
    f->first_pts = AV_NOPTS_VALUE;

    lwi_wait_arm(&f->wait, f->timeout_s);
    f->av = av_packet_alloc();
    f->ctx = lwi_av_context_new(&f->wait);
    if (!f->av || !f->ctx)
        return lwi_error_set(reterr, -ENOMEM, "out of memory");

    AVDictionary *options = NULL;
    (void) av_dict_set(&options, "protocol_whitelist", "file", 0);
    (void) av_dict_set(&options, "format_whitelist", containers, 0);
    char *path = av_asprintf("file:%s", settings->url);
    int r = path ? avformat_open_input(&f->ctx, path, /* fmt= */ NULL, &options) : AVERROR(ENOMEM);
    av_free(path);
    av_dict_free(&options);
    if (r >= 0)
        r = avformat_find_stream_info(f->ctx, NULL);
    if (r < 0)
        return lwi_wait_check(&f->wait) == -ECANCELED
                   ? lwi_error_set(reterr, -ECANCELED, "cancelled")
                   : file_error(r, "opening the file", reterr);
    f->stream = lwi_av_video_stream(f->ctx);
    if (f->stream < 0)
        return lwi_error_set(reterr, -EPROTO, "there is no video in this file");
    return 0;
}

static int wants_all(const struct file *f)
{
    return !f->key_only || (f->all_frames && atomic_load(f->all_frames));
}

/* Back to the start. 0, or -ENODATA where that cannot be done or would give nothing again. */
static int rewind_file(struct file *f)
{
    if (!f->loop || !f->handed_on)
        return -ENODATA;
    f->handed_on = 0;
    f->pacing = 0;
    int64_t start = f->ctx->start_time != AV_NOPTS_VALUE ? f->ctx->start_time : 0;
    if (avformat_seek_file(f->ctx, -1, INT64_MIN, start, start, 0) < 0 &&
        av_seek_frame(f->ctx, f->stream, 0, AVSEEK_FLAG_BYTE) < 0)
        return -ENODATA;
    return 0;
}

/* Waits until a packet is due. Where times jump (two recordings in one file, a damaged file) the
 * pace begins anew: nobody is to wait for days. */
static int pace(struct file *f, int64_t pts_ns)
{
    if (!f->realtime || pts_ns == LW_TIME_NONE)
        return 0;
    int64_t step_ns = av_sat_sub64(pts_ns, f->paced_pts_ns);
    if (!f->pacing || step_ns < 0 || step_ns > GAP_S_MAX * LWI_NS_PER_S) {
        f->pacing = 1;
        f->due_ns = lwi_clock_monotonic(&lwi_clock_system);
    } else {
        f->due_ns += step_ns;
    }
    f->paced_pts_ns = pts_ns;
    return lwi_wait_until(&f->wait, f->due_ns);
}

/* The next packet that is wanted, in f->av. An AVERROR, or 0. */
static int next_packet(struct file *f)
{
    for (;;) {
        lwi_wait_arm(&f->wait, f->timeout_s);
        int all = wants_all(f);
        f->ctx->streams[f->stream]->discard = all ? AVDISCARD_DEFAULT : AVDISCARD_NONKEY;
        int r = av_read_frame(f->ctx, f->av);
        if (r == AVERROR_EOF && rewind_file(f) == 0)
            continue;
        if (r < 0)
            return r;
        int key = (f->av->flags & AV_PKT_FLAG_KEY) != 0;
        if (f->av->stream_index == f->stream && f->av->size > 0 && (key || all))
            return 0;
        av_packet_unref(f->av);
        if (lwi_wait_check(&f->wait) == -ECANCELED)
            return AVERROR_EXIT;
    }
}

static int file_read(void *state, struct lwi_packet **ret_packet, struct lw_error *reterr)
{
    struct file *f = state;
    int r = next_packet(f);
    if (lwi_wait_check(&f->wait) == -ECANCELED)
        return lwi_error_set(reterr, -ECANCELED, "cancelled");
    if (r == AVERROR_EOF)
        return lwi_error_set(reterr, -ENODATA, "the end of the file");
    if (r < 0)
        return file_error(r, "reading the file", reterr);
    if ((size_t) f->av->size > f->packet_bytes_max)
        return lwi_error_set(reterr, -EPROTO, "a packet of %d bytes is larger than is allowed",
                             f->av->size);

    AVStream *stream = f->ctx->streams[f->stream];
    if (f->av->pts == AV_NOPTS_VALUE)
        f->av->pts = f->av->dts;
    if (f->first_pts == AV_NOPTS_VALUE)
        f->first_pts = stream->start_time != AV_NOPTS_VALUE ? stream->start_time : f->av->pts;
    struct lwi_packet *packet = NULL;
    int key = (f->av->flags & AV_PKT_FLAG_KEY) != 0;
    r = lwi_av_packet(&packet, f->av, stream, f->first_pts, key);
    if (r < 0)
        return lwi_error_set(reterr, r, "out of memory");
    f->handed_on = 1;
    packet->wall_ns = LW_TIME_NONE;
    r = pace(f, packet->pts_ns);
    if (r < 0) {
        lwi_av_packet_drop(&packet);
        return lwi_error_set(reterr, r, "cancelled");
    }
    if (f->realtime)
        packet->wall_ns = lwi_clock_realtime(&lwi_clock_system);
    *ret_packet = packet;
    return 0;
}

static void file_close(void *state)
{
    struct file *f = state;
    av_packet_free(&f->av);
    avformat_close_input(&f->ctx);
}

const struct lwi_source_info lwi_source_file = {
    .name = "file",
    .state_size = sizeof(struct file),
    .open = file_open,
    .read = file_read,
    .close = file_close,
};
