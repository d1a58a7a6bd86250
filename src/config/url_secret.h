/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Cameras that want user and password in the path or the query of their URL. They are taken out of
 * it, so that the URL can be stored, answered and logged, and put back when it is opened:
 *
 *     http://HOST/cgi-bin/snap.cgi?usr=admin&pwd=sesame
 *     http://HOST/cgi-bin/snap.cgi?usr={user}&pwd={password}
 */
#ifndef LWI_CONFIG_URL_SECRET_H
#define LWI_CONFIG_URL_SECRET_H

#include "config/camera_config.h"

/* A URL with what stands for user and password filled in. */
#define LWI_URL_FILLED_MAX 4096

/* Takes them out of config->url, into config->user and config->password; has_user: the
 * former is what stood before the host. 0, or -EINVAL: there are
 * two different secrets, or one that cannot be read; then config is as it was. */
int lwi_url_secret_take(struct lwi_camera_config *config, int has_user, struct lw_error *reterr);

/* The URL to be opened; to be wiped. 0 or -EINVAL: it is too long. */
int lwi_url_secret_fill(const struct lwi_camera_config *config, char ret_url[LWI_URL_FILLED_MAX],
                        struct lw_error *reterr);

#endif
