/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The certificates of the HTTPS server in the store; their keys are sealed. */
#ifndef LWI_STORE_CERTIFICATE_H
#define LWI_STORE_CERTIFICATE_H

#include "store/store.h"

struct lwi_store_certificate {
    char id[33];
    int64_t created_ns;
    char *chain, *request; /* PEM, malloc'ed; "" where there is none */
    int in_use;
};

/* A new one, or new values for an old one (key NULL: the old one stays). -EEXIST: there are
 * `most` of them already. */
int lwi_store_certificate_put(struct lwi_store *store,
                              const struct lwi_store_certificate *certificate, const char *key,
                              size_t most, struct lw_error *reterr);
/* The oldest first. */
int lwi_store_certificate_list(struct lwi_store *store, struct lwi_store_certificate **ret_list,
                               size_t *ret_count, struct lw_error *reterr);
void lwi_store_certificate_list_free(struct lwi_store_certificate *list, size_t count);
/* *ret_key malloc'ed: to be overwritten before it is freed. -ENOENT; -EBADMSG: it cannot be opened
 * with this secret.key. */
int lwi_store_certificate_key(struct lwi_store *store, const char *id, char **ret_key,
                              struct lw_error *reterr);
/* Makes it the one that is used. -ENOENT: there is none, or an authority has not made it yet. */
int lwi_store_certificate_use(struct lwi_store *store, const char *id, struct lw_error *reterr);
/* -ENOENT; -EALREADY: it is in use. */
int lwi_store_certificate_delete(struct lwi_store *store, const char *id, struct lw_error *reterr);

#endif
