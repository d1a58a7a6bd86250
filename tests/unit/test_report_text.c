/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Names of files become text that harms nobody. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "report/text.h"

static const struct {
    const char *bytes, *utf8, *printable;
} cases[] = {
    {"", "", ""},
    {"plain/name.jpg", "plain/name.jpg", "plain/name.jpg"},
    {"caf\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80", "caf\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80",
     "caf\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80"},
    {"back\\slash", "back\\slash", "back\\slash"},
    {"\xe9", "\\xE9", "\\xE9"},
    {"\xe9\\x", "\\xE9\\\\x", "\\xE9\\\\x"},
    {"\xc3", "\\xC3", "\\xC3"},                             /* cut off */
    {"\xe2\x82", "\\xE2\\x82", "\\xE2\\x82"},               /* the same */
    {"\xc0\xaf", "\\xC0\\xAF", "\\xC0\\xAF"},               /* longer than needed */
    {"\xed\xa0\x80", "\\xED\\xA0\\x80", "\\xED\\xA0\\x80"}, /* half a surrogate pair */
    {"\xf4\x90\x80\x80", "\\xF4\\x90\\x80\\x80", "\\xF4\\x90\\x80\\x80"}, /* beyond the last */
    {"a\nb\x1b[31m", "a\nb\x1b[31m", "a\\x0Ab\\x1B[31m"},
    {"\xc2\x9b", "\xc2\x9b", "\\xC2\\x9B"}, /* an escape in one character */
    {"\xe2\x80\xaegpj.exe", "\xe2\x80\xaegpj.exe", "\\xE2\\x80\\xAEgpj.exe"}, /* right to left */
};

static void test_clean(void **state)
{
    (void) state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char *text = lwi_text_utf8(cases[i].bytes);
        assert_string_equal(cases[i].utf8, text);
        free(text);
        text = lwi_text_printable(cases[i].bytes);
        assert_string_equal(cases[i].printable, text);
        free(text);
    }
}

static void test_html(void **state)
{
    (void) state;
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    lwi_text_put_html(out, "<a href=\"x\" title='y'>&amp;");
    assert_int_equal(0, fclose(out));
    assert_string_equal("&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;amp;", text);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_clean),
        cmocka_unit_test(test_html),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
