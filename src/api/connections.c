/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "api/connections.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#define LOOK_EVERY_MS 500

struct peer {
    uint8_t key[LWI_ADDRESS_BYTES];
    unsigned count; /* of its connections that are not ending; 0: the place is free */
};

struct lwi_connection {
    struct lwi_connection *next, *previous;
    int fd;
    int64_t deadline_ns; /* monotonic; INT64_MAX: none */
    struct peer *peer;
    int is_busy, is_ending;
};

struct lwi_connections {
    pthread_mutex_t lock;
    pthread_cond_t stopping;
    int stop;
    pthread_t thread;
    const struct lwi_clock *clock;
    struct lwi_connections_limits limits;
    struct lwi_connection *first; /* the newest */
    unsigned open, ending;        /* those that are not ending, and those that are */
    uint64_t refused;
    struct peer nobody;  /* for those for whom there was no place */
    struct peer peers[]; /* lwi_connections_most() */
};

/* Its own thread then sees the end and closes it. */
static void end_locked(struct lwi_connections *connections, struct lwi_connection *c)
{
    (void) shutdown(c->fd, SHUT_RDWR);
    c->deadline_ns = INT64_MAX;
    if (c->is_ending)
        return;
    c->is_ending = 1;
    c->peer->count--;
    connections->open--;
    connections->ending++;
}

static void close_late(struct lwi_connections *connections)
{
    int64_t now = lwi_clock_monotonic(connections->clock);
    for (struct lwi_connection *c = connections->first; c; c = c->next) {
        if (c->deadline_ns <= now)
            end_locked(connections, c);
    }
}

static void *watch(void *cookie)
{
    struct lwi_connections *connections = cookie;
    (void) pthread_mutex_lock(&connections->lock);
    while (!connections->stop) {
        struct timespec until;
        (void) clock_gettime(CLOCK_MONOTONIC, &until);
        until.tv_nsec += LOOK_EVERY_MS * LWI_NS_PER_MS;
        if (until.tv_nsec >= LWI_NS_PER_S) {
            until.tv_nsec -= LWI_NS_PER_S;
            until.tv_sec++;
        }
        (void) pthread_cond_timedwait(&connections->stopping, &connections->lock, &until);
        close_late(connections);
    }
    (void) pthread_mutex_unlock(&connections->lock);
    return NULL;
}

unsigned lwi_connections_most(const struct lwi_connections_limits *limits)
{
    return limits->total + limits->total / 4 + 8;
}

int lwi_connections_new(struct lwi_connections **ret_connections, const struct lwi_clock *clock,
                        const struct lwi_connections_limits *limits)
{
    struct lwi_connections *connections = calloc(
        1, sizeof(*connections) + lwi_connections_most(limits) * sizeof(connections->peers[0]));
    if (!connections)
        return -ENOMEM;
    connections->clock = clock;
    connections->limits = *limits;
    (void) pthread_mutex_init(&connections->lock, NULL);
    pthread_condattr_t attributes;
    (void) pthread_condattr_init(&attributes);
    (void) pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    (void) pthread_cond_init(&connections->stopping, &attributes);
    (void) pthread_condattr_destroy(&attributes);
    if (pthread_create(&connections->thread, NULL, watch, connections) != 0) {
        (void) pthread_mutex_destroy(&connections->lock);
        (void) pthread_cond_destroy(&connections->stopping);
        free(connections);
        return -EAGAIN;
    }
    *ret_connections = connections;
    return 0;
}

void lwi_connections_free(struct lwi_connections **connections)
{
    if (!*connections)
        return;
    (void) pthread_mutex_lock(&(*connections)->lock);
    (*connections)->stop = 1;
    (void) pthread_cond_signal(&(*connections)->stopping);
    (void) pthread_mutex_unlock(&(*connections)->lock);
    (void) pthread_join((*connections)->thread, NULL);
    (void) pthread_mutex_destroy(&(*connections)->lock);
    (void) pthread_cond_destroy(&(*connections)->stopping);
    free(*connections);
    *connections = NULL;
}

/* One client has all of an IPv6 network of 64 bits. */
static void make_key(const uint8_t address[LWI_ADDRESS_BYTES], uint8_t ret_key[LWI_ADDRESS_BYTES])
{
    memcpy(ret_key, address, LWI_ADDRESS_BYTES);
    if (!lwi_address_is_v4(address) && !lwi_address_is_loopback(address))
        memset(ret_key + LWI_ADDRESS_BYTES / 2, 0, LWI_ADDRESS_BYTES / 2);
}

