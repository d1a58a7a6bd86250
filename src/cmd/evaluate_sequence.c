/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "cmd/evaluate_sequence.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/parse.h"
#include "cmd/cmd.h"
#include "train/sequence.h"

#define FOLDERS_MAX    64
#define INJECTIONS_MAX 128

static const char help[] =
    "Usage: lenswatch evaluate --sequence DIR... [OPTIONS]\n"
    "\n"
    "Runs the watch over the pictures of each folder, in the order of their names:\n"
    "one fixed, healthy camera a folder. Every event is a false one. With --inject,\n"
    "faults are put into the same pictures, and what is found of them is counted.\n"
    "\n"
    "  --sequence DIR         a folder of pictures; may be given more than once\n"
    "  --interval SECONDS     between pictures whose names tell no time (300)\n"
    "  --sensitivity N        of every condition, 1 to 100; default each its own\n"
    "  --inject FAULT=N,N...  strengths of a fault; may be given more than once\n"
    "  --jpeg-quality N       with which faulty pictures are coded again (80); 0: not\n"
    "  --trials N             of each strength in each folder, at most (24)\n"
    "  --seed N               of what is random in a fault (1)\n"
    "  --output FILE          the tables (Markdown); default standard output\n"
    "  --json FILE            the same, for programs\n"
    "  -h, --help             this text\n"
    "\n"
    "Faults and the units of their strengths:\n";

enum {
    OPT_SEQUENCE = 1,
    OPT_INTERVAL,
    OPT_SENSITIVITY,
    OPT_INJECT,
    OPT_QUALITY,
    OPT_TRIALS,
    OPT_SEED,
    OPT_OUTPUT,
    OPT_JSON,
};

static const struct option long_options[] = {
    {"sequence", required_argument, NULL, OPT_SEQUENCE},
    {"interval", required_argument, NULL, OPT_INTERVAL},
    {"sensitivity", required_argument, NULL, OPT_SENSITIVITY},
    {"inject", required_argument, NULL, OPT_INJECT},
    {"jpeg-quality", required_argument, NULL, OPT_QUALITY},
    {"trials", required_argument, NULL, OPT_TRIALS},
    {"seed", required_argument, NULL, OPT_SEED},
    {"output", required_argument, NULL, OPT_OUTPUT},
    {"json", required_argument, NULL, OPT_JSON},
    {"help", no_argument, NULL, 'h'},
    {NULL, 0, NULL, 0},
};

struct options {
    const char *folders[FOLDERS_MAX];
    size_t folder_count;
    struct lwi_injection injections[INJECTIONS_MAX];
    struct lwi_sequence_settings settings;
    const char *output, *json;
    int help;
};

int lwi_evaluate_sequence_asked(int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        if (strcmp(argv[i], "--sequence") == 0 || strncmp(argv[i], "--sequence=", 11) == 0)
            return 1;
    return 0;
}

static void print_help(void)
{
    (void) fputs(help, stdout);
    for (size_t i = 0; i < lwi_fault_count; i++)
        (void) printf("  %-22s %s%s%g to %g\n", lwi_faults[i].name, lwi_faults[i].unit,
                      lwi_faults[i].unit[0] ? ", " : "", lwi_faults[i].low, lwi_faults[i].high);
    (void) fputs("\nExit status: 0 measured; 1 it failed; 64 wrong usage.\n", stdout);
}

static int add_strength(struct options *o, const struct lwi_fault *fault, const char *text,
                        size_t length, struct lw_error *reterr)
{
    char number[32];
    double strength;

    if (o->settings.injection_count == INJECTIONS_MAX)
        return lwi_error_set(reterr, -EINVAL, "more than %d strengths", INJECTIONS_MAX);
    (void) snprintf(number, sizeof number, "%.*s", (int) length, text);
    if (length >= sizeof number || lwi_parse_double(number, fault->low, fault->high, &strength) < 0)
        return lwi_error_set(reterr, -EINVAL, "--inject %s: '%s' is not a number from %g to %g",
                             fault->name, number, fault->low, fault->high);
    o->injections[o->settings.injection_count++] = (struct lwi_injection){fault, strength};
    return 0;
}

static int add_injections(struct options *o, const char *text, struct lw_error *reterr)
{
    const char *equals = strchr(text, '=');
    char name[64];
    int r = 0;

    (void) snprintf(name, sizeof name, "%.*s", equals ? (int) (equals - text) : 63, text);
    const struct lwi_fault *fault = lwi_fault_find(name);
    if (!equals || !fault) {
        (void) lwi_error_set(reterr, -EINVAL, "--inject: '%s' is not FAULT=STRENGTH", text);
        lwi_error_hint(reterr, "'lenswatch evaluate --sequence . --help' lists the faults");
        return -EINVAL;
    }
    for (const char *at = equals; r == 0 && at; at = strchr(at + 1, ','))
        r = add_strength(o, fault, at + 1, strcspn(at + 1, ","), reterr);
    return r;
}

