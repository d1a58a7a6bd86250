/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The chain of the audit log: what is hashed, and whether it still is what it was. */
#include "store/audit_chain.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>
#include <sodium.h>

#include "base/error.h"

/* Of what is hashed; another one when that changes. */
#define FORMAT "lenswatch-audit-1"

char *lwi_audit_canonical(const struct lwi_audit_record *record)
{
    json_t *array = json_pack("[s,I,I,s,s,s,s,s,s,s,s,i,s,s,s]", FORMAT, (json_int_t) record->seq,
                              (json_int_t) record->time_ns, record->kind, record->operation,
                              record->user, record->via, record->token, record->address,
                              record->camera, record->target, record->status, record->result,
                              record->text, record->changes ? record->changes : "");
    char *text = array ? json_dumps(array, JSON_COMPACT) : NULL;
    json_decref(array);
    return text;
}

int lwi_audit_hash(const uint8_t previous[LWI_AUDIT_HASH_BYTES],
                   const struct lwi_audit_record *record, uint8_t ret_hash[LWI_AUDIT_HASH_BYTES])
{
    char *text = lwi_audit_canonical(record);
    if (!text)
        return -ENOMEM;
    crypto_hash_sha256_state state;
    (void) crypto_hash_sha256_init(&state);
    (void) crypto_hash_sha256_update(&state, previous, LWI_AUDIT_HASH_BYTES);
    (void) crypto_hash_sha256_update(&state, (const uint8_t *) text, strlen(text));
    (void) crypto_hash_sha256_final(&state, ret_hash);
    free(text);
    return 0;
}

int lwi_audit_row(sqlite3_stmt *statement, struct lwi_audit_record *ret_record)
{
    uint8_t *changes = NULL;
    size_t size = 0;
    *ret_record = (struct lwi_audit_record){
        .seq = sqlite3_column_int64(statement, 0),
        .time_ns = sqlite3_column_int64(statement, 1),
        .status = sqlite3_column_int(statement, 10),
    };
    lwi_db_text(statement, 2, ret_record->kind, sizeof(ret_record->kind));
    lwi_db_text(statement, 3, ret_record->operation, sizeof(ret_record->operation));
    lwi_db_text(statement, 4, ret_record->user, sizeof(ret_record->user));
    lwi_db_text(statement, 5, ret_record->via, sizeof(ret_record->via));
    lwi_db_text(statement, 6, ret_record->token, sizeof(ret_record->token));
    lwi_db_text(statement, 7, ret_record->address, sizeof(ret_record->address));
    lwi_db_text(statement, 8, ret_record->camera, sizeof(ret_record->camera));
    lwi_db_text(statement, 9, ret_record->target, sizeof(ret_record->target));
    lwi_db_text(statement, 11, ret_record->result, sizeof(ret_record->result));
    lwi_db_text(statement, 12, ret_record->text, sizeof(ret_record->text));
    if (lwi_db_copy(statement, 13, &changes, &size) < 0)
        return -ENOMEM;
    ret_record->changes = (char *) changes;
    if (sqlite3_column_bytes(statement, 14) == LWI_AUDIT_HASH_BYTES)
        memcpy(ret_record->hash, sqlite3_column_blob(statement, 14), LWI_AUDIT_HASH_BYTES);
    return 0;
}

/* A number and a hash; -ENOENT: there is no row. */
static int read_link(sqlite3 *db, const char *sql, int64_t *ret_seq,
                     uint8_t ret_hash[LWI_AUDIT_HASH_BYTES], struct lw_error *reterr)
{
    sqlite3_stmt *statement;
    int r = lwi_db_prepare(db, &statement, reterr, sql, "");
    if (r < 0)
        return r;
    r = lwi_db_step(statement, reterr);
    if (r == 1 && sqlite3_column_bytes(statement, 1) != LWI_AUDIT_HASH_BYTES) {
        r = lwi_error_set(reterr, -EBADMSG, "a hash of the audit log is damaged");
    } else if (r == 1) {
        *ret_seq = sqlite3_column_int64(statement, 0);
        memcpy(ret_hash, sqlite3_column_blob(statement, 1), LWI_AUDIT_HASH_BYTES);
        r = 0;
    } else if (r == 0) {
        r = -ENOENT;
    }
    (void) sqlite3_finalize(statement);
    return r;
}

/* Where the chain begins: the anchor, or zeros. */
static int read_anchor(sqlite3 *db, int64_t *ret_seq, uint8_t ret_hash[LWI_AUDIT_HASH_BYTES],
                       struct lw_error *reterr)
{
    *ret_seq = 0;
    memset(ret_hash, 0, LWI_AUDIT_HASH_BYTES);
    int r = read_link(db, "select seq, hash from audit_anchor", ret_seq, ret_hash, reterr);
    return r == -ENOENT ? 0 : r;
}

