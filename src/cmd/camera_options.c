/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "cmd/camera_options.h"

#include <errno.h>
#include <jansson.h>
#include <string.h>

#include "base/parse.h"
#include "cmd/show.h"
#include "config/camera_config.h"

#define NAME_SIZE 40

static void option_name(const char *member, char ret_name[NAME_SIZE])
{
    size_t n = 0;
    for (; member[n] && n + 1 < NAME_SIZE; n++)
        ret_name[n] = member[n] == '_' ? '-' : member[n];
    ret_name[n] = '\0';
    if (n > 2 && strcmp(ret_name + n - 2, "-s") == 0)
        ret_name[n - 2] = '\0';
}

/* A password would be seen in the list of processes, and the URL is an argument. What is no single
 * value is set over HTTP. */
static int is_option(const char *member)
{
    return strcmp(member, "url") != 0 && strcmp(member, "password") != 0 &&
           strcmp(member, "has_password") != 0 && strcmp(member, "conditions") != 0 &&
           strcmp(member, "areas") != 0 && strcmp(member, "shields") != 0;
}

static const char *type_of(const json_t *property)
{
    const char *type = json_string_value(json_object_get(property, "type"));
    return type ? type : "string";
}

/* The value by its type; what is allowed is for the daemon to say. NULL: not of this type. */
static json_t *to_json(const json_t *property, const char *text)
{
    const char *type = type_of(property);
    int64_t whole;
    double real;
    if (strcmp(type, "boolean") == 0) {
        if (strcmp(text, "yes") == 0)
            return json_true();
        return strcmp(text, "no") == 0 ? json_false() : NULL;
    }
    if (strcmp(type, "integer") == 0)
        return lwi_parse_int(text, INT64_MIN, INT64_MAX, &whole) == 0 ? json_integer(whole) : NULL;
    if (strcmp(type, "number") == 0)
        return lwi_parse_double(text, -1e12, 1e12, &real) == 0 ? json_real(real) : NULL;
    return json_string(text);
}

/* The member of the schema that the option stands for, and what it is; NULL: none. */
static const char *find(json_t *schema, const char *name, json_t **ret_property)
{
    const char *member;
    json_object_foreach(json_object_get(schema, "properties"), member, *ret_property)
    {
        char option[NAME_SIZE];
        option_name(member, option);
        if (is_option(member) && strcmp(option, name) == 0)
            return member;
    }
    return NULL;
}

int lwi_camera_option_known(const char *name)
{
    json_t *property;
    json_t *schema = lwi_camera_config_schema();
    int known = find(schema, name, &property) != NULL;
    json_decref(schema);
    return known;
}

int lwi_camera_option_take(const char *name, const char *value, struct json_t *settings)
{
    json_t *property;
    json_t *schema = lwi_camera_config_schema();
    const char *member = find(schema, name, &property);
    json_t *taken = member ? to_json(property, value) : NULL;
    int r = taken ? json_object_set_new(settings, member, taken) : -1;
    json_decref(schema);
    return r < 0 ? -EINVAL : 0;
}

/* "yes|no", "tcp|udp", "SECONDS", "NUMBER" or "TEXT". */
static const char *takes(const char *member, const json_t *property, char *choices, size_t size)
{
    size_t i, n = 0, length = strlen(member);
    json_t *choice;
    choices[0] = '\0';
    json_array_foreach(json_object_get(property, "enum"), i, choice)
    {
        n += (size_t) snprintf(choices + n, size - n, "%s%s", i ? "|" : "",
                               json_string_value(choice));
        if (n >= size)
            break;
    }
    if (choices[0])
        return choices;
    if (strcmp(type_of(property), "boolean") == 0)
        return "yes|no";
    if (length > 2 && strcmp(member + length - 2, "_s") == 0)
        return "SECONDS";
    return strcmp(type_of(property), "string") == 0 ? "TEXT" : "NUMBER";
}

void lwi_camera_options_print(FILE *out)
{
    json_t *schema = lwi_camera_config_schema();
    const char *member;
    json_t *property;
    json_object_foreach(json_object_get(schema, "properties"), member, property)
    {
        char name[NAME_SIZE], choices[64];
        option_name(member, name);
        if (is_option(member))
            lwi_show_option(out, name, takes(member, property, choices, sizeof(choices)),
                            json_string_value(json_object_get(property, "description")));
    }
    json_decref(schema);
}
