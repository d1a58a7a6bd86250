/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Pictures as cairo has them. Only what is in the module that draws may include this. */
#ifndef LWI_RECORD_SURFACE_JPEG_H
#define LWI_RECORD_SURFACE_JPEG_H

#include <cairo.h>
#include <stddef.h>
#include <stdint.h>

#include "lenswatch/error.h"

/* Of CAIRO_FORMAT_RGB24. width_min: it may be made smaller, but not under that; 0: as it is. 0;
 * -EINVAL: it is no JPEG that is whole; -EFBIG: too many pixels; -ENOMEM. */
int lwi_surface_from_jpeg(const uint8_t *jpeg, size_t size, unsigned width_min,
                          cairo_surface_t **ret_surface, struct lw_error *reterr);

/* *ret_jpeg is malloc'ed. 0, -ENOMEM. */
int lwi_surface_to_jpeg(cairo_surface_t *surface, int quality, uint8_t **ret_jpeg, size_t *ret_size,
                        struct lw_error *reterr);

#endif
