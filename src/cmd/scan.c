/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* `lenswatch scan`: from options to a report of the cameras that were found. */
#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/error.h"
#include "check/output.h"
#include "check/show.h"
#include "cmd/cmd.h"
#include "cmd/named_model.h"
#include "cmd/scan_add.h"
#include "cmd/scan_options.h"
#include "cmd/scan_progress.h"
#include "discover/row.h"
#include "discover/scan.h"
#include "report/report.h"

#define EXIT_SIGNAL 128
#define TICK_S      0.1

/* The only state that a signal can reach. */
static volatile sig_atomic_t signal_number;

static void on_signal(int number)
{
    signal_number = number;
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
    (void) fprintf(stderr, "lenswatch scan: %s\n", error->message);
    if (error->hint[0])
        (void) fprintf(stderr, "%s\n", error->hint);
}

/* What came of it. */
struct outcome {
    int report_error, scan_error;
    int problems; /* cameras that could not be added */
    uint64_t hosts;
};

static int take_camera(struct lwi_scan_options *o, struct lwi_report *report,
                       struct lwi_scan_adder *adder, struct lwi_found *found)
{
    struct lwi_found_row row;
    struct lw_error error = {0};
    lwi_found_row(found, &row);
    const int err = lwi_report_row(report, &row.row);
    if (err || lwi_report_flush(report) < 0)
        return err ? err : -EIO;
    if (adder && lwi_scan_add(adder, found, &o->credentials, &error) < 0) {
        say(&error);
        return 1;
    }
    return 0;
}

/* Rows, as cameras are found, until there are no more or the user has enough. */
static void run_scan(struct lwi_scan_options *o, struct lwi_scan *scan, struct lwi_report *report,
                     struct lwi_scan_adder *adder, struct outcome *outcome)
{
    struct lwi_scan_progress progress;
    struct lwi_scan_line *line = o->quiet ? NULL : lwi_scan_line_new();
    struct lw_error error = {0};
    int r = 0, told = 0;
    while (r == 0 || r == -EAGAIN) {
        struct lwi_found *found = NULL;
        if (signal_number && !told) {
            lwi_scan_stop(scan);
            told = 1;
        }
        r = lwi_scan_next(scan, TICK_S, &found, &error);
        lwi_scan_look(scan, &progress);
        if (r == 0) {
            lwi_scan_line_hide(line);
            const int err = outcome->report_error ? 0 : take_camera(o, report, adder, found);
            outcome->problems += err > 0;
            if (err < 0)
                outcome->report_error = err;
            if (err < 0)
                lwi_scan_stop(scan);
            lwi_found_free(&found);
        }
        lwi_scan_line_show(line, &progress, lwi_report_totals(report));
    }
    lwi_scan_line_free(&line);
    outcome->hosts = progress.hosts;
    if (r != -ENODATA) {
        outcome->scan_error = r;
        say(&error);
    }
    if (signal_number)
        (void) fprintf(stderr,
                       "Stopped after %" PRIu64 " of %" PRIu64
                       " addresses; the report has what was found so far\n",
                       progress.addresses_done, progress.addresses);
}

/* Writes the end of the report and puts it in its place. */
static void finish(struct lwi_report *report, struct lwi_output *output, struct outcome *outcome)
{
    struct lw_error error;
    if (!outcome->report_error)
        outcome->report_error = lwi_report_end(report);
    if (!outcome->report_error) {
        outcome->report_error = lwi_output_finish(output, &error);
        if (outcome->report_error)
            say(&error);
    } else if (outcome->report_error != -EPIPE) {
        (void) lwi_error_set(&error, outcome->report_error, "the report cannot be written: %s",
                             strerror(-outcome->report_error));
        say(&error);
    }
}

