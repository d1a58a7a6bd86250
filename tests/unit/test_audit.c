/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The audit log: its chain, and what is said of a change. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <jansson.h>

#include "api/changes.h"
#include "api/peek.h"
#include "base/clock.h"
#include "store/audit_chain.h"

struct fixture {
    char dir[64];
    struct lwi_store *store;
};

static int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));
    struct lw_error error;
    (void) snprintf(f->dir, sizeof(f->dir), "/tmp/lenswatch-audit-XXXXXX");
    assert_non_null(mkdtemp(f->dir));
    if (lwi_store_open(&f->store, f->dir, NULL, &error) < 0)
        fail_msg("%s (%s)", error.message, error.hint);
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    static const char *const names[] = {"lenswatch.db", "lenswatch.db-wal", "lenswatch.db-shm",
                                        "lock", "secret.key"};
    struct fixture *f = *state;
    lwi_store_close(&f->store);
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        char path[128];
        (void) snprintf(path, sizeof(path), "%s/%s", f->dir, names[i]);
        (void) unlink(path);
    }
    assert_int_equal(rmdir(f->dir), 0);
    free(f);
    return 0;
}

static void add(struct fixture *f, const char *user, int64_t opened)
{
    struct lw_error error = {0};
    struct lwi_audit_record record = {.kind = "change",
                                      .operation = "changeCamera",
                                      .target = "/api/v1/cameras/\"quoted\"\\",
                                      .camera = "yard",
                                      .result = "success",
                                      .status = 200,
                                      .changes = "{\"name\":{\"old\":\"a\",\"new\":\"b\"}}"};
    (void) snprintf(record.user, sizeof(record.user), "%s", user);
    if (lwi_store_audit_add(f->store, &record, opened, &error) < 0)
        fail_msg("%s", error.message);
}

static struct lwi_audit_verdict verify(struct fixture *f, int64_t seq, const char *hash)
{
    struct lwi_audit_verdict verdict;
    struct lw_error error = {0};
    if (lwi_audit_file_verify(f->dir, seq, hash, &verdict, &error) < 0)
        fail_msg("%s", error.message);
    return verdict;
}

/* As somebody with the file would, who has taken the triggers away. */
static void tamper(struct fixture *f, const char *sql)
{
    sqlite3 *db;
    char path[128];
    (void) snprintf(path, sizeof(path), "%s/lenswatch.db", f->dir);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db,
                                  "drop trigger if exists audit_stays;"
                                  "drop trigger if exists audit_goes",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void fill(struct fixture *f, int count)
{
    for (int i = 0; i < count; i++)
        add(f, "ada", 0);
}

static void test_chain_is_whole(void **state)
{
    struct fixture *f = *state;
    struct lwi_audit_verdict v = verify(f, 0, "");
    assert_int_equal(v.broken_seq, 0);
    assert_int_equal(v.records, 0);
    fill(f, 5);
    v = verify(f, 0, "");
    assert_int_equal(v.broken_seq, 0);
    assert_int_equal(v.records, 5);
    assert_int_equal(v.last_seq, 5);
    char head[65];
    (void) snprintf(head, sizeof(head), "%s", v.head);
    fill(f, 1);
    assert_int_equal(verify(f, 5, head).broken_seq, 0);
    head[3] = head[3] == '0' ? '1' : '0';
    assert_int_equal(verify(f, 5, head).broken_seq, 5);
    assert_int_equal(verify(f, 9, head).broken_seq, 7);
}

static void test_tampering_is_seen(void **state)
{
    static const struct {
        const char *sql;
        int64_t broken;
    } rows[] = {
        {"update audit set user = 'eve' where seq = 3", 3},
        {"update audit set time_ns = time_ns - 1 where seq = 1", 1},
        {"update audit set changes = '' where seq = 6", 6},
        {"update audit set hash = zeroblob(32) where seq = 2", 2},
        {"delete from audit where seq = 4", 4},
        {"delete from audit where seq = 1", 1},
        {"delete from audit where seq >= 5", 5},
        {"delete from audit", 1},
        {"update audit set seq = seq + 10 where seq = 6", 6},
        {"update audit set user = (select user from audit where seq = 3),"
         " hash = (select hash from audit where seq = 3) where seq = 2",
         2},
        {"insert or replace into audit_anchor select 1, seq, hash, 0 from audit where seq = 3;"
         "delete from audit where seq <= 3",
         4},
    };
    struct fixture *f = *state;
    fill(f, 6);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        tamper(f, "create table kept as select * from audit");
        tamper(f, rows[i].sql);
        print_message("%s\n", rows[i].sql);
        struct lwi_audit_verdict v = verify(f, 0, "");
        assert_int_equal(v.broken_seq, rows[i].broken);
        assert_string_not_equal(v.reason, "");
        tamper(f, "delete from audit; delete from audit_anchor; insert into audit select * from"
                  " kept; drop table kept");
        assert_int_equal(verify(f, 0, "").broken_seq, 0);
    }
}

