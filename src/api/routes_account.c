/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* What users prove themselves with beside the password. What is one's own takes a session: a token
 * that a script has is no proof of its owner. */
#include <errno.h>
#include <jansson.h>
#include <microhttpd.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "api/answer.h"
#include "api/factor.h"
#include "api/json.h"
#include "api/login.h"
#include "api/password.h"
#include "api/qr.h"
#include "api/request.h"
#include "api/routes.h"
#include "base/error.h"

#define ACCOUNT  "/api/v1/account"
#define URI_SIZE 1024

static struct lwi_factors *factors_of(const struct lwi_request *request)
{
    return lwi_auth_factors(request->api->auth);
}

static int by_session(const struct lwi_request *request, struct lw_error *reterr)
{
    if (request->who.by == LWI_AUTH_SESSION)
        return 0;
    (void) lwi_error_set(reterr, -EPERM, "This takes a user who has logged in");
    lwi_error_hint(reterr, "Log in with POST /api/v1/session first");
    return -EPERM;
}

/* A body of {"password"} alone, which must be that of who asks. */
static int read_password(struct lwi_request *request, int64_t *ret_wait_ns, struct lw_error *reterr)
{
    static const char *const members[] = {"password", NULL};
    json_t *body = NULL;
    int r = lwi_request_json(request, members, &body, reterr);
    if (r == 0)
        r = by_session(request, reterr);
    if (r == 0)
        r = lwi_login_again(request, body, ret_wait_ns, reterr);
    json_decref(body);
    return r;
}

static int get_account(struct lwi_request *request)
{
    struct lwi_factor_state state = {0, 0};
    struct lw_error error = {0};
    if (lwi_factor_state(factors_of(request), request->who.user, &state, &error) < 0)
        return lwi_answer_failure(request, &error);
    json_t *account = json_pack("{s:s, s:{s:b, s:i}}", "user", request->who.user, "second_factor",
                                "on", state.is_on, "recovery_codes", state.is_on ? state.codes : 0);
    if (account && lwi_recovery_show(request, account, &error) < 0) {
        json_decref(account);
        return lwi_answer_failure(request, &error);
    }
    return lwi_answer_json(request, MHD_HTTP_OK, account);
}

/* The ways back to a lost password. */
static int patch_account(struct lwi_request *request)
{
    static const char *const members[] = {"password", "email", "questions", NULL};
    struct lw_error error = {0};
    json_t *body = NULL;
    int64_t wait = 0;
    int r = lwi_request_json(request, members, &body, &error);
    if (r == 0)
        r = by_session(request, &error);
    if (r == 0)
        r = lwi_login_again(request, body, &wait, &error);
    if (r == 0)
        r = lwi_recovery_change(request, body, &error);
    json_decref(body);
    return r < 0 ? lwi_login_failure(request, &error, wait) : get_account(request);
}

/* Whom the app will show it for: the name that the page was asked by. */
static const char *host_of(struct lwi_request *request)
{
    const char *host = lwi_request_header(request, "Host");
    return host && *host ? host : "lenswatch";
}

static int post_factor(struct lwi_request *request)
{
    char secret[LWI_TOTP_SECRET_SIZE] = "", uri[URI_SIZE];
    struct lw_error error = {0};
    int64_t wait = 0;
    int r = read_password(request, &wait, &error);
    if (r == 0)
        r = lwi_factor_begin(factors_of(request), request->who.user, secret, &error);
    if (r < 0)
        return lwi_login_failure(request, &error, wait);
    lwi_totp_uri(secret, request->who.user, host_of(request), uri, sizeof(uri));
    json_t *answer =
        json_pack("{s:s, s:s, s:o?}", "secret", secret, "uri", uri, "qr", lwi_qr_rows(uri));
    sodium_memzero(secret, sizeof(secret));
    sodium_memzero(uri, sizeof(uri));
    return lwi_answer_json(request, MHD_HTTP_CREATED, answer);
}

static int answer_codes(struct lwi_request *request,
                        char codes[LWI_FACTOR_CODES][LWI_FACTOR_CODE_SIZE])
{
    json_t *list = json_array();
    for (size_t i = 0; i < LWI_FACTOR_CODES; i++)
        (void) json_array_append_new(list, json_string(codes[i]));
    sodium_memzero(codes, LWI_FACTOR_CODES * LWI_FACTOR_CODE_SIZE);
    return lwi_answer_json(request, MHD_HTTP_OK, json_pack("{s:o}", "recovery_codes", list));
}

