/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* What the sources over libcurl share: connecting, and what its errors mean for a person. */
#ifndef LWI_SOURCE_CONNECT_H
#define LWI_SOURCE_CONNECT_H

#include <curl/curl.h>

#include "lenswatch/error.h"
#include "source/url.h"
#include "source/wait.h"

/* A transfer to url failed with code; text is libcurl's own (CURLOPT_ERRORBUFFER). */
int lwi_connect_error(CURL *easy, CURLcode code, const struct lwi_url *url, const char *text,
                      struct lw_error *reterr);

/* A transfer to url took too long: -ETIMEDOUT when its host's name was not even looked up by then;
 * else 0, and *reterr is the caller's. */
int lwi_connect_timeout(CURL *easy, const struct lwi_url *url, struct lw_error *reterr);

/* What makes a certificate good. */
struct lwi_trust {
    int verify;      /* an authority of this machine has signed it for this host */
    const char *pin; /* this is its public key; NULL or "": any is */
};

/* The options of every connection: no proxy, no signals, keep-alive, certificates (trust NULL: any;
 * after it lwi_pin_seen() says which it was). 0 or -ENOMEM. */
int lwi_connect_options(CURL *easy, const struct lwi_trust *trust);

/* A connection for curl_easy_send() and curl_easy_recv(); with TLS it has CURLINFO_CERTINFO. */
struct lwi_connection {
    CURL *easy;
    CURLM *multi;
};

/*
 * Connects to the host of url, with TLS or without; its own port, or else
 * default_port. Waits until wait's deadline. Release with lwi_connection_close(),
 * also after a failure.
 */
int lwi_connection_open(struct lwi_connection *connection, const struct lwi_url *url,
                        int default_port, int tls, const struct lwi_trust *trust,
                        const struct lwi_wait *wait, struct lw_error *reterr);
void lwi_connection_close(struct lwi_connection *connection);

#endif
