/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "train/kinds.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "train/score.h"

enum { DEFOCUS, MOTION, BOTH, KINDS };

static const char *const kind_names[KINDS] = {"defocus", "motion", "both"};

/* One fold: what the outputs say of rows that they have not seen. */
static int hold_out_fold(double *answers, const struct lwi_table *table,
                         const struct lwi_dataset *dataset, unsigned fold,
                         const struct lwi_fit_settings *settings, struct lw_error *reterr)
{
    for (int o = LWI_OUTPUT_MOTION; o < LWI_OUTPUT_COUNT; o++) {
        struct lwi_ensemble e;
        int r = lwi_fit_train_kind(&e, (enum lwi_model_output) o, table, dataset, fold, settings,
                                   reterr);
        if (r < 0)
            return r;
        for (size_t i = table->real_count; i < table->row_count; i++)
            if (lwi_dataset_fold(dataset, table->rows[i].group, LWI_FIT_FOLDS) == fold)
                answers[i * LWI_OUTPUT_COUNT + (size_t) o] =
                    lwi_ensemble_sum(&e, table->values + i * table->column_count);
        lwi_ensemble_clear(&e);
    }
    return 0;
}

int lwi_kinds_hold_out(double **ret_answers, const struct lwi_table *table,
                       const struct lwi_dataset *dataset, const struct lwi_fit_settings *settings,
                       struct lw_error *reterr)
{
    double *answers = calloc(table->row_count * LWI_OUTPUT_COUNT + 1, sizeof(*answers));
    int r = answers ? 0 : lwi_error_set(reterr, -ENOMEM, "out of memory");

    for (unsigned fold = 0; r == 0 && fold < LWI_FIT_FOLDS; fold++)
        r = hold_out_fold(answers, table, dataset, fold, settings, reterr);
    if (r < 0) {
        free(answers);
        return r;
    }
    *ret_answers = answers;
    return 0;
}

/* Each list has room for all rows. */
struct lists {
    struct lwi_answer *motion, *defocus;
    double *radius, *angle, *length;
    size_t lengths;
};

static int lists_new(struct lists *l, size_t count)
{
    memset(l, 0, sizeof(*l));
    l->motion = calloc(count + 1, sizeof(*l->motion));
    l->defocus = calloc(count + 1, sizeof(*l->defocus));
    l->radius = calloc(count + 1, sizeof(double));
    l->angle = calloc(count + 1, sizeof(double));
    l->length = calloc(count + 1, sizeof(double));
    return l->motion && l->defocus && l->radius && l->angle && l->length ? 0 : -ENOMEM;
}

static void lists_free(struct lists *l)
{
    free(l->motion);
    free(l->defocus);
    free(l->radius);
    free(l->angle);
    free(l->length);
}

static int kind_of(int motion, int defocus)
{
    return motion && defocus ? BOTH : motion ? MOTION : DEFOCUS;
}

/* Degrees between two directions, 0..90. */
static double angle_between(double a, double b)
{
    double apart = fabs(a - b);
    return fmin(apart, 180 - apart);
}

static void add_motion(struct lwi_kind_score *s, struct lists *l, const struct lwi_row *row,
                       int said, double radius)
{
    s->moved++;
    if (said == DEFOCUS)
        return;
    const double path = said == MOTION ? LWI_MOTION_LENGTH : LWI_BOTH_LENGTH;
    l->length[l->lengths++] = fabs(log2(radius * path / row->made.length));
    if (row->angle >= 0)
        l->angle[s->angles++] = angle_between(row->angle, row->made.angle);
}

static void add_row(struct lwi_kind_score *s, struct lists *l, const struct lwi_row *row,
                    const double *a)
{
    const int is_motion = lwi_fit_kind_target(row, LWI_OUTPUT_MOTION) > 0;
    const int is_defocus = lwi_fit_kind_target(row, LWI_OUTPUT_DEFOCUS) > 0;
    const int is = kind_of(is_motion, is_defocus);
    const int said = kind_of(a[LWI_OUTPUT_MOTION] >= 0, a[LWI_OUTPUT_DEFOCUS] >= 0);

    l->motion[s->rows] = (struct lwi_answer){a[LWI_OUTPUT_MOTION], is_motion, row->group};
    l->defocus[s->rows] = (struct lwi_answer){a[LWI_OUTPUT_DEFOCUS], is_defocus, row->group};
    l->radius[s->rows++] = fabs(a[LWI_OUTPUT_RADIUS] - lwi_fit_kind_target(row, LWI_OUTPUT_RADIUS));
    s->said[is][said]++;
    if (is == MOTION)
        add_motion(s, l, row, said, exp2(a[LWI_OUTPUT_RADIUS]));
}

