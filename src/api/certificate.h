/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Certificates of the HTTPS server as texts in PEM: made, requested, taken from
 * files, and said what they are. GnuTLS does it; nothing here is kept. Keys that are
 * given out are malloc'ed, and to be freed with lwi_certificate_key_free().
 */
#ifndef LWI_API_CERTIFICATE_H
#define LWI_API_CERTIFICATE_H

#include <stddef.h>
#include <stdint.h>

#include "lenswatch/error.h"

#define LWI_CERTIFICATE_NAMES_MAX  32
#define LWI_CERTIFICATE_NAME_SIZE  256 /* with its end */
#define LWI_CERTIFICATE_CHAIN_MAX  8
#define LWI_CERTIFICATE_BYTES_MAX  ((size_t) 128 << 10) /* of a file that is taken */
#define LWI_CERTIFICATE_DAYS_MAX   3650
#define LWI_CERTIFICATE_DAYS_USUAL 825 /* what browsers took longest from anybody */

/* Who a certificate is for. "": it is not said. */
struct lwi_certificate_subject {
    char common_name[65], organization[65], organizational_unit[65], locality[129], state[129],
        country[3];
    size_t name_count; /* host names and addresses by which the server is asked */
    char names[LWI_CERTIFICATE_NAMES_MAX][LWI_CERTIFICATE_NAME_SIZE];
};

struct lwi_certificate_info {
    char subject[LWI_CERTIFICATE_NAME_SIZE], issuer[LWI_CERTIFICATE_NAME_SIZE]; /* RFC 4514 */
    size_t name_count;
    char names[LWI_CERTIFICATE_NAMES_MAX][LWI_CERTIFICATE_NAME_SIZE];
    int64_t from_s, until_s; /* since 1970; 0 of a request */
    char key[32];            /* "ECDSA P-256", "RSA 3072" */
    char serial[64];         /* hexadecimal */
    char fingerprint[65];    /* SHA-256 of the certificate, hexadecimal; "" of a request */
    char pin[64];            /* of the public key, "sha256//..."; as curl's --pinnedpubkey */
    int is_self_signed;
    size_t chain_length; /* with itself */
};

/* Whether it is a host name (also "*.example.com") or an address. 0 or -EINVAL. */
int lwi_certificate_name_check(const char *name, struct lw_error *reterr);

/* This host by its name, localhost, its addresses, and `hosts` (NULL-ended or NULL). */
void lwi_certificate_own_names(const char *const *hosts,
                               struct lwi_certificate_subject *ret_subject);

/* ECDSA P-256, signed by itself, from an hour before now_s on. -ENOMEM, -EINVAL. */
int lwi_certificate_self_signed(const struct lwi_certificate_subject *subject, int days,
                                int64_t now_s, char **ret_chain, char **ret_key,
                                struct lw_error *reterr);

/* A key and what an authority needs to certify it. is_rsa: RSA 3072, else ECDSA P-256. */
int lwi_certificate_request(const struct lwi_certificate_subject *subject, int is_rsa,
                            char **ret_request, char **ret_key, struct lw_error *reterr);

/* What is given to be taken. All is borrowed. */
struct lwi_certificate_files {
    const char *certificates; /* PEM: the server's and those above it, in any order; it may hold
                               * the key as well */
    const char *key;          /* PEM; NULL: see above */
    const uint8_t *pkcs12;    /* in place of both */
    size_t pkcs12_size;
    const char *passphrase; /* of the key or of PKCS#12; NULL: none */
};

/*
 * Takes what is given if it can be served with: the key belongs to a certificate, those above it
 * are linked to it one by one, none has ended or is weak. -EINVAL with the cause; -ENOENT: there is
 * no key in it. The chain comes out in order, the server's first.
 */
int lwi_certificate_take(const struct lwi_certificate_files *files, int64_t now_s, char **ret_chain,
                         char **ret_key, struct lw_error *reterr);

/* Of the first certificate of a chain. -EINVAL. */
int lwi_certificate_describe(const char *chain, struct lwi_certificate_info *ret_info);
/* Of a request. -EINVAL. */
int lwi_certificate_describe_request(const char *request, struct lwi_certificate_info *ret_info);

/* Overwrites it first. *key becomes NULL. */
void lwi_certificate_key_free(char **key);

#endif
