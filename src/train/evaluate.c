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

/* Thresholds of the Laplacian that are tried, evenly spread over the pictures. */
#define HINDSIGHT_STEPS 1000

/* Groups in the table; JSON has all. */
#define GROUPS_SHOWN 20

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
void lwi_evaluation_laplacian(const struct lwi_evaluation *evaluation, unsigned set,
                              double threshold, struct lwi_score *ret_score)
{
    const struct lwi_table *table = evaluation->table;
    struct lwi_answer *answers = calloc(table->real_count + 1, sizeof(*answers));
    size_t count = 0;

    memset(ret_score, 0, sizeof(*ret_score));
    for (size_t i = 0; answers && i < table->real_count; i++) {
        const struct lwi_row *row = &table->rows[i];
        if (!row->error && row->set == set)
            answers[count++] = (struct lwi_answer){-evaluation->laplacian[i],
                                                   row->label == LWI_LABEL_BLURRY, row->group};
    }
    /* Blurry is below the threshold, not at it; levels are not that fine. */
    lwi_score_at(ret_score, answers, count, -threshold);
    free(answers);
}

/* Mean balanced accuracy of the Laplacian over the sets with both labels; NaN: there is none. */
static double laplacian_mean(const struct lwi_evaluation *e, double threshold)
{
    double sum = 0;
    unsigned sets = 0;

    for (unsigned set = 0; set < e->dataset->sets.count; set++) {
        struct lwi_score s;
        lwi_evaluation_laplacian(e, set, threshold, &s);
        if (isnan(s.balanced_accuracy))
            continue;
        sum += s.balanced_accuracy;
        sets++;
    }
    return sets > 0 ? sum / sets : NAN;
}

/* The one threshold that would have been best: nobody knows it beforehand. */
static int find_hindsight(struct lwi_evaluation *e)
{
    double *values = calloc(e->table->real_count + 1, sizeof(*values)), best = -1;
    size_t count = 0;

    e->hindsight = NAN;
    if (!values)
        return -ENOMEM;
    for (size_t i = 0; i < e->table->real_count; i++)
        if (!isnan(e->laplacian[i]))
            values[count++] = e->laplacian[i];
    if (count > 0)
        (void) lwi_score_median(values, count); /* sorts them */
    const size_t steps = count < HINDSIGHT_STEPS ? count : HINDSIGHT_STEPS;
    for (size_t k = 0; k < steps; k++) {
        const double threshold = values[k * count / steps];
        const double mean = laplacian_mean(e, threshold);
        if (mean > best) {
            best = mean;
            e->hindsight = threshold;
        }
    }
    free(values);
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
    if (find_hindsight(&e) < 0) {
        lwi_evaluation_clear(&e);
        return -ENOMEM;
    }
    *ret_evaluation = e;
    return 0;
}

static int most_wrong_first(const void *a, const void *b)
{
    const struct lwi_group_score *x = a, *y = b;

    if (x->wrong != y->wrong)
        return x->wrong < y->wrong ? 1 : -1;
    return (x->group > y->group) - (x->group < y->group);
}

void lwi_evaluation_groups(const struct lwi_evaluation *evaluation,
                           struct lwi_group_score *ret_groups)
{
    const struct lwi_table *table = evaluation->table;
    const size_t count = evaluation->dataset->groups.count;

    memset(ret_groups, 0, count * sizeof(*ret_groups));
    for (size_t g = 0; g < count; g++)
        ret_groups[g].group = (unsigned) g;
    for (size_t i = 0; i < table->real_count; i++) {
        const struct lwi_row *row = &table->rows[i];
        struct lwi_group_score *group = &ret_groups[row->group];
        const double p = evaluation->probabilities[i];
        if (row->error)
            continue;
        group->set = row->set;
        group->pictures++;
        group->unjudged += isnan(p) != 0;
        group->wrong +=
            !isnan(p) && (p >= evaluation->threshold) != (row->label == LWI_LABEL_BLURRY);
    }
    qsort(ret_groups, count, sizeof(*ret_groups), most_wrong_first);
}

