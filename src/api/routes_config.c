/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The configuration as one file: out, in, and what is wrong with it. */
#include <errno.h>
#include <jansson.h>
#include <microhttpd.h>
#include <stdlib.h>
#include <string.h>

#include "api/answer.h"
#include "api/config_file.h"
#include "api/request.h"
#include "api/routes.h"
#include "base/error.h"
#include "config/passphrase.h"

static int read_passphrase(const json_t *body, const char **ret_passphrase, struct lw_error *reterr)
{
    const json_t *value = json_object_get(body, "passphrase");
    if (value && (!json_is_string(value) || json_string_length(value) > LWI_PASSPHRASE_MAX))
        return lwi_error_set(reterr, -EINVAL, "passphrase: it must be a string of at most %d bytes",
                             LWI_PASSPHRASE_MAX);
    *ret_passphrase = json_string_value(value);
    return 0;
}

static void wipe_passphrase(json_t *body)
{
    const json_t *value = json_object_get(body, "passphrase");
    if (json_is_string(value))
        explicit_bzero((char *) json_string_value(value), json_string_length(value));
    json_decref(body);
}

static int post_export(struct lwi_request *request)
{
    static const char *const members[] = {"passphrase", NULL};
    struct lw_error error = {0};
    json_t *body = NULL, *left_out = NULL;
    const char *passphrase = NULL;
    char *text = NULL;
    int r = lwi_request_json(request, members, &body, &error);
    if (r == 0)
        r = read_passphrase(body, &passphrase, &error);
    if (r == 0)
        r = lwi_config_export(request->api, passphrase, &text, &left_out, &error);
    wipe_passphrase(body);
    if (r < 0)
        return lwi_answer_failure(request, &error);
    json_t *answer = json_pack("{s:s,s:o}", "yaml", text, "left_out", left_out);
    free(text);
    return lwi_answer_json(request, MHD_HTTP_OK, answer);
}

static int read_flag(const json_t *body, const char *name, int *ret_flag, struct lw_error *reterr)
{
    const json_t *value = json_object_get(body, name);
    if (value && !json_is_boolean(value))
        return lwi_error_set(reterr, -EINVAL, "%s: it must be true or false", name);
    *ret_flag = json_is_true(value);
    return 0;
}

static int read_request(const json_t *body, struct lwi_config_request *ret_request,
                        struct lw_error *reterr)
{
    const json_t *yaml = json_object_get(body, "yaml");
    if (yaml && !json_is_string(yaml))
        return lwi_error_set(reterr, -EINVAL, "yaml: it must be a string");
    ret_request->text = json_string_value(yaml);
    ret_request->size = json_string_length(yaml);
    int r = read_passphrase(body, &ret_request->passphrase, reterr);
    return r < 0 ? r : read_flag(body, "prune", &ret_request->prune, reterr);
}

/* plan: released. */
static int answer_plan(struct lwi_request *request, struct lwi_config_plan *plan, int applied)
{
    json_t *answer = json_pack(
        "{s:b,s:i,s:o,s:o}", "applied", applied, "errors", (int) lwi_config_plan_errors(plan),
        "changes", lwi_config_plan_changes(plan), "findings", lwi_config_plan_findings(plan));
    lwi_config_plan_free(&plan);
    return lwi_answer_json(request, MHD_HTTP_OK, answer);
}

static void refuse(const struct lwi_config_plan *plan, struct lw_error *reterr)
{
    json_t *findings = lwi_config_plan_findings(plan), *one;
    size_t i;
    json_array_foreach(findings, i, one)
    {
        if (strcmp(json_string_value(json_object_get(one, "level")), "error") != 0)
            continue;
        (void) lwi_error_set(reterr, -EINVAL, "line %d: %s: %s",
                             (int) json_integer_value(json_object_get(one, "line")),
                             json_string_value(json_object_get(one, "where")),
                             json_string_value(json_object_get(one, "problem")));
        lwi_error_hint(reterr, "Nothing was changed. POST /api/v1/config/check lists all findings");
        break;
    }
    json_decref(findings);
}

static int post_import(struct lwi_request *request)
{
    static const char *const members[] = {"yaml", "passphrase", "prune", "dry_run", NULL};
    struct lw_error error = {0};
    struct lwi_config_request asked = {.from = request, .force = lwi_request_is_forced(request)};
    struct lwi_config_plan *plan = NULL;
    json_t *body = NULL;
    int dry = 0;
    int r = lwi_request_json(request, members, &body, &error);
    if (r == 0)
        r = read_request(body, &asked, &error);
    if (r == 0)
        r = read_flag(body, "dry_run", &dry, &error);
    if (r == 0 && !asked.text)
        r = lwi_error_set(&error, -EINVAL, "yaml: it is missing");
    if (r == 0)
        r = lwi_config_plan_make(&plan, request->api, &asked, &error);
    if (r == -EACCES) /* not of the one who asks */
        r = error.code = -EINVAL;
    if (r == 0 && !dry && lwi_config_plan_errors(plan) > 0) {
        r = lwi_config_plan_lockout(plan, &error);
        if (r == 0)
            refuse(plan, &error);
        r = -EINVAL;
    } else if (r == 0 && !dry) {
        r = lwi_config_plan_apply(plan, &error);
    }
    wipe_passphrase(body);
    if (r < 0) {
        lwi_config_plan_free(&plan);
        return lwi_answer_failure(request, &error);
    }
    return answer_plan(request, plan, !dry);
}

static int post_check(struct lwi_request *request)
{
    static const char *const members[] = {"yaml", "passphrase", "prune", NULL};
    struct lw_error error = {0};
    struct lwi_config_request asked = {.from = request};
    struct lwi_config_plan *plan = NULL;
    json_t *body = NULL;
    int r = lwi_request_json(request, members, &body, &error);
    if (r == 0)
        r = read_request(body, &asked, &error);
    if (r == 0)
        r = lwi_config_plan_make(&plan, request->api, &asked, &error);
    if (r == -EACCES)
        r = error.code = -EINVAL;
    wipe_passphrase(body);
    return r < 0 ? lwi_answer_failure(request, &error)
                 : answer_plan(request, plan, /* applied= */ 0);
}

#define CONFIG "/api/v1/config"

const struct lwi_route lwi_routes_config[] = {
    {CONFIG "/export", LWI_POST, LWI_ACCESS_ADMINISTRATOR, LWI_BODY_JSON, post_export},
    {CONFIG "/import", LWI_POST, LWI_ACCESS_ADMINISTRATOR, LWI_BODY_JSON, post_import},
    {CONFIG "/check", LWI_POST, LWI_ACCESS_ADMINISTRATOR, LWI_BODY_JSON, post_check},
    {0},
};
