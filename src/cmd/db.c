/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* lenswatch db: care of the database. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <jansson.h>

#include "cmd/cmd.h"
#include "cmd/data_dir.h"
#include "cmd/options.h"
#include "store/store.h"

enum {
    OPTION_DATA,
    OPTION_FORMAT,
};

static const struct lwi_option options[] = {
    {"data", "DIR", "the daemon's data folder; default: where serve keeps it"},
    {"format", "text|json", "how findings are printed; default: text"},
    {NULL, NULL, NULL},
};

static void print_help(FILE *out)
{
    (void) fprintf(out, "Usage: lenswatch db COMMAND [OPTIONS]\n\nCommands:\n"
                        "  check      verify the database, also while the daemon runs\n");
    (void) fprintf(out, "\n'lenswatch db COMMAND --help' says more.\n");
}

static void print_check_help(FILE *out)
{
    (void) fprintf(out, "Usage: lenswatch db check [OPTIONS]\n\n"
                        "Reads the whole database and lists what does not hold. Changes nothing.\n"
                        "Exit status 0: all is well; 1: something was found; 2: it could not be\n"
                        "read; 64: wrong usage.\n\nOptions:\n");
    lwi_options_print(out, options);
    (void) fprintf(out, "\nExample:\n  lenswatch db check --data /var/lib/lenswatch\n");
}

static void print_finding(void *cookie, const char *finding)
{
    (void) cookie;
    (void) printf("%s\n", finding);
}

static void add_finding(void *cookie, const char *finding)
{
    /* What a damaged file gives need not be UTF-8. */
    json_t *text = json_string(finding);
    (void) json_array_append_new(cookie, text ? text : json_string("(unreadable text)"));
}

static int check_as_json(const char *dir)
{
    struct lw_error error = {0};
    json_t *findings = json_array();
    int r = lwi_store_check(dir, add_finding, findings, &error);
    json_t *answer =
        r < 0 ? json_pack("{s:b,s:s,s:s}", "ok", 0, "error", error.message, "hint", error.hint)
              : json_pack("{s:b,s:O}", "ok", r == 0, "findings", findings);
    (void) json_dumpf(answer, stdout, JSON_INDENT(2));
    (void) printf("\n");
    json_decref(answer);
    json_decref(findings);
    return r;
}

static int check_as_text(const char *dir)
{
    struct lw_error error = {0};
    int r = lwi_store_check(dir, print_finding, NULL, &error);
    if (r < 0)
        (void) fprintf(stderr, "lenswatch db check: %s\n%s%s", error.message, error.hint,
                       error.hint[0] ? "\n" : "");
    else if (r == 0)
        (void) printf("%s/lenswatch.db: all is well\n", dir);
    else
        (void) printf("%d finding%s\n", r, r == 1 ? "" : "s");
    return r;
}

static int run_check(int argc, char **argv)
{
    const char *values[LWI_OPTIONS_MAX];
    char standard[4096];
    int r = lwi_options_read("db check", options, argc, argv, values);
    if (r > 0) {
        print_check_help(stdout);
        return LWI_EXIT_OK;
    }
    const char *format = values[OPTION_FORMAT] ? values[OPTION_FORMAT] : "text";
    if (r == 0 && strcmp(format, "text") != 0 && strcmp(format, "json") != 0) {
        (void) fprintf(stderr, "lenswatch db check: there is no format '%s'\n", format);
        r = -EINVAL;
    }
    if (r < 0)
        return LWI_EXIT_USAGE;
    const char *dir = values[OPTION_DATA];
    if (!dir && lwi_data_dir_default(standard, sizeof(standard)) < 0) {
        (void) fprintf(stderr, "lenswatch db check: say with --data where the data is\n");
        return LWI_EXIT_USAGE;
    }
    dir = dir ? dir : standard;
    r = strcmp(format, "json") == 0 ? check_as_json(dir) : check_as_text(dir);
    return r < 0 ? LWI_EXIT_UNREAD : r > 0 ? LWI_EXIT_BLURRY : LWI_EXIT_OK;
}

static int run(int argc, char **argv)
{
    if (argc >= 2 && strcmp(argv[1], "check") == 0)
        return run_check(argc - 1, argv + 1);
    if (argc >= 2 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)) {
        print_help(stdout);
        return LWI_EXIT_OK;
    }
    print_help(stderr);
    return LWI_EXIT_USAGE;
}

const struct lwi_cmd lwi_cmd_db = {"db", "care of the daemon's database", run};
