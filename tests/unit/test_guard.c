/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* What keeps strangers out before a route is reached: hosts, origins, routes, limits, rules. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "api/guard.h"
#include "api/limiter.h"
#include "api/password.h"
#include "api/route.h"
#include "base/clock.h"

static void test_host(void **state)
{
    (void) state;
    static const char *const names[] = {"cams.example", NULL};
    static const char *const any[] = {"*", NULL};
    static const struct {
        const char *host;
        int allowed;
    } cases[] = {
        {"localhost", 1},
        {"LOCALHOST:8787", 1},
        {"localhost.", 1},
        {"127.0.0.1:8787", 1},
        {"192.168.1.5", 1},
        {"[::1]:8787", 1},
        {"[fe80::1]", 1},
        {"cams.example:443", 1},
        {"CAMS.example", 1},
        {"evil.example", 0},
        {"cams.example.evil", 0},
        {"localhost.evil", 0},
        {"127.0.0.1.evil", 0},
        {"[::1]evil", 0},
        {"[cams.example]", 0},
        {"", 0},
        {":8787", 0},
        {"[::1", 0},
        {"1.2.3", 0},
        {"::1", 0},
        {"0x7f000001", 0},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        if (lwi_guard_host(cases[i].host, names) != cases[i].allowed)
            fail_msg("host '%s'", cases[i].host);
        assert_true(lwi_guard_host(cases[i].host, any));
    }
    assert_false(lwi_guard_host("cams.example", NULL));
    char long_name[400];
    memset(long_name, 'a', sizeof(long_name) - 1);
    long_name[sizeof(long_name) - 1] = '\0';
    assert_false(lwi_guard_host(long_name, names));
}

static void test_origin(void **state)
{
    (void) state;
    static const char *const names[] = {"cams.example", NULL};
    assert_true(lwi_guard_origin("http://localhost:8787", "localhost:8787", NULL));
    assert_true(lwi_guard_origin("https://LOCALHOST:8787", "localhost:8787", NULL));
    assert_true(lwi_guard_origin("https://cams.example", "127.0.0.1:8787", names));
    assert_false(lwi_guard_origin("http://localhost:9999", "localhost:8787", NULL));
    assert_false(lwi_guard_origin("http://evil.example", "localhost:8787", names));
    assert_false(lwi_guard_origin("null", "null", NULL));
    assert_false(lwi_guard_origin("", "", NULL));
    assert_false(lwi_guard_origin("http://localhost:8787", NULL, NULL));
    assert_false(lwi_guard_origin("http://", "localhost", NULL));
}

static const struct lwi_route table_a[] = {
    {"/things", LWI_GET, 0, 0, NULL},
    {"/things", LWI_POST, 0, 0, NULL},
    {"/things/{id}", LWI_GET, 0, 0, NULL},
    {"/things/{id}/part.jpg", LWI_GET, 0, 0, NULL},
    {0},
};
static const struct lwi_route table_b[] = {
    {"/things/{id}", LWI_DELETE, 0, 0, NULL},
    {0},
};
static const struct lwi_route *const tables[] = {table_a, table_b, NULL};

