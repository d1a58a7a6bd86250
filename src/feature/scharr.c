/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * The magnitude of the Scharr gradient of the luma plane as 0..1: its variance.
 * H and V are the two differences, smoothed by (3, 10, 3) / 16, and the magnitude is
 * sqrt((H^2 + V^2) / 2). It grows with contrast.
 *
 * H. Scharr, Optimale Operatoren in der Digitalen Bildverarbeitung, 2000.
 */
#include <math.h>

#include "feature/feature.h"
#include "kernel/scharr.h"

/* From the kernel's units of 1/16 level to 0..1. */
#define UNITS (16 * 255.0)

struct state {
    struct lwi_scharr_dsp dsp;
    struct lwi_scharr_sums sums;
};

static int init(void *state, unsigned cpu_mask)
{
    struct state *s = state;
    lwi_scharr_dsp_init(&s->dsp, cpu_mask);
    return 0;
}

static void measure_rows(void *state, const struct lwi_feature_input *input, uint32_t begin,
                         uint32_t end)
{
    struct state *s = state;
    const struct lw_frame *f = input->frame;
    if (begin == 0)
        s->sums = (struct lwi_scharr_sums){0, 0};
    for (uint32_t y = begin; y < end; y++) {
        const uint8_t *row = f->luma + (ptrdiff_t) y * f->stride;
        s->dsp.row(y > 0 ? row - f->stride : row, row, y + 1 < f->height ? row + f->stride : row,
                   f->width, &s->sums);
    }
}

static void extract(void *state, const struct lwi_feature_input *input, struct lw_value *ret_values)
{
    const struct state *s = state;
    double count = (double) input->frame->width * input->frame->height;
    double mean = s->sums.magnitude / count;
    double variance = (double) s->sums.square / count - mean * mean;
    /* Where every magnitude is the same, rounding may leave less than nothing. */
    lwi_value_set(&ret_values[0], fmax(variance, 0) / 2 / (UNITS * UNITS));
}

static const struct lw_feature_desc outputs[] = {
    {
        .name = "scharr_variance",
        .unit = "",
        .help = "Variance of the magnitude of the Scharr gradient of luma as 0..1.",
        .paper = "Scharr 2000",
        .version = 1,
    },
};

const struct lwi_feature_info lwi_feature_scharr = {
    .outputs = outputs,
    .output_count = 1,
    .state_size = sizeof(struct state),
    .init = init,
    .rows = measure_rows,
    .extract = extract,
};
