/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* What single conditions make of evidence that is filled in by hand: limits that no drawn picture
 * meets exactly. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "verdict/condition.h"

/* A camera that is known well, and a frame of it in which nothing is wrong. */
struct fixture {
    struct lwi_scene scene;
    struct lwi_baseline baseline;
    struct lwi_recent recent;
    struct lwi_evidence e;
};

static struct lwi_evidence *healthy(struct fixture *f)
{
    memset(f, 0, sizeof(*f));
    f->baseline.pictures = 100;
    f->baseline.light = LW_LIGHT_DAY;
    f->baseline.luma = (struct lwi_running){120, 8};
    f->baseline.grain = (struct lwi_running){2, 0.2f};
    f->baseline.detail = (struct lwi_running){0, 0.1f};
    f->baseline.drop = (struct lwi_running){0, 0.02f};
    f->baseline.looks[0] = (struct lwi_look){.pictures = 50, .mean = 120, .noise = 2};
    f->scene.mean = 120;
    f->scene.grain = 2;
    f->scene.colour = 8;
    f->e = (struct lwi_evidence){
        .scene = &f->scene,
        .baseline = &f->baseline,
        .recent = &f->recent,
        .pictures = 100,
        .total = 600,
        .watched = 600,
        .usable = 400,
        .present = 400,
        .telling = 400,
        .light = 1,
        .contrast_ratio = 1,
        .fit = {.correlation = 0.9, .aligned = 0.9, .zoom = 1},
    };
    return &f->e;
}

static enum lw_state judge(const struct lwi_evidence *e, const char *name)
{
    struct lwi_finding finding;
    const long index = lw_condition_find(name);
    assert_true(index >= 0);
    lwi_conditions[index]->judge(e, 50, &finding);
    return finding.state;
}

static int yields(const char *name, const char *to)
{
    const char *const *other = lwi_conditions[lw_condition_find(name)]->yields_to;
    while (other && *other && strcmp(*other, to) != 0)
        other++;
    return other && *other;
}

static void test_noise(void **state)
{
    struct fixture f;
    struct lwi_evidence *e = healthy(&f);
    (void) state;
    assert_int_equal(judge(e, "noise"), LW_STATE_OK);
    /* A noisy night: by some levels more is a fault, not only by its multiple. */
    f.baseline.looks[0].noise = 9;
    f.scene.grain = 12;
    assert_int_equal(judge(e, "noise"), LW_STATE_OK);
    f.scene.grain = 14;
    assert_int_equal(judge(e, "noise"), LW_STATE_FAULT);
    /* A restless one has its own limit. */
    f.baseline.grain.spread = 2;
    assert_int_equal(judge(e, "noise"), LW_STATE_OK);
    f.scene.grain = 15.5f;
    assert_int_equal(judge(e, "noise"), LW_STATE_FAULT);
}

static void test_stripes(void **state)
{
    struct fixture f;
    struct lwi_evidence *e = healthy(&f);
    (void) state;
    assert_int_equal(judge(e, "stripes"), LW_STATE_OK);
    e->across = (struct lwi_bands){.level = 9, .periodic = 0.7};
    assert_int_equal(judge(e, "stripes"), LW_STATE_FAULT);
    /* Strong ones that something else lies over: that does not say that they are gone. */
    e->across.periodic = 0.6;
    assert_int_equal(judge(e, "stripes"), LW_STATE_NOT_ASSESSABLE);
    e->across = (struct lwi_bands){.level = 5, .periodic = 0.6};
    f.baseline.banding.spread = 1;
    assert_int_equal(judge(e, "stripes"), LW_STATE_OK);
    /* Bars take detail; what takes detail makes no bars. */
    assert_true(yields("defocus", "stripes"));
    assert_true(yields("dirty_lens", "stripes"));
    assert_false(yields("stripes", "defocus"));
    e->across = (struct lwi_bands){.level = 9, .periodic = 0.2};
    f.baseline.banding.spread = 0.2f;
    assert_int_equal(judge(e, "stripes"), LW_STATE_FAULT);
    e->drop = -0.6;
    assert_int_equal(judge(e, "stripes"), LW_STATE_NOT_ASSESSABLE);
}

/* By night fog is no brighter than 40 levels, and yet no darker than the night. */
static void test_fog(void **state)
{
    struct fixture f;
    struct lwi_evidence *e = healthy(&f);
    (void) state;
    e->detail = -3;
    e->detail_far = -3.5;
    e->detail_near = -2.5;
    e->contrast_ratio = 0.35;
    assert_int_equal(judge(e, "impaired_visibility"), LW_STATE_FAULT);
    f.scene.mean = 36;
    assert_int_equal(judge(e, "impaired_visibility"), LW_STATE_FAULT);
    e->light = 0.5;
    assert_int_equal(judge(e, "impaired_visibility"), LW_STATE_OK);
    assert_true(yields("colour_cast", "impaired_visibility"));
}

/* What is flat and still shows the scene is faint, not hidden. */
static void test_seen_through(void **state)
{
    struct fixture f;
    struct lwi_evidence *e = healthy(&f);
    (void) state;
    e->flat_share = e->flat_near = e->flat_far = 0.6;
    assert_int_equal(judge(e, "covered"), LW_STATE_FAULT);
    e->seen_through = 0.7;
    assert_int_equal(judge(e, "covered"), LW_STATE_OK);
}

