/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "config/system_config.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <jansson.h>

#include "base/error.h"
#include "config/address_list.h"

enum type {
    TYPE_TEXT,  /* char[] */
    TYPE_LINES, /* the same, of several lines */
    TYPE_BOOL,  /* int */
    TYPE_INTEGER,
    TYPE_NUMBER,
};

struct row {
    const char *name, *help;
    enum type type;
    size_t offset, size;
    double standard, min, max;
};

#define MEMBER(name)                                                                               \
    offsetof(struct lwi_system_config, name), sizeof(((struct lwi_system_config *) NULL)->name)

static const struct row rows[] = {
    {"time_zone",
     "Time zone of messages, and of schedules that name none, such as Europe/Berlin; empty: the "
     "system's.",
     TYPE_TEXT, MEMBER(time_zone), 0, 0, 0},
    {"site_name",
     "What this Lenswatch is called, in the title of the page, the subjects of mails and in "
     "reports; "
     "empty: Lenswatch.",
     TYPE_TEXT, MEMBER(site_name), 0, 0, 0},
    {"measurement_days", "Days after which measurements are removed.", TYPE_NUMBER,
     MEMBER(measurement_days), 30, 0.1, 3650},
    {"history_days", "Days after which what charts of years are drawn from is removed.",
     TYPE_NUMBER, MEMBER(history_days), 1095, 1, 36500},
    {"database_gb", "Gigabytes of the database beyond which the oldest measurements are removed.",
     TYPE_NUMBER, MEMBER(database_gb), 8, 0.01, 100000},
    {"picture_days", "Days after the end of an event that its pictures are removed; 0: never.",
     TYPE_NUMBER, MEMBER(picture_days), 0, 0, 3650},
    {"pictures_gb", "Gigabytes of pictures of ended events beyond which the oldest are removed.",
     TYPE_NUMBER, MEMBER(pictures_gb), 2, 0.001, 100000},
    {"event_days", "Days after its end that an event is removed; 0: never.", TYPE_NUMBER,
     MEMBER(event_days), 0, 0, 36500},
    {"events_max", "Ended events that are kept; beyond, the oldest are removed.", TYPE_INTEGER,
     MEMBER(events_max), 100000, 100, 10000000},
    {"audit_days", "Days that records of the audit log are kept; 0: for ever.", TYPE_NUMBER,
     MEMBER(audit_days), 730, 0, 36500},
    {"audit_max", "Records of the audit log that are kept; beyond, the oldest are removed.",
     TYPE_INTEGER, MEMBER(audit_max), 100000, 1000, 10000000},
    {"log_days", "Days that lines of the system log are kept; 0: for ever.", TYPE_NUMBER,
     MEMBER(log_days), 90, 0, 36500},
    {"log_max", "Lines of the system log that are kept; beyond, the oldest are removed.",
     TYPE_INTEGER, MEMBER(log_max), 100000, 1000, 10000000},
    {"syslog_server",
     "Where the system log and the audit log are sent as well, as udp://HOST:514, tcp://HOST:514 "
     "or "
     "tls://HOST:6514; empty: nowhere.",
     TYPE_TEXT, MEMBER(syslog_server), 0, 0, 0},
    {"syslog_ca",
     "Certificates (PEM) of the authorities that may have signed that of the syslog server; empty: "
     "those of this machine.",
     TYPE_LINES, MEMBER(syslog_ca), 0, 0, 0},
    {"disk_full", "Whether a full disk is an event.", TYPE_BOOL, MEMBER(disk_full), 1, 0, 0},
    {"disk_free_mb",
     "Megabytes that must be free on the disk of the database; with less it is full, and the "
     "oldest pictures, then measurements, and events last, are removed to go on.",
     TYPE_INTEGER, MEMBER(disk_free_mb), 200, 1, 1000000},
    {"disk_error", "Whether a disk that cannot be written is an event.", TYPE_BOOL,
     MEMBER(disk_error), 1, 0, 0},
    {"network_lost", "Whether a network interface that loses its link is an event.", TYPE_BOOL,
     MEMBER(network_lost), 1, 0, 0},
    {"interfaces",
     "Network interfaces that must have a link, with commas between; empty: each that had one "
     "since the start.",
     TYPE_TEXT, MEMBER(interfaces), 0, 0, 0},
    {"illegal_login", "Whether several failed logins are an event.", TYPE_BOOL,
     MEMBER(illegal_login), 1, 0, 0},
    {"login_failures", "Failed logins that make one.", TYPE_INTEGER, MEMBER(login_failures), 5, 1,
     64},
    {"login_window_s", "Seconds in which they must lie.", TYPE_INTEGER, MEMBER(login_window_s), 600,
     1, 86400},
    {"second_factor_administrators",
     "Whether an administrator has to set up a second factor before doing anything else.",
     TYPE_BOOL, MEMBER(second_factor_administrators), 0, 0, 0},
    {"password_length", "Characters that a new password has at least.", TYPE_INTEGER,
     MEMBER(password_length), 8, 8, 64},
    {"recovery_questions", "Whether a lost password can be set anew by answering questions.",
     TYPE_BOOL, MEMBER(recovery_questions), 1, 0, 0},
    {"recovery_mail", "Whether a lost password can be set anew by a code that is sent by mail.",
     TYPE_BOOL, MEMBER(recovery_mail), 1, 0, 0},
    {"recovery_action",
     "The email action whose server sends these codes; empty: the first that is enabled.",
     TYPE_TEXT, MEMBER(recovery_action), 0, 0, 0},
    {"http_digest",
     "Whether scripts may log in by HTTP Digest (SHA-256); it holds for a user from the next login "
     "with the password.",
     TYPE_BOOL, MEMBER(http_digest), 0, 0, 0},
    {"http_digest_md5", "Whether HTTP Digest may use MD5, too, for old programs.", TYPE_BOOL,
     MEMBER(http_digest_md5), 0, 0, 0},
    {"certificate_expiring", "Whether a TLS certificate that is about to expire is an event.",
     TYPE_BOOL, MEMBER(certificate_expiring), 1, 0, 0},
    {"certificate_days", "Days before the end of a certificate that it is one.", TYPE_INTEGER,
     MEMBER(certificate_days), 15, 1, 30},
    {"https_listen",
     "Address and port where HTTPS is served, such as 0.0.0.0:8443 or [::]:8443; empty: it is off.",
     TYPE_TEXT, MEMBER(https_listen), 0, 0, 0},
    {"https_redirect",
     "Whether pages that are asked for by plain HTTP are sent on to HTTPS, and requests refused.",
     TYPE_BOOL, MEMBER(https_redirect), 0, 0, 0},
    {"https_redirect_local", "Whether that holds for this host itself, too.", TYPE_BOOL,
     MEMBER(https_redirect_local), 0, 0, 0},
    {"hsts_days",
     "Days for which browsers are told to ask this host by HTTPS only, whatever the port; 0: they "
     "are not.",
     TYPE_INTEGER, MEMBER(hsts_days), 0, 0, 730},
    {"tls_1_2", "Whether TLS 1.2 is spoken beside 1.3.", TYPE_BOOL, MEMBER(tls_1_2), 1, 0, 0},
    {"address_filter",
     "Whether addresses_allowed and addresses_forbidden hold. This host itself is never kept out.",
     TYPE_BOOL, MEMBER(address_filter), 0, 0, 0},
    {"addresses_allowed",
     "Addresses that may connect, such as 192.0.2.7, 192.0.2.0/24, 192.0.2.7-192.0.2.9 or "
     "2001:db8::/32, with commas between; empty: all.",
     TYPE_TEXT, MEMBER(addresses_allowed), 0, 0, 0},
    {"addresses_forbidden", "Addresses that may not connect, also where they are allowed above.",
     TYPE_TEXT, MEMBER(addresses_forbidden), 0, 0, 0},
    {"trusted_proxies",
     "Addresses of proxies that are believed when they say with X-Forwarded-For who asks; "
     "empty: none.",
     TYPE_TEXT, MEMBER(trusted_proxies), 0, 0, 0},
    {"login_attempts",
     "Failed logins after which an address, and an account for addresses that it was never used "
     "from, is locked.",
     TYPE_INTEGER, MEMBER(login_attempts), 7, 1, 100},
    {"login_lock_minutes", "Minutes that it is locked.", TYPE_INTEGER, MEMBER(login_lock_minutes),
     30, 1, 1440},
    {"sessions_max",
     "Logins of one user at the same time; beyond, the one without an action for longest ends.",
     TYPE_INTEGER, MEMBER(sessions_max), 50, 1, 100},
    {"session_idle_minutes",
     "Minutes without an action of its user after which a login is over; 0: never.", TYPE_INTEGER,
     MEMBER(session_idle_minutes), 10080, 0, 525600},
    {"session_hours", "Hours after which a login is over in any case; 0: never.", TYPE_INTEGER,
     MEMBER(session_hours), 0, 0, 8760},
    {"always_on",
     "Users whose logins do not end by time, with commas between, for screens on a wall: viewers "
     "alone, others are not exempt.",
     TYPE_TEXT, MEMBER(always_on), 0, 0, 0},
    {"password_days", "Days after which a password must be changed at the next login; 0: never.",
     TYPE_INTEGER, MEMBER(password_days), 0, 0, 3650},
};

