/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Asking a network who is there. Each protocol has one socket for the single addresses and one
 * for each of the machine's own networks, because a multicast leaves by one interface only; and one
 * that hears what is said to the whole group: cameras that announce themselves of their own accord,
 * and those that answer there and not to who asks.
 */
#include "discover/announce.h"

#include <arpa/inet.h>
#include <errno.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <poll.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "source/url.h"

#define NETWORKS_MAX 16
#define SOCKETS_MAX  64 /* more than one and two for each protocol, and one for each network */
#define ANSWERS_MAX  4096
#define DATAGRAM_MAX 65536
#define PROBE_MAX    2048
#define SINGLE_BATCH 64  /* addresses asked between two looks at the answers */
#define AGAIN_MS     400 /* a datagram may be lost: the question is sent twice */
#define TICK_MS      50

struct protocol {
    const char *group;
    uint16_t port;
    int single; /* asked of each address, too */
    int (*parse)(const uint8_t *data, size_t size, struct lwi_announced *ret_announced);
};

static const struct protocol protocols[] = {
    {"239.255.255.250", 3702, 1, lwi_wsd_parse},
    {"239.255.255.250", 1900, 0, lwi_ssdp_parse},
    {"224.0.0.251", 5353, 0, lwi_mdns_parse},
};
#define PROTOCOLS (sizeof(protocols) / sizeof(protocols[0]))

enum role {
    ROLE_SINGLE, /* asks single addresses */
    ROLE_GROUP,  /* asks a network */
    ROLE_HEAR,   /* asks nobody */
};

struct listener {
    const struct lwi_ranges *ranges;
    struct pollfd fds[SOCKETS_MAX];
    const struct protocol *of[SOCKETS_MAX];
    enum role roles[SOCKETS_MAX];
    nfds_t count;
    uint8_t probes[PROTOCOLS][PROBE_MAX];
    size_t probe_sizes[PROTOCOLS];
    uint8_t *datagram;
    struct lwi_announcements *found;
};

static void make_probes(struct listener *l)
{
    uint8_t random[16];
    char uuid[40];
    randombytes_buf(random, sizeof(random));
    (void) snprintf(uuid, sizeof(uuid),
                    "%02x%02x%02x%02x-%02x%02x-4%01x%02x-8%01x%02x-%02x%02x%02x%02x%02x%02x",
                    random[0], random[1], random[2], random[3], random[4], random[5],
                    random[6] & 15, random[7], random[8] & 15, random[9], random[10], random[11],
                    random[12], random[13], random[14], random[15]);
    int n = lwi_wsd_probe(uuid, (char *) l->probes[0], PROBE_MAX);
    l->probe_sizes[0] = n > 0 ? (size_t) n : 0;
    n = lwi_ssdp_probe((char *) l->probes[1], PROBE_MAX);
    l->probe_sizes[1] = n > 0 ? (size_t) n : 0;
    l->probe_sizes[2] = lwi_mdns_probe(l->probes[2], PROBE_MAX);
}

static void add(struct listener *l, int fd, const struct protocol *protocol, enum role role)
{
    l->of[l->count] = protocol;
    l->roles[l->count] = role;
    l->fds[l->count++] = (struct pollfd){.fd = fd, .events = POLLIN};
}

/* from: the interface's own address for a multicast; NULL: for single addresses. */
static void open_socket(struct listener *l, const struct protocol *protocol,
                        const struct sockaddr_in *from)
{
    if (l->count == SOCKETS_MAX)
        return;
    const int fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return;
    const int hops = 1;
    struct sockaddr_in own = {.sin_family = AF_INET};
    int r = 0;
    if (from) {
        own.sin_addr = from->sin_addr;
        r = setsockopt(fd, IPPROTO_IP, IP_MULTICAST_IF, &from->sin_addr, sizeof(from->sin_addr));
        r |= setsockopt(fd, IPPROTO_IP, IP_MULTICAST_TTL, &hops, sizeof(hops));
        r |= bind(fd, (struct sockaddr *) &own, sizeof(own));
    }
    if (r < 0) {
        (void) close(fd);
        return;
    }
    add(l, fd, protocol, from ? ROLE_GROUP : ROLE_SINGLE);
}

/* Bound to the group's address, so that datagrams to this machine's other programs are left to
 * them. Where it cannot be, nothing is heard but answers. */
