/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Which addresses are to be looked at: CIDR, from–to, single addresses, host names,
 * or the networks of this machine. An address that is named twice is there once.
 */
#ifndef LWI_DISCOVER_RANGE_H
#define LWI_DISCOVER_RANGE_H

#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

#include "lenswatch/error.h"

/* More than this is refused unless the user insists; more than the second, always. */
#define LWI_RANGE_USUAL_MAX ((uint64_t) 65536)
#define LWI_RANGE_MAX       ((uint64_t) 1 << 20)

/* An address of either family: IPv4 ones as IPv6 writes them, ::ffff:a.b.c.d. */
struct lwi_address {
    uint64_t high, low; /* host byte order */
    uint32_t scope;     /* of a link-local address; 0: none */
};

#define LWI_ADDRESS_TEXT 64

/* 192.0.2.7 or 2001:db8::7, without brackets; "%eth0" where it has a scope. */
void lwi_address_text(const struct lwi_address *address, char ret_text[LWI_ADDRESS_TEXT]);
/* HOST as it stands in a URL: with brackets where it has colons. */
void lwi_address_host(const struct lwi_address *address, char ret_text[LWI_ADDRESS_TEXT]);
/* A literal, with or without brackets. 0 or -EINVAL. */
int lwi_address_parse(struct lwi_address *ret_address, const char *text);
void lwi_address_from(struct lwi_address *ret_address, const struct sockaddr *from);
socklen_t lwi_address_to(const struct lwi_address *address, uint16_t port,
                         struct sockaddr_storage *ret_to);
int lwi_address_equal(const struct lwi_address *a, const struct lwi_address *b);
int lwi_address_is_ipv4(const struct lwi_address *address);

struct lwi_ranges;

/* NULL: no memory. */
struct lwi_ranges *lwi_ranges_new(void);
void lwi_ranges_free(struct lwi_ranges **ranges);

/*
 * One range, or several with commas between them. A host name is looked up, and
 * stands for its first address. Returns 0, -EINVAL (it is none), -E2BIG (more than
 * LWI_RANGE_MAX), -ENOENT (no such host) or -ENOMEM, with *reterr filled in.
 */
int lwi_ranges_add(struct lwi_ranges *ranges, const char *text, struct lw_error *reterr);

/* The IPv4 networks of the interfaces that are up, without the loopback; what is larger than a
 * /20 only as the /24 around the own address. 0, -ENOENT (there is none), -errno. */
int lwi_ranges_add_local(struct lwi_ranges *ranges, struct lw_error *reterr);

/* To be called once all is added: sorts, and joins what overlaps. */
void lwi_ranges_finish(struct lwi_ranges *ranges);

uint64_t lwi_ranges_count(const struct lwi_ranges *ranges);
/* The address at a place from 0 on, in order. */
struct lwi_address lwi_ranges_at(const struct lwi_ranges *ranges, uint64_t place);
int lwi_ranges_have(const struct lwi_ranges *ranges, const struct lwi_address *address);

#endif
