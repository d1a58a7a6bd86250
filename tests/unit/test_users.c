/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The store: users, the cameras that they may see, sessions and API tokens. */
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
#include <sqlite3.h>

#include "api/auth.h"
#include "store/store.h"

struct fixture {
    char dir[64];
    struct lwi_store *store;
};

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

static int add_user(struct fixture *f, const char *name, const char *hash, const char *role,
                    size_t most)
{
    struct lwi_store_user user = {.password_ns = 3};
    (void) snprintf(user.name, sizeof(user.name), "%s", name);
    (void) snprintf(user.role, sizeof(user.role), "%s", role);
    return lwi_store_user_add(f->store, &user, hash, most, NULL);
}

static int set_role(struct fixture *f, const char *name, const char *role)
{
    const struct lwi_store_user_change change = {.role = role};
    return lwi_store_user_change(f->store, name, &change, NULL);
}

static int set_cameras(struct fixture *f, const char *name, const char *cameras)
{
    const struct lwi_store_user_change change = {.set_cameras = 1, .cameras = cameras};
    return lwi_store_user_change(f->store, name, &change, NULL);
}

static int set_hash(struct fixture *f, const char *name, const char *hash)
{
    const struct lwi_store_password password = {.hash = hash, .time_ns = 5, .forget = 1};
    return lwi_store_user_password(f->store, name, &password, NULL);
}

static void test_roles(void **state)
{
    struct fixture *f = *state;
    struct lwi_store_user *users;
    size_t count;
    assert_int_equal(add_user(f, "admin", "$a", "administrator", 2), 0);
    assert_int_equal(add_user(f, "ada", "$b", "viewer", 2), 0);
    assert_int_equal(add_user(f, "bob", "$b", "viewer", 2), -EEXIST);

    /* There is always an administrator. */
    assert_int_equal(set_role(f, "admin", "operator"), -EPERM);
    assert_int_equal(lwi_store_user_delete(f->store, "admin", NULL), -EPERM);
    assert_int_equal(set_role(f, "eve", "operator"), -ENOENT);
    assert_int_equal(lwi_store_user_delete(f->store, "eve", NULL), -ENOENT);

    struct lwi_store_token token = {
        .id = "t1", .user = "ada", .is_session = 1, .used_ns = 7, .expires_ns = 100};
    struct lwi_store_token old = {.id = "t2", .user = "ada", .used_ns = 50, .expires_ns = 60};
    uint8_t secret[32] = {1}, other[32] = {2};
    assert_int_equal(lwi_store_token_put(f->store, secret, &token, NULL), 0);
    assert_int_equal(lwi_store_token_put(f->store, other, &old, NULL), 0);
    assert_int_equal(lwi_store_user_list(f->store, 60, &users, &count, NULL), 0);
    assert_int_equal(count, 2);
    assert_string_equal(users[0].name, "ada");
    assert_string_equal(users[0].role, "viewer");
    assert_int_equal(users[0].sessions, 1);
    assert_int_equal(users[0].tokens, 0);
    assert_int_equal(users[0].used_ns, 7);
    assert_int_equal(users[1].sessions, 0);
    lwi_store_user_list_free(users, count);

    assert_int_equal(set_role(f, "ada", "administrator"), 0);
    struct lwi_store_token got;
    assert_int_equal(lwi_store_token_find(f->store, secret, &got, NULL), 0);
    assert_string_equal(got.user_role, "administrator");
    assert_int_equal(lwi_store_user_delete(f->store, "admin", NULL), 0);
    assert_int_equal(lwi_store_user_delete(f->store, "ada", NULL), -EPERM);
    assert_int_equal(add_user(f, "bob", "$b", "administrator", 2), 0);
    assert_int_equal(lwi_store_user_delete(f->store, "ada", NULL), 0);
    assert_int_equal(lwi_store_token_find(f->store, secret, &got, NULL), -ENOENT);
}

