/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Arming schedules: days, periods, holidays, the hours of daylight saving, by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <errno.h>
#include <jansson.h>

#include "base/rfc3339.h"
#include "event/arming.h"

static int at(const char *schedule, const char *condition, const char *time)
{
    struct lw_error error = {0};
    struct lwi_arming *arming = NULL;
    int64_t ns;
    json_t *object = json_loads(schedule, 0, NULL);
    assert_non_null(object);
    if (lwi_arming_new(&arming, object, "UTC", &error) < 0)
        fail_msg("%s", error.message);
    assert_int_equal(lwi_rfc3339_parse(time, &ns), 0);
    int armed = lwi_arming_at(arming, condition, ns);
    lwi_arming_free(arming);
    json_decref(object);
    return armed;
}

#define OFFICE                                                                                     \
    "{\"days\": {\"mon-fri\": [\"08:00-12:00\", \"13:00-18:00\"], \"holiday\": []},"               \
    " \"conditions\": {\"covered\": {\"all\": [\"00:00-24:00\"]}, \"defocus\": {}},"               \
    " \"holidays\": [\"2026-12-25\"]}"
/* In Berlin on 2026-03-29 it is 03:00 after 01:59, on 2026-10-25 it is 02:00 after 02:59. */
#define BERLIN(days) "{\"time_zone\": \"Europe/Berlin\", \"days\": " days "}"

