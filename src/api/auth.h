/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Who is asking: users with their passwords and roles, sessions (a cookie), API tokens,
 * and the token of this host's own user. Secrets are random; only their BLAKE2b
 * hashes are stored. Thread-safe.
 */
#ifndef LWI_API_AUTH_H
#define LWI_API_AUTH_H

#include <stddef.h>
#include <stdint.h>

#include "api/limiter.h"
#include "api/role.h"
#include "base/clock.h"
#include "base/log.h"
#include "lenswatch/error.h"
#include "store/store.h"

#define LWI_AUTH_HASH_BYTES 32
#define LWI_AUTH_USER_MAX   64
#define LWI_AUTH_LABEL_MAX  64
/* 32 random bytes in base64 without padding, "lw_" before those of a token, and the end. */
#define LWI_AUTH_SECRET_SIZE 48
#define LWI_AUTH_TOKENS_MAX  100             /* a user's; sessions and API tokens each */
#define LWI_AUTH_SESSION_S   (7 * 24 * 3600) /* after the last use */

enum lwi_auth_by {
    LWI_AUTH_NOBODY = 0,
    LWI_AUTH_SESSION,
    LWI_AUTH_TOKEN,
    LWI_AUTH_LOCAL, /* the token file in the data directory */
};

struct lwi_identity {
    enum lwi_auth_by by;
    enum lwi_role role;
    char user[LWI_AUTH_USER_MAX + 1];
    char token_id[33];
    int64_t expires_ns; /* realtime; 0: never */
};

struct lwi_auth;
struct lwi_factors;

/* All pointers are borrowed until free. 0, -ENOMEM, -EIO. */
int lwi_auth_new(struct lwi_auth **ret_auth, struct lwi_store *store, const struct lwi_clock *clock,
                 const struct lwi_log *log, struct lw_error *reterr);
void lwi_auth_free(struct lwi_auth **auth);

/* Is called for each login that failed or was turned away, with the address as text. Set before
 * anybody logs in; NULL: nobody is told. */
void lwi_auth_watch(struct lwi_auth *auth, void (*failed)(void *cookie, const char *address),
                    void *cookie);

/* The second factors of the users. */
struct lwi_factors *lwi_auth_factors(struct lwi_auth *auth);

/* 1: there is an administrator. */
int lwi_auth_activated(struct lwi_auth *auth);

/* Makes the first administrator. -EINVAL (rules), -EALREADY. */
int lwi_auth_activate(struct lwi_auth *auth, const char *user, const char *password,
                      struct lw_error *reterr);

/* Whether a user may be called so: names go into logs, headers and paths. 0 or -EINVAL. */
int lwi_auth_user_check(const char *user, struct lw_error *reterr);

#define LWI_AUTH_USERS_MAX 32 /* the first administrator and 31 more */

/* Makes a user. -EPERM: the administrator comes first; -EINVAL (rules); -EEXIST: that one is
 * there, or too many are. */
int lwi_auth_user_add(struct lwi_auth *auth, const char *user, const char *password,
                      enum lwi_role role, struct lw_error *reterr);

/*
 * Checks a password. -EACCES: wrong user or password, it is not said which;
 * -EAGAIN: the address must wait *ret_wait_ns first; -ENOKEY: the password is right, but the user
 * has a second factor and `code` is empty. code NULL: a session vouches for the second factor.
 */
int lwi_auth_login(struct lwi_auth *auth, const uint8_t address[LWI_LIMITER_KEY], const char *user,
                   const char *password, const char *code, int64_t *ret_wait_ns,
                   struct lw_error *reterr);

/* Sets a password and ends the user's sessions but the one with the id `keep` (NULL: all, and the
 * API tokens, too). -EINVAL (rules), -ENOENT (user). */
int lwi_auth_password_set(struct lwi_auth *auth, const char *user, const char *password,
                          const char *keep, struct lw_error *reterr);

/* Logs the user out everywhere; API tokens stay. */
int lwi_auth_sessions_end(struct lwi_auth *auth, const char *user, struct lw_error *reterr);

/* Starts a session; the secret goes into the cookie. Old and surplus sessions are deleted. */
int lwi_auth_session_start(struct lwi_auth *auth, const char *user,
                           char ret_secret[LWI_AUTH_SECRET_SIZE], struct lwi_identity *ret_identity,
                           struct lw_error *reterr);

/* Makes an API token; expires_ns 0: never. -ENOSPC: the user has too many. */
int lwi_auth_token_make(struct lwi_auth *auth, const char *user, const char *label,
                        int64_t expires_ns, struct lwi_store_token *ret_token,
                        char ret_secret[LWI_AUTH_SECRET_SIZE], struct lw_error *reterr);

/* The user's API tokens that have not expired; malloc'ed. */
int lwi_auth_token_list(struct lwi_auth *auth, const char *user,
                        struct lwi_store_token **ret_tokens, size_t *ret_count,
                        struct lw_error *reterr);

/* A session or token of this user only. -ENOENT. */
int lwi_auth_token_delete(struct lwi_auth *auth, const char *user, const char *id, int is_session,
                          struct lw_error *reterr);

/* Who a secret stands for. 0 or -EACCES (unknown, expired), or the store's error. A session that
 * is used goes on for LWI_AUTH_SESSION_S more. */
int lwi_auth_identify(struct lwi_auth *auth, const char *secret, int is_session,
                      struct lwi_identity *ret_identity);

/* Makes the secret of the local user, kept in memory only. To be called before anybody asks. */
void lwi_auth_local_secret(struct lwi_auth *auth, char ret_secret[LWI_AUTH_SECRET_SIZE]);

#endif
