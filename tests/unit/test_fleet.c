/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The fleet, whole: streams that fail, events that last, a disk that is full. */
#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "camera/events.h"
#include "camera/notices.h"
#include "fleet_world.h"
#include "store/internal.h"

static void test_defocus_from_begin_to_end(void **state)
{
    struct fixture *f = *state;
    world_add_camera(f, "a", 0);
    WAIT_FOR(f, world_status_of(f, "a").frames_assessed > 3, 0.1);
    struct lwi_camera_status s = world_status_of(f, "a");
    assert_int_equal(s.state, LWI_CAMERA_WATCHING);
    assert_int_equal(s.verdict, LW_VERDICT_CLEAR);
    assert_int_equal(s.width, 160);
    assert_true(s.sharpness > 0.7);
    assert_true(s.brightness == 10);
    assert_string_equal(s.config.password, "*"); /* that there is one, and no more */
    assert_int_equal(s.open_event_id, 0);

    world_mode(f, 0, BLURRED);
    WAIT_FOR(f, world_status_of(f, "a").open_event_id > 0, 0.5);
    s = world_status_of(f, "a");
    assert_string_equal(s.open_condition, "defocus");
    assert_true(s.sharpness < 0.3);
    struct lwi_event e = world_newest_event(f);
    assert_int_equal(e.id, s.open_event_id);
    assert_true(e.confirmed_ns - e.started_ns >= 20 * LWI_NS_PER_S);
    assert_true(e.score == 0.98);
    assert_string_equal(e.reason, "no edge");
    assert_true(world_has_picture(f, e.id, "start"));
    assert_true(world_has_picture(f, e.id, "reference"));
    assert_false(world_has_picture(f, e.id, "end"));

    world_mode(f, 0, DARK); /* holds it */
    WAIT_FOR(f, world_status_of(f, "a").verdict == LW_VERDICT_NOT_ASSESSABLE, 0.5);
    uint64_t assessed = world_status_of(f, "a").frames_assessed;
    WAIT_FOR(f, world_status_of(f, "a").frames_assessed > assessed + 50, 1);
    assert_int_equal(world_events_of(f, "a", "defocus", 1), 1);

    world_mode(f, 0, SHARP);
    WAIT_FOR(f, world_status_of(f, "a").open_event_id == 0, 0.5);
    e = world_newest_event(f);
    assert_string_equal(e.end_reason, "cleared");
    assert_true(e.ended_ns > e.confirmed_ns);
    assert_true(world_has_picture(f, e.id, "end"));
    assert_int_equal(world_events_of(f, "a", NULL, 0), 1);
}

static void test_lost_and_found(void **state)
{
    struct fixture *f = *state;
    world_add_camera(f, "a", 1);
    WAIT_FOR(f, world_is_watching(f, "a"), 0.1);
    world_mode(f, 1, GONE);
    WAIT_FOR(f, world_status_of(f, "a").state == LWI_CAMERA_LOST, 0.1);
    WAIT_FOR(f, strcmp(world_status_of(f, "a").state_reason, "nobody there") == 0, 1);
    assert_string_equal(world_status_of(f, "a").state_hint, "Is it plugged in?");
    assert_int_equal(world_status_of(f, "a").verdict, LW_VERDICT_NOT_ASSESSABLE);
    WAIT_FOR(f, world_status_of(f, "a").open_event_id > 0, 1);
    assert_string_equal(world_status_of(f, "a").open_condition, "signal_lost");
    struct lwi_event e = world_newest_event(f);
    assert_true(world_has_picture(f, e.id, "start")); /* the last before */
    assert_true(world_has_picture(f, e.id, "reference"));
    int opens = atomic_load(&f->world.opens[1]);
    WAIT_FOR(f, atomic_load(&f->world.opens[1]) > opens + 2, 10); /* for ever */
    world_mode(f, 1, SHARP);
    WAIT_FOR(f, world_is_watching(f, "a"), 10);
    assert_string_equal(world_status_of(f, "a").state_reason, "");
    WAIT_FOR(f, world_status_of(f, "a").open_event_id == 0, 1);
    assert_int_equal(world_events_of(f, "a", "signal_lost", 2), 1);
    assert_int_equal(world_events_of(f, "a", "defocus", 0), 0);

    world_mode(f, 1, SILENT);
    WAIT_FOR(f, world_status_of(f, "a").state == LWI_CAMERA_LOST, 0.1);
    assert_non_null(strstr(world_status_of(f, "a").state_reason, "nothing was heard"));
}

