/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * What belongs to a user and proves who it is, beside the password: one JSON text a user and kind,
 * sealed as the passwords of cameras are. What is in it the caller knows. It goes with its user.
 */
#ifndef LWI_STORE_USER_SECRET_H
#define LWI_STORE_USER_SECRET_H

#include "lenswatch/error.h"

struct lwi_store;

enum lwi_user_secret {
    LWI_USER_FACTOR = 0, /* second factor */
    LWI_USER_RECOVERY,   /* ways back to a lost password */
    LWI_USER_DIGEST,     /* what HTTP Digest is checked with */
};

/* text NULL: none is there afterwards. -ENOENT: no such user. */
int lwi_store_user_secret_put(struct lwi_store *store, const char *user, enum lwi_user_secret kind,
                              const char *text, struct lw_error *reterr);

/* *ret_text malloc'ed; to be wiped by the caller. -ENOENT: there is none; -EBADMSG: it was sealed
 * with another secret.key. */
int lwi_store_user_secret_get(struct lwi_store *store, const char *user, enum lwi_user_secret kind,
                              char **ret_text, struct lw_error *reterr);

/* Removes a kind of all users. */
int lwi_store_user_secret_clear(struct lwi_store *store, enum lwi_user_secret kind,
                                struct lw_error *reterr);

#endif
