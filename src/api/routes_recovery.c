/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Ways back to a lost password. Nothing here tells whether there is a user: what is asked and
 * answered is the same, and takes as long. A new password logs nobody in, so a second factor stays
 * what it is.
 */
#include <errno.h>
#include <jansson.h>
#include <microhttpd.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "api/answer.h"
#include "api/login.h"
#include "api/password.h"
#include "api/recovery.h"
#include "api/recovery_mail.h"
#include "api/request.h"
#include "api/routes.h"
#include "base/error.h"

#define RECOVERY "/api/v1/recovery"
/* What is asked of a user that there is takes a little longer: a row is written. */
#define ANSWER_MS    300
#define QUESTION_MAX 40

static void wait_a_little(struct lwi_request *request)
{
    int64_t left_ns = request->began_ns + ANSWER_MS * LWI_NS_PER_MS -
                      lwi_clock_monotonic(request->api->settings.clock);
    if (left_ns <= 0 || left_ns > ANSWER_MS * LWI_NS_PER_MS)
        return;
    const struct timespec pause = {.tv_nsec = (long) left_ns};
    (void) nanosleep(&pause, NULL);
}

static int get_recovery(struct lwi_request *request)
{
    struct lwi_system_config config;
    lwi_system_config(request->api->settings.system, &config);
    json_t *questions = json_array();
    for (const struct lwi_recovery_question *one = lwi_recovery_questions; one->id; one++)
        (void) json_array_append_new(questions,
                                     json_pack("{s:s, s:s}", "id", one->id, "text", one->text));
    int mail = config.recovery_mail &&
               lwi_actor_can_mail(request->api->settings.actor, config.recovery_action);
    return lwi_answer_json(request, MHD_HTTP_OK,
                           json_pack("{s:b, s:b, s:o}", "by_questions", config.recovery_questions,
                                     "by_mail", mail, "questions", questions));
}

/* Whether this way is open at all. */
static int is_open(struct lwi_request *request, int by_mail, struct lw_error *reterr)
{
    struct lwi_system_config config;
    lwi_system_config(request->api->settings.system, &config);
    if (by_mail ? config.recovery_mail : config.recovery_questions)
        return 0;
    (void) lwi_error_set(reterr, -EPERM, "A lost password is not set anew like this here");
    lwi_error_hint(reterr, "Ask an administrator, or run lenswatch user reset on the host");
    return -EPERM;
}

/* A body of {"user"} alone. */
static int read_user(struct lwi_request *request, int by_mail, json_t **ret_body,
                     const char **ret_user, struct lw_error *reterr)
{
    static const char *const members[] = {"user", NULL};
    int r = lwi_request_json(request, members, ret_body, reterr);
    if (r == 0)
        r = lwi_json_string(*ret_body, "user", LWI_AUTH_USER_MAX, NULL, ret_user, reterr);
    return r < 0 ? r : is_open(request, by_mail, reterr);
}

static int post_questions(struct lwi_request *request)
{
    struct lw_error error = {0};
    const char *user = NULL, *ids[LWI_RECOVERY_ASKED];
    json_t *body = NULL;
    int r = read_user(request, /* by_mail= */ 0, &body, &user, &error);
    if (r == 0)
        r = lwi_recovery_ask(request->api->recovery, user, ids, &error);
    json_decref(body);
    return r < 0 ? lwi_answer_failure(request, &error)
                 : lwi_answer_json(request, MHD_HTTP_OK,
                                   json_pack("{s:[s,s,s]}", "questions", ids[0], ids[1], ids[2]));
}

static int post_mail(struct lwi_request *request)
{
    struct lw_error error = {0};
    const char *user = NULL;
    json_t *body = NULL;
    int64_t wait = 0;
    int r = read_user(request, /* by_mail= */ 1, &body, &user, &error);
    if (r == 0)
        r = lwi_auth_knock(request->api->auth, &request->client, &wait, &error);
    if (r == 0 && lwi_recovery_mail_ask(request->api->recovery_mail, user) < 0)
        r = lwi_error_set(&error, -EBUSY, "Too many codes wait to be sent");
    json_decref(body);
    if (r < 0)
        return lwi_login_failure(request, &error, wait);
    return lwi_answer_json(request, MHD_HTTP_ACCEPTED,
                           json_pack("{s:i}", "minutes", LWI_RECOVERY_CODE_MIN));
}

/* Borrowed from the body. */
static int read_answers(const json_t *list, struct lwi_recovery_answers *ret_answers,
                        struct lw_error *reterr)
{
    static const char *const members[] = {"question", "answer"};
    if (json_array_size(list) != LWI_RECOVERY_ASKED)
        return lwi_error_set(reterr, -EINVAL, "There must be %d answers", LWI_RECOVERY_ASKED);
    for (size_t i = 0; i < LWI_RECOVERY_ASKED; i++) {
        const json_t *one = json_array_get(list, i);
        if (json_object_size(one) != sizeof(members) / sizeof(members[0]))
            return lwi_error_set(reterr, -EINVAL, "An answer is {\"question\", \"answer\"}");
        int r = lwi_json_string(one, "question", QUESTION_MAX, NULL, &ret_answers->questions[i],
                                reterr);
        if (r == 0)
            r = lwi_json_string(one, "answer", LWI_RECOVERY_ANSWER_MAX, NULL,
                                &ret_answers->answers[i], reterr);
        if (r < 0)
            return r;
    }
    return 0;
}

/* What somebody proves himself with who has lost the password. */
struct proof {
    struct lwi_recovery *recovery;
    const char *user, *code; /* code NULL: answers */
    struct lwi_recovery_answers answers;
};

