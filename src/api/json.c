/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "api/json.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>

#include "action/rule.h"
#include "base/rfc3339.h"
#include "store/outbox.h"

struct json_t *lwi_json_time(int64_t ns)
{
    char text[LWI_RFC3339_SIZE];
    if (ns == 0)
        return json_null();
    lwi_rfc3339_format(ns, text);
    return json_string(text);
}

struct json_t *lwi_json_number(double value)
{
    return value < 0 ? json_null() : json_real(value);
}

/* Text that a camera may have a say in; what is no UTF-8 is left out. */
static json_t *text(const char *s)
{
    json_t *string = json_string(s);
    return string ? string : json_string("");
}

/* Not known, or not a number: null. */
static json_t *known(double value)
{
    return isfinite(value) ? json_real(value) : json_null();
}

/* score, value: null where nothing was judged. */
static json_t *condition_state(enum lw_state state, double score, const char *reason, double value,
                               const char *unit, int severe)
{
    int judged = state != LW_STATE_NOT_ASSESSABLE;
    return json_pack("{s:s, s:o, s:o, s:o, s:s, s:b}", "state", lw_state_name(state), "score",
                     judged ? known(score) : json_null(), "reason", text(reason), "value",
                     judged && value >= 0 ? known(value) : json_null(), "unit", unit, "severe",
                     severe);
}

static json_t *condition_states(const struct lwi_camera_status *s)
{
    json_t *object = json_object();
    for (size_t i = 0; i < lw_condition_count(); i++) {
        const struct lw_condition_desc *desc = lw_condition_at(i);
        const struct lwi_condition_status *c = &s->conditions[i];
        (void) json_object_set_new(
            object, desc->name,
            condition_state(c->state, c->score, c->reason, c->value, desc->unit, c->severe));
    }
    return object;
}

struct json_t *lwi_json_explanation(const char *camera_id, size_t condition,
                                    const struct lwi_camera_explanation *e)
{
    const struct lw_condition_desc *desc = lw_condition_at(condition);
    const struct lw_condition_result *r = &e->of.result;
    json_t *numbers = json_array(), *tiles = json_array();
    for (size_t i = 0; i < e->of.number_count; i++) {
        const struct lw_watch_number *n = &e->of.numbers[i];
        (void) json_array_append_new(
            numbers, json_pack("{s:s, s:o, s:o, s:s}", "name", n->name, "value", known(n->value),
                               "reference", known(n->reference), "unit", n->unit ? n->unit : ""));
    }
    size_t count = e->tiles ? (size_t) e->of.tiles_x * e->of.tiles_y : 0;
    for (size_t i = 0; i < count; i++)
        (void) json_array_append_new(
            tiles, isfinite(e->tiles[i]) ? lwi_json_number((double) e->tiles[i]) : json_null());
    json_t *object = json_pack(
        "{s:s, s:s, s:s, s:s, s:o, s:i, s:i, s:o, s:o}", "camera_id", camera_id, "condition",
        desc->name, "help", desc->help, "also_known_as", desc->also_known_as, "numbers", numbers,
        "tiles_x", count ? e->of.tiles_x : 0, "tiles_y", count ? e->of.tiles_y : 0, "tiles", tiles,
        "reference_time",
        e->of.reference_ns == LW_TIME_NONE ? json_null() : lwi_json_time(e->of.reference_ns));
    json_t *state =
        condition_state(r->state, r->score, e->reason, r->value, desc->unit, r->severe != 0);
    (void) json_object_update(object, state);
    json_decref(state);
    return object;
}

struct json_t *lwi_json_baseline(const char *camera_id, const struct lwi_camera_baseline *b)
{
    const char *light = lw_light_name(b->of.light);
    json_t *conditions = json_object();
    for (size_t i = 0; i < lw_condition_count(); i++)
        (void) json_object_set_new(conditions, lw_condition_at(i)->name,
                                   json_pack("{s:b, s:o}", "assessable",
                                             b->conditions[i].state != LW_STATE_NOT_ASSESSABLE,
                                             "reason", text(b->conditions[i].reason)));
    json_t *picture = b->picture_ns
                          ? json_sprintf("/api/v1/cameras/%s/baseline.jpg?light=%s&preset=%u",
                                         camera_id, light, b->of.preset)
                          : json_null();
    return json_pack(
        "{s:s, s:I, s:b, s:I, s:I, s:o, s:o, s:{s:I, s:I}, s:o, s:o, s:o}", "light", light,
        "preset", (json_int_t) b->of.preset, "current", b->of.current != 0, "pictures",
        (json_int_t) b->of.pictures_learnt, "pictures_needed", (json_int_t) b->of.pictures_needed,
        "since", lwi_json_time(b->of.reference_ns), "learnt", lwi_json_time(b->of.learnt_ns),
        "tiles", "total", (json_int_t) b->of.tiles_total, "usable", (json_int_t) b->of.tiles_usable,
        "picture", picture, "picture_time", lwi_json_time(b->picture_ns), "conditions", conditions);
}