static void test_times(void **state)
{
    (void) state;
    static const struct {
        const char *schedule, *condition, *time;
        int armed;
    } rows[] = {
        {"{}", "frozen", "2026-11-21T00:00:00Z", 1},
        {OFFICE, "frozen", "2026-11-20T07:59:59.999Z", 0}, /* a Friday */
        {OFFICE, "frozen", "2026-11-20T08:00:00Z", 1},
        {OFFICE, "frozen", "2026-11-20T11:59:59Z", 1},
        {OFFICE, "frozen", "2026-11-20T12:00:00Z", 0},
        {OFFICE, "frozen", "2026-11-20T17:59:00Z", 1},
        {OFFICE, "frozen", "2026-11-20T18:00:00Z", 0},
        {OFFICE, "frozen", "2026-11-21T09:00:00Z", 0}, /* Saturday */
        {OFFICE, "frozen", "2026-11-23T09:00:00Z", 1}, /* Monday */
        {OFFICE, "frozen", "2026-12-25T09:00:00Z", 0}, /* a holiday */
        {OFFICE, "covered", "2026-12-25T23:59:59Z", 1},
        {OFFICE, "defocus", "2026-11-20T09:00:00Z", 0},
        {"{\"days\": {\"sat-mon\": [\"00:00-24:00\"]}}", "x", "2026-11-22T12:00:00Z", 1},
        {"{\"days\": {\"sat-mon\": [\"00:00-24:00\"]}}", "x", "2026-11-24T12:00:00Z", 0},
        /* The local day counts, not that of UTC. */
        {BERLIN("{\"sat\": [\"00:00-01:00\"]}"), "x", "2026-11-20T23:30:00Z", 1},
        {BERLIN("{\"sat\": [\"00:00-01:00\"]}"), "x", "2026-11-21T00:30:00Z", 0},
        {BERLIN("{\"sat\": [\"00:00-01:00\"]}"), "x", "2026-07-17T22:30:00Z", 1},
        /* The missing hour. */
        {BERLIN("{\"sun\": [\"01:30-02:30\"]}"), "x", "2026-03-29T00:59:00Z", 1},
        {BERLIN("{\"sun\": [\"01:30-02:30\"]}"), "x", "2026-03-29T01:00:00Z", 0},
        {BERLIN("{\"sun\": [\"02:30-03:30\"]}"), "x", "2026-03-29T00:59:59Z", 0},
        {BERLIN("{\"sun\": [\"02:30-03:30\"]}"), "x", "2026-03-29T01:00:00Z", 1},
        {BERLIN("{\"sun\": [\"02:30-03:30\"]}"), "x", "2026-03-29T01:30:00Z", 0},
        /* The doubled hour. */
        {BERLIN("{\"sun\": [\"02:15-02:45\"]}"), "x", "2026-10-25T00:30:00Z", 1},
        {BERLIN("{\"sun\": [\"02:15-02:45\"]}"), "x", "2026-10-25T00:50:00Z", 0},
        {BERLIN("{\"sun\": [\"02:15-02:45\"]}"), "x", "2026-10-25T01:30:00Z", 1},
        {BERLIN("{\"sun\": [\"02:15-02:45\"]}"), "x", "2026-10-25T01:50:00Z", 0},
        {BERLIN("{\"sun\": [\"02:15-02:45\"]}"), "x", "2026-10-18T00:30:00Z", 1},
        /* By hand. */
        {"{\"manual\": \"disarmed\"}", "x", "2026-11-20T09:00:00Z", 0},
        {"{\"manual\": \"disarmed\", \"until\": \"2026-11-20T09:00:00Z\"}", "x",
         "2026-11-20T08:59:59Z", 0},
        {"{\"manual\": \"disarmed\", \"until\": \"2026-11-20T09:00:00Z\"}", "x",
         "2026-11-20T09:00:00Z", 1},
        {"{\"manual\": \"armed\", \"days\": {}}", "x", "2026-11-20T09:00:00Z", 1},
        {"{\"manual\": null, \"until\": null, \"days\": {}}", "x", "2026-11-20T09:00:00Z", 0},
        /* Dates. */
        {"{\"days\": {\"all\": [], \"holiday\": [\"00:00-24:00\"]},"
         " \"holidays\": [\"2028-02-29\"]}",
         "x", "2028-02-29T12:00:00Z", 1},
        {"{\"days\": {\"all\": [], \"holiday\": [\"00:00-24:00\"]},"
         " \"holidays\": [\"2028-02-29\"]}",
         "x", "2028-03-01T00:00:00Z", 0},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        if (at(rows[i].schedule, rows[i].condition, rows[i].time) != rows[i].armed)
            fail_msg("%s: %s at %s is not %d", rows[i].schedule, rows[i].condition, rows[i].time,
                     rows[i].armed);
    assert_int_equal(lwi_arming_at(NULL, "x", 0), 1);
}

static void test_refused(void **state)
{
    (void) state;
    static const char *const rows[][2] = {
        {"[]", "an arming schedule is a JSON object"},
        {"{\"day\": {}}", "day: a schedule has no such member"},
        {"{\"time_zone\": \"Europe/Bärlin\"}",
         "time_zone: there is no such zone; it is called like Europe/Berlin"},
        {"{\"time_zone\": \"/etc/passwd\"}",
         "time_zone: there is no such zone; it is called like Europe/Berlin"},
        {"{\"days\": []}", "days: days must be an object"},
        {"{\"days\": {\"monday\": []}}", "monday: it is no day: mon, mon-fri, all or holiday"},
        {"{\"days\": {\"mon-holiday\": []}}",
         "mon-holiday: it is no day: mon, mon-fri, all or holiday"},
        {"{\"days\": {\"mon\": [\"08:00-07:00\"]}}",
         "mon: a period is \"08:00-18:00\", its end after its start"},
        {"{\"days\": {\"mon\": [\"08:00-24:01\"]}}",
         "mon: a period is \"08:00-18:00\", its end after its start"},
        {"{\"days\": {\"mon\": [8]}}", "mon: a period is \"08:00-18:00\", its end after its start"},
        {"{\"days\": {\"mon\": [\"08:00-10:00\", \"09:59-11:00\"]}}", "mon: periods overlap"},
        {"{\"days\": {\"mon\": [1, 2, 3, 4, 5, 6, 7, 8, 9]}}", "mon: more than 8 periods"},
        {"{\"holidays\": [\"2026-02-30\"]}", "holidays: a date is \"2026-12-25\""},
        {"{\"holidays\": [20261225]}", "holidays: a date is \"2026-12-25\""},
        {"{\"manual\": \"off\"}", "manual: it must be armed, disarmed or null"},
        {"{\"until\": \"later\"}", "until: it must be a time or null"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct lw_error error = {0};
        struct lwi_arming *arming = NULL;
        json_t *object = json_loads(rows[i][0], 0, NULL);
        assert_non_null(object);
        assert_int_equal(lwi_arming_new(&arming, object, "UTC", &error), -EINVAL);
        assert_string_equal(error.message, rows[i][1]);
        json_decref(object);
    }
}

static int records(const char *schedule, const char *time)
{
    struct lwi_arming *arming = NULL;
    int64_t ns;
    json_t *object = json_loads(schedule, 0, NULL);
    assert_int_equal(lwi_arming_new(&arming, object, "UTC", NULL), 0);
    assert_int_equal(lwi_rfc3339_parse(time, &ns), 0);
    int r = lwi_arming_records(arming, ns);
    lwi_arming_free(arming);
    json_decref(object);
    return r;
}

#define NIGHT                                                                                      \
    "\"recording\": {\"all\": [\"00:00-06:00\", \"20:00-24:00\"], \"holiday\": "                   \
    "[\"00:00-24:00\"]}, \"holidays\": [\"2026-12-25\"]"

static void test_recording(void **state)
{
    (void) state;
    assert_int_equal(lwi_arming_records(NULL, 0), 1);
    assert_int_equal(records("{}", "2026-11-20T12:00:00Z"), 1);
    assert_int_equal(records("{" NIGHT "}", "2026-11-20T05:59:00Z"), 1);
    assert_int_equal(records("{" NIGHT "}", "2026-11-20T12:00:00Z"), 0);
    assert_int_equal(records("{" NIGHT "}", "2026-12-25T12:00:00Z"), 1);
    assert_int_equal(
        records("{\"time_zone\": \"Europe/Berlin\", " NIGHT "}", "2026-11-20T19:30:00Z"), 1);
    /* When events are armed is another matter, both ways. */
    assert_int_equal(records("{\"days\": {}}", "2026-11-20T12:00:00Z"), 1);
    assert_int_equal(records("{\"manual\": \"disarmed\", " NIGHT "}", "2026-11-20T05:00:00Z"), 1);
    assert_int_equal(at("{" NIGHT "}", "defocus", "2026-11-20T12:00:00Z"), 1);
    assert_int_equal(at("{" NIGHT ", \"days\": {}}", "defocus", "2026-11-20T05:00:00Z"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_times),
        cmocka_unit_test(test_recording),
        cmocka_unit_test(test_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
