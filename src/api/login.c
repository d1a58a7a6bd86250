/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "api/login.h"

#include <errno.h>
#include <jansson.h>
#include <microhttpd.h>

#include "api/answer.h"
#include "api/password.h"
#include "api/request.h"
#include "base/error.h"

int lwi_login_again(struct lwi_request *request, const struct json_t *body, int64_t *ret_wait_ns,
                    struct lw_error *reterr)
{
    const char *password = NULL;
    int r = lwi_json_string(body, "password", LWI_PASSWORD_LENGTH_MAX, NULL, &password, reterr);
    if (r == 0)
        r = lwi_auth_login(request->api->auth, &request->client, request->who.user, password,
                           /* code= */ NULL, ret_wait_ns, reterr);
    return r == -EACCES ? lwi_error_set(reterr, -EPERM, "The password is wrong") : r;
}

int lwi_login_failure(struct lwi_request *request, const struct lw_error *error, int64_t wait_ns)
{
    if (error->code == -ENOKEY)
        return lwi_answer_json(request, MHD_HTTP_UNAUTHORIZED,
                               json_pack("{s:s, s:s, s:b}", "error", error->message, "hint",
                                         error->hint, "code_needed", 1));
    if (error->code != -EAGAIN)
        return lwi_answer_failure(request, error);
    lwi_answer_header(request, "Retry-After", "%lld", (long long) (wait_ns / LWI_NS_PER_S + 1));
    return lwi_answer_error(request, MHD_HTTP_TOO_MANY_REQUESTS, error->message, error->hint);
}
