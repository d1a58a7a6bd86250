/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The contract of a watch: settings, learning, presets, saving and loading, drift. */
#include <errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "draw_scene.h"
#include "lenswatch/watch.h"
#include "verdict/baseline.h"
#include "verdict/condition.h"

#define NS_PER_S INT64_C(1000000000)
extern const struct lwi_condition_info lwi_condition_defocus;

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

static void test_table(void **state)
{
    (void) state;
    const size_t count = lw_condition_count();
    assert_in_range(count, 1, LW_CONDITIONS_MAX);
    for (size_t i = 0; i < count; i++) {
        const struct lw_condition_desc *d = lw_condition_at(i);
        assert_true(d->name[0] && d->help[0] && d->also_known_as[0] && d->unit);
        assert_in_range(d->sensitivity, 1, 100);
        assert_true(d->duration_s > 0 && d->clear_s > 0);
        assert_int_equal(lw_condition_find(d->name), (long) i);
    }
    assert_null(lw_condition_at(count));
    assert_int_equal(lw_condition_find(NULL), -1);
    assert_int_equal(lw_condition_find("none"), -1);
}

static void test_bad_calls(void **state)
{
    (void) state;
    static const struct lw_point outside[] = {{0, 0}, {1.5f, 0}, {0, 1}};
    const struct lw_polygon polygon = {outside, 3}, line = {outside, 2};
    struct lw_watch_settings settings;
    lw_watch *watch = open_watch();
    struct lw_error error;

    lw_watch_settings_default(&settings);
    settings.conditions[0].sensitivity = 101;
    assert_int_equal(lw_watch_configure(watch, &settings, &error), -EINVAL);
    assert_true(error.message[0]);
    lw_watch_settings_default(&settings);
    settings.shields = &polygon;
    settings.shield_count = 1;
    assert_int_equal(lw_watch_configure(watch, &settings, &error), -EINVAL);
    settings.shields = &line;
    assert_int_equal(lw_watch_configure(watch, &settings, &error), -EINVAL);
    assert_int_equal(lw_watch_open(NULL, NULL, NULL), -EINVAL);
    assert_int_equal(lw_watch_reset(watch, (enum lw_reset) 7), -EINVAL);
    assert_int_equal(lw_watch_save(watch, NULL, 0), -EINVAL);
    struct lw_watch_explanation explanation;
    assert_int_equal(lw_watch_explain(watch, lw_condition_count(), &explanation), -EINVAL);
    assert_int_equal(lw_watch_explain(watch, 0, &explanation), 0);
    assert_non_null(explanation.result.reason);
    lw_watch_close(&watch);
    assert_null(watch);
    lw_watch_close(&watch);
}

static void test_learns_in_ten(void **state)
{
    (void) state;
    lw_watch *watch = open_watch();
    struct lw_watch_result r;
    for (unsigned i = 0; i < LWI_BASELINE_NEEDED; i++) {
        r = show(watch, (struct draw){.seed = i}, 5 * i);
        assert_int_equal(of(&r, "defocus")->state, LW_STATE_NOT_ASSESSABLE);
        assert_non_null(strstr(of(&r, "defocus")->reason, "learning"));
    }
    assert_int_equal(r.pictures_learnt, r.pictures_needed);
    r = show(watch, (struct draw){.seed = 50}, 60);
    assert_int_equal(of(&r, "defocus")->state, LW_STATE_OK);
    assert_true(r.tiles_usable > r.tiles_total / 2);
    r = show(watch, (struct draw){.seed = 51, .blur = 1.5}, 65);
    assert_int_equal(of(&r, "defocus")->state, LW_STATE_FAULT);
    assert_false(of(&r, "defocus")->severe);

    struct lw_watch_explanation e;
    assert_int_equal(lw_watch_explain(watch, (size_t) lw_condition_find("defocus"), &e), 0);
    assert_true(e.number_count > 5 && e.tiles && e.tiles_x > 0);
    unsigned lost = 0, told = 0;
    for (unsigned i = 0; i < (unsigned) e.tiles_x * e.tiles_y; i++) {
        told += e.tiles[i] >= 0;
        lost += e.tiles[i] > 0.1f;
    }
    assert_true(lost > told * 3 / 4);

    assert_int_equal(lw_watch_reset(watch, LW_RESET_NOW), 0);
    r = show(watch, (struct draw){.seed = 52}, 70);
    assert_int_equal(r.pictures_learnt, 1);
    lw_watch_close(&watch);
}

