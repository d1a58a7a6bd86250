/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "train/evaluate.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "train/kinds.h"

#define LAPLACIAN "laplacian_variance"
/* The feature is on luma as 0..1; the usual threshold is on levels. */
#define LEVELS 255.0

#define INTERVAL_ROUNDS 1000
#define INTERVAL_SEED   1

int lwi_evaluation_columns(const char *const *features, const char **ret_names)
{
    size_t n = 0;

    for (; features[n]; n++) {
        if (n + 1 >= LWI_MODEL_FEATURES_MAX)
            return -EINVAL;
        ret_names[n] = features[n];
    }
    ret_names[n++] = LAPLACIAN;
    ret_names[n] = NULL;
    return 0;
}

int lwi_evaluation_begin(struct lwi_evaluation *ret_evaluation, const struct lwi_dataset *dataset,
                         const struct lwi_table *table, double threshold)
{
    struct lwi_evaluation e = {.dataset = dataset, .table = table, .threshold = threshold};
    const size_t last = table->column_count - 1;

    e.probabilities = calloc(table->real_count + 1, sizeof(double));
    e.laplacian = calloc(table->real_count + 1, sizeof(double));
    if (!e.probabilities || !e.laplacian) {
        lwi_evaluation_clear(&e);
        return -ENOMEM;
    }
    for (size_t i = 0; i < table->real_count; i++) {
        double value = table->values[i * table->column_count + last];
        e.probabilities[i] = NAN;
        e.laplacian[i] = table->rows[i].error ? NAN : value * LEVELS * LEVELS;
    }
    *ret_evaluation = e;
    return 0;
}

void lwi_evaluation_clear(struct lwi_evaluation *evaluation)
{
    free(evaluation->probabilities);
    free(evaluation->laplacian);
    free(evaluation->kinds);
    memset(evaluation, 0, sizeof(*evaluation));
}

void lwi_evaluation_by_model(struct lwi_evaluation *evaluation, const struct lw_model *model)
{
    const struct lwi_table *table = evaluation->table;

    for (size_t i = 0; i < table->real_count; i++)
        evaluation->probabilities[i] =
            lwi_row_usable(&table->rows[i])
                ? lwi_model_answer(model, LWI_OUTPUT_BLUR, table->values + i * table->column_count)
                : NAN;
}

/* The table without its last column, which no model may read. The rows are shared. */
static int strip_table(struct lwi_table *ret_table, const struct lwi_table *table)
{
    const size_t columns = table->column_count - 1;

    *ret_table = *table;
    ret_table->column_count = columns;
    ret_table->values = malloc((table->row_count * columns + 1) * sizeof(float));
    if (!ret_table->values)
        return -ENOMEM;
    for (size_t i = 0; i < table->row_count; i++)
        memcpy(ret_table->values + i * columns, table->values + i * table->column_count,
               columns * sizeof(float));
    return 0;
}

int lwi_evaluation_leave_out(struct lwi_evaluation *evaluation,
                             const struct lwi_fit_settings *settings,
                             void (*progress)(void *cookie, size_t done, size_t total),
                             void *cookie, struct lw_error *reterr)
{
    const size_t sets = evaluation->dataset->sets.count;
    struct lwi_fit_settings fit = *settings;
    struct lwi_table table;
    unsigned char *use = malloc(evaluation->table->row_count + 1);

    fit.blur_only = 1;
    if (!use || strip_table(&table, evaluation->table) < 0) {
        free(use);
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    }
    int r = 0;
    for (unsigned set = 0; r == 0 && set < sets; set++) {
        struct lw_model model;
        for (size_t i = 0; i < table.row_count; i++)
            use[i] = table.rows[i].set != set;
        r = lwi_fit_model(&model, &table, evaluation->dataset, use, &fit, NULL, reterr);
        for (size_t i = 0; r == 0 && i < table.real_count; i++)
            if (!use[i] && lwi_row_usable(&table.rows[i]))
                evaluation->probabilities[i] = lwi_model_answer(
                    &model, LWI_OUTPUT_BLUR, table.values + i * table.column_count);
        if (r == 0)
            lwi_model_clear(&model);
        if (progress)
            progress(cookie, set + 1, sets);
    }
    /* Too few scenes to learn kinds from are no failure: they are left out of the report. */
    if (r == 0 && table.row_count > table.real_count &&
        lwi_kinds_hold_out(&evaluation->kinds, &table, evaluation->dataset, &fit, NULL) == -ENOMEM)
        r = lwi_error_set(reterr, -ENOMEM, "out of memory");
    free(table.values);
    free(use);
    return r;
}

