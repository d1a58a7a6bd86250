/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Who is logged in, and ending that. */
#include <jansson.h>
#include <microhttpd.h>
#include <string.h>

#include "api/answer.h"
#include "api/json.h"
#include "api/request.h"
#include "api/routes.h"

static json_t *session_json(const struct lwi_request *request, const struct lwi_store_token *s)
{
    int own = request->who.by == LWI_AUTH_SESSION && strcmp(s->id, request->who.token_id) == 0;
    return json_pack("{s:s, s:s, s:s, s:s, s:o, s:o, s:o, s:b}", "id", s->id, "user", s->user,
                     "role", s->user_role, "address", s->address, "since",
                     lwi_json_time(s->created_ns), "used", lwi_json_time(s->used_ns), "expires",
                     lwi_json_time(s->expires_ns), "own", own);
}

static int get_sessions(struct lwi_request *request)
{
    struct lw_error error = {0};
    struct lwi_store_token *sessions = NULL;
    size_t count = 0;
    if (lwi_auth_session_list(request->api->auth, &sessions, &count, &error) < 0)
        return lwi_answer_failure(request, &error);
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        (void) json_array_append_new(list, session_json(request, &sessions[i]));
    lwi_store_token_list_free(sessions, count);
    return lwi_answer_json(request, MHD_HTTP_OK, json_pack("{s:o}", "sessions", list));
}

static int delete_session(struct lwi_request *request)
{
    struct lw_error error = {0};
    if (lwi_auth_token_delete(request->api->auth, /* user= */ NULL, request->id,
                              /* is_session= */ 1, &error) < 0)
        return lwi_answer_failure(request, &error);
    return lwi_answer_empty(request, MHD_HTTP_NO_CONTENT);
}

/* An action of the session's user, as any change is one: the gate has noted it. For a page that is
 * looked at only. */
static int stay(struct lwi_request *request)
{
    return lwi_answer_empty(request, MHD_HTTP_NO_CONTENT);
}

const struct lwi_route lwi_routes_sessions[] = {
    {"/api/v1/session/stay", LWI_POST, LWI_ACCESS_VIEWER, LWI_BODY_NONE, stay},
    {"/api/v1/sessions", LWI_GET, LWI_ACCESS_ADMINISTRATOR, LWI_BODY_NONE, get_sessions},
    {"/api/v1/sessions/{id}", LWI_DELETE, LWI_ACCESS_ADMINISTRATOR, LWI_BODY_NONE, delete_session},
    {0},
};
