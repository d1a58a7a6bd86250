/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * What stands in the report: how many events there were, by camera and by condition, for how long
 * each camera was watched, and then the events, the newest first. They are read one by one, with
 * their pictures, so that memory does not grow with their number.
 */
#include "api/event_report.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/error.h"
#include "lenswatch/version.h"
#include "store/outbox.h"

#define PAGE    100
#define HOUR_NS (3600 * LWI_NS_PER_S)

struct report {
    const struct lwi_report_order *order;
    const struct lwi_paper_table *draw;
    struct lwi_paper *paper;
    struct lwi_event_counts *counts;
    size_t count;
};

/* "2026-11-21 10:00:00 +0100", in the time zone of this host. */
static void time_text(int64_t ns, char ret[32])
{
    const time_t at = (time_t) (ns / LWI_NS_PER_S);
    struct tm local;
    ret[0] = '\0';
    if (localtime_r(&at, &local))
        (void) strftime(ret, 32, "%Y-%m-%d %H:%M:%S %z", &local);
}

/* "42 s", "3 min", "5.2 h". */
static void length_text(int64_t ns, char ret[32])
{
    const double s = (double) ns / (double) LWI_NS_PER_S;
    if (s < 120)
        (void) snprintf(ret, 32, "%.0f s", s);
    else if (s < 7200)
        (void) snprintf(ret, 32, "%.0f min", s / 60);
    else
        (void) snprintf(ret, 32, "%.1f h", s / 3600);
}

/* "scene_changed" as "scene changed". */
static void condition_text(const char *condition, char ret[32])
{
    (void) snprintf(ret, 32, "%s", condition);
    for (char *c = ret; *c; c++)
        if (*c == '_')
            *c = ' ';
}

/* As it is called now; its id where it is gone. */
static void camera_text(const struct lwi_fleet *fleet, const char *id,
                        char ret[LWI_CAMERA_NAME_MAX * 4 + 1])
{
    struct lwi_camera_config config;
    const size_t size = LWI_CAMERA_NAME_MAX * 4 + 1;
    if (!id[0]) {
        (void) snprintf(ret, size, "Lenswatch");
    } else if (lwi_fleet_camera_config((struct lwi_fleet *) fleet, id, &config) == 0) {
        explicit_bzero(config.password, sizeof(config.password));
        (void) snprintf(ret, size, "%s", config.name);
    } else {
        (void) snprintf(ret, size, "%s", id);
    }
}

static int may_see(const struct report *report, const char *camera_id)
{
    return report->order->may_see(report->order->cookie, camera_id);
}

static void keep_seen(struct report *report)
{
    size_t kept = 0;
    for (size_t i = 0; i < report->count; i++)
        if (may_see(report, report->counts[i].camera_id))
            report->counts[kept++] = report->counts[i];
    report->count = kept;
}

static void add(struct lwi_event_counts *sum, const struct lwi_event_counts *row)
{
    sum->events += row->events;
    sum->open += row->open;
    sum->acknowledged += row->acknowledged;
    sum->false_alarms += row->false_alarms;
    sum->lasted_ns += row->lasted_ns;
}

/* How many events there were in all, and what was said of them. */
static void put_sum(struct report *report)
{
    char text[240];
    struct lwi_event_counts sum = {.events = 0};
    for (size_t i = 0; i < report->count; i++)
        add(&sum, &report->counts[i]);
    (void) snprintf(text, sizeof(text),
                    "%lld events, %lld of them still open; %lld acknowledged, %lld false alarms.",
                    (long long) sum.events, (long long) sum.open, (long long) sum.acknowledged,
                    (long long) sum.false_alarms);
    report->draw->text(report->paper, text);
    if (sum.events > LWI_REPORT_EVENTS_MAX) {
        (void) snprintf(text, sizeof(text), "The newest %d of them follow with their pictures.",
                        LWI_REPORT_EVENTS_MAX);
        report->draw->text(report->paper, text);
    }
}

static void put_counts(struct report *report, const char *name, const struct lwi_event_counts *row)
{
    char events[24], acknowledged[24], false_alarms[24], lasted[32];
    (void) snprintf(events, sizeof(events), "%lld", (long long) row->events);
    (void) snprintf(acknowledged, sizeof(acknowledged), "%lld", (long long) row->acknowledged);
    (void) snprintf(false_alarms, sizeof(false_alarms), "%lld", (long long) row->false_alarms);
    length_text(row->lasted_ns, lasted);
    const char *const cells[] = {name, events, lasted, acknowledged, false_alarms};
    report->draw->row(report->paper, cells);
}

