/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "cmd/train_options.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/parse.h"
#include "cmd/cmd.h"

#define THREADS_MAX     256
#define SIMULATIONS_MAX 1000
#define COMPLAINTS_MAX  10

/* Only ratios: what depends on contrast, brightness or the amount of detail is not among the
 * features a model reads unless it is asked for by name. */
static const char *const families[] = {"edge_", "peak_", "slope_", "direction_"};

static void take_default_features(struct lwi_train_options *o)
{
    const struct lw_feature_desc *desc;
    size_t count = 0;

    for (size_t i = 0; (desc = lw_feature_at(i)); i++)
        for (size_t f = 0; f < sizeof(families) / sizeof(families[0]); f++)
            if (strncmp(desc->name, families[f], strlen(families[f])) == 0 &&
                count < LWI_MODEL_FEATURES_MAX)
                o->features[count++] = desc->name;
    o->features[count] = NULL;
}

void lwi_train_options_init(struct lwi_train_options *ret_options)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);

    memset(ret_options, 0, sizeof(*ret_options));
    lwi_fit_settings_default(&ret_options->fit);
    ret_options->simulations = 2;
    ret_options->threads = cores > 0 ? (unsigned) (cores < THREADS_MAX ? cores : THREADS_MAX) : 1;
    ret_options->cpu_mask = LW_CPU_ALL;
    take_default_features(ret_options);
}

static int take_features(struct lwi_train_options *o, const char *value, struct lw_error *reterr)
{
    size_t count = 0;

    free(o->features_text);
    o->features_text = strdup(value);
    if (!o->features_text)
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    char *rest = o->features_text, *name;
    while ((name = strsep(&rest, ","))) {
        if (lw_feature_find(name) < 0)
            return lwi_error_set(reterr, -EINVAL, "there is no feature '%s'", name);
        if (count == LWI_MODEL_FEATURES_MAX)
            return lwi_error_set(reterr, -EINVAL, "more than %d features", LWI_MODEL_FEATURES_MAX);
        o->features[count++] = name;
    }
    o->features[count] = NULL;
    return 0;
}

static int take_count(const char *name, const char *value, int64_t min, int64_t max,
                      unsigned *ret_count, struct lw_error *reterr)
{
    int64_t number;

    if (lwi_parse_int(value, min, max, &number) < 0)
        return lwi_error_set(reterr, -EINVAL, "--%s wants a number from %lld to %lld, not '%s'",
                             name, (long long) min, (long long) max, value);
    *ret_count = (unsigned) number;
    return 0;
}

int lwi_train_option(struct lwi_train_options *options, int option, const char *value,
                     struct lw_error *reterr)
{
    unsigned seed = 0;
    int r;

    switch (option - LWI_TRAIN_OPTION_FIRST) {
    case 0:
        return lwi_dataset_add_csv(&options->dataset, value, reterr);
    case 1:
        return lwi_dataset_add_folder(&options->dataset, value, LWI_LABEL_CLEAR,
                                      options->per_folder, reterr);
    case 2:
        return lwi_dataset_add_folder(&options->dataset, value, LWI_LABEL_BLURRY,
                                      options->per_folder, reterr);
    case 3:
        return take_count("per-folder", value, 0, 1000000, &options->per_folder, reterr);
    case 4:
        options->simulations_given = 1;
        return take_count("simulations", value, 0, SIMULATIONS_MAX, &options->simulations, reterr);
    case 5:
        return take_features(options, value, reterr);
    case 6:
        options->threshold_given = 1;
        if (lwi_parse_double(value, 0, 1, &options->fit.threshold) < 0)
            return lwi_error_set(reterr, -EINVAL, "--threshold wants 0..1, not '%s'", value);
        return 0;
    case 7:
        r = take_count("seed", value, 0, INT32_MAX, &seed, reterr);
        options->fit.seed = r == 0 ? seed : options->fit.seed;
        return r;
    case 8:
        return take_count("threads", value, 1, THREADS_MAX, &options->threads, reterr);
    default:
        if (lwi_parse_cpu_mask(value, &options->cpu_mask) < 0)
            return lwi_error_set(reterr, -EINVAL, "--cpumask wants none, avx2, avx512 or all");
        return 0;
    }
}

void lwi_train_options_clear(struct lwi_train_options *options)
{
    lwi_dataset_clear(&options->dataset);
    free(options->features_text);
    options->features_text = NULL;
}

void lwi_train_progress(void *cookie, size_t done, size_t total)
{
    if (!isatty(STDERR_FILENO))
        return;
    (void) fprintf(stderr, "\r%s %zu of %zu%s", (const char *) cookie, done, total,
                   done == total ? "\n" : "");
}

size_t lwi_train_complain(const char *command, const struct lwi_table *table,
                          const struct lwi_dataset *dataset)
{
    size_t count = 0;

    for (size_t i = 0; i < table->row_count; i++) {
        const struct lwi_row *row = &table->rows[i];
        if (row->error && count++ < COMPLAINTS_MAX)
            (void) fprintf(stderr, "lenswatch %s: %s: %s\n", command,
                           dataset->pictures[row->picture].path, row->error);
    }
    if (count > COMPLAINTS_MAX)
        (void) fprintf(stderr, "lenswatch %s: and %zu more\n", command, count - COMPLAINTS_MAX);
    return count;
}

int lwi_train_fail(const char *command, const struct lw_error *error)
{
    (void) fprintf(stderr, "lenswatch %s: %s\n", command, error->message);
    if (error->hint[0])
        (void) fprintf(stderr, "%s\n", error->hint);
    return error->code == -EINVAL ? LWI_EXIT_USAGE : 1;
}
