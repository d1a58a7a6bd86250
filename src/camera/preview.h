/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * What a condition would have done with other settings: the limits that were stored with each
 * measurement say how the condition itself would have judged that picture at any sensitivity, and
 * the engine of events is run over them as it ran then. What cannot be replayed: a fault that is
 * found keeps its pictures from being learnt, so another sensitivity would in time have learnt a
 * little else.
 */
#ifndef LWI_CAMERA_PREVIEW_H
#define LWI_CAMERA_PREVIEW_H

#include <stddef.h>
#include <stdint.h>

#include "lenswatch/error.h"

struct lwi_fleet;

/* Events that are listed, at most; all are counted. */
#define LWI_PREVIEW_EVENTS_MAX 1000

/* What is stored of that time. */
enum lwi_preview_history {
    LWI_PREVIEW_WHOLE = 0, /* from its beginning on */
    LWI_PREVIEW_SHORT,     /* from later on */
    LWI_PREVIEW_NOTHING,   /* there is none yet */
    LWI_PREVIEW_NEVER,     /* none is kept of this condition: it is not judged from pictures */
};

/* "whole", "short", "nothing", "never". Static. */
const char *lwi_preview_history_name(enum lwi_preview_history history);

struct lwi_preview_query {
    int condition; /* as camera/condition.h */
    int64_t from_ns, to_ns;
    /* < 0: as the camera is set. */
    int sensitivity;
    double duration_s, clear_duration_s;
};

struct lwi_preview_event {
    int64_t started_ns, ended_ns; /* ended_ns 0: open at the end */
};

struct lwi_preview {
    int sensitivity; /* as it was run */
    double duration_s, clear_duration_s;
    enum lwi_preview_history history;
    int64_t first_ns;  /* of the pictures whose limits are kept; 0: none */
    uint64_t pictures; /* of these, in all; that could be judged; at fault; not armed */
    uint64_t judged, faults, disarmed;
    uint64_t event_count;
    int64_t event_ns;                 /* how long all of them lasted together */
    struct lwi_preview_event *events; /* malloc'ed, oldest first */
    size_t listed;                    /* of them: event_count, or LWI_PREVIEW_EVENTS_MAX */
};

/* Free ret->events. -ENOENT, -ENOMEM, or as the store. */
int lwi_fleet_camera_preview(struct lwi_fleet *fleet, const char *id,
                             const struct lwi_preview_query *query, struct lwi_preview *ret,
                             struct lw_error *reterr);

#endif
