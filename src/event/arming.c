/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "event/arming.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>
#include <jansson.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/rfc3339.h"

#define DAY_MINUTES    (24 * 60)
#define HOLIDAY        7 /* behind Monday to Sunday */
#define DAYS           8
#define CONDITIONS_MAX 64
/* Not the name of a condition. */
#define RECORDING "*recording"

struct period {
    int from, to; /* minutes of the day; to is beyond its end */
};

struct week {
    char condition[32]; /* "": those that have none of their own */
    int has_holiday;
    int count[DAYS];
    struct period periods[DAYS][LWI_ARMING_PERIODS_MAX];
};

struct lwi_arming {
    GTimeZone *zone;
    size_t week_count, holiday_count;
    int manual;                            /* 1 armed, -1 disarmed, 0 neither */
    int64_t until_ns;                      /* 0: for good */
    int holidays[LWI_ARMING_HOLIDAYS_MAX]; /* 20261225 */
    struct week *weeks;
};

static const char *const day_names[DAYS] = {"mon", "tue", "wed", "thu",
                                            "fri", "sat", "sun", "holiday"};

static int find_day(const char *name, size_t size)
{
    for (int i = 0; i < DAYS; i++)
        if (strlen(day_names[i]) == size && memcmp(day_names[i], name, size) == 0)
            return i;
    return -1;
}

/* "mon", "mon-fri", "holiday" or "all" as a range; over the weekend ("sat-mon"), too. */
static int read_days(const char *key, int *ret_first, int *ret_last)
{
    const char *dash = strchr(key, '-');
    size_t size = dash ? (size_t) (dash - key) : strlen(key);
    *ret_first = find_day(key, size);
    *ret_last = dash ? find_day(dash + 1, strlen(dash + 1)) : *ret_first;
    if (strcmp(key, "all") == 0) {
        *ret_first = 0;
        *ret_last = 6;
    }
    if (*ret_first < 0 || *ret_last < 0 || (dash && (*ret_first == 7 || *ret_last == 7)))
        return -EINVAL;
    return 0;
}

/* "08:30" as minutes; -1: it is none. */
static int read_minutes(const char *text)
{
    for (int i = 0; i < 5; i++)
        if (i == 2 ? text[i] != ':' : text[i] < '0' || text[i] > '9')
            return -1;
    int hours = (text[0] - '0') * 10 + text[1] - '0';
    int minutes = (text[3] - '0') * 10 + text[4] - '0';
    return minutes < 60 && hours * 60 + minutes <= DAY_MINUTES ? hours * 60 + minutes : -1;
}

static int read_period(const json_t *value, struct period *ret_period)
{
    const char *text = json_string_value(value);
    if (!text || strlen(text) != 11 || text[5] != '-')
        return -EINVAL;
    ret_period->from = read_minutes(text);
    ret_period->to = read_minutes(text + 6);
    return ret_period->from >= 0 && ret_period->to > ret_period->from ? 0 : -EINVAL;
}

static int read_day(struct week *week, int day, const char *key, const json_t *list,
                    struct lw_error *reterr)
{
    if (!json_is_array(list))
        return lwi_error_set(reterr, -EINVAL, "%.20s: it must be a list of periods", key);
    if (json_array_size(list) > LWI_ARMING_PERIODS_MAX)
        return lwi_error_set(reterr, -EINVAL, "%.20s: more than %d periods", key,
                             LWI_ARMING_PERIODS_MAX);
    week->count[day] = 0;
    for (size_t i = 0; i < json_array_size(list); i++) {
        struct period *period = &week->periods[day][i];
        if (read_period(json_array_get(list, i), period) < 0)
            return lwi_error_set(reterr, -EINVAL,
                                 "%.20s: a period is \"08:00-18:00\", its end after its start",
                                 key);
        for (size_t k = 0; k < i; k++)
            if (period->from < week->periods[day][k].to && week->periods[day][k].from < period->to)
                return lwi_error_set(reterr, -EINVAL, "%.20s: periods overlap", key);
        week->count[day]++;
    }
    return 0;
}

