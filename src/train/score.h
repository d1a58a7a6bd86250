/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* How good answers are. */
#ifndef LWI_TRAIN_SCORE_H
#define LWI_TRAIN_SCORE_H

#include <stddef.h>
#include <stdint.h>

/* One answer: what was said, what is true (1: blurry), and which scene it is of. */
struct lwi_answer {
    double score; /* a probability, or anything that grows with it */
    int truth;
    unsigned group;
};

/* Sensitivity and the like, at a threshold. Answers of NaN are of pictures that could not be
 * judged: they count as wrong. */
struct lwi_score {
    size_t clear, blurry; /* pictures */
    size_t clear_right, blurry_right;
    size_t clear_unjudged, blurry_unjudged;
    double balanced_accuracy; /* NaN without both labels */
};

void lwi_score_at(struct lwi_score *ret_score, const struct lwi_answer *answers, size_t count,
                  double threshold);

/* Area under the ROC curve: the chance that a blurry picture scores higher than a clear one;
 * ties count half. Unjudged pictures are left out. NaN without both labels. Sorts the answers. */
double lwi_score_auc(struct lwi_answer *answers, size_t count);

/* The 95 % interval of that, by drawing whole groups with replacement `rounds` times. */
void lwi_score_auc_interval(struct lwi_answer *answers, size_t count, unsigned rounds,
                            uint64_t seed, double *ret_low, double *ret_high);

/* Reliability: in each of so many bins of probability, how many there are, what was said on
 * average, and which part was blurry. */
#define LWI_SCORE_BINS 10

struct lwi_reliability {
    size_t count[LWI_SCORE_BINS];
    double said[LWI_SCORE_BINS], was[LWI_SCORE_BINS];
    double error; /* mean |said - was|, by count */
};

void lwi_score_reliability(struct lwi_reliability *ret_reliability,
                           const struct lwi_answer *answers, size_t count);

/* The median. Sorts the values. count > 0. */
double lwi_score_median(double *values, size_t count);

#endif
