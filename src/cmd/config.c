/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* lenswatch config: the whole configuration of a running daemon as one YAML file. */
#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "cmd/cmd.h"
#include "cmd/remote.h"
#include "cmd/show.h"

#define API            "/api/v1/config"
#define FILE_BYTES_MAX ((size_t) 1 << 20)

enum { EXPORT_OUTPUT, EXPORT_PASSPHRASE };
enum { IMPORT_DRY, IMPORT_FORCE, IMPORT_PASSPHRASE, IMPORT_PRUNE };
enum { CHECK_PASSPHRASE };

#define PASSPHRASE                                                                                 \
    {                                                                                              \
        "passphrase-file", "FILE", "its first line seals secrets ($LENSWATCH_PASSPHRASE)"          \
    }

static const struct lwi_remote_option export_options[] = {
    {"output", "FILE", "where it is written; default: standard output"},
    PASSPHRASE,
    {NULL, NULL, NULL},
};

static const struct lwi_remote_option import_options[] = {
    {"dry-run", NULL, "only show what would change"},
    {"force", NULL, "also what would keep this address out"},
    PASSPHRASE,
    {"prune", NULL, "remove what the sections of the file do not name"},
    {NULL, NULL, NULL},
};

static const struct lwi_remote_option check_options[] = {
    PASSPHRASE,
    {NULL, NULL, NULL},
};

/* Puts the passphrase of the first line of a file, or of the environment, into body. */
static int add_passphrase(json_t *body, const char *file, struct lw_error *reterr)
{
    const char *variable = getenv("LENSWATCH_PASSPHRASE");
    uint8_t *text = NULL;
    size_t size;
    if (!file) {
        if (variable && variable[0])
            (void) json_object_set_new(body, "passphrase", json_string(variable));
        return 0;
    }
    int r = lwi_file_read(file, FILE_BYTES_MAX, &text, &size, reterr);
    if (r < 0)
        return r;
    size_t length = strcspn((const char *) text, "\r\n");
    json_t *line = json_stringn((const char *) text, length);
    explicit_bzero(text, size);
    free(text);
    if (length == 0 || !line || json_object_set_new(body, "passphrase", line) < 0)
        return lwi_error_set(reterr, -EINVAL, "%s: there is no passphrase in the first line", file);
    return 0;
}

static int add_file(json_t *body, const char *file, struct lw_error *reterr)
{
    uint8_t *text = NULL;
    size_t size;
    int r = lwi_file_read(file, FILE_BYTES_MAX, &text, &size, reterr);
    if (r < 0)
        return r;
    json_t *yaml = json_stringn((const char *) text, size);
    free(text);
    if (!yaml || json_object_set_new(body, "yaml", yaml) < 0)
        return lwi_error_set(reterr, -EINVAL, "%s: it is no text in UTF-8", file);
    return 0;
}

static int run_export(struct lwi_remote_call *call, struct lw_error *reterr)
{
    const char *file = call->values[EXPORT_OUTPUT];
    json_t *body = json_object(), *answer = NULL, *path;
    size_t i;
    int r = add_passphrase(body, call->values[EXPORT_PASSPHRASE], reterr);
    if (r == 0)
        r = lwi_remote_ask(call, "POST", API "/export", NULL, body, &answer, reterr);
    json_decref(body);
    if (r < 0)
        return r;
    const char *yaml = lwi_show_string(answer, "yaml");
    if (call->as_json)
        lwi_show_json(stdout, answer);
    else if (file)
        r = lwi_file_write(file, (const uint8_t *) yaml, strlen(yaml), 0600, reterr);
    else
        (void) fputs(yaml, stdout);
    json_array_foreach(json_object_get(answer, "left_out"), i, path)
    {
        if (!call->as_json)
            (void) fprintf(stderr, "left out: %s\n", json_string_value(path));
    }
    json_decref(answer);
    return r;
}

static void print_changes(const json_t *changes)
{
    size_t i, k;
    json_t *one, *member;
    json_array_foreach(changes, i, one)
    {
        (void) printf("%-8s %s", lwi_show_string(one, "change"), lwi_show_string(one, "what"));
        json_array_foreach(json_object_get(one, "members"), k, member)
        {
            (void) printf("%s%s", k ? ", " : ": ", json_string_value(member));
        }
        (void) printf("\n");
    }
}

