/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * The standard deviation of the noise, from the finest diagonal wavelet coefficients:
 * the median of their magnitudes, over the same of the normal distribution. Coefficients
 * of exactly 0 are left out, as scikit-image does: it means to leave out what is masked.
 *
 * D.L. Donoho and I.M. Johnstone, Ideal spatial adaptation by wavelet shrinkage,
 * Biometrika 81(3), 1994, section 4.2.
 */
#include <math.h>

#include "feature/feature.h"
#include "kernel/select.h"
#include "kernel/wavelet.h"

#define TAPS LWI_WAVELET_TAPS
/* Rows of coefficients start at multiples of it: 64 bytes of floats. */
#define PITCH_STEP 16
/* The third quartile of the normal distribution. */
#define NORMAL_QUARTILE 0.6744897501960817
/* From the kernel's (A + B sqrt 3) to luma as 0..1. */
#define UNITS (32 * 255.0)

struct state {
    struct lwi_wavelet_dsp wavelet;
    struct lwi_select_dsp select;
    size_t left_out; /* coefficients so far that are exactly 0 */
};

/* The scratch memory: p and q of each of the last four rows of the picture, all magnitudes,
 * and the work space of the selection. */
struct layout {
    size_t line;       /* coefficients in a row */
    size_t pitch;      /* of a row in memory, so that each starts aligned */
    size_t count;      /* of all rows, what fills them up included */
    size_t rows_bytes; /* of all p and q */
};

static struct layout lay_out(uint32_t width, uint32_t height)
{
    struct layout l = {.line = lwi_wavelet_count(width)};
    l.pitch = (l.line + PITCH_STEP - 1) / PITCH_STEP * PITCH_STEP;
    l.count = l.pitch * lwi_wavelet_count(height);
    l.rows_bytes = 2 * TAPS * l.pitch * sizeof(int16_t);
    return l;
}

static size_t scratch_size(uint32_t width, uint32_t height)
{
    const struct layout l = lay_out(width, height);
    return l.rows_bytes + (l.count + lwi_select_work_count(l.count)) * sizeof(float);
}

static float *magnitudes_of(const struct layout *l, uint8_t *scratch)
{
    return (float *) (void *) (scratch + l->rows_bytes);
}

/* Where p of a row of the picture is; q follows at once. */
static int16_t *p_of(const struct layout *l, uint8_t *scratch, size_t row)
{
    return (int16_t *) (void *) scratch + 2 * (row % TAPS) * l->pitch;
}

static int init(void *state, unsigned cpu_mask)
{
    struct state *s = state;
    lwi_wavelet_dsp_init(&s->wavelet, cpu_mask);
    lwi_select_dsp_init(&s->select, cpu_mask);
    return 0;
}

/* One line of coefficients, once the rows that it is made of have been gone across. */
static void measure_line(struct state *s, const struct lwi_feature_input *input,
                         const struct layout *l, size_t line)
{
    const struct lw_frame *f = input->frame;
    const struct lwi_wavelet_taps taps = lwi_wavelet_taps(line, f->height);
    const int16_t *p[TAPS], *q[TAPS];
    const uint8_t *rows[TAPS];
    for (size_t k = 0; k < TAPS; k++) {
        p[taps.number[k]] = p_of(l, input->scratch, taps.index[k]);
        q[taps.number[k]] = p[taps.number[k]] + l->pitch;
        rows[k] = f->luma + (ptrdiff_t) taps.index[k] * f->stride;
    }
    float *magnitudes = magnitudes_of(l, input->scratch) + line * l->pitch;
    for (size_t i = l->line; i < l->pitch; i++)
        magnitudes[i] = INFINITY; /* of higher rank than any */
    if (s->wavelet.down(p, q, l->line, magnitudes) > 0)
        s->left_out += s->wavelet.zeros(rows, taps.weight, f->width, magnitudes);
}

static void measure_rows(void *state, const struct lwi_feature_input *input, uint32_t begin,
                         uint32_t end)
{
    struct state *s = state;
    const struct lw_frame *f = input->frame;
    const struct layout l = lay_out(f->width, f->height);
    if (begin == 0)
        s->left_out = 0;
    for (uint32_t y = begin; y < end; y++) {
        int16_t *p = p_of(&l, input->scratch, y);
        s->wavelet.across(f->luma + (ptrdiff_t) y * f->stride, f->width, p, p + l.pitch);
        if (y % 2 == 1)
            measure_line(s, input, &l, y / 2);
    }
    if (end == f->height)
        for (size_t line = f->height / 2; line < lwi_wavelet_count(f->height); line++)
            measure_line(s, input, &l, line);
}

static void extract(void *state, const struct lwi_feature_input *input, struct lw_value *ret_values)
{
    const struct state *s = state;
    const struct lw_frame *f = input->frame;
    const struct layout l = lay_out(f->width, f->height);
    const size_t all = l.line * lwi_wavelet_count(f->height);
    if (s->left_out == all) {
        lwi_value_invalid(&ret_values[0], "there is no texture to tell the noise from");
        return;
    }
    /* What is left out is what is smallest: 0. */
    const size_t count = all - s->left_out;
    float *magnitudes = magnitudes_of(&l, input->scratch);
    float two[2];
    lwi_select_two(&s->select, magnitudes, l.count, s->left_out + (count - 1) / 2,
                   /* work= */ magnitudes + l.count, two);
    double median = count % 2 == 1 ? two[0] : ((double) two[0] + two[1]) / 2;
    lwi_value_set(&ret_values[0], median / UNITS / NORMAL_QUARTILE);
}

static const struct lw_feature_desc outputs[] = {
    {
        .name = "noise_sigma",
        .unit = "",
        .help = "Standard deviation of the noise of luma as 0..1.",
        .paper = "Donoho and Johnstone, Biometrika 1994",
        .version = 1,
    },
};

const struct lwi_feature_info lwi_feature_noise = {
    .outputs = outputs,
    .output_count = 1,
    .state_size = sizeof(struct state),
    .scratch_size = scratch_size,
    .init = init,
    .rows = measure_rows,
    .extract = extract,
};
