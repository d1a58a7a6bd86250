/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * The table of confusion: each fault is drawn into a scene that a watch has learnt. It must be
 * found by its condition, and by no other than those that a row allows; what is no fault must
 * be found by none.
 */
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

#define STEP_NS  (INT64_C(5) * 1000000000)
#define START_NS (INT64_C(1700000000) * 1000000000)
#define LEARNT   24
#define FAULTY   12

/* One kind of stimulus: what is drawn in each of the frames of the fault. */
struct stimulus {
    const char *name;
    const char *expected; /* condition, or NULL: no fault */
    struct draw draw;
    void (*change)(struct draw *draw, unsigned frame); /* from frame to frame, or NULL */
};

static void shake(struct draw *d, unsigned frame)
{
    d->shift_x = frame % 2 ? 4 : -4;
}

static void flash(struct draw *d, unsigned frame)
{
    d->offset = frame % 2 ? 25 : -25;
}

static void freeze(struct draw *d, unsigned frame)
{
    d->seed = 777;
    d->clock = frame;
}

static const struct stimulus stimuli[] = {
    {"nothing", NULL, {0}, NULL},
    {"lorry", NULL, {.covered = 0.25, .covered_luma = 150}, NULL},
    {"a little darker", NULL, {.gain = 0.8}, NULL},
    {"a little brighter", NULL, {.offset = 15}, NULL},
    {"disk of 2 px@1080p", "defocus", {.blur = 1.0}, NULL},
    {"disk of 3 px@1080p", "defocus", {.blur = 1.5}, NULL},
    {"disk of 8 px@1080p", "defocus", {.blur = 4.0}, NULL},
    {"hand", "covered", {.covered = 0.95, .covered_luma = 90}, NULL},
    {"half of a hand", "covered", {.covered = 0.5, .covered_luma = 90}, NULL},
    {"two fifths of a hand", "covered", {.covered = 0.4, .covered_luma = 90}, NULL},
    {"paint", "covered", {.covered = 0.8, .covered_luma = 180}, NULL},
    {"another scene", "scene_changed", {.scene = 3}, NULL},
    {"turned", "scene_changed", {.shift_x = 120}, NULL},
    {"dark", "too_dark", {.gain = 0.03}, NULL},
    {"underexposed", "too_dark", {.gain = 0.2}, NULL},
    {"so dark that no colour is left", "too_dark", {.gain = 0.2, .grey = 1}, NULL},
    {"glare", "too_bright", {.gain = 1.2, .offset = 150}, NULL},
    {"fog", "impaired_visibility", {.fog = 0.9}, NULL},
    {"fog that takes the colour", "impaired_visibility", {.fog = 0.9, .grey = 1}, NULL},
    {"fog over a cast", "impaired_visibility", {.fog = 0.9, .cast = 30}, NULL},
    {"haze all over", "impaired_visibility", {.gain = 0.15, .offset = 105}, NULL},
    {"cast", "colour_cast", {.cast = 30}, NULL},
    {"noise", "noise", {.noise = 14}, NULL},
    {"stripes", "stripes", {.stripes = 12}, NULL},
    {"stripes and less detail", "stripes", {.stripes = 12, .blur = 1.0}, NULL},
    {"stripes along", "stripes", {.stripes = 12, .columns = 1}, NULL},
    {"overexposed", "too_bright", {.gain = 1.7, .offset = 60}, NULL},
    {"frozen under a clock", "frozen", {0}, freeze},
    {"shaken", "shaking", {0}, shake},
    {"flashing", "flashing", {0}, flash},
    {"blocks", "compression", {.blocks = 1}, NULL},
    {"fewer bits", NULL, {.blur = 1.0, .quantiser = 40}, NULL},
    {"far too few bits", "compression", {.blur = 2.0, .quantiser = 180}, NULL},
    {"so few bits that much is flat",
     "compression",
     {.covered = 0.6, .covered_luma = 110, .quantiser = 228},
     NULL},
    {"drops", "dirty_lens", {.dirt = 0.3}, NULL},
    {"no camera", "no_signal_picture", {.flat = 1}, NULL},
};

static lw_watch *learnt(void)
{
    lw_watch *watch = NULL;
    assert_int_equal(lw_watch_open(&watch, NULL, NULL), 0);
    for (unsigned i = 0; i < LEARNT; i++) {
        const struct draw healthy = {.seed = i, .clock = i};
        const struct lw_frame frame = draw_scene(&healthy, START_NS + (int64_t) i * STEP_NS);
        struct lw_watch_result result;
        assert_int_equal(lw_watch_frame(watch, NULL, &frame, &result), 0);
        for (size_t k = 0; k < result.condition_count; k++)
            if (result.conditions[k].state == LW_STATE_FAULT)
                fail_msg("%s while learning: %s", lw_condition_at(k)->name,
                         result.conditions[k].reason);
    }
    return watch;
}

/* What a watch had learnt before a frame. */
struct past {
    void *bytes;
    size_t size;
};

/* Shows the frame to another watch with the same past, set to that sensitivity. */
static enum lw_state state_at(lw_watch *other, const struct past *past,
                              const struct lw_frame *frame, size_t condition, unsigned sensitivity)
{
    struct lw_watch_settings settings;
    struct lw_watch_result result;
    lw_watch_settings_default(&settings);
    settings.conditions[condition].enabled = 1;
    settings.conditions[condition].sensitivity = sensitivity;
    assert_int_equal(lw_watch_configure(other, &settings, NULL), 0);
    assert_int_equal(lw_watch_load(other, past->bytes, past->size, NULL), 0);
    assert_int_equal(lw_watch_frame(other, NULL, frame, &result), 0);
    return result.conditions[condition].state;
}

