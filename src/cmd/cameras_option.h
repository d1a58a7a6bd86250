/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Which cameras a user or a token may see, on the command line: "yard,door", or "all". */
#ifndef LWI_CMD_CAMERAS_OPTION_H
#define LWI_CMD_CAMERAS_OPTION_H

struct json_t;
struct lwi_table;

/* A new array of ids; null of "all" and of NULL. */
struct json_t *lwi_cameras_json(const char *text);

/* A cell of that array, or of null. */
void lwi_cameras_cell(struct lwi_table *table, const struct json_t *cameras);

#endif
