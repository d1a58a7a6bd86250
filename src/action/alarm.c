/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "action/alarm.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "action/message.h"

/* Condition to Hikvision's eventType. What has none there is a bad picture, but for what is none of
 * a picture, which has a name of its own. */
static const struct {
    const char *condition, *type;
} types[] = {
    {"defocus", "defocus"},
    {"focus_drift", "defocus"},
    {"covered", "shelteralarm"},
    {"scene_changed", "scenechangedetection"},
    {"signal_lost", "videoloss"},
    {"no_signal_picture", "videoloss"},
    {"disk_full", "diskfull"},
    {"disk_error", "diskerror"},
    {"illegal_login", "illaccess"},
    {"network_lost", "nicbroken"},
    {"certificate_expiring", "certificateexpiring"},
};

static const char *event_type(const char *condition)
{
    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
        if (strcmp(types[i].condition, condition) == 0)
            return types[i].type;
    return "badvideo";
}

static void element(FILE *out, const char *name, const char *text)
{
    (void) fprintf(out, "<%s>", name);
    lwi_message_escape(out, text, LWI_ESCAPE_XML);
    (void) fprintf(out, "</%s>\n", name);
}

/* Each element on a line of its own: one client reads line by line. */
static char *xml(const struct lwi_action_job *job, size_t *ret_size)
{
    char *text = NULL;
    FILE *out = open_memstream(&text, ret_size);
    if (!out)
        return NULL;
    struct tm tm;
    char time[40], description[80], name[200];
    const char *type = event_type(job->condition);
    lwi_message_tm(job, job->time_ns, &tm);
    long offset_min = tm.tm_gmtoff / 60;
    size_t n = strftime(time, sizeof(time), "%Y-%m-%dT%H:%M:%S", &tm);
    (void) snprintf(time + n, sizeof(time) - n, "%c%02ld:%02ld", offset_min < 0 ? '-' : '+',
                    labs(offset_min) / 60, labs(offset_min) % 60);
    (void) snprintf(description, sizeof(description), "%s alarm%s", type,
                    job->is_test ? " (test)" : "");
    lwi_message_line(job->camera_name, name, sizeof(name));
    (void) fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                 "<EventNotificationAlert version=\"2.0\" "
                 "xmlns=\"http://www.hikvision.com/ver20/XMLSchema\">\n",
                 out);
    element(out, "ipAddress", job->camera_address);
    element(out, "portNo", "80");
    element(out, "protocol", "HTTP");
    element(out, "macAddress", "00:00:00:00:00:00");
    element(out, "channelID", "1");
    element(out, "dateTime", time);
    element(out, "activePostCount", job->phase == LWI_ACTION_END ? "0" : "1");
    element(out, "eventType", type);
    element(out, "eventState", job->phase == LWI_ACTION_END ? "inactive" : "active");
    element(out, "eventDescription", description);
    element(out, "channelName", name);
    (void) fputs("</EventNotificationAlert>\n", out);
    int wrong = ferror(out);
    if (fclose(out) != 0 || wrong) {
        free(text);
        return NULL;
    }
    return text;
}

char *lwi_alarm_body(const struct lwi_action_job *job, size_t *ret_size)
{
    size_t size = 0;
    char *body = NULL, *text = xml(job, &size);
    FILE *out = text ? open_memstream(&body, ret_size) : NULL;
    if (!out) {
        free(text);
        return NULL;
    }
    const struct lwi_action_picture *picture = lwi_message_picture(job);
    (void) fprintf(out,
                   "--MIME_boundary\r\n"
                   "Content-Disposition: form-data; name=\"MoveDetection.xml\"; "
                   "filename=\"MoveDetection.xml\"\r\n"
                   "Content-Type: application/xml\r\n"
                   "Content-Length: %zu\r\n\r\n%s\r\n",
                   size, text);
    if (picture) {
        (void) fprintf(out,
                       "--MIME_boundary\r\n"
                       "Content-Disposition: form-data; name=\"VMDImage\"; "
                       "filename=\"VMDImage.jpg\"\r\n"
                       "Content-Type: image/jpeg\r\n"
                       "Content-Length: %zu\r\n"
                       "Content-ID: image_1\r\n\r\n",
                       picture->size);
        (void) fwrite(picture->jpeg, 1, picture->size, out);
        (void) fputs("\r\n", out);
    }
    (void) fputs("--MIME_boundary--\r\n", out);
    free(text);
    int wrong = ferror(out);
    if (fclose(out) != 0 || wrong) {
        free(body);
        return NULL;
    }
    return body;
}
