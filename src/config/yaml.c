/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "config/yaml.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>
#include <yaml.h>

#include "base/error.h"
#include "base/parse.h"

#define DEPTH_MAX      12
#define NODES_MAX      1000000
#define PATH_MAX_BYTES 1000
/* A longer list of numbers, or one of lists, stands one element a line. */
#define FLOW_MAX 8

struct reader {
    yaml_parser_t parser;
    json_t *lines;
    size_t nodes;
    struct lw_error *reterr;
};

static int wrong(struct reader *reader, const yaml_mark_t *mark, const char *what)
{
    return lwi_error_set(reader->reterr, -EINVAL, "line %zu: %s", mark->line + 1, what);
}

static int next(struct reader *reader, yaml_event_t *ret_event)
{
    if (yaml_parser_parse(&reader->parser, ret_event))
        return 0;
    const yaml_parser_t *p = &reader->parser;
    return lwi_error_set(reader->reterr, p->error == YAML_MEMORY_ERROR ? -ENOMEM : -EINVAL,
                         "line %zu: %s", p->problem_mark.line + 1,
                         p->problem ? p->problem : "it is no YAML");
}

static int is_number(const char *text, double *ret_value)
{
    static const char allowed[] = "+-.0123456789eE";
    char *end;
    if (!text[0] || text[strspn(text, allowed)] || !strpbrk(text, "0123456789"))
        return 0;
    errno = 0;
    *ret_value = strtod(text, &end);
    return *end == '\0' && errno == 0 && isfinite(*ret_value);
}

/* What a scalar without quotes is. NULL: no memory, or no UTF-8. */
static json_t *resolve(const char *text)
{
    static const char *const nulls[] = {"", "~", "null", "Null", "NULL"};
    static const char *const trues[] = {"true", "True", "TRUE"};
    static const char *const falses[] = {"false", "False", "FALSE"};
    int64_t integer;
    double number;
    for (size_t i = 0; i < 5; i++)
        if (strcmp(text, nulls[i]) == 0)
            return json_null();
    for (size_t i = 0; i < 3; i++) {
        if (strcmp(text, trues[i]) == 0)
            return json_true();
        if (strcmp(text, falses[i]) == 0)
            return json_false();
    }
    if (lwi_parse_int(text, INT64_MIN, INT64_MAX, &integer) == 0)
        return json_integer(integer);
    return is_number(text, &number) ? json_real(number) : json_string(text);
}

static int read_scalar(struct reader *reader, const yaml_event_t *event, json_t **ret_value)
{
    const char *text = (const char *) event->data.scalar.value;
    if (event->data.scalar.anchor || event->data.scalar.tag)
        return wrong(reader, &event->start_mark, "anchors and tags are not taken");
    if (strlen(text) != event->data.scalar.length)
        return wrong(reader, &event->start_mark, "there is a NUL in it");
    *ret_value =
        event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE ? resolve(text) : json_string(text);
    return *ret_value ? 0 : wrong(reader, &event->start_mark, "it is no text in UTF-8");
}

static int read_node(struct reader *reader, yaml_event_t *event, const char *path, int depth,
                     json_t **ret_value);

/* event: the key, which is released. */
static int read_member(struct reader *reader, yaml_event_t *event, const char *path, int depth,
                       json_t *object)
{
    char inner[PATH_MAX_BYTES], key[200];
    yaml_event_t value_event;
    json_t *value = NULL;
    yaml_mark_t mark = event->start_mark;
    int is_key = event->type == YAML_SCALAR_EVENT && !event->data.scalar.anchor &&
                 event->data.scalar.length < sizeof(key);
    (void) snprintf(key, sizeof(key), "%s", is_key ? (const char *) event->data.scalar.value : "");
    yaml_event_delete(event);
    if (!is_key)
        return wrong(reader, &mark, "the name of a member is missing, or too long");
    if (json_object_get(object, key))
        return wrong(reader, &mark, "a member stands here a second time");
    int n = snprintf(inner, sizeof(inner), "%s%s%s", path, path[0] ? "/" : "", key);
    if (n < 0 || (size_t) n >= sizeof(inner))
        return wrong(reader, &mark, "too deep");
    (void) json_object_set_new(reader->lines, inner, json_integer((json_int_t) mark.line + 1));
    int r = next(reader, &value_event);
    if (r == 0)
        r = read_node(reader, &value_event, inner, depth + 1, &value);
    if (r == 0 && json_object_set_new(object, key, value) < 0)
        r = wrong(reader, &mark, "the name of a member is no text in UTF-8");
    return r;
}

