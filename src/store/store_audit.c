/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The audit log: adding to it, cutting it, reading it. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <jansson.h>
#include <sodium.h>

#include "base/clock.h"
#include "base/error.h"
#include "store/audit_chain.h"

/* Operations that were interrupted at most: as many as there are connections. */
#define OPEN_MAX 4096
/* Records that one cut removes: a request may wait for so long. */
#define CUT_MAX 20000
/* By age it is cut once a day at most: each cut is a record, which grows old, too. */
#define DAY_NS (86400 * LWI_NS_PER_S)

/* What may be stored and hashed: one line of UTF-8. What others sent may be anything. */
static void clean(char *text)
{
    json_t *string = json_string(text);
    for (char *c = text; *c; c++)
        if ((unsigned char) *c < ' ' || *c == 0x7f || (!string && (unsigned char) *c >= 0x80))
            *c = '?';
    json_decref(string);
}

static void clean_record(struct lwi_audit_record *record)
{
    char *const fields[] = {record->kind,   record->operation, record->user,   record->via,
                            record->token,  record->address,   record->camera, record->target,
                            record->result, record->text};
    for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
        clean(fields[i]);
}

/* Operations are lines of the program's log, too, which may go to another machine. */
static void log_operation(const struct lwi_store *store, const struct lwi_audit_record *record)
{
    int is_good = strcmp(record->result, "success") == 0;
    lwi_log_as(store ? store->log : NULL, is_good ? LWI_LOG_INFO : LWI_LOG_NOTICE,
               LWI_LOG_OPERATION, record->kind, "%s%s%saudit %lld: %s by %s%s%s, %s: %s%s%s",
               record->camera[0] ? "camera " : "", record->camera, record->camera[0] ? ": " : "",
               (long long) record->seq, record->operation,
               record->user[0] ? record->user : "nobody known", record->address[0] ? " from " : "",
               record->address, record->target, record->result, record->text[0] ? ", " : "",
               record->text);
}

int lwi_audit_append(struct lwi_store *store, sqlite3 *db, struct lwi_audit_record *record,
                     struct lw_error *reterr)
{
    clean_record(record);
    if (!record->changes || strlen(record->changes) > LWI_AUDIT_CHANGES_MAX)
        record->changes = record->changes ? "{\"too_many\":{\"new\":true}}" : "";
    record->time_ns = lwi_clock_realtime(&lwi_clock_system);
    int r = lwi_audit_last(db, &record->seq, record->previous, reterr);
    if (r < 0)
        return r;
    record->seq++;
    r = lwi_audit_hash(record->previous, record, record->hash);
    if (r < 0)
        return lwi_error_set(reterr, r, "out of memory");
    r = lwi_db_run(db, reterr,
                   "insert into audit (" LWI_AUDIT_COLUMNS
                   ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                   "iittttttttitttb", record->seq, record->time_ns, record->kind, record->operation,
                   record->user, record->via, record->token, record->address, record->camera,
                   record->target, (int64_t) record->status, record->result, record->text,
                   record->changes, record->hash, sizeof(record->hash));
    if (r == 0)
        log_operation(store, record);
    return r;
}

/* ---- before and after ---- */

struct audit_add {
    struct lwi_audit_record record;
    int64_t opened_id;
};

static int audit_add(struct lwi_store *store, sqlite3 *db, void *argument, struct lw_error *reterr)
{
    struct audit_add *add = argument;
    int r = lwi_audit_append(store, db, &add->record, reterr);
    if (r == 0 && add->opened_id > 0)
        r = lwi_db_run(db, reterr, "delete from audit_open where id = ?", "i", add->opened_id);
    return r;
}

int lwi_store_audit_add(struct lwi_store *store, const struct lwi_audit_record *record,
                        int64_t opened_id, struct lw_error *reterr)
{
    struct audit_add add = {.record = *record, .opened_id = opened_id};
    return lwi_writer_call(store, audit_add, &add, reterr);
}

