/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "action/mqtt_states.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/clock.h"
#include "base/rfc3339.h"
#include "lenswatch/version.h"
#include "lenswatch/watch.h"

/* Cameras that the broker still knows of, from another time; a round clears so many at most. */
#define HEARD_MAX 10000

struct lwi_mqtt_states {
    const struct json_t *settings; /* borrowed */
    struct lwi_action_host host;
    const struct lwi_mqtt_table *mqtt;
    struct lwi_mqtt_client *client; /* while a function of the watcher runs */

    json_t *said;        /* topic: a number that stands for what was said; of this connection */
    json_t *now;         /* of this round: topics that there are */
    json_t *heard;       /* ids of cameras that the broker has retained something of */
    int is_full;         /* the broker must take more first: the round goes on later */
    int64_t picture_ns;  /* monotonic: when the next round of pictures begins */
    size_t picture_next; /* the camera whose picture is next; beyond the last: none is */
};

/* ONVIF's names of what cameras say of their picture themselves. */
static const struct {
    const char *condition, *topic;
} onvif[] = {
    {"defocus", "VideoSource/ImageTooBlurry/ImagingService"},
    {"too_dark", "VideoSource/ImageTooDark/ImagingService"},
    {"too_bright", "VideoSource/ImageTooBright/ImagingService"},
    {"scene_changed", "VideoSource/GlobalSceneChange/ImagingService"},
    {"signal_lost", "VideoSource/SignalLoss"},
};

/* ---- topics ---- */

void lwi_mqtt_topic(const struct json_t *settings, const char *name,
                    char ret_topic[LWI_MQTT_TOPIC_SIZE])
{
    (void) snprintf(ret_topic, LWI_MQTT_TOPIC_SIZE, "%s/%s", lwi_action_text(settings, "topic"),
                    name);
}

void lwi_mqtt_camera_topic(const struct json_t *settings, const char *camera_id, const char *name,
                           char ret_topic[LWI_MQTT_TOPIC_SIZE])
{
    (void) snprintf(ret_topic, LWI_MQTT_TOPIC_SIZE, "%s/camera/%s/%s",
                    lwi_action_text(settings, "topic"), camera_id, name);
}

/* What Home Assistant calls a camera: of two Lenswatch with two topics there may be two "gate". */
static void node_of(const struct lwi_mqtt_states *s, const char *camera_id, char *ret_node,
                    size_t size)
{
    (void) snprintf(ret_node, size, "%s_%s", lwi_action_text(s->settings, "topic"), camera_id);
    for (char *c = ret_node; *c; c++)
        if (!isalnum((unsigned char) *c) && *c != '_' && *c != '-')
            *c = '_';
}

static void discovery_topic(const struct lwi_mqtt_states *s, const char *component,
                            const char *camera_id, const char *object,
                            char ret_topic[LWI_MQTT_TOPIC_SIZE])
{
    char node[200];
    node_of(s, camera_id, node, sizeof(node));
    (void) snprintf(ret_topic, LWI_MQTT_TOPIC_SIZE, "%s/%s/%s/%s/config",
                    lwi_action_text(s->settings, "home_assistant_prefix"), component, node, object);
}

static void onvif_topic(const struct lwi_mqtt_states *s, const char *camera_id, size_t index,
                        char ret_topic[LWI_MQTT_TOPIC_SIZE])
{
    (void) snprintf(ret_topic, LWI_MQTT_TOPIC_SIZE, "%s/onvif-ej/%s/&%s",
                    lwi_action_text(s->settings, "topic"), onvif[index].topic, camera_id);
}

/* ---- saying something once ---- */

static json_int_t hash_of(const char *text)
{
    uint64_t hash = 14695981039346656037u; /* FNV-1a */
    for (; *text; text++)
        hash = (hash ^ (uint64_t) (unsigned char) *text) * 1099511628211u;
    return (json_int_t) (hash >> 1);
}

static int put(struct lwi_mqtt_states *s, const char *topic, const void *payload, size_t size)
{
    const struct lwi_mqtt_message m = {topic, payload, size, /* retain= */ 1};
    if (!s->is_full && s->mqtt->put(s->client, &m) < 0)
        s->is_full = 1;
    return !s->is_full;
}

/* Where what it stands for was said already, nothing is. */
static void say(struct lwi_mqtt_states *s, const char *topic, const char *stands_for,
                const char *payload)
{
    json_int_t hash = hash_of(stands_for);
    (void) json_object_set_new(s->now, topic, json_true());
    const json_t *before = json_object_get(s->said, topic);
    if (before && json_integer_value(before) == hash)
        return;
    if (put(s, topic, payload, strlen(payload)))
        (void) json_object_set_new(s->said, topic, json_integer(hash));
}

