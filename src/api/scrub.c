/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Taking secrets out of a text, however they are written in it. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "api/changes.h"
#include "api/diagnosis.h"

/* Shorter ones would be found in everything, and hide it. */
#define SECRET_MIN 4
#define HIDDEN     "***"

/* text, which is freed, with `hidden` for each `secret`; NULL: no memory. */
static char *replace(char *text, const char *secret)
{
    size_t length = strlen(secret);
    char *out = NULL;
    size_t size = 0;
    if (!text || length < SECRET_MIN || !strstr(text, secret))
        return text;
    FILE *file = open_memstream(&out, &size);
    const char *rest = text, *found;
    while (file && (found = strstr(rest, secret))) {
        (void) fprintf(file, "%.*s" HIDDEN, (int) (found - rest), rest);
        rest = found + length;
    }
    if (file)
        (void) fputs(rest, file);
    free(text);
    if (!file || fclose(file) != 0) {
        free(out);
        return NULL;
    }
    return out;
}

/* As it stands in a URL. */
static char *escaped(const char *secret)
{
    char *out = malloc(3 * strlen(secret) + 1), *end = out;
    for (const char *c = secret; out && *c; c++) {
        if (isalnum((unsigned char) *c) || strchr("-._~", *c))
            *end++ = *c;
        else
            end += snprintf(end, 4, "%%%02X", (unsigned) (unsigned char) *c);
    }
    if (out)
        *end = '\0';
    return out;
}

char *lwi_diagnosis_scrub(const char *text, const struct json_t *secrets)
{
    size_t size = 2 * strlen(text) + 64, i;
    char *out = malloc(size);
    json_t *secret;
    if (out)
        lwi_changes_clean_text(text, out, size);
    json_array_foreach(secrets, i, secret)
    {
        const char *plain = json_string_value(secret);
        char *in_json = json_dumps(secret, JSON_ENCODE_ANY), *in_url = escaped(plain);
        out = replace(out, plain);
        if (in_json && strlen(in_json) >= 2) {
            in_json[strlen(in_json) - 1] = '\0';
            out = replace(out, in_json + 1);
        }
        if (in_url)
            out = replace(out, in_url);
        free(in_json);
        free(in_url);
    }
    return out;
}
