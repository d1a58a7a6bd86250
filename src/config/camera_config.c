/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * One row an option. A new option is one row here and one member of the struct;
 * the API, its schema and the command line follow.
 */
#include "config/camera_config.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include <jansson.h>

#include "base/error.h"
#include "config/camera_sub.h"
#include "config/camera_url.h"

enum type {
    TYPE_ID,     /* char[]; set once */
    TYPE_TEXT,   /* char[] */
    TYPE_URL,    /* char[]; credentials are taken out */
    TYPE_SUB,    /* char[]; likewise, or empty */
    TYPE_SECRET, /* char[]; goes in, never out */
    TYPE_BOOL,   /* int */
    TYPE_CHOICE, /* int, an index into choices */
    TYPE_INTEGER,
    TYPE_NUMBER,
};

enum {
    REQUIRED = 1, /* must be given when a camera is made */
    RESTART = 2,  /* a change needs the stream opened again */
};

struct row {
    const char *name, *help;
    enum type type;
    unsigned flags;
    size_t offset, size;        /* of the member */
    double standard, min, max;  /* default and range of a number */
    const char *const *choices; /* NULL-ended */
};

static const char *const transports[] = {"tcp", "udp", NULL};           /* as enum lwi_transport */
static const char *const records[] = {"off", "events", "always", NULL}; /* as lwi_record_mode */
static const char *const drivers[] = {"none",    "auto",      "axis",  "dahua",
                                      "generic", "hikvision", "onvif", NULL};

#define MEMBER(name)                                                                               \
    offsetof(struct lwi_camera_config, name), sizeof(((struct lwi_camera_config *) NULL)->name)

