/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Recordings: list them, play or download one, remove one, record by hand. */
#include <errno.h>
#include <jansson.h>
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "api/answer.h"
#include "api/json.h"
#include "api/request.h"
#include "api/routes.h"
#include "base/error.h"
#include "base/parse.h"
#include "base/rfc3339.h"
#include "camera/recording.h"

#define CAMERA "/api/v1/cameras/{id}"
#define FILES  "/api/v1/cameras/%s/recordings/file?start=%s"

#define LIST_DEFAULT 1000
#define LIST_MAX     10000
#define SPAN_NS      (86400 * LWI_NS_PER_S)
#define MANUAL_MAX_S 3600

static json_t *recording_json(const char *camera_id, const struct lwi_recording *r)
{
    char start[LWI_RFC3339_SIZE];
    lwi_rfc3339_format(r->start_ns, start);
    return json_pack("{s:o, s:o, s:s, s:o, s:I, s:b, s:o}", "start", lwi_json_time(r->start_ns),
                     "end", lwi_json_time(r->end_ns), "kind", lwi_recording_kind_name(r->kind),
                     "event_id", r->event_id ? json_integer(r->event_id) : json_null(), "bytes",
                     (json_int_t) r->bytes, "open", r->is_open, "path",
                     json_sprintf(FILES, camera_id, start));
}

static int read_span(struct lwi_request *request, int64_t *ret_from, int64_t *ret_to,
                     struct lw_error *reterr)
{
    *ret_to = lwi_clock_realtime(request->api->settings.clock);
    int r = lwi_request_query_time(request, "to", ret_to, reterr);
    *ret_from = *ret_to - SPAN_NS;
    return r < 0 ? r : lwi_request_query_time(request, "from", ret_from, reterr);
}

static int read_kind(struct lwi_request *request, int *ret_kind, struct lw_error *reterr)
{
    const char *name = lwi_request_query(request, "kind");
    *ret_kind = name ? lwi_recording_kind_find(name) : -1;
    if (!name || *ret_kind >= 0)
        return 0;
    (void) lwi_error_set(reterr, -EINVAL, "'%.40s' is not a kind of recording", name);
    lwi_error_hint(reterr, "It is event, always, manual or capture");
    return -EINVAL;
}

static int answer_failure(struct lwi_request *request, struct lw_error *error)
{
    if (error->code != -ENOTSUP)
        return lwi_answer_failure(request, error);
    return lwi_answer_error(request, MHD_HTTP_CONFLICT, error->message, error->hint);
}

static int get_recordings(struct lwi_request *request)
{
    struct lw_error error = {0};
    struct lwi_recording *list = NULL;
    size_t count = 0;
    int64_t from, to, limit = LIST_DEFAULT;
    int kind = -1;
    int r = lwi_request_camera(request, &error);
    if (r == 0)
        r = read_span(request, &from, &to, &error);
    if (r == 0)
        r = read_kind(request, &kind, &error);
    if (r == 0)
        r = lwi_request_query_number(request, "limit", 1, LIST_MAX, &limit, &error);
    if (r == 0)
        r = lwi_fleet_recordings(request->api->settings.fleet, request->id, from, to, kind, &list,
                                 &count, &error);
    if (r < 0)
        return answer_failure(request, &error);
    /* The newest, where there are more. */
    size_t first = count > (size_t) limit ? count - (size_t) limit : 0;
    json_t *array = json_array();
    for (size_t i = first; i < count; i++)
        (void) json_array_append_new(array, recording_json(request->id, &list[i]));
    free(list);
    return lwi_answer_json(request, MHD_HTTP_OK,
                           json_pack("{s:o, s:b}", "recordings", array, "more", first > 0));
}

/*
 * "bytes=A-B", "bytes=A-" or "bytes=-N" of a file. 1 and the range; 0: there is none,
 * or one of a kind that may be ignored (RFC 9110, 14.2); -ERANGE: it lies outside.
 */
static int read_range(const char *text, uint64_t size, uint64_t *ret_first, uint64_t *ret_count)
{
    char first[24] = "", last[24] = "";
    int64_t a = -1, b = -1;
    if (!text || strncmp(text, "bytes=", 6) != 0 || strchr(text, ','))
        return 0;
    const char *dash = strchr(text + 6, '-');
    if (!dash || dash - (text + 6) >= (int) sizeof(first) || strlen(dash + 1) >= sizeof(last))
        return 0;
    memcpy(first, text + 6, (size_t) (dash - (text + 6)));
    memcpy(last, dash + 1, strlen(dash + 1));
    if ((first[0] && lwi_parse_int(first, 0, INT64_MAX, &a) < 0) ||
        (last[0] && lwi_parse_int(last, 0, INT64_MAX, &b) < 0) || (!first[0] && !last[0]))
        return 0;
    if (a >= 0 && b >= 0 && b < a)
        return 0;
    if (size == 0 || (a >= 0 && (uint64_t) a >= size) || (a < 0 && b == 0))
        return -ERANGE;
    if (a < 0) {
        a = (uint64_t) b < size ? (int64_t) size - b : 0;
        b = -1;
    }
    uint64_t end = b >= 0 && (uint64_t) b < size ? (uint64_t) b + 1 : size;
    *ret_first = (uint64_t) a;
    *ret_count = end - (uint64_t) a;
    return 1;
}

