/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * What a pixel and its eight neighbours show, over the whole picture: brightness and
 * contrast, the variance and the largest value of the Laplacian, the variance of the
 * magnitude of the Scharr gradient. These all grow with contrast and most with noise: they
 * are reported because people know them, and decide nothing by themselves.
 *
 * With luma as 0..1 and H and V the two differences smoothed by (3, 10, 3) / 16, the
 * magnitude is sqrt((H^2 + V^2) / 2), as scikit-image has it.
 *
 * J.L. Pech-Pacheco et al., Diatom autofocusing in brightfield microscopy: a
 * comparative study, ICPR 2000.
 * H. Scharr, Optimale Operatoren in der Digitalen Bildverarbeitung, Heidelberg 2000.
 */
#include <math.h>

#include "feature/feature.h"
#include "kernel/stencil.h"

#define LEVELS 255.0
/* The kernel's gradient is in 1/16 of a level. */
#define GRADIENT_UNITS (16 * LEVELS)

enum output { LAPLACIAN_VARIANCE, LAPLACIAN_MAX, SCHARR_VARIANCE, BRIGHTNESS, CONTRAST, OUTPUTS };

struct state {
    struct lwi_stencil_dsp dsp;
    struct lwi_stencil_sums sums;
};

static int init(void *state, unsigned cpu_mask)
{
    struct state *s = state;
    lwi_stencil_dsp_init(&s->dsp, cpu_mask);
    return 0;
}

static void measure_rows(void *state, const struct lwi_feature_input *input, uint32_t begin,
                         uint32_t end)
{
    struct state *s = state;
    const struct lw_frame *f = input->frame;
    if (begin == 0)
        s->sums = (struct lwi_stencil_sums){.laplacian_max = INT32_MIN};
    for (uint32_t y = begin; y < end; y++) {
        const uint8_t *row = f->luma + (ptrdiff_t) y * f->stride;
        s->dsp.row(y > 0 ? row - f->stride : row, row, y + 1 < f->height ? row + f->stride : row,
                   f->width, &s->sums);
    }
}

/* Where all values are the same, rounding may leave less than nothing. */
static double variance_of(double sum, double square, double count)
{
    double mean = sum / count;
    return fmax(square / count - mean * mean, 0);
}

static void extract(void *state, const struct lwi_feature_input *input, struct lw_value *ret_values)
{
    const struct lwi_stencil_sums *s = &((const struct state *) state)->sums;
    const double count = (double) input->frame->width * input->frame->height;
    /* The mean of the Laplacian is 0: with the ends repeated, each pixel is taken away as often
     * as it is added. */
    const double laplacian = variance_of(0, (double) s->laplacian_square, count);
    const double scharr =
        variance_of(s->gradient_magnitude, (double) s->gradient_square, count) / 2;
    const double luma = variance_of((double) s->luma, (double) s->luma_square, count);
    lwi_value_set(&ret_values[LAPLACIAN_VARIANCE], laplacian / (LEVELS * LEVELS));
    lwi_value_set(&ret_values[LAPLACIAN_MAX], s->laplacian_max / LEVELS);
    lwi_value_set(&ret_values[SCHARR_VARIANCE], scharr / (GRADIENT_UNITS * GRADIENT_UNITS));
    lwi_value_set(&ret_values[BRIGHTNESS], (double) s->luma / count);
    lwi_value_set(&ret_values[CONTRAST], sqrt(luma));
}

static const struct lw_feature_desc outputs[OUTPUTS] = {
    [LAPLACIAN_VARIANCE] =
        {
            .name = "laplacian_variance",
            .unit = "",
            .help = "Variance of the 3x3 Laplacian of luma as 0..1.",
            .paper = "Pech-Pacheco et al., ICPR 2000",
            .version = 1,
        },
    [LAPLACIAN_MAX] =
        {
            .name = "laplacian_max",
            .unit = "",
            .help = "Largest value of the 3x3 Laplacian of luma as 0..1.",
            .paper = "Pech-Pacheco et al., ICPR 2000",
            .version = 1,
        },
    [SCHARR_VARIANCE] =
        {
            .name = "scharr_variance",
            .unit = "",
            .help = "Variance of the magnitude of the Scharr gradient of luma as 0..1.",
            .paper = "Scharr, Heidelberg 2000",
            .version = 1,
        },
    [BRIGHTNESS] =
        {
            .name = "brightness",
            .unit = "levels",
            .help = "Mean of luma, 0..255, in the range that the picture came in.",
            .paper = "",
            .version = 1,
        },
    [CONTRAST] =
        {
            .name = "contrast",
            .unit = "levels",
            .help = "Standard deviation of luma, 0..127.5.",
            .paper = "",
            .version = 1,
        },
};

const struct lwi_feature_info lwi_feature_stencil = {
    .outputs = outputs,
    .output_count = OUTPUTS,
    .state_size = sizeof(struct state),
    .init = init,
    .rows = measure_rows,
    .extract = extract,
};