static const struct row rows[] = {
    {"id", "Name in URLs: a-z, 0-9 and -. Made from the name when it is not given; never changes.",
     TYPE_ID, 0, MEMBER(id), 0, 0, 0, NULL},
    {"name", "Name that is shown.", TYPE_TEXT, REQUIRED, MEMBER(name), 0, 0, 0, NULL},
    {"url",
     "Where the pictures come from: rtsp://, rtsps://, http:// or https:// (snapshot or MJPEG), a "
     "video file, a folder of pictures, or /dev/videoN. User and password in it are taken out.",
     TYPE_URL, REQUIRED | RESTART, MEMBER(url), 0, 0, 0, NULL},
    {"user", "User name at the camera; empty: none.", TYPE_TEXT, RESTART, MEMBER(user), 0, 0, 0,
     NULL},
    {"password", "Password at the camera; stored sealed and never answered; empty: none.",
     TYPE_SECRET, RESTART, MEMBER(password), 0, 0, 0, NULL},
    /* Behind user and password, which are its own, too. */
    {"sub_url",
     "A smaller stream of the same camera, for looking at many at once: opened while somebody "
     "looks "
     "at it, with the same user and password. Empty: there is none, and so it is once the url is "
     "given another host without this one.",
     TYPE_SUB, 0, MEMBER(sub_url), 0, 0, 0, NULL},
    {"device_serial",
     "Serial number of the camera, by which a scan finds it at another address; /N behind it: its "
     "channel N.",
     TYPE_TEXT, 0, MEMBER(device_serial), 0, 0, 0, NULL},
    {"device_mac", "Its MAC address, for the same.", TYPE_TEXT, 0, MEMBER(device_mac), 0, 0, 0,
     NULL},
    {"group", "Group that the camera belongs to, for rules; empty: none.", TYPE_TEXT, 0,
     MEMBER(group), 0, 0, 0, NULL},
    {"tags", "Names for rules to go by, with commas between.", TYPE_TEXT, 0, MEMBER(tags), 0, 0, 0,
     NULL},
    {"enabled", "Whether the camera is watched.", TYPE_BOOL, RESTART, MEMBER(enabled), 1, 0, 0,
     NULL},
    {"transport", "How RTSP carries the pictures.", TYPE_CHOICE, RESTART, MEMBER(transport), 0, 0,
     0, transports},
    {"tls_verify",
     "Refuse a certificate that does not verify. Off: keep to the one that is seen first.",
     TYPE_BOOL, RESTART, MEMBER(tls_verify), 1, 0, 0, NULL},
    {"driver",
     "Which programming interface the camera has, for its lens and its own events; auto: find out. "
     "none: it is not used.",
     TYPE_CHOICE, 0, MEMBER(driver), 0, 0, 0, drivers},
    {"address",
     "Where that interface is: http://HOST[:PORT] or https://HOST[:PORT]; empty: the host of the "
     "URL.",
     TYPE_TEXT, 0, MEMBER(address), 0, 0, 0, NULL},
    {"channel", "Which channel of a recorder, or lens of several, it is.", TYPE_INTEGER, 0,
     MEMBER(channel), 1, 1, 999, NULL},
    {"tls_pin",
     "Public key of the interface's certificate, kept when it is first seen; another one is "
     "refused. Empty: take the next one.",
     TYPE_TEXT, 0, MEMBER(tls_pin), 0, 0, 0, NULL},
    {"stream_pin",
     "Where tls_verify is off: public key of the stream's certificate, kept when it is first seen; "
     "another one is refused. Empty: take the next one.",
     TYPE_TEXT, RESTART, MEMBER(stream_pin), 0, 0, 0, NULL},
    {"own_events", "Keep the events that the camera reports itself beside ours.", TYPE_BOOL, 0,
     MEMBER(own_events), 1, 0, 0, NULL},
    {"refocus", "How often the lens is asked to focus when the camera is out of focus; 0: never.",
     TYPE_INTEGER, 0, MEMBER(refocus), 0, 0, 5, NULL},
    {"interval_s", "Seconds from one picture that is analysed to the next.", TYPE_NUMBER, RESTART,
     MEMBER(interval_s), 5, 0.1, 3600, NULL},
    {"timeout_s", "Seconds of silence after which the camera counts as lost.", TYPE_NUMBER, RESTART,
     MEMBER(timeout_s), 10, 0.5, 300, NULL},
    {"sensitivity", "How easily a fault is seen: 1 hardly ever, 100 at the slightest sign.",
     TYPE_INTEGER, 0, MEMBER(sensitivity), 50, 1, 100, NULL},
    {"duration_s", "Seconds a fault must last before it becomes an event.", TYPE_NUMBER, 0,
     MEMBER(duration_s), 10, 0, 3600, NULL},
    {"clear_duration_s", "Seconds a fault must be gone before its event ends.", TYPE_NUMBER, 0,
     MEMBER(clear_duration_s), 10, 0, 3600, NULL},
    {"flap_s",
     "Seconds within which a fault that comes for the fourth time is one event with all that "
     "follow, until it has been gone for as long; 0: each time is an event.",
     TYPE_NUMBER, 0, MEMBER(flap_s), 600, 0, 86400, NULL},
    {"presets", "Views between which the camera moves, each learnt by itself; 1: it does not move.",
     TYPE_INTEGER, 0, MEMBER(presets), 1, 1, LW_PRESETS_MAX, NULL},
    {"relearn_hours",
     "Hours after which another scene that stays is learnt as the new one; 0: only when told to.",
     TYPE_NUMBER, 0, MEMBER(relearn_hours), 24, 0, 8760, NULL},
    {"record", "What is recorded: nothing, around each event, or always.", TYPE_CHOICE, 0,
     MEMBER(record), 0, 0, 0, records},
    {"record_before_s", "Seconds before an event that its recording begins.", TYPE_NUMBER, 0,
     MEMBER(record_before_s), 5, 0, 30, NULL},
    {"record_after_s", "Seconds after the start, and after the end, of an event that are recorded.",
     TYPE_NUMBER, 0, MEMBER(record_after_s), 30, 1, 600, NULL},
    {"record_segment_s", "Seconds after which a continuous recording goes on in a new file.",
     TYPE_NUMBER, 0, MEMBER(record_segment_s), 600, 5, 3600, NULL},
    {"record_keep_days", "Days after which recordings are removed; 0: never.", TYPE_NUMBER, 0,
     MEMBER(record_keep_days), 30, 0, 3650, NULL},
    {"record_quota_gb", "Gigabytes that the recordings of the camera may take; 0: no limit.",
     TYPE_NUMBER, 0, MEMBER(record_quota_gb), 10, 0, 100000, NULL},
    {"record_overwrite", "At the quota the oldest recording goes; else no more is recorded.",
     TYPE_BOOL, 0, MEMBER(record_overwrite), 1, 0, 0, NULL},
    {"capture_interval_s", "Seconds from one picture that is kept to the next; 0: none is.",
     TYPE_NUMBER, 0, MEMBER(capture_interval_s), 0, 0, 86400, NULL},
};

