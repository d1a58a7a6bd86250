/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* What the files of the ONVIF driver share. */
#ifndef LWI_DRIVER_ONVIF_H
#define LWI_DRIVER_ONVIF_H

#include "driver/soap.h"

enum lwi_onvif_service {
    LWI_ONVIF_DEVICE,
    LWI_ONVIF_MEDIA,
    LWI_ONVIF_MEDIA2,
    LWI_ONVIF_EVENTS,
    LWI_ONVIF_IMAGING,
    LWI_ONVIF_PTZ,
    LWI_ONVIF_SERVICES,
};

/* Each is asked for its URL. */
#define LWI_ONVIF_PROFILES_MAX 64

struct lwi_onvif_profile {
    char token[64], source[64]; /* source: the token of the video source */
    char name[32], codec[16];
    uint32_t width, height;
    int channel;
    int has_ptz; /* it has a configuration for turning the camera */
};

struct lwi_onvif {
    struct lwi_soap soap;
    int connected;                                     /* services are known */
    char path[LWI_ONVIF_SERVICES][LWI_DEVICE_URL_MAX]; /* "": the camera has none such */
    int profiles_known;
    struct lwi_onvif_profile profiles[LWI_ONVIF_PROFILES_MAX];
    size_t profile_count;
    char subscription[LWI_DEVICE_URL_MAX]; /* of events; "": none */
    int64_t renew_ns;                      /* monotonic: when it is to be renewed */
    xmlDoc *messages;                      /* pulled; NULL: none */
    xmlNode *message;                      /* the last one that was read */
};

/* Asks a service, after the camera's clock and services if need be. name is the operation, body
 * what is within its element. */
int lwi_onvif_call(struct lwi_device *device, enum lwi_onvif_service service, const char *name,
                   const char *body, xmlDoc **ret_doc, xmlNode **ret_answer,
                   struct lw_error *reterr);

/* The first profile of the device's channel, which is the largest. */
int lwi_onvif_profile(struct lwi_device *device, const struct lwi_onvif_profile **ret_profile,
                      struct lw_error *reterr);

int lwi_onvif_streams(struct lwi_device *device, struct lwi_device_streams *ret_streams,
                      struct lw_error *reterr);
int lwi_onvif_snapshot(struct lwi_device *device, char ret_path[LWI_DEVICE_URL_MAX],
                       struct lw_error *reterr);

int lwi_onvif_events_begin(struct lwi_device *device, struct lw_error *reterr);
int lwi_onvif_events_read(struct lwi_device *device, double wait_s,
                          struct lwi_device_event *ret_event, struct lw_error *reterr);
void lwi_onvif_events_end(struct lwi_device *device);

int lwi_onvif_focus(struct lwi_device *device, const struct lwi_focus *what,
                    struct lw_error *reterr);
int lwi_onvif_focus_position(struct lwi_device *device, double *ret_position,
                             struct lw_error *reterr);
int lwi_onvif_presets(struct lwi_device *device, struct lwi_presets *ret_presets,
                      struct lw_error *reterr);
int lwi_onvif_preset_go(struct lwi_device *device, const char *token, struct lw_error *reterr);
int lwi_onvif_preset_now(struct lwi_device *device, unsigned *ret_number, struct lw_error *reterr);
/* onvif_ptz.c: the element of the profile by which the device's channel is turned */
int lwi_onvif_ptz_element(struct lwi_device *device, char *text, size_t size,
                          struct lw_error *reterr);
int lwi_onvif_ptz(struct lwi_device *device, struct lwi_ptz_can *ret_can, struct lw_error *reterr);
int lwi_onvif_move(struct lwi_device *device, const struct lwi_move *move, struct lw_error *reterr);
int lwi_onvif_preset_save(struct lwi_device *device, const char *token, const char *name,
                          struct lw_error *reterr);
int lwi_onvif_outputs(struct lwi_device *device, struct lwi_device_outputs *ret_outputs,
                      struct lw_error *reterr);
int lwi_onvif_output_set(struct lwi_device *device, const char *token, int active,
                         struct lw_error *reterr);

/* The state of a driver that uses parts of this one: frees what is in it. */
void lwi_onvif_done(void *state);

#endif