static void test_users_and_tokens(void **state)
{
    struct fixture *f = *state;
    size_t count;
    char *hash;
    uint8_t secret[32] = {1}, other[32] = {2};
    assert_int_equal(lwi_store_user_count(f->store, &count, NULL), 0);
    assert_int_equal(count, 0);
    assert_int_equal(add_user(f, "admin", "$argon2id$1", "administrator", 2), 0);
    assert_int_equal(add_user(f, "admin", "$argon2id$3", "viewer", 2), -EEXIST);
    assert_int_equal(set_hash(f, "admin", "$argon2id$2"), 0);
    assert_int_equal(set_hash(f, "eve", "$argon2id$2"), -ENOENT);
    assert_int_equal(lwi_store_user_hash(f->store, "admin", &hash, NULL), 0);
    assert_string_equal(hash, "$argon2id$2");
    free(hash);
    assert_int_equal(lwi_store_user_hash(f->store, "eve", &hash, NULL), -ENOENT);

    struct lwi_store_token token = {
        .id = "t1", .user = "admin", .label = "backup", .created_ns = 5};
    assert_int_equal(lwi_store_token_put(f->store, secret, &token, NULL), 0);
    struct lwi_store_token stray = {.id = "t2", .user = "eve"};
    assert_int_equal(lwi_store_token_put(f->store, other, &stray, NULL), -ENOENT);
    struct lwi_store_token got;
    lwi_store_token_touch(f->store, secret, 77, 99);
    reopen(f);
    assert_int_equal(lwi_store_token_find(f->store, secret, &got, NULL), 0);
    assert_string_equal(got.label, "backup");
    assert_int_equal(got.used_ns, 77);
    assert_int_equal(got.expires_ns, 99);
    assert_int_equal(lwi_store_token_find(f->store, other, &got, NULL), -ENOENT);
    struct lwi_store_token *tokens;
    assert_int_equal(lwi_store_token_list(f->store, "admin", &tokens, &count, NULL), 0);
    assert_int_equal(count, 1);
    lwi_store_token_list_free(tokens, count);
    assert_int_equal(lwi_store_token_delete(f->store, "t1", NULL), 0);
    assert_int_equal(lwi_store_token_delete(f->store, "t1", NULL), -ENOENT);
}

static char *cameras_of(struct fixture *f, const char *name)
{
    struct lwi_store_user *users;
    size_t count;
    char *cameras = NULL;
    assert_int_equal(lwi_store_user_list(f->store, 0, &users, &count, NULL), 0);
    for (size_t i = 0; i < count; i++)
        if (strcmp(users[i].name, name) == 0 && users[i].cameras)
            cameras = strdup(users[i].cameras);
    lwi_store_user_list_free(users, count);
    return cameras;
}

static void test_cameras_of_users(void **state)
{
    struct fixture *f = *state;
    struct lw_error error = {0};
    const struct lwi_store_user_change wrong = {.set_cameras = 1, .cameras = "[\"a\",\"z\"]"};
    assert_int_equal(lwi_store_camera_put(f->store, "a", "{}", NULL, NULL), 0);
    assert_int_equal(lwi_store_camera_put(f->store, "b", "{}", NULL, NULL), 0);
    assert_int_equal(add_user(f, "admin", "$a", "administrator", 9), 0);
    assert_int_equal(add_user(f, "ada", "$a", "viewer", 9), 0);
    assert_null(cameras_of(f, "ada"));
    assert_int_equal(lwi_store_user_change(f->store, "ada", &wrong, &error), -EINVAL);
    assert_non_null(strstr(error.message, "'z'"));
    assert_null(cameras_of(f, "ada"));
    assert_int_equal(set_cameras(f, "admin", "[]"), -EINVAL);
    assert_int_equal(set_cameras(f, "eve", "[]"), -ENOENT);
    assert_int_equal(set_cameras(f, "ada", "[\"b\",\"a\",\"b\"]"), 0);
    reopen(f);
    char *cameras = cameras_of(f, "ada");
    assert_string_equal(cameras, "[\"a\",\"b\"]");
    free(cameras);
    /* A camera that goes is not there any more, and one of its name later is another. */
    assert_int_equal(lwi_store_camera_delete(f->store, "b", NULL), 0);
    assert_int_equal(lwi_store_camera_put(f->store, "b", "{}", NULL, NULL), 0);
    cameras = cameras_of(f, "ada");
    assert_string_equal(cameras, "[\"a\"]");
    free(cameras);
    /* Events and rows of others are not listed; none of the system itself either. */
    struct lwi_event e = {.started_ns = 1, .confirmed_ns = 1, .refreshed_ns = 1, .score = 1};
    static const char *const of[] = {"a", "b", ""};
    for (int i = 0; i < 3; i++) {
        (void) snprintf(e.condition, sizeof(e.condition), "x");
        (void) snprintf(e.camera_id, sizeof(e.camera_id), "%s", of[i]);
        (void) snprintf(e.source, sizeof(e.source), "%s", of[i][0] ? "" : "system");
        assert_int_equal(lwi_store_event_start(f->store, &e, NULL, &error), 0);
    }
    struct lwi_event_query query = {.limit = 10, .cameras = "[\"a\"]"};
    struct lwi_event *events;
    size_t count;
    assert_int_equal(lwi_store_event_list(f->store, &query, &events, &count, NULL), 0);
    assert_int_equal(count, 1);
    assert_string_equal(events[0].camera_id, "a");
    free(events);
    query.cameras = "[]";
    assert_int_equal(lwi_store_event_list(f->store, &query, &events, &count, NULL), 0);
    assert_int_equal(count, 0);
    free(events);
    /* An administrator sees all again. */
    assert_int_equal(set_role(f, "ada", "administrator"), 0);
    assert_null(cameras_of(f, "ada"));
}

