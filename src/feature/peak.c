/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * How far the largest step in a tile stands out from the rest: over the root mean
 * square of all its steps, in octaves. A picture in focus has few, large steps;
 * a blur spreads each over its neighbours, which lowers the largest and lifts the
 * others. The kurtosis of the gradients, made robust.
 *
 * Gradient statistics as in R. Liu, Z. Li, J. Jia, Image partial blur detection and
 * classification, CVPR 2008.
 */
#include <math.h>

#include "feature/feature.h"

struct peak {
    enum lwi_step step;
    unsigned percents[4];
};

static const struct peak peaks[] = {
    {LWI_STEP_1X1, {25, 50, 0, 0}},
    {LWI_STEP_4X1, {25, 50, 75, 90}},
};

#define OUTPUT(name_, percent, text)                                                               \
    {                                                                                              \
        .name = "peak_" name_ "_p" #percent, .unit = "octaves",                                    \
        .help = "Largest step over their root mean square" text ": percentile " #percent           \
                " of the tiles.",                                                                  \
        .paper = "after Liu et al., CVPR 2008", .version = 1,                                      \
    }

static const struct lw_feature_desc outputs[] = {
    OUTPUT("1x1", 25, ""),
    OUTPUT("1x1", 50, ""),
    OUTPUT("4x1", 25, ", at quarter size"),
    OUTPUT("4x1", 50, ", at quarter size"),
    OUTPUT("4x1", 75, ", at quarter size"),
    OUTPUT("4x1", 90, ", at quarter size"),
};

#define OUTPUT_COUNT (sizeof(outputs) / sizeof(outputs[0]))

static void extract(void *state, const struct lwi_feature_input *input, struct lw_value *ret_values)
{
    (void) state;
    const struct lwi_analysis *a = input->analysis;
    const size_t count = (size_t) a->tiles_x * a->tiles_y;
    struct lwi_spread spread;
    size_t next = 0;

    for (size_t i = 0; a->reason && i < OUTPUT_COUNT; i++)
        lwi_value_invalid(&ret_values[i], a->reason);
    if (a->reason)
        return;
    for (size_t p = 0; p < sizeof(peaks) / sizeof(peaks[0]); p++) {
        lwi_spread_clear(&spread);
        for (size_t i = 0; i < count; i++) {
            const struct lwi_analysis_tile *t = &a->tiles[i];
            if (t->detail != LWI_DETAIL_NONE)
                lwi_spread_add(&spread,
                               t->largest[peaks[p].step] - 0.5f * log2f(t->energy[peaks[p].step]));
        }
        for (size_t k = 0; k < 4 && peaks[p].percents[k]; k++)
            lwi_value_set(&ret_values[next++], lwi_spread_at(&spread, peaks[p].percents[k]));
    }
}

const struct lwi_feature_info lwi_feature_peak = {
    .outputs = outputs,
    .output_count = OUTPUT_COUNT,
    .flags = LWI_FEATURE_ANALYSIS,
    .extract = extract,
};
