/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "api/tls.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

/* Forward secrecy and authenticated ciphers only; what every browser of the last ten years has. */
#define CIPHERS                                                                                    \
    ":-RSA:-DHE-RSA:-CIPHER-ALL:+AES-256-GCM:+AES-128-GCM:+CHACHA20-POLY1305"                      \
    ":%SERVER_PRECEDENCE"
#define ONLY_1_3 "NORMAL:-VERS-ALL:+VERS-TLS1.3" CIPHERS
#define FROM_1_2 "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2" CIPHERS

struct lwi_tls_identity {
    atomic_uint references;
    gnutls_certificate_credentials_t credentials;
    gnutls_priority_t priority;
};

struct lwi_tls {
    pthread_mutex_t lock;
    struct lwi_tls_identity *current; /* NULL: none yet */
};

int lwi_tls_new(struct lwi_tls **ret_tls)
{
    struct lwi_tls *tls = calloc(1, sizeof(*tls));
    if (!tls)
        return -ENOMEM;
    (void) pthread_mutex_init(&tls->lock, NULL);
    *ret_tls = tls;
    return 0;
}

void lwi_tls_end(struct lwi_tls_identity *identity)
{
    if (!identity || atomic_fetch_sub(&identity->references, 1) > 1)
        return;
    if (identity->credentials)
        gnutls_certificate_free_credentials(identity->credentials);
    if (identity->priority)
        gnutls_priority_deinit(identity->priority);
    free(identity);
}

void lwi_tls_free(struct lwi_tls **tls)
{
    if (!*tls)
        return;
    lwi_tls_end((*tls)->current);
    (void) pthread_mutex_destroy(&(*tls)->lock);
    free(*tls);
    *tls = NULL;
}

static gnutls_datum_t datum(const char *text)
{
    union {
        const char *in;
        unsigned char *out;
    } data = {.in = text}; /* which is only read */
    return (gnutls_datum_t){data.out, (unsigned) strlen(text)};
}

int lwi_tls_set(struct lwi_tls *tls, const char *chain, const char *key, int with_1_2,
                struct lw_error *reterr)
{
    gnutls_datum_t chain_data = datum(chain), key_data = datum(key);
    struct lwi_tls_identity *identity = calloc(1, sizeof(*identity));
    if (!identity)
        return lwi_error_set(reterr, -ENOMEM, "There is not enough memory");
    atomic_init(&identity->references, 1);
    int r = gnutls_certificate_allocate_credentials(&identity->credentials);
    if (r == 0)
        r = gnutls_priority_init(&identity->priority, with_1_2 ? FROM_1_2 : ONLY_1_3, NULL);
    if (r == 0)
        r = gnutls_certificate_set_x509_key_mem2(identity->credentials, &chain_data, &key_data,
                                                 GNUTLS_X509_FMT_PEM, NULL, 0);
    if (r < 0) {
        lwi_tls_end(identity);
        return lwi_error_set(reterr, -EINVAL, "The certificate cannot be used: %s",
                             gnutls_strerror(r));
    }
    (void) pthread_mutex_lock(&tls->lock);
    struct lwi_tls_identity *old = tls->current;
    tls->current = identity;
    (void) pthread_mutex_unlock(&tls->lock);
    lwi_tls_end(old);
    return 0;
}

struct lwi_tls_identity *lwi_tls_begin(struct lwi_tls *tls, gnutls_session_t session)
{
    (void) pthread_mutex_lock(&tls->lock);
    struct lwi_tls_identity *identity = tls->current;
    if (identity)
        (void) atomic_fetch_add(&identity->references, 1);
    (void) pthread_mutex_unlock(&tls->lock);
    if (!identity)
        return NULL;
    if (gnutls_priority_set(session, identity->priority) < 0 ||
        gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, identity->credentials) < 0) {
        lwi_tls_end(identity);
        return NULL;
    }
    return identity;
}
