/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Ranges, ports, and what networks answer. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include <cmocka.h>

#include "discover/announce.h"
#include "discover/banner.h"
#include "discover/ports.h"
#include "discover/range.h"

static void test_ranges(void **state)
{
    static const struct {
        const char *text;
        int result;
        uint64_t count;
        const char *first, *last;
    } rows[] = {
        {"192.0.2.0/24", 0, 254, "192.0.2.1", "192.0.2.254"},
        {"192.0.2.77/30", 0, 2, "192.0.2.77", "192.0.2.78"},
        {"192.0.2.7/31", 0, 2, "192.0.2.6", "192.0.2.7"},
        {"192.0.2.7/32", 0, 1, "192.0.2.7", "192.0.2.7"},
        {"192.0.2.10-192.0.2.80", 0, 71, "192.0.2.10", "192.0.2.80"},
        {"192.0.2.10-80", 0, 71, "192.0.2.10", "192.0.2.80"},
        {"192.0.2.254-192.0.3.1", 0, 4, "192.0.2.254", "192.0.3.1"},
        {"192.0.2.9,192.0.2.8-9,192.0.2.9", 0, 2, "192.0.2.8", "192.0.2.9"},
        {"2001:db8::7", 0, 1, "2001:db8::7", "2001:db8::7"},
        {"[2001:db8::7]", 0, 1, "2001:db8::7", "2001:db8::7"},
        {"2001:db8::/126", 0, 4, "2001:db8::", "2001:db8::3"},
        {"2001:db8::1-2001:db8::4", 0, 4, "2001:db8::1", "2001:db8::4"},
        {"255.255.255.255", 0, 1, "255.255.255.255", "255.255.255.255"},
        {"0.0.0.0/0", -E2BIG, 0, NULL, NULL},
        {"2001:db8::/64", -E2BIG, 0, NULL, NULL},
        {"192.0.0.0-192.255.255.255", -E2BIG, 0, NULL, NULL},
        {"192.0.2.0/33", -EINVAL, 0, NULL, NULL},
        {"192.0.2.0/", -EINVAL, 0, NULL, NULL},
        {"192.0.2.0/-1", -EINVAL, 0, NULL, NULL},
        {"192.0.2.80-192.0.2.10", -EINVAL, 0, NULL, NULL},
        {"192.0.2.1-2001:db8::1", -EINVAL, 0, NULL, NULL},
        {"192.0.2.1-256", -EINVAL, 0, NULL, NULL},
        {"192.0.2.300", -EINVAL, 0, NULL, NULL},
        {"", -EINVAL, 0, NULL, NULL},
        {"192.0.2.1,", -EINVAL, 0, NULL, NULL},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct lwi_ranges *ranges = lwi_ranges_new();
        struct lw_error error = {0};
        char text[LWI_ADDRESS_TEXT];
        if (lwi_ranges_add(ranges, rows[i].text, &error) != rows[i].result)
            fail_msg("%s: %s", rows[i].text, error.message);
        lwi_ranges_finish(ranges);
        if (rows[i].result == 0) {
            assert_int_equal(rows[i].count, lwi_ranges_count(ranges));
            const struct lwi_address first = lwi_ranges_at(ranges, 0);
            const struct lwi_address last = lwi_ranges_at(ranges, rows[i].count - 1);
            lwi_address_text(&first, text);
            assert_string_equal(rows[i].first, text);
            lwi_address_text(&last, text);
            assert_string_equal(rows[i].last, text);
            assert_true(lwi_ranges_have(ranges, &last));
        } else {
            assert_int_not_equal('\0', error.message[0]);
        }
        lwi_ranges_free(&ranges);
    }
}

static void test_ports(void **state)
{
    struct lwi_ports ports;
    struct lw_error error = {0};
    assert_int_equal(0, lwi_ports_parse(&ports, "80,8000-8002,80", &error));
    assert_int_equal(4, ports.count);
    assert_int_equal(8002, ports.list[3]);
    static const char *const bad[] = {"", "0", "65536", "80,", "9-8", "a", "1-33", "80 81"};
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_true(lwi_ports_parse(&ports, bad[i], &error) < 0);
    assert_int_equal(4, ports.count);
}

