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

/* Lines that are looked at first, to tell where the median will be, and values of them. */
#define SAMPLE_LINES  16u
#define SAMPLE_VALUES 2048u
/* Ranks to each side of it that are kept, as a share of all: what is further off is counted. Of
 * 204 photographs and frames of cameras three had to be gone over again with this, eight with
 * 0.06, which is hardly faster. */
#define SAMPLE_MARGIN 0.09

struct state {
    struct lwi_wavelet_dsp wavelet;
    struct lwi_select_dsp select;
    size_t left_out; /* coefficients so far that are exactly 0 */
    float low, high; /* of these and what is between them, the magnitudes are kept */
    size_t below;    /* coefficients so far below it */
    size_t kept;     /* in it; more than there is room for are only counted */
};

/* The scratch memory: p and q of each of the last four rows of the picture, the magnitudes of a
 * line, those that are kept, and the work space of the selection. */
struct layout {
    size_t line;       /* coefficients in a row */
    size_t lines;      /* rows of them */
    size_t pitch;      /* of a row in memory, so that each starts aligned */
    size_t capacity;   /* of what is kept: all, and what may be written beyond */
    size_t rows_bytes; /* of all p and q */
};

static struct layout lay_out(uint32_t width, uint32_t height)
{
    struct layout l = {.line = lwi_wavelet_count(width), .lines = lwi_wavelet_count(height)};
    l.pitch = (l.line + PITCH_STEP - 1) / PITCH_STEP * PITCH_STEP;
    l.capacity = l.line * l.lines + LWI_SELECT_SLACK;
    l.rows_bytes = 2 * TAPS * l.pitch * sizeof(int16_t);
    return l;
}

static size_t scratch_size(uint32_t width, uint32_t height)
{
    const struct layout l = lay_out(width, height);
    return l.rows_bytes +
           (l.pitch + l.capacity + lwi_select_work_count(l.capacity)) * sizeof(float);
}

static float *magnitudes_of(const struct layout *l, uint8_t *scratch)
{
    return (float *) (void *) (scratch + l->rows_bytes);
}