#define ROWS (sizeof(rows) / sizeof(rows[0]))

static char *text_of(struct lwi_camera_config *config, const struct row *row)
{
    return (char *) config + row->offset;
}

static int *int_of(struct lwi_camera_config *config, const struct row *row)
{
    return (int *) (void *) ((char *) config + row->offset);
}

static double *double_of(struct lwi_camera_config *config, const struct row *row)
{
    return (double *) (void *) ((char *) config + row->offset);
}

void lwi_camera_config_default(struct lwi_camera_config *ret_config)
{
    *ret_config = (struct lwi_camera_config){0};
    for (size_t i = 0; i < ROWS; i++) {
        if (rows[i].type == TYPE_NUMBER)
            *double_of(ret_config, &rows[i]) = rows[i].standard;
        else if (rows[i].type >= TYPE_BOOL)
            *int_of(ret_config, &rows[i]) = (int) rows[i].standard;
    }
    lwi_condition_config_default(ret_config->conditions);
    ret_config->signal_lost = lwi_signal_lost_default();
}

struct lwi_condition_config lwi_camera_config_condition(const struct lwi_camera_config *config,
                                                        size_t index)
{
    struct lwi_condition_config c = config->conditions[index];
    if (index == (size_t) lw_condition_find("defocus")) {
        c.sensitivity = config->sensitivity;
        c.duration_s = config->duration_s;
        c.clear_duration_s = config->clear_duration_s;
    }
    return c;
}

static int wrong(struct lw_error *reterr, const struct row *row, const char *what)
{
    return lwi_error_set(reterr, -EINVAL, "%s: %s", row->name, what);
}