#define ROWS (sizeof(rows) / sizeof(rows[0]))

static void *at(const struct lwi_system_config *config, const struct row *row)
{
    return (char *) config + row->offset;
}

static int is_text(const struct row *row)
{
    return row->type == TYPE_TEXT || row->type == TYPE_LINES;
}

void lwi_system_config_default(struct lwi_system_config *ret_config)
{
    *ret_config = (struct lwi_system_config){0};
    for (size_t i = 0; i < ROWS; i++) {
        if (rows[i].type == TYPE_NUMBER)
            *(double *) at(ret_config, &rows[i]) = rows[i].standard;
        else if (!is_text(&rows[i]))
            *(int *) at(ret_config, &rows[i]) = (int) rows[i].standard;
    }
}

/* They lie together in the struct. */
static int is_network(const struct row *row)
{
    return row->offset >= offsetof(struct lwi_system_config, https_listen) &&
           row->offset <= offsetof(struct lwi_system_config, trusted_proxies);
}

int lwi_system_config_same_network(const struct lwi_system_config *a,
                                   const struct lwi_system_config *b)
{
    for (size_t i = 0; i < ROWS; i++) {
        const struct row *row = &rows[i];
        if (is_network(row) && (is_text(row) ? strcmp(at(a, row), at(b, row)) != 0
                                             : memcmp(at(a, row), at(b, row), row->size) != 0))
            return 0;
    }
    return 1;
}

