/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The store: what is kept of measurements, one by one and hour by hour. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/clock.h"
#include "store/store.h"

#define S     LWI_NS_PER_S
#define DAYS  40
#define A_DAY 8

struct fixture {
    char dir[64];
    struct lwi_store *store;
};

static int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));
    (void) snprintf(f->dir, sizeof(f->dir), "/tmp/lenswatch-store-XXXXXX");
    assert_non_null(mkdtemp(f->dir));
    struct lw_error error;
    if (lwi_store_open(&f->store, f->dir, NULL, &error) < 0)
        fail_msg("%s (%s)", error.message, error.hint);
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    static const char *const names[] = {"lenswatch.db", "lenswatch.db-wal", "lenswatch.db-shm",
                                        "lock", "secret.key"};
    struct fixture *f = *state;
    lwi_store_close(&f->store);
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        char path[128];
        (void) snprintf(path, sizeof(path), "%s/%s", f->dir, names[i]);
        (void) unlink(path);
    }
    assert_int_equal(rmdir(f->dir), 0);
    free(f);
    return 0;
}

static void reopen(struct fixture *f)
{
    lwi_store_close(&f->store);
    assert_int_equal(lwi_store_open(&f->store, f->dir, NULL, NULL), 0);
}

static void count_finding(void *cookie, const char *finding)
{
    (void) cookie;
    print_message("finding: %s\n", finding);
}

static int findings(struct fixture *f)
{
    struct lw_error error = {0};
    int r = lwi_store_check(f->dir, count_finding, NULL, &error);
    if (r < 0)
        print_message("check: %s\n", error.message);
    return r;
}

static int note_measurement(void *cookie, const struct lwi_measurement *m)
{
    struct lwi_measurement **next = cookie;
    *(*next)++ = *m;
    return 0;
}

/* Every three hours two of them: one sharp and one that is not, by night. */
static void fill(struct fixture *f)
{
    assert_int_equal(lwi_store_camera_put(f->store, "a", "{}", NULL, NULL), 0);
    for (int i = 0; i < DAYS * A_DAY; i++) {
        for (int k = 0; k < 2; k++) {
            struct lwi_measurement m = {
                .time_ns = (int64_t) (1 + i) * 10800 * S + k * S,
                .verdict = k ? LW_VERDICT_NOT_ASSESSABLE : LW_VERDICT_CLEAR,
                .blur_probability = k ? -1 : 0.1,
                .sharpness = k ? -1 : 0.7,
                .brightness = k ? 20 : 100,
                .measures = {k ? 10.25 : 40.75, k ? 300 : 1.5, 0},
                .light = LW_LIGHT_NIGHT,
                .limit_count = 3,
                .limits = {40 | LW_LIMIT_ELSE_UNKNOWN, 0, k ? LW_LIMIT_NEVER : 61}};
            lwi_store_measurement_add(f->store, "a", &m);
        }
    }
    reopen(f);
}

/* Light and limits, as they are stored. */
static void test_walk(void **state)
{
    struct fixture *f = *state;
    fill(f);
    struct lwi_measurement seen[4], *next = seen;
    assert_int_equal(lwi_store_measurement_walk(f->store, "a", 10800 * S, 21600 * S,
                                                note_measurement, &next, NULL),
                     0);
    assert_int_equal(next - seen, 3);
    assert_int_equal(seen[0].light, LW_LIGHT_NIGHT);
    assert_int_equal(seen[0].limit_count, 3);
    assert_int_equal(seen[0].limits[0], 40 | LW_LIMIT_ELSE_UNKNOWN);
    assert_int_equal(seen[1].limits[2], LW_LIMIT_NEVER);
    assert_int_equal(seen[2].time_ns, 21600 * S);
}

