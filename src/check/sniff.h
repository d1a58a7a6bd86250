/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* What a file is, by its first bytes. */
#ifndef LWI_CHECK_SNIFF_H
#define LWI_CHECK_SNIFF_H

#include <stddef.h>
#include <stdint.h>

#define LWI_SNIFF_BYTES 1024

enum lwi_sniff {
    LWI_SNIFF_OTHER = 0,
    LWI_SNIFF_STILL,
    LWI_SNIFF_VIDEO,
};

enum lwi_sniff lwi_sniff(const uint8_t *data, size_t size);

/* Whether a name promises a picture or a video: what has such a name and is none is an error,
 * other files of a folder are passed over. */
int lwi_sniff_name_promises(const char *path);

#endif
