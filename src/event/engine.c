/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "event/event.h"

#include "base/clock.h"

/* Steps of the sensitivity by which a fault is missed that is nearly one. */
#define NEARLY 10u

enum lwi_condition_state lwi_event_state(enum lw_state state, uint8_t limit, unsigned sensitivity)
{
    if (state == LW_STATE_NOT_ASSESSABLE)
        return LWI_STATE_NOT_ASSESSABLE;
    if (state == LW_STATE_FAULT)
        return LWI_STATE_FAULT;
    const unsigned more = sensitivity + NEARLY < 100 ? sensitivity + NEARLY : 100;
    return lw_limit_state(limit, more) == LW_STATE_FAULT ? LWI_STATE_NEARLY : LWI_STATE_OK;
}

static int has_passed(int64_t since_ns, int64_t now_ns, double seconds)
{
    return (double) (now_ns - since_ns) >= seconds * (double) LWI_NS_PER_S;
}

/* From the earliest time that was said of it. */
static void begin_run(int *runs, int64_t *since_ns, int64_t from_ns)
{
    if (!*runs || from_ns < *since_ns)
        *since_ns = from_ns;
    *runs = 1;
}

/* Notes a start, and whether there were many of late. */
static void note_start(struct lwi_event_engine *engine, const struct lwi_event_settings *settings,
                       int64_t now_ns)
{
    int64_t *oldest = &engine->starts_ns[(engine->starts + 1) % LWI_EVENT_FLAPS];
    engine->starts_ns[engine->starts++ % LWI_EVENT_FLAPS] = now_ns;
    engine->flaps = settings->flap_s > 0 && engine->starts >= LWI_EVENT_FLAPS &&
                    !has_passed(*oldest, now_ns, settings->flap_s);
}

/* When a fault began that has lasted so long; no earlier than is known here. */
static int64_t begun_ns(const struct lwi_event_engine *engine, double lasted_s, int64_t now_ns)
{
    const double watched_s = (double) (now_ns - engine->watched_since_ns) / (double) LWI_NS_PER_S;
    if (lasted_s >= watched_s)
        return engine->watched_since_ns;
    return lasted_s > 0 ? now_ns - (int64_t) (lasted_s * (double) LWI_NS_PER_S) : now_ns;
}

static enum lwi_event_step step_fault(struct lwi_event_engine *engine,
                                      const struct lwi_event_settings *settings, double lasted_s,
                                      int64_t now_ns, int64_t wall_ns)
{
    engine->clear_runs = 0;
    begin_run(&engine->fault_runs, &engine->fault_since_ns, begun_ns(engine, lasted_s, now_ns));
    if (engine->open) {
        if (!has_passed(engine->refreshed_ns, now_ns, settings->refresh_s))
            return LWI_EVENT_NONE;
        engine->refreshed_ns = now_ns;
        return LWI_EVENT_REFRESH;
    }
    if (!has_passed(engine->fault_since_ns, now_ns, settings->duration_s))
        return LWI_EVENT_NONE;
    engine->open = 1;
    engine->refreshed_ns = now_ns;
    note_start(engine, settings, now_ns);
    /* By the clock as it is now: had it jumped since, the start would lie in another year. */
    engine->fault_since_wall_ns = wall_ns - (now_ns - engine->fault_since_ns);
    return LWI_EVENT_START;
}

static enum lwi_event_step step_ok(struct lwi_event_engine *engine,
                                   const struct lwi_event_settings *settings, int64_t now_ns,
                                   int64_t wall_ns)
{
    engine->fault_runs = 0;
    begin_run(&engine->clear_runs, &engine->clear_since_ns, now_ns);
    double clear_s = settings->clear_duration_s;
    if (engine->flaps && settings->flap_s > clear_s)
        clear_s = settings->flap_s;
    if (!engine->open || !has_passed(engine->clear_since_ns, now_ns, clear_s))
        return LWI_EVENT_NONE;
    engine->open = 0;
    engine->watched_since_ns = now_ns;
    engine->clear_since_wall_ns = wall_ns - (now_ns - engine->clear_since_ns);
    return LWI_EVENT_END;
}

enum lwi_event_step lwi_event_step(struct lwi_event_engine *engine,
                                   const struct lwi_event_settings *settings,
                                   enum lwi_condition_state state, double lasted_s,
                                   int64_t monotonic_ns, int64_t wall_ns)
{
    engine->state = state;
    if (state == LWI_STATE_NOT_ASSESSABLE)
        return LWI_EVENT_NONE;
    if ((engine->fault_runs || engine->clear_runs) && settings->gap_s > 0 &&
        has_passed(engine->seen_ns, monotonic_ns, settings->gap_s))
        engine->fault_runs = engine->clear_runs = engine->watched = 0;
    if (!engine->watched)
        engine->watched_since_ns = monotonic_ns;
    engine->watched = 1;
    if (state == LWI_STATE_NEARLY && engine->fault_runs && !engine->open)
        return LWI_EVENT_NONE;
    engine->seen_ns = monotonic_ns;
    return state == LWI_STATE_FAULT ? step_fault(engine, settings, lasted_s, monotonic_ns, wall_ns)
                                    : step_ok(engine, settings, monotonic_ns, wall_ns);
}

void lwi_event_resume(struct lwi_event_engine *engine, int64_t monotonic_ns)
{
    *engine = (struct lwi_event_engine){.open = 1, .refreshed_ns = monotonic_ns};
}
