/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * A set of features that are measured together on each frame: their states, and
 * one piece of scratch memory that they take turns with. Belongs to one thread.
 */
#ifndef LWI_FEATURE_SET_H
#define LWI_FEATURE_SET_H

#include "feature/feature.h"

struct lwi_feature_set;

/*
 * wanted: one byte for each feature of the table, non-zero for those to measure;
 * what they need is measured, too. tiles: measure the tile map as well.
 * Returns 0 or -ENOMEM.
 */
int lwi_feature_set_new(struct lwi_feature_set **ret_set, const unsigned char *wanted, int tiles,
                        unsigned cpu_mask);

/*
 * Measures a frame whose shape has been checked. ret_values has lw_feature_count()
 * entries; those that were not asked for get a reason. ret_tiles may be NULL; it
 * gets 0 x 0 tiles where there is no map. Allocates only when the frame is
 * larger than any before. Returns 0 or -ENOMEM.
 */
int lwi_feature_set_measure(struct lwi_feature_set *set, const struct lw_frame *frame,
                            struct lw_value *ret_values, struct lwi_tiles *ret_tiles);

/* NULL and *set == NULL are allowed. */
void lwi_feature_set_free(struct lwi_feature_set **set);

#endif