static int read_mapping(struct reader *reader, const char *path, int depth, json_t *object)
{
    yaml_event_t event;
    int r = next(reader, &event);
    while (r == 0 && event.type != YAML_MAPPING_END_EVENT) {
        r = read_member(reader, &event, path, depth, object);
        if (r == 0)
            r = next(reader, &event);
        else
            return r;
    }
    if (r == 0)
        yaml_event_delete(&event);
    return r;
}

static int read_sequence(struct reader *reader, const char *path, int depth, json_t *array)
{
    yaml_event_t event;
    json_t *value = NULL;
    int r = next(reader, &event);
    while (r == 0 && event.type != YAML_SEQUENCE_END_EVENT) {
        r = read_node(reader, &event, path, depth + 1, &value);
        if (r == 0 && json_array_append_new(array, value) < 0)
            r = lwi_error_set(reader->reterr, -ENOMEM, "out of memory");
        if (r < 0)
            return r;
        r = next(reader, &event);
    }
    if (r == 0)
        yaml_event_delete(&event);
    return r;
}

/* event is released. */
static int read_node(struct reader *reader, yaml_event_t *event, const char *path, int depth,
                     json_t **ret_value)
{
    json_t *value = NULL;
    yaml_mark_t mark = event->start_mark;
    yaml_event_type_t type = event->type;
    int r = 0;
    if (++reader->nodes > NODES_MAX || depth > DEPTH_MAX)
        r = wrong(reader, &mark, "there is too much of it, or it is too deep");
    else if (type == YAML_SCALAR_EVENT)
        r = read_scalar(reader, event, &value);
    else if (type != YAML_MAPPING_START_EVENT && type != YAML_SEQUENCE_START_EVENT)
        r = wrong(reader, &mark, "aliases are not taken");
    else if (type == YAML_MAPPING_START_EVENT
                 ? event->data.mapping_start.anchor || event->data.mapping_start.tag
                 : event->data.sequence_start.anchor || event->data.sequence_start.tag)
        r = wrong(reader, &mark, "anchors and tags are not taken");
    yaml_event_delete(event);
    if (r < 0 || value) {
        *ret_value = value;
        return r;
    }
    value = type == YAML_MAPPING_START_EVENT ? json_object() : json_array();
    r = type == YAML_MAPPING_START_EVENT ? read_mapping(reader, path, depth, value)
                                         : read_sequence(reader, path, depth, value);
    if (r < 0) {
        json_decref(value);
        return r;
    }
    *ret_value = value;
    return 0;
}

/* The one document of the stream. */
static int read_stream(struct reader *reader, json_t **ret_value)
{
    yaml_event_t event;
    json_t *value = NULL;
    int r;
    for (;;) {
        r = next(reader, &event);
        if (r < 0)
            break;
        yaml_event_type_t type = event.type;
        yaml_mark_t mark = event.start_mark;
        if (type == YAML_STREAM_START_EVENT || type == YAML_DOCUMENT_START_EVENT ||
            type == YAML_DOCUMENT_END_EVENT || type == YAML_STREAM_END_EVENT) {
            yaml_event_delete(&event);
            if (type == YAML_STREAM_END_EVENT)
                break;
            if (type == YAML_DOCUMENT_START_EVENT && value) {
                r = wrong(reader, &mark, "there is a second document");
                break;
            }
            continue;
        }
        r = read_node(reader, &event, "", 0, &value);
        if (r < 0)
            break;
    }
    if (r < 0) {
        json_decref(value);
        return r;
    }
    *ret_value = value ? value : json_null();
    return 0;
}

int lwi_yaml_read(const char *text, size_t size, struct json_t **ret_value,
                  struct json_t **ret_lines, struct lw_error *reterr)
{
    struct reader reader = {.lines = json_object(), .reterr = reterr};
    if (!reader.lines || !yaml_parser_initialize(&reader.parser)) {
        json_decref(reader.lines);
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    }
    yaml_parser_set_encoding(&reader.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&reader.parser, (const unsigned char *) text, size);
    int r = read_stream(&reader, ret_value);
    yaml_parser_delete(&reader.parser);
    if (r < 0)
        json_decref(reader.lines);
    else
        *ret_lines = reader.lines;
    return r;
}

/* ---- writing ---- */

struct buffer {
    char *text;
    size_t size, room;
};

static int take(void *cookie, unsigned char *bytes, size_t size)
{
    struct buffer *b = cookie;
    if (b->size + size + 1 > b->room) {
        size_t room = 2 * (b->size + size + 1);
        char *more = realloc(b->text, room);
        if (!more)
            return 0;
        b->text = more;
        b->room = room;
    }
    memcpy(b->text + b->size, bytes, size);
    b->size += size;
    b->text[b->size] = '\0';
    return 1;
}

