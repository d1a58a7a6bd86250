/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* `lenswatch train`: a model file and its card from labelled pictures. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "cmd/cmd.h"
#include "cmd/train_options.h"
#include "train/boost.h"
#include "train/card.h"
#include "train/kinds.h"

#define VECTORS 16

static const char help[] =
    "Usage: lenswatch train [OPTIONS] --output FILE\n"
    "\n"
    "Makes a model from clear and blurry pictures. Pictures of one group show the\n"
    "same scene; give each scene its own folder or group, or the figures will be too\n"
    "good.\n"
    "\n" LWI_TRAIN_HELP_PICTURES "\n" LWI_TRAIN_HELP_TRAINING "\n"
    "  --output FILE          the model\n"
    "  --card FILE            its card (Markdown); default FILE.md\n"
    "  --name NAME            of the model; default its file's\n"
    "  -h, --help             this text\n"
    "\n"
    "Exit status: 0 made; 1 it failed; 64 wrong usage.\n";

enum { OPT_OUTPUT = 1, OPT_CARD, OPT_NAME };

static const struct option long_options[] = {
    LWI_TRAIN_LONG_OPTIONS,
    {"output", required_argument, NULL, OPT_OUTPUT},
    {"card", required_argument, NULL, OPT_CARD},
    {"name", required_argument, NULL, OPT_NAME},
    {"help", no_argument, NULL, 'h'},
    {NULL, 0, NULL, 0},
};

struct options {
    struct lwi_train_options common;
    const char *output, *card, *name;
    int help;
};

static int read_options(struct options *o, int argc, char **argv, struct lw_error *reterr)
{
    int option, r = 0;

    optind = 1;
    while (r == 0 && (option = getopt_long(argc, argv, "h", long_options, NULL)) != -1) {
        if (option == OPT_OUTPUT)
            o->output = optarg;
        else if (option == OPT_CARD)
            o->card = optarg;
        else if (option == OPT_NAME)
            o->name = optarg;
        else if (option == 'h')
            o->help = 1;
        else if (option >= LWI_TRAIN_OPTION_FIRST)
            r = lwi_train_option(&o->common, option, optarg, reterr);
        else
            return lwi_error_set(reterr, -EINVAL, "try 'lenswatch train --help'");
    }
    if (r < 0 || o->help)
        return r;
    if (optind < argc)
        return lwi_error_set(reterr, -EINVAL, "'%s' is not an option; try 'lenswatch train --help'",
                             argv[optind]);
    if (!o->output)
        return lwi_error_set(reterr, -EINVAL,
                             "where to? --output FILE is missing; "
                             "try 'lenswatch train --help'");
    if (o->common.dataset.count == 0)
        return lwi_error_set(reterr, -EINVAL,
                             "no pictures: give --labels, or --clear and --blurry");
    if (o->name && (strchr(o->name, ' ') || strlen(o->name) >= LWI_MODEL_NAME_MAX))
        return lwi_error_set(reterr, -EINVAL, "a model's name is one word of less than %d bytes",
                             LWI_MODEL_NAME_MAX);
    return 0;
}

/* The name of a file without its folder and ending, as one word. */
static void name_of(const char *path, char *ret_name, size_t size)
{
    const char *slash = strrchr(path, '/');

    (void) snprintf(ret_name, size, "%s", slash ? slash + 1 : path);
    char *dot = strrchr(ret_name, '.');
    if (dot && dot != ret_name)
        *dot = '\0';
    for (char *c = ret_name; *c; c++)
        *c = *c == ' ' ? '-' : *c;
}

static int write_model(const struct options *o, const struct lw_model *model,
                       struct lw_error *reterr)
{
    char *text;
    size_t size;

    if (lwi_model_write(model, &text, &size) < 0)
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    int r = lwi_file_write(o->output, text, size, 0644, reterr);
    free(text);
    lw_model *again = NULL;
    if (r == 0)
        r = lw_model_open(&again, o->output, reterr); /* what was written must read */
    lw_model_close(&again);
    return r;
}

