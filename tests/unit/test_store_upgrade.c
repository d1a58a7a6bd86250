/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The store: databases of earlier versions, and what the present one has beside them. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "store/db.h"
#include "store/outbox.h"
#include "store/store.h"
#include "store/upgrade.h"

struct fixture {
    char dir[64];
    struct lwi_store *store;
};

static const uint8_t jpeg[] = {0xff, 0xd8, 0xff, 0xd9, 1, 2, 3};
static const uint8_t jpeg2[] = {0xff, 0xd8, 0xff, 0xd9, 4, 5};

static int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));
    (void) snprintf(f->dir, sizeof(f->dir), "/tmp/lenswatch-store-XXXXXX");
    assert_non_null(mkdtemp(f->dir));
    struct lw_error error;
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

static void reopen(struct fixture *f)
{
    lwi_store_close(&f->store);
    assert_int_equal(lwi_store_open(&f->store, f->dir, NULL, NULL), 0);
}

static void count_finding(void *cookie, const char *finding)
{
    (void) cookie;
    print_message("finding: %s\n", finding);
}

static int findings(struct fixture *f)
{
    struct lw_error error = {0};
    int r = lwi_store_check(f->dir, count_finding, NULL, &error);
    if (r < 0)
        print_message("check: %s\n", error.message);
    return r;
}

/* The mechanism of upgrades, with a made-up history of three versions. */
static void test_upgrade_steps(void **state)
{
    (void) state;
    static const char *const v1[] = {NULL};
    static const char *const v3[] = {
        "alter table t add column b integer not null default 5",
        "create table u (a integer references t (a)); insert into u values (1)", NULL};
    static const char *const broken[] = {
        "alter table t add column b integer not null default 5",
        "insert into t values (3, 3); create table u (a integer references t (a));"
        "insert into u values (7)",
        NULL};
    static const char schema[] =
        "create table version (version integer primary key, since_ns integer, program text);"
        "create table t (a integer primary key); insert into t values (1)";
    sqlite3 *db;
    int version;
    int64_t value;
    struct lw_error error;
    assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
    assert_int_equal(lwi_upgrade_run(db, schema, v1, &error), 0);
    assert_int_equal(lwi_upgrade_version(db, &version, &error), 0);
    assert_int_equal(version, 1);
    /* A step that breaks a reference is undone, the one before it stays. */
    assert_int_equal(lwi_upgrade_run(db, schema, broken, &error), -EBADMSG);
    assert_int_equal(lwi_upgrade_version(db, &version, &error), 0);
    assert_int_equal(version, 2);
    assert_int_equal(lwi_db_integer(db, &value, &error, "select count(*) from t"), 0);
    assert_int_equal(value, 1);
    assert_int_equal(lwi_upgrade_run(db, schema, v3, &error), 0);
    assert_int_equal(lwi_upgrade_version(db, &version, &error), 0);
    assert_int_equal(version, 3);
    assert_int_equal(lwi_db_integer(db, &value, &error, "select b from t where a = 1"), 0);
    assert_int_equal(value, 5);
    assert_int_equal(lwi_upgrade_run(db, schema, v3, &error), 0);
    assert_int_equal(lwi_upgrade_run(db, schema, v1, &error), -ENOTSUP);
    (void) sqlite3_close(db);
}

static char *read_text(const char *path)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    char *text = calloc(1, 100000);
    assert_true(fread(text, 1, 99999, file) > 0);
    assert_int_equal(fclose(file), 0);
    return text;
}

