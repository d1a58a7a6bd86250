/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Certificates that somebody brings: all that a browser would stumble over is
 * refused here, with its cause, before anything is served with it. Whether an
 * authority is trusted is not asked: that is for those who connect to say.
 */
#include <errno.h>
#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>
#include <gnutls/pkcs12.h>
#include <gnutls/x509.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "api/certificate.h"
#include "base/error.h"

#define RSA_BITS_MIN 2048
#define ECC_BITS_MIN 256
#define ID_BYTES     32

/* What was read, to be released with release(). */
struct bag {
    gnutls_x509_privkey_t key; /* NULL: none */
    gnutls_x509_crt_t *list;   /* gnutls_malloc'ed */
    unsigned count;
};

/* The server's certificate and those above it; they point into the bag. */
struct chain {
    gnutls_x509_crt_t crts[LWI_CERTIFICATE_CHAIN_MAX];
    unsigned count;
};

static void release(struct bag *bag)
{
    if (bag->key)
        gnutls_x509_privkey_deinit(bag->key);
    for (unsigned i = 0; i < bag->count; i++)
        gnutls_x509_crt_deinit(bag->list[i]);
    gnutls_free(bag->list);
}

static int refuse(struct lw_error *reterr, const char *error, const char *hint)
{
    (void) lwi_error_set(reterr, -EINVAL, "%s", error);
    lwi_error_hint(reterr, "%s", hint);
    return -EINVAL;
}

static void name_of(gnutls_x509_crt_t crt, char ret_name[120])
{
    char name[LWI_CERTIFICATE_NAME_SIZE];
    size_t size = sizeof(name);
    if (gnutls_x509_crt_get_dn(crt, name, &size) < 0)
        (void) snprintf(name, sizeof(name), "?");
    (void) snprintf(ret_name, 120, "%.100s", name);
    for (char *c = ret_name; *c; c++)
        if ((unsigned char) *c < ' ' || *c == 0x7f)
            *c = '?';
}

static gnutls_datum_t datum(const char *text)
{
    union {
        const char *in;
        unsigned char *out;
    } data = {.in = text}; /* which is only read */
    return (gnutls_datum_t){data.out, (unsigned) strlen(text)};
}

/* ---- reading ---- */

static int read_certificates(const char *text, struct bag *bag, struct lw_error *reterr)
{
    static const char hint[] =
        "PEM begins with -----BEGIN CERTIFICATE-----; 'openssl x509 -inform der' makes it from DER";
    gnutls_datum_t data = datum(text);
    int r =
        strstr(text, "-----BEGIN ")
            ? gnutls_x509_crt_list_import2(&bag->list, &bag->count, &data, GNUTLS_X509_FMT_PEM, 0)
            : GNUTLS_E_NO_CERTIFICATE_FOUND;
    if (r == GNUTLS_E_NO_CERTIFICATE_FOUND || r == GNUTLS_E_BASE64_DECODING_ERROR ||
        r == GNUTLS_E_BASE64_UNEXPECTED_HEADER_ERROR)
        return refuse(reterr, "This is no certificate in PEM", hint);
    if (r < 0 || bag->count == 0)
        return lwi_error_set(reterr, -EINVAL, "The certificate cannot be read: %s",
                             gnutls_strerror(r));
    return 0;
}

/* Where a key in PEM begins, or NULL. */
static const char *find_key(const char *text)
{
    static const char mark[] = "PRIVATE KEY-----";
    for (const char *at = text; (at = strstr(at, "-----BEGIN ")); at++) {
        const char *end = strchr(at, '\n');
        const char *found = strstr(at, mark);
        if (found && (!end || found < end))
            return at;
    }
    return NULL;
}

static int read_key(const char *text, const char *passphrase, struct bag *bag,
                    struct lw_error *reterr)
{
    const char *begin = find_key(text);
    if (!begin)
        return refuse(reterr, "This is no private key in PEM",
                      "It begins with -----BEGIN PRIVATE KEY-----");
    gnutls_datum_t data = datum(begin);
    int r = gnutls_x509_privkey_init(&bag->key);
    if (r == 0)
        r = gnutls_x509_privkey_import2(bag->key, &data, GNUTLS_X509_FMT_PEM, passphrase, 0);
    if (r == GNUTLS_E_DECRYPTION_FAILED)
        return refuse(reterr,
                      passphrase ? "The passphrase does not open the private key"
                                 : "The private key is under a passphrase",
                      "Give the passphrase that it was made with");
    return r < 0 ? lwi_error_set(reterr, -EINVAL, "The private key cannot be read: %s",
                                 gnutls_strerror(r))
                 : 0;
}

