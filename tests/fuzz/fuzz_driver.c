/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Any bytes as the answers of a camera, to each driver and each thing that it does: the
 * first byte says which driver, the second how the answers are told apart. Parts of the
 * input between "\n%%\n" are the bodies of one answer after the other, the last one again
 * and again. With bit 7 of the second byte they are the whole answers, headers and all.
 *
 * Whatever comes, calls end, what they return is within its bounds, and text is UTF-8.
 */
#include <arpa/inet.h>
#include <assert.h>
#include <errno.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <jansson.h>

#include "driver/driver.h"
#include "fuzz.h"

#define INPUT_MAX    32768
#define REQUESTS_MAX 64

/* libFuzzer keeps nothing for us from one input to the next. */
static struct {
    int listener;
    char url[64];
    pthread_t thread;
    pthread_mutex_t lock;
    uint8_t input[INPUT_MAX];
    size_t size, at;
    int raw, requests;
} camera = {.lock = PTHREAD_MUTEX_INITIALIZER};

/* The next answer; 0 bytes: none, hang up. */
static size_t next_answer(uint8_t *answer, int *ret_raw)
{
    static const char mark[] = "\n%%\n";
    size_t n = 0;
    (void) pthread_mutex_lock(&camera.lock);
    const uint8_t *from = camera.input + camera.at;
    size_t left = camera.size - camera.at;
    const uint8_t *end = left ? memmem(from, left, mark, sizeof(mark) - 1) : NULL;
    n = end ? (size_t) (end - from) : left;
    memcpy(answer, from, n);
    if (end)
        camera.at += n + sizeof(mark) - 1;
    *ret_raw = camera.raw;
    if (++camera.requests > REQUESTS_MAX)
        n = 0;
    (void) pthread_mutex_unlock(&camera.lock);
    return n;
}

static void send_all(int s, const void *data, size_t size)
{
    const char *at = data;
    while (size > 0) {
        ssize_t sent = send(s, at, size, MSG_NOSIGNAL);
        if (sent <= 0)
            return;
        at += sent;
        size -= (size_t) sent;
    }
}

/* One request a connection; how much of it is read does not matter. */
static void *serve(void *cookie)
{
    static uint8_t answer[INPUT_MAX];
    (void) cookie;
    for (;;) {
        char request[16384];
        int raw = 0;
        int s = accept(camera.listener, NULL, NULL);
        if (s < 0)
            return NULL;
        const struct timeval soon = {.tv_sec = 1};
        (void) setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &soon, sizeof(soon));
        (void) setsockopt(s, SOL_SOCKET, SO_SNDTIMEO, &soon, sizeof(soon));
        size_t n = next_answer(answer, &raw);
        if (recv(s, request, sizeof(request), 0) > 0) {
            static const char head[] = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n";
            if (!raw)
                send_all(s, head, sizeof(head) - 1);
            send_all(s, answer, n);
            (void) shutdown(s, SHUT_WR);
            while (recv(s, request, sizeof(request), 0) > 0)
                ;
        }
        (void) close(s);
    }
}

static void start(void)
{
    if (camera.url[0])
        return;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof(address);
    camera.listener = socket(AF_INET, SOCK_STREAM, 0);
    assert(camera.listener >= 0);
    assert(bind(camera.listener, (struct sockaddr *) (void *) &address, size) == 0);
    assert(listen(camera.listener, 16) == 0);
    assert(getsockname(camera.listener, (struct sockaddr *) (void *) &address, &size) == 0);
    (void) snprintf(camera.url, sizeof(camera.url), "http://127.0.0.1:%d", ntohs(address.sin_port));
    assert(pthread_create(&camera.thread, NULL, serve, NULL) == 0);
}

/* JSON is made of it, which must be UTF-8. */
static void check_text(const char *text, size_t size)
{
    assert(memchr(text, '\0', size));
    json_t *string = json_string(text);
    assert(string);
    json_decref(string);
}

#define CHECK_TEXT(array) check_text(array, sizeof(array))

