/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * The events of one camera: an engine for each condition, and what the engines
 * say put into the store, in its order, before anybody hears of it. What cannot
 * be stored (a full disk) is kept in memory, within a bound, and tried again.
 *
 * Thread-safe: a worker and the fleet's own thread both come here. A step that
 * starts or ends an event returns when that is stored.
 */
#ifndef LWI_CAMERA_EVENTS_H
#define LWI_CAMERA_EVENTS_H

#include <pthread.h>
#include <stdint.h>

#include "base/log.h"
#include "camera/condition.h"
#include "camera/notices.h"
#include "camera/picture.h"
#include "config/condition_config.h"
#include "event/arming.h"
#include "event/event.h"
#include "record/recorder.h"
#include "store/store.h"

/* Events that one camera keeps in memory: the open ones, at most one a condition, and those that
 * cannot be stored now. */
#define LWI_EVENTS_KEPT (LWI_CONDITIONS_MAX + 4)

/* Without a verdict for longer than so many intervals, a fault must last anew. */
#define LWI_EVENTS_GAP_INTERVALS 4

struct lwi_camera_event {
    int condition;
    struct lwi_event event; /* id 0: its start is not stored yet */
    struct lwi_picture start, reference, end;
    int refresh; /* to be stored */
    int ended;   /* its end is to be stored */
};

struct lwi_camera_events {
    char camera_id[33];
    char whose[48]; /* for the log */
    struct lwi_store *store;
    struct lwi_notices *notices;
    const struct lwi_log *log;
    struct lwi_recorder *recorder; /* is told of each start and end; NULL: none */

    pthread_mutex_t lock; /* held while storing */
    struct lwi_event_engine engines[LWI_CONDITIONS_MAX];
    struct lwi_camera_event list[LWI_EVENTS_KEPT]; /* oldest first */
    size_t count;
    int armed;
    struct lwi_arming *arming; /* owned; NULL: always */
    int failing;               /* the store failed last time; said so in the log */
    int64_t retry_ns;          /* monotonic */

    pthread_mutex_t seen_lock; /* never held for long */
    int64_t open_id;           /* of the most serious open event that is stored; 0: none */
    int open_condition;
};

/* Takes pictures when they are needed: of now and, unless ret_reference is NULL, of the camera when
 * it was healthy. What there is none of stays empty. */
struct lwi_events_eye {
    void (*look)(void *cookie, struct lwi_picture *ret_now, struct lwi_picture *ret_reference);
    void *cookie;
};

/* What is borrowed must outlive it. Armed. camera_id "": of the system itself; its conditions are
 * those of event/exception.h then, and events say so in their source. */
void lwi_events_init(struct lwi_camera_events *events, const char *camera_id,
                     struct lwi_store *store, struct lwi_notices *notices,
                     const struct lwi_log *log);
/* Tries once more to store what is not; logs what is lost. */
void lwi_events_done(struct lwi_camera_events *events);

/* Takes up an event that is open in the store. 0, or -ENOENT: no such condition, or one of it is
 * open already. */
int lwi_events_resume(struct lwi_camera_events *events, const struct lwi_event *event,
                      int64_t monotonic_ns);

/* What is told of one condition at one moment. */
struct lwi_events_verdict {
    int condition;
    enum lwi_condition_state state;
    double score;
    double lasted_s; /* how long a fault has been there; 0: since now, as far as is known */
    const char *reason;
    int64_t monotonic_ns, wall_ns;
};

/* How the engine of a condition is set, of a camera that is looked at each interval_s. */
struct lwi_event_settings lwi_events_settings(const struct lwi_condition_config *condition,
                                              double interval_s, double flap_s);

void lwi_events_step(struct lwi_camera_events *events, const struct lwi_event_settings *settings,
                     const struct lwi_events_verdict *verdict, const struct lwi_events_eye *eye);

/* Stores what could not be stored, when it is time. */
void lwi_events_retry(struct lwi_camera_events *events, int64_t monotonic_ns);

/* Ends the open event of one condition, if there is one, with this reason. */
void lwi_events_end(struct lwi_camera_events *events, int condition, const char *reason,
                    int64_t wall_ns);

/* Another schedule, which is taken; NULL: always armed. What is not armed is watched all the same,
 * but has no events: its open event ends, and a fault that stands when a period begins must last
 * the duration from then. */
void lwi_events_schedule(struct lwi_camera_events *events, struct lwi_arming *arming);
/* Whether the condition is armed at a time. */
int lwi_events_armed(struct lwi_camera_events *events, const char *condition, int64_t wall_ns);

/* Whether the schedule lets the camera record at a time. */
int lwi_events_records(struct lwi_camera_events *events, int64_t wall_ns);

/* Ends all open events with this reason; steps do nothing until armed again. */
void lwi_events_disarm(struct lwi_camera_events *events, const char *reason, int64_t wall_ns);
void lwi_events_arm(struct lwi_camera_events *events);

/* The open event of one condition that is stored; 0: there is none. */
int64_t lwi_events_open_of(struct lwi_camera_events *events, int condition);

/* The most serious open event that is stored. *ret_id 0: none. */
void lwi_events_open(struct lwi_camera_events *events, int64_t *ret_id, const char **ret_condition);

#endif