/* payload is taken. */
static void say_json(struct lwi_mqtt_states *s, const char *topic, json_t *payload)
{
    char *text = payload ? json_dumps(payload, JSON_COMPACT | JSON_REAL_PRECISION(6)) : NULL;
    json_decref(payload);
    if (text)
        say(s, topic, text, text);
    free(text);
}

/* An empty message takes a retained one away. */
static void unsay(struct lwi_mqtt_states *s, const char *topic)
{
    if (put(s, topic, "", 0))
        (void) json_object_del(s->said, topic);
}

/* ---- Home Assistant ---- */

/* "Focus drift" of "focus_drift" */
static void words_of(const char *condition, char *ret_words, size_t size)
{
    (void) snprintf(ret_words, size, "%s", condition);
    ret_words[0] = (char) toupper((unsigned char) ret_words[0]);
    for (char *c = ret_words; *c; c++)
        if (*c == '_')
            *c = ' ';
}

/* more: taken; what this component has beside what all have. */
static void say_component(struct lwi_mqtt_states *s, const json_t *camera, const char *component,
                          const char *object, const char *name, json_t *more)
{
    char topic[LWI_MQTT_TOPIC_SIZE], available[LWI_MQTT_TOPIC_SIZE], node[200], unique[300];
    const char *id = lwi_action_text(camera, "id");
    node_of(s, id, node, sizeof(node));
    (void) snprintf(unique, sizeof(unique), "%s_%s", node, object);
    lwi_mqtt_topic(s->settings, "available", available);
    discovery_topic(s, component, id, object, topic);
    json_t *config = json_pack(
        "{s:s,s:s,s:s,s:s,s:{s:[s],s:s,s:s,s:s},s:{s:s,s:s}}", "name", name, "unique_id", unique,
        "object_id", unique, "availability_topic", available, "device", "identifiers", node, "name",
        lwi_action_text(camera, "name"), "manufacturer", "Lenswatch", "model", "watched camera",
        "origin", "name", "Lenswatch", "sw_version", lw_version());
    if (config)
        (void) json_object_update(config, more);
    json_decref(more);
    say_json(s, topic, config);
}

static void say_components(struct lwi_mqtt_states *s, const json_t *camera)
{
    char topic[LWI_MQTT_TOPIC_SIZE], state[LWI_MQTT_TOPIC_SIZE], name[64], object[64];
    const char *id = lwi_action_text(camera, "id");
    const char *condition;
    json_t *value;
    lwi_mqtt_camera_topic(s->settings, id, "state", state);
    json_object_foreach(json_object_get(camera, "conditions"), condition, value)
    {
        (void) snprintf(object, sizeof(object), "condition/%.40s", condition);
        lwi_mqtt_camera_topic(s->settings, id, object, topic);
        words_of(condition, name, sizeof(name));
        say_component(s, camera, "binary_sensor", condition, name,
                      json_pack("{s:s,s:s,s:s,s:s}", "state_topic", topic, "device_class",
                                "problem", "entity_category", "diagnostic", "json_attributes_topic",
                                state));
    }
    lwi_mqtt_camera_topic(s->settings, id, "sharpness", topic);
    say_component(s, camera, "sensor", "sharpness", "Sharpness",
                  json_pack("{s:s,s:s,s:i}", "state_topic", topic, "state_class", "measurement",
                            "suggested_display_precision", 2));
    lwi_mqtt_camera_topic(s->settings, id, "picture", topic);
    if (lwi_action_number(s->settings, "picture_interval_s") > 0)
        say_component(s, camera, "camera", "picture", "Picture",
                      json_pack("{s:s}", "topic", topic));
}

/* ---- one camera ---- */

static int is_on(const json_t *condition)
{
    return json_integer_value(json_object_get(condition, "event")) > 0;
}

static void say_conditions(struct lwi_mqtt_states *s, const json_t *camera)
{
    char topic[LWI_MQTT_TOPIC_SIZE], object[64];
    const char *condition;
    json_t *value;
    json_object_foreach(json_object_get(camera, "conditions"), condition, value)
    {
        const char *state = is_on(value) ? "ON" : "OFF";
        (void) snprintf(object, sizeof(object), "condition/%.40s", condition);
        lwi_mqtt_camera_topic(s->settings, lwi_action_text(camera, "id"), object, topic);
        say(s, topic, state, state);
    }
}

