/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Sessions, tokens and users. Hashing a password takes 64 MiB and a
 * tenth of a second on purpose, so one is hashed at a time: a flood of logins
 * costs neither more memory nor more than one core.
 */
#include "api/auth.h"

#include <arpa/inet.h>
#include <errno.h>
#include <pthread.h>
#include <sodium.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/factor.h"
#include "api/password.h"
#include "base/error.h"

#define SECRET_BYTES    32
#define ADDRESSES_MAX   1024
#define TOUCH_AFTER_NS  (60 * LWI_NS_PER_S) /* a session's use is noted at most so often */
#define SESSION_NS      (LWI_AUTH_SESSION_S * LWI_NS_PER_S)
#define LOGINS_WAITING  8 /* further ones are told to come back */
#define LOGINS_RETRY_NS (2 * LWI_NS_PER_S)

struct lwi_auth {
    struct lwi_store *store;
    const struct lwi_clock *clock;
    const struct lwi_log *log;
    struct lwi_limiter *limiter;
    struct lwi_factors *factors;
    pthread_mutex_t hashing; /* held while a password is hashed, and while users change */
    atomic_int waiting;
    atomic_int activated;
    uint8_t local_hash[LWI_AUTH_HASH_BYTES];
    int has_local;
    void (*failed)(void *cookie, const char *address);
    void *cookie;
};

/* BLAKE2b. The secrets are random, so a fast hash will do. */
static void hash_secret(const char *secret, uint8_t ret_hash[LWI_AUTH_HASH_BYTES])
{
    (void) crypto_generichash(ret_hash, LWI_AUTH_HASH_BYTES, (const uint8_t *) secret,
                              strlen(secret), /* key= */ NULL, 0);
}

