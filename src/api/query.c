/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* What routes read of a request: headers, query, JSON. */
#include <errno.h>
#include <jansson.h>
#include <microhttpd.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "api/request.h"
#include "base/error.h"
#include "base/parse.h"
#include "base/rfc3339.h"
#include "camera/fleet.h"

#define JSON_DEPTH_MAX 16
#define CAMERAS_MAX    10000 /* of a list; more than a fleet has */

const char *lwi_request_header(struct lwi_request *request, const char *name)
{
    return MHD_lookup_connection_value(request->connection, MHD_HEADER_KIND, name);
}

const char *lwi_request_query(struct lwi_request *request, const char *name)
{
    return MHD_lookup_connection_value(request->connection, MHD_GET_ARGUMENT_KIND, name);
}

int lwi_request_is_forced(struct lwi_request *request)
{
    const char *force = lwi_request_query(request, "force");
    return force && strcmp(force, "true") == 0;
}

int lwi_request_query_number(struct lwi_request *request, const char *name, int64_t min,
                             int64_t max, int64_t *ret, struct lw_error *reterr)
{
    const char *text = lwi_request_query(request, name);
    if (!text)
        return 0;
    if (lwi_parse_int(text, min, max, ret) == 0)
        return 0;
    (void) lwi_error_set(reterr, -EINVAL, "'%s' is not a value for %s", text, name);
    lwi_error_hint(reterr, "It is a whole number, %lld to %lld", (long long) min, (long long) max);
    return -EINVAL;
}

int lwi_request_query_time(struct lwi_request *request, const char *name, int64_t *ret_ns,
                           struct lw_error *reterr)
{
    const char *text = lwi_request_query(request, name);
    if (!text)
        return 0;
    if (lwi_rfc3339_parse(text, ret_ns) == 0)
        return 0;
    (void) lwi_error_set(reterr, -EINVAL, "'%s' is not a value for %s", text, name);
    lwi_error_hint(reterr, "It is a time such as 2026-11-21T10:00:00Z, or seconds since 1970");
    return -EINVAL;
}

/* Whether brackets nest deeper than we ever need. Strings are skipped. */
static int is_too_deep(const uint8_t *data, size_t size)
{
    int depth = 0, in_string = 0;
    for (size_t i = 0; i < size; i++) {
        if (in_string && data[i] == '\\')
            i++;
        else if (data[i] == '"')
            in_string = !in_string;
        else if (!in_string && (data[i] == '{' || data[i] == '['))
            depth++;
        else if (!in_string && (data[i] == '}' || data[i] == ']'))
            depth--;
        if (depth > JSON_DEPTH_MAX)
            return 1;
    }
    return 0;
}

int lwi_request_json(struct lwi_request *request, const char *const *members,
                     struct json_t **ret_object, struct lw_error *reterr)
{
    json_error_t error;
    const struct lwi_body *body = &request->body;
    if (is_too_deep(body->data, body->size))
        return lwi_error_set(reterr, -EINVAL, "The JSON is nested more than %d deep",
                             JSON_DEPTH_MAX);
    json_t *object = json_loadb(body->data ? (const char *) body->data : "", body->size,
                                JSON_REJECT_DUPLICATES, &error);
    if (!object) {
        (void) lwi_error_set(reterr, -EINVAL, "The body is not JSON: %s", error.text);
        lwi_error_hint(reterr, "Line %d, column %d", error.line, error.column);
        return -EINVAL;
    }
    if (!json_is_object(object)) {
        json_decref(object);
        return lwi_error_set(reterr, -EINVAL, "The body is not a JSON object");
    }
    const char *key;
    json_t *value;
    json_object_foreach(object, key, value)
    {
        size_t i = 0;
        while (members && members[i] && strcmp(members[i], key) != 0)
            i++;
        if (members && !members[i]) {
            (void) lwi_error_set(reterr, -EINVAL, "There is no member '%.100s' here", key);
            json_decref(object);
            return -EINVAL;
        }
    }
    *ret_object = object;
    return 0;
}

int lwi_json_string(const struct json_t *object, const char *name, size_t max, const char *fallback,
                    const char **ret, struct lw_error *reterr)
{
    const json_t *member = json_object_get(object, name);
    if (!member && fallback) {
        *ret = fallback;
        return 0;
    }
    const char *text = json_string_value(member);
    if (!text)
        return lwi_error_set(reterr, -EINVAL, "The member '%s' must be a string", name);
    size_t length = json_string_length(member);
    if (length < 1 || length > max)
        return lwi_error_set(reterr, -EINVAL, "The member '%s' must have 1 to %zu bytes", name,
                             max);
    for (size_t i = 0; i < length; i++)
        if ((unsigned char) text[i] < ' ' || text[i] == 0x7f)
            return lwi_error_set(reterr, -EINVAL, "The member '%s' has control characters", name);
    *ret = text;
    return 0;
}

