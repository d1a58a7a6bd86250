/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Settings of one camera: one row an option (name, help, type, default, range,
 * whether a change needs a reconnect). JSON in and out, --help and the API's
 * schema all come from the rows.
 */
#ifndef LWI_CONFIG_CAMERA_CONFIG_H
#define LWI_CONFIG_CAMERA_CONFIG_H

#include <stdint.h>

#include "config/condition_config.h"
#include "lenswatch/error.h"

struct json_t;

#define LWI_CAMERA_NAME_MAX 64
#define LWI_URL_MAX         1024
#define LWI_USER_MAX        128
#define LWI_PASSWORD_MAX    256
#define LWI_ADDRESS_MAX     255
#define LWI_TLS_PIN_MAX     63

/* Plain data: copied by assignment. */
struct lwi_camera_config {
    char id[33]; /* [a-z0-9-], made from the name when added; never changes */
    char name[LWI_CAMERA_NAME_MAX + 1];
    char url[LWI_URL_MAX + 1];     /* without credentials */
    char sub_url[LWI_URL_MAX + 1]; /* of the sub stream, likewise; "": there is none */
    char user[LWI_USER_MAX + 1];
    char password[LWI_PASSWORD_MAX + 1]; /* in memory only; sealed in the store, never answered */
    char device_serial[81], device_mac[81]; /* of the camera itself; "": not known */
    char group[65];                         /* for rules; "": none */
    char tags[257];                         /* for rules: names around commas */
    int enabled;
    int transport; /* enum lwi_transport */
    int tls_verify;
    int driver;                           /* index; lwi_camera_config_driver() has its name */
    char address[LWI_ADDRESS_MAX + 1];    /* of the camera's programming interface; "": see there */
    int channel;                          /* 1..999, default 1 */
    char tls_pin[LWI_TLS_PIN_MAX + 1];    /* of that interface's certificate; "": none seen yet */
    char stream_pin[LWI_TLS_PIN_MAX + 1]; /* of the stream's, where tls_verify is off */
    int own_events;                       /* the camera's own events are taken in; default 1 */
    int refocus;             /* how often the lens is asked to focus on a defocus event; 0..5 */
    double interval_s;       /* seconds from picture to picture analysed; default 5 */
    double timeout_s;        /* default 10 */
    int sensitivity;         /* 1..100, default 50 */
    double duration_s;       /* default 10 */
    double clear_duration_s; /* default 10 */
    double flap_s;           /* default 600; see event/event.h */
    int presets;             /* 1..LW_PRESETS_MAX, default 1: it does not move */
    double relearn_hours;    /* default 24; 0: only when told to */
    int record;              /* enum lwi_record_mode */
    double record_before_s, record_after_s;
    double record_segment_s;
    double record_keep_days; /* 0: for ever */
    double record_quota_gb;  /* 0: no quota */
    int record_overwrite;
    double capture_interval_s; /* 0: none */
    /* By index in the library's table. Of defocus only `enabled` counts here: its sensitivity and
     * durations are the camera's own above. Read with lwi_camera_config_condition(). */
    struct lwi_condition_config conditions[LW_CONDITIONS_MAX];
    struct lwi_condition_config signal_lost; /* read with lwi_camera_config_signal_lost() */
    struct lwi_areas areas;                  /* what is watched; none: all */
    struct lwi_areas shields;                /* what is left out */
};

void lwi_camera_config_default(struct lwi_camera_config *ret_config);

/*
 * Applies the members of a JSON object to a copy of *base. Unknown members and
 * values out of range are refused with the member's name. partial: members that
 * are missing keep base's value (PATCH); else name and url are required.
 * A URL with user:password@ in it is taken apart into url, user and password.
 * Returns 0 or -EINVAL; *ret_config is untouched on failure.
 */
int lwi_camera_config_from_json(struct lwi_camera_config *ret_config,
                                const struct lwi_camera_config *base, const struct json_t *object,
                                int partial, struct lw_error *reterr);

/* The settings of one condition, by its index in the library's table. */
struct lwi_condition_config lwi_camera_config_condition(const struct lwi_camera_config *config,
                                                        size_t index);

/* Those of the lost stream, with the durations that hold. */
struct lwi_condition_config lwi_camera_config_signal_lost(const struct lwi_camera_config *config);

/* "none", "auto" or the name of a driver. Static. */
const char *lwi_camera_config_driver(const struct lwi_camera_config *config);

/* The address of the camera's programming interface: the setting, or else http:// and the host of
 * its URL; "" where that has none. */
void lwi_camera_config_address(const struct lwi_camera_config *config,
                               char ret_address[LWI_ADDRESS_MAX + 1]);

/* A new JSON object of all settings; instead of the password, "has_password". NULL: no memory. */
struct json_t *lwi_camera_config_to_json(const struct lwi_camera_config *config);

/* JSON schema (draft of OpenAPI 3.1) of the object above, made from the rows. NULL: no memory. */
struct json_t *lwi_camera_config_schema(void);

/* Whether going from a to b needs the stream opened again. */
int lwi_camera_config_needs_restart(const struct lwi_camera_config *a,
                                    const struct lwi_camera_config *b);

#endif
