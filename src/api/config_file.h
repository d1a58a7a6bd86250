/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * The whole configuration as one file: settings, cameras, actions, rules and arming
 * schedules, each by its id, as the resources of the API have them. Members that
 * have their default are left out. Secrets are left out and named, or sealed under
 * a passphrase.
 *
 * config_file.c writes it, config_plan.c reads one and takes it, config_lint.c
 * finds what cannot work.
 */
#ifndef LWI_API_CONFIG_FILE_H
#define LWI_API_CONFIG_FILE_H

#include <stddef.h>

#include "lenswatch/error.h"

struct json_t;
struct lwi_api;
struct lwi_request;

/* What there is now: {"settings", "cameras", "actions", "rules", "arming"}, all members, each but
 * settings by id. Secrets are inside: of cameras "password", of actions as settings. A new object;
 * NULL: no memory. Wipe it with lwi_config_wipe(). */
struct json_t *lwi_config_present(struct lwi_api *api);
/* Overwrites the strings of secrets, and gives the object back. */
void lwi_config_wipe(struct json_t *config);

/* Tells of each secret that is set in such an object, with its path. */
void lwi_config_secrets(struct json_t *config,
                        void (*found)(void *cookie, const char *path, struct json_t *value),
                        void *cookie);

/* *ret_text malloc'ed; *ret_left_out: a new list of the secrets that are not in it, as
 * "cameras/front-door/password". passphrase NULL: all of them. -EINVAL (passphrase), -ENOMEM. */
int lwi_config_export(struct lwi_api *api, const char *passphrase, char **ret_text,
                      struct json_t **ret_left_out, struct lw_error *reterr);

/* The secret members of an action's settings, by its kind: 1 for one. */
int lwi_config_is_secret(const char *kind, const char *member);

/* ---- taking one ---- */

struct lwi_config_plan;

struct lwi_config_request {
    const char *text; /* NULL: nothing; what there is is looked at alone */
    size_t size;
    const char *passphrase; /* NULL: none */
    int prune;              /* what a section of the file does not name is removed */
    /* Who asks must not be kept out by it, unless it is forced; NULL: nobody need be let in. */
    const struct lwi_request *from;
    int force;
};

/* Reads and checks all, and changes nothing. -EINVAL: it is no YAML; -EACCES: the passphrase. What
 * else is wrong is in the findings. */
int lwi_config_plan_make(struct lwi_config_plan **ret_plan, struct lwi_api *api,
                         const struct lwi_config_request *request, struct lw_error *reterr);
void lwi_config_plan_free(struct lwi_config_plan **plan);

/* How many findings keep it from being taken. */
size_t lwi_config_plan_errors(const struct lwi_config_plan *plan);
/* Whether it is kept from being taken by nothing but that it would keep the one out who asks: 0, or
 * -EALREADY with *reterr. */
int lwi_config_plan_lockout(const struct lwi_config_plan *plan, struct lw_error *reterr);
/* New lists: of {"where", "line": N or null, "level": "error|warning", "problem"}; of {"what",
 * "change": "added|changed|removed", "members"}. */
struct json_t *lwi_config_plan_findings(const struct lwi_config_plan *plan);
struct json_t *lwi_config_plan_changes(const struct lwi_config_plan *plan);

/* Takes it: stored all together, or not at all; removals come last, one by one. */
int lwi_config_plan_apply(struct lwi_config_plan *plan, struct lw_error *reterr);

/* ---- what cannot work ---- */

/* Told of each finding; where: "rules/night" or a path within it. */
typedef void lwi_config_report(void *cookie, const char *level, const char *where,
                               const char *problem);

/* config: as lwi_config_present() has it. */
void lwi_config_lint(const struct json_t *config, lwi_config_report *report, void *cookie);

#endif
