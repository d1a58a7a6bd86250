/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * How sharp a picture is and where; and the same several times a second, a line of JSON each, for
 * whoever turns the lens. A meter ends by itself: one that was forgotten on a ladder must not
 * decode a camera's stream for ever.
 */
#include <errno.h>
#include <jansson.h>
#include <math.h>
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/answer.h"
#include "api/json.h"
#include "api/request.h"
#include "api/routes.h"
#include "api/streams.h"
#include "base/error.h"
#include "camera/meter.h"

#define CONTENT_TYPE "application/x-ndjson"
#define WAIT_MS      500
#define MINUTES_MAX  15
/* Without a picture for so long, that is what is said. */
#define SILENCE_NS (2 * LWI_NS_PER_S)

/* Short to write. */
static double hundredths(double value)
{
    return round(value * 100) / 100;
}

static json_t *reading_json(const char *camera_id, const struct lwi_meter_reading *r)
{
    json_t *tiles = json_array();
    for (size_t i = 0; i < (size_t) r->tiles_x * r->tiles_y; i++)
        (void) json_array_append_new(tiles, lwi_json_number(hundredths((double) r->tiles[i])));
    return json_pack("{s:s, s:o, s:I, s:I, s:s, s:s, s:o, s:o, s:i, s:i, s:o}", "camera_id",
                     camera_id, "time", lwi_json_time(r->wall_ns), "width", (json_int_t) r->width,
                     "height", (json_int_t) r->height, "verdict", lw_verdict_name(r->verdict),
                     "reason", r->reason, "blur_probability", lwi_json_number(r->blur_probability),
                     "sharpness", lwi_json_number(r->sharpness), "tiles_x", (int) r->tiles_x,
                     "tiles_y", (int) r->tiles_y, "tiles", tiles);
}

static int get_sharpness(struct lwi_request *request)
{
    struct lw_error error = {0};
    struct lwi_meter *meter = NULL;
    struct lwi_meter_reading reading;
    int r = lwi_request_camera(request, &error);
    if (r == 0)
        r = lwi_meter_open(&meter, request->api->settings.fleet, request->id, &error);
    if (r == 0)
        r = lwi_meter_newest(meter, &reading, &error);
    json_t *answer = r == 0 ? reading_json(request->id, &reading) : NULL;
    lwi_meter_close(&meter);
    return r < 0 ? lwi_answer_failure(request, &error)
                 : lwi_answer_json(request, MHD_HTTP_OK, answer);
}

/* ---- several times a second ---- */

struct live_meter {
    struct lwi_stream stream;
    struct lwi_meter *meter;
    char camera_id[LWI_ROUTE_PARAM_MAX + 1];
    int64_t end_ns;  /* monotonic */
    int64_t said_ns; /* monotonic */
};

static void done(void *cookie)
{
    struct live_meter *m = cookie;
    lwi_meter_close(&m->meter);
    lwi_stream_end(&m->stream);
    free(m);
}

static int set_line(struct live_meter *m, const struct lwi_meter_reading *reading, int64_t left_ns)
{
    json_t *object = reading_json(m->camera_id, reading);
    (void) json_object_set_new(object, "left_s", json_integer(left_ns / LWI_NS_PER_S));
    char *text = json_dumps(object, LWI_ANSWER_JSON_FLAGS);
    json_decref(object);
    if (!text)
        return -ENOMEM;
    free(m->stream.data);
    m->stream.data = (uint8_t *) text;
    m->stream.size = strlen(text);
    m->stream.sent = 0;
    text[m->stream.size++] = '\n'; /* where the end of the string was */
    return 0;
}

static int next_line(struct live_meter *m)
{
    const struct lwi_api *api = m->stream.api;
    for (;;) {
        struct lw_error error;
        struct lwi_meter_reading reading = {.blur_probability = -1, .sharpness = -1};
        int r = lwi_stream_goes_on(&m->stream) ? lwi_meter_read(m->meter, WAIT_MS, &reading, &error)
                                               : -ECANCELED;
        int64_t now_ns = lwi_clock_monotonic(api->settings.clock);
        if (now_ns >= m->end_ns)
            return -ECANCELED;
        if (r == -ETIMEDOUT && now_ns - m->said_ns >= SILENCE_NS) {
            (void) snprintf(reading.reason, sizeof(reading.reason), "no picture comes");
            reading.wall_ns = lwi_clock_realtime(api->settings.clock);
            r = 0;
        }
        if (r == 0)
            m->said_ns = now_ns;
        if (r == 0)
            return set_line(m, &reading, m->end_ns - now_ns);
        if (r != -ETIMEDOUT)
            return r;
    }
}

static ssize_t read_meter(void *cookie, uint64_t position, char *buffer, size_t max)
{
    struct live_meter *m = cookie;
    (void) position;
    if (m->stream.sent == m->stream.size && next_line(m) < 0)
        return MHD_CONTENT_READER_END_OF_STREAM;
    return lwi_stream_take(&m->stream, buffer, max);
}

static int open_meter(struct live_meter *m, struct lwi_request *request, struct lw_error *reterr)
{
    if (lwi_stream_begin(&m->stream, request) < 0) {
        (void) lwi_error_set(reterr, -EBUSY, "Too many live views are open");
        lwi_error_hint(reterr, "Close some");
        return -EBUSY;
    }
    return lwi_meter_open(&m->meter, request->api->settings.fleet, request->id, reterr);
}

static int get_meter(struct lwi_request *request)
{
    struct lw_error error = {0};
    struct live_meter *m = NULL;
    int r = lwi_request_camera(request, &error);
    if (r == 0 && request->is_head)
        return lwi_answer_static(request, MHD_HTTP_OK, CONTENT_TYPE, "", 0);
    if (r == 0) {
        m = calloc(1, sizeof(*m));
        r = m ? open_meter(m, request, &error)
              : lwi_error_set(&error, -ENOMEM, "There is not enough memory");
    }
    if (r < 0) {
        if (m)
            done(m);
        return lwi_answer_failure(request, &error);
    }
    (void) snprintf(m->camera_id, sizeof(m->camera_id), "%s", request->id);
    m->said_ns = lwi_clock_monotonic(request->api->settings.clock);
    m->end_ns = m->said_ns + MINUTES_MAX * 60 * LWI_NS_PER_S;
    return lwi_stream_answer(request, CONTENT_TYPE, &m->stream, read_meter, m, done);
}

#define CAMERA "/api/v1/cameras/{id}"

const struct lwi_route lwi_routes_meter[] = {
    {CAMERA "/meter", LWI_GET, LWI_ACCESS_OPERATOR, LWI_BODY_NONE, get_meter},
    {CAMERA "/sharpness", LWI_GET, LWI_ACCESS_VIEWER, LWI_BODY_NONE, get_sharpness},
    {0},
};
