/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * The vote of the Off-focus Finder's server, for its clients: four
 * 1-nearest-neighbour classifiers over its own table (model/offocus). It decides
 * nothing else in Lenswatch.
 */
#ifndef LWI_VERDICT_OFFOCUS_H
#define LWI_VERDICT_OFFOCUS_H

enum lwi_offocus_feature {
    LWI_OFFOCUS_VARIANCE,     /* of the Laplacian; picture 0..1 */
    LWI_OFFOCUS_VARIANCE_MAX, /* largest value of the Laplacian; picture 0..1 */
    LWI_OFFOCUS_SCHARR,       /* variance of the Scharr gradient; picture 0..1 */
    LWI_OFFOCUS_NOISE,        /* sigma of the noise in levels of 0..255 */
    LWI_OFFOCUS_FEATURES,
};

#define LWI_OFFOCUS_VOTES 4

/*
 * Votes 1 (blurry) or 0 by the nearest row of the table in: all four features;
 * Max Variance and Scharr; Variance and Noise; Variance and Scharr. The values
 * must be finite.
 */
void lwi_offocus_vote(const double features[LWI_OFFOCUS_FEATURES],
                      int ret_blurry[LWI_OFFOCUS_VOTES]);

#endif
