/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* SNMP: a notification for each step of an event, as dist/mibs/LENSWATCH-MIB.txt has it. */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "action/message.h"
#include "action/snmp_send.h"
#include "base/error.h"

#define LIMIT_S 30
/* RFC 3414 takes no shorter ones. */
#define PASSWORD_MIN 8
#define ENGINE_MIN   5
/* Together with the rest it fits into one packet. */
#define TEXT_MAX 1000
#define LINE_MAX 256

static const char *const versions[] = {"2c", "3", NULL};
static const char *const auths[] = {"none", "SHA", "SHA-256", "SHA-512", NULL};
static const char *const privacies[] = {"none", "AES", NULL};

static const struct lwi_action_option options[] = {
    {"host", "Host that receives it.", LWI_ACTION_TEXT, LWI_ACTION_REQUIRED, NULL, 0, 0, 250, NULL},
    {"port", "Its UDP port.", LWI_ACTION_INTEGER, 0, NULL, 162, 1, 65535, NULL},
    {"version", "2c, or 3, which knows users and encryption.", LWI_ACTION_CHOICE, 0, NULL, 0, 0, 0,
     versions},
    {"confirm",
     "Sends an INFORM, which the receiver confirms, and again until it does; else a trap, which "
     "may get lost.",
     LWI_ACTION_BOOL, 0, NULL, 0, 0, 0, NULL},
    {"community", "Of 2c.", LWI_ACTION_SECRET, 0, NULL, 0, 0, 255, NULL},
    {"user", "Of 3: the user.", LWI_ACTION_TEXT, 0, NULL, 0, 0, 32, NULL},
    {"auth", "Of 3: how messages are signed.", LWI_ACTION_CHOICE, 0, "SHA-256", 0, 0, 0, auths},
    {"auth_password", "Of 3: the password for that.", LWI_ACTION_SECRET, 0, NULL, 0, 0, 255, NULL},
    {"privacy", "Of 3: how they are encrypted.", LWI_ACTION_CHOICE, 0, "AES", 0, 0, 0, privacies},
    {"privacy_password", "Of 3: the password for that.", LWI_ACTION_SECRET, 0, NULL, 0, 0, 255,
     NULL},
    {"engine_id",
     "Of 3 traps: our engine id, hexadecimal; each Lenswatch that a receiver hears needs its own.",
     LWI_ACTION_TEXT, 0, "80001f88046c656e737761746368", 0, 0, 2 * LWI_SNMP_ENGINE_MAX, NULL},
    {0},
};

static int digit(char c)
{
    return c <= '9' ? c - '0' : tolower((unsigned char) c) - 'a' + 10;
}

/* Bytes of hexadecimal digits; 0: they are none. */
static size_t read_engine(const char *text, uint8_t ret_engine[LWI_SNMP_ENGINE_MAX])
{
    size_t size = strlen(text);
    if (size % 2 || size / 2 > LWI_SNMP_ENGINE_MAX || size / 2 < ENGINE_MIN)
        return 0;
    for (size_t i = 0; i < size; i++)
        if (!isxdigit((unsigned char) text[i]))
            return 0;
    for (size_t i = 0; i < size / 2; i++)
        ret_engine[i] = (uint8_t) (digit(text[2 * i]) << 4 | digit(text[2 * i + 1]));
    return size / 2;
}

static int is(const struct json_t *settings, const char *name, const char *value)
{
    return strcmp(lwi_action_text(settings, name), value) == 0;
}

static int check_v3(const struct json_t *settings, struct lw_error *reterr)
{
    uint8_t engine[LWI_SNMP_ENGINE_MAX];
    if (!lwi_action_text(settings, "user")[0])
        return lwi_error_set(reterr, -EINVAL, "user: version 3 needs one");
    if (is(settings, "auth", "none") && !is(settings, "privacy", "none"))
        return lwi_error_set(reterr, -EINVAL, "privacy: without auth there is none");
    if (!is(settings, "auth", "none") &&
        strlen(lwi_action_text(settings, "auth_password")) < PASSWORD_MIN)
        return lwi_error_set(reterr, -EINVAL, "auth_password: it needs %d characters",
                             PASSWORD_MIN);
    if (!is(settings, "privacy", "none") &&
        strlen(lwi_action_text(settings, "privacy_password")) < PASSWORD_MIN)
        return lwi_error_set(reterr, -EINVAL, "privacy_password: it needs %d characters",
                             PASSWORD_MIN);
    if (read_engine(lwi_action_text(settings, "engine_id"), engine) == 0)
        return lwi_error_set(reterr, -EINVAL, "engine_id: it must be 10 to 64 hexadecimal digits");
    return 0;
}