static void open_ear(struct listener *l, const struct protocol *protocol,
                     const struct in_addr *interfaces, size_t count)
{
    const int one = 1;
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(protocol->port)};
    (void) inet_pton(AF_INET, protocol->group, &at.sin_addr);
    if (l->count == SOCKETS_MAX || count == 0)
        return;
    const int fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return;
    int joined = 0;
    (void) setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
    (void) setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &one, sizeof(one));
    if (bind(fd, (struct sockaddr *) &at, sizeof(at)) == 0) {
        for (size_t i = 0; i < count; i++) {
            const struct ip_mreq group = {at.sin_addr, interfaces[i]};
            joined |= setsockopt(fd, IPPROTO_IP, IP_ADD_MEMBERSHIP, &group, sizeof(group)) == 0;
        }
    }
    if (joined)
        add(l, fd, protocol, ROLE_HEAR);
    else
        (void) close(fd);
}

/* Whether a network of this machine has an address in the ranges. */
static int concerns(const struct lwi_ranges *ranges, const struct ifaddrs *interface)
{
    struct lwi_address own, mask;
    lwi_address_from(&own, interface->ifa_addr);
    lwi_address_from(&mask, interface->ifa_netmask);
    const uint64_t bits = mask.low & UINT32_MAX;
    const uint64_t count = lwi_ranges_count(ranges);
    /* The ends of a range say enough of small networks; of large ones each address is looked at. */
    for (uint64_t i = 0; i < count; i++) {
        const struct lwi_address a = lwi_ranges_at(ranges, i);
        if (lwi_address_is_ipv4(&a) && ((a.low ^ own.low) & bits) == 0)
            return 1;
    }
    return 0;
}

static void open_sockets(struct listener *l)
{
    struct ifaddrs *all = NULL;
    struct in_addr own[NETWORKS_MAX];
    size_t networks = 0;
    for (size_t i = 0; i < PROTOCOLS; i++)
        if (protocols[i].single)
            open_socket(l, &protocols[i], NULL);
    if (getifaddrs(&all) < 0)
        return;
    for (struct ifaddrs *i = all; i; i = i->ifa_next) {
        if (!i->ifa_addr || i->ifa_addr->sa_family != AF_INET || !i->ifa_netmask ||
            !(i->ifa_flags & IFF_UP) || !concerns(l->ranges, i) || networks == NETWORKS_MAX)
            continue;
        const struct sockaddr_in *from = (const struct sockaddr_in *) (const void *) i->ifa_addr;
        own[networks++] = from->sin_addr;
        for (size_t n = 0; n < PROTOCOLS; n++)
            open_socket(l, &protocols[n], from);
    }
    freeifaddrs(all);
    for (size_t n = 0; n < PROTOCOLS; n++)
        open_ear(l, &protocols[n], own, networks);
}

static void ask_groups(struct listener *l)
{
    for (nfds_t i = 0; i < l->count; i++) {
        const struct protocol *p = l->of[i];
        const size_t which = (size_t) (p - protocols);
        struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(p->port)};
        if (l->roles[i] != ROLE_GROUP)
            continue;
        (void) inet_pton(AF_INET, p->group, &to.sin_addr);
        (void) sendto(l->fds[i].fd, l->probes[which], l->probe_sizes[which], 0,
                      (struct sockaddr *) &to, sizeof(to));
    }
}

static void ask_single(struct listener *l, uint64_t place)
{
    const struct lwi_address address = lwi_ranges_at(l->ranges, place);
    for (nfds_t i = 0; i < l->count; i++) {
        const size_t which = (size_t) (l->of[i] - protocols);
        struct sockaddr_storage to;
        if (l->roles[i] != ROLE_SINGLE || !lwi_address_is_ipv4(&address))
            continue;
        const socklen_t size = lwi_address_to(&address, l->of[i]->port, &to);
        (void) sendto(l->fds[i].fd, l->probes[which], l->probe_sizes[which], 0,
                      (struct sockaddr *) &to, size);
    }
}

/* The address that a URL names; 0 where it names one in the ranges. */
static int address_of(const struct listener *l, const char *text, struct lwi_address *ret_address)
{
    struct lwi_url url;
    if (lwi_url_parse(&url, text, /* reterr= */ NULL) < 0)
        return -EINVAL;
    int r = lwi_address_parse(ret_address, url.host);
    lwi_url_done(&url);
    return r == 0 && lwi_ranges_have(l->ranges, ret_address) ? 0 : -EINVAL;
}

/* Which address is meant: who answers, if a URL of his says so too, else the first URL in the
 * ranges. URLs that lead to other addresses are dropped. */