/* In the usual light another scene is told sooner; in one that neither day nor lamps have, not. */
static void test_scene_changed(void **state)
{
    struct fixture f;
    struct lwi_baseline lamps;
    struct lwi_evidence *e = healthy(&f);
    (void) state;
    e->fit.correlation = e->fit.aligned = 0.35;
    assert_int_equal(judge(e, "scene_changed"), LW_STATE_FAULT);
    e->detail = -2;
    assert_int_equal(judge(e, "scene_changed"), LW_STATE_OK);
    e->detail = 0;
    f.scene.mean = 98;
    assert_int_equal(judge(e, "scene_changed"), LW_STATE_OK);
    e->fit.correlation = e->fit.aligned = 0;
    assert_int_equal(judge(e, "scene_changed"), LW_STATE_FAULT);
    f.scene.mean = 60;
    assert_int_equal(judge(e, "scene_changed"), LW_STATE_NOT_ASSESSABLE);
    memset(&lamps, 0, sizeof(lamps));
    lamps.luma = (struct lwi_running){64, 6};
    e->other = &lamps;
    e->other_likeness = 0.1;
    assert_int_equal(judge(e, "scene_changed"), LW_STATE_FAULT);
    e->other_likeness = 0.5;
    assert_int_equal(judge(e, "scene_changed"), LW_STATE_NOT_ASSESSABLE);
    /* A day so dark that it passes for a night is a day. */
    f.scene.mean = 120;
    assert_int_equal(judge(e, "scene_changed"), LW_STATE_NOT_ASSESSABLE);
    f.scene.mean = 60;
    e->other_likeness = 0.1;
    e->lost_share = 0.5;
    assert_int_equal(judge(e, "scene_changed"), LW_STATE_NOT_ASSESSABLE);
}

/* Turned a little, most of the view is the same: that tells in whatever light, in that of the other
 * one of day and lamps, too. A large shift is found by chance as well. */
static void test_turned_in_another_light(void **state)
{
    struct fixture f;
    struct lwi_baseline lamps = {.luma = {64, 6}};
    struct lwi_evidence *e = healthy(&f);
    (void) state;
    f.scene.mean = 40;
    e->fit = (struct lwi_overlay_fit){.correlation = 0.1, .aligned = 0.45, .shift_x = -190};
    assert_int_equal(judge(e, "scene_changed"), LW_STATE_FAULT);
    e->fit.shift_x = 590;
    assert_int_equal(judge(e, "scene_changed"), LW_STATE_NOT_ASSESSABLE);
    e->other = &lamps;
    e->other_likeness = 0.33;
    e->other_fit = (struct lwi_overlay_fit){.correlation = 0.33, .aligned = 0.35, .shift_x = -190};
    assert_int_equal(judge(e, "scene_changed"), LW_STATE_NOT_ASSESSABLE);
    e->other_fit.aligned = 0.58;
    assert_int_equal(judge(e, "scene_changed"), LW_STATE_FAULT);
}

/* A third of the picture white that never was, and the rest brighter, too. */
static void test_too_bright(void **state)
{
    struct fixture f;
    struct lwi_evidence *e = healthy(&f);
    (void) state;
    f.baseline.bright = (struct lwi_running){0.01f, 0.01f};
    f.scene.bright = 0.33f;
    assert_int_equal(judge(e, "too_bright"), LW_STATE_OK);
    e->light = 1.3;
    assert_int_equal(judge(e, "too_bright"), LW_STATE_FAULT);
    /* Less of it in the light of the lamps: what looks neither so nor as the day does is no day. */
    struct lwi_baseline day = {.light = LW_LIGHT_DAY};
    f.scene.bright = 0.25f;
    e->light = 4;
    assert_int_equal(judge(e, "too_bright"), LW_STATE_OK);
    e->other = &day;
    e->other_likeness = 0.2;
    assert_int_equal(judge(e, "too_bright"), LW_STATE_FAULT);
    e->other_likeness = 0.5;
    assert_int_equal(judge(e, "too_bright"), LW_STATE_OK);
}

/* Next to black, and a day that is shown as dark as the lamps of the night. */
static void test_too_dark(void **state)
{
    struct fixture f;
    struct lwi_baseline day = {.light = LW_LIGHT_DAY, .luma = {130, 10}};
    struct lwi_evidence *e = healthy(&f);
    (void) state;
    e->fit.correlation = e->fit.aligned = 0.1;
    f.scene.mean = 19;
    f.scene.dark = 0.66f;
    assert_int_equal(judge(e, "too_dark"), LW_STATE_OK);
    f.scene.mean = 14;
    assert_int_equal(judge(e, "too_dark"), LW_STATE_FAULT);
    f.scene.dark = 0.5f;
    assert_int_equal(judge(e, "too_dark"), LW_STATE_OK);
    f.baseline.luma = (struct lwi_running){25, 4};
    f.scene.mean = 26;
    assert_int_equal(judge(e, "too_dark"), LW_STATE_OK);
    e->other = &day;
    e->other_likeness = 0.3;
    assert_int_equal(judge(e, "too_dark"), LW_STATE_OK);
    e->other_likeness = 0.6;
    assert_int_equal(judge(e, "too_dark"), LW_STATE_FAULT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_noise),         cmocka_unit_test(test_stripes),
        cmocka_unit_test(test_fog),           cmocka_unit_test(test_seen_through),
        cmocka_unit_test(test_scene_changed), cmocka_unit_test(test_too_bright),
        cmocka_unit_test(test_too_dark),      cmocka_unit_test(test_turned_in_another_light),
    };
    return cmocka_run_group_tests_name("condition_limits", tests, NULL, NULL);
}
