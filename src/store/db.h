/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Thin helpers over SQLite's C interface: errors as errno, binding in one line. */
#ifndef LWI_STORE_DB_H
#define LWI_STORE_DB_H

#include <sqlite3.h>
#include <stddef.h>
#include <stdint.h>

#include "lenswatch/error.h"

/* The connection's last error as negative errno, with a message ("cannot DOING: ...") and, where
 * a person can do something, a hint. */
int lwi_db_error(sqlite3 *db, struct lw_error *reterr, const char *doing);

/*
 * Opens a database that is there already, with sqlite3_open_v2()'s flags; waits a while for who has
 * it locked. *ret_db is to be closed after an error, too.
 */
int lwi_db_open(const char *path, int flags, sqlite3 **ret_db, struct lw_error *reterr);

/* Runs statements that give no rows. */
int lwi_db_exec(sqlite3 *db, const char *sql, struct lw_error *reterr);

/*
 * Prepares one statement and binds its parameters in order. Each letter of
 * `types` takes its arguments: t const char * (NULL: null), i int64_t, d double,
 * b const void * and size_t (size 0: null), n none (null). What is bound must
 * live until the statement is finalized.
 */
int lwi_db_prepare(sqlite3 *db, sqlite3_stmt **ret_statement, struct lw_error *reterr,
                   const char *sql, const char *types, ...);

/* One step: 1 a row, 0 the end, negative errno. */
int lwi_db_step(sqlite3_stmt *statement, struct lw_error *reterr);

/* Prepares, binds, runs to the end. 0 or negative errno. */
int lwi_db_run(sqlite3 *db, struct lw_error *reterr, const char *sql, const char *types, ...);

/* One integer from one row. -ENOENT: no row. */
int lwi_db_integer(sqlite3 *db, int64_t *ret_value, struct lw_error *reterr, const char *sql);

/* Copies a text column into a fixed field, cut to fit. */
void lwi_db_text(sqlite3_stmt *statement, int column, char *ret_text, size_t size);
/* A malloc'ed copy, with a 0 behind it. NULL column: *ret_data NULL. 0 or -ENOMEM. */
int lwi_db_copy(sqlite3_stmt *statement, int column, uint8_t **ret_data, size_t *ret_size);

#endif
