/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* One HTTP request of an action, for the kinds that speak it. */
#ifndef LWI_ACTION_WEB_H
#define LWI_ACTION_WEB_H

#include <stddef.h>

#include "action/transfer.h"

/* Those of a list of settings, and the kind's own. */
#define LWI_WEB_HEADERS_MAX (LWI_ACTION_LIST_MAX + 12)

struct lwi_web_request {
    const char *method;                       /* "POST" */
    const char *url;                          /* may hold a secret: it is in no error */
    const char *type;                         /* Content-Type */
    const char *headers[LWI_WEB_HEADERS_MAX]; /* "Name: value", NULL-ended */
    int expects; /* 1: the peer may be asked with "Expect" whether it wants a large body */
    const void *body;
    size_t body_size;
};

/* http(s)://host[:port]/... without user and password. 0 or -EINVAL ("option: why"). */
int lwi_web_check(const char *option, const char *url, struct lw_error *reterr);

/* "host" or "host:port" of a URL that was checked. */
void lwi_web_place(const char *url, char *ret_place, size_t size);

/*
 * Sends it over a transfer that is open and has what is particular to the kind. The answer is the
 * status and the begin of the body. 200 to 299 is 0; 400, 413, 415, 422: -EINVAL, for the same body
 * would be refused again; other: -EACCES, -ENOENT, -EBUSY, -EPROTO, -EIO.
 */
int lwi_web_do(struct lwi_transfer *transfer, const struct lwi_web_request *request,
               struct lw_error *reterr);

#endif