static void test_only_added_to(void **state)
{
    struct fixture *f = *state;
    sqlite3 *db;
    char path[128];
    fill(f, 3);
    (void) snprintf(path, sizeof(path), "%s/lenswatch.db", f->dir);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_not_equal(sqlite3_exec(db, "update audit set user = 'x'", NULL, NULL, NULL), 0);
    assert_int_not_equal(sqlite3_exec(db, "delete from audit", NULL, NULL, NULL), 0);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    assert_int_equal(verify(f, 0, "").records, 3);
}

struct cut {
    int64_t most, before_ns;
};

static int cut(struct lwi_store *store, sqlite3 *db, void *argument, struct lw_error *reterr)
{
    const struct cut *c = argument;
    return lwi_audit_cut(store, db, c->most, c->before_ns, 12345, reterr);
}

static void test_cut_is_signed(void **state)
{
    struct fixture *f = *state;
    struct cut by_count = {.most = 20}, by_age = {.most = 1000};
    struct lw_error error = {0};
    fill(f, 20);
    assert_int_equal(lwi_writer_call(f->store, cut, &by_count, &error), 0);
    assert_int_equal(verify(f, 0, "").records, 20);
    fill(f, 1);
    struct lwi_audit_verdict before = verify(f, 0, "");
    assert_int_equal(lwi_writer_call(f->store, cut, &by_count, &error), 0);
    struct lwi_audit_verdict v = verify(f, 21, before.head);
    assert_int_equal(v.broken_seq, 0);
    assert_int_equal(v.anchor_seq, 3);
    assert_int_equal(v.first_seq, 4);
    assert_int_equal(v.last_seq, 22); /* that of the cut */
    /* What was noted and has gone since is no finding. */
    assert_int_equal(verify(f, 2, before.head).broken_seq, 0);
    /* By age all but the newest goes. */
    by_age.before_ns = INT64_MAX;
    fill(f, 2);
    assert_int_equal(lwi_writer_call(f->store, cut, &by_age, &error), 0);
    v = verify(f, 0, "");
    assert_int_equal(v.broken_seq, 0);
    assert_int_equal(v.records, 1);
    fill(f, 2);
    assert_int_equal(verify(f, 0, "").broken_seq, 0);
    tamper(f, "delete from audit where operation = 'auditCut'");
    assert_int_not_equal(verify(f, 0, "").broken_seq, 0);
}

static void test_interrupted_is_recorded(void **state)
{
    struct fixture *f = *state;
    struct lw_error error = {0};
    int64_t done = 0, lost = 0;
    struct lwi_audit_record record = {.kind = "deletion",
                                      .operation = "removeCamera",
                                      .user = "ada",
                                      .target = "/api/v1/cameras/yard"};
    assert_int_equal(lwi_store_audit_open(f->store, &record, &done, &error), 0);
    assert_int_equal(lwi_store_audit_open(f->store, &record, &lost, &error), 0);
    add(f, "ada", done);
    lwi_store_close(&f->store);
    assert_int_equal(lwi_store_open(&f->store, f->dir, NULL, &error), 0);
    struct lwi_audit_record *records = NULL;
    size_t count = 0;
    const struct lwi_audit_query query = {.result = "interrupted", .limit = 10};
    assert_int_equal(lwi_store_audit_list(f->store, &query, &records, &count, &error), 0);
    assert_int_equal(count, 1);
    assert_string_equal(records[0].operation, "removeCamera");
    assert_string_equal(records[0].user, "ada");
    assert_int_equal(records[0].status, 0);
    lwi_audit_list_free(records, count);
    assert_int_equal(verify(f, 0, "").records, 2);
}

/* What anybody may send is stored as one line of text, or not at all. */
static void test_any_bytes(void **state)
{
    struct fixture *f = *state;
    add(f, "caf\xc3\xa9", 0);
    add(f, "a\nb\x7f\xff", 0);
    add(f, "\xe2\x82", 0);
    struct lwi_audit_record *records = NULL;
    size_t count = 0;
    const struct lwi_audit_query query = {.limit = 10, .oldest_first = 1};
    assert_int_equal(lwi_store_audit_list(f->store, &query, &records, &count, NULL), 0);
    assert_int_equal(count, 3);
    assert_string_equal(records[0].user, "caf\xc3\xa9");
    assert_string_equal(records[1].user, "a?b??");
    assert_string_equal(records[2].user, "??");
    for (size_t i = 1; i < count; i++)
        assert_memory_equal(records[i].previous, records[i - 1].hash, LWI_AUDIT_HASH_BYTES);
    lwi_audit_list_free(records, count);
    assert_int_equal(verify(f, 0, "").broken_seq, 0);
}

