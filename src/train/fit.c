/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "train/fit.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "train/boost.h"
#include "train/score.h"

/* The growth of a tile's largest step from 2 to 8 pixels at which it may be sharp or not, and
 * how fast the log-odds rise with it: read off the tiles of clear and of simulated pictures. */
#define TILE_EVEN  0.85
#define TILE_SLOPE 5.0

/* Softens the weight of sets that are much larger than others. */
#define SET_SIZE_FLOOR 20.0

#define CALIBRATION_STEPS 50

static const struct lwi_boost_settings blur_settings = {
    .goal = LWI_BOOST_PROBABILITY,
    .rounds = 200,
    .depth = 3,
    .rate = 0.06,
    .row_part = 0.7,
    .column_part = 0.3,
    .leaf_weight_min = 4,
    .lambda = 2,
};

static const struct lwi_boost_settings kind_settings = {
    .goal = LWI_BOOST_PROBABILITY,
    .rounds = 150,
    .depth = 4,
    .rate = 0.08,
    .row_part = 0.7,
    .column_part = 0.4,
    .leaf_weight_min = 4,
    .lambda = 2,
};

void lwi_fit_settings_default(struct lwi_fit_settings *ret_settings)
{
    memset(ret_settings, 0, sizeof(*ret_settings));
    ret_settings->seed = 1;
    ret_settings->simulated_weight = 0.4;
    ret_settings->name = "model";
    ret_settings->threshold = 0.5;
}

/* The rows of a training run, gathered. */
struct batch {
    float *values, *targets, *weights;
    size_t *rows; /* in the table */
    size_t count, columns;
};

static void batch_clear(struct batch *b)
{
    free(b->values);
    free(b->targets);
    free(b->weights);
    free(b->rows);
    memset(b, 0, sizeof(*b));
}

static int batch_new(struct batch *b, const struct lwi_table *table)
{
    const size_t n = table->row_count + 1;

    memset(b, 0, sizeof(*b));
    b->columns = table->column_count;
    b->values = malloc(n * b->columns * sizeof(float));
    b->targets = malloc(n * sizeof(float));
    b->weights = malloc(n * sizeof(float));
    b->rows = malloc(n * sizeof(*b->rows));
    if (b->values && b->targets && b->weights && b->rows)
        return 0;
    batch_clear(b);
    return -ENOMEM;
}

static void batch_add(struct batch *b, const struct lwi_table *table, size_t row, double target)
{
    memcpy(b->values + b->count * b->columns, table->values + row * b->columns,
           b->columns * sizeof(float));
    b->targets[b->count] = (float) target;
    b->weights[b->count] = 1;
    b->rows[b->count++] = row;
}

/*
 * Weights: each set and label of the real and of the simulated rows counts by the
 * square root of its size, so that a large set does not rule; then both labels count alike, and
 * all simulated rows together simulated_weight as much as the real ones.
 */
static int weigh(struct batch *b, const struct lwi_table *table, size_t set_count,
                 double simulated_weight)
{
    double *cells = calloc(4 * set_count, sizeof(double)), totals[4] = {0}, sum = 0;

    if (!cells)
        return -ENOMEM;
    for (size_t i = 0; i < b->count; i++) {
        const struct lwi_row *row = &table->rows[b->rows[i]];
        cells[4 * row->set + 2 * (size_t) row->simulated + row->label]++;
    }
    for (size_t i = 0; i < b->count; i++) {
        const struct lwi_row *row = &table->rows[b->rows[i]];
        size_t kind = 2 * (size_t) row->simulated + row->label;
        double weight = 1 / sqrt(cells[4 * row->set + kind] + SET_SIZE_FLOOR);
        b->weights[i] = (float) weight;
        totals[kind] += weight;
    }
    for (size_t i = 0; i < b->count; i++) {
        const struct lwi_row *row = &table->rows[b->rows[i]];
        double part = row->simulated ? simulated_weight : 1;
        b->weights[i] =
            (float) (b->weights[i] * part / totals[2 * (size_t) row->simulated + row->label]);
        sum += b->weights[i];
    }
    for (size_t i = 0; i < b->count && sum > 0; i++) /* a mean of 1: leaf_weight_min counts rows */
        b->weights[i] = (float) (b->weights[i] * (double) b->count / sum);
    free(cells);
    return 0;
}

static int used(const struct lwi_table *table, lwi_row_mask use, size_t row)
{
    return lwi_row_usable(&table->rows[row]) && (!use || use[row]);
}

/*
 * Which columns the probability of blur may only rise with: growths of steps. That is how
 * optics work, and holding the trees to it keeps them from learning a set by heart.
 */
static void mark_rising(unsigned char *rising, const struct lwi_table *table)
{
    static const char *const families[] = {"edge_", "slope_", "direction_worst_"};

    for (size_t i = 0; i < table->column_count; i++) {
        const char *name = lw_feature_at(table->columns[i])->name;
        rising[i] = 0;
        for (size_t f = 0; f < sizeof(families) / sizeof(families[0]); f++)
            rising[i] |= strncmp(name, families[f], strlen(families[f])) == 0;
    }
}

