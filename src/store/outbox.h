/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * The part of the store that actions need: their settings, the steps of events
 * that the rules have not been asked about, and the outbox. schema.sql says what
 * each column means.
 */
#ifndef LWI_STORE_OUTBOX_H
#define LWI_STORE_OUTBOX_H

#include "store/store.h"

/* ---- settings: one JSON text by type and id, sealed ---- */

struct lwi_store_setting {
    char id[33];
    char *json; /* malloc'ed */
};

/* type: "action", "arming", "rule". */
int lwi_store_setting_put(struct lwi_store *store, const char *type, const char *id,
                          const char *json, struct lw_error *reterr);
/* *ret_json malloc'ed. -ENOENT; -EBADMSG: it cannot be opened with this key. */
int lwi_store_setting_get(struct lwi_store *store, const char *type, const char *id,
                          char **ret_json, struct lw_error *reterr);
/* -ENOENT. */
int lwi_store_setting_delete(struct lwi_store *store, const char *type, const char *id,
                             struct lw_error *reterr);
/* By id. One that cannot be opened with this key is left out and logged. */
int lwi_store_setting_list(struct lwi_store *store, const char *type,
                           struct lwi_store_setting **ret_settings, size_t *ret_count,
                           struct lw_error *reterr);
void lwi_store_setting_list_free(struct lwi_store_setting *settings, size_t count);

/* A camera (type "camera") or a setting. Strings are borrowed. */
struct lwi_store_import {
    const char *type, *id, *json;
    const char *password; /* of a camera; NULL or "": none */
};

/* All of them, or none. */
int lwi_store_import(struct lwi_store *store, const struct lwi_store_import *rows, size_t count,
                     struct lw_error *reterr);

/* ---- steps of events ---- */

struct lwi_store_step {
    int64_t id;
    int64_t event_id;
    int phase; /* 0 start, 1 refresh, 2 end */
    int64_t time_ns;
    char *document; /* malloc'ed */
};

/* Oldest first. */
int lwi_store_step_list(struct lwi_store *store, size_t limit, struct lwi_store_step **ret_steps,
                        size_t *ret_count, struct lw_error *reterr);
void lwi_store_step_list_free(struct lwi_store_step *steps, size_t count);

/* A row to be. Strings are borrowed. */
struct lwi_outbox_new {
    const char *action, *rule, *camera, *condition;
    int64_t event_id;
    int phase;
    const char *document;
    int wants_end; /* a start whose end must be told, whatever becomes of its rule */
    int needs_open, needs_silence, fold_min;
    int needs_start; /* an end: only where the same rule told, or will tell, of the start */
    int64_t cooldown_ns;
    int64_t time_ns; /* of the step */
    int64_t created_ns, due_ns, expires_ns;
};

/* The end of an event, for rules that told of its start and would not tell of its end any more. */
struct lwi_outbox_end {
    int64_t event_id;
    int64_t time_ns, created_ns;
    const char *document;
};

/* What steps of events become. Strings are borrowed. */
struct lwi_outbox_plan {
    const struct lwi_outbox_new *rows;
    size_t count;
    const struct lwi_outbox_end *ends; /* after the rows: where these tell it already, none comes */
    size_t end_count;
    int64_t last_step;
};

/* Puts the plan into the outbox and forgets the steps up to last_step, together. An end also
 * cancels what of its event waits for needs_open. */
int lwi_store_outbox_add(struct lwi_store *store, const struct lwi_outbox_plan *plan,
                         struct lw_error *reterr);

/* ---- the outbox ---- */

struct lwi_outbox_row {
    int64_t id;
    char key[33], action[33], rule[33], camera[33], condition[32];
    int64_t event_id;
    int phase;
    char *document; /* malloc'ed; NULL in lists */
    char state[12]; /* "waiting", "done", "expired", "cancelled", "refused", "folded" */
    int64_t folded_into;
    int64_t created_ns, due_ns, next_ns, expires_ns, tried_ns, finished_ns;
    int attempts;
    char answer[1025], error[257];
};

