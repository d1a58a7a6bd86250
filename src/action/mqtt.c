/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * MQTT: each step of an event is published once, with QoS 1, when its job is done; how things are
 * is in retained topics that a kept connection keeps up to date (mqtt_states.h). Both go over the
 * same connection, whose last will says that nobody keeps them any more.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "action/message.h"
#include "action/mqtt_states.h"
#include "action/transfer.h"
#include "base/error.h"

#define LIMIT_S   30
#define TOPIC_MAX 100

static const char *const encryptions[] = {"none", "tls", NULL};

static const struct lwi_action_option options[] = {
    {"host", "Host of the broker.", LWI_ACTION_TEXT, LWI_ACTION_REQUIRED, NULL, 0, 0, 255, NULL},
    {"port", "Its port; 0: 8883 with tls, 1883 with none.", LWI_ACTION_INTEGER, 0, NULL, 0, 0,
     65535, NULL},
    {"encryption", "tls: nothing is sent in the clear.", LWI_ACTION_CHOICE, 0, NULL, 0, 0, 0,
     encryptions},
    {"user", "User name at the broker; empty: none.", LWI_ACTION_TEXT, 0, NULL, 0, 0, 255, NULL},
    {"password", "Password at the broker.", LWI_ACTION_SECRET, 0, NULL, 0, 0, 255, NULL},
    {"client_id", "What the broker knows us by; empty: another one each time.", LWI_ACTION_TEXT, 0,
     NULL, 0, 0, 64, NULL},
    {"topic", "Begin of all our topics; each Lenswatch at a broker needs its own.", LWI_ACTION_TEXT,
     0, "lenswatch", 0, 0, TOPIC_MAX, NULL},
    {"states", "Keeps topics that say how each camera is, retained.", LWI_ACTION_BOOL, 0, NULL, 1,
     0, 0, NULL},
    {"interval_s", "Seconds from one look at the cameras for them to the next.", LWI_ACTION_NUMBER,
     0, NULL, 10, 1, 3600, NULL},
    {"picture_interval_s", "Seconds from one picture of a camera to the next; 0: none.",
     LWI_ACTION_NUMBER, 0, NULL, 60, 0, 86400, NULL},
    {"home_assistant", "Tells Home Assistant of the cameras, so that it shows them by itself.",
     LWI_ACTION_BOOL, 0, NULL, 1, 0, 0, NULL},
    {"home_assistant_prefix", "Begin of the topics where Home Assistant looks for that.",
     LWI_ACTION_TEXT, 0, "homeassistant", 0, 0, TOPIC_MAX, NULL},
    {"onvif", "Topics as cameras with ONVIF's MQTT have them, too.", LWI_ACTION_BOOL, 0, NULL, 0, 0,
     0, NULL},
    LWI_TRANSFER_TLS_ROWS,
    {"client_certificate", "Certificate (PEM) that we show; empty: none.", LWI_ACTION_TEXT,
     LWI_ACTION_LINES, NULL, 0, 0, 65536, NULL},
    {"client_key", "Its key (PEM).", LWI_ACTION_SECRET, LWI_ACTION_LINES, NULL, 0, 0, 65536, NULL},
    {0},
};

static int check_topic(const struct json_t *settings, const char *name, struct lw_error *reterr)
{
    const char *topic = lwi_action_text(settings, name);
    size_t size = strlen(topic);
    if (size == 0)
        return lwi_error_set(reterr, -EINVAL, "%s: it is empty", name);
    if (strpbrk(topic, "+#") || topic[0] == '/' || topic[0] == '$' || topic[size - 1] == '/')
        return lwi_error_set(reterr, -EINVAL,
                             "%s: no + and # may be in it, no / or $ at its begin, no / at its end",
                             name);
    return 0;
}

static int validate(const struct json_t *settings, struct lw_error *reterr)
{
    int has_certificate = lwi_action_text(settings, "client_certificate")[0] != '\0';
    int has_key = lwi_action_text(settings, "client_key")[0] != '\0';
    int r = check_topic(settings, "topic", reterr);
    if (r == 0)
        r = check_topic(settings, "home_assistant_prefix", reterr);
    if (r == 0 && has_certificate != has_key)
        r = lwi_error_set(reterr, -EINVAL, "client_certificate: it and client_key belong together");
    if (r == 0 && lwi_action_text(settings, "password")[0] && !lwi_action_text(settings, "user")[0])
        r = lwi_error_set(reterr, -EINVAL, "user: a password needs one");
    return r;
}

const struct lwi_mqtt_table *lwi_mqtt(struct lw_error *reterr)
{
    static struct lwi_module_table table = {
        .module = LWI_MODULE_MQTT,
        .symbol = "lwi_mqtt_table",
    };
    return lwi_module_find(&table, reterr);
}

