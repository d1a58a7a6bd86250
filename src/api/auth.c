/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Users, passwords and logins. Hashing a password takes 64 MiB and a tenth of a
 * second on purpose, so one is hashed at a time: a flood of logins costs neither
 * more memory nor more than one core.
 *
 * Who guesses is locked out, the address as well as the account. An account that
 * anybody can lock could be kept from its owner for ever, so its lock does not hold
 * for addresses that its user has logged in from, nor for this host; those are
 * locked by their own failures alone (docs/design/0008-logins.md).
 */
#include "api/auth.h"

#include <arpa/inet.h>
#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/auth_internal.h"
#include "api/digest.h"
#include "api/factor.h"
#include "api/password.h"
#include "base/error.h"

#define ADDRESSES_MAX   1024
#define ACCOUNTS_MAX    64 /* more than there can be users */
#define STRANGERS_MAX   256
#define LOGINS_WAITING  8 /* further ones are told to come back */
#define LOGINS_RETRY_NS (2 * LWI_NS_PER_S)

void lwi_auth_policy_default(struct lwi_auth_policy *ret_policy)
{
    *ret_policy = (struct lwi_auth_policy){
        .lock = {.attempts = 7, .lock_ns = 30 * 60 * LWI_NS_PER_S},
        .sessions_max = 50,
        .password_length = LWI_PASSWORD_LENGTH_MIN,
        .idle_ns = 7 * 24 * 3600 * LWI_NS_PER_S,
    };
}

void lwi_auth_policy(struct lwi_auth *auth, struct lwi_auth_policy *ret_policy)
{
    lwi_auth_policy_default(ret_policy);
    if (auth->watcher.policy)
        auth->watcher.policy(auth->watcher.cookie, ret_policy);
}

void lwi_auth_watch(struct lwi_auth *auth, const struct lwi_auth_watcher *watcher)
{
    auth->watcher = *watcher;
}

unsigned lwi_auth_changes(struct lwi_auth *auth)
{
    return atomic_load(&auth->changes);
}

void lwi_auth_changed(struct lwi_auth *auth)
{
    (void) atomic_fetch_add(&auth->changes, 1);
}

int lwi_auth_new(struct lwi_auth **ret_auth, struct lwi_store *store, const struct lwi_clock *clock,
                 const struct lwi_log *log, struct lw_error *reterr)
{
    if (sodium_init() < 0)
        return lwi_error_set(reterr, -EIO, "libsodium found no source of random numbers");
    struct lwi_auth *auth = calloc(1, sizeof(*auth));
    if (!auth)
        return lwi_error_set(reterr, -ENOMEM, "There is not enough memory");
    auth->store = store;
    auth->clock = clock;
    auth->log = log;
    (void) pthread_mutex_init(&auth->hashing, NULL);
    (void) pthread_mutex_init(&auth->counting, NULL);
    (void) pthread_mutex_init(&auth->keeping, NULL);
    size_t users = 0;
    int r = 0;
    if (lwi_limiter_new(&auth->addresses, ADDRESSES_MAX) < 0 ||
        lwi_limiter_new(&auth->accounts, ACCOUNTS_MAX) < 0 ||
        lwi_limiter_new(&auth->strangers, STRANGERS_MAX) < 0 ||
        lwi_factors_new(&auth->factors, store, clock) < 0 || lwi_nonces_new(&auth->nonces) < 0)
        r = lwi_error_set(reterr, -ENOMEM, "There is not enough memory");
    if (r == 0)
        r = lwi_store_user_count(store, &users, reterr);
    if (r < 0) {
        lwi_auth_free(&auth);
        return r;
    }
    atomic_store(&auth->activated, users > 0);
    *ret_auth = auth;
    return 0;
}

