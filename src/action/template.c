/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Templates: {{event.condition}} is replaced by that value, and there is nothing
 * else to them. What is put in is escaped for what is around it, so that no name of a
 * camera can break out of a string.
 */
#include <errno.h>
#include <string.h>

#include <jansson.h>

#include "action/message.h"
#include "base/error.h"

#define NAME_MAX_BYTES 64

static const char *const names[] = {
    "key",
    "phase",
    "test",
    "time",
    "time_zone",
    "site",
    "subject",
    "text",
    "state",
    "local_time",
    "event.id",
    "event.condition",
    "event.started",
    "event.confirmed",
    "event.refreshed",
    "event.ended",
    "event.score",
    "event.reason",
    "event.end_reason",
    "event.severity",
    "event.acknowledged",
    "camera.id",
    "camera.name",
    "camera.address",
    NULL,
};

/* The name between {{ and }} without blanks. Where the next text begins, or NULL: it is not closed,
 * or too long. */
static const char *read_name(const char *open, char name[NAME_MAX_BYTES])
{
    const char *close = strstr(open, "}}");
    open += 2;
    if (!close)
        return NULL;
    const char *end = close;
    while (open < end && *open == ' ')
        open++;
    while (end > open && end[-1] == ' ')
        end--;
    size_t size = (size_t) (end - open);
    if (size >= NAME_MAX_BYTES)
        return NULL;
    (void) memcpy(name, open, size);
    name[size] = '\0';
    return close + 2;
}

int lwi_template_check(const char *option, const char *text, struct lw_error *reterr)
{
    while ((text = strstr(text, "{{"))) {
        char name[NAME_MAX_BYTES];
        text = read_name(text, name);
        if (!text)
            return lwi_error_set(reterr, -EINVAL, "%s: a {{ is not closed by }}", option);
        size_t i = 0;
        while (names[i] && strcmp(names[i], name) != 0)
            i++;
        if (!names[i])
            return lwi_error_set(reterr, -EINVAL, "%s: there is no value {{%.60s}}", option, name);
    }
    return 0;
}

static void write_value(FILE *out, const json_t *values, const char *name, enum lwi_escape escape)
{
    char first[NAME_MAX_BYTES];
    const char *dot = strchr(name, '.');
    const json_t *value = values;
    if (dot) {
        (void) snprintf(first, sizeof(first), "%.*s", (int) (dot - name), name);
        value = json_object_get(values, first);
        name = dot + 1;
    }
    value = json_object_get(value, name);
    if (json_is_string(value))
        lwi_message_escape(out, json_string_value(value), escape);
    else if (json_is_integer(value))
        (void) fprintf(out, "%lld", (long long) json_integer_value(value));
    else if (json_is_real(value))
        (void) fprintf(out, "%.3f", json_real_value(value));
    else if (json_is_boolean(value))
        (void) fputs(json_is_true(value) ? "true" : "false", out);
}

void lwi_template_write(FILE *out, const char *text, const struct json_t *values,
                        enum lwi_escape escape)
{
    for (;;) {
        const char *open = strstr(text, "{{");
        char name[NAME_MAX_BYTES];
        const char *next = open ? read_name(open, name) : NULL;
        if (!next) {
            (void) fputs(text, out);
            return;
        }
        (void) fwrite(text, 1, (size_t) (open - text), out);
        write_value(out, values, name, escape);
        text = next;
    }
}