static int settle(const struct listener *l, const struct lwi_address *sender,
                  struct lwi_announced *said, struct lwi_address *ret_address)
{
    struct lwi_address address;
    int known = 0;
    for (size_t i = 0; i < said->url_count; i++) {
        if (address_of(l, said->urls[i], &address) < 0)
            continue;
        if (!known || lwi_address_equal(&address, sender))
            *ret_address = address;
        known = 1;
    }
    if (!known && said->port) {
        *ret_address = *sender;
        known = lwi_ranges_have(l->ranges, sender);
    }
    size_t kept = 0;
    for (size_t i = 0; known && i < said->url_count; i++)
        if (address_of(l, said->urls[i], &address) == 0 && lwi_address_equal(&address, ret_address))
            memmove(said->urls[kept++], said->urls[i], sizeof(said->urls[0]));
    said->url_count = kept;
    return known ? 0 : -ENOENT;
}

static int is_known(const struct lwi_announcements *found, const struct lwi_announcement *new)
{
    for (size_t i = 0; i < found->count; i++) {
        const struct lwi_announcement *old = &found->list[i];
        if (new->said.id[0] ? strcmp(old->said.id, new->said.id) == 0
                            : lwi_address_equal(&old->address, &new->address) &&
                                  old->said.port == new->said.port)
            return 1;
    }
    return 0;
}

static int keep(struct lwi_announcements *found, const struct lwi_announcement *new)
{
    if (found->count == ANSWERS_MAX || is_known(found, new))
        return 0;
    if ((found->count & (found->count - 1)) == 0) { /* doubles */
        const size_t room = found->count ? 2 * found->count : 1;
        struct lwi_announcement *list = realloc(found->list, room * sizeof(*list));
        if (!list)
            return -ENOMEM;
        found->list = list;
    }
    found->list[found->count++] = *new;
    return 0;
}

static int take_answers(struct listener *l, int wait_ms)
{
    if (poll(l->fds, l->count, wait_ms) <= 0)
        return 0;
    for (nfds_t i = 0; i < l->count; i++) {
        struct sockaddr_storage from;
        socklen_t size = sizeof(from);
        if (!(l->fds[i].revents & POLLIN))
            continue;
        const ssize_t n =
            recvfrom(l->fds[i].fd, l->datagram, DATAGRAM_MAX, 0, (struct sockaddr *) &from, &size);
        struct lwi_announcement new;
        struct lwi_address sender;
        if (n <= 0 || l->of[i]->parse(l->datagram, (size_t) n, &new.said) < 0)
            continue;
        lwi_address_from(&sender, (struct sockaddr *) &from);
        if (settle(l, &sender, &new.said, &new.address) == 0 && keep(l->found, &new) < 0)
            return -ENOMEM;
    }
    return 0;
}

static int listen_for(struct listener *l, double seconds, const atomic_bool *cancel)
{
    const int64_t start = lwi_clock_monotonic(&lwi_clock_system);
    const int64_t end = start + (int64_t) (seconds * LWI_NS_PER_S);
    const uint64_t count = lwi_ranges_count(l->ranges);
    uint64_t single = count > LWI_ANNOUNCE_SINGLE_MAX ? count : 0;
    int again = 0, r = 0;
    ask_groups(l);
    while (r == 0 && l->count > 0 && !(cancel && atomic_load(cancel))) {
        const int64_t now = lwi_clock_monotonic(&lwi_clock_system);
        if (now >= end && single >= count)
            break;
        if (!again && now - start >= AGAIN_MS * LWI_NS_PER_MS) {
            ask_groups(l);
            again = 1;
        }
        for (int i = 0; i < SINGLE_BATCH && single < count; i++)
            ask_single(l, single++);
        r = take_answers(l, single < count ? 1 : TICK_MS);
    }
    return r;
}

int lwi_announce(const struct lwi_ranges *ranges, double seconds, const atomic_bool *cancel,
                 struct lwi_announcements *ret_announcements)
{
    *ret_announcements = (struct lwi_announcements){.list = NULL};
    struct listener *l = calloc(1, sizeof(*l));
    if (!l)
        return -ENOMEM;
    l->ranges = ranges;
    l->found = ret_announcements;
    l->datagram = malloc(DATAGRAM_MAX);
    int r = l->datagram && sodium_init() >= 0 ? 0 : -ENOMEM;
    if (r == 0) {
        make_probes(l);
        open_sockets(l);
        r = listen_for(l, seconds, cancel);
    }
    for (nfds_t i = 0; i < l->count; i++)
        (void) close(l->fds[i].fd);
    free(l->datagram);
    free(l);
    if (r < 0)
        lwi_announcements_done(ret_announcements);
    return r;
}

void lwi_announcements_done(struct lwi_announcements *announcements)
{
    free(announcements->list);
    *announcements = (struct lwi_announcements){.list = NULL};
}
