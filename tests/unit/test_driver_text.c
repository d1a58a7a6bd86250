/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* What cameras say: text is cleaned, lines and XML are read, XML with a document type is not. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "driver/text.h"
#include "driver/xml.h"

static const char *clean(const char *text, size_t room)
{
    static char out[64];
    lwi_text_clean(out, room, text, strlen(text));
    return out;
}

static void test_clean(void **state)
{
    (void) state;
    assert_string_equal(clean("  a b  ", 64), "a b");
    assert_string_equal(clean("\r\n\t x\x1b[2J\x7f", 64), "x[2J");
    assert_string_equal(clean("Stra\xc3\x9f"
                              "e",
                              64),
                        "Stra\xc3\x9f"
                        "e");
    assert_string_equal(clean("Stra\xc3\x9f"
                              "e",
                              6),
                        "Stra"); /* no half character */
    assert_string_equal(clean("\xff\xc0\xaf\xed\xa0\x80\xf4\x90\x80\x80"
                              "ok\xe2\x82",
                              64),
                        "ok");
    assert_string_equal(clean("a\xc2\x9b"
                              "b",
                              64),
                        "ab"); /* a control character of 8 bits */
    assert_string_equal(clean("", 64), "");
    assert_string_equal(clean("abc", 1), "");
}

static void test_lines(void **state)
{
    (void) state;
    static const char lines[] = "a.b=1\r\na.bc=x y \r\nempty=\r\n\r\nlast=7";
    char value[8];
    assert_int_equal(lwi_text_value(lines, "a.bc", value, sizeof(value)), 0);
    assert_string_equal(value, "x y");
    assert_int_equal(lwi_text_value(lines, "empty", value, sizeof(value)), 0);
    assert_string_equal(value, "");
    assert_int_equal(lwi_text_value(lines, "a", value, sizeof(value)), -ENOENT);
    assert_int_equal(lwi_text_number(lines, "last", 1, 9, -1), 7);
    assert_int_equal(lwi_text_number(lines, "last", 1, 5, -1), -1);
    assert_int_equal(lwi_text_number(lines, "a.bc", 1, 5, -1), -1);
}

static void test_sizes_and_codecs(void **state)
{
    (void) state;
    uint32_t width = 0, height = 0;
    assert_int_equal(lwi_text_size("1920x1080", &width, &height), 0);
    assert_int_equal(width * 10000 + height, 19201080);
    assert_int_equal(lwi_text_size("704*576", &width, &height), 0);
    static const char *const wrong[] = {"",     "x",       "1920", "1920x",
                                        "-1x5", "1x99999", "4CIF", "99999999x1"};
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
        assert_int_equal(lwi_text_size(wrong[i], &width, &height), -EINVAL);
    assert_string_equal(lwi_text_codec("H.264H"), "h264");
    assert_string_equal(lwi_text_codec("h265"), "h265");
    assert_string_equal(lwi_text_codec("JPEG"), "mjpeg");
    assert_string_equal(lwi_text_codec("SVAC"), "");
}

static xmlDoc *parse(const char *text)
{
    xmlDoc *doc = NULL;
    assert_int_equal(lwi_xml_parse(text, strlen(text), &doc), 0);
    return doc;
}

static void test_xml(void **state)
{
    (void) state;
    char text[32];
    xmlDoc *doc = parse("<?xml version=\"1.0\"?><r xmlns='urn:x' xmlns:t='urn:y'><t:a k:i='1' "
                        "xmlns:k='urn:z'>\n one &amp; <![CDATA[<two>]]></t:a><b><a>3</a></b></r>");
    xmlNode *root = lwi_xml_root(doc, "r");
    assert_non_null(root);
    assert_null(lwi_xml_root(doc, "a"));
    assert_int_equal(lwi_xml_text(root, "a", text, sizeof(text)), 0);
    assert_memory_equal(text, "one &", 5);
    xmlNode *first = lwi_xml_find(root, "a", NULL);
    assert_int_equal(lwi_xml_attribute(first, "i", text, sizeof(text)), 0);
    assert_string_equal(text, "1");
    assert_int_equal(lwi_xml_number(lwi_xml_find(root, "b", NULL), "a", 0, 9, -1), 3);
    assert_non_null(lwi_xml_find(root, "a", first));
    assert_null(lwi_xml_find(root, "a", lwi_xml_find(root, "a", first)));
    assert_int_equal(lwi_xml_text(root, "none", text, sizeof(text)), -ENOENT);
    assert_null(lwi_xml_find(NULL, "a", NULL));
    xmlFreeDoc(doc);
}

static void test_xml_is_refused(void **state)
{
    (void) state;
    static const char *const wrong[] = {
        "",
        "text",
        "<a>",
        "<!DOCTYPE a><a/>",
        "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
        "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>",
        "<!DOCTYPE a [<!ENTITY % b SYSTEM 'http://192.0.2.1/'> %b;]><a/>",
        "<a>&b;</a>",
    };
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        xmlDoc *doc = NULL;
        assert_int_equal(lwi_xml_parse(wrong[i], strlen(wrong[i]), &doc), -EPROTO);
        assert_null(doc);
    }
}

static void test_escape(void **state)
{
    (void) state;
    char text[32];
    assert_int_equal(lwi_xml_escape("a<b>&\"'", text, sizeof(text)), 0);
    assert_string_equal(text, "a&lt;b&gt;&amp;&quot;&apos;");
    assert_int_equal(lwi_xml_escape("&&&&&&&", text, sizeof(text)), -EMSGSIZE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_clean),
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_sizes_and_codecs),
        cmocka_unit_test(test_xml),
        cmocka_unit_test(test_xml_is_refused),
        cmocka_unit_test(test_escape),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