/* The first administrator and 31 more; the message says what to do. */
static void test_there_are_32(void **state)
{
    struct fixture *f = *state;
    struct lw_error error = {0};
    struct lwi_store_user more = {.name = "more", .role = "viewer"};
    assert_int_equal(add_user(f, "admin", "$a", "administrator", LWI_AUTH_USERS_MAX), 0);
    for (int i = 0; i < 31; i++) {
        char name[16];
        (void) snprintf(name, sizeof(name), "u%d", i);
        assert_int_equal(add_user(f, name, "$a", "viewer", LWI_AUTH_USERS_MAX), 0);
    }
    assert_int_equal(lwi_store_user_add(f->store, &more, "$a", LWI_AUTH_USERS_MAX, &error),
                     -EEXIST);
    assert_non_null(strstr(error.message, "32 users"));
    assert_non_null(strstr(error.hint, "Remove one"));
}

static void test_known_addresses(void **state)
{
    struct fixture *f = *state;
    struct lwi_store_token token = {.user = "ada", .is_session = 1};
    uint8_t hash[32] = {0};
    assert_int_equal(add_user(f, "ada", "$a", "administrator", 9), 0);
    for (uint8_t i = 0; i < 20; i++) {
        hash[0] = i;
        token.created_ns = i;
        (void) snprintf(token.id, sizeof(token.id), "t%d", i);
        (void) snprintf(token.network, sizeof(token.network), "192.0.2.%d", i);
        assert_int_equal(lwi_store_token_put(f->store, hash, &token, NULL), 0);
    }
    /* The newest sixteen. */
    assert_int_equal(lwi_store_address_is_known(f->store, "ada", "192.0.2.3", NULL), 0);
    assert_int_equal(lwi_store_address_is_known(f->store, "ada", "192.0.2.4", NULL), 1);
    assert_int_equal(lwi_store_address_is_known(f->store, "bob", "192.0.2.4", NULL), 0);
    assert_int_equal(set_hash(f, "ada", "$b"), 0);
    assert_int_equal(lwi_store_address_is_known(f->store, "ada", "192.0.2.19", NULL), 0);
}

/* As many as there may be, made by another connection, for the sake of time. */
static void fill(struct fixture *f, int64_t expires_ns)
{
    sqlite3 *db;
    char path[128], sql[400];
    (void) snprintf(path, sizeof(path), "%s/lenswatch.db", f->dir);
    (void) snprintf(sql, sizeof(sql),
                    "with recursive n (i) as (select 1 union all select i + 1 from n"
                    " where i < 10000) insert into token (id, hash, user, label, is_session,"
                    " created_ns, expires_ns, used_ns, address, role, is_read_only, is_limited)"
                    " select 'n' || i, cast(printf('%%032d', i) as blob),"
                    " 'ada', '', 0, 1, %lld, 0, '', '', 0, 0 from n",
                    (long long) expires_ns);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        fail_msg("%s", sqlite3_errmsg(db));
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

/* Too many tokens are not a full disk. */
static void test_too_many_tokens(void **state)
{
    struct fixture *f = *state;
    struct lw_error error = {0};
    struct lwi_store_health health;
    struct lwi_store_token token = {.id = "last", .user = "ada", .created_ns = 100};
    const uint8_t hash[32] = {1};
    assert_int_equal(add_user(f, "ada", "$a", "administrator", 9), 0);
    fill(f, /* expires_ns= */ 0);
    assert_int_equal(lwi_store_token_put(f->store, hash, &token, &error), -EDQUOT);
    assert_non_null(strstr(error.message, "10000"));
    assert_true(error.hint[0]);
    lwi_store_health(f->store, &health);
    assert_int_equal(health.code, 0);
    /* Those that have expired give way. */
    assert_int_equal(lwi_store_user_delete(f->store, "ada", NULL), -EPERM);
    assert_int_equal(add_user(f, "bob", "$a", "administrator", 9), 0);
    assert_int_equal(lwi_store_user_delete(f->store, "ada", NULL), 0);
    assert_int_equal(add_user(f, "ada", "$a", "viewer", 9), 0);
    fill(f, /* expires_ns= */ 99);
    assert_int_equal(lwi_store_token_put(f->store, hash, &token, &error), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_roles, setup, teardown),
        cmocka_unit_test_setup_teardown(test_users_and_tokens, setup, teardown),
        cmocka_unit_test_setup_teardown(test_cameras_of_users, setup, teardown),
        cmocka_unit_test_setup_teardown(test_there_are_32, setup, teardown),
        cmocka_unit_test_setup_teardown(test_known_addresses, setup, teardown),
        cmocka_unit_test_setup_teardown(test_too_many_tokens, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
