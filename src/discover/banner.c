/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "discover/banner.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "driver/text.h"

#define ANSWER_MAX 2048
#define TICK_MS    100

enum lwi_speaks lwi_banner_parse(const uint8_t *data, size_t size, char *ret_server,
                                 size_t server_size)
{
    char text[ANSWER_MAX + 1];
    const size_t n = size < ANSWER_MAX ? size : ANSWER_MAX;
    memcpy(text, data, n);
    text[n] = '\0';
    ret_server[0] = '\0';
    if (n >= 2 && data[0] == 0x15 && data[1] == 0x03) /* a TLS alert */
        return LWI_SPEAKS_TLS;
    const char *server = strcasestr(text, "\nServer:");
    if (server) {
        server += strlen("\nServer:");
        lwi_text_clean(ret_server, server_size, server, strcspn(server, "\r\n"));
    }
    if (strncmp(text, "RTSP/", 5) == 0)
        return LWI_SPEAKS_RTSP;
    /* Some web servers answer the strange version with a page and no headers. */
    if (strncmp(text, "HTTP/", 5) == 0 || text[0] == '<')
        return LWI_SPEAKS_HTTP;
    return LWI_SPEAKS_NOTHING;
}

static enum lwi_speaks usual(uint16_t port)
{
    switch (port) {
    case 443:
    case 8443:
        return LWI_SPEAKS_TLS;
    case 554:
    case 8554:
        return LWI_SPEAKS_RTSP;
    case 8000:  /* Hikvision's own language */
    case 37777: /* Dahua's */
        return LWI_SPEAKS_NOTHING;
    default:
        return LWI_SPEAKS_HTTP;
    }
}

/* Waits for events. 0, or -1 where there is no more time. */
static int wait_for(int fd, short events, int64_t until_ns, const atomic_bool *cancel)
{
    for (;;) {
        struct pollfd poller = {.fd = fd, .events = events};
        if (lwi_clock_monotonic(&lwi_clock_system) >= until_ns || (cancel && atomic_load(cancel)))
            return -1;
        if (poll(&poller, 1, TICK_MS) > 0)
            return 0;
    }
}

static size_t ask(int fd, const struct lwi_address *address, uint16_t port, int64_t until_ns,
                  const atomic_bool *cancel, uint8_t answer[ANSWER_MAX])
{
    char host[LWI_ADDRESS_TEXT], question[256];
    struct sockaddr_storage to;
    const socklen_t size = lwi_address_to(address, port, &to);
    lwi_address_host(address, host);
    const int length = snprintf(question, sizeof(question),
                                "OPTIONS rtsp://%s:%u/ RTSP/1.0\r\nCSeq: 1\r\n\r\n", host, port);
    if (connect(fd, (struct sockaddr *) &to, size) < 0 && errno != EINPROGRESS)
        return 0;
    if (wait_for(fd, POLLOUT, until_ns, cancel) < 0 ||
        send(fd, question, (size_t) length, MSG_NOSIGNAL) != length)
        return 0;
    size_t at = 0;
    while (at < ANSWER_MAX && wait_for(fd, POLLIN, until_ns, cancel) == 0) {
        const ssize_t n = recv(fd, answer + at, ANSWER_MAX - at, 0);
        if (n <= 0)
            break;
        at += (size_t) n;
        if (answer[0] == 0x15 || memmem(answer, at, "\r\n\r\n", 4))
            break;
    }
    return at;
}

enum lwi_speaks lwi_banner(const struct lwi_address *address, uint16_t port, double timeout_s,
                           const atomic_bool *cancel, char *ret_server, size_t server_size)
{
    uint8_t answer[ANSWER_MAX];
    const int64_t until_ns =
        lwi_clock_monotonic(&lwi_clock_system) + (int64_t) (timeout_s * LWI_NS_PER_S);
    const int fd = socket(lwi_address_is_ipv4(address) ? AF_INET : AF_INET6,
                          SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    ret_server[0] = '\0';
    if (fd < 0)
        return usual(port);
    const size_t n = ask(fd, address, port, until_ns, cancel, answer);
    (void) close(fd);
    const enum lwi_speaks speaks = lwi_banner_parse(answer, n, ret_server, server_size);
    return speaks == LWI_SPEAKS_NOTHING ? usual(port) : speaks;
}
