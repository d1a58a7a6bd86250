/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * How well the kind of a blur, its radius, and direction and length of a motion are told: on
 * simulated pictures, whose point spread is known, of scenes that were left out of training.
 */
#ifndef LWI_TRAIN_KINDS_H
#define LWI_TRAIN_KINDS_H

#include <stdio.h>

#include "train/fit.h"

struct lwi_kind_score {
    size_t rows;
    double kind_right; /* part whose kind (defocus, motion, both) is right */
    double motion_auc, defocus_auc;
    double radius_error, radius_error_68; /* |log2(estimate / truth)|, octaves: median, and what
                                           * 68 of 100 have no more than */
    size_t said[3][3]; /* defocus, motion, both: what is true, and what was said */
    size_t moved;      /* rows that moved, and are in focus */
    size_t angles;     /* of these: those found to have moved whose direction is told */
    double angle_error, angle_error_75; /* degrees: median, and of 75 of 100; NaN: none */
    double length_error;                /* as radius_error, of those found to have moved; NaN */
};

/* What models say that have not seen the scene: of each row of the table the answers of all
 * outputs, 0 where it is none of those to score. *ret_answers is malloc'ed. Returns 0 or a
 * negative errno. */
int lwi_kinds_hold_out(double **ret_answers, const struct lwi_table *table,
                       const struct lwi_dataset *dataset, const struct lwi_fit_settings *settings,
                       struct lw_error *reterr);

/* Scores the answers of one set's scenes, or of all (set beyond the last). 0 or -ENOMEM. */
int lwi_kinds_score(struct lwi_kind_score *ret_score, const struct lwi_table *table,
                    const double *answers, unsigned set, unsigned set_count);

/* The scores of all sets, and the table of kinds, as Markdown. 0 or -ENOMEM. */
int lwi_kinds_print(const struct lwi_table *table, const struct lwi_dataset *dataset,
                    const double *answers, FILE *out);

#endif