/* A limit says of every sensitivity what the watch would say if it were set to it; asked are those
 * on both sides of it. Beside a fault that is not its own it need not tell ok from not assessable,
 * but at the sensitivity that is set. */
static void check_limits(const char *name, lw_watch *other, const struct past *past,
                         const struct lw_frame *frame, const uint8_t *limits, int has_fault)
{
    for (size_t k = 0; k < lw_condition_count(); k++) {
        const unsigned set = lw_condition_at(k)->sensitivity;
        const unsigned lowest = limits[k] & ~(unsigned) LW_LIMIT_ELSE_UNKNOWN;
        const int is_between = lowest > 1 && lowest <= 100;
        const unsigned asked[] = {is_between ? lowest : 100, lowest - 1, set};
        for (size_t i = 0; i < sizeof(asked) / sizeof(asked[0]); i++) {
            if ((i == 1 && !is_between) || (i == 2 && !has_fault))
                continue;
            const enum lw_state is = state_at(other, past, frame, k, asked[i]);
            const enum lw_state said = lw_limit_state(limits[k], asked[i]);
            const int tells_fault = (is == LW_STATE_FAULT) == (said == LW_STATE_FAULT);
            if (is != said && (!tells_fault || !has_fault || asked[i] == set))
                fail_msg("%s: %s at %u is %s; its limit %u says %s", name, lw_condition_at(k)->name,
                         asked[i], lw_state_name(is), limits[k], lw_state_name(said));
        }
    }
}

/* Counts the frames at fault by condition. Returns what the last frame gave. */
static void show(lw_watch *watch, const struct stimulus *s, unsigned *ret_faults)
{
    lw_watch *other = NULL;
    assert_int_equal(lw_watch_open(&other, NULL, NULL), 0);
    for (unsigned i = 0; i < FAULTY; i++) {
        struct draw draw = s->draw;
        draw.seed = 100 + i;
        draw.clock = i;
        if (s->change)
            s->change(&draw, i);
        const struct lw_frame frame =
            draw_scene(&draw, START_NS + (int64_t) (LEARNT + i) * STEP_NS);
        struct lw_watch_result result;
        struct past past = {.size = lw_watch_save_size(watch)};
        past.bytes = malloc(past.size);
        assert_non_null(past.bytes);
        assert_int_equal(lw_watch_save(watch, past.bytes, past.size), 0);
        assert_int_equal(lw_watch_frame(watch, NULL, &frame, &result), 0);
        unsigned has_fault = 0;
        for (size_t k = 0; k < result.condition_count; k++) {
            const struct lw_condition_result *c = &result.conditions[k];
            assert_true(c->reason && c->reason[0] && c->unit);
            assert_true(c->score >= 0 && c->score <= 1);
            assert_int_equal(c->state == LW_STATE_FAULT, c->score >= 0.5);
            ret_faults[k] += c->state == LW_STATE_FAULT;
            has_fault |= c->state == LW_STATE_FAULT;
            if (c->state == LW_STATE_FAULT && i == FAULTY - 1)
                print_message("%-22s %-20s %.2f %s\n", s->name, lw_condition_at(k)->name, c->value,
                              c->reason);
        }
        if (i == FAULTY - 1) {
            uint8_t limits[LW_CONDITIONS_MAX];
            assert_int_equal(lw_watch_limits(watch, limits), 0);
            check_limits(s->name, other, &past, &frame, limits, has_fault);
        }
        free(past.bytes);
    }
    lw_watch_close(&other);
}

static void test_confusion(void **state)
{
    (void) state;
    unsigned wrong = 0;
    lw_watch *teacher = learnt();
    const size_t size = lw_watch_save_size(teacher);
    void *bytes = malloc(size);
    assert_non_null(bytes);
    assert_int_equal(lw_watch_save(teacher, bytes, size), 0);
    for (size_t i = 0; i < sizeof(stimuli) / sizeof(stimuli[0]); i++) {
        const struct stimulus *s = &stimuli[i];
        unsigned faults[LW_CONDITIONS_MAX] = {0};
        assert_int_equal(lw_watch_load(teacher, bytes, size, NULL), 0);
        show(teacher, s, faults);
        for (size_t k = 0; k < lw_condition_count(); k++) {
            const int expected = s->expected && strcmp(lw_condition_at(k)->name, s->expected) == 0;
            /* Those that need a run of frames come a little later. */
            if ((expected && faults[k] < 3) || (!expected && faults[k] > 0)) {
                print_error("%s: %s at fault in %u of %d frames\n", s->name,
                            lw_condition_at(k)->name, faults[k], FAULTY);
                wrong++;
            }
        }
    }
    free(bytes);
    lw_watch_close(&teacher);
    assert_int_equal(wrong, 0);
}

/* An exposure that looks for what is right after a sudden change goes to and fro, but less each
 * time: soon it is told from a brightness that goes on doing so. */
static void test_exposure_hunts(void **state)
{
    (void) state;
    const size_t flashing = lw_condition_find("flashing");
    lw_watch *watch = learnt();
    unsigned faults = 0;
    for (unsigned i = 0; i < 16; i++) {
        const struct draw draw = {
            .seed = 100 + i, .clock = i, .offset = 100 * cos(i * 2.1) * exp(-0.2 * i)};
        const struct lw_frame frame =
            draw_scene(&draw, START_NS + (int64_t) (LEARNT + i) * STEP_NS);
        struct lw_watch_result result;
        assert_int_equal(lw_watch_frame(watch, NULL, &frame, &result), 0);
        faults += result.conditions[flashing].state == LW_STATE_FAULT;
    }
    assert_true(faults <= 4);
    lw_watch_close(&watch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_confusion),
        cmocka_unit_test(test_exposure_hunts),
    };
    return cmocka_run_group_tests_name("watch_conditions", tests, NULL, NULL);
}
