/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "source/connect.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

/* There is no such name, or nobody could say: code is -EHOSTUNREACH or -ETIMEDOUT. */
static int not_found(const struct lwi_url *url, int code, struct lw_error *reterr)
{
    if (code == -ETIMEDOUT)
        (void) lwi_error_set(reterr, code, "no name server (DNS) says where %.150s is", url->host);
    else
        (void) lwi_error_set(reterr, code, "there is no host called %.150s", url->host);
    lwi_error_hint(reterr, "Check the name and this machine's name servers, or give the address "
                           "in numbers.");
    return code;
}

int lwi_connect_timeout(CURL *easy, const struct lwi_url *url, struct lw_error *reterr)
{
    curl_off_t looked_up_us = 0;
    (void) curl_easy_getinfo(easy, CURLINFO_NAMELOOKUP_TIME_T, &looked_up_us);
    return looked_up_us ? 0 : not_found(url, -ETIMEDOUT, reterr);
}

static int refused(CURL *easy, const char *place, struct lw_error *reterr)
{
    long os = 0;
    (void) curl_easy_getinfo(easy, CURLINFO_OS_ERRNO, &os);
    int r;
    if (os == EHOSTUNREACH || os == ENETUNREACH) {
        r = lwi_error_set(reterr, -EHOSTUNREACH, "%.150s cannot be reached", place);
        lwi_error_hint(reterr, "Check the address, and the network between here and there.");
    } else {
        r = lwi_error_set(reterr, -ECONNREFUSED, "%.150s refuses the connection", place);
        lwi_error_hint(reterr, "Check the port, and that the camera's service is switched on.");
    }
    return r;
}

int lwi_connect_error(CURL *easy, CURLcode code, const struct lwi_url *url, const char *text,
                      struct lw_error *reterr)
{
    const char *place = url->place;
    const char *noise = strstr(text, ". CAfile"); /* where libcurl looked; to us it is no news */
    int text_length = noise ? (int) (noise - text) : 100;
    int r;
    switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
        return not_found(url, -EHOSTUNREACH, reterr);
    case CURLE_COULDNT_CONNECT:
        return refused(easy, place, reterr);
    case CURLE_PEER_FAILED_VERIFICATION:
        r = lwi_error_set(reterr, -EPROTO, "the certificate of %.90s is not trusted: %.*s", place,
                          text_length, text);
        lwi_error_hint(reterr, "Install the camera's certificate on this machine or name it in "
                               "SSL_CERT_FILE, or switch the "
                               "check of certificates off for this camera.");
        return r;
    case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
        r = lwi_error_set(reterr, -EKEYREJECTED, "%.150s shows another certificate than before",
                          place);
        lwi_error_hint(reterr, "If the camera was replaced or reset, empty the camera's settings "
                               "tls_pin and stream_pin; if not, somebody may be listening in.");
        return r;
    case CURLE_SSL_CACERT_BADFILE:
        r = lwi_error_set(reterr, -EIO, "the trusted certificates of this machine cannot be read");
        lwi_error_hint(reterr, "Check SSL_CERT_FILE, or install the package ca-certificates.");
        return r;
    case CURLE_SSL_CONNECT_ERROR:
        r = lwi_error_set(reterr, -EPROTO, "%.150s does not speak TLS", place);
        lwi_error_hint(reterr, "Check the port, or use the URL without TLS.");
        return r;
    case CURLE_OUT_OF_MEMORY:
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_UNSUPPORTED_PROTOCOL:
        r = lwi_error_set(reterr, -EPROTO, "%.150s does not answer as a web server does", place);
        lwi_error_hint(reterr, "Check the port.");
        return r;
    default:
        return lwi_error_set(reterr, -EIO, "%.150s broke the connection off: %.80s", place,
                             curl_easy_strerror(code));
    }
}

