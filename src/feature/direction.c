/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Whether a blur has a direction. A defocus softens edges of all directions alike,
 * a motion only those across its path, and leaves the others as crisp as they
 * were. Two ways to tell: in tiles that have edges both ways, how the growth of
 * the largest step across differs from that down (see edge.c), and over all tiles,
 * by how much more one direction of four has lost from one level to the next. What
 * the scene itself prefers is in both levels and cancels.
 *
 * The idea of comparing directional derivatives: Y. Yitzhaky and N.S. Kopeika,
 * Identification of blur parameters from motion blurred images, Graphical Models
 * and Image Processing 59(5), 1997.
 */
#include <math.h>

#include "feature/feature.h"

#define DIRECTIONS 4

/* Keeps the logarithm of an energy of nothing finite: a tenth of a level, squared. */
#define ENERGY_MIN 0.01

struct pair {
    enum lwi_step from, to;
};

enum { PAIR_COARSE, PAIR_HALF, PAIR_FINE, PAIR_COUNT };

static const struct pair pairs[PAIR_COUNT] = {
    [PAIR_COARSE] = {LWI_STEP_1X2, LWI_STEP_4X2},
    [PAIR_HALF] = {LWI_STEP_2X1, LWI_STEP_4X1},
    [PAIR_FINE] = {LWI_STEP_2X2, LWI_STEP_4X2},
};

enum {
    OUT_WORST_COARSE_50,
    OUT_WORST_COARSE_75,
    OUT_WORST_HALF_50,
    OUT_WORST_FINE_50,
    OUT_BIAS_COARSE,
    OUT_BIAS_HALF,
    OUT_SPREAD_COARSE,
    OUT_SPREAD_HALF,
    OUT_ENERGY_1_2,
    OUT_ENERGY_2_4,
    OUT_ENERGY_1_4,
    OUT_COUNT,
};

#define PAPER "after Yitzhaky and Kopeika, GMIP 1997"
#define OUTPUT(name_, help_)                                                                       \
    {                                                                                              \
        .name = name_, .unit = "octaves", .help = help_, .paper = PAPER, .version = 1,             \
    }

static const struct lw_feature_desc outputs[OUT_COUNT] = {
    [OUT_WORST_COARSE_50] = OUTPUT("direction_worst_1x2_4x2_p50",
                                   "Growth of the largest step from 2 to 8 pixels in the softer "
                                   "direction: median of the tiles."),
    [OUT_WORST_COARSE_75] = OUTPUT("direction_worst_1x2_4x2_p75",
                                   "Growth of the largest step from 2 to 8 pixels in the softer "
                                   "direction: percentile 75 of the tiles."),
    [OUT_WORST_HALF_50] = OUTPUT("direction_worst_2x1_4x1_p50",
                                 "Growth of the largest step from 2 to 4 pixels in the softer "
                                 "direction: median of the tiles."),
    [OUT_WORST_FINE_50] = OUTPUT("direction_worst_2x2_4x2_p50",
                                 "Growth of the largest step from 4 to 8 pixels in the softer "
                                 "direction: median of the tiles."),
    [OUT_BIAS_COARSE] = OUTPUT("direction_bias_1x2_4x2",
                               "Growth from 2 to 8 pixels across against down: size of the median "
                               "difference."),
    [OUT_BIAS_HALF] = OUTPUT("direction_bias_2x1_4x1",
                             "Growth from 2 to 4 pixels across against down: size of the median "
                             "difference."),
    [OUT_SPREAD_COARSE] = OUTPUT("direction_spread_1x2_4x2",
                                 "Growth from 2 to 8 pixels across against down: median size of "
                                 "the difference."),
    [OUT_SPREAD_HALF] = OUTPUT("direction_spread_2x1_4x1",
                               "Growth from 2 to 4 pixels across against down: median size of the "
                               "difference."),
    [OUT_ENERGY_1_2] = OUTPUT("direction_energy_1_2",
                              "How much more one direction gains from 1 to 2 pixels than the one "
                              "at a right angle to it."),
    [OUT_ENERGY_2_4] = OUTPUT("direction_energy_2_4",
                              "How much more one direction gains from 2 to 4 pixels than the one "
                              "at a right angle to it."),
    [OUT_ENERGY_1_4] = OUTPUT("direction_energy_1_4",
                              "How much more one direction gains from 1 to 4 pixels than the one "
                              "at a right angle to it."),
};

