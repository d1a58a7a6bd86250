/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* What the sources over libavformat share. */
#ifndef LWI_SOURCE_AV_H
#define LWI_SOURCE_AV_H

#include <stdint.h>

#include <libavformat/avformat.h>

#include "source/source.h"
#include "source/wait.h"

/* A context whose blocking calls look at *wait, which must outlive it. NULL: no memory. */
AVFormatContext *lwi_av_context_new(struct lwi_wait *wait);

/* Index of the video stream to read, all others discarded; -1 where there is none. */
int lwi_av_video_stream(AVFormatContext *ctx);

/*
 * A packet for the receiver. Takes over the content of *av and leaves it empty,
 * also on failure. first_pts is what counts as 0 s. 0 or -ENOMEM.
 */
int lwi_av_packet(struct lwi_packet **ret_packet, AVPacket *av, const AVStream *stream,
                  int64_t first_pts, int key);

/* As in av_module.h. */
int lwi_av_packet_clone(struct lwi_packet *to, const struct lwi_packet *from);
void lwi_av_packet_release(struct lwi_packet *packet);

/* A packet that lwi_av_packet() made and that is handed to nobody. */
void lwi_av_packet_drop(struct lwi_packet **packet);

#endif
