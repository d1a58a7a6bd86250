/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * The sub stream of a camera: a smaller one of the same lens, for looking at many at once. It has
 * a URL of its own; user, password and all else are the camera's.
 */
#ifndef LWI_CONFIG_CAMERA_SUB_H
#define LWI_CONFIG_CAMERA_SUB_H

#include "config/camera_config.h"

/* Checks `text` and writes it to config->sub_url without credentials; "": there is none. Those in
 * it become the camera's where it has none, and must else be the same. 0 or -EINVAL; *config is as
 * it was on failure. */
int lwi_camera_sub_set(struct lwi_camera_config *config, const char *text, struct lw_error *reterr);

/* The settings by which the sub stream is opened: those of the camera, with its URL. Holds the
 * password. */
void lwi_camera_sub_config(const struct lwi_camera_config *config,
                           struct lwi_camera_config *ret_config);

/* Whether a sub stream that is open must be opened again. */
int lwi_camera_sub_differs(const struct lwi_camera_config *a, const struct lwi_camera_config *b);

#endif
