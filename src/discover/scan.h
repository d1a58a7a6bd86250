/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Finding the cameras of a network. One thread finds out which addresses answer, many
 * look at one address each, and cameras come out in the order in which they are done.
 */
#ifndef LWI_DISCOVER_SCAN_H
#define LWI_DISCOVER_SCAN_H

#include "discover/found.h"

#define LWI_SCAN_HOSTS_MAX 256

struct lwi_scan_settings {
    const struct lwi_ranges *ranges; /* finished; borrowed until close */
    struct lwi_ports ports;
    const struct lwi_credentials *credentials; /* borrowed until close */
    unsigned connections;                      /* being made at a time; default 1024 */
    unsigned hosts;                            /* looked at closely at a time; default 64 */
    int attempts_max;                /* default 2: most cameras lock their users out after 3 to 5 */
    double connect_s;                /* default 1 */
    double timeout_s;                /* of a camera's silence; default 5 */
    int announce;                    /* 1 (default): ask the network by multicast, too */
    double announce_s;               /* how long answers are waited for; default 2 */
    struct lwi_check_settings check; /* how pictures are judged: threads, thumbnail_width, tile_map,
                                      * assess, decode, source; borrowed strings */
};

/* All but ranges, credentials and check.assess.model. */
void lwi_scan_settings_default(struct lwi_scan_settings *ret_settings);

struct lwi_scan_progress {
    uint64_t addresses, addresses_done; /* connected to, or not */
    uint64_t hosts, hosts_done;         /* that answer; looked at closely */
    uint64_t cameras;
    int announced;    /* the network was asked */
    double elapsed_s; /* since it began */
    double left_s;    /* about; < 0: not known yet */
};

struct lwi_scan;

/* Begins. 0, -EINVAL, -EAGAIN (threads), -ENOMEM or what opening the assessor gives. */
int lwi_scan_start(struct lwi_scan **ret_scan, const struct lwi_scan_settings *settings,
                   struct lw_error *reterr);
/* The next camera, the caller's; waits up to wait_s. -EAGAIN: none in that time; -ENODATA: that was
 * all; -errno with *reterr: it went wrong. */
int lwi_scan_next(struct lwi_scan *scan, double wait_s, struct lwi_found **ret_found,
                  struct lw_error *reterr);
void lwi_scan_look(struct lwi_scan *scan, struct lwi_scan_progress *ret_progress);
/* No more addresses are looked at; what is half done ends within 0.3 s. From any thread. */
void lwi_scan_stop(struct lwi_scan *scan);
void lwi_scan_close(struct lwi_scan **scan);

#endif
