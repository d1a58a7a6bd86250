/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "train/table.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

/* One run, shared by its threads: each row belongs to the thread that draws its number. */
struct run {
    struct lwi_table *table;
    const struct lwi_dataset *dataset;
    const struct lwi_table_settings *settings;
    atomic_size_t next, done;
    atomic_int error;
};

/* What a thread works with. */
struct worker {
    struct run *run;
    pthread_t thread;
    struct lwi_decoder *decoder;
    struct lwi_camera_model *camera;
    lw_assessor *assessor;
    size_t angle, strength; /* indexes in the feature table */
    int reports;            /* the first one shows the progress */
};

static int open_worker(struct worker *w)
{
    struct lw_assess_settings assess;
    struct lwi_decode_settings decode;

    lw_assess_settings_default(&assess);
    assess.features = w->run->settings->features;
    assess.cpu_mask = w->run->settings->cpu_mask;
    assess.tile_map = 0;
    lwi_decode_settings_default(&decode);
    decode.luma_only = 1;
    w->angle = (size_t) lw_feature_find("blur_angle");
    w->strength = (size_t) lw_feature_find("blur_angle_strength");
    int r = lw_assessor_open(&w->assessor, &assess, /* reterr_error= */ NULL);
    if (r == 0)
        r = lwi_decoder_new(&w->decoder, &decode);
    if (r == 0)
        r = lwi_camera_model_new(&w->camera);
    return r;
}

static void close_worker(struct worker *w)
{
    lw_assessor_close(&w->assessor);
    lwi_decoder_free(&w->decoder);
    lwi_camera_model_free(&w->camera);
}

static int measure(struct worker *w, const struct lw_frame *frame, size_t index)
{
    struct lwi_table *table = w->run->table;
    struct lwi_row *row = &table->rows[index];
    struct lw_assessment assessment;

    int r = lw_assessor_assess(w->assessor, frame, &assessment);
    if (r < 0)
        return r;
    const struct lw_value *angle = &assessment.values[w->angle];
    const struct lw_value *strength = &assessment.values[w->strength];
    const int told = !strength->reason && strength->value >= LWI_ANGLE_STRENGTH_MIN;
    row->angle = told ? (float) angle->value : -1;
    for (size_t i = 0; i < table->column_count; i++) {
        const struct lw_value *value = &assessment.values[table->columns[i]];
        if (value->reason && !row->reason)
            row->reason = value->reason;
        table->values[index * table->column_count + i] = (float) value->value;
    }
    return 0;
}

/* Its own generator for each simulated row, so that the order of work does not matter. */
static int simulate(struct worker *w, struct lw_frame **frame, size_t index)
{
    struct lwi_row *row = &w->run->table->rows[index];
    struct lwi_random random = lwi_random_for(w->run->settings->seed, index);
    struct lw_frame *made = NULL;

    int r = lwi_camera_model_run(w->camera, *frame, row->label == LWI_LABEL_BLURRY, &random, &made,
                                 &row->made);
    lwi_frame_unref(frame);
    *frame = made;
    return r;
}

static int do_row(struct worker *w, size_t index)
{
    struct lwi_row *row = &w->run->table->rows[index];
    struct lw_frame *frame = NULL;
    struct lw_error error = {.message = ""};

    int r = lwi_dataset_load(w->decoder, &w->run->dataset->pictures[row->picture], &frame, &error);
    if (r == 0 && row->simulated)
        r = simulate(w, &frame, index);
    if (r == 0)
        r = measure(w, frame, index);
    lwi_frame_unref(&frame);
    if (r == 0 || r == -ENOMEM)
        return r;
    row->error = strdup(error.message[0] ? error.message : strerror(-r));
    return row->error ? 0 : -ENOMEM;
}

static void *work(void *cookie)
{
    struct worker *w = cookie;
    struct run *run = w->run;
    size_t index;

    int r = open_worker(w);
    while (r == 0 && atomic_load(&run->error) == 0 &&
           (index = atomic_fetch_add(&run->next, 1)) < run->table->row_count) {
        r = do_row(w, index);
        size_t done = atomic_fetch_add(&run->done, 1) + 1;
        if (w->reports && run->settings->progress && done < run->table->row_count)
            run->settings->progress(run->settings->cookie, done, run->table->row_count);
    }
    if (r < 0)
        atomic_store(&run->error, r);
    close_worker(w);
    return NULL;
}

