/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Activation, login, password and tokens. */
#include <errno.h>
#include <jansson.h>
#include <microhttpd.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "api/answer.h"
#include "api/json.h"
#include "api/login.h"
#include "api/password.h"
#include "api/request.h"
#include "api/routes.h"
#include "base/error.h"

#define TOKEN_DAYS_MAX 3650
#define DAY_NS         (24 * 3600 * LWI_NS_PER_S)

/* HttpOnly: no script reads it. SameSite=Strict: no other site's page sends it. */
static void set_cookie(struct lwi_request *request, const char *secret, int max_age_s)
{
    char name[LWI_COOKIE_NAME_SIZE];
    lwi_request_cookie_name(request, name);
    lwi_answer_header(request, "Set-Cookie",
                      "%s=%s; Path=/; HttpOnly; SameSite=Strict; Max-Age=%d%s", name, secret,
                      max_age_s, lwi_request_is_secure(request) ? "; Secure" : "");
}

static int answer_new_session(struct lwi_request *request, unsigned status, const char *user)
{
    char secret[LWI_AUTH_SECRET_SIZE];
    struct lw_error error = {0};
    if (lwi_auth_session_start(request->api->auth, user, secret, &request->who, &error) < 0)
        return lwi_answer_failure(request, &error);
    set_cookie(request, secret, LWI_AUTH_SESSION_S);
    return lwi_answer_json(request, status, lwi_json_session(&request->who));
}

static int get_setup(struct lwi_request *request)
{
    return lwi_answer_json(request, MHD_HTTP_OK,
                           json_pack("{s:b, s:s}", "activated",
                                     lwi_auth_activated(request->api->auth), "password_rules",
                                     lwi_password_rules));
}

static int post_setup(struct lwi_request *request)
{
    static const char *const members[] = {"user", "password", NULL};
    struct lw_error error = {0};
    json_t *body = NULL;
    const char *user = NULL, *password = NULL;
    int r = lwi_request_json(request, members, &body, &error);
    if (r == 0)
        r = lwi_json_string(body, "user", LWI_AUTH_USER_MAX, "admin", &user, &error);
    if (r == 0)
        r = lwi_json_string(body, "password", LWI_PASSWORD_LENGTH_MAX, NULL, &password, &error);
    if (r == 0)
        r = lwi_auth_user_check(user, &error);
    if (r == 0)
        r = lwi_auth_activate(request->api->auth, user, password, &error);
    int answered = r < 0 ? lwi_answer_failure(request, &error)
                         : answer_new_session(request, MHD_HTTP_CREATED, user);
    json_decref(body);
    return answered;
}

static int get_session(struct lwi_request *request)
{
    return lwi_answer_json(request, MHD_HTTP_OK, lwi_json_session(&request->who));
}

static int post_session(struct lwi_request *request)
{
    static const char *const members[] = {"user", "password", "code", NULL};
    struct lw_error error = {0};
    json_t *body = NULL;
    const char *user = NULL, *password = NULL, *code = NULL;
    int64_t wait = 0;
    if (!lwi_auth_activated(request->api->auth))
        return lwi_answer_error(request, MHD_HTTP_FORBIDDEN, "Lenswatch is not activated yet",
                                "POST /api/v1/setup sets the password");
    int r = lwi_request_json(request, members, &body, &error);
    if (r == 0)
        r = lwi_json_string(body, "user", LWI_AUTH_USER_MAX, NULL, &user, &error);
    if (r == 0)
        r = lwi_json_string(body, "password", LWI_PASSWORD_LENGTH_MAX, NULL, &password, &error);
    if (r == 0)
        r = lwi_json_string(body, "code", LWI_LOGIN_CODE_MAX, "", &code, &error);
    if (r == 0)
        r = lwi_auth_login(request->api->auth, request->address, user, password, code, &wait,
                           &error);
    int answered = r < 0 ? lwi_login_failure(request, &error, wait)
                         : answer_new_session(request, MHD_HTTP_OK, user);
    json_decref(body);
    return answered;
}

static int delete_session(struct lwi_request *request)
{
    struct lw_error error = {0};
    if (request->who.by == LWI_AUTH_SESSION) {
        int r = lwi_auth_token_delete(request->api->auth, request->who.user, request->who.token_id,
                                      /* is_session= */ 1, &error);
        if (r < 0 && r != -ENOENT)
            return lwi_answer_failure(request, &error);
    }
    set_cookie(request, "", 0);
    return lwi_answer_empty(request, MHD_HTTP_NO_CONTENT);
}

/* The user of this host (the token file) may set anybody's password: whoever can read that file
 * could as well change the database. */
static int set_password_locally(struct lwi_request *request, const json_t *body,
                                const char *password, struct lw_error *reterr)
{
    const char *user;
    int r = lwi_json_string(body, "user", LWI_AUTH_USER_MAX, "admin", &user, reterr);
    return r < 0 ? r
                 : lwi_auth_password_set(request->api->auth, user, password, /* keep= */ NULL,
                                         reterr);
}