/* What this part of the values does not exceed; NaN of none. Sorts them. */
static double part_of(double *values, size_t count, double part)
{
    if (count == 0)
        return NAN;
    (void) lwi_score_median(values, count);
    return values[(size_t) ((double) (count - 1) * part)];
}

int lwi_kinds_score(struct lwi_kind_score *ret_score, const struct lwi_table *table,
                    const double *answers, unsigned set, unsigned set_count)
{
    struct lwi_kind_score s;
    struct lists l;
    size_t right = 0;

    memset(&s, 0, sizeof s);
    if (lists_new(&l, table->row_count) < 0) {
        lists_free(&l);
        return -ENOMEM;
    }
    for (size_t i = table->real_count; i < table->row_count; i++) {
        const struct lwi_row *row = &table->rows[i];
        if (lwi_row_usable(row) && row->label == LWI_LABEL_BLURRY &&
            (set >= set_count || row->set == set))
            add_row(&s, &l, row, answers + i * LWI_OUTPUT_COUNT);
    }
    for (int k = 0; k < KINDS; k++)
        right += s.said[k][k];
    s.kind_right = s.rows ? (double) right / (double) s.rows : NAN;
    s.motion_auc = lwi_score_auc(l.motion, s.rows);
    s.defocus_auc = lwi_score_auc(l.defocus, s.rows);
    s.radius_error = part_of(l.radius, s.rows, 0.5);
    s.radius_error_68 = part_of(l.radius, s.rows, 0.68);
    s.angle_error = part_of(l.angle, s.angles, 0.5);
    s.angle_error_75 = part_of(l.angle, s.angles, 0.75);
    s.length_error = part_of(l.length, l.lengths, 0.5);
    lists_free(&l);
    *ret_score = s;
    return 0;
}

static void print_row(const char *name, const struct lwi_kind_score *s, FILE *out)
{
    if (s->rows == 0)
        return;
    (void) fprintf(out, "| %s | %zu | %.1f %% | %.2f, %.2f | %zu | ", name, s->rows,
                   100 * s->kind_right, exp2(s->radius_error), exp2(s->radius_error_68), s->moved);
    if (s->angles > 0)
        (void) fprintf(out, "%zu | %.1f, %.1f | ", s->angles, s->angle_error, s->angle_error_75);
    else
        (void) fprintf(out, "0 | - | ");
    if (isnan(s->length_error))
        (void) fprintf(out, "- |\n");
    else
        (void) fprintf(out, "%.2f |\n", exp2(s->length_error));
}

int lwi_kinds_print(const struct lwi_table *table, const struct lwi_dataset *dataset,
                    const double *answers, FILE *out)
{
    const unsigned sets = (unsigned) dataset->sets.count;
    struct lwi_kind_score s;

    (void) fprintf(out, "| simulated from | blurry | kind right | radius within a factor of: half, "
                        "68 %% | moved | direction told | degrees off: half, 75 %% | length within "
                        "a factor of: half |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n");
    for (unsigned set = 0; set <= sets; set++) {
        int r = lwi_kinds_score(&s, table, answers, set, sets);
        if (r < 0)
            return r;
        print_row(set < sets ? dataset->sets.names[set] : "all", &s, out);
    }
    (void) fprintf(out, "\n| is \\ said | defocus | motion | both |\n| --- | --- | --- | --- |\n");
    for (int k = 0; k < KINDS; k++)
        (void) fprintf(out, "| %s | %zu | %zu | %zu |\n", kind_names[k], s.said[k][DEFOCUS],
                       s.said[k][MOTION], s.said[k][BOTH]);
    (void) fprintf(out, "\nArea under the ROC curve of motion %.3f, of defocus %.3f.\n",
                   s.motion_auc, s.defocus_auc);
    return 0;
}
