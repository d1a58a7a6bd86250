/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The descriptors that table.c lists, each at the end of its own file. */
#ifndef LWI_SOURCE_KINDS_H
#define LWI_SOURCE_KINDS_H

#include "source/source.h"

extern const struct lwi_source_info lwi_source_file;
extern const struct lwi_source_info lwi_source_folder;
extern const struct lwi_source_info lwi_source_http;
extern const struct lwi_source_info lwi_source_rtsp;
extern const struct lwi_source_info lwi_source_v4l2;

#endif
