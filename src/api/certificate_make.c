/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Certificates that are made here, and requests for those that an authority makes. */
#include <arpa/inet.h>
#include <errno.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "api/certificate.h"
#include "api/door.h"
#include "base/error.h"
#include "config/address_list.h"

#define SERIAL_BYTES 16
#define RSA_BITS     3072
/* A clock that is a little slow must not refuse what was made just now. */
#define BEFORE_S 3600
#define DAY_S    86400

void lwi_certificate_key_free(char **key)
{
    if (*key)
        gnutls_memset(*key, 0, strlen(*key));
    free(*key);
    *key = NULL;
}

static int failed(int code, const char *what, struct lw_error *reterr)
{
    return lwi_error_set(reterr, code == GNUTLS_E_MEMORY_ERROR ? -ENOMEM : -EINVAL, "%s: %s", what,
                         gnutls_strerror(code));
}

int lwi_certificate_name_check(const char *name, struct lw_error *reterr)
{
    static const char allowed[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_";
    uint8_t address[LWI_ADDRESS_BYTES];
    if (lwi_address_bytes(name, address) == 0)
        return 0;
    const char *host = strncmp(name, "*.", 2) == 0 ? name + 2 : name;
    size_t length = strlen(host);
    if (length > 0 && strlen(name) < LWI_CERTIFICATE_NAME_SIZE && host[0] != '.' &&
        host[0] != '-' && !strstr(host, "..") && strspn(host, allowed) == length)
        return 0;
    (void) lwi_error_set(reterr, -EINVAL, "'%.60s' is no host name and no address", name);
    lwi_error_hint(reterr, "Write other scripts as punycode, such as xn--bcher-kva.example");
    return -EINVAL;
}

static void add_name(struct lwi_certificate_subject *subject, const char *name)
{
    for (size_t i = 0; i < subject->name_count; i++)
        if (strcasecmp(subject->names[i], name) == 0)
            return;
    if (subject->name_count == LWI_CERTIFICATE_NAMES_MAX ||
        lwi_certificate_name_check(name, NULL) < 0)
        return;
    (void) snprintf(subject->names[subject->name_count++], LWI_CERTIFICATE_NAME_SIZE, "%s", name);
}

static void add_addresses(struct lwi_certificate_subject *subject)
{
    struct ifaddrs *all = NULL;
    if (getifaddrs(&all) < 0)
        return;
    for (const struct ifaddrs *one = all; one; one = one->ifa_next) {
        char text[INET6_ADDRSTRLEN];
        uint8_t address[LWI_ADDRESS_BYTES];
        int family = one->ifa_addr ? one->ifa_addr->sa_family : AF_UNSPEC;
        if (!(one->ifa_flags & IFF_UP) || (family != AF_INET && family != AF_INET6))
            continue;
        lwi_door_address(one->ifa_addr, address);
        /* Link-local ones need a zone, which no certificate can say. */
        if (address[0] == 0xfe && (address[1] & 0xc0) == 0x80)
            continue;
        int is_v4 = lwi_address_is_v4(address);
        if (inet_ntop(is_v4 ? AF_INET : AF_INET6, is_v4 ? address + 12 : address, text,
                      sizeof(text)))
            add_name(subject, text);
    }
    freeifaddrs(all);
}

void lwi_certificate_own_names(const char *const *hosts,
                               struct lwi_certificate_subject *ret_subject)
{
    char host[LWI_CERTIFICATE_NAME_SIZE] = "";
    memset(ret_subject, 0, sizeof(*ret_subject));
    for (size_t i = 0; hosts && hosts[i]; i++)
        if (strcmp(hosts[i], "*") != 0)
            add_name(ret_subject, hosts[i]);
    if (gethostname(host, sizeof(host) - 1) == 0 && host[0])
        add_name(ret_subject, host);
    add_name(ret_subject, "localhost");
    add_name(ret_subject, "127.0.0.1");
    add_name(ret_subject, "::1");
    add_addresses(ret_subject);
    (void) snprintf(ret_subject->common_name, sizeof(ret_subject->common_name), "%.64s",
                    ret_subject->names[0]);
}

struct part {
    const char *oid, *text;
};

#define PARTS 6

static void parts_of(const struct lwi_certificate_subject *s, struct part ret_parts[PARTS])
{
    ret_parts[0] = (struct part){GNUTLS_OID_X520_COUNTRY_NAME, s->country};
    ret_parts[1] = (struct part){GNUTLS_OID_X520_STATE_OR_PROVINCE_NAME, s->state};
    ret_parts[2] = (struct part){GNUTLS_OID_X520_LOCALITY_NAME, s->locality};
    ret_parts[3] = (struct part){GNUTLS_OID_X520_ORGANIZATION_NAME, s->organization};
    ret_parts[4] = (struct part){GNUTLS_OID_X520_ORGANIZATIONAL_UNIT_NAME, s->organizational_unit};
    ret_parts[5] = (struct part){GNUTLS_OID_X520_COMMON_NAME, s->common_name};
}

/* The bytes of a name, and of which kind it is. */
static gnutls_x509_subject_alt_name_t name_bytes(const char *name,
                                                 uint8_t address[LWI_ADDRESS_BYTES],
                                                 const void **ret_data, unsigned *ret_size)
{
    if (lwi_address_bytes(name, address) == 0) {
        int is_v4 = lwi_address_is_v4(address);
        *ret_data = is_v4 ? address + 12 : address;
        *ret_size = is_v4 ? 4 : LWI_ADDRESS_BYTES;
        return GNUTLS_SAN_IPADDRESS;
    }
    *ret_data = name;
    *ret_size = (unsigned) strlen(name);
    return GNUTLS_SAN_DNSNAME;
}

static int make_key(int is_rsa, gnutls_x509_privkey_t *ret_key)
{
    gnutls_x509_privkey_t key = NULL;
    int r = gnutls_x509_privkey_init(&key);
    if (r == 0)
        r = is_rsa ? gnutls_x509_privkey_generate(key, GNUTLS_PK_RSA, RSA_BITS, 0)
                   : gnutls_x509_privkey_generate(
                         key, GNUTLS_PK_ECDSA,
                         (unsigned) GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1), 0);
    if (r < 0) {
        gnutls_x509_privkey_deinit(key);
        return r;
    }
    *ret_key = key;
    return 0;
}