static int read_week(struct lwi_arming *arming, const char *condition, const json_t *days,
                     struct lw_error *reterr)
{
    const char *key;
    json_t *list;
    if (!json_is_object(days))
        return lwi_error_set(reterr, -EINVAL, "%.31s: days must be an object",
                             condition[0] == '*' ? condition + 1
                             : condition[0]      ? condition
                                                 : "days");
    if (strlen(condition) > 31 || arming->week_count == CONDITIONS_MAX)
        return lwi_error_set(reterr, -EINVAL, "conditions: too many, or too long a name");
    struct week *week = &arming->weeks[arming->week_count++];
    (void) snprintf(week->condition, sizeof(week->condition), "%s", condition);
    json_object_foreach((json_t *) days, key, list)
    {
        int first, last;
        if (read_days(key, &first, &last) < 0)
            return lwi_error_set(reterr, -EINVAL,
                                 "%.20s: it is no day: mon, mon-fri, all or holiday", key);
        week->has_holiday |= first == HOLIDAY;
        for (int day = first;; day = (day + 1) % 7) {
            int r = read_day(week, day, key, list, reterr);
            if (r < 0)
                return r;
            if (day == last)
                break;
        }
    }
    return 0;
}

static int read_holidays(struct lwi_arming *arming, const json_t *list, struct lw_error *reterr)
{
    if (list && !json_is_array(list))
        return lwi_error_set(reterr, -EINVAL, "holidays: it must be a list of dates");
    if (json_array_size(list) > LWI_ARMING_HOLIDAYS_MAX)
        return lwi_error_set(reterr, -EINVAL, "holidays: more than %d", LWI_ARMING_HOLIDAYS_MAX);
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *text = json_string_value(json_array_get(list, i));
        char whole[32];
        int64_t ns;
        (void) snprintf(whole, sizeof(whole), "%.10sT00:00:00Z", text ? text : "");
        if (!text || strlen(text) != 10 || lwi_rfc3339_parse(whole, &ns) < 0)
            return lwi_error_set(reterr, -EINVAL, "holidays: a date is \"2026-12-25\"");
        int date = 0;
        for (const char *c = text; *c; c++)
            date = *c == '-' ? date : date * 10 + *c - '0';
        arming->holidays[arming->holiday_count++] = date;
    }
    return 0;
}

static int read_manual(struct lwi_arming *arming, const json_t *object, struct lw_error *reterr)
{
    const json_t *manual = json_object_get(object, "manual");
    const json_t *until = json_object_get(object, "until");
    const char *text = json_string_value(manual);
    if (manual && !json_is_null(manual) &&
        (!text || (strcmp(text, "armed") != 0 && strcmp(text, "disarmed") != 0)))
        return lwi_error_set(reterr, -EINVAL, "manual: it must be armed, disarmed or null");
    if (text)
        arming->manual = text[0] == 'a' ? 1 : -1;
    if (until && !json_is_null(until) &&
        (!json_is_string(until) ||
         lwi_rfc3339_parse(json_string_value(until), &arming->until_ns) < 0))
        return lwi_error_set(reterr, -EINVAL, "until: it must be a time or null");
    return 0;
}

static int read_zone(struct lwi_arming *arming, const json_t *value, const char *standard,
                     struct lw_error *reterr)
{
    const char *name = value ? json_string_value(value) : standard;
    /* A name, not a file or a rule of its own: what glib takes for one is not checked. */
    int odd = !name || !name[0] || name[0] == '/' || name[0] == ':' || strstr(name, "..");
    arming->zone = odd ? NULL : g_time_zone_new_identifier(name);
    if (!arming->zone)
        return lwi_error_set(reterr, -EINVAL,
                             "time_zone: there is no such zone; it is called like Europe/Berlin");
    return 0;
}

static int read_all(struct lwi_arming *arming, const json_t *object, const char *time_zone,
                    struct lw_error *reterr)
{
    static const char *const known[] = {"time_zone", "days",   "conditions", "recording",
                                        "holidays",  "manual", "until",      NULL};
    const char *member;
    json_t *value;
    if (!json_is_object(object))
        return lwi_error_set(reterr, -EINVAL, "an arming schedule is a JSON object");
    json_object_foreach((json_t *) object, member, value)
    {
        size_t i = 0;
        while (known[i] && strcmp(known[i], member) != 0)
            i++;
        if (!known[i])
            return lwi_error_set(reterr, -EINVAL, "%.60s: a schedule has no such member", member);
    }
    int r = read_zone(arming, json_object_get(object, "time_zone"), time_zone, reterr);
    if (r == 0 && json_object_get(object, "days"))
        r = read_week(arming, "", json_object_get(object, "days"), reterr);
    if (r == 0 && json_object_get(object, "recording"))
        r = read_week(arming, RECORDING, json_object_get(object, "recording"), reterr);
    const json_t *conditions = json_object_get(object, "conditions");
    if (r == 0 && conditions && !json_is_object(conditions))
        r = lwi_error_set(reterr, -EINVAL, "conditions: it must be an object");
    json_object_foreach((json_t *) conditions, member, value)
    {
        if (r == 0)
            r = read_week(arming, member, value, reterr);
    }
    if (r == 0)
        r = read_holidays(arming, json_object_get(object, "holidays"), reterr);
    return r == 0 ? read_manual(arming, object, reterr) : r;
}

