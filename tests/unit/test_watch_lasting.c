/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* What a watch tells from more than one frame: lamps, stains, what is frozen; and what was learnt
 * by an older version. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "draw_scene.h"
#include "lenswatch/watch.h"
#include "verdict/watch.h"

#define NS_PER_S INT64_C(1000000000)
#define START_NS (INT64_C(1700000000) * NS_PER_S)

static struct lw_watch_result show(lw_watch *watch, struct draw draw, double second)
{
    const struct lw_frame frame = draw_scene(&draw, START_NS + (int64_t) (second * 1e9));
    struct lw_watch_result result;
    assert_int_equal(lw_watch_frame(watch, NULL, &frame, &result), 0);
    return result;
}

static lw_watch *open_watch(void)
{
    lw_watch *watch = NULL;
    assert_int_equal(lw_watch_open(&watch, NULL, NULL), 0);
    return watch;
}

static const struct lw_condition_result *of(const struct lw_watch_result *r, const char *name)
{
    return &r->conditions[lw_condition_find(name)];
}

/* By night under lamps another scene is drawn, in colour: it is learnt by itself. */
static double learn_lamp_night(lw_watch *watch, struct lw_watch_result *r)
{
    unsigned seed = 0;
    double second = 0;
    for (int i = 0; i < 14; i++, second += 1800)
        *r = show(watch, (struct draw){.seed = seed++}, second);
    assert_int_equal(r->light, LW_LIGHT_DAY);
    for (int i = 0; i < 20; i++, second += 1800) {
        *r = show(watch, (struct draw){.seed = seed++, .lamps = 1, .noise = 5}, second);
        for (size_t k = 0; k < r->condition_count; k++)
            assert_int_not_equal(r->conditions[k].state, LW_STATE_FAULT);
    }
    assert_int_equal(r->light, LW_LIGHT_NIGHT);
    assert_true(r->pictures_learnt >= 15 && r->pictures_learnt < 25);
    *r = show(watch, (struct draw){.seed = seed++}, second);
    assert_int_equal(r->light, LW_LIGHT_DAY);
    return second;
}

static void test_lamps(void **state)
{
    (void) state;
    lw_watch *watch = open_watch();
    struct lw_watch_result r;
    const double second = learn_lamp_night(watch, &r);
    assert_true(r.pictures_learnt <= 16);
    assert_false(r.held_off);
    /* What is bright noise by day was usual by night, and hides nothing. */
    for (int i = 1; i < 4; i++)
        r = show(watch, (struct draw){.seed = 900u + (unsigned) i, .noise = 9}, second + 60 * i);
    assert_int_equal(of(&r, "noise")->state, LW_STATE_FAULT);
    lw_watch_close(&watch);
}

/* A camera that was turned is still turned when night falls: what it shows then is neither learnt
 * nor taken for a lens out of focus, and by day it is another scene as before. */
static void test_turned_before_night(void **state)
{
    (void) state;
    lw_watch *watch = open_watch();
    struct lw_watch_result r;
    unsigned seed = 0;
    double second = 0;
    for (int i = 0; i < 14; i++, second += 1800)
        r = show(watch, (struct draw){.seed = seed++}, second);
    const unsigned learnt = r.pictures_learnt;
    r = show(watch, (struct draw){.seed = seed++, .scene = 3}, second);
    assert_int_equal(of(&r, "scene_changed")->state, LW_STATE_FAULT);
    for (int i = 0; i < 8; i++) {
        second += 1800;
        r = show(watch, (struct draw){.seed = seed++, .scene = 3, .lamps = 1}, second);
        assert_int_not_equal(of(&r, "scene_changed")->state, LW_STATE_OK);
        assert_int_not_equal(of(&r, "defocus")->state, LW_STATE_FAULT);
        assert_int_equal(r.pictures_learnt, learnt);
    }
    r = show(watch, (struct draw){.seed = seed++, .scene = 3}, second + 1800);
    assert_int_equal(of(&r, "scene_changed")->state, LW_STATE_FAULT);
    r = show(watch, (struct draw){.seed = seed++}, second + 3600);
    assert_int_equal(of(&r, "scene_changed")->state, LW_STATE_OK);
    assert_int_equal(r.pictures_learnt, learnt + 1);
    lw_watch_close(&watch);
}

