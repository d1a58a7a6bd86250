/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Who may connect, by address, and whose address it is: the address filter, and
 * the proxies that are believed. Both come from the settings of the network and
 * may change at any time. Addresses are as in config/address_list.h. Thread-safe.
 */
#ifndef LWI_API_DOOR_H
#define LWI_API_DOOR_H

#include <stdint.h>

#include "config/address_list.h"
#include "config/system_config.h"

struct lwi_door;
struct sockaddr;

/* 0 or -ENOMEM. Until it is set it admits all and believes nobody. */
int lwi_door_new(struct lwi_door **ret_door);
void lwi_door_free(struct lwi_door **door);

/* The settings must have been checked. */
void lwi_door_set(struct lwi_door *door, const struct lwi_system_config *config);

/* Whether settings, which must have been checked, let this address in. The host itself they
 * always do. */
int lwi_door_would_admit(const struct lwi_system_config *config,
                         const uint8_t address[LWI_ADDRESS_BYTES]);

/* Whether `then` keeps an address out that `now` lets in, and which, such as; both must have been
 * checked. */
int lwi_door_would_narrow(const struct lwi_system_config *now, const struct lwi_system_config *then,
                          uint8_t ret_address[LWI_ADDRESS_BYTES]);

/* Whether this address may be spoken with at all: a proxy that is believed may, since each request
 * that it passes on is looked at again. */
int lwi_door_answers(struct lwi_door *door, const uint8_t address[LWI_ADDRESS_BYTES]);

int lwi_door_trusts(struct lwi_door *door, const uint8_t address[LWI_ADDRESS_BYTES]);

/* Who asks. forwarded: all X-Forwarded-For, in their order, with commas between; "": none. From
 * the right, each is believed as long as who says it is a trusted proxy. */
void lwi_door_client(struct lwi_door *door, const uint8_t peer[LWI_ADDRESS_BYTES],
                     const char *forwarded, uint8_t ret_client[LWI_ADDRESS_BYTES]);

/* Whether a request may pass: is_forwarded says that a proxy passed it on. One on this host that
 * is not believed is not this host. */
int lwi_door_admits(struct lwi_door *door, const uint8_t client[LWI_ADDRESS_BYTES],
                    int is_forwarded);

/* The address of a socket; all zero where it is neither IPv4 nor IPv6. */
void lwi_door_address(const struct sockaddr *from, uint8_t ret_address[LWI_ADDRESS_BYTES]);

#endif
