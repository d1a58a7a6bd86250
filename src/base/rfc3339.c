/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "base/rfc3339.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"

#define YEAR_1_S    INT64_C(-62135596800)
#define YEAR_9999_S INT64_C(253402300799)
/* int64_t nanoseconds reach from 1677 to 2262. */
#define SECONDS_MAX (INT64_MAX / LWI_NS_PER_S - 1)

void lwi_rfc3339_format(int64_t ns, char ret_text[LWI_RFC3339_SIZE])
{
    int64_t s = ns / LWI_NS_PER_S;
    int64_t rest = ns % LWI_NS_PER_S;
    if (rest < 0) {
        rest += LWI_NS_PER_S;
        s--;
    }
    if (s < YEAR_1_S)
        s = YEAR_1_S;
    if (s > YEAR_9999_S)
        s = YEAR_9999_S;
    time_t t = (time_t) s;
    struct tm tm = {0};
    (void) gmtime_r(&t, &tm);
    (void) snprintf(ret_text, LWI_RFC3339_SIZE, "%04u-%02u-%02uT%02u:%02u:%02u.%03uZ",
                    (unsigned) (tm.tm_year + 1900) % 10000u, (unsigned) (tm.tm_mon + 1) % 100u,
                    (unsigned) tm.tm_mday % 100u, (unsigned) tm.tm_hour % 100u,
                    (unsigned) tm.tm_min % 100u, (unsigned) tm.tm_sec % 100u,
                    (unsigned) (rest / LWI_NS_PER_MS) % 1000u);
}

/* Exactly `count` digits at *text, which is moved on. -1: not so. */
static int digits(const char **text, int count)
{
    int value = 0;
    for (int i = 0; i < count; i++, (*text)++) {
        if (**text < '0' || **text > '9')
            return -1;
        value = value * 10 + (**text - '0');
    }
    return value;
}

static int literal(const char **text, const char *any_of)
{
    if (!**text || !strchr(any_of, **text))
        return 0;
    (*text)++;
    return 1;
}

/* ".123456789" to ns; digits beyond those are read and dropped. */
static int fraction(const char **text, int64_t *ret_ns)
{
    *ret_ns = 0;
    if (**text != '.')
        return 1;
    (*text)++;
    int64_t unit = LWI_NS_PER_S / 10;
    int count = 0;
    for (; **text >= '0' && **text <= '9'; (*text)++, count++) {
        *ret_ns += (**text - '0') * unit;
        unit /= 10;
    }
    return count > 0;
}

/* "Z" or "+02:00" to seconds. */
static int offset(const char **text, int *ret_s)
{
    *ret_s = 0;
    if (literal(text, "Zz"))
        return 1;
    /* A "+" in a query that was not escaped arrives as a blank. */
    int sign = **text == '-' ? -1 : 1;
    if (!literal(text, "+- "))
        return 0;
    int h = digits(text, 2);
    if (!literal(text, ":"))
        return 0;
    int m = digits(text, 2);
    if (h < 0 || h > 23 || m < 0 || m > 59)
        return 0;
    *ret_s = sign * (h * 3600 + m * 60);
    return 1;
}

static int parse_date_time(const char *text, int64_t *ret_ns)
{
    struct tm tm = {0};
    int64_t ns;
    int offset_s;
    int year = digits(&text, 4);
    int ok = year >= 0 && literal(&text, "-");
    int month = ok ? digits(&text, 2) : -1;
    ok = ok && literal(&text, "-");
    int day = ok ? digits(&text, 2) : -1;
    ok = ok && literal(&text, "Tt ");
    int hour = ok ? digits(&text, 2) : -1;
    ok = ok && literal(&text, ":");
    int minute = ok ? digits(&text, 2) : -1;
    ok = ok && literal(&text, ":");
    int second = ok ? digits(&text, 2) : -1;
    ok = ok && fraction(&text, &ns) && offset(&text, &offset_s) && !*text;
    if (!ok || month < 1 || month > 12 || day < 1 || day > 31 || hour < 0 || hour > 23 ||
        minute < 0 || minute > 59 || second < 0 || second > 60)
        return -EINVAL;
    tm.tm_year = year - 1900;
    tm.tm_mon = month - 1;
    tm.tm_mday = day;
    tm.tm_hour = hour;
    tm.tm_min = minute;
    int64_t s = (int64_t) timegm(&tm);
    if (tm.tm_mday != day) /* 30 February became 1 or 2 March */
        return -EINVAL;
    s += second - offset_s; /* a leap second counts as the one after it */
    if (s < -SECONDS_MAX || s > SECONDS_MAX)
        return -EINVAL;
    *ret_ns = s * LWI_NS_PER_S + ns;
    return 0;
}

int lwi_rfc3339_parse(const char *text, int64_t *ret_ns)
{
    if (strlen(text) > 10 && text[4] == '-' && text[7] == '-')
        return parse_date_time(text, ret_ns);
    if (!*text || strspn(text, "0123456789.") != strlen(text))
        return -EINVAL;
    char *end;
    double s = strtod(text, &end);
    if (*end || !isfinite(s) || s > (double) SECONDS_MAX)
        return -EINVAL;
    double whole = floor(s);
    *ret_ns = (int64_t) whole * LWI_NS_PER_S + (int64_t) ((s - whole) * 1e9);
    return 0;
}