static void put_conditions(struct report *report)
{
    static const char *const head[] = {"Condition", "Events", "Lasted", "Acknowledged",
                                       "False alarms"};
    report->draw->table(report->paper, "By condition", head, sizeof(head) / sizeof(head[0]));
    for (size_t i = 0; i < report->count; i++) {
        char name[32];
        struct lwi_event_counts sum = {.events = 0};
        int first = 1;
        for (size_t k = 0; k < report->count; k++) {
            if (strcmp(report->counts[k].condition, report->counts[i].condition) != 0)
                continue;
            first = first && k >= i;
            add(&sum, &report->counts[k]);
        }
        condition_text(report->counts[i].condition, name);
        if (first)
            put_counts(report, name, &sum);
    }
}

/* "98 %" of the hours of the period that are over; "-" where there is none. */
static int watched_text(const struct report *report, const char *camera_id, char ret[32],
                        struct lw_error *reterr)
{
    const struct lwi_report_order *o = report->order;
    const int64_t from_ns = o->query.from_ns / HOUR_NS * HOUR_NS;
    const int64_t to_ns = o->query.to_ns < o->now_ns ? o->query.to_ns : o->now_ns;
    const int64_t hours = (to_ns - from_ns + HOUR_NS - 1) / HOUR_NS;
    int64_t watched = 0;
    int r = lwi_store_hours_watched(o->store, camera_id, from_ns, to_ns, &watched, reterr);
    if (r < 0)
        return r;
    if (hours > 0)
        (void) snprintf(ret, 32, "%.1f %%", 100.0 * (double) watched / (double) hours);
    else
        (void) snprintf(ret, 32, "-");
    return 0;
}

static int put_camera(struct report *report, const char *id, struct lw_error *reterr)
{
    char name[LWI_CAMERA_NAME_MAX * 4 + 1], events[24], lasted[32], lost[32], watched[32];
    struct lwi_event_counts sum = {.events = 0};
    int64_t lost_ns = 0;
    for (size_t i = 0; i < report->count; i++) {
        const struct lwi_event_counts *row = &report->counts[i];
        if (strcmp(row->camera_id, id) != 0)
            continue;
        add(&sum, row);
        if (strcmp(row->condition, "signal_lost") == 0)
            lost_ns = row->lasted_ns;
    }
    int r = watched_text(report, id, watched, reterr);
    if (r < 0)
        return r;
    camera_text(report->order->fleet, id, name);
    (void) snprintf(events, sizeof(events), "%lld", (long long) sum.events);
    length_text(sum.lasted_ns, lasted);
    length_text(lost_ns, lost);
    const char *const cells[] = {name, events, lasted, lost, watched};
    report->draw->row(report->paper, cells);
    return 0;
}

static int put_cameras(struct report *report, struct lw_error *reterr)
{
    static const char *const head[] = {"Camera", "Events", "Lasted", "Signal lost", "Watched"};
    const char *only = report->order->query.camera_id;
    struct lwi_camera_status *cameras = NULL;
    size_t count = 0;
    int r = lwi_fleet_list(report->order->fleet, &cameras, &count);
    if (r < 0)
        return lwi_error_set(reterr, r, "out of memory");
    report->draw->table(report->paper, "By camera", head, sizeof(head) / sizeof(head[0]));
    for (size_t i = 0; r == 0 && i < count; i++) {
        const char *id = cameras[i].config.id;
        if ((!only || strcmp(only, id) == 0) && may_see(report, id))
            r = put_camera(report, id, reterr);
    }
    free(cameras);
    if (r == 0)
        report->draw->text(report->paper,
                           "Watched: of the hours of the period, those with pictures judged.");
    return r;
}

static void marks_text(struct lwi_store *store, int64_t id, char *ret, size_t size)
{
    struct lwi_store_mark mark = {0};
    char at[32];
    size_t n = 0;
    ret[0] = '\0';
    if (lwi_store_mark_get(store, id, &mark, NULL) < 0)
        return;
    if (mark.acknowledged_ns) {
        time_text(mark.acknowledged_ns, at);
        n += (size_t) snprintf(ret, size, "Acknowledged %s by %s. ", at, mark.acknowledged_by);
    }
    if (mark.is_false_alarm && n < size)
        n += (size_t) snprintf(ret + n, size - n, "False alarm. ");
    if (mark.comment[0] && n < size)
        (void) snprintf(ret + n, size - n, "%s", mark.comment);
}

static void load_picture(struct lwi_store *store, int64_t id, const char *which,
                         struct lwi_paper_picture *picture, uint8_t **ret_data)
{
    size_t size = 0;
    if (lwi_store_event_picture(store, id, which, ret_data, &size, NULL) == 0) {
        picture->jpeg = *ret_data;
        picture->size = size;
    }
}

