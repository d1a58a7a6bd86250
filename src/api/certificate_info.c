/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* What a certificate or a request says of itself. */
#include <arpa/inet.h>
#include <errno.h>
#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "api/certificate.h"

#define HASH_BYTES 32

static gnutls_datum_t datum(const char *text)
{
    union {
        const char *in;
        unsigned char *out;
    } data = {.in = text}; /* which is only read */
    return (gnutls_datum_t){data.out, (unsigned) strlen(text)};
}

/* What could break a line or a terminal, is not shown. */
static void clean(char *text)
{
    for (; *text; text++)
        if ((unsigned char) *text < ' ' || *text == 0x7f)
            *text = '?';
}

static void describe_key(unsigned algorithm, unsigned bits, gnutls_pubkey_t key,
                         struct lwi_certificate_info *ret_info)
{
    gnutls_ecc_curve_t curve = GNUTLS_ECC_CURVE_INVALID;
    const char *name = gnutls_pk_get_name((gnutls_pk_algorithm_t) algorithm);
    if (algorithm == GNUTLS_PK_ECDSA &&
        gnutls_pubkey_export_ecc_raw2(key, &curve, NULL, NULL, 0) == 0 &&
        curve == GNUTLS_ECC_CURVE_SECP256R1)
        (void) snprintf(ret_info->key, sizeof(ret_info->key), "ECDSA P-256");
    else if (algorithm == GNUTLS_PK_ECDSA)
        (void) snprintf(ret_info->key, sizeof(ret_info->key), "ECDSA %u", bits);
    else if (algorithm == GNUTLS_PK_EDDSA_ED25519 || algorithm == GNUTLS_PK_EDDSA_ED448)
        (void) snprintf(ret_info->key, sizeof(ret_info->key), "%s", name);
    else
        (void) snprintf(ret_info->key, sizeof(ret_info->key), "%.20s %u", name ? name : "?", bits);
}

static int describe_public_key(gnutls_pubkey_t key, struct lwi_certificate_info *ret_info)
{
    uint8_t hash[HASH_BYTES];
    size_t size = sizeof(hash);
    char text[sodium_base64_ENCODED_LEN(HASH_BYTES, sodium_base64_VARIANT_ORIGINAL)];
    unsigned bits = 0;
    int algorithm = gnutls_pubkey_get_pk_algorithm(key, &bits);
    if (algorithm < 0 || gnutls_pubkey_get_key_id(key, GNUTLS_KEYID_USE_SHA256, hash, &size) < 0)
        return -EINVAL;
    (void) sodium_bin2base64(text, sizeof(text), hash, sizeof(hash),
                             sodium_base64_VARIANT_ORIGINAL);
    (void) snprintf(ret_info->pin, sizeof(ret_info->pin), "sha256//%s", text);
    describe_key((unsigned) algorithm, bits, key, ret_info);
    return 0;
}

/* One name of the list, as bytes of a kind, that was read with the code r. */
static void note_name(int r, const uint8_t *data, size_t size,
                      struct lwi_certificate_info *ret_info)
{
    char *name = ret_info->names[ret_info->name_count];
    if (r == GNUTLS_SAN_IPADDRESS && (size == 4 || size == 16)) {
        if (!inet_ntop(size == 4 ? AF_INET : AF_INET6, data, name, LWI_CERTIFICATE_NAME_SIZE))
            return;
    } else if (r == GNUTLS_SAN_DNSNAME) {
        (void) snprintf(name, LWI_CERTIFICATE_NAME_SIZE, "%.*s", (int) size, (const char *) data);
        clean(name);
    } else {
        return;
    }
    ret_info->name_count++;
}

