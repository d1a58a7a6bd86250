/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* From a table of measured pictures to a model. */
#ifndef LWI_TRAIN_FIT_H
#define LWI_TRAIN_FIT_H

#include "train/table.h"
#include "verdict/model.h"

#define LWI_FIT_FOLDS 5

struct lwi_fit_settings {
    uint64_t seed;
    double simulated_weight; /* of all simulated rows together; the real ones have 1 */
    const char *name;        /* of the model */
    double threshold;
    int blur_only; /* leave out kind and radius */
};

/* The defaults: what the shipped model was made with. */
void lwi_fit_settings_default(struct lwi_fit_settings *ret_settings);

/* Rows are used where use[row] is not 0. NULL: all that are usable. */
typedef const unsigned char *lwi_row_mask;

/*
 * Trains a model. The blur output is calibrated on real rows that were left out,
 * LWI_FIT_FOLDS times, by groups; ret_held_out (NULL, or room for a number a row) gets
 * the calibrated probability of each such row from the model that had not seen it,
 * -1 for the others. On success the caller owns what is in *ret_model; it has no test vectors yet.
 */
int lwi_fit_model(struct lw_model *ret_model, const struct lwi_table *table,
                  const struct lwi_dataset *dataset, lwi_row_mask use,
                  const struct lwi_fit_settings *settings, double *ret_held_out,
                  struct lw_error *reterr);

/* Adds test vectors: `count` rows spread evenly over the usable ones. */
int lwi_fit_add_vectors(struct lw_model *model, const struct lwi_table *table, size_t count);

/* What an output should answer of a simulated row: 0 or 1, or log2 of the radius. */
double lwi_fit_kind_target(const struct lwi_row *row, enum lwi_model_output output);

/* Trains what only simulated pictures know, their kind or their radius, without the groups of
 * one fold (LWI_FIT_FOLDS: with all). On success the caller owns what is in *ret_ensemble. */
int lwi_fit_train_kind(struct lwi_ensemble *ret_ensemble, enum lwi_model_output output,
                       const struct lwi_table *table, const struct lwi_dataset *dataset,
                       unsigned without, const struct lwi_fit_settings *settings,
                       struct lw_error *reterr);

/* The text of a model file. *ret_text is malloc'ed. 0 or -ENOMEM. */
int lwi_model_write(const struct lw_model *model, char **ret_text, size_t *ret_size);

#endif