int lwi_connect_options(CURL *easy, const struct lwi_trust *trust)
{
    const long verify = trust && trust->verify ? 1 : 0;
    int c = 0; /* not CURLE_OK where one could not be set */
    c |= (int) curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    c |= (int) curl_easy_setopt(easy, CURLOPT_PROXY, "");
    c |= (int) curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    c |= (int) curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
    c |= (int) curl_easy_setopt(easy, CURLOPT_TCP_KEEPIDLE, 10L);
    c |= (int) curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, verify);
    c |= (int) curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, verify * 2);
    c |= (int) curl_easy_setopt(easy, CURLOPT_CERTINFO, 1L);
    if (trust && trust->pin && *trust->pin)
        c |= (int) curl_easy_setopt(easy, CURLOPT_PINNEDPUBLICKEY, trust->pin);
    /* Certificates of one's own, for libcurl built with any TLS library. */
    const char *file = getenv("SSL_CERT_FILE");
    if (file && *file)
        c |= (int) curl_easy_setopt(easy, CURLOPT_CAINFO, file);
    return c == 0 ? 0 : -ENOMEM;
}

static int wait_connected(struct lwi_connection *c, const struct lwi_url *url,
                          const struct lwi_wait *wait, const char *text, struct lw_error *reterr)
{
    for (;;) {
        int active = 0;
        int left = 0;
        (void) curl_multi_perform(c->multi, &active);
        CURLMsg *message = curl_multi_info_read(c->multi, &left);
        if (message && message->msg == CURLMSG_DONE)
            return message->data.result == CURLE_OK
                       ? 0
                       : lwi_connect_error(c->easy, message->data.result, url, text, reterr);
        int r = lwi_wait_check(wait);
        if (r == -ECANCELED)
            return lwi_error_set(reterr, r, "cancelled");
        if (r < 0) {
            if (lwi_connect_timeout(c->easy, url, reterr) < 0)
                return r;
            (void) lwi_error_set(reterr, r, "%.150s does not answer", url->place);
            lwi_error_hint(reterr, "Is the camera switched on, and is this the right port?");
            return r;
        }
        (void) curl_multi_poll(c->multi, NULL, 0, LWI_WAIT_SLICE_MS, NULL);
    }
}

int lwi_connection_open(struct lwi_connection *connection, const struct lwi_url *url,
                        int default_port, int tls, const struct lwi_trust *trust,
                        const struct lwi_wait *wait, struct lw_error *reterr)
{
    struct lwi_connection *c = connection;
    char text[CURL_ERROR_SIZE] = "";
    char target[512];
    int n = snprintf(target, sizeof(target), "%s://%s", tls ? "https" : "http", url->place);
    if (n < 0 || (size_t) n >= sizeof(target))
        return lwi_error_set(reterr, -EINVAL, "the name of the host is too long");
    c->easy = curl_easy_init();
    c->multi = curl_multi_init();
    if (!c->easy || !c->multi || lwi_connect_options(c->easy, trust) < 0)
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    int e = 0;
    e |= (int) curl_easy_setopt(c->easy, CURLOPT_URL, target);
    if (!url->has_port)
        e |= (int) curl_easy_setopt(c->easy, CURLOPT_PORT, (long) default_port);
    e |= (int) curl_easy_setopt(c->easy, CURLOPT_CONNECT_ONLY, 1L);
    e |= (int) curl_easy_setopt(c->easy, CURLOPT_SSL_ENABLE_ALPN, 0L);
    e |= (int) curl_easy_setopt(c->easy, CURLOPT_ERRORBUFFER, text);
    if (e != 0 || curl_multi_add_handle(c->multi, c->easy) != CURLM_OK)
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    int r = wait_connected(c, url, wait, text, reterr);
    (void) curl_easy_setopt(c->easy, CURLOPT_ERRORBUFFER, NULL);
    return r;
}

void lwi_connection_close(struct lwi_connection *connection)
{
    if (connection->easy && connection->multi)
        (void) curl_multi_remove_handle(connection->multi, connection->easy);
    curl_easy_cleanup(connection->easy);
    (void) curl_multi_cleanup(connection->multi);
    *connection = (struct lwi_connection){0};
}
