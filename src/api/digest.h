/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * HTTP Digest (RFC 7616), the arithmetic of it: what a client sends, and whether it knows the
 * password. libmicrohttpd's own offers one algorithm at a time and binds a nonce to one address of
 * a page; so this is done here, with the hashes of GnuTLS. Pure functions.
 */
#ifndef LWI_API_DIGEST_H
#define LWI_API_DIGEST_H

#include <stddef.h>
#include <stdint.h>

#define LWI_DIGEST_REALM    "lenswatch"
#define LWI_DIGEST_HEX_SIZE 65 /* of SHA-256 and the end */

enum lwi_digest_algorithm {
    LWI_DIGEST_SHA256 = 0,
    LWI_DIGEST_MD5,
    LWI_DIGEST_ALGORITHMS,
};

/* As the header names it: "SHA-256", "MD5". */
const char *lwi_digest_name(enum lwi_digest_algorithm algorithm);

/* What a client sent. */
struct lwi_digest {
    enum lwi_digest_algorithm algorithm;
    char user[65];
    char nonce[128];
    char cnonce[256];
    char uri[2048];
    char response[LWI_DIGEST_HEX_SIZE]; /* in small letters */
    char nc[9];
    uint32_t count; /* of nc */
};

/* The value of an Authorization header that begins with "Digest ". 0 or -EINVAL: it is none, or not
 * for this server, or leaves out qop=auth, without which it could be replayed. */
int lwi_digest_parse(const char *header, struct lwi_digest *ret_digest);

/* H(user:realm:password), which is kept of a password. 0 or -EIO. */
int lwi_digest_ha1(enum lwi_digest_algorithm algorithm, const char *user, const char *password,
                   char ret_hex[LWI_DIGEST_HEX_SIZE]);

/* 1: who sent it knows the password that ha1 was made of. */
int lwi_digest_is_right(const struct lwi_digest *digest, const char *ha1, const char *method);

/* ---- nonces: each holds for a while, and each of its counts once. Thread-safe. ---- */

#define LWI_NONCE_SIZE   64
#define LWI_NONCE_LIFE_S 300

struct lwi_nonces;

/* 0 or -ENOMEM. */
int lwi_nonces_new(struct lwi_nonces **ret_nonces);
void lwi_nonces_free(struct lwi_nonces **nonces);

void lwi_nonces_make(struct lwi_nonces *nonces, int64_t monotonic_ns,
                     char ret_nonce[LWI_NONCE_SIZE]);

/* Whether the nonce is ours and holds still: 1 or 0. */
int lwi_nonces_is_good(struct lwi_nonces *nonces, const char *nonce, int64_t monotonic_ns);

/* Of a good nonce, for a client that has shown to know the password: 1: this count was not used
 * before, and now is; 0: it was, or may have been. */
int lwi_nonces_use(struct lwi_nonces *nonces, const char *nonce, uint32_t count);

#endif
