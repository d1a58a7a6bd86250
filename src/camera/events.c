/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "camera/events.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "event/exception.h"

#define GAP_MIN_S 30.0
#define REFRESH_S 60.0

/* The store is asked again this long after it failed. */
#define RETRY_NS (2 * LWI_NS_PER_S)

void lwi_events_init(struct lwi_camera_events *events, const char *camera_id,
                     struct lwi_store *store, struct lwi_notices *notices,
                     const struct lwi_log *log)
{
    *events =
        (struct lwi_camera_events){.store = store, .notices = notices, .log = log, .armed = 1};
    (void) snprintf(events->camera_id, sizeof(events->camera_id), "%s", camera_id);
    (void) snprintf(events->whose, sizeof(events->whose), "%s%s",
                    camera_id[0] ? "camera " : "the system", camera_id);
    (void) pthread_mutex_init(&events->lock, NULL);
    (void) pthread_mutex_init(&events->seen_lock, NULL);
}

static const char *name_of(const struct lwi_camera_events *events, int condition)
{
    return events->camera_id[0] ? lwi_condition_name(condition) : lwi_exception_name(condition);
}

static void free_pictures(struct lwi_camera_event *e)
{
    lwi_picture_done(&e->start);
    lwi_picture_done(&e->reference);
    lwi_picture_done(&e->end);
}

static void drop(struct lwi_camera_events *events, size_t index)
{
    free_pictures(&events->list[index]);
    events->count--;
    memmove(&events->list[index], &events->list[index + 1],
            (events->count - index) * sizeof(events->list[0]));
}

static void note_open(struct lwi_camera_events *events)
{
    int64_t id = 0;
    int condition = 0;
    for (size_t i = 0; i < events->count; i++) {
        const struct lwi_camera_event *e = &events->list[i];
        if (e->event.id != 0 && !e->ended &&
            (id == 0 || lwi_condition_rank(e->condition) < lwi_condition_rank(condition))) {
            id = e->event.id;
            condition = e->condition;
        }
    }
    (void) pthread_mutex_lock(&events->seen_lock);
    events->open_id = id;
    events->open_condition = condition;
    (void) pthread_mutex_unlock(&events->seen_lock);
}

static int store_start(struct lwi_camera_events *events, struct lwi_camera_event *e,
                       struct lw_error *reterr)
{
    struct lwi_event_pictures pictures = {
        .start = e->start.data,
        .start_size = e->start.size,
        .reference = e->reference.data,
        .reference_size = e->reference.size,
    };
    int r = lwi_store_event_start(events->store, &e->event, &pictures, reterr);
    if (r < 0)
        return r;
    lwi_picture_done(&e->start);
    lwi_picture_done(&e->reference);
    note_open(events); /* who is told finds it so */
    lwi_log_as(events->log, LWI_LOG_NOTICE, LWI_LOG_ALARM, e->event.condition,
               "%s: event %lld: %s: %s", events->whose, (long long) e->event.id, e->event.condition,
               e->event.reason);
    lwi_notices_add(events->notices, LWI_NOTICE_EVENT_START, events->camera_id, e->event.id, NULL);
    if (events->recorder)
        lwi_recorder_event(events->recorder, e->event.id, e->event.confirmed_ns);
    return 0;
}

static int store_end(struct lwi_camera_events *events, struct lwi_camera_event *e,
                     struct lw_error *reterr)
{
    struct lwi_event_pictures pictures = {.end = e->end.data, .end_size = e->end.size};
    int r = lwi_store_event_end(events->store, e->event.id, e->event.ended_ns, e->event.end_reason,
                                &pictures, reterr);
    if (r < 0)
        return r;
    note_open(events);
    lwi_log_as(events->log, LWI_LOG_NOTICE, LWI_LOG_ALARM, e->event.condition,
               "%s: event %lld: %s has ended: %s", events->whose, (long long) e->event.id,
               e->event.condition, e->event.end_reason);
    lwi_notices_add(events->notices, LWI_NOTICE_EVENT_END, events->camera_id, e->event.id, NULL);
    if (events->recorder)
        lwi_recorder_event(events->recorder, e->event.id, e->event.ended_ns);
    return 0;
}

