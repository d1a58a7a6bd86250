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
    struct lwi_auth_policy policy;
    int failures; /* that the watcher was told of */
    int account_locks, address_locks;
    int64_t until_ns; /* of the last one */
};

/* 192.0.2.N; 127.0.0.1 of 0. */
static struct lwi_auth_client from(int n)
{
    struct lwi_auth_client client = {.is_local = n == 0};
    client.key[10] = client.key[11] = 0xff;
    client.key[12] = n == 0 ? 127 : 192;
    client.key[14] = n == 0 ? 0 : 2;
    client.key[15] = (uint8_t) (n == 0 ? 1 : n);
    (void) snprintf(client.address, sizeof(client.address), "%d.0.%d.%d", client.key[12],
                    client.key[14], client.key[15]);
    return client;
}

static void note_failure(void *cookie, const char *address)
{
    struct fixture *f = cookie;
    assert_true(address[0]);
    f->failures++;
}

static void read_policy(void *cookie, struct lwi_auth_policy *ret_policy)
{
    *ret_policy = ((struct fixture *) cookie)->policy;
}

static void note_lock(void *cookie, const struct lwi_auth_lock *lock)
{
    struct fixture *f = cookie;
    assert_true(lock->address[0]);
    assert_int_equal(lock->attempts, f->policy.lock.attempts);
    if (lock->user)
        assert_string_equal(lock->user, "admin");
    f->account_locks += lock->user != NULL;
    f->address_locks += lock->user == NULL;
    f->until_ns = lock->until_ns;
}

static void watch(struct fixture *f)
{
    const struct lwi_auth_watcher watcher = {f, note_failure, read_policy, note_lock};
    lwi_auth_watch(f->auth, &watcher);
    lwi_auth_locks_load(f->auth);
}

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
    lwi_auth_policy_default(&f->policy);
    watch(f);
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

static int login_from(struct fixture *f, int n, const char *user, const char *password)
{
    const struct lwi_auth_client client = from(n);
    int64_t wait = 0;
    return lwi_auth_login(f->auth, &client, user, password, /* code= */ "", &wait, NULL);
}

static int login(struct fixture *f, const char *user, const char *password)
{
    return login_from(f, 1, user, password);
}

static void start(struct fixture *f, int n, const char *user, char secret[LWI_AUTH_SECRET_SIZE],
                  struct lwi_identity *who)
{
    const struct lwi_auth_client client = from(n);
    assert_int_equal(lwi_auth_session_start(f->auth, &client, user, secret, who, NULL), 0);
}

static int identify(struct fixture *f, const char *secret, enum lwi_auth_secret kind,
                    struct lwi_identity *who)
{
    lwi_identity_done(who);
    return lwi_auth_identify(f->auth, secret, kind, who);
}

static int make_token(struct fixture *f, const char *label, int64_t expires_ns,
                      struct lwi_store_token *token, char secret[LWI_AUTH_SECRET_SIZE])
{
    struct lwi_store_token wanted = {.expires_ns = expires_ns};
    (void) snprintf(wanted.label, sizeof(wanted.label), "%s", label);
    return lwi_auth_token_make(f->auth, "admin", &wanted, token, secret, NULL);
}

