/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "cmd/scan_add.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/error.h"
#include "discover/settings.h"

#define CAMERAS "/api/v1/cameras"

struct lwi_scan_adder {
    struct lwi_client *client;
    json_t *answer;                       /* the daemon's cameras, with those that were added */
    unsigned counts[LWI_FOUND_KNOWN + 1]; /* by enum lwi_found_news */
};

int lwi_scan_adder_open(struct lwi_scan_adder **ret_adder,
                        const struct lwi_client_settings *settings, struct lw_error *reterr)
{
    struct lwi_scan_adder *adder = calloc(1, sizeof(*adder));
    if (!adder)
        return lwi_error_set(reterr, -ENOMEM, "no memory");
    int r = lwi_client_open(&adder->client, settings, reterr);
    if (r == 0)
        r = lwi_client_call(adder->client, "GET", CAMERAS, NULL, &adder->answer, reterr);
    if (r < 0)
        lwi_scan_adder_close(&adder);
    else
        *ret_adder = adder;
    return r;
}

void lwi_scan_adder_close(struct lwi_scan_adder **adder)
{
    if (!adder || !*adder)
        return;
    json_decref((*adder)->answer);
    lwi_client_close(&(*adder)->client);
    free(*adder);
    *adder = NULL;
}

int lwi_scan_add(struct lwi_scan_adder *adder, const struct lwi_found *found,
                 const struct lwi_credentials *credentials, struct lw_error *reterr)
{
    char path[256];
    struct lwi_found_change change;
    json_t *answer = NULL;
    int r = lwi_found_change(found, credentials, json_object_get(adder->answer, "cameras"), &change,
                             reterr);
    if (r < 0)
        return r == -ENODATA ? 0 : r;
    (void) snprintf(path, sizeof(path), CAMERAS "/%s", change.id);
    if (change.news == LWI_FOUND_ADDED)
        r = lwi_client_call(adder->client, "POST", CAMERAS, change.body, &answer, reterr);
    else if (change.body)
        r = lwi_client_call(adder->client, "PATCH", path, change.body, NULL, reterr);
    if (r == 0)
        adder->counts[change.news]++;
    if (answer)
        (void) json_array_append(json_object_get(adder->answer, "cameras"), answer);
    json_decref(answer);
    json_decref(change.body);
    return r;
}

void lwi_scan_adder_tell(const struct lwi_scan_adder *adder)
{
    (void) fprintf(stderr, "%u added, %u with a new address, %u known already\n",
                   adder->counts[LWI_FOUND_ADDED], adder->counts[LWI_FOUND_MOVED],
                   adder->counts[LWI_FOUND_KNOWN]);
}
