/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Inside of auth.h, shared by auth.c (users, passwords, logins) and auth_token.c. */
#ifndef LWI_API_AUTH_INTERNAL_H
#define LWI_API_AUTH_INTERNAL_H

#include <pthread.h>
#include <stdatomic.h>

#include "api/auth.h"

struct lwi_auth {
    struct lwi_store *store;
    const struct lwi_clock *clock;
    const struct lwi_log *log;
    pthread_mutex_t counting; /* held while an attempt is allowed and counted */
    struct lwi_limiter *addresses;
    struct lwi_limiter *accounts;  /* of users that there are: nobody can crowd them out */
    struct lwi_limiter *strangers; /* of names that nobody has, which look the same */
    struct lwi_factors *factors;
    pthread_mutex_t hashing; /* held while a password is hashed, and while users change */
    atomic_int waiting;
    atomic_int activated;
    atomic_uint changes;
    uint8_t local_hash[LWI_AUTH_HASH_BYTES];
    int has_local;
    pthread_mutex_t keeping; /* held while locks are stored, so that none overtakes another */
    struct lwi_nonces *nonces;
    struct lwi_auth_watcher watcher;
};

/* One attempt to be somebody. */
struct lwi_auth_attempt {
    struct lwi_auth_policy policy;
    struct lwi_limiter *lock; /* that is looked at beside that of the address; NULL: none */
    const char *user;         /* borrowed; NULL: nobody is named */
    uint8_t account[LWI_LIMITER_KEY];
};

/* After an attempt that has failed: whatever is locked by it is told, and kept. */
void lwi_auth_locks_tell(struct lwi_auth *auth, const struct lwi_auth_client *client,
                         const struct lwi_auth_attempt *attempt);
/* Stores the locks as they are. */
void lwi_auth_locks_keep(struct lwi_auth *auth);

/* What holds now. */
void lwi_auth_policy(struct lwi_auth *auth, struct lwi_auth_policy *ret_policy);

/* Ends the user's sessions but that with the id `keep` (NULL: all). */
int lwi_auth_end_tokens(struct lwi_auth *auth, const char *user, const char *keep, int api_too,
                        struct lw_error *reterr);

/* Something that a session or token may do has changed: streams look again at once. */
void lwi_auth_changed(struct lwi_auth *auth);

/* How many ns who asks must wait before trying to prove to be this user; 0: not at all, and then
 * (is_wrong) one more attempt has failed. For proofs that are checked at once. */
int64_t lwi_auth_may_try(struct lwi_auth *auth, const struct lwi_auth_client *client,
                         const char *user, int is_wrong);

/* Tells and logs that somebody was wrong, or was turned away. */
void lwi_auth_note_failure(struct lwi_auth *auth, const struct lwi_auth_client *client,
                           int is_wrong);

/* Keeps what HTTP Digest is checked with, or sees to it that nothing of the kind is kept where it
 * is not let in. The password is right, or was just set. */
void lwi_auth_digest_keep(struct lwi_auth *auth, const char *user, const char *password);

#endif