/* Trains the blur output without the groups of one fold (LWI_FIT_FOLDS: with all). */
static int train_blur(struct lwi_ensemble *ret_ensemble, const struct lwi_table *table,
                      const struct lwi_dataset *dataset, lwi_row_mask use, unsigned without,
                      const struct lwi_fit_settings *settings, struct lw_error *reterr)
{
    struct lwi_boost_settings boost = blur_settings;
    struct batch b;
    size_t labels[2] = {0};

    if (batch_new(&b, table) < 0)
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    for (size_t i = 0; i < table->row_count; i++) {
        const struct lwi_row *row = &table->rows[i];
        if (!used(table, use, i) || lwi_dataset_fold(dataset, row->group, LWI_FIT_FOLDS) == without)
            continue;
        batch_add(&b, table, i, row->label);
        labels[row->label]++;
    }
    int r = 0;
    if (labels[0] == 0 || labels[1] == 0)
        r = lwi_error_set(reterr, -EINVAL,
                          "training needs clear and blurry pictures of several groups");
    else if (weigh(&b, table, dataset->sets.count, settings->simulated_weight) < 0)
        r = lwi_error_set(reterr, -ENOMEM, "out of memory");
    unsigned char rising[LWI_MODEL_FEATURES_MAX];
    mark_rising(rising, table);
    boost.rising = rising;
    boost.seed = settings->seed;
    const struct lwi_boost_data data = {b.values, b.targets, b.weights, b.count, b.columns};
    if (r == 0)
        r = lwi_boost_train(ret_ensemble, &data, &boost, reterr);
    batch_clear(&b);
    return r;
}

/* Sums of the rows of each fold, from trees that have not seen it. */
static int hold_out(double *ret_sums, const struct lwi_table *table,
                    const struct lwi_dataset *dataset, lwi_row_mask use,
                    const struct lwi_fit_settings *settings, struct lw_error *reterr)
{
    for (unsigned fold = 0; fold < LWI_FIT_FOLDS; fold++) {
        struct lwi_ensemble e;
        int r = train_blur(&e, table, dataset, use, fold, settings, reterr);
        if (r < 0)
            return r;
        for (size_t i = 0; i < table->real_count; i++)
            if (lwi_dataset_fold(dataset, table->rows[i].group, LWI_FIT_FOLDS) == fold)
                ret_sums[i] = lwi_ensemble_sum(&e, table->values + i * table->column_count);
        lwi_ensemble_clear(&e);
    }
    return 0;
}

/*
 * Platt's calibration: the slope and offset of the log-odds that make the left-out
 * answers most likely, with the weights of training, by Newton's method.
 */
static void calibrate(struct lw_model *m, const struct batch *b, const double *sums)
{
    double slope = 1, offset = 0;

    for (int step = 0; step < CALIBRATION_STEPS; step++) {
        double g0 = 0, g1 = 0, h00 = 1e-6, h01 = 0, h11 = 1e-6;
        for (size_t i = 0; i < b->count; i++) {
            double x = sums[b->rows[i]], w = b->weights[i];
            double p = 1 / (1 + exp(-(slope * x + offset)));
            g0 += w * (p - b->targets[i]) * x;
            g1 += w * (p - b->targets[i]);
            h00 += w * p * (1 - p) * x * x;
            h01 += w * p * (1 - p) * x;
            h11 += w * p * (1 - p);
        }
        double det = h00 * h11 - h01 * h01;
        slope -= (g0 * h11 - g1 * h01) / det;
        offset -= (g1 * h00 - g0 * h01) / det;
    }
    if (isfinite(slope) && isfinite(offset) && slope > 1e-3 && slope < 1e3) {
        m->calibration_slope = slope;
        m->calibration_offset = offset;
    }
}

static int fit_calibration(struct lw_model *m, const struct lwi_table *table,
                           const struct lwi_dataset *dataset, lwi_row_mask use,
                           const struct lwi_fit_settings *settings, double *sums,
                           struct lw_error *reterr)
{
    struct batch b;

    int r = hold_out(sums, table, dataset, use, settings, reterr);
    if (r < 0)
        return r;
    if (batch_new(&b, table) < 0)
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    for (size_t i = 0; i < table->real_count; i++)
        if (used(table, use, i))
            batch_add(&b, table, i, table->rows[i].label);
    size_t blurry = 0;
    for (size_t i = 0; i < b.count; i++)
        blurry += b.targets[i] > 0;
    if (weigh(&b, table, dataset->sets.count, 1) < 0)
        r = lwi_error_set(reterr, -ENOMEM, "out of memory");
    else if (blurry > 0 && blurry < b.count) /* else there is nothing to calibrate by */
        calibrate(m, &b, sums);
    batch_clear(&b);
    return r;
}

double lwi_fit_kind_target(const struct lwi_row *row, enum lwi_model_output output)
{
    if (output == LWI_OUTPUT_RADIUS)
        return log2(row->made.radius);
    if (output == LWI_OUTPUT_MOTION)
        return row->made.kind == LWI_PSF_MOTION || row->made.kind == LWI_PSF_BOTH;
    return row->made.kind != LWI_PSF_MOTION;
}