static int set_password(struct fixture *f, const char *user, const char *password, const char *keep)
{
    const struct lwi_auth_password new = {.password = password, .keep = keep};
    return lwi_auth_password_set(f->auth, user, &new, NULL);
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
    watch(f);
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

static void test_address_locks(void **state)
{
    struct fixture *f = *state;
    f->policy.lock.attempts = 3;
    activate(f);
    for (int i = 0; i < f->policy.lock.attempts; i++)
        assert_int_equal(login_from(f, 0, i % 2 ? "admin" : "nobody", "wrong"), -EACCES);
    assert_int_equal(f->failures, f->policy.lock.attempts);
    assert_int_equal(login_from(f, 0, "admin", PASSWORD), -EAGAIN); /* the right one waits, too */
    assert_int_equal(f->failures, f->policy.lock.attempts + 1);
    assert_int_equal(f->address_locks, 1); /* told once, and not of names */
    assert_int_equal(f->account_locks, 0);
    assert_true(f->until_ns == f->now_ns + f->policy.lock.lock_ns);
    assert_int_equal(login_from(f, 1, "admin", PASSWORD), 0); /* another address does not */
    /* Knocking meanwhile makes it no longer. */
    f->now_ns += f->policy.lock.lock_ns - LWI_NS_PER_S;
    assert_int_equal(login_from(f, 0, "admin", PASSWORD), -EAGAIN);
    f->now_ns += 2 * LWI_NS_PER_S;
    assert_int_equal(login_from(f, 0, "admin", PASSWORD), 0);
    /* A success begins anew, and so does time. */
    for (int round = 0; round < 2; round++) {
        for (int i = 1; i < f->policy.lock.attempts; i++)
            assert_int_equal(login_from(f, 0, "admin", "wrong"), -EACCES);
        if (round == 0)
            assert_int_equal(login_from(f, 0, "admin", PASSWORD), 0);
    }
    f->now_ns += f->policy.lock.lock_ns;
    assert_int_equal(login_from(f, 0, "admin", "wrong"), -EACCES);
    assert_int_equal(login_from(f, 0, "admin", PASSWORD), 0);
}

/* Who is locked out is so after a restart, too, and for no longer. */
static void test_locks_last(void **state)
{
    struct fixture *f = *state;
    f->policy.lock.attempts = 2;
    activate(f);
    for (int i = 0; i < 2; i++)
        assert_int_equal(login_from(f, 7, "admin", "wrong"), -EACCES);
    assert_int_equal(f->address_locks, 1);
    assert_int_equal(f->account_locks, 1);
    f->now_ns += f->policy.lock.lock_ns / 2;
    restart(f);
    assert_int_equal(login_from(f, 7, "admin", PASSWORD), -EAGAIN);
    assert_int_equal(login_from(f, 8, "admin", PASSWORD), -EAGAIN);
    assert_true(lwi_auth_locked(f->auth, "admin") == f->policy.lock.lock_ns / 2);
    assert_int_equal(login_from(f, 0, "admin", PASSWORD), 0); /* the host itself */
    assert_int_equal(f->address_locks + f->account_locks, 2); /* that was told before */
    /* An unlock lasts as well. */
    lwi_auth_unlock(f->auth, "admin");
    restart(f);
    assert_int_equal(login_from(f, 7, "admin", PASSWORD), 0);
    /* And a lock that has run out meanwhile is none; nor is one from a clock that was wrong. */
    for (int i = 0; i < 2; i++)
        assert_int_equal(login_from(f, 9, "nobody", "wrong"), -EACCES);
    f->now_ns -= 10 * f->policy.lock.lock_ns;
    restart(f);
    assert_int_equal(login_from(f, 9, "admin", PASSWORD), -EAGAIN);
    f->now_ns += f->policy.lock.lock_ns;
    assert_int_equal(login_from(f, 9, "admin", PASSWORD), 0);
}

/* Guesses from many addresses lock the account, but not for who has logged in before. */
static void test_account_locks(void **state)
{
    struct fixture *f = *state;
    struct lwi_identity who = {.cameras = NULL};
    char secret[LWI_AUTH_SECRET_SIZE];
    f->policy.lock.attempts = 2; /* each takes a tenth of a second */
    activate(f);
    start(f, 50, "admin", secret, &who);
    assert_int_equal(lwi_auth_locked(f->auth, "admin"), 0);
    for (int i = 0; i < f->policy.lock.attempts; i++) {
        assert_int_equal(login_from(f, 100 + i, "admin", "wrong"), -EACCES);
        assert_int_equal(login_from(f, 100 + i, "nobody", "wrong"), -EACCES);
    }
    assert_true(lwi_auth_locked(f->auth, "admin") > 0);
    assert_int_equal(login_from(f, 200, "admin", PASSWORD), -EAGAIN);
    /* A name that nobody has looks the same. */
    assert_int_equal(login_from(f, 201, "nobody", PASSWORD), -EAGAIN);
    /* The owner gets in from where he was, and from this host; which unlocks it for nobody. */
    assert_int_equal(login_from(f, 50, "admin", PASSWORD), 0);
    assert_int_equal(login_from(f, 0, "admin", PASSWORD), 0);
    assert_int_equal(login_from(f, 200, "admin", PASSWORD), -EAGAIN);
    /* A known address has its own lock. */
    for (int i = 0; i < f->policy.lock.attempts; i++)
        assert_int_equal(login_from(f, 50, "admin", "wrong"), -EACCES);
    assert_int_equal(login_from(f, 50, "admin", PASSWORD), -EAGAIN);
    lwi_auth_unlock(f->auth, "admin");
    assert_int_equal(lwi_auth_locked(f->auth, "admin"), 0);
    assert_int_equal(login_from(f, 50, "admin", PASSWORD), 0);
    assert_int_equal(login_from(f, 200, "admin", PASSWORD), 0);
    /* Crowding out does not help: an account keeps its count among other names. */
    for (int i = 0; i < f->policy.lock.attempts; i++)
        assert_int_equal(login_from(f, 60 + i, "admin", "wrong"), -EACCES);
    for (int i = 0; i < 5; i++) {
        char name[16];
        (void) snprintf(name, sizeof(name), "n%d", i);
        assert_int_equal(login_from(f, 100 + i, name, "wrong"), -EACCES);
    }
    assert_int_equal(login_from(f, 200, "admin", PASSWORD), -EAGAIN);
    f->now_ns += f->policy.lock.lock_ns;
    assert_int_equal(login_from(f, 200, "admin", PASSWORD), 0);
}

static void test_session(void **state)
{
    struct fixture *f = *state;
    struct lwi_identity who = {.cameras = NULL};
    char secret[LWI_AUTH_SECRET_SIZE];
    activate(f);
    start(f, 1, "admin", secret, &who);
    assert_int_equal(who.by, LWI_AUTH_SESSION);
    assert_int_equal(strlen(secret), 43);
    memset(&who, 0, sizeof(who));
    assert_int_equal(identify(f, secret, LWI_AUTH_SECRET_COOKIE_ACTION, &who), 0);
    assert_string_equal(who.user, "admin");
    /* A cookie is no bearer token. */
    assert_int_equal(identify(f, secret, LWI_AUTH_SECRET_BEARER, &who), -EACCES);
    secret[5] = secret[5] == 'a' ? 'b' : 'a';
    assert_int_equal(identify(f, secret, LWI_AUTH_SECRET_COOKIE_ACTION, &who), -EACCES);
    assert_int_equal(identify(f, "", LWI_AUTH_SECRET_COOKIE_ACTION, &who), -EACCES);
    char long_one[1000];
    memset(long_one, 'a', sizeof(long_one) - 1);
    long_one[sizeof(long_one) - 1] = '\0';
    assert_int_equal(identify(f, long_one, LWI_AUTH_SECRET_COOKIE_ACTION, &who), -EACCES);
}

static void test_session_expires(void **state)
{
    struct fixture *f = *state;
    struct lwi_identity who = {.cameras = NULL};
    char secret[LWI_AUTH_SECRET_SIZE], watcher[LWI_AUTH_SECRET_SIZE];
    const int64_t day = 24 * 3600 * LWI_NS_PER_S;
    activate(f);
    start(f, 1, "admin", secret, &who);
    start(f, 1, "admin", watcher, &who);
    for (int i = 0; i < 2; i++) { /* 10 days, something done every fifth */
        f->now_ns += 5 * day;
        assert_int_equal(identify(f, secret, LWI_AUTH_SECRET_COOKIE_ACTION, &who), 0);
        /* What a page asks for by itself is nobody's action. */
        assert_int_equal(identify(f, watcher, LWI_AUTH_SECRET_COOKIE, &who), i == 0 ? 0 : -EACCES);
        restart(f);
    }
    f->now_ns += 8 * day;
    assert_int_equal(identify(f, secret, LWI_AUTH_SECRET_COOKIE_ACTION, &who), -EACCES);
    /* A change of the settings holds for sessions that are there. */
    start(f, 1, "admin", secret, &who);
    f->now_ns += 2 * day;
    assert_int_equal(identify(f, secret, LWI_AUTH_SECRET_COOKIE, &who), 0);
    f->policy.idle_ns = day;
    assert_int_equal(identify(f, secret, LWI_AUTH_SECRET_COOKIE, &who), -EACCES);
    f->policy.idle_ns = 0;
    f->now_ns += 500 * day;
    assert_int_equal(identify(f, secret, LWI_AUTH_SECRET_COOKIE, &who), 0);
    assert_int_equal(who.expires_ns, 0);
    f->policy.life_ns = 502 * day;
    assert_int_equal(identify(f, secret, LWI_AUTH_SECRET_COOKIE_ACTION, &who), -EACCES);
    lwi_identity_done(&who);
}

/* A screen on a wall: a viewer who is named, and nobody else. */
static void test_always_on(void **state)
{
    struct fixture *f = *state;
    struct lwi_identity who = {.cameras = NULL};
    char wall[LWI_AUTH_SECRET_SIZE], hall[LWI_AUTH_SECRET_SIZE], own[LWI_AUTH_SECRET_SIZE];
    const int64_t year_ns = 365 * 86400 * LWI_NS_PER_S;
    activate(f);
    for (int i = 0; i < 2; i++) {
        const struct lwi_auth_user user = {
            .name = i ? "hall" : "wall", .password = OTHER, .role = LWI_ROLE_VIEWER};
        assert_int_equal(lwi_auth_user_add(f->auth, &user, NULL), 0);
    }
    f->policy.life_ns = 3600 * LWI_NS_PER_S;
    (void) snprintf(f->policy.always_on, sizeof(f->policy.always_on), "admin, wal, wall,hall2");
    start(f, 1, "wall", wall, &who);
    start(f, 1, "hall", hall, &who);
    start(f, 1, "admin", own, &who);
    f->now_ns += year_ns;
    assert_int_equal(identify(f, wall, LWI_AUTH_SECRET_COOKIE, &who), 0);
    assert_true(who.expires_ns == 0);
    assert_int_equal(identify(f, hall, LWI_AUTH_SECRET_COOKIE, &who), -EACCES);
    assert_int_equal(identify(f, own, LWI_AUTH_SECRET_COOKIE, &who), -EACCES);
    /* Also when it starts anew, where it is listed, and until it is not meant any more. */
    restart(f);
    f->now_ns += year_ns;
    assert_int_equal(identify(f, wall, LWI_AUTH_SECRET_COOKIE, &who), 0);
    struct lwi_store_token *sessions = NULL;
    size_t count = 0;
    assert_int_equal(lwi_auth_session_list(f->auth, &sessions, &count, NULL), 0);
    assert_int_equal(count, 1);
    lwi_store_token_list_free(sessions, count);
    struct lwi_store_user *users = NULL;
    assert_int_equal(lwi_store_user_list(f->store, f->now_ns, &users, &count, NULL), 0);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(users[i].sessions, strcmp(users[i].name, "wall") == 0);
    lwi_store_user_list_free(users, count);
    const struct lwi_store_user_change promote = {.role = "operator"};
    assert_int_equal(lwi_auth_user_change(f->auth, "wall", &promote, NULL), 0);
    assert_int_equal(identify(f, wall, LWI_AUTH_SECRET_COOKIE, &who), -EACCES);
    lwi_identity_done(&who);
}

static void test_password_age(void **state)
{
    struct fixture *f = *state;
    struct lwi_identity who = {.cameras = NULL};
    char secret[LWI_AUTH_SECRET_SIZE], later[LWI_AUTH_SECRET_SIZE];
    const int64_t day = 24 * 3600 * LWI_NS_PER_S;
    struct lwi_auth_user ada = {
        .name = "ada", .password = PASSWORD, .role = LWI_ROLE_VIEWER, .must_change = 1};
    f->policy.password_age_ns = 90 * day;
    f->policy.idle_ns = 0;
    activate(f);
    start(f, 1, "admin", secret, &who);
    assert_int_equal(who.due, LWI_AUTH_DUE_NOT);
    f->now_ns += 91 * day; /* at the next login, not in the middle of one's work */
    assert_int_equal(identify(f, secret, LWI_AUTH_SECRET_COOKIE, &who), 0);
    assert_int_equal(who.due, LWI_AUTH_DUE_NOT);
    start(f, 1, "admin", later, &who);
    assert_int_equal(who.due, LWI_AUTH_DUE_OLD);
    /* Not the one that there is. */
    assert_int_equal(set_password(f, "admin", PASSWORD, who.token_id), -EINVAL);
    assert_int_equal(set_password(f, "admin", OTHER, who.token_id), 0);
    assert_int_equal(identify(f, later, LWI_AUTH_SECRET_COOKIE, &who), 0);
    assert_int_equal(who.due, LWI_AUTH_DUE_NOT);
    /* By the user of this host, who may not know it. */
    const struct lwi_auth_password same = {.password = OTHER, .may_be_same = 1};
    assert_int_equal(lwi_auth_password_set(f->auth, "admin", &same, NULL), 0);

    assert_int_equal(lwi_auth_user_add(f->auth, &ada, NULL), 0);
    start(f, 1, "ada", secret, &who);
    assert_int_equal(who.due, LWI_AUTH_DUE_GIVEN);
    assert_int_equal(set_password(f, "ada", OTHER, who.token_id), 0);
    assert_int_equal(identify(f, secret, LWI_AUTH_SECRET_COOKIE, &who), 0);
    assert_int_equal(who.due, LWI_AUTH_DUE_NOT);
    lwi_identity_done(&who);
}

/* What a token may do is the smaller of what it says and what its user may. */
static void test_scope(void **state)
{
    struct fixture *f = *state;
    struct lwi_identity who = {.cameras = NULL};
    struct lwi_store_token token, wanted = {.label = "t"};
    char secret[LWI_AUTH_SECRET_SIZE], limited[] = "[\"yard\",\"door\"]";
    struct lwi_auth_user ada = {
        .name = "ada", .password = PASSWORD, .role = LWI_ROLE_OPERATOR, .cameras = limited};
    activate(f);
    assert_int_equal(lwi_auth_user_add(f->auth, &ada, NULL), -EINVAL); /* no such cameras */
    for (const char *const *id = (const char *const[]){"yard", "door", "hall", NULL}; *id; id++)
        assert_int_equal(lwi_store_camera_put(f->store, *id, "{}", NULL, NULL), 0);
    assert_int_equal(lwi_auth_user_add(f->auth, &ada, NULL), 0);

    assert_int_equal(lwi_auth_token_make(f->auth, "ada", &wanted, &token, secret, NULL), 0);
    assert_int_equal(identify(f, secret, LWI_AUTH_SECRET_BEARER, &who), 0);
    assert_int_equal(who.role, LWI_ROLE_OPERATOR);
    assert_false(who.is_narrow);
    assert_true(lwi_identity_sees(&who, "yard"));
    assert_false(lwi_identity_sees(&who, "hall"));
    assert_false(lwi_identity_sees(&who, ""));
    assert_false(lwi_identity_sees(&who, "yar"));
    assert_false(lwi_identity_sees(&who, "yard\",\"door"));

    char cameras[] = "[\"door\",\"hall\"]", none[] = "[]";
    wanted.cameras = cameras;
    (void) snprintf(wanted.role, sizeof(wanted.role), "viewer");
    wanted.is_read_only = 1;
    assert_int_equal(lwi_auth_token_make(f->auth, "ada", &wanted, &token, secret, NULL), 0);
    assert_int_equal(identify(f, secret, LWI_AUTH_SECRET_BEARER, &who), 0);
    assert_int_equal(who.role, LWI_ROLE_VIEWER);
    assert_true(who.is_narrow && who.is_read_only);
    assert_string_equal(who.cameras, "[\"door\"]");
    /* It follows its user, and its camera's end. */
    const struct lwi_store_user_change change = {.set_cameras = 1, .cameras = cameras};
    assert_int_equal(lwi_auth_user_change(f->auth, "ada", &change, NULL), 0);
    assert_int_equal(identify(f, secret, LWI_AUTH_SECRET_BEARER, &who), 0);
    assert_true(lwi_identity_sees(&who, "hall"));
    assert_int_equal(lwi_store_camera_delete(f->store, "hall", NULL), 0);
    assert_int_equal(lwi_store_camera_put(f->store, "hall", "{}", NULL, NULL), 0);
    assert_int_equal(identify(f, secret, LWI_AUTH_SECRET_BEARER, &who), 0);
    assert_false(lwi_identity_sees(&who, "hall")); /* another one of the same name */

    /* An administrator's token that sees some cameras alone administers nothing. */
    wanted = (struct lwi_store_token){.cameras = none};
    assert_int_equal(lwi_auth_token_make(f->auth, "admin", &wanted, &token, secret, NULL), 0);
    assert_int_equal(identify(f, secret, LWI_AUTH_SECRET_BEARER, &who), 0);
    assert_int_equal(who.role, LWI_ROLE_OPERATOR);
    assert_false(lwi_identity_sees(&who, "yard"));
    lwi_identity_done(&who);
}

static void test_tokens(void **state)
{
    struct fixture *f = *state;
    struct lwi_identity who = {.cameras = NULL};
    struct lwi_store_token token, *list = NULL;
    char secret[LWI_AUTH_SECRET_SIZE];
    size_t count = 0;
    activate(f);
    start(f, 1, "admin", secret, &who);
    assert_int_equal(make_token(f, "script", f->now_ns + 10 * LWI_NS_PER_S, &token, secret), 0);
    assert_memory_equal(secret, "lw_", 3);
    assert_int_equal(strlen(secret), 46);
    assert_int_equal(identify(f, secret, LWI_AUTH_SECRET_BEARER, &who), 0);
    assert_int_equal(who.by, LWI_AUTH_TOKEN);
    assert_int_equal(identify(f, secret, LWI_AUTH_SECRET_COOKIE_ACTION, &who), -EACCES);
    assert_int_equal(lwi_auth_token_list(f->auth, "admin", &list, &count, NULL), 0);
    assert_int_equal(count, 1); /* without the session */
    assert_string_equal(list[0].label, "script");
    lwi_store_token_list_free(list, count);
    assert_int_equal(lwi_auth_token_delete(f->auth, "other", token.id, 0, NULL), -ENOENT);
    assert_int_equal(lwi_auth_token_delete(f->auth, "admin", token.id, 1, NULL), -ENOENT);
    f->now_ns += 11 * LWI_NS_PER_S;
    assert_int_equal(identify(f, secret, LWI_AUTH_SECRET_BEARER, &who), -EACCES);
    assert_int_equal(make_token(f, "for ever", 0, &token, secret), 0);
    f->now_ns += INT64_C(400) * 24 * 3600 * LWI_NS_PER_S;
    assert_int_equal(identify(f, secret, LWI_AUTH_SECRET_BEARER, &who), 0);
    assert_int_equal(lwi_auth_token_delete(f->auth, "admin", token.id, 0, NULL), 0);
    assert_int_equal(identify(f, secret, LWI_AUTH_SECRET_BEARER, &who), -EACCES);
}

static void test_tokens_are_limited(void **state)
{
    struct fixture *f = *state;
    struct lwi_store_token token;
    struct lwi_identity who = {.cameras = NULL};
    char secret[LWI_AUTH_SECRET_SIZE], first[LWI_AUTH_SECRET_SIZE];
    activate(f);
    for (int i = 0; i < LWI_AUTH_TOKENS_MAX; i++)
        assert_int_equal(make_token(f, "t", 0, &token, secret), 0);
    assert_int_equal(make_token(f, "t", 0, &token, secret), -EDQUOT);
    /* Of sessions the oldest gives way. */
    start(f, 1, "admin", first, &who);
    for (int i = 0; i < f->policy.sessions_max; i++) {
        f->now_ns += LWI_NS_PER_MS;
        start(f, 1, "admin", secret, &who);
    }
    assert_int_equal(identify(f, first, LWI_AUTH_SECRET_COOKIE_ACTION, &who), -EACCES);
    assert_int_equal(identify(f, secret, LWI_AUTH_SECRET_COOKIE_ACTION, &who), 0);
}

static void test_password_change(void **state)
{
    struct fixture *f = *state;
    struct lwi_identity mine = {.cameras = NULL}, other = {.cameras = NULL};
    struct lwi_store_token token;
    char a[LWI_AUTH_SECRET_SIZE], b[LWI_AUTH_SECRET_SIZE], t[LWI_AUTH_SECRET_SIZE];
    activate(f);
    start(f, 1, "admin", a, &mine);
    start(f, 2, "admin", b, &other);
    assert_int_equal(make_token(f, "t", 0, &token, t), 0);
    assert_int_equal(set_password(f, "admin", "short", mine.token_id), -EINVAL);
    assert_int_equal(set_password(f, "nobody", OTHER, NULL), -ENOENT);
    assert_int_equal(set_password(f, "admin", OTHER, mine.token_id), 0);
    assert_int_equal(identify(f, a, LWI_AUTH_SECRET_COOKIE_ACTION, &mine), 0);
    assert_int_equal(identify(f, b, LWI_AUTH_SECRET_COOKIE_ACTION, &other), -EACCES);
    assert_int_equal(identify(f, t, LWI_AUTH_SECRET_BEARER, &other), 0);
    assert_int_equal(login(f, "admin", PASSWORD), -EACCES);
    assert_int_equal(login(f, "admin", OTHER), 0);
    /* A reset ends everything. */
    assert_int_equal(set_password(f, "admin", PASSWORD, NULL), 0);
    assert_int_equal(identify(f, a, LWI_AUTH_SECRET_COOKIE_ACTION, &mine), -EACCES);
    assert_int_equal(identify(f, t, LWI_AUTH_SECRET_BEARER, &other), -EACCES);
}

static void test_local(void **state)
{
    struct fixture *f = *state;
    struct lwi_identity who = {.cameras = NULL};
    char secret[LWI_AUTH_SECRET_SIZE];
    assert_int_equal(identify(f, "lw_", LWI_AUTH_SECRET_BEARER, &who), -EACCES);
    lwi_auth_local_secret(f->auth, secret);
    assert_int_equal(identify(f, secret, LWI_AUTH_SECRET_BEARER, &who), 0);
    assert_int_equal(who.by, LWI_AUTH_LOCAL);
    assert_int_equal(identify(f, secret, LWI_AUTH_SECRET_COOKIE_ACTION, &who), -EACCES);
    secret[10] ^= 1;
    assert_int_equal(identify(f, secret, LWI_AUTH_SECRET_BEARER, &who), -EACCES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_activation, setup, teardown),
        cmocka_unit_test_setup_teardown(test_address_locks, setup, teardown),
        cmocka_unit_test_setup_teardown(test_account_locks, setup, teardown),
        cmocka_unit_test_setup_teardown(test_locks_last, setup, teardown),
        cmocka_unit_test_setup_teardown(test_session, setup, teardown),
        cmocka_unit_test_setup_teardown(test_session_expires, setup, teardown),
        cmocka_unit_test_setup_teardown(test_always_on, setup, teardown),
        cmocka_unit_test_setup_teardown(test_password_age, setup, teardown),
        cmocka_unit_test_setup_teardown(test_scope, setup, teardown),
        cmocka_unit_test_setup_teardown(test_tokens, setup, teardown),
        cmocka_unit_test_setup_teardown(test_tokens_are_limited, setup, teardown),
        cmocka_unit_test_setup_teardown(test_password_change, setup, teardown),
        cmocka_unit_test_setup_teardown(test_local, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
