/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * How much there is to judge by, the noise at the analysis size, and the tile map.
 * These depend on the scene, so no verdict stands on them: they say how far to
 * trust it, and where.
 */
#include "feature/feature.h"

static const struct lw_feature_desc outputs[] = {
    {
        .name = "detail",
        .unit = "",
        .help = "Part of the picture's tiles that have enough detail to judge by.",
        .paper = "",
        .version = 1,
    },
    {
        .name = "analysis_noise",
        .unit = "levels",
        .help = "Standard deviation of the noise at the analysis size, from second differences.",
        .paper = "after Immerkaer, CVIU 64(2), 1996",
        .version = 1,
    },
};

/* The measure of a tile: the growth of its largest step from 2 to 8 pixels, in octaves. */
static void fill_tiles(const struct lwi_analysis *a, struct lwi_tiles *ret_tiles)
{
    const size_t count = (size_t) a->tiles_x * a->tiles_y;

    ret_tiles->count_x = (uint16_t) a->tiles_x;
    ret_tiles->count_y = (uint16_t) a->tiles_y;
    for (size_t i = 0; i < count; i++) {
        const struct lwi_analysis_tile *t = &a->tiles[i];
        float growth = t->largest[LWI_STEP_4X2] - t->largest[LWI_STEP_1X2];
        ret_tiles->measure[i] = t->detail == LWI_DETAIL_NONE ? -1 : growth > 0 ? growth : 0;
    }
}

static void extract(void *state, const struct lwi_feature_input *input, struct lw_value *ret_values)
{
    (void) state;
    const struct lwi_analysis *a = input->analysis;
    const double count = (double) a->tiles_x * a->tiles_y;

    if (input->tiles && a->tiles_x > 0)
        fill_tiles(a, input->tiles);
    if (a->tiles_x == 0) {
        lwi_value_invalid(&ret_values[0], a->reason);
        lwi_value_invalid(&ret_values[1], a->reason);
        return;
    }
    lwi_value_set(&ret_values[0], (double) a->detail_count / count);
    lwi_value_set(&ret_values[1], a->noise);
}

const struct lwi_feature_info lwi_feature_detail = {
    .outputs = outputs,
    .output_count = 2,
    .flags = LWI_FEATURE_ANALYSIS | LWI_FEATURE_TILES,
    .extract = extract,
};