int lwi_evaluation_answers(const struct lwi_evaluation *evaluation, unsigned set,
                           struct lwi_answer **ret_answers, size_t *ret_count)
{
    const struct lwi_table *table = evaluation->table;
    struct lwi_answer *answers = calloc(table->real_count + 1, sizeof(*answers));
    size_t count = 0;

    if (!answers)
        return -ENOMEM;
    for (size_t i = 0; i < table->real_count; i++) {
        const struct lwi_row *row = &table->rows[i];
        if (row->error || (row->set != set && set < evaluation->dataset->sets.count))
            continue;
        answers[count++] = (struct lwi_answer){evaluation->probabilities[i],
                                               row->label == LWI_LABEL_BLURRY, row->group};
    }
    *ret_answers = answers;
    *ret_count = count;
    return 0;
}

/* The Laplacian's answers: the lower the blurrier. */
static void laplacian_score(const struct lwi_evaluation *e, unsigned set, double threshold,
                            struct lwi_score *ret_score)
{
    struct lwi_answer *answers = NULL;
    size_t count = 0;

    memset(ret_score, 0, sizeof(*ret_score));
    if (lwi_evaluation_answers(e, set, &answers, &count) < 0)
        return;
    count = 0;
    for (size_t i = 0; i < e->table->real_count; i++) {
        const struct lwi_row *row = &e->table->rows[i];
        if (!row->error && row->set == set)
            answers[count++] =
                (struct lwi_answer){-e->laplacian[i], row->label == LWI_LABEL_BLURRY, row->group};
    }
    lwi_score_at(ret_score, answers, count, -threshold);
    /* Blurry is below the threshold, not at it; levels are not that fine. */
    free(answers);
}

static double clear_wrong(const struct lwi_score *s)
{
    return 100 * (1 - (double) s->clear_right / (double) s->clear);
}

static void print_set(const struct lwi_evaluation *e, unsigned set, FILE *out, double *sum,
                      double *laplacian_sum, unsigned *sets)
{
    struct lwi_answer *answers;
    struct lwi_score s, laplacian;
    double low, high;
    size_t count;

    if (lwi_evaluation_answers(e, set, &answers, &count) < 0)
        return;
    lwi_score_at(&s, answers, count, e->threshold);
    laplacian_score(e, set, LWI_LAPLACIAN_USUAL, &laplacian);
    (void) fprintf(out, "| %s | %zu, %zu | ", e->dataset->sets.names[set], s.clear, s.blurry);
    if (isnan(s.balanced_accuracy)) {
        size_t wrong = s.clear ? s.clear - s.clear_right - s.clear_unjudged : 0;
        if (s.clear > 0)
            (void) fprintf(out, "%.1f %% called BLURRY | %.1f %% called BLURRY | - |",
                           clear_wrong(&laplacian), 100.0 * (double) wrong / (double) s.clear);
        else
            (void) fprintf(out, "%.1f %% found | %.1f %% found | - |",
                           100.0 * (double) laplacian.blurry_right / (double) s.blurry,
                           100.0 * (double) s.blurry_right / (double) s.blurry);
    } else {
        double auc = lwi_score_auc(answers, count);
        lwi_score_auc_interval(answers, count, INTERVAL_ROUNDS, INTERVAL_SEED, &low, &high);
        (void) fprintf(out, "%.3f | %.3f | %.3f (%.3f to %.3f) |", laplacian.balanced_accuracy,
                       s.balanced_accuracy, auc, low, high);
        *sum += s.balanced_accuracy;
        *laplacian_sum += laplacian.balanced_accuracy;
        ++*sets;
    }
    (void) fprintf(out, " %zu |\n", s.clear_unjudged + s.blurry_unjudged);
    free(answers);
}

