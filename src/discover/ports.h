/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Which ports of which addresses accept a connection: many at a time, without blocking. */
#ifndef LWI_DISCOVER_PORTS_H
#define LWI_DISCOVER_PORTS_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include "discover/range.h"

#define LWI_PORTS_MAX 32

struct lwi_ports {
    uint16_t list[LWI_PORTS_MAX];
    size_t count;
};

/* Where cameras usually answer: web, RTSP, and the brands' own. */
void lwi_ports_default(struct lwi_ports *ret_ports);
/* "80,554,8000-8002". 0, -EINVAL or -E2BIG. */
int lwi_ports_parse(struct lwi_ports *ret_ports, const char *text, struct lw_error *reterr);

struct lwi_ports_settings {
    struct lwi_ports ports;
    unsigned at_once; /* connections being made in total */
    unsigned a_host;  /* and to one address */
    double timeout_s; /* for one to be made */
    const atomic_bool *cancel;
};

/*
 * Tries all ports of all addresses. *ret_open has a word an address, with bit n where port n of the
 * list is open. 0, -ECANCELED (what is found so far is there) or -errno.
 */
int lwi_ports_probe(const struct lwi_ports_settings *settings, const struct lwi_address *addresses,
                    size_t count, uint32_t *ret_open, struct lw_error *reterr);

#endif
