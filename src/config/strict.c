/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "config/strict.h"

#include <errno.h>
#include <stdio.h>

#include <jansson.h>

#include "base/error.h"

const struct lwi_strict_row lwi_strict_rows[] = {
    {"second_factor_administrators", LWI_STRICT_ON, 0, 0,
     "Who learns an administrator's password does not get in by it."},
    {"password_length", LWI_STRICT_AT_LEAST, 12, 0, "A longer password takes longer to guess."},
    {"password_days", LWI_STRICT_AT_MOST, 180, 0, "A password that leaked is not good for ever."},
    {"login_attempts", LWI_STRICT_AT_MOST, 5, 0, "Guessing is stopped earlier."},
    {"login_lock_minutes", LWI_STRICT_AT_LEAST, 30, 0, "Guessing is stopped for longer."},
    {"sessions_max", LWI_STRICT_AT_MOST, 5, 0, "Forgotten logins end."},
    {"session_idle_minutes", LWI_STRICT_AT_MOST, 30, 0, "Who walks away is logged out."},
    {"session_hours", LWI_STRICT_AT_MOST, 12, 0, "No login lives for longer than a working day."},
    {"recovery_questions", LWI_STRICT_OFF, 0, 0, "Answers about one's life can be found out."},
    {"http_digest", LWI_STRICT_OFF, 0, 0,
     "What Digest is checked with is as good as the password; tokens can be taken back."},
    {"http_digest_md5", LWI_STRICT_OFF, 0, 0, "MD5 is broken."},
    {"illegal_login", LWI_STRICT_ON, 0, 0, "Somebody is told when passwords are guessed."},
    {"certificate_expiring", LWI_STRICT_ON, 0, 0,
     "Somebody is told before a certificate ends, and nobody has to ignore it."},
    {"https_redirect", LWI_STRICT_ON, 0, 1, "No password crosses a network in the clear."},
    {"hsts_days", LWI_STRICT_AT_LEAST, 30, 1, "Browsers ask by HTTPS by themselves."},
    {"tls_1_2", LWI_STRICT_OFF, 0, 1, "TLS 1.3 leaves out what was found to be weak."},
    {NULL, LWI_STRICT_OFF, 0, 0, NULL},
};

struct json_t *lwi_strict_value(const struct lwi_strict_row *row)
{
    return row->kind == LWI_STRICT_ON || row->kind == LWI_STRICT_OFF
               ? json_boolean(row->kind == LWI_STRICT_ON)
               : json_integer(row->limit);
}

int lwi_strict_is_weaker(const struct lwi_strict_row *row, const struct json_t *settings)
{
    const json_t *value = json_object_get(settings, row->name);
    double number = json_number_value(value);
    const char *https = json_string_value(json_object_get(settings, "https_listen"));
    if (!value || (row->of_https && (!https || !*https)))
        return 0;
    switch (row->kind) {
    case LWI_STRICT_OFF:
        return json_is_true(value);
    case LWI_STRICT_ON:
        return !json_is_true(value);
    case LWI_STRICT_AT_LEAST:
        return number < row->limit;
    default:
        return number > row->limit || number <= 0;
    }
}

int lwi_strict_check(const struct json_t *settings, struct lw_error *reterr)
{
    static const char *const words[] = {
        [LWI_STRICT_OFF] = "off",
        [LWI_STRICT_ON] = "on",
        [LWI_STRICT_AT_LEAST] = "at least",
        [LWI_STRICT_AT_MOST] = "at most, and not 0,",
    };
    for (const struct lwi_strict_row *row = lwi_strict_rows; row->name; row++) {
        if (!lwi_strict_is_weaker(row, settings))
            continue;
        char limit[16] = "";
        if (row->limit)
            (void) snprintf(limit, sizeof(limit), " %d", row->limit);
        (void) lwi_error_set(reterr, -EPERM, "%s: the security reinforcement holds it %s%s",
                             row->name, words[row->kind], limit);
        lwi_error_hint(reterr, "Switch the security reinforcement off to change it");
        return -EPERM;
    }
    return 0;
}
