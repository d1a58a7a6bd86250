/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Checking a database: what SQLite can tell, what schema.sql says in checks (they
 * are enforced on writing only, and damage does not ask), and what it says in words.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "base/error.h"
#include "store/audit_chain.h"
#include "store/internal.h"
#include "store/upgrade.h"

/* Findings of one kind that are reported one by one. */
#define FINDINGS_MAX 20

struct check {
    sqlite3 *db;
    void (*report)(void *cookie, const char *finding);
    void *cookie;
    int findings;
};

static void __attribute__((format(printf, 2, 3)))
found(struct check *check, const char *format, ...)
{
    char text[400];
    va_list args;
    va_start(args, format);
    (void) vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    check->findings++;
    check->report(check->cookie, text);
}

/* Each query gives a row a finding: text columns that are put behind the words. */
static const struct {
    const char *words;
    const char *sql;
} invariants[] = {
    {"event that ends or is confirmed before it starts",
     "select id from event where ended_ns < started_ns or confirmed_ns < started_ns"
     " or refreshed_ns < started_ns"},
    {"event whose end has no reason, or whose reason has no end",
     "select id from event where (ended_ns is null) <> (end_reason = '')"},
    {"event with a score that is not in 0..1",
     "select id from event where score is null or score < 0 or score > 1"},
    {"camera with several open events of a condition",
     "select camera_key || ' ' || condition from event where ended_ns is null"
     " group by camera_key, condition, source having count(*) > 1"},
    {"open event of defocus without the picture of its start",
     "select id from event e where condition = 'defocus' and source = '' and ended_ns is null"
     " and not exists"
     " (select 1 from picture where event_id = e.id and which = 'start')"},
    {"picture of an event that is not a JPEG",
     "select event_id || ' ' || which from picture where substr(jpeg, 1, 2) <> x'ffd8'"
     " or bytes <> length(jpeg)"},
    {"reference picture that is not a JPEG, of camera",
     "select camera_key from reference where substr(jpeg, 1, 2) <> x'ffd8'"},
    {"camera with an id that is not one",
     "select id from camera where length(id) not between 1 and 32 or id glob '*[^a-z0-9-]*'"},
    {"camera whose settings are not JSON", "select id from camera where not json_valid(settings)"},
    {"measurement out of range, of camera",
     "select camera_key || ' at ' || time_ns from measurement where verdict not in (0, 1, 2)"
     " or blur_probability not between 0 and 10000 or sharpness not between 0 and 10000"
     " or brightness not between 0 and 2550 or length(measures) % 2 <> 0"},
    {"hour out of range, of camera",
     "select camera_key || ' at ' || hour from hour where clear + blurry > pictures"
     " or judged > pictures or (judged = 0) <> (sharpness_sum is null)"
     " or sharpness_min > sharpness_max or brightness_min > brightness_max"
     " or length(measures) % 10 <> 0"},
    {"token that is not one", "select id from token where length(hash) <> 32"},
};

static int check_rows(struct check *check, const char *words, const char *sql,
                      struct lw_error *reterr)
{
    sqlite3_stmt *statement;
    int r = lwi_db_prepare(check->db, &statement, reterr, sql, "");
    if (r < 0)
        return r;
    int count = 0;
    while ((r = lwi_db_step(statement, reterr)) == 1) {
        if (++count > FINDINGS_MAX) {
            found(check, "%s: and more", words);
            r = 0;
            break;
        }
        const char *text = (const char *) sqlite3_column_text(statement, 0);
        found(check, "%s: %s", words, text ? text : "");
    }
    (void) sqlite3_finalize(statement);
    return r;
}

/* SQLite's own check answers one row "ok" where all is well. */
static int check_integrity(struct check *check, struct lw_error *reterr)
{
    int before = check->findings;
    sqlite3_stmt *statement;
    int r = lwi_db_prepare(check->db, &statement, reterr, "pragma integrity_check(20)", "");
    if (r < 0)
        return r;
    while ((r = lwi_db_step(statement, reterr)) == 1) {
        const char *text = (const char *) sqlite3_column_text(statement, 0);
        if (text && strcmp(text, "ok") != 0)
            found(check, "damage: %s", text);
    }
    (void) sqlite3_finalize(statement);
    /* A file that is damaged too badly to be walked is a finding, not a failure to check. */
    if (r == -EBADMSG && check->findings == before)
        found(check, "damage: %s", sqlite3_errmsg(check->db));
    return r == -EBADMSG ? 0 : r;
}

