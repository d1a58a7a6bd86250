/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Rules: which conditions of which cameras set off which actions, on which step
 * of an event. A rule is a JSON object; its rows are here, its matching is a pure
 * function of a step.
 */
#ifndef LWI_ACTION_RULE_H
#define LWI_ACTION_RULE_H

#include "action/action.h"
#include "lenswatch/error.h"
#include "store/outbox.h"

struct json_t;

/* The rows of a rule, as if it were a kind; its run() is NULL. */
extern const struct lwi_action_kind lwi_rule_rows;

/* As lwi_action_settings(), and what does not fit together is refused. */
int lwi_rule_settings(const struct json_t *base, const struct json_t *given,
                      struct json_t **ret_rule, struct lw_error *reterr);

/* "info", "warning" or "critical" of a condition, by its name. */
const char *lwi_rule_severity(const char *condition);

/* Whether the rule tells of this phase at all. */
int lwi_rule_is_on(const struct json_t *rule, int phase);

/* Whether the rule is for a camera {"id", "group", "tags"}. */
int lwi_rule_is_for(const struct json_t *rule, const struct json_t *camera);

/* Whether the rule is on for this document's condition and camera, at this phase. */
int lwi_rule_matches(const struct json_t *rule, const struct json_t *document, int phase);

/* What the templates see, of what the store kept of a step: a new object, or NULL. */
struct json_t *lwi_rule_document(const struct lwi_store_step *step, const char *time_zone,
                                 const char *site_name);

#endif
