/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/rfc3339.h"
#include "base/clock.h"

#define S LWI_NS_PER_S

static void test_format(void **state)
{
    (void) state;
    static const struct {
        int64_t ns;
        const char *text;
    } cases[] = {
        {0, "1970-01-01T00:00:00.000Z"},
        {INT64_C(1795255200) * S, "2026-11-21T10:00:00.000Z"},
        {INT64_C(1795255200) * S + 999999999, "2026-11-21T10:00:00.999Z"},
        {-1, "1969-12-31T23:59:59.999Z"},
        {INT64_C(1709164800) * S, "2024-02-29T00:00:00.000Z"},
        {INT64_MAX, "2262-04-11T23:47:16.854Z"},
        {INT64_MIN, "1677-09-21T00:12:43.145Z"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char text[LWI_RFC3339_SIZE];
        lwi_rfc3339_format(cases[i].ns, text);
        assert_string_equal(text, cases[i].text);
    }
}

static void test_parse(void **state)
{
    (void) state;
    static const struct {
        const char *text;
        int64_t ns;
    } cases[] = {
        {"2026-11-21T10:00:00Z", INT64_C(1795255200) * S},
        {"2026-11-21t10:00:00.25z", INT64_C(1795255200) * S + S / 4},
        {"2026-11-21T12:00:00+02:00", INT64_C(1795255200) * S},
        {"2026-11-21T12:00:00 02:00", INT64_C(1795255200) * S}, /* an unescaped + */
        {"2026-11-21T07:30:00-02:30", INT64_C(1795255200) * S},
        {"2026-11-21T10:00:00.1234567891Z", INT64_C(1795255200) * S + 123456789},
        {"1795255200", INT64_C(1795255200) * S},
        {"1795255200.5", INT64_C(1795255200) * S + S / 2},
        {"0", 0},
        {"2016-12-31T23:59:60Z", INT64_C(1483228800) * S}, /* a leap second */
        {"2024-02-29T00:00:00Z", INT64_C(1709164800) * S},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        int64_t ns = 7;
        if (lwi_rfc3339_parse(cases[i].text, &ns) < 0)
            fail_msg("'%s'", cases[i].text);
        assert_int_equal(ns, cases[i].ns);
    }
}

static void test_refuse(void **state)
{
    (void) state;
    static const char *const cases[] = {
        "",
        "now",
        "-1",
        "1e9",
        "1.2.3",
        ".",
        "nan",
        "99999999999999999999",
        "2026-11-21",
        "2026-11-21T10:00Z",
        "2026-11-21T10:00:00",
        "2026-11-21T10:00:00.Z",
        "2026-11-21T10:00:00Zjunk",
        "2026-13-21T10:00:00Z",
        "2026-02-30T10:00:00Z",
        "2026-11-21T24:00:00Z",
        "2026-11-21T10:60:00Z",
        "2026-11-21T10:00:00+24:00",
        "2026-11-21T10:00:00+2:00",
        "9999-11-21T10:00:00Z",
        "0001-01-01T00:00:00Z",
        "2026-1-21T10:00:00Z",
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        int64_t ns = 7;
        if (lwi_rfc3339_parse(cases[i], &ns) == 0)
            fail_msg("'%s' was taken", cases[i]);
        assert_int_equal(ns, 7);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_format),
        cmocka_unit_test(test_parse),
        cmocka_unit_test(test_refuse),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