static float *kept_of(const struct layout *l, uint8_t *scratch)
{
    return magnitudes_of(l, scratch) + l->pitch;
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

static void go_across(const struct state *s, const struct lwi_feature_input *input,
                      const struct layout *l, size_t row)
{
    const struct lw_frame *f = input->frame;
    int16_t *p = p_of(l, input->scratch, row);
    s->wavelet.across(f->luma + (ptrdiff_t) row * f->stride, f->width, p, p + l->pitch);
}

/* The magnitudes of one line of coefficients, once the rows that it is made of have been gone
 * across. Returns how many of them are exactly 0. */
static size_t go_down(const struct state *s, const struct lwi_feature_input *input,
                      const struct layout *l, const struct lwi_wavelet_taps *taps)
{
    const struct lw_frame *f = input->frame;
    const int16_t *p[TAPS], *q[TAPS];
    const uint8_t *rows[TAPS];
    for (size_t k = 0; k < TAPS; k++) {
        p[taps->number[k]] = p_of(l, input->scratch, taps->index[k]);
        q[taps->number[k]] = p[taps->number[k]] + l->pitch;
        rows[k] = f->luma + (ptrdiff_t) taps->index[k] * f->stride;
    }
    float *magnitudes = magnitudes_of(l, input->scratch);
    if (s->wavelet.down(p, q, l->line, magnitudes) == 0)
        return 0;
    return s->wavelet.zeros(rows, taps->weight, f->width, magnitudes);
}

static void measure_line(struct state *s, const struct lwi_feature_input *input,
                         const struct layout *l, size_t line)
{
    const struct lwi_wavelet_taps taps = lwi_wavelet_taps(line, input->frame->height);
    s->left_out += go_down(s, input, l, &taps);
    size_t below;
    s->kept +=
        s->select.gather(magnitudes_of(l, input->scratch), l->line, s->low, s->high,
                         kept_of(l, input->scratch) + s->kept, l->capacity - s->kept, &below);
    s->below += below;
}

/* Starts again, to keep the magnitudes from low to high. */
static void start(struct state *s, float low, float high)
{
    s->left_out = s->below = s->kept = 0;
    s->low = low;
    s->high = high;
}

/* By some lines, and some values of each: where the median will very likely be. */
static void propose(struct state *s, const struct lwi_feature_input *input, const struct layout *l)
{
    float sample[SAMPLE_VALUES];
    const float *magnitudes = magnitudes_of(l, input->scratch);
    const size_t step = l->line * SAMPLE_LINES / SAMPLE_VALUES + 1;
    size_t count = 0;
    double zeros = 0;
    start(s, 0, INFINITY);
    if (l->lines < 4 * SAMPLE_LINES)
        return; /* so few are all kept */
    for (size_t i = 0; i < SAMPLE_LINES; i++) {
        const size_t line = (2 * i + 1) * l->lines / (2 * SAMPLE_LINES);
        const struct lwi_wavelet_taps taps = lwi_wavelet_taps(line, input->frame->height);
        for (size_t k = 0; k < TAPS; k++)
            go_across(s, input, l, taps.index[k]);
        zeros += (double) go_down(s, input, l, &taps) / (double) (SAMPLE_LINES * l->line);
        for (size_t x = i % step; x < l->line; x += step)
            sample[count++] = magnitudes[x];
    }
    /* What is left out is what is smallest: 0. */
    const double middle = (zeros + (1 - zeros) / 2) * (double) count;
    const double margin = SAMPLE_MARGIN * (double) count;
    if (middle + margin < (double) count)
        s->high = lwi_select_rank(sample, count, (size_t) (middle + margin));
    if (middle > margin)
        s->low = lwi_select_rank(sample, count, (size_t) (middle - margin));
}

static void sweep(struct state *s, const struct lwi_feature_input *input, const struct layout *l,
                  uint32_t begin, uint32_t end)
{
    const uint32_t height = input->frame->height;
    for (uint32_t y = begin; y < end; y++) {
        go_across(s, input, l, y);
        if (y % 2 == 1)
            measure_line(s, input, l, y / 2);
    }
    if (end == height)
        for (size_t line = height / 2; line < l->lines; line++)
            measure_line(s, input, l, line);
}

static void measure_rows(void *state, const struct lwi_feature_input *input, uint32_t begin,
                         uint32_t end)
{
    const struct layout l = lay_out(input->frame->width, input->frame->height);
    if (begin == 0)
        propose(state, input, &l);
    sweep(state, input, &l, begin, end);
}

/* Two neighbours by rank, where both are among those kept. */
static int find_two(const struct state *s, const struct lwi_feature_input *input,
                    const struct layout *l, size_t rank, float ret_two[2])
{
    const int all = s->kept == l->line * l->lines;
    if (!all && (rank < s->below || rank + 1 >= s->below + s->kept))
        return 0;
    float *kept = kept_of(l, input->scratch);
    lwi_select_two(&s->select, kept, s->kept, rank - s->below, /* work= */ kept + l->capacity,
                   ret_two);
    return 1;
}

static void extract(void *state, const struct lwi_feature_input *input, struct lw_value *ret_values)
{
    struct state *s = state;
    const struct lw_frame *f = input->frame;
    const struct layout l = lay_out(f->width, f->height);
    const size_t all = l.line * l.lines;
    if (s->left_out == all) {
        lwi_value_invalid(&ret_values[0], "there is no texture to tell the noise from");
        return;
    }
    /* What is left out is what is smallest: 0. */
    const size_t count = all - s->left_out;
    const size_t rank = s->left_out + (count - 1) / 2;
    float two[2];
    if (!find_two(s, input, &l, rank, two)) {
        /* The lines were not like the rest: everything again, to keep all. */
        start(s, 0, INFINITY);
        sweep(s, input, &l, 0, f->height);
        (void) find_two(s, input, &l, rank, two);
    }
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
