/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Cameras that answer when a whole network is asked: WS-Discovery (ONVIF), SSDP
 * and mDNS. The parsers take any bytes.
 */
#ifndef LWI_DISCOVER_ANNOUNCE_H
#define LWI_DISCOVER_ANNOUNCE_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include "discover/range.h"

#define LWI_ANNOUNCED_URLS 8

/* What one answer says, or a device of its own accord. Text is cleaned and cut. */
struct lwi_announced {
    char id[128];                       /* the same in all answers of one device; "": none */
    char urls[LWI_ANNOUNCED_URLS][256]; /* http://, https:// or rtsp:// */
    size_t url_count;
    uint16_t port;               /* mDNS: on the address that answers; 0: none */
    int rtsp;                    /* mDNS: that port speaks RTSP */
    char name[64], hardware[64]; /* "" */
};

/* WS-Discovery: a probe with this id (text of a UUID), and its answer. Parsers return 0 or -EPROTO
 * where it is no such answer. */
int lwi_wsd_probe(const char *uuid, char *ret_text, size_t ret_size);
int lwi_wsd_parse(const uint8_t *data, size_t size, struct lwi_announced *ret_announced);
int lwi_ssdp_probe(char *ret_text, size_t ret_size);
int lwi_ssdp_parse(const uint8_t *data, size_t size, struct lwi_announced *ret_announced);
/* Returns the size of the question. */
size_t lwi_mdns_probe(uint8_t *ret_data, size_t ret_size);
int lwi_mdns_parse(const uint8_t *data, size_t size, struct lwi_announced *ret_announced);

/* One device at one address. */
struct lwi_announcement {
    struct lwi_address address; /* in the ranges */
    struct lwi_announced said;
};

struct lwi_announcements {
    struct lwi_announcement *list; /* malloc'ed */
    size_t count;
};

/*
 * Asks the networks of this machine that the ranges are in, and each address of the ranges by
 * itself where there are at most LWI_ANNOUNCE_SINGLE_MAX; listens for `seconds`. Answers from
 * elsewhere, and URLs that lead elsewhere, are dropped; of answers with the same id the first one
 * counts. Does what it can: where nothing can be sent, nothing is found. 0 or -ENOMEM.
 */
#define LWI_ANNOUNCE_SINGLE_MAX 4096
int lwi_announce(const struct lwi_ranges *ranges, double seconds, const atomic_bool *cancel,
                 struct lwi_announcements *ret_announcements);
void lwi_announcements_done(struct lwi_announcements *announcements);

#endif