static int print_groups(const struct lwi_evaluation *e, FILE *out)
{
    const size_t count = e->dataset->groups.count;
    struct lwi_group_score *groups = calloc(count + 1, sizeof(*groups));
    size_t wrong = 0;

    if (!groups)
        return -ENOMEM;
    lwi_evaluation_groups(e, groups);
    while (wrong < count && groups[wrong].wrong > 0)
        wrong++;
    if (wrong > 0)
        (void) fprintf(out, "\n| set | group | pictures | judged wrong |\n"
                            "| --- | --- | --- | --- |\n");
    for (size_t g = 0; g < wrong && g < GROUPS_SHOWN; g++)
        (void) fprintf(out, "| %s | %s | %zu | %zu |\n", e->dataset->sets.names[groups[g].set],
                       e->dataset->groups.names[groups[g].group], groups[g].pictures,
                       groups[g].wrong);
    (void) fprintf(out, "\nSomething is judged wrong in %zu of %zu groups.\n", wrong, count);
    free(groups);
    return 0;
}

/* What is summed up over the sets with both labels. */
struct means {
    double laplacian, hindsight, judge;
    unsigned sets;
};

/* A set of one label has no balanced accuracy: how many are called BLURRY tells. */
static void print_one_label(const struct lwi_score *s, const char *end, FILE *out)
{
    if (s->clear > 0)
        (void) fprintf(out, "%.1f %% called BLURRY%s",
                       100.0 * (double) (s->clear - s->clear_right - s->clear_unjudged) /
                           (double) s->clear,
                       end);
    else
        (void) fprintf(out, "%.1f %% found%s",
                       100.0 * (double) s->blurry_right / (double) s->blurry, end);
}

static void print_set(const struct lwi_evaluation *e, unsigned set, FILE *out, struct means *means)
{
    struct lwi_answer *answers;
    struct lwi_score s, laplacian, hindsight;
    double low, high;
    size_t count;

    if (lwi_evaluation_answers(e, set, &answers, &count) < 0)
        return;
    lwi_score_at(&s, answers, count, e->threshold);
    lwi_evaluation_laplacian(e, set, LWI_LAPLACIAN_USUAL, &laplacian);
    lwi_evaluation_laplacian(e, set, e->hindsight, &hindsight);
    (void) fprintf(out, "| %s | %zu, %zu | ", e->dataset->sets.names[set], s.clear, s.blurry);
    if (isnan(s.balanced_accuracy)) {
        print_one_label(&laplacian, " | ", out);
        if (isnan(e->hindsight))
            (void) fprintf(out, "- | ");
        else
            print_one_label(&hindsight, " | ", out);
        print_one_label(&s, " | - |", out);
    } else {
        double auc = lwi_score_auc(answers, count);
        lwi_score_auc_interval(answers, count, LWI_EVALUATION_ROUNDS, LWI_EVALUATION_SEED, &low,
                               &high);
        (void) fprintf(out, "%.3f | %.3f | %.3f | %.3f (%.3f to %.3f) |",
                       laplacian.balanced_accuracy, hindsight.balanced_accuracy,
                       s.balanced_accuracy, auc, low, high);
        means->judge += s.balanced_accuracy;
        means->laplacian += laplacian.balanced_accuracy;
        means->hindsight += hindsight.balanced_accuracy;
        means->sets++;
    }
    (void) fprintf(out, " %zu |\n", s.clear_unjudged + s.blurry_unjudged);
    free(answers);
}

static void print_sets(const struct lwi_evaluation *e, FILE *out)
{
    struct means means = {.sets = 0};

    (void) fprintf(out, "| set | clear, blurry | Laplacian < 100 | with hindsight ");
    if (!isnan(e->hindsight))
        (void) fprintf(out, "(< %.0f) ", e->hindsight);
    (void) fprintf(out, "| balanced accuracy | AUC (95 %%) | not judged |\n"
                        "| --- | --- | --- | --- | --- | --- | --- |\n");
    for (unsigned set = 0; set < e->dataset->sets.count; set++)
        print_set(e, set, out, &means);
    if (means.sets > 0)
        (void) fprintf(out, "| mean of the %u sets with both | | %.3f | %.3f | %.3f | | |\n",
                       means.sets, means.laplacian / means.sets, means.hindsight / means.sets,
                       means.judge / means.sets);
    (void) fprintf(out, "\nA picture that was not judged counts as wrong where there are both "
                        "labels. The threshold with hindsight is the one that is best for the mean "
                        "of these sets.\n\n");
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
    size_t count;

    print_sets(evaluation, out);
    if (lwi_evaluation_answers(evaluation, (unsigned) evaluation->dataset->sets.count, &answers,
                               &count) == 0) {
        lwi_reliability_print(answers, count, out);
        free(answers);
    }
    (void) print_groups(evaluation, out);
    if (evaluation->kinds) {
        (void) fprintf(out, "\nSimulated blurs, of scenes that were left out:\n\n");
        (void) lwi_kinds_print(evaluation->table, evaluation->dataset, evaluation->kinds, out);
    }
}
