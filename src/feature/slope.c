/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * The slope of the spectrum: how the strength of all steps grows from one level to
 * the next, over all tiles with detail, in octaves; the noise is taken out of the
 * energy first. Natural scenes fall as 1/f, so that each level is about as strong
 * as the one before; a blur takes the finer levels away. The ratio of Laplacian to
 * gradient energy is the same thing within one level, since the squared second
 * difference follows from the squared first ones over 1 and over 2 pixels.
 *
 * D.J. Field and N. Brady, Visual sensitivity, blur and the sources of variability in
 * the amplitude spectra of natural scenes, Vision Research 37(23), 1997.
 */
#include <math.h>

#include "feature/feature.h"

/* Keeps the logarithm of a magnitude of nothing finite: a tenth of a level. */
#define MAGNITUDE_MIN 0.1

static const struct lw_feature_desc outputs[] = {
    {
        .name = "slope_energy_1x1_2x1",
        .unit = "octaves",
        .help = "Growth of the root of the mean squared step from 1 to 2 pixels.",
        .paper = "Field and Brady, Vision Research 1997",
        .version = 1,
    },
    {
        .name = "slope_energy_2x1_4x1",
        .unit = "octaves",
        .help = "Growth of the root of the mean squared step from 2 to 4 pixels.",
        .paper = "Field and Brady, Vision Research 1997",
        .version = 1,
    },
    {
        .name = "slope_energy_1x2_4x2",
        .unit = "octaves",
        .help = "Growth of the root of the mean squared step from 2 to 8 pixels.",
        .paper = "Field and Brady, Vision Research 1997",
        .version = 1,
    },
    {
        .name = "slope_size_1x1_2x1",
        .unit = "octaves",
        .help = "Growth of the mean step from 1 to 2 pixels.",
        .paper = "Field and Brady, Vision Research 1997",
        .version = 1,
    },
    {
        .name = "slope_size_2x1_4x1",
        .unit = "octaves",
        .help = "Growth of the mean step from 2 to 4 pixels.",
        .paper = "Field and Brady, Vision Research 1997",
        .version = 1,
    },
};

#define OUTPUT_COUNT (sizeof(outputs) / sizeof(outputs[0]))

/* Mean |step| of a level between neighbours, across plus down. */
static double mean_size(const struct lwi_analysis_tile *tile, unsigned level)
{
    const struct lwi_tile_sums *s = &tile->sums[level];
    const double pixels = (double) (LWI_ANALYSIS_TILE >> level) * (LWI_ANALYSIS_TILE >> level);

    return ((double) s->abs[LWI_TILE_RIGHT_1] + s->abs[LWI_TILE_BELOW_1]) / pixels;
}

static void extract(void *state, const struct lwi_feature_input *input, struct lw_value *ret_values)
{
    (void) state;
    const struct lwi_analysis *a = input->analysis;
    const size_t count = (size_t) a->tiles_x * a->tiles_y;
    double energy[LWI_STEP_COUNT] = {0}, size[3] = {0};

    for (size_t i = 0; a->reason && i < OUTPUT_COUNT; i++)
        lwi_value_invalid(&ret_values[i], a->reason);
    if (a->reason)
        return;
    for (size_t i = 0; i < count; i++) {
        const struct lwi_analysis_tile *t = &a->tiles[i];
        if (t->detail == LWI_DETAIL_NONE)
            continue;
        for (unsigned s = 0; s < LWI_STEP_COUNT; s++)
            energy[s] += t->energy[s];
        for (unsigned k = 0; k < 3; k++)
            size[k] += mean_size(t, k) + MAGNITUDE_MIN;
    }
    lwi_value_set(&ret_values[0], 0.5 * log2(energy[LWI_STEP_2X1] / energy[LWI_STEP_1X1]));
    lwi_value_set(&ret_values[1], 0.5 * log2(energy[LWI_STEP_4X1] / energy[LWI_STEP_2X1]));
    lwi_value_set(&ret_values[2], 0.5 * log2(energy[LWI_STEP_4X2] / energy[LWI_STEP_1X2]));
    lwi_value_set(&ret_values[3], log2(size[1] / size[0]));
    lwi_value_set(&ret_values[4], log2(size[2] / size[1]));
}

const struct lwi_feature_info lwi_feature_slope = {
    .outputs = outputs,
    .output_count = OUTPUT_COUNT,
    .flags = LWI_FEATURE_ANALYSIS,
    .extract = extract,
};
