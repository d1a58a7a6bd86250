/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The table of sources. A path without a scheme is told by what lies there, in source.c. */
#include <stddef.h>

#include "source/kinds.h"

const struct lwi_source_info *const lwi_sources[] = {
    &lwi_source_file, &lwi_source_folder, &lwi_source_http,
    &lwi_source_rtsp, &lwi_source_v4l2,   NULL,
};
