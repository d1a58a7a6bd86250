/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The settings of a camera that are no single value, from the command line. */
#ifndef LWI_CMD_CAMERA_AREAS_H
#define LWI_CMD_CAMERA_AREAS_H

#include "lenswatch/error.h"

struct json_t;

/*
 * Polygons as "0.1,0.1 0.9,0.1 0.9,0.8; 0.2,0.2 ...": points of x and y from 0 to 1, polygons
 * separated by semicolons; "none" is none. Sets settings[name]. Whether the daemon takes so many
 * points is for it to say. 0, -EINVAL, -ENOMEM.
 */
int lwi_camera_areas_read(struct json_t *settings, const char *name, const char *text,
                          struct lw_error *reterr);

/*
 * With --condition: the sensitivity, durations and "enabled" among the settings are those of this
 * condition, and move to settings.conditions[name]. -EINVAL: there is another one among them.
 */
int lwi_camera_condition_settings(struct json_t *settings, const char *name,
                                  struct lw_error *reterr);

#endif
