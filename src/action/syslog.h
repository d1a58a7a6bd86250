/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * The system log on another machine, out of the reach of who has taken over this one. A thread
 * reads the log as it is stored and sends what is new. It remembers up to where: while the server,
 * the network or this program is away lines wait in the store, for as long as the store keeps
 * them. All functions are thread-safe.
 */
#ifndef LWI_ACTION_SYSLOG_H
#define LWI_ACTION_SYSLOG_H

#include <stdint.h>

#include "base/log.h"
#include "lenswatch/error.h"
#include "store/store.h"

struct lwi_syslog;

/* Where it goes: as lwi_syslog_link_check() has it; server "": nowhere. */
struct lwi_syslog_server {
    char server[300];
    char ca[8193];
};

/* All pointers are borrowed until close. */
struct lwi_syslog_settings {
    struct lwi_store *store;
    const struct lwi_log *log;
    void *cookie;
    /* What is set now; asked every second. What is new goes there from then on, and what waits for
     * the one that it takes the place of. */
    void (*server)(void *cookie, struct lwi_syslog_server *ret_server);
};

int lwi_syslog_open(struct lwi_syslog **ret_syslog, const struct lwi_syslog_settings *settings,
                    struct lw_error *reterr);
/* Within a second; what waits is sent after the next start. */
void lwi_syslog_close(struct lwi_syslog **syslog);

/* As lwi_syslog_link_check(). */
int lwi_syslog_check(const char *server, const char *ca, struct lw_error *reterr);

/* Sends one message of its own, over a connection of its own. -ENOENT: no server is set; or why it
 * did not get there. Of UDP only a host that refuses is known. */
int lwi_syslog_test(struct lwi_syslog *syslog, struct lw_error *reterr);

struct lwi_syslog_state {
    char server[300]; /* "": it is off */
    int is_failing;
    char error[240], hint[240]; /* why */
    int64_t sent;               /* lines since the start */
    int64_t sent_ns;            /* realtime: when the last was; 0: none was yet */
    int64_t waiting;            /* lines */
};
void lwi_syslog_state(struct lwi_syslog *syslog, struct lwi_syslog_state *ret_state);

#endif
