/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Sessions and API tokens: made, found by their secret, listed, ended. */
#include <arpa/inet.h>
#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/auth_internal.h"
#include "api/factor.h"
#include "base/error.h"

#define SECRET_BYTES   32
#define TOUCH_AFTER_NS (15 * LWI_NS_PER_S) /* an action or use is noted at most so often */

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

int lwi_identity_copy(struct lwi_identity *ret_identity, const struct lwi_identity *from)
{
    struct lwi_identity copy = *from;
    copy.cameras = from->cameras ? strdup(from->cameras) : NULL;
    if (from->cameras && !copy.cameras)
        return -ENOMEM;
    *ret_identity = copy;
    return 0;
}

void lwi_identity_done(struct lwi_identity *identity)
{
    free(identity->cameras);
    memset(identity, 0, sizeof(*identity));
}

int lwi_identity_sees(const struct lwi_identity *identity, const char *camera_id)
{
    char quoted[40];
    if (!identity->cameras)
        return 1;
    /* An id has nothing that JSON would write otherwise; what has is none. */
    if (!camera_id || !camera_id[0] ||
        camera_id[strspn(camera_id, "abcdefghijklmnopqrstuvwxyz0123456789-")])
        return 0;
    int n = snprintf(quoted, sizeof(quoted), "\"%s\"", camera_id);
    return (size_t) n < sizeof(quoted) && strstr(identity->cameras, quoted) != NULL;
}

/* A screen on a wall has nobody who touches it; and it only looks. */
static int is_always_on(const struct lwi_store_token *token, const struct lwi_auth_policy *policy)
{
    const size_t length = strlen(token->user);
    if (lwi_role_parse(token->user_role) != LWI_ROLE_VIEWER)
        return 0;
    for (const char *name = policy->always_on; *name;) {
        name += strspn(name, ", ");
        if (length > 0 && strcspn(name, ", ") == length && memcmp(name, token->user, length) == 0)
            return 1;
        name += strcspn(name, ", ");
    }
    return 0;
}

/* When a session ends, by what the settings say now; 0: never. */
static int64_t session_end(const struct lwi_store_token *token,
                           const struct lwi_auth_policy *policy)
{
    if (is_always_on(token, policy))
        return 0;
    int64_t idle = policy->idle_ns ? token->used_ns + policy->idle_ns : 0;
    int64_t life = policy->life_ns ? token->created_ns + policy->life_ns : 0;
    return !idle ? life : !life ? idle : idle < life ? idle : life;
}

/* Of a session brings ->expires_ns up to date, too. */
static int is_expired(struct lwi_store_token *token, const struct lwi_auth_policy *policy,
                      int64_t now)
{
    if (token->is_session)
        token->expires_ns = session_end(token, policy);
    return token->expires_ns != 0 && token->expires_ns <= now;
}

int lwi_auth_end_tokens(struct lwi_auth *auth, const char *user, const char *keep, int api_too,
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
    lwi_store_token_list_free(tokens, count);
    lwi_auth_changed(auth);
    return r;
}

int lwi_auth_sessions_end(struct lwi_auth *auth, const char *user, struct lw_error *reterr)
{
    return lwi_auth_end_tokens(auth, user, /* keep= */ NULL, /* api_too= */ 0, reterr);
}

/* Ends the one without an action for longest, of those whose id is not "". */
static void end_oldest(struct lwi_auth *auth, struct lwi_store_token *tokens, size_t count)
{
    struct lwi_store_token *oldest = NULL;
    for (size_t i = 0; i < count; i++)
        if (tokens[i].id[0] && (!oldest || tokens[i].used_ns < oldest->used_ns))
            oldest = &tokens[i];
    if (!oldest)
        return;
    (void) lwi_store_token_delete(auth->store, oldest->id, NULL);
    oldest->id[0] = '\0';
}

/* Deletes the user's expired tokens and surplus sessions. Returns how many of the new one's kind
 * are left, or a negative errno. */
static int make_room(struct lwi_auth *auth, const struct lwi_store_token *new,
                     const struct lwi_auth_policy *policy, struct lw_error *reterr)
{
    struct lwi_store_token *tokens = NULL;
    size_t count = 0;
    int r = lwi_store_token_list(auth->store, new->user, &tokens, &count, reterr);
    if (r < 0)
        return r;
    int left = 0;
    for (size_t i = 0; i < count; i++) {
        int expired = is_expired(&tokens[i], policy, new->created_ns);
        if (expired)
            (void) lwi_store_token_delete(auth->store, tokens[i].id, NULL);
        if (expired || !tokens[i].is_session != !new->is_session)
            tokens[i].id[0] = '\0';
        else
            left++;
    }
    for (; new->is_session &&left >= policy->sessions_max; left--)
        end_oldest(auth, tokens, count);
    lwi_store_token_list_free(tokens, count);
    return left;
}

