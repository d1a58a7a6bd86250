/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The results of an evaluation for programs: by set, by group, calibration. */
#include <errno.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>

#include "train/evaluate.h"

static json_t *number(double value)
{
    return isfinite(value) ? json_real(value) : json_null();
}

static json_t *score_json(const struct lwi_score *s)
{
    return json_pack("{s:I, s:I, s:I, s:I, s:I, s:I, s:o}", "clear", (json_int_t) s->clear,
                     "blurry", (json_int_t) s->blurry, "clear_right", (json_int_t) s->clear_right,
                     "blurry_right", (json_int_t) s->blurry_right, "clear_not_judged",
                     (json_int_t) s->clear_unjudged, "blurry_not_judged",
                     (json_int_t) s->blurry_unjudged, "balanced_accuracy",
                     number(s->balanced_accuracy));
}

static json_t *set_json(const struct lwi_evaluation *e, unsigned set)
{
    struct lwi_answer *answers;
    struct lwi_score score, usual, hindsight;
    double low, high;
    size_t count;

    if (lwi_evaluation_answers(e, set, &answers, &count) < 0)
        return NULL;
    lwi_score_at(&score, answers, count, e->threshold);
    const double auc = lwi_score_auc(answers, count);
    lwi_score_auc_interval(answers, count, LWI_EVALUATION_ROUNDS, LWI_EVALUATION_SEED, &low, &high);
    free(answers);
    lwi_evaluation_laplacian(e, set, LWI_LAPLACIAN_USUAL, &usual);
    lwi_evaluation_laplacian(e, set, e->hindsight, &hindsight);
    return json_pack("{s:s, s:o, s:o, s:o, s:o, s:o, s:o}", "set", e->dataset->sets.names[set],
                     "score", score_json(&score), "auc", number(auc), "auc_low", number(low),
                     "auc_high", number(high), "laplacian", score_json(&usual),
                     "laplacian_hindsight", score_json(&hindsight));
}

static int add_sets(const struct lwi_evaluation *e, json_t *array)
{
    for (unsigned set = 0; set < e->dataset->sets.count; set++)
        if (json_array_append_new(array, set_json(e, set)) < 0)
            return -ENOMEM;
    return 0;
}

static int add_groups(const struct lwi_evaluation *e, json_t *array)
{
    const size_t count = e->dataset->groups.count;
    struct lwi_group_score *groups = calloc(count + 1, sizeof(*groups));

    if (!groups)
        return -ENOMEM;
    int r = 0;
    lwi_evaluation_groups(e, groups);
    for (size_t g = 0; r == 0 && g < count; g++) {
        if (groups[g].pictures == 0)
            continue;
        json_t *object = json_pack(
            "{s:s, s:s, s:I, s:I, s:I}", "set", e->dataset->sets.names[groups[g].set], "group",
            e->dataset->groups.names[groups[g].group], "pictures", (json_int_t) groups[g].pictures,
            "wrong", (json_int_t) groups[g].wrong, "not_judged", (json_int_t) groups[g].unjudged);
        r = json_array_append_new(array, object) < 0 ? -ENOMEM : 0;
    }
    free(groups);
    return r;
}

static int add_calibration(const struct lwi_evaluation *e, json_t *array)
{
    struct lwi_reliability reliability;
    struct lwi_answer *answers;
    size_t count;

    if (lwi_evaluation_answers(e, (unsigned) e->dataset->sets.count, &answers, &count) < 0)
        return -ENOMEM;
    lwi_score_reliability(&reliability, answers, count);
    free(answers);
    for (int b = 0; b < LWI_SCORE_BINS; b++) {
        json_t *object = json_pack("{s:f, s:f, s:I, s:o, s:o}", "from", (double) b / LWI_SCORE_BINS,
                                   "to", (double) (b + 1) / LWI_SCORE_BINS, "pictures",
                                   (json_int_t) reliability.count[b], "said",
                                   number(reliability.count[b] ? reliability.said[b] : NAN), "was",
                                   number(reliability.count[b] ? reliability.was[b] : NAN));
        if (json_array_append_new(array, object) < 0)
            return -ENOMEM;
    }
    return 0;
}

int lwi_evaluation_write_json(const struct lwi_evaluation *evaluation, FILE *out)
{
    json_t *sets = json_array(), *groups = json_array(), *calibration = json_array();
    int r = sets && groups && calibration ? 0 : -ENOMEM;

    if (r == 0)
        r = add_sets(evaluation, sets);
    if (r == 0)
        r = add_groups(evaluation, groups);
    if (r == 0)
        r = add_calibration(evaluation, calibration);
    json_t *all = json_pack("{s:f, s:o, s:o, s:o, s:o}", "threshold", evaluation->threshold,
                            "laplacian_hindsight_threshold", number(evaluation->hindsight), "sets",
                            sets, "groups", groups, "calibration", calibration);
    if (!all)
        r = -ENOMEM; /* the arrays went with it */
    if (r == 0 && (json_dumpf(all, out, JSON_INDENT(2)) < 0 || fputc('\n', out) == EOF))
        r = -ENOMEM;
    json_decref(all);
    return r;
}
