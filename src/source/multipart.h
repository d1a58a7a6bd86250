/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Taking multipart/x-mixed-replace apart: what cameras send as MJPEG.
 *
 * Cameras disagree with the standard, and with themselves: the boundary in the
 * header may or may not include its dashes, lengths may be missing, lines may
 * end in a bare line feed. So the boundary is what the body's first line says,
 * and a part without a length ends where that line comes again.
 */
#ifndef LWI_SOURCE_MULTIPART_H
#define LWI_SOURCE_MULTIPART_H

#include <stddef.h>
#include <stdint.h>

struct lwi_multipart;

/* part_bytes_max: a larger part is an error. 0 or -ENOMEM. */
int lwi_multipart_new(struct lwi_multipart **ret_parser, size_t part_bytes_max);
void lwi_multipart_free(struct lwi_multipart **parser);

/*
 * Takes in the next bytes of the body. A whole part replaces one that was not
 * taken yet: the newest wins.
 * Returns 0, -EPROTO (not a multipart body), -EMSGSIZE (too large), -ENOMEM.
 */
int lwi_multipart_feed(struct lwi_multipart *parser, const uint8_t *data, size_t size);

/* The newest whole part: malloc'ed, the caller's. 1, or 0 where there is none. */
int lwi_multipart_take(struct lwi_multipart *parser, uint8_t **ret_data, size_t *ret_size);

#endif