/* Both lists of PKCS#12 as one. */
static int join(struct bag *bag, gnutls_x509_crt_t *more, unsigned count)
{
    gnutls_x509_crt_t *grown = NULL;
    if (count > 0)
        grown = gnutls_realloc(bag->list, (bag->count + count) * sizeof(*grown));
    for (unsigned i = 0; i < count; i++) {
        if (grown)
            grown[bag->count + i] = more[i];
        else
            gnutls_x509_crt_deinit(more[i]);
    }
    gnutls_free(more);
    if (count > 0 && !grown)
        return GNUTLS_E_MEMORY_ERROR;
    if (grown)
        bag->list = grown;
    bag->count += count;
    return 0;
}

static int read_pkcs12(const struct lwi_certificate_files *files, struct bag *bag,
                       struct lw_error *reterr)
{
    union {
        const uint8_t *in;
        unsigned char *out;
    } bytes = {.in = files->pkcs12}; /* which is only read */
    const gnutls_datum_t data = {bytes.out, (unsigned) files->pkcs12_size};
    gnutls_pkcs12_t p12 = NULL;
    gnutls_x509_crt_t *more = NULL;
    unsigned more_count = 0;
    int r = gnutls_pkcs12_init(&p12);
    if (r == 0)
        r = gnutls_pkcs12_import(p12, &data, GNUTLS_X509_FMT_DER, 0);
    if (r < 0) {
        if (p12)
            gnutls_pkcs12_deinit(p12);
        return refuse(reterr, "This is no PKCS#12 file", "Such files end in .p12 or .pfx");
    }
    const char *passphrase = files->passphrase ? files->passphrase : "";
    r = gnutls_pkcs12_verify_mac(p12, passphrase);
    if (r == 0)
        r = gnutls_pkcs12_simple_parse(p12, passphrase, &bag->key, &bag->list, &bag->count, &more,
                                       &more_count, /* crl= */ NULL,
                                       GNUTLS_PKCS12_SP_INCLUDE_SELF_SIGNED);
    gnutls_pkcs12_deinit(p12);
    if (r == GNUTLS_E_MAC_VERIFY_FAILED || r == GNUTLS_E_DECRYPTION_FAILED)
        return refuse(reterr, "The passphrase does not open the PKCS#12 file",
                      "Give the one that it was made with");
    if (r == 0)
        r = join(bag, more, more_count);
    if (r < 0)
        return lwi_error_set(reterr, -EINVAL, "The PKCS#12 file cannot be read: %s",
                             gnutls_strerror(r));
    if (bag->count == 0)
        return refuse(reterr, "There is no certificate in the PKCS#12 file",
                      "Make one with the certificate, those above it, and the key");
    return 0;
}

/* ---- judging ---- */

static int is_same_key(gnutls_x509_crt_t crt, gnutls_x509_privkey_t key)
{
    uint8_t a[ID_BYTES], b[ID_BYTES];
    size_t a_size = sizeof(a), b_size = sizeof(b);
    return gnutls_x509_crt_get_key_id(crt, GNUTLS_KEYID_USE_SHA256, a, &a_size) == 0 &&
           gnutls_x509_privkey_get_key_id(key, GNUTLS_KEYID_USE_SHA256, b, &b_size) == 0 &&
           a_size == b_size && memcmp(a, b, a_size) == 0;
}

static int is_signed_by(gnutls_x509_crt_t crt, gnutls_x509_crt_t issuer)
{
    unsigned status = 0;
    if (gnutls_x509_crt_check_issuer(crt, issuer) != 1)
        return 0;
    int r =
        gnutls_x509_crt_verify(crt, &issuer, 1,
                               GNUTLS_VERIFY_DISABLE_TIME_CHECKS |
                                   GNUTLS_VERIFY_DISABLE_CRL_CHECKS | GNUTLS_VERIFY_ALLOW_BROKEN,
                               &status);
    return r == 0 && status == 0;
}