static void say_onvif(struct lwi_mqtt_states *s, const json_t *camera)
{
    char topic[LWI_MQTT_TOPIC_SIZE], text[400], time[LWI_RFC3339_SIZE];
    const char *id = lwi_action_text(camera, "id");
    lwi_rfc3339_format(lwi_clock_realtime(&lwi_clock_system), time);
    for (size_t i = 0; i < sizeof(onvif) / sizeof(onvif[0]); i++) {
        const json_t *condition =
            json_object_get(json_object_get(camera, "conditions"), onvif[i].condition);
        const char *state = is_on(condition) ? "true" : "false";
        if (!condition)
            continue;
        onvif_topic(s, id, i, topic);
        (void) snprintf(text, sizeof(text),
                        "{\"UtcTime\":\"%s\",\"Source\":{\"Source\":\"%s\"},"
                        "\"Data\":{\"State\":%s}}",
                        time, id, state);
        say(s, topic, state, text);
    }
}

static void say_camera(struct lwi_mqtt_states *s, const json_t *camera)
{
    char topic[LWI_MQTT_TOPIC_SIZE], text[32] = "None";
    const char *id = lwi_action_text(camera, "id");
    const json_t *sharpness = json_object_get(camera, "sharpness");
    lwi_mqtt_camera_topic(s->settings, id, "state", topic);
    json_t *state = json_deep_copy(camera);
    (void) json_object_del(state, "sharpness"); /* else it were another one all the time */
    say_json(s, topic, state);
    if (json_is_number(sharpness))
        (void) snprintf(text, sizeof(text), "%.3f", json_number_value(sharpness));
    lwi_mqtt_camera_topic(s->settings, id, "sharpness", topic);
    say(s, topic, text, text);
    say_conditions(s, camera);
    if (lwi_action_bool(s->settings, "onvif"))
        say_onvif(s, camera);
    if (lwi_action_bool(s->settings, "home_assistant"))
        say_components(s, camera);
}

/* ---- what is gone ---- */

static void unsay_condition(struct lwi_mqtt_states *s, const char *id, const char *condition)
{
    char topic[LWI_MQTT_TOPIC_SIZE], object[64];
    (void) snprintf(object, sizeof(object), "condition/%.40s", condition);
    lwi_mqtt_camera_topic(s->settings, id, object, topic);
    unsay(s, topic);
    discovery_topic(s, "binary_sensor", id, condition, topic);
    unsay(s, topic);
}

/* A camera that was removed while nobody was connected. */
static void unsay_camera(struct lwi_mqtt_states *s, const char *id)
{
    static const char *const names[] = {"sharpness", "picture"};
    static const char *const components[] = {"sensor", "camera"};
    char topic[LWI_MQTT_TOPIC_SIZE];
    for (size_t i = 0; i < 2; i++) {
        lwi_mqtt_camera_topic(s->settings, id, names[i], topic);
        unsay(s, topic);
        discovery_topic(s, components[i], id, names[i], topic);
        unsay(s, topic);
    }
    unsay_condition(s, id, "signal_lost");
    for (size_t i = 0; i < lw_condition_count(); i++)
        unsay_condition(s, id, lw_condition_at(i)->name);
    for (size_t i = 0; i < sizeof(onvif) / sizeof(onvif[0]); i++) {
        onvif_topic(s, id, i, topic);
        unsay(s, topic);
    }
    lwi_mqtt_camera_topic(s->settings, id, "state", topic);
    unsay(s, topic); /* the last one: as long as it is there, the camera is heard of */
}

static void unsay_gone(struct lwi_mqtt_states *s)
{
    const char *topic, *id;
    json_t *value;
    void *next;
    json_object_foreach_safe(s->said, next, topic, value)
    {
        if (!s->is_full && !json_object_get(s->now, topic))
            unsay(s, topic);
    }
    json_object_foreach_safe(s->heard, next, id, value)
    {
        char state[LWI_MQTT_TOPIC_SIZE];
        lwi_mqtt_camera_topic(s->settings, id, "state", state);
        if (!json_object_get(s->now, state))
            unsay_camera(s, id);
        if (!s->is_full)
            (void) json_object_del(s->heard, id);
    }
}

/* ---- pictures ---- */

static int put_picture(struct lwi_mqtt_states *s, const char *id, const char *topic)
{
    uint8_t *jpeg = NULL;
    size_t size = 0;
    int64_t time_ns = 0;
    if (s->is_full || s->host.look(s->host.cookie, id, &jpeg, &size, &time_ns) < 0)
        return 0;
    int is_put = put(s, topic, jpeg, size);
    if (is_put)
        (void) json_object_set_new(s->said, topic, json_integer(0));
    free(jpeg);
    return is_put;
}

