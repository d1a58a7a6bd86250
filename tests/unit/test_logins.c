/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Which passwords may be sent when: one at a time, and hardly again once refused. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/clock.h"
#include "camera/logins.h"

#define MINUTE (60 * LWI_NS_PER_S)

static int setup(void **state)
{
    return lwi_logins_new((struct lwi_logins **) state);
}

static int teardown(void **state)
{
    lwi_logins_free((struct lwi_logins **) state);
    return 0;
}

static struct lwi_login who(struct lwi_logins *logins, enum lwi_login_for what, const char *url,
                            const char *password)
{
    struct lwi_login login;
    lwi_logins_who(logins, what, url, "admin", password, &login);
    assert_true(login.counts);
    return login;
}

static int ask(struct lwi_logins *logins, const struct lwi_login *login, int64_t now_ns)
{
    int64_t wait_ns = 0;
    return lwi_logins_ask(logins, login, now_ns, &wait_ns);
}

static void test_who_is_who(void **state)
{
    struct lwi_logins *l = *state;
    const struct lwi_login a = who(l, LWI_LOGIN_STREAM, "rtsp://192.0.2.1:554/1", "x");
    const struct lwi_login b = who(l, LWI_LOGIN_STREAM, "http://192.0.2.1/2", "x");
    const struct lwi_login c = who(l, LWI_LOGIN_STREAM, "rtsp://192.0.2.1/1", "y");
    const struct lwi_login d = who(l, LWI_LOGIN_STREAM, "rtsp://192.0.2.2/1", "x");
    struct lwi_login nobody;
    assert_memory_equal(a.key, b.key, LWI_LOGIN_KEY);
    assert_memory_not_equal(a.key, c.key, LWI_LOGIN_KEY);
    assert_memory_not_equal(a.key, d.key, LWI_LOGIN_KEY);
    lwi_logins_who(l, LWI_LOGIN_STREAM, "rtsp://192.0.2.1/", "", "", &nobody);
    assert_false(nobody.counts);
    lwi_logins_who(l, LWI_LOGIN_STREAM, "/a/folder", "admin", "x", &nobody);
    assert_false(nobody.counts);
    lwi_logins_tell(l, &nobody, 0, LWI_LOGIN_REFUSED);
    assert_int_equal(ask(l, &nobody, 1), 0);
}

static void test_one_at_a_time(void **state)
{
    struct lwi_logins *l = *state;
    const struct lwi_login a = who(l, LWI_LOGIN_STREAM, "rtsp://192.0.2.1/1", "x");
    assert_int_equal(ask(l, &a, 0), 0);
    assert_int_equal(ask(l, &a, 1), -EBUSY);
    lwi_logins_tell(l, &a, 2, LWI_LOGIN_GOOD);
    assert_int_equal(ask(l, &a, 3), 0);
    assert_int_equal(ask(l, &a, 3), 0);
    /* The password may have been changed since: one finds out. */
    lwi_logins_tell(l, &a, 4, LWI_LOGIN_ENDED);
    assert_int_equal(ask(l, &a, 5), 0);
    assert_int_equal(ask(l, &a, 5), -EBUSY);
    /* A host that is silent holds nobody up for long. */
    assert_int_equal(ask(l, &a, 11 * LWI_NS_PER_S), 0);
    assert_int_equal(ask(l, &a, 11 * LWI_NS_PER_S), 0);
    assert_int_equal(ask(l, &a, 40 * LWI_NS_PER_S), 0);
    assert_int_equal(ask(l, &a, 40 * LWI_NS_PER_S), -EBUSY);
    /* One that says at once that nobody listens, not at all. */
    lwi_logins_tell(l, &a, 40 * LWI_NS_PER_S, LWI_LOGIN_UNSURE);
    assert_int_equal(ask(l, &a, 40 * LWI_NS_PER_S), 0);
    assert_int_equal(ask(l, &a, 40 * LWI_NS_PER_S), -EBUSY);
}

static void test_longer_and_longer(void **state)
{
    struct lwi_logins *l = *state;
    const struct lwi_login a = who(l, LWI_LOGIN_STREAM, "rtsp://192.0.2.1/1", "x");
    int64_t now_ns = 0, sum_ns = 0;
    int tried = 0;
    for (; now_ns < 10 * 1440 * MINUTE; now_ns += MINUTE) {
        const int r = ask(l, &a, now_ns);
        if (r == 0) {
            tried++;
            lwi_logins_tell(l, &a, now_ns, LWI_LOGIN_REFUSED);
            lwi_logins_tell(l, &a, now_ns, LWI_LOGIN_REFUSED); /* of another at the same time */
            sum_ns += lwi_logins_left(l, &a, now_ns);
        } else {
            assert_int_equal(r, -EACCES);
        }
    }
    /* 0, 0.5, 1.5, 3.5, 7.5, 15.5, 31.5 hours, then each day. */
    assert_in_range(tried, 14, 16);
    assert_true(sum_ns > 9 * 1440 * MINUTE);
    lwi_logins_forgive(l, &a);
    assert_int_equal(lwi_logins_left(l, &a, now_ns), 0);
    assert_int_equal(ask(l, &a, now_ns), 0);
    lwi_logins_tell(l, &a, now_ns, LWI_LOGIN_REFUSED);
    assert_int_equal(lwi_logins_left(l, &a, now_ns), 30 * MINUTE);
}

static void test_the_stream_goes_first(void **state)
{
    struct lwi_logins *l = *state;
    const struct lwi_login stream = who(l, LWI_LOGIN_STREAM, "rtsp://192.0.2.1/1", "x");
    const struct lwi_login other = who(l, LWI_LOGIN_INTERFACE, "http://192.0.2.1", "x");
    assert_int_equal(ask(l, &stream, 0), 0);
    assert_int_equal(ask(l, &other, 0), -EBUSY);
    lwi_logins_tell(l, &stream, 1, LWI_LOGIN_REFUSED);
    assert_int_equal(ask(l, &other, 2), -EACCES);
    assert_true(lwi_logins_left(l, &other, 2) > 29 * MINUTE);
    /* Not the other way round: for ONVIF there are users of their own. */
    lwi_logins_forgive(l, &other);
    assert_int_equal(ask(l, &stream, 3), 0);
    lwi_logins_tell(l, &stream, 4, LWI_LOGIN_GOOD);
    assert_int_equal(ask(l, &other, 5), 0);
    lwi_logins_tell(l, &other, 6, LWI_LOGIN_REFUSED);
    assert_int_equal(ask(l, &other, 7), -EACCES);
    assert_int_equal(ask(l, &stream, 7), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_who_is_who, setup, teardown),
        cmocka_unit_test_setup_teardown(test_one_at_a_time, setup, teardown),
        cmocka_unit_test_setup_teardown(test_longer_and_longer, setup, teardown),
        cmocka_unit_test_setup_teardown(test_the_stream_goes_first, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
