/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* `lenswatch evaluate`: how good a model is, or a way of training one. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "cmd/cmd.h"
#include "cmd/evaluate_sequence.h"
#include "cmd/named_model.h"
#include "cmd/train_options.h"
#include "train/boost.h"
#include "train/evaluate.h"

static const char help[] =
    "Usage: lenswatch evaluate [OPTIONS]\n"
    "\n"
    "Measures a model on labelled pictures. With --leave-one-out it measures the way\n"
    "of training instead: each set is judged by a model made from the other sets\n"
    "only.\n"
    "\n" LWI_TRAIN_HELP_PICTURES "\n"
    "What to measure:\n"
    "  --model FILE           default the model built in\n"
    "  --leave-one-out        a model for each set, made without it\n"
    "  --sequence DIR         the watch on a fixed camera's pictures instead; has its\n"
    "                         own --help\n"
    "\n" LWI_TRAIN_HELP_TRAINING "\n"
    "Results:\n"
    "  --output FILE          the tables (Markdown); default standard output\n"
    "  --json FILE            the same for programs, with all groups\n"
    "  --html FILE            a page with the worst mistakes\n"
    "  --roc FILE             the ROC curves of the sets (SVG)\n"
    "  --features-csv FILE    every value of every picture\n"
    "  -h, --help             this text\n"
    "\n"
    "Exit status: 0 measured; 1 it failed; 64 wrong usage.\n";

enum { OPT_MODEL = 1, OPT_LEAVE_OUT, OPT_OUTPUT, OPT_HTML, OPT_ROC, OPT_CSV, OPT_JSON };

static const struct option long_options[] = {
    LWI_TRAIN_LONG_OPTIONS,
    {"model", required_argument, NULL, OPT_MODEL},
    {"leave-one-out", no_argument, NULL, OPT_LEAVE_OUT},
    {"output", required_argument, NULL, OPT_OUTPUT},
    {"html", required_argument, NULL, OPT_HTML},
    {"roc", required_argument, NULL, OPT_ROC},
    {"features-csv", required_argument, NULL, OPT_CSV},
    {"json", required_argument, NULL, OPT_JSON},
    {"help", no_argument, NULL, 'h'},
    {NULL, 0, NULL, 0},
};

struct options {
    struct lwi_train_options common;
    const char *model, *output, *html, *roc, *csv, *json;
    int leave_out, help;
};

static int read_options(struct options *o, int argc, char **argv, struct lw_error *reterr)
{
    const char **texts[] = {&o->model, NULL, &o->output, &o->html, &o->roc, &o->csv, &o->json};
    int option, r = 0;

    optind = 1;
    while (r == 0 && (option = getopt_long(argc, argv, "h", long_options, NULL)) != -1) {
        if (option == 'h')
            o->help = 1;
        else if (option == OPT_LEAVE_OUT)
            o->leave_out = 1;
        else if (option >= OPT_MODEL && option <= OPT_JSON)
            *texts[option - OPT_MODEL] = optarg;
        else if (option >= LWI_TRAIN_OPTION_FIRST)
            r = lwi_train_option(&o->common, option, optarg, reterr);
        else
            return lwi_error_set(reterr, -EINVAL, "try 'lenswatch evaluate --help'");
    }
    if (r < 0 || o->help)
        return r;
    if (optind < argc)
        return lwi_error_set(reterr, -EINVAL,
                             "'%s' is not an option; try 'lenswatch evaluate --help'",
                             argv[optind]);
    if (o->leave_out && o->model)
        return lwi_error_set(reterr, -EINVAL, "--leave-one-out makes its own models: no --model");
    if (o->common.dataset.count == 0)
        return lwi_error_set(reterr, -EINVAL, "no pictures: give --labels, --clear or --blurry");
    return 0;
}

/* Writes what `write` writes to a file, whole or not at all; to standard output without path. */
static int write_to(const char *path, const struct lwi_evaluation *e,
                    int (*write)(const struct lwi_evaluation *, FILE *), struct lw_error *reterr)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);

    int r = out ? write(e, out) : -ENOMEM;
    if (out && fclose(out) != 0)
        r = -ENOMEM;
    if (r < 0)
        (void) lwi_error_set(reterr, r, "out of memory");
    else if (path)
        r = lwi_file_write(path, text, size, 0644, reterr);
    else if (fwrite(text, 1, size, stdout) != size || fflush(stdout) != 0)
        r = lwi_error_set(reterr, -EIO, "cannot write the tables");
    free(text);
    return r;
}

