/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The RTSP server, through GStreamer's. */
#ifndef DEMO_RTSP_H
#define DEMO_RTSP_H

#include "options.h"
#include "shutter.h"

struct demo_rtsp;

/* gst_init() was called; runs on GLib's default main context. 0, or -EIO, which is said on
 * standard error. */
int demo_rtsp_new(struct demo_rtsp **ret_rtsp, struct demo_shutter *shutter,
                  const struct demo_options *options);
void demo_rtsp_free(struct demo_rtsp **rtsp);

/* The port that it listens at. */
int demo_rtsp_port(const struct demo_rtsp *rtsp);

#endif
