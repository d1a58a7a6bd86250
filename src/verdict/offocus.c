/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * The Off-focus vote. The values are compared as they are, without scaling,
 * because that is what the original's classifiers did: where Noise takes part it
 * outweighs the rest.
 */
#include "verdict/offocus.h"

#include <float.h>
#include <stddef.h>

#include "verdict/offocus_table.h"

/* Which features take part in each vote, in the order of the answer. */
#define BIT(feature) (1u << LWI_OFFOCUS_##feature)
static const unsigned vote_features[LWI_OFFOCUS_VOTES] = {
    BIT(VARIANCE) | BIT(VARIANCE_MAX) | BIT(SCHARR) | BIT(NOISE),
    BIT(VARIANCE_MAX) | BIT(SCHARR),
    BIT(VARIANCE) | BIT(NOISE),
    BIT(VARIANCE) | BIT(SCHARR),
};

static int nearest_is_blurry(const double *features, unsigned mask)
{
    double best = DBL_MAX;
    int blurry = 0;
    for (size_t i = 0; i < lwi_offocus_table_size; i++) {
        double distance = 0;
        for (unsigned f = 0; f < LWI_OFFOCUS_FEATURES; f++) {
            if (mask & (1u << f)) {
                double d = features[f] - lwi_offocus_table[i].value[f];
                distance += d * d;
            }
        }
        if (distance < best) {
            best = distance;
            blurry = lwi_offocus_table[i].blurry;
        }
    }
    return blurry;
}

void lwi_offocus_vote(const double features[LWI_OFFOCUS_FEATURES],
                      int ret_blurry[LWI_OFFOCUS_VOTES])
{
    for (unsigned v = 0; v < LWI_OFFOCUS_VOTES; v++)
        ret_blurry[v] = nearest_is_blurry(features, vote_features[v]);
}
