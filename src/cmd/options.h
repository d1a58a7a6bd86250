/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Options of a sub-command: one row each, from which come the reading and --help. */
#ifndef LWI_CMD_OPTIONS_H
#define LWI_CMD_OPTIONS_H

#include <stdio.h>

#define LWI_OPTIONS_MAX 24

struct lwi_option {
    const char *name;  /* "data", without the dashes; NULL ends a table */
    const char *takes; /* "DIR", "table|json"; NULL: no value */
    const char *help;  /* one line, with the default */
};

/*
 * Reads argv[1..]: --name VALUE and --name=VALUE. values has an entry for each row,
 * by index: "" for an option without a value, NULL: not given. No other words may
 * come. Returns 0; 1 for --help or -h; -EINVAL after saying on standard error,
 * in the name of `command`, what is wrong.
 */
int lwi_options_read(const char *command, const struct lwi_option *options, int argc, char **argv,
                     const char *values[LWI_OPTIONS_MAX]);

/* The lines of --help. */
void lwi_options_print(FILE *out, const struct lwi_option *options);

/*
 * For a command that has others below it, none of which is called name ("": it is missing): its
 * help, on standard output where name asks for it, else on standard error after saying that there
 * is none. Returns the exit status.
 */
int lwi_options_no_command(const char *command, const char *name, void (*print_help)(FILE *out));

#endif
