/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Any text as the name of a camera, a template, a setting, or what a peer said: what is made of
 * it stays whole, whether that is JSON, XML, a path, a header or an answer.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>
#include <jansson.h>
#include <libxml/parser.h>

#include "action/alarm.h"
#include "action/mail.h"
#include "action/message.h"
#include "action/names.h"
#include "action/transfer.h"
#include "fuzz.h"

static char *fill_in(const char *template, const struct lwi_action_job *job, enum lwi_escape escape)
{
    char *text = NULL;
    size_t size = 0;
    struct json_t *values = lwi_message_values(job);
    FILE *out = open_memstream(&text, &size);
    assert(out && values);
    lwi_template_write(out, template, values, escape);
    assert(fclose(out) == 0);
    json_decref(values);
    return text;
}

static void check_templates(const char *text, const struct lwi_action_job *job)
{
    struct lw_error error;
    (void) lwi_template_check("text", text, &error);
    free(fill_in(text, job, LWI_ESCAPE_XML));
    char *json = fill_in("[\"{{camera.name}}\", \"{{text}}\"]", job, LWI_ESCAPE_JSON);
    json_t *list = json_loads(json, 0, NULL);
    assert(json_array_size(list) == 2);
    json_decref(list);
    free(json);
}

/* XML has no place for two characters that JSON has. */
static int has_no_character(const char *text)
{
    return strstr(text, "\xef\xbf\xbe") || strstr(text, "\xef\xbf\xbf");
}

static void check_alarm(const char *text, const struct lwi_action_job *job)
{
    size_t size = 0;
    char *body = lwi_alarm_body(job, &size);
    assert(body);
    const char *begin = strstr(body, "<?xml");
    const char *end = strstr(body, "</EventNotificationAlert>");
    assert(begin && end);
    xmlDoc *parsed = xmlReadMemory(begin, (int) (end + 25 - begin), NULL, NULL,
                                   XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    assert(parsed || has_no_character(text));
    xmlFreeDoc(parsed);
    free(body);
}

static void check_names(const char *text, const struct lwi_action_job *job)
{
    char folder[LWI_NAMES_SIZE], name[LWI_NAMES_SIZE];
    struct lw_error error;
    json_t *settings = json_pack("{s:s, s:s, s:s, s:i, s:s}", "folder", text, "parent", "name",
                                 "child", "address", "filing_days", 7, "prefix", text);
    assert(settings);
    int is_good = lwi_names_check(settings, &error) == 0;
    lwi_names_folder(settings, job, job->time_ns, folder, sizeof(folder));
    lwi_names_file(settings, job, job->time_ns, "", name, sizeof(name));
    assert(!strchr(name, '/') && name[0] != '.');
    assert(!is_good || (!strstr(folder, "/../") && strncmp(folder, "../", 3) != 0));
    json_decref(settings);
}

/* What is not said again is gone; what is left is shorter. */
static void check_hide(const char *text)
{
    static const struct lwi_action_option options[] = {
        {"password", "", LWI_ACTION_SECRET, 0, NULL, 0, 0, 0, NULL}, {0}};
    static const struct lwi_action_kind kind = {.options = options};
    char secret[6], copy[512];
    (void) snprintf(secret, sizeof(secret), "%s", text);
    (void) snprintf(copy, sizeof(copy), "%s", text);
    json_t *settings = json_pack("{s:s}", "password", secret);
    size_t before = strlen(copy);
    if (settings)
        lwi_action_settings_hide(&kind, settings, copy);
    assert(strlen(copy) <= before);
    assert(!settings || strlen(secret) < 4 || strncmp(copy, "***", 3) == 0);
    json_decref(settings);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);
    assert(text);
    memcpy(text, data, size);
    text[size] = '\0';

    struct lwi_action_run run = {.cancel = NULL};
    lwi_transfer_answer(&run, text, size);
    assert(g_utf8_validate(run.answer, -1, NULL));
    check_hide(text);
    char *header = lwi_mail_header("Subject", text);
    assert(header);
    free(header);

    json_t *document =
        json_pack("{s:{s:s}, s:{s:s}}", "camera", "name", text, "event", "reason", text);
    if (document) { /* else it is not UTF-8, and is no name of anything */
        const struct lwi_action_job job = {.key = "0123456789abcdef0123456789abcdef",
                                           .condition = text,
                                           .camera_id = "gate",
                                           .camera_name = text,
                                           .camera_address = text,
                                           .time_zone = "UTC",
                                           .time_ns = 1795255200250000000,
                                           .document = document};
        check_templates(text, &job);
        check_alarm(text, &job);
        check_names(text, &job);
    }
    json_decref(document);
    free(text);
    return 0;
}