/* Fog that takes the colour and is no brighter than the day is not the night that is known. */
static void test_grey_fog_by_day(void **state)
{
    (void) state;
    lw_watch *watch = open_watch();
    struct lw_watch_result r;
    unsigned seed = 0;
    double second = 0;
    for (int i = 0; i < 24; i++, second += 1800)
        r = show(watch, (struct draw){.seed = seed++}, second);
    for (int i = 0; i < 14; i++, second += 1800)
        r = show(watch, (struct draw){.seed = seed++, .grey = 1, .gain = 0.9}, second);
    assert_int_equal(r.light, LW_LIGHT_NIGHT);
    assert_true(r.pictures_learnt >= 10);
    for (int i = 0; i < 3; i++, second += 1800)
        r = show(watch, (struct draw){.seed = seed++}, second);
    assert_int_equal(r.light, LW_LIGHT_DAY);
    for (int i = 0; i < 3; i++, second += 5) {
        r = show(watch, (struct draw){.seed = seed++, .grey = 1, .fog = 0.9, .gain = 0.75}, second);
        assert_int_equal(r.light, LW_LIGHT_DAY);
        assert_int_equal(of(&r, "impaired_visibility")->state, LW_STATE_FAULT);
    }
    lw_watch_close(&watch);
}

/* Of the first night three pictures are enough, where the day is known; unless they come so fast
 * that they are one and the same. */
static void test_first_night(void **state)
{
    (void) state;
    lw_watch *watch = open_watch();
    struct lw_watch_result r;
    const struct draw night = {.lamps = 1, .noise = 2};
    struct draw covered = night, white = night;
    double second = 0;
    unsigned seed = 0;
    covered.covered = 0.7;
    covered.covered_luma = 90;
    white.offset = 90;
    white.gain = 4;
    for (int i = 0; i < 14; i++, second += 1800)
        r = show(watch, (struct draw){.seed = seed++}, second);
    for (int i = 0; i < 7; i++, second += 1800) {
        struct draw draw = night;
        draw.seed = seed++;
        r = show(watch, draw, second);
        const int judged = r.light == LW_LIGHT_NIGHT && r.pictures_learnt > 3;
        if (r.light == LW_LIGHT_NIGHT)
            assert_int_equal(of(&r, "defocus")->state,
                             judged ? LW_STATE_OK : LW_STATE_NOT_ASSESSABLE);
    }
    assert_true(r.pictures_learnt > 3 && r.pictures_learnt < r.pictures_needed);
    assert_int_equal(of(&r, "dirty_lens")->state, LW_STATE_NOT_ASSESSABLE);
    r = show(watch, covered, second);
    assert_int_equal(of(&r, "covered")->state, LW_STATE_FAULT);
    r = show(watch, white, second + 1800);
    assert_int_equal(of(&r, "too_bright")->state, LW_STATE_FAULT);
    assert_true(r.pictures_learnt < r.pictures_needed);
    lw_watch_close(&watch);
}

/* A camera that has kept its colour for a night never is grey when all is well. */
static void test_grey_after_a_night_in_colour(void **state)
{
    (void) state;
    lw_watch *watch = open_watch();
    struct lw_watch_result r;
    const double second = learn_lamp_night(watch, &r);
    for (int i = 1; i < 3; i++)
        r = show(watch, (struct draw){.seed = 900u + (unsigned) i, .grey = 1}, second + 60 * i);
    assert_int_equal(of(&r, "monochrome")->state, LW_STATE_FAULT);
    /* Too little light for colour is another fault. */
    for (int i = 3; i < 5; i++)
        r = show(watch, (struct draw){.seed = 900u + (unsigned) i, .grey = 1, .gain = 0.2},
                 second + 60 * i);
    assert_int_not_equal(of(&r, "monochrome")->state, LW_STATE_FAULT);
    lw_watch_close(&watch);
}

