/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Addresses of cameras: checking one, and taking the credentials out of it. */
#ifndef LWI_CONFIG_CAMERA_URL_H
#define LWI_CONFIG_CAMERA_URL_H

#include "config/camera_config.h"

/*
 * Checks `text` and writes it to config->url without credentials, be they before
 * the host or in the query (url_secret.h). Where it has some, config->user and
 * config->password become those, percent-decoded; else they stay. On failure
 * *config is not to be used, and the error names the member "url".
 * Returns 0 or -EINVAL.
 */
int lwi_camera_url_set(struct lwi_camera_config *config, const char *text, struct lw_error *reterr);

/* Decodes size bytes of text; 0, or -EINVAL where it does not fit or is not text. */
int lwi_percent_decode(const char *text, size_t size, char *ret_text, size_t room);

/* Whether two URLs without credentials lead to the same scheme, host and port. */
int lwi_camera_url_same_host(const char *a, const char *b);

#endif
