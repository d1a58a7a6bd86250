/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "api/peek.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>
#include <sodium.h>

#include "api/operation.h"
#include "api/request.h"

/* A shallow copy without the members that change by themselves. */
static json_t *settings_of(const json_t *object, const struct lwi_operation *resource)
{
    json_t *copy = json_copy((json_t *) object);
    for (size_t i = 0; i < LWI_OPERATION_VOLATILE_MAX && resource->changing[i][0]; i++)
        (void) json_object_del(copy, resource->changing[i]);
    return copy;
}

struct json_t *lwi_peek(const struct lwi_request *request, const struct lwi_operation *resource)
{
    json_t *object = NULL;
    struct lwi_request get = *request;
    get.route = resource->route;
    get.handle = resource->route->handle;
    get.operation = resource;
    get.captured = &object;
    get.body = (struct lwi_body){0};
    get.header_count = 0;
    (void) get.handle(&get);
    if (!object)
        return NULL;
    json_t *settings = settings_of(object, resource);
    json_decref(object);
    return settings;
}

void lwi_peek_etag(const struct json_t *object, const struct lwi_operation *resource,
                   char ret_etag[LWI_ETAG_SIZE])
{
    uint8_t hash[16];
    char hex[33];
    json_t *settings = settings_of(object, resource);
    char *text = json_dumps(settings, JSON_COMPACT | JSON_SORT_KEYS);
    json_decref(settings);
    (void) crypto_generichash(hash, sizeof(hash), (const uint8_t *) (text ? text : ""),
                              text ? strlen(text) : 0, NULL, 0);
    free(text);
    (void) sodium_bin2hex(hex, sizeof(hex), hash, sizeof(hash));
    (void) snprintf(ret_etag, LWI_ETAG_SIZE, "\"%s\"", hex);
}

int lwi_peek_matches(const char *header, const char *etag)
{
    if (strcmp(header, "*") == 0)
        return etag[0] != '\0';
    /* A list: the tag stands in quotes, so it cannot be a part of another one. */
    return etag[0] && strstr(header, etag) != NULL;
}