/* A long time is read from the hours. */
static void test_chart_of_hours(void **state)
{
    struct fixture *f = *state;
    fill(f);
    struct lwi_chart_query query = {.camera_id = "a", .limit = 1000, .condition = 2};
    struct lwi_chart_point *points;
    size_t count;
    assert_int_equal(lwi_store_chart(f->store, &query, &points, &count, NULL), 0);
    assert_int_equal(count, DAYS * A_DAY);
    assert_int_equal(points[1].time_ns, 6 * 3600 * S + 1800 * S - 1);
    assert_int_equal(points[1].pictures, 2);
    assert_int_equal(points[1].light, LW_LIGHT_NIGHT);
    assert_int_equal(points[1].verdict, LW_VERDICT_NOT_ASSESSABLE);
    assert_true(points[1].sharpness.mean == 0.7 && points[1].sharpness.max == 0.7);
    assert_true(points[1].brightness.min == 20 && points[1].brightness.mean == 60);
    assert_true(points[1].limit.min == 61 && points[1].limit.mean == 81 &&
                points[1].limit.max == LW_LIMIT_NEVER);
    free(points);
    /* Put together; and of a condition that could not be judged there is nothing. */
    query.limit = 10;
    query.condition = 1;
    assert_int_equal(lwi_store_chart(f->store, &query, &points, &count, NULL), 0);
    assert_int_equal(count, 10);
    assert_int_equal(points[3].pictures, 2 * DAYS * A_DAY / 10);
    assert_true(points[3].limit.mean < 0);
    free(points);
    /* A short time from the measurements themselves. */
    query.from_ns = 10800 * S;
    query.to_ns = 10801 * S;
    query.condition = 0;
    assert_int_equal(lwi_store_chart(f->store, &query, &points, &count, NULL), 0);
    assert_int_equal(count, 2);
    assert_true(points[1].limit.mean == 40);
    free(points);
    /* Another hour is added to, not written over, after a restart. */
    const struct lwi_measurement late = {.time_ns = 10900 * S, .verdict = LW_VERDICT_BLURRY};
    lwi_store_measurement_add(f->store, "a", &late);
    reopen(f);
    query = (struct lwi_chart_query){.camera_id = "a", .limit = 1000, .condition = 0};
    assert_int_equal(lwi_store_chart(f->store, &query, &points, &count, NULL), 0);
    assert_int_equal(points[0].pictures, 3);
    assert_int_equal(points[0].verdict, LW_VERDICT_BLURRY);
    assert_true(points[0].limit.mean == 40);
    free(points);
    assert_int_equal(findings(f), 0);
}

/* From the hours, from the measurements, and where nothing was measured. */
static void test_chart_of_measures(void **state)
{
    struct fixture *f = *state;
    fill(f);
    struct lwi_chart_query query = {
        .camera_id = "a", .limit = 1000, .condition = -1, .measure = LWI_MEASURE_CONTRAST};
    struct lwi_chart_point *points;
    size_t count;
    assert_int_equal(lwi_store_chart(f->store, &query, &points, &count, NULL), 0);
    assert_int_equal(count, DAYS * A_DAY);
    assert_true(points[1].measure.min == 10.25 && points[1].measure.mean == 25.5 &&
                points[1].measure.max == 40.75);
    free(points);
    query.measure = LWI_MEASURE_NOISE;
    query.to_ns = 10801 * S;
    assert_int_equal(lwi_store_chart(f->store, &query, &points, &count, NULL), 0);
    assert_int_equal(count, 2);
    assert_true(points[0].measure.mean == 1.5 && points[1].measure.mean == 255);
    free(points);
    query.measure = -1;
    assert_int_equal(lwi_store_chart(f->store, &query, &points, &count, NULL), 0);
    assert_true(points[0].measure.mean < 0);
    free(points);
    const struct lwi_measurement unknown = {.time_ns = 10900 * S, .measures = {-1}};
    lwi_store_measurement_add(f->store, "a", &unknown);
    reopen(f);
    query.measure = LWI_MEASURE_COLOUR;
    query.to_ns = 10900 * S;
    assert_int_equal(lwi_store_chart(f->store, &query, &points, &count, NULL), 0);
    assert_int_equal(count, 3);
    assert_true(points[1].measure.mean == 0 && points[2].measure.mean < 0);
    free(points);
    query.to_ns = 0;
    assert_int_equal(lwi_store_chart(f->store, &query, &points, &count, NULL), 0);
    assert_true(points[0].pictures == 3 && points[0].measure.max == 0);
    free(points);
    assert_int_equal(findings(f), 0);
}