static int set_text(struct lwi_camera_config *config, const struct row *row, const char *text,
                    struct lw_error *reterr)
{
    if (row->type == TYPE_URL)
        return lwi_camera_url_set(config, text, reterr);
    if (row->type == TYPE_SUB)
        return lwi_camera_sub_set(config, text, reterr);
    if (strlen(text) >= row->size)
        return lwi_error_set(reterr, -EINVAL, "%s: longer than %zu bytes", row->name,
                             row->size - 1);
    for (const char *c = text; *c; c++)
        if ((unsigned char) *c < ' ' || *c == 0x7f)
            return wrong(reterr, row, "there is a control character in it");
    if (row->flags & REQUIRED && text[strspn(text, " ")] == '\0')
        return wrong(reterr, row, "it is empty");
    if (row->type == TYPE_ID) {
        if (config->id[0] && strcmp(config->id, text) != 0)
            return wrong(reterr, row, "it cannot be changed");
        if (text[strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-")] != '\0')
            return wrong(reterr, row, "only a-z, 0-9 and - may be in it");
    }
    /* Nothing of a longer text before it stays behind. */
    memset(text_of(config, row), 0, row->size);
    memcpy(text_of(config, row), text, strlen(text));
    return 0;
}

static int set_choice(struct lwi_camera_config *config, const struct row *row, const char *text,
                      struct lw_error *reterr)
{
    char known[100] = "";
    for (int i = 0; row->choices[i]; i++) {
        if (strcmp(row->choices[i], text) == 0) {
            *int_of(config, row) = i;
            return 0;
        }
        size_t n = strlen(known);
        (void) snprintf(known + n, sizeof(known) - n, "%s%s", i ? " or " : "", row->choices[i]);
    }
    return lwi_error_set(reterr, -EINVAL, "%s: it must be %s", row->name, known);
}

static int set_number(struct lwi_camera_config *config, const struct row *row, double value,
                      struct lw_error *reterr)
{
    if (!(value >= row->min && value <= row->max)) /* a NaN is refused, too */
        return lwi_error_set(reterr, -EINVAL, "%s: it must be from %g to %g", row->name, row->min,
                             row->max);
    if (row->type == TYPE_NUMBER)
        *double_of(config, row) = value;
    else
        *int_of(config, row) = (int) value;
    return 0;
}

static int set_row(struct lwi_camera_config *config, const struct row *row, const json_t *value,
                   struct lw_error *reterr)
{
    switch (row->type) {
    case TYPE_BOOL:
        if (!json_is_boolean(value))
            return wrong(reterr, row, "it must be true or false");
        *int_of(config, row) = json_is_true(value);
        return 0;
    case TYPE_INTEGER:
        if (!json_is_integer(value))
            return wrong(reterr, row, "it must be a whole number");
        return set_number(config, row, (double) json_integer_value(value), reterr);
    case TYPE_NUMBER:
        if (!json_is_number(value))
            return wrong(reterr, row, "it must be a number");
        return set_number(config, row, json_number_value(value), reterr);
    default:
        break;
    }
    if (row->type == TYPE_SECRET && json_is_null(value))
        value = NULL;
    else if (!json_is_string(value))
        return wrong(reterr, row, "it must be a string");
    const char *text = value ? json_string_value(value) : "";
    if (value && strlen(text) != json_string_length(value))
        return wrong(reterr, row, "there is a control character in it");
    return row->type == TYPE_CHOICE ? set_choice(config, row, text, reterr)
                                    : set_text(config, row, text, reterr);
}

struct lwi_condition_config lwi_camera_config_signal_lost(const struct lwi_camera_config *config)
{
    struct lwi_condition_config lost = config->signal_lost;
    if (lost.duration_s < 0)
        lost.duration_s = config->duration_s;
    if (lost.clear_duration_s < 0)
        lost.clear_duration_s = config->clear_duration_s;
    return lost;
}

/* After those of defocus, which the camera's own durations may be changed by. */
static int set_signal_lost(struct lwi_camera_config *config, const struct lwi_camera_config *base,
                           const json_t *conditions, struct lw_error *reterr)
{
    const json_t *lost = json_object_get(conditions, "signal_lost");
    const double before[2] = {base->duration_s, base->clear_duration_s};
    const double now[2] = {config->duration_s, config->clear_duration_s};
    return lost ? lwi_signal_lost_from_json(&config->signal_lost, lost, before, now, reterr) : 0;
}

/* One number of defocus, which has two names. What is answered may be changed under either name
 * and sent back, so the one that was changed counts. */
static int settle(struct lw_error *reterr, const char *name, double before, double beside,
                  double within, double *ret_value)
{
    if (within != before && beside != before && within != beside)
        return lwi_error_set(reterr, -EINVAL, "%s: it is another one in conditions.defocus", name);
    *ret_value = within != before ? within : beside;
    return 0;
}

static int set_conditions(struct lwi_camera_config *config, const struct lwi_camera_config *base,
                          const json_t *object, struct lw_error *reterr)
{
    const json_t *conditions = json_object_get(object, "conditions");
    long index = lw_condition_find("defocus");
    if (!conditions)
        return 0;
    if (index < 0)
        return lwi_condition_config_from_json(config->conditions, conditions, reterr);
    struct lwi_condition_config *defocus = &config->conditions[index];
    struct lwi_condition_config before = lwi_camera_config_condition(base, (size_t) index);
    const struct lwi_condition_config raw = *defocus;
    *defocus = before;
    double sensitivity = 0;
    int r = lwi_condition_config_from_json(config->conditions, conditions, reterr);
    if (r == 0)
        r = settle(reterr, "sensitivity", before.sensitivity, config->sensitivity,
                   defocus->sensitivity, &sensitivity);
    if (r == 0)
        r = settle(reterr, "duration_s", before.duration_s, config->duration_s, defocus->duration_s,
                   &config->duration_s);
    if (r == 0)
        r = settle(reterr, "clear_duration_s", before.clear_duration_s, config->clear_duration_s,
                   defocus->clear_duration_s, &config->clear_duration_s);
    if (r == 0)
        config->sensitivity = (int) sensitivity;
    int enabled = defocus->enabled;
    *defocus = raw; /* its numbers live in one place */
    defocus->enabled = enabled;
    return r;
}

/* The members that are no single value. */
static int set_composite(struct lwi_camera_config *config, const struct lwi_camera_config *base,
                         const json_t *object, struct lw_error *reterr)
{
    const json_t *areas = json_object_get(object, "areas");
    const json_t *shields = json_object_get(object, "shields");
    int r = set_conditions(config, base, object, reterr);
    if (r == 0)
        r = set_signal_lost(config, base, json_object_get(object, "conditions"), reterr);
    if (r == 0 && areas)
        r = lwi_areas_from_json(&config->areas, "areas", areas, reterr);
    if (r == 0 && shields)
        r = lwi_areas_from_json(&config->shields, "shields", shields, reterr);
    return r;
}

static int is_composite(const char *name)
{
    return strcmp(name, "conditions") == 0 || strcmp(name, "areas") == 0 ||
           strcmp(name, "shields") == 0;
}

static int refuse_unknown(const json_t *object, struct lw_error *reterr)
{
    const char *name;
    json_t *value;
    json_object_foreach((json_t *) object, name, value)
    {
        size_t i = 0;
        while (i < ROWS && strcmp(rows[i].name, name) != 0)
            i++;
        /* What is answered may be sent back; this member says nothing then. */
        if (i == ROWS && strcmp(name, "has_password") != 0 && !is_composite(name)) {
            (void) lwi_error_set(reterr, -EINVAL, "%.60s: there is no such setting", name);
            lwi_error_hint(reterr, "/api/v1/openapi.json lists all settings.");
            return -EINVAL;
        }
    }
    return 0;
}

const char *lwi_camera_config_driver(const struct lwi_camera_config *config)
{
    return drivers[config->driver];
}

/* The host of a URL, without its port; size 0: it has none. */
static const char *host_of(const char *url, size_t *ret_size)
{
    const char *host = strstr(url, "://");
    host = host ? host + 3 : "";
    *ret_size =
        host[0] == '[' ? strcspn(host, "]") + (strchr(host, ']') != NULL) : strcspn(host, ":/?#");
    return host;
}

static int same_host(const char *a, const char *b)
{
    size_t a_size, b_size;
    const char *a_host = host_of(a, &a_size), *b_host = host_of(b, &b_size);
    return a_size > 0 && a_size == b_size && strncasecmp(a_host, b_host, a_size) == 0;
}

void lwi_camera_config_address(const struct lwi_camera_config *config,
                               char ret_address[LWI_ADDRESS_MAX + 1])
{
    size_t size = 0;
    const char *host = host_of(config->url, &size);
    if (config->address[0])
        (void) snprintf(ret_address, LWI_ADDRESS_MAX + 1, "%s", config->address);
    else if (size > 0 && size < LWI_ADDRESS_MAX - 8)
        (void) snprintf(ret_address, LWI_ADDRESS_MAX + 1, "http://%.*s", (int) size, host);
    else
        ret_address[0] = '\0';
}

static int check_address(const struct lwi_camera_config *config,
                         const struct lwi_camera_config *base, const json_t *object,
                         struct lw_error *reterr)
{
    const char *address = config->address;
    size_t size = 0;
    (void) host_of(address, &size);
    if (!address[0])
        return 0;
    if ((strncmp(address, "http://", 7) != 0 && strncmp(address, "https://", 8) != 0) ||
        size == 0 || strpbrk(address, "@ "))
        return lwi_error_set(reterr, -EINVAL,
                             "address: it is http://HOST[:PORT] or https://HOST[:PORT]");
    /* It is sent the password. */
    if (!base->password[0] || strcmp(config->password, base->password) != 0 ||
        json_object_get(object, "password") || strcmp(address, base->address) == 0 ||
        same_host(address, base->url) || same_host(address, base->address))
        return 0;
    (void) lwi_error_set(reterr, -EINVAL, "password: the address names another host");
    lwi_error_hint(reterr, "Give the password of the camera there, or null if it has none.");
    return -EINVAL;
}

/* It is sent the password, too; and it does not stay where the camera has moved away. */
static int check_sub(struct lwi_camera_config *config, const struct lwi_camera_config *base,
                     const json_t *object, struct lw_error *reterr)
{
    const int given = json_object_get(object, "sub_url") != NULL;
    size_t size = 0;
    if (!given && strcmp(base->url, config->url) != 0 && !same_host(base->url, config->url))
        memset(config->sub_url, 0, sizeof(config->sub_url));
    (void) host_of(config->sub_url, &size);
    if (size == 0 || !base->password[0] || strcmp(config->password, base->password) != 0 ||
        json_object_get(object, "password") || strcmp(config->sub_url, base->sub_url) == 0 ||
        same_host(config->sub_url, base->url) || same_host(config->sub_url, base->sub_url))
        return 0;
    (void) lwi_error_set(reterr, -EINVAL, "password: the sub_url names another host");
    lwi_error_hint(reterr, "Give the password of the camera there, or null if it has none.");
    return -EINVAL;
}

/* A password is shown to nobody, nor may a changed URL have it sent to another host. */
static int refuse_leak(const struct lwi_camera_config *config, const struct lwi_camera_config *base,
                       const json_t *object, struct lw_error *reterr)
{
    if (!base->password[0] || strcmp(config->password, base->password) != 0 ||
        json_object_get(object, "password") || lwi_camera_url_same_host(base->url, config->url))
        return 0;
    (void) lwi_error_set(reterr, -EINVAL, "password: the url names another host");
    lwi_error_hint(reterr, "Give the password of the camera there, or null if it has none.");
    return -EINVAL;
}

int lwi_camera_config_from_json(struct lwi_camera_config *ret_config,
                                const struct lwi_camera_config *base, const struct json_t *object,
                                int partial, struct lw_error *reterr)
{
    if (!json_is_object(object))
        return lwi_error_set(reterr, -EINVAL, "the settings of a camera are a JSON object");
    int r = refuse_unknown(object, reterr);
    if (r < 0)
        return r;
    struct lwi_camera_config config = *base;
    /* In the order of the rows: a user and password beside the URL win over those inside, unless
     * there is none. */
    for (size_t i = 0; i < ROWS; i++) {
        const json_t *value = json_object_get(object, rows[i].name);
        if (!value && !partial && rows[i].flags & REQUIRED)
            return wrong(reterr, &rows[i], "it is missing");
        if (value && text_of(&config, &rows[i]) == config.user && config.user[0] &&
            strcmp(config.user, base->user) != 0 && json_string_length(value) == 0)
            continue;
        if (value && (r = set_row(&config, &rows[i], value, reterr)) < 0)
            return r;
    }
    r = set_composite(&config, base, object, reterr);
    if (r == 0)
        r = refuse_leak(&config, base, object, reterr);
    if (r == 0)
        r = check_address(&config, base, object, reterr);
    if (r == 0)
        r = check_sub(&config, base, object, reterr);
    if (r < 0)
        return r;
    *ret_config = config;
    return 0;
}

static json_t *row_value(const struct lwi_camera_config *const_config, const struct row *row)
{
    struct lwi_camera_config *config = (struct lwi_camera_config *) const_config; /* only read */
    switch (row->type) {
    case TYPE_BOOL:
        return json_boolean(*int_of(config, row));
    case TYPE_INTEGER:
        return json_integer(*int_of(config, row));
    case TYPE_NUMBER:
        return json_real(*double_of(config, row));
    case TYPE_CHOICE:
        return json_string(row->choices[*int_of(config, row)]);
    default:
        return json_string(text_of(config, row));
    }
}

struct json_t *lwi_camera_config_to_json(const struct lwi_camera_config *config)
{
    json_t *object = json_object();
    int failed = !object;
    for (size_t i = 0; i < ROWS && !failed; i++) {
        if (rows[i].type == TYPE_SECRET)
            failed = json_object_set_new(object, "has_password",
                                         json_boolean(config->password[0] != '\0'));
        else
            failed = json_object_set_new(object, rows[i].name, row_value(config, &rows[i]));
    }
    struct lwi_condition_config conditions[LW_CONDITIONS_MAX];
    const struct lwi_condition_config lost = lwi_camera_config_signal_lost(config);
    for (size_t i = 0; i < LW_CONDITIONS_MAX; i++)
        conditions[i] = lwi_camera_config_condition(config, i);
    failed = failed ||
             json_object_set_new(object, "conditions",
                                 lwi_condition_config_to_json(conditions, &lost)) ||
             json_object_set_new(object, "areas", lwi_areas_to_json(&config->areas)) ||
             json_object_set_new(object, "shields", lwi_areas_to_json(&config->shields));
    if (failed) {
        json_decref(object);
        return NULL;
    }
    return object;
}

/* The type of a row, its default and its range. */
static json_t *row_schema(const struct row *row)
{
    struct lwi_camera_config standard;
    lwi_camera_config_default(&standard);
    switch (row->type) {
    case TYPE_ID:
        return json_pack("{s:s,s:s,s:i,s:s}", "type", "string", "pattern", "^[a-z0-9-]{1,32}$",
                         "maxLength", (int) row->size - 1, "description", row->help);
    case TYPE_BOOL:
        return json_pack("{s:s,s:b,s:s}", "type", "boolean", "default", (int) row->standard,
                         "description", row->help);
    case TYPE_INTEGER:
        return json_pack("{s:s,s:i,s:i,s:i,s:s}", "type", "integer", "default", (int) row->standard,
                         "minimum", (int) row->min, "maximum", (int) row->max, "description",
                         row->help);
    case TYPE_NUMBER:
        return json_pack("{s:s,s:f,s:f,s:f,s:s}", "type", "number", "default", row->standard,
                         "minimum", row->min, "maximum", row->max, "description", row->help);
    case TYPE_CHOICE: {
        json_t *choices = json_array();
        for (int i = 0; row->choices[i]; i++)
            (void) json_array_append_new(choices, json_string(row->choices[i]));
        return json_pack("{s:s,s:o,s:s,s:s}", "type", "string", "enum", choices, "default",
                         row->choices[(int) row->standard], "description", row->help);
    }
    case TYPE_SECRET:
        return json_pack("{s:[s,s],s:b,s:i,s:s}", "type", "string", "null", "writeOnly", 1,
                         "maxLength", (int) row->size - 1, "description", row->help);
    default:
        return json_pack("{s:s,s:i,s:i,s:s}", "type", "string", "minLength",
                         row->flags & REQUIRED ? 1 : 0, "maxLength", (int) row->size - 1,
                         "description", row->help);
    }
}

struct json_t *lwi_camera_config_schema(void)
{
    json_t *required = json_array();
    json_t *properties = json_object();
    int failed = !required || !properties;
    for (size_t i = 0; i < ROWS && !failed; i++) {
        failed = json_object_set_new(properties, rows[i].name, row_schema(&rows[i]));
        if (!failed && rows[i].flags & REQUIRED)
            failed = json_array_append_new(required, json_string(rows[i].name));
    }
    if (!failed)
        failed = json_object_set_new(properties, "has_password",
                                     json_pack("{s:s,s:b,s:s}", "type", "boolean", "readOnly", 1,
                                               "description", "Whether a password is stored."));
    failed =
        failed || json_object_set_new(properties, "conditions", lwi_condition_config_schema()) ||
        json_object_set_new(properties, "areas",
                            lwi_areas_schema("Polygons outside of which nothing is watched; "
                                             "none: the whole picture.")) ||
        json_object_set_new(properties, "shields", lwi_areas_schema("Polygons that are left out."));
    if (failed) {
        json_decref(required);
        json_decref(properties);
        return NULL;
    }
    return json_pack("{s:s,s:o,s:o,s:b}", "type", "object", "required", required, "properties",
                     properties, "additionalProperties", 0);
}

int lwi_camera_config_needs_restart(const struct lwi_camera_config *const_a,
                                    const struct lwi_camera_config *const_b)
{
    struct lwi_camera_config a = *const_a, b = *const_b;
    for (size_t i = 0; i < ROWS; i++) {
        const struct row *row = &rows[i];
        if (!(row->flags & RESTART))
            continue;
        int differs;
        if (row->type < TYPE_BOOL)
            differs = strcmp(text_of(&a, row), text_of(&b, row)) != 0;
        else if (row->type == TYPE_NUMBER)
            differs = *double_of(&a, row) != *double_of(&b, row);
        else
            differs = *int_of(&a, row) != *int_of(&b, row);
        if (differs)
            return 1;
    }
    return 0;
}
