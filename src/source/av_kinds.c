/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* What the module of video offers to source/: see av_module.h. */
#include <stddef.h>

#include "base/module.h"
#include "source/av.h"
#include "source/av_module.h"
#include "source/kinds.h"

static const struct lwi_source_info *const kinds[] = {
    &lwi_source_file,
    &lwi_source_rtsp,
    &lwi_source_v4l2,
    NULL,
};

LWI_MODULE_EXPORT const struct lwi_source_av lwi_source_av_table = {
    .kinds = kinds,
    .packet_clone = lwi_av_packet_clone,
    .packet_release = lwi_av_packet_release,
};
