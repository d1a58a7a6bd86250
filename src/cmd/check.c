/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* `lenswatch check`: options, where the report goes, the exit status. */
#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/file.h"
#include "base/parse.h"
#include "check/check.h"
#include "check/output.h"
#include "check/show.h"
#include "cmd/cmd.h"
#include "cmd/named_model.h"
#include "source/url.h"

#define FEATURES_MAX    64
#define THUMBNAIL_WIDTH 256
#define PASSWORD_MAX    1024

/* What standard shells give for a program that a signal ended. */
#define EXIT_SIGNAL 128

static const char help[] =
    "Usage: lenswatch check [OPTIONS] PATH|URL...\n"
    "\n"
    "Judges pictures: CLEAR, BLURRY or NOT ASSESSABLE.\n"
    "\n"
    "PATH is a picture (JPEG, PNG, WebP, BMP, TIFF), a video (its key frames), or a\n"
    "folder with such; what a file is, its content tells. URL is rtsp://, rtsps://,\n"
    "http:// or https:// (a snapshot or MJPEG). - reads a list from standard input.\n"
    "\n"
    "Report:\n"
    "  --format table|jsonl|json|csv|html\n"
    "                         how to report; default table\n"
    "  --output FILE          where to; the file appears when the report is whole\n"
    "  --show                 an HTML report, opened in a browser where there is one\n"
    "  --explain              table: kind and size of the blur, a map of where it is,\n"
    "                         and every feature below each picture\n"
    "  --features all|none|NAME,...\n"
    "                         features to report; default those that were measured\n"
    "\n"
    "Judging:\n"
    "  --threshold P          BLURRY from this probability, 0..1; default the model's\n"
    "  --model FILE           another model than the one built in\n"
    "  --max-pixels M         refuse pictures of more megapixels; default 200\n"
    "  --frames N             pictures of a video or stream at most; default all key\n"
    "                         frames of a video, one picture of a stream\n"
    "  --threads N            default one for each core\n"
    "  --cpumask none|avx2|avx512|all\n"
    "                         the best instruction set that may be used\n"
    "\n"
    "Blurry files:\n"
    "  --copy-blurry DIR      copy them there; nothing is ever overwritten\n"
    "  --move-blurry DIR      move them there\n"
    "  --link-blurry DIR      make symbolic links to them there\n"
    "\n"
    "Input:\n"
    "  -0, --null             entries of the list end with a NUL, not a newline\n"
    "  --user NAME            for URLs; or $LENSWATCH_USER\n"
    "  --password-file FILE   its first line; or $LENSWATCH_PASSWORD\n"
    "  --interval S           seconds between snapshots of a URL; default 1\n"
    "  --timeout S            give up on a silent camera; default 10\n"
    "  --udp                  RTSP over UDP instead of TCP\n"
    "  --insecure             accept certificates that do not verify\n"
    "\n"
    "  -q, --quiet            no progress and no remarks\n"
    "  -h, --help             this text\n"
    "\n"
    "Exit status: 0 all CLEAR; 1 something BLURRY; 2 something could not be read or\n"
    "was NOT ASSESSABLE; 64 wrong usage. Ctrl-C reports what was done so far.\n"
    "\n"
    "Examples:\n"
    "  lenswatch check pictures/\n"
    "  lenswatch check --show pictures/\n"
    "  lenswatch check --format csv --features all --output report.csv pictures/\n"
    "  lenswatch check --move-blurry blurred/ pictures/\n"
    "  find /srv/cctv -name '*.jpg' -newer last -print0 | lenswatch check -0 -\n"
    "  LENSWATCH_PASSWORD=... lenswatch check --user admin rtsp://192.0.2.9/stream1\n";

enum long_option {
    OPT_FORMAT = 256,
    OPT_OUTPUT,
    OPT_SHOW,
    OPT_EXPLAIN,
    OPT_FEATURES,
    OPT_THRESHOLD,
    OPT_MODEL,
    OPT_MAX_PIXELS,
    OPT_FRAMES,
    OPT_THREADS,
    OPT_CPUMASK,
    OPT_COPY,
    OPT_MOVE,
    OPT_LINK,
    OPT_USER,
    OPT_PASSWORD_FILE,
    OPT_INTERVAL,
    OPT_TIMEOUT,
    OPT_UDP,
    OPT_INSECURE,
};

