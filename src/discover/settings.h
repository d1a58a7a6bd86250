/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* What the daemon is to be told of a camera that was found: it is there, or where it is now. */
#ifndef LWI_DISCOVER_SETTINGS_H
#define LWI_DISCOVER_SETTINGS_H

#include "discover/found.h"

struct json_t;

enum lwi_found_news {
    LWI_FOUND_ADDED, /* the daemon has none like it: body is to be posted */
    LWI_FOUND_MOVED, /* it is camera id, elsewhere now: body is what changes */
    LWI_FOUND_KNOWN, /* it is camera id; body: what was not known of it, or NULL */
};

struct lwi_found_change {
    enum lwi_found_news news;
    char id[33];         /* of the daemon's camera; "" where it has none */
    struct json_t *body; /* a new reference, with the password that was right, or NULL */
};

/* "added", "moved", "known". */
const char *lwi_found_news_name(enum lwi_found_news news);

/* The daemon's camera that this one is, by serial number, MAC address or URL: its object in the
 * array of all, as the API answers them; NULL: none. Borrowed. */
const struct json_t *lwi_found_same(const struct lwi_found *found, const struct json_t *cameras);

/* 0, -ENODATA (it gave no picture, so there is nothing to be watched) or -ENOMEM. */
int lwi_found_change(const struct lwi_found *found, const struct lwi_credentials *credentials,
                     const struct json_t *cameras, struct lwi_found_change *ret_change,
                     struct lw_error *reterr);

#endif