/* Only the gross is a fault at 1; at 100 what is none at 50. */
static void test_sensitivity(void **state)
{
    (void) state;
    static const unsigned sensitivities[] = {1, 50, 100};
    static const double radii[] = {0.65, 1.5, 5}; /* 1.3, 3 and 10 px@1080p */
    unsigned found[3] = {0};
    for (int k = 0; k < 3; k++) {
        lw_watch *watch = open_watch();
        struct lw_watch_settings settings;
        lw_watch_settings_default(&settings);
        settings.conditions[lw_condition_find("defocus")].sensitivity = sensitivities[k];
        assert_int_equal(lw_watch_configure(watch, &settings, NULL), 0);
        for (unsigned i = 0; i < 20; i++)
            (void) show(watch, (struct draw){.seed = i}, 5 * i);
        for (int i = 0; i < 3; i++) {
            const struct lw_watch_result r =
                show(watch, (struct draw){.seed = 40, .blur = radii[i]}, 200 + 5 * i);
            found[k] += of(&r, "defocus")->state == LW_STATE_FAULT;
        }
        lw_watch_close(&watch);
    }
    assert_int_equal(found[0], 1);
    assert_true(found[1] >= 2 && found[2] >= found[1]);
}

/* The drawn picture at twice its size, with noise that came after the lens. */
static struct lw_frame enlarge(const struct lw_frame *f, unsigned seed)
{
    static uint8_t luma[4 * DRAW_WIDTH * DRAW_HEIGHT];
    struct lw_frame large = *f;
    uint32_t random = seed * 2654435761u + 1;
    for (uint32_t y = 0; y < 2 * f->height; y++) {
        const uint8_t *row = f->luma + f->stride * (ptrdiff_t) (y / 2);
        const uint8_t *next = y / 2 + 1 < f->height ? row + f->stride : row;
        for (uint32_t x = 0; x < 2 * f->width; x++) {
            const uint32_t at = x / 2, beside = at + 1 < f->width ? at + 1 : at;
            int sum = -2 * 255;
            for (int i = 0; i < 4; i++) {
                random = random * 1664525u + 1013904223u;
                sum += (int) (random >> 24);
            }
            const int mean = ((x & 1 ? row[at] + row[beside] : 2 * row[at]) +
                              (y & 1 ? next[at] + next[beside] : 2 * row[at])) /
                             4;
            const int v = mean + sum / 24; /* a standard deviation of 6 levels */
            luma[y * 2 * f->width + x] = (uint8_t) (v < 0 ? 0 : v > 255 ? 255 : v);
        }
    }
    large.luma = luma;
    large.width *= 2;
    large.height *= 2;
    large.rows_whole = large.height;
    large.stride = (ptrdiff_t) large.width;
    large.chroma_shift_x++;
    large.chroma_shift_y++;
    return large;
}

/* In a full picture the noise is finer than what the lens loses. */
static void test_full_size(void **state)
{
    (void) state;
    lw_watch *watch = open_watch();
    for (unsigned i = 0; i < 26; i++) {
        const struct draw draw = {.seed = i, .blur = i < 20 ? 0 : 1.0}; /* 2 px@1080p */
        const struct lw_frame drawn = draw_scene(&draw, INT64_C(5000000000) * i);
        const struct lw_frame large = enlarge(&drawn, i);
        struct lw_watch_result r;
        assert_int_equal(lw_watch_frame(watch, NULL, &large, &r), 0);
        assert_int_equal(large.width, 1920);
        assert_true(r.noise > 5 && r.noise < 8); /* as it is in the large picture */
        const enum lw_state expected = i < 10   ? LW_STATE_NOT_ASSESSABLE
                                       : i < 20 ? LW_STATE_OK
                                                : LW_STATE_FAULT;
        assert_int_equal(of(&r, "defocus")->state, expected);
    }
    lw_watch_close(&watch);
}

