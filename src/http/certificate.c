/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "http/certificate.h"

#include <errno.h>
#include <string.h>
#include <time.h>

#include <gnutls/gnutls.h>
#include <gnutls/x509.h>

#include "base/clock.h"
#include "base/error.h"
#include "source/connect.h"
#include "source/url.h"
#include "source/wait.h"

#define PORT_HTTPS 443
#define PORT_RTSPS 322

static int expiry_of(const char *pem, int64_t *ret_expires_ns)
{
    const gnutls_datum_t data = {(unsigned char *) pem, (unsigned) strlen(pem)}; /* only read */
    gnutls_x509_crt_t certificate;
    if (gnutls_x509_crt_init(&certificate) < 0)
        return -ENOMEM;
    time_t expires = -1;
    if (gnutls_x509_crt_import(certificate, &data, GNUTLS_X509_FMT_PEM) >= 0)
        expires = gnutls_x509_crt_get_expiration_time(certificate);
    gnutls_x509_crt_deinit(certificate);
    /* "No expiration" of RFC 5280 is in the year 9999, which nanoseconds do not reach. */
    if (expires == (time_t) -1)
        return -EBADMSG;
    *ret_expires_ns = expires > INT64_MAX / LWI_NS_PER_S ? INT64_MAX : expires * LWI_NS_PER_S;
    return 0;
}

static int read_shown(CURL *easy, int64_t *ret_expires_ns)
{
    struct curl_certinfo *info = NULL;
    if (curl_easy_getinfo(easy, CURLINFO_CERTINFO, &info) != CURLE_OK || !info ||
        info->num_of_certs < 1)
        return -EPROTO;
    for (const struct curl_slist *line = info->certinfo[0]; line; line = line->next)
        if (strncmp(line->data, "Cert:", 5) == 0)
            return expiry_of(line->data + 5, ret_expires_ns);
    return -EPROTO;
}

int lwi_certificate_expiry(const char *text, double timeout_s, const atomic_bool *cancel,
                           int64_t *ret_expires_ns, struct lw_error *reterr)
{
    struct lwi_url url = {0};
    struct lwi_connection connection = {0};
    struct lwi_wait wait = {.cancel = cancel};
    int r = lwi_url_parse(&url, text, reterr);
    if (r < 0)
        return r;
    int is_rtsps = strcmp(url.scheme, "rtsps") == 0;
    if (!is_rtsps && strcmp(url.scheme, "https") != 0) {
        lwi_url_done(&url);
        return lwi_error_set(reterr, -EINVAL, "only https:// and rtsps:// have a certificate");
    }
    lwi_wait_arm(&wait, timeout_s);
    r = lwi_connection_open(&connection, &url, is_rtsps ? PORT_RTSPS : PORT_HTTPS, /* tls= */ 1,
                            /* trust= */ NULL, &wait, reterr);
    if (r == 0) {
        r = read_shown(connection.easy, ret_expires_ns);
        if (r < 0)
            (void) lwi_error_set(reterr, r, "%.150s shows no certificate that can be read",
                                 url.place);
    }
    lwi_connection_close(&connection);
    lwi_url_done(&url);
    return r;
}
