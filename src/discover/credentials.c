/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "discover/credentials.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"

#define FILE_MAX_BYTES 65536

static void wipe(char *text)
{
    if (text)
        explicit_bzero(text, strlen(text));
    free(text);
}

int lwi_credentials_add(struct lwi_credentials *credentials, const char *user, const char *password)
{
    for (size_t i = 0; i < credentials->count; i++)
        if (strcmp(credentials->list[i].user, user) == 0 &&
            strcmp(credentials->list[i].password, password) == 0)
            return 0;
    if (credentials->count == LWI_CREDENTIALS_MAX)
        return -E2BIG;
    struct lwi_credential *list =
        realloc(credentials->list, (credentials->count + 1) * sizeof(*list));
    if (!list)
        return -ENOMEM;
    credentials->list = list;
    const struct lwi_credential added = {strdup(user), strdup(password)};
    if (!added.user || !added.password) {
        wipe(added.user);
        wipe(added.password);
        return -ENOMEM;
    }
    list[credentials->count++] = added;
    return 0;
}

static int read_line(struct lwi_credentials *credentials, char *line, unsigned number,
                     const char *path, struct lw_error *reterr)
{
    line[strcspn(line, "\r")] = '\0';
    if (line[0] == '\0' || line[0] == '#')
        return 0;
    char *colon = strchr(line, ':');
    if (!colon || colon == line) {
        (void) lwi_error_set(reterr, -EINVAL, "%.200s: line %u has no user", path, number);
        lwi_error_hint(reterr, "A line is USER:PASSWORD.");
        return -EINVAL;
    }
    *colon = '\0';
    const int r = lwi_credentials_add(credentials, line, colon + 1);
    if (r == -E2BIG)
        return lwi_error_set(reterr, r, "%.200s: more than %d lines", path, LWI_CREDENTIALS_MAX);
    return r < 0 ? lwi_error_set(reterr, r, "no memory") : 0;
}

int lwi_credentials_read(struct lwi_credentials *credentials, const char *path,
                         struct lw_error *reterr)
{
    uint8_t *data;
    size_t size;
    int r = lwi_file_read(path, FILE_MAX_BYTES, &data, &size, reterr);
    if (r < 0)
        return r;
    char *rest = (char *) data;
    unsigned number = 0;
    for (char *line; r == 0 && (line = strsep(&rest, "\n"));)
        r = read_line(credentials, line, ++number, path, reterr);
    explicit_bzero(data, size);
    free(data);
    return r;
}

void lwi_credentials_done(struct lwi_credentials *credentials)
{
    for (size_t i = 0; i < credentials->count; i++) {
        wipe(credentials->list[i].user);
        wipe(credentials->list[i].password);
    }
    free(credentials->list);
    *credentials = (struct lwi_credentials){.list = NULL};
}