void lwi_reliability_print(const struct lwi_answer *answers, size_t count, FILE *out)
{
    struct lwi_reliability r;

    lwi_score_reliability(&r, answers, count);
    (void) fprintf(out, "| probability | pictures | said on average | were blurry |\n"
                        "| --- | --- | --- | --- |\n");
    for (int b = 0; b < LWI_SCORE_BINS; b++)
        if (r.count[b] > 0)
            (void) fprintf(out, "| %.1f to %.1f | %zu | %.3f | %.3f |\n",
                           (double) b / LWI_SCORE_BINS, (double) (b + 1) / LWI_SCORE_BINS,
                           r.count[b], r.said[b], r.was[b]);
    (void) fprintf(out, "\nMean difference: %.3f\n", r.error);
}

void lwi_evaluation_print(const struct lwi_evaluation *evaluation, FILE *out)
{
    struct lwi_answer *answers;
    double sum = 0, laplacian = 0;
    unsigned sets = 0;
    size_t count;

    (void) fprintf(out, "| set | clear, blurry | Laplacian < 100 | balanced accuracy | AUC (95 %%) "
                        "| not judged |\n| --- | --- | --- | --- | --- | --- |\n");
    for (unsigned set = 0; set < evaluation->dataset->sets.count; set++)
        print_set(evaluation, set, out, &sum, &laplacian, &sets);
    if (sets > 0)
        (void) fprintf(out, "| mean of the %u sets with both | | %.3f | %.3f | | |\n", sets,
                       laplacian / sets, sum / sets);
    (void) fprintf(out, "\nA picture that was not judged counts as wrong where there are both "
                        "labels.\n\n");
    if (lwi_evaluation_answers(evaluation, (unsigned) evaluation->dataset->sets.count, &answers,
                               &count) == 0) {
        lwi_reliability_print(answers, count, out);
        free(answers);
    }
    if (evaluation->kinds) {
        (void) fprintf(out, "\nSimulated blurs, of scenes that were left out:\n\n");
        (void) lwi_kinds_print(evaluation->table, evaluation->dataset, evaluation->kinds, out);
    }
}

/* One field, quoted where it must be. */
static void write_field(FILE *out, const char *text)
{
    if (!strpbrk(text, ",\"\r\n")) {
        (void) fputs(text, out);
        return;
    }
    (void) fputc('"', out);
    for (; *text; text++) {
        if (*text == '"')
            (void) fputc('"', out);
        (void) fputc(*text, out);
    }
    (void) fputc('"', out);
}

void lwi_table_write_csv(const struct lwi_table *table, const struct lwi_dataset *dataset,
                         const double *probabilities, FILE *out)
{
    (void) fprintf(out, "path,set,group,label,region,probability");
    for (size_t c = 0; c < table->column_count; c++)
        (void) fprintf(out, ",%s", lw_feature_at(table->columns[c])->name);
    (void) fprintf(out, "\n");
    for (size_t i = 0; i < table->real_count; i++) {
        const struct lwi_row *row = &table->rows[i];
        const struct lwi_picture *picture = &dataset->pictures[row->picture];
        write_field(out, picture->path);
        (void) fputc(',', out);
        write_field(out, dataset->sets.names[row->set]);
        (void) fputc(',', out);
        write_field(out, dataset->groups.names[row->group]);
        (void) fprintf(out, ",%s,", row->label == LWI_LABEL_BLURRY ? "blurry" : "clear");
        if (picture->side > 0)
            (void) fprintf(out, "%u:%u:%u", picture->x, picture->y, picture->side);
        (void) fprintf(out, ",");
        if (probabilities && !isnan(probabilities[i]))
            (void) fprintf(out, "%.6g", probabilities[i]);
        for (size_t c = 0; c < table->column_count; c++) {
            (void) fprintf(out, ",");
            if (lwi_row_usable(row))
                (void) fprintf(out, "%.9g", (double) table->values[i * table->column_count + c]);
        }
        (void) fprintf(out, "\n");
    }
}