static int post_password(struct lwi_request *request)
{
    static const char *const members[] = {"current", "new", "user", NULL};
    struct lw_error error = {0};
    json_t *body = NULL;
    const char *current = NULL, *new = NULL;
    int64_t wait = 0;
    int local = request->who.by == LWI_AUTH_LOCAL;
    int r = lwi_request_json(request, members, &body, &error);
    if (r == 0)
        r = lwi_json_string(body, "new", LWI_PASSWORD_LENGTH_MAX, NULL, &new, &error);
    if (r == 0 && local) {
        r = set_password_locally(request, body, new, &error);
    } else if (r == 0) {
        r = lwi_json_string(body, "current", LWI_PASSWORD_LENGTH_MAX, NULL, &current, &error);
        if (r == 0 && json_object_get(body, "user"))
            r = lwi_error_set(&error, -EPERM, "Only one's own password can be changed");
        if (r == 0)
            r = lwi_auth_login(request->api->auth, request->address, request->who.user, current,
                               /* code= */ NULL, &wait, &error);
        /* The login of this request is good: a wrong password is no reason to log in again. */
        if (r == -EACCES)
            r = lwi_error_set(&error, -EPERM, "The current password is wrong");
        if (r == 0)
            r = lwi_auth_password_set(request->api->auth, request->who.user, new,
                                      request->who.token_id, &error);
    }
    json_decref(body);
    return r < 0 ? lwi_login_failure(request, &error, wait)
                 : lwi_answer_empty(request, MHD_HTTP_NO_CONTENT);
}

static int get_tokens(struct lwi_request *request)
{
    struct lw_error error = {0};
    struct lwi_store_token *tokens = NULL;
    size_t count = 0;
    if (lwi_auth_token_list(request->api->auth, request->who.user, &tokens, &count, &error) < 0)
        return lwi_answer_failure(request, &error);
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        (void) json_array_append_new(list, lwi_json_token(&tokens[i]));
    free(tokens);
    return lwi_answer_json(request, MHD_HTTP_OK, json_pack("{s:o}", "tokens", list));
}

/* expires_days: missing or null is never. */
static int read_expiry(struct lwi_request *request, const json_t *body, int64_t *ret_ns,
                       struct lw_error *reterr)
{
    const json_t *days = json_object_get(body, "expires_days");
    *ret_ns = 0;
    if (!days || json_is_null(days))
        return 0;
    json_int_t n = json_integer_value(days);
    if (!json_is_integer(days) || n < 1 || n > TOKEN_DAYS_MAX)
        return lwi_error_set(reterr, -EINVAL, "expires_days must be 1 to %d, or null for never",
                             TOKEN_DAYS_MAX);
    *ret_ns = lwi_clock_realtime(request->api->settings.clock) + n * DAY_NS;
    return 0;
}

static int post_token(struct lwi_request *request)
{
    static const char *const members[] = {"label", "expires_days", NULL};
    struct lw_error error = {0};
    struct lwi_store_token token;
    char secret[LWI_AUTH_SECRET_SIZE];
    json_t *body = NULL;
    const char *label = NULL;
    int64_t expires_ns = 0;
    int r = lwi_request_json(request, members, &body, &error);
    if (r == 0)
        r = lwi_json_string(body, "label", LWI_AUTH_LABEL_MAX, NULL, &label, &error);
    if (r == 0)
        r = read_expiry(request, body, &expires_ns, &error);
    if (r == 0 && request->who.by == LWI_AUTH_LOCAL) {
        r = lwi_error_set(&error, -EPERM, "A token belongs to a user who has logged in");
        lwi_error_hint(&error, "Log in with POST /api/v1/session first");
    }
    if (r == 0)
        r = lwi_auth_token_make(request->api->auth, request->who.user, label, expires_ns, &token,
                                secret, &error);
    json_decref(body);
    if (r < 0)
        return lwi_answer_failure(request, &error);
    json_t *made = json_pack("{s:o, s:s}", "token", lwi_json_token(&token), "secret", secret);
    sodium_memzero(secret, sizeof(secret));
    return lwi_answer_json(request, MHD_HTTP_CREATED, made);
}

static int delete_token(struct lwi_request *request)
{
    struct lw_error error = {0};
    if (lwi_auth_token_delete(request->api->auth, request->who.user, request->id,
                              /* is_session= */ 0, &error) < 0)
        return lwi_answer_failure(request, &error);
    return lwi_answer_empty(request, MHD_HTTP_NO_CONTENT);
}

const struct lwi_route lwi_routes_access[] = {
    {"/api/v1/setup", LWI_GET, LWI_ACCESS_OPEN, LWI_BODY_NONE, get_setup},
    {"/api/v1/setup", LWI_POST, LWI_ACCESS_OPEN, LWI_BODY_JSON, post_setup},
    {"/api/v1/session", LWI_GET, LWI_ACCESS_VIEWER, LWI_BODY_NONE, get_session},
    {"/api/v1/session", LWI_POST, LWI_ACCESS_OPEN, LWI_BODY_JSON, post_session},
    {"/api/v1/session", LWI_DELETE, LWI_ACCESS_VIEWER, LWI_BODY_NONE, delete_session},
    {"/api/v1/password", LWI_POST, LWI_ACCESS_VIEWER, LWI_BODY_JSON, post_password},
    {"/api/v1/tokens", LWI_GET, LWI_ACCESS_VIEWER, LWI_BODY_NONE, get_tokens},
    {"/api/v1/tokens", LWI_POST, LWI_ACCESS_VIEWER, LWI_BODY_JSON, post_token},
    {"/api/v1/tokens/{id}", LWI_DELETE, LWI_ACCESS_VIEWER, LWI_BODY_NONE, delete_token},
    {0},
};
