/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The planning thread: steps of events become rows of the outbox, and rows that are due wake the
 * senders. */
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "action/actor_internal.h"
#include "action/rule.h"
#include "base/clock.h"

/* Steps that become rows in one commit. */
#define STEPS_MAX 200
#define ROWS_MAX  4000
/* Rows that are not due yet are looked for this often. */
#define LOOK_MS 250
#define TRIM_NS (60 * LWI_NS_PER_S)
/* What is kept of finished rows, and how many may wait. */
#define KEEP        100000
#define WAITING_MAX 500000
#define RETRY_MS    2000

struct plan {
    struct lwi_outbox_new *rows; /* room for ROWS_MAX */
    size_t count;
    struct lwi_outbox_end ends[STEPS_MAX];
    size_t end_count;
    json_t *documents[STEPS_MAX];
    char *texts[STEPS_MAX];
    size_t steps;
};

/* What one rule makes of one step. */
static void plan_rule(struct lwi_actor *actor, struct plan *plan, const json_t *rule,
                      const struct lwi_store_step *step, int64_t now_ns)
{
    const json_t *document = plan->documents[plan->steps];
    int64_t delay_ns = (int64_t) lwi_action_number(rule, "delay_s") * LWI_NS_PER_S;
    int64_t fold_ns = (int64_t) lwi_action_number(rule, "fold_s") * LWI_NS_PER_S;
    int is_start = step->phase == LWI_ACTION_START;
    int is_end = step->phase == LWI_ACTION_END;
    for (size_t i = 0; i < lwi_action_list(rule, "actions") && plan->count < ROWS_MAX; i++) {
        const char *id = lwi_action_element(rule, "actions", i);
        const struct lwi_actor_action *action = lwi_actor_find_locked(actor, id);
        if (!action)
            continue;
        int64_t due_ns = now_ns;
        if (is_start && delay_ns > 0 && step->time_ns + delay_ns > now_ns)
            due_ns = step->time_ns + delay_ns;
        if (fold_ns > 0 && step->phase != LWI_ACTION_REFRESH)
            due_ns += fold_ns;
        plan->rows[plan->count++] = (struct lwi_outbox_new){
            .action = action->id,
            .rule = lwi_action_text(rule, "id"),
            .camera = lwi_action_text(json_object_get(document, "camera"), "id"),
            .condition = lwi_action_text(json_object_get(document, "event"), "condition"),
            .event_id = step->event_id,
            .phase = step->phase,
            .document = plan->texts[plan->steps],
            .wants_end = is_start && lwi_rule_is_on(rule, LWI_ACTION_END),
            .needs_open = is_start && delay_ns > 0,
            .needs_silence = is_start && lwi_action_bool(rule, "unless_acknowledged"),
            .needs_start = !is_start && delay_ns > 0,
            .fold_min = fold_ns > 0 && step->phase != LWI_ACTION_REFRESH
                            ? (int) lwi_action_number(rule, "fold_min")
                            : 0,
            .cooldown_ns =
                is_end ? 0 : (int64_t) lwi_action_number(rule, "cooldown_s") * LWI_NS_PER_S,
            .time_ns = step->time_ns,
            .created_ns = now_ns,
            .due_ns = due_ns,
            .expires_ns = due_ns + (int64_t) (action->expires_h * 3600) * LWI_NS_PER_S,
        };
    }
}

/* Whether it was planned whole; a plan that is full goes on with the next commit. */
static int plan_step_locked(struct lwi_actor *actor, struct plan *plan,
                            const struct lwi_store_step *step, int64_t now_ns)
{
    size_t before = plan->count;
    json_t *document = lwi_rule_document(step, actor->time_zone, actor->site_name);
    char *text = document ? json_dumps(document, JSON_COMPACT) : NULL;
    plan->documents[plan->steps] = document;
    plan->texts[plan->steps] = text;
    for (size_t i = 0; text && i < actor->rule_count; i++)
        if (lwi_rule_matches(actor->rules[i], document, step->phase))
            plan_rule(actor, plan, actor->rules[i], step, now_ns);
    if (text && step->phase == LWI_ACTION_END)
        plan->ends[plan->end_count++] =
            (struct lwi_outbox_end){step->event_id, step->time_ns, now_ns, text};
    plan->steps++;
    if (plan->count < ROWS_MAX || before == 0)
        return 1;
    plan->end_count -= text && step->phase == LWI_ACTION_END;
    plan->count = before;
    return 0;
}

