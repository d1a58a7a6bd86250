/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "api/guard.h"

#include <arpa/inet.h>
#include <string.h>
#include <strings.h>

#define NAME_MAX_BYTES 255

/* The name in "name", "name:port" or "[v6]:port"; 0: not one. */
static int host_name(const char *host, char ret_name[NAME_MAX_BYTES + 1])
{
    const char *begin = host;
    const char *end;
    if (*host == '[') {
        begin = host + 1;
        end = strchr(begin, ']');
        if (!end || (end[1] != '\0' && end[1] != ':'))
            return 0;
    } else {
        end = begin + strcspn(begin, ":");
    }
    size_t length = (size_t) (end - begin);
    if (length > 0 && begin[length - 1] == '.' && *host != '[')
        length--; /* "localhost." is localhost */
    if (length == 0 || length > NAME_MAX_BYTES)
        return 0;
    memcpy(ret_name, begin, length);
    ret_name[length] = '\0';
    return 1;
}

int lwi_guard_name(const char *host, char *ret_name, size_t size)
{
    char name[NAME_MAX_BYTES + 1];
    if (!host_name(host, name) || strlen(name) >= size)
        return 0;
    memcpy(ret_name, name, strlen(name) + 1);
    return 1;
}

static int is_named(const char *name, const char *const *names)
{
    for (size_t i = 0; names && names[i]; i++)
        if (strcasecmp(names[i], name) == 0)
            return 1;
    return 0;
}

int lwi_guard_host(const char *host, const char *const *names)
{
    char name[NAME_MAX_BYTES + 1];
    struct in6_addr address;
    for (size_t i = 0; names && names[i]; i++)
        if (strcmp(names[i], "*") == 0)
            return 1;
    if (!host_name(host, name))
        return 0;
    if (*host == '[')
        return inet_pton(AF_INET6, name, &address) == 1;
    if (inet_pton(AF_INET, name, &address) == 1 || strcasecmp(name, "localhost") == 0)
        return 1;
    return is_named(name, names);
}

int lwi_guard_origin(const char *origin, const char *host, const char *const *names)
{
    const char *authority = strstr(origin, "://");
    if (!authority)
        return 0;
    authority += 3;
    if (host && strcasecmp(authority, host) == 0)
        return 1;
    char name[NAME_MAX_BYTES + 1];
    return host_name(authority, name) && is_named(name, names);
}