static void check_streams(struct lwi_device *device)
{
    static struct lwi_device_streams streams;
    struct lw_error error = {0};
    if (lwi_device_streams(device, &streams, &error) < 0)
        return;
    /* A camera may give single pictures alone. */
    assert(streams.count > 0 || streams.snapshot[0]);
    assert(streams.count <= LWI_STREAMS_MAX);
    for (size_t i = 0; i < streams.count; i++) {
        const struct lwi_device_stream *s = &streams.list[i];
        CHECK_TEXT(s->url);
        CHECK_TEXT(s->name);
        /* Nowhere but to the host that was asked. */
        const char *host = strstr(s->url, "://");
        assert(host && strncmp(host + 3, "127.0.0.1", 9) == 0 && strchr(":/", host[12]));
        assert(s->width <= 65535 && s->height <= 65535);
    }
    assert(!streams.snapshot[0] || strncmp(streams.snapshot, camera.url, strlen(camera.url)) == 0);
}

static void check_lens(struct lwi_device *device)
{
    static struct lwi_presets presets;
    static struct lwi_device_outputs outputs;
    struct lw_error error = {0};
    struct lwi_device_defocus defocus;
    double position;
    if (lwi_device_presets(device, &presets, &error) == 0)
        for (size_t i = 0; i < presets.count; i++)
            CHECK_TEXT(presets.list[i].name);
    assert(presets.count <= LWI_PRESETS_MAX);
    unsigned number = 0;
    if (lwi_device_preset_now(device, &number, &error) == 0)
        assert(number >= 1 && number <= LWI_PRESET_NUMBER_MAX);
    if (lwi_device_outputs(device, &outputs, &error) == 0)
        for (size_t i = 0; i < outputs.count; i++)
            CHECK_TEXT(outputs.list[i].token);
    assert(outputs.count <= LWI_OUTPUTS_MAX);
    if (lwi_device_focus_position(device, &position, &error) == 0)
        assert(position >= 0 && position <= 1);
    if (lwi_device_defocus_get(device, &defocus, &error) == 0)
        assert(defocus.sensitivity == -1 ||
               (defocus.sensitivity >= 1 && defocus.sensitivity <= 100));
}

static void check_events(struct lwi_device *device)
{
    struct lw_error error = {0};
    if (lwi_device_events_begin(device, &error) < 0)
        return;
    for (int i = 0; i < 100; i++) {
        struct lwi_device_event e;
        if (lwi_device_events_read(device, 0.05, &e, &error) < 0)
            break;
        CHECK_TEXT(e.code);
        CHECK_TEXT(e.condition);
    }
    lwi_device_events_end(device);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t drivers = 0;
    if (size < 2 || size > INPUT_MAX)
        return 0;
    start();
    while (lwi_drivers[drivers])
        drivers++;
    (void) pthread_mutex_lock(&camera.lock);
    memcpy(camera.input, data + 2, size - 2);
    camera.size = size - 2;
    camera.at = 0;
    camera.raw = (data[1] & 0x80) != 0;
    camera.requests = 0;
    (void) pthread_mutex_unlock(&camera.lock);

    struct lwi_device_settings settings;
    struct lwi_device *device = NULL;
    struct lwi_device_identity identity;
    struct lw_error error = {0};
    lwi_device_settings_default(&settings);
    settings.url = camera.url;
    settings.timeout_s = 1;
    settings.user = data[1] & 1 ? "admin" : NULL;
    settings.password = "secret";
    /* One past the last: it is found out. */
    size_t which = data[0] % (drivers + 1);
    settings.driver = which < drivers ? lwi_drivers[which]->name : "auto";
    assert(lwi_device_open(&device, &settings, &error) == 0);
    if (lwi_device_probe(device, &identity, &error) < 0)
        assert(error.message[0] && !strstr(error.message, "secret"));
    CHECK_TEXT(identity.brand);
    CHECK_TEXT(identity.model);
    CHECK_TEXT(identity.serial);
    CHECK_TEXT(identity.firmware);
    CHECK_TEXT(identity.mac);
    check_streams(device);
    check_lens(device);
    check_events(device);
    lwi_device_close(&device);
    return 0;
}