/* 1: there was something to plan; 0: nothing; negative errno. */
static int plan_steps(struct lwi_actor *actor, struct plan *plan, struct lw_error *reterr)
{
    struct lwi_store_step *steps = NULL;
    size_t count = 0, done = 0;
    int64_t now_ns = lwi_clock_realtime(&lwi_clock_system);
    int r = lwi_store_step_list(actor->settings.store, STEPS_MAX, &steps, &count, reterr);
    if (r < 0 || count == 0) {
        lwi_store_step_list_free(steps, count);
        return r;
    }
    plan->count = plan->end_count = plan->steps = 0;
    /* Held while it is stored, for the rows borrow from actions and rules. */
    (void) pthread_mutex_lock(&actor->change_lock);
    (void) pthread_mutex_lock(&actor->lock);
    while (done < count && plan_step_locked(actor, plan, &steps[done], now_ns))
        done++;
    (void) pthread_mutex_unlock(&actor->lock);
    const struct lwi_outbox_plan stored = {
        .rows = plan->rows,
        .count = plan->count,
        .ends = plan->ends,
        .end_count = plan->end_count,
        .last_step = steps[done - 1].id,
    };
    r = lwi_store_outbox_add(actor->settings.store, &stored, reterr);
    (void) pthread_mutex_unlock(&actor->change_lock);
    for (size_t i = 0; i < plan->steps; i++) {
        json_decref(plan->documents[i]);
        free(plan->texts[i]);
    }
    lwi_store_step_list_free(steps, count);
    return r < 0 ? r : 1;
}

static int wake_senders(struct lwi_actor *actor, struct lw_error *reterr)
{
    static const size_t max = LWI_ACTOR_ACTIONS_MAX;
    char(*ready)[33] = calloc(max, sizeof(*ready));
    size_t count = 0;
    if (!ready)
        return 0;
    int r = lwi_store_outbox_ready(actor->settings.store, lwi_clock_realtime(&lwi_clock_system),
                                   ready, max, &count, reterr);
    (void) pthread_mutex_lock(&actor->lock);
    for (size_t i = 0; i < count; i++) {
        struct lwi_actor_action *action = lwi_actor_find_locked(actor, ready[i]);
        if (action && action->enabled)
            action->ready = 1;
    }
    (void) pthread_cond_broadcast(&actor->wake);
    (void) pthread_mutex_unlock(&actor->lock);
    free(ready);
    return r;
}

static int must_stop(struct lwi_actor *actor)
{
    (void) pthread_mutex_lock(&actor->lock);
    int stop = actor->stop;
    (void) pthread_mutex_unlock(&actor->lock);
    return stop;
}

void *lwi_actor_planner(void *cookie)
{
    struct lwi_actor *actor = cookie;
    struct plan plan = {.rows = calloc(ROWS_MAX, sizeof(*plan.rows))};
    struct lw_error error = {0};
    int64_t trimmed_ns = 0;
    uint64_t seen = 0;
    int failing = 0;
    while (plan.rows && !must_stop(actor)) {
        int r;
        while ((r = plan_steps(actor, &plan, &error)) == 1 && !must_stop(actor))
            ;
        if (r >= 0)
            r = wake_senders(actor, &error);
        int64_t now_ns = lwi_clock_monotonic(&lwi_clock_system);
        if (r >= 0 && (trimmed_ns == 0 || now_ns - trimmed_ns > TRIM_NS)) {
            r = lwi_store_outbox_trim(actor->settings.store, KEEP, WAITING_MAX,
                                      lwi_clock_realtime(&lwi_clock_system), &error);
            trimmed_ns = now_ns;
        }
        if (r < 0 && !failing)
            lwi_log(actor->settings.log, LWI_LOG_ERROR, "actions wait: %s. %s", error.message,
                    error.hint);
        else if (r >= 0 && failing)
            lwi_log(actor->settings.log, LWI_LOG_NOTICE, "actions go on");
        failing = r < 0;
        lwi_store_wait(actor->settings.store, &seen, failing ? RETRY_MS : LOOK_MS);
    }
    free(plan.rows);
    return NULL;
}
