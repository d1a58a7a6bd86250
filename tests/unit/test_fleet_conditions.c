/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The fleet with a watch a camera: conditions, their events, and what was learnt. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "fleet_world.h"

static struct lwi_condition_status condition_of(struct fixture *f, const char *id, const char *name)
{
    return world_status_of(f, id).conditions[lw_condition_find(name)];
}

/* A fault of each kind has an event of its own, and the watch's word counts. */
static void test_conditions_have_events(void **state)
{
    struct fixture *f = *state;
    static const struct {
        enum mode mode;
        const char *condition;
    } rows[] = {{COVERED, "covered"}, {FROZEN, "frozen"}, {DARK, "too_dark"}, {BLURRED, "defocus"}};
    atomic_store(&f->world.watches, true);
    world_add_camera(f, "a", 0);
    WAIT_FOR(f, world_status_of(f, "a").pictures_learnt == 10, 0.1);
    assert_int_equal(world_status_of(f, "a").light, LW_LIGHT_DAY);
    assert_int_equal(world_status_of(f, "a").tiles_usable, 60);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        world_mode(f, 0, rows[i].mode);
        WAIT_FOR(f, world_status_of(f, "a").open_event_id > 0, 1);
        assert_string_equal(world_status_of(f, "a").open_condition, rows[i].condition);
        struct lwi_condition_status c = condition_of(f, "a", rows[i].condition);
        assert_int_equal(c.state, LW_STATE_FAULT);
        assert_true(c.value == 7 && c.score == 0.8);
        struct lwi_event e = world_newest_event(f);
        assert_true(e.score == 0.8);
        assert_string_equal(e.reason, rows[i].condition);
        assert_true(world_has_picture(f, e.id, "start") && world_has_picture(f, e.id, "reference"));
        world_mode(f, 0, SHARP);
        WAIT_FOR(f, world_status_of(f, "a").open_event_id == 0, 1);
        assert_int_equal(world_events_of(f, "a", rows[i].condition, 2), 1);
    }
    assert_int_equal(world_events_of(f, "a", NULL, 0), 4);
}

static void test_the_most_serious_is_shown(void **state)
{
    struct fixture *f = *state;
    atomic_store(&f->world.watches, true);
    world_add_camera(f, "a", 0);
    WAIT_FOR(f, world_status_of(f, "a").pictures_learnt == 10, 0.1);
    world_mode(f, 0, BOTH);
    WAIT_FOR(f, world_events_of(f, "a", NULL, 1) == 2, 1);
    WAIT_FOR(f, strcmp(world_status_of(f, "a").open_condition, "covered") == 0, 1);
    world_mode(f, 0, BLURRED);
    WAIT_FOR(f, strcmp(world_status_of(f, "a").open_condition, "defocus") == 0, 1);
    assert_int_equal(world_events_of(f, "a", "covered", 2), 1);
}

/* Switched off, a condition has no event, and an open one ends. */
static void test_condition_switched_off(void **state)
{
    struct fixture *f = *state;
    struct lwi_camera_config config;
    atomic_store(&f->world.watches, true);
    world_mode(f, 0, FROZEN);
    world_add_camera(f, "a", 0);
    WAIT_FOR(f, world_status_of(f, "a").open_event_id > 0, 1);
    assert_int_equal(lwi_fleet_camera_config(f->fleet, "a", &config), 0);
    config.conditions[lw_condition_find("frozen")].enabled = 0;
    assert_int_equal(lwi_fleet_camera_set(f->fleet, &config, NULL), 0);
    assert_int_equal(world_status_of(f, "a").open_event_id, 0);
    assert_string_equal(world_newest_event(f).end_reason, "switched off");
    uint64_t assessed = world_status_of(f, "a").frames_assessed;
    WAIT_FOR(f, world_status_of(f, "a").frames_assessed > assessed + 60, 1);
    assert_string_equal(condition_of(f, "a", "frozen").reason, "switched off");
    assert_int_equal(world_events_of(f, "a", NULL, 0), 1);
}

/* A camera that is out of focus from its first picture must not pass for healthy. */
static void test_blurred_from_the_beginning(void **state)
{
    struct fixture *f = *state;
    atomic_store(&f->world.watches, true);
    world_mode(f, 0, BLURRED);
    world_add_camera(f, "a", 0);
    WAIT_FOR(f, world_status_of(f, "a").open_event_id > 0, 1);
    assert_string_equal(world_status_of(f, "a").open_condition, "defocus");
    assert_string_equal(world_newest_event(f).reason, "no edge"); /* the picture alone says so */
    assert_int_equal(world_status_of(f, "a").pictures_learnt, 0);
    assert_int_equal(condition_of(f, "a", "covered").state, LW_STATE_NOT_ASSESSABLE);
    world_mode(f, 0, SHARP);
    WAIT_FOR(f, world_status_of(f, "a").pictures_learnt > 0, 1);
}

static int has_baseline(struct fixture *f, const char *id)
{
    uint8_t *data;
    size_t size;
    int64_t time_ns;
    int r = lwi_store_baseline_get(f->store, id, &time_ns, &data, &size, NULL);
    if (r == 0)
        free(data);
    return r == 0;
}

/* After a restart the watch judges from the first picture on. */
static void test_restart_trusts_the_baseline(void **state)
{
    struct fixture *f = *state;
    atomic_store(&f->world.watches, true);
    world_add_camera(f, "a", 0);
    WAIT_FOR(f, world_status_of(f, "a").pictures_learnt == 10, 0.1);
    world_close_fleet(f);
    world_mode(f, 0, BLURRED);
    world_open_fleet(f);
    WAIT_FOR(f, world_status_of(f, "a").open_event_id > 0, 1);
    assert_string_equal(world_newest_event(f).reason, "defocus"); /* the watch's word */
}

static void test_baseline_is_stored(void **state)
{
    struct fixture *f = *state;
    atomic_store(&f->world.watches, true);
    world_add_camera(f, "a", 0);
    WAIT_FOR(f, world_status_of(f, "a").pictures_learnt == 10, 0.1);
    world_close_fleet(f);
    world_open_fleet(f);
    assert_true(has_baseline(f, "a")); /* at the stop */
    assert_int_equal(lwi_fleet_camera_reset(f->fleet, "b", LW_RESET_ALL, NULL), -ENOENT);
    world_mode(f, 0, SILENT);
    WAIT_FOR(f, world_status_of(f, "a").state == LWI_CAMERA_LOST, 0.1);
    assert_int_equal(lwi_fleet_camera_reset(f->fleet, "a", LW_RESET_ALL, NULL), 0);
    assert_false(has_baseline(f, "a"));
    world_mode(f, 0, SHARP);
    WAIT_FOR(f, has_baseline(f, "a"), 30); /* from time to time */
    struct lwi_camera_explanation e;
    assert_int_equal(lwi_fleet_camera_explain(f->fleet, "a", 0, &e), 0);
    free(e.tiles);
    assert_int_equal(lwi_fleet_camera_explain(f->fleet, "a", 99, &e), -EINVAL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_conditions_have_events, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(test_the_most_serious_is_shown, world_setup,
                                        world_teardown),
        cmocka_unit_test_setup_teardown(test_condition_switched_off, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(test_blurred_from_the_beginning, world_setup,
                                        world_teardown),
        cmocka_unit_test_setup_teardown(test_baseline_is_stored, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(test_restart_trusts_the_baseline, world_setup,
                                        world_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
