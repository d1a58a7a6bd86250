/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* How bright the picture is, and how much its pixels differ. */
#include <math.h>

#include "feature/feature.h"
#include "kernel/luma.h"

static int init(void *state, unsigned cpu_mask)
{
    lwi_luma_dsp_init(state, cpu_mask);
    return 0;
}

static void extract(void *state, const struct lwi_feature_input *input, struct lw_value *ret_values)
{
    const struct lwi_luma_dsp *dsp = state;
    const struct lw_frame *f = input->frame;
    struct lwi_luma_sums sums = {0, 0};
    for (uint32_t y = 0; y < f->height; y++)
        dsp->row(f->luma + (ptrdiff_t) y * f->stride, f->width, &sums);

    double count = (double) f->width * f->height;
    double mean = (double) sums.sum / count;
    double variance = (double) sums.square / count - mean * mean;
    lwi_value_set(&ret_values[0], mean);
    lwi_value_set(&ret_values[1], sqrt(fmax(variance, 0)));
}

static const struct lw_feature_desc outputs[] = {
    {
        .name = "brightness",
        .unit = "levels",
        .help = "Mean of luma, 0..255, in the range that the picture came in.",
        .paper = "",
        .version = 1,
    },
    {
        .name = "contrast",
        .unit = "levels",
        .help = "Standard deviation of luma, 0..127.5.",
        .paper = "",
        .version = 1,
    },
};

const struct lwi_feature_info lwi_feature_luma = {
    .outputs = outputs,
    .output_count = 2,
    .state_size = sizeof(struct lwi_luma_dsp),
    .init = init,
    .extract = extract,
};
