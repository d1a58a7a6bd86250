/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Features: one file each, which ends with a const descriptor; registry.c lists
 * them. A file may measure several named features that share their work.
 *
 * A feature that cannot decide says so: it sets a reason (a static string), and
 * never NaN.
 */
#ifndef LWI_FEATURE_FEATURE_H
#define LWI_FEATURE_FEATURE_H

#include <stddef.h>
#include <stdint.h>

#include "feature/analysis.h"
#include "lenswatch/assess.h"
#include "lenswatch/feature.h"
#include "lenswatch/frame.h"

/*
 * A measure a tile, row by row; negative where a tile has too little detail. What
 * it means is between the feature that fills it in and the model that reads it.
 */
struct lwi_tiles {
    uint16_t count_x, count_y; /* 0, 0: no map; at most LW_TILES_MAX */
    float measure[LW_TILES_MAX * LW_TILES_MAX];
};

/* What a feature is given for one frame. */
struct lwi_feature_input {
    const struct lw_frame *frame;        /* height is the number of rows that are whole */
    uint8_t *scratch;                    /* scratch_size() bytes, aligned to 64, contents undefined:
                                    * other features and frames use them, too */
    const struct lwi_analysis *analysis; /* set where the feature asks for it */
    const struct lw_value *values;       /* by index in the feature table; those that `needs` names
                                    * have been measured */
    struct lwi_tiles *tiles;             /* to fill in, or NULL where no map is asked for */
};

#define LWI_FEATURE_TILES    (1u << 0) /* fills in the tile map */
#define LWI_FEATURE_ANALYSIS (1u << 1) /* starts from the analysis of the frame */

struct lwi_feature_info {
    const struct lw_feature_desc *outputs; /* what it measures, in the order of ret_values */
    size_t output_count;
    const char *const *needs; /* names of features that must be measured before, earlier in the
                               * registry; NULL: none */
    unsigned flags;
    size_t state_size; /* zeroed bytes, owned by the framework; 0: none */

    /* Memory wanted for a frame of this size. NULL: none. */
    size_t (*scratch_size)(uint32_t width, uint32_t height);

    /* Prepares the state: picks kernels by cpu_mask (LW_CPU_*), which has been cut down to
     * what this machine can do. 0 or a negative errno; then done is not called. May be NULL. */
    int (*init)(void *state, unsigned cpu_mask);

    /* Goes over the rows from `begin` up to before `end`. Called from the first row of a frame
     * (begin = 0) to the last (end = height), in strips, in turn with other features: so the
     * rows are read while they are in the cache. May look at rows outside its strip. It has
     * its scratch memory to itself until extract. May be NULL. */
    void (*rows)(void *state, const struct lwi_feature_input *input, uint32_t begin, uint32_t end);

    /* Measures one frame, after all its rows. Allocates nothing and cannot fail: what cannot
     * be measured has a reason. Sets every output. */
    void (*extract)(void *state, const struct lwi_feature_input *input,
                    struct lw_value *ret_values);

    /* Releases what init took. May be NULL. */
    void (*done)(void *state);
};

/* The registry; NULL-ended. */
extern const struct lwi_feature_info *const lwi_features[];

/* Setting a value, or why there is none. A value that is not finite becomes a reason. */
void lwi_value_set(struct lw_value *ret_value, double value);
void lwi_value_invalid(struct lw_value *ret_value, const char *reason);

#endif
