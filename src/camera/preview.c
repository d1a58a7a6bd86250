/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "camera/preview.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "camera/fleet_internal.h"
#include "event/arming.h"

/* The first picture that is kept may be so much later than what is asked for: cameras rest between
 * two pictures, and the daemon is started anew now and then. */
#define SLACK_NS (INT64_C(3600) * LWI_NS_PER_S)

struct replay {
    struct lwi_preview *result;
    const struct lwi_arming *arming; /* NULL: always armed */
    const char *name;                /* of the condition */
    size_t index;                    /* in the library's table */
    struct lwi_event_settings settings;
    struct lwi_event_engine engine;
    double gap_s;       /* as the camera's interval is now */
    int64_t before_ns;  /* time of the last picture; 0: none */
    int64_t spacing_ns; /* between the last two */
    int64_t started_ns; /* of the open event */
    size_t room;
    int failed;
};

const char *lwi_preview_history_name(enum lwi_preview_history history)
{
    static const char *const names[] = {"whole", "short", "nothing", "never"};
    return names[history];
}

static void begin(struct replay *replay)
{
    struct lwi_preview *p = replay->result;
    replay->started_ns = replay->engine.fault_since_wall_ns;
    p->event_count++;
    if (p->listed == LWI_PREVIEW_EVENTS_MAX)
        return;
    if (p->listed == replay->room) {
        const size_t room = replay->room ? 2 * replay->room : 16;
        struct lwi_preview_event *grown = realloc(p->events, room * sizeof(*grown));
        if (!grown) {
            replay->failed = 1;
            return;
        }
        p->events = grown;
        replay->room = room;
    }
    p->events[p->listed++] = (struct lwi_preview_event){.started_ns = replay->started_ns};
}

/* is_over: else it goes on, and is counted up to there. */
static void end(struct replay *replay, int64_t time_ns, int is_over)
{
    struct lwi_preview *p = replay->result;
    p->event_ns += time_ns - replay->started_ns;
    if (is_over && p->listed > 0 && p->event_count == p->listed)
        p->events[p->listed - 1].ended_ns = time_ns;
    replay->started_ns = 0;
}

/* The interval may have been another one then: it is the shorter of two distances in a row, for one
 * alone may be a gap. */
static void follow_interval(struct replay *replay, int64_t time_ns)
{
    const int64_t spacing_ns = replay->before_ns ? time_ns - replay->before_ns : 0;
    const int64_t interval_ns = spacing_ns < replay->spacing_ns ? spacing_ns : replay->spacing_ns;
    const double gap_s = LWI_EVENTS_GAP_INTERVALS * (double) interval_ns / (double) LWI_NS_PER_S;
    replay->settings.gap_s = gap_s > replay->gap_s ? gap_s : replay->gap_s;
    replay->spacing_ns = spacing_ns;
    replay->before_ns = time_ns;
}

static void step(struct replay *replay, enum lwi_condition_state state, int64_t time_ns)
{
    switch (lwi_event_step(&replay->engine, &replay->settings, state, 0, time_ns, time_ns)) {
    case LWI_EVENT_START:
        begin(replay);
        break;
    case LWI_EVENT_END:
        end(replay, replay->engine.clear_since_wall_ns, /* is_over= */ 1);
        break;
    case LWI_EVENT_NONE:
    case LWI_EVENT_REFRESH:
        break;
    }
}

static int see(void *cookie, const struct lwi_measurement *m)
{
    struct replay *replay = cookie;
    struct lwi_preview *p = replay->result;
    if (m->limit_count <= replay->index)
        return 0; /* stored before limits were kept, or before there was such a condition */
    if (p->pictures++ == 0)
        p->first_ns = m->time_ns;
    const uint8_t limit = m->limits[replay->index];
    const enum lw_state state = lw_limit_state(limit, (unsigned) p->sensitivity);
    p->judged += state != LW_STATE_NOT_ASSESSABLE;
    p->faults += state == LW_STATE_FAULT;
    follow_interval(replay, m->time_ns);
    if (lwi_arming_at(replay->arming, replay->name, m->time_ns)) {
        step(replay, lwi_event_state(state, limit, (unsigned) p->sensitivity), m->time_ns);
    } else {
        p->disarmed++;
        if (replay->engine.open)
            end(replay, m->time_ns, /* is_over= */ 1);
        replay->engine = (struct lwi_event_engine){0};
    }
    return replay->failed;
}

/* What is set, where the query leaves it open. */
static void settle(const struct lwi_camera_config *config, const struct lwi_preview_query *query,
                   struct lwi_condition_config *set)
{
    if (query->condition == LWI_CONDITION_SIGNAL_LOST)
        *set = lwi_camera_config_signal_lost(config);
    else if (query->condition < lwi_condition_count() - 1)
        *set =
            lwi_camera_config_condition(config, (size_t) (query->condition - LWI_CONDITION_FIRST));
    if (query->sensitivity >= 0)
        set->sensitivity = query->sensitivity;
    if (query->duration_s >= 0)
        set->duration_s = query->duration_s;
    if (query->clear_duration_s >= 0)
        set->clear_duration_s = query->clear_duration_s;
}

static int run(struct lwi_fleet *fleet, const char *id, const struct lwi_preview_query *query,
               struct replay *replay, struct lw_error *reterr)
{
    struct lwi_preview *p = replay->result;
    struct lwi_arming *arming = NULL;
    int r = lwi_camera_arming_copy(fleet, id, &arming, reterr);
    if (r < 0)
        return r;
    replay->arming = arming;
    r = lwi_store_measurement_walk(fleet->hub.store, id, query->from_ns, query->to_ns, see, replay,
                                   reterr);
    lwi_arming_free(arming);
    if (r == 0 && replay->failed)
        r = lwi_error_set(reterr, -ENOMEM, "out of memory");
    if (r < 0)
        return r;
    if (replay->engine.open)
        end(replay, query->to_ns, /* is_over= */ 0);
    p->history = p->pictures == 0                          ? LWI_PREVIEW_NOTHING
                 : p->first_ns - query->from_ns > SLACK_NS ? LWI_PREVIEW_SHORT
                                                           : LWI_PREVIEW_WHOLE;
    return 0;
}

int lwi_fleet_camera_preview(struct lwi_fleet *fleet, const char *id,
                             const struct lwi_preview_query *query, struct lwi_preview *ret,
                             struct lw_error *reterr)
{
    struct lwi_camera_config config;
    struct lwi_condition_config set = {0};
    int r = lwi_fleet_camera_config(fleet, id, &config);
    if (r < 0)
        return lwi_error_set(reterr, r, "There is no camera '%.32s'", id);
    explicit_bzero(config.password, sizeof(config.password));
    settle(&config, query, &set);
    struct lwi_preview preview = {
        .sensitivity = set.sensitivity,
        .duration_s = set.duration_s,
        .clear_duration_s = set.clear_duration_s,
        .history = LWI_PREVIEW_NEVER,
    };
    struct replay replay = {
        .result = &preview,
        .name = lwi_condition_name(query->condition),
        .settings = lwi_events_settings(&set, config.interval_s, config.flap_s),
    };
    replay.gap_s = replay.settings.gap_s;
    const int is_judged =
        query->condition >= LWI_CONDITION_FIRST && query->condition < lwi_condition_count() - 1;
    if (is_judged) {
        replay.index = (size_t) (query->condition - LWI_CONDITION_FIRST);
        r = run(fleet, id, query, &replay, reterr);
    }
    if (r < 0)
        free(preview.events);
    else
        *ret = preview;
    return r;
}