static int write_tables(const struct lwi_evaluation *e, FILE *out)
{
    lwi_evaluation_print(e, out);
    return 0;
}

static int write_csv(const struct lwi_evaluation *e, FILE *out)
{
    lwi_table_write_csv(e->table, e->dataset, e->probabilities, out);
    return 0;
}

static int write_results(const struct options *o, const struct lwi_evaluation *e,
                         struct lw_error *reterr)
{
    int r = write_to(o->output, e, write_tables, reterr);
    if (r == 0 && o->html)
        r = write_to(o->html, e, lwi_evaluation_write_html, reterr);
    if (r == 0 && o->roc)
        r = write_to(o->roc, e, lwi_evaluation_write_roc, reterr);
    if (r == 0 && o->json)
        r = write_to(o->json, e, lwi_evaluation_write_json, reterr);
    if (r == 0 && o->csv)
        r = write_to(o->csv, e, write_csv, reterr);
    return r;
}

static int answer(const struct options *o, struct lwi_evaluation *e, const struct lw_model *model,
                  struct lw_error *reterr)
{
    if (!o->leave_out) {
        lwi_evaluation_by_model(e, model);
        return 0;
    }
    return lwi_evaluation_leave_out(e, &o->common.fit, lwi_train_progress, (void *) "left out set",
                                    reterr);
}

static int measure(const struct options *o, const struct lw_model *model, struct lw_error *reterr)
{
    const struct lwi_train_options *c = &o->common;
    const char *names[LWI_MODEL_FEATURES_MAX + 2];
    struct lwi_evaluation e;
    struct lwi_table table;

    if (lwi_evaluation_columns(o->leave_out ? c->features : lwi_model_features(model), names) < 0)
        return lwi_error_set(reterr, -EINVAL, "too many features");
    const struct lwi_table_settings settings = {
        .features = names,
        .simulations = o->leave_out ? c->simulations : 0,
        .seed = c->fit.seed,
        .threads = c->threads,
        .cpu_mask = c->cpu_mask,
        .progress = lwi_train_progress,
        .cookie = (void *) "measured",
    };
    int r = lwi_table_measure(&table, &c->dataset, &settings, reterr);
    if (r < 0)
        return r;
    (void) lwi_train_complain("evaluate", &table, &c->dataset);
    double threshold = o->leave_out || c->threshold_given ? c->fit.threshold : model->threshold;
    r = lwi_evaluation_begin(&e, &c->dataset, &table, threshold);
    if (r < 0)
        (void) lwi_error_set(reterr, r, "out of memory");
    else
        r = answer(o, &e, model, reterr);
    if (r == 0)
        r = write_results(o, &e, reterr);
    lwi_evaluation_clear(&e);
    lwi_table_clear(&table);
    return r;
}

static int run_evaluate(const struct options *o, struct lw_error *reterr)
{
    lw_model *model = NULL;

    if (o->leave_out && !lwi_boost_available())
        return lwi_boost_train(NULL, NULL, NULL, reterr);
    int r = o->leave_out ? 0 : lwi_named_model_open(&model, o->model, reterr);
    if (r == 0)
        r = measure(o, model, reterr);
    lw_model_close(&model);
    return r;
}

static int run(int argc, char **argv)
{
    struct options o;
    struct lw_error error = {.message = ""};

    if (lwi_evaluate_sequence_asked(argc, argv))
        return lwi_evaluate_sequence(argc, argv);
    memset(&o, 0, sizeof o);
    lwi_train_options_init(&o.common);
    int r = read_options(&o, argc, argv, &error);
    if (r == 0 && o.help)
        (void) fputs(help, stdout);
    else if (r == 0)
        r = run_evaluate(&o, &error);
    lwi_train_options_clear(&o.common);
    return r < 0 ? lwi_train_fail("evaluate", &error) : LWI_EXIT_OK;
}

const struct lwi_cmd lwi_cmd_evaluate = {
    .name = "evaluate",
    .help = "measure a model on labelled pictures",
    .run = run,
};
