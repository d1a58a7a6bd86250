/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Having the running daemon watch what a scan found. */
#ifndef LWI_CMD_SCAN_ADD_H
#define LWI_CMD_SCAN_ADD_H

#include "cmd/client.h"
#include "discover/found.h"

struct lwi_scan_adder;

/* Asks the daemon which cameras it has. 0 or what lwi_client_open() and lwi_client_call() say. */
int lwi_scan_adder_open(struct lwi_scan_adder **ret_adder,
                        const struct lwi_client_settings *settings, struct lw_error *reterr);
void lwi_scan_adder_close(struct lwi_scan_adder **adder);

/* Adds a camera, or gives the one that it is its new address. What gave no picture is passed over.
 * 0 or -errno. */
int lwi_scan_add(struct lwi_scan_adder *adder, const struct lwi_found *found,
                 const struct lwi_credentials *credentials, struct lw_error *reterr);
/* Says on standard error what was done. */
void lwi_scan_adder_tell(const struct lwi_scan_adder *adder);

#endif
