/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "source/tunnel.h"

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/error.h"
#include "source/connect.h"

/* One direction: bytes that were read and wait to be written. */
struct pipe {
    size_t from, to;
    char bytes[32768];
};

struct lwi_tunnel {
    struct lwi_connection camera;
    curl_socket_t camera_fd;
    int listen_fd, local_fd, stop_fd;
    int port;
    pthread_t thread;
    int has_thread;
    struct pipe up, down; /* to the camera, from the camera */
};

static int is_empty(const struct pipe *p)
{
    return p->from == p->to;
}

/* Each of these: 1 something moved, 0 nothing can now, -1 the end. */

static int read_camera(struct lwi_tunnel *t)
{
    size_t n = 0;
    CURLcode c = curl_easy_recv(t->camera.easy, t->down.bytes, sizeof(t->down.bytes), &n);
    if (c == CURLE_AGAIN)
        return 0;
    t->down.from = 0;
    t->down.to = n;
    return c == CURLE_OK && n > 0 ? 1 : -1;
}

static int write_camera(struct lwi_tunnel *t)
{
    size_t n = 0;
    CURLcode c =
        curl_easy_send(t->camera.easy, t->up.bytes + t->up.from, t->up.to - t->up.from, &n);
    if (c == CURLE_AGAIN)
        return 0;
    t->up.from += n;
    return c == CURLE_OK ? 1 : -1;
}

static int read_local(struct lwi_tunnel *t)
{
    ssize_t n = recv(t->local_fd, t->up.bytes, sizeof(t->up.bytes), MSG_DONTWAIT);
    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return 0;
    if (n <= 0)
        return -1;
    t->up.from = 0;
    t->up.to = (size_t) n;
    return 1;
}

static int write_local(struct lwi_tunnel *t)
{
    ssize_t n = send(t->local_fd, t->down.bytes + t->down.from, t->down.to - t->down.from,
                     MSG_DONTWAIT | MSG_NOSIGNAL);
    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return 0;
    if (n < 0)
        return -1;
    t->down.from += (size_t) n;
    return 1;
}

/* Moves what can be moved in both directions. */
static int move(struct lwi_tunnel *t)
{
    int down = is_empty(&t->down) ? read_camera(t) : write_local(t);
    if (down < 0)
        return -1;
    int up = is_empty(&t->up) ? read_local(t) : write_camera(t);
    return up < 0 ? -1 : down || up;
}

/* Waits until something can be moved. -1: it is to end. */
static int wait_ready(const struct lwi_tunnel *t)
{
    int camera = (is_empty(&t->down) ? POLLIN : 0) | (is_empty(&t->up) ? 0 : POLLOUT);
    int local = (is_empty(&t->up) ? POLLIN : 0) | (is_empty(&t->down) ? 0 : POLLOUT);
    /* A side of which nothing is wanted is left out: that it has hung up would be said at once, and
     * again and again, while the other side is waited for. */
    struct pollfd fds[3] = {
        {.fd = t->stop_fd, .events = POLLIN},
        {.fd = camera ? t->camera_fd : -1, .events = (short) camera},
        {.fd = local ? t->local_fd : -1, .events = (short) local},
    };
    if (poll(fds, 3, -1) < 0 && errno != EINTR)
        return -1;
    return fds[0].revents ? -1 : 0;
}

static void *run(void *cookie)
{
    struct lwi_tunnel *t = cookie;
    struct pollfd fds[2] = {
        {.fd = t->stop_fd, .events = POLLIN},
        {.fd = t->listen_fd, .events = POLLIN},
    };
    while (poll(fds, 2, -1) < 0 && errno == EINTR) {
    }
    if (fds[0].revents)
        return NULL;
    t->local_fd = accept4(t->listen_fd, NULL, NULL, SOCK_CLOEXEC);
    (void) close(t->listen_fd);
    t->listen_fd = -1;
    int r = t->local_fd >= 0 ? 0 : -1;
    while (r >= 0) {
        r = move(t);
        if (r == 0)
            r = wait_ready(t);
    }
    if (t->local_fd >= 0)
        (void) shutdown(t->local_fd, SHUT_RDWR);
    return NULL;
}

static int listen_here(struct lwi_tunnel *t)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof(at);
    t->listen_fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    t->stop_fd = eventfd(0, EFD_CLOEXEC);
    if (t->listen_fd < 0 || t->stop_fd < 0 ||
        bind(t->listen_fd, (const struct sockaddr *) &at, size) < 0 ||
        listen(t->listen_fd, 1) < 0 ||
        getsockname(t->listen_fd, (struct sockaddr *) &at, &size) < 0)
        return -errno;
    t->port = ntohs(at.sin_port);
    return 0;
}

int lwi_tunnel_open(struct lwi_tunnel **ret_tunnel, const struct lwi_url *url, int default_port,
                    const struct lwi_trust *trust, const struct lwi_wait *wait,
                    struct lw_error *reterr)
{
    struct lwi_tunnel *t = calloc(1, sizeof(*t));
    if (!t)
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    t->listen_fd = t->local_fd = t->stop_fd = -1;
    int r = lwi_connection_open(&t->camera, url, default_port, /* tls= */ 1, trust, wait, reterr);
    if (r == 0) {
        r = listen_here(t);
        if (r == 0 &&
            curl_easy_getinfo(t->camera.easy, CURLINFO_ACTIVESOCKET, &t->camera_fd) != CURLE_OK)
            r = -EIO;
        if (r == 0)
            r = -pthread_create(&t->thread, NULL, run, t);
        if (r < 0)
            (void) lwi_error_set(reterr, r, "no way through TLS could be set up: %s", strerror(-r));
        else
            t->has_thread = 1;
    }
    if (r < 0) {
        lwi_tunnel_close(&t);
        return r;
    }
    *ret_tunnel = t;
    return 0;
}

int lwi_tunnel_pin(const struct lwi_tunnel *tunnel, char ret_pin[LWI_PIN_SIZE])
{
    return lwi_pin_seen(tunnel->camera.easy, ret_pin);
}

int lwi_tunnel_port(const struct lwi_tunnel *tunnel)
{
    return tunnel->port;
}

void lwi_tunnel_close(struct lwi_tunnel **tunnel)
{
    if (!tunnel || !*tunnel)
        return;
    struct lwi_tunnel *t = *tunnel;
    *tunnel = NULL;
    if (t->has_thread) {
        const uint64_t one = 1;
        (void) !write(t->stop_fd, &one, sizeof(one));
        (void) pthread_join(t->thread, NULL);
    }
    lwi_connection_close(&t->camera);
    const int fds[] = {t->listen_fd, t->local_fd, t->stop_fd};
    for (size_t i = 0; i < sizeof(fds) / sizeof(fds[0]); i++)
        if (fds[i] >= 0)
            (void) close(fds[i]);
    free(t);
}
