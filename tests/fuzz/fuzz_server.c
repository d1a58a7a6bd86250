/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* See fuzz_server.h. */
#include "fuzz_server.h"

#include <arpa/inet.h>
#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "api/server.h"
#include "base/file.h"

#define TOKEN_MAX  128
#define ANSWER_MAX 65536

/* libFuzzer keeps nothing for us from one input to the next. */
static struct {
    char dir[64];
    struct lwi_store *store;
    struct lwi_fleet *fleet;
    struct lwi_system *system;
    struct lwi_actor *actor;
    struct lwi_api *api;
    char token[TOKEN_MAX];
    char answer[ANSWER_MAX];
} server;

static void stop(void)
{
    lwi_api_close(&server.api);
    lwi_actor_close(&server.actor);
    lwi_system_close(&server.system);
    lwi_fleet_close(&server.fleet);
    lwi_store_close(&server.store);
    static const char *const files[] = {
        "lenswatch.db", "lenswatch.db-wal", "lenswatch.db-shm", "secret.key", "lock", "api-token"};
    char path[128];
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        (void) snprintf(path, sizeof(path), "%s/%s", server.dir, files[i]);
        (void) unlink(path);
    }
    (void) rmdir(server.dir);
}

static void must(int result, const struct lw_error *error)
{
    if (result < 0) {
        (void) fprintf(stderr, "fuzz_server: %s\n", error->message);
        abort();
    }
}

static void start(void)
{
    struct lw_error error = {0};
    (void) snprintf(server.dir, sizeof(server.dir), "/%s/lenswatch-fuzz-XXXXXX", "tmp");
    assert(mkdtemp(server.dir));
    must(lwi_store_open(&server.store, server.dir, NULL, &error), &error);
    struct lwi_fleet_settings fleet;
    lwi_fleet_settings_default(&fleet);
    fleet.workers = 1;
    fleet.cameras_max = 0; /* nothing that is fuzzed may connect anywhere */
    must(lwi_fleet_open(&server.fleet, server.store, &fleet, &error), &error);
    must(lwi_system_open(&server.system, server.store, server.fleet, /* log= */ NULL, &error),
         &error);
    struct lwi_actor_settings actor;
    lwi_actor_settings_default(&actor);
    actor.store = server.store;
    actor.threads = 0; /* nor may it run a program */
    must(lwi_actor_open(&server.actor, &actor, &error), &error);
    struct lwi_api_settings api;
    lwi_api_settings_default(&api);
    api.listen = "127.0.0.1:0";
    api.data_dir = server.dir;
    api.store = server.store;
    api.fleet = server.fleet;
    api.system = server.system;
    api.actor = server.actor;
    api.timeout_s = 1;
    must(lwi_api_open(&server.api, &api, &error), &error);

    char path[128];
    uint8_t *text;
    size_t size;
    (void) snprintf(path, sizeof(path), "%s/api-token", server.dir);
    must(lwi_file_read(path, 1024, &text, &size, &error), &error);
    (void) snprintf(server.token, sizeof(server.token), "%.*s",
                    (int) strcspn((const char *) text, "\n"), (const char *) text);
    free(text);
    (void) atexit(stop);
}

static void die(const char *what)
{
    (void) fprintf(stderr, "fuzz_server: %s: %s\n", what, strerror(errno));
    abort();
}

const char *lwi_fuzz_token(void)
{
    if (!server.api)
        start();
    return server.token;
}

size_t lwi_fuzz_ask(const char *request, size_t size, size_t piece, const char **ret_answer)
{
    if (!server.api)
        start();
    const struct sockaddr_in to = {.sin_family = AF_INET,
                                   .sin_port = htons(lwi_api_port(server.api)),
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    const struct timeval patience = {.tv_sec = 0, .tv_usec = 200000};
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert(fd >= 0);
    (void) setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
    (void) setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
    /* libFuzzer's alarm, by which it sees that an input takes too long, interrupts each of them. */
    while (connect(fd, (const struct sockaddr *) &to, sizeof(to)) < 0)
        if (errno != EINTR)
            die("connect");
    for (size_t i = 0; i < size; i += piece)
        while (send(fd, request + i, size - i < piece ? size - i : piece, MSG_NOSIGNAL) < 0)
            if (errno != EINTR)
                goto sent; /* the server has heard enough */
sent:
    (void) shutdown(fd, SHUT_WR);
    size_t n = 0;
    while (n < ANSWER_MAX - 1) {
        const ssize_t got = recv(fd, server.answer + n, ANSWER_MAX - 1 - n, 0);
        if (got > 0)
            n += (size_t) got;
        else if (got == 0 || errno != EINTR)
            break;
    }
    (void) close(fd);
    server.answer[n] = '\0';
    *ret_answer = server.answer;
    return n;
}