static void check_changes(const char *before, const char *after, const char *sent,
                          const char *expected)
{
    json_t *a = before ? json_loads(before, 0, NULL) : NULL;
    json_t *b = after ? json_loads(after, 0, NULL) : NULL;
    json_t *c = sent ? json_loads(sent, 0, NULL) : NULL;
    json_t *changes = lwi_changes_between(a, b, c);
    char *text = json_dumps(changes, JSON_COMPACT | JSON_SORT_KEYS);
    assert_string_equal(text, expected);
    free(text);
    json_decref(changes);
    json_decref(a);
    json_decref(b);
    json_decref(c);
}

static void test_changes(void **state)
{
    (void) state;
    check_changes("{\"a\":1,\"b\":2}", "{\"a\":1,\"b\":3}", NULL, "{\"b\":{\"new\":3,\"old\":2}}");
    check_changes("{\"a\":1}", "{\"a\":1}", "{\"a\":1}", "{}");
    check_changes("{\"a\":{\"x\":1,\"y\":[1,2]}}", "{\"a\":{\"x\":1,\"y\":[2]}}", NULL,
                  "{\"a.y\":{\"new\":[2],\"old\":[1,2]}}");
    check_changes("{\"a\":1}", NULL, NULL, "{\"a\":{\"old\":1}}");
    /* Secrets: by their name, by being sent and not shown, inside of URLs. */
    check_changes(NULL, "{\"password\":\"p\",\"api_key\":\"k\",\"pin\":1234}", NULL,
                  "{\"api_key\":{\"new\":\"***\"},\"password\":{\"new\":\"***\"},\"pin\":{\"new\":"
                  "\"***\"}}");
    check_changes("{\"has\":true}", "{\"has\":true}", "{\"phrase\":\"p\"}",
                  "{\"phrase\":{\"new\":\"***\"}}");
    check_changes("{\"s\":{\"word\":true}}", "{\"s\":{\"word\":true}}", "{\"s\":{\"word\":\"p\"}}",
                  "{\"s.word\":{\"new\":\"***\"}}");
    check_changes(NULL, "{\"url\":\"rtsp://u:p/@h/path?token=t\"}", NULL,
                  "{\"url\":{\"new\":\"rtsp://***@h/path?***\"}}");
    check_changes(NULL, "{\"token\":{\"id\":\"1\",\"label\":\"ci\",\"value\":\"v\"}}", NULL,
                  "{\"token\":{\"new\":{\"id\":\"1\",\"label\":\"ci\"}}}");
    check_changes(NULL, "{\"list\":[{\"user\":\"u\",\"password\":\"p\"}]}", NULL,
                  "{\"list\":{\"new\":[{\"password\":\"***\",\"user\":\"u\"}]}}");
    check_changes(NULL, "{\"yaml\":\"password: p\\nmore\"}", NULL,
                  "{\"yaml\":{\"new\":\"(16 bytes)\"}}");
}

static void test_text_is_cleaned(void **state)
{
    (void) state;
    char text[40];
    lwi_changes_clean_text("see http://a:b@h/x?k=v#f and ftp://c@d now", text, sizeof(text));
    assert_string_equal(text, "see http://***@h/x?*** and ftp://***@d ");
    lwi_changes_clean_text("no address", text, sizeof(text));
    assert_string_equal(text, "no address");
    char small[6];
    lwi_changes_clean_text("abc\xc3\xa9\xc3\xa9", small, sizeof(small));
    assert_string_equal(small, "abc\xc3\xa9");
    lwi_changes_clean_text("abcd\xc3\xa9", small, sizeof(small));
    assert_string_equal(small, "abcd");
}

static void test_if_match(void **state)
{
    (void) state;
    assert_true(lwi_peek_matches("\"aa\"", "\"aa\""));
    assert_true(lwi_peek_matches("\"bb\", \"aa\"", "\"aa\""));
    assert_true(lwi_peek_matches("*", "\"aa\""));
    assert_false(lwi_peek_matches("\"bb\"", "\"aa\""));
    assert_false(lwi_peek_matches("", "\"aa\""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_chain_is_whole, setup, teardown),
        cmocka_unit_test_setup_teardown(test_tampering_is_seen, setup, teardown),
        cmocka_unit_test_setup_teardown(test_only_added_to, setup, teardown),
        cmocka_unit_test_setup_teardown(test_cut_is_signed, setup, teardown),
        cmocka_unit_test_setup_teardown(test_interrupted_is_recorded, setup, teardown),
        cmocka_unit_test_setup_teardown(test_any_bytes, setup, teardown),
        cmocka_unit_test(test_changes),
        cmocka_unit_test(test_text_is_cleaned),
        cmocka_unit_test(test_if_match),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
