/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Who may connect: lists of addresses, the filter, and what proxies say. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "api/door.h"

static int is_in(const char *list_text, const char *address_text)
{
    struct lwi_address_list list;
    uint8_t address[LWI_ADDRESS_BYTES];
    struct lw_error error;
    assert_int_equal(lwi_address_list_parse(list_text, &list, &error), 0);
    assert_int_equal(lwi_address_bytes(address_text, address), 0);
    return lwi_address_list_has(&list, address);
}

static void test_lists(void **state)
{
    (void) state;
    static const struct {
        const char *list, *address;
        int is_in;
    } cases[] = {
        {"", "192.0.2.1", 0},
        {"192.0.2.1", "192.0.2.1", 1},
        {"192.0.2.1", "192.0.2.2", 0},
        {"192.0.2.1", "::ffff:192.0.2.1", 1},
        {"::ffff:192.0.2.1", "192.0.2.1", 1},
        {"192.0.2.129/25", "192.0.2.128", 1}, /* the bits of the host do not count */
        {"192.0.2.129/25", "192.0.2.127", 0},
        {"0.0.0.0/0", "255.255.255.255", 1},
        {"0.0.0.0/0", "2001:db8::1", 0},
        {"::/0", "2001:db8::1", 1},
        {"::/0", "192.0.2.1", 0},
        {"::/80", "::1", 1},
        {"::/80", "255.255.255.255", 0}, /* which is its last one, written as IPv6 */
        {"::ffff:0:0/96", "192.0.2.1", 1},
        {"192.0.2.7-192.0.2.9", "192.0.2.7", 1},
        {"192.0.2.7-192.0.2.9", "192.0.2.9", 1},
        {"192.0.2.7-192.0.2.9", "192.0.2.10", 0},
        {"192.0.2.255-192.0.3.0", "192.0.3.0", 1},
        {"2001:db8::/33", "2001:db8:7fff::1", 1},
        {"2001:db8::/33", "2001:db8:8000::1", 0},
        {" 198.51.100.1 ,\t2001:db8::5,, 192.0.2.1", "2001:db8::5", 1},
        {"::1", "127.0.0.1", 0},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        if (is_in(cases[i].list, cases[i].address) != cases[i].is_in)
            fail_msg("'%s' and %s", cases[i].list, cases[i].address);
}

static void test_bad_lists(void **state)
{
    (void) state;
    static const char *const bad[] = {
        "x",
        "192.0.2",
        "192.0.2.1/33",
        "192.0.2.1/-1",
        "192.0.2.1/",
        "::/129",
        "-",
        "/8",
        "192.0.2.9-192.0.2.7",
        "::-1.2.3.4",
        "1.2.3.4-::1",
        "fe80::1%lo",
        "1.2.3.4-1.2.3.5-1.2.3.6",
        "1.2.3.4/8/8",
        "[::1]",
        "192.0.2.1/24-192.0.2.9",
    };
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        struct lwi_address_list list;
        struct lw_error error = {0};
        assert_true(lwi_address_list_parse(bad[i], &list, &error) < 0);
        assert_non_null(strstr(error.message, "no range"));
    }
    char many[LWI_ADDRESS_RANGES_MAX * 4 + 8] = "";
    struct lwi_address_list list;
    for (size_t i = 0; i <= LWI_ADDRESS_RANGES_MAX; i++)
        (void) snprintf(many + 4 * i, sizeof(many) - 4 * i, "::1,");
    assert_true(lwi_address_list_parse(many, &list, NULL) < 0);
    many[4 * LWI_ADDRESS_RANGES_MAX] = '\0';
    assert_int_equal(lwi_address_list_parse(many, &list, NULL), 0);
}

static void check_client(struct lwi_door *door, const char *peer_text, const char *forwarded,
                         const char *client_text)
{
    uint8_t peer[LWI_ADDRESS_BYTES], client[LWI_ADDRESS_BYTES], found[LWI_ADDRESS_BYTES];
    assert_int_equal(lwi_address_bytes(peer_text, peer), 0);
    assert_int_equal(lwi_address_bytes(client_text, client), 0);
    lwi_door_client(door, peer, forwarded, found);
    if (memcmp(client, found, sizeof(found)) != 0)
        fail_msg("%s with '%s' is not %s", peer_text, forwarded, client_text);
}

static void test_proxies(void **state)
{
    (void) state;
    static struct lwi_system_config config;
    struct lwi_door *door = NULL;
    assert_int_equal(lwi_door_new(&door), 0);
    check_client(door, "10.0.0.1", "192.0.2.1", "10.0.0.1"); /* nobody is believed */
    lwi_system_config_default(&config);
    (void) snprintf(config.trusted_proxies, sizeof(config.trusted_proxies), "10.0.0.0/8, ::1");
    lwi_door_set(door, &config);
    check_client(door, "10.0.0.1", "", "10.0.0.1");
    check_client(door, "10.0.0.1", "192.0.2.1", "192.0.2.1");
    check_client(door, "11.0.0.1", "192.0.2.1", "11.0.0.1");
    check_client(door, "10.0.0.1", "1.1.1.1, 192.0.2.1", "192.0.2.1");
    check_client(door, "10.0.0.1", "192.0.2.1, 10.0.0.2", "192.0.2.1");
    check_client(door, "10.0.0.1", "10.0.0.3 ,10.0.0.2", "10.0.0.3");
    check_client(door, "10.0.0.1", "192.0.2.1, nonsense", "10.0.0.1");
    check_client(door, "10.0.0.1", "192.0.2.1:80", "192.0.2.1");
    check_client(door, "10.0.0.1", "[2001:db8::1]:80", "2001:db8::1");
    check_client(door, "::1", "2001:db8::1", "2001:db8::1");
    check_client(door, "::1", "::ffff:192.0.2.1", "192.0.2.1");
    check_client(door, "::1", ",", "::1");
    lwi_door_free(&door);
    lwi_door_free(&door);
}

