/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* API tokens. A token may at most what its user may; and one that may less, or that expires, makes
 * no others. The user of this host has none, and sees to everybody's. */
#include <errno.h>
#include <jansson.h>
#include <microhttpd.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/answer.h"
#include "api/json.h"
#include "api/request.h"
#include "api/routes.h"
#include "base/error.h"

#define DAYS_MAX 3650
#define DAY_NS   (24 * 3600 * LWI_NS_PER_S)
#define ROLE_MAX 32

static int is_local(const struct lwi_request *request)
{
    return request->who.by == LWI_AUTH_LOCAL;
}

static int get_tokens(struct lwi_request *request)
{
    struct lw_error error = {0};
    struct lwi_store_token *tokens = NULL;
    size_t count = 0;
    if (lwi_auth_token_list(request->api->auth, is_local(request) ? NULL : request->who.user,
                            &tokens, &count, &error) < 0)
        return lwi_answer_failure(request, &error);
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        (void) json_array_append_new(list, lwi_json_token(&tokens[i]));
    lwi_store_token_list_free(tokens, count);
    return lwi_answer_json(request, MHD_HTTP_OK, json_pack("{s:o}", "tokens", list));
}

/* expires_days: missing or null is never. */
static int read_expiry(const struct lwi_request *request, const json_t *body, int64_t *ret_ns,
                       struct lw_error *reterr)
{
    const json_t *days = json_object_get(body, "expires_days");
    *ret_ns = 0;
    if (!days || json_is_null(days))
        return 0;
    json_int_t n = json_integer_value(days);
    if (!json_is_integer(days) || n < 1 || n > DAYS_MAX)
        return lwi_error_set(reterr, -EINVAL, "expires_days must be 1 to %d, or null for never",
                             DAYS_MAX);
    *ret_ns = lwi_clock_realtime(request->api->settings.clock) + n * DAY_NS;
    return 0;
}

static int read_role(const struct lwi_request *request, const json_t *body,
                     struct lwi_store_token *wanted, struct lw_error *reterr)
{
    const json_t *member = json_object_get(body, "role");
    const char *name = NULL;
    if (!member || json_is_null(member))
        return 0;
    int r = lwi_json_string(body, "role", ROLE_MAX, NULL, &name, reterr);
    if (r < 0)
        return r;
    enum lwi_role role = lwi_role_parse(name);
    if (role == LWI_ROLE_NONE || role > request->who.role)
        return lwi_error_set(reterr, -EINVAL, "role must be one up to %s, or null",
                             lwi_role_name(request->who.role));
    (void) snprintf(wanted->role, sizeof(wanted->role), "%s", name);
    return 0;
}

/* What the token may do. wanted->cameras is malloc'ed. */
static int read_scope(struct lwi_request *request, const json_t *body,
                      struct lwi_store_token *wanted, struct lw_error *reterr)
{
    const json_t *read_only = json_object_get(body, "read_only");
    int r = read_expiry(request, body, &wanted->expires_ns, reterr);
    if (r == 0)
        r = read_role(request, body, wanted, reterr);
    if (r == 0 && read_only && !json_is_boolean(read_only))
        r = lwi_error_set(reterr, -EINVAL, "read_only must be true or false");
    wanted->is_read_only = json_is_true(read_only);
    return r < 0 ? r : lwi_request_camera_list(request, body, &wanted->cameras, reterr);
}

/* Whose it will be. */
static int read_owner(const struct lwi_request *request, const json_t *body, const char **ret_user,
                      struct lw_error *reterr)
{
    *ret_user = request->who.user;
    if (is_local(request) && json_object_get(body, "user"))
        return lwi_json_string(body, "user", LWI_AUTH_USER_MAX, NULL, ret_user, reterr);
    if (is_local(request)) {
        (void) lwi_error_set(reterr, -EPERM, "A token belongs to a user");
        lwi_error_hint(reterr, "Name one: user");
        return -EPERM;
    }
    if (json_object_get(body, "user"))
        return lwi_error_set(reterr, -EPERM, "Only one's own tokens can be made");
    if (!request->who.is_narrow)
        return 0;
    (void) lwi_error_set(reterr, -EPERM, "A limited token makes no others");
    lwi_error_hint(reterr, "Log in with POST /api/v1/session first");
    return -EPERM;
}

static int post_token(struct lwi_request *request)
{
    static const char *const members[] = {"label",   "expires_days", "role", "read_only",
                                          "cameras", "user",         NULL};
    struct lw_error error = {0};
    struct lwi_store_token wanted = {.cameras = NULL}, token;
    char secret[LWI_AUTH_SECRET_SIZE];
    json_t *body = NULL, *made = NULL;
    const char *label = NULL, *user = NULL;
    int r = lwi_request_json(request, members, &body, &error);
    if (r == 0)
        r = lwi_json_string(body, "label", LWI_AUTH_LABEL_MAX, NULL, &label, &error);
    if (r == 0)
        r = read_scope(request, body, &wanted, &error);
    if (r == 0)
        r = read_owner(request, body, &user, &error);
    if (r == 0) {
        (void) snprintf(wanted.label, sizeof(wanted.label), "%s", label);
        r = lwi_auth_token_make(request->api->auth, user, &wanted, &token, secret, &error);
    }
    if (r == 0)
        made = json_pack("{s:o, s:s}", "token", lwi_json_token(&token), "secret", secret);
    sodium_memzero(secret, sizeof(secret));
    free(wanted.cameras);
    json_decref(body);
    return r < 0 ? lwi_answer_failure(request, &error)
                 : lwi_answer_json(request, MHD_HTTP_CREATED, made);
}

static int delete_token(struct lwi_request *request)
{
    struct lw_error error = {0};
    const char *user = is_local(request) ? NULL : request->who.user;
    int r = request->who.is_narrow && strcmp(request->id, request->who.token_id) != 0
                ? lwi_error_set(&error, -EPERM, "A limited token revokes no others")
                : lwi_auth_token_delete(request->api->auth, user, request->id,
                                        /* is_session= */ 0, &error);
    return r < 0 ? lwi_answer_failure(request, &error)
                 : lwi_answer_empty(request, MHD_HTTP_NO_CONTENT);
}

const struct lwi_route lwi_routes_tokens[] = {
    {"/api/v1/tokens", LWI_GET, LWI_ACCESS_VIEWER, LWI_BODY_NONE, get_tokens},
    {"/api/v1/tokens", LWI_POST, LWI_ACCESS_VIEWER, LWI_BODY_JSON, post_token},
    {"/api/v1/tokens/{id}", LWI_DELETE, LWI_ACCESS_VIEWER, LWI_BODY_NONE, delete_token},
    {0},
};
