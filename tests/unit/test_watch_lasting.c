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

/* By night most lamps near by are out: what they lit is flat, the rest as it was. Bad focus and fog
 * flatten a little more, and leave no part as it was: they are nothing before the lens. */
static void test_lamps_out(void **state)
{
    (void) state;
    const struct draw night = {.gain = 0.3, .offset = 12};
    const struct {
        double unlit, blur, fog, covered;
        const char *named;
    } rows[] = {
        {.unlit = 0.69},
        {.unlit = 0.69, .blur = 9, .named = "defocus"},
        {.unlit = 0.69, .fog = 0.75},
        {.unlit = 0.69, .covered = 0.4, .named = "covered"},
    };
    lw_watch *watch = open_watch();
    struct lw_watch_result r;
    struct draw draw = night;
    double second = 0;
    for (; draw.seed < 24; draw.seed++, second += 1800)
        r = show(watch, draw, second);
    draw.covered_luma = 90;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++, second += 1800) {
        draw.unlit = rows[i].unlit;
        draw.blur = rows[i].blur;
        draw.fog = rows[i].fog;
        draw.covered = rows[i].covered;
        r = show(watch, draw, second);
        const int is_covered = of(&r, "covered")->state == LW_STATE_FAULT;
        assert_int_equal(is_covered, rows[i].covered > 0);
        if (rows[i].named)
            assert_int_equal(of(&r, rows[i].named)->state, LW_STATE_FAULT);
    }
    lw_watch_close(&watch);
}

/* By night most of what has contrast goes white, and all the rest is brighter: too much light hides
 * nothing. A white thing before the lens does, and leaves the rest as bright as it was. */
static void test_overexposed_by_night(void **state)
{
    (void) state;
    lw_watch *watch = open_watch();
    struct lw_watch_result r;
    struct draw draw = {.gain = 0.3, .offset = 12, .unlit = 0.69};
    double second = 0;
    for (; draw.seed < 24; draw.seed++, second += 1800)
        r = show(watch, draw, second);
    draw.covered = 0.32;
    draw.covered_luma = 1000;
    r = show(watch, draw, second);
    assert_int_equal(of(&r, "covered")->state, LW_STATE_FAULT);
    draw.gain = 0.75;
    r = show(watch, draw, second + 1800);
    assert_int_not_equal(of(&r, "covered")->state, LW_STATE_FAULT);
    lw_watch_close(&watch);
}

