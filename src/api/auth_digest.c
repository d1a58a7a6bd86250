/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * HTTP Digest for scripts that can do nothing else. It cannot be checked with the hash that a
 * password has here: it takes H(user:realm:password), which is as good as the password and quickly
 * guessed from. So that is kept, sealed, only while the setting is on, and from the next time that
 * the password is at hand.
 */
#include "api/auth_digest.h"

#include <errno.h>
#include <jansson.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "api/auth_internal.h"
#include "api/digest.h"
#include "api/factor.h"
#include "base/error.h"
#include "store/user_secret.h"

/* {"SHA-256": hex, "MD5": hex}, a new text. NULL: no memory. */
static char *make_row(const struct lwi_auth_policy *policy, const char *user, const char *password)
{
    char hex[LWI_DIGEST_HEX_SIZE];
    json_t *row = json_object();
    for (int i = 0; i < LWI_DIGEST_ALGORITHMS; i++) {
        enum lwi_digest_algorithm algorithm = (enum lwi_digest_algorithm) i;
        if ((algorithm == LWI_DIGEST_MD5 && !policy->digest_md5) ||
            lwi_digest_ha1(algorithm, user, password, hex) < 0)
            continue;
        (void) json_object_set_new(row, lwi_digest_name(algorithm), json_string(hex));
    }
    sodium_memzero(hex, sizeof(hex));
    char *text = json_dumps(row, JSON_COMPACT);
    json_decref(row);
    return text;
}

void lwi_auth_digest_keep(struct lwi_auth *auth, const char *user, const char *password)
{
    struct lwi_auth_policy policy;
    struct lw_error error = {0};
    char *kept = NULL;
    lwi_auth_policy(auth, &policy);
    (void) lwi_store_user_secret_get(auth->store, user, LWI_USER_DIGEST, &kept, NULL);
    char *text = policy.digest ? make_row(&policy, user, password) : NULL;
    int same = kept && text ? strcmp(kept, text) == 0 : !kept && !text;
    if (!same && lwi_store_user_secret_put(auth->store, user, LWI_USER_DIGEST, text, &error) < 0)
        lwi_log(auth->log, LWI_LOG_WARNING, "%s cannot log in by HTTP Digest: %s", user,
                error.message);
    if (kept)
        sodium_memzero(kept, strlen(kept));
    if (text)
        sodium_memzero(text, strlen(text));
    free(kept);
    free(text);
}

static int drop_md5(struct lwi_auth *auth, const char *user, struct lw_error *reterr)
{
    char *text = NULL;
    if (lwi_store_user_secret_get(auth->store, user, LWI_USER_DIGEST, &text, NULL) < 0)
        return 0;
    json_t *row = json_loads(text, 0, NULL);
    free(text);
    int r = 0;
    if (json_object_del(row, lwi_digest_name(LWI_DIGEST_MD5)) == 0) {
        text = json_dumps(row, JSON_COMPACT);
        r = lwi_store_user_secret_put(auth->store, user, LWI_USER_DIGEST, text, reterr);
        free(text);
    }
    json_decref(row);
    return r;
}

int lwi_auth_digest_tidy(struct lwi_auth *auth, struct lw_error *reterr)
{
    struct lwi_auth_policy policy;
    struct lwi_store_user *users = NULL;
    size_t count = 0;
    int r = 0;
    lwi_auth_policy(auth, &policy);
    if (!policy.digest)
        return lwi_store_user_secret_clear(auth->store, LWI_USER_DIGEST, reterr);
    if (policy.digest_md5)
        return 0;
    r = lwi_store_user_list(auth->store, lwi_clock_realtime(auth->clock), &users, &count, reterr);
    for (size_t i = 0; r == 0 && i < count; i++)
        r = drop_md5(auth, users[i].name, reterr);
    lwi_store_user_list_free(users, count);
    return r;
}

void lwi_auth_digest_challenge(struct lwi_auth *auth, struct lwi_digest_offer *ret_offer)
{
    struct lwi_auth_policy policy;
    lwi_auth_policy(auth, &policy);
    *ret_offer = (struct lwi_digest_offer){.sha256 = policy.digest,
                                           .md5 = policy.digest && policy.digest_md5};
    if (policy.digest)
        lwi_nonces_make(auth->nonces, lwi_clock_monotonic(auth->clock), ret_offer->nonce);
}

