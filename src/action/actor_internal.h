/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The inside of the actor, for its files. */
#ifndef LWI_ACTION_ACTOR_INTERNAL_H
#define LWI_ACTION_ACTOR_INTERNAL_H

#include <pthread.h>

#include "action/actor.h"

/* One action that is set up. */
struct lwi_actor_action {
    char id[33];
    const struct lwi_action_kind *kind;
    struct json_t *settings; /* fit to the kind's rows, secrets in the clear */
    char name[65];
    int enabled;
    double expires_h;
    void *state; /* of the kind's open(); NULL */

    int busy;          /* a thread works on it, also while it is removed */
    int ready;         /* rows wait that may be done */
    int64_t hold_ns;   /* monotonic: not before */
    unsigned failures; /* one after another */
    int64_t served_ns; /* monotonic */
    int64_t row_id;    /* that is being done; 0 */
    atomic_int cancel;
};

struct lwi_actor {
    struct lwi_actor_settings settings;
    char time_zone[64];
    char site_name[64];
    struct lwi_action_host host; /* for the kinds */

    pthread_mutex_t change_lock; /* one change of the settings at a time; held while storing */

    pthread_mutex_t lock;
    pthread_cond_t wake; /* monotonic clock: something is ready, or not busy any more */
    /* Under lock. */
    struct lwi_actor_action *actions[LWI_ACTOR_ACTIONS_MAX]; /* by id */
    size_t action_count;
    struct json_t *rules[LWI_ACTOR_RULES_MAX]; /* with "id"; by id */
    size_t rule_count;
    int stop;

    pthread_t planner;
    int planner_runs;
    pthread_t *senders;
    unsigned sender_count; /* that run */
};

/* Under lock. NULL: none. */
struct lwi_actor_action *lwi_actor_find_locked(struct lwi_actor *actor, const char *id);

/* Loads all that is stored. */
int lwi_actor_load(struct lwi_actor *actor, struct lw_error *reterr);
void lwi_actor_action_free(struct lwi_actor_action *action);

/* Threads. */
void *lwi_actor_planner(void *actor);
void *lwi_actor_sender(void *actor);

/* Runs a job of the action, which the caller has marked busy. As run() of a kind. */
int lwi_actor_run(struct lwi_actor *actor, struct lwi_actor_action *action,
                  const struct lwi_outbox_row *row, struct json_t *document, int limit_s,
                  char ret_answer[LWI_ACTION_ANSWER_MAX], struct lw_error *reterr);

#endif