/* One at a time, for they are large; of a camera that had none yet as soon as it has. 1: there are
 * more to come. */
static int say_picture(struct lwi_mqtt_states *s, const json_t *cameras)
{
    char topic[LWI_MQTT_TOPIC_SIZE];
    double interval_s = lwi_action_number(s->settings, "picture_interval_s");
    int64_t now_ns = lwi_clock_monotonic(&lwi_clock_system);
    size_t count = json_array_size(cameras);
    int is_put = 0;
    if (interval_s == 0 || !s->host.look)
        return 0;
    if (s->picture_next >= count && now_ns >= s->picture_ns) {
        s->picture_next = 0;
        s->picture_ns = now_ns + (int64_t) (interval_s * (double) LWI_NS_PER_S);
    }
    for (size_t i = 0; i < count; i++) {
        const char *id = lwi_action_text(json_array_get(cameras, i), "id");
        lwi_mqtt_camera_topic(s->settings, id, "picture", topic);
        (void) json_object_set_new(s->now, topic, json_true());
        if (is_put || (i < s->picture_next && json_object_get(s->said, topic)))
            continue;
        is_put = put_picture(s, id, topic);
        if (i >= s->picture_next)
            s->picture_next = i + 1;
    }
    return s->picture_next < count;
}

/* ---- the watcher ---- */

static void on_connected(void *cookie, struct lwi_mqtt_client *client)
{
    struct lwi_mqtt_states *s = cookie;
    char topic[LWI_MQTT_TOPIC_SIZE];
    (void) json_object_clear(s->said);
    (void) json_object_clear(s->heard);
    s->picture_ns = 0;
    s->picture_next = SIZE_MAX;
    lwi_mqtt_camera_topic(s->settings, "+", "state", topic);
    (void) s->mqtt->subscribe(client, topic);
}

/* Which cameras the broker has retained something of. */
static void on_message(void *cookie, const char *topic, const void *payload, size_t size)
{
    struct lwi_mqtt_states *s = cookie;
    char id[64];
    (void) payload;
    const char *rest = topic + strlen(lwi_action_text(s->settings, "topic"));
    if (size == 0 || strncmp(rest, "/camera/", 8) != 0 || json_object_size(s->heard) >= HEARD_MAX)
        return;
    size_t length = strcspn(rest + 8, "/");
    if (length == 0 || length >= sizeof(id) || strcmp(rest + 8 + length, "/state") != 0)
        return;
    (void) snprintf(id, sizeof(id), "%.*s", (int) length, rest + 8);
    (void) json_object_set_new(s->heard, id, json_true());
}

static int on_tick(void *cookie, struct lwi_mqtt_client *client)
{
    struct lwi_mqtt_states *s = cookie;
    size_t i;
    json_t *camera;
    json_t *cameras = s->host.cameras ? s->host.cameras(s->host.cookie) : NULL;
    if (!cameras)
        return 0;
    s->client = client;
    s->is_full = 0;
    (void) json_object_clear(s->now);
    json_array_foreach(cameras, i, camera)
    {
        say_camera(s, camera);
    }
    int more = say_picture(s, cameras);
    if (!s->is_full)
        unsay_gone(s);
    s->client = NULL;
    json_decref(cameras);
    return more || s->is_full;
}

struct lwi_mqtt_states *lwi_mqtt_states_new(const struct json_t *settings,
                                            const struct lwi_action_host *host,
                                            const struct lwi_mqtt_table *mqtt)
{
    struct lwi_mqtt_states *s = calloc(1, sizeof(*s));
    if (!s)
        return NULL;
    s->settings = settings;
    s->host = *host;
    s->mqtt = mqtt;
    s->said = json_object();
    s->now = json_object();
    s->heard = json_object();
    if (!s->said || !s->now || !s->heard) {
        lwi_mqtt_states_free(s);
        return NULL;
    }
    return s;
}

void lwi_mqtt_states_free(struct lwi_mqtt_states *s)
{
    if (!s)
        return;
    json_decref(s->said);
    json_decref(s->now);
    json_decref(s->heard);
    free(s);
}

void lwi_mqtt_states_watcher(struct lwi_mqtt_states *s, struct lwi_mqtt_watcher *ret_watcher)
{
    *ret_watcher = (struct lwi_mqtt_watcher){
        .connected = on_connected,
        .tick = on_tick,
        .message = on_message,
        .cookie = s,
    };
}
