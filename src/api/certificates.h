/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * The certificates that the server has, one of which HTTPS is served with: kept in
 * the store, their keys sealed. No function gives a key out. Thread-safe.
 */
#ifndef LWI_API_CERTIFICATES_H
#define LWI_API_CERTIFICATES_H

#include "api/certificate.h"

#define LWI_CERTIFICATES_MAX 16

struct json_t;
struct lwi_api;
struct lwi_system_config;

/* Sees to it that there is one in use, which at the first start is one that is signed by itself.
 * 0 or the store's error. */
int lwi_certificates_prepare(struct lwi_api *api, struct lw_error *reterr);

/* New connections are spoken to with the one in use, as the settings say; and its end becomes known
 * to lwi_system_certificate(). -EINVAL, and the store's errors. */
int lwi_certificates_load(struct lwi_api *api, const struct lwi_system_config *config,
                          struct lw_error *reterr);

/* All or one of them as the API shows them; one with its texts. NULL with *reterr: -ENOENT. */
struct json_t *lwi_certificates_list(struct lwi_api *api, struct lw_error *reterr);
struct json_t *lwi_certificates_get(struct lwi_api *api, const char *id, struct lw_error *reterr);

/* Each makes one and gives its id. -EEXIST: there are LWI_CERTIFICATES_MAX; -EINVAL. */
int lwi_certificates_self_signed(struct lwi_api *api, const struct lwi_certificate_subject *subject,
                                 int days, char ret_id[33], struct lw_error *reterr);
int lwi_certificates_request(struct lwi_api *api, const struct lwi_certificate_subject *subject,
                             int is_rsa, char ret_id[33], struct lw_error *reterr);
/* Without a key it must be for a request that was made here, whose id it then is. */
int lwi_certificates_import(struct lwi_api *api, const struct lwi_certificate_files *files,
                            char ret_id[33], struct lw_error *reterr);

/* From the next connection on. -ENOENT. */
int lwi_certificates_use(struct lwi_api *api, const char *id, struct lw_error *reterr);
/* -ENOENT; -EALREADY: it is in use. */
int lwi_certificates_delete(struct lwi_api *api, const char *id, struct lw_error *reterr);

#endif
