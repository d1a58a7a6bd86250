/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* What `lenswatch train` and `lenswatch evaluate` have in common: where the pictures are. */
#ifndef LWI_CMD_TRAIN_OPTIONS_H
#define LWI_CMD_TRAIN_OPTIONS_H

#include <getopt.h>

#include "train/dataset.h"
#include "train/fit.h"

struct lwi_train_options {
    struct lwi_dataset dataset;
    struct lwi_fit_settings fit;
    unsigned per_folder, simulations, threads, cpu_mask;
    char *features_text;                              /* of --features; malloc'ed */
    const char *features[LWI_MODEL_FEATURES_MAX + 1]; /* NULL-ended */
    int simulations_given, threshold_given;
};

#define LWI_TRAIN_OPTION_FIRST 1000

/* The rows of getopt's table, and their text for --help. */
#define LWI_TRAIN_LONG_OPTIONS                                                                     \
    {"labels", required_argument, NULL, LWI_TRAIN_OPTION_FIRST},                                   \
        {"clear", required_argument, NULL, LWI_TRAIN_OPTION_FIRST + 1},                            \
        {"blurry", required_argument, NULL, LWI_TRAIN_OPTION_FIRST + 2},                           \
        {"per-folder", required_argument, NULL, LWI_TRAIN_OPTION_FIRST + 3},                       \
        {"simulations", required_argument, NULL, LWI_TRAIN_OPTION_FIRST + 4},                      \
        {"features", required_argument, NULL, LWI_TRAIN_OPTION_FIRST + 5},                         \
        {"threshold", required_argument, NULL, LWI_TRAIN_OPTION_FIRST + 6},                        \
        {"seed", required_argument, NULL, LWI_TRAIN_OPTION_FIRST + 7},                             \
        {"threads", required_argument, NULL, LWI_TRAIN_OPTION_FIRST + 8},                          \
    {                                                                                              \
        "cpumask", required_argument, NULL, LWI_TRAIN_OPTION_FIRST + 9                             \
    }

#define LWI_TRAIN_HELP_PICTURES                                                                    \
    "Pictures:\n"                                                                                  \
    "  --labels FILE          a CSV file with the columns path, label (clear, blurry\n"            \
    "                         or masked) and, if wanted, group and set\n"                          \
    "  --clear [SET=]DIR      clear pictures and videos, a video standing for its\n"               \
    "                         first picture; files of a sub-folder are one group\n"                \
    "  --blurry [SET=]DIR     blurry ones\n"                                                       \
    "  --per-folder N         of each sub-folder of those that follow take N only\n"

#define LWI_TRAIN_HELP_TRAINING                                                                    \
    "Training:\n"                                                                                  \
    "  --simulations N        pictures to simulate from each clear one; default 2\n"               \
    "  --features NAME,...    features that the model may read; default those that\n"              \
    "                         pay\n"                                                               \
    "  --threshold P          probability from which BLURRY; default 0.5\n"                        \
    "  --seed N               default 1; the same seed gives the same model\n"                     \
    "  --threads N            for measuring; default one for each core\n"                          \
    "  --cpumask none|avx2|avx512|all\n"

void lwi_train_options_init(struct lwi_train_options *ret_options);

/* Takes one option of those above, in the order of the command line. Returns 0, or a negative
 * errno with *reterr filled in. */
int lwi_train_option(struct lwi_train_options *options, int option, const char *value,
                     struct lw_error *reterr);

void lwi_train_options_clear(struct lwi_train_options *options);

/* A progress line on standard error, where that is a terminal. The cookie is what is done. */
void lwi_train_progress(void *cookie, size_t done, size_t total);

/* Says on standard error which pictures could not be read. Returns how many. */
size_t lwi_train_complain(const char *command, const struct lwi_table *table,
                          const struct lwi_dataset *dataset);

/* Says an error and its hint on standard error; returns the exit status for it. */
int lwi_train_fail(const char *command, const struct lw_error *error);

#endif