static void test_shield(void **state)
{
    (void) state;
    static const struct lw_point left[] = {{0, 0}, {0.6f, 0}, {0.6f, 1}, {0, 1}};
    const struct lw_polygon polygon = {left, 4};
    struct lw_watch_settings settings;
    unsigned usable[2];
    for (int k = 0; k < 2; k++) {
        lw_watch *watch = open_watch();
        lw_watch_settings_default(&settings);
        settings.shields = &polygon;
        settings.shield_count = (size_t) k;
        assert_int_equal(lw_watch_configure(watch, &settings, NULL), 0);
        struct lw_watch_result r;
        for (unsigned i = 0; i < 12; i++)
            r = show(watch, (struct draw){.seed = i}, 5 * i);
        usable[k] = r.tiles_usable;
        lw_watch_close(&watch);
    }
    assert_true(usable[1] > 0 && usable[1] < usable[0] / 2);
}

/* With too few tiles to compare, the picture by itself tells, if it usually looks sharp. */
static void test_few_tiles(void **state)
{
    (void) state;
    static struct lwi_baseline baseline;
    baseline.alone = (struct lwi_running){.mean = 0.1f, .spread = 0.03f};
    struct lw_assessment alone = {
        .verdict = LW_VERDICT_BLURRY, .blur_probability = 0.9, .psf_radius = 4, .reason = ""};
    struct lwi_scene scene = {.quantiser = -1};
    struct lwi_evidence e = {.scene = &scene,
                             .baseline = &baseline,
                             .alone = &alone,
                             .total = 500,
                             .watched = 500,
                             .usable = 3};
    struct lwi_finding finding = {0};
    lwi_condition_defocus.judge(&e, 50, &finding);
    assert_int_equal(finding.state, LW_STATE_FAULT);

    alone.verdict = LW_VERDICT_CLEAR;
    alone.blur_probability = 0.2;
    lwi_condition_defocus.judge(&e, 50, &finding);
    assert_int_equal(finding.state, LW_STATE_OK);

    /* What was coded so coarsely looks soft by itself. */
    alone.verdict = LW_VERDICT_BLURRY;
    alone.blur_probability = 0.9;
    scene.quantiser = 6.6f;
    lwi_condition_defocus.judge(&e, 50, &finding);
    assert_int_equal(finding.state, LW_STATE_NOT_ASSESSABLE);
    scene.quantiser = -1;

    /* A scene that always looks soft, and one that is mostly left out, tell nothing. */
    alone.verdict = LW_VERDICT_BLURRY;
    alone.blur_probability = 0.9;
    baseline.alone.mean = 0.7f;
    lwi_condition_defocus.judge(&e, 50, &finding);
    assert_int_equal(finding.state, LW_STATE_NOT_ASSESSABLE);
    baseline.alone.mean = 0.1f;
    e.watched = 100;
    lwi_condition_defocus.judge(&e, 50, &finding);
    assert_int_equal(finding.state, LW_STATE_NOT_ASSESSABLE);
}

/* Night is another baseline, and after the switch nothing is judged for a while. */
static void test_night(void **state)
{
    (void) state;
    lw_watch *watch = open_watch();
    struct lw_watch_result r;
    for (unsigned i = 0; i < 20; i++)
        r = show(watch, (struct draw){.seed = i}, 5 * i);
    assert_int_equal(r.light, LW_LIGHT_DAY);
    for (unsigned i = 0; i < 40; i++) {
        r = show(watch, (struct draw){.seed = i, .grey = 1, .noise = 3, .gain = 0.6, .blur = 1},
                 100 + 5 * i);
        for (size_t k = 0; k < r.condition_count; k++)
            assert_int_not_equal(r.conditions[k].state, LW_STATE_FAULT);
    }
    assert_int_equal(r.light, LW_LIGHT_NIGHT);
    assert_int_equal(of(&r, "defocus")->state, LW_STATE_OK);
    for (unsigned i = 0; i < 3; i++)
        r = show(watch, (struct draw){.seed = i}, 400 + 5 * i);
    assert_true(r.held_off);
    assert_int_equal(r.light, LW_LIGHT_DAY);
    r = show(watch, (struct draw){.seed = 9}, 500);
    assert_false(r.held_off);
    assert_true(r.pictures_learnt >= 20);
    assert_int_equal(of(&r, "defocus")->state, LW_STATE_OK);
    lw_watch_close(&watch);
}

