/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * The Laplacian of the luma plane as 0..1: its variance and its largest value.
 * Both grow with contrast and with noise; they are reported because people know
 * them, and decide nothing by themselves.
 *
 * J.L. Pech-Pacheco et al., Diatom autofocusing in brightfield microscopy: a
 * comparative study, ICPR 2000.
 */
#include "feature/feature.h"
#include "kernel/laplacian.h"

#define LEVELS 255.0

struct state {
    struct lwi_laplacian_dsp dsp;
    struct lwi_laplacian_sums sums;
};

static int init(void *state, unsigned cpu_mask)
{
    struct state *s = state;
    lwi_laplacian_dsp_init(&s->dsp, cpu_mask);
    return 0;
}

static void measure_rows(void *state, const struct lwi_feature_input *input, uint32_t begin,
                         uint32_t end)
{
    struct state *s = state;
    const struct lw_frame *f = input->frame;
    if (begin == 0)
        s->sums = (struct lwi_laplacian_sums){0, INT32_MIN};
    for (uint32_t y = begin; y < end; y++) {
        const uint8_t *row = f->luma + (ptrdiff_t) y * f->stride;
        s->dsp.row(y > 0 ? row - f->stride : row, row, y + 1 < f->height ? row + f->stride : row,
                   f->width, &s->sums);
    }
}

static void extract(void *state, const struct lwi_feature_input *input, struct lw_value *ret_values)
{
    const struct state *s = state;
    /* The mean is 0: with the ends repeated, each pixel is taken away as often as it is added. */
    double count = (double) input->frame->width * input->frame->height;
    lwi_value_set(&ret_values[0], (double) s->sums.square / count / (LEVELS * LEVELS));
    lwi_value_set(&ret_values[1], s->sums.max / LEVELS);
}

static const struct lw_feature_desc outputs[] = {
    {
        .name = "laplacian_variance",
        .unit = "",
        .help = "Variance of the 3x3 Laplacian of luma as 0..1.",
        .paper = "Pech-Pacheco et al., ICPR 2000",
        .version = 1,
    },
    {
        .name = "laplacian_max",
        .unit = "",
        .help = "Largest value of the 3x3 Laplacian of luma as 0..1.",
        .paper = "Pech-Pacheco et al., ICPR 2000",
        .version = 1,
    },
};

const struct lwi_feature_info lwi_feature_laplacian = {
    .outputs = outputs,
    .output_count = 2,
    .state_size = sizeof(struct state),
    .init = init,
    .rows = measure_rows,
    .extract = extract,
};
