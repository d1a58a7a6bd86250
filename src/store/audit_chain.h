/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Inside of the audit log: records in a database that is open. */
#ifndef LWI_STORE_AUDIT_CHAIN_H
#define LWI_STORE_AUDIT_CHAIN_H

#include "store/audit.h"
#include "store/internal.h"

/* What is hashed behind the hash before it: malloc'ed text, or NULL. */
char *lwi_audit_canonical(const struct lwi_audit_record *record);
/* 0 or -ENOMEM. */
int lwi_audit_hash(const uint8_t previous[LWI_AUDIT_HASH_BYTES],
                   const struct lwi_audit_record *record, uint8_t ret_hash[LWI_AUDIT_HASH_BYTES]);
/* The hash and number that the next record follows. */
int lwi_audit_last(sqlite3 *db, int64_t *ret_seq, uint8_t ret_hash[LWI_AUDIT_HASH_BYTES],
                   struct lw_error *reterr);

/* Reads a row of LWI_AUDIT_COLUMNS; changes is malloc'ed. 0 or -ENOMEM. */
#define LWI_AUDIT_COLUMNS                                                                          \
    "seq, time_ns, kind, operation, user, via, token, address, camera, target, status, result,"    \
    " text, changes, hash"
int lwi_audit_row(sqlite3_stmt *statement, struct lwi_audit_record *ret_record);

int lwi_audit_list(sqlite3 *db, const struct lwi_audit_query *query,
                   struct lwi_audit_record **ret_records, size_t *ret_count,
                   struct lw_error *reterr);
int lwi_audit_verify(sqlite3 *db, int64_t head_seq, const char *head_hash,
                     struct lwi_audit_verdict *ret_verdict, struct lw_error *reterr);

/* On the writer thread, inside of a transaction; or (store NULL) of another program's own. */
int lwi_audit_append(struct lwi_store *store, sqlite3 *db, struct lwi_audit_record *record,
                     struct lw_error *reterr);
/* What was being done when the program ended becomes records. */
int lwi_audit_recover(struct lwi_store *store, sqlite3 *db, void *argument,
                      struct lw_error *reterr);
/* Says in the program's log which record is the newest, where it is another than the last time:
 * that log may lie elsewhere, out of the reach of who changes this one. */
void lwi_audit_say_head(struct lwi_store *store);
/* Removes what is beyond the limits. before_ns 0: nothing goes by age. */
int lwi_audit_cut(struct lwi_store *store, sqlite3 *db, int64_t most, int64_t before_ns,
                  int64_t now_ns, struct lw_error *reterr);

#endif
