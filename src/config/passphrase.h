/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Secrets that leave the machine: sealed under a passphrase that a person keeps. */
#ifndef LWI_CONFIG_PASSPHRASE_H
#define LWI_CONFIG_PASSPHRASE_H

#include "lenswatch/error.h"

struct json_t;

#define LWI_PASSPHRASE_MIN 8
#define LWI_PASSPHRASE_MAX 1024

/* Argon2id makes a key of the passphrase, XChaCha20-Poly1305 seals: a new object {"kdf", "ops",
 * "memory_kib", "salt", "box"}. -EINVAL: it is too short or too long. */
int lwi_passphrase_seal(const char *passphrase, const char *text, struct json_t **ret_sealed,
                        struct lw_error *reterr);
/* *ret_text malloc'ed; wipe it before it is freed. -EINVAL: it is no such object; -EACCES: another
 * passphrase, or it was changed. */
int lwi_passphrase_open(const char *passphrase, const struct json_t *sealed, char **ret_text,
                        struct lw_error *reterr);

#endif
