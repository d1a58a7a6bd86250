/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * One thread a connection: routes read the store, wait for cameras and hash
 * passwords, and what blocks one connection must not delay another. That costs a
 * stack a connection, which is why their number is limited; live views and event
 * streams, which last, are limited again below it, so that there is always room
 * for short requests.
 */
#include "api/server.h"

#include <errno.h>
#include <microhttpd.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "api/listen.h"
#include "api/openapi.h"
#include "api/request.h"
#include "base/error.h"
#include "base/file.h"

#define STACK_BYTES     ((size_t) 1 << 20)
#define HEAD_BYTES_MAX  ((size_t) 32 << 10) /* memory a connection, for the request's head */
#define UPLOADS_AT_ONCE 4                   /* full-size ones that the body budget allows */

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

static enum MHD_Result on_access(void *cls, struct MHD_Connection *connection, const char *url,
                                 const char *method, const char *version, const char *upload,
                                 size_t *upload_size, void **context)
{
    return (enum MHD_Result) lwi_request_on_access(cls, connection, url, method, version, upload,
                                                   upload_size, context);
}

static void on_completed(void *cls, struct MHD_Connection *connection, void **context,
                         enum MHD_RequestTerminationCode code)
{
    (void) code;
    lwi_request_on_done(cls, connection, context);
}

static void on_connection(void *cls, struct MHD_Connection *connection, void **socket_context,
                          enum MHD_ConnectionNotificationCode code)
{
    struct lwi_api *api = cls;
    if (code == MHD_CONNECTION_NOTIFY_CLOSED) {
        lwi_connections_remove(api->connections, *socket_context);
        *socket_context = NULL;
        return;
    }
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    if (info)
        *socket_context = lwi_connections_add(api->connections, info->connect_fd,
                                              (int64_t) api->settings.timeout_s);
}

__attribute__((format(printf, 2, 0))) static void on_log(void *cls, const char *format,
                                                         va_list args)
{
    struct lwi_api *api = cls;
    char line[512];
    (void) vsnprintf(line, sizeof(line), format, args);
    size_t length = strlen(line);
    while (length > 0 && line[length - 1] == '\n')
        line[--length] = '\0';
    /* Mostly clients that went away. */
    lwi_log(api->settings.log, LWI_LOG_DEBUG, "http: %s", line);
}

/* Copies what is borrowed for the time of the call only. */
static int copy_settings(struct lwi_api *api, const struct lwi_api_settings *settings)
{
    api->settings = *settings;
    api->settings.hosts = NULL;
    api->settings.listen = strdup(settings->listen);
    api->settings.data_dir = NULL;
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

/* Leaves no NUL in a decoded text: what is behind it would not be seen, and another path, or
 * another value, would be meant than the client wrote. */
static size_t on_unescape(void *cls, struct MHD_Connection *connection, char *text)
{
    (void) cls;
    (void) connection;
    for (char *c = text; (c = strstr(c, "%00")); c += 3)
        c[2] = '1'; /* a control character, which nothing is called */
    return MHD_http_unescape(text);
}

static int start_daemon(struct lwi_api *api, int fd, int is_v6, struct lw_error *reterr)
{
    unsigned flags = MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_THREAD_PER_CONNECTION |
                     MHD_USE_POLL | MHD_USE_ITC | MHD_USE_ERROR_LOG | (is_v6 ? MHD_USE_IPv6 : 0u);
    api->daemon = MHD_start_daemon(
        flags, 0, /* apc= */ NULL, NULL, on_access, api, /* first: */ MHD_OPTION_EXTERNAL_LOGGER,
        on_log, api, MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_CONNECTION_LIMIT,
        api->settings.connections_max, MHD_OPTION_PER_IP_CONNECTION_LIMIT,
        api->settings.connections_per_ip_max, MHD_OPTION_CONNECTION_TIMEOUT,
        api->settings.timeout_s, MHD_OPTION_CONNECTION_MEMORY_LIMIT, HEAD_BYTES_MAX,
        MHD_OPTION_THREAD_STACK_SIZE, STACK_BYTES, MHD_OPTION_STRICT_FOR_CLIENT, 1,
        MHD_OPTION_UNESCAPE_CALLBACK, on_unescape, NULL, MHD_OPTION_NOTIFY_COMPLETED, on_completed,
        api, MHD_OPTION_NOTIFY_CONNECTION, on_connection, api, MHD_OPTION_END);
    if (api->daemon)
        return 0;
    (void) close(fd);
    return lwi_error_set(reterr, -EIO, "The HTTP server could not be started");
}

static void note_login(void *cookie, const char *address)
{
    lwi_system_login_failed(cookie, address);
}

/* What must be there before anybody can connect. */
static int prepare(struct lwi_api *api, struct lw_error *reterr)
{
    const struct lwi_api_settings *s = &api->settings;
    api->started_ns = lwi_clock_realtime(s->clock);
    atomic_init(&api->body_budget, s->predict_bytes_max * UPLOADS_AT_ONCE);
    int r = lwi_auth_new(&api->auth, s->store, s->clock, s->log, reterr);
    if (r == 0 && s->system)
        lwi_auth_watch(api->auth, note_login, s->system);
    if (r < 0)
        return r;
    r = lwi_connections_new(&api->connections, s->clock);
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
    int r = api ? copy_settings(api, settings) : -ENOMEM;
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
    if (r == 0) {
        r = write_token_file(api, reterr);
        if (r < 0)
            (void) close(fd);
    }
    if (r == 0)
        r = start_daemon(api, fd, is_v6, reterr);
    if (r < 0) {
        lwi_api_close(&api);
        return r;
    }
    *ret_api = api;
    return 0;
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
    if (a->daemon)
        MHD_stop_daemon(a->daemon);
    if (a->token_written)
        (void) unlink(a->token_path);
    lwi_connections_free(&a->connections);
    lwi_predictor_free(&a->predictor);
    lwi_scanner_free(&a->scanner);
    lwi_auth_free(&a->auth);
    lwi_audit_free(&a->audit);
    lwi_operations_free(&a->operations);
    for (size_t i = 0; a->hosts && a->hosts[i]; i++)
        free(a->hosts[i]);
    free(a->hosts);
    free(a->token_path);
    free(a->openapi);
    free((void *) a->settings.listen);
    free(a);
    *api = NULL;
}
