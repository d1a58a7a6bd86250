/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Users and what they may do; who of them is logged in. */
#include <errno.h>
#include <jansson.h>
#include <microhttpd.h>
#include <stdlib.h>
#include <string.h>

#include "api/answer.h"
#include "api/factor.h"
#include "api/json.h"
#include "api/password.h"
#include "api/request.h"
#include "api/routes.h"
#include "base/error.h"

#define USER     "/api/v1/users/{id}"
#define ROLE_MAX 32

/* Where it cannot be read there is one: nobody gets in without it. */
static int has_factor(const struct lwi_request *request, const char *user)
{
    struct lwi_factor_state state = {0, 0};
    return lwi_factor_state(lwi_auth_factors(request->api->auth), user, &state, NULL) < 0 ||
           state.is_on;
}

static json_t *user_json(const struct lwi_request *request, const struct lwi_store_user *user)
{
    const int64_t left_ns = lwi_auth_locked(request->api->auth, user->name);
    const int64_t now_ns = lwi_clock_realtime(request->api->settings.clock);
    return json_pack("{s:s, s:s, s:o, s:I, s:I, s:o, s:o, s:b, s:o, s:b}", "name", user->name,
                     "role", user->role, "cameras", lwi_json_cameras(user->cameras), "sessions",
                     (json_int_t) user->sessions, "tokens", (json_int_t) user->tokens, "used",
                     lwi_json_time(user->used_ns), "password_set", lwi_json_time(user->password_ns),
                     "must_change", user->must_change, "locked_until",
                     lwi_json_time(left_ns > 0 ? now_ns + left_ns : 0), "second_factor",
                     has_factor(request, user->name));
}

/* All of them, or (name not NULL) that one; NULL with *reterr. */
static json_t *read_users(struct lwi_request *request, const char *name, struct lw_error *reterr)
{
    struct lwi_store_user *users = NULL;
    size_t count = 0;
    const int64_t now_ns = lwi_clock_realtime(request->api->settings.clock);
    if (lwi_store_user_list(request->api->settings.store, now_ns, &users, &count, reterr) < 0)
        return NULL;
    json_t *found = name ? NULL : json_array();
    for (size_t i = 0; i < count; i++) {
        if (!name)
            (void) json_array_append_new(found, user_json(request, &users[i]));
        else if (strcmp(users[i].name, name) == 0)
            found = user_json(request, &users[i]);
    }
    lwi_store_user_list_free(users, count);
    if (!found)
        (void) lwi_error_set(reterr, -ENOENT, "There is no user '%s'", name ? name : "");
    return found;
}

static int answer_user(struct lwi_request *request, unsigned status, const char *name)
{
    struct lw_error error = {0};
    json_t *user = read_users(request, name, &error);
    return user ? lwi_answer_json(request, status, user) : lwi_answer_failure(request, &error);
}

static int get_users(struct lwi_request *request)
{
    struct lw_error error = {0};
    json_t *users = read_users(request, /* name= */ NULL, &error);
    return users ? lwi_answer_json(request, MHD_HTTP_OK, json_pack("{s:o}", "users", users))
                 : lwi_answer_failure(request, &error);
}

static int read_role(const json_t *body, enum lwi_role *ret_role, struct lw_error *reterr)
{
    const char *name = NULL;
    int r = lwi_json_string(body, "role", ROLE_MAX, NULL, &name, reterr);
    if (r < 0)
        return r;
    *ret_role = lwi_role_parse(name);
    return *ret_role != LWI_ROLE_NONE
               ? 0
               : lwi_error_set(reterr, -EINVAL, "role must be viewer, operator or administrator");
}

/* Whether the password has to be changed at the next login, since somebody else knows it. */
static int read_must_change(const json_t *body, int *ret_must, struct lw_error *reterr)
{
    const json_t *member = json_object_get(body, "must_change");
    *ret_must = json_is_true(member);
    return !member || json_is_boolean(member)
               ? 0
               : lwi_error_set(reterr, -EINVAL, "must_change must be true or false");
}

static int post_user(struct lwi_request *request)
{
    static const char *const members[] = {"name",    "password",    "role",
                                          "cameras", "must_change", NULL};
    struct lw_error error = {0};
    struct lwi_auth_user user = {.name = NULL};
    json_t *body = NULL;
    char *cameras = NULL;
    int r = lwi_request_json(request, members, &body, &error);
    if (r == 0)
        r = lwi_json_string(body, "name", LWI_AUTH_USER_MAX, NULL, &user.name, &error);
    if (r == 0)
        r = lwi_auth_user_check(user.name, &error);
    if (r == 0)
        r = read_role(body, &user.role, &error);
    if (r == 0)
        r = lwi_request_camera_list(request, body, &cameras, &error);
    if (r == 0)
        r = read_must_change(body, &user.must_change, &error);
    if (r == 0)
        r = lwi_json_string(body, "password", LWI_PASSWORD_LENGTH_MAX, NULL, &user.password,
                            &error);
    user.cameras = cameras;
    if (r == 0)
        r = lwi_auth_user_add(request->api->auth, &user, &error);
    int answered = r < 0 ? lwi_answer_failure(request, &error)
                         : answer_user(request, MHD_HTTP_CREATED, user.name);
    free(cameras);
    json_decref(body);
    return answered;
}

