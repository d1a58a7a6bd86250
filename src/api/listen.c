/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "api/listen.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/error.h"
#include "base/parse.h"

#define BACKLOG 256

/* "127.0.0.1:8787" to its two parts. */
static int split(const char *listen, char *ret_host, size_t size, const char **ret_port)
{
    const char *colon = strrchr(listen, ':');
    const char *begin = listen;
    int64_t port;
    if (!colon || lwi_parse_int(colon + 1, 0, 65535, &port) < 0)
        return -EINVAL;
    const char *end = colon;
    if (*begin == '[') {
        if (end == begin || end[-1] != ']')
            return -EINVAL;
        begin++;
        end--;
    } else if (memchr(begin, ':', (size_t) (end - begin))) {
        return -EINVAL; /* an IPv6 address without its brackets */
    }
    size_t length = (size_t) (end - begin);
    if (length == 0 || length >= size)
        return -EINVAL;
    memcpy(ret_host, begin, length);
    ret_host[length] = '\0';
    *ret_port = colon + 1;
    return 0;
}

static int open_socket(const struct addrinfo *address, const char *listen_text, int *ret_fd,
                       struct lw_error *reterr)
{
    const int on = 1;
    int fd = socket(address->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd >= 0 && setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) == 0 &&
        bind(fd, address->ai_addr, address->ai_addrlen) == 0 && listen(fd, BACKLOG) == 0) {
        *ret_fd = fd;
        return 0;
    }
    int r = -errno;
    if (fd >= 0)
        (void) close(fd);
    (void) lwi_error_set(reterr, r, "Cannot listen on %s: %s", listen_text, strerror(-r));
    if (r == -EADDRINUSE)
        lwi_error_hint(reterr, "Another program listens there; choose another port with --listen");
    else if (r == -EACCES)
        lwi_error_hint(reterr, "Ports below 1024 need a privilege; choose a higher one");
    else if (r == -EADDRNOTAVAIL)
        lwi_error_hint(reterr, "This host does not have that address; 0.0.0.0 stands for all");
    return r;
}

int lwi_listen_open(const char *listen, int *ret_fd, int *ret_is_v6, uint16_t *ret_port,
                    struct lw_error *reterr)
{
    char host[256];
    const char *port;
    struct addrinfo *address = NULL;
    const struct addrinfo hints = {.ai_flags = AI_PASSIVE | AI_NUMERICSERV,
                                   .ai_socktype = SOCK_STREAM};
    if (split(listen, host, sizeof(host), &port) < 0 ||
        getaddrinfo(host, port, &hints, &address) != 0) {
        (void) lwi_error_set(reterr, -EINVAL, "'%s' is no address to listen on", listen);
        lwi_error_hint(reterr, "Write ADDRESS:PORT, such as 127.0.0.1:8787 or [::1]:8787");
        return -EINVAL;
    }
    int fd = -1;
    int r = open_socket(address, listen, &fd, reterr);
    int is_v6 = address->ai_family == AF_INET6;
    freeaddrinfo(address);
    if (r < 0)
        return r;
    union {
        struct sockaddr any;
        struct sockaddr_in v4;
        struct sockaddr_in6 v6;
    } bound;
    socklen_t length = sizeof(bound);
    if (getsockname(fd, &bound.any, &length) < 0) {
        r = lwi_error_set(reterr, -errno, "Cannot tell the port: %s", strerror(errno));
        (void) close(fd);
        return r;
    }
    *ret_fd = fd;
    *ret_is_v6 = is_v6;
    *ret_port = ntohs(is_v6 ? bound.v6.sin6_port : bound.v4.sin_port);
    return 0;
}