static int key_text(gnutls_x509_privkey_t key, char **ret_text)
{
    gnutls_datum_t pem = {NULL, 0};
    int r =
        gnutls_x509_privkey_export2_pkcs8(key, GNUTLS_X509_FMT_PEM, NULL, GNUTLS_PKCS_PLAIN, &pem);
    if (r < 0)
        return r;
    *ret_text = strndup((const char *) pem.data, pem.size);
    gnutls_memset(pem.data, 0, pem.size);
    gnutls_free(pem.data);
    return *ret_text ? 0 : GNUTLS_E_MEMORY_ERROR;
}

/* r: of what wrote *pem, which is released. */
static int take_text(int r, gnutls_datum_t *pem, char **ret_text)
{
    if (r < 0)
        return r;
    *ret_text = strndup((const char *) pem->data, pem->size);
    gnutls_free(pem->data);
    return *ret_text ? 0 : GNUTLS_E_MEMORY_ERROR;
}

static int fill_certificate(gnutls_x509_crt_t crt, gnutls_x509_privkey_t key,
                            const struct lwi_certificate_subject *subject, int days, int64_t now_s)
{
    struct part parts[PARTS];
    uint8_t serial[SERIAL_BYTES], address[LWI_ADDRESS_BYTES], id[32];
    size_t id_size = sizeof(id);
    const void *data;
    unsigned size;
    int r = gnutls_rnd(GNUTLS_RND_NONCE, serial, sizeof(serial));
    serial[0] = (serial[0] & 0x7f) | 0x40; /* positive, and no zero before it */
    if (r == 0)
        r = gnutls_x509_crt_set_version(crt, 3);
    if (r == 0)
        r = gnutls_x509_crt_set_serial(crt, serial, sizeof(serial));
    if (r == 0)
        r = gnutls_x509_crt_set_activation_time(crt, (time_t) (now_s - BEFORE_S));
    if (r == 0)
        r = gnutls_x509_crt_set_expiration_time(crt, (time_t) (now_s + (int64_t) days * DAY_S));
    if (r == 0)
        r = gnutls_x509_crt_set_key(crt, key);
    parts_of(subject, parts);
    for (size_t i = 0; r == 0 && i < PARTS; i++)
        if (parts[i].text[0])
            r = gnutls_x509_crt_set_dn_by_oid(crt, parts[i].oid, 0, parts[i].text,
                                              (unsigned) strlen(parts[i].text));
    for (size_t i = 0; r == 0 && i < subject->name_count; i++) {
        gnutls_x509_subject_alt_name_t kind = name_bytes(subject->names[i], address, &data, &size);
        r = gnutls_x509_crt_set_subject_alt_name(crt, kind, data, size, GNUTLS_FSAN_APPEND);
    }
    if (r == 0) /* no authority: who trusts it trusts it for this server alone */
        r = gnutls_x509_crt_set_basic_constraints(crt, /* ca= */ 0, /* pathLenConstraint= */ -1);
    if (r == 0)
        r = gnutls_x509_crt_set_key_usage(crt, GNUTLS_KEY_DIGITAL_SIGNATURE);
    if (r == 0)
        r = gnutls_x509_crt_set_key_purpose_oid(crt, GNUTLS_KP_TLS_WWW_SERVER, /* critical= */ 0);
    if (r == 0)
        r = gnutls_x509_crt_get_key_id(crt, GNUTLS_KEYID_USE_SHA1, id, &id_size);
    return r < 0 ? r : gnutls_x509_crt_set_subject_key_id(crt, id, id_size);
}

