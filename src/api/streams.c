/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "api/streams.h"

#include <errno.h>
#include <microhttpd.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/answer.h"
#include "api/auth_digest.h"
#include "api/request.h"
#include "base/error.h"

#define CHECK_EVERY_NS (15 * LWI_NS_PER_S)
#define BLOCK_BYTES    ((size_t) 32 << 10)

int lwi_stream_query(struct lwi_request *request, enum lwi_live_of *ret_of, struct lw_error *reterr)
{
    const char *stream = lwi_request_query(request, "stream");
    const int is_sub = stream && strcmp(stream, "sub") == 0;
    if (stream && !is_sub && strcmp(stream, "main") != 0)
        return lwi_error_set(reterr, -EINVAL, "stream: it must be main or sub");
    *ret_of = is_sub ? LWI_LIVE_SUB : LWI_LIVE_MAIN;
    return 0;
}

int lwi_stream_begin(struct lwi_stream *stream, struct lwi_request *request)
{
    struct lwi_api *api = request->api;
    memset(stream, 0, sizeof(*stream));
    if (atomic_fetch_add(&api->streams, 1) >= api->settings.streams_max) {
        (void) atomic_fetch_sub(&api->streams, 1);
        return -EBUSY;
    }
    int is_session;
    const char *secret = lwi_request_secret(request, &is_session);
    stream->api = api;
    stream->listener = request->listener;
    if (lwi_identity_copy(&stream->who, &request->who) < 0) {
        (void) atomic_fetch_sub(&api->streams, 1);
        return -ENOMEM;
    }
    (void) snprintf(stream->camera, sizeof(stream->camera), "%.32s", request->id);
    stream->changes = lwi_auth_changes(api->auth);
    stream->checked_ns = lwi_clock_monotonic(api->settings.clock);
    (void) snprintf(stream->secret, sizeof(stream->secret), "%s", secret ? secret : "");
    return 0;
}

void lwi_stream_end(struct lwi_stream *stream)
{
    if (!stream->api)
        return;
    (void) atomic_fetch_sub(&stream->api->streams, 1);
    free(stream->data);
    lwi_identity_done(&stream->who);
    sodium_memzero(stream, sizeof(*stream));
}

/* Who looks, as things are now. */
static int look_again(struct lwi_stream *stream)
{
    struct lwi_identity now;
    enum lwi_auth_secret kind =
        stream->who.by == LWI_AUTH_SESSION ? LWI_AUTH_SECRET_COOKIE : LWI_AUTH_SECRET_BEARER;
    if ((stream->who.by == LWI_AUTH_DIGEST
             ? lwi_auth_digest_again(stream->api->auth, stream->who.user, &now)
             : lwi_auth_identify(stream->api->auth, stream->secret, kind, &now)) < 0)
        return 0;
    const char *before = stream->who.cameras ? stream->who.cameras : "";
    stream->sees_others |= strcmp(before, now.cameras ? now.cameras : "") != 0;
    lwi_identity_done(&stream->who);
    stream->who = now;
    return now.due == LWI_AUTH_DUE_NOT &&
           (!stream->camera[0] || lwi_identity_sees(&now, stream->camera));
}

int lwi_stream_goes_on(struct lwi_stream *stream)
{
    if (atomic_load(&stream->api->closing) || atomic_load(&stream->listener->closing))
        return 0;
    int64_t now = lwi_clock_monotonic(stream->api->settings.clock);
    unsigned changes = lwi_auth_changes(stream->api->auth);
    if (stream->who.by == LWI_AUTH_NOBODY ||
        (now - stream->checked_ns < CHECK_EVERY_NS && changes == stream->changes))
        return 1;
    stream->checked_ns = now;
    stream->changes = changes;
    return look_again(stream);
}

ssize_t lwi_stream_take(struct lwi_stream *stream, char *buffer, size_t max)
{
    size_t left = stream->size - stream->sent;
    size_t n = left < max ? left : max;
    if (n > 0)
        memcpy(buffer, stream->data + stream->sent, n);
    stream->sent += n;
    return (ssize_t) n;
}

int lwi_stream_answer(struct lwi_request *request, const char *content_type,
                      struct lwi_stream *stream,
                      ssize_t (*read)(void *cookie, uint64_t position, char *buffer, size_t max),
                      void *cookie, void (*done)(void *cookie))
{
    struct MHD_Response *response =
        MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, BLOCK_BYTES, read, cookie, done);
    if (!response) {
        done(cookie);
        return MHD_NO;
    }
    (void) MHD_add_response_header(response, "Content-Type", content_type);
    /* Proxies such as nginx would keep it back otherwise. */
    (void) MHD_add_response_header(response, "X-Accel-Buffering", "no");
    lwi_connection_deadline(stream->api->connections, request->socket, -1);
    return lwi_answer_response(request, MHD_HTTP_OK, response);
}