static int run_workers(struct run *run, struct lw_error *reterr)
{
    const unsigned count = run->settings->threads;
    struct worker *workers = calloc(count, sizeof(*workers));
    unsigned started = 0;

    if (!workers)
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    for (; started < count; started++) {
        workers[started].run = run;
        workers[started].reports = started == 0;
        int r = pthread_create(&workers[started].thread, NULL, work, &workers[started]);
        if (r != 0) {
            atomic_store(&run->error, -r);
            break;
        }
    }
    for (unsigned i = 0; i < started; i++)
        (void) pthread_join(workers[i].thread, NULL);
    free(workers);
    int r = atomic_load(&run->error);
    if (r == 0 && run->settings->progress)
        run->settings->progress(run->settings->cookie, run->table->row_count,
                                run->table->row_count);
    return r < 0 ? lwi_error_set(reterr, r, "cannot measure the pictures: %s", strerror(-r)) : 0;
}

static int find_columns(struct lwi_table *table, const char *const *features,
                        struct lw_error *reterr)
{
    for (; *features; features++) {
        long index = lw_feature_find(*features);
        if (index < 0)
            return lwi_error_set(reterr, -EINVAL, "there is no feature '%s'", *features);
        if (table->column_count == LWI_MODEL_FEATURES_MAX)
            return lwi_error_set(reterr, -EINVAL, "more than %d features", LWI_MODEL_FEATURES_MAX);
        table->columns[table->column_count++] = (size_t) index;
    }
    return 0;
}

static void fill_row(struct lwi_table *table, const struct lwi_picture *picture, unsigned index)
{
    table->rows[table->row_count++] = (struct lwi_row){
        .picture = index, .label = picture->label, .set = picture->set, .group = picture->group};
}

static int make_rows(struct lwi_table *table, const struct lwi_dataset *dataset,
                     unsigned simulations)
{
    size_t most = dataset->count * (1 + (size_t) simulations);

    table->rows = calloc(most ? most : 1, sizeof(*table->rows));
    if (!table->rows)
        return -ENOMEM;
    for (size_t i = 0; i < dataset->count; i++)
        fill_row(table, &dataset->pictures[i], (unsigned) i);
    table->real_count = table->row_count;
    for (size_t i = 0; i < dataset->count; i++) {
        for (unsigned k = 0; k < simulations; k++) {
            if (dataset->pictures[i].label != LWI_LABEL_CLEAR)
                continue;
            fill_row(table, &dataset->pictures[i], (unsigned) i);
            struct lwi_row *row = &table->rows[table->row_count - 1];
            row->simulated = 1;
            row->label = k % 2 ? LWI_LABEL_BLURRY : LWI_LABEL_CLEAR;
        }
    }
    table->values = calloc(table->row_count * table->column_count + 1, sizeof(float));
    return table->values ? 0 : -ENOMEM;
}

int lwi_table_measure(struct lwi_table *ret_table, const struct lwi_dataset *dataset,
                      const struct lwi_table_settings *settings, struct lw_error *reterr)
{
    struct lwi_table table;
    struct run run = {.table = &table, .dataset = dataset, .settings = settings};

    memset(&table, 0, sizeof table);
    int r = find_columns(&table, settings->features, reterr);
    if (r == 0 && make_rows(&table, dataset, settings->simulations) < 0)
        r = lwi_error_set(reterr, -ENOMEM, "out of memory");
    if (r == 0)
        r = run_workers(&run, reterr);
    if (r < 0) {
        lwi_table_clear(&table);
        return r;
    }
    *ret_table = table;
    return 0;
}

void lwi_table_clear(struct lwi_table *table)
{
    for (size_t i = 0; i < table->row_count; i++)
        free(table->rows[i].error);
    free(table->rows);
    free(table->values);
    memset(table, 0, sizeof(*table));
}
