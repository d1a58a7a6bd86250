/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The store: what is written is read, limits hold, damage is told, a kill loses nothing. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/clock.h"
#include "store/internal.h"
#include "store/store.h"
#include "store/upgrade.h"

#define S LWI_NS_PER_S

struct fixture {
    char dir[64];
    struct lwi_store *store;
};

static const uint8_t jpeg[] = {0xff, 0xd8, 0xff, 0xd9, 1, 2, 3};
static const uint8_t jpeg2[] = {0xff, 0xd8, 0xff, 0xd9, 4, 5};

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

static struct lwi_event make_event(const char *camera, const char *condition, int64_t start_ns)
{
    struct lwi_event e = {.started_ns = start_ns,
                          .confirmed_ns = start_ns + 10 * S,
                          .refreshed_ns = start_ns + 10 * S,
                          .score = 0.5,
                          .reason = "edges are wide"};
    (void) snprintf(e.camera_id, sizeof(e.camera_id), "%s", camera);
    (void) snprintf(e.condition, sizeof(e.condition), "%s", condition);
    return e;
}

static void exec_raw(struct fixture *f, const char *sql)
{
    char path[128];
    (void) snprintf(path, sizeof(path), "%s/lenswatch.db", f->dir);
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    char *message = NULL;
    if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK)
        fail_msg("%s: %s", sql, message);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void test_cameras(void **state)
{
    struct fixture *f = *state;
    struct lw_error error;
    struct lwi_store_camera *cameras;
    size_t count;
    assert_int_equal(lwi_store_camera_put(f->store, "yard", "{\"a\":1}", "s3cret-word", &error), 0);
    assert_int_equal(lwi_store_camera_put(f->store, "door", "{}", NULL, &error), 0);
    assert_int_equal(lwi_store_camera_put(f->store, "door", "{\"b\":2}", "", &error), 0);
    reopen(f);
    assert_int_equal(lwi_store_camera_list(f->store, &cameras, &count, &error), 0);
    assert_int_equal(count, 2);
    assert_string_equal(cameras[0].id, "door");
    assert_string_equal(cameras[0].settings_json, "{\"b\":2}");
    assert_null(cameras[0].password);
    assert_string_equal(cameras[1].password, "s3cret-word");
    lwi_store_camera_list_free(cameras, count);

    assert_int_equal(lwi_store_camera_put(f->store, "Not an id", "{}", NULL, &error), -EINVAL);
    assert_int_equal(lwi_store_camera_put(f->store, "x", "no json", NULL, &error), -EINVAL);
    assert_int_equal(lwi_store_camera_delete(f->store, "none", &error), -ENOENT);
    assert_string_equal(error.message, "there is no camera 'none'");
    assert_int_equal(lwi_store_camera_delete(f->store, "door", &error), 0);
    assert_int_equal(findings(f), 0);
}

/* The password is nowhere in the files, and without the key the camera is still there. */
static void test_password_is_sealed(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(lwi_store_camera_put(f->store, "yard", "{}", "s3cret-word", NULL), 0);
    lwi_store_close(&f->store);
    static const char *const names[] = {"lenswatch.db", "secret.key"};
    char path[128];
    for (size_t i = 0; i < 2; i++) {
        (void) snprintf(path, sizeof(path), "%s/%s", f->dir, names[i]);
        struct stat info;
        assert_int_equal(stat(path, &info), 0);
        assert_int_equal(info.st_mode & 077, 0);
        FILE *file = fopen(path, "rb");
        char *data = malloc((size_t) info.st_size);
        assert_int_equal(fread(data, 1, (size_t) info.st_size, file), info.st_size);
        assert_null(memmem(data, (size_t) info.st_size, "s3cret-word", 11));
        free(data);
        (void) fclose(file);
    }
    assert_int_equal(findings(f), 0);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(findings(f), 1);
    assert_int_equal(lwi_store_open(&f->store, f->dir, NULL, NULL), 0);
    struct lwi_store_camera *cameras;
    size_t count;
    assert_int_equal(lwi_store_camera_list(f->store, &cameras, &count, NULL), 0);
    assert_int_equal(count, 1);
    assert_null(cameras[0].password);
    lwi_store_camera_list_free(cameras, count);
}

