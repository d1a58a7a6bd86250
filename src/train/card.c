/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The model card: what a model was made from, and how far to trust it. */
#include "train/card.h"

#include <math.h>
#include <stdlib.h>

#include "train/evaluate.h"
#include "train/kinds.h"

static void print_sets(const struct lwi_table *table, const struct lwi_dataset *dataset, FILE *out)
{
    (void) fprintf(out, "| set | clear | blurry | simulated from it |\n"
                        "| --- | --- | --- | --- |\n");
    for (unsigned set = 0; set < dataset->sets.count; set++) {
        size_t count[2] = {0}, simulated = 0;
        for (size_t i = 0; i < table->row_count; i++) {
            const struct lwi_row *row = &table->rows[i];
            if (row->set != set || !lwi_row_usable(row))
                continue;
            if (row->simulated)
                simulated++;
            else
                count[row->label]++;
        }
        (void) fprintf(out, "| %s | %zu | %zu | %zu |\n", dataset->sets.names[set], count[0],
                       count[1], simulated);
    }
}

int lwi_card_write(const struct lw_model *model, const struct lwi_table *table,
                   const struct lwi_dataset *dataset, const double *held_out, const double *kinds,
                   const struct lwi_fit_settings *settings, FILE *out)
{
    struct lwi_evaluation e = {.dataset = dataset, .table = table, .threshold = model->threshold};
    struct lwi_answer *answers;
    size_t count;

    e.probabilities = calloc(table->real_count + 1, sizeof(double));
    if (!e.probabilities)
        return -1;
    for (size_t i = 0; i < table->real_count; i++)
        e.probabilities[i] = held_out[i] < 0 ? NAN : held_out[i];
    (void) fprintf(out,
                   "# %s\n\nMade by `lenswatch train`, seed %llu, simulated pictures weighing "
                   "%.2f of the real ones. Threshold %.2f.\n\n## Made from\n\n",
                   model->name, (unsigned long long) settings->seed, settings->simulated_weight,
                   model->threshold);
    print_sets(table, dataset, out);
    (void) fprintf(out,
                   "\n## Grouped cross-validation\n\n"
                   "%d folds; pictures of a scene are never on both sides.\n\n"
                   "| set | balanced accuracy | AUC | clear called BLURRY |\n"
                   "| --- | --- | --- | --- |\n",
                   LWI_FIT_FOLDS);
    for (unsigned set = 0; set < dataset->sets.count; set++) {
        struct lwi_score s;
        if (lwi_evaluation_answers(&e, set, &answers, &count) < 0)
            break;
        lwi_score_at(&s, answers, count, model->threshold);
        (void) fprintf(out, "| %s | ", dataset->sets.names[set]);
        if (isnan(s.balanced_accuracy))
            (void) fprintf(out, "- | - | ");
        else
            (void) fprintf(out, "%.3f | %.3f | ", s.balanced_accuracy,
                           lwi_score_auc(answers, count));
        (void) fprintf(out, "%.1f %% |\n",
                       s.clear ? 100.0 * (double) (s.clear - s.clear_right - s.clear_unjudged) /
                                     (double) s.clear
                               : 0.0);
        free(answers);
    }
    (void) fprintf(out, "\n## Reliability of the probabilities\n\n");
    if (lwi_evaluation_answers(&e, (unsigned) dataset->sets.count, &answers, &count) == 0) {
        lwi_reliability_print(answers, count, out);
        free(answers);
    }
    int r = 0;
    if (kinds) {
        (void) fprintf(out, "\n## Kind and size of the blur\n\nOn simulated pictures of scenes "
                            "that were left out.\n\n");
        r = lwi_kinds_print(table, dataset, kinds, out) < 0 ? -1 : 0;
    }
    (void) fprintf(out, "\n## Features\n\n");
    for (size_t i = 0; i < model->feature_count; i++)
        (void) fprintf(out, "- `%s`, version %u\n", model->feature_names[i],
                       model->feature_versions[i]);
    free(e.probabilities);
    return r;
}
