/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "source/av.h"

#include <errno.h>
#include <stdlib.h>

#include <libavutil/common.h>
#include <libavutil/log.h>
#include <libavutil/mathematics.h>

#include "base/clock.h"
#include "lenswatch/frame.h"

AVFormatContext *lwi_av_context_new(struct lwi_wait *wait)
{
    av_log_set_level(AV_LOG_QUIET); /* it would print URLs */
    AVFormatContext *ctx = avformat_alloc_context();
    if (ctx)
        ctx->interrupt_callback = (AVIOInterruptCB){lwi_wait_interrupt, wait};
    return ctx;
}

int lwi_av_video_stream(AVFormatContext *ctx)
{
    int found = -1;
    for (unsigned i = 0; i < ctx->nb_streams; i++) {
        AVStream *stream = ctx->streams[i];
        int usable = stream->codecpar->codec_type == AVMEDIA_TYPE_VIDEO &&
                     stream->codecpar->codec_id != AV_CODEC_ID_NONE &&
                     !(stream->disposition & AV_DISPOSITION_ATTACHED_PIC);
        if (usable && found < 0)
            found = (int) i;
        else
            stream->discard = AVDISCARD_ALL;
    }
    return found;
}

int lwi_av_packet(struct lwi_packet **ret_packet, AVPacket *av, const AVStream *stream,
                  int64_t first_pts, int key)
{
    struct lwi_packet *p = calloc(1, sizeof(*p));
    if (p) {
        p->kind = LWI_PACKET_VIDEO;
        p->av = av_packet_alloc();
        p->par = avcodec_parameters_alloc();
    }
    if (!p || !p->av || !p->par || avcodec_parameters_copy(p->par, stream->codecpar) < 0) {
        av_packet_unref(av);
        lwi_av_packet_drop(&p);
        return -ENOMEM;
    }
    av_packet_move_ref(p->av, av);
    p->size = (size_t) p->av->size;
    p->key = key;
    p->pts_ns = LW_TIME_NONE;
    if (p->av->pts != AV_NOPTS_VALUE && first_pts != AV_NOPTS_VALUE)
        /* What overflows becomes LW_TIME_NONE: a damaged file may have any times. */
        p->pts_ns = av_rescale_q(av_sat_sub64(p->av->pts, first_pts), stream->time_base,
                                 (AVRational){1, LWI_NS_PER_S});
    p->wall_ns = lwi_clock_realtime(&lwi_clock_system);
    *ret_packet = p;
    return 0;
}

int lwi_av_packet_clone(struct lwi_packet *to, const struct lwi_packet *from)
{
    if (from->av && !(to->av = av_packet_clone(from->av)))
        return -ENOMEM;
    if (from->par) {
        to->par = avcodec_parameters_alloc();
        if (!to->par || avcodec_parameters_copy(to->par, from->par) < 0)
            return -ENOMEM;
    }
    return 0;
}

void lwi_av_packet_release(struct lwi_packet *packet)
{
    av_packet_free(&packet->av);
    avcodec_parameters_free(&packet->par);
}

void lwi_av_packet_drop(struct lwi_packet **packet)
{
    if (*packet)
        lwi_av_packet_release(*packet);
    free(*packet);
    *packet = NULL;
}