static void describe_certificate(gnutls_x509_crt_t crt, struct lwi_certificate_info *ret_info)
{
    uint8_t hash[HASH_BYTES], serial[31], data[LWI_CERTIFICATE_NAME_SIZE];
    size_t size = sizeof(ret_info->subject);
    if (gnutls_x509_crt_get_dn(crt, ret_info->subject, &size) < 0)
        ret_info->subject[0] = '\0';
    size = sizeof(ret_info->issuer);
    if (gnutls_x509_crt_get_issuer_dn(crt, ret_info->issuer, &size) < 0)
        ret_info->issuer[0] = '\0';
    clean(ret_info->subject);
    clean(ret_info->issuer);
    ret_info->from_s = (int64_t) gnutls_x509_crt_get_activation_time(crt);
    ret_info->until_s = (int64_t) gnutls_x509_crt_get_expiration_time(crt);
    ret_info->is_self_signed = gnutls_x509_crt_check_issuer(crt, crt) == 1;
    size = sizeof(serial);
    if (gnutls_x509_crt_get_serial(crt, serial, &size) == 0)
        (void) sodium_bin2hex(ret_info->serial, sizeof(ret_info->serial), serial, size);
    size = sizeof(hash);
    if (gnutls_x509_crt_get_fingerprint(crt, GNUTLS_DIG_SHA256, hash, &size) == 0)
        (void) sodium_bin2hex(ret_info->fingerprint, sizeof(ret_info->fingerprint), hash, size);
    for (unsigned i = 0; ret_info->name_count < LWI_CERTIFICATE_NAMES_MAX; i++) {
        size = sizeof(data);
        int r = gnutls_x509_crt_get_subject_alt_name(crt, i, data, &size, NULL);
        if (r == GNUTLS_E_SHORT_MEMORY_BUFFER)
            continue; /* longer than any host name */
        if (r < 0)
            break;
        note_name(r, data, size, ret_info);
    }
}

int lwi_certificate_describe(const char *chain, struct lwi_certificate_info *ret_info)
{
    gnutls_x509_crt_t *list = NULL;
    gnutls_pubkey_t key = NULL;
    unsigned count = 0;
    gnutls_datum_t text = datum(chain);
    memset(ret_info, 0, sizeof(*ret_info));
    if (gnutls_x509_crt_list_import2(&list, &count, &text, GNUTLS_X509_FMT_PEM, 0) < 0)
        return -EINVAL;
    int r = count > 0 && gnutls_pubkey_init(&key) == 0 &&
                    gnutls_pubkey_import_x509(key, list[0], 0) == 0
                ? describe_public_key(key, ret_info)
                : -EINVAL;
    if (r == 0)
        describe_certificate(list[0], ret_info);
    ret_info->chain_length = count;
    if (key)
        gnutls_pubkey_deinit(key);
    for (unsigned i = 0; i < count; i++)
        gnutls_x509_crt_deinit(list[i]);
    gnutls_free(list);
    return r;
}

int lwi_certificate_describe_request(const char *request, struct lwi_certificate_info *ret_info)
{
    gnutls_x509_crq_t crq = NULL;
    gnutls_pubkey_t key = NULL;
    uint8_t data[LWI_CERTIFICATE_NAME_SIZE];
    gnutls_datum_t text = datum(request);
    memset(ret_info, 0, sizeof(*ret_info));
    int r = gnutls_x509_crq_init(&crq) == 0 &&
                    gnutls_x509_crq_import(crq, &text, GNUTLS_X509_FMT_PEM) == 0 &&
                    gnutls_pubkey_init(&key) == 0 && gnutls_pubkey_import_x509_crq(key, crq, 0) == 0
                ? describe_public_key(key, ret_info)
                : -EINVAL;
    size_t size = sizeof(ret_info->subject);
    if (r == 0 && gnutls_x509_crq_get_dn(crq, ret_info->subject, &size) < 0)
        ret_info->subject[0] = '\0';
    clean(ret_info->subject);
    for (unsigned i = 0; r == 0 && ret_info->name_count < LWI_CERTIFICATE_NAMES_MAX; i++) {
        unsigned kind = 0, critical = 0;
        size = sizeof(data);
        if (gnutls_x509_crq_get_subject_alt_name(crq, i, data, &size, &kind, &critical) < 0)
            break;
        note_name((int) kind, data, size, ret_info);
    }
    if (key)
        gnutls_pubkey_deinit(key);
    if (crq)
        gnutls_x509_crq_deinit(crq);
    return r;
}