int lwi_certificate_self_signed(const struct lwi_certificate_subject *subject, int days,
                                int64_t now_s, char **ret_chain, char **ret_key,
                                struct lw_error *reterr)
{
    gnutls_x509_crt_t crt = NULL;
    gnutls_x509_privkey_t key = NULL;
    gnutls_datum_t pem = {NULL, 0};
    char *chain = NULL, *text = NULL;
    int r = gnutls_x509_crt_init(&crt);
    if (r == 0)
        r = make_key(/* is_rsa= */ 0, &key);
    if (r == 0)
        r = fill_certificate(crt, key, subject, days, now_s);
    if (r == 0)
        r = gnutls_x509_crt_sign2(crt, crt, key, GNUTLS_DIG_SHA256, 0);
    if (r == 0)
        r = take_text(gnutls_x509_crt_export2(crt, GNUTLS_X509_FMT_PEM, &pem), &pem, &chain);
    if (r == 0)
        r = key_text(key, &text);
    if (crt)
        gnutls_x509_crt_deinit(crt);
    if (key)
        gnutls_x509_privkey_deinit(key);
    if (r < 0) {
        free(chain);
        return failed(r, "The certificate could not be made", reterr);
    }
    *ret_chain = chain;
    *ret_key = text;
    return 0;
}

static int fill_request(gnutls_x509_crq_t crq, gnutls_x509_privkey_t key,
                        const struct lwi_certificate_subject *subject)
{
    struct part parts[PARTS];
    uint8_t address[LWI_ADDRESS_BYTES];
    const void *data;
    unsigned size;
    int r = gnutls_x509_crq_set_version(crq, 1);
    if (r == 0)
        r = gnutls_x509_crq_set_key(crq, key);
    parts_of(subject, parts);
    for (size_t i = 0; r == 0 && i < PARTS; i++)
        if (parts[i].text[0])
            r = gnutls_x509_crq_set_dn_by_oid(crq, parts[i].oid, 0, parts[i].text,
                                              (unsigned) strlen(parts[i].text));
    for (size_t i = 0; r == 0 && i < subject->name_count; i++) {
        gnutls_x509_subject_alt_name_t kind = name_bytes(subject->names[i], address, &data, &size);
        r = gnutls_x509_crq_set_subject_alt_name(crq, kind, data, size, GNUTLS_FSAN_APPEND);
    }
    if (r == 0)
        r = gnutls_x509_crq_set_key_purpose_oid(crq, GNUTLS_KP_TLS_WWW_SERVER, /* critical= */ 0);
    return r < 0 ? r : gnutls_x509_crq_sign2(crq, key, GNUTLS_DIG_SHA256, 0);
}

int lwi_certificate_request(const struct lwi_certificate_subject *subject, int is_rsa,
                            char **ret_request, char **ret_key, struct lw_error *reterr)
{
    gnutls_x509_crq_t crq = NULL;
    gnutls_x509_privkey_t key = NULL;
    gnutls_datum_t pem = {NULL, 0};
    char *request = NULL, *text = NULL;
    int r = gnutls_x509_crq_init(&crq);
    if (r == 0)
        r = make_key(is_rsa, &key);
    if (r == 0)
        r = fill_request(crq, key, subject);
    if (r == 0)
        r = take_text(gnutls_x509_crq_export2(crq, GNUTLS_X509_FMT_PEM, &pem), &pem, &request);
    if (r == 0)
        r = key_text(key, &text);
    if (crq)
        gnutls_x509_crq_deinit(crq);
    if (key)
        gnutls_x509_privkey_deinit(key);
    if (r < 0) {
        free(request);
        return failed(r, "The request could not be made", reterr);
    }
    *ret_request = request;
    *ret_key = text;
    return 0;
}
