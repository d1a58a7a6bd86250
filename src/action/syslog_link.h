/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * A connection to a syslog server, by libcurl: names are resolved, TLS is spoken and all of it can
 * be cancelled as in every other transfer. What of it is not HTTP is the protocol above: one
 * datagram a message over UDP (RFC 5426), its length before each one over TCP and TLS (RFC 6587,
 * 5425).
 */
#ifndef LWI_ACTION_SYSLOG_LINK_H
#define LWI_ACTION_SYSLOG_LINK_H

#include <stdatomic.h>
#include <stddef.h>

#include "lenswatch/error.h"

struct lwi_syslog_link;

/* Whether these can be used: "udp://HOST", "tcp://HOST" or "tls://HOST", with a port or without.
 * ca: PEM of the authorities that may have signed its certificate; "": those of this machine. 0 or
 * -EINVAL. */
int lwi_syslog_link_check(const char *server, const char *ca, struct lw_error *reterr);

/* Connects; cancel (borrowed until close) ends that soon. */
int lwi_syslog_link_open(struct lwi_syslog_link **ret_link, const char *server, const char *ca,
                         const atomic_int *cancel, struct lw_error *reterr);
void lwi_syslog_link_close(struct lwi_syslog_link **link);

/* Sends one message. */
int lwi_syslog_link_send(struct lwi_syslog_link *link, const char *message, size_t size,
                         struct lw_error *reterr);

/* Waits until the other machine has all that was sent; of UDP nobody can say so. -ECONNRESET: it
 * has closed the connection, or refuses datagrams; -ETIMEDOUT, -ECANCELED. */
int lwi_syslog_link_settle(struct lwi_syslog_link *link, struct lw_error *reterr);

#endif