int lwi_arming_new(struct lwi_arming **ret_arming, const struct json_t *object,
                   const char *time_zone, struct lw_error *reterr)
{
    struct lwi_arming *arming = calloc(1, sizeof(*arming));
    if (arming)
        arming->weeks = calloc(CONDITIONS_MAX, sizeof(*arming->weeks));
    if (!arming || !arming->weeks) {
        free(arming);
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    }
    int r = read_all(arming, object, time_zone, reterr);
    if (r < 0) {
        lwi_arming_free(arming);
        return r;
    }
    *ret_arming = arming;
    return 0;
}

void lwi_arming_free(struct lwi_arming *arming)
{
    if (!arming)
        return;
    if (arming->zone)
        g_time_zone_unref(arming->zone);
    free(arming->weeks);
    free(arming);
}

static const struct week *find_week(const struct lwi_arming *arming, const char *condition)
{
    const struct week *found = NULL;
    for (size_t i = 0; i < arming->week_count; i++) {
        const struct week *week = &arming->weeks[i];
        if (strcmp(week->condition, condition) == 0)
            return week;
        if (!week->condition[0])
            found = week;
    }
    return found;
}

static int64_t days_of(int64_t s)
{
    return s >= 0 ? s / 86400 : -((86399 - s) / 86400);
}

/* Date as 20261225 of days since 1970, by the proleptic Gregorian calendar. */
static int date_of(int64_t days)
{
    int64_t z = days + 719468; /* since March 1st of year 0 */
    int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    int64_t day = z - era * 146097;
    int64_t year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
    int64_t rest = day - (365 * year + year / 4 - year / 100);
    int64_t month = (5 * rest + 2) / 153;
    int64_t date = rest - (153 * month + 2) / 5 + 1;
    month = month < 10 ? month + 3 : month - 9;
    return (int) ((year + era * 400 + (month <= 2)) * 10000 + month * 100 + date);
}

/* Whether a moment lies in a period. */
static int is_in_week(const struct lwi_arming *arming, const struct week *week, int64_t time_ns)
{
    int64_t s = time_ns / LWI_NS_PER_S;
    gint interval = g_time_zone_find_interval(arming->zone, G_TIME_TYPE_UNIVERSAL, s);
    int64_t local_s = s + g_time_zone_get_offset(arming->zone, interval);
    int64_t days = days_of(local_s);
    int minute = (int) ((local_s - days * 86400) / 60);
    int day = (int) (((days + 3) % 7 + 7) % 7); /* 1970-01-01 was a Thursday */
    int date = date_of(days);
    for (size_t i = 0; week->has_holiday && i < arming->holiday_count; i++)
        if (arming->holidays[i] == date)
            day = HOLIDAY;
    for (int i = 0; i < week->count[day]; i++)
        if (minute >= week->periods[day][i].from && minute < week->periods[day][i].to)
            return 1;
    return 0;
}

int lwi_arming_at(const struct lwi_arming *arming, const char *condition, int64_t time_ns)
{
    if (!arming)
        return 1;
    if (arming->manual && (!arming->until_ns || time_ns < arming->until_ns))
        return arming->manual > 0;
    const struct week *week = find_week(arming, condition);
    return !week || is_in_week(arming, week, time_ns);
}

int lwi_arming_records(const struct lwi_arming *arming, int64_t time_ns)
{
    const struct week *week = arming ? find_week(arming, RECORDING) : NULL;
    return !week || !week->condition[0] || is_in_week(arming, week, time_ns);
}

int lwi_arming_ever(const struct lwi_arming *arming, const char *condition, int64_t time_ns)
{
    const struct week *week = arming ? find_week(arming, condition) : NULL;
    int is_over = arming && arming->until_ns && time_ns >= arming->until_ns;
    if (arming && arming->manual && !is_over && (arming->manual > 0 || !arming->until_ns))
        return arming->manual > 0;
    if (!week)
        return 1;
    /* A date lies somewhere on the earth for longer than a day. */
    int today = date_of(days_of(time_ns / LWI_NS_PER_S) - 1);
    for (size_t i = 0; week->has_holiday && i < arming->holiday_count; i++)
        if (arming->holidays[i] >= today && week->count[HOLIDAY] > 0)
            return 1;
    for (int day = 0; day < HOLIDAY; day++)
        if (week->count[day] > 0)
            return 1;
    return 0;
}