static json_t *recording_json(const struct lwi_recorder_status *r)
{
    return json_pack("{s:o, s:o, s:I, s:I, s:o, s:o}", "kind",
                     r->is_writing ? json_string(lwi_recording_kind_name(r->kind)) : json_null(),
                     "since", lwi_json_time(r->is_writing ? r->start_ns : 0), "bytes",
                     (json_int_t) r->bytes, "gaps", (json_int_t) r->lost, "error",
                     text(r->error.message), "hint", text(r->error.hint));
}

static json_t *camera_status(const struct lwi_camera_status *s)
{
    json_t *event = s->open_event_id ? json_integer(s->open_event_id) : json_null();
    json_t *condition = s->open_event_id ? text(s->open_condition) : json_null();
    json_t *now =
        json_pack("{s:s, s:o, s:o, s:o, s:o, s:o, s:I, s:I, s:s, s:o, s:o, s:o, s:o, s:o, s:o}",
                  "state", lwi_camera_state_name(s->state), "reason", text(s->state_reason), "hint",
                  text(s->state_hint), "since", lwi_json_time(s->state_since_ns), "retry",
                  lwi_json_time(s->retry_ns), "picture_time", lwi_json_time(s->frame_ns), "width",
                  (json_int_t) s->width, "height", (json_int_t) s->height, "verdict",
                  lw_verdict_name(s->verdict), "verdict_reason", text(s->verdict_reason),
                  "blur_probability", lwi_json_number(s->blur_probability), "sharpness",
                  lwi_json_number(s->sharpness), "brightness", lwi_json_number(s->brightness),
                  "open_event_id", event, "open_condition", condition);
    json_t *counts =
        json_pack("{s:I, s:I, s:I, s:I, s:I, s:f}", "frames_read", (json_int_t) s->frames_read,
                  "frames_assessed", (json_int_t) s->frames_assessed, "frames_replaced",
                  (json_int_t) s->frames_replaced, "frames_bad", (json_int_t) s->frames_bad,
                  "reconnects", (json_int_t) s->reconnects, "assess_ms_mean", s->assess_ms_mean);
    (void) json_object_update(now, counts);
    json_decref(counts);
    (void) json_object_set_new(now, "live_video", json_boolean(s->live_video));
    (void) json_object_set_new(now, "sub_problem", json_string(s->sub_problem));
    (void) json_object_set_new(now, "conditions", condition_states(s));
    (void) json_object_set_new(now, "wrong_password", json_boolean(s->wrong_password));
    (void) json_object_set_new(now, "light", json_string(lw_light_name(s->light)));
    (void) json_object_set_new(now, "preset", json_integer((json_int_t) s->preset));
    (void) json_object_set_new(now, "learning",
                               json_pack("{s:I, s:I}", "pictures", (json_int_t) s->pictures_learnt,
                                         "needed", (json_int_t) s->pictures_needed));
    (void) json_object_set_new(now, "recording", recording_json(&s->recording));
    (void) json_object_set_new(now, "tiles",
                               json_pack("{s:I, s:I}", "total", (json_int_t) s->tiles_total,
                                         "usable", (json_int_t) s->tiles_usable));
    return now;
}

struct json_t *lwi_json_camera(const struct lwi_camera_status *status)
{
    json_t *camera = lwi_camera_config_to_json(&status->config);
    if (!camera)
        return NULL;
    (void) json_object_set_new(camera, "id", json_string(status->config.id));
    if (json_object_set_new(camera, "status", camera_status(status)) < 0) {
        json_decref(camera);
        return NULL;
    }
    return camera;
}

static json_t *picture_path(const struct lwi_event *e, unsigned kept, const char *which)
{
    if (!(e->pictures & kept))
        return json_null();
    return json_sprintf("/api/v1/events/%lld/%s.jpg", (long long) e->id, which);
}

