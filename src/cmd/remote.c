/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "cmd/remote.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "cmd/camera_options.h"
#include "cmd/cmd.h"
#include "cmd/show.h"

#define NAME_SIZE 40

enum common {
    COMMON_FORMAT = 0,
    COMMON_DATA,
    COMMON_SERVER,
    COMMON_TOKEN_FILE,
    COMMON_CA,
    COMMON_PIN,
    COMMON_INSECURE,
    COMMON_HELP,
    COMMON_COUNT,
};

static const struct lwi_remote_option common_options[COMMON_COUNT + 1] = {
    {"format", "table|json", "for people (default) or for programs"},
    {"data", "DIR", "data directory of the daemon on this host: its address and the login"},
    {"server", "URL", "address of the daemon ($LENSWATCH_SERVER; default http://127.0.0.1:8787)"},
    {"token-file", "FILE", "API token to log in with, in the first line ($LENSWATCH_TOKEN)"},
    {"ca", "FILE", "PEM of whom to trust, where it is not the system's ($LENSWATCH_CA)"},
    {"pin", "sha256//...", "the public key that the server must have ($LENSWATCH_PIN)"},
    {"insecure", NULL, "whoever answers by HTTPS is believed to be the server"},
    {"help", NULL, "this text"},
    {NULL, NULL, NULL},
};

static int complain(const char *message, const char *what)
{
    (void) fprintf(stderr, "lenswatch: %s%s\n", message, what);
    return -EINVAL;
}

/* Splits "--name=value" or "--name" "value". Returns how many words it is if it takes a value. */
static int split(int left, char **argv, char ret_name[NAME_SIZE], const char **ret_value)
{
    size_t length = strcspn(argv[0] + 2, "=");
    if (length >= NAME_SIZE)
        return complain("there is no option ", argv[0]);
    memcpy(ret_name, argv[0] + 2, length);
    ret_name[length] = '\0';
    if (argv[0][2 + length] == '=') {
        *ret_value = argv[0] + 3 + length;
        return 1;
    }
    *ret_value = left > 1 ? argv[1] : NULL;
    return 2;
}

/* The index of the option, or -1. */
static int find(const struct lwi_remote_option *options, const char *name)
{
    for (int i = 0; options && options[i].name; i++)
        if (strcmp(options[i].name, name) == 0)
            return i;
    return -1;
}

/* Takes one option; returns how many words it was, or -EINVAL. */
static int take(const struct lwi_remote *row, int left, char **argv,
                const char *common[COMMON_COUNT], struct lwi_remote_call *call)
{
    char name[NAME_SIZE];
    const char *value;
    int words = split(left, argv, name, &value);
    if (words < 0)
        return words;
    const struct lwi_remote_option *options = common_options;
    const char **values = common;
    int i = find(options, name);
    if (i < 0) {
        options = row->options;
        values = call->values;
        i = find(options, name);
    }
    if (i < 0 && call->settings && lwi_camera_option_known(name)) {
        if (!value)
            return complain("a value is missing after ", argv[0]);
        if (lwi_camera_option_take(name, value, call->settings) == 0)
            return words;
        (void) fprintf(stderr, "lenswatch: '%s' is not a value for --%s\n", value, name);
        return -EINVAL;
    }
    if (i < 0)
        return complain("there is no option ", argv[0]);
    if (!options[i].takes) {
        values[i] = "";
        return words == 1 ? complain("no value is taken by --", name) : 1;
    }
    if (!value)
        return complain("a value is missing after ", argv[0]);
    values[i] = value;
    return words;
}

static void print_help(const char *command, const struct lwi_remote *row)
{
    (void) printf("Usage: lenswatch %s %s [OPTIONS]%s%s\n\n%s\n\nOptions:\n", command, row->name,
                  row->argument ? " " : "", row->argument ? row->argument : "", row->about);
    for (int i = 0; row->options && row->options[i].name; i++)
        lwi_show_option(stdout, row->options[i].name, row->options[i].takes, row->options[i].help);
    if (row->with_settings)
        lwi_camera_options_print(stdout);
    for (int i = 0; i < COMMON_COUNT; i++)
        lwi_show_option(stdout, common_options[i].name, common_options[i].takes,
                        common_options[i].help);
    if (row->example)
        (void) printf("\nExample:\n  lenswatch %s\n", row->example);
}