/* *ret_cameras is malloc'ed, and what change->cameras points to. */
static int read_change(struct lwi_request *request, const json_t *body,
                       struct lwi_store_user_change *change, char **ret_cameras,
                       struct lw_error *reterr)
{
    enum lwi_role role = LWI_ROLE_NONE;
    int r = 0;
    if (json_object_get(body, "role"))
        r = read_role(body, &role, reterr);
    if (r == 0 && json_object_get(body, "role"))
        change->role = lwi_role_name(role);
    if (r == 0)
        r = lwi_request_camera_list(request, body, ret_cameras, reterr);
    change->cameras = *ret_cameras;
    change->set_cameras = json_object_get(body, "cameras") != NULL;
    return r;
}

/* By an administrator; one's own is no other's, and stays as it is. */
static int read_password(const struct lwi_request *request, const json_t *body,
                         struct lwi_auth_password *password, struct lw_error *reterr)
{
    if (!json_object_get(body, "password") && json_object_get(body, "must_change"))
        return lwi_error_set(reterr, -EINVAL, "must_change goes with a password");
    if (!json_object_get(body, "password"))
        return 0;
    int r = lwi_json_string(body, "password", LWI_PASSWORD_LENGTH_MAX, NULL, &password->password,
                            reterr);
    if (r == 0)
        r = read_must_change(body, &password->must_change, reterr);
    if (strcmp(request->id, request->who.user) == 0)
        password->must_change = 0;
    return r;
}

static int patch_user(struct lwi_request *request)
{
    static const char *const members[] = {"password", "role", "cameras", "must_change", NULL};
    struct lwi_auth *auth = request->api->auth;
    struct lw_error error = {0};
    json_t *body = NULL, *before = read_users(request, request->id, &error);
    struct lwi_auth_password password = {.password = NULL};
    struct lwi_store_user_change change = {.role = NULL};
    char *cameras = NULL;
    int r = before ? lwi_request_json(request, members, &body, &error) : error.code;
    if (r == 0)
        r = read_change(request, body, &change, &cameras, &error);
    if (r == 0)
        r = read_password(request, body, &password, &error);
    /* The password first: it has rules that may refuse it, and then nothing is changed. */
    if (r == 0 && password.password)
        r = lwi_auth_password_set(auth, request->id, &password, &error);
    if (r == 0 && (change.role || change.set_cameras))
        r = lwi_auth_user_change(auth, request->id, &change, &error);
    free(cameras);
    json_decref(body);
    json_decref(before);
    return r < 0 ? lwi_answer_failure(request, &error)
                 : answer_user(request, MHD_HTTP_OK, request->id);
}

static int delete_user(struct lwi_request *request)
{
    struct lw_error error = {0};
    if (lwi_auth_user_remove(request->api->auth, request->id, &error) < 0)
        return lwi_answer_failure(request, &error);
    return lwi_answer_empty(request, MHD_HTTP_NO_CONTENT);
}

static int get_user(struct lwi_request *request)
{
    return answer_user(request, MHD_HTTP_OK, request->id);
}

static int unlock(struct lwi_request *request)
{
    struct lw_error error = {0};
    json_t *user = read_users(request, request->id, &error);
    if (!user)
        return lwi_answer_failure(request, &error);
    json_decref(user);
    lwi_auth_unlock(request->api->auth, request->id);
    return lwi_answer_empty(request, MHD_HTTP_NO_CONTENT);
}

static int log_out(struct lwi_request *request)
{
    struct lw_error error = {0};
    json_t *user = read_users(request, request->id, &error);
    if (!user || lwi_auth_sessions_end(request->api->auth, request->id, &error) < 0) {
        json_decref(user);
        return lwi_answer_failure(request, &error);
    }
    json_decref(user);
    return lwi_answer_empty(request, MHD_HTTP_NO_CONTENT);
}

const struct lwi_route lwi_routes_users[] = {
    {"/api/v1/users", LWI_GET, LWI_ACCESS_ADMINISTRATOR, LWI_BODY_NONE, get_users},
    {"/api/v1/users", LWI_POST, LWI_ACCESS_ADMINISTRATOR, LWI_BODY_JSON, post_user},
    {USER, LWI_GET, LWI_ACCESS_ADMINISTRATOR, LWI_BODY_NONE, get_user},
    {USER, LWI_PATCH, LWI_ACCESS_ADMINISTRATOR, LWI_BODY_JSON, patch_user},
    {USER, LWI_DELETE, LWI_ACCESS_ADMINISTRATOR, LWI_BODY_NONE, delete_user},
    {USER "/logout", LWI_POST, LWI_ACCESS_ADMINISTRATOR, LWI_BODY_NONE, log_out},
    {USER "/unlock", LWI_POST, LWI_ACCESS_ADMINISTRATOR, LWI_BODY_NONE, unlock},
    {0},
};