/* What is dark is full of noise, which is finer than any detail and stays when the lens is out of
 * focus: it must not outvote what tells. */
static void test_grain(void **state)
{
    (void) state;
    lw_watch *watch = open_watch();
    struct lw_watch_result r;
    for (unsigned i = 0; i < 20; i++) {
        r = show(watch, (struct draw){.seed = i, .grain = 18}, 5 * i);
        assert_int_not_equal(of(&r, "defocus")->state, LW_STATE_FAULT);
    }
    static const double radii[] = {2, 3, 6};
    for (unsigned i = 0; i < 3; i++) {
        r = show(watch, (struct draw){.seed = 30 + i, .grain = 18, .blur = radii[i]}, 100 + 5 * i);
        assert_int_equal(of(&r, "defocus")->state, LW_STATE_FAULT);
    }
    r = show(watch, (struct draw){.seed = 40, .grain = 18}, 120);
    assert_int_equal(of(&r, "defocus")->state, LW_STATE_OK);
    lw_watch_close(&watch);
}

/* Letters are put over the picture after the lens. The noise shines through between them, so they
 * are not the same in each picture; but they must not speak for all the rest. */
static void test_letters(void **state)
{
    (void) state;
    for (unsigned k = 0; k < 6; k++) {
        lw_watch *watch = open_watch();
        struct draw draw = {.letters = 1 + (int) (k / 2), .noise = k % 2 * 6};
        struct lw_watch_result r;
        for (draw.seed = 0; draw.seed < 40; draw.seed++)
            r = show(watch, draw, draw.seed);
        assert_int_equal(of(&r, "defocus")->state, LW_STATE_OK);
        draw.blur = 1.5; /* 3 px@1080p */
        r = show(watch, draw, draw.seed);
        assert_int_equal(of(&r, "defocus")->state, LW_STATE_FAULT);
        lw_watch_close(&watch);
    }
}

static enum lw_state can_judge(const lw_watch *watch, const struct lw_baseline_info *b,
                               const char *condition, char *ret_reason)
{
    enum lw_state state = LW_STATE_FAULT;
    assert_int_equal(lw_watch_can_judge(watch, b->light, b->preset,
                                        (size_t) lw_condition_find(condition), &state, ret_reason),
                     0);
    return state;
}