static const struct option long_options[] = {
    {"format", required_argument, NULL, OPT_FORMAT},
    {"output", required_argument, NULL, OPT_OUTPUT},
    {"show", no_argument, NULL, OPT_SHOW},
    {"explain", no_argument, NULL, OPT_EXPLAIN},
    {"features", required_argument, NULL, OPT_FEATURES},
    {"threshold", required_argument, NULL, OPT_THRESHOLD},
    {"model", required_argument, NULL, OPT_MODEL},
    {"max-pixels", required_argument, NULL, OPT_MAX_PIXELS},
    {"frames", required_argument, NULL, OPT_FRAMES},
    {"threads", required_argument, NULL, OPT_THREADS},
    {"cpumask", required_argument, NULL, OPT_CPUMASK},
    {"copy-blurry", required_argument, NULL, OPT_COPY},
    {"move-blurry", required_argument, NULL, OPT_MOVE},
    {"link-blurry", required_argument, NULL, OPT_LINK},
    {"null", no_argument, NULL, '0'},
    {"user", required_argument, NULL, OPT_USER},
    {"password-file", required_argument, NULL, OPT_PASSWORD_FILE},
    {"interval", required_argument, NULL, OPT_INTERVAL},
    {"timeout", required_argument, NULL, OPT_TIMEOUT},
    {"udp", no_argument, NULL, OPT_UDP},
    {"insecure", no_argument, NULL, OPT_INSECURE},
    {"quiet", no_argument, NULL, 'q'},
    {"help", no_argument, NULL, 'h'},
    {NULL, 0, NULL, 0},
};

struct options {
    struct lwi_check_settings check;
    const struct lwi_report_info *format; /* NULL: not said */
    const char *output, *model;
    int show, explain, quiet, help;
    unsigned char *shown; /* by feature; NULL: those that were measured */
    char *features_text;  /* that features points into; malloc'ed */
    const char *features[FEATURES_MAX + 1];
    char *password; /* malloc'ed */
    char **inputs;  /* copies; malloc'ed */
};

static int wrong(const char *option, const char *value, const char *expected)
{
    (void) fprintf(stderr, "lenswatch check: %s %s: %s\n", option, value, expected);
    return -EINVAL;
}

/* ---- single options ---- */

static int set_format(struct options *o, const char *value)
{
    o->format = lwi_report_find(value);
    return o->format ? 0 : wrong("--format", value, "it is one of table, jsonl, json, csv, html");
}

static void print_features(void)
{
    (void) fputs("Features:", stderr);
    for (size_t i = 0; i < lw_feature_count(); i++)
        (void) fprintf(stderr, "%s %s", i ? "," : "", lw_feature_at(i)->name);
    (void) fputc('\n', stderr);
}

/* Fills in what is measured and what is shown of it. */
static int set_features(struct options *o, const char *value)
{
    free(o->shown);
    free(o->features_text);
    o->shown = calloc(lw_feature_count(), 1);
    o->features_text = strdup(value);
    o->features[0] = NULL;
    if (!o->shown || !o->features_text)
        return -ENOMEM;
    if (strcmp(value, "none") == 0)
        return 0;
    size_t count = 0;
    char *rest = o->features_text;
    for (char *name; (name = strsep(&rest, ","));) {
        long index = lw_feature_find(name);
        if (index < 0 && strcmp(name, "all") != 0) {
            (void) wrong("--features", name, "there is no such feature");
            print_features();
            return -EINVAL;
        }
        if (index < 0)
            memset(o->shown, 1, lw_feature_count());
        else
            o->shown[index] = 1;
        if (count == FEATURES_MAX)
            return wrong("--features", value, "too many names");
        o->features[count++] = name;
    }
    o->features[count] = NULL;
    return 0;
}

static int set_number(const char *option, const char *value, int64_t min, int64_t max,
                      int64_t *ret_number)
{
    if (lwi_parse_int(value, min, max, ret_number) == 0)
        return 0;
    char expected[96];
    (void) snprintf(expected, sizeof(expected), "a whole number from %" PRId64 " to %" PRId64, min,
                    max);
    return wrong(option, value, expected);
}

static int set_real(const char *option, const char *value, double min, double max,
                    double *ret_number)
{
    if (lwi_parse_double(value, min, max, ret_number) == 0)
        return 0;
    char expected[96];
    (void) snprintf(expected, sizeof(expected), "a number from %g to %g", min, max);
    return wrong(option, value, expected);
}

