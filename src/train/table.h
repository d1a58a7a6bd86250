/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * A table of measured pictures: a row a picture, a column a feature. Real
 * pictures first, in the order of their dataset; simulated ones after them.
 */
#ifndef LWI_TRAIN_TABLE_H
#define LWI_TRAIN_TABLE_H

#include <stddef.h>
#include <stdint.h>

#include "lenswatch/assess.h"
#include "train/camera_model.h"
#include "train/dataset.h"
#include "verdict/model.h"

struct lwi_row {
    unsigned picture; /* index in the dataset; of a simulated one, its scene */
    int simulated;
    enum lwi_label label;
    unsigned set, group;       /* of the picture or the scene */
    struct lwi_simulated made; /* of a simulated one */
    float angle;               /* along which it seems to have moved, degrees; < 0: not told */
    const char *reason;        /* why it cannot be judged, or NULL; then the values are 0 */
    char *error;               /* why it could not be read, or NULL; malloc'ed */
};

struct lwi_table {
    size_t row_count, column_count;
    size_t real_count; /* rows that are not simulated: the first ones */
    struct lwi_row *rows;
    float *values;                          /* row_count x column_count */
    size_t columns[LWI_MODEL_FEATURES_MAX]; /* of each column: index in the feature table */
};

/* What is made of a dataset. */
struct lwi_table_settings {
    const char *const *features; /* NULL-ended: the columns */
    unsigned simulations;        /* of each clear picture: half of them blurry */
    uint64_t seed;
    unsigned threads; /* >= 1 */
    unsigned cpu_mask;
    void (*progress)(void *cookie, size_t done, size_t total); /* or NULL; by one thread */
    void *cookie;
};

/*
 * Measures the pictures and the simulated ones. What cannot be read is a row with
 * an error. The same for any number of threads.
 * Returns 0, -EINVAL (a feature), -ENOMEM or -EAGAIN (no threads), with *reterr filled in.
 */
int lwi_table_measure(struct lwi_table *ret_table, const struct lwi_dataset *dataset,
                      const struct lwi_table_settings *settings, struct lw_error *reterr);

void lwi_table_clear(struct lwi_table *table);

/* Whether a row can be learned from. */
static inline int lwi_row_usable(const struct lwi_row *row)
{
    return !row->reason && !row->error;
}

#endif
