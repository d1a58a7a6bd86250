/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Connections go round the addresses, port by port, so that one address has few of
 * them at a time. All wait equally long, so the oldest one is the next to be given up.
 */
#include "discover/ports.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/parse.h"

#define EVENTS_MAX 256
#define TICK_MS    100
#define FILES_LEFT 128 /* of this process's limit, for everything else */

/* One connection that is being made. */
struct attempt {
    int fd; /* -1: free */
    uint32_t host, port;
    int64_t until_ns;
};

struct prober {
    const struct lwi_ports_settings *settings;
    const struct lwi_address *addresses;
    size_t count;
    uint32_t *open;
    uint8_t *busy;            /* connections to each address */
    struct attempt *attempts; /* a ring, by age; those that ended are passed over */
    unsigned room, used, oldest, newest;
    uint64_t next, total;
    int epoll;
};

void lwi_ports_default(struct lwi_ports *ret_ports)
{
    static const uint16_t usual[] = {80, 443, 554, 8000, 8080, 8081, 8443, 8554, 37777, 88};
    *ret_ports = (struct lwi_ports){.count = sizeof(usual) / sizeof(usual[0])};
    memcpy(ret_ports->list, usual, sizeof(usual));
}

static int add_port(struct lwi_ports *ports, int64_t port)
{
    for (size_t i = 0; i < ports->count; i++)
        if (ports->list[i] == port)
            return 0;
    if (ports->count == LWI_PORTS_MAX)
        return -E2BIG;
    ports->list[ports->count++] = (uint16_t) port;
    return 0;
}

int lwi_ports_parse(struct lwi_ports *ret_ports, const char *text, struct lw_error *reterr)
{
    struct lwi_ports ports = {.count = 0};
    char copy[256];
    if (strlen(text) >= sizeof(copy))
        return lwi_error_set(reterr, -E2BIG, "the list of ports is too long");
    memcpy(copy, text, strlen(text) + 1);
    char *rest = copy;
    for (char *word; (word = strsep(&rest, ","));) {
        int64_t first, last;
        char *dash = strchr(word, '-');
        if (dash)
            *dash = '\0';
        if (lwi_parse_int(word, 1, 65535, &first) < 0 ||
            lwi_parse_int(dash ? dash + 1 : word, first, 65535, &last) < 0)
            return lwi_error_set(reterr, -EINVAL,
                                 "ports are numbers from 1 to 65535, such as "
                                 "80,554,8000-8002");
        for (int64_t port = first; port <= last; port++)
            if (add_port(&ports, port) < 0)
                return lwi_error_set(reterr, -E2BIG, "at most %d ports", LWI_PORTS_MAX);
    }
    *ret_ports = ports;
    return 0;
}

static int64_t now_ns(void)
{
    return lwi_clock_monotonic(&lwi_clock_system);
}

/* As many as the process may have files. */
static unsigned room_for(unsigned wanted)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) < 0 || limit.rlim_cur == RLIM_INFINITY)
        return wanted;
    const rlim_t room = limit.rlim_cur > 2 * FILES_LEFT ? limit.rlim_cur - FILES_LEFT : FILES_LEFT;
    return wanted < room ? wanted : (unsigned) room;
}

static void end_attempt(struct prober *p, struct attempt *a)
{
    (void) close(a->fd); /* takes it out of the epoll, too */
    a->fd = -1;
    p->busy[a->host]--;
    p->used--;
    while (p->oldest != p->newest && p->attempts[p->oldest].fd < 0)
        p->oldest = (p->oldest + 1) % p->room;
}

