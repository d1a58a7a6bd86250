/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Events: a fault with a start, refreshes and an end. The engine of one camera
 * and one condition turns verdicts into transitions: a fault must last
 * `duration` to start an event and be gone for `clear duration` to end it.
 * It holds no clock and no store: time comes in, a transition comes out.
 */
#ifndef LWI_EVENT_EVENT_H
#define LWI_EVENT_EVENT_H

#include <stdint.h>

#include "lenswatch/watch.h"

enum lwi_condition_state {
    LWI_STATE_OK = 0,
    LWI_STATE_FAULT = 1,
    LWI_STATE_NOT_ASSESSABLE = 2,
    LWI_STATE_NEARLY = 3, /* ok, and nearly a fault */
};

/* What the engine is told of a condition whose limit (lw_watch_limits()) is known: what would be a
 * fault were it a little more sensitive, is nearly one. sensitivity: 1..100. */
enum lwi_condition_state lwi_event_state(enum lw_state state, uint8_t limit, unsigned sensitivity);

enum lwi_event_step {
    LWI_EVENT_NONE = 0,
    LWI_EVENT_START,
    LWI_EVENT_REFRESH, /* the event goes on, and it is time to say so */
    LWI_EVENT_END,
};

struct lwi_event_settings {
    double duration_s;       /* 0..3600 */
    double clear_duration_s; /* 0..3600 */
    double refresh_s;        /* seconds from refresh to refresh */
    double gap_s;            /* a longer time without a verdict says nothing of what was in it: the
                              * fault or its absence must last anew. 0: no limit */
    double flap_s;           /* a fault that starts for the LWI_EVENT_FLAPS-th time within so long
                              * comes and goes: it stays one event until it has been gone for as
                              * long. 0: each time is an event */
};

#define LWI_EVENT_FLAPS 4

/* Plain state, small enough to keep one a camera and condition. Zeroed = nothing known. */
struct lwi_event_engine {
    enum lwi_condition_state state; /* as last told */
    int open;                       /* an event is open */
    int fault_runs, clear_runs;     /* a run has begun; its time is below */
    int64_t fault_since_ns;         /* monotonic; the first fault of the present run */
    int64_t clear_since_ns;
    int64_t fault_since_wall_ns; /* realtime; valid after LWI_EVENT_START */
    int64_t clear_since_wall_ns; /* realtime; valid after LWI_EVENT_END */
    int64_t refreshed_ns;
    int64_t seen_ns;                    /* last fault or its absence, to find gaps */
    int watched;                        /* told of since then, without a gap: */
    int64_t watched_since_ns;           /* monotonic; not before the last event ended */
    int64_t starts_ns[LWI_EVENT_FLAPS]; /* monotonic: of the last events; a ring */
    unsigned starts;                    /* in all */
    int flaps;                          /* the open event comes and goes */
};

/*
 * One verdict. not assessable neither confirms a fault nor clears one: it holds
 * an open event and breaks neither run. Nor does what is nearly a fault break the
 * run of one that is no event yet: a fault at its limit is now over it, now under.
 * Else it is ok. lasted_s: for how long a fault is known to have been there, as far as
 * the engine was told of its condition since; 0 where only now is known.
 * monotonic_ns never goes back; wall_ns may jump, and no duration is taken from it.
 */
enum lwi_event_step lwi_event_step(struct lwi_event_engine *engine,
                                   const struct lwi_event_settings *settings,
                                   enum lwi_condition_state state, double lasted_s,
                                   int64_t monotonic_ns, int64_t wall_ns);

/* Takes up an event that was open when the program ended: it goes on, or ends once the fault has
 * been gone for the clear duration from now. */
void lwi_event_resume(struct lwi_event_engine *engine, int64_t monotonic_ns);

#endif
