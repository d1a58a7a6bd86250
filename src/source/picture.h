/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Pictures in files and HTTP answers: told by their first bytes. */
#ifndef LWI_SOURCE_PICTURE_H
#define LWI_SOURCE_PICTURE_H

#include <stddef.h>
#include <stdint.h>

/* How many bytes are enough to tell. */
#define LWI_PICTURE_HEAD 16

/* Whether these bytes begin a JPEG, PNG, WebP, BMP or TIFF picture. */
int lwi_picture_begins(const uint8_t *data, size_t size);

#endif
