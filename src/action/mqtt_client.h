/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * A connection to an MQTT broker that is kept: opened anew when it breaks, with a last will, by a
 * thread of its own. It is in a module, for libmosquitto brings OpenSSL.
 */
#ifndef LWI_ACTION_MQTT_CLIENT_H
#define LWI_ACTION_MQTT_CLIENT_H

#include <stddef.h>

#include "action/action.h"
#include "base/module.h"

#define LWI_MODULE_MQTT "lenswatch-mqtt"

/* What one call of send() may have at most. */
#define LWI_MQTT_MESSAGES_MAX 4

struct lwi_mqtt_client;

struct lwi_mqtt_message {
    const char *topic;
    const void *payload;
    size_t size;
    int retain;
};

/*
 * Who has more to say than send(): called on the client's thread, and never once close() has
 * returned. May be all NULL.
 */
struct lwi_mqtt_watcher {
    /* There is a new connection. All that was put before may be lost. */
    void (*connected)(void *cookie, struct lwi_mqtt_client *client);
    /* Every so often, when the broker has taken all that was put. 1: there is more to put. */
    int (*tick)(void *cookie, struct lwi_mqtt_client *client);
    /* Of what was subscribed to. */
    void (*message)(void *cookie, const char *topic, const void *payload, size_t size);
    void *cookie;
};

/* Strings are copied. */
struct lwi_mqtt_settings {
    const char *name;      /* of the action, for the log; "": nothing is logged */
    const char *host;      /* a name or an address */
    int port;              /* 1..65535 */
    const char *user;      /* "": none */
    const char *password;  /* "": none */
    const char *client_id; /* "": one is made up */
    int tls, tls_verify;
    const char *ca, *client_certificate, *client_key; /* PEM; "": the machine's; none */
    const char *available; /* topic of the last will; "": none. online, offline */
    double tick_s;
    const struct lwi_log *log; /* borrowed */
    struct lwi_mqtt_watcher watcher;
};

struct lwi_mqtt_table {
    /* Begins to connect, and returns at once. 0, -ENOMEM, -EINVAL. */
    int (*open)(struct lwi_mqtt_client **ret_client, const struct lwi_mqtt_settings *settings,
                struct lw_error *reterr);
    /* Says farewell; takes a second at most. What hangs longer in a name server ends by itself. */
    void (*close)(struct lwi_mqtt_client **client);
    /* Publishes with QoS 1, and waits until the broker has taken all. One thread at a time. 0,
     * -ECANCELED, -ETIMEDOUT, or why there is no connection. */
    int (*send)(struct lwi_mqtt_client *client, const struct lwi_mqtt_message *messages,
                size_t count, struct lwi_action_run *run, struct lw_error *reterr);

    /* For a watcher's functions: publishes with QoS 1, without waiting. 0; -EAGAIN: the broker must
     * take more first; -ENOTCONN. */
    int (*put)(struct lwi_mqtt_client *client, const struct lwi_mqtt_message *message);
    int (*subscribe)(struct lwi_mqtt_client *client, const char *topic);
    /* Has tick() called soon; any thread. */
    void (*nudge)(struct lwi_mqtt_client *client);
};

extern const struct lwi_mqtt_table lwi_mqtt_table;

/* The table, loaded if need be. NULL with *reterr. */
const struct lwi_mqtt_table *lwi_mqtt(struct lw_error *reterr);

#endif