void lwi_system_config_keep_network(struct lwi_system_config *config,
                                    const struct lwi_system_config *from)
{
    for (size_t i = 0; i < ROWS; i++)
        if (is_network(&rows[i]))
            memcpy(at(config, &rows[i]), at(from, &rows[i]), rows[i].size);
}

int lwi_system_config_check_network(const struct lwi_system_config *config, struct lw_error *reterr)
{
    const struct {
        const char *name, *text;
    } lists[] = {{"addresses_allowed", config->addresses_allowed},
                 {"addresses_forbidden", config->addresses_forbidden},
                 {"trusted_proxies", config->trusted_proxies}};
    for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
        struct lwi_address_list list;
        struct lw_error error = {0};
        if (lwi_address_list_parse(lists[i].text, &list, &error) == 0)
            continue;
        (void) lwi_error_set(reterr, -EINVAL, "%s: %s", lists[i].name, error.message);
        lwi_error_hint(reterr, "%s", error.hint);
        return -EINVAL;
    }
    if (config->https_redirect && !config->https_listen[0]) {
        (void) lwi_error_set(reterr, -EINVAL, "https_redirect: HTTPS is not served");
        lwi_error_hint(reterr, "Set https_listen as well");
        return -EINVAL;
    }
    return 0;
}

static int wrong(struct lw_error *reterr, const struct row *row, const char *what)
{
    return lwi_error_set(reterr, -EINVAL, "%s: %s", row->name, what);
}

static int set_text(struct lwi_system_config *config, const struct row *row, const json_t *value,
                    struct lw_error *reterr)
{
    if (!json_is_string(value))
        return wrong(reterr, row, "it must be a string");
    const char *text = json_string_value(value);
    size_t size = json_string_length(value);
    if (size >= row->size)
        return lwi_error_set(reterr, -EINVAL, "%s: longer than %zu bytes", row->name,
                             row->size - 1);
    for (size_t i = 0; i < size; i++)
        if (((unsigned char) text[i] < ' ' || text[i] == 0x7f) &&
            (row->type != TYPE_LINES || !strchr("\r\n\t", text[i])))
            return wrong(reterr, row, "there is a control character in it");
    (void) snprintf(at(config, row), row->size, "%s", text);
    return 0;
}

