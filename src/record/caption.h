/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Lines of text over the lower edge of a JPEG. What draws them is in a module. */
#ifndef LWI_RECORD_CAPTION_H
#define LWI_RECORD_CAPTION_H

#include <stddef.h>
#include <stdint.h>

#include "base/module.h"

#define LWI_MODULE_DRAW "lenswatch-draw"

#define LWI_CAPTION_LINES_MAX 4
/* Of a picture; one as the largest cameras send them has 33 million. */
#define LWI_CAPTION_PIXELS_MAX (40u * 1000 * 1000)

/*
 * A new JPEG with the lines in it, which are UTF-8; one that is too long for the width ends in an
 * ellipsis. *ret_jpeg is malloc'ed. 0; -EINVAL: it is no JPEG that is whole; -EFBIG: too many
 * pixels; -ENOMEM; -ELIBACC: the module cannot be loaded.
 */
int lwi_caption_draw(const uint8_t *jpeg, size_t size, const char *const *lines, size_t count,
                     uint8_t **ret_jpeg, size_t *ret_size, struct lw_error *reterr);

/* What the module exports: lwi_caption_table. */
struct lwi_caption_table {
    int (*draw)(const uint8_t *jpeg, size_t size, const char *const *lines, size_t count,
                uint8_t **ret_jpeg, size_t *ret_size, struct lw_error *reterr);
};
extern LWI_MODULE_EXPORT const struct lwi_caption_table lwi_caption_table;

#endif