static int exit_status(const struct outcome *outcome, const struct lwi_report_summary *totals)
{
    if (signal_number)
        return EXIT_SIGNAL + signal_number;
    if (outcome->report_error == -EPIPE)
        return EXIT_SIGNAL + SIGPIPE;
    if (outcome->report_error || outcome->scan_error || outcome->problems || totals->errors ||
        totals->not_assessable || totals->total == 0)
        return LWI_EXIT_UNREAD;
    return totals->blurry ? LWI_EXIT_BLURRY : LWI_EXIT_OK;
}

static int run_with_report(struct lwi_scan_options *o, struct lwi_output *output,
                           struct lwi_scan_adder *adder)
{
    struct lw_assess_settings *assess = &o->scan.check.assess;
    const struct lwi_report_settings settings = {
        .cameras = 1,
        .model = lw_model_name(assess->model),
        .threshold = assess->threshold < 0 ? lw_model_threshold(assess->model) : assess->threshold,
        .wall_ns = lwi_clock_realtime(&lwi_clock_system),
    };
    struct lwi_report *report = NULL;
    struct lwi_scan *scan = NULL;
    struct lw_error error = {0};
    struct outcome outcome = {0};
    int r = lwi_report_open(&report, o->format, output->file, &settings);
    if (r < 0)
        (void) lwi_error_set(&error, r, "the report cannot be written: %s", strerror(-r));
    catch_signals();
    if (r == 0)
        r = lwi_scan_start(&scan, &o->scan, &error);
    if (r < 0) {
        say(&error);
        lwi_report_close(&report);
        return LWI_EXIT_UNREAD;
    }
    run_scan(o, scan, report, adder, &outcome);
    lwi_scan_close(&scan);
    finish(report, output, &outcome);
    const struct lwi_report_summary *totals = lwi_report_totals(report);
    if (totals->total == 0 && !signal_number && !o->quiet)
        (void) fprintf(stderr,
                       "lenswatch scan: no camera was found; %" PRIu64 " address%s answered\n",
                       outcome.hosts, outcome.hosts == 1 ? "" : "es");
    if (adder && !o->quiet)
        lwi_scan_adder_tell(adder);
    const int status = exit_status(&outcome, totals);
    lwi_report_close(&report);
    return status;
}

static int run_with_output(struct lwi_scan_options *o, struct lwi_scan_adder *adder)
{
    struct lw_error error;
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
        status = run_with_report(o, &output, adder);
        lwi_output_done(&output);
        if (o->show && path && strcmp(path, "-") != 0)
            lwi_show_told(path);
    }
    free(shown_at);
    return status;
}

static int run_options(struct lwi_scan_options *o)
{
    struct lw_error error = {0};
    struct lw_model *model = NULL;
    struct lwi_scan_adder *adder = NULL;
    if (lwi_named_model_open(&model, o->model, &error)) {
        say(&error);
        return o->model ? LWI_EXIT_USAGE : LWI_EXIT_UNREAD;
    }
    o->scan.check.assess.model = model;
    int status = LWI_EXIT_UNREAD;
    if (o->add && lwi_scan_adder_open(&adder, &o->client, &error) < 0)
        say(&error); /* before minutes of scanning */
    else
        status = run_with_output(o, adder);
    lwi_scan_adder_close(&adder);
    lw_model_close(&model);
    return status;
}

static int run(int argc, char **argv)
{
    struct lwi_scan_options o;
    int status;
    const int r = lwi_scan_options_read(&o, argc, argv);
    if (r == -EINVAL) {
        (void) fputs("Try 'lenswatch scan --help'.\n", stderr);
        status = LWI_EXIT_USAGE;
    } else if (r < 0) {
        status = LWI_EXIT_UNREAD;
    } else if (o.help) {
        lwi_scan_options_help(stdout);
        status = fflush(stdout) == 0 ? LWI_EXIT_OK : LWI_EXIT_UNREAD;
    } else {
        status = run_options(&o);
    }
    lwi_scan_options_done(&o);
    return status;
}

const struct lwi_cmd lwi_cmd_scan = {
    .name = "scan",
    .help = "find the cameras of a network and judge a picture of each",
    .run = run,
};
