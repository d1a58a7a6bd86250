/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Opening and closing the HTTP server, and what all its requests share. */
#include "api/server.h"

#include <errno.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "api/listen.h"
#include "api/openapi.h"
#include "api/recovery_mail.h"
#include "api/reinforcement.h"
#include "api/request.h"
#include "api/tls.h"
#include "base/error.h"
#include "base/file.h"
#include "base/rfc3339.h"

#define UPLOADS_AT_ONCE 4 /* full-size ones that the body budget allows */
/* Files that the daemon itself has open, and those of one camera: its stream, its interface, what
 * is recorded. */
#define FILES_OWN    128
#define FILES_CAMERA 5

void lwi_api_settings_default(struct lwi_api_settings *ret_settings)
{
    *ret_settings = (struct lwi_api_settings){
        .listen = "127.0.0.1:8787",
        .clock = &lwi_clock_system,
        .threshold = -1,
        .cpu_mask = LW_CPU_ALL,
        .pixels_max = 200000000,
        .predict_bytes_max = (size_t) 64 << 20,
        .connections_max = 512,
        .connections_per_ip_max = 128,
        .streams_max = 128,
        .timeout_s = 30,
    };
}

/* Copies what is borrowed for the time of the call only. */
static int copy_settings(struct lwi_api *api, const struct lwi_api_settings *settings)
{
    api->settings = *settings;
    api->settings.hosts = NULL;
    api->settings.listen = strdup(settings->listen);
    api->settings.data_dir = settings->data_dir ? strdup(settings->data_dir) : NULL;
    api->settings.https_listen = NULL;
    size_t count = 0;
    while (settings->hosts && settings->hosts[count])
        count++;
    api->hosts = calloc(count + 1, sizeof(*api->hosts));
    if (!api->settings.listen || !api->hosts)
        return -ENOMEM;
    for (size_t i = 0; i < count; i++) {
        api->hosts[i] = strdup(settings->hosts[i]);
        if (!api->hosts[i])
            return -ENOMEM;
    }
    if (settings->data_dir && !api->settings.data_dir)
        return -ENOMEM;
    if (settings->data_dir && asprintf(&api->token_path, "%s/api-token", settings->data_dir) < 0) {
        api->token_path = NULL;
        return -ENOMEM;
    }
    return 0;
}

/* The address by which this host reaches the server: the wildcards are no addresses to ask. */
static void own_url(const struct lwi_api *api, char *ret_url, size_t size)
{
    const char *listen = api->settings.listen;
    int length = (int) (strrchr(listen, ':') - listen);
    const char *host = listen;
    if (strncmp(listen, "0.0.0.0:", 8) == 0) {
        host = "127.0.0.1";
        length = (int) strlen(host);
    } else if (strncmp(listen, "[::]:", 5) == 0) {
        host = "[::1]";
        length = (int) strlen(host);
    }
    (void) snprintf(ret_url, size, "http://%.*s:%u", length, host, (unsigned) api->port);
}

/* So that `lenswatch event list` works for whoever may read the data directory. */
static int write_token_file(struct lwi_api *api, struct lw_error *reterr)
{
    char secret[LWI_AUTH_SECRET_SIZE], url[300], text[400];
    if (!api->token_path)
        return 0;
    lwi_auth_local_secret(api->auth, secret);
    own_url(api, url, sizeof(url));
    int n = snprintf(text, sizeof(text), "%s\n%s\n", secret, url);
    int r = lwi_file_write(api->token_path, text, (size_t) n, S_IRUSR | S_IWUSR, reterr);
    sodium_memzero(secret, sizeof(secret));
    sodium_memzero(text, sizeof(text));
    api->token_written = r == 0;
    return r;
}

static void note_login(void *cookie, const char *address)
{
    const struct lwi_api *api = cookie;
    lwi_system_login_failed(api->settings.system, address);
}

static void note_lock(void *cookie, const struct lwi_auth_lock *lock)
{
    const struct lwi_api *api = cookie;
    char target[LWI_AUTH_USER_MAX + 16], until[LWI_RFC3339_SIZE], text[120];
    lwi_rfc3339_format(lock->until_ns, until);
    (void) snprintf(target, sizeof(target), "%s %s", lock->user ? "user" : "address",
                    lock->user ? lock->user : lock->address);
    (void) snprintf(text, sizeof(text), "locked until %s after %d failed logins", until,
                    lock->attempts);
    lwi_audit_note(api->audit, "lock", lock->user ? "lockAccount" : "lockAddress", /* user= */ "",
                   lock->address, target, text);
}

static void read_policy(void *cookie, struct lwi_auth_policy *ret_policy)
{
    struct lwi_system_config config;
    lwi_system_config(((const struct lwi_api *) cookie)->settings.system, &config);
    *ret_policy = (struct lwi_auth_policy){
        .lock = {.attempts = config.login_attempts,
                 .lock_ns = config.login_lock_minutes * 60 * LWI_NS_PER_S},
        .sessions_max = config.sessions_max,
        .idle_ns = config.session_idle_minutes * 60 * LWI_NS_PER_S,
        .life_ns = config.session_hours * 3600 * LWI_NS_PER_S,
        .password_age_ns = config.password_days * 86400 * LWI_NS_PER_S,
        .password_length = config.password_length,
        .digest = config.http_digest,
        .digest_md5 = config.http_digest_md5,
        .factor_administrators = config.second_factor_administrators,
    };
    memcpy(ret_policy->always_on, config.always_on, sizeof(config.always_on));
}