static void test_bad_key_is_refused(void **state)
{
    struct fixture *f = *state;
    lwi_store_close(&f->store);
    char path[128];
    (void) snprintf(path, sizeof(path), "%s/secret.key", f->dir);
    FILE *file = fopen(path, "w");
    (void) fputs("abc\n", file);
    (void) fclose(file);
    struct lw_error error = {0};
    assert_int_equal(lwi_store_open(&f->store, f->dir, NULL, &error), -EBADMSG);
    assert_non_null(strstr(error.message, "secret.key"));
    assert_true(error.hint[0] != '\0');
}

static void test_event_life(void **state)
{
    struct fixture *f = *state;
    struct lw_error error;
    assert_int_equal(lwi_store_camera_put(f->store, "yard", "{}", NULL, &error), 0);
    struct lwi_event e = make_event("yard", "defocus", 1000 * S);
    struct lwi_event_pictures pictures = {.start = jpeg,
                                          .start_size = sizeof(jpeg),
                                          .reference = jpeg2,
                                          .reference_size = sizeof(jpeg2)};
    assert_int_equal(lwi_store_event_start(f->store, &e, &pictures, &error), 0);
    assert_true(e.id > 0);

    struct lwi_event second = make_event("yard", "defocus", 1000 * S);
    assert_int_equal(lwi_store_event_start(f->store, &second, NULL, &error), -EEXIST);
    struct lwi_event nobody = make_event("nobody", "defocus", 1000 * S);
    assert_int_equal(lwi_store_event_start(f->store, &nobody, NULL, &error), -ENOENT);

    assert_int_equal(lwi_store_event_refresh(f->store, e.id, 1100 * S, 0.9, &error), 0);
    assert_int_equal(lwi_store_event_refresh(f->store, e.id, 1050 * S, 0.2, &error), 0);
    struct lwi_event got;
    assert_int_equal(lwi_store_event_get(f->store, e.id, &got, &error), 0);
    assert_int_equal(got.refreshed_ns, 1100 * S);
    assert_true(got.score == 0.9);
    assert_int_equal(got.ended_ns, 0);
    assert_string_equal(got.camera_id, "yard");
    assert_string_equal(got.reason, "edges are wide");
    assert_int_equal(got.pictures, LWI_PICTURE_START | LWI_PICTURE_REFERENCE);

    /* The clock went back meanwhile: the end is not before the start. */
    struct lwi_event_pictures end = {.end = jpeg2, .end_size = sizeof(jpeg2)};
    assert_int_equal(lwi_store_event_end(f->store, e.id, 5 * S, "cleared", &end, &error), 0);
    assert_int_equal(lwi_store_event_get(f->store, e.id, &got, &error), 0);
    assert_int_equal(got.ended_ns, got.started_ns);
    assert_string_equal(got.end_reason, "cleared");
    assert_int_equal(got.pictures, LWI_PICTURE_START | LWI_PICTURE_REFERENCE | LWI_PICTURE_END);
    assert_int_equal(lwi_store_event_end(f->store, e.id, 5 * S, "cleared", NULL, &error), -ENOENT);
    assert_int_equal(lwi_store_event_refresh(f->store, e.id, 5 * S, 1, &error), -ENOENT);

    uint8_t *data;
    size_t size;
    static const struct {
        const char *which;
        const uint8_t *data;
        size_t size;
    } expected[] = {{"start", jpeg, sizeof(jpeg)},
                    {"reference", jpeg2, sizeof(jpeg2)},
                    {"end", jpeg2, sizeof(jpeg2)}};
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(
            lwi_store_event_picture(f->store, e.id, expected[i].which, &data, &size, &error), 0);
        assert_int_equal(size, expected[i].size);
        assert_memory_equal(data, expected[i].data, size);
        free(data);
    }
    assert_int_equal(lwi_store_event_picture(f->store, e.id, "other", &data, &size, &error),
                     -ENOENT);
    assert_int_equal(lwi_store_event_get(f->store, 999, &got, &error), -ENOENT);
    assert_int_equal(findings(f), 0);
}