static int check_passwords(struct check *check, const char *dir, struct lw_error *reterr)
{
    sqlite3_stmt *statement;
    int r = lwi_db_prepare(check->db, &statement, reterr,
                           "select id, password_sealed from camera"
                           " where password_sealed is not null",
                           "");
    if (r < 0)
        return r;
    uint8_t key[LWI_STORE_KEY_BYTES];
    int key_result = lwi_secret_read(dir, key, NULL);
    while ((r = lwi_db_step(statement, reterr)) == 1) {
        const char *id = (const char *) sqlite3_column_text(statement, 0);
        char *text = NULL;
        int opened = key_result < 0
                         ? key_result
                         : lwi_secret_open(key, id ? id : "", sqlite3_column_blob(statement, 1),
                                           (size_t) sqlite3_column_bytes(statement, 1), &text);
        free(text);
        if (opened < 0)
            found(check, "camera whose password cannot be opened with secret.key: %s",
                  id ? id : "");
    }
    (void) sqlite3_finalize(statement);
    return r;
}

static int check_audit(struct check *check, struct lw_error *reterr)
{
    struct lwi_audit_verdict verdict;
    int r = lwi_audit_verify(check->db, 0, "", &verdict, reterr);
    if (r == 0 && verdict.broken_seq)
        found(check, "audit log, record %lld: %s", (long long) verdict.broken_seq, verdict.reason);
    return r;
}

/* The same of what users have sealed. */
static int check_user_secrets(struct check *check, const char *dir, struct lw_error *reterr)
{
    sqlite3_stmt *statement;
    int r = lwi_db_prepare(check->db, &statement, reterr,
                           "select user, kind, sealed from user_secret", "");
    if (r < 0)
        return r;
    uint8_t key[LWI_STORE_KEY_BYTES];
    int key_result = lwi_secret_read(dir, key, NULL);
    while ((r = lwi_db_step(statement, reterr)) == 1) {
        char user[65], kind[17], bound[96], *text = NULL;
        lwi_db_text(statement, 0, user, sizeof(user));
        lwi_db_text(statement, 1, kind, sizeof(kind));
        lwi_user_secret_bound(kind, user, bound);
        int opened = key_result < 0
                         ? key_result
                         : lwi_secret_open(key, bound, sqlite3_column_blob(statement, 2),
                                           (size_t) sqlite3_column_bytes(statement, 2), &text);
        if (text)
            sodium_memzero(text, strlen(text));
        free(text);
        if (opened < 0)
            found(check, "user whose %s cannot be opened with secret.key: %s", kind, user);
    }
    (void) sqlite3_finalize(statement);
    sodium_memzero(key, sizeof(key));
    return r;
}

static int check_version(struct check *check, int *ret_is_present, struct lw_error *reterr)
{
    int version;
    int target = lwi_upgrade_target(lwi_store_steps);
    int r = lwi_upgrade_version(check->db, &version, reterr);
    if (r < 0)
        return r;
    if (version > target)
        return lwi_error_set(reterr, -ENOTSUP,
                             "the database is of version %d, this program knows %d", version,
                             target);
    if (version == 0)
        found(check, "the database is empty");
    *ret_is_present = version == target;
    return 0;
}

static int check_all(struct check *check, const char *dir, struct lw_error *reterr)
{
    int is_present = 0;
    int r = check_version(check, &is_present, reterr);
    if (r == -ENOTSUP)
        return r;
    if (r < 0) {
        found(check, "%s", reterr->message);
        return 0;
    }
    r = check_integrity(check, reterr);
    /* The rest walks the same pages: it would only stumble over the same damage. An older
     * version is brought to the present one by the daemon, and has other tables. */
    if (r < 0 || check->findings > 0 || !is_present)
        return r;
    r = check_rows(check, "reference to a row that is not there, in table",
                   "select \"table\" || ' row ' || coalesce(rowid, '?')"
                   " from pragma_foreign_key_check",
                   reterr);
    for (size_t i = 0; r == 0 && i < sizeof(invariants) / sizeof(invariants[0]); i++)
        r = check_rows(check, invariants[i].words, invariants[i].sql, reterr);
    if (r == 0)
        r = check_audit(check, reterr);
    r = r < 0 ? r : check_passwords(check, dir, reterr);
    return r < 0 ? r : check_user_secrets(check, dir, reterr);
}

int lwi_store_check(const char *dir, void (*report)(void *cookie, const char *finding),
                    void *cookie, struct lw_error *reterr)
{
    struct lw_error error = {0};
    struct check check = {.report = report, .cookie = cookie};
    char *path;
    if (asprintf(&path, "%s/lenswatch.db", dir) < 0)
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    int r = lwi_db_open(path, SQLITE_OPEN_READONLY, &check.db, &error);
    if (r == 0)
        r = check_all(&check, dir, &error);
    (void) sqlite3_close(check.db);
    free(path);
    if (r < 0) {
        if (reterr)
            *reterr = error;
        return r;
    }
    return check.findings;
}
