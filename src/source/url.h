/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * URLs, taken apart by libcurl. Credentials are separated at once, and error
 * texts name a URL by its host and port only: a query may hold a password, too.
 */
#ifndef LWI_SOURCE_URL_H
#define LWI_SOURCE_URL_H

#include "lenswatch/error.h"

struct lwi_url {
    char *clean;    /* the whole URL without user and password */
    char *scheme;   /* lower case */
    char *host;     /* without the brackets of an IPv6 address */
    char *place;    /* "host" or "host:port" as it was written, for people */
    int has_port;   /* it was written */
    char *user;     /* decoded; NULL: none */
    char *password; /* decoded; NULL: none */
};

/* Length of the scheme where text begins with "scheme://", else 0. */
int lwi_url_scheme_length(const char *text);

/*
 * The URL for people and reports: without user and password, and with "***" in
 * place of what parameters of its query hold whose names speak of a password, a
 * key or a token. malloc'ed; NULL: no memory.
 */
char *lwi_url_shown(const struct lwi_url *url);

/* All strings belong to *ret_url; release with lwi_url_done(). 0, -EINVAL or -ENOMEM. */
int lwi_url_parse(struct lwi_url *ret_url, const char *text, struct lw_error *reterr);
void lwi_url_done(struct lwi_url *url);

#endif
