/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* What is to be scanned and how, read from JSON. */
#ifndef LWI_API_SCAN_ORDER_H
#define LWI_API_SCAN_ORDER_H

#include "discover/scan.h"

struct json_t;

struct lwi_scan_order {
    struct lwi_scan_settings scan; /* points into what follows: not to be moved */
    struct lwi_ranges *ranges;
    struct lwi_credentials credentials;
    struct json_t *text; /* of the ranges, for people: an array */
};

/* All but scan.check.assess of *ret_order is filled in, to be released also after a failure.
 * -EINVAL, -E2BIG, -ENOENT (no such host) or -ENOMEM. */
int lwi_scan_order_read(struct lwi_scan_order *ret_order, const struct json_t *object,
                        struct lw_error *reterr);
/* Wipes the passwords. */
void lwi_scan_order_done(struct lwi_scan_order *order);

#endif
