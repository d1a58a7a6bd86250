/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * The arming schedule of one camera: when each condition is armed. A pure function
 * of time: the moment's local day and time of day, in the schedule's time zone,
 * lie in a period or not. So a period in the doubled hour of autumn is armed
 * twice, and one in the missing hour of spring not at all that day.
 */
#ifndef LWI_EVENT_ARMING_H
#define LWI_EVENT_ARMING_H

#include <stdint.h>

#include "lenswatch/error.h"

struct json_t;
struct lwi_arming;

#define LWI_ARMING_PERIODS_MAX  8 /* a day */
#define LWI_ARMING_HOLIDAYS_MAX 400

/*
 * Of a JSON object; every member may be missing:
 * { "time_zone": "Europe/Berlin",          IANA name; default: the parameter
 *   "days": {"mon-fri": ["08:00-12:00", "13:00-18:00"], "sat": [], "holiday": []},
 *   "conditions": {"defocus": {days as above}, ...},   instead of "days"
 *   "recording": {days as above},          when the camera records; missing: whenever it would
 *   "holidays": ["2026-12-25"],            local dates; "holiday" counts on them
 *   "manual": "armed" | "disarmed" | null, whatever the days say
 *   "until": "2026-11-21T12:00:00Z" | null }           when manual is over
 * A key of days is mon, tue, ... sun, holiday, a range of days, or all. No days at
 * all: always armed; a day that is not named: not armed; no "holiday": holidays
 * are as other days. A period ends before its end; "24:00" is the end of the day.
 * -EINVAL: "member: why".
 */
int lwi_arming_new(struct lwi_arming **ret_arming, const struct json_t *object,
                   const char *time_zone, struct lw_error *reterr);
void lwi_arming_free(struct lwi_arming *arming);

/* Whether the condition is armed at a time (ns since 1970, UTC). NULL: always armed. */
int lwi_arming_at(const struct lwi_arming *arming, const char *condition, int64_t time_ns);

/* Whether the camera may record at a time, by "recording" alone; NULL: always. */
int lwi_arming_records(const struct lwi_arming *arming, int64_t time_ns);

/* Whether the condition will be armed at any time after that one, as far as the schedule says. */
int lwi_arming_ever(const struct lwi_arming *arming, const char *condition, int64_t time_ns);

#endif