static int put_token(struct lwi_auth *auth, const char *prefix,
                     const struct lwi_auth_policy *policy, struct lwi_store_token *token,
                     char ret_secret[LWI_AUTH_SECRET_SIZE], struct lw_error *reterr)
{
    int left = make_room(auth, token, policy, reterr);
    if (left < 0)
        return left;
    if (!token->is_session && left >= LWI_AUTH_TOKENS_MAX) {
        (void) lwi_error_set(reterr, -EDQUOT, "There are %d tokens already", left);
        lwi_error_hint(reterr, "Delete those that are no longer needed");
        return -EDQUOT;
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

static enum lwi_auth_due due(struct lwi_auth *auth, const struct lwi_store_token *token,
                             const struct lwi_auth_policy *policy)
{
    struct lwi_factor_state factor = {0, 0};
    if (!token->is_session)
        return LWI_AUTH_DUE_NOT;
    if (token->must_change)
        return LWI_AUTH_DUE_GIVEN;
    if (policy->password_age_ns > 0 &&
        token->created_ns - token->password_ns >= policy->password_age_ns)
        return LWI_AUTH_DUE_OLD;
    return policy->factor_administrators &&
                   lwi_role_parse(token->user_role) == LWI_ROLE_ADMINISTRATOR &&
                   lwi_factor_state(auth->factors, token->user, &factor, NULL) == 0 && !factor.is_on
               ? LWI_AUTH_DUE_FACTOR
               : LWI_AUTH_DUE_NOT;
}

/* Takes the token's cameras. */
static void identify(struct lwi_auth *auth, struct lwi_store_token *token,
                     const struct lwi_auth_policy *policy, struct lwi_identity *ret_identity)
{
    enum lwi_role role = lwi_role_parse(token->user_role);
    enum lwi_role most = token->role[0] ? lwi_role_parse(token->role) : role;
    memset(ret_identity, 0, sizeof(*ret_identity));
    ret_identity->by = token->is_session ? LWI_AUTH_SESSION : LWI_AUTH_TOKEN;
    ret_identity->role = most < role ? most : role;
    /* What an administrator does is seldom about one camera. */
    if (token->cameras && ret_identity->role > LWI_ROLE_OPERATOR)
        ret_identity->role = LWI_ROLE_OPERATOR;
    ret_identity->expires_ns = token->expires_ns;
    ret_identity->due = due(auth, token, policy);
    ret_identity->is_read_only = token->is_read_only;
    ret_identity->is_narrow = !token->is_session && (token->role[0] || token->is_read_only ||
                                                     token->is_limited || token->expires_ns != 0);
    memcpy(ret_identity->user, token->user, sizeof(ret_identity->user));
    memcpy(ret_identity->token_id, token->id, sizeof(ret_identity->token_id));
    ret_identity->cameras = token->cameras;
    token->cameras = NULL;
}

int lwi_auth_session_start(struct lwi_auth *auth, const struct lwi_auth_client *client,
                           const char *user, char ret_secret[LWI_AUTH_SECRET_SIZE],
                           struct lwi_identity *ret_identity, struct lw_error *reterr)
{
    struct lwi_auth_policy policy;
    int64_t now = lwi_clock_realtime(auth->clock);
    struct lwi_store_token token = {.is_session = 1, .created_ns = now, .used_ns = now};
    lwi_auth_policy(auth, &policy);
    token.expires_ns = session_end(&token, &policy);
    (void) snprintf(token.user, sizeof(token.user), "%s", user);
    (void) snprintf(token.address, sizeof(token.address), "%s", client->address);
    (void) inet_ntop(AF_INET6, client->key, token.network, sizeof(token.network));
    int r = put_token(auth, "", &policy, &token, ret_secret, reterr);
    /* As it is stored, for the role. */
    if (r == 0 &&
        lwi_auth_identify(auth, ret_secret, LWI_AUTH_SECRET_COOKIE_ACTION, ret_identity) < 0)
        r = lwi_error_set(reterr, -EACCES, "The user has just been removed");
    lwi_auth_changed(auth); /* another one may have given way */
    return r;
}

int lwi_auth_token_make(struct lwi_auth *auth, const char *user,
                        const struct lwi_store_token *wanted, struct lwi_store_token *ret_token,
                        char ret_secret[LWI_AUTH_SECRET_SIZE], struct lw_error *reterr)
{
    struct lwi_auth_policy policy;
    struct lwi_store_token token = *wanted;
    lwi_auth_policy(auth, &policy);
    token.is_session = 0;
    token.created_ns = lwi_clock_realtime(auth->clock);
    token.used_ns = 0;
    (void) snprintf(token.user, sizeof(token.user), "%s", user);
    int r = put_token(auth, "lw_", &policy, &token, ret_secret, reterr);
    if (r == 0)
        *ret_token = token;
    return r;
}

/* Of all of them, those of a kind that go on. */
static int list(struct lwi_auth *auth, const char *user, int is_session,
                struct lwi_store_token **ret_tokens, size_t *ret_count, struct lw_error *reterr)
{
    struct lwi_auth_policy policy;
    struct lwi_store_token *tokens = NULL;
    size_t count = 0, kept = 0;
    int r = lwi_store_token_list(auth->store, user, &tokens, &count, reterr);
    if (r < 0)
        return r;
    int64_t now = lwi_clock_realtime(auth->clock);
    lwi_auth_policy(auth, &policy);
    for (size_t i = 0; i < count; i++) {
        if (!tokens[i].is_session == !is_session && !is_expired(&tokens[i], &policy, now))
            tokens[kept++] = tokens[i];
        else
            free(tokens[i].cameras);
    }
    *ret_tokens = tokens;
    *ret_count = kept;
    return 0;
}

int lwi_auth_session_list(struct lwi_auth *auth, struct lwi_store_token **ret_sessions,
                          size_t *ret_count, struct lw_error *reterr)
{
    return list(auth, /* user= */ NULL, /* is_session= */ 1, ret_sessions, ret_count, reterr);
}

int lwi_auth_token_list(struct lwi_auth *auth, const char *user,
                        struct lwi_store_token **ret_tokens, size_t *ret_count,
                        struct lw_error *reterr)
{
    return list(auth, user, /* is_session= */ 0, ret_tokens, ret_count, reterr);
}

int lwi_auth_token_delete(struct lwi_auth *auth, const char *user, const char *id, int is_session,
                          struct lw_error *reterr)
{
    struct lwi_store_token *tokens = NULL;
    size_t count = 0;
    int r = lwi_store_token_list(auth->store, user, &tokens, &count, reterr);
    if (r < 0)
        return r;
    int found = 0;
    for (size_t i = 0; i < count; i++)
        found |= strcmp(tokens[i].id, id) == 0 && !tokens[i].is_session == !is_session;
    lwi_store_token_list_free(tokens, count);
    if (!found)
        return lwi_error_set(reterr, -ENOENT, "There is no %s '%s'",
                             is_session ? "session" : "token", id);
    r = lwi_store_token_delete(auth->store, id, reterr);
    lwi_auth_changed(auth);
    return r;
}

static int is_local(const struct lwi_auth *auth, const uint8_t hash[LWI_AUTH_HASH_BYTES],
                    struct lwi_identity *ret_identity)
{
    if (!auth->has_local || sodium_memcmp(hash, auth->local_hash, LWI_AUTH_HASH_BYTES) != 0)
        return 0;
    memset(ret_identity, 0, sizeof(*ret_identity));
    ret_identity->by = LWI_AUTH_LOCAL;
    ret_identity->role = LWI_ROLE_ADMINISTRATOR;
    (void) snprintf(ret_identity->user, sizeof(ret_identity->user), "local");
    return 1;
}

int lwi_auth_identify(struct lwi_auth *auth, const char *secret, enum lwi_auth_secret kind,
                      struct lwi_identity *ret_identity)
{
    struct lwi_auth_policy policy;
    uint8_t hash[LWI_AUTH_HASH_BYTES];
    struct lwi_store_token token = {.cameras = NULL};
    const int is_session = kind != LWI_AUTH_SECRET_BEARER;
    if (strlen(secret) >= LWI_AUTH_SECRET_SIZE)
        return -EACCES;
    hash_secret(secret, hash);
    if (!is_session && is_local(auth, hash, ret_identity))
        return 0;
    /* Found by the hash: how long that takes says nothing about the secret. */
    int r = lwi_store_token_find(auth->store, hash, &token, NULL);
    if (r < 0)
        return r == -ENOENT ? -EACCES : r;
    int64_t now = lwi_clock_realtime(auth->clock);
    int64_t stored_ns = token.expires_ns;
    lwi_auth_policy(auth, &policy);
    if (!token.is_session != !is_session || is_expired(&token, &policy, now)) {
        free(token.cameras);
        return -EACCES;
    }
    /* Nobody acts, so it would not be stored otherwise that it goes on. */
    if (is_session && token.expires_ns == 0 && stored_ns != 0)
        lwi_store_token_touch(auth->store, hash, token.used_ns, 0);
    if (kind != LWI_AUTH_SECRET_COOKIE &&
        (now - token.used_ns > TOUCH_AFTER_NS || now < token.used_ns)) {
        token.used_ns = now;
        (void) is_expired(&token, &policy, now);
        lwi_store_token_touch(auth->store, hash, now, token.expires_ns);
    }
    identify(auth, &token, &policy, ret_identity);
    return 0;
}

void lwi_auth_local_secret(struct lwi_auth *auth, char ret_secret[LWI_AUTH_SECRET_SIZE])
{
    make_secret("lw_", ret_secret);
    hash_secret(ret_secret, auth->local_hash);
    auth->has_local = 1;
}
