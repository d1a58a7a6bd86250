/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * An HTTP client for the programming interfaces of cameras, over libcurl.
 *
 * A camera may answer anything, so everything is bounded: bytes of headers and of
 * the body, seconds of silence and in total, redirects. A redirect is followed to
 * the same host only, and never away from TLS. Proxies of the environment are not
 * used. No error text has a path, a query, a user name or a password in it.
 *
 * A client speaks to one host, one request at a time, and from one thread at a
 * time. It keeps its connection open between requests.
 */
#ifndef LWI_HTTP_HTTP_H
#define LWI_HTTP_HTTP_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include "lenswatch/error.h"

/* What makes a camera's certificate good. */
enum lwi_http_trust {
    LWI_HTTP_TRUST_CA,  /* it verifies: an authority of this machine has signed it for this host */
    LWI_HTTP_TRUST_PIN, /* its public key is the one that was seen first */
};

struct lwi_http_settings {
    const char *url;      /* http://HOST[:PORT] or https://...; a path, and a user and password in
                           * it, are not used */
    const char *user;     /* NULL: none. For Digest (MD5, SHA-256) and, where the camera knows
                           * nothing better, Basic. */
    const char *password; /* NULL: none */
    enum lwi_http_trust trust; /* default: by CA */
    const char *pin;           /* of trust by PIN; NULL or "": the first one seen becomes it */
    double timeout_s;          /* give up after so long a silence; default 5 */
    double total_s;            /* and after so long in total, redirects and all; default 20 */
    size_t body_bytes_max;     /* a longer answer is an error; default 1 MiB */
    const atomic_bool *cancel; /* once true, calls return -ECANCELED within 0.3 s; may be NULL */
};

void lwi_http_settings_default(struct lwi_http_settings *ret_settings);

struct lwi_http;

/* Strings are copied; no connection is made yet. 0, -EINVAL (URL) or -ENOMEM. */
int lwi_http_open(struct lwi_http **ret_http, const struct lwi_http_settings *settings,
                  struct lw_error *reterr);
void lwi_http_close(struct lwi_http **http);

/* "host" or "host:port", for people. Borrowed. */
const char *lwi_http_place(const struct lwi_http *http);

/* The whole URL of a path, without user and password. 0 or -EMSGSIZE. */
int lwi_http_url(const struct lwi_http *http, const char *path, char *ret_url, size_t ret_size);

/* The public key that the camera showed ("sha256//..."), or "" where there was no TLS or trust is
 * by CA. To be kept, and given as settings.pin next time. Borrowed. */
const char *lwi_http_pin(const struct lwi_http *http);

struct lwi_http_request {
    const char *method; /* "GET" */
    const char *path;   /* from the first slash on, query and all; encoded by the caller */
    const void *body;   /* NULL: none */
    size_t body_size;
    const char *type;     /* Content-Type of the body; NULL: application/xml */
    int anonymous;        /* 1: without user and password, and a 401 is no refusal */
    size_t body_size_max; /* of the answer; 0: as in the settings */
};

/* What came back. Owned by the caller; release with lwi_http_answer_done(). Text fields are cut
 * where they are longer; no control characters are in them. */
struct lwi_http_answer {
    long status;
    char type[96];   /* Content-Type */
    char server[96]; /* Server */
    char realm[96];  /* of WWW-Authenticate */
    uint8_t *body;   /* malloc'ed, with a NUL byte after it; never NULL after success */
    size_t size;
};

void lwi_http_answer_done(struct lwi_http_answer *answer);

/*
 * One request. Whatever the status of its answer is, that is a success here, except for 401 where a
 * user and password were sent: at most one password is refused in a call.
 * Returns 0 or, with *reterr filled in for a person: -EINVAL, -EACCES (401), -ETIMEDOUT,
 * -ECONNREFUSED, -EHOSTUNREACH, -EKEYREJECTED (not the certificate of before), -EPROTO (not HTTP; a
 * redirect that is not followed; a certificate that does not verify), -EMSGSIZE (too long),
 * -ECANCELED, -EIO, -ENOMEM.
 */
int lwi_http_do(struct lwi_http *http, const struct lwi_http_request *request,
                struct lwi_http_answer *ret_answer, struct lw_error *reterr);

/* Whether the user and the password were refused; nothing is sent with them any more. */
int lwi_http_refused(const struct lwi_http *http);

/* What the status means: 0 for 200 to 299; -EACCES (401, 403), -ENOENT (404), -ENOTSUP (405, 501),
 * -EBUSY (503), -EPROTO or -EIO, with *reterr filled in. */
int lwi_http_check(const struct lwi_http *http, const struct lwi_http_answer *answer,
                   struct lw_error *reterr);

/* GET, 200 and a body, in one; the body is the caller's, malloc'ed, with a NUL byte after it that
 * is not counted. */
int lwi_http_get(struct lwi_http *http, const char *path, uint8_t **ret_body, size_t *ret_size,
                 struct lw_error *reterr);

/*
 * An answer without end: returns once its headers are here with status 200, else an error. The
 * client does nothing else until lwi_http_stream_end(). The total time does not count.
 */
int lwi_http_stream_begin(struct lwi_http *http, const struct lwi_http_request *request,
                          struct lw_error *reterr);
/*
 * The next bytes; *ret_data is borrowed until the next call. Waits up to wait_s: -EAGAIN when
 * nothing came in that time. -ENODATA: the camera ended it. -ETIMEDOUT: settings.timeout_s of
 * silence, over all calls.
 */
int lwi_http_stream_read(struct lwi_http *http, double wait_s, const uint8_t **ret_data,
                         size_t *ret_size, struct lw_error *reterr);
void lwi_http_stream_end(struct lwi_http *http);

#endif
