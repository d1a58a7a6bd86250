/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "config/condition_config.h"

#include <errno.h>
#include <string.h>

#include <jansson.h>

#include "base/error.h"

#define DURATION_MAX 3600.0
#define SIGNAL_LOST  "signal_lost"

void lwi_condition_config_default(struct lwi_condition_config ret_configs[LW_CONDITIONS_MAX])
{
    memset(ret_configs, 0, LW_CONDITIONS_MAX * sizeof(*ret_configs));
    for (size_t i = 0; i < lw_condition_count(); i++) {
        const struct lw_condition_desc *desc = lw_condition_at(i);
        ret_configs[i] = (struct lwi_condition_config){
            .enabled = desc->enabled != 0,
            .sensitivity = (int) desc->sensitivity,
            .duration_s = desc->duration_s,
            .clear_duration_s = desc->clear_s,
        };
    }
}

static int wrong(struct lw_error *reterr, const char *condition, const char *member,
                 const char *what)
{
    return lwi_error_set(reterr, -EINVAL, "conditions.%s.%.40s: %s", condition, member, what);
}

static int set_member(struct lwi_condition_config *config, const char *condition,
                      const char *member, const json_t *value, struct lw_error *reterr)
{
    if (strcmp(member, "enabled") == 0) {
        if (!json_is_boolean(value))
            return wrong(reterr, condition, member, "it must be true or false");
        config->enabled = json_is_true(value);
    } else if (strcmp(member, "sensitivity") == 0) {
        json_int_t n = json_integer_value(value);
        if (!json_is_integer(value) || n < 1 || n > 100)
            return wrong(reterr, condition, member, "it must be a whole number from 1 to 100");
        config->sensitivity = (int) n;
    } else if (strcmp(member, "duration_s") == 0 || strcmp(member, "clear_duration_s") == 0) {
        double x = json_number_value(value);
        if (!json_is_number(value) || !(x >= 0 && x <= DURATION_MAX))
            return wrong(reterr, condition, member, "it must be a number from 0 to 3600");
        if (member[0] == 'd')
            config->duration_s = x;
        else
            config->clear_duration_s = x;
    } else {
        return wrong(reterr, condition, member, "there is no such setting");
    }
    return 0;
}

int lwi_condition_config_from_json(struct lwi_condition_config configs[LW_CONDITIONS_MAX],
                                   const struct json_t *object, struct lw_error *reterr)
{
    const char *name, *member;
    json_t *settings, *value;
    if (!json_is_object(object))
        return lwi_error_set(reterr, -EINVAL, "conditions: it must be an object");
    json_object_foreach((json_t *) object, name, settings)
    {
        long index = lw_condition_find(name);
        if (strcmp(name, SIGNAL_LOST) == 0)
            continue;
        if (index < 0) {
            (void) lwi_error_set(reterr, -EINVAL, "conditions.%.40s: there is no such condition",
                                 name);
            lwi_error_hint(reterr, "/api/v1/openapi.json lists all conditions.");
            return -EINVAL;
        }
        if (!json_is_object(settings))
            return lwi_error_set(reterr, -EINVAL, "conditions.%s: it must be an object", name);
        json_object_foreach(settings, member, value)
        {
            int r = set_member(&configs[index], name, member, value, reterr);
            if (r < 0)
                return r;
        }
    }
    return 0;
}

struct lwi_condition_config lwi_signal_lost_default(void)
{
    return (struct lwi_condition_config){.enabled = 1, .duration_s = -1, .clear_duration_s = -1};
}

static double follow(double mine, double value, double before, double now)
{
    return mine < 0 && (value == before || value == now) ? -1 : value;
}

int lwi_signal_lost_from_json(struct lwi_condition_config *config, const struct json_t *object,
                              const double before[2], const double now[2], struct lw_error *reterr)
{
    const char *member;
    json_t *value;
    if (!json_is_object(object))
        return lwi_error_set(reterr, -EINVAL, "conditions." SIGNAL_LOST ": it must be an object");
    json_object_foreach((json_t *) object, member, value)
    {
        struct lwi_condition_config given = *config;
        int is_clear = strcmp(member, "clear_duration_s") == 0;
        int is_own = json_is_null(value) && (is_clear || strcmp(member, "duration_s") == 0);
        if (strcmp(member, "sensitivity") == 0)
            return wrong(reterr, SIGNAL_LOST, member, "it is lost or not, and has no such setting");
        int r = is_own ? 0 : set_member(&given, SIGNAL_LOST, member, value, reterr);
        if (r < 0)
            return r;
        config->enabled = given.enabled;
        if (is_clear)
            config->clear_duration_s = is_own ? -1
                                              : follow(config->clear_duration_s,
                                                       given.clear_duration_s, before[1], now[1]);
        else if (member[0] == 'd')
            config->duration_s =
                is_own ? -1 : follow(config->duration_s, given.duration_s, before[0], now[0]);
    }
    return 0;
}

static int set_area(struct lwi_area *ret_area, const char *name, const json_t *points,
                    struct lw_error *reterr)
{
    size_t i;
    json_t *point;
    struct lwi_area area = {.count = json_array_size(points)};
    if (area.count < 3 || area.count > LWI_AREA_POINTS_MAX)
        return lwi_error_set(reterr, -EINVAL, "%s: a polygon has 3 to %d points", name,
                             LWI_AREA_POINTS_MAX);
    json_array_foreach(points, i, point)
    {
        double x = -1, y = -1;
        if (json_array_size(point) == 2 && json_is_number(json_array_get(point, 0)) &&
            json_is_number(json_array_get(point, 1))) {
            x = json_number_value(json_array_get(point, 0));
            y = json_number_value(json_array_get(point, 1));
        }
        if (!(x >= 0 && x <= 1 && y >= 0 && y <= 1))
            return lwi_error_set(reterr, -EINVAL, "%s: a point is [x, y], each from 0 to 1", name);
        area.points[i] = (struct lw_point){(float) x, (float) y};
    }
    *ret_area = area;
    return 0;
}