/* A wrong password is sent rarely, lest the account be locked; and by one camera of the host. */
static void test_refused_is_not_hammered(void **state)
{
    struct fixture *f = *state;
    world_mode(f, 2, REFUSED);
    world_add_camera(f, "a", 2);
    WAIT_FOR(f, world_status_of(f, "a").state == LWI_CAMERA_LOST, 0.1);
    struct lwi_camera_status s = world_status_of(f, "a");
    assert_true(s.wrong_password);
    assert_true(s.retry_ns - s.state_since_ns >= 1790 * LWI_NS_PER_S);
    world_mode(f, 4, REFUSED);
    world_add_camera(f, "b", 4);
    WAIT_FOR(f, world_status_of(f, "b").state == LWI_CAMERA_LOST, 0.1);
    assert_true(world_status_of(f, "b").wrong_password);
    assert_int_equal(atomic_load(&f->world.opens[4]), 0);
    /* After 0.5, 1.5, 3.5, 7.5 hours, by either of them. */
    for (int i = 0; i < 100; i++) {
        (void) atomic_fetch_add(&f->world.offset_ns, 360 * LWI_NS_PER_S);
        world_nap_ms(20);
    }
    const int opens = atomic_load(&f->world.opens[2]) + atomic_load(&f->world.opens[4]);
    assert_in_range(opens, 1, 6);
    /* Another password is tried at once. */
    struct lwi_camera_config config;
    assert_int_equal(lwi_fleet_camera_config(f->fleet, "a", &config), 0);
    assert_string_equal(config.password, "pw");
    (void) snprintf(config.password, sizeof(config.password), "right");
    world_mode(f, 2, SHARP);
    const int before = atomic_load(&f->world.opens[2]);
    assert_int_equal(lwi_fleet_camera_set(f->fleet, &config, NULL), 0);
    WAIT_FOR(f, world_is_watching(f, "a"), 0);
    assert_int_equal(atomic_load(&f->world.opens[2]), before + 1);
    assert_false(world_status_of(f, "a").wrong_password);
}

static void test_undecodable_is_lost(void **state)
{
    struct fixture *f = *state;
    world_add_camera(f, "a", 3);
    WAIT_FOR(f, world_is_watching(f, "a"), 0.1);
    world_mode(f, 3, BROKEN);
    WAIT_FOR(f, world_status_of(f, "a").state == LWI_CAMERA_LOST, 0.5);
    assert_string_equal(world_status_of(f, "a").state_reason, "no picture can be decoded: garbage");
    assert_true(world_status_of(f, "a").frames_bad >= 3);
    world_mode(f, 6, TRASH);
    world_add_camera(f, "folder", 6);
    WAIT_FOR(f, world_status_of(f, "folder").state == LWI_CAMERA_LOST, 0.5);
    assert_string_equal(world_status_of(f, "folder").state_reason,
                        "no picture can be decoded: not a picture");
}

/* One that hangs keeps neither the others nor the close waiting. */
static void test_hung_source_blocks_nobody(void **state)
{
    struct fixture *f = *state;
    world_mode(f, 4, HUNG);
    world_add_camera(f, "hung", 4);
    world_add_camera(f, "good", 5);
    WAIT_FOR(f, world_status_of(f, "good").frames_assessed > 5, 0.1);
    assert_int_equal(world_status_of(f, "hung").state, LWI_CAMERA_CONNECTING);
    assert_int_equal(lwi_fleet_camera_remove(f->fleet, "hung", NULL), 0);
    uint64_t assessed = world_status_of(f, "good").frames_assessed;
    WAIT_FOR(f, world_status_of(f, "good").frames_assessed > assessed + 5, 0.1);
    atomic_store(&f->world.release, true);
}

