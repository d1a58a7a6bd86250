/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "api/changes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <jansson.h>

#define HIDDEN "***"
/* Text that is longer, or has lines, is a file: a record says what changed and is no copy. */
#define TEXT_MAX 200
/* Elements of a list, and objects inside of objects. */
#define LIST_MAX  32
#define DEPTH_MAX 6
#define NAME_MAX  160

/* Whole names. */
static const char *const names[] = {"key",    "code", "codes", "new",     "current", "pin",
                                    "answer", "hash", "pem",   "answers", "headers", "seed"};
/* Anywhere in a name. */
static const char *const parts[] = {"pass",          "secret",   "token",  "credential",
                                    "authorization", "cookie",   "otp",    "_key",
                                    "private",       "recovery", "apikey", "community"};

int lwi_changes_is_secret(const char *name)
{
    const char *last = strrchr(name, '.');
    last = last ? last + 1 : name;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (strcasecmp(last, names[i]) == 0)
            return 1;
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
        if (strcasestr(last, parts[i]))
            return 1;
    return 0;
}

/* Ends where a URL does. */
static size_t url_length(const char *url)
{
    return strcspn(url, " \t\r\n\"'<>");
}

/* What was cut in the middle of a character loses the half of it. */
static void cut_whole(char *text)
{
    size_t end = strlen(text), start = end;
    while (start > 0 && ((unsigned char) text[start - 1] & 0xc0) == 0x80)
        start--;
    if (start == 0 || (unsigned char) text[start - 1] < 0xc0)
        return;
    unsigned char first = (unsigned char) text[--start];
    size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    if (end - start < length)
        text[start] = '\0';
}

void lwi_changes_clean_text(const char *text, char *ret_text, size_t size)
{
    size_t n = 0;
    ret_text[0] = '\0';
    while (*text && n + 1 < size) {
        const char *mark = strstr(text, "://");
        size_t before = mark ? (size_t) (mark + 3 - text) : strlen(text);
        n += (size_t) snprintf(ret_text + n, size - n, "%.*s", (int) before, text);
        text += before;
        if (!mark || n + 1 >= size)
            continue;
        size_t length = url_length(text);
        size_t query = strcspn(text, "?#");
        query = query < length ? query : length;
        /* The last @ before the path; a password may hold one, and a '/' that was not escaped. */
        size_t at = query;
        while (at > 0 && text[at - 1] != '@')
            at--;
        n += (size_t) snprintf(ret_text + n, size - n, "%s%.*s%s", at > 0 ? HIDDEN "@" : "",
                               (int) (query - at), text + at, query < length ? "?" HIDDEN : "");
        text += length;
    }
    if (n >= size)
        cut_whole(ret_text);
}

/* Of a token, say: what it is called, and nothing else. */
static json_t *public_part(const json_t *object)
{
    static const char *const shown_names[] = {"id", "label", "name", "user", "created", "expires"};
    json_t *part = json_object();
    for (size_t i = 0; i < sizeof(shown_names) / sizeof(shown_names[0]); i++) {
        json_t *value = json_object_get(object, shown_names[i]);
        if (json_is_string(value) || json_is_null(value))
            (void) json_object_set(part, shown_names[i], value);
    }
    return part;
}

/* A value as it may be shown. A new reference. */
static json_t *shown(const char *name, const json_t *value, int depth)
{
    char text[TEXT_MAX + 1];
    if (json_is_null(value) || json_is_boolean(value))
        return json_deep_copy(value);
    if (lwi_changes_is_secret(name))
        return json_is_object(value) ? public_part(value) : json_string(HIDDEN);
    if (json_is_string(value)) {
        size_t length = json_string_length(value);
        if (length > TEXT_MAX || strchr(json_string_value(value), '\n'))
            return json_sprintf("(%zu bytes)", length);
        lwi_changes_clean_text(json_string_value(value), text, sizeof(text));
        return json_string(text);
    }
    if (!json_is_array(value) && !json_is_object(value))
        return json_deep_copy(value);
    if (depth >= DEPTH_MAX)
        return json_string("...");
    if (json_is_array(value)) {
        json_t *list = json_array();
        for (size_t i = 0; i < json_array_size(value) && i < LIST_MAX; i++)
            (void) json_array_append_new(list, shown(name, json_array_get(value, i), depth + 1));
        if (json_array_size(value) > LIST_MAX)
            (void) json_array_append_new(list, json_string("..."));
        return list;
    }
    json_t *object = json_object();
    const char *member;
    json_t *inner;
    json_object_foreach((json_t *) value, member, inner)(void)
        json_object_set_new(object, member, shown(member, inner, depth + 1));
    return object;
}

static void put(json_t *changes, const char *name, json_t *old, json_t *new)
{
    json_t *change = json_object();
    if (old)
        (void) json_object_set_new(change, "old", old);
    if (new)
        (void) json_object_set_new(change, "new", new);
    (void) json_object_set_new(changes, name, change);
}

static void full_name(const char *prefix, const char *name, char ret_name[NAME_MAX])
{
    (void) snprintf(ret_name, NAME_MAX, "%.80s%s%.70s", prefix, prefix[0] ? "." : "", name);
}

static void compare(json_t *changes, const char *prefix, const json_t *before, const json_t *after,
                    int depth)
{
    char name[NAME_MAX];
    const char *member;
    json_t *value;
    json_object_foreach((json_t *) before, member, value)
    {
        const json_t *next = json_object_get(after, member);
        full_name(prefix, member, name);
        if (next && json_equal(value, next))
            continue;
        if (json_is_object(value) && json_is_object(next) && depth < DEPTH_MAX)
            compare(changes, name, value, next, depth + 1);
        else
            put(changes, name, shown(name, value, depth), next ? shown(name, next, depth) : NULL);
    }
    json_object_foreach((json_t *) after, member, value)
    {
        full_name(prefix, member, name);
        if (!json_object_get(before, member))
            put(changes, name, NULL, shown(name, value, depth));
    }
}

/* Members that were sent, and of which the answer shows at most that there is something. */
static void add_unseen(json_t *changes, const char *prefix, const json_t *sent, const json_t *after,
                       int depth)
{
    char name[NAME_MAX];
    const char *member;
    json_t *value;
    json_object_foreach((json_t *) sent, member, value)
    {
        const json_t *seen = json_object_get(after, member);
        full_name(prefix, member, name);
        if (json_is_object(value) && json_is_object(seen) && depth < DEPTH_MAX)
            add_unseen(changes, name, value, seen, depth + 1);
        else if (!seen || (json_is_string(value) && !json_is_string(seen) && !json_is_null(seen)))
            put(changes, name, NULL, json_string(HIDDEN));
    }
}

struct json_t *lwi_changes_between(const struct json_t *before, const struct json_t *after,
                                   const struct json_t *sent)
{
    json_t *changes = json_object();
    if (!changes)
        return NULL;
    compare(changes, "", before, after, 0);
    add_unseen(changes, "", sent, after, 0);
    return changes;
}