struct audit_open {
    const char *text;
    int64_t id;
};

static int audit_open(struct lwi_store *store, sqlite3 *db, void *argument, struct lw_error *reterr)
{
    struct audit_open *open = argument;
    (void) store;
    int r = lwi_db_run(db, reterr, "insert into audit_open (record) values (?)", "t", open->text);
    open->id = sqlite3_last_insert_rowid(db);
    return r;
}

int lwi_store_audit_open(struct lwi_store *store, const struct lwi_audit_record *given,
                         int64_t *ret_id, struct lw_error *reterr)
{
    struct lwi_audit_record record = *given;
    clean_record(&record);
    json_t *object =
        json_pack("{s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s}", "kind", record.kind, "operation",
                  record.operation, "user", record.user, "via", record.via, "token", record.token,
                  "address", record.address, "camera", record.camera, "target", record.target);
    char *text = object ? json_dumps(object, JSON_COMPACT) : NULL;
    json_decref(object);
    if (!text)
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    struct audit_open open = {.text = text};
    int r = lwi_writer_call(store, audit_open, &open, reterr);
    free(text);
    if (r == 0)
        *ret_id = open.id;
    return r;
}

static void take(const json_t *object, const char *name, char *ret_text, size_t size)
{
    const char *text = json_string_value(json_object_get(object, name));
    (void) snprintf(ret_text, size, "%s", text ? text : "");
}

static int recover_one(struct lwi_store *store, sqlite3 *db, const char *text,
                       struct lw_error *reterr)
{
    struct lwi_audit_record record = {.result = "interrupted",
                                      .text = "the program ended before there was an answer"};
    json_t *object = json_loads(text, 0, NULL);
    take(object, "kind", record.kind, sizeof(record.kind));
    take(object, "operation", record.operation, sizeof(record.operation));
    take(object, "user", record.user, sizeof(record.user));
    take(object, "via", record.via, sizeof(record.via));
    take(object, "token", record.token, sizeof(record.token));
    take(object, "address", record.address, sizeof(record.address));
    take(object, "camera", record.camera, sizeof(record.camera));
    take(object, "target", record.target, sizeof(record.target));
    json_decref(object);
    return lwi_audit_append(store, db, &record, reterr);
}

int lwi_audit_recover(struct lwi_store *store, sqlite3 *db, void *argument, struct lw_error *reterr)
{
    sqlite3_stmt *statement;
    (void) argument;
    int r =
        lwi_db_prepare(db, &statement, reterr, "select record from audit_open order by id limit ?",
                       "i", (int64_t) OPEN_MAX);
    if (r < 0)
        return r;
    while ((r = lwi_db_step(statement, reterr)) == 1) {
        r = recover_one(store, db, (const char *) sqlite3_column_text(statement, 0), reterr);
        if (r < 0)
            break;
    }
    (void) sqlite3_finalize(statement);
    return r < 0 ? r : lwi_db_exec(db, "delete from audit_open", reterr);
}

void lwi_audit_say_head(struct lwi_store *store)
{
    int64_t seq = 0;
    uint8_t hash[LWI_AUDIT_HASH_BYTES];
    char hex[65];
    if (!store->db || lwi_audit_last(store->db, &seq, hash, NULL) < 0 || seq == store->audit_seq)
        return;
    store->audit_seq = seq;
    (void) sodium_bin2hex(hex, sizeof(hex), hash, sizeof(hash));
    lwi_log(store->log, LWI_LOG_INFO, "audit log: record %lld has the hash %s", (long long) seq,
            hex);
}

/* ---- cutting ---- */

