/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * The network as the settings want it: HTTPS where it is on, beside plain HTTP, and
 * the door. A thread sees to it that what is set is what holds, however it was set,
 * and tries again where an address is not there yet. A listener whose address was
 * changed lets its connections end, for a while. Thread-safe.
 */
#ifndef LWI_API_HTTPS_H
#define LWI_API_HTTPS_H

#include <stdint.h>

#include "config/system_config.h"
#include "lenswatch/error.h"

struct lwi_api;
struct lwi_https;
struct lwi_request;
struct json_t;

/* listen: "ADDRESS:PORT" in place of the settings', which must be there; NULL: theirs, which is
 * tried again until it is. 0, or with *reterr: as lwi_listen_open(), -ENOMEM, -EAGAIN. */
int lwi_https_new(struct lwi_https **ret_https, struct lwi_api *api, const char *listen,
                  struct lw_error *reterr);
/* Ends its connections. */
void lwi_https_free(struct lwi_https **https);

struct lwi_https_state {
    char listen[sizeof(((struct lwi_system_config *) 0)->https_listen)]; /* "": it is off */
    int is_fixed;                                                        /* by the command line */
    uint16_t port;   /* that is listened on; 0: none */
    char error[200]; /* why not; "" */
};
void lwi_https_state(struct lwi_https *https, struct lwi_https_state *ret_state);

/* Whether it is to be served. NULL: it is not. */
int lwi_https_is_on(struct lwi_https *https);

/* What answers need of the settings, without a lock that is held for long. */
struct lwi_https_rules {
    uint16_t port; /* 0: HTTPS is not served */
    int redirect, redirect_local;
    int hsts_days;
};
void lwi_https_rules(struct lwi_https *https, struct lwi_https_rules *ret_rules);

/* How settings would keep somebody out who can ask now. */
enum lwi_lockout {
    LWI_LOCKOUT_NONE = 0,
    LWI_LOCKOUT_ADDRESS,  /* by the address filter */
    LWI_LOCKOUT_MOVED,    /* HTTPS is served elsewhere, or not at all */
    LWI_LOCKOUT_REDIRECT, /* plain HTTP leads to HTTPS */
};
/* address, by_https: of who asks; NULL: of whoever may ask. The settings must have been checked. */
enum lwi_lockout lwi_https_lockout(const struct lwi_system_config *now,
                                   const struct lwi_system_config *then, const uint8_t *address,
                                   int by_https);

/* Whether these settings can take the place of those that hold: the command line may say otherwise,
 * and they may keep the one out who asks. request NULL or force: he is not asked for. -EINVAL;
 * -EALREADY: they would. */
int lwi_https_check(struct lwi_api *api, const struct lwi_request *request, int force,
                    const struct lwi_system_config *config, struct lw_error *reterr);

/* The same of settings that come with a start, where the command line holds whatever they say. */
int lwi_https_check_start(struct lwi_api *api, const struct lwi_request *request,
                          const struct lwi_system_config *config, struct lw_error *reterr);

/*
 * Changes settings, of the network and others: what would not work, or would keep the one out who
 * asks, is refused, and then nothing has changed. request NULL or force: he is not asked for.
 * -EINVAL; -EALREADY: it would keep him out; as lwi_listen_open(); the store's errors.
 */
int lwi_https_change(struct lwi_api *api, const struct lwi_request *request, int force,
                     const struct json_t *changes, struct lw_error *reterr);

#endif