static int read_start(struct lwi_request *request, int64_t *ret_start, struct lw_error *reterr)
{
    *ret_start = -1;
    int r = lwi_request_query_time(request, "start", ret_start, reterr);
    if (r == 0 && *ret_start < 0) {
        r = lwi_error_set(reterr, -EINVAL, "start is missing");
        lwi_error_hint(reterr, "It is that of the recording, as the list says it");
    }
    return r;
}

/* The file, or the part of it that is asked for. Takes the descriptor. */
static int answer_file(struct lwi_request *request, const struct lwi_recording *recording, int fd)
{
    uint64_t first = 0, count = recording->bytes;
    unsigned status = MHD_HTTP_OK;
    int ranged = read_range(lwi_request_header(request, "Range"), recording->bytes, &first, &count);
    lwi_answer_header(request, "Accept-Ranges", "bytes");
    if (ranged < 0) {
        (void) close(fd);
        lwi_answer_header(request, "Content-Range", "bytes */%llu",
                          (unsigned long long) recording->bytes);
        return lwi_answer_error(request, MHD_HTTP_RANGE_NOT_SATISFIABLE,
                                "The recording does not reach so far", NULL);
    }
    if (ranged > 0) {
        status = MHD_HTTP_PARTIAL_CONTENT;
        lwi_answer_header(request, "Content-Range", "bytes %llu-%llu/%llu",
                          (unsigned long long) first, (unsigned long long) (first + count - 1),
                          (unsigned long long) recording->bytes);
    }
    if (lwi_request_query(request, "download"))
        lwi_answer_header(request, "Content-Disposition", "attachment; filename=\"%s_%lld.%s\"",
                          request->id, (long long) (recording->start_ns / LWI_NS_PER_MS),
                          recording->kind == LWI_RECORDING_CAPTURE ? "jpg" : "mp4");
    lwi_answer_header(request, "Cache-Control", "private, no-cache");
    struct MHD_Response *response = MHD_create_response_from_fd_at_offset64(count, fd, first);
    if (!response)
        (void) close(fd);
    else
        (void) MHD_add_response_header(response, "Content-Type",
                                       recording->kind == LWI_RECORDING_CAPTURE ? "image/jpeg"
                                                                                : "video/mp4");
    return lwi_answer_response(request, status, response);
}

static int get_file(struct lwi_request *request)
{
    struct lw_error error = {0};
    struct lwi_recording recording;
    int64_t start;
    int fd = -1;
    int r = lwi_request_camera(request, &error);
    if (r == 0)
        r = read_start(request, &start, &error);
    if (r == 0)
        r = lwi_fleet_recording_open(request->api->settings.fleet, request->id, start, &recording,
                                     &fd, &error);
    return r < 0 ? answer_failure(request, &error) : answer_file(request, &recording, fd);
}

static int delete_file(struct lwi_request *request)
{
    struct lw_error error = {0};
    int64_t start;
    int r = lwi_request_camera(request, &error);
    if (r == 0)
        r = read_start(request, &start, &error);
    if (r == 0)
        r = lwi_fleet_recording_remove(request->api->settings.fleet, request->id, start, &error);
    if (r == -EBUSY)
        return lwi_answer_error(request, MHD_HTTP_CONFLICT, error.message, "Wait until it ended");
    return r < 0 ? answer_failure(request, &error) : lwi_answer_empty(request, MHD_HTTP_NO_CONTENT);
}

static int post_record(struct lwi_request *request)
{
    static const char *const members[] = {"seconds", NULL};
    struct lw_error error = {0};
    json_t *body = NULL;
    int r = lwi_request_camera(request, &error);
    if (r == 0)
        r = lwi_request_json(request, members, &body, &error);
    double seconds = json_number_value(json_object_get(body, "seconds"));
    if (r == 0 && (!json_is_number(json_object_get(body, "seconds")) || !(seconds >= 0) ||
                   seconds > MANUAL_MAX_S))
        r = lwi_error_set(&error, -EINVAL, "seconds: it must be a number from 0 to %d",
                          MANUAL_MAX_S);
    json_decref(body);
    if (r == 0)
        r = lwi_fleet_record(request->api->settings.fleet, request->id, seconds, &error);
    return r < 0 ? answer_failure(request, &error) : lwi_answer_empty(request, MHD_HTTP_NO_CONTENT);
}

static int post_capture(struct lwi_request *request)
{
    struct lw_error error = {0};
    struct lwi_recording recording;
    int r = lwi_request_camera(request, &error);
    if (r == 0)
        r = lwi_fleet_capture(request->api->settings.fleet, request->id, &recording, &error);
    return r < 0 ? answer_failure(request, &error)
                 : lwi_answer_json(request, MHD_HTTP_CREATED,
                                   recording_json(request->id, &recording));
}

const struct lwi_route lwi_routes_recordings[] = {
    {CAMERA "/recordings", LWI_GET, LWI_ACCESS_VIEWER, LWI_BODY_NONE, get_recordings},
    {CAMERA "/recordings/file", LWI_GET, LWI_ACCESS_VIEWER, LWI_BODY_NONE, get_file},
    {CAMERA "/recordings/file", LWI_DELETE, LWI_ACCESS_ADMINISTRATOR, LWI_BODY_NONE, delete_file},
    {CAMERA "/capture", LWI_POST, LWI_ACCESS_OPERATOR, LWI_BODY_NONE, post_capture},
    {CAMERA "/record", LWI_POST, LWI_ACCESS_OPERATOR, LWI_BODY_JSON, post_record},
    {0},
};
