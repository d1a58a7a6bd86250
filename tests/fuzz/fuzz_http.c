/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Any bytes to the whole HTTP server, with a store and a fleet behind it. "$T" in
 * the input becomes the local administrator's token. Whatever comes, the server
 * answers as HTTP or hangs up, never with a 500, and answers the next one.
 */
#include <arpa/inet.h>
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "api/server.h"
#include "base/file.h"
#include "fuzz.h"

#define INPUT_MAX  16384
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
        (void) fprintf(stderr, "fuzz_http: %s\n", error->message);
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

/* Replaces each "$T"; returns the new size. */
static size_t fill_in(const uint8_t *data, size_t size, char *ret_text, size_t room)
{
    size_t n = 0;
    const size_t length = strlen(server.token);
    for (size_t i = 0; i < size && n + length < room; i++) {
        if (data[i] == '$' && i + 1 < size && data[i + 1] == 'T') {
            memcpy(ret_text + n, server.token, length);
            n += length;
            i++;
        } else {
            ret_text[n++] = (char) data[i];
        }
    }
    return n;
}

/* Sends everything, reads until the server hangs up or there is enough; returns the bytes read. */
static size_t ask(const char *request, size_t size)
{
    const struct sockaddr_in to = {.sin_family = AF_INET,
                                   .sin_port = htons(lwi_api_port(server.api)),
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    const struct timeval patience = {.tv_sec = 0, .tv_usec = 200000};
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert(fd >= 0);
    (void) setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
    (void) setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
    if (connect(fd, (const struct sockaddr *) &to, sizeof(to)) < 0)
        abort();
    (void) send(fd, request, size, MSG_NOSIGNAL);
    (void) shutdown(fd, SHUT_WR);
    size_t n = 0;
    ssize_t got;
    while (n < ANSWER_MAX - 1 && (got = recv(fd, server.answer + n, ANSWER_MAX - 1 - n, 0)) > 0)
        n += (size_t) got;
    (void) close(fd);
    server.answer[n] = '\0';
    return n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char request[INPUT_MAX + TOKEN_MAX];
    if (!server.api)
        start();
    if (size > INPUT_MAX)
        return 0;
    const size_t n = ask(request, fill_in(data, size, request, sizeof(request)));
    if (n > 0)
        assert(strncmp(server.answer, "HTTP/1.", 7) == 0);
    assert(n < 13 || strncmp(server.answer + 8, " 500", 4) != 0);
    return 0;
}