static int validate(const struct json_t *settings, struct lw_error *reterr)
{
    if (strpbrk(lwi_action_text(settings, "host"), "/@[] "))
        return lwi_error_set(reterr, -EINVAL, "host: it must be a name or an address");
    if (is(settings, "version", "3"))
        return check_v3(settings, reterr);
    if (!lwi_action_text(settings, "community")[0])
        return lwi_error_set(reterr, -EINVAL, "community: version 2c needs one");
    return 0;
}

/* ---- what it says ---- */

#define VALUES_MAX 14

struct message {
    struct lwi_snmp_value values[VALUES_MAX];
    size_t count;
    char lines[6][LINE_MAX]; /* texts of the values, cleaned */
    size_t line_count;
    char text[TEXT_MAX + 1];
};

static void add_text(struct message *m, const char *text)
{
    m->values[m->count] = (struct lwi_snmp_value){.object = (uint32_t) m->count + 1, .text = text};
    m->count++;
}

/* A text of people's: 255 bytes, whole characters. */
static void add_line(struct message *m, const char *text)
{
    char *line = m->lines[m->line_count++];
    lwi_message_line(text, line, LINE_MAX);
    add_text(m, line);
}

static void add_number(struct message *m, int64_t number, int is_unsigned)
{
    m->values[m->count] = (struct lwi_snmp_value){
        .object = (uint32_t) m->count + 1, .number = number, .is_unsigned = is_unsigned};
    m->count++;
}

static int severity(const char *name)
{
    return strcmp(name, "critical") == 0 ? 3 : strcmp(name, "warning") == 0 ? 2 : 1;
}

/* In the order of lwObjects. */
static int fill_in(struct message *m, const struct lwi_action_job *job)
{
    const json_t *event = json_object_get(job->document, "event");
    size_t cameras = json_array_size(json_object_get(job->document, "storm"));
    double score = json_number_value(json_object_get(event, "score"));
    char *text = lwi_message_text(job);
    if (!text)
        return -ENOMEM;
    size_t size = strnlen(text, TEXT_MAX);
    while (text[size] && size > 0 && ((unsigned char) text[size] & 0xc0) == 0x80)
        size--;
    (void) memcpy(m->text, text, size);
    m->text[size] = '\0';
    free(text);
    add_number(m, job->event_id, /* is_unsigned= */ 1);
    add_text(m, job->condition);
    add_number(m, severity(lwi_action_text(event, "severity")), 0);
    add_line(m, lwi_action_text(event, "reason"));
    add_number(m, (int64_t) (100 * (score < 0 ? 0 : score > 1 ? 1 : score) + 0.5), 0);
    add_text(m, lwi_action_text(event, "started"));
    add_text(m, lwi_action_text(event, "ended"));
    add_text(m, job->camera_id);
    add_line(m, job->camera_name);
    add_line(m, job->camera_address);
    add_number(m, (int64_t) (cameras ? cameras : job->camera_id[0] != '\0'), 1);
    add_text(m, m->text);
    add_text(m, job->key);
    add_number(m, job->is_test ? 1 : 2, 0); /* TruthValue */
    return 0;
}

static int run_snmp(const struct json_t *settings, const struct lwi_action_job *job,
                    struct lwi_action_run *run, struct lw_error *reterr)
{
    static struct lwi_module_table table = {.module = LWI_MODULE_SNMP, .symbol = "lwi_snmp_table"};
    struct message m = {.count = 0};
    uint8_t engine[LWI_SNMP_ENGINE_MAX];
    const struct lwi_snmp_table *snmp = lwi_module_find(&table, reterr);
    if (!snmp)
        return -ELIBACC;
    if (fill_in(&m, job) < 0)
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    const struct lwi_snmp_notification n = {
        .host = lwi_action_text(settings, "host"),
        .port = (int) lwi_action_number(settings, "port"),
        .confirm = lwi_action_bool(settings, "confirm"),
        .is_v3 = is(settings, "version", "3"),
        .community = lwi_action_text(settings, "community"),
        .user = lwi_action_text(settings, "user"),
        .auth = lwi_action_text(settings, "auth"),
        .auth_password = lwi_action_text(settings, "auth_password"),
        .privacy = lwi_action_text(settings, "privacy"),
        .privacy_password = lwi_action_text(settings, "privacy_password"),
        .engine = engine,
        .engine_size = read_engine(lwi_action_text(settings, "engine_id"), engine),
        .notification = (uint32_t) job->phase + 1,
        .values = m.values,
        .count = m.count,
    };
    int r = snmp->send(&n, run, reterr);
    if (r == 0)
        (void) snprintf(run->answer, sizeof(run->answer), "%s",
                        n.confirm ? "the receiver has confirmed it"
                                  : "it is sent; of a trap nobody says whether it arrived");
    return r;
}

const struct lwi_action_kind lwi_action_snmp = {
    .name = "snmp",
    .help = "Sends an SNMP trap or inform, of version 2c or 3.",
    .options = options,
    .limit_s = LIMIT_S,
    .validate = validate,
    .run = run_snmp,
};