static void test_disable_and_remove_end_events(void **state)
{
    struct fixture *f = *state;
    world_mode(f, 0, BLURRED);
    world_mode(f, 1, BLURRED);
    world_add_camera(f, "a", 0);
    world_add_camera(f, "b", 1);
    WAIT_FOR(f, world_status_of(f, "a").open_event_id && world_status_of(f, "b").open_event_id, 1);
    struct lwi_camera_config config;
    assert_int_equal(lwi_fleet_camera_config(f->fleet, "a", &config), 0);
    config.enabled = 0;
    assert_int_equal(lwi_fleet_camera_set(f->fleet, &config, NULL), 0);
    assert_int_equal(world_status_of(f, "a").open_event_id, 0);
    assert_int_equal(world_status_of(f, "a").state, LWI_CAMERA_DISABLED);
    assert_int_equal(world_events_of(f, "a", "defocus", 2), 1);
    world_nap_ms(300);
    assert_int_equal(world_events_of(f, "a", "defocus", 1), 0);
    config.enabled = 1;
    assert_int_equal(lwi_fleet_camera_set(f->fleet, &config, NULL), 0);
    WAIT_FOR(f, world_status_of(f, "a").open_event_id > 0, 1);

    uint64_t skipped;
    struct lwi_notice notices[512];
    size_t before = lwi_fleet_notices(f->fleet, 0, notices, 512, 0, &skipped);
    uint64_t last = before ? notices[before - 1].sequence : 0;
    assert_int_equal(lwi_fleet_camera_remove(f->fleet, "b", NULL), 0);
    assert_int_equal(lwi_fleet_camera_remove(f->fleet, "b", NULL), -ENOENT);
    int ended = 0, removed = 0;
    for (int i = 0; i < 100 && !removed; i++) {
        size_t n = lwi_fleet_notices(f->fleet, last, notices, 512, 100, &skipped);
        for (size_t k = 0; k < n; k++) {
            if (strcmp(notices[k].camera_id, "b") == 0) {
                ended |= notices[k].kind == LWI_NOTICE_EVENT_END;
                removed |= notices[k].kind == LWI_NOTICE_REMOVED;
            }
            last = notices[k].sequence;
        }
    }
    assert_true(ended && removed);
    assert_int_equal(world_events_of(f, "b", NULL, 0), 0);
    struct lwi_camera_status s;
    assert_int_equal(lwi_fleet_camera_status(f->fleet, "b", &s), -ENOENT);
}

/* The program ends while events are open, in every way that it can find the world again. */
static void test_restart_takes_events_up(void **state)
{
    struct fixture *f = *state;
    static const char *const names[] = {"still", "cured", "off"};
    for (int i = 0; i < 3; i++) {
        world_mode(f, i, BLURRED);
        world_add_camera(f, names[i], i);
    }
    for (int i = 0; i < 3; i++)
        WAIT_FOR(f, world_status_of(f, names[i]).open_event_id > 0, 1);
    int64_t still = world_status_of(f, "still").open_event_id;
    int64_t off = world_status_of(f, "off").open_event_id;
    world_close_fleet(f);

    /* As if the last one had been disabled by a program that was killed before it ended the event,
     * and an event of a condition that this program does not know. */
    assert_int_equal(lwi_store_open(&f->store, f->dir, NULL, NULL), 0);
    assert_int_equal(
        lwi_store_camera_put(f->store, "off",
                             "{\"name\":\"off\",\"url\":\"rtsp://world/2\",\"enabled\":false}",
                             NULL, NULL),
        0);
    struct lwi_event strange = {.camera_id = "still", .condition = "aliens", .started_ns = 5};
    assert_int_equal(lwi_store_event_start(f->store, &strange, NULL, NULL), 0);
    lwi_store_close(&f->store);
    world_mode(f, 1, SHARP);
    world_open_fleet(f);

    struct lwi_event e;
    assert_int_equal(world_status_of(f, "still").open_event_id, still);
    assert_int_equal(lwi_store_event_get(f->store, off, &e, NULL), 0);
    assert_string_equal(e.end_reason, "camera disabled");
    assert_int_equal(lwi_store_event_get(f->store, strange.id, &e, NULL), 0);
    assert_string_equal(e.end_reason, "restart");
    WAIT_FOR(f, world_status_of(f, "cured").open_event_id == 0, 1);
    assert_int_equal(world_status_of(f, "still").open_event_id, still);
    assert_int_equal(world_events_of(f, NULL, "defocus", 0), 3);
    assert_int_equal(world_events_of(f, NULL, NULL, 1), 1);
}

