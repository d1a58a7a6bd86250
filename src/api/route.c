/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "api/route.h"

#include <stdio.h>
#include <string.h>

static const char *const method_names[LWI_METHODS] = {"GET", "POST", "PATCH", "DELETE"};

/* Whether the path fits the pattern; what stands for {id} goes to ret_id. */
static int fits(const char *pattern, const char *path, char ret_id[LWI_ROUTE_PARAM_MAX + 1])
{
    const char *hole = strstr(pattern, "{id}");
    if (!hole)
        return strcmp(pattern, path) == 0;
    size_t before = (size_t) (hole - pattern);
    if (strncmp(pattern, path, before) != 0)
        return 0;
    size_t length = strcspn(path + before, "/");
    if (length == 0 || length > LWI_ROUTE_PARAM_MAX ||
        strcmp(hole + strlen("{id}"), path + before + length) != 0)
        return 0;
    memcpy(ret_id, path + before, length);
    ret_id[length] = '\0';
    return 1;
}

void lwi_route_find(const struct lwi_route *const *tables, const char *path, int method,
                    struct lwi_route_match *ret_match)
{
    memset(ret_match, 0, sizeof(*ret_match));
    for (; *tables; tables++) {
        for (const struct lwi_route *route = *tables; route->path; route++) {
            char id[LWI_ROUTE_PARAM_MAX + 1] = "";
            if (!fits(route->path, path, id))
                continue;
            ret_match->methods |= 1u << route->method;
            if (method == (int) route->method) {
                ret_match->route = route;
                memcpy(ret_match->id, id, sizeof(id));
            }
        }
    }
}

int lwi_method_parse(const char *name)
{
    if (strcmp(name, "HEAD") == 0)
        return LWI_GET;
    for (int i = 0; i < LWI_METHODS; i++)
        if (strcmp(name, method_names[i]) == 0)
            return i;
    return -1;
}

void lwi_methods_format(unsigned methods, char *ret_text, size_t size)
{
    size_t n = 0;
    ret_text[0] = '\0';
    for (int i = 0; i < LWI_METHODS; i++) {
        if (!(methods & (1u << i)) || n >= size)
            continue;
        n += (size_t) snprintf(ret_text + n, size - n, "%s, %s", method_names[i],
                               i == LWI_GET ? "HEAD, " : "");
    }
    if (n < size)
        (void) snprintf(ret_text + n, size - n, "OPTIONS");
}
