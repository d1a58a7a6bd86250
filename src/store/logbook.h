/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * The system log: what the program says of itself, on its way to standard error and
 * into the store. Lines wait in a bounded buffer, so that nothing that logs waits for a
 * disk; the store's writer takes them every second or so.
 */
#ifndef LWI_STORE_LOGBOOK_H
#define LWI_STORE_LOGBOOK_H

#include <stdio.h>

#include "store/store.h"

struct json_t;
struct lwi_logbook;

struct lwi_log_line {
    int64_t id, time_ns; /* id: set by the store */
    int level;
    char major[16], minor[32], camera[33];
    char text[512];
};

/* `log` is copied: where lines go, too, and up to which level they are. 0 or -ENOMEM. */
int lwi_logbook_new(struct lwi_logbook **ret_book, const struct lwi_log *log);
/* After all that logs to it has ended, the store with it. */
void lwi_logbook_free(struct lwi_logbook **book);
/* To log to. Valid until free. */
const struct lwi_log *lwi_logbook_log(const struct lwi_logbook *book);

/* The store keeps what is in the book from now on, and at its close for the last time. */
void lwi_store_keep_log(struct lwi_store *store, struct lwi_logbook *book);

/* 0: the program said that it started, and never that it stopped. */
int lwi_store_log_was_stopped(struct lwi_store *store);

struct lwi_log_query {
    const char *major, *minor, *camera; /* NULL: all */
    const char *text;                   /* anywhere in the line; NULL: all */
    int64_t from_ns, to_ns;             /* 0: no limit */
    int64_t before_id;                  /* 0: from the newest */
    int64_t after_id;                   /* with oldest_first: from the one behind it */
    int oldest_first;
    size_t limit; /* 1..1000 */
};

/* *ret_lines malloc'ed. */
int lwi_store_log_list(struct lwi_store *store, const struct lwi_log_query *query,
                       struct lwi_log_line **ret_lines, size_t *ret_count, struct lw_error *reterr);
/* The same of a data folder, also without or beside a daemon. */
int lwi_log_file_list(const char *dir, const struct lwi_log_query *query,
                      struct lwi_log_line **ret_lines, size_t *ret_count, struct lw_error *reterr);

/* A new object. */
struct json_t *lwi_log_line_to_json(const struct lwi_log_line *line);
extern const char lwi_log_csv_head[];
void lwi_log_csv(FILE *out, const struct lwi_log_line *line);

#endif