static int is_right(struct lwi_auth *auth, const struct lwi_digest *digest, const char *method)
{
    char *text = NULL;
    if (lwi_store_user_secret_get(auth->store, digest->user, LWI_USER_DIGEST, &text, NULL) < 0)
        return 0;
    json_t *row = json_loads(text, 0, NULL);
    const char *ha1 = json_string_value(json_object_get(row, lwi_digest_name(digest->algorithm)));
    int right = ha1 && lwi_digest_is_right(digest, ha1, method);
    sodium_memzero(text, strlen(text));
    free(text);
    json_decref(row);
    return right;
}

/* Whom a right response stands for. */
static int identify(struct lwi_auth *auth, const char *name, const struct lwi_auth_policy *policy,
                    struct lwi_identity *ret_identity, struct lw_error *reterr)
{
    struct lwi_factor_state factor = {0, 0};
    struct lwi_store_user *users = NULL;
    size_t count = 0;
    int64_t now = lwi_clock_realtime(auth->clock);
    int r = lwi_factor_state(auth->factors, name, &factor, reterr);
    if (r == 0)
        r = lwi_store_user_list(auth->store, now, &users, &count, reterr);
    if (r < 0)
        return r;
    r = -EACCES;
    for (size_t i = 0; i < count; i++) {
        struct lwi_store_user *user = &users[i];
        if (strcmp(user->name, name) != 0)
            continue;
        *ret_identity = (struct lwi_identity){
            .by = LWI_AUTH_DIGEST, .role = lwi_role_parse(user->role), .cameras = user->cameras};
        user->cameras = NULL;
        memcpy(ret_identity->user, user->name, sizeof(ret_identity->user));
        int old = policy->password_age_ns > 0 && now - user->password_ns >= policy->password_age_ns;
        int due = policy->factor_administrators && ret_identity->role == LWI_ROLE_ADMINISTRATOR;
        ret_identity->due = user->must_change      ? LWI_AUTH_DUE_GIVEN
                            : old                  ? LWI_AUTH_DUE_OLD
                            : due && !factor.is_on ? LWI_AUTH_DUE_FACTOR
                                                   : LWI_AUTH_DUE_NOT;
        r = 0;
    }
    lwi_store_user_list_free(users, count);
    if (r == 0 && factor.is_on) {
        lwi_identity_done(ret_identity);
        r = lwi_error_set(reterr, -EPERM, "A user with a second factor is not let in by Digest");
        lwi_error_hint(reterr, "Make an API token for the script");
    }
    return r;
}

int lwi_auth_digest_again(struct lwi_auth *auth, const char *user,
                          struct lwi_identity *ret_identity)
{
    struct lwi_auth_policy policy;
    lwi_auth_policy(auth, &policy);
    return policy.digest ? identify(auth, user, &policy, ret_identity, NULL) : -EACCES;
}

int lwi_auth_digest(struct lwi_auth *auth, const struct lwi_auth_client *client,
                    const struct lwi_digest *digest, const char *method,
                    struct lwi_identity *ret_identity, int64_t *ret_wait_ns,
                    struct lw_error *reterr)
{
    struct lwi_auth_policy policy;
    lwi_auth_policy(auth, &policy);
    if (!policy.digest || (digest->algorithm == LWI_DIGEST_MD5 && !policy.digest_md5))
        return lwi_error_set(reterr, -EACCES, "HTTP Digest by %s is not let in here",
                             lwi_digest_name(digest->algorithm));
    if (!lwi_nonces_is_good(auth->nonces, digest->nonce, lwi_clock_monotonic(auth->clock)))
        return lwi_error_set(reterr, -ESTALE, "The nonce is too old");
    int right = is_right(auth, digest, method);
    int64_t wait = lwi_auth_may_try(auth, client, digest->user, !right);
    if (wait > 0 || !right)
        lwi_auth_note_failure(auth, client, wait == 0);
    if (wait > 0) {
        *ret_wait_ns = wait;
        (void) lwi_error_set(reterr, -EAGAIN, "Too many logins have failed");
        lwi_error_hint(reterr, "Wait %lld s", (long long) (wait / LWI_NS_PER_S + 1));
        return -EAGAIN;
    }
    if (!right)
        return lwi_error_set(reterr, -EACCES, "The user or the password is wrong");
    if (!lwi_nonces_use(auth->nonces, digest->nonce, digest->count))
        return lwi_error_set(reterr, -ESTALE, "This count of the nonce was used before");
    return identify(auth, digest->user, &policy, ret_identity, reterr);
}
