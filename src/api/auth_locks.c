/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Locks after failed logins: who is told of them, and how they outlive the program, so that
 * guessing does not begin anew with each start. They are kept as one row, by the time at which
 * they end; what is not a lock yet is not kept.
 */
#include <errno.h>
#include <jansson.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/auth_internal.h"
#include "store/outbox.h"

#define ROW "login-locks"
/* Of each kind. There are not as many users, and more addresses do not guess at once. */
#define KEPT_MAX 128
#define HEX_SIZE (2 * LWI_LIMITER_KEY + 1)

struct kind {
    const char *name;
    struct lwi_limiter *limiter;
};

static size_t kinds_of(struct lwi_auth *auth, struct kind ret_kinds[3])
{
    ret_kinds[0] = (struct kind){"addresses", auth->addresses};
    ret_kinds[1] = (struct kind){"accounts", auth->accounts};
    ret_kinds[2] = (struct kind){"strangers", auth->strangers};
    return 3;
}

static json_t *list_of(struct lwi_auth *auth, struct lwi_limiter *limiter,
                       const struct lwi_limiter_rule *rule)
{
    struct lwi_limiter_lock locks[KEPT_MAX];
    size_t count =
        lwi_limiter_locks(limiter, rule, lwi_clock_monotonic(auth->clock), locks, KEPT_MAX);
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++) {
        char hex[HEX_SIZE];
        int64_t until_ns = lwi_clock_realtime(auth->clock) + locks[i].left_ns;
        (void) sodium_bin2hex(hex, sizeof(hex), locks[i].key, LWI_LIMITER_KEY);
        (void) json_array_append_new(
            list, json_pack("{s:s, s:I}", "key", hex, "until_ns", (json_int_t) until_ns));
    }
    return list;
}

/* Where it cannot be, the locks hold all the same, until the end of the program. */
void lwi_auth_locks_keep(struct lwi_auth *auth)
{
    struct lwi_auth_policy policy;
    struct kind kinds[3];
    json_t *row = json_object();
    lwi_auth_policy(auth, &policy);
    (void) pthread_mutex_lock(&auth->keeping);
    for (size_t i = 0, count = kinds_of(auth, kinds); i < count; i++)
        (void) json_object_set_new(row, kinds[i].name,
                                   list_of(auth, kinds[i].limiter, &policy.lock));
    char *text = row ? json_dumps(row, JSON_COMPACT) : NULL;
    struct lw_error error = {0};
    if (text && lwi_store_setting_put(auth->store, "system", ROW, text, &error) < 0)
        lwi_log(auth->log, LWI_LOG_WARNING, "a restart will forget who is locked out: %s",
                error.message);
    (void) pthread_mutex_unlock(&auth->keeping);
    free(text);
    json_decref(row);
}

void lwi_auth_locks_load(struct lwi_auth *auth)
{
    struct lwi_auth_policy policy;
    struct kind kinds[3];
    char *text = NULL;
    if (lwi_store_setting_get(auth->store, "system", ROW, &text, NULL) < 0)
        return;
    json_t *row = json_loads(text, 0, NULL), *one;
    free(text);
    lwi_auth_policy(auth, &policy);
    int64_t now_ns = lwi_clock_realtime(auth->clock);
    for (size_t k = 0, count = kinds_of(auth, kinds); k < count; k++) {
        size_t i;
        json_array_foreach(json_object_get(row, kinds[k].name), i, one)
        {
            struct lwi_limiter_lock lock;
            size_t size = 0;
            const char *hex = json_string_value(json_object_get(one, "key"));
            lock.left_ns = json_integer_value(json_object_get(one, "until_ns")) - now_ns;
            if (hex &&
                sodium_hex2bin(lock.key, sizeof(lock.key), hex, strlen(hex), NULL, &size, NULL) ==
                    0 &&
                size == sizeof(lock.key))
                lwi_limiter_lock(kinds[k].limiter, &lock, &policy.lock,
                                 lwi_clock_monotonic(auth->clock));
        }
    }
    json_decref(row);
}

/* user NULL: it is the address that is locked. */
static int tell(struct lwi_auth *auth, struct lwi_limiter *limiter, const uint8_t *key,
                const struct lwi_limiter_rule *rule, const struct lwi_auth_client *client,
                const char *user)
{
    int64_t left_ns = lwi_limiter_tell(limiter, key, rule, lwi_clock_monotonic(auth->clock));
    const struct lwi_auth_lock lock = {
        .user = user,
        .address = client->address,
        .attempts = rule->attempts,
        .until_ns = lwi_clock_realtime(auth->clock) + left_ns,
    };
    if (left_ns > 0 && auth->watcher.locked && (user || limiter == auth->addresses))
        auth->watcher.locked(auth->watcher.cookie, &lock);
    return left_ns > 0;
}

void lwi_auth_locks_tell(struct lwi_auth *auth, const struct lwi_auth_client *client,
                         const struct lwi_auth_attempt *attempt)
{
    const struct lwi_limiter_rule *rule = &attempt->policy.lock;
    int is_new = tell(auth, auth->addresses, client->key, rule, client, /* user= */ NULL);
    /* A name that nobody has is locked so that it looks like one, but is no account. */
    if (attempt->lock)
        is_new |= tell(auth, attempt->lock, attempt->account, rule, client,
                       attempt->lock == auth->accounts ? attempt->user : NULL);
    if (is_new)
        lwi_auth_locks_keep(auth);
}