static void print_findings(const char *file, const json_t *findings)
{
    size_t i;
    json_t *one;
    json_array_foreach(findings, i, one)
    {
        const json_t *line = json_object_get(one, "line");
        if (json_is_integer(line) && file)
            (void) fprintf(stderr, "%s:%lld: ", file, (long long) json_integer_value(line));
        (void) fprintf(stderr, "%s: %s: %s\n", lwi_show_string(one, "level"),
                       lwi_show_string(one, "where"), lwi_show_string(one, "problem"));
    }
}

/* Shows an answer, and fails where there are errors. answer: taken. */
static int show_plan(struct lwi_remote_call *call, json_t *answer, int with_changes,
                     struct lw_error *reterr)
{
    json_int_t errors = json_integer_value(json_object_get(answer, "errors"));
    if (call->as_json) {
        lwi_show_json(stdout, answer);
    } else {
        print_findings(call->argument, json_object_get(answer, "findings"));
        if (with_changes && errors == 0)
            print_changes(json_object_get(answer, "changes"));
    }
    json_decref(answer);
    return errors == 0 ? 0
                       : lwi_error_set(reterr, -EINVAL, "%lld error%s: it is not taken",
                                       (long long) errors, errors == 1 ? "" : "s");
}

static int run_import(struct lwi_remote_call *call, struct lw_error *reterr)
{
    json_t *body = json_object(), *answer = NULL;
    int dry = call->values[IMPORT_DRY] != NULL;
    const char *path = call->values[IMPORT_FORCE] ? API "/import?force=true" : API "/import";
    int r = add_file(body, call->argument, reterr);
    if (r == 0)
        r = add_passphrase(body, call->values[IMPORT_PASSPHRASE], reterr);
    (void) json_object_set_new(body, "prune", json_boolean(call->values[IMPORT_PRUNE] != NULL));
    (void) json_object_set_new(body, "dry_run", json_true());
    /* First to see what is wrong, all of it; what is right is then taken. */
    if (r == 0)
        r = lwi_remote_ask(call, "POST", path, NULL, body, &answer, reterr);
    if (r == 0 && !dry && json_integer_value(json_object_get(answer, "errors")) == 0) {
        json_decref(answer);
        (void) json_object_set_new(body, "dry_run", json_false());
        r = lwi_remote_ask(call, "POST", path, NULL, body, &answer, reterr);
    }
    json_decref(body);
    return r < 0 ? r : show_plan(call, answer, 1, reterr);
}

static int run_check(struct lwi_remote_call *call, struct lw_error *reterr)
{
    json_t *body = json_object(), *answer = NULL;
    int r = call->argument ? add_file(body, call->argument, reterr) : 0;
    if (r == 0)
        r = add_passphrase(body, call->values[CHECK_PASSPHRASE], reterr);
    if (r == 0)
        r = lwi_remote_ask(call, "POST", API "/check", NULL, body, &answer, reterr);
    json_decref(body);
    return r < 0 ? r : show_plan(call, answer, 0, reterr);
}

static const struct lwi_remote subs[] = {
    {"export", "write the configuration as YAML", NULL,
     "Writes settings, cameras, actions, rules and arming schedules as YAML. Passwords\n"
     "and other secrets are left out and named, or sealed under a passphrase.",
     "config export --output lenswatch.yaml", 0, export_options, run_export},
    {"import", "take a configuration", "FILE",
     "Takes what the file names, all of it or nothing. What an object does not say has\n"
     "its default, but secrets, which stay. Shows what changed.",
     "config import lenswatch.yaml --dry-run", 0, import_options, run_import},
    {"check", "find what cannot work", "[FILE]",
     "Finds rules that can never fire, schedules that never arm, and names of cameras,\n"
     "groups, tags, conditions and actions that there are not: in the file as it would\n"
     "be taken, or in the configuration as it is.",
     "config check lenswatch.yaml", 0, check_options, run_check},
    {0},
};

static int run(int argc, char **argv)
{
    return lwi_remote_run("config", subs, argc, argv);
}

const struct lwi_cmd lwi_cmd_config = {"config", "the configuration as a file", run};