static int set_row(struct lwi_system_config *config, const struct row *row, const json_t *value,
                   struct lw_error *reterr)
{
    if (is_text(row))
        return set_text(config, row, value, reterr);
    if (row->type == TYPE_BOOL) {
        if (!json_is_boolean(value))
            return wrong(reterr, row, "it must be true or false");
        *(int *) at(config, row) = json_is_true(value);
        return 0;
    }
    if (row->type == TYPE_INTEGER ? !json_is_integer(value) : !json_is_number(value))
        return wrong(reterr, row,
                     row->type == TYPE_INTEGER ? "it must be a whole number"
                                               : "it must be a number");
    double number = json_number_value(value);
    if (!(number >= row->min && number <= row->max)) /* a NaN is refused, too */
        return lwi_error_set(reterr, -EINVAL, "%s: it must be from %g to %g", row->name, row->min,
                             row->max);
    if (row->type == TYPE_NUMBER)
        *(double *) at(config, row) = number;
    else
        *(int *) at(config, row) = (int) number;
    return 0;
}

int lwi_system_config_from_json(struct lwi_system_config *ret_config,
                                const struct lwi_system_config *base, const struct json_t *object,
                                struct lw_error *reterr)
{
    const char *name;
    json_t *value;
    struct lwi_system_config config = *base;
    if (!json_is_object(object))
        return lwi_error_set(reterr, -EINVAL, "the settings are a JSON object");
    json_object_foreach((json_t *) object, name, value)
    {
        size_t i = 0;
        while (i < ROWS && strcmp(rows[i].name, name) != 0)
            i++;
        if (i == ROWS) {
            (void) lwi_error_set(reterr, -EINVAL, "%.60s: there is no such setting", name);
            lwi_error_hint(reterr, "GET /api/v1/settings shows all of them.");
            return -EINVAL;
        }
        int r = set_row(&config, &rows[i], value, reterr);
        if (r < 0)
            return r;
    }
    *ret_config = config;
    return 0;
}

static json_t *value_of(const struct lwi_system_config *config, const struct row *row)
{
    switch (row->type) {
    case TYPE_TEXT:
    case TYPE_LINES:
        return json_string(at(config, row));
    case TYPE_BOOL:
        return json_boolean(*(const int *) at(config, row));
    case TYPE_INTEGER:
        return json_integer(*(const int *) at(config, row));
    default:
        return json_real(*(const double *) at(config, row));
    }
}

struct json_t *lwi_system_config_to_json(const struct lwi_system_config *config)
{
    json_t *object = json_object();
    for (size_t i = 0; object && i < ROWS; i++) {
        if (json_object_set_new(object, rows[i].name, value_of(config, &rows[i])) < 0) {
            json_decref(object);
            object = NULL;
        }
    }
    return object;
}

static json_t *row_schema(const struct row *row)
{
    switch (row->type) {
    case TYPE_TEXT:
    case TYPE_LINES:
        return json_pack("{s:s,s:i,s:s}", "type", "string", "maxLength", (int) row->size - 1,
                         "description", row->help);
    case TYPE_BOOL:
        return json_pack("{s:s,s:b,s:s}", "type", "boolean", "default", (int) row->standard,
                         "description", row->help);
    case TYPE_INTEGER:
        return json_pack("{s:s,s:i,s:i,s:i,s:s}", "type", "integer", "default", (int) row->standard,
                         "minimum", (int) row->min, "maximum", (int) row->max, "description",
                         row->help);
    default:
        return json_pack("{s:s,s:f,s:f,s:f,s:s}", "type", "number", "default", row->standard,
                         "minimum", row->min, "maximum", row->max, "description", row->help);
    }
}

struct json_t *lwi_system_config_schema(void)
{
    json_t *properties = json_object();
    for (size_t i = 0; i < ROWS; i++)
        (void) json_object_set_new(properties, rows[i].name, row_schema(&rows[i]));
    return json_pack("{s:s,s:o,s:b}", "type", "object", "properties", properties,
                     "additionalProperties", 0);
}