static void test_ssdp(void **state)
{
    struct lwi_announced said;
    static const char answer[] = "HTTP/1.1 200 OK\r\nlocation: http://192.0.2.7:49152/a.xml\r\n"
                                 "USN: uuid:12::upnp:rootdevice\r\n\r\n";
    assert_int_equal(0, lwi_ssdp_parse((const uint8_t *) answer, sizeof(answer) - 1, &said));
    assert_string_equal("http://192.0.2.7:49152/a.xml", said.urls[0]);
    assert_string_equal("uuid:12", said.id);
    static const char alive[] = "NOTIFY * HTTP/1.1\r\nLocation: http://192.0.2.7:49152/d.xml\r\n"
                                "NTS: ssdp:alive\r\nUSN: uuid:1::upnp:rootdevice\r\n\r\n";
    static const char gone[] = "NOTIFY * HTTP/1.1\r\nLocation: http://192.0.2.7:49152/d.xml\r\n"
                               "NTS: ssdp:byebye\r\n\r\n";
    static const char question[] = "M-SEARCH * HTTP/1.1\r\nLocation: http://192.0.2.7/\r\n\r\n";
    assert_int_equal(0, lwi_ssdp_parse((const uint8_t *) alive, sizeof(alive) - 1, &said));
    assert_string_equal("uuid:1", said.id);
    assert_int_equal(-EPROTO, lwi_ssdp_parse((const uint8_t *) gone, sizeof(gone) - 1, &said));
    assert_int_equal(-EPROTO,
                     lwi_ssdp_parse((const uint8_t *) question, sizeof(question) - 1, &said));
}

static void test_mdns(void **state)
{
    struct lwi_announced said;
    static const uint8_t answer[] =
        "\0\0\x84\0\0\0\0\1\0\0\0\0"
        "\x04Gate\x05_rtsp\x04_tcp\x05local\0\0\x21\0\1\0\0\0\x78\0\x08\0\0\0\0\x02\x2a\xc0\x0c";
    assert_int_equal(0, lwi_mdns_parse(answer, sizeof(answer) - 1, &said));
    assert_int_equal(554, said.port);
    assert_true(said.rtsp);
    assert_string_equal("Gate", said.name);
    for (size_t n = 0; n < sizeof(answer) - 3; n++)
        (void) lwi_mdns_parse(answer, n, &said);
    uint8_t question[512];
    assert_in_range(lwi_mdns_probe(question, sizeof(question)), 40, 200);
}

static void test_banner(void **state)
{
    static const struct {
        const char *answer;
        enum lwi_speaks speaks;
        const char *server;
    } rows[] = {
        {"RTSP/1.0 200 OK\r\nCSeq: 1\r\nServer: Hipcam\r\n\r\n", LWI_SPEAKS_RTSP, "Hipcam"},
        {"HTTP/1.1 400 Bad\r\nServer: App-webs/\r\n\r\n", LWI_SPEAKS_HTTP, "App-webs/"},
        {"<!DOCTYPE HTML>", LWI_SPEAKS_HTTP, ""},
        {"\x15\x03\x01\x02", LWI_SPEAKS_TLS, ""},
        {"SSH-2.0-x\r\n", LWI_SPEAKS_NOTHING, ""},
        {"", LWI_SPEAKS_NOTHING, ""},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char server[32];
        const char *answer = rows[i].answer;
        assert_int_equal(rows[i].speaks, lwi_banner_parse((const uint8_t *) answer, strlen(answer),
                                                          server, sizeof(server)));
        assert_string_equal(rows[i].server, server);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ranges), cmocka_unit_test(test_ports),  cmocka_unit_test(test_ssdp),
        cmocka_unit_test(test_mdns),   cmocka_unit_test(test_banner),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
