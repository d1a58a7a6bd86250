/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The table of features: one line each. What another needs stands before it. */
#include <math.h>
#include <string.h>

#include "feature/feature.h"

extern const struct lwi_feature_info lwi_feature_angle;
extern const struct lwi_feature_info lwi_feature_detail;
extern const struct lwi_feature_info lwi_feature_direction;
extern const struct lwi_feature_info lwi_feature_edge;
extern const struct lwi_feature_info lwi_feature_noise;
extern const struct lwi_feature_info lwi_feature_peak;
extern const struct lwi_feature_info lwi_feature_slope;
extern const struct lwi_feature_info lwi_feature_stencil;

const struct lwi_feature_info *const lwi_features[] = {
    &lwi_feature_stencil, &lwi_feature_noise, &lwi_feature_edge,
    &lwi_feature_peak,    &lwi_feature_slope, &lwi_feature_direction,
    &lwi_feature_detail,  &lwi_feature_angle, NULL,
};

size_t lw_feature_count(void)
{
    size_t count = 0;
    for (size_t i = 0; lwi_features[i]; i++)
        count += lwi_features[i]->output_count;
    return count;
}

const struct lw_feature_desc *lw_feature_at(size_t index)
{
    for (size_t i = 0; lwi_features[i]; i++) {
        if (index < lwi_features[i]->output_count)
            return &lwi_features[i]->outputs[index];
        index -= lwi_features[i]->output_count;
    }
    return NULL;
}

long lw_feature_find(const char *name)
{
    const struct lw_feature_desc *desc;
    for (size_t i = 0; name && (desc = lw_feature_at(i)); i++)
        if (strcmp(desc->name, name) == 0)
            return (long) i;
    return -1;
}

void lwi_value_set(struct lw_value *ret_value, double value)
{
    if (!isfinite(value)) {
        lwi_value_invalid(ret_value, "the result is not a finite number");
        return;
    }
    ret_value->value = value;
    ret_value->reason = NULL;
}

void lwi_value_invalid(struct lw_value *ret_value, const char *reason)
{
    ret_value->value = 0;
    ret_value->reason = reason;
}