void lwi_auth_free(struct lwi_auth **auth)
{
    if (!*auth)
        return;
    lwi_limiter_free(&(*auth)->addresses);
    lwi_limiter_free(&(*auth)->accounts);
    lwi_limiter_free(&(*auth)->strangers);
    lwi_factors_free(&(*auth)->factors);
    lwi_nonces_free(&(*auth)->nonces);
    (void) pthread_mutex_destroy(&(*auth)->hashing);
    (void) pthread_mutex_destroy(&(*auth)->counting);
    (void) pthread_mutex_destroy(&(*auth)->keeping);
    sodium_memzero(*auth, sizeof(**auth));
    free(*auth);
    *auth = NULL;
}

struct lwi_factors *lwi_auth_factors(struct lwi_auth *auth)
{
    return auth->factors;
}

/* ---- users ---- */

int lwi_auth_activated(struct lwi_auth *auth)
{
    return atomic_load(&auth->activated);
}

/* With the lock held. */
static int add_user(struct lwi_auth *auth, const struct lwi_auth_user *user,
                    struct lw_error *reterr)
{
    char hash[LWI_PASSWORD_HASH_SIZE];
    union {
        const char *in;
        char *out;
    } cameras = {.in = user->cameras}; /* read alone */
    struct lwi_store_user row = {
        .cameras = cameras.out,
        .password_ns = lwi_clock_realtime(auth->clock),
        .must_change = user->must_change,
    };
    (void) snprintf(row.name, sizeof(row.name), "%s", user->name);
    (void) snprintf(row.role, sizeof(row.role), "%s", lwi_role_name(user->role));
    int r = lwi_password_hash(user->password, hash);
    return r < 0 ? lwi_error_set(reterr, r, "There is not enough memory to hash a password")
                 : lwi_store_user_add(auth->store, &row, hash, LWI_AUTH_USERS_MAX, reterr);
}

int lwi_auth_password_check(struct lwi_auth *auth, const char *user, const char *password,
                            struct lw_error *reterr)
{
    struct lwi_auth_policy policy;
    lwi_auth_policy(auth, &policy);
    int r = lwi_password_check(password, user, reterr);
    if (r == 0 && lwi_password_letters(password) < (size_t) policy.password_length) {
        r = lwi_error_set(reterr, -EINVAL, "The password is too short");
        lwi_error_hint(reterr, "Here it has %d characters at least", policy.password_length);
    }
    return r;
}

int lwi_auth_activate(struct lwi_auth *auth, const char *user, const char *password,
                      struct lw_error *reterr)
{
    const struct lwi_auth_user first = {
        .name = user, .password = password, .role = LWI_ROLE_ADMINISTRATOR};
    int r = lwi_auth_password_check(auth, user, password, reterr);
    if (r < 0)
        return r;
    (void) pthread_mutex_lock(&auth->hashing);
    if (atomic_load(&auth->activated))
        r = lwi_error_set(reterr, -EALREADY, "There is an administrator already");
    else
        r = add_user(auth, &first, reterr);
    if (r == 0)
        atomic_store(&auth->activated, 1);
    (void) pthread_mutex_unlock(&auth->hashing);
    if (r == 0)
        lwi_log(auth->log, LWI_LOG_NOTICE, "activated: %s is the administrator", user);
    return r;
}

