/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Text for people: tables, times, help lines, and asking for a password. */
#ifndef LWI_CMD_SHOW_H
#define LWI_CMD_SHOW_H

#include <stddef.h>
#include <stdio.h>

#include "lenswatch/error.h"

struct json_t;

/* Rows of cells in columns as wide as their widest cell. Handles that could not be made (NULL) are
 * allowed everywhere and print nothing. */
struct lwi_table;
struct lwi_table *lwi_table_new(size_t columns);
/* As many columns as names, which are its first row. Ended by NULL. */
struct lwi_table *lwi_table_headed(const char *first, ...) __attribute__((sentinel));
void lwi_table_cell(struct lwi_table *table, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Prints and frees it. */
void lwi_table_print(struct lwi_table **table, FILE *out);

/* A line of --help: "  --NAME TAKES   help", wrapped. takes may be NULL. */
void lwi_show_option(FILE *out, const char *name, const char *takes, const char *help);

/* "2026-11-21 10:00:00" in local time of a time that the daemon answered; "-" for null. */
void lwi_show_time(const struct json_t *time, char *ret_text, size_t size);

/* The object, indented. */
void lwi_show_json(FILE *out, const struct json_t *object);

/* The members of an object, one a line; those of objects inside it, too. */
void lwi_show_members(FILE *out, const struct json_t *object);

/* A string member, or "". Borrowed. */
const char *lwi_show_string(const struct json_t *object, const char *name);

/*
 * A password: the first line of `file`, else the environment variable, else
 * asked for on the terminal (twice when `confirm`). *ret_password is malloc'ed.
 * 0; -ENOTTY: there is no terminal to ask; -EINVAL; an errno of reading.
 */
int lwi_show_password(const char *file, const char *variable, const char *prompt, int confirm,
                      char **ret_password, struct lw_error *reterr);

#endif
