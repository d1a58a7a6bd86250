/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The model that a command's --model names. */
#ifndef LWI_CMD_NAMED_MODEL_H
#define LWI_CMD_NAMED_MODEL_H

#include "lenswatch/error.h"
#include "lenswatch/model.h"

/* path NULL: the model that is built in. As lw_model_open(); what cannot be read has a hint. */
int lwi_named_model_open(lw_model **ret_model, const char *path, struct lw_error *reterr);

#endif