/* A database as version 1 made it, with a camera and an event in it. */
static void test_upgrade_from_v1(void **state)
{
    struct fixture *f = *state;
    static const char *const none[] = {NULL};
    char path[128];
    sqlite3 *db;
    struct lw_error error;
    lwi_store_close(&f->store);
    (void) snprintf(path, sizeof(path), "%s/lenswatch.db", f->dir);
    assert_int_equal(unlink(path), 0);
    char *schema = read_text(TEST_DATA "/schema_v1.sql");
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(lwi_upgrade_run(db, schema, none, &error), 0);
    free(schema);
    assert_int_equal(
        sqlite3_exec(db,
                     "insert into camera (id, settings) values ('a', '{}');"
                     "insert into event values (7, 1, 'defocus', 10, 20, 30, 40, 0.5, 'r', 'e');"
                     "insert into measurement values (1, 3600000000001, 1, 100, 9000, 500),"
                     " (1, 3600000000002, 0, null, null, 700);",
                     NULL, NULL, NULL),
        SQLITE_OK);
    (void) sqlite3_close(db);

    assert_int_equal(lwi_store_open(&f->store, f->dir, NULL, &error), 0);
    struct lwi_store_stats stats;
    lwi_store_stats(f->store, &stats);
    assert_int_equal(stats.version, lwi_upgrade_target(lwi_store_steps));
    struct lwi_event e;
    assert_int_equal(lwi_store_event_get(f->store, 7, &e, NULL), 0);
    assert_string_equal(e.camera_id, "a");
    assert_int_equal(lwi_store_baseline_put(f->store, "a", 5, jpeg, sizeof(jpeg), &error), 0);
    assert_int_equal(findings(f), 0);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    int64_t value;
    assert_int_equal(lwi_db_integer(db, &value, &error,
                                    "select hour * 1000000 + pictures * 100000 + clear * 10000"
                                    " + judged * 1000 + brightness_sum from hour"),
                     0);
    assert_int_equal(value, 1212200);
    (void) sqlite3_close(db);

    /* It is now as a new one is. */
    sqlite3 *fresh;
    assert_int_equal(sqlite3_open(":memory:", &fresh), SQLITE_OK);
    assert_int_equal(lwi_upgrade_run(fresh, lwi_store_schema, lwi_store_steps, &error), 0);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    static const char shape[] = "select group_concat(x, char(10)) from (select type || ' ' || name"
                                " || ' ' || coalesce(sql, '') as x from sqlite_master"
                                " where name not like 'sqlite_%' order by type, name)";
    sqlite3_stmt *a, *b;
    assert_int_equal(sqlite3_prepare_v2(fresh, shape, -1, &a, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, shape, -1, &b, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(a), SQLITE_ROW);
    assert_int_equal(sqlite3_step(b), SQLITE_ROW);
    assert_string_equal((const char *) sqlite3_column_text(a, 0),
                        (const char *) sqlite3_column_text(b, 0));
    (void) sqlite3_finalize(a);
    (void) sqlite3_finalize(b);
    (void) sqlite3_close(fresh);
    (void) sqlite3_close(db);
}

/* What a token of before may do, it still may. */
static void check_old_token(struct fixture *f)
{
    struct lwi_store_token token;
    const uint8_t hash[32] = {0};
    assert_int_equal(lwi_store_token_find(f->store, hash, &token, NULL), 0);
    assert_string_equal(token.label, "script");
    assert_string_equal(token.user_role, "viewer");
    assert_null(token.cameras);
    assert_true(token.password_ns > 0);
    assert_false(token.must_change || token.is_limited || token.is_read_only || token.role[0]);
}

/* Of version 4: what hangs on an event, and what waits in the outbox, stays as it is. */
static void test_upgrade_from_v4(void **state)
{
    struct fixture *f = *state;
    const char *const first[] = {lwi_store_steps[0], lwi_store_steps[1], lwi_store_steps[2], NULL};
    static const char *const none[] = {NULL};
    char path[128];
    sqlite3 *db;
    struct lw_error error;
    lwi_store_close(&f->store);
    (void) snprintf(path, sizeof(path), "%s/lenswatch.db", f->dir);
    assert_int_equal(unlink(path), 0);
    char *schema = read_text(TEST_DATA "/schema_v1.sql");
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(lwi_upgrade_run(db, schema, none, &error), 0);
    assert_int_equal(lwi_upgrade_run(db, schema, first, &error), 0);
    free(schema);
    assert_int_equal(
        sqlite3_exec(
            db,
            "insert into camera (id, settings) values ('a', '{}');"
            "insert into event values (7, 1, 'defocus', 10, 20, 30, null, 0.5, 'r', '', '', 'n');"
            "insert into event values (9, 1, 'covered', 10, 20, 30, 40, 0.5, 'r', 'e', '', '');"
            "insert into picture values (7, 'start', 4, x'ffd8ff00');"
            "insert into mark values (7, 5, 'bo', 'so', 1);"
            "insert into user values ('bo', '$h', 'viewer');"
            "insert into token values ('t', zeroblob(32), 'bo', 'script', 0, 5, 0, 6);"
            "insert into setting values ('rule', 'x', zeroblob(40));"
            "insert into outbox (id, key, action, rule, camera, event_id, condition, phase,"
            " document, needs_open, needs_silence, fold_min, created_ns, due_ns, next_ns,"
            " expires_ns) values (3, '0123456789abcdef0123456789abcdef', 'm', 'x', 'a', 7,"
            " 'defocus', 0, '{}', 1, 0, 0, 1, 2, 3, 4);"
            "delete from event where id = 9;",
            NULL, NULL, NULL),
        SQLITE_OK);
    (void) sqlite3_close(db);

    assert_int_equal(lwi_store_open(&f->store, f->dir, NULL, &error), 0);
    struct lwi_event e;
    struct lwi_store_mark mark;
    struct lwi_outbox_row *rows;
    const struct lwi_outbox_query query = {.limit = 10};
    size_t count;
    assert_int_equal(lwi_store_event_get(f->store, 7, &e, NULL), 0);
    assert_string_equal(e.note, "n");
    assert_int_equal(e.pictures, LWI_PICTURE_START);
    assert_int_equal(lwi_store_mark_get(f->store, 7, &mark, NULL), 0);
    assert_int_equal(mark.is_false_alarm, 1);
    assert_int_equal(lwi_store_outbox_list(f->store, &query, &rows, &count, NULL), 0);
    assert_int_equal(count, 1);
    assert_int_equal(rows[0].id, 3);
    assert_string_equal(rows[0].state, "waiting");
    free(rows);
    check_old_token(f);
    /* No number is given a second time; and the end of the event is a step for the rules. */
    struct lwi_event other = {.started_ns = 1, .confirmed_ns = 1, .refreshed_ns = 1};
    (void) snprintf(other.condition, sizeof(other.condition), "disk_full");
    (void) snprintf(other.source, sizeof(other.source), "system");
    assert_int_equal(lwi_store_event_start(f->store, &other, NULL, NULL), 0);
    assert_int_equal(other.id, 10);
    assert_int_equal(lwi_store_event_end(f->store, 7, 50, "cleared", NULL, NULL), 0);
    struct lwi_store_step *steps;
    assert_int_equal(lwi_store_step_list(f->store, 10, &steps, &count, NULL), 0);
    assert_int_equal(count, 2);
    assert_int_equal(steps[1].phase, 2);
    lwi_store_step_list_free(steps, count);
    assert_int_equal(findings(f), 0);
}

static void test_baseline(void **state)
{
    struct fixture *f = *state;
    uint8_t *data;
    size_t size;
    int64_t time_ns;
    struct lw_error error;
    assert_int_equal(lwi_store_baseline_put(f->store, "a", 5, jpeg, sizeof(jpeg), &error), -ENOENT);
    assert_int_equal(lwi_store_camera_put(f->store, "a", "{}", NULL, NULL), 0);
    assert_int_equal(lwi_store_baseline_get(f->store, "a", &time_ns, &data, &size, NULL), -ENOENT);
    assert_int_equal(lwi_store_baseline_put(f->store, "a", 5, jpeg, sizeof(jpeg), &error), 0);
    assert_int_equal(lwi_store_baseline_put(f->store, "a", 6, jpeg2, sizeof(jpeg2), &error), 0);
    reopen(f);
    assert_int_equal(lwi_store_baseline_get(f->store, "a", &time_ns, &data, &size, NULL), 0);
    assert_int_equal(time_ns, 6);
    assert_int_equal(size, sizeof(jpeg2));
    assert_memory_equal(data, jpeg2, size);
    free(data);
    assert_int_equal(lwi_store_baseline_delete(f->store, "a", NULL), 0);
    assert_int_equal(lwi_store_baseline_delete(f->store, "a", NULL), 0);
    assert_int_equal(lwi_store_baseline_get(f->store, "a", &time_ns, &data, &size, NULL), -ENOENT);
    /* It goes with its camera. */
    assert_int_equal(lwi_store_baseline_put(f->store, "a", 7, jpeg, sizeof(jpeg), &error), 0);
    assert_int_equal(lwi_store_camera_delete(f->store, "a", NULL), 0);
    assert_int_equal(findings(f), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_upgrade_steps),
        cmocka_unit_test_setup_teardown(test_upgrade_from_v1, setup, teardown),
        cmocka_unit_test_setup_teardown(test_upgrade_from_v4, setup, teardown),
        cmocka_unit_test_setup_teardown(test_baseline, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
