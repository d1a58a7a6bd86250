/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Server-sent events. An id is "START-SEQUENCE": the start of the daemon is in it
 * because sequences begin anew with it, and a client that comes back after a
 * restart must not skip what it has not seen.
 */
#include <errno.h>
#include <inttypes.h>
#include <jansson.h>
#include <microhttpd.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/answer.h"
#include "api/json.h"
#include "api/request.h"
#include "api/routes.h"
#include "api/streams.h"
#include "base/error.h"
#include "camera/fleet.h"

#define BATCH         64
#define DRAIN_BATCHES 256 /* to find the newest notice; more than any ring holds */
#define WAIT_MS       500
#define CONTENT_TYPE  "text/event-stream"
#define HEARTBEAT_NS  (15 * LWI_NS_PER_S)

struct sse {
    struct lwi_stream stream;
    uint64_t after;  /* sequence of the last notice that was sent */
    int64_t said_ns; /* monotonic */
    int over;        /* "expired" was sent */
    struct lwi_notice notices[BATCH];
};

static void done(void *cookie)
{
    struct sse *sse = cookie;
    lwi_stream_end(&sse->stream);
    free(sse);
}

static int append(struct sse *sse, const char *text)
{
    size_t length = strlen(text);
    uint8_t *grown = realloc(sse->stream.data, sse->stream.size + length + 1);
    if (!grown)
        return -ENOMEM;
    memcpy(grown + sse->stream.size, text, length + 1);
    sse->stream.data = grown;
    sse->stream.size += length;
    return 0;
}

/* One event; data (taken) may be NULL where there was no memory. */
static int append_event(struct sse *sse, const char *name, uint64_t sequence, json_t *data)
{
    char head[128];
    char *text = data ? json_dumps(data, LWI_ANSWER_JSON_FLAGS) : NULL;
    json_decref(data);
    if (!text)
        return -ENOMEM;
    (void) snprintf(head, sizeof(head), "id: %" PRIx64 "-%" PRIu64 "\nevent: %s\ndata: ",
                    (uint64_t) sse->stream.api->started_ns, sequence, name);
    int r = append(sse, head);
    if (r == 0)
        r = append(sse, text);
    if (r == 0)
        r = append(sse, "\n\n");
    free(text);
    return r;
}

static json_t *event_json(struct lwi_api *api, int64_t id)
{
    struct lwi_event event;
    struct lwi_camera_config config;
    if (lwi_store_event_get(api->settings.store, id, &event, NULL) < 0)
        return NULL;
    int known = lwi_fleet_camera_config(api->settings.fleet, event.camera_id, &config) == 0;
    return lwi_json_event(api->settings.store, &event, known ? config.name : event.camera_id);
}

/* What happened, as it is now: a camera or event that is gone since then has no news any more. */
static int append_notice(struct sse *sse, const struct lwi_notice *notice)
{
    static const char *const names[] = {
        [LWI_NOTICE_CAMERA] = "camera",
        [LWI_NOTICE_REMOVED] = "camera_removed",
        [LWI_NOTICE_MEASUREMENT] = "measurement",
        [LWI_NOTICE_EVENT_START] = "event_start",
        [LWI_NOTICE_EVENT_REFRESH] = "event_refresh",
        [LWI_NOTICE_EVENT_END] = "event_end",
    };
    struct lwi_api *api = sse->stream.api;
    struct lwi_camera_status status;
    json_t *data = NULL;
    if (!lwi_identity_sees(&sse->stream.who, notice->camera_id))
        return 0;
    switch (notice->kind) {
    case LWI_NOTICE_CAMERA:
        if (lwi_fleet_camera_status(api->settings.fleet, notice->camera_id, &status) == 0)
            data = lwi_json_camera(&status);
        break;
    case LWI_NOTICE_REMOVED:
        data = json_pack("{s:s}", "id", notice->camera_id);
        break;
    case LWI_NOTICE_MEASUREMENT:
        data = lwi_json_measurement(notice->camera_id, &notice->measurement);
        break;
    case LWI_NOTICE_EVENT_START:
    case LWI_NOTICE_EVENT_REFRESH:
    case LWI_NOTICE_EVENT_END:
        data = event_json(api, notice->event_id);
        break;
    }
    return data ? append_event(sse, names[notice->kind], notice->sequence, data) : 0;
}