/* What was learnt can be listed, says what it is good for, and is forgotten one by one. */
static void test_what_was_learnt(void **state)
{
    (void) state;
    lw_watch *watch = open_watch();
    struct lw_baseline_info b[LW_BASELINES_MAX];
    char reason[LW_REASON_BYTES];
    assert_int_equal(lw_watch_baselines(watch, b), 0);
    for (unsigned i = 0; i < 40; i++)
        (void) show(watch, (struct draw){.seed = i}, 5 * i);
    for (unsigned i = 0; i < 18; i++)
        (void) show(watch, (struct draw){.seed = i, .grey = 1, .gain = 0.6}, 200 + 5 * i);
    assert_int_equal(lw_watch_baselines(watch, b), 2);
    assert_int_equal(b[0].light, LW_LIGHT_NIGHT);
    assert_true(b[0].current && !b[1].current);
    assert_int_equal(b[1].light, LW_LIGHT_DAY);
    assert_in_range(b[0].pictures_learnt, 1, LWI_BASELINE_NEEDED - 1);
    assert_int_equal(b[1].pictures_learnt, 40);
    assert_true(b[1].tiles_usable > b[1].tiles_total / 2);
    assert_true(b[1].reference_ns > START_NS && b[1].learnt_ns > b[1].reference_ns);

    assert_int_equal(can_judge(watch, &b[1], "defocus", reason), LW_STATE_OK);
    assert_string_equal(reason, "");
    assert_int_equal(can_judge(watch, &b[1], "colour_cast", reason), LW_STATE_OK);
    assert_int_equal(can_judge(watch, &b[1], "focus_drift", reason), LW_STATE_NOT_ASSESSABLE);
    assert_non_null(strstr(reason, "days"));
    assert_int_equal(can_judge(watch, &b[0], "covered", reason), LW_STATE_NOT_ASSESSABLE);
    assert_non_null(strstr(reason, "learning"));
    assert_int_equal(can_judge(watch, &b[0], "too_dark", reason), LW_STATE_OK);
    enum lw_state none;
    assert_int_equal(lw_watch_can_judge(watch, LW_LIGHT_LAMPS, 0, 0, &none, reason), -ENOENT);

    assert_int_equal(lw_watch_forget(watch, LW_LIGHT_NIGHT, 3), -ENOENT);
    assert_int_equal(lw_watch_forget(watch, LW_LIGHT_DAY, LW_PRESET_ANY), 0);
    assert_int_equal(lw_watch_forget(watch, LW_LIGHT_DAY, 0), -ENOENT);
    assert_int_equal(lw_watch_baselines(watch, b), 1);
    assert_int_equal(b[0].light, LW_LIGHT_NIGHT);
    assert_int_equal(lw_watch_forget(watch, LW_LIGHT_UNKNOWN, LW_PRESET_ANY), 0);
    assert_int_equal(lw_watch_baselines(watch, b), 0);
    /* Both are learnt anew, and saved so. */
    uint8_t *bytes = malloc(lw_watch_save_size(watch));
    assert_non_null(bytes);
    assert_int_equal(lw_watch_save(watch, bytes, lw_watch_save_size(watch)), 0);
    assert_int_equal(lw_watch_load(watch, bytes, lw_watch_save_size(watch), NULL), 0);
    free(bytes);
    (void) show(watch, (struct draw){.seed = 1, .grey = 1, .gain = 0.6}, 400);
    for (unsigned i = 0; i < 20; i++)
        (void) show(watch, (struct draw){.seed = i}, 405 + 5 * i);
    assert_int_equal(lw_watch_baselines(watch, b), 2);
    assert_true(b[0].current && b[0].light == LW_LIGHT_DAY && b[0].pictures_learnt <= 10);
    lw_watch_close(&watch);
}

static void test_presets(void **state)
{
    (void) state;
    lw_watch *watch = open_watch();
    struct lw_watch_result r;
    double second = 0;
    for (unsigned preset = 1; preset <= 2; preset++) {
        assert_int_equal(lw_watch_set_preset(watch, preset), 0);
        for (unsigned i = 0; i < 30; i++, second += 5)
            r = show(watch, (struct draw){.seed = i, .scene = preset}, second);
        assert_true(r.pictures_learnt >= 10);
    }
    assert_int_equal(lw_watch_set_preset(watch, 1), 0);
    for (unsigned i = 0; i < 20; i++, second += 5) {
        r = show(watch, (struct draw){.seed = 90 + i, .scene = 1}, second);
        assert_int_not_equal(of(&r, "scene_changed")->state, LW_STATE_FAULT);
    }
    assert_int_equal(of(&r, "scene_changed")->state, LW_STATE_OK);
    lw_watch_close(&watch);
}

