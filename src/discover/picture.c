/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Pictures of cameras that were found. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/error.h"
#include "discover/hunt.h"

/* Packets of a stream that may give no picture before it is given up. */
#define TRIES_MAX 50

static const char *const names[] = {
    [LWI_FOUND_PICTURE] = "ok",
    [LWI_FOUND_CLOSED] = "closed",
    [LWI_FOUND_PASSWORD] = "wrong password",
    [LWI_FOUND_LOCKED] = "locked",
    [LWI_FOUND_CODEC] = "unsupported codec",
    [LWI_FOUND_TIMED_OUT] = "timed out",
    [LWI_FOUND_OTHER] = "error",
};

const char *lwi_found_state_name(enum lwi_found_state state)
{
    return names[state];
}

void lwi_found_free(struct lwi_found **found)
{
    if (!found || !*found)
        return;
    lwi_unit_done(&(*found)->unit);
    free(*found);
    *found = NULL;
}

static enum lwi_found_state state_of(int code)
{
    switch (code) {
    case -EACCES:
    case -EPERM:
        return LWI_FOUND_PASSWORD;
    case -ETIMEDOUT:
        return LWI_FOUND_TIMED_OUT;
    case -ECONNREFUSED:
    case -EHOSTUNREACH:
        return LWI_FOUND_CLOSED;
    case -ENOTSUP:
        return LWI_FOUND_CODEC;
    default:
        return LWI_FOUND_OTHER;
    }
}

void lwi_hunt_fail(struct lwi_found *found, const struct lw_error *error)
{
    found->state = state_of(error->code);
    (void) snprintf(found->error, sizeof(found->error), "%s", error->message);
}

/* Whether there is a verdict, or a reason why there is none; else another packet may help. */
static int judge(struct lwi_worker *worker, struct lwi_found *found, struct lwi_packet *packet)
{
    struct lwi_unit *unit = &found->unit;
    lwi_unit_clear(unit);
    unit->job = (struct lwi_job){.kind = LWI_UNIT_PACKET, .fd = -1, .packet = packet};
    lwi_worker_do(worker, unit);
    found->wall_ns = lwi_clock_realtime(&lwi_clock_system);
    if (unit->dropped)
        return 0;
    if (unit->assessed) {
        found->state = LWI_FOUND_PICTURE;
        found->error[0] = '\0';
    } else {
        found->state = state_of(unit->job.error_code);
        (void) snprintf(found->error, sizeof(found->error), "%.390s", unit->job.error);
    }
    return 1;
}

void lwi_hunt_judge(struct lwi_hunter *hunter, struct lwi_found *found, struct lwi_packet **packet)
{
    struct lwi_worker *worker = lwi_judges_take(hunter->judges);
    if (!judge(worker, found, *packet)) {
        found->state = LWI_FOUND_OTHER;
        (void) snprintf(found->error, sizeof(found->error), "it gives no whole picture");
    }
    lwi_packet_free(&found->unit.job.packet);
    *packet = NULL;
    lwi_judges_give(hunter->judges, worker);
}

/* Each packet up to the first that gives a picture. The worker, and so the decoder, stays the same
 * once there is one. */
static int read_picture(struct lwi_hunter *hunter, struct lwi_found *found,
                        struct lwi_source *source, struct lw_error *reterr)
{
    struct lwi_worker *worker = NULL;
    int r = 0, done = 0;
    for (int tries = 0; r == 0 && !done && tries < TRIES_MAX; tries++) {
        struct lwi_packet *packet = NULL;
        r = lwi_source_read(source, &packet, reterr);
        if (r < 0)
            break;
        if (!worker)
            worker = lwi_judges_take(hunter->judges);
        done = judge(worker, found, packet);
        lwi_packet_free(&found->unit.job.packet);
    }
    if (worker)
        lwi_judges_give(hunter->judges, worker);
    if (r == -ENODATA || (r == 0 && !done))
        return lwi_error_set(reterr, -EBADMSG, "it gives no picture");
    return r;
}

int lwi_hunt_stream(struct lwi_hunter *hunter, struct lwi_found *found, const char *url,
                    struct lw_error *reterr)
{
    const struct lwi_hunt_settings *settings = hunter->settings;
    struct lwi_source_settings source_settings = settings->check.source;
    struct lwi_source *source = NULL;
    source_settings.url = url;
    source_settings.user = source_settings.password = NULL;
    if (hunter->credential >= 0) {
        source_settings.user = settings->credentials->list[hunter->credential].user;
        source_settings.password = settings->credentials->list[hunter->credential].password;
    }
    source_settings.timeout_s = settings->timeout_s;
    source_settings.cancel = settings->cancel;
    source_settings.key_only = 1;
    int r = lwi_source_open(&source, &source_settings, reterr);
    if (r == 0)
        r = read_picture(hunter, found, source, reterr);
    lwi_source_close(&source);
    found->wall_ns = lwi_clock_realtime(&lwi_clock_system);
    return r == -EPERM ? -EACCES : r; /* some answer so while the user is locked out */
}