static void test_event_list(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(lwi_store_camera_put(f->store, "a", "{}", NULL, NULL), 0);
    assert_int_equal(lwi_store_camera_put(f->store, "b", "{}", NULL, NULL), 0);
    for (int i = 0; i < 10; i++) {
        struct lwi_event e =
            make_event(i % 2 ? "a" : "b", i < 6 ? "defocus" : "signal_lost", (1000 + 100 * i) * S);
        assert_int_equal(lwi_store_event_start(f->store, &e, NULL, NULL), 0);
        if (i < 8)
            assert_int_equal(
                lwi_store_event_end(f->store, e.id, e.started_ns + 50 * S, "cleared", NULL, NULL),
                0);
    }
    const struct {
        struct lwi_event_query query;
        size_t count;
    } rows[] = {
        {{.limit = 100}, 10},
        {{.limit = 3}, 3},
        {{.limit = 100, .camera_id = "a"}, 5},
        {{.limit = 100, .camera_id = "c"}, 0},
        {{.limit = 100, .condition = "signal_lost"}, 4},
        {{.limit = 100, .state = 1}, 2},
        {{.limit = 100, .state = 2}, 8},
        {{.limit = 100, .before_id = 4}, 3},
        {{.limit = 100, .from_ns = 1150 * S}, 9}, /* touches the second's end */
        {{.limit = 100, .from_ns = 1151 * S}, 8},
        {{.limit = 100, .from_ns = 9000 * S}, 2}, /* open ones last for ever */
        {{.limit = 100, .to_ns = 1100 * S}, 2},
        {{.limit = 100, .from_ns = 1120 * S, .to_ns = 1130 * S}, 1},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct lwi_event *events;
        size_t count;
        assert_int_equal(lwi_store_event_list(f->store, &rows[i].query, &events, &count, NULL), 0);
        if (count != rows[i].count)
            fail_msg("row %zu: %zu events", i, count);
        for (size_t k = 1; k < count; k++)
            assert_true(events[k].id < events[k - 1].id);
        free(events);
    }
}

/* Measurements are written within a second or two, and all at the close. */
static void test_measurements(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(lwi_store_camera_put(f->store, "a", "{}", NULL, NULL), 0);
    for (int i = 0; i < 1000; i++) {
        struct lwi_measurement m = {.time_ns = (10000 + i) * S,
                                    .verdict = i == 500 ? 2 : 1,
                                    .blur_probability = i % 2 ? 0.25 : -1,
                                    .sharpness = 0.5,
                                    .brightness = 100};
        lwi_store_measurement_add(f->store, "a", &m);
        lwi_store_measurement_add(f->store, "nobody", &m);
    }
    reopen(f);
    struct lwi_chart_query all = {.camera_id = "a", .limit = 5000, .condition = -1};
    struct lwi_chart_point *rows;
    size_t count;
    assert_int_equal(lwi_store_chart(f->store, &all, &rows, &count, NULL), 0);
    assert_int_equal(count, 1000);
    assert_int_equal(rows[0].time_ns, 10000 * S);
    assert_int_equal(rows[999].time_ns, 10999 * S);
    assert_true(rows[0].blur_probability.mean < 0);
    assert_true(rows[1].blur_probability.mean == 0.25);
    assert_true(rows[1].sharpness.min == 0.5 && rows[1].brightness.max == 100);
    free(rows);
    all.from_ns = 10100 * S;
    all.to_ns = 10109 * S;
    assert_int_equal(lwi_store_chart(f->store, &all, &rows, &count, NULL), 0);
    assert_int_equal(count, 10);
    free(rows);
    /* Thinned out: no more than asked for, in order, the one BLURRY is still seen. */
    all = (struct lwi_chart_query){.camera_id = "a", .limit = 64, .condition = -1};
    assert_int_equal(lwi_store_chart(f->store, &all, &rows, &count, NULL), 0);
    assert_in_range(count, 32, 64);
    int blurry = 0;
    int64_t pictures = 0;
    for (size_t i = 0; i < count; i++) {
        blurry += rows[i].verdict == 2;
        pictures += rows[i].pictures;
        assert_true(i == 0 || rows[i].time_ns > rows[i - 1].time_ns);
    }
    assert_int_equal(blurry, 1);
    assert_int_equal(pictures, 1000);
    free(rows);
    all.from_ns = 5 * S;
    all.to_ns = 6 * S;
    assert_int_equal(lwi_store_chart(f->store, &all, &rows, &count, NULL), 0);
    assert_int_equal(count, 0);
    free(rows);
    all.camera_id = "c";
    assert_int_equal(lwi_store_chart(f->store, &all, &rows, &count, NULL), -ENOENT);
    assert_int_equal(findings(f), 0);
}

