/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* How bright the picture is, and how much its pixels differ. */
#include <math.h>

#include "feature/feature.h"
#include "kernel/luma.h"

struct state {
    struct lwi_luma_dsp dsp;
    struct lwi_luma_sums sums;
};

static int init(void *state, unsigned cpu_mask)
{
    struct state *s = state;
    lwi_luma_dsp_init(&s->dsp, cpu_mask);
    return 0;
}

static void measure_rows(void *state, const struct lwi_feature_input *input, uint32_t begin,
                         uint32_t end)
{
    struct state *s = state;
    const struct lw_frame *f = input->frame;
    if (begin == 0)
        s->sums = (struct lwi_luma_sums){0, 0};
    for (uint32_t y = begin; y < end; y++)
        s->dsp.row(f->luma + (ptrdiff_t) y * f->stride, f->width, &s->sums);
}

static void extract(void *state, const struct lwi_feature_input *input, struct lw_value *ret_values)
{
    const struct state *s = state;
    double count = (double) input->frame->width * input->frame->height;
    double mean = (double) s->sums.sum / count;
    double variance = (double) s->sums.square / count - mean * mean;
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
    .state_size = sizeof(struct state),
    .init = init,
    .rows = measure_rows,
    .extract = extract,
};
