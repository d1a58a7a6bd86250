/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * What is learnt is kept apart from what the camera showed when the reference was made. Where
 * the two part for the picture as a whole, day after day, the lens drifts; a line through the
 * days says when the limit will be reached.
 */
#include <math.h>
#include <stdio.h>

#include "verdict/condition.h"

/* The drift that is an event: this part of the drop at 2 px@1080p, and at least so much. */
#define PART     0.12
#define LEAST    0.1
#define DAYS_MIN 3
#define DAY_NS   (86400 * INT64_C(1000000000))

/* Least squares over the days there are: fall a day, or 0. */
static double slope(const struct lwi_baseline *b, int *ret_days, int *ret_since)
{
    double n = 0, sx = 0, sy = 0, sxx = 0, sxy = 0;
    const int first = b->day_last >= LWI_BASELINE_DAYS ? b->day_last - LWI_BASELINE_DAYS + 1 : 0;
    *ret_since = b->day_last;
    for (int day = b->day_last; day >= first; day--) {
        const double y = b->day_drift[day % LWI_BASELINE_DAYS];
        if (y >= LWI_BASELINE_NO_DAY)
            continue;
        if (y < -0.05)
            *ret_since = day;
        const double x = day - b->day_last;
        n++;
        sx += x;
        sy += y;
        sxx += x * x;
        sxy += x * y;
    }
    *ret_days = (int) n;
    const double d = n * sxx - sx * sx;
    return d > 0 ? (n * sxy - sx * sy) / d : 0;
}

/* The day in UTC, as in "3 Nov"; ret has 16 bytes. The library asks no clock and no time zone.
 * Its years begin in March, so that a leap day is the last (H. Hinnant, "chrono-compatible
 * low-level date algorithms"). */
static void name_day(char *ret, int64_t ns)
{
    static const char *const months[] = {"Mar", "Apr", "May", "Jun", "Jul", "Aug",
                                         "Sep", "Oct", "Nov", "Dec", "Jan", "Feb"};
    const int64_t first_of_march = 719468; /* of year 0, days before 1970 */
    const int64_t day = (ns > 0 ? ns / DAY_NS : 0) + first_of_march;
    const int64_t in_era = day % 146097; /* days in 400 years */
    const int64_t year = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
    const int64_t in_year = in_era - (365 * year + year / 4 - year / 100);
    const int64_t month = (5 * in_year + 2) / 153;
    (void) snprintf(ret, 16, "%d %s", (int) (in_year - (153 * month + 2) / 5 + 1), months[month]);
}

static void judge(const struct lwi_evidence *e, unsigned sensitivity, struct lwi_finding *ret)
{
    const struct lwi_baseline *b = e->baseline;
    if (!b || !b->healthy_set) {
        lwi_find_not(ret, "learning: the healthy reference is not made yet");
        return;
    }
    int days, since;
    const double a_day = slope(b, &days, &since);
    if (days < DAYS_MIN) {
        lwi_find_not(ret, "known for %d of the %d days that are needed", days, DAYS_MIN);
        return;
    }
    const double full = lwi_baseline_drop_of(b, 2);
    const double limit = fmax(PART * full, LEAST) * lwi_sensitivity_factor(sensitivity, 2);
    const double left = a_day < -1e-4 ? fmax(full + e->drift, 0) / -a_day : -1;
    if (-e->drift < limit) {
        lwi_find(ret, -e->drift, limit, lwi_baseline_radius_of(b, fmax(-e->drift, 0)),
                 "as fine as when the reference was made");
        return;
    }
    const double radius = lwi_baseline_radius_of(b, -e->drift);
    char date[16];
    name_day(date, b->first_ns + since * DAY_NS);
    if (left >= 0 && left < 1000)
        lwi_find(ret, -e->drift, limit, radius,
                 "losing focus since %s, limit reached in about %.0f days", date, left);
    else
        lwi_find(ret, -e->drift, limit, radius, "has lost focus since %s, now steady", date);
}

static const char *const yields_to[] = {"scene_changed", NULL};

const struct lwi_condition_info lwi_condition_focus_drift = {
    .desc =
        {
            .name = "focus_drift",
            .help = "The lens loses focus slowly, over days: the limit will be reached.",
            .also_known_as = "focus drift",
            .unit = "px@1080p",
            .enabled = 1,
            .sensitivity = 50,
            .duration_s = 3600,
            .clear_s = 3600,
        },
    .yields_to = yields_to,
    .judge = judge,
};