int lwi_request_camera_list(struct lwi_request *request, const struct json_t *body,
                            char **ret_cameras, struct lw_error *reterr)
{
    size_t i;
    json_t *one, *list = json_object_get(body, "cameras");
    *ret_cameras = NULL;
    if (!list || json_is_null(list))
        return 0;
    if (!json_is_array(list) || json_array_size(list) > CAMERAS_MAX)
        return lwi_error_set(reterr, -EINVAL, "cameras must be null, or a list of at most %d ids",
                             CAMERAS_MAX);
    json_array_foreach(list, i, one)
    {
        const char *id = json_string_value(one);
        if (!id)
            return lwi_error_set(reterr, -EINVAL, "cameras: an id is a string");
        if (!lwi_request_sees(request, id))
            return lwi_error_set(reterr, -EINVAL, "cameras: there is no camera '%.64s'", id);
    }
    *ret_cameras = json_dumps(list, JSON_COMPACT);
    return *ret_cameras ? 0 : lwi_error_set(reterr, -ENOMEM, "There is not enough memory");
}

const char *lwi_request_secret(struct lwi_request *request, int *ret_is_session)
{
    static const char scheme[] = "Bearer ";
    const char *header = lwi_request_header(request, "Authorization");
    *ret_is_session = 0;
    if (header && strncasecmp(header, scheme, strlen(scheme)) == 0)
        return header + strlen(scheme);
    *ret_is_session = 1;
    char name[LWI_COOKIE_NAME_SIZE];
    lwi_request_cookie_name(request, name);
    return MHD_lookup_connection_value(request->connection, MHD_COOKIE_KIND, name);
}

int lwi_request_is_secure(struct lwi_request *request)
{
    const char *proto = lwi_request_header(request, "X-Forwarded-Proto");
    return request->listener->is_tls || request->api->settings.secure_cookie ||
           (proto && strcasecmp(proto, "https") == 0);
}

void lwi_request_cookie_name(struct lwi_request *request, char ret_name[LWI_COOKIE_NAME_SIZE])
{
    const char *host = lwi_request_header(request, "Host");
    int is_secure = lwi_request_is_secure(request);
    int64_t port = 0;
    const char *end = host && *host == '[' ? strchr(host, ']') : host;
    const char *colon = end ? strrchr(end, ':') : NULL;
    if (!host)
        port = request->listener->port;
    else if (!colon || lwi_parse_int(colon + 1, 1, 65535, &port) < 0)
        port = is_secure ? 443 : 80;
    /* Browsers take __Host- by HTTPS only, and from no other host of the domain. */
    (void) snprintf(ret_name, LWI_COOKIE_NAME_SIZE, "%slenswatch_session_%u",
                    is_secure ? "__Host-" : "", (unsigned) port);
}

int lwi_request_sees(const struct lwi_request *request, const char *camera_id)
{
    return lwi_identity_sees(&request->who, camera_id);
}

int lwi_request_cameras(const struct lwi_request *request, struct lwi_camera_status **ret_statuses,
                        size_t *ret_count)
{
    struct lwi_camera_status *statuses = NULL;
    size_t count = 0, kept = 0;
    int r = lwi_fleet_list(request->api->settings.fleet, &statuses, &count);
    if (r < 0)
        return r;
    for (size_t i = 0; i < count; i++) {
        if (!lwi_request_sees(request, statuses[i].config.id))
            continue;
        if (kept != i)
            statuses[kept] = statuses[i];
        kept++;
    }
    *ret_statuses = statuses;
    *ret_count = kept;
    return 0;
}

int lwi_request_event(const struct lwi_request *request, const char *id,
                      struct lwi_event *ret_event, struct lw_error *reterr)
{
    struct lwi_event event;
    int64_t number;
    int r = lwi_parse_int(id, 1, INT64_MAX, &number) < 0
                ? -ENOENT
                : lwi_store_event_get(request->api->settings.store, number, &event, reterr);
    if (r == 0 && !lwi_request_sees(request, event.camera_id))
        r = -ENOENT;
    if (r == -ENOENT)
        return lwi_error_set(reterr, r, "There is no event '%.64s'", id);
    if (r == 0)
        *ret_event = event;
    return r;
}

int lwi_request_camera(struct lwi_request *request, struct lw_error *reterr)
{
    struct lwi_camera_config config;
    if (lwi_fleet_camera_config(request->api->settings.fleet, request->id, &config) == 0) {
        explicit_bzero(config.password, sizeof(config.password));
        return 0;
    }
    (void) lwi_error_set(reterr, -ENOENT, "There is no camera '%s'", request->id);
    lwi_error_hint(reterr, "GET /api/v1/cameras lists them");
    return -ENOENT;
}