/* Switched off from dusk to morning, it was not seen whether it keeps its colour by night. */
static void test_grey_after_a_night_unseen(void **state)
{
    (void) state;
    lw_watch *watch = open_watch();
    struct lw_watch_result r;
    unsigned seed = 0;
    double second = 0;
    for (int i = 0; i < 14; i++, second += 1800)
        r = show(watch, (struct draw){.seed = seed++}, second);
    for (int i = 0; i < 6; i++, second += 600)
        r = show(watch, (struct draw){.seed = seed++, .lamps = 1, .noise = 5}, second);
    assert_int_equal(r.light, LW_LIGHT_NIGHT);
    second += 9 * 3600;
    for (int i = 0; i < 20; i++, second += 1800)
        r = show(watch, (struct draw){.seed = seed++}, second);
    assert_int_equal(r.light, LW_LIGHT_DAY);
    for (int i = 0; i < 10; i++, second += 300) {
        r = show(watch, (struct draw){.seed = seed++, .grey = 1, .noise = 3, .gain = 0.8}, second);
        assert_int_not_equal(of(&r, "monochrome")->state, LW_STATE_FAULT);
    }
    lw_watch_close(&watch);
}

/* Night falls an hour earlier than on the days before: clouds, or autumn. */
static void test_grey_early(void **state)
{
    (void) state;
    lw_watch *watch = open_watch();
    struct lw_watch_result r;
    unsigned seed = 0;
    for (int day = 0; day < 4; day++)
        for (int i = 0; i < 24; i++) {
            const int grey = i >= (day == 3 ? 17 : 18);
            for (int k = 0; k < 3; k++)
                r = show(watch, (struct draw){.seed = seed++, .grey = grey, .noise = grey ? 3 : 0},
                         day * 86400.0 + i * 3600.0 + k * 900.0);
            if (grey)
                assert_int_not_equal(of(&r, "monochrome")->state, LW_STATE_FAULT);
        }
    lw_watch_close(&watch);
}

/* A frozen picture that is coded anew: two variants that come to and fro, each as it was before. A
 * camera that sends each picture twice is another thing. */
static void test_frozen_and_coded_anew(void **state)
{
    (void) state;
    lw_watch *watch = open_watch();
    struct lw_watch_result r;
    double second = 0;
    for (unsigned i = 0; i < 30; i++, second += 5)
        r = show(watch, (struct draw){.seed = i, .clock = i}, second);
    for (unsigned i = 0; i < 16; i++, second += 5) {
        r = show(watch, (struct draw){.seed = 100 + i / 2}, second);
        assert_int_equal(of(&r, "frozen")->state, LW_STATE_OK);
    }
    for (unsigned i = 0; i < 12; i++, second += 5)
        r = show(watch, (struct draw){.seed = 200 + i / 2 % 2, .clock = i}, second);
    assert_int_equal(of(&r, "frozen")->state, LW_STATE_FAULT);
    lw_watch_close(&watch);
}

/* Noise must not hide that nothing is left to be seen. */
static void test_noisy_camera(void **state)
{
    (void) state;
    lw_watch *watch = open_watch();
    struct lw_watch_result r;
    for (unsigned i = 0; i < 20; i++)
        r = show(watch, (struct draw){.seed = i, .noise = 7}, 5 * i);
    r = show(watch, (struct draw){.seed = 30, .noise = 7, .covered = 0.9, .covered_luma = 110},
             100);
    assert_int_equal(of(&r, "covered")->state, LW_STATE_FAULT);
    r = show(watch, (struct draw){.seed = 31, .noise = 7, .blur = 6}, 105);
    assert_int_equal(of(&r, "defocus")->state, LW_STATE_FAULT);
    lw_watch_close(&watch);
}