static int check_proof(void *cookie, struct lw_error *reterr)
{
    const struct proof *proof = cookie;
    return proof->code
               ? lwi_recovery_check_code(proof->recovery, proof->user, proof->code, reterr)
               : lwi_recovery_check_answers(proof->recovery, proof->user, &proof->answers, reterr);
}

static int read_proof(const json_t *body, struct proof *proof, const char **ret_new,
                      struct lw_error *reterr)
{
    int by_code = json_object_get(body, "code") != NULL;
    int r = lwi_json_string(body, "user", LWI_AUTH_USER_MAX, NULL, &proof->user, reterr);
    if (r == 0)
        r = lwi_json_string(body, "new", LWI_PASSWORD_LENGTH_MAX, NULL, ret_new, reterr);
    if (r == 0 && by_code == (json_object_get(body, "answers") != NULL))
        r = lwi_error_set(reterr, -EINVAL, "Either answers or a code must be there");
    if (r == 0 && by_code)
        return lwi_json_string(body, "code", LWI_LOGIN_CODE_MAX, NULL, &proof->code, reterr);
    return r < 0 ? r : read_answers(json_object_get(body, "answers"), &proof->answers, reterr);
}

/* The rules of passwords come first: a try is not used up for nothing. */
static int post_recovery(struct lwi_request *request)
{
    static const char *const members[] = {"user", "new", "answers", "code", NULL};
    struct lwi_auth *auth = request->api->auth;
    struct proof proof = {.recovery = request->api->recovery};
    struct lw_error error = {0};
    const char *new = NULL;
    json_t *body = NULL;
    int64_t wait = 0;
    int r = lwi_request_json(request, members, &body, &error);
    if (r == 0)
        r = read_proof(body, &proof, &new, &error);
    if (r == 0)
        r = is_open(request, proof.code != NULL, &error);
    if (r == 0)
        r = lwi_auth_password_check(auth, proof.user, new, &error);
    if (r == 0)
        r = lwi_auth_attempt(auth, &request->client, proof.user, check_proof, &proof, &wait,
                             &error);
    if (r == 0) {
        const struct lwi_auth_password password = {.password = new, .may_be_same = 1};
        r = lwi_auth_password_set(auth, proof.user, &password, &error);
    }
    if (r == 0)
        r = lwi_recovery_done(request->api->recovery, proof.user, &error);
    if (r == 0)
        lwi_log(request->api->settings.log, LWI_LOG_NOTICE, "%s has set a lost password anew",
                proof.user);
    json_decref(body);
    wait_a_little(request);
    return r < 0 ? lwi_login_failure(request, &error, wait)
                 : lwi_answer_empty(request, MHD_HTTP_NO_CONTENT);
}

/* ---- one's own ---- */

int lwi_recovery_show(struct lwi_request *request, struct json_t *account, struct lw_error *reterr)
{
    struct lwi_recovery_ways ways;
    int r = lwi_recovery_get(request->api->recovery, request->who.user, &ways, reterr);
    if (r < 0)
        return r;
    json_t *ids = json_array();
    for (size_t i = 0; i < LWI_RECOVERY_ASKED && ways.questions[i]; i++)
        (void) json_array_append_new(ids, json_string(ways.questions[i]));
    (void) json_object_set_new(account, "questions", ids);
    (void) json_object_set_new(account, "email", json_string(ways.email));
    return 0;
}

int lwi_recovery_change(struct lwi_request *request, const struct json_t *body,
                        struct lw_error *reterr)
{
    struct lwi_recovery *recovery = request->api->recovery;
    const json_t *questions = json_object_get(body, "questions");
    const json_t *email = json_object_get(body, "email");
    struct lwi_recovery_answers answers;
    int r = 0;
    if (email && (!json_is_string(email) || json_string_length(email) >= LWI_RECOVERY_EMAIL_SIZE))
        return lwi_error_set(reterr, -EINVAL, "email: that is no mail address");
    if (questions && !json_is_null(questions))
        r = read_answers(questions, &answers, reterr);
    if (r == 0 && email)
        r = lwi_recovery_set_email(recovery, request->who.user, json_string_value(email), reterr);
    if (r == 0 && questions)
        r = lwi_recovery_set_questions(recovery, request->who.user,
                                       json_is_null(questions) ? NULL : &answers, reterr);
    return r;
}

/* Of somebody else: an address that is another's by now. */
static int delete_ways(struct lwi_request *request)
{
    struct lw_error error = {0};
    char *hash = NULL;
    int r = lwi_store_user_hash(request->api->settings.store, request->id, &hash, &error);
    free(hash);
    if (r == 0)
        r = lwi_recovery_set_email(request->api->recovery, request->id, "", &error);
    if (r == 0)
        r = lwi_recovery_set_questions(request->api->recovery, request->id, NULL, &error);
    return r < 0 ? lwi_answer_failure(request, &error)
                 : lwi_answer_empty(request, MHD_HTTP_NO_CONTENT);
}

const struct lwi_route lwi_routes_recovery[] = {
    {RECOVERY, LWI_GET, LWI_ACCESS_OPEN, LWI_BODY_NONE, get_recovery},
    {RECOVERY, LWI_POST, LWI_ACCESS_OPEN, LWI_BODY_JSON, post_recovery},
    {RECOVERY "/questions", LWI_POST, LWI_ACCESS_OPEN, LWI_BODY_JSON, post_questions},
    {RECOVERY "/mail", LWI_POST, LWI_ACCESS_OPEN, LWI_BODY_JSON, post_mail},
    {"/api/v1/users/{id}/recovery", LWI_DELETE, LWI_ACCESS_ADMINISTRATOR, LWI_BODY_NONE,
     delete_ways},
    {0},
};