static void test_filter(void **state)
{
    (void) state;
    static struct lwi_system_config config;
    struct lwi_door *door = NULL;
    uint8_t own[LWI_ADDRESS_BYTES], away[LWI_ADDRESS_BYTES], proxy[LWI_ADDRESS_BYTES];
    assert_int_equal(lwi_address_bytes("127.9.9.9", own), 0);
    assert_int_equal(lwi_address_bytes("192.0.2.1", away), 0);
    assert_int_equal(lwi_address_bytes("10.0.0.1", proxy), 0);
    assert_int_equal(lwi_door_new(&door), 0);
    assert_true(lwi_door_answers(door, away) && lwi_door_admits(door, away, 0));
    lwi_system_config_default(&config);
    config.address_filter = 1;
    (void) snprintf(config.addresses_allowed, sizeof(config.addresses_allowed), "192.0.2.0/24");
    lwi_door_set(door, &config);
    assert_true(lwi_door_answers(door, away) && lwi_door_admits(door, away, 0));
    assert_false(lwi_door_answers(door, proxy));
    assert_true(lwi_door_answers(door, own) && lwi_door_admits(door, own, 0));
    assert_false(lwi_door_admits(door, own, /* is_forwarded= */ 1));
    (void) snprintf(config.trusted_proxies, sizeof(config.trusted_proxies), "10.0.0.1");
    (void) snprintf(config.addresses_forbidden, sizeof(config.addresses_forbidden), "192.0.2.1");
    lwi_door_set(door, &config);
    assert_true(lwi_door_answers(door, proxy)); /* what it passes on is looked at */
    assert_false(lwi_door_admits(door, proxy, 0));
    assert_false(lwi_door_answers(door, away) || lwi_door_would_admit(&config, away));
    assert_true(lwi_door_would_admit(&config, own));
    config.address_filter = 0;
    lwi_door_set(door, &config);
    assert_true(lwi_door_answers(door, away) && lwi_door_admits(door, own, 1));
    lwi_door_free(&door);
}

/* Which addresses come in now and would not. */
static void test_narrower(void **state)
{
    (void) state;
    static const struct {
        int now_is_on;
        const char *now_allowed, *now_forbidden;
        int then_is_on;
        const char *then_allowed, *then_forbidden;
        const char *kept_out; /* NULL: none */
    } cases[] = {
        {0, "", "", 0, "192.0.2.1", "", NULL},
        {0, "", "", 1, "", "", NULL},
        {0, "", "", 1, "", "192.0.2.7", "192.0.2.7"},
        {0, "", "", 1, "192.0.2.0/24", "", "::"},
        {0, "", "", 1, "::/0 192.0.2.0/24", "", "0.0.0.0"},
        {0, "", "", 1, "0.0.0.0/0 ::-::fffe:ffff:ffff", "", "::1:0:0:0"},
        {0, "", "", 1, "0.0.0.0/0 ::/80", "", "::1:0:0:0"},
        {0, "", "", 1, "0.0.0.0/0 ::/0", "", NULL},
        {1, "192.0.2.0/24", "", 1, "192.0.0.0/16", "", NULL},
        {1, "192.0.2.0/24", "", 1, "192.0.2.0/25 192.0.2.128-192.0.2.255", "", NULL},
        {1, "192.0.2.0/24", "", 1, "192.0.2.0/25", "", "192.0.2.128"},
        {1, "192.0.2.0/24", "192.0.2.128/25", 1, "192.0.2.0/25", "", NULL},
        {1, "192.0.2.0/24", "", 1, "192.0.2.1-192.0.2.255", "", "192.0.2.0"},
        {1, "", "198.51.100.7", 1, "", "198.51.100.0/24", "198.51.100.8"},
        {1, "", "198.51.100.0/24", 1, "", "198.51.100.7", NULL},
        {1, "2001:db8::/32", "", 1, "2001:db8::/33", "", "2001:db8:8000::"},
        {0, "", "", 1, "", "ffff::/16", "ffff::"},
        {0, "", "", 1, "", "127.0.0.0/8 ::1", NULL}, /* which is always let in */
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct lwi_system_config now, then;
        uint8_t address[LWI_ADDRESS_BYTES] = {0}, wanted[LWI_ADDRESS_BYTES] = {0};
        lwi_system_config_default(&now);
        lwi_system_config_default(&then);
        now.address_filter = cases[i].now_is_on;
        then.address_filter = cases[i].then_is_on;
        (void) snprintf(now.addresses_allowed, sizeof(now.addresses_allowed), "%s",
                        cases[i].now_allowed);
        (void) snprintf(now.addresses_forbidden, sizeof(now.addresses_forbidden), "%s",
                        cases[i].now_forbidden);
        (void) snprintf(then.addresses_allowed, sizeof(then.addresses_allowed), "%s",
                        cases[i].then_allowed);
        (void) snprintf(then.addresses_forbidden, sizeof(then.addresses_forbidden), "%s",
                        cases[i].then_forbidden);
        int narrows = lwi_door_would_narrow(&now, &then, address);
        if (cases[i].kept_out)
            assert_int_equal(lwi_address_bytes(cases[i].kept_out, wanted), 0);
        if (narrows != (cases[i].kept_out != NULL) || memcmp(address, wanted, sizeof(wanted)) != 0)
            fail_msg("case %zu", i);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lists),    cmocka_unit_test(test_bad_lists),
        cmocka_unit_test(test_proxies),  cmocka_unit_test(test_filter),
        cmocka_unit_test(test_narrower),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
