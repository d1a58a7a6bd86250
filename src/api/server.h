/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * The HTTP server: REST, live view, server-sent events, POST /predict, the
 * Off-focus request, metrics and the web page. It reads the store and posts
 * commands to the fleet; both must outlive it.
 */
#ifndef LWI_API_SERVER_H
#define LWI_API_SERVER_H

#include <stddef.h>
#include <stdint.h>

#include "action/actor.h"
#include "action/syslog.h"
#include "base/clock.h"
#include "base/log.h"
#include "camera/fleet.h"
#include "camera/system.h"
#include "lenswatch/assess.h"
#include "lenswatch/error.h"
#include "store/store.h"

struct lwi_api;

/* All pointers are borrowed until close, but the strings: those are copied. */
struct lwi_api_settings {
    const char *listen;       /* "ADDRESS:PORT", "[V6]:PORT"; default "127.0.0.1:8787"; port 0:
                               * any free one, see lwi_api_port() */
    const char *https_listen; /* likewise, for HTTPS, in place of the settings'; NULL (default):
                               * theirs */
    const char *const *hosts; /* NULL-ended: names by which it may be asked, beside localhost, the
                               * loopback addresses and the listen address; NULL (default): none.
                               * "*" allows any. */
    const char *data_dir;     /* where the local administrator's token file goes
                               * (DIR/api-token, mode 0600); NULL: none is made */
    struct lwi_store *store;
    struct lwi_fleet *fleet;
    struct lwi_actor *actor;
    struct lwi_system *system;
    struct lwi_syslog *syslog;     /* NULL (default): the log goes to no other machine */
    const struct lwi_clock *clock; /* default: the system's */
    const struct lwi_log *log;     /* default NULL: silent */
    const lw_model *model;         /* for POST /predict; NULL (default): built in */
    double threshold;              /* of POST /predict; < 0 (default): the model's own */
    unsigned cpu_mask;             /* default LW_CPU_ALL */
    uint64_t pixels_max;           /* of a picture sent to POST /predict; default 200,000,000 */
    size_t predict_bytes_max;      /* of its body; default 64 MiB */
    unsigned predict_max;          /* at once; further ones are answered 503; 0 (default): cores */
    unsigned connections_max;      /* default 512 */
    unsigned connections_per_ip_max; /* default 128 */
    unsigned streams_max;            /* live views and event streams at once; default 128 */
    unsigned timeout_s;              /* a connection that says nothing is closed; default 30 */
    int metrics_open;                /* 1: /metrics needs no login; default 0 */
    int secure_cookie;             /* 1: behind a proxy that adds TLS: cookies are marked Secure */
    void (*restart)(void *cookie); /* all is to be closed and opened anew, soon: called from a
                                    * thread of the server. NULL (default): nobody does */
    void *cookie;                  /* of restart */
};

void lwi_api_settings_default(struct lwi_api_settings *ret_settings);

/*
 * Listens and answers from threads of its own. Returns 0 or, with *reterr
 * filled in: -EINVAL (address), -EADDRINUSE, -EACCES, -ENOMEM, -EIO.
 */
int lwi_api_open(struct lwi_api **ret_api, const struct lwi_api_settings *settings,
                 struct lw_error *reterr);

/* How many files and sockets may be open at once with all connections and the cameras that there
 * are. */
size_t lwi_api_open_files(const struct lwi_api *api);

/* The port that is listened on. */
uint16_t lwi_api_port(const struct lwi_api *api);

/* Stops listening, ends all connections (live views within 1 s), removes the token file. */
void lwi_api_close(struct lwi_api **api);

#endif