int lwi_areas_from_json(struct lwi_areas *ret_areas, const char *name, const struct json_t *array,
                        struct lw_error *reterr)
{
    size_t i;
    json_t *points;
    struct lwi_areas areas = {.count = json_array_size(array)};
    if (!json_is_array(array) || areas.count > LWI_AREAS_MAX)
        return lwi_error_set(reterr, -EINVAL, "%s: it must be an array of up to %d polygons", name,
                             LWI_AREAS_MAX);
    json_array_foreach(array, i, points)
    {
        int r = set_area(&areas.areas[i], name, points, reterr);
        if (r < 0)
            return r;
    }
    *ret_areas = areas;
    return 0;
}

struct json_t *
lwi_condition_config_to_json(const struct lwi_condition_config configs[LW_CONDITIONS_MAX],
                             const struct lwi_condition_config *signal_lost)
{
    json_t *object =
        json_pack("{s:{s:b, s:f, s:f}}", SIGNAL_LOST, "enabled", signal_lost->enabled, "duration_s",
                  signal_lost->duration_s, "clear_duration_s", signal_lost->clear_duration_s);
    for (size_t i = 0; object && i < lw_condition_count(); i++) {
        const struct lwi_condition_config *c = &configs[i];
        if (json_object_set_new(object, lw_condition_at(i)->name,
                                json_pack("{s:b, s:i, s:f, s:f}", "enabled", c->enabled,
                                          "sensitivity", c->sensitivity, "duration_s",
                                          c->duration_s, "clear_duration_s", c->clear_duration_s)) <
            0) {
            json_decref(object);
            object = NULL;
        }
    }
    return object;
}

/* A float as the shortest number that is read back as the same one, near enough for a picture. */
static json_t *coordinate(float x)
{
    return json_real((double) (long) ((double) x * 1e6 + 0.5) / 1e6);
}

struct json_t *lwi_areas_to_json(const struct lwi_areas *areas)
{
    json_t *array = json_array();
    for (size_t i = 0; i < areas->count; i++) {
        json_t *points = json_array();
        for (size_t k = 0; k < areas->areas[i].count; k++) {
            const struct lw_point at = areas->areas[i].points[k];
            (void) json_array_append_new(points,
                                         json_pack("[o, o]", coordinate(at.x), coordinate(at.y)));
        }
        (void) json_array_append_new(array, points);
    }
    return array;
}

static json_t *condition_schema(const struct lw_condition_desc *desc)
{
    json_t *number =
        json_pack("{s:s, s:f, s:f}", "type", "number", "minimum", 0.0, "maximum", DURATION_MAX);
    json_t *properties = json_pack(
        "{s:{s:s, s:b}, s:{s:s, s:i, s:i, s:i}, s:O, s:O}", "enabled", "type", "boolean", "default",
        (int) (desc->enabled != 0), "sensitivity", "type", "integer", "minimum", 1, "maximum", 100,
        "default", (int) desc->sensitivity, "duration_s", number, "clear_duration_s", number);
    json_decref(number);
    return json_pack("{s:s, s:s, s:o, s:b}", "type", "object", "description", desc->help,
                     "properties", properties, "additionalProperties", 0);
}

static json_t *signal_lost_schema(void)
{
    json_t *number =
        json_pack("{s:[s,s], s:f, s:f, s:s}", "type", "number", "null", "minimum", 0.0, "maximum",
                  DURATION_MAX, "description", "null: as the camera's own, also when that changes");
    json_t *properties = json_pack("{s:{s:s, s:b}, s:O, s:O}", "enabled", "type", "boolean",
                                   "default", 1, "duration_s", number, "clear_duration_s", number);
    json_decref(number);
    return json_pack("{s:s, s:s, s:o, s:b}", "type", "object", "description",
                     "The camera does not answer, or its stream breaks off.", "properties",
                     properties, "additionalProperties", 0);
}

struct json_t *lwi_condition_config_schema(void)
{
    json_t *properties = json_pack("{s:o}", SIGNAL_LOST, signal_lost_schema());
    for (size_t i = 0; i < lw_condition_count(); i++)
        (void) json_object_set_new(properties, lw_condition_at(i)->name,
                                   condition_schema(lw_condition_at(i)));
    return json_pack("{s:s, s:s, s:o, s:b}", "type", "object", "description",
                     "Settings of each condition; what is not named stays as it is. Those of "
                     "defocus are the camera's own sensitivity and durations.",
                     "properties", properties, "additionalProperties", 0);
}

struct json_t *lwi_areas_schema(const char *help)
{
    json_t *number = json_pack("{s:s, s:i, s:i}", "type", "number", "minimum", 0, "maximum", 1);
    json_t *point = json_pack("{s:s, s:o, s:i, s:i}", "type", "array", "items", number, "minItems",
                              2, "maxItems", 2);
    json_t *polygon = json_pack("{s:s, s:o, s:i, s:i}", "type", "array", "items", point, "minItems",
                                3, "maxItems", LWI_AREA_POINTS_MAX);
    return json_pack("{s:s, s:s, s:o, s:i}", "type", "array", "description", help, "items", polygon,
                     "maxItems", LWI_AREAS_MAX);
}
