/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * A list of network addresses as a setting writes it: 192.0.2.7, 192.0.2.0/24,
 * 192.0.2.7-192.0.2.9, 2001:db8::/32, with commas or blanks between. An address is
 * 16 bytes, of IPv4 as IPv6 writes it (::ffff:192.0.2.7), and both are the same;
 * a range of one family has no address of the other. Plain data, no lookup of names.
 */
#ifndef LWI_CONFIG_ADDRESS_LIST_H
#define LWI_CONFIG_ADDRESS_LIST_H

#include <stddef.h>
#include <stdint.h>

#include "lenswatch/error.h"

#define LWI_ADDRESS_BYTES      16
#define LWI_ADDRESS_RANGES_MAX 256

struct lwi_address_range {
    uint8_t first[LWI_ADDRESS_BYTES], last[LWI_ADDRESS_BYTES]; /* both are in it */
};

struct lwi_address_list {
    size_t count;
    struct lwi_address_range ranges[LWI_ADDRESS_RANGES_MAX];
};

/* An empty text is an empty list. 0, or -EINVAL with the range that is none. */
int lwi_address_list_parse(const char *text, struct lwi_address_list *ret_list,
                           struct lw_error *reterr);

int lwi_address_list_has(const struct lwi_address_list *list,
                         const uint8_t address[LWI_ADDRESS_BYTES]);

/* One address, without brackets, zone or port. 0 or -EINVAL. */
int lwi_address_bytes(const char *text, uint8_t ret_address[LWI_ADDRESS_BYTES]);

/* 127.0.0.0/8 and ::1. */
int lwi_address_is_loopback(const uint8_t address[LWI_ADDRESS_BYTES]);

int lwi_address_is_v4(const uint8_t address[LWI_ADDRESS_BYTES]);

#endif