int lwi_audit_last(sqlite3 *db, int64_t *ret_seq, uint8_t ret_hash[LWI_AUDIT_HASH_BYTES],
                   struct lw_error *reterr)
{
    int r = read_link(db, "select seq, hash from audit order by seq desc limit 1", ret_seq,
                      ret_hash, reterr);
    return r == -ENOENT ? read_anchor(db, ret_seq, ret_hash, reterr) : r;
}

/* ---- the check ---- */

struct walk {
    struct lwi_audit_verdict *verdict;
    uint8_t last[LWI_AUDIT_HASH_BYTES], anchor[LWI_AUDIT_HASH_BYTES];
    int64_t next_seq, time_ns;
    int64_t head_seq;
    const char *head_hash;
    int head_seen;
    char cut[256]; /* what the newest record of a cut says was cut */
};

static void broken(struct walk *w, int64_t seq, const char *reason)
{
    if (w->verdict->broken_seq)
        return;
    w->verdict->broken_seq = seq;
    (void) snprintf(w->verdict->reason, sizeof(w->verdict->reason), "%s", reason);
}

static void walk_record(struct walk *w, const struct lwi_audit_record *record)
{
    uint8_t hash[LWI_AUDIT_HASH_BYTES];
    char hex[65];
    struct lwi_audit_verdict *v = w->verdict;
    if (record->seq != w->next_seq)
        broken(w, w->next_seq, "it is not there");
    else if (lwi_audit_hash(w->last, record, hash) < 0 ||
             memcmp(hash, record->hash, sizeof(hash)) != 0)
        broken(w, record->seq, "what it says, or what was before it, has been changed");
    (void) sodium_bin2hex(hex, sizeof(hex), record->hash, sizeof(record->hash));
    if (record->seq == w->head_seq) {
        w->head_seen = 1;
        if (strcmp(hex, w->head_hash) != 0)
            broken(w, record->seq, "its hash is not the one that was noted");
    }
    if (strcmp(record->operation, "auditCut") == 0)
        (void) snprintf(w->cut, sizeof(w->cut), "%s", record->target);
    if (v->records > 0 && record->time_ns < w->time_ns)
        v->clock_backwards++;
    if (v->records++ == 0)
        v->first_seq = record->seq;
    v->last_seq = record->seq;
    memcpy(v->head, hex, sizeof(v->head));
    memcpy(w->last, record->hash, sizeof(w->last));
    w->time_ns = record->time_ns;
    w->next_seq = record->seq + 1;
}

/* What the rows themselves cannot tell: whether their end is there, and who cut their beginning. */
static void walk_end(struct walk *w, int64_t highest_seq)
{
    struct lwi_audit_verdict *v = w->verdict;
    char hex[65], cut[160];
    if (highest_seq >= w->next_seq)
        broken(w, w->next_seq, "it is not there: the end of the log was removed");
    if (w->head_seq >= w->next_seq)
        broken(w, w->next_seq, "it is not there: a later one was noted");
    else if (w->head_seq > v->anchor_seq && !w->head_seen)
        broken(w, w->head_seq, "it is not there");
    if (v->anchor_seq == 0)
        return;
    (void) sodium_bin2hex(hex, sizeof(hex), w->anchor, sizeof(w->anchor));
    (void) snprintf(cut, sizeof(cut), "%lld %s", (long long) v->anchor_seq, hex);
    if (strcmp(cut, w->cut) != 0)
        broken(w, v->anchor_seq + 1, "no record says that what was before it was cut");
}

int lwi_audit_verify(sqlite3 *db, int64_t head_seq, const char *head_hash,
                     struct lwi_audit_verdict *ret_verdict, struct lw_error *reterr)
{
    sqlite3_stmt *statement;
    struct lwi_audit_verdict verdict = {0};
    struct walk walk = {.verdict = &verdict, .head_seq = head_seq, .head_hash = head_hash};
    int64_t highest = 0;
    int r = read_anchor(db, &verdict.anchor_seq, walk.anchor, reterr);
    if (r < 0)
        return r;
    memcpy(walk.last, walk.anchor, sizeof(walk.last));
    walk.next_seq = verdict.anchor_seq + 1;
    /* One statement, one state of the database: what is added meanwhile is not seen. */
    r = lwi_db_prepare(db, &statement, reterr,
                       "select " LWI_AUDIT_COLUMNS ", (select coalesce(max(seq), 0) from"
                       " sqlite_sequence where name = 'audit') from audit order by seq",
                       "");
    if (r < 0)
        return r;
    while ((r = lwi_db_step(statement, reterr)) == 1) {
        struct lwi_audit_record record;
        r = lwi_audit_row(statement, &record);
        if (r < 0)
            break;
        highest = sqlite3_column_int64(statement, 15);
        walk_record(&walk, &record);
        free((void *) record.changes);
    }
    (void) sqlite3_finalize(statement);
    if (r == 0 && verdict.records == 0)
        r = lwi_db_integer(db, &highest, reterr,
                           "select coalesce(max(seq), 0) from sqlite_sequence"
                           " where name = 'audit'");
    if (r < 0)
        return r;
    walk_end(&walk, highest);
    *ret_verdict = verdict;
    return 0;
}
