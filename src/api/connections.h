/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Deadlines of connections. The HTTP library closes a connection that says
 * nothing; this closes those that say too little: each phase of a request
 * (head, body, answer) has a time by which it must be over, however many bytes
 * drip in. A thread looks every half second.
 */
#ifndef LWI_API_CONNECTIONS_H
#define LWI_API_CONNECTIONS_H

#include <stdint.h>

#include "base/clock.h"

struct lwi_connections;
struct lwi_connection;

/* 0, -ENOMEM, -EAGAIN (no thread). */
int lwi_connections_new(struct lwi_connections **ret_connections, const struct lwi_clock *clock);
/* All connections must have been removed. */
void lwi_connections_free(struct lwi_connections **connections);

/* A new connection over a socket that it does not own; NULL: no memory. */
struct lwi_connection *lwi_connections_add(struct lwi_connections *connections, int fd,
                                           int64_t seconds);
/* To be called before the socket is closed. */
void lwi_connections_remove(struct lwi_connections *connections, struct lwi_connection *connection);

/* The phase that begins now must be over after so many seconds; < 0: it has no end (streams). */
void lwi_connection_deadline(struct lwi_connections *connections, struct lwi_connection *connection,
                             int64_t seconds);

#endif
