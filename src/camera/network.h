/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Whether the network interfaces of this machine have a link. */
#ifndef LWI_CAMERA_NETWORK_H
#define LWI_CAMERA_NETWORK_H

#include <stddef.h>

#include "event/event.h"

#define LWI_NETWORK_INTERFACES_MAX 64
#define LWI_NETWORK_NAME_SIZE      16

/* Zeroed = nothing seen yet. */
struct lwi_network {
    char linked[LWI_NETWORK_INTERFACES_MAX][LWI_NETWORK_NAME_SIZE]; /* that had a link before */
    size_t count;
};

/*
 * Looks now. names: interfaces that must have a link, around commas; "": each piece of hardware
 * that had one since it was first looked for. Of others nobody knows whether they should: a bridge
 * of containers, a socket that was never used. NOT_ASSESSABLE: there is none to look at.
 */
enum lwi_condition_state lwi_network_look(struct lwi_network *network, const char *names,
                                          char ret_reason[160]);

#endif