/* What the tiles say of one pair of steps. */
struct comparison {
    struct lwi_spread worst, difference, size;
};

static void compare(const struct lwi_analysis *a, const struct pair *p,
                    struct comparison *ret_comparison)
{
    const size_t count = (size_t) a->tiles_x * a->tiles_y;
    /* Where hardly a tile has edges both ways, those with edges one way must do. */
    const int wanted = a->both_count >= LWI_ANALYSIS_TILES_MIN ? LWI_DETAIL_BOTH : LWI_DETAIL_ANY;

    lwi_spread_clear(&ret_comparison->worst);
    lwi_spread_clear(&ret_comparison->difference);
    lwi_spread_clear(&ret_comparison->size);
    for (size_t i = 0; i < count; i++) {
        const struct lwi_analysis_tile *t = &a->tiles[i];
        if (t->detail < wanted)
            continue;
        float across = t->across[p->to] - t->across[p->from];
        float down = t->down[p->to] - t->down[p->from];
        lwi_spread_add(&ret_comparison->worst, across > down ? across : down);
        lwi_spread_add(&ret_comparison->difference, across - down);
        lwi_spread_add(&ret_comparison->size, fabsf(across - down));
    }
}

/* Energy of the steps between neighbours in each direction, noise taken out, in octaves. */
static void measure_energy(const struct lwi_analysis *a, unsigned level, double *ret_energy)
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

/* The greater of both pairs of directions at right angles. */
static double energy_difference(const double *fine, const double *coarse)
{
    double straight = (coarse[0] - fine[0]) - (coarse[1] - fine[1]);
    double diagonal = (coarse[2] - fine[2]) - (coarse[3] - fine[3]);
    return fmax(fabs(straight), fabs(diagonal));
}

static void extract(void *state, const struct lwi_feature_input *input, struct lw_value *ret_values)
{
    (void) state;
    const struct lwi_analysis *a = input->analysis;
    struct comparison c;
    double energy[3][DIRECTIONS];

    for (size_t i = 0; a->reason && i < OUT_COUNT; i++)
        lwi_value_invalid(&ret_values[i], a->reason);
    if (a->reason)
        return;
    compare(a, &pairs[PAIR_COARSE], &c);
    lwi_value_set(&ret_values[OUT_WORST_COARSE_50], lwi_spread_at(&c.worst, 50));
    lwi_value_set(&ret_values[OUT_WORST_COARSE_75], lwi_spread_at(&c.worst, 75));
    lwi_value_set(&ret_values[OUT_BIAS_COARSE], fabs(lwi_spread_at(&c.difference, 50)));
    lwi_value_set(&ret_values[OUT_SPREAD_COARSE], lwi_spread_at(&c.size, 50));
    compare(a, &pairs[PAIR_HALF], &c);
    lwi_value_set(&ret_values[OUT_WORST_HALF_50], lwi_spread_at(&c.worst, 50));
    lwi_value_set(&ret_values[OUT_BIAS_HALF], fabs(lwi_spread_at(&c.difference, 50)));
    lwi_value_set(&ret_values[OUT_SPREAD_HALF], lwi_spread_at(&c.size, 50));
    compare(a, &pairs[PAIR_FINE], &c);
    lwi_value_set(&ret_values[OUT_WORST_FINE_50], lwi_spread_at(&c.worst, 50));

    for (unsigned level = 0; level < 3; level++)
        measure_energy(a, level, energy[level]);
    lwi_value_set(&ret_values[OUT_ENERGY_1_2], energy_difference(energy[0], energy[1]));
    lwi_value_set(&ret_values[OUT_ENERGY_2_4], energy_difference(energy[1], energy[2]));
    lwi_value_set(&ret_values[OUT_ENERGY_1_4], energy_difference(energy[0], energy[2]));
}

const struct lwi_feature_info lwi_feature_direction = {
    .outputs = outputs,
    .output_count = OUT_COUNT,
    .flags = LWI_FEATURE_ANALYSIS,
    .extract = extract,
};
