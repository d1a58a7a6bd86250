/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Whether a blur has a direction: how much more one of four directions (across,
 * down, both diagonals) has lost from the half size to the full than another.
 * A defocus takes from all alike (near 0); a motion only along its path. The
 * directions that the scene itself prefers are in both levels and cancel.
 *
 * S. Pertuz et al. compare such measures in Analysis of focus measure operators for
 * shape-from-focus, Pattern Recognition 46(5), 2013.
 */
#include <math.h>

#include "feature/feature.h"

#define DIRECTIONS 4

static const struct lw_feature_desc outputs[] = {
    {
        .name = "anisotropy",
        .unit = "octaves",
        .help = "How much more blurred one direction is than another.",
        .paper = "after Pertuz et al., Pattern Recognition 2013",
        .version = 1,
    },
};

static void add_directions(double *energy, const struct lwi_tile_sums *sums)
{
    energy[0] += sums->square[LWI_TILE_RIGHT_1];
    energy[1] += sums->square[LWI_TILE_BELOW_1];
    energy[2] += sums->square_diagonal[0];
    energy[3] += sums->square_diagonal[1];
}

static void extract(void *state, const struct lwi_feature_input *input, struct lw_value *ret_values)
{
    (void) state;
    const struct lwi_analysis *a = input->analysis;
    const size_t count = (size_t) a->tiles_x * a->tiles_y;
    double fine[DIRECTIONS] = {0}, coarse[DIRECTIONS] = {0};

    if (a->reason) {
        lwi_value_invalid(&ret_values[0], a->reason);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        if (!a->tiles[i].has_detail)
            continue;
        add_directions(fine, &a->tiles[i].sums[0]);
        add_directions(coarse, &a->tiles[i].sums[1]);
    }
    double least = INFINITY, most = -INFINITY;
    for (int d = 0; d < DIRECTIONS; d++) {
        double kept = log2((fine[d] + 1) / (coarse[d] + 1));
        least = fmin(least, kept);
        most = fmax(most, kept);
    }
    lwi_value_set(&ret_values[0], most - least);
}

const struct lwi_feature_info lwi_feature_anisotropy = {
    .outputs = outputs,
    .output_count = 1,
    .flags = LWI_FEATURE_ANALYSIS,
    .extract = extract,
};