/* Whether it could begin; at the limit of files it waits for another one to end. */
static int begin_attempt(struct prober *p, uint32_t host, uint32_t port)
{
    struct sockaddr_storage to;
    const socklen_t size = lwi_address_to(&p->addresses[host], p->settings->ports.list[port], &to);
    const int fd = socket(to.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return (errno == EMFILE || errno == ENFILE || errno == ENOBUFS) && p->used > 0 ? 0 : 1;
    if (connect(fd, (struct sockaddr *) &to, size) == 0)
        p->open[host] |= UINT32_C(1) << port;
    else if (errno == EINPROGRESS) {
        const uint32_t slot = p->newest;
        struct epoll_event event = {.events = EPOLLOUT, .data.u32 = slot};
        if (epoll_ctl(p->epoll, EPOLL_CTL_ADD, fd, &event) == 0) {
            p->attempts[slot] = (struct attempt){
                fd, host, port, now_ns() + (int64_t) (p->settings->timeout_s * LWI_NS_PER_S)};
            p->newest = (p->newest + 1) % p->room;
            p->busy[host]++;
            p->used++;
            return 1;
        }
    }
    (void) close(fd);
    return 1;
}

static void begin_more(struct prober *p)
{
    /* One place of the ring stays empty: else a full one looks like an empty one. */
    while (p->next < p->total && (p->newest + 1) % p->room != p->oldest) {
        const uint32_t host = (uint32_t) (p->next % p->count);
        const uint32_t port = (uint32_t) (p->next / p->count);
        if (p->busy[host] >= p->settings->a_host || !begin_attempt(p, host, port))
            return;
        p->next++;
    }
}

static void take_events(struct prober *p)
{
    struct epoll_event events[EVENTS_MAX];
    const int n = epoll_wait(p->epoll, events, EVENTS_MAX, TICK_MS);
    for (int i = 0; i < n; i++) {
        struct attempt *a = &p->attempts[events[i].data.u32];
        int error = 0;
        socklen_t size = sizeof(error);
        if (a->fd < 0)
            continue;
        if (getsockopt(a->fd, SOL_SOCKET, SO_ERROR, &error, &size) == 0 && error == 0 &&
            (events[i].events & EPOLLOUT))
            p->open[a->host] |= UINT32_C(1) << a->port;
        end_attempt(p, a);
    }
}

static void give_up_late(struct prober *p)
{
    const int64_t now = now_ns();
    while (p->oldest != p->newest && p->attempts[p->oldest].until_ns <= now)
        end_attempt(p, &p->attempts[p->oldest]);
}

static int is_cancelled(const struct prober *p)
{
    return p->settings->cancel && atomic_load(p->settings->cancel);
}

int lwi_ports_probe(const struct lwi_ports_settings *settings, const struct lwi_address *addresses,
                    size_t count, uint32_t *ret_open, struct lw_error *reterr)
{
    struct prober p = {.settings = settings,
                       .addresses = addresses,
                       .count = count,
                       .open = ret_open,
                       .total = (uint64_t) count * settings->ports.count};
    p.room = room_for(settings->at_once) + 1;
    p.busy = calloc(count ? count : 1, 1);
    p.attempts = calloc(p.room, sizeof(*p.attempts));
    p.epoll = epoll_create1(EPOLL_CLOEXEC);
    for (unsigned i = 0; p.attempts && i < p.room; i++)
        p.attempts[i].fd = -1;
    memset(ret_open, 0, count * sizeof(*ret_open));
    int err = 0;
    if (!p.busy || !p.attempts)
        err = lwi_error_set(reterr, -ENOMEM, "no memory");
    else if (p.epoll < 0)
        err = lwi_error_set(reterr, -errno, "epoll: %s", strerror(errno));
    while (!err && (p.next < p.total || p.used > 0)) {
        if (is_cancelled(&p))
            err = lwi_error_set(reterr, -ECANCELED, "cancelled");
        begin_more(&p);
        if (p.used > 0)
            take_events(&p);
        give_up_late(&p);
    }
    for (unsigned i = 0; p.attempts && i < p.room; i++)
        if (p.attempts[i].fd >= 0)
            (void) close(p.attempts[i].fd);
    if (p.epoll >= 0)
        (void) close(p.epoll);
    free(p.busy);
    free(p.attempts);
    return err;
}