/* They stay when the measurements go, and go with their camera. */
static void test_hours_are_removed(void **state)
{
    struct fixture *f = *state;
    fill(f);
    struct lwi_store_limits limits;
    lwi_store_limits(f->store, &limits);
    limits.steady_s = 0;
    limits.hour_age_s = INT64_C(100) * 365 * 86400;
    assert_int_equal(lwi_store_limits_set(f->store, &limits, NULL), 0);
    struct lwi_measurement seen[2 * DAYS * A_DAY], *next;
    do {
        next = seen;
        assert_int_equal(
            lwi_store_measurement_walk(f->store, "a", 0, INT64_MAX, note_measurement, &next, NULL),
            0);
    } while (next > seen);
    const struct lwi_chart_query query = {.camera_id = "a", .limit = 1000, .condition = -1};
    struct lwi_chart_point *points;
    size_t count;
    assert_int_equal(lwi_store_chart(f->store, &query, &points, &count, NULL), 0);
    assert_int_equal(count, DAYS * A_DAY);
    free(points);
    limits.hour_age_s = 3600;
    assert_int_equal(lwi_store_limits_set(f->store, &limits, NULL), 0);
    do {
        assert_int_equal(lwi_store_chart(f->store, &query, &points, &count, NULL), 0);
        free(points);
    } while (count > 0);
    assert_int_equal(findings(f), 0);
}

static void exec_raw(struct fixture *f, const char *sql)
{
    char path[128];
    sqlite3 *db;
    (void) snprintf(path, sizeof(path), "%s/lenswatch.db", f->dir);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    char *message = NULL;
    if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK)
        fail_msg("%s", message);
    (void) sqlite3_close(db);
}

/* Every event counts, however many there are. */
static void test_changes(void **state)
{
    struct fixture *f = *state;
    struct lwi_camera_change *c = NULL;
    size_t count = 9;
    struct lw_error error;
    static const char *const cameras[] = {"bad", "calm", "fine", "odd", "same"};
    for (size_t i = 0; i < sizeof(cameras) / sizeof(cameras[0]); i++)
        assert_int_equal(lwi_store_camera_put(f->store, cameras[i], "{}", NULL, &error), 0);
    assert_int_equal(lwi_store_changes(f->store, 1000, NULL, &c, &count, &error), 0);
    assert_int_equal(count, 0);
    free(c);
    /* Since 1000: bad has 1500 that are over and 2 that go on; fine had one at 1000, and 1200
     * since; odd 1300; same has one that goes on since before, and another; calm none since; and
     * the system itself is no camera. */
    exec_raw(f,
             "create temp table n (i); with recursive t (i) as (select 0 union all"
             " select i + 1 from t where i < 1499) insert into n select i from t;"
             "create temp table e (camera, started, ended, condition);"
             "insert into e select 'bad', 1001 + i, 1002 + i, 'defocus' from n;"
             "insert into e values ('bad', 3000, null, 'covered'), ('bad', 3001, null, 'noise'),"
             " ('fine', 1, 1000, 'frozen'), ('same', 5, null, 'covered'),"
             " ('same', 1100, 1101, 'noise'), ('calm', 1, 999, 'noise'),"
             " (null, 1, null, 'disk_full');"
             "insert into e select 'fine', 1001 + i, 1001 + i, 'shaking' from n where i < 1200;"
             "insert into e select 'odd', 1001 + i, 1002 + i, 'flashing' from n where i < 1300;"
             "insert into event (camera_key, condition, started_ns, confirmed_ns, refreshed_ns,"
             " ended_ns, score, reason, end_reason, source) select"
             " (select key from camera where id = camera), condition, started, started, started,"
             " ended, 1, 'r', iif(ended is null, '', 'cleared'), iif(camera is null, 'system', '')"
             " from e;");
    assert_int_equal(lwi_store_changes(f->store, 1000, NULL, &c, &count, &error), 0);
    assert_int_equal(count, 3);
    assert_string_equal(c[0].camera_id, "bad");
    assert_int_equal(c[0].change, LWI_CHANGE_WORSE);
    assert_int_equal(c[0].events, 2);
    assert_int_equal(c[0].newest_count, 2);
    assert_string_equal(c[0].newest[0].condition, "noise");
    assert_int_equal(c[0].newest[0].started_ns, 3001);
    assert_int_equal(c[0].newest[0].ended_ns, 0);
    assert_string_equal(c[1].camera_id, "fine");
    assert_int_equal(c[1].change, LWI_CHANGE_BETTER);
    assert_int_equal(c[1].events, 1201);
    assert_int_equal(c[1].newest_count, LWI_CHANGE_EVENTS);
    assert_string_equal(c[2].camera_id, "odd");
    assert_int_equal(c[2].change, LWI_CHANGE_PASSED);
    assert_int_equal(c[2].events, 1300);
    assert_int_equal(c[2].newest[0].ended_ns, 2301);
    free(c);
    assert_int_equal(lwi_store_changes(f->store, 1000, "[\"odd\"]", &c, &count, &error), 0);
    assert_int_equal(count, 1);
    assert_string_equal(c[0].camera_id, "odd");
    free(c);
}

