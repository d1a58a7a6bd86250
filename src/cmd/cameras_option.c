/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "cmd/cameras_option.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "cmd/show.h"

#define SHOWN 3 /* so that a line fits */

struct json_t *lwi_cameras_json(const char *text)
{
    if (!text || strcmp(text, "all") == 0)
        return json_null();
    json_t *list = json_array();
    while (*text) {
        size_t length = strcspn(text, ",");
        if (length > 0)
            (void) json_array_append_new(list, json_stringn(text, length));
        text += length + (text[length] == ',');
    }
    return list;
}

void lwi_cameras_cell(struct lwi_table *table, const struct json_t *cameras)
{
    char text[160] = "";
    size_t i, n = 0;
    json_t *one;
    if (!json_is_array(cameras)) {
        lwi_table_cell(table, "all");
        return;
    }
    json_array_foreach((json_t *) cameras, i, one)
    {
        if (i < SHOWN)
            n += (size_t) snprintf(text + n, sizeof(text) - n, "%s%.32s", i ? "," : "",
                                   json_string_value(one));
    }
    if (json_array_size(cameras) > SHOWN)
        (void) snprintf(text + n, sizeof(text) - n, " and %zu more",
                        json_array_size(cameras) - SHOWN);
    lwi_table_cell(table, "%s", json_array_size(cameras) == 0 ? "none" : text);
}