struct json_t *lwi_json_event(struct lwi_store *store, const struct lwi_event *e,
                              const char *camera_name)
{
    struct lwi_store_mark mark = {0};
    (void) lwi_store_mark_get(store, e->id, &mark, NULL);
    if (!e->camera_id[0])
        camera_name = "Lenswatch"; /* the system itself */
    int open = e->ended_ns == 0;
    json_t *pictures =
        json_pack("{s:o, s:o, s:o}", "start", picture_path(e, LWI_PICTURE_START, "start"),
                  "reference", picture_path(e, LWI_PICTURE_REFERENCE, "reference"), "end",
                  picture_path(e, LWI_PICTURE_END, "end"));
    return json_pack(
        "{s:I, s:s, s:o, s:s, s:s, s:s, s:o, s:o, s:o, s:o, s:f, s:o, s:o, s:o, s:o, s:s, s:o,"
        " s:o, s:o, s:b}",
        "id", (json_int_t) e->id, "camera_id", e->camera_id, "camera_name", text(camera_name),
        "condition", e->condition, "source", e->source[0] ? e->source : "lenswatch", "state",
        open ? "open" : "ended", "started", lwi_json_time(e->started_ns), "confirmed",
        lwi_json_time(e->confirmed_ns), "refreshed", lwi_json_time(e->refreshed_ns), "ended",
        lwi_json_time(e->ended_ns), "score", e->score, "reason", text(e->reason), "end_reason",
        open ? json_null() : text(e->end_reason), "note", text(e->note), "pictures", pictures,
        "severity", lwi_rule_severity(e->condition), "acknowledged",
        lwi_json_time(mark.acknowledged_ns), "acknowledged_by", text(mark.acknowledged_by),
        "comment", text(mark.comment), "false_alarm", mark.is_false_alarm);
}

static double seconds(int64_t ns)
{
    /* To the millisecond, so that it is short to write. */
    return (double) (ns / LWI_NS_PER_MS) / 1000.0;
}

struct json_t *lwi_json_measurement(const char *camera_id, const struct lwi_measurement *row)
{
    json_t *json =
        json_pack("{s:s, s:o, s:f, s:s, s:o, s:o, s:o}", "camera_id", camera_id, "time",
                  lwi_json_time(row->time_ns), "time_s", seconds(row->time_ns), "verdict",
                  lw_verdict_name((enum lw_verdict) row->verdict), "blur_probability",
                  lwi_json_number(row->blur_probability), "sharpness",
                  lwi_json_number(row->sharpness), "brightness", lwi_json_number(row->brightness));
    for (int i = 0; i < LWI_MEASURES; i++)
        (void) json_object_set_new(json, lwi_measure_name(i),
                                   lwi_json_number(row->measures[0] < 0 ? -1 : row->measures[i]));
    return json;
}

struct json_t *lwi_json_cameras(const char *cameras)
{
    return cameras ? json_loads(cameras, 0, NULL) : json_null();
}

struct json_t *lwi_json_session(const struct lwi_identity *who)
{
    static const char *const dues[] = {[LWI_AUTH_DUE_NOT] = NULL,
                                       [LWI_AUTH_DUE_GIVEN] = "given",
                                       [LWI_AUTH_DUE_OLD] = "old",
                                       [LWI_AUTH_DUE_FACTOR] = NULL};
    return json_pack("{s:s, s:s, s:o, s:o, s:s, s:b, s:s?, s:b}", "user", who->user, "role",
                     lwi_role_name(who->role), "cameras", lwi_json_cameras(who->cameras), "expires",
                     lwi_json_time(who->expires_ns), "by",
                     who->by == LWI_AUTH_SESSION  ? "session"
                     : who->by == LWI_AUTH_DIGEST ? "digest"
                                                  : "token",
                     "read_only", who->is_read_only, "must_change", dues[who->due],
                     "second_factor_due", who->due == LWI_AUTH_DUE_FACTOR);
}

struct json_t *lwi_json_token(const struct lwi_store_token *token)
{
    return json_pack("{s:s, s:s, s:o, s:s?, s:b, s:o, s:o, s:o, s:o}", "id", token->id, "user",
                     token->user, "label", text(token->label), "role",
                     token->role[0] ? token->role : NULL, "read_only", token->is_read_only,
                     "cameras", lwi_json_cameras(token->cameras), "created",
                     lwi_json_time(token->created_ns), "expires", lwi_json_time(token->expires_ns),
                     "used", lwi_json_time(token->used_ns));
}
