/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Activation, login and password. */
#include <errno.h>
#include <jansson.h>
#include <microhttpd.h>
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

/* Of the cookie: it is the server that says when a session is over. More no browser keeps. */
#define COOKIE_S (400 * 24 * 3600)

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
    lwi_identity_done(&request->who);
    if (lwi_auth_session_start(request->api->auth, &request->client, user, secret, &request->who,
                               &error) < 0)
        return lwi_answer_failure(request, &error);
    set_cookie(request, secret, COOKIE_S);
    return lwi_answer_json(request, status, lwi_json_session(&request->who));
}

static int get_setup(struct lwi_request *request)
{
    struct lwi_system_config config;
    lwi_system_config(request->api->settings.system, &config);
    return lwi_answer_json(request, MHD_HTTP_OK,
                           json_pack("{s:b, s:i, s:s}", "activated",
                                     lwi_auth_activated(request->api->auth), "password_length",
                                     config.password_length, "password_rules", lwi_password_rules));
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
        r = lwi_auth_login(request->api->auth, &request->client, user, password, code, &wait,
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
    const struct lwi_auth_password new = {.password = password, .may_be_same = 1};
    int r = lwi_json_string(body, "user", LWI_AUTH_USER_MAX, "admin", &user, reterr);
    if (r == 0)
        r = lwi_auth_password_set(request->api->auth, user, &new, reterr);
    if (r == 0)
        lwi_auth_unlock(request->api->auth, user);
    return r;
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
        if (r == 0 && request->who.is_narrow)
            r = lwi_error_set(&error, -EPERM, "A limited token changes no password");
        if (r == 0)
            r = lwi_auth_login(request->api->auth, &request->client, request->who.user, current,
                               /* code= */ NULL, &wait, &error);
        /* The login of this request is good: a wrong password is no reason to log in again. */
        if (r == -EACCES)
            r = lwi_error_set(&error, -EPERM, "The current password is wrong");
        const struct lwi_auth_password change = {.password = new, .keep = request->who.token_id};
        if (r == 0)
            r = lwi_auth_password_set(request->api->auth, request->who.user, &change, &error);
    }
    json_decref(body);
    return r < 0 ? lwi_login_failure(request, &error, wait)
                 : lwi_answer_empty(request, MHD_HTTP_NO_CONTENT);
}

const struct lwi_route lwi_routes_access[] = {
    {"/api/v1/setup", LWI_GET, LWI_ACCESS_OPEN, LWI_BODY_NONE, get_setup},
    {"/api/v1/setup", LWI_POST, LWI_ACCESS_OPEN, LWI_BODY_JSON, post_setup},
    {"/api/v1/session", LWI_GET, LWI_ACCESS_VIEWER, LWI_BODY_NONE, get_session},
    {"/api/v1/session", LWI_POST, LWI_ACCESS_OPEN, LWI_BODY_JSON, post_session},
    {"/api/v1/session", LWI_DELETE, LWI_ACCESS_VIEWER, LWI_BODY_NONE, delete_session},
    {"/api/v1/password", LWI_POST, LWI_ACCESS_VIEWER, LWI_BODY_JSON, post_password},
    {0},
};