/* Reads the words of a row's command line into the call. -EINVAL after saying what is wrong. */
static int parse(const struct lwi_remote *row, int argc, char **argv,
                 const char *common[COMMON_COUNT], struct lwi_remote_call *call)
{
    int only_words = 0;
    for (int i = 1, n; i < argc; i += n) {
        n = 1;
        if (!only_words && strcmp(argv[i], "--") == 0) {
            only_words = 1;
        } else if (!only_words && strcmp(argv[i], "-h") == 0) {
            common[COMMON_HELP] = "";
        } else if (!only_words && strncmp(argv[i], "--", 2) == 0) {
            n = take(row, argc - i, argv + i, common, call);
            if (n < 0)
                return n;
        } else if (!only_words && argv[i][0] == '-' && argv[i][1]) {
            return complain("there is no option ", argv[i]);
        } else if (call->argument || !row->argument) {
            return complain("too many words, at ", argv[i]);
        } else {
            call->argument = argv[i];
        }
    }
    if (common[COMMON_HELP])
        return 0;
    if (row->argument && row->argument[0] != '[' && !call->argument)
        return complain("missing: ", row->argument);
    const char *format = common[COMMON_FORMAT] ? common[COMMON_FORMAT] : "table";
    call->as_json = strcmp(format, "json") == 0;
    return call->as_json || strcmp(format, "table") == 0
               ? 0
               : complain("--format is table or json, not ", format);
}

static int run_row(const char *command, const struct lwi_remote *row, int argc, char **argv)
{
    const char *common[COMMON_COUNT] = {NULL};
    struct lwi_remote_call call = {0};
    struct lw_error error = {0};
    call.settings = row->with_settings ? json_object() : NULL;
    int r = parse(row, argc, argv, common, &call);
    if (r < 0) {
        (void) fprintf(stderr, "Try 'lenswatch %s %s --help'.\n", command, row->name);
        json_decref(call.settings);
        return LWI_EXIT_USAGE;
    }
    if (common[COMMON_HELP]) {
        print_help(command, row);
        json_decref(call.settings);
        return LWI_EXIT_OK;
    }
    const struct lwi_client_settings settings = {.server = common[COMMON_SERVER],
                                                 .data_dir = common[COMMON_DATA],
                                                 .token_file = common[COMMON_TOKEN_FILE],
                                                 .ca = common[COMMON_CA],
                                                 .pin = common[COMMON_PIN],
                                                 .insecure = common[COMMON_INSECURE] != NULL};
    r = lwi_client_open(&call.client, &settings, &error);
    if (r == 0)
        r = row->run(&call, &error);
    lwi_client_close(&call.client);
    json_decref(call.settings);
    if (r == 0)
        return LWI_EXIT_OK;
    (void) fprintf(stderr, "lenswatch: %s\n", error.message);
    if (error.hint[0])
        (void) fprintf(stderr, "%s\n", error.hint);
    return LWI_EXIT_BLURRY;
}

int lwi_remote_run(const char *command, const struct lwi_remote *table, int argc, char **argv)
{
    const char *name = argc > 1 ? argv[1] : "";
    int help = strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0;
    for (const struct lwi_remote *row = table; row->name; row++)
        if (strcmp(row->name, name) == 0)
            return run_row(command, row, argc - 1, argv + 1);
    FILE *out = help ? stdout : stderr;
    if (!help && *name)
        (void) fprintf(out, "lenswatch: there is no command '%s %s'\n", command, name);
    (void) fprintf(out, "Usage: lenswatch %s COMMAND [OPTIONS]\n\nCommands:\n", command);
    for (const struct lwi_remote *row = table; row->name; row++)
        (void) fprintf(out, "  %-11s %s\n", row->name, row->help);
    (void) fprintf(out, "\n'lenswatch %s COMMAND --help' says more of each.\n", command);
    return help ? LWI_EXIT_OK : LWI_EXIT_USAGE;
}

int lwi_remote_ask(struct lwi_remote_call *call, const char *method, const char *prefix,
                   const char *word, const struct json_t *body, struct json_t **ret_answer,
                   struct lw_error *reterr)
{
    char path[1024];
    char *escaped = word ? lwi_client_escape(word) : NULL;
    int n = snprintf(path, sizeof(path), "%s%s%s", prefix, word ? "/" : "", escaped ? escaped : "");
    free(escaped);
    if ((word && !*word) || n >= (int) sizeof(path))
        return lwi_error_set(reterr, -EINVAL, "'%.100s' is empty or too long", word);
    return lwi_client_call(call->client, method, path, body, ret_answer, reterr);
}

int lwi_remote_get(struct lwi_remote_call *call, const char *prefix, const char *word,
                   struct json_t **ret_answer, struct lw_error *reterr)
{
    json_t *answer = NULL;
    const int r = lwi_remote_ask(call, "GET", prefix, word, NULL, &answer, reterr);
    *ret_answer = answer;
    if (r < 0 || !call->as_json)
        return r;
    lwi_show_json(stdout, answer);
    json_decref(answer);
    *ret_answer = NULL;
    return r;
}
