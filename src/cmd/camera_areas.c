/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "cmd/camera_areas.h"

#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/parse.h"

#define SPACE " \t\n"

/* "x,y" */
static int read_point(json_t *polygon, char *word)
{
    double x, y;
    char *comma = strchr(word, ',');
    if (!comma)
        return -EINVAL;
    *comma = '\0';
    if (lwi_parse_double(word, 0, 1, &x) < 0 || lwi_parse_double(comma + 1, 0, 1, &y) < 0)
        return -EINVAL;
    return json_array_append_new(polygon, json_pack("[f, f]", x, y)) < 0 ? -ENOMEM : 0;
}

/* Points up to the end of the text, which is cut up. */
static int read_polygon(json_t *polygons, char *text)
{
    json_t *polygon = json_array();
    char *rest = NULL;
    int r = 0;
    for (char *word = strtok_r(text, SPACE, &rest); r == 0 && word;
         word = strtok_r(NULL, SPACE, &rest))
        r = read_point(polygon, word);
    if (r == 0 && json_array_size(polygon) < 3)
        r = -EINVAL;
    if (r == 0 && json_array_append(polygons, polygon) < 0)
        r = -ENOMEM;
    json_decref(polygon);
    return r;
}

int lwi_camera_areas_read(json_t *settings, const char *name, const char *text,
                          struct lw_error *reterr)
{
    json_t *polygons = json_array();
    char *copy = strdup(text), *rest = NULL;
    int r = polygons && copy ? 0 : -ENOMEM;
    if (r == 0 && strcmp(text, "none") != 0) {
        char *polygon = strtok_r(copy, ";", &rest);
        r = polygon ? 0 : -EINVAL;
        for (; r == 0 && polygon; polygon = strtok_r(NULL, ";", &rest))
            r = read_polygon(polygons, polygon);
    }
    if (r == 0 && json_object_set(settings, name, polygons) < 0)
        r = -ENOMEM;
    json_decref(polygons);
    free(copy);
    if (r == -ENOMEM)
        return lwi_error_set(reterr, r, "out of memory");
    if (r < 0) {
        (void) lwi_error_set(reterr, r, "'%.80s' is no polygon", text);
        lwi_error_hint(reterr, "Give three points or more of x and y from 0 to 1, such as "
                               "\"0.1,0.1 0.9,0.1 0.5,0.8\"; a semicolon before the next polygon");
    }
    return r;
}

int lwi_camera_condition_settings(json_t *settings, const char *name, struct lw_error *reterr)
{
    static const char *const members[] = {"enabled", "sensitivity", "duration_s",
                                          "clear_duration_s"};
    json_t *condition = json_object(), *all = json_object();
    for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++) {
        json_t *value = json_object_get(settings, members[i]);
        if (value)
            (void) json_object_set(condition, members[i], value);
        (void) json_object_del(settings, members[i]);
    }
    int r = json_object_size(settings) > 0 || json_object_size(condition) == 0 ? -EINVAL : 0;
    if (r < 0) {
        (void) lwi_error_set(reterr, r, "What of %.40s shall change?", name);
        lwi_error_hint(reterr, "With --condition give --enabled, --sensitivity, --duration or "
                               "--clear-duration, and no other settings");
    } else if (json_object_set(all, name, condition) < 0 ||
               json_object_set(settings, "conditions", all) < 0) {
        r = lwi_error_set(reterr, -ENOMEM, "out of memory");
    }
    json_decref(condition);
    json_decref(all);
    return r;
}