static void test_measurements_are_bounded(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(lwi_store_camera_put(f->store, "a", "{}", NULL, NULL), 0);
    /* Another program holds the database locked: nothing can be written meanwhile. */
    char path[128];
    (void) snprintf(path, sizeof(path), "%s/lenswatch.db", f->dir);
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "begin immediate", NULL, NULL, NULL), SQLITE_OK);
    struct lwi_measurement m = {.verdict = 1};
    for (int i = 0; i < 3 * LWI_STORE_WAITING; i++) {
        m.time_ns = i;
        lwi_store_measurement_add(f->store, "a", &m);
    }
    struct lwi_store_stats stats;
    lwi_store_stats(f->store, &stats);
    assert_true(stats.measurements_dropped >= LWI_STORE_WAITING);
    assert_int_equal(sqlite3_exec(db, "rollback", NULL, NULL, NULL), SQLITE_OK);
    (void) sqlite3_close(db);
    assert_int_equal(stats.version, lwi_upgrade_target(lwi_store_steps));
    assert_true(stats.bytes > 0);
}

static void test_reference(void **state)
{
    struct fixture *f = *state;
    int64_t time_ns;
    uint8_t *data;
    size_t size;
    assert_int_equal(lwi_store_camera_put(f->store, "a", "{}", NULL, NULL), 0);
    assert_int_equal(lwi_store_reference_get(f->store, "a", &time_ns, &data, &size, NULL), -ENOENT);
    assert_int_equal(lwi_store_reference_put(f->store, "a", 7, jpeg, sizeof(jpeg), NULL), 0);
    assert_int_equal(lwi_store_reference_put(f->store, "a", 8, jpeg2, sizeof(jpeg2), NULL), 0);
    assert_int_equal(lwi_store_reference_put(f->store, "z", 8, jpeg2, sizeof(jpeg2), NULL),
                     -ENOENT);
    assert_int_equal(lwi_store_reference_get(f->store, "a", &time_ns, &data, &size, NULL), 0);
    assert_int_equal(time_ns, 8);
    assert_int_equal(size, sizeof(jpeg2));
    assert_memory_equal(data, jpeg2, size);
    free(data);
}

static void test_second_daemon_is_refused(void **state)
{
    struct fixture *f = *state;
    struct lwi_store *second = NULL;
    struct lw_error error;
    assert_int_equal(lwi_store_open(&second, f->dir, NULL, &error), -EBUSY);
    assert_non_null(strstr(error.hint, "--data"));
    assert_null(second);
}

static void write_file(struct fixture *f, const char *text, size_t size, long offset)
{
    char path[128];
    (void) snprintf(path, sizeof(path), "%s/lenswatch.db", f->dir);
    int fd = open(path, O_WRONLY);
    assert_true(fd >= 0);
    assert_int_equal(pwrite(fd, text, size, offset), size);
    (void) close(fd);
}

static void test_damage_is_told(void **state)
{
    struct fixture *f = *state;
    struct lw_error error = {0};
    char junk[4096];
    memset(junk, 0x5a, sizeof(junk));
    assert_int_equal(lwi_store_camera_put(f->store, "a", "{}", NULL, NULL), 0);
    lwi_store_close(&f->store);
    write_file(f, junk, sizeof(junk), 8 * 4096);
    assert_true(findings(f) > 0);
    write_file(f, junk, 100, 0);
    assert_int_equal(findings(f), 1);
    assert_int_equal(lwi_store_open(&f->store, f->dir, NULL, &error), -EBADMSG);
    assert_true(error.hint[0] != '\0');
    assert_null(f->store);
}

