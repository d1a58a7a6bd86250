/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Mail that is set off by no event, over the server of an email action. It does not wait for what
 * the action itself is doing: a person sits there and waits.
 */
#include <errno.h>
#include <jansson.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "action/actor_internal.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/rfc3339.h"

#define LIMIT_S 60

/* The action's settings, a new reference. id "": of the first that is enabled. */
static json_t *mail_settings(struct lwi_actor *actor, const char *id,
                             const struct lwi_action_kind **ret_kind)
{
    json_t *settings = NULL;
    (void) pthread_mutex_lock(&actor->lock);
    for (size_t i = 0; i < actor->action_count && !settings && !actor->stop; i++) {
        const struct lwi_actor_action *one = actor->actions[i];
        if (strcmp(one->kind->name, "email") == 0 &&
            (*id ? strcmp(one->id, id) == 0 : one->enabled)) {
            settings = json_deep_copy(one->settings);
            *ret_kind = one->kind;
        }
    }
    (void) pthread_mutex_unlock(&actor->lock);
    return settings;
}

int lwi_actor_can_mail(struct lwi_actor *actor, const char *id)
{
    const struct lwi_action_kind *kind = NULL;
    json_t *settings = mail_settings(actor, id, &kind);
    json_decref(settings);
    return settings != NULL;
}

/* To that address alone, with that text alone. What is in it is no template. */
static int set_mail(json_t *settings, const struct lwi_actor_mail *mail)
{
    int wrong = json_object_set_new(settings, "to", json_pack("[s]", mail->to)) < 0;
    wrong |= json_object_set_new(settings, "subject", json_string(mail->subject)) < 0;
    wrong |= json_object_set_new(settings, "text", json_string(mail->text)) < 0;
    wrong |= json_object_set_new(settings, "html", json_string(mail->html)) < 0;
    wrong |= json_object_set_new(settings, "pictures", json_integer(0)) < 0;
    wrong |= json_object_set_new(settings, "reference", json_false()) < 0;
    return wrong ? -ENOMEM : 0;
}

static int send_it(const struct lwi_action_kind *kind, const json_t *settings,
                   const atomic_int *cancel, struct lw_error *reterr)
{
    char key[33], now[LWI_RFC3339_SIZE];
    uint8_t random[16];
    int64_t now_ns = lwi_clock_realtime(&lwi_clock_system);
    randombytes_buf(random, sizeof(random));
    (void) sodium_bin2hex(key, sizeof(key), random, sizeof(random));
    lwi_rfc3339_format(now_ns, now);
    json_t *document =
        json_pack("{s:s, s:s, s:b, s:s, s:s, s:{s:s, s:s, s:s}, s:{s:i, s:s, s:s, s:s, s:s, s:n,"
                  " s:f, s:s, s:s, s:s, s:b}}",
                  "key", key, "phase", "start", "test", 1, "time", now, "time_zone", "UTC",
                  "camera", "id", "", "name", "", "address", "", "event", "id", 0, "condition", "",
                  "started", now, "confirmed", now, "refreshed", now, "ended", "score", 0.0,
                  "reason", "", "end_reason", "", "severity", "info", "acknowledged", 0);
    if (!document)
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    const struct lwi_action_job job = {
        .key = key,
        .phase = LWI_ACTION_START,
        .is_test = 1,
        .attempt = 1,
        .condition = "",
        .camera_id = "",
        .camera_name = "",
        .camera_address = "",
        .time_zone = "UTC",
        .time_ns = now_ns,
        .started_ns = now_ns,
        .document = document,
    };
    struct lwi_action_run run = {
        .cancel = cancel,
        .deadline_ns = lwi_clock_monotonic(&lwi_clock_system) + LIMIT_S * LWI_NS_PER_S,
    };
    int r = kind->run(settings, &job, &run, reterr);
    if (r < 0 && reterr)
        lwi_action_settings_hide(kind, settings, reterr->message);
    json_decref(document);
    return r;
}

int lwi_actor_mail(struct lwi_actor *actor, const char *id, const struct lwi_actor_mail *mail,
                   const atomic_int *cancel, struct lw_error *reterr)
{
    const struct lwi_action_kind *kind = NULL;
    json_t *settings = mail_settings(actor, id, &kind);
    if (!settings) {
        (void) lwi_error_set(reterr, -ENOENT, "there is no email action to send it with");
        lwi_error_hint(reterr, "Make one: its server and sender are used");
        return -ENOENT;
    }
    int r = set_mail(settings, mail);
    r = r < 0 ? lwi_error_set(reterr, r, "out of memory") : send_it(kind, settings, cancel, reterr);
    json_decref(settings);
    return r;
}