/* What YAML 1.1 takes for something else than text, though 1.2 does not. */
static int is_odd(const char *text)
{
    static const char *const words[] = {"yes", "no", "on", "off", "y", "n", "=", "<<"};
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (strcasecmp(words[i], text) == 0)
            return 1;
    return (text[0] >= '0' && text[0] <= '9') || strchr("+-.", text[0]) != NULL;
}

static int emit_scalar(yaml_emitter_t *emitter, const char *text, yaml_scalar_style_t style)
{
    yaml_event_t event;
    return yaml_scalar_event_initialize(&event, NULL, NULL, (const yaml_char_t *) text,
                                        (int) strlen(text), 1, 1, style) &&
           yaml_emitter_emit(emitter, &event);
}

static int emit_string(yaml_emitter_t *emitter, const char *text)
{
    json_t *plain = resolve(text);
    int is_text = json_is_string(plain) && !is_odd(text);
    json_decref(plain);
    yaml_scalar_style_t style = !is_text             ? YAML_DOUBLE_QUOTED_SCALAR_STYLE
                                : strchr(text, '\n') ? YAML_LITERAL_SCALAR_STYLE
                                                     : YAML_PLAIN_SCALAR_STYLE;
    return emit_scalar(emitter, text, style);
}

static int is_flow(const json_t *array)
{
    size_t i;
    json_t *value;
    json_array_foreach(array, i, value)
    {
        if (json_is_object(value) || (json_is_array(value) && !is_flow(value)))
            return 0;
    }
    return json_array_size(array) <= FLOW_MAX;
}

static int emit(yaml_emitter_t *emitter, const json_t *value);

static int emit_array(yaml_emitter_t *emitter, const json_t *array)
{
    yaml_event_t event;
    size_t i;
    json_t *value;
    int ok = yaml_sequence_start_event_initialize(&event, NULL, NULL, 1,
                                                  is_flow(array) ? YAML_FLOW_SEQUENCE_STYLE
                                                                 : YAML_BLOCK_SEQUENCE_STYLE) &&
             yaml_emitter_emit(emitter, &event);
    json_array_foreach(array, i, value)
    {
        ok = ok && emit(emitter, value);
    }
    return ok && yaml_sequence_end_event_initialize(&event) && yaml_emitter_emit(emitter, &event);
}

static int emit_object(yaml_emitter_t *emitter, const json_t *object)
{
    yaml_event_t event;
    const char *name;
    json_t *value;
    int ok = yaml_mapping_start_event_initialize(&event, NULL, NULL, 1, YAML_BLOCK_MAPPING_STYLE) &&
             yaml_emitter_emit(emitter, &event);
    json_object_foreach((json_t *) object, name, value)
    {
        ok = ok && emit_string(emitter, name) && emit(emitter, value);
    }
    return ok && yaml_mapping_end_event_initialize(&event) && yaml_emitter_emit(emitter, &event);
}

static int emit(yaml_emitter_t *emitter, const json_t *value)
{
    if (json_is_object(value))
        return emit_object(emitter, value);
    if (json_is_array(value))
        return emit_array(emitter, value);
    if (json_is_string(value))
        return emit_string(emitter, json_string_value(value));
    char *text = json_dumps(value, JSON_ENCODE_ANY | JSON_REAL_PRECISION(15));
    int ok = text && emit_scalar(emitter, text, YAML_PLAIN_SCALAR_STYLE);
    free(text);
    return ok;
}

char *lwi_yaml_write(const struct json_t *value)
{
    struct buffer buffer = {0};
    yaml_emitter_t emitter;
    yaml_event_t event;
    if (!yaml_emitter_initialize(&emitter))
        return NULL;
    yaml_emitter_set_output(&emitter, take, &buffer);
    yaml_emitter_set_unicode(&emitter, 1);
    yaml_emitter_set_width(&emitter, 100);
    int ok = yaml_stream_start_event_initialize(&event, YAML_UTF8_ENCODING) &&
             yaml_emitter_emit(&emitter, &event) &&
             yaml_document_start_event_initialize(&event, NULL, NULL, NULL, 1) &&
             yaml_emitter_emit(&emitter, &event) && emit(&emitter, value) &&
             yaml_document_end_event_initialize(&event, 1) && yaml_emitter_emit(&emitter, &event) &&
             yaml_stream_end_event_initialize(&event) && yaml_emitter_emit(&emitter, &event);
    yaml_emitter_delete(&emitter);
    if (!ok) {
        free(buffer.text);
        return NULL;
    }
    return buffer.text;
}
