/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Which connections there may be, and for how long. The HTTP library closes one
 * that says nothing; this closes those that say too little: each phase of a request
 * (TLS handshake, head, body, answer) has a time by which it must be over, however
 * many bytes drip in. A thread looks every half second.
 *
 * Their number is limited, in all and by address. At the limit a new one takes the
 * place of the oldest that does nothing for anybody who is logged in, first of the
 * address that has most: who opens thousands pushes out his own. Thread-safe.
 */
#ifndef LWI_API_CONNECTIONS_H
#define LWI_API_CONNECTIONS_H

#include <stdint.h>

#include "base/clock.h"
#include "config/address_list.h"

struct lwi_connections;
struct lwi_connection;

struct lwi_connections_limits {
    unsigned total;
    unsigned per_address; /* an IPv6 network of 64 bits counts as one address */
};

/* How many there may be while those that were pushed out are being closed. */
unsigned lwi_connections_most(const struct lwi_connections_limits *limits);

/* 0, -ENOMEM, -EAGAIN (no thread). */
int lwi_connections_new(struct lwi_connections **ret_connections, const struct lwi_clock *clock,
                        const struct lwi_connections_limits *limits);
/* All connections must have been removed. */
void lwi_connections_free(struct lwi_connections **connections);

/* Whether there is room for one more from this address, which may mean that another is closed. A
 * proxy has as many as there are. */
int lwi_connections_admit(struct lwi_connections *connections,
                          const uint8_t address[LWI_ADDRESS_BYTES], int is_proxy);

/* A new connection over a socket that it does not own; NULL: no memory. */
struct lwi_connection *lwi_connections_add(struct lwi_connections *connections, int fd,
                                           const uint8_t address[LWI_ADDRESS_BYTES],
                                           int64_t seconds);
/* To be called before the socket is closed. */
void lwi_connections_remove(struct lwi_connections *connections, struct lwi_connection *connection);

/* The phase that begins now must be over after so many seconds; < 0: it has no end (streams). */
void lwi_connection_deadline(struct lwi_connections *connections, struct lwi_connection *connection,
                             int64_t seconds);

/* Whether it works for somebody who is logged in: such a one is not pushed out. */
void lwi_connection_busy(struct lwi_connections *connections, struct lwi_connection *connection,
                         int is_busy);

/* How many there are, and how many were turned away or pushed out since the start. */
void lwi_connections_count(struct lwi_connections *connections, unsigned *ret_open,
                           uint64_t *ret_refused);

#endif