/* Its place, or a free one; that of nobody where there is none. */
static struct peer *find_peer(struct lwi_connections *connections,
                              const uint8_t key[LWI_ADDRESS_BYTES])
{
    struct peer *free_place = &connections->nobody;
    for (unsigned i = lwi_connections_most(&connections->limits); i-- > 0;) {
        struct peer *peer = &connections->peers[i];
        if (peer->count == 0)
            free_place = peer;
        else if (memcmp(peer->key, key, LWI_ADDRESS_BYTES) == 0)
            return peer;
    }
    return free_place;
}

/* The oldest that is idle, of that peer or, with NULL, of the one that has most of them. */
static struct lwi_connection *find_victim(const struct lwi_connections *connections,
                                          const struct peer *of)
{
    struct lwi_connection *victim = NULL;
    for (struct lwi_connection *c = connections->first; c; c = c->next) {
        if (c->is_busy || c->is_ending || (of && c->peer != of))
            continue;
        if (!victim || c->peer->count >= victim->peer->count)
            victim = c;
    }
    return victim;
}

static int admit_locked(struct lwi_connections *connections, const uint8_t key[LWI_ADDRESS_BYTES],
                        int is_proxy)
{
    const struct lwi_connections_limits *limits = &connections->limits;
    struct peer *peer = find_peer(connections, key);
    int peer_full = !is_proxy && peer->count >= limits->per_address;
    if (connections->open + connections->ending >= lwi_connections_most(limits))
        return 0;
    if (!peer_full && connections->open < limits->total)
        return 1;
    struct lwi_connection *victim = find_victim(connections, peer_full ? peer : NULL);
    if (!victim)
        return 0;
    connections->refused++;
    end_locked(connections, victim);
    return 1;
}

int lwi_connections_admit(struct lwi_connections *connections,
                          const uint8_t address[LWI_ADDRESS_BYTES], int is_proxy)
{
    uint8_t key[LWI_ADDRESS_BYTES];
    make_key(address, key);
    (void) pthread_mutex_lock(&connections->lock);
    int admitted = admit_locked(connections, key, is_proxy);
    connections->refused += !admitted;
    (void) pthread_mutex_unlock(&connections->lock);
    return admitted;
}

struct lwi_connection *lwi_connections_add(struct lwi_connections *connections, int fd,
                                           const uint8_t address[LWI_ADDRESS_BYTES],
                                           int64_t seconds)
{
    uint8_t key[LWI_ADDRESS_BYTES];
    struct lwi_connection *c = calloc(1, sizeof(*c));
    if (!c)
        return NULL;
    make_key(address, key);
    c->fd = fd;
    c->deadline_ns = lwi_clock_monotonic(connections->clock) + seconds * LWI_NS_PER_S;
    (void) pthread_mutex_lock(&connections->lock);
    c->peer = find_peer(connections, key);
    if (c->peer->count++ == 0)
        memcpy(c->peer->key, key, sizeof(key));
    connections->open++;
    c->next = connections->first;
    if (c->next)
        c->next->previous = c;
    connections->first = c;
    (void) pthread_mutex_unlock(&connections->lock);
    return c;
}

void lwi_connections_remove(struct lwi_connections *connections, struct lwi_connection *connection)
{
    if (!connection)
        return;
    (void) pthread_mutex_lock(&connections->lock);
    if (connection->next)
        connection->next->previous = connection->previous;
    if (connection->previous)
        connection->previous->next = connection->next;
    else
        connections->first = connection->next;
    if (connection->is_ending) {
        connections->ending--;
    } else {
        connection->peer->count--;
        connections->open--;
    }
    (void) pthread_mutex_unlock(&connections->lock);
    free(connection);
}

void lwi_connection_deadline(struct lwi_connections *connections, struct lwi_connection *connection,
                             int64_t seconds)
{
    if (!connection)
        return;
    int64_t deadline =
        seconds < 0 ? INT64_MAX : lwi_clock_monotonic(connections->clock) + seconds * LWI_NS_PER_S;
    (void) pthread_mutex_lock(&connections->lock);
    if (!connection->is_ending)
        connection->deadline_ns = deadline;
    (void) pthread_mutex_unlock(&connections->lock);
}

void lwi_connection_busy(struct lwi_connections *connections, struct lwi_connection *connection,
                         int is_busy)
{
    if (!connection)
        return;
    (void) pthread_mutex_lock(&connections->lock);
    connection->is_busy = is_busy;
    (void) pthread_mutex_unlock(&connections->lock);
}

void lwi_connections_count(struct lwi_connections *connections, unsigned *ret_open,
                           uint64_t *ret_refused)
{
    (void) pthread_mutex_lock(&connections->lock);
    *ret_open = connections->open;
    *ret_refused = connections->refused;
    (void) pthread_mutex_unlock(&connections->lock);
}
