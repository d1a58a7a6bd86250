/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * The second factor of users: a secret that their authenticator app has, too, and recovery codes
 * for when the app is lost. Each code is good once. Who guesses is slowed by the caller.
 * Thread-safe.
 */
#ifndef LWI_API_FACTOR_H
#define LWI_API_FACTOR_H

#include "api/totp.h"
#include "base/clock.h"
#include "lenswatch/error.h"
#include "store/store.h"

#define LWI_FACTOR_CODES     10
#define LWI_FACTOR_CODE_SIZE 15 /* "xxxx-xxxx-xxxx" and the end */

struct lwi_factors;

/* What is pointed to is borrowed until free. 0 or -ENOMEM. */
int lwi_factors_new(struct lwi_factors **ret_factors, struct lwi_store *store,
                    const struct lwi_clock *clock);
void lwi_factors_free(struct lwi_factors **factors);

struct lwi_factor_state {
    int is_on;
    int codes; /* recovery codes that are left */
};

/* As all below: -EBADMSG, -EIO and others of the store. */
int lwi_factor_state(struct lwi_factors *factors, const char *user,
                     struct lwi_factor_state *ret_state, struct lw_error *reterr);

/* Begins to set it up; nothing is asked for yet. -EALREADY: it is on; -ENOENT: no such user. */
int lwi_factor_begin(struct lwi_factors *factors, const char *user,
                     char ret_secret[LWI_TOTP_SECRET_SIZE], struct lw_error *reterr);

/* With a code of the app it is on from now. -ENOENT: it was not begun; -EALREADY; -EACCES: the code
 * is wrong. */
int lwi_factor_confirm(struct lwi_factors *factors, const char *user, const char *code,
                       char ret_codes[LWI_FACTOR_CODES][LWI_FACTOR_CODE_SIZE],
                       struct lw_error *reterr);

/* New recovery codes; the old ones are good no longer. -ENOENT: it is off. */
int lwi_factor_codes(struct lwi_factors *factors, const char *user,
                     char ret_codes[LWI_FACTOR_CODES][LWI_FACTOR_CODE_SIZE],
                     struct lw_error *reterr);

/* It is off afterwards, also where it was. */
int lwi_factor_remove(struct lwi_factors *factors, const char *user, struct lw_error *reterr);

/*
 * Uses up a code, of the app or a recovery code. 0: it is right, or the user has no second factor;
 * -ENOKEY: one is needed and `code` is NULL or empty; -EACCES: it is wrong, or was used before.
 */
int lwi_factor_check(struct lwi_factors *factors, const char *user, const char *code,
                     struct lw_error *reterr);

#endif
