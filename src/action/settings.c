/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Settings of an action against the rows of its kind: checked, completed, shown, described. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <jansson.h>

#include "action/action.h"
#include "base/error.h"

static int wrong(struct lw_error *reterr, const struct lwi_action_option *row, const char *what)
{
    return lwi_error_set(reterr, -EINVAL, "%s: %s", row->name, what);
}

static size_t text_max(const struct lwi_action_option *row)
{
    return row->max > 0 ? (size_t) row->max : LWI_ACTION_TEXT_MAX;
}

static int check_text(const struct lwi_action_option *row, const json_t *value,
                      struct lw_error *reterr)
{
    if (!json_is_string(value))
        return wrong(reterr, row, "it must be a string");
    const char *text = json_string_value(value);
    size_t size = json_string_length(value);
    if (size > text_max(row))
        return lwi_error_set(reterr, -EINVAL, "%s: longer than %zu bytes", row->name,
                             text_max(row));
    for (size_t i = 0; i < size; i++) {
        unsigned char c = (unsigned char) text[i];
        int is_line = row->flags & LWI_ACTION_LINES && (c == '\n' || c == '\r' || c == '\t');
        if ((c < ' ' && !is_line) || c == 0x7f)
            return wrong(reterr, row, "there is a control character in it");
    }
    if (row->flags & LWI_ACTION_REQUIRED && text[strspn(text, " ")] == '\0')
        return wrong(reterr, row, "it is empty");
    return 0;
}

static int check_list(const struct lwi_action_option *row, const json_t *value,
                      struct lw_error *reterr)
{
    if (!json_is_array(value))
        return wrong(reterr, row, "it must be a list");
    if (json_array_size(value) > LWI_ACTION_LIST_MAX)
        return lwi_error_set(reterr, -EINVAL, "%s: more than %d", row->name, LWI_ACTION_LIST_MAX);
    if (row->flags & LWI_ACTION_REQUIRED && json_array_size(value) == 0)
        return wrong(reterr, row, "it is empty");
    for (size_t i = 0; i < json_array_size(value); i++) {
        int r = check_text(row, json_array_get(value, i), reterr);
        if (r < 0)
            return r;
    }
    return 0;
}

static int check_choice(const struct lwi_action_option *row, const json_t *value,
                        struct lw_error *reterr)
{
    char known[200] = "";
    if (!json_is_string(value))
        return wrong(reterr, row, "it must be a string");
    for (size_t i = 0; row->choices[i]; i++) {
        if (strcmp(row->choices[i], json_string_value(value)) == 0)
            return 0;
        size_t n = strlen(known);
        (void) snprintf(known + n, sizeof(known) - n, "%s%s", i ? " or " : "", row->choices[i]);
    }
    return lwi_error_set(reterr, -EINVAL, "%s: it must be %s", row->name, known);
}

static int check(const struct lwi_action_option *row, const json_t *value, struct lw_error *reterr)
{
    double number = json_number_value(value);
    switch (row->type) {
    case LWI_ACTION_BOOL:
        return json_is_boolean(value) ? 0 : wrong(reterr, row, "it must be true or false");
    case LWI_ACTION_CHOICE:
        return check_choice(row, value, reterr);
    case LWI_ACTION_INTEGER:
    case LWI_ACTION_NUMBER:
        if (row->type == LWI_ACTION_INTEGER ? !json_is_integer(value) : !json_is_number(value))
            return wrong(reterr, row,
                         row->type == LWI_ACTION_INTEGER ? "it must be a whole number"
                                                         : "it must be a number");
        if (!(number >= row->min && number <= row->max))
            return lwi_error_set(reterr, -EINVAL, "%s: it must be from %g to %g", row->name,
                                 row->min, row->max);
        return 0;
    case LWI_ACTION_LIST:
        return check_list(row, value, reterr);
    default:
        return check_text(row, value, reterr);
    }
}

static json_t *standard(const struct lwi_action_option *row)
{
    switch (row->type) {
    case LWI_ACTION_BOOL:
        return json_boolean(row->number != 0);
    case LWI_ACTION_CHOICE:
        return json_string(row->standard ? row->standard : row->choices[0]);
    case LWI_ACTION_INTEGER:
        return json_integer((json_int_t) row->number);
    case LWI_ACTION_NUMBER:
        return json_real(row->number);
    case LWI_ACTION_LIST:
        return json_array();
    default:
        return json_string(row->standard ? row->standard : "");
    }
}

static const struct lwi_action_option *find(const struct lwi_action_kind *kind, const char *name)
{
    for (const struct lwi_action_option *row = kind->options; row->name; row++)
        if (strcmp(row->name, name) == 0)
            return row;
    return NULL;
}

/* What is shown of a secret may be sent back, and then says: as it is. */
static int is_shown_secret(const struct lwi_action_option *row, const json_t *value)
{
    return row->type == LWI_ACTION_SECRET && json_is_boolean(value);
}

static int fill(const struct lwi_action_kind *kind, const json_t *base, const json_t *given,
                json_t *settings, struct lw_error *reterr)
{
    for (const struct lwi_action_option *row = kind->options; row->name; row++) {
        json_t *value = json_object_get(given, row->name);
        if (!value || is_shown_secret(row, value))
            value = json_object_get(base, row->name);
        if (!value && row->flags & LWI_ACTION_REQUIRED)
            return wrong(reterr, row, "it is missing");
        value = value ? json_deep_copy(value) : standard(row);
        if (!value || json_object_set_new(settings, row->name, value) < 0)
            return lwi_error_set(reterr, -ENOMEM, "out of memory");
        int r = check(row, value, reterr);
        if (r < 0)
            return r;
    }
    return 0;
}

