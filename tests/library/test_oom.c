/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Out of memory: each allocation of the library fails in turn. Nothing may crash or leak
 * (the sanitizer build looks), the error is -ENOMEM, and the next try works.
 *
 * The linker sends the library's calls here (--wrap), so nobody else's fail.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "lenswatch/lenswatch.h"
#include "picture.h"

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__real_aligned_alloc(size_t alignment, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);
void *__wrap_aligned_alloc(size_t alignment, size_t size);

static long allocations_left = -1; /* < 0: none fails */
static long allocations_made;

static int must_fail(void)
{
    allocations_made++;
    if (allocations_left < 0)
        return 0;
    return allocations_left-- == 0;
}

void *__wrap_malloc(size_t size)
{
    return must_fail() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return must_fail() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *old, size_t size)
{
    return must_fail() ? NULL : __real_realloc(old, size);
}

void *__wrap_aligned_alloc(size_t alignment, size_t size)
{
    return must_fail() ? NULL : __real_aligned_alloc(alignment, size);
}

static int open_all(lw_assessor **ret_assessor, struct lw_error *reterr)
{
    static const char *const all[] = {"all", NULL};
    struct lw_assess_settings settings;
    lw_assess_settings_default(&settings);
    settings.features = all;
    return lw_assessor_open(ret_assessor, &settings, reterr);
}

static void test_open(void **state)
{
    (void) state;
    for (long n = 0;; n++) {
        lw_assessor *assessor = NULL;
        struct lw_error error = {0};
        allocations_left = n;
        int r = open_all(&assessor, &error);
        const int all_made = allocations_left >= 0;
        allocations_left = -1;
        if (all_made) {
            assert_int_equal(r, 0);
            assert_true(n > 3); /* or nothing was sent here */
            lw_assessor_close(&assessor);
            return;
        }
        assert_int_equal(r, -ENOMEM);
        assert_int_equal(error.code, -ENOMEM);
        assert_null(assessor);
    }
}

static void test_assess(void **state)
{
    (void) state;
    uint8_t *luma;
    const struct lw_frame frame = picture_draw(200, 150, 0, &luma);
    for (long n = 0;; n++) {
        lw_assessor *assessor = NULL;
        struct lw_assessment a;
        assert_int_equal(open_all(&assessor, NULL), 0);
        allocations_left = n;
        int r = lw_assessor_assess(assessor, &frame, &a);
        const int all_made = allocations_left >= 0;
        allocations_left = -1;
        if (!all_made) {
            assert_int_equal(r, -ENOMEM);
            r = lw_assessor_assess(assessor, &frame, &a);
        }
        assert_int_equal(r, 0);
        lw_assessor_close(&assessor);
        if (all_made) {
            assert_true(n > 0);
            break;
        }
    }
    free(luma);
}

/* Once it has seen the largest frame, an assessor allocates nothing. */
static void test_nothing_per_frame(void **state)
{
    (void) state;
    uint8_t *large_luma, *small_luma;
    const struct lw_frame large = picture_draw(640, 480, 0, &large_luma);
    const struct lw_frame small = picture_draw(320, 240, 0, &small_luma);
    lw_assessor *assessor = NULL;
    struct lw_assessment a;
    assert_int_equal(open_all(&assessor, NULL), 0);
    assert_int_equal(lw_assessor_assess(assessor, &large, &a), 0);
    const long before = allocations_made;
    assert_int_equal(lw_assessor_assess(assessor, &small, &a), 0);
    assert_int_equal(lw_assessor_assess(assessor, &large, &a), 0);
    assert_int_equal(allocations_made, before);
    lw_assessor_close(&assessor);
    free(large_luma);
    free(small_luma);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_open),
        cmocka_unit_test(test_assess),
        cmocka_unit_test(test_nothing_per_frame),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
