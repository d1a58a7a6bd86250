/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The small parts of a camera: back-off, ids, sensitivity. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "camera/backoff.h"
#include "camera/camera_id.h"
#include "camera/condition.h"

static void test_backoff(void **state)
{
    (void) state;
    struct lwi_backoff b = {0};
    static const double expected[] = {1, 2, 4, 8, 16, 32, 60, 60, 60};
    for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++)
        assert_true(lwi_backoff_next_s(&b, 0, 0.5) == expected[i]);
    for (int i = 0; i < 1000; i++)
        assert_true(lwi_backoff_next_s(&b, 0, 1) == 75);
    struct lwi_backoff fresh = {0};
    assert_true(lwi_backoff_next_s(&fresh, 0, 0) == 0.75);
    assert_true(lwi_backoff_next_s(&fresh, 1, 0.5) == 60);
}

static void test_ids(void **state)
{
    (void) state;
    static const struct {
        const char *name;
        unsigned attempt;
        const char *id;
    } rows[] = {
        {"Front Door", 1, "front-door"},
        {"  --Hof / Süd--  ", 1, "hof-s-d"},
        {"摄像机", 1, "camera"},
        {"摄像机", 3, "camera-3"},
        {"a", 1000, "a-1000"},
        {"0123456789012345678901234567890123456789", 1, "01234567890123456789012345678901"},
        {"0123456789012345678901234567890123456789", 12, "01234567890123456789012345678-12"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char id[33];
        lwi_camera_id_make(id, rows[i].name, rows[i].attempt);
        assert_string_equal(id, rows[i].id);
    }
}

static void test_sensitivity(void **state)
{
    (void) state;
    assert_true(lwi_defocus_threshold(0.37, 50) == 0.37);
    double last = 1;
    for (int s = 1; s <= 100; s++) {
        double t = lwi_defocus_threshold(0.37, s);
        assert_true(t > 0 && t < last);
        last = t;
    }
    assert_true(lwi_defocus_threshold(0.5, 1) > 0.97);
    assert_true(lwi_defocus_threshold(0.5, 100) < 0.03);
    assert_true(lwi_defocus_sharpness(0) > 0.95 && lwi_defocus_sharpness(0) < 1);
    assert_true(lwi_defocus_sharpness(1) < 0.05 && lwi_defocus_sharpness(1) > 0);
    assert_true(lwi_defocus_sharpness(0.5) == 0.5);
}

static void test_conditions(void **state)
{
    (void) state;
    assert_int_equal(lwi_condition_count(), (int) lw_condition_count() + 2);
    int ranks = 0;
    for (int i = 0; i < lwi_condition_count(); i++) {
        assert_int_equal(lwi_condition_find(lwi_condition_name(i)), i);
        ranks += lwi_condition_rank(i) < lwi_condition_count();
    }
    assert_int_equal(ranks, lwi_condition_count()); /* each is ranked */
    assert_int_equal(lwi_condition_rank(LWI_CONDITION_SIGNAL_LOST), 0);
    assert_int_equal(lwi_condition_find("aliens"), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_backoff),
        cmocka_unit_test(test_ids),
        cmocka_unit_test(test_sensitivity),
        cmocka_unit_test(test_conditions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
