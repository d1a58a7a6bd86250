/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The inside of the fleet, for the files of this folder. */
#ifndef LWI_CAMERA_FLEET_INTERNAL_H
#define LWI_CAMERA_FLEET_INTERNAL_H

#include "camera/camera.h"
#include "event/zone.h"

struct lwi_fleet {
    struct lwi_hub hub;
    lw_model *own_model; /* opened here, or NULL */
    size_t cameras_max;

    pthread_mutex_t zone_lock;
    char zone[LWI_ZONE_SIZE]; /* under zone_lock: of schedules that name none */

    pthread_mutex_t change_lock; /* one change of the set of cameras at a time; may block */

    pthread_mutex_t lock;
    pthread_cond_t wake; /* on the monotonic clock */
    /* Under lock. */
    struct lwi_camera **cameras; /* room for cameras_max */
    size_t count;
    struct lwi_camera **leaving; /* removed, their supervisor still ends; room for cameras_max */
    size_t leaving_count;
    int stop;

    atomic_int_least64_t heartbeat_ns;
    pthread_t thread;
    int thread_runs;
};

/* The camera, with a reference for the caller; NULL: there is none. */
struct lwi_camera *lwi_fleet_find(struct lwi_fleet *fleet, const char *id);

/* A reference to each camera, for going about them without the lock; the array is malloc'ed. 0 or
 * -ENOMEM. */
int lwi_fleet_all(struct lwi_fleet *fleet, struct lwi_camera ***ret_cameras, size_t *ret_count);

/* The time zone of schedules that name none, from now on. */
void lwi_fleet_time_zone(struct lwi_fleet *fleet, const char *zone);

/* The schedule of a camera by itself, without what somebody has switched by hand; NULL: always
 * armed. The caller's. */
int lwi_camera_arming_copy(struct lwi_fleet *fleet, const char *id, struct lwi_arming **ret_arming,
                           struct lw_error *reterr);

/* certificates.c: asks cameras whose turn it is for their certificates; how many days before its
 * end one is an event, 0: never; and what is said of one. */
void lwi_fleet_certificates(struct lwi_fleet *fleet, const atomic_bool *cancel);
void lwi_fleet_certificate_days(struct lwi_fleet *fleet, int days);
void lwi_certificate_words(int64_t expires_ns, int64_t left_ns, const char *whose, char *ret_text,
                           size_t size);

/* Writes the settings of a camera to the store. */
int lwi_fleet_store(struct lwi_fleet *fleet, const struct lwi_camera_config *config,
                    struct lw_error *reterr);

/* Keeps the public key that the camera's interface or its stream showed first. */
void lwi_fleet_camera_pin(struct lwi_fleet *fleet, const char *id, int of_stream, const char *pin);
/* Keeps the sub stream that was found, where none was set meanwhile. */
void lwi_fleet_camera_sub(struct lwi_fleet *fleet, const char *id, const char *url);

/* As lwi_fleet_find() without a reference, while fleet->lock is held; ret_index may be NULL. */
struct lwi_camera *lwi_fleet_find_locked(struct lwi_fleet *fleet, const char *id,
                                         size_t *ret_index);

#endif