/* Puts them in order, the server's first. */
static int link_chain(const struct bag *bag, struct chain *ret_chain, struct lw_error *reterr)
{
    char is_used[64] = {0};
    unsigned left = bag->count;
    ret_chain->count = 0;
    if (bag->count > LWI_CERTIFICATE_CHAIN_MAX)
        return lwi_error_set(reterr, -EINVAL, "There are more than %d certificates in it",
                             LWI_CERTIFICATE_CHAIN_MAX);
    for (unsigned i = 0; i < bag->count && ret_chain->count == 0; i++) {
        if (!is_same_key(bag->list[i], bag->key))
            continue;
        ret_chain->crts[ret_chain->count++] = bag->list[i];
        is_used[i] = 1;
        left--;
    }
    if (ret_chain->count == 0)
        return refuse(reterr, "The private key does not belong to the certificate",
                      "Give the key that the request for this certificate was made with");
    for (int found = 1; found && left > 0;) {
        gnutls_x509_crt_t last = ret_chain->crts[ret_chain->count - 1];
        found = 0;
        for (unsigned i = 0; i < bag->count && !found; i++) {
            if (is_used[i] || !is_signed_by(last, bag->list[i]))
                continue;
            ret_chain->crts[ret_chain->count++] = bag->list[i];
            is_used[i] = 1;
            left--;
            found = 1;
        }
    }
    for (unsigned i = 0; i < bag->count; i++) {
        char name[120];
        if (is_used[i])
            continue;
        name_of(bag->list[i], name);
        (void) lwi_error_set(reterr, -EINVAL,
                             "The chain is broken: nothing leads from the certificate to '%s'",
                             name);
        lwi_error_hint(reterr, "Give every certificate between, or leave that one out");
        return -EINVAL;
    }
    return 0;
}

static int check_time(gnutls_x509_crt_t crt, int64_t now_s, struct lw_error *reterr)
{
    char name[120], day[16] = "";
    struct tm date;
    time_t from = gnutls_x509_crt_get_activation_time(crt);
    time_t until = gnutls_x509_crt_get_expiration_time(crt);
    int is_over = (int64_t) until < now_s;
    if (!is_over && (int64_t) from <= now_s)
        return 0;
    if (gmtime_r(is_over ? &until : &from, &date))
        (void) strftime(day, sizeof(day), "%Y-%m-%d", &date);
    name_of(crt, name);
    (void) lwi_error_set(reterr, -EINVAL,
                         is_over ? "The certificate of '%s' has expired on %s"
                                 : "The certificate of '%s' is not valid before %s",
                         name, day);
    lwi_error_hint(reterr, is_over ? "Ask the authority for a new one"
                                   : "Is the clock of this machine right?");
    return -EINVAL;
}

static int check_strength(gnutls_x509_crt_t crt, struct lw_error *reterr)
{
    char name[120];
    unsigned bits = 0;
    int algorithm = gnutls_x509_crt_get_pk_algorithm(crt, &bits);
    int is_rsa = algorithm == GNUTLS_PK_RSA || algorithm == GNUTLS_PK_RSA_PSS;
    int is_known = is_rsa || algorithm == GNUTLS_PK_ECDSA || algorithm == GNUTLS_PK_EDDSA_ED25519 ||
                   algorithm == GNUTLS_PK_EDDSA_ED448;
    name_of(crt, name);
    if (!is_known || bits < (is_rsa ? RSA_BITS_MIN : ECC_BITS_MIN - 8)) {
        const char *kind = algorithm < 0 ? NULL : gnutls_pk_get_name(algorithm);
        (void) lwi_error_set(reterr, -EINVAL, "The key of '%s' is too weak: %.20s with %u bits",
                             name, kind ? kind : "one of no known kind", bits);
        lwi_error_hint(reterr, "RSA takes at least 2048 bits, elliptic curves 256");
        return -EINVAL;
    }
    int sign = gnutls_x509_crt_get_signature_algorithm(crt);
    /* How one signs itself, nobody looks at. */
    if (gnutls_x509_crt_check_issuer(crt, crt) == 1 ||
        (sign > 0 && gnutls_sign_is_secure2(sign, GNUTLS_SIGN_FLAG_SECURE_FOR_CERTS)))
        return 0;
    (void) lwi_error_set(reterr, -EINVAL, "The certificate of '%s' is signed with %.30s", name,
                         sign > 0 ? gnutls_sign_get_name(sign) : "what is not known");
    lwi_error_hint(reterr, "No browser believes that; ask for one with SHA-256");
    return -EINVAL;
}