static void test_route(void **state)
{
    (void) state;
    struct lwi_route_match match;
    lwi_route_find(tables, "/things", LWI_POST, &match);
    assert_ptr_equal(match.route, &table_a[1]);
    lwi_route_find(tables, "/things/yard-2", LWI_DELETE, &match);
    assert_ptr_equal(match.route, &table_b[0]);
    assert_string_equal(match.id, "yard-2");
    assert_int_equal(match.methods, 1u << LWI_GET | 1u << LWI_DELETE);
    lwi_route_find(tables, "/things/yard-2/part.jpg", LWI_GET, &match);
    assert_ptr_equal(match.route, &table_a[3]);
    assert_string_equal(match.id, "yard-2");
    lwi_route_find(tables, "/things/yard-2", LWI_PATCH, &match);
    assert_null(match.route);
    assert_int_not_equal(match.methods, 0);
    static const char *const nowhere[] = {
        "",
        "/",
        "/things/",
        "/things//part.jpg",
        "/thing",
        "/things/a/b",
        "/things/../things",
        "/things/a/part.jpg/",
        "//things",
        "/things/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    };
    for (size_t i = 0; i < sizeof(nowhere) / sizeof(nowhere[0]); i++) {
        lwi_route_find(tables, nowhere[i], LWI_GET, &match);
        if (match.methods)
            fail_msg("'%s' was found", nowhere[i]);
    }
}

static void test_methods(void **state)
{
    (void) state;
    char text[64];
    assert_int_equal(lwi_method_parse("HEAD"), LWI_GET);
    assert_int_equal(lwi_method_parse("PATCH"), LWI_PATCH);
    assert_int_equal(lwi_method_parse("PUT"), -1);
    assert_int_equal(lwi_method_parse("get"), -1);
    lwi_methods_format(1u << LWI_GET | 1u << LWI_DELETE, text, sizeof(text));
    assert_string_equal(text, "GET, HEAD, DELETE, OPTIONS");
    lwi_methods_format(0, text, sizeof(text));
    assert_string_equal(text, "OPTIONS");
}

static const struct lwi_limiter_rule seven = {.attempts = 7, .lock_ns = 1800 * LWI_NS_PER_S};

static void fail_often(struct lwi_limiter *limiter, const uint8_t *key, int times, int64_t now)
{
    for (int i = 0; i < times; i++)
        lwi_limiter_count(limiter, key, &seven, now);
}

static void test_limiter(void **state)
{
    (void) state;
    struct lwi_limiter *limiter = NULL;
    const uint8_t a[LWI_LIMITER_KEY] = {1}, b[LWI_LIMITER_KEY] = {2};
    const int64_t s = LWI_NS_PER_S;
    assert_int_equal(lwi_limiter_new(&limiter, 8), 0);
    fail_often(limiter, a, 6, 0);
    assert_int_equal(lwi_limiter_left(limiter, a, &seven, 0), 0);
    fail_often(limiter, a, 1, 10 * s);
    assert_int_equal(lwi_limiter_left(limiter, a, &seven, 10 * s), 1800 * s);
    assert_int_equal(lwi_limiter_left(limiter, a, &seven, 1809 * s), s);
    assert_int_equal(lwi_limiter_left(limiter, b, &seven, 10 * s), 0); /* nobody else waits */
    assert_int_equal(lwi_limiter_left(limiter, a, &seven, 1810 * s), 0);
    fail_often(limiter, a, 6, 1810 * s); /* it begins anew then */
    assert_int_equal(lwi_limiter_left(limiter, a, &seven, 1810 * s), 0);
    fail_often(limiter, a, 1, 1810 * s);
    fail_often(limiter, b, 7, 1810 * s);
    assert_true(lwi_limiter_left(limiter, a, &seven, 1811 * s) > 0);
    /* Another rule holds at once. */
    const struct lwi_limiter_rule more = {.attempts = 8, .lock_ns = 1800 * s};
    assert_int_equal(lwi_limiter_left(limiter, a, &more, 1811 * s), 0);
    lwi_limiter_forget(limiter, a);
    assert_int_equal(lwi_limiter_left(limiter, a, &seven, 1811 * s), 0);
    assert_true(lwi_limiter_left(limiter, b, &seven, 1811 * s) > 0);
    lwi_limiter_forget(limiter, NULL);
    assert_int_equal(lwi_limiter_left(limiter, b, &seven, 1811 * s), 0);
    lwi_limiter_free(&limiter);
    assert_null(limiter);
    lwi_limiter_free(&limiter);
}

static void test_limiter_forgets(void **state)
{
    (void) state;
    struct lwi_limiter *limiter = NULL;
    const uint8_t a[LWI_LIMITER_KEY] = {1};
    assert_int_equal(lwi_limiter_new(&limiter, 4), 0);
    fail_often(limiter, a, 6, 0);
    fail_often(limiter, a, 6, 1800 * LWI_NS_PER_S); /* quiet for so long */
    assert_int_equal(lwi_limiter_left(limiter, a, &seven, 1800 * LWI_NS_PER_S), 0);
    fail_often(limiter, a, 1, 1800 * LWI_NS_PER_S);
    assert_true(lwi_limiter_left(limiter, a, &seven, 1801 * LWI_NS_PER_S) > 0);
    /* More addresses than it keeps: the one that was quiet longest goes. */
    for (uint8_t i = 10; i < 20; i++) {
        const uint8_t key[LWI_LIMITER_KEY] = {i};
        fail_often(limiter, key, 1, 1801 * LWI_NS_PER_S + i);
    }
    assert_int_equal(lwi_limiter_left(limiter, a, &seven, 1802 * LWI_NS_PER_S), 0);
    lwi_limiter_free(&limiter);
}

static void test_password_rules(void **state)
{
    (void) state;
    static const char *const bad[] = {
        "",
        "Ab1!",
        "abcdefgh1",
        "ABCDEFGH1",
        "12345678!",
        "Password1",
        "P@ssw0rd1!",
        "password-1",
        "!!Welcome123",
        "Qwerty123!",
        "Adm1n!!!",
        "L3tme1n!!",
        "Camera2026!",
        "TestTest1!",
        "Aa1Aa1Aa1",
        "admin-Ok-7x",
        "xADMINx7!",
        "1q2w3e4r5T",
        "1qaz@WSX",
        "!QAZ2wsx",
        "Zaq12wsx",
        "Qwe123!@#",
        "Aa123456",
        "Abcd1234",
        "Abc123!@#",
        "Passw0rd",
        "Pa$$w0rd",
        "Hik12345",
        "Admin@123",
        "Summer2024!",
        "Iloveyou1",
        "\xc3\xa4\xc3\xb6\xc3\xbc!XY1", /* seven characters, of ten bytes */
    };
    static const char *const good[] = {"Watch-the-lens-7", "k9#Vd2pQ", "Drei Birnen im Topf 4",
                                       "S0lar-Panther", "\xc3\xa4\xc3\xb6\xc3\xbc-Tal7x"};
    struct lw_error error;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        memset(&error, 0, sizeof(error));
        if (lwi_password_check(bad[i], "admin", &error) == 0)
            fail_msg("'%s' was taken", bad[i]);
        assert_true(error.message[0] != '\0' && error.hint[0] != '\0');
    }
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
        if (lwi_password_check(good[i], "admin", &error) < 0)
            fail_msg("'%s': %s", good[i], error.message);
    char long_one[LWI_PASSWORD_LENGTH_MAX + 2];
    for (size_t i = 0; i < sizeof(long_one) - 1; i++)
        long_one[i] = "aB3$xYz9"[i % 8];
    long_one[sizeof(long_one) - 1] = '\0';
    assert_int_not_equal(lwi_password_check(long_one, "admin", &error), 0);
    long_one[LWI_PASSWORD_LENGTH_MAX] = '\0';
    assert_int_equal(lwi_password_check(long_one, "admin", &error), 0);
}

static void test_password_hash(void **state)
{
    (void) state;
    char hash[LWI_PASSWORD_HASH_SIZE];
    assert_int_equal(lwi_password_hash("k9#Vd2pQ", hash), 0);
    assert_memory_equal(hash, "$argon2id$", 10);
    assert_true(lwi_password_verify("k9#Vd2pQ", hash));
    assert_false(lwi_password_verify("k9#Vd2pq", hash));
    assert_false(lwi_password_verify("", hash));
    assert_false(lwi_password_verify("k9#Vd2pQ", "no hash"));
    /* Nobody's hash must cost what others do: all before the salt is the same. */
    size_t parameters = strlen("$argon2id$v=19$m=65536,t=3,p=1$");
    assert_memory_equal(hash, lwi_password_nobody, parameters);
    assert_false(lwi_password_verify("k9#Vd2pQ", lwi_password_nobody));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_host),           cmocka_unit_test(test_origin),
        cmocka_unit_test(test_route),          cmocka_unit_test(test_methods),
        cmocka_unit_test(test_limiter),        cmocka_unit_test(test_limiter_forgets),
        cmocka_unit_test(test_password_rules), cmocka_unit_test(test_password_hash),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
