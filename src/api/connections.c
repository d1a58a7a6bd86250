/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "api/connections.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

#define LOOK_EVERY_MS 500

struct lwi_connection {
    struct lwi_connection *next, *previous;
    int fd;
    int64_t deadline_ns; /* monotonic; INT64_MAX: none */
};

struct lwi_connections {
    pthread_mutex_t lock;
    pthread_cond_t stopping;
    int stop;
    pthread_t thread;
    const struct lwi_clock *clock;
    struct lwi_connection *first;
};

static void close_late(struct lwi_connections *connections)
{
    int64_t now = lwi_clock_monotonic(connections->clock);
    for (struct lwi_connection *c = connections->first; c; c = c->next) {
        if (c->deadline_ns > now)
            continue;
        /* Its own thread then sees the end and closes it. */
        (void) shutdown(c->fd, SHUT_RDWR);
        c->deadline_ns = INT64_MAX;
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

int lwi_connections_new(struct lwi_connections **ret_connections, const struct lwi_clock *clock)
{
    struct lwi_connections *connections = calloc(1, sizeof(*connections));
    if (!connections)
        return -ENOMEM;
    connections->clock = clock;
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

struct lwi_connection *lwi_connections_add(struct lwi_connections *connections, int fd,
                                           int64_t seconds)
{
    struct lwi_connection *c = calloc(1, sizeof(*c));
    if (!c)
        return NULL;
    c->fd = fd;
    c->deadline_ns = lwi_clock_monotonic(connections->clock) + seconds * LWI_NS_PER_S;
    (void) pthread_mutex_lock(&connections->lock);
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
    connection->deadline_ns = deadline;
    (void) pthread_mutex_unlock(&connections->lock);
}
