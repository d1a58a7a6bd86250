/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "action/message.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>
#include <jansson.h>

#include "base/clock.h"

/* Of a storm, so many are named; their number is said always. */
#define STORM_LINES_MAX 100

void lwi_message_escape(FILE *out, const char *text, enum lwi_escape escape)
{
    for (; *text; text++) {
        unsigned char c = (unsigned char) *text;
        const char *named = NULL;
        if (escape == LWI_ESCAPE_XML)
            named = c == '&'    ? "&amp;"
                    : c == '<'  ? "&lt;"
                    : c == '>'  ? "&gt;"
                    : c == '"'  ? "&quot;"
                    : c == '\'' ? "&#39;"
                                : NULL;
        if (escape == LWI_ESCAPE_JSON)
            named = c == '"' ? "\\\"" : c == '\\' ? "\\\\" : c == '\n' ? "\\n" : NULL;
        if (named)
            (void) fputs(named, out);
        else if (c >= ' ' || c == '\n' || (c == '\t' && escape != LWI_ESCAPE_JSON))
            (void) fputc(c, out);
    }
}

void lwi_message_line(const char *text, char *ret_line, size_t size)
{
    size_t n = strnlen(text, size);
    if (n == size) /* back to where a character begins */
        for (n = size - 1; n > 0 && ((unsigned char) text[n] & 0xc0) == 0x80;)
            n--;
    for (size_t i = 0; i < n; i++)
        ret_line[i] = (unsigned char) text[i] < ' ' || text[i] == 0x7f ? ' ' : text[i];
    ret_line[n] = '\0';
}

void lwi_message_safe(const char *text, char *ret_name, size_t size)
{
    size_t n = 0;
    for (; text[n] && n + 1 < size; n++) {
        char c = text[n];
        int is_safe = isalnum((unsigned char) c) || c == '_' || c == '-' || (c == '.' && n > 0);
        ret_name[n] = is_safe ? c : '-';
    }
    if (n == 0)
        ret_name[n++] = '-';
    ret_name[n] = '\0';
}

/* "signal lost" of "signal_lost" */
static void condition_words(const char *condition, char *text, size_t size)
{
    lwi_message_line(condition, text, size);
    for (char *c = text; *c; c++)
        if (*c == '_')
            *c = ' ';
}

static const json_t *storm(const struct lwi_action_job *job)
{
    const json_t *events = json_object_get(job->document, "storm");
    return json_array_size(events) > 1 ? events : NULL;
}

static const char *text_at(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));
    return text ? text : "";
}

void lwi_message_subject(const struct lwi_action_job *job,
                         char ret_subject[LWI_MESSAGE_SUBJECT_SIZE])
{
    char condition[64], name[200], line[LWI_MESSAGE_SUBJECT_SIZE];
    condition_words(job->condition, condition, sizeof(condition));
    lwi_message_line(job->camera_name[0] ? job->camera_name : job->camera_id, name, sizeof(name));
    if (storm(job))
        (void) snprintf(line, sizeof(line), "%zu cameras: %s", json_array_size(storm(job)),
                        condition);
    else
        (void) snprintf(line, sizeof(line), "%s%s: %s", job->is_test ? "Test: " : "", name,
                        condition);
    (void) memcpy(ret_subject, line, sizeof(line));
}

/* UTC where there is no such zone. */
static GTimeZone *zone_of(const struct lwi_action_job *job)
{
    const char *name = job->time_zone && job->time_zone[0] ? job->time_zone : "UTC";
    GTimeZone *zone = g_time_zone_new_identifier(name);
    return zone ? zone : g_time_zone_new_utc();
}

void lwi_message_tm(const struct lwi_action_job *job, int64_t time_ns, struct tm *ret_tm)
{
    GTimeZone *zone = zone_of(job);
    time_t seconds = (time_t) (time_ns / LWI_NS_PER_S);
    gint interval = g_time_zone_find_interval(zone, G_TIME_TYPE_UNIVERSAL, seconds);
    gint32 offset_s = g_time_zone_get_offset(zone, interval);
    seconds += offset_s;
    if (!gmtime_r(&seconds, ret_tm))
        *ret_tm = (struct tm){.tm_year = 70, .tm_mday = 1};
    ret_tm->tm_gmtoff = offset_s;
    g_time_zone_unref(zone);
}

void lwi_message_time(const struct lwi_action_job *job, int64_t time_ns, char *ret_text,
                      size_t size)
{
    struct tm tm;
    GTimeZone *zone = zone_of(job);
    gint interval = g_time_zone_find_interval(zone, G_TIME_TYPE_UNIVERSAL, time_ns / LWI_NS_PER_S);
    lwi_message_tm(job, time_ns, &tm);
    size_t n = strftime(ret_text, size, "%Y-%m-%d %H:%M:%S ", &tm);
    (void) snprintf(ret_text + n, size - n, "%s", g_time_zone_get_abbreviation(zone, interval));
    g_time_zone_unref(zone);
}

