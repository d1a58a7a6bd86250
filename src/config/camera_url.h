/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Addresses of cameras: checking one, and taking the credentials out of it. */
#ifndef LWI_CONFIG_CAMERA_URL_H
#define LWI_CONFIG_CAMERA_URL_H

#include "config/camera_config.h"

/*
 * Checks `text` and writes it to config->url without credentials. Where it has
 * some, config->user and config->password become those, percent-decoded; else
 * they stay. On failure *config is untouched and the error names the member "url".
 * Returns 0 or -EINVAL.
 */
int lwi_camera_url_set(struct lwi_camera_config *config, const char *text, struct lw_error *reterr);

/* Whether two URLs without credentials lead to the same scheme, host and port. */
int lwi_camera_url_same_host(const char *a, const char *b);

#endif