/* What must be there before anybody can connect. */
static int prepare(struct lwi_api *api, struct lw_error *reterr)
{
    const struct lwi_api_settings *s = &api->settings;
    api->started_ns = lwi_clock_realtime(s->clock);
    atomic_init(&api->body_budget, s->predict_bytes_max * UPLOADS_AT_ONCE);
    int r = lwi_auth_new(&api->auth, s->store, s->clock, s->log, reterr);
    const struct lwi_auth_watcher watcher = {api, note_login, read_policy, note_lock};
    if (r < 0)
        return r;
    if (s->system)
        lwi_auth_watch(api->auth, &watcher);
    lwi_auth_locks_load(api->auth);
    const struct lwi_connections_limits limits = {s->connections_max, s->connections_per_ip_max};
    r = lwi_recovery_new(&api->recovery, s->store, s->clock, reterr);
    if (r == 0 && s->system)
        r = lwi_reinforcement_new(&api->reinforcement, s->store, s->system, reterr);
    if (r == 0 && s->system)
        r = lwi_recovery_mail_new(&api->recovery_mail, api->recovery, s->actor, s->system, s->log);
    if (r == 0)
        r = lwi_connections_new(&api->connections, s->clock, &limits);
    if (r == 0)
        r = lwi_door_new(&api->door);
    if (r == 0)
        r = lwi_tls_new(&api->tls);
    if (r == 0)
        r = lwi_predictor_new(&api->predictor, s);
    if (r == 0)
        r = lwi_scanner_new(&api->scanner, s);
    if (r == 0)
        r = lwi_openapi_make(&api->openapi);
    if (r == 0)
        r = lwi_operations_new(&api->operations, api->openapi);
    if (r == 0)
        r = lwi_audit_new(&api->audit, s->store, s->clock, s->log);
    return r < 0 ? lwi_error_set(reterr, r, "The API could not be prepared: %s", strerror(-r)) : 0;
}

int lwi_api_open(struct lwi_api **ret_api, const struct lwi_api_settings *settings,
                 struct lw_error *reterr)
{
    struct lwi_api *api = calloc(1, sizeof(*api));
    if (!api)
        return lwi_error_set(reterr, -ENOMEM, "There is not enough memory");
    (void) pthread_mutex_init(&api->certificates.lock, NULL);
    int r = copy_settings(api, settings);
    if (r < 0) {
        lwi_api_close(&api);
        return lwi_error_set(reterr, r, "There is not enough memory");
    }
    /* A client that goes away while it is written to must not end the daemon. The library asks for
     * this where it cannot say MSG_NOSIGNAL itself. */
    (void) signal(SIGPIPE, SIG_IGN);
    int fd = -1, is_v6 = 0;
    r = prepare(api, reterr);
    if (r == 0)
        r = lwi_listen_open(api->settings.listen, &fd, &is_v6, &api->port, reterr);
    if (r == 0)
        r = write_token_file(api, reterr);
    if (r == 0)
        r = lwi_https_new(&api->https, api, settings->https_listen, reterr);
    if (r == 0)
        r = lwi_listener_open(&api->listener, api, fd, is_v6, api->port, /* is_tls= */ 0, reterr);
    else if (fd >= 0)
        (void) close(fd);
    if (r < 0) {
        lwi_api_close(&api);
        return r;
    }
    *ret_api = api;
    return 0;
}

size_t lwi_api_open_files(const struct lwi_api *api)
{
    struct lwi_camera_status *statuses = NULL;
    size_t cameras = 0;
    const struct lwi_connections_limits limits = {api->settings.connections_max,
                                                  api->settings.connections_per_ip_max};
    if (lwi_fleet_list(api->settings.fleet, &statuses, &cameras) == 0)
        free(statuses);
    return FILES_OWN + lwi_connections_most(&limits) + FILES_CAMERA * cameras;
}

uint16_t lwi_api_port(const struct lwi_api *api)
{
    return api->port;
}

void lwi_api_close(struct lwi_api **api)
{
    struct lwi_api *a = *api;
    if (!a)
        return;
    atomic_store(&a->closing, 1);
    lwi_listener_close(&a->listener);
    lwi_https_free(&a->https);
    if (a->token_written)
        (void) unlink(a->token_path);
    lwi_connections_free(&a->connections);
    lwi_door_free(&a->door);
    lwi_tls_free(&a->tls);
    lwi_predictor_free(&a->predictor);
    lwi_scanner_free(&a->scanner);
    lwi_recovery_mail_free(&a->recovery_mail);
    lwi_recovery_free(&a->recovery);
    lwi_reinforcement_free(&a->reinforcement);
    lwi_auth_free(&a->auth);
    lwi_audit_free(&a->audit);
    lwi_operations_free(&a->operations);
    for (size_t i = 0; a->hosts && a->hosts[i]; i++)
        free(a->hosts[i]);
    free(a->hosts);
    free(a->token_path);
    free(a->openapi);
    free((void *) a->settings.listen);
    free((void *) a->settings.data_dir);
    (void) pthread_mutex_destroy(&a->certificates.lock);
    free(a);
    *api = NULL;
}
