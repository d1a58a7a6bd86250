/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Models: versioned files that turn features into a probability of blur. */
#ifndef LENSWATCH_MODEL_H
#define LENSWATCH_MODEL_H

#include <stddef.h>

#include "lenswatch/error.h"
#include "lenswatch/version.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Immutable once opened; any number of threads and assessors may share one. */
typedef struct lw_model lw_model;

/*
 * Opens a model file, checks its format, its features and their versions, and
 * runs its test vectors.
 *
 * path          the file; NULL opens the model built into the library
 * ret_model     on success the caller owns it; release with lw_model_close()
 * reterr_error  may be NULL; on failure what is wrong with the file
 *
 * Returns 0, -ENOENT or another errno of open(2), -EBADMSG (torn or foreign
 * file), -ENOTSUP (needs a feature, or a version of it, that this library lacks),
 * -EINVAL (ret_model is NULL), -ENOMEM.
 */
LW_API int lw_model_open(lw_model **ret_model, const char *path, struct lw_error *reterr_error);

/* Name and version of the model, e.g. "lenswatch-2026.1". Lives as long as the model. */
LW_API const char *lw_model_name(const lw_model *model);

/* Probability at or above which the model's maker calls a picture BLURRY, 0..1. */
LW_API double lw_model_threshold(const lw_model *model);

/* Releases the model and sets *model to NULL. NULL and *model == NULL are allowed.
 * No assessor that uses it may be open. */
LW_API void lw_model_close(lw_model **model);

#ifdef __cplusplus
}
#endif

#endif
