/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The table of sources. A path without a scheme is told by what lies there, in source.c. */
#include <stddef.h>

#include "source/kinds.h"

/* What is in the module of video: here only what is known before that is loaded. */
static const char *const file_schemes[] = {"file", NULL};
static const struct lwi_source_info file = {
    .name = "file",
    .schemes = file_schemes,
    .help = "Video files: MP4, Matroska, AVI, MPEG transport stream and others.",
};

static const char *const rtsp_schemes[] = {"rtsp", "rtsps", NULL};
static const struct lwi_source_info rtsp = {
    .name = "rtsp",
    .schemes = rtsp_schemes,
    .help = "IP cameras: RTSP over TCP or UDP, RTSPS.",
};

static const char *const v4l2_schemes[] = {"v4l2", NULL};
static const struct lwi_source_info v4l2 = {
    .name = "v4l2",
    .schemes = v4l2_schemes,
    .help = "Cameras at this machine: /dev/videoN.",
};

const struct lwi_source_info *const lwi_sources[] = {
    &file, &lwi_source_folder, &lwi_source_http, &rtsp, &v4l2, NULL,
};
