/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "api/https.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "api/auth_digest.h"
#include "api/certificates.h"
#include "api/door.h"
#include "api/listen.h"
#include "api/listener.h"
#include "api/reinforcement.h"
#include "api/request.h"
#include "api/tls.h"
#include "base/error.h"

#define LOOK_NS  LWI_NS_PER_S
#define RETRY_NS (10 * LWI_NS_PER_S)
/* How long what was begun with an old address may go on, and how many such there are at once. */
#define RETIRE_NS   (60 * LWI_NS_PER_S)
#define RETIRED_MAX 8

struct retired {
    struct lwi_listener *listener; /* NULL: the place is free */
    int64_t until_ns;              /* monotonic */
};

struct lwi_https {
    struct lwi_api *api;
    int is_fixed;
    pthread_t thread;
    int thread_runs;
    pthread_mutex_t change_lock; /* one change at a time; held while sockets are opened */
    /* Under change_lock. */
    struct lwi_system_config config; /* that holds */
    struct lwi_listener *listener;   /* NULL: none */
    struct retired retired[RETIRED_MAX];
    int64_t retry_ns; /* monotonic */

    pthread_mutex_t lock;
    pthread_cond_t wake; /* on the monotonic clock */
    /* Under lock. */
    int stop;
    struct lwi_https_state state;
    struct lwi_https_rules rules;
};

static int64_t now_ns(const struct lwi_https *https)
{
    return lwi_clock_monotonic(https->api->settings.clock);
}

static void note_state(struct lwi_https *https, const struct lwi_system_config *config,
                       const struct lw_error *error)
{
    (void) pthread_mutex_lock(&https->lock);
    (void) snprintf(https->state.listen, sizeof(https->state.listen), "%s", config->https_listen);
    https->state.is_fixed = https->is_fixed;
    https->state.port = https->listener ? https->listener->port : 0;
    (void) snprintf(https->state.error, sizeof(https->state.error), "%.199s",
                    error ? error->message : "");
    https->rules = (struct lwi_https_rules){
        .port = https->state.port,
        .redirect = config->https_redirect,
        .redirect_local = config->https_redirect_local,
        .hsts_days = config->hsts_days,
    };
    (void) pthread_mutex_unlock(&https->lock);
}

/* ---- listeners ---- */

static struct retired *free_place(struct lwi_https *https)
{
    for (size_t i = 0; i < RETIRED_MAX; i++)
        if (!https->retired[i].listener)
            return &https->retired[i];
    return NULL;
}

/* Its connections may end in peace. */
static void retire(struct lwi_https *https)
{
    struct retired *place = free_place(https);
    if (!https->listener)
        return;
    lwi_listener_quiesce(https->listener);
    *place = (struct retired){https->listener, now_ns(https) + RETIRE_NS};
    https->listener = NULL;
}

/* What is late is ended only with with_late: the one who asks may be among it. */
static void reap(struct lwi_https *https, int with_late)
{
    for (size_t i = 0; i < RETIRED_MAX; i++) {
        struct retired *one = &https->retired[i];
        if (one->listener && ((with_late && now_ns(https) >= one->until_ns) ||
                              lwi_listener_connections(one->listener) == 0))
            lwi_listener_close(&one->listener);
    }
}

static int open_at(struct lwi_https *https, const char *listen, struct lwi_listener **ret_listener,
                   struct lw_error *reterr)
{
    int fd = -1, is_v6 = 0;
    uint16_t port = 0;
    int r = lwi_listen_open(listen, &fd, &is_v6, &port, reterr);
    return r < 0 ? r
                 : lwi_listener_open(ret_listener, https->api, fd, is_v6, port, /* is_tls= */ 1,
                                     reterr);
}

static int same_port(const char *listen, const char *other)
{
    const char *port = strrchr(listen, ':');
    const char *other_port = strrchr(other, ':');
    return port && other_port && strcmp(port, other_port) == 0;
}