int lwi_action_settings(const struct lwi_action_kind *kind, const struct json_t *base,
                        const struct json_t *given, struct json_t **ret_settings,
                        struct lw_error *reterr)
{
    const char *name;
    json_t *value;
    if (given && !json_is_object(given))
        return lwi_error_set(reterr, -EINVAL, "settings: it must be an object");
    json_object_foreach((json_t *) given, name, value)
    {
        if (!find(kind, name))
            return lwi_error_set(reterr, -EINVAL, "%.60s: %s has no such setting", name,
                                 kind->name);
    }
    json_t *settings = json_object();
    if (!settings)
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    int r = fill(kind, base, given, settings, reterr);
    if (r == 0 && kind->validate)
        r = kind->validate(settings, reterr);
    if (r < 0) {
        json_decref(settings);
        return r;
    }
    *ret_settings = settings;
    return 0;
}

struct json_t *lwi_action_settings_shown(const struct lwi_action_kind *kind,
                                         const struct json_t *settings)
{
    json_t *shown = json_deep_copy(settings);
    for (const struct lwi_action_option *row = kind->options; shown && row->name; row++)
        if (row->type == LWI_ACTION_SECRET)
            (void) json_object_set_new(shown, row->name,
                                       json_boolean(lwi_action_text(settings, row->name)[0]));
    return shown;
}

/* Shorter ones are likelier words of the peer than the secret. */
#define SECRET_MIN 4

static void hide(char *text, const char *secret)
{
    static const char instead[] = "***";
    size_t size = strlen(secret);
    char *at = text;
    while (size >= SECRET_MIN && (at = strstr(at, secret))) {
        (void) memcpy(at, instead, sizeof(instead) - 1);
        at += sizeof(instead) - 1;
        const char *rest = at + size - (sizeof(instead) - 1);
        (void) memmove(at, rest, strlen(rest) + 1);
    }
}

void lwi_action_settings_hide(const struct lwi_action_kind *kind, const struct json_t *settings,
                              char *text)
{
    for (const struct lwi_action_option *row = kind->options; row->name; row++) {
        if (row->type != LWI_ACTION_SECRET)
            continue;
        const char *secret = lwi_action_text(settings, row->name);
        const char *value = strstr(secret, ": "); /* of a header */
        hide(text, secret);
        if (value)
            hide(text, value + 2);
    }
}

static json_t *row_schema(const struct lwi_action_option *row)
{
    switch (row->type) {
    case LWI_ACTION_BOOL:
        return json_pack("{s:s}", "type", "boolean");
    case LWI_ACTION_INTEGER:
    case LWI_ACTION_NUMBER:
        return json_pack("{s:s,s:f,s:f}", "type",
                         row->type == LWI_ACTION_INTEGER ? "integer" : "number", "minimum",
                         row->min, "maximum", row->max);
    case LWI_ACTION_CHOICE: {
        json_t *choices = json_array();
        for (size_t i = 0; row->choices[i]; i++)
            (void) json_array_append_new(choices, json_string(row->choices[i]));
        return json_pack("{s:s,s:o}", "type", "string", "enum", choices);
    }
    case LWI_ACTION_LIST:
        return json_pack("{s:s,s:i,s:{s:s,s:i}}", "type", "array", "maxItems", LWI_ACTION_LIST_MAX,
                         "items", "type", "string", "maxLength", (int) text_max(row));
    case LWI_ACTION_SECRET:
        return json_pack("{s:[s,s],s:i}", "type", "string", "boolean", "maxLength",
                         (int) text_max(row));
    default:
        return json_pack("{s:s,s:i}", "type", "string", "maxLength", (int) text_max(row));
    }
}

struct json_t *lwi_action_settings_schema(const struct lwi_action_kind *kind)
{
    json_t *required = json_array();
    json_t *properties = json_object();
    for (const struct lwi_action_option *row = kind->options; row->name; row++) {
        json_t *schema = row_schema(row);
        (void) json_object_set_new(schema, "description", json_string(row->help));
        if (row->flags & LWI_ACTION_REQUIRED)
            (void) json_array_append_new(required, json_string(row->name));
        else if (row->type != LWI_ACTION_SECRET)
            (void) json_object_set_new(schema, "default", standard(row));
        (void) json_object_set_new(properties, row->name, schema);
    }
    return json_pack("{s:s,s:o,s:o,s:b}", "type", "object", "required", required, "properties",
                     properties, "additionalProperties", 0);
}

const char *lwi_action_text(const struct json_t *settings, const char *name)
{
    const char *text = json_string_value(json_object_get(settings, name));
    return text ? text : "";
}

double lwi_action_number(const struct json_t *settings, const char *name)
{
    return json_number_value(json_object_get(settings, name));
}

int lwi_action_bool(const struct json_t *settings, const char *name)
{
    return json_is_true(json_object_get(settings, name));
}

size_t lwi_action_list(const struct json_t *settings, const char *name)
{
    return json_array_size(json_object_get(settings, name));
}

const char *lwi_action_element(const struct json_t *settings, const char *name, size_t index)
{
    const char *text = json_string_value(json_array_get(json_object_get(settings, name), index));
    return text ? text : "";
}
