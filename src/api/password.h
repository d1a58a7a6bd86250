/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Rules for passwords, and Argon2id over them. */
#ifndef LWI_API_PASSWORD_H
#define LWI_API_PASSWORD_H

#include <stddef.h>

#include "lenswatch/error.h"

#define LWI_PASSWORD_LENGTH_MIN 8
#define LWI_PASSWORD_LENGTH_MAX 128
#define LWI_PASSWORD_HASH_SIZE  128 /* with its end; crypto_pwhash_STRBYTES */

/* The rules in words, for people. Static. */
extern const char lwi_password_rules[];

/* A hash, as slow to check as any other, of random bytes that were not kept: it stands in for users
 * that do not exist, so that the time a login takes does not tell who exists. Static. */
extern const char lwi_password_nobody[];

/* Characters, which may be several bytes each. */
size_t lwi_password_letters(const char *password);

/* Checks a new password. 0, or -EINVAL with the rule that it breaks. */
int lwi_password_check(const char *password, const char *user, struct lw_error *reterr);

/* Argon2id with 64 MiB; takes a tenth of a second and more. 0 or -ENOMEM. */
int lwi_password_hash(const char *password, char ret_hash[LWI_PASSWORD_HASH_SIZE]);

/* 1: the password belongs to the hash. As slow as hashing. */
int lwi_password_verify(const char *password, const char *hash);

#endif