static int read_number(const char *name, const char *text, int64_t low, int64_t high,
                       int64_t *ret_value, struct lw_error *reterr)
{
    if (lwi_parse_int(text, low, high, ret_value) < 0)
        return lwi_error_set(reterr, -EINVAL, "--%s: '%s' is not a whole number from %lld to %lld",
                             name, text, (long long) low, (long long) high);
    return 0;
}

static int read_option(struct options *o, int option, struct lw_error *reterr)
{
    int64_t n = 0;
    int r = 0;

    switch (option) {
    case OPT_SEQUENCE:
        if (o->folder_count == FOLDERS_MAX)
            return lwi_error_set(reterr, -EINVAL, "more than %d folders", FOLDERS_MAX);
        o->folders[o->folder_count++] = optarg;
        break;
    case OPT_INTERVAL:
        if (lwi_parse_double(optarg, 0.01, 1e7, &o->settings.interval_s) < 0)
            return lwi_error_set(reterr, -EINVAL, "--interval: '%s' is not a number of seconds",
                                 optarg);
        break;
    case OPT_SENSITIVITY:
        r = read_number("sensitivity", optarg, 1, 100, &n, reterr);
        o->settings.sensitivity = (unsigned) n;
        break;
    case OPT_INJECT:
        return add_injections(o, optarg, reterr);
    case OPT_QUALITY:
        r = read_number("jpeg-quality", optarg, 0, 100, &n, reterr);
        o->settings.jpeg_quality = (int) n;
        break;
    case OPT_TRIALS:
        r = read_number("trials", optarg, 1, 100000, &n, reterr);
        o->settings.trials = (unsigned) n;
        break;
    case OPT_SEED:
        r = read_number("seed", optarg, 0, INT64_MAX, &n, reterr);
        o->settings.seed = (uint64_t) n;
        break;
    case OPT_OUTPUT:
        o->output = optarg;
        break;
    case OPT_JSON:
        o->json = optarg;
        break;
    case 'h':
        o->help = 1;
        break;
    default:
        return lwi_error_set(reterr, -EINVAL, "try 'lenswatch evaluate --sequence . --help'");
    }
    return r;
}

static int read_options(struct options *o, int argc, char **argv, struct lw_error *reterr)
{
    int option, r = 0;

    optind = 1;
    while (r == 0 && (option = getopt_long(argc, argv, "h", long_options, NULL)) != -1)
        r = read_option(o, option, reterr);
    /* A shell's DIR* gives folders without the option's name. */
    for (; r == 0 && optind < argc; optind++) {
        optarg = argv[optind];
        r = read_option(o, OPT_SEQUENCE, reterr);
    }
    o->settings.injections = o->injections;
    return r;
}

static int write_report(const struct options *o, const struct lwi_sequence_report *reports,
                        int json, struct lw_error *reterr)
{
    const char *path = json ? o->json : o->output;
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    int r = out ? 0 : -ENOMEM;

    if (out && json)
        r = lwi_sequence_print_json(reports, o->folder_count, &o->settings, out);
    else if (out)
        lwi_sequence_print(reports, o->folder_count, &o->settings, out);
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

static int run_all(const struct options *o, struct lw_error *reterr)
{
    struct lwi_sequence_report *reports = calloc(o->folder_count, sizeof(*reports));
    int r = reports ? 0 : lwi_error_set(reterr, -ENOMEM, "out of memory");

    for (size_t i = 0; r == 0 && i < o->folder_count; i++) {
        r = lwi_sequence_run(&reports[i], o->folders[i], &o->settings, reterr);
        if (r == 0)
            (void) fprintf(stderr, "%s: %zu pictures, %u false events\n", reports[i].name,
                           reports[i].pictures, reports[i].event_count);
    }
    if (r == 0)
        r = write_report(o, reports, /* json= */ 0, reterr);
    if (r == 0 && o->json)
        r = write_report(o, reports, /* json= */ 1, reterr);
    for (size_t i = 0; reports && i < o->folder_count; i++)
        lwi_sequence_report_done(&reports[i]);
    free(reports);
    return r;
}

int lwi_evaluate_sequence(int argc, char **argv)
{
    struct options o = {
        .settings = {.interval_s = 300, .jpeg_quality = 80, .trials = 24, .seed = 1}};
    struct lw_error error = {.message = ""};

    int r = read_options(&o, argc, argv, &error);
    if (r == 0 && o.help) {
        print_help();
        return LWI_EXIT_OK;
    }
    const int usage = r < 0;
    if (r == 0)
        r = run_all(&o, &error);
    if (r == 0)
        return LWI_EXIT_OK;
    (void) fprintf(stderr, "lenswatch evaluate: %s\n", error.message);
    if (error.hint[0])
        (void) fprintf(stderr, "%s\n", error.hint);
    return usage ? LWI_EXIT_USAGE : LWI_EXIT_BLURRY;
}
