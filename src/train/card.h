/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The model card: what a model was made from, and how far to trust it. */
#ifndef LWI_TRAIN_CARD_H
#define LWI_TRAIN_CARD_H

#include <stdio.h>

#include "train/fit.h"

/*
 * Writes it as Markdown. held_out: from lwi_fit_model(). kinds: from lwi_kinds_hold_out(), or NULL.
 * Returns 0, or -1 when out of memory.
 */
int lwi_card_write(const struct lw_model *model, const struct lwi_table *table,
                   const struct lwi_dataset *dataset, const double *held_out, const double *kinds,
                   const struct lwi_fit_settings *settings, FILE *out);

#endif