static void report_finding(void *cookie, const char *finding)
{
    (void) cookie;
    print_message("finding: %s\n", finding);
}

static int run_sql(struct lwi_store *store, sqlite3 *db, void *sql, struct lw_error *reterr)
{
    (void) store;
    return lwi_db_exec(db, sql, reterr);
}

static void sql(struct fixture *f, const char *text)
{
    assert_int_equal(lwi_writer_call(f->store, run_sql, (void *) text, NULL), 0);
}

/* The disk is full while three events begin and two end: nobody hears of them before they are
 * stored, and once there is room they are, with their pictures and in their order. */
static void test_full_disk_keeps_events(void **state)
{
    struct fixture *f = *state;
    world_add_camera(f, "a", 0);
    WAIT_FOR(f, world_is_watching(f, "a"), 0.1);
    sql(f, "create table ballast (x blob)");
    sql(f, "pragma max_page_count = 1"); /* SQLite makes it what there is */
    struct lw_error error;
    while (lwi_writer_call(f->store, run_sql, (void *) "insert into ballast values (zeroblob(500))",
                           &error) == 0)
        ;
    assert_int_equal(error.code, -ENOSPC);
    for (int i = 0; i < 3; i++) {
        world_mode(f, 0, BLURRED);
        uint64_t assessed = world_status_of(f, "a").frames_assessed;
        WAIT_FOR(f, world_status_of(f, "a").frames_assessed > assessed + 40, 1);
        assert_int_equal(world_status_of(f, "a").open_event_id, 0);
        if (i == 2)
            break;
        world_mode(f, 0, SHARP);
        assessed = world_status_of(f, "a").frames_assessed;
        WAIT_FOR(f, world_status_of(f, "a").frames_assessed > assessed + 40, 1);
    }
    assert_int_equal(world_events_of(f, "a", NULL, 0), 0);
    sql(f, "pragma max_page_count = 100000");
    WAIT_FOR(f, world_status_of(f, "a").open_event_id > 0, 1);
    assert_int_equal(world_events_of(f, "a", "defocus", 2), 2);
    assert_int_equal(world_events_of(f, "a", "defocus", 1), 1);
    for (int64_t id = 1; id <= 3; id++)
        assert_true(world_has_picture(f, id, "start") && world_has_picture(f, id, "reference"));
    assert_true(world_has_picture(f, 1, "end") && world_has_picture(f, 2, "end"));
}

/* The wall clock jumps about during an event; nothing ends before it begins. */
static void test_wall_clock_jumps(void **state)
{
    struct fixture *f = *state;
    static const long long years[] = {10, -20, 3};
    world_add_camera(f, "a", 0);
    for (int i = 0; i < 3; i++) {
        world_mode(f, 0, BLURRED);
        WAIT_FOR(f, world_status_of(f, "a").open_event_id > 0, 1);
        atomic_store(&f->world.wall_offset_ns, years[i] * 31536000 * LWI_NS_PER_S);
        world_mode(f, 0, SHARP);
        WAIT_FOR(f, world_status_of(f, "a").open_event_id == 0, 1);
        struct lwi_event e = world_newest_event(f);
        assert_true(e.ended_ns >= e.started_ns);
    }
    world_close_fleet(f);
    assert_int_equal(lwi_store_check(f->dir, report_finding, NULL, NULL), 0);
}