/* A stain over an eighth of the picture is found in whatever light, and in no single frame. */
static void test_stain(void **state)
{
    (void) state;
    lw_watch *watch = open_watch();
    struct lw_watch_result r;
    for (unsigned i = 0; i < 30; i++)
        r = show(watch, (struct draw){.seed = i}, 5 * i);
    for (unsigned i = 0; i < 12; i++)
        r = show(watch, (struct draw){.seed = 40 + i, .dirt = 0.1, .gain = i % 2 ? 1 : 0.65},
                 150 + 5 * i);
    assert_int_equal(of(&r, "dirty_lens")->state, LW_STATE_FAULT);
    assert_true(of(&r, "dirty_lens")->value > 0.06 && of(&r, "dirty_lens")->value < 0.14);
    for (unsigned i = 0; i < 24; i++)
        r = show(watch, (struct draw){.seed = 60 + i}, 210 + 5 * i);
    assert_int_equal(of(&r, "dirty_lens")->state, LW_STATE_OK);
    lw_watch_close(&watch);
}

/* As bytes were in version 4: structs without what is new at their end. */
struct head {
    uint32_t magic, version, size, memory_size, recent_size, baseline_size, baseline_count;
    uint32_t checksum;
};

static size_t whole_words(size_t size)
{
    return (size + 7) / 8 * 8;
}

static size_t as_version_4(uint8_t *bytes)
{
    struct head head;
    memcpy(&head, bytes, sizeof(head));
    const size_t memory = whole_words(offsetof(struct lwi_memory, other_frames));
    const size_t recent = whole_words(offsetof(struct lwi_recent, marked));
    const size_t baseline = whole_words(offsetof(struct lwi_baseline, stained));
    const uint8_t *from = bytes + sizeof(head);
    uint8_t *to = bytes + sizeof(head);
    memmove(to, from, memory);
    to += memory;
    from += head.memory_size;
    memmove(to, from, recent);
    to += recent;
    from += head.recent_size;
    for (uint32_t i = 0; i < head.baseline_count; i++) {
        memmove(to, from, baseline);
        to += baseline;
        from += head.baseline_size;
    }
    head.version = 4;
    head.memory_size = (uint32_t) memory;
    head.recent_size = (uint32_t) recent;
    head.baseline_size = (uint32_t) baseline;
    head.size = (uint32_t) (to - bytes);
    head.checksum = 2166136261u;
    for (const uint8_t *at = bytes + sizeof(head); at < to; at++)
        head.checksum = (head.checksum ^ *at) * 16777619u;
    memcpy(bytes, &head, sizeof(head));
    return head.size;
}

static void test_version_4(void **state)
{
    (void) state;
    lw_watch *old = open_watch(), *watch = open_watch();
    struct lw_watch_result r;
    for (unsigned i = 0; i < 30; i++)
        r = show(old, (struct draw){.seed = i}, 5 * i);
    uint8_t *bytes = malloc(lw_watch_save_size(old));
    assert_non_null(bytes);
    assert_int_equal(lw_watch_save(old, bytes, lw_watch_save_size(old)), 0);
    const size_t size = as_version_4(bytes);
    assert_true(size < lw_watch_save_size(old));
    assert_int_equal(lw_watch_load(watch, bytes, size, NULL), 0);
    free(bytes);
    const unsigned learnt = r.pictures_learnt;
    r = show(watch, (struct draw){.seed = 40}, 150);
    assert_int_equal(r.pictures_learnt, learnt + 1);
    for (size_t k = 0; k < r.condition_count; k++)
        assert_int_not_equal(r.conditions[k].state, LW_STATE_FAULT);
    r = show(watch, (struct draw){.seed = 41, .blur = 2}, 155);
    assert_int_equal(of(&r, "defocus")->state, LW_STATE_FAULT);
    lw_watch_close(&old);
    lw_watch_close(&watch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lamps),
        cmocka_unit_test(test_turned_before_night),
        cmocka_unit_test(test_grey_fog_by_day),
        cmocka_unit_test(test_first_night),
        cmocka_unit_test(test_grey_after_a_night_in_colour),
        cmocka_unit_test(test_grey_after_a_night_unseen),
        cmocka_unit_test(test_grey_early),
        cmocka_unit_test(test_stain),
        cmocka_unit_test(test_frozen_and_coded_anew),
        cmocka_unit_test(test_noisy_camera),
        cmocka_unit_test(test_version_4),
    };
    return cmocka_run_group_tests_name("watch_lasting", tests, NULL, NULL);
}
