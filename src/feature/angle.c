/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Along which direction a moved picture is blurred. A motion takes the fine steps along its path
 * and leaves those across it, so the finest levels have less energy along it than the coarse
 * ones. Four directions, 45 degrees apart, are measured on each level; their differences
 * at right angles are the two components of a vector at twice the angle.
 *
 * The weights of the levels were fitted to simulated motions of two sets of clear pictures
 * (`sharp` and `kwentar`, 238 motions); docs/ref/accuracy.md has the errors on other sets.
 *
 * After the directional derivatives of Y. Yitzhaky and N.S. Kopeika, Identification of blur
 * parameters from motion blurred images, Graphical Models and Image Processing 59(5), 1997.
 */
#include <math.h>

#include "feature/feature.h"

#define DIRECTIONS 4

/* Keeps the logarithm of an energy of nothing finite: a tenth of a level, squared. */
#define ENERGY_MIN 0.01

/* What a difference of one octave between two directions at right angles adds, a level. */
static const double weights[LWI_ANALYSIS_LEVELS] = {-0.18, -0.60, -1.34, 1.42};
/* Diagonal neighbours are further apart, and show less of a short path. */
#define DIAGONAL_WEIGHT 1.2

enum { OUT_ANGLE, OUT_STRENGTH, OUT_COUNT };

static const struct lw_feature_desc outputs[OUT_COUNT] = {
    [OUT_ANGLE] =
        {
            .name = "blur_angle",
            .unit = "degrees",
            .help = "Direction that lacks fine steps: 0 across, 45 rising to the right, 90 up.",
            .paper = "after Yitzhaky and Kopeika, GMIP 1997",
            .version = 1,
        },
    [OUT_STRENGTH] =
        {
            .name = "blur_angle_strength",
            .unit = "",
            .help = "How distinct that direction is: about 1 after a motion, 0.2 after none.",
            .paper = "after Yitzhaky and Kopeika, GMIP 1997",
            .version = 1,
        },
};

/* Energy of the steps of a level in each direction, noise taken out, in octaves. */
static void measure_level(const struct lwi_analysis *a, unsigned level, double *ret_energy)
{
    const size_t count = (size_t) a->tiles_x * a->tiles_y;
    const double side = LWI_ANALYSIS_TILE >> level, part = 1 / (side * side); /* exact */
    const double of_noise = 2 * a->noise * a->noise / (double) (1u << (2 * level));
    double sums[DIRECTIONS] = {0};

    for (size_t i = 0; i < count; i++) {
        const struct lwi_tile_sums *s = &a->tiles[i].sums[level];
        if (a->tiles[i].detail == LWI_DETAIL_NONE)
            continue;
        const uint32_t squares[DIRECTIONS] = {s->square[LWI_TILE_RIGHT_1],
                                              s->square[LWI_TILE_BELOW_1], s->square_diagonal[0],
                                              s->square_diagonal[1]};
        for (int d = 0; d < DIRECTIONS; d++) {
            const double energy = squares[d] * part - of_noise;
            sums[d] += energy > ENERGY_MIN ? energy : ENERGY_MIN;
        }
    }
    for (int d = 0; d < DIRECTIONS; d++)
        ret_energy[d] = 0.5 * log2(sums[d]);
}

static void extract(void *state, const struct lwi_feature_input *input, struct lw_value *ret_values)
{
    (void) state;
    const struct lwi_analysis *a = input->analysis;
    double straight = 0, diagonal = 0, energy[DIRECTIONS];

    for (size_t i = 0; a->reason && i < OUT_COUNT; i++)
        lwi_value_invalid(&ret_values[i], a->reason);
    if (a->reason)
        return;
    for (unsigned level = 0; level < LWI_ANALYSIS_LEVELS; level++) {
        measure_level(a, level, energy);
        straight += weights[level] * (energy[0] - energy[1]);
        diagonal += DIAGONAL_WEIGHT * weights[level] * (energy[3] - energy[2]);
    }
    double angle = atan2(diagonal, straight) * 90 / M_PI; /* half of it, in degrees */
    lwi_value_set(&ret_values[OUT_ANGLE], angle < 0 ? angle + 180 : angle);
    lwi_value_set(&ret_values[OUT_STRENGTH], hypot(straight, diagonal));
}

const struct lwi_feature_info lwi_feature_angle = {
    .outputs = outputs,
    .output_count = OUT_COUNT,
    .flags = LWI_FEATURE_ANALYSIS,
    .extract = extract,
};