static void test_add_set_and_limits(void **state)
{
    struct fixture *f = *state;
    struct lwi_camera_config config;
    struct lw_error error;
    lwi_camera_config_default(&config);
    (void) snprintf(config.url, sizeof(config.url), "rtsp://world/0");
    static const char *const ids[] = {"front-door", "front-door-2", "front-door-3"};
    for (int i = 0; i < 3; i++) {
        (void) snprintf(config.name, sizeof(config.name), "Front  Door!");
        config.id[0] = '\0';
        assert_int_equal(lwi_fleet_camera_add(f->fleet, &config, &error), 0);
        assert_string_equal(config.id, ids[i]);
    }
    assert_int_equal(lwi_fleet_camera_add(f->fleet, &config, &error), -EEXIST);
    config.id[0] = '\0';
    for (int i = 3; i < 8; i++) {
        config.id[0] = '\0';
        (void) snprintf(config.name, sizeof(config.name), "%c", 'z' - i);
        assert_int_equal(lwi_fleet_camera_add(f->fleet, &config, &error), 0);
    }
    config.id[0] = '\0';
    assert_int_equal(lwi_fleet_camera_add(f->fleet, &config, &error), -ENOSPC);
    struct lwi_camera_status *statuses;
    size_t count;
    assert_int_equal(lwi_fleet_list(f->fleet, &statuses, &count), 0);
    assert_int_equal(count, 8);
    assert_string_equal(statuses[0].config.name, "Front  Door!");
    assert_string_equal(statuses[7].config.name, "w");
    free(statuses);
    (void) snprintf(config.id, sizeof(config.id), "nobody");
    assert_int_equal(lwi_fleet_camera_set(f->fleet, &config, &error), -ENOENT);
    /* A change of name goes without a new connection. */
    WAIT_FOR(f, world_is_watching(f, "w"), 0.1);
    int opens = atomic_load(&f->world.opens[0]);
    assert_int_equal(lwi_fleet_camera_config(f->fleet, "w", &config), 0);
    (void) snprintf(config.name, sizeof(config.name), "West");
    assert_int_equal(lwi_fleet_camera_set(f->fleet, &config, &error), 0);
    world_close_fleet(f);
    world_open_fleet(f);
    assert_string_equal(world_status_of(f, "w").config.name, "West");
    assert_true(opens >= 1);
}

static void set_sub(struct fixture *f, const char *id, int index)
{
    struct lwi_camera_config config;
    assert_int_equal(lwi_fleet_camera_config(f->fleet, id, &config), 0);
    config.sub_url[0] = '\0';
    if (index >= 0)
        (void) snprintf(config.sub_url, sizeof(config.sub_url), "rtsp://camera/%d", index);
    assert_int_equal(lwi_fleet_camera_set(f->fleet, &config, NULL), 0);
}

/* Opened for the first viewer, once for all of them, and not at all for the watch. */
static void test_sub_stream(void **state)
{
    struct fixture *f = *state;
    uint8_t *data;
    size_t size;
    int r;
    struct lwi_live *live = NULL, *second = NULL;
    struct lw_error error = {0};
    world_add_camera(f, "a", 0);
    WAIT_FOR(f, world_is_watching(f, "a"), 0.1);
    assert_int_equal(lwi_live_open(&live, f->fleet, "a", LWI_LIVE_SUB, 0, &error), -ENOTSUP);
    assert_non_null(strstr(error.hint, "sub_url"));
    const int opens = atomic_load(&f->world.opens[0]);
    set_sub(f, "a", 1);
    assert_int_equal(atomic_load(&f->world.opens[1]), 0);
    for (int i = 0; i < 2; i++)
        assert_int_equal(lwi_live_open(i ? &second : &live, f->fleet, "a", LWI_LIVE_SUB, 0, NULL),
                         0);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(lwi_live_read(i ? second : live, 60000, &data, &size), 0);
        free(data);
    }
    assert_int_equal(atomic_load(&f->world.opens[1]), 1);
    assert_int_equal(atomic_load(&f->world.opens[0]), opens);
    /* One that refuses says why, and is not asked again and again. */
    world_mode(f, 2, REFUSED);
    set_sub(f, "a", 2);
    while ((r = lwi_live_read(live, 60000, &data, &size)) == 0)
        free(data);
    assert_int_equal(r, -EIO);
    assert_true(world_status_of(f, "a").sub_problem[0]);
    assert_int_equal(lwi_live_read(live, 100, &data, &size), -EIO);
    assert_int_equal(atomic_load(&f->world.opens[2]), 1);
    assert_true(world_is_watching(f, "a"));
    set_sub(f, "a", -1);
    assert_int_equal(lwi_live_read(live, 60000, &data, &size), -ENODATA);
    lwi_live_close(&second);
    lwi_live_close(&live);
    assert_int_equal(atomic_load(&f->world.opens[0]), opens);
}

