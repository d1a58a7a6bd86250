/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "cmd/data_dir.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define SERVICE_DIR "/var/lib/lenswatch"

int lwi_data_dir_default(char *ret_path, size_t size)
{
    static const struct {
        const char *variable, *below;
    } places[] = {
        {"LENSWATCH_DATA", ""},
        {"STATE_DIRECTORY", ""},
        {"XDG_STATE_HOME", "/lenswatch"},
        {"HOME", "/.local/state/lenswatch"},
    };
    for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
        const char *value = getenv(places[i].variable);
        if (!value || !*value)
            continue;
        int n = snprintf(ret_path, size, "%s%s", value, places[i].below);
        return n < 0 || (size_t) n >= size ? -ENAMETOOLONG : 0;
    }
    return -ENOENT;
}

static int readable(const char *dir, const char *file, char *ret_path, size_t size)
{
    int n = snprintf(ret_path, size, "%s/%s", dir, file);
    return n > 0 && (size_t) n < size && access(ret_path, R_OK) == 0;
}

int lwi_data_dir_find(const char *data_dir, const char *file, char *ret_path, size_t size)
{
    char standard[4096];
    if (data_dir)
        return readable(data_dir, file, ret_path, size) ? 0 : -ENOENT;
    if (lwi_data_dir_default(standard, sizeof(standard)) == 0 &&
        readable(standard, file, ret_path, size))
        return 0;
    return readable(SERVICE_DIR, file, ret_path, size) ? 0 : -ENOENT;
}
