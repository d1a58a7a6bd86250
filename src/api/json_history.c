/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Charts and previews as JSON: one array a column, for that is short to write and to read. */
#include <jansson.h>

#include "api/json.h"
#include "camera/condition.h"

/* To the millisecond, so that it is short to write. */
static double seconds(int64_t ns)
{
    return (double) (ns / LWI_NS_PER_MS) / 1000.0;
}

static json_t *whole(int64_t value)
{
    return json_integer((json_int_t) value);
}

/* One column: its name, and what it has of a point. */
struct column {
    const char *name;
    json_t *(*get)(const struct lwi_chart_point *point);
};

static json_t *get_time(const struct lwi_chart_point *p)
{
    return json_real(seconds(p->time_ns));
}

static json_t *get_verdict(const struct lwi_chart_point *p)
{
    return whole(p->verdict);
}

static json_t *get_pictures(const struct lwi_chart_point *p)
{
    return whole(p->pictures);
}

static json_t *get_light(const struct lwi_chart_point *p)
{
    return whole(p->light);
}

#define GETTER(name, which)                                                                        \
    static json_t *get_##name##_##which(const struct lwi_chart_point *p)                           \
    {                                                                                              \
        return lwi_json_number(p->name.which);                                                     \
    }
#define GETTERS(name) GETTER(name, min) GETTER(name, mean) GETTER(name, max)

GETTERS(blur_probability)
GETTERS(sharpness)
GETTERS(brightness)
GETTERS(limit)
GETTERS(measure)

static const struct column columns[] = {
    {"time_s", get_time},
    {"verdict", get_verdict},
    {"blur_probability", get_blur_probability_mean},
    {"sharpness", get_sharpness_mean},
    {"brightness", get_brightness_mean},
    {"pictures", get_pictures},
    {"light", get_light},
    {"blur_probability_min", get_blur_probability_min},
    {"blur_probability_max", get_blur_probability_max},
    {"sharpness_min", get_sharpness_min},
    {"sharpness_max", get_sharpness_max},
    {"brightness_min", get_brightness_min},
    {"brightness_max", get_brightness_max},
};
static const struct column limit_columns[] = {
    {"limit", get_limit_mean},
    {"limit_min", get_limit_min},
    {"limit_max", get_limit_max},
};
/* Their names follow that of the measure. */
static const struct column measure_columns[] = {
    {"", get_measure_mean},
    {"_min", get_measure_min},
    {"_max", get_measure_max},
};

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

struct chart {
    const struct lwi_chart_point *points;
    size_t count;
    json_t *names, *data;
};

static void add_columns(struct chart *chart, const char *prefix, const struct column *list,
                        size_t count)
{
    for (size_t c = 0; c < count; c++) {
        json_t *values = json_array();
        for (size_t i = 0; i < chart->count; i++)
            (void) json_array_append_new(values, list[c].get(&chart->points[i]));
        (void) json_array_append_new(chart->names, json_sprintf("%s%s", prefix, list[c].name));
        (void) json_array_append_new(chart->data, values);
    }
}

struct json_t *lwi_json_chart(const struct lwi_chart_query *query,
                              const struct lwi_chart_point *points, size_t count)
{
    struct chart chart = {points, count, json_array(), json_array()};
    add_columns(&chart, "", columns, COUNT(columns));
    if (query->condition >= 0)
        add_columns(&chart, "", limit_columns, COUNT(limit_columns));
    if (query->measure >= 0)
        add_columns(&chart, lwi_measure_name(query->measure), measure_columns,
                    COUNT(measure_columns));
    return json_pack("{s:s, s:o, s:o}", "camera_id", query->camera_id, "columns", chart.names,
                     "data", chart.data);
}

struct json_t *lwi_json_preview(const char *camera_id, const struct lwi_preview_query *query,
                                const struct lwi_preview *p)
{
    json_t *events = json_array();
    for (size_t i = 0; i < p->listed; i++)
        (void) json_array_append_new(
            events, json_pack("{s:o, s:o}", "started", lwi_json_time(p->events[i].started_ns),
                              "ended", lwi_json_time(p->events[i].ended_ns)));
    return json_pack(
        "{s:s, s:s, s:i, s:f, s:f, s:o, s:o, s:s, s:o, s:I, s:I, s:I, s:I, s:I, s:f,"
        " s:o}",
        "camera_id", camera_id, "condition", lwi_condition_name(query->condition), "sensitivity",
        p->sensitivity, "duration_s", p->duration_s, "clear_duration_s", p->clear_duration_s,
        "from", lwi_json_time(query->from_ns), "to", lwi_json_time(query->to_ns), "history",
        lwi_preview_history_name(p->history), "history_from", lwi_json_time(p->first_ns),
        "pictures", (json_int_t) p->pictures, "judged", (json_int_t) p->judged, "faults",
        (json_int_t) p->faults, "disarmed", (json_int_t) p->disarmed, "event_count",
        (json_int_t) p->event_count, "event_s", seconds(p->event_ns), "events", events);
}
