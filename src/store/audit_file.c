/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The audit log of a data folder, read beside a daemon or without one; and as text. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>
#include <sodium.h>

#include "base/error.h"
#include "base/rfc3339.h"
#include "store/audit_chain.h"
#include "store/upgrade.h"

static int file_open(const char *dir, int flags, sqlite3 **ret_db, struct lw_error *reterr)
{
    char *path;
    sqlite3 *db = NULL;
    int version = 0;
    if (sodium_init() < 0 || asprintf(&path, "%s/lenswatch.db", dir) < 0)
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    int r = lwi_db_open(path, flags, &db, reterr);
    if (r == 0)
        r = lwi_upgrade_version(db, &version, reterr);
    if (r == 0 && version != lwi_upgrade_target(lwi_store_steps)) {
        r = lwi_error_set(reterr, -ENOTSUP, "%s is of version %d, this program knows %d", path,
                          version, lwi_upgrade_target(lwi_store_steps));
        lwi_error_hint(reterr, "Use the lenswatch that the daemon is.");
    }
    free(path);
    if (r < 0)
        (void) sqlite3_close(db);
    else
        *ret_db = db;
    return r;
}

int lwi_store_file_open(const char *dir, sqlite3 **ret_db, struct lw_error *reterr)
{
    return file_open(dir, SQLITE_OPEN_READONLY, ret_db, reterr);
}

int lwi_audit_file_add(const char *dir, const struct lwi_audit_record *record,
                       struct lw_error *reterr)
{
    struct lwi_audit_record copy = *record;
    sqlite3 *db = NULL;
    int r = file_open(dir, SQLITE_OPEN_READWRITE, &db, reterr);
    if (r < 0)
        return r;
    r = lwi_db_exec(db, "pragma synchronous = full; begin immediate", reterr);
    if (r == 0)
        r = lwi_audit_append(/* store= */ NULL, db, &copy, reterr);
    if (r == 0)
        r = lwi_db_exec(db, "commit", reterr);
    (void) sqlite3_close(db); /* what was not committed is undone */
    return r;
}

int lwi_audit_file_list(const char *dir, const struct lwi_audit_query *query,
                        struct lwi_audit_record **ret_records, size_t *ret_count,
                        struct lw_error *reterr)
{
    sqlite3 *db = NULL;
    int r = lwi_store_file_open(dir, &db, reterr);
    if (r < 0)
        return r;
    r = lwi_audit_list(db, query, ret_records, ret_count, reterr);
    (void) sqlite3_close(db);
    return r;
}

int lwi_audit_file_verify(const char *dir, int64_t head_seq, const char *head_hash,
                          struct lwi_audit_verdict *ret_verdict, struct lw_error *reterr)
{
    sqlite3 *db = NULL;
    int r = lwi_store_file_open(dir, &db, reterr);
    if (r < 0)
        return r;
    r = lwi_audit_verify(db, head_seq, head_hash, ret_verdict, reterr);
    (void) sqlite3_close(db);
    return r;
}

/* ---- as text ---- */

struct json_t *lwi_audit_to_json(const struct lwi_audit_record *record)
{
    char time[LWI_RFC3339_SIZE], hash[65], previous[65];
    lwi_rfc3339_format(record->time_ns, time);
    (void) sodium_bin2hex(hash, sizeof(hash), record->hash, sizeof(record->hash));
    (void) sodium_bin2hex(previous, sizeof(previous), record->previous, sizeof(record->previous));
    const char *text = record->changes ? record->changes : "";
    json_t *changes = text[0] ? json_loads(text, 0, NULL) : NULL;
    return json_pack("{s:I,s:s,s:I,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:i,s:s,s:s,s:o,s:s,s:s,s:s}",
                     "seq", (json_int_t) record->seq, "time", time, "time_ns",
                     (json_int_t) record->time_ns, "kind", record->kind, "operation",
                     record->operation, "user", record->user, "via", record->via, "token",
                     record->token, "address", record->address, "camera", record->camera, "target",
                     record->target, "status", record->status, "result", record->result, "text",
                     record->text, "changes", changes ? changes : json_object(), "changes_text",
                     text, "previous", previous, "hash", hash);
}

struct json_t *lwi_audit_verdict_to_json(const struct lwi_audit_verdict *v)
{
    return json_pack("{s:b,s:I,s:I,s:I,s:I,s:s,s:I,s:I,s:s}", "ok", v->broken_seq == 0, "records",
                     (json_int_t) v->records, "first", (json_int_t) v->first_seq, "last",
                     (json_int_t) v->last_seq, "broken", (json_int_t) v->broken_seq, "reason",
                     v->reason, "cut_up_to", (json_int_t) v->anchor_seq, "clock_backwards",
                     (json_int_t) v->clock_backwards, "head", v->head);
}

void lwi_csv_field(FILE *out, const char *text)
{
    const char *guard = text[0] && strchr("=+-@\t\r", text[0]) ? "'" : "";
    if (!guard[0] && !strpbrk(text, ",\"\r\n")) {
        (void) fputs(text, out);
        return;
    }
    (void) fprintf(out, "\"%s", guard);
    for (const char *c = text; *c; c++)
        (void) fprintf(out, *c == '"' ? "\"%c" : "%c", *c);
    (void) fputc('"', out);
}

const char lwi_audit_csv_head[] =
    "seq,time,kind,operation,user,via,token,address,camera,target,status,result,text,changes,"
    "hash\r\n";

void lwi_audit_csv(FILE *out, const struct lwi_audit_record *record)
{
    char time[LWI_RFC3339_SIZE], hash[65], status[16];
    lwi_rfc3339_format(record->time_ns, time);
    (void) sodium_bin2hex(hash, sizeof(hash), record->hash, sizeof(record->hash));
    (void) snprintf(status, sizeof(status), "%d", record->status);
    const char *const fields[] = {time,
                                  record->kind,
                                  record->operation,
                                  record->user,
                                  record->via,
                                  record->token,
                                  record->address,
                                  record->camera,
                                  record->target,
                                  status,
                                  record->result,
                                  record->text,
                                  record->changes ? record->changes : "",
                                  hash};
    (void) fprintf(out, "%lld", (long long) record->seq);
    for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
        (void) fputc(',', out);
        lwi_csv_field(out, fields[i]);
    }
    (void) fputs("\r\n", out);
}
