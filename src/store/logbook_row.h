/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Inside of the system log: between the book and the table. */
#ifndef LWI_STORE_LOGBOOK_ROW_H
#define LWI_STORE_LOGBOOK_ROW_H

#include <sqlite3.h>

#include "store/logbook.h"

/* minor NULL: what the beginning of the text says. */
void lwi_log_line_fill(struct lwi_log_line *ret_line, int level, enum lwi_log_major major,
                       const char *minor, const char *text);

/* What waits, malloc'ed; the book is empty then. 0: nothing does. */
size_t lwi_logbook_take(struct lwi_logbook *book, struct lwi_log_line **ret_lines);

/* Inside of a transaction. */
int lwi_log_lines_write(sqlite3 *db, const struct lwi_log_line *lines, size_t count,
                        struct lw_error *reterr);

#endif
