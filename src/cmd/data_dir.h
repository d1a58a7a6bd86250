/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Where the daemon keeps its data when --data does not say. */
#ifndef LWI_CMD_DATA_DIR_H
#define LWI_CMD_DATA_DIR_H

#include <stddef.h>

/* $LENSWATCH_DATA, $STATE_DIRECTORY (systemd), $XDG_STATE_HOME/lenswatch or
 * ~/.local/state/lenswatch. 0, or -ENOENT (no home), -ENAMETOOLONG. */
int lwi_data_dir_default(char *ret_path, size_t size);

/* The path of an existing file in data_dir; NULL: in the default one or, failing that, in that of
 * the system's service. 0 or -ENOENT. */
int lwi_data_dir_find(const char *data_dir, const char *file, char *ret_path, size_t size);

#endif