int lwi_auth_user_check(const char *user, struct lw_error *reterr)
{
    static const char allowed[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._@-";
    if (strspn(user, allowed) == strlen(user))
        return 0;
    (void) lwi_error_set(reterr, -EINVAL, "The user's name has characters that are not allowed");
    lwi_error_hint(reterr, "Letters, digits and . _ @ - are");
    return -EINVAL;
}

int lwi_auth_user_add(struct lwi_auth *auth, const struct lwi_auth_user *user,
                      struct lw_error *reterr)
{
    if (!atomic_load(&auth->activated)) {
        (void) lwi_error_set(reterr, -EPERM, "There is no administrator yet");
        lwi_error_hint(reterr, "Open the page, or POST /api/v1/setup, to set the password");
        return -EPERM;
    }
    if (user->role == LWI_ROLE_ADMINISTRATOR && user->cameras) {
        (void) lwi_error_set(reterr, -EINVAL, "cameras: an administrator sees all of them");
        lwi_error_hint(reterr, "Make the user an operator or a viewer");
        return -EINVAL;
    }
    int r = lwi_auth_password_check(auth, user->name, user->password, reterr);
    if (r < 0)
        return r;
    (void) pthread_mutex_lock(&auth->hashing);
    r = add_user(auth, user, reterr);
    (void) pthread_mutex_unlock(&auth->hashing);
    if (r == 0)
        lwi_auth_digest_keep(auth, user->name, user->password);
    if (r == 0)
        lwi_log(auth->log, LWI_LOG_NOTICE, "%s is a new %s", user->name, lwi_role_name(user->role));
    return r;
}

int lwi_auth_user_change(struct lwi_auth *auth, const char *user,
                         const struct lwi_store_user_change *change, struct lw_error *reterr)
{
    int r = lwi_store_user_change(auth->store, user, change, reterr);
    lwi_auth_changed(auth);
    return r;
}

int lwi_auth_user_remove(struct lwi_auth *auth, const char *user, struct lw_error *reterr)
{
    int r = lwi_store_user_delete(auth->store, user, reterr);
    lwi_auth_changed(auth);
    return r;
}

static int check_new(struct lwi_auth *auth, const char *user, const struct lwi_auth_password *new,
                     struct lw_error *reterr)
{
    char *stored = NULL;
    int r = lwi_store_user_hash(auth->store, user, &stored, reterr);
    if (r == -ENOENT)
        return lwi_error_set(reterr, r, "There is no user '%s'", user);
    if (r == 0)
        r = lwi_auth_password_check(auth, user, new->password, reterr);
    if (r == 0 && !new->may_be_same) {
        (void) pthread_mutex_lock(&auth->hashing);
        int same = lwi_password_verify(new->password, stored);
        (void) pthread_mutex_unlock(&auth->hashing);
        if (same) {
            r = lwi_error_set(reterr, -EINVAL, "This is the present password");
            lwi_error_hint(reterr, "Choose another one");
        }
    }
    free(stored);
    return r;
}

int lwi_auth_password_set(struct lwi_auth *auth, const char *user,
                          const struct lwi_auth_password *new, struct lw_error *reterr)
{
    char hash[LWI_PASSWORD_HASH_SIZE];
    int r = check_new(auth, user, new, reterr);
    if (r < 0)
        return r;
    const struct lwi_store_password password = {
        .hash = hash,
        .time_ns = lwi_clock_realtime(auth->clock),
        .must_change = new->must_change,
        .forget = !new->keep,
    };
    (void) pthread_mutex_lock(&auth->hashing);
    r = lwi_password_hash(new->password, hash);
    if (r < 0)
        (void) lwi_error_set(reterr, r, "There is not enough memory to hash a password");
    else
        r = lwi_store_user_password(auth->store, user, &password, reterr);
    (void) pthread_mutex_unlock(&auth->hashing);
    if (r == 0)
        lwi_auth_digest_keep(auth, user, new->password);
    if (r == 0)
        r = lwi_auth_end_tokens(auth, user, new->keep, /* api_too= */ !new->keep, reterr);
    lwi_auth_changed(auth);
    if (r == 0)
        lwi_log(auth->log, LWI_LOG_NOTICE, "the password of %s was changed", user);
    return r;
}

/* ---- logins ---- */

static void account_key(const char *user, uint8_t ret_key[LWI_LIMITER_KEY])
{
    (void) crypto_generichash(ret_key, LWI_LIMITER_KEY, (const uint8_t *) user, strlen(user),
                              /* key= */ NULL, 0);
}

/* The client's key as text, by which the store knows it. */
static void network_text(const struct lwi_auth_client *client, char ret_text[INET6_ADDRSTRLEN])
{
    ret_text[0] = '\0';
    (void) inet_ntop(AF_INET6, client->key, ret_text, INET6_ADDRSTRLEN);
}

/* Whose lock is looked at; NULL: nobody's, for the user is known there. */
static struct lwi_limiter *lock_of(struct lwi_auth *auth, const struct lwi_auth_client *client,
                                   const char *user, int is_user)
{
    char network[INET6_ADDRSTRLEN];
    if (!is_user)
        return client->is_local ? NULL : auth->strangers;
    network_text(client, network);
    return client->is_local || lwi_store_address_is_known(auth->store, user, network, NULL) > 0
               ? NULL
               : auth->accounts;
}

/* Counts the attempt as failed, or says that it has to wait. */
static int begin(struct lwi_auth *auth, const struct lwi_auth_client *client,
                 struct lwi_auth_attempt *attempt, int64_t *ret_wait_ns, struct lw_error *reterr)
{
    const struct lwi_limiter_rule *rule = &attempt->policy.lock;
    int64_t now = lwi_clock_monotonic(auth->clock);
    const char *whose = "from this address";
    (void) pthread_mutex_lock(&auth->counting);
    int64_t wait = lwi_limiter_left(auth->addresses, client->key, rule, now);
    if (wait == 0 && attempt->lock) {
        wait = lwi_limiter_left(attempt->lock, attempt->account, rule, now);
        whose = "as this user";
    }
    if (wait == 0) {
        lwi_limiter_count(auth->addresses, client->key, rule, now);
        if (attempt->lock)
            lwi_limiter_count(attempt->lock, attempt->account, rule, now);
    }
    (void) pthread_mutex_unlock(&auth->counting);
    if (wait == 0)
        return 0;
    *ret_wait_ns = wait;
    (void) lwi_error_set(reterr, -EAGAIN, "Too many logins %s have failed", whose);
    lwi_error_hint(reterr, "Wait %lld s, or run lenswatch user unlock on the host",
                   (long long) (wait / LWI_NS_PER_S + 1));
    return -EAGAIN;
}

/* For people and for fail2ban: who it was, but not what was typed. */
void lwi_auth_note_failure(struct lwi_auth *auth, const struct lwi_auth_client *client,
                           int is_wrong)
{
    if (is_wrong) /* the others say nothing new */
        lwi_log(auth->log, LWI_LOG_WARNING, "a login from %s failed: wrong user, password or code",
                client->address);
    if (auth->watcher.failed)
        auth->watcher.failed(auth->watcher.cookie, client->address);
}

static int attempt(struct lwi_auth *auth, const struct lwi_auth_client *client, const char *user,
                   int (*check)(void *cookie, struct lw_error *reterr), void *cookie,
                   int64_t *ret_wait_ns, struct lw_error *reterr)
{
    struct lwi_auth_attempt attempt = {.user = user};
    char *stored = NULL;
    int r = lwi_store_user_hash(auth->store, user, &stored, reterr);
    if (r < 0 && r != -ENOENT)
        return r;
    lwi_auth_policy(auth, &attempt.policy);
    account_key(user, attempt.account);
    attempt.lock = lock_of(auth, client, user, stored != NULL);
    free(stored);
    r = begin(auth, client, &attempt, ret_wait_ns, reterr);
    if (r == 0)
        r = check(cookie, reterr);
    if (r == 0) {
        lwi_limiter_forget(auth->addresses, client->key);
        if (attempt.lock)
            lwi_limiter_forget(attempt.lock, attempt.account);
    } else {
        if (r == -EACCES || r == -EAGAIN)
            lwi_auth_note_failure(auth, client, /* is_wrong= */ r == -EACCES);
        lwi_auth_locks_tell(auth, client, &attempt);
    }
    return r;
}

int lwi_auth_attempt(struct lwi_auth *auth, const struct lwi_auth_client *client, const char *user,
                     int (*check)(void *cookie, struct lw_error *reterr), void *cookie,
                     int64_t *ret_wait_ns, struct lw_error *reterr)
{
    int r;
    if (atomic_fetch_add(&auth->waiting, 1) >= LOGINS_WAITING) {
        *ret_wait_ns = LOGINS_RETRY_NS;
        r = lwi_error_set(reterr, -EAGAIN, "Too many logins at once");
    } else {
        r = attempt(auth, client, user, check, cookie, ret_wait_ns, reterr);
    }
    (void) atomic_fetch_sub(&auth->waiting, 1);
    return r;
}

int lwi_auth_knock(struct lwi_auth *auth, const struct lwi_auth_client *client,
                   int64_t *ret_wait_ns, struct lw_error *reterr)
{
    struct lwi_auth_attempt attempt = {.lock = NULL};
    lwi_auth_policy(auth, &attempt.policy);
    int r = begin(auth, client, &attempt, ret_wait_ns, reterr);
    lwi_auth_locks_tell(auth, client, &attempt);
    return r;
}

int64_t lwi_auth_may_try(struct lwi_auth *auth, const struct lwi_auth_client *client,
                         const char *user, int is_wrong)
{
    struct lwi_auth_attempt attempt = {.user = user};
    int64_t now = lwi_clock_monotonic(auth->clock);
    char *stored = NULL;
    (void) lwi_store_user_hash(auth->store, user, &stored, NULL);
    lwi_auth_policy(auth, &attempt.policy);
    account_key(user, attempt.account);
    attempt.lock = lock_of(auth, client, user, stored != NULL);
    free(stored);
    (void) pthread_mutex_lock(&auth->counting);
    int64_t wait = lwi_limiter_left(auth->addresses, client->key, &attempt.policy.lock, now);
    if (wait == 0 && attempt.lock)
        wait = lwi_limiter_left(attempt.lock, attempt.account, &attempt.policy.lock, now);
    if (wait == 0 && is_wrong) {
        lwi_limiter_count(auth->addresses, client->key, &attempt.policy.lock, now);
        if (attempt.lock)
            lwi_limiter_count(attempt.lock, attempt.account, &attempt.policy.lock, now);
    }
    (void) pthread_mutex_unlock(&auth->counting);
    if (is_wrong)
        lwi_auth_locks_tell(auth, client, &attempt);
    return wait;
}

struct proof {
    struct lwi_auth *auth;
    const char *user, *password, *code;
};

static int check_proof(void *cookie, struct lw_error *reterr)
{
    const struct proof *proof = cookie;
    struct lwi_auth *auth = proof->auth;
    char *stored = NULL;
    int r = lwi_store_user_hash(auth->store, proof->user, &stored, reterr);
    if (r < 0 && r != -ENOENT)
        return r;
    (void) pthread_mutex_lock(&auth->hashing);
    int right = lwi_password_verify(proof->password, stored ? stored : lwi_password_nobody);
    (void) pthread_mutex_unlock(&auth->hashing);
    right &= stored != NULL;
    free(stored);
    if (!right)
        return lwi_error_set(reterr, -EACCES, "The user or the password is wrong");
    /* Asking for the code does not end the count: it would let who knows the password guess. */
    return proof->code ? lwi_factor_check(auth->factors, proof->user, proof->code, reterr) : 0;
}

int lwi_auth_login(struct lwi_auth *auth, const struct lwi_auth_client *client, const char *user,
                   const char *password, const char *code, int64_t *ret_wait_ns,
                   struct lw_error *reterr)
{
    struct proof proof = {auth, user, password, code};
    int r = lwi_auth_attempt(auth, client, user, check_proof, &proof, ret_wait_ns, reterr);
    if (r == 0)
        lwi_auth_digest_keep(auth, user, password);
    return r;
}

int64_t lwi_auth_locked(struct lwi_auth *auth, const char *user)
{
    struct lwi_auth_policy policy;
    uint8_t key[LWI_LIMITER_KEY];
    lwi_auth_policy(auth, &policy);
    account_key(user, key);
    return lwi_limiter_left(auth->accounts, key, &policy.lock, lwi_clock_monotonic(auth->clock));
}

void lwi_auth_unlock(struct lwi_auth *auth, const char *user)
{
    uint8_t key[LWI_LIMITER_KEY];
    account_key(user, key);
    lwi_limiter_forget(auth->accounts, key);
    lwi_limiter_forget(auth->addresses, /* key= */ NULL);
    lwi_auth_locks_keep(auth);
    lwi_log(auth->log, LWI_LOG_NOTICE, "the logins of %s, and all addresses, are unlocked", user);
}