static int set_action(struct options *o, enum lwi_blurry_action action, const char *dir)
{
    if (o->check.action != LWI_BLURRY_LEAVE)
        return wrong("--copy-blurry, --move-blurry, --link-blurry", dir, "one of them, once");
    if (!*dir)
        return wrong("--copy-blurry, --move-blurry, --link-blurry", "''", "it needs a folder");
    o->check.action = action;
    o->check.action_dir = dir;
    return 0;
}

static int set_password(struct options *o, const char *path)
{
    uint8_t *data;
    size_t size;
    struct lw_error error;
    int err = lwi_file_read(path, PASSWORD_MAX, &data, &size, &error);
    if (err)
        return wrong("--password-file", path, error.message);
    data[strcspn((char *) data, "\r\n")] = '\0';
    free(o->password);
    o->password = (char *) data;
    return 0;
}

static int set_report_option(struct options *o, int option, const char *value)
{
    switch (option) {
    case OPT_FORMAT:
        return set_format(o, value);
    case OPT_OUTPUT:
        o->output = value;
        return 0;
    case OPT_SHOW:
        o->show = 1;
        return 0;
    case OPT_EXPLAIN:
        o->explain = 1;
        return 0;
    case OPT_FEATURES:
        return set_features(o, value);
    case OPT_COPY:
        return set_action(o, LWI_BLURRY_COPY, value);
    case OPT_MOVE:
        return set_action(o, LWI_BLURRY_MOVE, value);
    case OPT_LINK:
        return set_action(o, LWI_BLURRY_LINK, value);
    case 'q':
        o->quiet = 1;
        return 0;
    case 'h':
        o->help = 1;
        return 0;
    default:
        return -EINVAL;
    }
}

static int set_judge_option(struct options *o, int option, const char *value)
{
    int64_t number = 0;
    double real = 0;
    int err;
    switch (option) {
    case OPT_THRESHOLD:
        return set_real("--threshold", value, 0, 1, &o->check.assess.threshold);
    case OPT_MODEL:
        o->model = value;
        return 0;
    case OPT_MAX_PIXELS:
        err = set_real("--max-pixels", value, 0.0001, 4294, &real);
        o->check.decode.pixels_max = (uint64_t) (real * 1e6);
        return err;
    case OPT_FRAMES:
        err = set_number("--frames", value, 1, INT64_MAX, &number);
        o->check.frames = (uint64_t) number;
        return err;
    case OPT_THREADS:
        err = set_number("--threads", value, 1, LWI_CHECK_THREADS_MAX, &number);
        o->check.threads = (unsigned) number;
        return err;
    case OPT_CPUMASK:
        if (lwi_parse_cpu_mask(value, &o->check.assess.cpu_mask) == 0)
            return 0;
        return wrong("--cpumask", value, "it is one of none, avx2, avx512, all");
    default:
        return set_report_option(o, option, value);
    }
}

static int set_option(struct options *o, int option, const char *value)
{
    switch (option) {
    case '0':
        o->check.list_separator = '\0';
        return 0;
    case OPT_USER:
        o->check.source.user = value;
        return 0;
    case OPT_PASSWORD_FILE:
        return set_password(o, value);
    case OPT_INTERVAL:
        return set_real("--interval", value, 0, 86400, &o->check.source.interval_s);
    case OPT_TIMEOUT:
        return set_real("--timeout", value, 0.1, 3600, &o->check.source.timeout_s);
    case OPT_UDP:
        o->check.source.transport = LWI_TRANSPORT_UDP;
        return 0;
    case OPT_INSECURE:
        o->check.source.tls_verify = 0;
        return 0;
    default:
        return set_judge_option(o, option, value);
    }
}

/* ---- all of them ---- */

static unsigned core_count(void)
{
    cpu_set_t set;
    int count = sched_getaffinity(0, sizeof(set), &set) == 0 ? CPU_COUNT(&set) : 1;
    return count < 1 ? 1 : count > LWI_CHECK_THREADS_MAX ? LWI_CHECK_THREADS_MAX : (unsigned) count;
}

/* Copies of the inputs. A password in an argument is then wiped, for others can read the
 * arguments of a process. */