/* Listens at the new address in place of the old one. Where that cannot be, all stays. */
static int move_to(struct lwi_https *https, const char *listen, struct lw_error *reterr)
{
    struct lwi_listener *opened = NULL;
    char before[sizeof(https->config.https_listen)];
    reap(https, /* with_late= */ 0);
    if (https->listener && !free_place(https)) {
        (void) lwi_error_set(reterr, -EAGAIN, "The address was changed too often just now");
        lwi_error_hint(reterr, "Try again in a minute");
        return -EAGAIN;
    }
    if (!listen[0]) {
        retire(https);
        return 0;
    }
    int r = open_at(https, listen, &opened, reterr);
    if (r == -EADDRINUSE && https->listener && same_port(listen, https->config.https_listen)) {
        /* It may be our own, of another address. */
        memcpy(before, https->config.https_listen, sizeof(before));
        retire(https);
        r = open_at(https, listen, &opened, reterr);
        if (r < 0)
            (void) open_at(https, before, &opened, /* reterr= */ NULL);
        https->listener = opened;
        return r;
    }
    if (r < 0)
        return r;
    retire(https);
    https->listener = opened;
    return 0;
}

/* ---- what is set, holds ---- */

/* 0, or why HTTPS is not served. Where it is its new address that cannot be, nothing has changed;
 * else all but that holds. */
static int apply_locked(struct lwi_https *https, const struct lwi_system_config *config,
                        struct lw_error *reterr)
{
    struct lwi_api *api = https->api;
    struct lw_error missing = {0}, unloaded = {0};
    int is_moved = strcmp(config->https_listen, https->config.https_listen) != 0;
    int r = is_moved || !https->listener ? move_to(https, config->https_listen, &missing) : 0;
    if (r < 0 && reterr)
        *reterr = missing;
    if (r < 0 && is_moved)
        return r;
    https->config = *config;
    lwi_door_set(api->door, config);
    note_state(https, config, r < 0 ? &missing : NULL);
    if (lwi_certificates_load(api, config, &unloaded) < 0)
        lwi_log(api->settings.log, LWI_LOG_ERROR, "HTTPS: %s", unloaded.message);
    if (is_moved && https->listener)
        lwi_log(api->settings.log, LWI_LOG_NOTICE, "HTTPS is served on %s, port %u",
                config->https_listen, https->listener->port);
    return r;
}

/* The settings as they hold here: what the command line says is not for them to change. */
static void wanted(struct lwi_https *https, struct lwi_system_config *config)
{
    if (https->is_fixed)
        memcpy(config->https_listen, https->config.https_listen, sizeof(config->https_listen));
}

static void look(struct lwi_https *https)
{
    struct lwi_system_config config;
    struct lw_error error = {0};
    (void) pthread_mutex_lock(&https->change_lock);
    reap(https, /* with_late= */ 1);
    lwi_system_config(https->api->settings.system, &config);
    wanted(https, &config);
    int is_missing = config.https_listen[0] && !https->listener;
    if ((!lwi_system_config_same_network(&config, &https->config) || is_missing) &&
        now_ns(https) >= https->retry_ns) {
        int said = https->retry_ns != 0;
        int r = apply_locked(https, &config, &error);
        https->retry_ns = r < 0 ? now_ns(https) + RETRY_NS : 0;
        if (r < 0) {
            lwi_door_set(https->api->door, &config);
            note_state(https, &config, &error);
            lwi_log(https->api->settings.log, said ? LWI_LOG_DEBUG : LWI_LOG_ERROR,
                    "HTTPS is not served: %s", error.message);
        }
    }
    (void) pthread_mutex_unlock(&https->change_lock);
}

static int sleep_until_stop(struct lwi_https *https)
{
    int64_t wake_ns = lwi_clock_monotonic(&lwi_clock_system) + LOOK_NS;
    const struct timespec wake = {.tv_sec = wake_ns / LWI_NS_PER_S,
                                  .tv_nsec = wake_ns % LWI_NS_PER_S};
    int r = 0;
    (void) pthread_mutex_lock(&https->lock);
    while (!https->stop && r == 0)
        r = pthread_cond_timedwait(&https->wake, &https->lock, &wake);
    int stop = https->stop;
    (void) pthread_mutex_unlock(&https->lock);
    return !stop;
}

static void *look_main(void *cookie)
{
    struct lwi_https *https = cookie;
    while (sleep_until_stop(https))
        look(https);
    return NULL;
}

/* ---- changes ---- */