static void test_check_finds_broken_invariants(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(lwi_store_camera_put(f->store, "a", "{}", "pw", NULL), 0);
    struct lwi_event e = make_event("a", "defocus", 1000 * S);
    struct lwi_event_pictures pictures = {.start = jpeg, .start_size = sizeof(jpeg)};
    assert_int_equal(lwi_store_event_start(f->store, &e, &pictures, NULL), 0);
    assert_int_equal(findings(f), 0);
    exec_raw(f, "pragma foreign_keys = off; pragma ignore_check_constraints = on;"
                "delete from picture;"
                "insert into event values (50, 1, 'x', 10, 10, 10, 5, 0.5, '', 'cleared', '', '');"
                "insert into event values (51, 99, 'y', 10, 10, 10, 50, 0.5, '', 'cleared', '',"
                " '');");
    /* No picture of an open defocus; an end before its start, found by SQLite's integrity check
     * as well; a camera that is not there. */
    assert_true(findings(f) >= 2);
}

static void test_newer_and_foreign_are_refused(void **state)
{
    struct fixture *f = *state;
    struct lw_error error = {0};
    lwi_store_close(&f->store);
    exec_raw(f, "insert into version select max(version) + 1, 0, '9.0' from version");
    assert_int_equal(lwi_store_open(&f->store, f->dir, NULL, &error), -ENOTSUP);
    assert_int_equal(lwi_store_check(f->dir, count_finding, NULL, &error), -ENOTSUP);
    exec_raw(f, "delete from version where program = '9.0'; pragma application_id = 7");
    assert_int_equal(lwi_store_open(&f->store, f->dir, NULL, &error), -EBADMSG);
    assert_non_null(strstr(error.message, "another program"));
}

/* Runs upkeep until there is nothing left to do. The writer thread is stopped: its part is ours. */
static void upkeep(struct fixture *f, int64_t monotonic_ns, int64_t realtime_ns)
{
    int pieces = 0;
    while (lwi_upkeep_run(f->store, monotonic_ns, realtime_ns) && ++pieces < 100)
        ;
}

static int64_t count_of(struct fixture *f, const char *sql)
{
    int64_t value;
    assert_int_equal(lwi_db_integer(f->store->db, &value, NULL, sql), 0);
    return value;
}

