/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Features: named numbers measured on one frame, and the table of them. */
#ifndef LENSWATCH_FEATURE_H
#define LENSWATCH_FEATURE_H

#include <stddef.h>

#include "lenswatch/version.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What a feature is. All strings are static. */
struct lw_feature_desc {
    const char *name;  /* e.g. "laplacian_variance"; [a-z0-9_] */
    const char *unit;  /* e.g. "px@1080p"; "" for a pure number */
    const char *help;  /* one sentence */
    const char *paper; /* where the method comes from */
    unsigned version;  /* raised when its values change; a model names the version it needs */
};

/*
 * A value, or why there is none. When `reason` is not NULL the value is
 * meaningless (it is set to 0, never NaN); the string is static.
 */
struct lw_value {
    double value;
    const char *reason;
};

/* Number of features in the table. */
LW_API size_t lw_feature_count(void);

/* The feature at an index below lw_feature_count(); NULL beyond. */
LW_API const struct lw_feature_desc *lw_feature_at(size_t index);

/* Index of a feature by name, or -1. */
LW_API long lw_feature_find(const char *name);

#ifdef __cplusplus
}
#endif

#endif