static int take_inputs(struct options *o, int count, char **arguments)
{
    o->inputs = calloc((size_t) count + 1, sizeof(*o->inputs));
    if (!o->inputs)
        return -ENOMEM;
    for (int i = 0; i < count; i++) {
        o->inputs[i] = strdup(arguments[i]);
        if (!o->inputs[i])
            return -ENOMEM;
        int scheme = lwi_url_scheme_length(arguments[i]);
        char *authority = scheme ? strstr(arguments[i], "://") + 3 : NULL;
        char *at = authority ? strrchr(authority, '@') : NULL;
        for (char *p = authority; at && p < at; p++)
            *p = 'x';
    }
    o->check.inputs = (const char *const *) o->inputs;
    o->check.input_count = (size_t) count;
    return 0;
}

static int parse_options(struct options *o, int argc, char **argv)
{
    lw_assess_settings_default(&o->check.assess);
    lwi_decode_settings_default(&o->check.decode);
    lwi_source_settings_default(&o->check.source);
    o->check.source.interval_s = 1;
    o->check.list_separator = '\n';
    o->check.threads = core_count();
    o->check.source.user = getenv("LENSWATCH_USER");

    optind = 1;
    int option;
    while ((option = getopt_long(argc, argv, "0qh", long_options, NULL)) != -1) {
        int err = set_option(o, option, optarg);
        if (err)
            return err;
    }
    if (o->help)
        return 0;
    if (optind == argc) {
        (void) fputs("lenswatch check: what is to be checked?\n", stderr);
        return -EINVAL;
    }
    if (o->show && o->format && !o->format->needs_thumbnail) {
        (void) fputs("lenswatch check: --show needs --format html\n", stderr);
        return -EINVAL;
    }
    const char *password = getenv("LENSWATCH_PASSWORD");
    if (!o->password && password)
        o->password = strdup(password);
    o->check.source.password = o->password;
    o->check.assess.features = o->features[0] ? o->features : NULL;
    if (!o->format)
        o->format = lwi_report_find(o->show ? "html" : "table");
    return take_inputs(o, argc - optind, argv + optind);
}

static void free_options(struct options *o)
{
    for (size_t i = 0; o->inputs && o->inputs[i]; i++)
        free(o->inputs[i]);
    free(o->inputs);
    free(o->shown);
    free(o->features_text);
    if (o->password)
        explicit_bzero(o->password, strlen(o->password));
    free(o->password);
}

/* ---- running ---- */

/* The only state that a signal can reach. */
static atomic_bool cancelled;
static volatile sig_atomic_t signal_number;

static void on_signal(int number)
{
    signal_number = number;
    atomic_store(&cancelled, 1);
}

static void catch_signals(void)
{
    /* A second one ends the program at once. */
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = (int) SA_RESETHAND};
    (void) sigaction(SIGINT, &action, NULL);
    (void) sigaction(SIGTERM, &action, NULL);
    (void) sigaction(SIGHUP, &action, NULL);
    (void) signal(SIGPIPE, SIG_IGN);
}

static void say(const struct lw_error *error)
{
    (void) fprintf(stderr, "lenswatch check: %s\n", error->message);
    if (error->hint[0])
        (void) fprintf(stderr, "%s\n", error->hint);
}

static void remark(const struct options *o, const struct lwi_check_result *result,
                   const struct lwi_report_summary *totals)
{
    if (totals->total == 0 && !signal_number)
        (void) fputs("lenswatch check: no pictures were found; it reads JPEG, PNG, WebP, BMP, TIFF "
                     "and video, and folders of them\n",
                     stderr);
    if (o->quiet)
        return;
    if (result->skipped > 0)
        (void) fprintf(stderr, "%" PRIu64 " file%s in folders were passed over: no pictures\n",
                       result->skipped, result->skipped == 1 ? "" : "s");
    if (isatty(STDERR_FILENO) && totals->total > 1 && result->elapsed_s > 0)
        (void) fprintf(stderr, "%.1f s, %.1f pictures a second\n", result->elapsed_s,
                       (double) totals->total / result->elapsed_s);
}

static int exit_status(const struct lwi_check_result *result,
                       const struct lwi_report_summary *totals)
{
    if (signal_number)
        return EXIT_SIGNAL + signal_number;
    if (result->report_error == -EPIPE)
        return EXIT_SIGNAL + SIGPIPE;
    if (result->report_error || result->problems || totals->errors || totals->not_assessable ||
        totals->total == 0)
        return LWI_EXIT_UNREAD;
    return totals->blurry ? LWI_EXIT_BLURRY : LWI_EXIT_OK;
}