/* Actions that have something to do at now_ns, at most max: their ids. */
int lwi_store_outbox_ready(struct lwi_store *store, int64_t now_ns, char (*ret_actions)[33],
                           size_t max, size_t *ret_count, struct lw_error *reterr);

/*
 * The next row of an action. What has expired, or is not wanted any more, is
 * finished on the way; what can be folded is. Nothing marks the row: who takes it
 * reports, or takes it again after a restart. Free ret_row->document. -ENOENT: none
 * now.
 */
int lwi_store_outbox_take(struct lwi_store *store, const char *action, int64_t now_ns,
                          struct lwi_outbox_row *ret_row, struct lw_error *reterr);

/* Reports an attempt: state "waiting" (again at next_ns), "done", "refused". A row that was
 * cancelled meanwhile stays so. */
int lwi_store_outbox_report(struct lwi_store *store, const struct lwi_outbox_row *row,
                            struct lw_error *reterr);

struct lwi_outbox_query {
    const char *action, *camera, *state; /* NULL: all */
    const char *cameras;                 /* JSON array of ids; NULL: all */
    int64_t event_id;                    /* 0: all */
    int64_t before_id;                   /* 0: from the newest */
    size_t limit;                        /* 1..1000 */
};

/* Newest first. */
int lwi_store_outbox_list(struct lwi_store *store, const struct lwi_outbox_query *query,
                          struct lwi_outbox_row **ret_rows, size_t *ret_count,
                          struct lw_error *reterr);

/* id 0: all of the action (NULL: of every one). How many in *ret_count. */
int lwi_store_outbox_cancel(struct lwi_store *store, int64_t id, const char *action, int64_t now_ns,
                            int64_t *ret_count, struct lw_error *reterr);
/* Waiting ones are tried at once; those that were given up, or cancelled, wait again until
 * expires_ns. */
int lwi_store_outbox_retry(struct lwi_store *store, int64_t id, const char *action, int64_t now_ns,
                           int64_t expires_ns, int64_t *ret_count, struct lw_error *reterr);

struct lwi_outbox_count {
    char action[33];
    int64_t waiting, done, failed; /* failed: refused and expired */
    int64_t oldest_ns;             /* of those that wait and are due; 0: none */
    char last_answer[1025], last_error[257];
    int64_t last_ns; /* of the last attempt; 0: none */
};

/* cameras: a JSON array of ids, whose rows alone count; NULL: all do. */
int lwi_store_outbox_counts(struct lwi_store *store, const char *cameras, int64_t now_ns,
                            struct lwi_outbox_count **ret_counts, size_t *ret_count,
                            struct lw_error *reterr);

/* How many other events go on whose start the action has told of, and whose end it will. */
int lwi_store_outbox_others(struct lwi_store *store, const char *action, int64_t event_id,
                            int64_t *ret_count, struct lw_error *reterr);

/* Forgets finished rows beyond `keep`, expires the oldest waiting ones beyond `waiting_max`. */
int lwi_store_outbox_trim(struct lwi_store *store, int64_t keep, int64_t waiting_max,
                          int64_t now_ns, struct lw_error *reterr);

/* Blocks until something was stored after *seen, which is then brought up to date, or for at most
 * timeout_ms. Begin with 0. */
void lwi_store_wait(struct lwi_store *store, uint64_t *seen, int timeout_ms);

/* ---- what people say of an event ---- */

struct lwi_store_mark {
    int64_t event_id;
    int64_t acknowledged_ns; /* 0: not */
    char acknowledged_by[65];
    char comment[1001];
    int is_false_alarm;
};

/* All zero where nobody said anything. */
int lwi_store_mark_get(struct lwi_store *store, int64_t event_id, struct lwi_store_mark *ret_mark,
                       struct lw_error *reterr);
/* -ENOENT: no such event. */
int lwi_store_mark_put(struct lwi_store *store, const struct lwi_store_mark *mark,
                       struct lw_error *reterr);

#endif