static void test_snapshot_and_live(void **state)
{
    struct fixture *f = *state;
    uint8_t *data;
    size_t size;
    int64_t wall_ns;
    struct lwi_live *live, *second;
    world_mode(f, 4, SILENT);
    world_add_camera(f, "none", 4);
    assert_int_equal(lwi_fleet_snapshot(f->fleet, "none", &data, &size, &wall_ns), -EAGAIN);
    assert_int_equal(lwi_fleet_snapshot(f->fleet, "nobody", &data, &size, &wall_ns), -ENOENT);
    assert_int_equal(lwi_live_open(&live, f->fleet, "nobody", LWI_LIVE_MAIN, 0, NULL), -ENOENT);
    assert_int_equal(lwi_live_open(&live, f->fleet, "none", LWI_LIVE_MAIN, 0, NULL), 0);
    assert_int_equal(lwi_live_read(live, 20, &data, &size), -ETIMEDOUT);
    lwi_live_close(&live);

    world_add_camera(f, "a", 0);
    WAIT_FOR(f, world_is_watching(f, "a"), 0.1);
    assert_int_equal(lwi_fleet_snapshot(f->fleet, "a", &data, &size, &wall_ns), 0);
    assert_true(size > 4 && data[0] == 0xff && wall_ns > 0);
    free(data);
    assert_int_equal(lwi_live_open(&live, f->fleet, "a", LWI_LIVE_MAIN, 32, NULL), 0);
    assert_int_equal(lwi_live_open(&second, f->fleet, "a", LWI_LIVE_MAIN, 0, NULL), 0);
    for (int i = 0; i < 5; i++) {
        assert_int_equal(lwi_live_read(live, 5000, &data, &size), 0);
        free(data);
        assert_int_equal(lwi_live_read(second, 5000, &data, &size), 0);
        free(data);
    }
    lwi_live_close(&second);
    assert_int_equal(lwi_fleet_camera_remove(f->fleet, "a", NULL), 0);
    int r;
    while ((r = lwi_live_read(live, 1000, &data, &size)) == 0)
        free(data);
    assert_int_equal(r, -ENOENT);
    lwi_live_close(&live);
    lwi_live_close(&live);
}

static void test_notices_skip_ahead(void **state)
{
    struct fixture *f = *state;
    struct lwi_notice notices[16];
    uint64_t skipped;
    assert_int_equal(lwi_fleet_notices(f->fleet, 0, notices, 16, 0, &skipped), 0);
    world_add_camera(f, "a", 0);
    WAIT_FOR(f, lwi_fleet_notices(f->fleet, 0, notices, 16, 0, &skipped) == 16, 1);
    assert_int_equal(notices[0].sequence, 1);
    /* "From now on" gives only newer ones. */
    size_t n = 0;
    WAIT_FOR(f, (n = lwi_fleet_notices(f->fleet, UINT64_MAX, notices, 16, 50, &skipped)) > 0, 1);
    assert_true(notices[0].sequence > 16);
    assert_int_equal(skipped, 0);
}

/* Cameras come, go, change and are looked at from all sides at once. */
struct crowd {
    struct fixture *f;
    int index;
    atomic_bool *stop;
};

static void *crowd_main(void *cookie)
{
    struct crowd *c = cookie;
    char name[8];
    (void) snprintf(name, sizeof(name), "c%d", c->index);
    while (!atomic_load(c->stop)) {
        struct lwi_camera_config config;
        uint8_t *data;
        size_t size, count;
        struct lwi_camera_status *statuses;
        struct lwi_live *live;
        lwi_camera_config_default(&config);
        (void) snprintf(config.name, sizeof(config.name), "%s", name);
        (void) snprintf(config.url, sizeof(config.url), "rtsp://world/%d", c->index);
        config.interval_s = 0.1;
        (void) lwi_fleet_camera_add(c->f->fleet, &config, NULL);
        if (lwi_live_open(&live, c->f->fleet, name, LWI_LIVE_MAIN, 0, NULL) == 0) {
            if (lwi_live_read(live, 30, &data, &size) == 0)
                free(data);
            lwi_live_close(&live);
        }
        config.sensitivity = 70;
        config.timeout_s += 1;
        (void) lwi_fleet_camera_set(c->f->fleet, &config, NULL);
        if (lwi_fleet_list(c->f->fleet, &statuses, &count) == 0)
            free(statuses);
        if (lwi_fleet_snapshot(c->f->fleet, name, &data, &size, NULL) == 0)
            free(data);
        (void) lwi_fleet_camera_remove(c->f->fleet, config.id, NULL);
    }
    return NULL;
}

