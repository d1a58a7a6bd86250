/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * YAML to JSON and back: mappings with text keys, sequences, scalars as YAML 1.2's
 * core schema has them. No anchors, aliases and tags, which nobody needs for
 * settings and with which a small file becomes a large one.
 */
#ifndef LWI_CONFIG_YAML_H
#define LWI_CONFIG_YAML_H

#include <stddef.h>

#include "lenswatch/error.h"

struct json_t;

/*
 * *ret_value: a new object, list or scalar. *ret_lines: a new object of the line on which each
 * member stands, by its path: {"cameras": 3, "cameras/front-door": 4, ...}. -EINVAL: "line N: why".
 */
int lwi_yaml_read(const char *text, size_t size, struct json_t **ret_value,
                  struct json_t **ret_lines, struct lw_error *reterr);

/* malloc'ed. NULL: no memory. */
char *lwi_yaml_write(const struct json_t *value);

#endif