/* Brings the store up to date on one event. */
static int store_one(struct lwi_camera_events *events, struct lwi_camera_event *e,
                     struct lw_error *reterr)
{
    int r = e->event.id == 0 ? store_start(events, e, reterr) : 0;
    if (r == 0 && e->ended)
        return store_end(events, e, reterr);
    if (r == 0 && e->refresh) {
        r = lwi_store_event_refresh(events->store, e->event.id, e->event.refreshed_ns,
                                    e->event.score, reterr);
        if (r == 0) {
            e->refresh = 0;
            lwi_notices_add(events->notices, LWI_NOTICE_EVENT_REFRESH, events->camera_id,
                            e->event.id, NULL);
        }
    }
    return r;
}

/* Whether trying again cannot help: the camera was removed, or the store has it otherwise. */
static int is_final(int r)
{
    return r == -ENOENT || r == -EEXIST || r == -EINVAL || r == -EFBIG;
}

static void report(struct lwi_camera_events *events, int r, const struct lw_error *error)
{
    if (r < 0 && !events->failing)
        lwi_log_as(events->log, LWI_LOG_ERROR, LWI_LOG_BY_LEVEL, "storage",
                   "%s: an event cannot be stored, and is kept in memory: %s. %s", events->whose,
                   error->message, error->hint);
    else if (r == 0 && events->failing)
        lwi_log_as(events->log, LWI_LOG_NOTICE, LWI_LOG_BY_LEVEL, "storage",
                   "%s: events are stored again", events->whose);
    events->failing = r < 0;
}

static void flush_locked(struct lwi_camera_events *events, int64_t monotonic_ns)
{
    struct lw_error error = {0};
    int r = 0;
    for (size_t i = 0; i < events->count && r == 0;) {
        struct lwi_camera_event *e = &events->list[i];
        r = store_one(events, e, &error);
        if (is_final(r)) {
            lwi_log_as(events->log, LWI_LOG_ERROR, LWI_LOG_BY_LEVEL, "storage",
                       "%s: an event is lost: %s", events->whose, error.message);
            drop(events, i);
            r = 0;
        } else if (r == 0 && e->ended) {
            drop(events, i);
        } else {
            i++;
        }
    }
    report(events, r, &error);
    events->retry_ns = monotonic_ns + RETRY_NS;
    note_open(events);
}

static struct lwi_camera_event *find_open(struct lwi_camera_events *events, int condition)
{
    for (size_t i = 0; i < events->count; i++)
        if (events->list[i].condition == condition && !events->list[i].ended)
            return &events->list[i];
    return NULL;
}

/* A new place in the list. Where it is full, which only a failing store makes it, the oldest event
 * that is over goes. There is one: no condition has two open events. */
static struct lwi_camera_event *new_place(struct lwi_camera_events *events)
{
    if (events->count == LWI_EVENTS_KEPT) {
        size_t oldest = 0;
        while (!events->list[oldest].ended)
            oldest++;
        lwi_log_as(events->log, LWI_LOG_ERROR, LWI_LOG_BY_LEVEL, "storage",
                   "%s: too many events cannot be stored; the oldest is lost", events->whose);
        drop(events, oldest);
    }
    struct lwi_camera_event *e = &events->list[events->count++];
    *e = (struct lwi_camera_event){0};
    return e;
}

static void begin_event(struct lwi_camera_events *events, const struct lwi_events_verdict *verdict,
                        const struct lwi_events_eye *eye)
{
    struct lwi_camera_event *e = new_place(events);
    e->condition = verdict->condition;
    e->event.started_ns = events->engines[verdict->condition].fault_since_wall_ns;
    e->event.confirmed_ns = e->event.refreshed_ns = verdict->wall_ns;
    e->event.score = verdict->score;
    (void) snprintf(e->event.camera_id, sizeof(e->event.camera_id), "%s", events->camera_id);
    (void) snprintf(e->event.condition, sizeof(e->event.condition), "%s",
                    name_of(events, verdict->condition));
    (void) snprintf(e->event.source, sizeof(e->event.source), "%s",
                    events->camera_id[0] ? "" : "system");
    if (events->engines[verdict->condition].flaps)
        (void) snprintf(e->event.reason, sizeof(e->event.reason), "it comes and goes: %.130s",
                        verdict->reason);
    else
        (void) snprintf(e->event.reason, sizeof(e->event.reason), "%s", verdict->reason);
    eye->look(eye->cookie, &e->start, &e->reference);
}