static void test_retention(void **state)
{
    struct fixture *f = *state;
    const int64_t now = INT64_C(2000000000) * S;
    const int64_t day = 86400 * S;
    assert_int_equal(lwi_store_camera_put(f->store, "a", "{}", NULL, NULL), 0);
    assert_int_equal(lwi_store_camera_put(f->store, "gone", "{}", NULL, NULL), 0);
    for (int i = 0; i < 60; i++) {
        struct lwi_measurement m = {.time_ns = now - i * day, .verdict = 1};
        lwi_store_measurement_add(f->store, "a", &m);
        lwi_store_measurement_add(f->store, "gone", &m);
    }
    for (int i = 0; i < 10; i++) {
        struct lwi_event e = make_event("a", "defocus", 1000 * S + i);
        struct lwi_event_pictures p = {.start = jpeg, .start_size = sizeof(jpeg)};
        assert_int_equal(lwi_store_event_start(f->store, &e, &p, NULL), 0);
        if (i < 9)
            assert_int_equal(
                lwi_store_event_end(f->store, e.id, e.started_ns, "cleared", NULL, NULL), 0);
    }
    lwi_writer_stop(f->store);
    assert_int_equal(count_of(f, "select count(*) from measurement"), 120);
    assert_int_equal(lwi_db_exec(f->store->db, "delete from camera where id = 'gone'", NULL), 0);
    f->store->limits.events = 6;
    f->store->limits.picture_bytes = 3 * sizeof(jpeg);
    f->store->jump_monotonic_ns = 0;
    f->store->offset_ns = now;

    /* Half an hour after the start nothing goes by age, the rest does. */
    upkeep(f, 1800 * S, now + 1800 * S);
    assert_int_equal(count_of(f, "select count(*) from measurement"), 60);
    assert_int_equal(count_of(f, "select count(*) from event"), 7);
    assert_int_equal(count_of(f, "select count(*) from picture"), 4);
    assert_int_equal(count_of(f, "select count(*) from picture p join event e on e.id = p.event_id"
                                 " where ended_ns is null"),
                     1);
    /* The clock jumps ten years ahead: nothing is thrown away. */
    upkeep(f, 3700 * S, now + 3650 * day);
    assert_int_equal(count_of(f, "select count(*) from measurement"), 60);
    /* It is back, and has run for an hour. */
    upkeep(f, 3800 * S, now + 3800 * S);
    upkeep(f, 7500 * S, now + 7500 * S);
    assert_int_equal(count_of(f, "select count(*) from measurement"), 30);
    /* By size: an hour at a time, the oldest first, by no clock. */
    f->store->limits.used_bytes = 1;
    upkeep(f, 7600 * S, now + 7600 * S);
    assert_int_equal(count_of(f, "select count(*) from measurement"), 29);
    assert_int_equal(count_of(f, "select count(*) from event"), 7);
    /* By age: pictures before their events, and never of an open one. */
    f->store->limits.picture_age_s = 3600;
    upkeep(f, 7700 * S, now + 7700 * S);
    assert_int_equal(count_of(f, "select count(*) from picture"), 1);
    assert_int_equal(count_of(f, "select count(*) from event"), 7);
    f->store->limits.event_age_s = 3600;
    upkeep(f, 7800 * S, now + 7800 * S);
    assert_int_equal(count_of(f, "select count(*) from event"), 1);
}

/* A full disk: what cannot be stored is an error, nothing is torn, and it goes on. */
static int set_max_pages(struct lwi_store *store, sqlite3 *db, void *argument, struct lw_error *e)
{
    (void) store;
    return lwi_db_exec(db, argument, e);
}

static void test_full_disk(void **state)
{
    struct fixture *f = *state;
    struct lw_error error;
    static uint8_t big[1 << 20] = {0xff, 0xd8};
    assert_int_equal(lwi_store_camera_put(f->store, "a", "{}", NULL, NULL), 0);
    assert_int_equal(
        lwi_writer_call(f->store, set_max_pages, (void *) "pragma max_page_count = 60", &error), 0);
    struct lwi_event e = make_event("a", "defocus", 1000 * S);
    struct lwi_event_pictures p = {.start = big, .start_size = sizeof(big)};
    assert_int_equal(lwi_store_event_start(f->store, &e, &p, &error), -ENOSPC);
    assert_int_equal(e.id, 0);
    assert_non_null(strstr(error.hint, "space"));
    struct lwi_event *events;
    size_t count;
    struct lwi_event_query query = {.limit = 10};
    assert_int_equal(lwi_store_event_list(f->store, &query, &events, &count, NULL), 0);
    assert_int_equal(count, 0);
    free(events);
    assert_int_equal(
        lwi_writer_call(f->store, set_max_pages, (void *) "pragma max_page_count = 60000", &error),
        0);
    assert_int_equal(lwi_store_event_start(f->store, &e, &p, &error), 0);
    assert_int_equal(findings(f), 0);
}

/* The child stores events and says so through the pipe; it is killed at some moment. Whatever it
 * said is there afterwards, whole, and at most one more. */
