/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The settings of a camera as options, from the table that everything else has them from. */
#ifndef LWI_CMD_CAMERA_OPTIONS_H
#define LWI_CMD_CAMERA_OPTIONS_H

#include <stdio.h>

struct json_t;

/* Whether --NAME is a setting: interval_s is --interval, tls_verify is --tls-verify. The URL and
 * the password are none. */
int lwi_camera_option_known(const char *name);

/* Adds the setting to the object. -EINVAL: the value is not of its type. */
int lwi_camera_option_take(const char *name, const char *value, struct json_t *settings);

/* The help lines. */
void lwi_camera_options_print(FILE *out);

#endif
