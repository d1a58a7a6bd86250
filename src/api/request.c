/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * The life of a request. The library calls on_access for the head, for each
 * piece of the body, and once more when all is there; then the route answers.
 *
 * What is refused by its head is answered only after the body was read and
 * dropped (up to a limit), since a client that is still sending would otherwise
 * see a broken connection in place of the answer.
 */
#include "api/request.h"

#include <errno.h>
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "api/answer.h"
#include "api/gate.h"
#include "api/gate_digest.h"
#include "base/error.h"

#define DROP_BYTES_MAX ((int64_t) 128 << 20)
#define BODY_RATE_MIN  (32 << 10) /* bytes a second; slower uploads are cut off */
#define ANSWER_S       300        /* for a client to take an answer that has an end */

static int on_body_failure(struct lwi_request *request, int r)
{
    switch (r) {
    case -EFBIG:
        lwi_gate_refuse(request, MHD_HTTP_CONTENT_TOO_LARGE, "The body is too large",
                        "docs/ref/api.md says how large it may be");
        break;
    case -EBUSY:
        lwi_answer_header(request, "Retry-After", "2");
        lwi_gate_refuse(request, MHD_HTTP_SERVICE_UNAVAILABLE, "Too many uploads at once",
                        "Try again in a moment");
        break;
    case -ENOSPC:
    case -EDQUOT:
        lwi_gate_refuse(request, MHD_HTTP_CONTENT_TOO_LARGE, "The disk has no room for the file",
                        "Make room where the data folder is");
        break;
    case -EBADMSG:
        lwi_gate_refuse(request, MHD_HTTP_BAD_REQUEST,
                        "The multipart body is torn or holds no file",
                        "Send the picture as a part with a file name");
        break;
    default:
        lwi_gate_refuse(request, MHD_HTTP_SERVICE_UNAVAILABLE, "There is not enough memory",
                        "Try again in a moment");
        break;
    }
    lwi_body_end(&request->body);
    return MHD_YES;
}

static int answer_refusal(struct lwi_request *request)
{
    if (request->refused == MHD_HTTP_METHOD_NOT_ALLOWED) {
        char allow[64];
        lwi_methods_format(request->methods, allow, sizeof(allow));
        lwi_answer_header(request, "Allow", "%s", allow);
    }
    if (request->refused == MHD_HTTP_UNAUTHORIZED)
        lwi_gate_challenge(request);
    return lwi_answer_error(request, (unsigned) request->refused, request->refusal,
                            request->refusal_hint);
}

static int answer_options(struct lwi_request *request)
{
    char allow[64];
    lwi_methods_format(request->methods, allow, sizeof(allow));
    lwi_answer_header(request, "Allow", "%s", allow);
    return lwi_answer_empty(request, MHD_HTTP_NO_CONTENT);
}

static struct lwi_request *begin(const struct lwi_listener *listener,
                                 struct MHD_Connection *connection, const char *url,
                                 const char *method)
{
    struct lwi_api *api = listener->api;
    struct lwi_request *request = calloc(1, sizeof(*request));
    if (!request)
        return NULL;
    request->api = api;
    request->listener = listener;
    request->connection = connection;
    request->path = url;
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    const struct lwi_socket *socket = info ? info->socket_context : NULL;
    request->socket = socket ? socket->connection : NULL;
    lwi_gate_check(request, method);
    lwi_connection_busy(api->connections, request->socket, request->who.by != LWI_AUTH_NOBODY);
    request->began_ns = lwi_clock_monotonic(api->settings.clock);
    lwi_connection_deadline(api->connections, request->socket, api->settings.timeout_s);
    return request;
}

/* A refusal that cannot wait for the body: it is too long to be read for nothing, or the client
 * asks before it sends. */
static int must_refuse_now(struct lwi_request *request)
{
    return request->refused &&
           (lwi_gate_length(request) > DROP_BYTES_MAX || lwi_request_header(request, "Expect"));
}

/* A piece of the body. The time that is left grows with what has come: who sends a byte now and
 * then is cut off as early as who sends none. */
static int on_upload(struct lwi_request *request, const char *data, size_t size)
{
    struct lwi_api *api = request->api;
    request->received += (int64_t) size;
    int64_t spent_s = (lwi_clock_monotonic(api->settings.clock) - request->began_ns) / LWI_NS_PER_S;
    int64_t left_s = api->settings.timeout_s + request->received / BODY_RATE_MIN - spent_s;
    lwi_connection_deadline(api->connections, request->socket, left_s > 0 ? left_s : 0);
    if (!request->refused && request->body.size_max > 0) {
        int r = lwi_body_feed(&request->body, data, size);
        return r < 0 ? on_body_failure(request, r) : MHD_YES;
    }
    return request->received <= DROP_BYTES_MAX ? MHD_YES : MHD_NO;
}

int lwi_request_on_access(void *cls, struct MHD_Connection *connection, const char *url,
                          const char *method, const char *version, const char *upload,
                          size_t *upload_size, void **context)
{
    const struct lwi_listener *listener = cls;
    struct lwi_api *api = listener->api;
    struct lwi_request *request = *context;
    (void) version;
    if (!request) {
        request = begin(listener, connection, url, method);
        if (!request)
            return MHD_NO;
        *context = request;
        return must_refuse_now(request) ? answer_refusal(request) : MHD_YES;
    }
    if (*upload_size > 0) {
        size_t size = *upload_size;
        *upload_size = 0;
        return on_upload(request, upload, size);
    }
    int r = request->refused ? 0 : lwi_body_finish(&request->body);
    if (r < 0)
        (void) on_body_failure(request, r);
    lwi_connection_deadline(api->connections, request->socket, ANSWER_S);
    if (request->refused)
        return answer_refusal(request);
    if (!request->handle)
        return answer_options(request);
    return lwi_audit_run(request);
}

void lwi_request_on_done(struct lwi_api *api, struct MHD_Connection *connection, void **context)
{
    struct lwi_request *request = *context;
    (void) connection;
    if (!request)
        return;
    lwi_connection_deadline(api->connections, request->socket, (int64_t) api->settings.timeout_s);
    lwi_connection_busy(api->connections, request->socket, /* is_busy= */ 0);
    lwi_audit_done(request);
    lwi_body_end(&request->body);
    lwi_identity_done(&request->who);
    if (request->restarts && api->settings.restart)
        api->settings.restart(api->settings.cookie);
    free(request);
    *context = NULL;
}
