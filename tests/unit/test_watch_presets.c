/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* A camera that moves between three presets and does not say where it is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "draw_scene.h"
#include "lenswatch/watch.h"

#define START_NS INT64_C(1700000000000000000)
#define PRESETS  3
/* Pictures at a preset, 5 s apart; one more on the way. */
#define DWELL 6

struct patrol {
    lw_watch *watch;
    double second;
    unsigned seed;
    unsigned faults[LW_CONDITIONS_MAX]; /* pictures with each */
    struct lw_watch_result last;
};

static void look(struct patrol *p, struct draw draw)
{
    draw.seed = draw.clock = ++p->seed;
    const struct lw_frame frame = draw_scene(&draw, START_NS + (int64_t) (p->second * 1e9));
    assert_int_equal(lw_watch_frame(p->watch, NULL, &frame, &p->last), 0);
    for (size_t i = 0; i < p->last.condition_count; i++)
        p->faults[i] += p->last.conditions[i].state == LW_STATE_FAULT;
    p->second += 5;
}

static unsigned all_faults(const struct patrol *p)
{
    unsigned sum = 0;
    for (size_t i = 0; i < lw_condition_count(); i++)
        sum += p->faults[i];
    return sum;
}

/* Round after round over the presets. blur: at the second one alone. Asserts that each view is
 * one preset, and returns nothing else than what p counts. */
static void patrol(struct patrol *p, unsigned rounds, double blur, int grey)
{
    const double gain = grey ? 0.6 : 1; /* infra-red light is not as bright */
    unsigned seen[PRESETS];
    for (unsigned round = 0; round < rounds; round++)
        for (unsigned view = 0; view < PRESETS; view++) {
            look(p, (struct draw){.scene = view, .shift_x = 333, .grey = grey, .gain = gain});
            for (unsigned i = 0; i < DWELL; i++)
                look(p,
                     (struct draw){
                         .scene = view, .blur = view == 1 ? blur : 0, .grey = grey, .gain = gain});
            seen[view] = p->last.preset;
        }
    assert_true(seen[0] != seen[1] && seen[1] != seen[2] && seen[0] != seen[2]);
}

static void open_patrol(struct patrol *p)
{
    struct lw_watch_settings settings;
    *p = (struct patrol){0};
    lw_watch_settings_default(&settings);
    settings.presets = PRESETS;
    assert_int_equal(lw_watch_open(&p->watch, &settings, NULL), 0);
    /* The one on which it is switched on stays for a while. */
    for (unsigned i = 0; i < 12; i++)
        look(p, (struct draw){.scene = 0});
}

static void test_presets_are_recognised(void **state)
{
    (void) state;
    const size_t defocus = (size_t) lw_condition_find("defocus");
    struct patrol p;
    open_patrol(&p);
    patrol(&p, 6, 0, 0);
    assert_int_equal(all_faults(&p), 0);
    assert_true(p.last.pictures_learnt > 10);

    patrol(&p, 1, 2, 0); /* 4 px@1080p at one of them */
    assert_in_range(p.faults[defocus], 3, DWELL);
    assert_int_equal(all_faults(&p), p.faults[defocus]);

    p.faults[defocus] = 0;
    patrol(&p, 2, 0, 0);
    assert_int_equal(all_faults(&p), 0);
    lw_watch_close(&p.watch);
}

/* By night, in infra-red light, the views are the same ones. */
static void test_presets_by_night(void **state)
{
    (void) state;
    struct patrol p;
    open_patrol(&p);
    patrol(&p, 6, 0, 0);
    patrol(&p, 6, 0, 1);
    assert_int_equal(p.last.light, LW_LIGHT_NIGHT);
    assert_true(p.last.pictures_learnt > 10);
    patrol(&p, 2, 0, 0);
    assert_int_equal(all_faults(&p), 0);
    lw_watch_close(&p.watch);
}

/* A fourth view is none of the three: it was turned by hand. */
static void test_another_view(void **state)
{
    (void) state;
    const size_t changed = (size_t) lw_condition_find("scene_changed");
    struct patrol p;
    open_patrol(&p);
    patrol(&p, 4, 0, 0);
    for (unsigned i = 0; i < 12; i++)
        look(&p, (struct draw){.scene = 7});
    assert_true(p.faults[changed] > 8);
    lw_watch_close(&p.watch);
}

static void test_presets_are_saved(void **state)
{
    (void) state;
    struct patrol p;
    lw_watch *fixed = NULL;
    open_patrol(&p);
    patrol(&p, 4, 0, 0);
    const size_t size = lw_watch_save_size(p.watch);
    void *bytes = malloc(size);
    assert_non_null(bytes);
    assert_int_equal(lw_watch_save(p.watch, bytes, size), 0);
    lw_watch_close(&p.watch);

    /* Also where the number of presets was taken back meanwhile. */
    assert_int_equal(lw_watch_open(&fixed, NULL, NULL), 0);
    assert_int_equal(lw_watch_load(fixed, bytes, size, NULL), 0);
    lw_watch_close(&fixed);

    struct lw_watch_settings settings;
    lw_watch_settings_default(&settings);
    settings.presets = PRESETS;
    assert_int_equal(lw_watch_open(&p.watch, &settings, NULL), 0);
    assert_int_equal(lw_watch_load(p.watch, bytes, size, NULL), 0);
    patrol(&p, 2, 0, 0);
    assert_int_equal(all_faults(&p), 0);
    assert_true(p.last.pictures_learnt > 10);
    free(bytes);
    lw_watch_close(&p.watch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_presets_are_recognised),
        cmocka_unit_test(test_presets_by_night),
        cmocka_unit_test(test_another_view),
        cmocka_unit_test(test_presets_are_saved),
    };
    return cmocka_run_group_tests_name("watch-presets", tests, NULL, NULL);
}