/* Healthy, at the event, and now: at its end, or of an open one what the camera shows. */
static void load_pictures(const struct report *report, const struct lwi_event *event,
                          struct lwi_paper_picture pictures[LWI_PAPER_PICTURES],
                          uint8_t *data[LWI_PAPER_PICTURES])
{
    struct lwi_store *store = report->order->store;
    static const char *const captions[] = {"Reference", "At the event", "At its end"};
    for (size_t i = 0; i < LWI_PAPER_PICTURES; i++)
        pictures[i] = (struct lwi_paper_picture){.caption = captions[i]};
    load_picture(store, event->id, "reference", &pictures[0], &data[0]);
    load_picture(store, event->id, "start", &pictures[1], &data[1]);
    if (event->ended_ns) {
        load_picture(store, event->id, "end", &pictures[2], &data[2]);
        return;
    }
    size_t size = 0;
    int64_t at_ns;
    pictures[2].caption = "Now";
    if (lwi_fleet_snapshot(report->order->fleet, event->camera_id, &data[2], &size, &at_ns) == 0) {
        pictures[2].jpeg = data[2];
        pictures[2].size = size;
    }
}

static void put_event(struct report *report, const struct lwi_event *event)
{
    char name[LWI_CAMERA_NAME_MAX * 4 + 1], condition[32], what[80], started[32], ended[32];
    char lasted[32], times[160], reason[400], marks[1300];
    uint8_t *data[LWI_PAPER_PICTURES] = {NULL};
    camera_text(report->order->fleet, event->camera_id, name);
    condition_text(event->condition, condition);
    (void) snprintf(what, sizeof(what), "%s, event %lld", condition, (long long) event->id);
    time_text(event->started_ns, started);
    time_text(event->ended_ns, ended);
    length_text((event->ended_ns ? event->ended_ns : report->order->now_ns) - event->started_ns,
                lasted);
    (void) snprintf(times, sizeof(times), "%s to %s, %s", started,
                    event->ended_ns ? ended : "now (open)", lasted);
    (void) snprintf(reason, sizeof(reason), "%s%s%s%s%s", event->reason, event->note[0] ? "; " : "",
                    event->note, event->end_reason[0] ? "; ended: " : "", event->end_reason);
    marks_text(report->order->store, event->id, marks, sizeof(marks));
    struct lwi_paper_event paper_event = {
        .title = name, .what = what, .times = times, .reason = reason, .marks = marks};
    load_pictures(report, event, paper_event.pictures, data);
    report->draw->event(report->paper, &paper_event);
    for (size_t i = 0; i < LWI_PAPER_PICTURES; i++)
        free(data[i]);
}

static int put_events(struct report *report, struct lw_error *reterr)
{
    struct lwi_event_query query = report->order->query;
    size_t shown = 0, count;
    query.limit = PAGE;
    do {
        struct lwi_event *events = NULL;
        count = 0;
        int r = lwi_store_event_list(report->order->store, &query, &events, &count, reterr);
        if (r < 0)
            return r;
        for (size_t i = 0; i < count && shown < LWI_REPORT_EVENTS_MAX; i++) {
            if (!may_see(report, events[i].camera_id))
                continue;
            put_event(report, &events[i]);
            shown++;
        }
        query.before_id = count > 0 ? events[count - 1].id : 0;
        free(events);
    } while (count == PAGE && shown < LWI_REPORT_EVENTS_MAX);
    return 0;
}

static int put_all(struct report *report, struct lw_error *reterr)
{
    const struct lwi_report_order *o = report->order;
    int r = lwi_store_event_counts(o->store, &o->query, o->now_ns, &report->counts, &report->count,
                                   reterr);
    if (r < 0)
        return r;
    keep_seen(report);
    put_sum(report);
    put_conditions(report);
    r = put_cameras(report, reterr);
    if (r == 0)
        r = put_events(report, reterr);
    free(report->counts);
    return r;
}

int lwi_report_events(const struct lwi_report_order *order, lwi_paper_write *write,
                      void *write_cookie, struct lw_error *reterr)
{
    char from[32], to[32], now[32], period[160], made[120];
    struct report report = {.order = order, .draw = lwi_paper_find(reterr)};
    if (!report.draw)
        return -ELIBACC;
    time_text(order->query.from_ns, from);
    time_text(order->query.to_ns, to);
    time_text(order->now_ns, now);
    (void) snprintf(period, sizeof(period), "%s%s%s to %s", order->site_name,
                    order->site_name[0] ? ", " : "", from, to);
    (void) snprintf(made, sizeof(made), "Made %s by Lenswatch %s", now, lw_version());
    const struct lwi_paper_head head = {"Events", period, made};
    int r = report.draw->open(&report.paper, &head, write, write_cookie, reterr);
    if (r < 0)
        return r;
    r = put_all(&report, reterr);
    int closed = report.draw->close(&report.paper, r < 0 ? NULL : reterr);
    return r < 0 ? r : closed;
}