int lwi_fit_train_kind(struct lwi_ensemble *ret_ensemble, enum lwi_model_output output,
                       const struct lwi_table *table, const struct lwi_dataset *dataset,
                       unsigned without, const struct lwi_fit_settings *settings,
                       struct lw_error *reterr)
{
    struct lwi_boost_settings boost = kind_settings;
    struct batch b;

    if (batch_new(&b, table) < 0)
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    for (size_t i = table->real_count; i < table->row_count; i++) {
        const struct lwi_row *row = &table->rows[i];
        if (lwi_row_usable(row) && row->label == LWI_LABEL_BLURRY &&
            lwi_dataset_fold(dataset, row->group, LWI_FIT_FOLDS) != without)
            batch_add(&b, table, i, lwi_fit_kind_target(row, output));
    }
    if (output == LWI_OUTPUT_RADIUS) {
        boost.goal = LWI_BOOST_NUMBER;
        boost.base = 2;
    }
    boost.seed = settings->seed + (uint64_t) output;
    const struct lwi_boost_data data = {b.values, b.targets, b.weights, b.count, b.columns};
    int r = b.count > 0 ? lwi_boost_train(ret_ensemble, &data, &boost, reterr)
                        : lwi_error_set(reterr, -EINVAL, "no simulated picture to learn from");
    batch_clear(&b);
    return r;
}

static void name_features(struct lw_model *m, const struct lwi_table *table)
{
    m->feature_count = table->column_count;
    for (size_t i = 0; i < table->column_count; i++) {
        const struct lw_feature_desc *desc = lw_feature_at(table->columns[i]);
        m->feature_names[i] = desc->name;
        m->feature_versions[i] = desc->version;
        m->feature_indexes[i] = table->columns[i];
    }
}

static int fit(struct lw_model *m, const struct lwi_table *table, const struct lwi_dataset *dataset,
               lwi_row_mask use, const struct lwi_fit_settings *settings, double *sums,
               struct lw_error *reterr)
{
    int r = fit_calibration(m, table, dataset, use, settings, sums, reterr);
    if (r == 0)
        r = train_blur(&m->outputs[LWI_OUTPUT_BLUR], table, dataset, use, LWI_FIT_FOLDS, settings,
                       reterr);
    if (settings->blur_only || table->row_count == table->real_count)
        return r;
    for (int o = LWI_OUTPUT_MOTION; r == 0 && o < LWI_OUTPUT_COUNT; o++)
        r = lwi_fit_train_kind(&m->outputs[o], (enum lwi_model_output) o, table, dataset,
                               LWI_FIT_FOLDS, settings, reterr);
    return r;
}

int lwi_fit_model(struct lw_model *ret_model, const struct lwi_table *table,
                  const struct lwi_dataset *dataset, lwi_row_mask use,
                  const struct lwi_fit_settings *settings, double *ret_held_out,
                  struct lw_error *reterr)
{
    struct lw_model m;
    double *sums = calloc(table->row_count + 1, sizeof(*sums));

    memset(&m, 0, sizeof m);
    if (!sums)
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    (void) strncpy(m.name, settings->name, sizeof(m.name) - 1);
    m.threshold = settings->threshold;
    m.calibration_slope = 1;
    m.tile_even = TILE_EVEN;
    m.tile_slope = TILE_SLOPE;
    name_features(&m, table);
    int r = fit(&m, table, dataset, use, settings, sums, reterr);
    for (size_t i = 0; r == 0 && ret_held_out && i < table->row_count; i++)
        ret_held_out[i] =
            i < table->real_count && used(table, use, i)
                ? 1 / (1 + exp(-(m.calibration_slope * sums[i] + m.calibration_offset)))
                : -1;
    free(sums);
    if (r < 0) {
        lwi_model_clear(&m);
        return r;
    }
    *ret_model = m;
    return 0;
}

int lwi_fit_add_vectors(struct lw_model *model, const struct lwi_table *table, size_t count)
{
    size_t usable = 0, seen = 0;

    for (size_t i = 0; i < table->row_count; i++)
        usable += lwi_row_usable(&table->rows[i]) != 0;
    count = count < usable ? count : usable;
    model->vectors = calloc(count ? count : 1, sizeof(*model->vectors));
    if (!model->vectors)
        return -ENOMEM;
    for (size_t i = 0; i < table->row_count; i++) {
        if (!lwi_row_usable(&table->rows[i]))
            continue;
        if (seen++ * count / usable < model->vector_count)
            continue;
        struct lwi_model_vector *v = &model->vectors[model->vector_count++];
        memcpy(v->inputs, table->values + i * table->column_count,
               table->column_count * sizeof(float));
        for (int o = 0; o < LWI_OUTPUT_COUNT; o++)
            if (model->outputs[o].tree_count > 0)
                v->answers[o] = lwi_model_answer(model, (enum lwi_model_output) o, v->inputs);
    }
    return 0;
}