enum lwi_lockout lwi_https_lockout(const struct lwi_system_config *now,
                                   const struct lwi_system_config *then, const uint8_t *address,
                                   int by_https)
{
    uint8_t kept_out[LWI_ADDRESS_BYTES];
    if (address && lwi_address_is_loopback(address))
        return LWI_LOCKOUT_NONE;
    if (address ? !lwi_door_would_admit(then, address) : lwi_door_would_narrow(now, then, kept_out))
        return LWI_LOCKOUT_ADDRESS;
    if ((address ? by_https : now->https_listen[0] != '\0') &&
        strcmp(now->https_listen, then->https_listen) != 0)
        return LWI_LOCKOUT_MOVED;
    if (!(address && by_https) && then->https_redirect && !now->https_redirect)
        return LWI_LOCKOUT_REDIRECT;
    return LWI_LOCKOUT_NONE;
}

static int would_lock_out(const struct lwi_request *request, const struct lwi_system_config *now,
                          const struct lwi_system_config *then, struct lw_error *reterr)
{
    static const char *const why[] = {
        [LWI_LOCKOUT_ADDRESS] = "These addresses keep out the one that you ask from",
        [LWI_LOCKOUT_MOVED] = "You ask by the address of HTTPS that this changes",
        [LWI_LOCKOUT_REDIRECT] = "Switch it on by HTTPS, so that it is known to work from here",
    };
    enum lwi_lockout lockout =
        lwi_https_lockout(now, then, request->client_address, request->listener->is_tls);
    if (lockout == LWI_LOCKOUT_NONE)
        return 0;
    (void) lwi_error_set(reterr, -EALREADY, "%s", why[lockout]);
    lwi_error_hint(reterr, "Ask with ?force=true, or from this host, to do it all the same");
    return 1;
}

static int check(const struct lwi_https *https, const struct lwi_request *request, int force,
                 const struct lwi_system_config *base, const struct lwi_system_config *config,
                 struct lw_error *reterr)
{
    if (https->is_fixed && strcmp(base->https_listen, config->https_listen) != 0) {
        (void) lwi_error_set(reterr, -EINVAL, "The command line says where HTTPS is served");
        lwi_error_hint(reterr, "Start the daemon without --https to set it here");
        return -EINVAL;
    }
    if (request && !force && !lwi_system_config_same_network(base, config) &&
        would_lock_out(request, base, config, reterr))
        return -EALREADY;
    return 0;
}

int lwi_https_check(struct lwi_api *api, const struct lwi_request *request, int force,
                    const struct lwi_system_config *config, struct lw_error *reterr)
{
    struct lwi_system_config base;
    lwi_system_config(api->settings.system, &base);
    return check(api->https, request, force, &base, config, reterr);
}

int lwi_https_check_start(struct lwi_api *api, const struct lwi_request *request,
                          const struct lwi_system_config *config, struct lw_error *reterr)
{
    struct lwi_system_config base, then = *config;
    lwi_system_config(api->settings.system, &base);
    if (api->https->is_fixed)
        memcpy(then.https_listen, base.https_listen, sizeof(then.https_listen));
    return check(api->https, request, /* force= */ 0, &base, &then, reterr);
}

static int change_locked(struct lwi_https *https, const struct lwi_request *request, int force,
                         const struct json_t *changes, struct lw_error *reterr)
{
    struct lwi_system *system = https->api->settings.system;
    struct lwi_system_config base, config, applied;
    lwi_system_config(system, &base);
    int r = lwi_system_config_from_json(&config, &base, changes, reterr);
    if (r == 0)
        r = lwi_reinforcement_config_check(https->api->reinforcement, &config, reterr);
    if (r == 0)
        r = check(https, request, force, &base, &config, reterr);
    if (r < 0)
        return r;
    applied = config;
    wanted(https, &applied);
    if (!lwi_system_config_same_network(&applied, &https->config))
        r = apply_locked(https, &applied, reterr);
    if (r < 0 && strcmp(config.https_listen, base.https_listen) != 0)
        return r;
    if (r < 0) /* an old fault, which this change has nothing to do with */
        lwi_door_set(https->api->door, &applied);
    r = lwi_system_config_set(system, changes, reterr);
    if (r < 0) {
        wanted(https, &base);
        (void) apply_locked(https, &base, /* reterr= */ NULL);
    }
    https->retry_ns = 0;
    return r;
}

