/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Sub-commands that ask a running daemon: one row each, from which come the
 * reading of the command line, --help and the error messages.
 */
#ifndef LWI_CMD_REMOTE_H
#define LWI_CMD_REMOTE_H

#include <stddef.h>
#include <stdint.h>

#include "cmd/client.h"
#include "lenswatch/error.h"

struct json_t;

#define LWI_REMOTE_OPTIONS_MAX 8

struct lwi_remote_option {
    const char *name;  /* "limit", without the dashes */
    const char *takes; /* "NUMBER", "all|open"; NULL: no value */
    const char *help;
};

/* What a row's function is given. */
struct lwi_remote_call {
    struct lwi_client *client;
    const char *argument; /* the one word beside the options; NULL: the row has none */
    const char *values[LWI_REMOTE_OPTIONS_MAX]; /* of the row's options, by index; "" for one
                                                 * without value; NULL: not given */
    struct json_t *settings; /* camera settings given as options; NULL: the row takes none */
    int as_json;             /* --format json */
};

struct lwi_remote {
    const char *name;                        /* "list"; NULL ends a table */
    const char *help;                        /* one line */
    const char *argument;                    /* "ID"; NULL: none. "[NAME]": may be left out */
    const char *about;                       /* whole sentences, broken into lines */
    const char *example;                     /* what follows "lenswatch "; NULL: none */
    int with_settings;                       /* the settings of a camera are options, too */
    const struct lwi_remote_option *options; /* up to LWI_REMOTE_OPTIONS_MAX, ended by {0} */
    int (*run)(struct lwi_remote_call *call, struct lw_error *reterr);
};

/* Runs `lenswatch COMMAND SUB ...`; argv[0] is the command. Returns an exit status. */
int lwi_remote_run(const char *command, const struct lwi_remote *table, int argc, char **argv);

/* GET, POST, ... on "PREFIX" or, with a word, "PREFIX/WORD". As lwi_client_call(). */
int lwi_remote_ask(struct lwi_remote_call *call, const char *method, const char *prefix,
                   const char *word, const struct json_t *body, struct json_t **ret_answer,
                   struct lw_error *reterr);

/* GET of the same, which with --format json is printed here: *ret_answer is then NULL, else the
 * caller's. */
int lwi_remote_get(struct lwi_remote_call *call, const char *prefix, const char *word,
                   struct json_t **ret_answer, struct lw_error *reterr);

#endif
