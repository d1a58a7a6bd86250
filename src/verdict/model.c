/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * The model built in: one ratio that does not change with contrast.
 *
 * A defocus takes more from the second derivative than from the first, and a
 * change of contrast scales both alike, so the variance of the Laplacian over
 * the variance of the gradient tells one from the other. White noise of
 * standard deviation s adds 20 s^2 to the first (the sum of its squared
 * weights) and is taken out.
 */
#include "verdict/model.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "base/error.h"

#define LAPLACIAN_NOISE_GAIN 20.0
/* Below this variance of the gradient, there is no edge to judge by: about one level of 255. */
#define GRADIENT_VARIANCE_MIN 1.5e-5
/* A picture of this ratio is as likely blurred as not; the drawn scenes give 5.9 when in focus
 * and 0.47 with a disk of 2 px. */
#define RATIO_EVEN  1.5
#define RATIO_SLOPE 2.0 /* of the log-odds, per e-fold of the ratio */

struct lw_model {
    double threshold;
};

enum input { INPUT_LAPLACIAN, INPUT_SCHARR, INPUT_NOISE };

static const char *const features[] = {"laplacian_variance", "scharr_variance", "noise_sigma",
                                       NULL};

int lw_model_open(lw_model **ret_model, const char *path, struct lw_error *reterr_error)
{
    if (!ret_model)
        return lwi_error_set(reterr_error, -EINVAL, "no place to put the model");
    if (path)
        return lwi_error_set(reterr_error, -ENOTSUP, "'%s': this version reads no model files",
                             path);
    struct lw_model *model = calloc(1, sizeof(*model));
    if (!model)
        return lwi_error_set(reterr_error, -ENOMEM, "out of memory");
    model->threshold = 0.5;
    *ret_model = model;
    return 0;
}

const char *lw_model_name(const lw_model *model)
{
    (void) model;
    return "ratio-1";
}

double lw_model_threshold(const lw_model *model)
{
    return model->threshold;
}

void lw_model_close(lw_model **model)
{
    if (!model)
        return;
    free(*model);
    *model = NULL;
}

const char *const *lwi_model_features(const struct lw_model *model)
{
    (void) model;
    return features;
}

int lwi_model_predict(const struct lw_model *model, const struct lw_value *values,
                      double *ret_probability, const char **ret_reason)
{
    (void) model;
    const struct lw_value *laplacian = &values[lw_feature_find(features[INPUT_LAPLACIAN])];
    const struct lw_value *scharr = &values[lw_feature_find(features[INPUT_SCHARR])];
    const struct lw_value *noise = &values[lw_feature_find(features[INPUT_NOISE])];
    if (laplacian->reason || scharr->reason) {
        *ret_reason = laplacian->reason ? laplacian->reason : scharr->reason;
        return -ENODATA;
    }
    if (scharr->value < GRADIENT_VARIANCE_MIN) {
        *ret_reason = "there are no edges to judge by";
        return -ENODATA;
    }
    double sigma = noise->reason ? 0 : noise->value;
    double detail = laplacian->value - LAPLACIAN_NOISE_GAIN * sigma * sigma;
    double ratio = fmax(detail, 1e-3 * laplacian->value) / scharr->value;
    *ret_probability = 1 / (1 + pow(ratio / RATIO_EVEN, RATIO_SLOPE));
    *ret_reason = ratio < RATIO_EVEN ? "the edges are soft" : "the edges are crisp";
    return 0;
}

float lwi_model_tile(const struct lw_model *model, float measure)
{
    (void) model;
    return measure < 0 ? LW_TILE_UNKNOWN : fminf(measure, 1);
}
