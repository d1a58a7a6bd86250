/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Text from cameras: cleaned, cut, and taken apart where it is lines of NAME=VALUE. */
#ifndef LWI_DRIVER_TEXT_H
#define LWI_DRIVER_TEXT_H

#include <stddef.h>
#include <stdint.h>

/* Copies length bytes without white space around them, without control characters and what is no
 * UTF-8, cut at a whole character. */
void lwi_text_clean(char *ret_text, size_t ret_size, const char *from, size_t length);

/* The value of the first line NAME=VALUE, cleaned. 0, or -ENOENT and "". */
int lwi_text_value(const char *lines, const char *name, char *ret_value, size_t ret_size);

/* The same as a whole number from min to max; fallback where there is none such. */
int64_t lwi_text_number(const char *lines, const char *name, int64_t min, int64_t max,
                        int64_t fallback);

/* "1920x1080" or "1920*1080". 0 or -EINVAL. */
int lwi_text_size(const char *text, uint32_t *ret_width, uint32_t *ret_height);

/* A codec as cameras spell it ("H.264H", "h265", "JPEG") as we do; "" where it is not known. */
const char *lwi_text_codec(const char *text);

#endif
