/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* What speaks at an open port: one question that HTTP, RTSP and TLS servers all answer. */
#ifndef LWI_DISCOVER_BANNER_H
#define LWI_DISCOVER_BANNER_H

#include <stdatomic.h>
#include <stdint.h>

#include "discover/range.h"

enum lwi_speaks {
    LWI_SPEAKS_NOTHING, /* it says nothing, or hangs up */
    LWI_SPEAKS_HTTP,
    LWI_SPEAKS_TLS,
    LWI_SPEAKS_RTSP,
};

/* The first bytes of an answer; server: its header Server, cleaned, or "". */
enum lwi_speaks lwi_banner_parse(const uint8_t *data, size_t size, char *ret_server,
                                 size_t server_size);

/* Asks; takes up to timeout_s. Where nothing is said, what usually speaks at that port. */
enum lwi_speaks lwi_banner(const struct lwi_address *address, uint16_t port, double timeout_s,
                           const atomic_bool *cancel, char *ret_server, size_t server_size);

#endif