static void fill_in(const struct json_t *settings, struct lwi_mqtt_settings *s)
{
    int tls = strcmp(lwi_action_text(settings, "encryption"), "tls") == 0;
    int port = (int) lwi_action_number(settings, "port");
    *s = (struct lwi_mqtt_settings){
        .name = "",
        .host = lwi_action_text(settings, "host"),
        .port = port  ? port
                : tls ? 8883
                      : 1883,
        .user = lwi_action_text(settings, "user"),
        .password = lwi_action_text(settings, "password"),
        .client_id = "",
        .tls = tls,
        .tls_verify = lwi_action_bool(settings, "tls_verify"),
        .ca = lwi_action_text(settings, "ca"),
        .client_certificate = lwi_action_text(settings, "client_certificate"),
        .client_key = lwi_action_text(settings, "client_key"),
        .available = "",
        .tick_s = lwi_action_number(settings, "interval_s"),
    };
}

/* ---- between jobs ---- */

struct state {
    const struct lwi_mqtt_table *mqtt;
    struct lwi_mqtt_client *client;
    struct lwi_mqtt_states *states; /* NULL: none are kept */
};

static void close_state(void *state)
{
    struct state *s = state;
    if (s->client)
        s->mqtt->close(&s->client);
    lwi_mqtt_states_free(s->states);
    free(s);
}

static int open_state(void **ret_state, const char *id, const struct json_t *settings,
                      const struct lwi_action_host *host, struct lw_error *reterr)
{
    struct lwi_mqtt_settings with;
    char available[LWI_MQTT_TOPIC_SIZE];
    const struct lwi_mqtt_table *mqtt = lwi_mqtt(reterr);
    if (!mqtt)
        return -ELIBACC;
    struct state *s = calloc(1, sizeof(*s));
    if (!s)
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    s->mqtt = mqtt;
    fill_in(settings, &with);
    lwi_mqtt_topic(settings, "available", available);
    with.name = id;
    with.client_id = lwi_action_text(settings, "client_id");
    with.log = host->log;
    int r = 0;
    if (lwi_action_bool(settings, "states")) {
        s->states = lwi_mqtt_states_new(settings, host, mqtt);
        with.available = available;
        if (s->states)
            lwi_mqtt_states_watcher(s->states, &with.watcher);
        else
            r = lwi_error_set(reterr, -ENOMEM, "out of memory");
    }
    if (r == 0)
        r = mqtt->open(&s->client, &with, reterr);
    if (r < 0) {
        close_state(s);
        return r;
    }
    *ret_state = s;
    return 0;
}

/* ---- a job ---- */

static int send_step(const struct lwi_mqtt_table *mqtt, struct lwi_mqtt_client *client,
                     const struct json_t *settings, const struct lwi_action_job *job,
                     struct lwi_action_run *run, struct lw_error *reterr)
{
    char events[LWI_MQTT_TOPIC_SIZE], picture[LWI_MQTT_TOPIC_SIZE];
    const struct lwi_action_picture *shot = lwi_message_picture(job);
    char *text = json_dumps(job->document, JSON_COMPACT);
    if (!text)
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    struct lwi_mqtt_message list[2];
    size_t count = 0;
    lwi_mqtt_topic(settings, "events", events);
    lwi_mqtt_camera_topic(settings, job->camera_id, "event/picture", picture);
    list[count++] = (struct lwi_mqtt_message){events, text, strlen(text), /* retain= */ 0};
    if (shot && lwi_action_number(settings, "picture_interval_s") > 0)
        list[count++] = (struct lwi_mqtt_message){picture, shot->jpeg, shot->size, /* retain= */ 0};
    int r = mqtt->send(client, list, count, run, reterr);
    free(text);
    if (r == 0)
        (void) snprintf(run->answer, sizeof(run->answer), "the broker has taken %zu message%s: %s",
                        count, count == 1 ? "" : "s", events);
    return r;
}

static int run_mqtt(const struct json_t *settings, const struct lwi_action_job *job,
                    struct lwi_action_run *run, struct lw_error *reterr)
{
    struct state *s = run->state;
    struct lwi_mqtt_settings with;
    if (s) {
        s->mqtt->nudge(s->client); /* what the event changed */
        return send_step(s->mqtt, s->client, settings, job, run, reterr);
    }
    struct lwi_mqtt_client *client = NULL;
    const struct lwi_mqtt_table *mqtt = lwi_mqtt(reterr);
    if (!mqtt)
        return -ELIBACC;
    fill_in(settings, &with);
    int r = mqtt->open(&client, &with, reterr);
    if (r < 0)
        return r;
    r = send_step(mqtt, client, settings, job, run, reterr);
    mqtt->close(&client);
    return r;
}

const struct lwi_action_kind lwi_action_mqtt = {
    .name = "mqtt",
    .help = "Publishes events and the states of cameras to an MQTT broker; for Home Assistant.",
    .options = options,
    .limit_s = LIMIT_S,
    .validate = validate,
    .run = run_mqtt,
    .open = open_state,
    .close = close_state,
};
