/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Codes that change with the time (RFC 6238): six digits every 30 s, by SHA-1, which is what every
 * authenticator app can. */
#ifndef LWI_API_TOTP_H
#define LWI_API_TOTP_H

#include <stddef.h>
#include <stdint.h>

#define LWI_TOTP_SECRET_SIZE 33 /* 160 random bits in base32, and the end */

/* 0 or -ENOMEM. */
int lwi_totp_make(char ret_secret[LWI_TOTP_SECRET_SIZE]);

/* Whether the code belongs to now, or to one step before or after: 0 and the number of its step;
 * -EACCES: it does not; -EINVAL: the secret is none; -ENOMEM. */
int lwi_totp_check(const char *secret, const char *code, int64_t now_s, int64_t *ret_step);

/* otpauth://totp/Lenswatch:USER@HOST?..., which apps read from a QR code. */
void lwi_totp_uri(const char *secret, const char *user, const char *host, char *ret_uri,
                  size_t size);

#endif
