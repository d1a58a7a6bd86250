/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * The actor does what events set off. A planning thread asks the rules about each
 * step of each event, and puts rows into the outbox; a few sending threads do
 * them. Of one action only one row at a time is being done, and of one camera and
 * action in order; so a slow peer holds up nobody but itself, and a dead one is
 * asked less and less often. Rows live in the store: neither memory nor anything
 * that a crash could lose grows with what waits.
 *
 * All functions are thread-safe.
 */
#ifndef LWI_ACTION_ACTOR_H
#define LWI_ACTION_ACTOR_H

#include "action/action.h"
#include "base/log.h"
#include "store/outbox.h"

struct lwi_actor;
struct json_t;

#define LWI_ACTOR_ACTIONS_MAX 200
#define LWI_ACTOR_RULES_MAX   500
#define LWI_ACTOR_EXPIRES_H   72.0 /* default: an action is given up after so many hours */

/* What is pointed to is borrowed until close. */
struct lwi_actor_settings {
    struct lwi_store *store;
    const struct lwi_log *log;
    const char *time_zone; /* IANA name; default "UTC" */
    const char *site_name; /* what this Lenswatch is called; default "" */
    unsigned threads;      /* that send; default 8; 0: nothing is planned, sent or tested */
    double backoff_min_s;  /* before the second attempt; default 5 */
    double backoff_max_s;  /* between two attempts at most; default 600 */
    /* As in struct lwi_action_run. */
    int (*look)(void *cookie, const char *camera_id, uint8_t **ret_jpeg, size_t *ret_size,
                int64_t *ret_time_ns);
    int (*drive)(void *cookie, const char *camera_id, const char *command,
                 struct lwi_action_run *run, struct lw_error *reterr);
    int (*keep)(void *cookie, const char *camera_id, int64_t time_ns, int64_t event_id,
                const uint8_t *jpeg, size_t size, struct lw_error *reterr);
    /* As in struct lwi_action_host. */
    struct json_t *(*cameras)(void *cookie);
    void *cookie;
};

void lwi_actor_settings_default(struct lwi_actor_settings *ret_settings);

int lwi_actor_open(struct lwi_actor **ret_actor, const struct lwi_actor_settings *settings,
                   struct lw_error *reterr);
/* The time zone of messages from now on. */
void lwi_actor_place(struct lwi_actor *actor, const char *time_zone, const char *site_name);

/* Cancels what is being sent, which is tried again by the next one. */
void lwi_actor_close(struct lwi_actor **actor);

/*
 * An action: {"id", "name", "kind", "enabled", "expires_h", "settings": {...}}, secrets shown as
 * true or false. Members that are missing keep what was there (partial) or their default. The
 * answer is a new object. -EEXIST (partial 0, and there is one), -ENOENT (partial), -EINVAL,
 * -ENOSPC.
 */
int lwi_actor_action_put(struct lwi_actor *actor, const char *id, const struct json_t *given,
                         int partial, struct json_t **ret_action, struct lw_error *reterr);
/* What waits for it is cancelled. -ENOENT; -EBUSY: a rule names it. */
int lwi_actor_action_delete(struct lwi_actor *actor, const char *id, struct lw_error *reterr);
/* An array, by id. NULL: no memory. */
struct json_t *lwi_actor_actions(struct lwi_actor *actor);

/* Both with secrets in the clear, to be stored: all actions, an array; and an action as it would be
 * made of `given`, which is not done. -EINVAL. */
struct json_t *lwi_actor_actions_open(struct lwi_actor *actor);
int lwi_actor_action_check(const char *id, const struct json_t *given, struct json_t **ret_action,
                           struct lw_error *reterr);

/* A rule: {"id", and the rows of rule.c}. As above; an action that there is not is refused. */
int lwi_actor_rule_put(struct lwi_actor *actor, const char *id, const struct json_t *given,
                       int partial, struct json_t **ret_rule, struct lw_error *reterr);
int lwi_actor_rule_delete(struct lwi_actor *actor, const char *id, struct lw_error *reterr);
struct json_t *lwi_actor_rules(struct lwi_actor *actor);

/*
 * Does an action now, for real, with a document that says that it is a test, of a start or an end.
 * camera: {"id", "name", "address"}. Blocks for as long as it takes, at most a minute. *ret_answer
 * is a new object {"done": bool, "answer", "error", "hint", "seconds"}. -ENOENT, -EBUSY.
 */
int lwi_actor_test(struct lwi_actor *actor, const char *id, const struct json_t *camera,
                   enum lwi_action_phase phase, struct json_t **ret_answer,
                   struct lw_error *reterr);

/* A mail of its own, over the server and from the sender of the email action `id` ("": the first
 * that is enabled). Subject and texts are templates as that action's are. */
struct lwi_actor_mail {
    const char *to, *subject, *text, *html;
};

/* 1: there is such an action. */
int lwi_actor_can_mail(struct lwi_actor *actor, const char *id);
/* Sends it now, once; blocks for a minute at most, or until *cancel. -ENOENT: no such action. */
int lwi_actor_mail(struct lwi_actor *actor, const char *id, const struct lwi_actor_mail *mail,
                   const atomic_int *cancel, struct lw_error *reterr);

/* As lwi_store_outbox_cancel(), and ends what is being sent. */
int lwi_actor_cancel(struct lwi_actor *actor, int64_t id, const char *action, int64_t *ret_count,
                     struct lw_error *reterr);
/* As lwi_store_outbox_retry(), at once. */
int lwi_actor_retry(struct lwi_actor *actor, int64_t id, const char *action, int64_t *ret_count,
                    struct lw_error *reterr);

/* Whether steps or rows wait that could be done now. */
int lwi_actor_is_idle(struct lwi_actor *actor);

#endif
