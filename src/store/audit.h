/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * The part of the store that says who did what: records that are only added to,
 * each chained to the one before it by a hash, and a check of the chain. Why it is
 * so is in docs/design/0007-audit.md; schema.sql says what each column means.
 */
#ifndef LWI_STORE_AUDIT_H
#define LWI_STORE_AUDIT_H

#include <stdio.h>

#include "store/store.h"

struct json_t;

#define LWI_AUDIT_HASH_BYTES  32
#define LWI_AUDIT_CHANGES_MAX 16384 /* bytes; more is not stored, and the record says so */

struct lwi_audit_record {
    int64_t seq, time_ns; /* set by the store */
    char kind[12], operation[64];
    char user[65], via[16], token[33];
    char address[128], camera[33], target[256];
    int status;
    char result[12];
    char text[256];
    const char *changes; /* JSON text; NULL: none. In lists malloc'ed */
    uint8_t previous[LWI_AUDIT_HASH_BYTES], hash[LWI_AUDIT_HASH_BYTES]; /* set by the store */
};

/* Notes that something is about to be done. *ret_id is for lwi_store_audit_add(). */
int lwi_store_audit_open(struct lwi_store *store, const struct lwi_audit_record *record,
                         int64_t *ret_id, struct lw_error *reterr);
/* Adds a record, and removes what lwi_store_audit_open() noted (0: nothing was), together. The
 * record may have any bytes in its strings: what cannot be stored is replaced. */
int lwi_store_audit_add(struct lwi_store *store, const struct lwi_audit_record *record,
                        int64_t opened_id, struct lw_error *reterr);

struct lwi_audit_query {
    const char *user, *kind, *result, *camera; /* NULL: all */
    const char *text;                          /* anywhere in what is said; NULL: all */
    int64_t from_ns, to_ns;                    /* 0: no limit */
    int64_t before_seq;                        /* 0: from the newest */
    int64_t after_seq;                         /* not 0: oldest first, from the one behind it */
    int oldest_first;                          /* from the beginning; with after_seq it goes on */
    size_t limit;                              /* 1..1000 */
};

int lwi_store_audit_list(struct lwi_store *store, const struct lwi_audit_query *query,
                         struct lwi_audit_record **ret_records, size_t *ret_count,
                         struct lw_error *reterr);
/* Checks the chain: see below. */
struct lwi_audit_verdict;
int lwi_store_audit_verify(struct lwi_store *store, struct lwi_audit_verdict *ret_verdict,
                           struct lw_error *reterr);
void lwi_audit_list_free(struct lwi_audit_record *records, size_t count);

/* The newest record: its number, and its hash as 64 hexadecimal digits. 0 and "" of none. */
int lwi_store_audit_head(struct lwi_store *store, int64_t *ret_seq, char ret_hash[65],
                         struct lw_error *reterr);

/* ---- the database of a data folder, also without or beside a daemon ---- */

int lwi_audit_file_list(const char *dir, const struct lwi_audit_query *query,
                        struct lwi_audit_record **ret_records, size_t *ret_count,
                        struct lw_error *reterr);

/* Adds a record, as lwi_store_audit_add() does. -EROFS, -EACCES: it may be read only. */
int lwi_audit_file_add(const char *dir, const struct lwi_audit_record *record,
                       struct lw_error *reterr);

struct lwi_audit_verdict {
    int64_t first_seq, last_seq; /* 0: there is no record */
    int64_t records;
    int64_t broken_seq; /* the first record that is wrong, or should be there; 0: all is well */
    char reason[200];   /* why; "" */
    int64_t anchor_seq; /* the last record that was cut off; 0: none was */
    int64_t clock_backwards; /* times that a record is older than the one before it */
    char head[65];           /* hash of the last record */
};

/*
 * Checks the chain. head_seq > 0: also that this record, noted elsewhere, is there with this hash
 * or was cut. 0 whether or not it is whole: see broken_seq; or a negative errno.
 */
int lwi_audit_file_verify(const char *dir, int64_t head_seq, const char *head_hash,
                          struct lwi_audit_verdict *ret_verdict, struct lw_error *reterr);

/* ---- as text ---- */

/* A new object. */
struct json_t *lwi_audit_to_json(const struct lwi_audit_record *record);
struct json_t *lwi_audit_verdict_to_json(const struct lwi_audit_verdict *verdict);
extern const char lwi_audit_csv_head[];
/* A line with its end. */
void lwi_audit_csv(FILE *out, const struct lwi_audit_record *record);
/* A field of CSV, quoted where it must be; what a spreadsheet would take for a formula is not one
 * any more. */
void lwi_csv_field(FILE *out, const char *text);

#endif
