/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "api/backup_settings.h"

#include <errno.h>
#include <jansson.h>
#include <stdlib.h>

#include "api/reinforcement.h"
#include "base/error.h"
#include "store/restore.h"

int lwi_backup_settings_read(const char *dir, const char *path,
                             struct lwi_backup_settings *ret_settings)
{
    struct lwi_system_config *config = &ret_settings->config;
    char *text = NULL, *row = NULL;
    lwi_system_config_default(config);
    ret_settings->is_reinforced =
        lwi_store_restore_setting(dir, path, LWI_REINFORCEMENT_ROW, &row, NULL) == 0;
    int r = lwi_store_restore_setting(dir, path, "all", &text, NULL);
    if (r == 0) {
        json_t *object = json_loads(text, 0, NULL);
        if (object)
            (void) lwi_system_config_from_json(config, config, object, NULL);
        json_decref(object);
    }
    free(text);
    free(row);
    return r == -ENOENT ? 0 : r;
}

int lwi_backup_settings_check(int is_reinforced, const struct lwi_backup_settings *then,
                              struct lw_error *reterr)
{
    if (!is_reinforced || then->is_reinforced)
        return 0;
    (void) lwi_error_set(reterr, -EPERM,
                         "The security reinforcement is on, and in the backup it is not");
    lwi_error_hint(reterr, "Switch it off first, and on again afterwards");
    return -EPERM;
}