/* A watch that is saved and loaded judges as one that never stopped. */
static void test_restart(void **state)
{
    (void) state;
    lw_watch *whole = open_watch(), *restarted = open_watch();
    for (unsigned i = 0; i < 40; i++) {
        struct draw d = {.seed = i, .clock = i, .blur = i % 7 == 6 ? 1.2 : 0};
        d.cast = i % 11 == 10 ? 40 : 0;
        const struct lw_watch_result a = show(whole, d, 5 * i);
        const struct lw_watch_result b = show(restarted, d, 5 * i);
        assert_int_equal(a.pictures_learnt, b.pictures_learnt);
        assert_int_equal(a.tiles_usable, b.tiles_usable);
        for (size_t k = 0; k < a.condition_count; k++) {
            assert_int_equal(a.conditions[k].state, b.conditions[k].state);
            assert_true(a.conditions[k].score == b.conditions[k].score);
            assert_true(a.conditions[k].value == b.conditions[k].value);
            assert_string_equal(a.conditions[k].reason, b.conditions[k].reason);
        }
        const size_t size = lw_watch_save_size(restarted);
        void *bytes = malloc(size);
        assert_non_null(bytes);
        assert_int_equal(lw_watch_save(restarted, bytes, size - 1), -ENOBUFS);
        assert_int_equal(lw_watch_save(restarted, bytes, size), 0);
        lw_watch_close(&restarted);
        restarted = open_watch();
        assert_int_equal(lw_watch_load(restarted, bytes, size, NULL), 0);
        free(bytes);
    }
    lw_watch_close(&whole);
    lw_watch_close(&restarted);
}

static void test_torn(void **state)
{
    (void) state;
    lw_watch *watch = open_watch();
    struct lw_error error;
    for (unsigned i = 0; i < 12; i++)
        (void) show(watch, (struct draw){.seed = i}, 5 * i);
    const size_t size = lw_watch_save_size(watch);
    uint8_t *bytes = malloc(size);
    assert_non_null(bytes);
    assert_int_equal(lw_watch_save(watch, bytes, size), 0);
    for (size_t cut = 0; cut < size; cut += 1 + size / 50) {
        assert_int_equal(lw_watch_load(watch, bytes, cut, &error), -EBADMSG);
        assert_true(error.message[0]);
    }
    for (size_t i = 40; i < size; i += 1 + size / 50) {
        bytes[i] ^= 0x10;
        assert_int_equal(lw_watch_load(watch, bytes, size, NULL), -EBADMSG);
        bytes[i] ^= 0x10;
    }
    bytes[4] ^= 0x40; /* the version */
    assert_int_equal(lw_watch_load(watch, bytes, size, &error), -ENOTSUP);
    bytes[4] ^= 0x40;
    /* After all these it still knows what it knew. */
    struct lw_watch_result r = show(watch, (struct draw){.seed = 70}, 100);
    assert_int_equal(r.pictures_learnt, 13);
    assert_int_equal(lw_watch_load(watch, bytes, size, NULL), 0);
    r = show(watch, (struct draw){.seed = 71}, 105);
    assert_int_equal(r.pictures_learnt, 13);
    free(bytes);
    lw_watch_close(&watch);
}

/* A lens that loses focus over weeks is not learnt; the drift is told, and when it ends. */
static void test_drift(void **state)
{
    (void) state;
    const double day = 86400;
    lw_watch *watch = open_watch();
    struct lw_watch_result r;
    for (unsigned i = 0; i < 60; i++)
        r = show(watch, (struct draw){.seed = i}, i * day / 8);
    assert_int_equal(of(&r, "focus_drift")->state, LW_STATE_OK);
    int told = 0;
    for (unsigned i = 0; i < 120 && !told; i++) {
        r = show(watch, (struct draw){.seed = 100 + i, .blur = 0.5 + 0.001 * i},
                 (8 + i / 4.0) * day);
        told = of(&r, "focus_drift")->state == LW_STATE_FAULT;
        assert_int_not_equal(of(&r, "defocus")->state, LW_STATE_FAULT);
    }
    /* The watch began on 14 November 2023, and the loss eight days later. */
    const char *since = strstr(of(&r, "focus_drift")->reason, "losing focus since ");
    assert_non_null(since);
    const long on = strtol(since + strlen("losing focus since "), NULL, 10);
    assert_in_range(on, 22, 29);
    assert_non_null(strstr(since, " Nov, limit reached in about"));
    assert_true(told);
    lw_watch_close(&watch);
}

