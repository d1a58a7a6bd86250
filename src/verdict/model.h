/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* What the assessor asks of a model. */
#ifndef LWI_VERDICT_MODEL_H
#define LWI_VERDICT_MODEL_H

#include "feature/feature.h"
#include "lenswatch/model.h"

/* Names of the features that the model reads; NULL-ended, lives as long as the model. */
const char *const *lwi_model_features(const struct lw_model *model);

/*
 * Probability that the picture is blurred. values is by index in the feature
 * table; those that the model reads have been measured, but may be invalid.
 * *ret_reason is always set: one clause, static.
 * Returns 0, or -ENODATA where the picture cannot be judged: the reason says why.
 */
int lwi_model_predict(const struct lw_model *model, const struct lw_value *values,
                      double *ret_probability, const char **ret_reason);

/* What one measure of a tile map means: 0 sharp .. 1 blurred, or LW_TILE_UNKNOWN. */
float lwi_model_tile(const struct lw_model *model, float measure);

#endif