static const char *state(const struct lwi_action_job *job)
{
    return job->phase == LWI_ACTION_START ? "began"
           : job->phase == LWI_ACTION_END ? "ended"
                                          : "goes on";
}

static void write_storm(FILE *out, const struct lwi_action_job *job)
{
    size_t i;
    const json_t *event;
    (void) fprintf(out, "\nOn %zu cameras:\n", json_array_size(storm(job)));
    json_array_foreach(storm(job), i, event)
    {
        if (i == STORM_LINES_MAX) {
            (void) fprintf(out, "  and %zu more\n", json_array_size(storm(job)) - i);
            return;
        }
        char name[200], condition[64];
        lwi_message_line(text_at(json_object_get(event, "camera"), "name"), name, sizeof(name));
        condition_words(text_at(event, "condition"), condition, sizeof(condition));
        (void) fprintf(out, "  %s: %s\n", name, condition);
    }
}

char *lwi_message_text(const struct lwi_action_job *job)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return NULL;
    char subject[LWI_MESSAGE_SUBJECT_SIZE], time[64], line[400];
    lwi_message_subject(job, subject);
    const json_t *event = json_object_get(job->document, "event");
    (void) fprintf(out, "%s %s.\n\n", subject, state(job));
    if (job->is_test)
        (void) fputs("This is a test, set off by hand. Nothing is wrong.\n\n", out);
    (void) fprintf(out, "Camera: ");
    lwi_message_line(job->camera_name, line, sizeof(line));
    (void) fprintf(out, "%s (%s)\n", line, job->camera_id);
    if (job->camera_address[0]) {
        lwi_message_line(job->camera_address, line, sizeof(line));
        (void) fprintf(out, "Address: %s\n", line);
    }
    lwi_message_time(job, job->started_ns, time, sizeof(time));
    (void) fprintf(out, "Began: %s\n", time);
    if (job->ended_ns) {
        lwi_message_time(job, job->ended_ns, time, sizeof(time));
        (void) fprintf(out, "Ended: %s\n", time);
    }
    lwi_message_line(text_at(event, "reason"), line, sizeof(line));
    if (line[0])
        (void) fprintf(out, "Why: %s\n", line);
    if (text_at(event, "severity")[0])
        (void) fprintf(out, "Severity: %s\n", text_at(event, "severity"));
    if (json_is_number(json_object_get(event, "score")))
        (void) fprintf(out, "Score: %.2f\n", json_number_value(json_object_get(event, "score")));
    if (job->event_id > 0)
        (void) fprintf(out, "Event: %lld\n", (long long) job->event_id);
    if (storm(job))
        write_storm(out, job);
    int wrong = ferror(out);
    if (fclose(out) != 0 || wrong) {
        free(text);
        return NULL;
    }
    return text;
}

struct json_t *lwi_message_values(const struct lwi_action_job *job)
{
    char subject[LWI_MESSAGE_SUBJECT_SIZE], time[64];
    lwi_message_subject(job, subject);
    lwi_message_time(job, job->time_ns, time, sizeof(time));
    char *text = lwi_message_text(job);
    json_t *values = job->document ? json_deep_copy(job->document) : json_object();
    int wrong = !text || json_object_set_new(values, "subject", json_string(subject)) < 0 ||
                json_object_set_new(values, "text", json_string(text)) < 0 ||
                json_object_set_new(values, "state", json_string(state(job))) < 0 ||
                json_object_set_new(values, "local_time", json_string(time)) < 0;
    free(text);
    if (wrong) {
        json_decref(values);
        return NULL;
    }
    return values;
}

const struct lwi_action_picture *lwi_message_reference(const struct lwi_action_job *job)
{
    for (size_t i = 0; i < job->picture_count; i++)
        if (strcmp(job->pictures[i].which, "reference") == 0)
            return &job->pictures[i];
    return NULL;
}

const struct lwi_action_picture *lwi_message_picture(const struct lwi_action_job *job)
{
    const char *wanted = job->phase == LWI_ACTION_START ? "start"
                         : job->phase == LWI_ACTION_END ? "end"
                                                        : "now";
    const struct lwi_action_picture *newest = NULL;
    for (size_t i = 0; i < job->picture_count; i++) {
        if (strcmp(job->pictures[i].which, wanted) == 0)
            return &job->pictures[i];
        if (strcmp(job->pictures[i].which, "reference") != 0)
            newest = &job->pictures[i];
    }
    return newest;
}
