/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Sessions, tokens and the administrator over a real store and a clock that the test turns. */
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

#include "api/auth.h"
#include "base/clock.h"

#define PASSWORD "Watch-the-lens-7"
#define OTHER    "Watch-the-door-8"

struct fixture {
    char dir[128];
    int64_t now_ns;
    struct lwi_clock clock;
    struct lwi_store *store;
    struct lwi_auth *auth;
};

static int64_t read_now(void *cookie)
{
    return ((struct fixture *) cookie)->now_ns;
}

static int setup(void **state)
{
    const char *tmp = getenv("TMPDIR");
    struct fixture *f = calloc(1, sizeof(*f));
    assert_non_null(f);
    (void) snprintf(f->dir, sizeof(f->dir), "%s/lenswatch-auth-XXXXXX", tmp ? tmp : P_tmpdir);
    assert_non_null(mkdtemp(f->dir));
    f->now_ns = INT64_C(1795255200) * LWI_NS_PER_S;
    f->clock = (struct lwi_clock){read_now, read_now, f};
    assert_int_equal(lwi_store_open(&f->store, f->dir, NULL, NULL), 0);
    assert_int_equal(lwi_auth_new(&f->auth, f->store, &f->clock, NULL, NULL), 0);
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;
    char command[200];
    lwi_auth_free(&f->auth);
    lwi_store_close(&f->store);
    static const char *const files[] = {"lenswatch.db", "lenswatch.db-wal", "lenswatch.db-shm",
                                        "lock",         "secret.key",       NULL};
    for (int i = 0; files[i]; i++) {
        (void) snprintf(command, sizeof(command), "%s/%s", f->dir, files[i]);
        (void) unlink(command);
    }
    (void) rmdir(f->dir);
    free(f);
    return 0;
}

static int login(struct fixture *f, const char *user, const char *password)
{
    static const uint8_t address[LWI_LIMITER_KEY] = {127, 0, 0, 1};
    int64_t wait = 0;
    return lwi_auth_login(f->auth, address, user, password, /* code= */ "", &wait, NULL);
}

static void activate(struct fixture *f)
{
    assert_int_equal(lwi_auth_activate(f->auth, "admin", PASSWORD, NULL), 0);
}

/* As after a restart of the daemon; what was queued for the store is written then. */
static void restart(struct fixture *f)
{
    lwi_auth_free(&f->auth);
    lwi_store_close(&f->store);
    assert_int_equal(lwi_store_open(&f->store, f->dir, NULL, NULL), 0);
    assert_int_equal(lwi_auth_new(&f->auth, f->store, &f->clock, NULL, NULL), 0);
}

static void test_activation(void **state)
{
    struct fixture *f = *state;
    struct lw_error error = {0};
    assert_false(lwi_auth_activated(f->auth));
    assert_int_equal(login(f, "admin", ""), -EACCES);
    assert_int_equal(lwi_auth_activate(f->auth, "admin", "admin", &error), -EINVAL);
    assert_false(lwi_auth_activated(f->auth));
    activate(f);
    assert_true(lwi_auth_activated(f->auth));
    assert_int_equal(lwi_auth_activate(f->auth, "other", OTHER, &error), -EALREADY);
    assert_int_equal(login(f, "admin", PASSWORD), 0);
    assert_int_equal(login(f, "other", OTHER), -EACCES);
    restart(f);
    assert_true(lwi_auth_activated(f->auth));
}

static void test_login_locks(void **state)
{
    struct fixture *f = *state;
    activate(f);
    for (int i = 0; i < LWI_LIMITER_FREE; i++)
        assert_int_equal(login(f, "admin", "wrong"), -EACCES);
    assert_int_equal(login(f, "admin", PASSWORD), -EAGAIN); /* the right one has to wait, too */
    f->now_ns += 61 * LWI_NS_PER_S;
    assert_int_equal(login(f, "admin", PASSWORD), 0);
    assert_int_equal(login(f, "admin", "wrong"), -EACCES); /* a success begins anew */
}