static void test_baseline_pictures(void **state)
{
    struct fixture *f = *state;
    static const uint8_t jpeg[] = {0xff, 0xd8, 0xff, 0xd9, 1};
    struct lwi_baseline_picture list[LW_BASELINES_MAX];
    struct lwi_baseline_picture p = {LW_LIGHT_DAY, 0, 100};
    struct lw_error error;
    uint8_t *data;
    size_t size, count;
    assert_int_equal(lwi_store_baseline_picture_put(f->store, "a", &p, jpeg, 5, &error), -ENOENT);
    assert_int_equal(lwi_store_camera_put(f->store, "a", "{}", NULL, &error), 0);
    assert_int_equal(lwi_store_baseline_picture_list(f->store, "a", list, &count, &error), 0);
    assert_int_equal(count, 0);
    /* More than are kept: the oldest are gone. */
    for (unsigned i = 0; i < LW_BASELINES_MAX + 3; i++) {
        p = (struct lwi_baseline_picture){1 + (int) (i % 3), i / 3, 100 + i};
        assert_int_equal(lwi_store_baseline_picture_put(f->store, "a", &p, jpeg, 5, &error), 0);
    }
    assert_int_equal(lwi_store_baseline_picture_list(f->store, "a", list, &count, &error), 0);
    assert_int_equal(count, LW_BASELINES_MAX);
    assert_int_equal(list[0].time_ns, 100 + LW_BASELINES_MAX + 2);
    assert_int_equal(list[count - 1].time_ns, 103);
    assert_int_equal(
        lwi_store_baseline_picture_get(f->store, "a", LW_LIGHT_DAY, 0, &data, &size, &error),
        -ENOENT);
    reopen(f);
    assert_int_equal(
        lwi_store_baseline_picture_get(f->store, "a", LW_LIGHT_LAMPS, 1, &data, &size, &error), 0);
    assert_int_equal(size, 5);
    free(data);
    assert_int_equal(findings(f), 0);

    assert_int_equal(lwi_store_baseline_picture_delete(f->store, "a", LW_LIGHT_NIGHT, 1, NULL), 0);
    assert_int_equal(lwi_store_baseline_picture_list(f->store, "a", list, &count, &error), 0);
    assert_int_equal(count, LW_BASELINES_MAX - 1);
    assert_int_equal(lwi_store_baseline_picture_delete(f->store, "a", 0, 2, NULL), 0);
    assert_int_equal(lwi_store_baseline_picture_list(f->store, "a", list, &count, &error), 0);
    assert_int_equal(count, LW_BASELINES_MAX - 4);
    assert_int_equal(lwi_store_baseline_delete(f->store, "a", &error), 0);
    assert_int_equal(lwi_store_baseline_picture_list(f->store, "a", list, &count, &error), 0);
    assert_int_equal(count, 0);
    /* With the camera. */
    assert_int_equal(lwi_store_baseline_picture_put(f->store, "a", &p, jpeg, 5, &error), 0);
    assert_int_equal(lwi_store_camera_delete(f->store, "a", &error), 0);
    assert_int_equal(lwi_store_camera_put(f->store, "a", "{}", NULL, &error), 0);
    assert_int_equal(lwi_store_baseline_picture_list(f->store, "a", list, &count, &error), 0);
    assert_int_equal(count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_walk, setup, teardown),
        cmocka_unit_test_setup_teardown(test_chart_of_hours, setup, teardown),
        cmocka_unit_test_setup_teardown(test_chart_of_measures, setup, teardown),
        cmocka_unit_test_setup_teardown(test_hours_are_removed, setup, teardown),
        cmocka_unit_test_setup_teardown(test_changes, setup, teardown),
        cmocka_unit_test_setup_teardown(test_baseline_pictures, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