static int append_batch(struct sse *sse, size_t count, uint64_t skipped)
{
    int r = 0;
    if (skipped > 0)
        r = append_event(sse, "skipped", sse->after,
                         json_pack("{s:I}", "count", (json_int_t) skipped));
    for (size_t i = 0; r == 0 && i < count; i++)
        r = append_notice(sse, &sse->notices[i]);
    if (count > 0)
        sse->after = sse->notices[count - 1].sequence;
    return r;
}

/* Blocks until there is something to say. */
static int next_text(struct sse *sse)
{
    struct lwi_api *api = sse->stream.api;
    sse->stream.size = sse->stream.sent = 0;
    while (sse->stream.size == 0) {
        if (sse->over || atomic_load(&api->closing))
            return -ECANCELED;
        if (!lwi_stream_goes_on(&sse->stream)) {
            sse->over = 1;
            return append_event(sse, "expired", sse->after, json_object());
        }
        if (sse->stream.sees_others) {
            /* Cameras came or went without a notice: the lists have to be read again. */
            sse->stream.sees_others = 0;
            return append_event(sse, "skipped", sse->after, json_pack("{s:n}", "count"));
        }
        uint64_t skipped = 0;
        size_t count = lwi_fleet_notices(api->settings.fleet, sse->after, sse->notices, BATCH,
                                         WAIT_MS, &skipped);
        int r = append_batch(sse, count, skipped);
        if (r < 0)
            return r;
        int64_t now = lwi_clock_monotonic(api->settings.clock);
        if (sse->stream.size == 0 && now - sse->said_ns >= HEARTBEAT_NS)
            r = append(sse, ": still here\n\n");
        if (sse->stream.size > 0)
            sse->said_ns = now;
        if (r < 0)
            return r;
    }
    return 0;
}

static ssize_t read_sse(void *cookie, uint64_t position, char *buffer, size_t max)
{
    struct sse *sse = cookie;
    (void) position;
    if (sse->stream.sent == sse->stream.size && next_text(sse) < 0)
        return MHD_CONTENT_READER_END_OF_STREAM;
    return lwi_stream_take(&sse->stream, buffer, max);
}

/* The newest sequence there is. */
static uint64_t newest(struct sse *sse)
{
    struct lwi_fleet *fleet = sse->stream.api->settings.fleet;
    uint64_t after = 0, skipped;
    for (int i = 0; i < DRAIN_BATCHES; i++) {
        size_t count = lwi_fleet_notices(fleet, after, sse->notices, BATCH, 0, &skipped);
        if (count == 0)
            break;
        after = sse->notices[count - 1].sequence;
    }
    return after;
}

/* Where to go on: after the last id that the client saw, when it is of this start. Else it has
 * missed what it cannot be told, which "skipped" without a count says. */
static int begin_at(struct sse *sse, const char *last_id)
{
    uint64_t start, sequence;
    int length = 0;
    int r = append(sse, "retry: 2000\n: lenswatch\n\n");
    uint64_t last = newest(sse);
    sse->after = last;
    if (r < 0 || !last_id || !*last_id)
        return r;
    if (sscanf(last_id, "%" SCNx64 "-%" SCNu64 "%n", &start, &sequence, &length) == 2 &&
        last_id[length] == '\0' && start == (uint64_t) sse->stream.api->started_ns &&
        sequence <= last) {
        sse->after = sequence;
        return 0;
    }
    return append_event(sse, "skipped", last, json_pack("{s:n}", "count"));
}

static int get_stream(struct lwi_request *request)
{
    struct lw_error error = {0};
    if (request->is_head)
        return lwi_answer_static(request, MHD_HTTP_OK, CONTENT_TYPE, "", 0);
    struct sse *sse = calloc(1, sizeof(*sse));
    if (!sse)
        return MHD_NO;
    if (lwi_stream_begin(&sse->stream, request) < 0) {
        free(sse);
        (void) lwi_error_set(&error, -EBUSY, "Too many event streams are open");
        lwi_error_hint(&error, "Close some");
        return lwi_answer_failure(request, &error);
    }
    sse->said_ns = lwi_clock_monotonic(request->api->settings.clock);
    if (begin_at(sse, lwi_request_header(request, "Last-Event-ID")) < 0) {
        done(sse);
        return MHD_NO;
    }
    return lwi_stream_answer(request, CONTENT_TYPE, &sse->stream, read_sse, sse, done);
}

const struct lwi_route lwi_routes_stream[] = {
    {"/api/v1/stream", LWI_GET, LWI_ACCESS_VIEWER, LWI_BODY_NONE, get_stream},
    {0},
};