static int confirm_factor(struct lwi_request *request)
{
    static const char *const members[] = {"code", NULL};
    char codes[LWI_FACTOR_CODES][LWI_FACTOR_CODE_SIZE];
    struct lw_error error = {0};
    json_t *body = NULL;
    const char *code = NULL;
    int r = lwi_request_json(request, members, &body, &error);
    if (r == 0)
        r = by_session(request, &error);
    if (r == 0)
        r = lwi_json_string(body, "code", LWI_LOGIN_CODE_MAX, NULL, &code, &error);
    if (r == 0)
        r = lwi_factor_confirm(factors_of(request), request->who.user, code, codes, &error);
    json_decref(body);
    /* The login of this request is good: a wrong code is no reason to log in again. */
    if (r == -EACCES)
        error.code = -EPERM;
    if (r < 0)
        return lwi_answer_failure(request, &error);
    lwi_log(request->api->settings.log, LWI_LOG_NOTICE, "%s has a second factor from now on",
            request->who.user);
    return answer_codes(request, codes);
}

static int renew_codes(struct lwi_request *request)
{
    char codes[LWI_FACTOR_CODES][LWI_FACTOR_CODE_SIZE];
    struct lw_error error = {0};
    int64_t wait = 0;
    int r = read_password(request, &wait, &error);
    if (r == 0)
        r = lwi_factor_codes(factors_of(request), request->who.user, codes, &error);
    return r < 0 ? lwi_login_failure(request, &error, wait) : answer_codes(request, codes);
}

static int remove_factor(struct lwi_request *request)
{
    struct lw_error error = {0};
    int64_t wait = 0;
    int r = read_password(request, &wait, &error);
    if (r == 0)
        r = lwi_factor_remove(factors_of(request), request->who.user, &error);
    if (r < 0)
        return lwi_login_failure(request, &error, wait);
    lwi_log(request->api->settings.log, LWI_LOG_NOTICE, "%s has no second factor any more",
            request->who.user);
    return lwi_answer_empty(request, MHD_HTTP_NO_CONTENT);
}

/* Of somebody else, who has lost the app and the recovery codes. */
static int delete_factor(struct lwi_request *request)
{
    struct lw_error error = {0};
    struct lwi_factor_state state = {0, 0};
    char *hash = NULL;
    int r = lwi_store_user_hash(request->api->settings.store, request->id, &hash, &error);
    free(hash);
    if (r == 0 && request->who.by == LWI_AUTH_SESSION &&
        strcmp(request->who.user, request->id) == 0) {
        r = lwi_error_set(&error, -EPERM, "One's own second factor takes the password to remove");
        lwi_error_hint(&error, "POST " ACCOUNT "/second-factor/remove");
    }
    if (r == 0)
        r = lwi_factor_state(factors_of(request), request->id, &state, &error);
    /* One that cannot be read any more is what this is for, too. */
    if (r == -EBADMSG || r == -EIO)
        r = 0;
    if (r == 0)
        r = lwi_factor_remove(factors_of(request), request->id, &error);
    if (r < 0)
        return lwi_answer_failure(request, &error);
    lwi_log(request->api->settings.log, LWI_LOG_NOTICE, "the second factor of %s was removed by %s",
            request->id, request->who.user);
    return lwi_answer_empty(request, MHD_HTTP_NO_CONTENT);
}

const struct lwi_route lwi_routes_account[] = {
    {ACCOUNT, LWI_GET, LWI_ACCESS_VIEWER, LWI_BODY_NONE, get_account},
    {ACCOUNT, LWI_PATCH, LWI_ACCESS_VIEWER, LWI_BODY_JSON, patch_account},
    {ACCOUNT "/second-factor", LWI_POST, LWI_ACCESS_VIEWER, LWI_BODY_JSON, post_factor},
    {ACCOUNT "/second-factor/confirm", LWI_POST, LWI_ACCESS_VIEWER, LWI_BODY_JSON, confirm_factor},
    {ACCOUNT "/second-factor/codes", LWI_POST, LWI_ACCESS_VIEWER, LWI_BODY_JSON, renew_codes},
    {ACCOUNT "/second-factor/remove", LWI_POST, LWI_ACCESS_VIEWER, LWI_BODY_JSON, remove_factor},
    {"/api/v1/users/{id}/second-factor", LWI_DELETE, LWI_ACCESS_ADMINISTRATOR, LWI_BODY_NONE,
     delete_factor},
    {0},
};
