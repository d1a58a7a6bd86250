/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * With what HTTPS is spoken: the certificate in use and the versions of TLS. Either
 * may change while the server runs; a connection keeps what it began with, so that
 * none is lost. Thread-safe.
 */
#ifndef LWI_API_TLS_H
#define LWI_API_TLS_H

#include <stdint.h>

#include <gnutls/gnutls.h>

#include "lenswatch/error.h"

struct lwi_tls;
struct lwi_tls_identity;

/* 0 or -ENOMEM. */
int lwi_tls_new(struct lwi_tls **ret_tls);
/* Connections may still be open: each releases what it has. */
void lwi_tls_free(struct lwi_tls **tls);

/* From the next connection on. Texts in PEM, copied. with_1_2: TLS 1.2 as well as 1.3. -EINVAL, and
 * then all stays as it is. */
int lwi_tls_set(struct lwi_tls *tls, const char *chain, const char *key, int with_1_2,
                struct lw_error *reterr);

/* A connection that has not begun its handshake speaks with what is set now. Returns what it must
 * give to lwi_tls_end() when it is over; NULL: nothing is set, or no memory, and it will fail. */
struct lwi_tls_identity *lwi_tls_begin(struct lwi_tls *tls, gnutls_session_t session);
void lwi_tls_end(struct lwi_tls_identity *identity);

#endif