/* Writes the end of the report and puts it in its place. */
static void finish(struct options *o, struct lwi_output *output, struct lwi_check_result *result)
{
    struct lw_error error;
    if (!result->report_error)
        result->report_error = lwi_report_end(o->check.report);
    if (!result->report_error) {
        result->report_error = lwi_output_finish(output, &error);
        if (result->report_error)
            say(&error);
    } else if (result->report_error != -EPIPE) {
        (void) lwi_error_set(&error, result->report_error, "the report cannot be written: %s",
                             strerror(-result->report_error));
        say(&error);
    }
}

static int run_with_output(struct options *o, struct lwi_output *output)
{
    const struct lwi_report_settings settings = {
        .shown = o->shown,
        .explain = o->explain,
        .model = lw_model_name(o->check.assess.model),
        .threshold = o->check.assess.threshold < 0 ? lw_model_threshold(o->check.assess.model)
                                                   : o->check.assess.threshold,
        .wall_ns = lwi_clock_realtime(&lwi_clock_system),
    };
    struct lw_error error;
    struct lwi_check_result result = {.skipped = 0};
    result.report_error = lwi_report_open(&o->check.report, o->format, output->file, &settings);
    if (result.report_error) {
        (void) lwi_error_set(&error, result.report_error, "the report cannot be written: %s",
                             strerror(-result.report_error));
        say(&error);
        return LWI_EXIT_UNREAD;
    }
    o->check.cancel = &cancelled;
    o->check.progress = !o->quiet;
    o->check.rows_on_terminal = isatty(fileno(output->file)) == 1;
    o->check.thumbnail_width = o->format->needs_thumbnail ? THUMBNAIL_WIDTH : 0;
    o->check.tile_map = o->format->needs_thumbnail || o->explain;
    catch_signals();
    int err = lwi_check_run(&o->check, &result, &error);
    int status = LWI_EXIT_UNREAD;
    if (err) {
        say(&error);
    } else {
        finish(o, output, &result);
        const struct lwi_report_summary *totals = lwi_report_totals(o->check.report);
        if (!result.report_error)
            remark(o, &result, totals);
        status = exit_status(&result, totals);
    }
    lwi_report_close(&o->check.report);
    return status;
}

static int run_check(struct options *o)
{
    struct lw_error error;
    struct lw_model *model = NULL;
    if (lwi_named_model_open(&model, o->model, &error)) {
        say(&error);
        return o->model ? LWI_EXIT_USAGE : LWI_EXIT_UNREAD;
    }
    o->check.assess.model = model;
    lwi_source_process_init();

    char *shown_at = NULL;
    int err = o->show && !o->output ? lwi_show_place(&shown_at) : 0;
    struct lwi_output output = {.file = NULL};
    int status = LWI_EXIT_UNREAD;
    const char *path = shown_at ? shown_at : o->output;
    if (err)
        err = lwi_error_set(&error, err, "there is no place for the report: %s", strerror(-err));
    else
        err = lwi_output_open(&output, path, &error);
    if (err) {
        say(&error);
    } else {
        status = run_with_output(o, &output);
        lwi_output_done(&output);
        if (o->show && path && strcmp(path, "-") != 0)
            lwi_show_told(path);
    }
    free(shown_at);
    lw_model_close(&model);
    return status;
}

static int run(int argc, char **argv)
{
    struct options o = {.format = NULL};
    int status;
    int err = parse_options(&o, argc, argv);
    if (err == -ENOMEM) {
        (void) fputs("lenswatch check: no memory\n", stderr);
        status = LWI_EXIT_UNREAD;
    } else if (err) {
        (void) fputs("Try 'lenswatch check --help'.\n", stderr);
        status = LWI_EXIT_USAGE;
    } else if (o.help) {
        (void) fputs(help, stdout);
        status = fflush(stdout) == 0 ? LWI_EXIT_OK : LWI_EXIT_UNREAD;
    } else {
        status = run_check(&o);
    }
    free_options(&o);
    return status;
}

const struct lwi_cmd lwi_cmd_check = {
    .name = "check",
    .help = "judge pictures, folders, videos and cameras",
    .run = run,
};
