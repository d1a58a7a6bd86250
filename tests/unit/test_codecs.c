/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "record/codecs.h"

/* Configuration records as ISO/IEC 14496-15 lays them out, in a box each. */
static const uint8_t h264[] = "\0\0\0\x0f"
                              "avcC\x01\x4d\x40\x1f\xff\xe1\0";
static const uint8_t main_hevc[] = "\0\0\0\x20"
                                   "hvcC\x01\x01\x60\0\0\0\xb0\0\0\0\0\0\x5d\xf0";
/* Profile space B, high tier, all constraint bytes. */
static const uint8_t high_hevc[] = "\0\0\0\x20"
                                   "hvcC\x01\xa4\x08\0\0\0\x90\0\0\0\0\x01\x99\xf0";

static void check(const uint8_t *data, size_t size, const char *expected)
{
    char codecs[LWI_CODECS_SIZE];
    assert_int_equal(0, lwi_codecs_find(data, size, codecs));
    assert_string_equal(expected, codecs);
}

static void test_named(void **state)
{
    (void) state;
    check(h264, sizeof(h264), "avc1.4d401f");
    check(main_hevc, sizeof(main_hevc), "hev1.1.6.L93.B0");
    check(high_hevc, sizeof(high_hevc), "hev1.B4.10.H153.90.0.0.0.0.1");
}

static void test_cut_short(void **state)
{
    char codecs[LWI_CODECS_SIZE];
    (void) state;
    assert_int_equal(-ENOTSUP, lwi_codecs_find((const uint8_t *) "", 0, codecs));
    assert_int_equal(-ENOTSUP, lwi_codecs_find(h264, 8 + 3, codecs));
    assert_int_equal(-ENOTSUP, lwi_codecs_find(main_hevc, 8 + 12, codecs));
    assert_int_equal(-ENOTSUP, lwi_codecs_find((const uint8_t *) "\0\0\0\x08mjpa", 8, codecs));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_named),
        cmocka_unit_test(test_cut_short),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
