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
#define LWI_AUTH_TOKENS_MAX  100 /* a user's */
#define LWI_AUTH_USERS_MAX   32  /* the first administrator and 31 more */

enum lwi_auth_by {
    LWI_AUTH_NOBODY = 0,
    LWI_AUTH_SESSION,
    LWI_AUTH_TOKEN,
    LWI_AUTH_LOCAL,  /* the token file in the data directory */
    LWI_AUTH_DIGEST, /* HTTP Digest */
};

/* Whether the password must be changed before anything else. */
enum lwi_auth_due {
    LWI_AUTH_DUE_NOT = 0,
    LWI_AUTH_DUE_GIVEN,  /* somebody else chose it */
    LWI_AUTH_DUE_OLD,    /* it was too old already when the session began */
    LWI_AUTH_DUE_FACTOR, /* not the password, but a second factor must be set up */
};

struct lwi_identity {
    enum lwi_auth_by by;
    enum lwi_role role;
    char user[LWI_AUTH_USER_MAX + 1];
    char token_id[33];
    int64_t expires_ns; /* realtime; 0: never */
    enum lwi_auth_due due;
    int is_read_only;
    int is_narrow; /* a token that may less than its user, or that expires: it makes no others */
    char *cameras; /* malloc'ed: a JSON array of those that are there for it; NULL: all are */
};

/* 0 or -ENOMEM. */
int lwi_identity_copy(struct lwi_identity *ret_identity, const struct lwi_identity *from);
/* Frees what it holds; it is nobody then. */
void lwi_identity_done(struct lwi_identity *identity);

/* Whether the camera is there for who asks. */
int lwi_identity_sees(const struct lwi_identity *identity, const char *camera_id);

/* What the settings say of logins. */
struct lwi_auth_policy {
    struct lwi_limiter_rule lock;
    int sessions_max;          /* of a user; beyond it the one without an action for longest ends */
    int64_t idle_ns;           /* a session ends so long after its last action; 0: it does not */
    int64_t life_ns;           /* ... or so long after its login; 0: it does not */
    char always_on[257];       /* viewers of whom neither holds: names around commas */
    int64_t password_age_ns;   /* 0: it does not matter */
    int password_length;       /* of a new one, at least */
    int digest, digest_md5;    /* whether HTTP Digest is let in, and by MD5, too */
    int factor_administrators; /* an administrator must have a second factor */
};

/* An account or an address that was just locked. */
struct lwi_auth_lock {
    const char *user;    /* whose account; NULL: it is the address */
    const char *address; /* that the last attempt came from */
    int attempts;        /* that failed */
    int64_t until_ns;    /* realtime */
};

struct lwi_auth_watcher {
    void *cookie;
    /* Is told of each login that failed or was turned away, with the address as text. */
    void (*failed)(void *cookie, const char *address);
    /* Is asked at each request. */
    void (*policy)(void *cookie, struct lwi_auth_policy *ret_policy);
    /* Is told of each lock once. What it is given is valid while it runs. */
    void (*locked)(void *cookie, const struct lwi_auth_lock *lock);
};

struct lwi_auth;
struct lwi_factors;

/* Where a request comes from. */
struct lwi_auth_client {
    uint8_t key[LWI_LIMITER_KEY]; /* the address; of IPv6 the network of 64 bits */
    char address[46];             /* as text, whole */
    int is_local;                 /* this host, and not through a proxy */
};

/* All pointers are borrowed until free. 0, -ENOMEM, -EIO. */
int lwi_auth_new(struct lwi_auth **ret_auth, struct lwi_store *store, const struct lwi_clock *clock,
                 const struct lwi_log *log, struct lw_error *reterr);
void lwi_auth_free(struct lwi_auth **auth);

/* The policy of nobody's making: 7 attempts, then half an hour; 50 sessions, 7 days without an
 * action. */
void lwi_auth_policy_default(struct lwi_auth_policy *ret_policy);

/* Set before anybody logs in; without functions nobody is told, and the default policy holds. */
void lwi_auth_watch(struct lwi_auth *auth, const struct lwi_auth_watcher *watcher);

/* Locks of earlier runs that still hold, hold. Once, after lwi_auth_watch(). */
void lwi_auth_locks_load(struct lwi_auth *auth);

/* Grows with each change of what somebody may do. */
unsigned lwi_auth_changes(struct lwi_auth *auth);

/* The second factors of the users. */
struct lwi_factors *lwi_auth_factors(struct lwi_auth *auth);

/* ---- users ---- */

/* 1: there is an administrator. */
int lwi_auth_activated(struct lwi_auth *auth);

/* Makes the first administrator. -EINVAL (rules), -EALREADY. */
int lwi_auth_activate(struct lwi_auth *auth, const char *user, const char *password,
                      struct lw_error *reterr);

/* Whether a user may be called so: names go into logs, headers and paths. 0 or -EINVAL. */
int lwi_auth_user_check(const char *user, struct lw_error *reterr);

/* cameras: a JSON array of their ids, or NULL for all. */
struct lwi_auth_user {
    const char *name, *password;
    enum lwi_role role;
    const char *cameras;
    int must_change;
};

/* Makes a user. -EPERM: the administrator comes first; -EINVAL (rules, no such camera); -EEXIST:
 * that one is there, or too many are. */
