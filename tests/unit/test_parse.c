/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Numbers from text: what is taken, what is refused, and as what. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/parse.h"
#include "lenswatch/assess.h"

#define UNTOUCHED 77

static void test_int(void **state)
{
    (void) state;
    static const struct {
        const char *text;
        int64_t min, max;
        int result;
        int64_t value;
    } cases[] = {
        {"0", 0, 10, 0, 0},
        {"10", 0, 10, 0, 10},
        {"+7", 0, 10, 0, 7},
        {"-3", -5, 10, 0, -3},
        {"007", 0, 10, 0, 7},
        {"9223372036854775807", 0, INT64_MAX, 0, INT64_MAX},
        {"11", 0, 10, -ERANGE, UNTOUCHED},
        {"-1", 0, 10, -ERANGE, UNTOUCHED},
        {"9223372036854775808", 0, INT64_MAX, -ERANGE, UNTOUCHED},
        {"", 0, 10, -EINVAL, UNTOUCHED},
        {" 1", 0, 10, -EINVAL, UNTOUCHED},
        {"1 ", 0, 10, -EINVAL, UNTOUCHED},
        {"1x", 0, 10, -EINVAL, UNTOUCHED},
        {"0x1", 0, 10, -EINVAL, UNTOUCHED},
        {"1.0", 0, 10, -EINVAL, UNTOUCHED},
        {"-", 0, 10, -EINVAL, UNTOUCHED},
        {"1-2", 0, 10, -EINVAL, UNTOUCHED},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        int64_t value = UNTOUCHED;
        print_message("'%s'\n", cases[i].text);
        assert_int_equal(lwi_parse_int(cases[i].text, cases[i].min, cases[i].max, &value),
                         cases[i].result);
        assert_true(value == cases[i].value);
    }
}

static void test_double(void **state)
{
    (void) state;
    static const struct {
        const char *text;
        double min, max;
        int result;
        double value;
    } cases[] = {
        {"0", 0, 1, 0, 0},
        {"0.5", 0, 1, 0, 0.5},
        {".25", 0, 1, 0, 0.25},
        {"5e-1", 0, 1, 0, 0.5},
        {"-2", -2, 1, 0, -2},
        {"1.01", 0, 1, -ERANGE, UNTOUCHED},
        {"1e999", 0, 1e300, -ERANGE, UNTOUCHED},
        {"-1e999", -1e300, 0, -ERANGE, UNTOUCHED},
        {"", 0, 1, -EINVAL, UNTOUCHED},
        {"nan", 0, 1, -EINVAL, UNTOUCHED},
        {"inf", 0, 1, -EINVAL, UNTOUCHED},
        {"0x1p-1", 0, 1, -EINVAL, UNTOUCHED},
        {"0.5s", 0, 1, -EINVAL, UNTOUCHED},
        {" 0.5", 0, 1, -EINVAL, UNTOUCHED},
        {"0,5", 0, 1, -EINVAL, UNTOUCHED},
        {"0.5.", 0, 1, -EINVAL, UNTOUCHED},
        {"e", 0, 1, -EINVAL, UNTOUCHED},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        double value = UNTOUCHED;
        print_message("'%s'\n", cases[i].text);
        assert_int_equal(lwi_parse_double(cases[i].text, cases[i].min, cases[i].max, &value),
                         cases[i].result);
        assert_true(value == cases[i].value);
    }
}

static void test_cpu_mask(void **state)
{
    (void) state;
    unsigned mask = UNTOUCHED;
    assert_int_equal(lwi_parse_cpu_mask("none", &mask), 0);
    assert_int_equal(mask, 0);
    assert_int_equal(lwi_parse_cpu_mask("avx2", &mask), 0);
    assert_int_equal(mask, LW_CPU_AVX2);
    assert_int_equal(lwi_parse_cpu_mask("avx512", &mask), 0);
    assert_int_equal(mask, LW_CPU_AVX2 | LW_CPU_AVX512);
    assert_int_equal(lwi_parse_cpu_mask("all", &mask), 0);
    assert_true(mask == LW_CPU_ALL);
    assert_int_equal(lwi_parse_cpu_mask("AVX2", &mask), -EINVAL);
    assert_int_equal(lwi_parse_cpu_mask("", &mask), -EINVAL);
    assert_true(mask == LW_CPU_ALL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_int),
        cmocka_unit_test(test_double),
        cmocka_unit_test(test_cpu_mask),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