/* No period of the schedule: the condition has no event. */
static void stay_disarmed_locked(struct lwi_camera_events *events,
                                 const struct lwi_events_verdict *verdict)
{
    struct lwi_camera_event *e = find_open(events, verdict->condition);
    events->engines[verdict->condition] = (struct lwi_event_engine){0};
    if (!e)
        return;
    e->ended = 1;
    e->event.ended_ns = verdict->wall_ns;
    (void) snprintf(e->event.end_reason, sizeof(e->event.end_reason), "disarmed");
    flush_locked(events, verdict->monotonic_ns);
}

void lwi_events_schedule(struct lwi_camera_events *events, struct lwi_arming *arming)
{
    (void) pthread_mutex_lock(&events->lock);
    struct lwi_arming *old = events->arming;
    events->arming = arming;
    (void) pthread_mutex_unlock(&events->lock);
    lwi_arming_free(old);
}

int lwi_events_armed(struct lwi_camera_events *events, const char *condition, int64_t wall_ns)
{
    (void) pthread_mutex_lock(&events->lock);
    int armed = events->armed && lwi_arming_at(events->arming, condition, wall_ns);
    (void) pthread_mutex_unlock(&events->lock);
    return armed;
}

int lwi_events_records(struct lwi_camera_events *events, int64_t wall_ns)
{
    (void) pthread_mutex_lock(&events->lock);
    int records = lwi_arming_records(events->arming, wall_ns);
    (void) pthread_mutex_unlock(&events->lock);
    return records;
}

struct lwi_event_settings lwi_events_settings(const struct lwi_condition_config *condition,
                                              double interval_s, double flap_s)
{
    const double gap_s = LWI_EVENTS_GAP_INTERVALS * interval_s;
    return (struct lwi_event_settings){
        .duration_s = condition->duration_s,
        .clear_duration_s = condition->clear_duration_s,
        .refresh_s = REFRESH_S,
        .flap_s = flap_s,
        .gap_s = gap_s > GAP_MIN_S ? gap_s : GAP_MIN_S,
    };
}

void lwi_events_step(struct lwi_camera_events *events, const struct lwi_event_settings *settings,
                     const struct lwi_events_verdict *verdict, const struct lwi_events_eye *eye)
{
    (void) pthread_mutex_lock(&events->lock);
    if (!events->armed) {
        (void) pthread_mutex_unlock(&events->lock);
        return;
    }
    if (!lwi_arming_at(events->arming, name_of(events, verdict->condition), verdict->wall_ns)) {
        stay_disarmed_locked(events, verdict);
        (void) pthread_mutex_unlock(&events->lock);
        return;
    }
    enum lwi_event_step step =
        lwi_event_step(&events->engines[verdict->condition], settings, verdict->state,
                       verdict->lasted_s, verdict->monotonic_ns, verdict->wall_ns);
    struct lwi_camera_event *e = find_open(events, verdict->condition);
    if (e && verdict->state == LWI_STATE_FAULT && verdict->score > e->event.score)
        e->event.score = verdict->score;
    if (step == LWI_EVENT_START && !e) {
        begin_event(events, verdict, eye);
    } else if (step == LWI_EVENT_REFRESH && e) {
        e->refresh = 1;
        e->event.refreshed_ns = verdict->wall_ns;
    } else if (step == LWI_EVENT_END && e) {
        e->ended = 1;
        e->event.ended_ns = events->engines[verdict->condition].clear_since_wall_ns;
        (void) snprintf(e->event.end_reason, sizeof(e->event.end_reason), "cleared");
        eye->look(eye->cookie, &e->end, NULL);
    }
    if (step != LWI_EVENT_NONE)
        flush_locked(events, verdict->monotonic_ns);
    (void) pthread_mutex_unlock(&events->lock);
}

