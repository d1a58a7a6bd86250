/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* One camera that a scan found: who it is, its picture's verdict, or why there is none. */
#ifndef LWI_DISCOVER_FOUND_H
#define LWI_DISCOVER_FOUND_H

#include <stdatomic.h>
#include <stdint.h>

#include "check/unit.h"
#include "discover/announce.h"
#include "discover/credentials.h"
#include "discover/ports.h"
#include "discover/range.h"
#include "driver/driver.h"
#include "source/pin.h"

/* Why there is no picture. */
enum lwi_found_state {
    LWI_FOUND_PICTURE, /* there is one */
    LWI_FOUND_CLOSED,
    LWI_FOUND_PASSWORD, /* one is wanted, or those that were tried are wrong */
    LWI_FOUND_LOCKED,
    LWI_FOUND_CODEC,
    LWI_FOUND_TIMED_OUT,
    LWI_FOUND_OTHER, /* error says what */
};

struct lwi_found {
    struct lwi_address address;
    char place[LWI_ADDRESS_TEXT + 24]; /* for people: the address, and "channel 2" */
    char web[LWI_DEVICE_URL_MAX];      /* http://HOST[:PORT]; "": it has none */
    char stream[LWI_DEVICE_URL_MAX];   /* to be watched: rtsp://, or a snapshot; "": none known */
    char sub[LWI_DEVICE_URL_MAX];      /* a smaller one of the same; "": none known */
    char driver[32];                   /* "hikvision"; "": none */
    int channel;                       /* from 1 on */
    char pin[LWI_PIN_SIZE];            /* of the web server's certificate; "": it has none */
    struct lwi_device_identity identity;
    int credential;  /* index of the one that is right; -1: none is */
    int attempts;    /* passwords that this host refused */
    int64_t wall_ns; /* when the picture was taken, or was not */
    enum lwi_found_state state;
    char error[400];      /* "" with a picture */
    struct lwi_unit unit; /* the picture's assessment; unit.assessed */
};

void lwi_found_free(struct lwi_found **found);

/* "ok", "closed", "wrong password", "locked", "unsupported codec", "timed out", "error". */
const char *lwi_found_state_name(enum lwi_found_state state);

struct lwi_hunt_settings {
    const struct lwi_credentials *credentials;
    int attempts_max;                /* passwords that a host may refuse before it is left alone */
    double timeout_s;                /* of a camera's silence */
    struct lwi_check_settings check; /* how pictures are judged; source is set for each */
    const atomic_bool *cancel;
};

/* An address that answers. */
struct lwi_hunted {
    struct lwi_address address;
    uint16_t ports[LWI_PORTS_MAX];
    size_t port_count;
    struct lwi_announced said; /* url_count 0, port 0: it announced nothing */
};

/* What judges pictures: as many as the machine has cores, for each takes memory. */
struct lwi_judges;
int lwi_judges_new(struct lwi_judges **ret_judges, const struct lwi_check_settings *check,
                   unsigned count, struct lw_error *reterr);
void lwi_judges_free(struct lwi_judges **judges);
/* A worker for the caller alone; waits for one. */
struct lwi_worker *lwi_judges_take(struct lwi_judges *judges);
void lwi_judges_give(struct lwi_judges *judges, struct lwi_worker *worker);

#define LWI_FOUND_MAX 64 /* cameras at one address */

/*
 * Finds out what is at an address, and takes a picture from each of its cameras. Blocks for as long
 * as the camera needs, a few time-outs at most. *ret_count may be 0: there is no camera. The
 * caller frees each. 0 or -ENOMEM.
 */
int lwi_hunt(const struct lwi_hunted *hunted, const struct lwi_hunt_settings *settings,
             struct lwi_judges *judges, struct lwi_found *ret_found[LWI_FOUND_MAX],
             size_t *ret_count);

#endif
