/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* lenswatch db: care of the database. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <jansson.h>

#include "cmd/cmd.h"
#include "cmd/data_dir.h"
#include "cmd/db_restore.h"
#include "cmd/note.h"
#include "cmd/options.h"
#include "store/store.h"

enum {
    OPTION_DATA,
    OPTION_FORMAT,
};

enum {
    BACKUP_DATA,
    BACKUP_OUTPUT,
};

static const struct lwi_option options[] = {
    {"data", "DIR", "the daemon's data folder; default: where serve keeps it"},
    {"format", "text|json", "how findings are printed; default: text"},
    {NULL, NULL, NULL},
};

static const struct lwi_option backup_options[] = {
    {"data", "DIR", "the daemon's data folder; default: where serve keeps it"},
    {"output", "FILE", "the backup; there must be no such file yet"},
    {NULL, NULL, NULL},
};

static void print_help(FILE *out)
{
    (void) fprintf(out, "Usage: lenswatch db COMMAND [OPTIONS]\n\nCommands:\n"
                        "  backup     copy the database, also while the daemon runs\n"
                        "  check      verify the database, also while the daemon runs\n"
                        "  restore    go back to a backup, while no daemon runs\n");
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

static void print_backup_help(FILE *out)
{
    (void) fprintf(out, "Usage: lenswatch db backup [OPTIONS] --output FILE\n\n"
                        "Copies the database, also while the daemon runs, and looks through the\n"
                        "copy. FILE is there only when it is whole. secret.key is not in it.\n"
                        "Exit status 0: it is made; 2: it could not be; 64: wrong usage.\n\n"
                        "Options:\n");
    lwi_options_print(out, backup_options);
    (void) fprintf(out, "\nExample:\n  lenswatch db backup --output /backup/lenswatch-$(date +%%F)"
                        ".db\n");
}

static void print_progress(void *cookie, int done, int pages)
{
    (void) cookie;
    (void) fprintf(stderr, "\r%3d %%", pages > 0 ? (int) ((int64_t) done * 100 / pages) : 100);
}

static int run_backup(int argc, char **argv)
{
    const char *values[LWI_OPTIONS_MAX];
    char standard[4096];
    struct lw_error error = {0};
    int r = lwi_options_read("db backup", backup_options, argc, argv, values);
    if (r > 0) {
        print_backup_help(stdout);
        return LWI_EXIT_OK;
    }
    const char *path = r == 0 ? values[BACKUP_OUTPUT] : NULL;
    if (r == 0 && (!path || !path[0])) {
        (void) fprintf(stderr, "lenswatch db backup: name the backup with --output FILE\n");
        r = -EINVAL;
    }
    if (r < 0)
        return LWI_EXIT_USAGE;
    const char *dir = values[BACKUP_DATA];
    if (!dir && lwi_data_dir_default(standard, sizeof(standard)) < 0) {
        (void) fprintf(stderr, "lenswatch db backup: say with --data where the data is\n");
        return LWI_EXIT_USAGE;
    }
    int shown = isatty(STDERR_FILENO);
    lwi_note_export(dir ? dir : standard, "getBackup", "db backup", argc, argv);
    r = lwi_store_backup(dir ? dir : standard, path, shown ? print_progress : NULL, NULL, &error);
    if (shown)
        (void) fprintf(stderr, "\r     \r");
    if (r < 0) {
        (void) fprintf(stderr, "lenswatch db backup: %s\n%s%s", error.message, error.hint,
                       error.hint[0] ? "\n" : "");
        return LWI_EXIT_UNREAD;
    }
    (void) printf("%s: made. Keep a copy of secret.key, apart from it.\n", path);
    return LWI_EXIT_OK;
}

static int run(int argc, char **argv)
{
    const char *sub = argc >= 2 ? argv[1] : "";
    if (strcmp(sub, "backup") == 0)
        return run_backup(argc - 1, argv + 1);
    if (strcmp(sub, "check") == 0)
        return run_check(argc - 1, argv + 1);
    if (strcmp(sub, "restore") == 0)
        return lwi_db_restore(argc - 1, argv + 1);
    return lwi_options_no_command("db", sub, print_help);
}

const struct lwi_cmd lwi_cmd_db = {"db", "care of the daemon's database", run};
