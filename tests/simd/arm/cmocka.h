/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * What the tests of kernels use of cmocka, for a compiler of another processor, which has no
 * library but the C library: test_neon.py builds with it.
 */
#ifndef LW_TESTS_SIMD_ARM_CMOCKA_H
#define LW_TESTS_SIMD_ARM_CMOCKA_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define print_message (void) printf

#define fail_msg(...)                                                                              \
    do {                                                                                           \
        (void) fprintf(stderr, "%s:%d: ", __FILE__, __LINE__);                                     \
        (void) fprintf(stderr, __VA_ARGS__);                                                       \
        (void) fputc('\n', stderr);                                                                \
        exit(1);                                                                                   \
    } while (0)

#define assert_true(condition)                                                                     \
    do {                                                                                           \
        if (!(condition))                                                                          \
            fail_msg("not true: %s", #condition);                                                  \
    } while (0)

#define assert_non_null(pointer)     assert_true((pointer) != NULL)
#define assert_int_equal(a, b)       assert_true((long long) (a) == (long long) (b))
#define assert_memory_equal(a, b, n) assert_true(memcmp(a, b, n) == 0)

struct CMUnitTest {
    const char *name;
    void (*run)(void **state);
};

#define cmocka_unit_test(function)                                                                 \
    {                                                                                              \
#function, function                                                                        \
    }

#define cmocka_run_group_tests_name(group, tests, setup, teardown)                                 \
    lw_run_tests(group, tests, sizeof(tests) / sizeof((tests)[0]), setup)

static inline int lw_run_tests(const char *group, const struct CMUnitTest *tests, size_t count,
                               int (*setup)(void **state))
{
    void *state = NULL;

    if (setup && setup(&state) != 0)
        return 1;
    for (size_t i = 0; i < count; i++) {
        tests[i].run(&state);
        (void) printf("%s: %s passed\n", group, tests[i].name);
    }
    return 0;
}

#endif
