/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Deadlines of connections, over a clock that the test turns. */
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "api/connections.h"

#define PATIENCE_MS 60000

static int64_t read_now(void *cookie)
{
    return atomic_load((atomic_llong *) cookie);
}

/* Whether the far end sees the connection closed within so many ms. */
static int is_closed(int fd, int timeout_ms)
{
    struct pollfd p = {.fd = fd, .events = POLLIN};
    char c;
    return poll(&p, 1, timeout_ms) == 1 && read(fd, &c, 1) == 0;
}

static void test_deadlines(void **state)
{
    (void) state;
    atomic_llong now = 0;
    const struct lwi_clock clock = {read_now, read_now, &now};
    struct lwi_connections *connections = NULL;
    struct lwi_connection *c[3];
    int pairs[3][2];
    const struct lwi_connections_limits limits = {10, 10};
    const uint8_t address[LWI_ADDRESS_BYTES] = {0x20, 0x01};
    assert_int_equal(lwi_connections_new(&connections, &clock, &limits), 0);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pairs[i]), 0);
        c[i] = lwi_connections_add(connections, pairs[i][0], address, 10);
        assert_non_null(c[i]);
    }
    lwi_connection_deadline(connections, c[1], 100); /* a longer phase */
    lwi_connection_deadline(connections, c[2], -1);  /* a stream */
    atomic_store(&now, 11 * LWI_NS_PER_S);
    assert_true(is_closed(pairs[0][1], PATIENCE_MS));
    assert_false(is_closed(pairs[1][1], 0));
    lwi_connection_deadline(connections, c[1], 0);
    assert_true(is_closed(pairs[1][1], PATIENCE_MS));
    atomic_store(&now, INT64_C(1000000) * LWI_NS_PER_S);
    assert_false(is_closed(pairs[2][1], 1200));
    for (int i = 0; i < 3; i++) {
        lwi_connections_remove(connections, c[i]);
        (void) close(pairs[i][0]);
        (void) close(pairs[i][1]);
    }
    lwi_connections_remove(connections, NULL);
    lwi_connections_free(&connections);
    assert_null(connections);
    lwi_connections_free(&connections);
}

/* Whether a new one from 192.0.2.LAST is let in; it is then there. */
static int come(struct lwi_connections *connections, uint8_t last, int pair[2],
                struct lwi_connection **ret_connection)
{
    const uint8_t address[LWI_ADDRESS_BYTES] = {
        [10] = 0xff, [11] = 0xff, [12] = 192, [14] = 2, [15] = last};
    if (!lwi_connections_admit(connections, address, /* is_proxy= */ last == 99))
        return 0;
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    *ret_connection = lwi_connections_add(connections, pair[0], address, 1000);
    assert_non_null(*ret_connection);
    return 1;
}

/* At the limit the oldest idle one goes: of the address, or of the one that has most. */
static void test_limits(void **state)
{
    (void) state;
    atomic_llong now = 0;
    const struct lwi_clock clock = {read_now, read_now, &now};
    const struct lwi_connections_limits limits = {6, 3};
    struct lwi_connections *connections = NULL;
    struct lwi_connection *c[9];
    int pairs[9][2];
    static const uint8_t from[9] = {1, 1, 1, 1, 2, 2, 3, 4, 99};
    assert_int_equal(lwi_connections_new(&connections, &clock, &limits), 0);
    for (int i = 0; i < 3; i++)
        assert_true(come(connections, from[i], pairs[i], &c[i]));
    lwi_connection_busy(connections, c[0], 1);
    assert_true(come(connections, from[3], pairs[3], &c[3])); /* a fourth of the same */
    assert_false(is_closed(pairs[0][1], 0));
    assert_true(is_closed(pairs[1][1], PATIENCE_MS));
    for (int i = 4; i < 7; i++)
        assert_true(come(connections, from[i], pairs[i], &c[i])); /* six are open now */
    assert_true(come(connections, from[7], pairs[7], &c[7]));
    assert_true(is_closed(pairs[2][1], PATIENCE_MS)); /* of the first address, which has most */
    assert_false(is_closed(pairs[4][1], 0));
    unsigned open = 0;
    uint64_t refused = 0;
    lwi_connections_count(connections, &open, &refused);
    assert_int_equal(open, 6);
    assert_int_equal(refused, 2);
    for (int i = 0; i < 8; i++)
        if (i != 1 && i != 2)
            lwi_connection_busy(connections, c[i], 1);
    assert_false(come(connections, from[8], pairs[8], &c[8])); /* all work for somebody */
    for (int i = 0; i < 8; i++) {
        lwi_connections_remove(connections, c[i]);
        (void) close(pairs[i][0]);
        (void) close(pairs[i][1]);
    }
    assert_true(come(connections, from[8], pairs[8], &c[8]));
    lwi_connections_remove(connections, c[8]);
    (void) close(pairs[8][0]);
    (void) close(pairs[8][1]);
    lwi_connections_free(&connections);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_deadlines),
        cmocka_unit_test(test_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