/* The last record that goes; below the first one: none does. */
static int cut_where(sqlite3 *db, int64_t most, int64_t before_ns, int64_t *ret_seq,
                     struct lw_error *reterr)
{
    sqlite3_stmt *statement;
    int64_t first, last, by_age = 0;
    int r = lwi_db_integer(db, &first, reterr, "select coalesce(min(seq), 0) from audit");
    if (r == 0)
        r = lwi_db_integer(db, &last, reterr, "select coalesce(max(seq), 0) from audit");
    if (r == 0)
        r = lwi_db_prepare(db, &statement, reterr,
                           "select case when (select time_ns from audit order by seq limit 1) < ?3"
                           " then coalesce(min(seq) - 1, ?2) else 0 end from audit"
                           " where time_ns >= ?1",
                           "iii", before_ns, last, before_ns - DAY_NS);
    if (r < 0)
        return r;
    if (lwi_db_step(statement, NULL) == 1 && before_ns > 0)
        by_age = sqlite3_column_int64(statement, 0);
    (void) sqlite3_finalize(statement);
    int64_t count = last - first + 1;
    /* A tenth goes at once, for the same reason. */
    int64_t by_count = first > 0 && count > most ? last - most + most / 10 : 0;
    int64_t seq = by_age > by_count ? by_age : by_count;
    if (seq >= first + CUT_MAX)
        seq = first + CUT_MAX - 1;
    *ret_seq = first > 0 && seq >= first ? seq : 0;
    return 0;
}

int lwi_audit_cut(struct lwi_store *store, sqlite3 *db, int64_t most, int64_t before_ns,
                  int64_t now_ns, struct lw_error *reterr)
{
    int64_t seq = 0;
    int r = cut_where(db, most, before_ns, &seq, reterr);
    if (r < 0 || seq == 0)
        return r;
    r = lwi_db_run(db, reterr,
                   "insert or replace into audit_anchor select 1, seq, hash, ?2 from audit"
                   " where seq = ?1",
                   "ii", seq, now_ns);
    if (r < 0)
        return r;
    struct lwi_audit_record record = {
        .kind = "system", .operation = "auditCut", .result = "success"};
    uint8_t hash[LWI_AUDIT_HASH_BYTES] = {0};
    char hex[65] = "";
    sqlite3_stmt *statement;
    r = lwi_db_prepare(db, &statement, reterr, "select hash from audit_anchor", "");
    if (r < 0)
        return r;
    if (lwi_db_step(statement, NULL) == 1 &&
        sqlite3_column_bytes(statement, 0) == LWI_AUDIT_HASH_BYTES)
        memcpy(hash, sqlite3_column_blob(statement, 0), sizeof(hash));
    (void) sqlite3_finalize(statement);
    (void) sodium_bin2hex(hex, sizeof(hex), hash, sizeof(hash));
    (void) snprintf(record.target, sizeof(record.target), "%lld %s", (long long) seq, hex);
    (void) snprintf(record.text, sizeof(record.text),
                    "the records up to %lld are removed, being too old or too many",
                    (long long) seq);
    r = lwi_db_run(db, reterr, "delete from audit where seq <= ?", "i", seq);
    return r < 0 ? r : lwi_audit_append(store, db, &record, reterr);
}

/* ---- reading ---- */

#define SELECTED                                                                                   \
    "select " LWI_AUDIT_COLUMNS                                                                    \
    ", (select hash from audit p where p.seq = audit.seq - 1) from audit"                          \
    " where (?1 is null or user = ?1) and (?2 is null or kind = ?2)"                               \
    " and (?3 is null or result = ?3) and (?4 is null or camera = ?4)"                             \
    " and (?5 is null or instr(lower(operation || ' ' || user || ' ' || address || ' ' || target"  \
    " || ' ' || text || ' ' || changes), lower(?5)) > 0)"                                          \
    " and (?6 = 0 or time_ns >= ?6) and (?7 = 0 or time_ns <= ?7)"