static void test_session(void **state)
{
    struct fixture *f = *state;
    struct lwi_identity who;
    char secret[LWI_AUTH_SECRET_SIZE];
    activate(f);
    assert_int_equal(lwi_auth_session_start(f->auth, "admin", secret, &who, NULL), 0);
    assert_int_equal(who.by, LWI_AUTH_SESSION);
    assert_int_equal(strlen(secret), 43);
    memset(&who, 0, sizeof(who));
    assert_int_equal(lwi_auth_identify(f->auth, secret, 1, &who), 0);
    assert_string_equal(who.user, "admin");
    /* A cookie is no bearer token. */
    assert_int_equal(lwi_auth_identify(f->auth, secret, 0, &who), -EACCES);
    secret[5] = secret[5] == 'a' ? 'b' : 'a';
    assert_int_equal(lwi_auth_identify(f->auth, secret, 1, &who), -EACCES);
    assert_int_equal(lwi_auth_identify(f->auth, "", 1, &who), -EACCES);
    char long_one[1000];
    memset(long_one, 'a', sizeof(long_one) - 1);
    long_one[sizeof(long_one) - 1] = '\0';
    assert_int_equal(lwi_auth_identify(f->auth, long_one, 1, &who), -EACCES);
}

static void test_session_expires(void **state)
{
    struct fixture *f = *state;
    struct lwi_identity who;
    char secret[LWI_AUTH_SECRET_SIZE];
    const int64_t day = 24 * 3600 * LWI_NS_PER_S;
    activate(f);
    assert_int_equal(lwi_auth_session_start(f->auth, "admin", secret, &who, NULL), 0);
    for (int i = 0; i < 2; i++) { /* 10 days, used every fifth */
        f->now_ns += 5 * day;
        assert_int_equal(lwi_auth_identify(f->auth, secret, 1, &who), 0);
        restart(f);
    }
    f->now_ns += 8 * day;
    assert_int_equal(lwi_auth_identify(f->auth, secret, 1, &who), -EACCES);
}

static void test_tokens(void **state)
{
    struct fixture *f = *state;
    struct lwi_identity who;
    struct lwi_store_token token, *list = NULL;
    char secret[LWI_AUTH_SECRET_SIZE];
    size_t count = 0;
    activate(f);
    assert_int_equal(lwi_auth_session_start(f->auth, "admin", secret, &who, NULL), 0);
    assert_int_equal(lwi_auth_token_make(f->auth, "admin", "script", f->now_ns + 10 * LWI_NS_PER_S,
                                         &token, secret, NULL),
                     0);
    assert_memory_equal(secret, "lw_", 3);
    assert_int_equal(strlen(secret), 46);
    assert_int_equal(lwi_auth_identify(f->auth, secret, 0, &who), 0);
    assert_int_equal(who.by, LWI_AUTH_TOKEN);
    assert_int_equal(lwi_auth_identify(f->auth, secret, 1, &who), -EACCES);
    assert_int_equal(lwi_auth_token_list(f->auth, "admin", &list, &count, NULL), 0);
    assert_int_equal(count, 1); /* without the session */
    assert_string_equal(list[0].label, "script");
    free(list);
    assert_int_equal(lwi_auth_token_delete(f->auth, "other", token.id, 0, NULL), -ENOENT);
    assert_int_equal(lwi_auth_token_delete(f->auth, "admin", token.id, 1, NULL), -ENOENT);
    f->now_ns += 11 * LWI_NS_PER_S;
    assert_int_equal(lwi_auth_identify(f->auth, secret, 0, &who), -EACCES);
    assert_int_equal(lwi_auth_token_make(f->auth, "admin", "for ever", 0, &token, secret, NULL), 0);
    f->now_ns += INT64_C(400) * 24 * 3600 * LWI_NS_PER_S;
    assert_int_equal(lwi_auth_identify(f->auth, secret, 0, &who), 0);
    assert_int_equal(lwi_auth_token_delete(f->auth, "admin", token.id, 0, NULL), 0);
    assert_int_equal(lwi_auth_identify(f->auth, secret, 0, &who), -EACCES);
}

