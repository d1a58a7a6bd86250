/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The focus meter over HTTP, with a clock that is moved: it ends by itself, and not before. */
#include <arpa/inet.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cmocka.h>

#include "api/server.h"
#include "base/file.h"
#include "fleet_world.h"

#define PATIENCE_S 60
#define MINUTES    15

struct server {
    struct lwi_system *system;
    struct lwi_actor *actor;
    struct lwi_api *api;
    char token[128];
};

static void open_server(struct fixture *f, struct server *s)
{
    struct lw_error error = {0};
    assert_int_equal(lwi_system_open(&s->system, f->store, f->fleet, /* log= */ NULL, &error), 0);
    struct lwi_actor_settings actor;
    lwi_actor_settings_default(&actor);
    actor.store = f->store;
    actor.threads = 0;
    assert_int_equal(lwi_actor_open(&s->actor, &actor, &error), 0);
    struct lwi_api_settings api;
    lwi_api_settings_default(&api);
    api.listen = "127.0.0.1:0";
    api.data_dir = f->dir;
    api.store = f->store;
    api.fleet = f->fleet;
    api.system = s->system;
    api.actor = s->actor;
    api.clock = &f->clock;
    if (lwi_api_open(&s->api, &api, &error) < 0)
        fail_msg("%s", error.message);
    char path[128];
    uint8_t *text;
    size_t size;
    (void) snprintf(path, sizeof(path), "%s/api-token", f->dir);
    assert_int_equal(lwi_file_read(path, 1024, &text, &size, &error), 0);
    (void) snprintf(s->token, sizeof(s->token), "%.*s", (int) strcspn((char *) text, "\n"),
                    (char *) text);
    free(text);
}

static void close_server(struct fixture *f, struct server *s)
{
    char path[128];
    lwi_api_close(&s->api);
    lwi_actor_close(&s->actor);
    lwi_system_close(&s->system);
    (void) snprintf(path, sizeof(path), "%s/reserve", f->dir); /* of the disk */
    (void) unlink(path);
}

/* What comes, as lines: headers, sizes of chunks, readings. */
static FILE *open_meter(const struct server *s, const char *camera)
{
    const struct sockaddr_in to = {.sin_family = AF_INET,
                                   .sin_port = htons(lwi_api_port(s->api)),
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    const struct timeval patience = {.tv_sec = PATIENCE_S};
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_true(fd >= 0);
    assert_int_equal(setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience)), 0);
    assert_int_equal(connect(fd, (const struct sockaddr *) &to, sizeof(to)), 0);
    char request[512];
    const int n = snprintf(request, sizeof(request),
                           "GET /api/v1/cameras/%s/meter HTTP/1.1\r\nHost: localhost\r\n"
                           "Authorization: Bearer %s\r\n\r\n",
                           camera, s->token);
    assert_int_equal(send(fd, request, (size_t) n, MSG_NOSIGNAL), n);
    FILE *answer = fdopen(fd, "r");
    assert_non_null(answer);
    return answer;
}

/* How many seconds the next reading says are left; -1: the meter has ended. */
static int next_left(FILE *answer)
{
    char line[65536];
    while (fgets(line, sizeof(line), answer)) {
        const char *left = strstr(line, "\"left_s\":");
        if (strcmp(line, "0\r\n") == 0)
            return -1; /* the last chunk: not torn */
        if (left)
            return (int) strtol(left + strlen("\"left_s\":"), NULL, 10);
    }
    fail_msg("the meter is torn");
    return -1;
}

static void test_ends_after_a_quarter_of_an_hour(void **state)
{
    struct fixture *f = *state;
    struct server s = {0};
    open_server(f, &s);
    world_add_camera(f, "yard", 0);
    WAIT_FOR(f, world_is_watching(f, "yard"), 0.1);
    FILE *answer = open_meter(&s, "yard");
    assert_in_range(next_left(answer), MINUTES * 60 - PATIENCE_S, MINUTES * 60);
    (void) atomic_fetch_add(&f->world.offset_ns, (MINUTES - 2) * 60 * LWI_NS_PER_S);
    /* What was on its way may have been of before. */
    int left = next_left(answer);
    for (int i = 0; left > 2 * 60 && i < 100; i++)
        left = next_left(answer);
    assert_in_range(left, 1, 2 * 60);
    (void) atomic_fetch_add(&f->world.offset_ns, 2 * 60 * LWI_NS_PER_S);
    while (left >= 0) {
        assert_in_range(left, 0, 2 * 60);
        left = next_left(answer);
    }
    (void) fclose(answer);
    close_server(f, &s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_ends_after_a_quarter_of_an_hour, world_setup,
                                        world_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
