/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* A relay on a line of a made-up GPIO chip: machines that run tests have no real one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <errno.h>
#include <cmocka.h>
#include <jansson.h>
#include <pthread.h>

#include "action/relay_line.h"
#include "base/clock.h"
#include "base/error.h"

/* The chip: what was done to its line, "o1" (opened, on), "s0" (set, off), "c" (closed). */
struct lwi_gpio_line {
    int unused;
};

static struct {
    pthread_mutex_t lock;
    char done[200];
    int fails;
    struct lwi_gpio_line line;
} chip = {.lock = PTHREAD_MUTEX_INITIALIZER};

static void note(const char *what, int value)
{
    (void) pthread_mutex_lock(&chip.lock);
    size_t n = strlen(chip.done);
    (void) snprintf(chip.done + n, sizeof(chip.done) - n, value < 0 ? "%s " : "%s%d ", what, value);
    (void) pthread_mutex_unlock(&chip.lock);
}

static int chip_open(struct lwi_gpio_line **ret_line, const char *path, int offset, int inverted,
                     int on, struct lw_error *reterr)
{
    assert_string_equal(path, "/dev/gpiochip7");
    assert_int_equal(offset, 5);
    assert_int_equal(inverted, 0);
    if (chip.fails)
        return lwi_error_set(reterr, -EBUSY, "it is busy");
    note("o", on);
    *ret_line = &chip.line;
    return 0;
}

static int chip_set(struct lwi_gpio_line *line, int on, struct lw_error *reterr)
{
    (void) reterr;
    assert_ptr_equal(line, &chip.line);
    note("s", on);
    return 0;
}

static void chip_close(struct lwi_gpio_line *line)
{
    assert_ptr_equal(line, &chip.line);
    note("c", -1);
}

static const struct lwi_gpio_table table = {chip_open, chip_set, chip_close};

/* Instead of the one that loads. */
const void *lwi_module_find(struct lwi_module_table *wanted, struct lw_error *reterr)
{
    (void) reterr;
    assert_string_equal(wanted->symbol, "lwi_gpio_table");
    return &table;
}

struct fixture {
    const struct lwi_action_kind *kind;
    json_t *settings;
    void *state;
};

static void set_up(struct fixture *f, double hold_s)
{
    static const struct lwi_action_host host = {.log = NULL};
    json_t *given = json_pack("{s:s,s:s,s:i,s:f}", "via", "gpio", "chip", "/dev/gpiochip7", "line",
                              5, "hold_s", hold_s);
    chip.done[0] = '\0';
    chip.fails = 0;
    f->kind = lwi_action_kind_find("relay");
    f->settings = NULL;
    f->state = NULL;
    assert_int_equal(lwi_action_settings(f->kind, NULL, given, &f->settings, NULL), 0);
    json_decref(given);
    assert_int_equal(f->kind->open(&f->state, "relay", f->settings, &host, NULL), 0);
}

static void tear_down(struct fixture *f)
{
    f->kind->close(f->state);
    json_decref(f->settings);
}

static int run(struct fixture *f, enum lwi_action_phase phase, int64_t others, int is_test)
{
    const struct lwi_action_job job = {
        .phase = phase, .camera_id = "gate", .others = others, .is_test = is_test};
    struct lwi_action_run r = {.state = f->state,
                               .deadline_ns =
                                   lwi_clock_monotonic(&lwi_clock_system) + 60 * LWI_NS_PER_S};
    return f->kind->run(f->settings, &job, &r, NULL);
}

static void wait_for(const char *done)
{
    const struct timespec pause = {.tv_nsec = 5 * LWI_NS_PER_MS};
    for (int i = 0; i < 12000; i++) {
        (void) pthread_mutex_lock(&chip.lock);
        int same = strcmp(chip.done, done) == 0;
        (void) pthread_mutex_unlock(&chip.lock);
        if (same)
            return;
        (void) nanosleep(&pause, NULL);
    }
    assert_string_equal(chip.done, done);
}

static void test_while_events_go_on(void **state)
{
    struct fixture f;
    (void) state;
    set_up(&f, 0);
    assert_string_equal(chip.done, ""); /* nothing is known of it yet */
    assert_int_equal(run(&f, LWI_ACTION_START, 0, 0), 0);
    assert_int_equal(run(&f, LWI_ACTION_END, 2, 0), 0); /* others go on */
    assert_string_equal(chip.done, "o1 ");
    assert_int_equal(run(&f, LWI_ACTION_END, 0, 0), 0);
    assert_int_equal(run(&f, LWI_ACTION_START, 0, 0), 0);
    assert_int_equal(run(&f, LWI_ACTION_END, 2, 1), 0); /* by hand */
    assert_string_equal(chip.done, "o1 s0 s1 s0 ");
    tear_down(&f);
    assert_string_equal(chip.done, "o1 s0 s1 s0 c ");
}

static void test_hold(void **state)
{
    struct fixture f;
    (void) state;
    set_up(&f, 0.05);
    wait_for("o0 "); /* one that died may have left it on */
    assert_int_equal(run(&f, LWI_ACTION_START, 0, 0), 0);
    assert_int_equal(run(&f, LWI_ACTION_END, 0, 0), 0);
    wait_for("o0 s1 s0 ");
    tear_down(&f);
    assert_string_equal(chip.done, "o0 s1 s0 c ");

    set_up(&f, 1000);
    wait_for("o0 ");
    assert_int_equal(run(&f, LWI_ACTION_START, 0, 0), 0);
    assert_int_equal(run(&f, LWI_ACTION_START, 0, 0), 0);
    assert_int_equal(run(&f, LWI_ACTION_END, 0, 0), 0); /* goes off by itself */
    assert_string_equal(chip.done, "o0 s1 s1 ");
    tear_down(&f); /* and is not left on */
    assert_string_equal(chip.done, "o0 s1 s1 s0 c ");
}

static void test_not_to_be_had(void **state)
{
    struct fixture f;
    (void) state;
    set_up(&f, 0);
    chip.fails = 1;
    assert_int_equal(run(&f, LWI_ACTION_START, 0, 0), -EBUSY);
    chip.fails = 0;
    assert_int_equal(run(&f, LWI_ACTION_START, 0, 0), 0);
    tear_down(&f);
    assert_string_equal(chip.done, "o1 c ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_while_events_go_on),
        cmocka_unit_test(test_hold),
        cmocka_unit_test(test_not_to_be_had),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