static void test_tokens_are_limited(void **state)
{
    struct fixture *f = *state;
    struct lwi_store_token token;
    struct lwi_identity who;
    char secret[LWI_AUTH_SECRET_SIZE], first[LWI_AUTH_SECRET_SIZE];
    activate(f);
    for (int i = 0; i < LWI_AUTH_TOKENS_MAX; i++)
        assert_int_equal(lwi_auth_token_make(f->auth, "admin", "t", 0, &token, secret, NULL), 0);
    assert_int_equal(lwi_auth_token_make(f->auth, "admin", "t", 0, &token, secret, NULL), -ENOSPC);
    /* Of sessions the oldest gives way. */
    assert_int_equal(lwi_auth_session_start(f->auth, "admin", first, &who, NULL), 0);
    for (int i = 0; i < LWI_AUTH_TOKENS_MAX; i++) {
        f->now_ns += LWI_NS_PER_MS;
        assert_int_equal(lwi_auth_session_start(f->auth, "admin", secret, &who, NULL), 0);
    }
    assert_int_equal(lwi_auth_identify(f->auth, first, 1, &who), -EACCES);
    assert_int_equal(lwi_auth_identify(f->auth, secret, 1, &who), 0);
}

static void test_password_change(void **state)
{
    struct fixture *f = *state;
    struct lwi_identity mine, other;
    struct lwi_store_token token;
    char a[LWI_AUTH_SECRET_SIZE], b[LWI_AUTH_SECRET_SIZE], t[LWI_AUTH_SECRET_SIZE];
    activate(f);
    assert_int_equal(lwi_auth_session_start(f->auth, "admin", a, &mine, NULL), 0);
    assert_int_equal(lwi_auth_session_start(f->auth, "admin", b, &other, NULL), 0);
    assert_int_equal(lwi_auth_token_make(f->auth, "admin", "t", 0, &token, t, NULL), 0);
    assert_int_equal(lwi_auth_password_set(f->auth, "admin", "short", mine.token_id, NULL),
                     -EINVAL);
    assert_int_equal(lwi_auth_password_set(f->auth, "nobody", OTHER, NULL, NULL), -ENOENT);
    assert_int_equal(lwi_auth_password_set(f->auth, "admin", OTHER, mine.token_id, NULL), 0);
    assert_int_equal(lwi_auth_identify(f->auth, a, 1, &mine), 0);
    assert_int_equal(lwi_auth_identify(f->auth, b, 1, &other), -EACCES);
    assert_int_equal(lwi_auth_identify(f->auth, t, 0, &other), 0);
    assert_int_equal(login(f, "admin", PASSWORD), -EACCES);
    assert_int_equal(login(f, "admin", OTHER), 0);
    /* A reset ends everything. */
    assert_int_equal(lwi_auth_password_set(f->auth, "admin", PASSWORD, NULL, NULL), 0);
    assert_int_equal(lwi_auth_identify(f->auth, a, 1, &mine), -EACCES);
    assert_int_equal(lwi_auth_identify(f->auth, t, 0, &other), -EACCES);
}

static void test_local(void **state)
{
    struct fixture *f = *state;
    struct lwi_identity who;
    char secret[LWI_AUTH_SECRET_SIZE];
    assert_int_equal(lwi_auth_identify(f->auth, "lw_", 0, &who), -EACCES);
    lwi_auth_local_secret(f->auth, secret);
    assert_int_equal(lwi_auth_identify(f->auth, secret, 0, &who), 0);
    assert_int_equal(who.by, LWI_AUTH_LOCAL);
    assert_int_equal(lwi_auth_identify(f->auth, secret, 1, &who), -EACCES);
    secret[10] ^= 1;
    assert_int_equal(lwi_auth_identify(f->auth, secret, 0, &who), -EACCES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_activation, setup, teardown),
        cmocka_unit_test_setup_teardown(test_login_locks, setup, teardown),
        cmocka_unit_test_setup_teardown(test_session, setup, teardown),
        cmocka_unit_test_setup_teardown(test_session_expires, setup, teardown),
        cmocka_unit_test_setup_teardown(test_tokens, setup, teardown),
        cmocka_unit_test_setup_teardown(test_tokens_are_limited, setup, teardown),
        cmocka_unit_test_setup_teardown(test_password_change, setup, teardown),
        cmocka_unit_test_setup_teardown(test_local, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