/* The hash before a record: of the one that is before it, or the anchor's, or zeros. */
static void fill_previous(sqlite3 *db, sqlite3_stmt *statement, struct lwi_audit_record *record)
{
    int64_t seq = 0;
    uint8_t hash[LWI_AUDIT_HASH_BYTES] = {0};
    sqlite3_stmt *anchor;
    if (sqlite3_column_bytes(statement, 15) == LWI_AUDIT_HASH_BYTES) {
        memcpy(record->previous, sqlite3_column_blob(statement, 15), sizeof(hash));
        return;
    }
    if (lwi_db_prepare(db, &anchor, NULL, "select seq, hash from audit_anchor", "") < 0)
        return;
    if (lwi_db_step(anchor, NULL) == 1) {
        seq = sqlite3_column_int64(anchor, 0);
        if (sqlite3_column_bytes(anchor, 1) == LWI_AUDIT_HASH_BYTES)
            memcpy(hash, sqlite3_column_blob(anchor, 1), sizeof(hash));
    }
    (void) sqlite3_finalize(anchor);
    if (record->seq == seq + 1)
        memcpy(record->previous, hash, sizeof(hash));
}

int lwi_audit_list(sqlite3 *db, const struct lwi_audit_query *query,
                   struct lwi_audit_record **ret_records, size_t *ret_count,
                   struct lw_error *reterr)
{
    sqlite3_stmt *statement;
    size_t count = 0;
    int upwards = query->oldest_first || query->after_seq > 0;
    struct lwi_audit_record *records = calloc(query->limit, sizeof(*records));
    if (!records)
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    int64_t from = upwards ? query->after_seq : query->before_seq ? query->before_seq : INT64_MAX;
    int r = lwi_db_prepare(db, &statement, reterr,
                           upwards ? SELECTED " and seq > ?8 order by seq limit ?9"
                                   : SELECTED " and seq < ?8 order by seq desc limit ?9",
                           "tttttiiii", query->user, query->kind, query->result, query->camera,
                           query->text, query->from_ns, query->to_ns, from, (int64_t) query->limit);
    if (r < 0) {
        free(records);
        return r;
    }
    while (count < query->limit && (r = lwi_db_step(statement, reterr)) == 1) {
        r = lwi_audit_row(statement, &records[count]);
        if (r < 0)
            break;
        fill_previous(db, statement, &records[count++]);
    }
    (void) sqlite3_finalize(statement);
    if (r < 0) {
        lwi_audit_list_free(records, count);
        return r;
    }
    *ret_records = records;
    *ret_count = count;
    return 0;
}

void lwi_audit_list_free(struct lwi_audit_record *records, size_t count)
{
    for (size_t i = 0; records && i < count; i++)
        free((void *) records[i].changes);
    free(records);
}

int lwi_store_audit_list(struct lwi_store *store, const struct lwi_audit_query *query,
                         struct lwi_audit_record **ret_records, size_t *ret_count,
                         struct lw_error *reterr)
{
    sqlite3 *db;
    int r = lwi_reader_get(store, &db, reterr);
    if (r < 0)
        return r;
    r = lwi_audit_list(db, query, ret_records, ret_count, reterr);
    lwi_reader_put(store, db);
    return r;
}

int lwi_store_audit_head(struct lwi_store *store, int64_t *ret_seq, char ret_hash[65],
                         struct lw_error *reterr)
{
    sqlite3 *db;
    uint8_t hash[LWI_AUDIT_HASH_BYTES];
    int r = lwi_reader_get(store, &db, reterr);
    if (r < 0)
        return r;
    r = lwi_audit_last(db, ret_seq, hash, reterr);
    lwi_reader_put(store, db);
    if (r == 0)
        (void) sodium_bin2hex(ret_hash, 65, hash, sizeof(hash));
    return r;
}

int lwi_store_audit_verify(struct lwi_store *store, struct lwi_audit_verdict *ret_verdict,
                           struct lw_error *reterr)
{
    sqlite3 *db;
    int r = lwi_reader_get(store, &db, reterr);
    if (r < 0)
        return r;
    r = lwi_audit_verify(db, 0, "", ret_verdict, reterr);
    lwi_reader_put(store, db);
    return r;
}