int lwi_https_change(struct lwi_api *api, const struct lwi_request *request, int force,
                     const struct json_t *changes, struct lw_error *reterr)
{
    (void) pthread_mutex_lock(&api->https->change_lock);
    int r = change_locked(api->https, request, force, changes, reterr);
    if (r == 0)
        r = lwi_auth_digest_tidy(api->auth, reterr);
    (void) pthread_mutex_unlock(&api->https->change_lock);
    return r;
}

void lwi_https_state(struct lwi_https *https, struct lwi_https_state *ret_state)
{
    (void) pthread_mutex_lock(&https->lock);
    *ret_state = https->state;
    (void) pthread_mutex_unlock(&https->lock);
}

int lwi_https_is_on(struct lwi_https *https)
{
    struct lwi_https_state state = {0};
    if (https)
        lwi_https_state(https, &state);
    return state.listen[0] != '\0';
}

void lwi_https_rules(struct lwi_https *https, struct lwi_https_rules *ret_rules)
{
    (void) pthread_mutex_lock(&https->lock);
    *ret_rules = https->rules;
    (void) pthread_mutex_unlock(&https->lock);
}

/* ---- opening and closing ---- */

static int start(struct lwi_https *https, const char *listen, struct lw_error *reterr)
{
    struct lwi_api *api = https->api;
    struct lwi_system_config config;
    struct lw_error error = {0};
    int r = lwi_certificates_prepare(api, reterr);
    if (r < 0)
        return r;
    lwi_system_config(api->settings.system, &config);
    if (listen) {
        if (snprintf(config.https_listen, sizeof(config.https_listen), "%s", listen) >=
            (int) sizeof(config.https_listen))
            return lwi_error_set(reterr, -EINVAL, "--https %.60s: it is too long", listen);
        https->is_fixed = 1;
    }
    r = apply_locked(https, &config, &error);
    if (r < 0 && listen) {
        *reterr = error;
        return r;
    }
    if (r < 0) {
        /* Who can reach this host by plain HTTP must be able to mend it. */
        lwi_log(api->settings.log, LWI_LOG_ERROR, "HTTPS is not served: %s", error.message);
        https->config = config;
        lwi_door_set(api->door, &config);
        note_state(https, &config, &error);
        https->retry_ns = now_ns(https) + RETRY_NS;
    }
    r = -pthread_create(&https->thread, NULL, look_main, https);
    https->thread_runs = r == 0;
    return r < 0 ? lwi_error_set(reterr, r, "There is no thread for HTTPS: %s", strerror(-r)) : 0;
}

int lwi_https_new(struct lwi_https **ret_https, struct lwi_api *api, const char *listen,
                  struct lw_error *reterr)
{
    pthread_condattr_t attributes;
    struct lwi_https *https = calloc(1, sizeof(*https));
    if (!https)
        return lwi_error_set(reterr, -ENOMEM, "There is not enough memory");
    https->api = api;
    (void) pthread_condattr_init(&attributes);
    (void) pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    (void) pthread_mutex_init(&https->change_lock, NULL);
    (void) pthread_mutex_init(&https->lock, NULL);
    (void) pthread_cond_init(&https->wake, &attributes);
    (void) pthread_condattr_destroy(&attributes);
    /* Requests that come at once find it there. */
    *ret_https = https;
    int r = start(https, listen, reterr);
    if (r < 0)
        lwi_https_free(ret_https);
    return r;
}

void lwi_https_free(struct lwi_https **https_pointer)
{
    struct lwi_https *https = *https_pointer;
    if (!https)
        return;
    (void) pthread_mutex_lock(&https->lock);
    https->stop = 1;
    (void) pthread_cond_signal(&https->wake);
    (void) pthread_mutex_unlock(&https->lock);
    if (https->thread_runs)
        (void) pthread_join(https->thread, NULL);
    lwi_listener_close(&https->listener);
    for (size_t i = 0; i < RETIRED_MAX; i++)
        lwi_listener_close(&https->retired[i].listener);
    (void) pthread_mutex_destroy(&https->change_lock);
    (void) pthread_mutex_destroy(&https->lock);
    (void) pthread_cond_destroy(&https->wake);
    free(https);
    *https_pointer = NULL;
}