void lwi_events_retry(struct lwi_camera_events *events, int64_t monotonic_ns)
{
    (void) pthread_mutex_lock(&events->lock);
    if (events->failing && monotonic_ns >= events->retry_ns)
        flush_locked(events, monotonic_ns);
    (void) pthread_mutex_unlock(&events->lock);
}

int lwi_events_resume(struct lwi_camera_events *events, const struct lwi_event *event,
                      int64_t monotonic_ns)
{
    int r = -ENOENT;
    int condition = events->camera_id[0] ? lwi_condition_find(event->condition)
                                         : lwi_exception_find(event->condition);
    (void) pthread_mutex_lock(&events->lock);
    if (condition >= 0 && !find_open(events, condition)) {
        struct lwi_camera_event *e = new_place(events);
        e->condition = condition;
        e->event = *event;
        lwi_event_resume(&events->engines[condition], monotonic_ns);
        note_open(events);
        r = 0;
    }
    (void) pthread_mutex_unlock(&events->lock);
    return r;
}

static void end_event(struct lwi_camera_event *e, const char *reason, int64_t wall_ns)
{
    e->ended = 1;
    e->event.ended_ns = wall_ns;
    (void) snprintf(e->event.end_reason, sizeof(e->event.end_reason), "%s", reason);
}

void lwi_events_end(struct lwi_camera_events *events, int condition, const char *reason,
                    int64_t wall_ns)
{
    (void) pthread_mutex_lock(&events->lock);
    events->engines[condition] = (struct lwi_event_engine){0};
    struct lwi_camera_event *e = find_open(events, condition);
    if (e) {
        end_event(e, reason, wall_ns);
        flush_locked(events, lwi_clock_monotonic(&lwi_clock_system));
    }
    (void) pthread_mutex_unlock(&events->lock);
}

void lwi_events_disarm(struct lwi_camera_events *events, const char *reason, int64_t wall_ns)
{
    (void) pthread_mutex_lock(&events->lock);
    events->armed = 0;
    memset(events->engines, 0, sizeof(events->engines));
    for (size_t i = 0; i < events->count; i++)
        if (!events->list[i].ended)
            end_event(&events->list[i], reason, wall_ns);
    flush_locked(events, lwi_clock_monotonic(&lwi_clock_system));
    (void) pthread_mutex_unlock(&events->lock);
}

void lwi_events_arm(struct lwi_camera_events *events)
{
    (void) pthread_mutex_lock(&events->lock);
    events->armed = 1;
    (void) pthread_mutex_unlock(&events->lock);
}

int64_t lwi_events_open_of(struct lwi_camera_events *events, int condition)
{
    (void) pthread_mutex_lock(&events->lock);
    const struct lwi_camera_event *e = find_open(events, condition);
    int64_t id = e ? e->event.id : 0;
    (void) pthread_mutex_unlock(&events->lock);
    return id;
}

void lwi_events_open(struct lwi_camera_events *events, int64_t *ret_id, const char **ret_condition)
{
    (void) pthread_mutex_lock(&events->seen_lock);
    *ret_id = events->open_id;
    *ret_condition = events->open_id ? lwi_condition_name(events->open_condition) : "";
    (void) pthread_mutex_unlock(&events->seen_lock);
}

void lwi_events_done(struct lwi_camera_events *events)
{
    (void) pthread_mutex_lock(&events->lock);
    if (events->failing)
        flush_locked(events, 0);
    for (size_t i = 0; i < events->count; i++) {
        struct lwi_camera_event *e = &events->list[i];
        if (e->event.id == 0 || e->ended)
            lwi_log_as(events->log, LWI_LOG_ERROR, LWI_LOG_BY_LEVEL, "storage",
                       "%s: an event of %s is lost, unstored", events->whose, e->event.condition);
        free_pictures(e);
    }
    events->count = 0;
    lwi_arming_free(events->arming);
    events->arming = NULL;
    (void) pthread_mutex_unlock(&events->lock);
    (void) pthread_mutex_destroy(&events->lock);
    (void) pthread_mutex_destroy(&events->seen_lock);
}