static void store_for_ever(const char *dir, int out)
{
    struct lwi_store *store;
    if (lwi_store_open(&store, dir, NULL, NULL) < 0)
        _exit(1);
    (void) lwi_store_camera_put(store, "a", "{}", NULL, NULL);
    static uint8_t picture[20000] = {0xff, 0xd8};
    for (;;) {
        struct lwi_event e = make_event("a", "defocus", 1000 * S);
        struct lwi_event_pictures p = {.start = picture, .start_size = sizeof(picture)};
        struct lwi_measurement m = {.verdict = 1};
        m.time_ns = lwi_clock_realtime(&lwi_clock_system);
        lwi_store_measurement_add(store, "a", &m);
        if (lwi_store_event_start(store, &e, &p, NULL) < 0 ||
            write(out, &e.id, sizeof(e.id)) != sizeof(e.id) ||
            lwi_store_event_end(store, e.id, 1010 * S, "cleared", NULL, NULL) < 0)
            _exit(1);
        e.id = -e.id;
        if (write(out, &e.id, sizeof(e.id)) != sizeof(e.id))
            _exit(1);
    }
}

static void check_after_kill(struct fixture *f, int64_t started, int64_t ended)
{
    assert_int_equal(findings(f), 0);
    assert_int_equal(lwi_store_open(&f->store, f->dir, NULL, NULL), 0);
    for (int64_t id = 1; id <= started; id++) {
        struct lwi_event e;
        uint8_t *data;
        size_t size;
        assert_int_equal(lwi_store_event_get(f->store, id, &e, NULL), 0);
        assert_true(id > ended || e.ended_ns == 1010 * S);
        assert_int_equal(lwi_store_event_picture(f->store, id, "start", &data, &size, NULL), 0);
        assert_int_equal(size, 20000);
        free(data);
    }
    /* Leave none open for the next round. */
    struct lwi_event *open_events;
    size_t count;
    struct lwi_event_query query = {.state = 1, .limit = 10};
    assert_int_equal(lwi_store_event_list(f->store, &query, &open_events, &count, NULL), 0);
    assert_true(count <= 1);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(
            lwi_store_event_end(f->store, open_events[i].id, 1010 * S, "restart", NULL, NULL), 0);
    free(open_events);
    lwi_store_close(&f->store);
}

static void test_kill_loses_nothing(void **state)
{
    struct fixture *f = *state;
    lwi_store_close(&f->store);
    int64_t started = 0, ended = 0;
    for (int round = 0; round < 8; round++) {
        int fds[2];
        assert_int_equal(pipe(fds), 0);
        pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0) {
            (void) close(fds[0]);
            store_for_ever(f->dir, fds[1]);
        }
        (void) close(fds[1]);
        /* Some events, then an odd moment. */
        int64_t id;
        for (int i = 0; i < 3 + 5 * round; i++) {
            assert_int_equal(read(fds[0], &id, sizeof(id)), sizeof(id));
            started = id > started ? id : started;
            ended = -id > ended ? -id : ended;
        }
        struct timespec odd = {.tv_nsec = 37000L * (round * 7919 % 101)};
        (void) nanosleep(&odd, NULL);
        assert_int_equal(kill(child, SIGKILL), 0);
        assert_int_equal(waitpid(child, NULL, 0), child);
        while (read(fds[0], &id, sizeof(id)) == sizeof(id)) {
            started = id > started ? id : started;
            ended = -id > ended ? -id : ended;
        }
        (void) close(fds[0]);
        check_after_kill(f, started, ended);
    }
    assert_true(ended > 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_cameras, setup, teardown),
        cmocka_unit_test_setup_teardown(test_password_is_sealed, setup, teardown),
        cmocka_unit_test_setup_teardown(test_bad_key_is_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(test_event_life, setup, teardown),
        cmocka_unit_test_setup_teardown(test_event_list, setup, teardown),
        cmocka_unit_test_setup_teardown(test_measurements, setup, teardown),
        cmocka_unit_test_setup_teardown(test_measurements_are_bounded, setup, teardown),
        cmocka_unit_test_setup_teardown(test_reference, setup, teardown),
        cmocka_unit_test_setup_teardown(test_second_daemon_is_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(test_damage_is_told, setup, teardown),
        cmocka_unit_test_setup_teardown(test_check_finds_broken_invariants, setup, teardown),
        cmocka_unit_test_setup_teardown(test_newer_and_foreign_are_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(test_retention, setup, teardown),
        cmocka_unit_test_setup_teardown(test_full_disk, setup, teardown),
        cmocka_unit_test_setup_teardown(test_kill_loses_nothing, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
