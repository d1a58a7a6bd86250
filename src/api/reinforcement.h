/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Security reinforcement: one switch to the strict settings (config/strict.h). While it is on,
 * none of them can be weakened; when it goes off they are what they were. Thread-safe.
 */
#ifndef LWI_API_REINFORCEMENT_H
#define LWI_API_REINFORCEMENT_H

#include "camera/system.h"
#include "lenswatch/error.h"
#include "store/store.h"

struct json_t;
struct lwi_api;
struct lwi_reinforcement;

/* What is pointed to is borrowed until free. 0, -ENOMEM, or what the store says. */
int lwi_reinforcement_new(struct lwi_reinforcement **ret_reinforcement, struct lwi_store *store,
                          struct lwi_system *system, struct lw_error *reterr);
void lwi_reinforcement_free(struct lwi_reinforcement **reinforcement);

/* {"enabled", "settings": [{"name", "why", "value", "strict", "before", "changes"}, ...]}, a new
 * object: what is, what it would be, and (enabled) what it will be afterwards. NULL: no memory. */
struct json_t *lwi_reinforcement_show(struct lwi_reinforcement *reinforcement);

/* The row of the store, of type "system", that there is while it is on. */
#define LWI_REINFORCEMENT_ROW "reinforcement"

/* Also where it is so already. */
int lwi_reinforcement_set(struct lwi_api *api, int enabled, struct lw_error *reterr);

int lwi_reinforcement_is_on(struct lwi_reinforcement *reinforcement);

/* Makes strict what of these settings is weaker than it allows. */
void lwi_reinforcement_hold(struct lwi_reinforcement *reinforcement, struct json_t *settings);

/* As lwi_system_config_check(); -EPERM: the reinforcement holds it. */
int lwi_reinforcement_config_check(struct lwi_reinforcement *reinforcement,
                                   const struct lwi_system_config *config, struct lw_error *reterr);

#endif
