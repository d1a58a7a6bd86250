/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "api/answer.h"

#include <errno.h>
#include <jansson.h>
#include <microhttpd.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/peek.h"
#include "api/request.h"

static const struct {
    const char *name, *value;
} usual_headers[] = {
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
};

void lwi_answer_header(struct lwi_request *request, const char *name, const char *format, ...)
{
    if (request->header_count >= LWI_REQUEST_HEADERS_MAX)
        return;
    va_list args;
    va_start(args, format);
    request->headers[request->header_count].name = name;
    (void) vsnprintf(request->headers[request->header_count].value,
                     sizeof(request->headers[0].value), format, args);
    request->header_count++;
    va_end(args);
}

static int has_header(const struct lwi_request *request, const char *name)
{
    for (unsigned i = 0; i < request->header_count; i++)
        if (strcmp(request->headers[i].name, name) == 0)
            return 1;
    return 0;
}

static void add_hsts(const struct lwi_request *request, struct MHD_Response *response)
{
    struct lwi_https_rules rules;
    char value[32];
    if (!request->listener->is_tls)
        return;
    lwi_https_rules(request->api->https, &rules);
    (void) snprintf(value, sizeof(value), "max-age=%lld", rules.hsts_days * 86400LL);
    if (rules.hsts_days > 0)
        (void) MHD_add_response_header(response, "Strict-Transport-Security", value);
}

int lwi_answer_response(struct lwi_request *request, unsigned status, struct MHD_Response *response)
{
    if (request->captured) {
        if (response)
            MHD_destroy_response(response);
        return MHD_YES;
    }
    lwi_audit_answered(request, status);
    if (!response)
        return MHD_NO;
    for (size_t i = 0; i < sizeof(usual_headers) / sizeof(usual_headers[0]); i++)
        (void) MHD_add_response_header(response, usual_headers[i].name, usual_headers[i].value);
    add_hsts(request, response);
    if (!has_header(request, "Cache-Control"))
        (void) MHD_add_response_header(response, "Cache-Control", "no-store");
    if (!has_header(request, "Content-Security-Policy"))
        (void) MHD_add_response_header(response, "Content-Security-Policy",
                                       "default-src 'none'; frame-ancestors 'none'");
    for (unsigned i = 0; i < request->header_count; i++)
        (void) MHD_add_response_header(response, request->headers[i].name,
                                       request->headers[i].value);
    enum MHD_Result queued = MHD_queue_response(request->connection, status, response);
    MHD_destroy_response(response);
    if (status / 100 < sizeof(request->api->answers) / sizeof(request->api->answers[0]))
        (void) atomic_fetch_add(&request->api->answers[status / 100], 1);
    return (int) queued;
}

int lwi_answer_bytes(struct lwi_request *request, unsigned status, const char *content_type,
                     uint8_t *data, size_t size)
{
    struct MHD_Response *response =
        MHD_create_response_from_buffer(size, data, MHD_RESPMEM_MUST_FREE);
    if (!response)
        free(data);
    else
        (void) MHD_add_response_header(response, "Content-Type", content_type);
    return lwi_answer_response(request, status, response);
}

int lwi_answer_static(struct lwi_request *request, unsigned status, const char *content_type,
                      const void *data, size_t size)
{
    /* The library does not write to persistent memory; its parameter just is not const. */
    union {
        const void *in;
        void *out;
    } bytes = {.in = data};
    struct MHD_Response *response =
        MHD_create_response_from_buffer(size, bytes.out, MHD_RESPMEM_PERSISTENT);
    if (response)
        (void) MHD_add_response_header(response, "Content-Type", content_type);
    return lwi_answer_response(request, status, response);
}

int lwi_answer_empty(struct lwi_request *request, unsigned status)
{
    return lwi_answer_response(request, status,
                               MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT));
}

int lwi_answer_json(struct lwi_request *request, unsigned status, struct json_t *object)
{
    static const char no_memory[] =
        "{\"error\":\"There is not enough memory\",\"hint\":\"Try again\"}";
    if (request->captured && status == MHD_HTTP_OK) {
        json_decref(*request->captured);
        *request->captured = object;
        return MHD_YES;
    }
    if (status == MHD_HTTP_CREATED)
        request->audit.made = json_incref(object);
    if (status == MHD_HTTP_OK && object && request->operation && request->operation->is_versioned) {
        char etag[LWI_ETAG_SIZE];
        lwi_peek_etag(object, request->operation, etag);
        lwi_answer_header(request, "ETag", "%s", etag);
    }
    char *text = object ? json_dumps(object, LWI_ANSWER_JSON_FLAGS) : NULL;
    json_decref(object);
    if (!text)
        return lwi_answer_static(request, MHD_HTTP_SERVICE_UNAVAILABLE, "application/json",
                                 no_memory, strlen(no_memory));
    return lwi_answer_bytes(request, status, "application/json", (uint8_t *) text, strlen(text));
}

int lwi_answer_error(struct lwi_request *request, unsigned status, const char *error,
                     const char *hint)
{
    (void) snprintf(request->audit.text, sizeof(request->audit.text), "%s", error);
    /* What a client sent may be in the text and be no UTF-8. */
    json_t *object = json_object();
    json_t *text = json_string(error);
    json_t *remedy = json_string(hint ? hint : "");
    (void) json_object_set_new(object, "error", text ? text : json_string("Bad request"));
    (void) json_object_set_new(object, "hint", remedy ? remedy : json_string(""));
    return lwi_answer_json(request, status, object);
}

int lwi_answer_failure(struct lwi_request *request, const struct lw_error *error)
{
    static const struct {
        int code;
        unsigned status;
    } table[] = {
        {-EINVAL, MHD_HTTP_BAD_REQUEST},        {-EACCES, MHD_HTTP_UNAUTHORIZED},
        {-EPERM, MHD_HTTP_FORBIDDEN},           {-ENOENT, MHD_HTTP_NOT_FOUND},
        {-EEXIST, MHD_HTTP_CONFLICT},           {-EALREADY, MHD_HTTP_CONFLICT},
        {-ENOSPC, MHD_HTTP_CONFLICT},           {-EDQUOT, MHD_HTTP_CONFLICT},
        {-EADDRINUSE, MHD_HTTP_CONFLICT},       {-EADDRNOTAVAIL, MHD_HTTP_CONFLICT},
        {-EFBIG, MHD_HTTP_CONTENT_TOO_LARGE},   {-EAGAIN, MHD_HTTP_SERVICE_UNAVAILABLE},
        {-EBUSY, MHD_HTTP_SERVICE_UNAVAILABLE}, {-ENOMEM, MHD_HTTP_SERVICE_UNAVAILABLE},
        {-ETIMEDOUT, MHD_HTTP_GATEWAY_TIMEOUT}, {-ENOTSUP, MHD_HTTP_CONFLICT},
    };
    unsigned status = MHD_HTTP_INTERNAL_SERVER_ERROR;
    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
        if (table[i].code == error->code)
            status = table[i].status;
    if (status == MHD_HTTP_SERVICE_UNAVAILABLE && !has_header(request, "Retry-After"))
        lwi_answer_header(request, "Retry-After", "2");
    if (status == MHD_HTTP_INTERNAL_SERVER_ERROR)
        lwi_log(request->api->settings.log, LWI_LOG_ERROR, "%s: %s", request->path, error->message);
    return lwi_answer_error(request, status, error->message, error->hint);
}
