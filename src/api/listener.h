/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* A socket that is listened on, with the threads that serve it: one plain, and one with TLS where
 * HTTPS is on. Both hand their requests to the same routes. */
#ifndef LWI_API_LISTENER_H
#define LWI_API_LISTENER_H

#include <stdatomic.h>
#include <stdint.h>

#include "lenswatch/error.h"

struct MHD_Daemon;
struct lwi_api;
struct lwi_connection;
struct lwi_tls_identity;

struct lwi_listener {
    struct lwi_api *api;
    struct MHD_Daemon *daemon;
    int is_tls;
    uint16_t port;
    int fd; /* once it is quiesced; -1 */
    atomic_int closing;
};

/* What belongs to a connection. */
struct lwi_socket {
    struct lwi_connection *connection;
    struct lwi_tls_identity *identity; /* NULL: no TLS */
};

/* Serves a socket that listens; it is owned from here on. 0, -ENOMEM, -EIO. */
int lwi_listener_open(struct lwi_listener **ret_listener, struct lwi_api *api, int fd, int is_v6,
                      uint16_t port, int is_tls, struct lw_error *reterr);

/* Takes no new connections any more, so that its address is free.
 * Any thread. */
void lwi_listener_quiesce(struct lwi_listener *listener);

/* How many connections it has. */
unsigned lwi_listener_connections(const struct lwi_listener *listener);

/* Ends its connections. Not to be called by one of them. */
void lwi_listener_close(struct lwi_listener **listener);

#endif
