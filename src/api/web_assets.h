/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * The web page, as it was built into the program: web/embed.py writes the table
 * from what Vite made. Without the page (-Dweb=disabled) the table is empty.
 *
 * "/" is "/index.html"; everything else is found under its own path. Names of
 * files whose content never changes under that name begin with "/assets/".
 */
#ifndef LWI_API_WEB_ASSETS_H
#define LWI_API_WEB_ASSETS_H

#include <stddef.h>

struct lwi_web_asset {
    const char *path;          /* "/index.html" */
    const char *content_type;  /* with its charset */
    const char *etag;          /* in its quotes */
    const char *cache_control; /* "no-cache", or a year for what never changes */
    const unsigned char *data;
    size_t size;
    int gzip; /* data is to be sent with Content-Encoding: gzip */
};

/* Ends with an entry whose path is NULL. Static, immutable. */
extern const struct lwi_web_asset lwi_web_assets[];

/* What the page needs and nothing more; to be sent as Content-Security-Policy with it. */
#define LWI_WEB_CSP                                                                                \
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "                    \
    "media-src 'self' blob:; "                                                                     \
    "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; "               \
    "frame-ancestors 'none'"

#endif