/* Where it says what it is for, servers must be named. */
static int check_purpose(gnutls_x509_crt_t crt, struct lw_error *reterr)
{
    char oid[128];
    for (unsigned i = 0;; i++) {
        size_t size = sizeof(oid);
        int r = gnutls_x509_crt_get_key_purpose_oid(crt, i, oid, &size, NULL);
        if (r < 0 && i == 0)
            return 0;
        if (r < 0)
            return refuse(reterr, "The certificate is not for servers",
                          "Ask for one with the purpose TLS web server authentication");
        if (strcmp(oid, GNUTLS_KP_TLS_WWW_SERVER) == 0 || strcmp(oid, GNUTLS_KP_ANY) == 0)
            return 0;
    }
}

/* ---- writing ---- */

static int write_chain(const struct chain *chain, char **ret_text)
{
    char *text = NULL;
    size_t length = 0;
    for (unsigned i = 0; i < chain->count; i++) {
        gnutls_datum_t pem = {NULL, 0};
        if (gnutls_x509_crt_export2(chain->crts[i], GNUTLS_X509_FMT_PEM, &pem) < 0) {
            free(text);
            return -ENOMEM;
        }
        char *grown = realloc(text, length + pem.size + 1);
        if (grown) {
            memcpy(grown + length, pem.data, pem.size);
            length += pem.size;
            grown[length] = '\0';
            text = grown;
        }
        gnutls_free(pem.data);
        if (!grown) {
            free(text);
            return -ENOMEM;
        }
    }
    *ret_text = text;
    return 0;
}

static int write_key(gnutls_x509_privkey_t key, char **ret_text)
{
    gnutls_datum_t pem = {NULL, 0};
    if (gnutls_x509_privkey_export2_pkcs8(key, GNUTLS_X509_FMT_PEM, NULL, GNUTLS_PKCS_PLAIN, &pem) <
        0)
        return -ENOMEM;
    *ret_text = strndup((const char *) pem.data, pem.size);
    gnutls_memset(pem.data, 0, pem.size);
    gnutls_free(pem.data);
    return *ret_text ? 0 : -ENOMEM;
}

static int judge_and_write(const struct bag *bag, int64_t now_s, char **ret_chain, char **ret_key,
                           struct lw_error *reterr)
{
    struct chain chain;
    char *text = NULL;
    int r = link_chain(bag, &chain, reterr);
    for (unsigned i = 0; r == 0 && i < chain.count; i++) {
        r = check_time(chain.crts[i], now_s, reterr);
        if (r == 0)
            r = check_strength(chain.crts[i], reterr);
    }
    if (r == 0)
        r = check_purpose(chain.crts[0], reterr);
    if (r < 0)
        return r;
    r = write_chain(&chain, &text);
    if (r == 0)
        r = write_key(bag->key, ret_key);
    if (r < 0) {
        free(text);
        return lwi_error_set(reterr, r, "There is not enough memory");
    }
    *ret_chain = text;
    return 0;
}

int lwi_certificate_take(const struct lwi_certificate_files *files, int64_t now_s, char **ret_chain,
                         char **ret_key, struct lw_error *reterr)
{
    struct bag bag = {0};
    int r;
    if (files->pkcs12) {
        r = read_pkcs12(files, &bag, reterr);
    } else {
        r = read_certificates(files->certificates, &bag, reterr);
        if (r == 0 && files->key)
            r = read_key(files->key, files->passphrase, &bag, reterr);
        else if (r == 0 && find_key(files->certificates))
            r = read_key(files->certificates, files->passphrase, &bag, reterr);
    }
    if (r == 0 && !bag.key) {
        r = lwi_error_set(reterr, -ENOENT, "There is no private key with the certificate");
        lwi_error_hint(reterr, "Give the key as well, or make the request for it here");
    }
    if (r == 0)
        r = judge_and_write(&bag, now_s, ret_chain, ret_key, reterr);
    release(&bag);
    return r;
}
