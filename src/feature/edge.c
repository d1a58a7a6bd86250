/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * How edges rise: by how much the largest step in a tile grows from a short
 * distance to a longer one, in octaves. At a sharp edge the whole rise is there
 * between neighbours and the step does not grow (0); at a soft one it grows with
 * the distance until that is as long as the edge is wide (1 an octave of distance).
 * Contrast scales both steps alike and is gone. The percentiles over the tiles
 * keep one sharp overlay, or one soft corner, from deciding.
 *
 * An edge width as in P. Marziliano et al., A no-reference perceptual blur metric,
 * ICIP 2002, without having to follow the edge; the pair of scales as in
 * R. Ferzli and L. Karam (JNB), IEEE TIP 18(4), 2009.
 */
#include "feature/feature.h"

/* From which step to which, and the percentiles that are outputs, in their order. */
struct growth {
    enum lwi_step from, to;
    unsigned percents[3];
};

static const struct growth growths[] = {
    {LWI_STEP_1X1, LWI_STEP_4X2, {75, 0, 0}},   {LWI_STEP_1X1, LWI_STEP_2X1, {50, 75, 0}},
    {LWI_STEP_1X2, LWI_STEP_2X2, {50, 75, 0}},  {LWI_STEP_1X2, LWI_STEP_4X2, {25, 50, 75}},
    {LWI_STEP_2X1, LWI_STEP_2X2, {50, 75, 0}},  {LWI_STEP_2X1, LWI_STEP_4X1, {50, 75, 90}},
    {LWI_STEP_4X1, LWI_STEP_4X2, {25, 50, 75}}, {LWI_STEP_4X1, LWI_STEP_8X1, {50, 75, 0}},
};

static void measure_growth(const struct lwi_analysis *a, const struct growth *g,
                           struct lwi_spread *ret_spread)
{
    const size_t count = (size_t) a->tiles_x * a->tiles_y;

    lwi_spread_clear(ret_spread);
    for (size_t i = 0; i < count; i++)
        if (a->tiles[i].detail != LWI_DETAIL_NONE)
            lwi_spread_add(ret_spread, a->tiles[i].largest[g->to] - a->tiles[i].largest[g->from]);
}

#define OUTPUT(pair, percent, text)                                                                \
    {                                                                                              \
        .name = "edge_" pair "_p" #percent, .unit = "octaves",                                     \
        .help = "Growth of the largest step " text ": percentile " #percent " of the tiles.",      \
        .paper = "after Marziliano et al., ICIP 2002", .version = 1,                               \
    }

static const struct lw_feature_desc outputs[] = {
    OUTPUT("1x1_4x2", 75, "from 1 to 8 pixels"),
    OUTPUT("1x1_2x1", 50, "from 1 to 2 pixels"),
    OUTPUT("1x1_2x1", 75, "from 1 to 2 pixels"),
    OUTPUT("1x2_2x2", 50, "from 2 to 4 pixels"),
    OUTPUT("1x2_2x2", 75, "from 2 to 4 pixels"),
    OUTPUT("1x2_4x2", 25, "from 2 to 8 pixels"),
    OUTPUT("1x2_4x2", 50, "from 2 to 8 pixels"),
    OUTPUT("1x2_4x2", 75, "from 2 to 8 pixels"),
    OUTPUT("2x1_2x2", 50, "from 2 to 4 pixels, at half size"),
    OUTPUT("2x1_2x2", 75, "from 2 to 4 pixels, at half size"),
    OUTPUT("2x1_4x1", 50, "from 2 to 4 pixels, at half and quarter size"),
    OUTPUT("2x1_4x1", 75, "from 2 to 4 pixels, at half and quarter size"),
    OUTPUT("2x1_4x1", 90, "from 2 to 4 pixels, at half and quarter size"),
    OUTPUT("4x1_4x2", 25, "from 4 to 8 pixels, at quarter size"),
    OUTPUT("4x1_4x2", 50, "from 4 to 8 pixels, at quarter size"),
    OUTPUT("4x1_4x2", 75, "from 4 to 8 pixels, at quarter size"),
    OUTPUT("4x1_8x1", 50, "from 4 to 8 pixels, at quarter and eighth size"),
    OUTPUT("4x1_8x1", 75, "from 4 to 8 pixels, at quarter and eighth size"),
};

#define OUTPUT_COUNT (sizeof(outputs) / sizeof(outputs[0]))

static void extract(void *state, const struct lwi_feature_input *input, struct lw_value *ret_values)
{
    (void) state;
    const struct lwi_analysis *a = input->analysis;
    struct lwi_spread spread;
    size_t next = 0;

    for (size_t i = 0; a->reason && i < OUTPUT_COUNT; i++)
        lwi_value_invalid(&ret_values[i], a->reason);
    if (a->reason)
        return;
    for (size_t i = 0; i < sizeof(growths) / sizeof(growths[0]); i++) {
        measure_growth(a, &growths[i], &spread);
        for (size_t k = 0; k < 3 && growths[i].percents[k]; k++)
            lwi_value_set(&ret_values[next++], lwi_spread_at(&spread, growths[i].percents[k]));
    }
}

const struct lwi_feature_info lwi_feature_edge = {
    .outputs = outputs,
    .output_count = OUTPUT_COUNT,
    .flags = LWI_FEATURE_ANALYSIS,
    .extract = extract,
};
