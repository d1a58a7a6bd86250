/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* What the files about one address share. */
#ifndef LWI_DISCOVER_HUNT_H
#define LWI_DISCOVER_HUNT_H

#include "discover/found.h"

#define LWI_PLACES_MAX (LWI_PORTS_MAX + LWI_ANNOUNCED_URLS)

/* One address that is looked at. */
struct lwi_hunter {
    const struct lwi_hunted *hunted;
    const struct lwi_hunt_settings *settings;
    struct lwi_judges *judges;
    char host[LWI_ADDRESS_TEXT]; /* as in a URL */
    char webs[LWI_PLACES_MAX][96];
    size_t web_count;
    uint16_t rtsp_port; /* 0: none was found */
    char rtsp_server[64];
    int attempts;   /* passwords that were refused */
    int credential; /* that is used now; -1: none */
    struct lwi_found **found;
    size_t *count;
};

/* A new one at the end. NULL: no memory, or there are too many. */
struct lwi_found *lwi_hunt_add(struct lwi_hunter *hunter, int channel);
/* Says why there is no picture. */
void lwi_hunt_fail(struct lwi_found *found, const struct lw_error *error);

/* Takes one picture over RTSP and judges it. Returns as lwi_source_open(), 0 also where the picture
 * cannot be decoded: that is told in found. */
int lwi_hunt_stream(struct lwi_hunter *hunter, struct lwi_found *found, const char *url,
                    struct lw_error *reterr);
/* Judges a picture, which is freed. */
void lwi_hunt_judge(struct lwi_hunter *hunter, struct lwi_found *found, struct lwi_packet **packet);

#endif
