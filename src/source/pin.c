/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * The pin is of the public key, not of the certificate: a camera that renews its
 * certificate with the same key stays trusted.
 */
#include "source/pin.h"

#include <errno.h>
#include <string.h>

#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <sodium.h>

#define PREFIX     "sha256//"
#define HASH_BYTES 32

static int pin_of(const char *pem, char ret_pin[LWI_PIN_SIZE])
{
    const gnutls_datum_t data = {(unsigned char *) pem, (unsigned) strlen(pem)}; /* only read */
    unsigned char hash[HASH_BYTES];
    size_t size = sizeof(hash);
    gnutls_x509_crt_t certificate;
    if (gnutls_x509_crt_init(&certificate) < 0)
        return -ENOMEM;
    int ok = gnutls_x509_crt_import(certificate, &data, GNUTLS_X509_FMT_PEM) >= 0 &&
             gnutls_x509_crt_get_key_id(certificate, GNUTLS_KEYID_USE_SHA256, hash, &size) >= 0 &&
             size == sizeof(hash);
    gnutls_x509_crt_deinit(certificate);
    if (!ok)
        return -EBADMSG;
    memcpy(ret_pin, PREFIX, strlen(PREFIX));
    (void) sodium_bin2base64(ret_pin + strlen(PREFIX), LWI_PIN_SIZE - strlen(PREFIX), hash,
                             sizeof(hash), sodium_base64_VARIANT_ORIGINAL);
    return 0;
}

int lwi_pin_seen(CURL *easy, char ret_pin[LWI_PIN_SIZE])
{
    struct curl_certinfo *info = NULL;
    if (curl_easy_getinfo(easy, CURLINFO_CERTINFO, &info) != CURLE_OK || !info ||
        info->num_of_certs < 1)
        return -ENOENT;
    for (const struct curl_slist *line = info->certinfo[0]; line; line = line->next)
        if (strncmp(line->data, "Cert:", 5) == 0)
            return pin_of(line->data + 5, ret_pin);
    return -EBADMSG;
}

int lwi_pin_valid(const char *text)
{
    unsigned char hash[HASH_BYTES];
    size_t size = 0;
    if (strlen(text) != LWI_PIN_SIZE - 1 || strncmp(text, PREFIX, strlen(PREFIX)) != 0)
        return 0;
    return sodium_base642bin(hash, sizeof(hash), text + strlen(PREFIX),
                             strlen(text) - strlen(PREFIX), NULL, &size, NULL,
                             sodium_base64_VARIANT_ORIGINAL) == 0 &&
           size == sizeof(hash);
}
