/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The socket that is listened on. */
#ifndef LWI_API_LISTEN_H
#define LWI_API_LISTEN_H

#include <stdint.h>

#include "lenswatch/error.h"

/*
 * Opens "ADDRESS:PORT", "[V6]:PORT" or "localhost:PORT"; port 0 is any free one.
 * The caller owns *ret_fd. 0, -EINVAL, -EADDRINUSE, -EACCES, -EADDRNOTAVAIL.
 */
int lwi_listen_open(const char *listen, int *ret_fd, int *ret_is_v6, uint16_t *ret_port,
                    struct lw_error *reterr);

#endif
