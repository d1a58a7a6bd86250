/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Measuring a model, or a way of training one: an answer for each real picture,
 * and the reports that are written from these.
 */
#ifndef LWI_TRAIN_EVALUATE_H
#define LWI_TRAIN_EVALUATE_H

#include <stdio.h>

#include "train/fit.h"
#include "train/score.h"
#include "train/table.h"

/* Everybody's yardstick, as it is used: OpenCV's variance of the Laplacian below 100. */
#define LWI_LAPLACIAN_USUAL 100.0

/* How the intervals of areas under ROC curves are drawn. */
#define LWI_EVALUATION_ROUNDS 1000
#define LWI_EVALUATION_SEED   1

struct lwi_evaluation {
    const struct lwi_dataset *dataset;
    const struct lwi_table *table;
    double threshold;
    double *probabilities; /* of each real row; NaN: not judged */
    double *laplacian;     /* of each real row: variance of the Laplacian, levels^2; NaN */
    double hindsight;      /* the Laplacian's one threshold that is best over all sets; NaN: none */
    double *kinds;         /* from lwi_kinds_hold_out(), or NULL: not measured */
};

/* The columns that a table needs for an evaluation: those of `features`, and last the
 * Laplacian's. ret_names has room for LWI_MODEL_FEATURES_MAX + 1. Returns 0, or -EINVAL: too
 * many. */
int lwi_evaluation_columns(const char *const *features, const char **ret_names);

/* Makes room. 0 or -ENOMEM. */
int lwi_evaluation_begin(struct lwi_evaluation *ret_evaluation, const struct lwi_dataset *dataset,
                         const struct lwi_table *table, double threshold);
void lwi_evaluation_clear(struct lwi_evaluation *evaluation);

/* Answers of one model. The table has its features as columns, in its order. */
void lwi_evaluation_by_model(struct lwi_evaluation *evaluation, const struct lw_model *model);

/*
 * Answers of models that have never seen the set they are asked about: one training
 * a set, without its pictures and those simulated from them.
 */
int lwi_evaluation_leave_out(struct lwi_evaluation *evaluation,
                             const struct lwi_fit_settings *settings,
                             void (*progress)(void *cookie, size_t done, size_t total),
                             void *cookie, struct lw_error *reterr);

/* What the Laplacian makes of one set at a threshold. */
void lwi_evaluation_laplacian(const struct lwi_evaluation *evaluation, unsigned set,
                              double threshold, struct lwi_score *ret_score);

/* The pictures of one group: judged wrong, and not judged at all. */
struct lwi_group_score {
    unsigned group, set;
    size_t pictures, wrong, unjudged;
};

/* Of each group, the one with most mistakes first. ret_groups has room for all of the dataset. */
void lwi_evaluation_groups(const struct lwi_evaluation *evaluation,
                           struct lwi_group_score *ret_groups);

/* The same as lwi_evaluation_print() tells, with all groups, as JSON. 0 or -ENOMEM. */
int lwi_evaluation_write_json(const struct lwi_evaluation *evaluation, FILE *out);

/* The tables of sets, of the groups with most mistakes and of reliability, as Markdown. */
void lwi_evaluation_print(const struct lwi_evaluation *evaluation, FILE *out);

/* ROC curves of the sets, one picture (SVG). */
int lwi_evaluation_write_roc(const struct lwi_evaluation *evaluation, FILE *out);

/* A page of the worst mistakes with their pictures. 0 or -ENOMEM. */
int lwi_evaluation_write_html(const struct lwi_evaluation *evaluation, FILE *out);

/* Every value of every real row, with its label, set and group: what a notebook starts from. */
void lwi_table_write_csv(const struct lwi_table *table, const struct lwi_dataset *dataset,
                         const double *probabilities, FILE *out);

/* The answers of one set (`set` < count) or of all. *ret_answers is malloc'ed. 0 or -ENOMEM. */
int lwi_evaluation_answers(const struct lwi_evaluation *evaluation, unsigned set,
                           struct lwi_answer **ret_answers, size_t *ret_count);

/* The reliability table of answers, as Markdown. */
void lwi_reliability_print(const struct lwi_answer *answers, size_t count, FILE *out);

#endif
