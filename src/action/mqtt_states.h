/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * The topics of an MQTT action that say how things are, whoever asks and whenever: retained by the
 * broker, and kept up to date by a watcher of the client.
 *
 *     lenswatch/available                        online, offline; offline also by the last will
 *     lenswatch/camera/gate/state                JSON
 *     lenswatch/camera/gate/sharpness            0.000 to 1.000, or None
 *     lenswatch/camera/gate/condition/defocus    ON while there is an event, else OFF
 *     lenswatch/camera/gate/picture              JPEG
 *     lenswatch/onvif-ej/VideoSource/...         as ONVIF has it
 *     homeassistant/.../config                   tells Home Assistant of all that
 */
#ifndef LWI_ACTION_MQTT_STATES_H
#define LWI_ACTION_MQTT_STATES_H

#include "action/mqtt_client.h"

#define LWI_MQTT_TOPIC_SIZE 300

struct lwi_mqtt_states;

/* settings and host are borrowed. NULL: no memory. */
struct lwi_mqtt_states *lwi_mqtt_states_new(const struct json_t *settings,
                                            const struct lwi_action_host *host,
                                            const struct lwi_mqtt_table *mqtt);
void lwi_mqtt_states_free(struct lwi_mqtt_states *states);

/* For the client. */
void lwi_mqtt_states_watcher(struct lwi_mqtt_states *states, struct lwi_mqtt_watcher *ret_watcher);

/* "lenswatch/NAME" */
void lwi_mqtt_topic(const struct json_t *settings, const char *name,
                    char ret_topic[LWI_MQTT_TOPIC_SIZE]);
/* "lenswatch/camera/ID/NAME" */
void lwi_mqtt_camera_topic(const struct json_t *settings, const char *camera_id, const char *name,
                           char ret_topic[LWI_MQTT_TOPIC_SIZE]);

#endif