static int write_card(const struct options *o, const struct lw_model *model,
                      const struct lwi_table *table, const double *held_out, const double *kinds,
                      struct lw_error *reterr)
{
    const struct lwi_train_options *c = &o->common;
    char *text = NULL, *path = NULL;
    size_t size = 0;
    int r = 0;

    FILE *out = open_memstream(&text, &size);
    if (!out || asprintf(&path, "%s.md", o->output) < 0)
        r = -ENOMEM;
    else if (lwi_card_write(model, table, &c->dataset, held_out, kinds, &c->fit, out) < 0)
        r = -ENOMEM;
    if (out && fclose(out) != 0)
        r = -ENOMEM;
    r = r < 0 ? lwi_error_set(reterr, r, "out of memory")
              : lwi_file_write(o->card ? o->card : path, text, size, 0644, reterr);
    free(path);
    free(text);
    return r;
}

/* How well the model's kinds and radii are; the error of the radii goes into it. */
static int measure_kinds(const struct options *o, struct lw_model *model,
                         const struct lwi_table *table, double **ret_kinds, struct lw_error *reterr)
{
    const struct lwi_train_options *c = &o->common;
    struct lwi_kind_score score;

    if (model->outputs[LWI_OUTPUT_RADIUS].tree_count == 0)
        return 0;
    int r = lwi_kinds_hold_out(ret_kinds, table, &c->dataset, &c->fit, reterr);
    if (r < 0)
        return r;
    if (lwi_kinds_score(&score, table, *ret_kinds, /* set= */ 0, /* set_count= */ 0) < 0)
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    model->radius_error = score.radius_error_68;
    return 0;
}

static int train(struct options *o, const struct lwi_table *table, struct lw_error *reterr)
{
    struct lw_model model;
    double *held_out = calloc(table->row_count + 1, sizeof(*held_out)), *kinds = NULL;
    char name[LWI_MODEL_NAME_MAX];

    if (!held_out)
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    name_of(o->output, name, sizeof(name));
    o->common.fit.name = o->name ? o->name : name;
    int r =
        lwi_fit_model(&model, table, &o->common.dataset, NULL, &o->common.fit, held_out, reterr);
    if (r == 0) {
        if (lwi_fit_add_vectors(&model, table, VECTORS) < 0)
            r = lwi_error_set(reterr, -ENOMEM, "out of memory");
        if (r == 0)
            r = measure_kinds(o, &model, table, &kinds, reterr);
        if (r == 0)
            r = write_model(o, &model, reterr);
        if (r == 0)
            r = write_card(o, &model, table, held_out, kinds, reterr);
        lwi_model_clear(&model);
    }
    free(kinds);
    free(held_out);
    return r;
}

static int run_train(struct options *o, struct lw_error *reterr)
{
    struct lwi_table table;
    const struct lwi_table_settings settings = {
        .features = o->common.features,
        .simulations = o->common.simulations,
        .seed = o->common.fit.seed,
        .threads = o->common.threads,
        .cpu_mask = o->common.cpu_mask,
        .progress = lwi_train_progress,
        .cookie = (void *) "measured",
    };

    int r = lwi_table_measure(&table, &o->common.dataset, &settings, reterr);
    if (r < 0)
        return r;
    (void) lwi_train_complain("train", &table, &o->common.dataset);
    r = train(o, &table, reterr);
    lwi_table_clear(&table);
    return r;
}

static int run(int argc, char **argv)
{
    struct options o;
    struct lw_error error = {.message = ""};

    memset(&o, 0, sizeof o);
    lwi_train_options_init(&o.common);
    int r = read_options(&o, argc, argv, &error);
    if (r == 0 && o.help)
        (void) fputs(help, stdout);
    else if (r == 0 && !lwi_boost_available())
        r = lwi_boost_train(NULL, NULL, NULL, &error);
    else if (r == 0)
        r = run_train(&o, &error);
    lwi_train_options_clear(&o.common);
    return r < 0 ? lwi_train_fail("train", &error) : LWI_EXIT_OK;
}

const struct lwi_cmd lwi_cmd_train = {
    .name = "train",
    .help = "make a model from labelled pictures",
    .run = run,
};