static void test_crowd(void **state)
{
    struct fixture *f = *state;
    atomic_bool stop = false;
    struct crowd crowd[3];
    pthread_t threads[3];
    world_add_camera(f, "steady", 9);
    for (int i = 0; i < 3; i++) {
        crowd[i] = (struct crowd){f, i, &stop};
        assert_int_equal(pthread_create(&threads[i], NULL, crowd_main, &crowd[i]), 0);
    }
    WAIT_FOR(f, world_status_of(f, "steady").frames_assessed > 100, 0.1);
    atomic_store(&stop, true);
    for (int i = 0; i < 3; i++)
        (void) pthread_join(threads[i], NULL);
    assert_true(world_is_watching(f, "steady"));
}

/* Told of an event, who asks for what is open finds it so. */
struct listener {
    struct lwi_camera_events *events;
    int64_t open_at_start, open_at_end; /* -1: not told */
};

static void hear(void *cookie, enum lwi_log_level level, const char *line)
{
    struct listener *l = cookie;
    const char *condition;
    (void) level;
    if (strstr(line, "has ended"))
        lwi_events_open(l->events, &l->open_at_end, &condition);
    else
        lwi_events_open(l->events, &l->open_at_start, &condition);
}

static void look_at_nothing(void *cookie, struct lwi_picture *ret_now,
                            struct lwi_picture *ret_reference)
{
    (void) cookie;
    (void) ret_now;
    (void) ret_reference;
}

static void test_an_event_is_open_before_it_is_told(void **state)
{
    struct fixture *f = *state;
    struct lwi_camera_events events;
    struct listener listener = {&events, -1, -1};
    const struct lwi_log log = {.write = hear, .cookie = &listener, .max = LWI_LOG_DEBUG};
    const struct lwi_event_settings at_once = {0};
    const struct lwi_events_eye eye = {look_at_nothing, NULL};
    struct lwi_events_verdict verdict = {
        .condition = LWI_CONDITION_SIGNAL_LOST, .state = LWI_STATE_FAULT, .score = 1, .reason = ""};
    struct lwi_notices *notices;
    world_add_camera(f, "a", 1);
    assert_int_equal(lwi_notices_new(&notices), 0);
    lwi_events_init(&events, "a", f->store, notices, &log);
    lwi_events_step(&events, &at_once, &verdict, &eye);
    assert_true(listener.open_at_start > 0);
    verdict.state = LWI_STATE_OK;
    lwi_events_step(&events, &at_once, &verdict, &eye);
    assert_int_equal(listener.open_at_end, 0);
    lwi_events_done(&events);
    lwi_notices_free(&notices);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_defocus_from_begin_to_end, world_setup,
                                        world_teardown),
        cmocka_unit_test_setup_teardown(test_lost_and_found, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(test_an_event_is_open_before_it_is_told, world_setup,
                                        world_teardown),
        cmocka_unit_test_setup_teardown(test_refused_is_not_hammered, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(test_undecodable_is_lost, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(test_hung_source_blocks_nobody, world_setup,
                                        world_teardown),
        cmocka_unit_test_setup_teardown(test_disable_and_remove_end_events, world_setup,
                                        world_teardown),
        cmocka_unit_test_setup_teardown(test_restart_takes_events_up, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(test_full_disk_keeps_events, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(test_wall_clock_jumps, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(test_add_set_and_limits, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(test_snapshot_and_live, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(test_sub_stream, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(test_notices_skip_ahead, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(test_crowd, world_setup, world_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