static void make_secret(const char *prefix, char ret_secret[LWI_AUTH_SECRET_SIZE])
{
    uint8_t random[SECRET_BYTES];
    char text[sodium_base64_ENCODED_LEN(SECRET_BYTES, sodium_base64_VARIANT_URLSAFE_NO_PADDING)];
    randombytes_buf(random, sizeof(random));
    (void) sodium_bin2base64(text, sizeof(text), random, sizeof(random),
                             sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    (void) snprintf(ret_secret, LWI_AUTH_SECRET_SIZE, "%s%s", prefix, text);
    sodium_memzero(random, sizeof(random));
    sodium_memzero(text, sizeof(text));
}

int lwi_auth_new(struct lwi_auth **ret_auth, struct lwi_store *store, const struct lwi_clock *clock,
                 const struct lwi_log *log, struct lw_error *reterr)
{
    if (sodium_init() < 0)
        return lwi_error_set(reterr, -EIO, "libsodium found no source of random numbers");
    struct lwi_auth *auth = calloc(1, sizeof(*auth));
    if (!auth || lwi_limiter_new(&auth->limiter, ADDRESSES_MAX) < 0 ||
        lwi_factors_new(&auth->factors, store, clock) < 0) {
        if (auth)
            lwi_limiter_free(&auth->limiter);
        free(auth);
        return lwi_error_set(reterr, -ENOMEM, "There is not enough memory");
    }
    auth->store = store;
    auth->clock = clock;
    auth->log = log;
    (void) pthread_mutex_init(&auth->hashing, NULL);
    size_t users = 0;
    int r = lwi_store_user_count(store, &users, reterr);
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
    lwi_limiter_free(&(*auth)->limiter);
    lwi_factors_free(&(*auth)->factors);
    (void) pthread_mutex_destroy(&(*auth)->hashing);
    sodium_memzero(*auth, sizeof(**auth));
    free(*auth);
    *auth = NULL;
}

struct lwi_factors *lwi_auth_factors(struct lwi_auth *auth)
{
    return auth->factors;
}

int lwi_auth_activated(struct lwi_auth *auth)
{
    return atomic_load(&auth->activated);
}

/* With the lock held. role NONE: a user that is there keeps his. */
static int put_user(struct lwi_auth *auth, const char *user, const char *password,
                    enum lwi_role role, struct lw_error *reterr)
{
    char hash[LWI_PASSWORD_HASH_SIZE];
    int r = lwi_password_hash(password, hash);
    if (r < 0)
        return lwi_error_set(reterr, r, "There is not enough memory to hash a password");
    return role == LWI_ROLE_NONE ? lwi_store_user_password(auth->store, user, hash, reterr)
                                 : lwi_store_user_add(auth->store, user, hash, lwi_role_name(role),
                                                      LWI_AUTH_USERS_MAX, reterr);
}

int lwi_auth_activate(struct lwi_auth *auth, const char *user, const char *password,
                      struct lw_error *reterr)
{
    int r = lwi_password_check(password, user, reterr);
    if (r < 0)
        return r;
    (void) pthread_mutex_lock(&auth->hashing);
    if (atomic_load(&auth->activated))
        r = lwi_error_set(reterr, -EALREADY, "There is an administrator already");
    else
        r = put_user(auth, user, password, LWI_ROLE_ADMINISTRATOR, reterr);
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

int lwi_auth_user_add(struct lwi_auth *auth, const char *user, const char *password,
                      enum lwi_role role, struct lw_error *reterr)
{
    if (!atomic_load(&auth->activated)) {
        (void) lwi_error_set(reterr, -EPERM, "There is no administrator yet");
        lwi_error_hint(reterr, "Open the page, or POST /api/v1/setup, to set the password");
        return -EPERM;
    }
    int r = lwi_password_check(password, user, reterr);
    if (r < 0)
        return r;
    (void) pthread_mutex_lock(&auth->hashing);
    r = put_user(auth, user, password, role, reterr);
    (void) pthread_mutex_unlock(&auth->hashing);
    if (r == 0)
        lwi_log(auth->log, LWI_LOG_NOTICE, "%s is a new %s", user, lwi_role_name(role));
    return r;
}

static int verify_stored(struct lwi_auth *auth, const char *user, const char *password,
                         struct lw_error *reterr)
{
    char *stored = NULL;
    int r = lwi_store_user_hash(auth->store, user, &stored, reterr);
    if (r < 0 && r != -ENOENT)
        return r;
    (void) pthread_mutex_lock(&auth->hashing);
    int right = lwi_password_verify(password, r == 0 ? stored : lwi_password_nobody);
    (void) pthread_mutex_unlock(&auth->hashing);
    free(stored);
    if (r < 0 || !right)
        return lwi_error_set(reterr, -EACCES, "The user or the password is wrong");
    return 0;
}

/* For people and for fail2ban: who it was, but not what was typed. */
static void note_failure(struct lwi_auth *auth, const uint8_t address[LWI_LIMITER_KEY],
                         int is_wrong)
{
    char text[INET6_ADDRSTRLEN] = "";
    (void) inet_ntop(AF_INET6, address, text, sizeof(text));
    const char *mapped = "::ffff:";
    const char *shown = text + (strncmp(text, mapped, strlen(mapped)) == 0 ? strlen(mapped) : 0);
    if (is_wrong) /* the others say nothing new */
        lwi_log(auth->log, LWI_LOG_WARNING, "a login from %s failed: wrong user, password or code",
                shown);
    if (auth->failed)
        auth->failed(auth->cookie, shown);
}

void lwi_auth_watch(struct lwi_auth *auth, void (*failed)(void *cookie, const char *address),
                    void *cookie)
{
    auth->failed = failed;
    auth->cookie = cookie;
}

int lwi_auth_login(struct lwi_auth *auth, const uint8_t address[LWI_LIMITER_KEY], const char *user,
                   const char *password, const char *code, int64_t *ret_wait_ns,
                   struct lw_error *reterr)
{
    if (atomic_fetch_add(&auth->waiting, 1) >= LOGINS_WAITING) {
        (void) atomic_fetch_sub(&auth->waiting, 1);
        *ret_wait_ns = LOGINS_RETRY_NS;
        return lwi_error_set(reterr, -EAGAIN, "Too many logins at once");
    }
    int r;
    int64_t wait = lwi_limiter_try(auth->limiter, address, lwi_clock_monotonic(auth->clock));
    if (wait > 0) {
        *ret_wait_ns = wait;
        r = lwi_error_set(reterr, -EAGAIN, "Too many failed attempts from this address");
        lwi_error_hint(reterr, "Wait %lld s", (long long) (wait / LWI_NS_PER_S + 1));
        note_failure(auth, address, /* is_wrong= */ 0);
    } else {
        r = verify_stored(auth, user, password, reterr);
        /* Asking for the code does not end the count: it would let who knows the password guess. */
        if (r == 0 && code)
            r = lwi_factor_check(auth->factors, user, code, reterr);
        if (r == 0)
            lwi_limiter_succeeded(auth->limiter, address);
        else if (r == -EACCES)
            note_failure(auth, address, /* is_wrong= */ 1);
    }
    (void) atomic_fetch_sub(&auth->waiting, 1);
    return r;
}

/* Ends the user's sessions but that with the id `keep` (NULL: all). */
static int end_tokens(struct lwi_auth *auth, const char *user, const char *keep, int api_too,
                      struct lw_error *reterr)
{
    struct lwi_store_token *tokens = NULL;
    size_t count = 0;
    int r = lwi_store_token_list(auth->store, user, &tokens, &count, reterr);
    for (size_t i = 0; r == 0 && i < count; i++) {
        if (tokens[i].is_session ? keep && strcmp(tokens[i].id, keep) == 0 : !api_too)
            continue;
        r = lwi_store_token_delete(auth->store, tokens[i].id, reterr);
        if (r == -ENOENT)
            r = 0;
    }
    free(tokens);
    return r;
}

int lwi_auth_sessions_end(struct lwi_auth *auth, const char *user, struct lw_error *reterr)
{
    return end_tokens(auth, user, /* keep= */ NULL, /* api_too= */ 0, reterr);
}

int lwi_auth_password_set(struct lwi_auth *auth, const char *user, const char *password,
                          const char *keep, struct lw_error *reterr)
{
    char *stored = NULL;
    int r = lwi_store_user_hash(auth->store, user, &stored, reterr);
    free(stored);
    if (r == -ENOENT)
        return lwi_error_set(reterr, r, "There is no user '%s'", user);
    if (r == 0)
        r = lwi_password_check(password, user, reterr);
    if (r < 0)
        return r;
    (void) pthread_mutex_lock(&auth->hashing);
    r = put_user(auth, user, password, LWI_ROLE_NONE, reterr);
    (void) pthread_mutex_unlock(&auth->hashing);
    if (r == 0)
        r = end_tokens(auth, user, keep, /* api_too= */ keep == NULL, reterr);
    if (r == 0)
        lwi_log(auth->log, LWI_LOG_NOTICE, "the password of %s was changed", user);
    return r;
}

static int is_expired(const struct lwi_store_token *token, int64_t now)
{
    return token->expires_ns != 0 && token->expires_ns <= now;
}

/* Deletes the user's expired tokens and, of sessions, the one unused longest when there are too
 * many. Returns how many of this kind are left, or a negative errno. */
static int make_room(struct lwi_auth *auth, const char *user, int is_session, int64_t now,
                     struct lw_error *reterr)
{
    struct lwi_store_token *tokens = NULL;
    size_t count = 0;
    int r = lwi_store_token_list(auth->store, user, &tokens, &count, reterr);
    if (r < 0)
        return r;
    int left = 0;
    const struct lwi_store_token *oldest = NULL;
    for (size_t i = 0; i < count; i++) {
        if (is_expired(&tokens[i], now)) {
            (void) lwi_store_token_delete(auth->store, tokens[i].id, NULL);
        } else if (!tokens[i].is_session == !is_session) {
            left++;
            if (!oldest || tokens[i].used_ns < oldest->used_ns)
                oldest = &tokens[i];
        }
    }
    if (is_session && left >= LWI_AUTH_TOKENS_MAX) {
        (void) lwi_store_token_delete(auth->store, oldest->id, NULL);
        left--;
    }
    free(tokens);
    return left;
}

static int put_token(struct lwi_auth *auth, const char *prefix, struct lwi_store_token *token,
                     char ret_secret[LWI_AUTH_SECRET_SIZE], struct lw_error *reterr)
{
    int left = make_room(auth, token->user, token->is_session, token->created_ns, reterr);
    if (left < 0)
        return left;
    if (left >= LWI_AUTH_TOKENS_MAX) {
        (void) lwi_error_set(reterr, -ENOSPC, "There are %d tokens already", left);
        lwi_error_hint(reterr, "Delete those that are no longer needed");
        return -ENOSPC;
    }
    uint8_t random[8], hash[LWI_AUTH_HASH_BYTES];
    char secret[LWI_AUTH_SECRET_SIZE];
    randombytes_buf(random, sizeof(random));
    (void) sodium_bin2hex(token->id, sizeof(token->id), random, sizeof(random));
    make_secret(prefix, secret);
    hash_secret(secret, hash);
    int r = lwi_store_token_put(auth->store, hash, token, reterr);
    if (r == 0)
        memcpy(ret_secret, secret, sizeof(secret));
    sodium_memzero(secret, sizeof(secret));
    return r;
}

static void fill_token(struct lwi_auth *auth, struct lwi_store_token *token, const char *user,
                       const char *label)
{
    memset(token, 0, sizeof(*token));
    (void) snprintf(token->user, sizeof(token->user), "%s", user);
    (void) snprintf(token->label, sizeof(token->label), "%s", label);
    token->created_ns = lwi_clock_realtime(auth->clock);
}

static void identify(const struct lwi_store_token *token, struct lwi_identity *ret_identity)
{
    memset(ret_identity, 0, sizeof(*ret_identity));
    ret_identity->by = token->is_session ? LWI_AUTH_SESSION : LWI_AUTH_TOKEN;
    ret_identity->role = lwi_role_parse(token->role);
    ret_identity->expires_ns = token->expires_ns;
    memcpy(ret_identity->user, token->user, sizeof(ret_identity->user));
    memcpy(ret_identity->token_id, token->id, sizeof(ret_identity->token_id));
}

int lwi_auth_session_start(struct lwi_auth *auth, const char *user,
                           char ret_secret[LWI_AUTH_SECRET_SIZE], struct lwi_identity *ret_identity,
                           struct lw_error *reterr)
{
    struct lwi_store_token token;
    fill_token(auth, &token, user, "");
    token.is_session = 1;
    token.used_ns = token.created_ns;
    token.expires_ns = token.created_ns + SESSION_NS;
    int r = put_token(auth, "", &token, ret_secret, reterr);
    /* As it is stored, for the role. */
    if (r == 0 && lwi_auth_identify(auth, ret_secret, /* is_session= */ 1, ret_identity) < 0)
        r = lwi_error_set(reterr, -EACCES, "The user has just been removed");
    return r;
}

int lwi_auth_token_make(struct lwi_auth *auth, const char *user, const char *label,
                        int64_t expires_ns, struct lwi_store_token *ret_token,
                        char ret_secret[LWI_AUTH_SECRET_SIZE], struct lw_error *reterr)
{
    struct lwi_store_token token;
    fill_token(auth, &token, user, label);
    token.expires_ns = expires_ns;
    int r = put_token(auth, "lw_", &token, ret_secret, reterr);
    if (r == 0)
        *ret_token = token;
    return r;
}

int lwi_auth_token_list(struct lwi_auth *auth, const char *user,
                        struct lwi_store_token **ret_tokens, size_t *ret_count,
                        struct lw_error *reterr)
{
    struct lwi_store_token *tokens = NULL;
    size_t count = 0, kept = 0;
    int r = lwi_store_token_list(auth->store, user, &tokens, &count, reterr);
    if (r < 0)
        return r;
    int64_t now = lwi_clock_realtime(auth->clock);
    for (size_t i = 0; i < count; i++)
        if (!tokens[i].is_session && !is_expired(&tokens[i], now))
            tokens[kept++] = tokens[i];
    *ret_tokens = tokens;
    *ret_count = kept;
    return 0;
}

int lwi_auth_token_delete(struct lwi_auth *auth, const char *user, const char *id, int is_session,
                          struct lw_error *reterr)
{
    struct lwi_store_token *tokens = NULL;
    size_t count = 0;
    int r = lwi_store_token_list(auth->store, user, &tokens, &count, reterr);
    if (r < 0)
        return r;
    int own = 0;
    for (size_t i = 0; i < count; i++)
        own |= strcmp(tokens[i].id, id) == 0 && !tokens[i].is_session == !is_session;
    free(tokens);
    if (!own)
        return lwi_error_set(reterr, -ENOENT, "There is no token '%s'", id);
    return lwi_store_token_delete(auth->store, id, reterr);
}

int lwi_auth_identify(struct lwi_auth *auth, const char *secret, int is_session,
                      struct lwi_identity *ret_identity)
{
    uint8_t hash[LWI_AUTH_HASH_BYTES];
    struct lwi_store_token token;
    if (strlen(secret) >= LWI_AUTH_SECRET_SIZE)
        return -EACCES;
    hash_secret(secret, hash);
    if (!is_session && auth->has_local &&
        sodium_memcmp(hash, auth->local_hash, sizeof(hash)) == 0) {
        memset(ret_identity, 0, sizeof(*ret_identity));
        ret_identity->by = LWI_AUTH_LOCAL;
        ret_identity->role = LWI_ROLE_ADMINISTRATOR;
        (void) snprintf(ret_identity->user, sizeof(ret_identity->user), "local");
        return 0;
    }
    /* Found by the hash: how long that takes says nothing about the secret. */
    int r = lwi_store_token_find(auth->store, hash, &token, NULL);
    if (r == -ENOENT)
        return -EACCES;
    if (r < 0)
        return r;
    int64_t now = lwi_clock_realtime(auth->clock);
    if (!token.is_session != !is_session || is_expired(&token, now))
        return -EACCES;
    if (now - token.used_ns > TOUCH_AFTER_NS || now < token.used_ns) {
        if (is_session)
            token.expires_ns = now + SESSION_NS;
        lwi_store_token_touch(auth->store, hash, now, token.expires_ns);
    }
    identify(&token, ret_identity);
    return 0;
}

void lwi_auth_local_secret(struct lwi_auth *auth, char ret_secret[LWI_AUTH_SECRET_SIZE])
{
    make_secret("lw_", ret_secret);
    hash_secret(ret_secret, auth->local_hash);
    auth->has_local = 1;
}
