/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * The settings that a backup brings, and what they are refused for: a backup is no way around what
 * the settings themselves would be refused for. The daemon asks of a restore, and so does the shell
 * while none runs.
 */
#ifndef LWI_API_BACKUP_SETTINGS_H
#define LWI_API_BACKUP_SETTINGS_H

#include "config/system_config.h"
#include "lenswatch/error.h"

struct lwi_backup_settings {
    int is_reinforced; /* the security reinforcement is on */
    struct lwi_system_config config;
};

/* Of the database at path, as the next start with the key of the data folder dir would have them:
 * what is not there is as at the first start. Negative errno: nor could all be read. */
int lwi_backup_settings_read(const char *dir, const char *path,
                             struct lwi_backup_settings *ret_settings);

/* -EPERM: the security reinforcement is on, and would not be. */
int lwi_backup_settings_check(int is_reinforced, const struct lwi_backup_settings *then,
                              struct lw_error *reterr);

#endif