int lwi_auth_user_add(struct lwi_auth *auth, const struct lwi_auth_user *user,
                      struct lw_error *reterr);

/* Role and cameras; as lwi_store_user_change(). It counts at once. */
int lwi_auth_user_change(struct lwi_auth *auth, const char *user,
                         const struct lwi_store_user_change *change, struct lw_error *reterr);

/* -ENOENT; -EPERM: the last administrator. */
int lwi_auth_user_remove(struct lwi_auth *auth, const char *user, struct lw_error *reterr);

/* Sets a password and ends the user's sessions but the one with the id `keep` (NULL: all, and the
 * API tokens, too). -EINVAL (rules, or it is the present one), -ENOENT (user). */
struct lwi_auth_password {
    const char *password, *keep;
    int must_change; /* at the next login */
    int may_be_same; /* by the user of this host, who may not know the present one */
};
int lwi_auth_password_set(struct lwi_auth *auth, const char *user,
                          const struct lwi_auth_password *new, struct lw_error *reterr);

/* ---- logins ---- */

/*
 * Checks a password. -EACCES: wrong user or password, it is not said which;
 * -EAGAIN: the address or the account is locked, or too many log in at once;
 * *ret_wait_ns says for how long; -ENOKEY: the password is right, but the user
 * has a second factor and `code` is empty. code NULL: a session vouches for the
 * second factor.
 */
int lwi_auth_login(struct lwi_auth *auth, const struct lwi_auth_client *client, const char *user,
                   const char *password, const char *code, int64_t *ret_wait_ns,
                   struct lw_error *reterr);

/*
 * An attempt to prove who one is in another way: counted, and slowed, as a login is. `check` says 0
 * or -EACCES. As above.
 */
int lwi_auth_attempt(struct lwi_auth *auth, const struct lwi_auth_client *client, const char *user,
                     int (*check)(void *cookie, struct lw_error *reterr), void *cookie,
                     int64_t *ret_wait_ns, struct lw_error *reterr);

/* Something that costs us work was asked for: it counts against the address, until a login from it
 * succeeds. 0 or -EAGAIN. */
int lwi_auth_knock(struct lwi_auth *auth, const struct lwi_auth_client *client,
                   int64_t *ret_wait_ns, struct lw_error *reterr);

/* Whether a user may choose this password. 0 or -EINVAL. */
int lwi_auth_password_check(struct lwi_auth *auth, const char *user, const char *password,
                            struct lw_error *reterr);

/* How many ns the account is locked for addresses that it is not known at; 0: it is not. */
int64_t lwi_auth_locked(struct lwi_auth *auth, const char *user);

/* Ends the lock of the account, and those of all addresses. */
void lwi_auth_unlock(struct lwi_auth *auth, const char *user);

/* ---- sessions and API tokens ---- */

/* Starts a session; the secret goes into the cookie. Old and surplus sessions are deleted. Free the
 * identity. -EDQUOT: there are too many in all. */
int lwi_auth_session_start(struct lwi_auth *auth, const struct lwi_auth_client *client,
                           const char *user, char ret_secret[LWI_AUTH_SECRET_SIZE],
                           struct lwi_identity *ret_identity, struct lw_error *reterr);

/* Those of everybody that go on. Free them with lwi_store_token_list_free(). */
int lwi_auth_session_list(struct lwi_auth *auth, struct lwi_store_token **ret_sessions,
                          size_t *ret_count, struct lw_error *reterr);

/* Logs the user out everywhere; API tokens stay. */
int lwi_auth_sessions_end(struct lwi_auth *auth, const char *user, struct lw_error *reterr);

/* Makes an API token: label, expires_ns (0: never), role, is_read_only and cameras of `wanted`;
 * *ret_token borrows them. -EDQUOT: the user has too many; -EINVAL: no such camera. */
int lwi_auth_token_make(struct lwi_auth *auth, const char *user,
                        const struct lwi_store_token *wanted, struct lwi_store_token *ret_token,
                        char ret_secret[LWI_AUTH_SECRET_SIZE], struct lw_error *reterr);

/* The user's API tokens that have not expired. Free them with lwi_store_token_list_free(). */
int lwi_auth_token_list(struct lwi_auth *auth, const char *user,
                        struct lwi_store_token **ret_tokens, size_t *ret_count,
                        struct lw_error *reterr);

/* A session or token of this user only (NULL: of anybody). -ENOENT. */
int lwi_auth_token_delete(struct lwi_auth *auth, const char *user, const char *id, int is_session,
                          struct lw_error *reterr);

enum lwi_auth_secret {
    LWI_AUTH_SECRET_BEARER = 0,
    LWI_AUTH_SECRET_COOKIE,        /* of a session, which asks for something by itself */
    LWI_AUTH_SECRET_COOKIE_ACTION, /* ... and whose user does something: the session goes on */
};

/* Who a secret stands for; free it. 0 or -EACCES (unknown, expired), or the store's error. */
int lwi_auth_identify(struct lwi_auth *auth, const char *secret, enum lwi_auth_secret kind,
                      struct lwi_identity *ret_identity);

/* Makes the secret of the local user, kept in memory only. To be called before anybody asks. */
void lwi_auth_local_secret(struct lwi_auth *auth, char ret_secret[LWI_AUTH_SECRET_SIZE]);

#endif