/* Another scene is learnt once it has stayed for the time that is set, or never. */
static void test_relearns(void **state)
{
    (void) state;
    static const struct {
        unsigned relearn_s;
        int hours; /* until it is learnt; 0: not within two days */
    } cases[] = {{7200, 2}, {86400, 24}, {0, 0}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        lw_watch *watch = NULL;
        struct lw_watch_settings settings;
        struct lw_watch_result r;
        unsigned seed = 0;
        double second = 0;
        lw_watch_settings_default(&settings);
        assert_int_equal(settings.relearn_s, 86400);
        settings.relearn_s = cases[i].relearn_s;
        assert_int_equal(lw_watch_open(&watch, &settings, NULL), 0);
        for (int k = 0; k < 14; k++, second += 1800)
            r = show(watch, (struct draw){.seed = seed++}, second);
        int hours = 0;
        do {
            r = show(watch, (struct draw){.seed = seed++, .scene = 3}, second + 3600 * hours);
        } while (of(&r, "scene_changed")->state == LW_STATE_FAULT && r.pictures_learnt == 14 &&
                 ++hours < 48);
        assert_int_equal(hours, cases[i].hours ? cases[i].hours : 48);
        lw_watch_close(&watch);
    }
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

/* Where next to no light comes through, what is printed into the picture is all that is bright;
 * between it is the scene as it is known, and no nightfall. */
static void test_dark_but_for_captions(void **state)
{
    (void) state;
    lw_watch *watch = open_watch();
    struct lw_watch_result r;
    struct draw draw = {.captions = 1};
    double second = 0;
    for (; draw.seed < 24; draw.clock = ++draw.seed, second += 1800)
        r = show(watch, draw, second);
    draw.gain = 0.06;
    draw.offset = 10;
    draw.grey = 1;
    for (; draw.seed < 28; draw.clock = ++draw.seed, second += 5) {
        r = show(watch, draw, second);
        assert_int_equal(r.light, LW_LIGHT_DAY);
        assert_int_equal(of(&r, "too_dark")->state, LW_STATE_FAULT);
    }
    /* A thing before the lens that is as dark shows nothing. */
    draw.grey = 0;
    draw.covered = 1;
    draw.covered_luma = 60;
    for (; draw.seed < 32; draw.clock = ++draw.seed, second += 5)
        r = show(watch, draw, second);
    assert_int_equal(of(&r, "covered")->state, LW_STATE_FAULT);
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

/* Colour that is lost before an hour is over is still lost in the next one. */
static void test_grey_when_the_hour_turns(void **state)
{
    (void) state;
    lw_watch *watch = open_watch();
    struct lw_watch_result r;
    unsigned seed = 0;
    for (int day = 0; day < 3; day++)
        for (int i = 0; i < 24; i++)
            r = show(watch, (struct draw){.seed = seed++}, day * 86400.0 + i * 1800.0);
    for (int i = 0; i < 30; i++) {
        r = show(watch, (struct draw){.seed = seed++, .grey = 1}, 3 * 86400.0 + i * 300.0);
        if (i > 2)
            assert_int_equal(of(&r, "monochrome")->state, LW_STATE_FAULT);
    }
    lw_watch_close(&watch);
}

/* Healthy pictures every 5 s, in which a clock goes. Returns when the next one comes. */
static double learn_clock(lw_watch *watch)
{
    unsigned i = 0;
    for (; i < 30; i++)
        (void) show(watch, (struct draw){.seed = i, .clock = i}, 5.0 * i);
    return 5.0 * i;
}

/* A frozen picture that is coded anew: two variants that come to and fro, each as it was before. A
 * camera that sends each picture twice is another thing. */
static void test_frozen_and_coded_anew(void **state)
{
    (void) state;
    lw_watch *watch = open_watch();
    struct lw_watch_result r;
    double second = learn_clock(watch);
    for (unsigned i = 0; i < 16; i++, second += 5) {
        r = show(watch, (struct draw){.seed = 100 + i / 2}, second);
        assert_int_equal(of(&r, "frozen")->state, LW_STATE_OK);
    }
    for (unsigned i = 0; i < 12; i++, second += 5)
        r = show(watch, (struct draw){.seed = 200 + i / 2 % 2, .clock = i}, second);
    assert_int_equal(of(&r, "frozen")->state, LW_STATE_FAULT);
    lw_watch_close(&watch);
}

/* A frozen picture that is coded in ten ways, one after the other; and one that is as it was only
 * each third time, in between never. The first frames of what moves again end it. */
static void test_frozen_and_coded_in_many_ways(void **state)
{
    (void) state;
    lw_watch *watch = open_watch();
    struct lw_watch_result r;
    double second = learn_clock(watch);
    for (unsigned i = 0; i < 16; i++, second += 5)
        r = show(watch, (struct draw){.seed = 400 + i % 10, .clock = i}, second);
    assert_int_equal(of(&r, "frozen")->state, LW_STATE_FAULT);
    for (unsigned i = 0; i < 30; i++, second += 5)
        r = show(watch, (struct draw){.seed = 500 + i, .clock = i}, second);
    assert_int_equal(of(&r, "frozen")->state, LW_STATE_OK);
    for (unsigned i = 0; i < 20; i++, second += 5) {
        r = show(watch, (struct draw){.seed = i % 3 == 0 ? 600 : 700 + i, .clock = i}, second);
        assert_int_equal(of(&r, "frozen")->state, i < 6 ? LW_STATE_OK : LW_STATE_FAULT);
    }
    for (unsigned i = 0; i < 8; i++, second += 5)
        r = show(watch, (struct draw){.seed = 800 + i, .clock = i}, second);
    assert_int_equal(of(&r, "frozen")->state, LW_STATE_OK);
    lw_watch_close(&watch);
}

/* What is denoised and coded is at times as it was, by chance, here and there; always, or only once
 * there is more light. */
static void test_not_frozen_but_calm(void **state)
{
    (void) state;
    for (int later = 0; later < 2; later++) {
        for (unsigned calm = 4; calm <= 16; calm *= 2) {
            lw_watch *watch = open_watch();
            struct lw_watch_result r;
            for (unsigned i = 0; i < 160; i++) {
                const unsigned now = later && i < 60 ? 0 : calm;
                r = show(watch, (struct draw){.seed = i, .clock = i, .calm = now}, 5 * i);
                assert_int_equal(of(&r, "frozen")->state, LW_STATE_OK);
            }
            lw_watch_close(&watch);
        }
    }
}

/* A camera that sends each picture three times, and once one from before. */
static void test_not_frozen_but_slow(void **state)
{
    (void) state;
    lw_watch *watch = open_watch();
    struct lw_watch_result r;
    double second = learn_clock(watch);
    for (unsigned i = 0; i < 60; i++, second += 4) {
        r = show(watch, (struct draw){.seed = i == 41 ? 105 : 100 + i / 3, .clock = i}, second);
        assert_int_equal(of(&r, "frozen")->state, LW_STATE_OK);
    }
    lw_watch_close(&watch);
}

/* A frozen picture of which hardly a tile is coded as it was; and a live one of which a part, but
 * for the clock, is always the same. */
static void test_frozen_and_never_the_same(void **state)
{
    (void) state;
    lw_watch *watch = open_watch();
    struct lw_watch_result r;
    double second = learn_clock(watch);
    for (int much = 0; much < 2; much++) {
        for (unsigned i = 1; i < 12; i++, second += 5)
            r = show(watch,
                     (struct draw){.seed = 200, .clock = i, .recoded = i, .recoded_much = much},
                     second);
        assert_int_equal(of(&r, "frozen")->state, LW_STATE_FAULT);
    }
    for (unsigned i = 0; i < 12; i++, second += 5)
        r = show(watch,
                 (struct draw){.seed = 300 + i, .clock = i, .covered = 0.2, .covered_luma = 90},
                 second);
    assert_int_equal(of(&r, "frozen")->state, LW_STATE_OK);
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

/* A cast that grows over six minutes must not be usual by then. */
static void test_cast_grows(void **state)
{
    (void) state;
    lw_watch *watch = open_watch();
    struct lw_watch_result r;
    struct draw draw = {0};
    double second = 0;
    for (; draw.seed < 60; draw.seed++, second += 60)
        r = show(watch, draw, second);
    for (unsigned i = 1; i <= 72; i++, draw.seed++, second += 5) {
        draw.cast = (int) (24 * i / 72);
        r = show(watch, draw, second);
    }
    assert_int_equal(of(&r, "colour_cast")->state, LW_STATE_FAULT);
    lw_watch_close(&watch);
}

/* Fog that comes within two minutes, over a scene that it does not lighten, must not be how the
 * camera looks by then. */
static void test_fog_grows(void **state)
{
    (void) state;
    lw_watch *watch = open_watch();
    struct lw_watch_result r;
    struct draw draw = {.gain = 0.6, .offset = 90};
    double second = 0;
    for (; draw.seed < 60; draw.seed++, second += 60)
        r = show(watch, draw, second);
    for (unsigned i = 1; i <= 24; i++, draw.seed++, second += 5) {
        draw.fog = 0.9 * i / 24;
        r = show(watch, draw, second);
    }
    assert_int_equal(of(&r, "impaired_visibility")->state, LW_STATE_FAULT);
    lw_watch_close(&watch);
}

/* What a coder leaves of noise is little, but far more than this camera has. And what is a little
 * noisy for minutes does not make noise usual. */
static void test_noise_of_a_quiet_camera(void **state)
{
    (void) state;
    lw_watch *watch = open_watch();
    struct lw_watch_result r;
    struct draw draw = {.gain = 0.2, .offset = 40};
    double second = 0;
    for (; draw.seed < 80; draw.seed++, second += 5)
        r = show(watch, draw, second);
    draw.noise = 3.9;
    for (; draw.seed < 84; draw.seed++, second += 5)
        r = show(watch, draw, second);
    assert_int_equal(of(&r, "noise")->state, LW_STATE_FAULT);
    assert_true(of(&r, "noise")->value < 5.9);
    draw.noise = 1.2;
    for (; draw.seed < 124; draw.seed++, second += 5) {
        r = show(watch, draw, second);
        assert_int_equal(of(&r, "noise")->state, LW_STATE_OK);
    }
    draw.noise = 3.9;
    r = show(watch, draw, second);
    assert_int_equal(of(&r, "noise")->state, LW_STATE_FAULT);
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

static enum lw_state dirt_of(const struct lwi_baseline *baseline, unsigned usable, double stained)
{
    const size_t condition = (size_t) lw_condition_find("dirty_lens");
    const struct lwi_evidence e = {
        .baseline = baseline,
        .pictures = baseline->pictures,
        .usable = usable,
        .total = 500,
        .fit = {.correlation = 1, .aligned = 1},
        .scatter = 0.2,
        .stained_share = stained,
    };
    struct lwi_finding finding;
    lwi_conditions[condition]->judge(&e, 50, &finding);
    return finding.state;
}

/* A scene that is rebuilt or grows has stained tiles of its own, and of few tiles one or two are a
 * share already. */
static void test_dirt_beside_what_grows(void **state)
{
    (void) state;
    static struct lwi_baseline b = {.pictures = 100};
    b.stained = (struct lwi_running){.mean = 0.001f, .spread = 0.001f};
    assert_int_equal(dirt_of(&b, 200, 0.045), LW_STATE_OK);
    assert_int_equal(dirt_of(&b, 200, 0.055), LW_STATE_FAULT);
    assert_int_equal(dirt_of(&b, 30, 0.06), LW_STATE_NOT_ASSESSABLE);
    b.stained = (struct lwi_running){.mean = 0.013f, .spread = 0.011f};
    assert_int_equal(dirt_of(&b, 200, 0.07), LW_STATE_OK);
    assert_int_equal(dirt_of(&b, 200, 0.1), LW_STATE_FAULT);
}

/* What comes upon the lens is not usual there, though it is little at first and pictures are hours
 * apart. */
static void test_dirt_that_comes(void **state)
{
    (void) state;
    static struct lwi_baseline b = {.pictures = 100, .light = LW_LIGHT_DAY};
    static struct lwi_scene scene = {.tiles_x = 2, .tiles_y = 1};
    static const uint8_t soiled[LWI_SCENE_TILES_MAX] = {1, 0};
    for (unsigned i = 0; i < 2; i++) {
        b.tiles[i] = (struct lwi_baseline_tile){
            .fineness = {0, 0.1f}, .edges = 6, .contrast = 30, .mean = 90, .seen = 255};
        scene.tiles[i] =
            (struct lwi_scene_tile){.edges = 20, .contrast = 20, .mean = 90, .whole = 1};
    }
    b.stained = (struct lwi_running){.mean = 0.022f, .spread = 0.005f};
    assert_int_equal(dirt_of(&b, 200, 0.05), LW_STATE_OK);
    assert_int_equal(dirt_of(&b, 200, 0.065), LW_STATE_FAULT);
    for (unsigned i = 0; i < 6; i++) {
        const struct lwi_lesson lesson = {
            .now_ns = START_NS + i * 10800 * NS_PER_S,
            .since_s = 10800,
            .scene = &scene,
            .stained = 0.05,
            .soiled = soiled,
            .ripple = -1,
            .alone = -1,
            .look = LWI_BASELINE_LOOKS,
        };
        lwi_baseline_learn(&b, &lesson);
    }
    assert_int_equal(dirt_of(&b, 200, 0.065), LW_STATE_FAULT);
    assert_true(6 - b.tiles[1].edges > 0.5 && 6 - b.tiles[0].edges < (6 - b.tiles[1].edges) / 3);
}

/* As bytes were in an older version: structs without what is new at their end. */
struct head {
    uint32_t magic, version, size, memory_size, recent_size, baseline_size, baseline_count;
    uint32_t checksum;
};

static void seal(uint8_t *bytes, size_t size)
{
    struct head head;
    memcpy(&head, bytes, sizeof(head));
    head.checksum = 2166136261u;
    for (size_t i = sizeof(head); i < size; i++)
        head.checksum = (head.checksum ^ bytes[i]) * 16777619u;
    memcpy(bytes, &head, sizeof(head));
}

static size_t whole_words(size_t size)
{
    return (size + 7) / 8 * 8;
}

/* Bytes of the recent frames in versions 4, 5 and 6. */
#define RECENT_4 5208
#define RECENT_5 6752
#define RECENT_6 8288

static size_t as_version(uint32_t version, uint8_t *bytes)
{
    struct head head;
    memcpy(&head, bytes, sizeof(head));
    /* Of the sizes of that version, as they were. */
    const size_t memory = version == 4   ? whole_words(offsetof(struct lwi_memory, other_frames))
                          : version == 5 ? whole_words(offsetof(struct lwi_memory, grey_ns))
                                         : head.memory_size;
    const size_t recent = version == 4 ? RECENT_4 : version == 5 ? RECENT_5 : RECENT_6;
    const size_t baseline = version == 4   ? whole_words(offsetof(struct lwi_baseline, stained))
                            : version == 5 ? whole_words(offsetof(struct lwi_baseline, ripple))
                                           : head.baseline_size;
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
    head.version = version;
    head.memory_size = (uint32_t) memory;
    head.recent_size = (uint32_t) recent;
    head.baseline_size = (uint32_t) baseline;
    head.size = (uint32_t) (to - bytes);
    memcpy(bytes, &head, sizeof(head));
    seal(bytes, head.size);
    return head.size;
}

static void check_version(uint32_t version)
{
    lw_watch *old = open_watch(), *watch = open_watch();
    struct lw_watch_result r;
    for (unsigned i = 0; i < 30; i++)
        r = show(old, (struct draw){.seed = i}, 5 * i);
    uint8_t *bytes = malloc(lw_watch_save_size(old));
    assert_non_null(bytes);
    assert_int_equal(lw_watch_save(old, bytes, lw_watch_save_size(old)), 0);
    const size_t size = as_version(version, bytes);
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

static void test_older_versions(void **state)
{
    (void) state;
    check_version(4);
    check_version(5);
    check_version(6);
}

/* Baselines of a size at which pictures are not watched any more are learnt anew. */
static void test_another_size(void **state)
{
    (void) state;
    lw_watch *old = open_watch(), *watch = open_watch();
    for (unsigned i = 0; i < 30; i++)
        (void) show(old, (struct draw){.seed = i}, 5 * i);
    const size_t size = lw_watch_save_size(old);
    uint8_t *bytes = malloc(size);
    assert_non_null(bytes);
    assert_int_equal(lw_watch_save(old, bytes, size), 0);
    struct head head;
    memcpy(&head, bytes, sizeof(head));
    uint8_t *at = bytes + sizeof(head) + head.memory_size + head.recent_size;
    for (uint32_t i = 0; i < head.baseline_count; i++, at += head.baseline_size) {
        struct lwi_baseline b;
        memcpy(&b, at, sizeof(b));
        if (b.light == LW_LIGHT_UNKNOWN)
            continue;
        b.width = 1600;
        b.height = 1200;
        b.tiles_x = 30;
        b.tiles_y = 20;
        memcpy(at, &b, sizeof(b));
    }
    seal(bytes, size);
    assert_int_equal(lw_watch_load(watch, bytes, size, NULL), 0);
    free(bytes);
    const struct lw_watch_result r = show(watch, (struct draw){.seed = 40}, 150);
    assert_int_equal(r.pictures_learnt, 1);
    lw_watch_close(&old);
    lw_watch_close(&watch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lamps),
        cmocka_unit_test(test_lamps_out),
        cmocka_unit_test(test_overexposed_by_night),
        cmocka_unit_test(test_turned_before_night),
        cmocka_unit_test(test_dark_but_for_captions),
        cmocka_unit_test(test_grey_fog_by_day),
        cmocka_unit_test(test_first_night),
        cmocka_unit_test(test_grey_after_a_night_in_colour),
        cmocka_unit_test(test_grey_after_a_night_unseen),
        cmocka_unit_test(test_grey_early),
        cmocka_unit_test(test_grey_when_the_hour_turns),
        cmocka_unit_test(test_relearns),
        cmocka_unit_test(test_cast_grows),
        cmocka_unit_test(test_fog_grows),
        cmocka_unit_test(test_noise_of_a_quiet_camera),
        cmocka_unit_test(test_stain),
        cmocka_unit_test(test_dirt_beside_what_grows),
        cmocka_unit_test(test_dirt_that_comes),
        cmocka_unit_test(test_frozen_and_coded_anew),
        cmocka_unit_test(test_frozen_and_coded_in_many_ways),
        cmocka_unit_test(test_not_frozen_but_slow),
        cmocka_unit_test(test_not_frozen_but_calm),
        cmocka_unit_test(test_frozen_and_never_the_same),
        cmocka_unit_test(test_noisy_camera),
        cmocka_unit_test(test_older_versions),
        cmocka_unit_test(test_another_size),
    };
    return cmocka_run_group_tests_name("watch_lasting", tests, NULL, NULL);
}