/* Small, grey, torn, of other sizes: always a state and a reason. */
static void test_any_picture(void **state)
{
    (void) state;
    lw_watch *watch = open_watch();
    uint8_t *luma = calloc(3000, 200);
    assert_non_null(luma);
    static const uint32_t sizes[][2] = {{1, 1},    {63, 200}, {64, 64},    {3000, 70},
                                        {65, 199}, {70, 190}, {2999, 133}, {320, 180}};
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        for (unsigned k = 0; k < 3; k++) {
            struct lw_frame f = {.luma = luma,
                                 .stride = (ptrdiff_t) sizes[i][0],
                                 .width = sizes[i][0],
                                 .height = sizes[i][1],
                                 .rows_whole = k == 2 ? sizes[i][1] / 2 : sizes[i][1],
                                 .wall_ns = LW_TIME_NONE};
            for (size_t n = 0; n < (size_t) 3000 * 200; n++)
                luma[n] = (uint8_t) (k ? n * 2654435761u >> 13 : 0);
            struct lw_watch_result r;
            assert_int_equal(lw_watch_frame(watch, NULL, &f, &r), 0);
            for (size_t c = 0; c < r.condition_count; c++)
                assert_true(r.conditions[c].reason && isfinite(r.conditions[c].score));
        }
    }
    free(luma);
    lw_watch_close(&watch);
}

/* Grey is usual at an hour when it was so on earlier days, not when it is so now. */
static void test_grey_now_is_not_usual(void **state)
{
    (void) state;
    lw_watch *watch = open_watch();
    struct lw_watch_result r;
    unsigned seed = 0;
    for (int day = 0; day < 3; day++)
        for (int i = 0; i < 12; i++)
            (void) show(watch, (struct draw){.seed = seed++}, day * 86400.0 + 300 * i);
    for (int i = 0; i < 20; i++)
        r = show(watch, (struct draw){.seed = seed++, .grey = 1}, 3 * 86400.0 + 150 * i);
    assert_int_equal(of(&r, "monochrome")->state, LW_STATE_FAULT);
    /* After a day of it, it is, and no fault any more. */
    for (int i = 0; i < 5; i++)
        r = show(watch, (struct draw){.seed = seed++, .grey = 1}, 4 * 86400.0 + 150 * i);
    assert_int_equal(of(&r, "monochrome")->state, LW_STATE_OK);
    lw_watch_close(&watch);
}

/* Three times the same values are enough, whatever the interval. */
static void test_frozen_soon(void **state)
{
    (void) state;
    lw_watch *watch = open_watch();
    struct lw_watch_result r;
    for (unsigned i = 0; i < 12; i++)
        r = show(watch, (struct draw){.seed = i}, 3600.0 * i);
    assert_int_equal(of(&r, "frozen")->state, LW_STATE_OK);
    for (unsigned i = 12; i < 15; i++)
        r = show(watch, (struct draw){.seed = 12}, 3600.0 * i);
    assert_int_equal(of(&r, "frozen")->state, LW_STATE_FAULT);
    lw_watch_close(&watch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table),
        cmocka_unit_test(test_bad_calls),
        cmocka_unit_test(test_learns_in_ten),
        cmocka_unit_test(test_sensitivity),
        cmocka_unit_test(test_full_size),
        cmocka_unit_test(test_shield),
        cmocka_unit_test(test_night),
        cmocka_unit_test(test_grain),
        cmocka_unit_test(test_letters),
        cmocka_unit_test(test_presets),
        cmocka_unit_test(test_restart),
        cmocka_unit_test(test_torn),
        cmocka_unit_test(test_drift),
        cmocka_unit_test(test_any_picture),
        cmocka_unit_test(test_grey_now_is_not_usual),
        cmocka_unit_test(test_frozen_soon),
        cmocka_unit_test(test_few_tiles),
        cmocka_unit_test(test_what_was_learnt),
    };
    return cmocka_run_group_tests_name("watch", tests, NULL, NULL);
}
