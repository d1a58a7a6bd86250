/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * What a browser must know of an MP4 stream before it plays it: the "codecs" parameter of
 * its type (RFC 6381), read off the configuration record in the stream's own header.
 */
#ifndef LWI_RECORD_CODECS_H
#define LWI_RECORD_CODECS_H

#include <stddef.h>
#include <stdint.h>

#define LWI_CODECS_SIZE 64

/*
 * header: an MP4 file up to the end of its moov box. ret_codecs: "avc1.64001f" (ISO/IEC 14496-15,
 * annex E) or "hev1.1.6.L93.B0". -ENOTSUP: neither H.264 nor H.265, or not to be read.
 */
int lwi_codecs_find(const uint8_t *header, size_t size, char ret_codecs[LWI_CODECS_SIZE]);

#endif
