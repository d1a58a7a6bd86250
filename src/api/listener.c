/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * One thread a connection: routes read the store, wait for cameras and hash
 * passwords, and what blocks one connection must not delay another. That costs a
 * stack a connection, which is why their number is limited; live views and event
 * streams, which last, are limited again below it, so that there is always room
 * for short requests.
 */
#include "api/listener.h"

#include <errno.h>
#include <gnutls/abstract.h>
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "api/door.h"
#include "api/request.h"
#include "api/tls.h"
#include "base/error.h"

#define STACK_BYTES    ((size_t) 1 << 20)
#define HEAD_BYTES_MAX ((size_t) 32 << 10) /* memory a connection, for the request's head */

/* Before anything is read of it. */
static enum MHD_Result on_connect(void *cls, const struct sockaddr *from, socklen_t size)
{
    const struct lwi_listener *listener = cls;
    struct lwi_api *api = listener->api;
    uint8_t address[LWI_ADDRESS_BYTES];
    (void) size;
    lwi_door_address(from, address);
    if (!lwi_door_answers(api->door, address)) {
        (void) atomic_fetch_add(&api->kept_out, 1);
        return MHD_NO;
    }
    return lwi_connections_admit(api->connections, address, lwi_door_trusts(api->door, address))
               ? MHD_YES
               : MHD_NO;
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
    const struct lwi_listener *listener = cls;
    (void) code;
    lwi_request_on_done(listener->api, connection, context);
}

static struct lwi_socket *begin(const struct lwi_listener *listener,
                                struct MHD_Connection *connection)
{
    struct lwi_api *api = listener->api;
    const union MHD_ConnectionInfo *fd =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    const union MHD_ConnectionInfo *peer =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    uint8_t address[LWI_ADDRESS_BYTES] = {0};
    struct lwi_socket *socket = calloc(1, sizeof(*socket));
    if (!socket || !fd) {
        free(socket);
        return NULL;
    }
    if (peer && peer->client_addr)
        lwi_door_address(peer->client_addr, address);
    socket->connection = lwi_connections_add(api->connections, fd->connect_fd, address,
                                             (int64_t) api->settings.timeout_s);
    if (listener->is_tls) {
        const union MHD_ConnectionInfo *session =
            MHD_get_connection_info(connection, MHD_CONNECTION_INFO_GNUTLS_SESSION);
        if (session && session->tls_session)
            socket->identity = lwi_tls_begin(api->tls, session->tls_session);
    }
    return socket;
}

static void on_connection(void *cls, struct MHD_Connection *connection, void **socket_context,
                          enum MHD_ConnectionNotificationCode code)
{
    const struct lwi_listener *listener = cls;
    struct lwi_socket *socket = *socket_context;
    if (code != MHD_CONNECTION_NOTIFY_CLOSED) {
        *socket_context = begin(listener, connection);
        return;
    }
    if (socket) {
        lwi_connections_remove(listener->api->connections, socket->connection);
        lwi_tls_end(socket->identity);
        free(socket);
    }
    *socket_context = NULL;
}

__attribute__((format(printf, 2, 0))) static void on_log(void *cls, const char *format,
                                                         va_list args)
{
    const struct lwi_listener *listener = cls;
    char line[512];
    (void) vsnprintf(line, sizeof(line), format, args);
    size_t length = strlen(line);
    while (length > 0 && line[length - 1] == '\n')
        line[--length] = '\0';
    /* Mostly clients that went away. */
    lwi_log(listener->api->settings.log, LWI_LOG_DEBUG, "http: %s", line);
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

/* Every connection is given its certificate when it begins, see tls.h: this one is asked only where
 * that failed. */
static int no_certificate(gnutls_session_t session, const gnutls_datum_t *authorities,
                          int authority_count, const gnutls_pk_algorithm_t *algorithms,
                          int algorithm_count, gnutls_pcert_st **certificates, unsigned *count,
                          gnutls_privkey_t *key)
{
    (void) session;
    (void) authorities;
    (void) authority_count;
    (void) algorithms;
    (void) algorithm_count;
    (void) certificates;
    (void) count;
    (void) key;
    return -1;
}

static struct MHD_Daemon *start(struct lwi_listener *listener, int fd, int is_v6)
{
    const struct lwi_api_settings *settings = &listener->api->settings;
    const struct lwi_connections_limits limits = {settings->connections_max,
                                                  settings->connections_per_ip_max};
    const unsigned tls = listener->is_tls ? MHD_USE_TLS : 0u;
    const unsigned flags = MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_THREAD_PER_CONNECTION |
                           MHD_USE_POLL | MHD_USE_ITC | MHD_USE_ERROR_LOG | tls |
                           (is_v6 ? MHD_USE_IPv6 : 0u);
    const struct MHD_OptionItem tls_options[] = {
        {listener->is_tls ? MHD_OPTION_HTTPS_CERT_CALLBACK : MHD_OPTION_END, 0,
         (void *) &no_certificate},
        {MHD_OPTION_END, 0, NULL}};
    return MHD_start_daemon(
        flags, 0, on_connect, listener, on_access, listener,
        /* first: */ MHD_OPTION_EXTERNAL_LOGGER, on_log, listener, MHD_OPTION_LISTEN_SOCKET, fd,
        MHD_OPTION_CONNECTION_LIMIT, lwi_connections_most(&limits), MHD_OPTION_CONNECTION_TIMEOUT,
        settings->timeout_s, MHD_OPTION_CONNECTION_MEMORY_LIMIT, HEAD_BYTES_MAX,
        MHD_OPTION_THREAD_STACK_SIZE, STACK_BYTES, MHD_OPTION_STRICT_FOR_CLIENT, 1,
        MHD_OPTION_UNESCAPE_CALLBACK, on_unescape, NULL, MHD_OPTION_NOTIFY_COMPLETED, on_completed,
        listener, MHD_OPTION_NOTIFY_CONNECTION, on_connection, listener, MHD_OPTION_ARRAY,
        tls_options, MHD_OPTION_END);
}

int lwi_listener_open(struct lwi_listener **ret_listener, struct lwi_api *api, int fd, int is_v6,
                      uint16_t port, int is_tls, struct lw_error *reterr)
{
    struct lwi_listener *listener = calloc(1, sizeof(*listener));
    if (!listener) {
        (void) close(fd);
        return lwi_error_set(reterr, -ENOMEM, "There is not enough memory");
    }
    listener->api = api;
    listener->is_tls = is_tls;
    listener->port = port;
    listener->fd = -1;
    atomic_init(&listener->closing, 0);
    listener->daemon = start(listener, fd, is_v6);
    if (!listener->daemon) {
        (void) close(fd);
        free(listener);
        return lwi_error_set(reterr, -EIO, "The HTTP server could not be started");
    }
    *ret_listener = listener;
    return 0;
}

void lwi_listener_quiesce(struct lwi_listener *listener)
{
    listener->fd = MHD_quiesce_daemon(listener->daemon);
    /* Not closed yet: the library may still be waiting at it, and would at what got its number. */
    if (listener->fd >= 0)
        (void) shutdown(listener->fd, SHUT_RDWR);
}

unsigned lwi_listener_connections(const struct lwi_listener *listener)
{
    const union MHD_DaemonInfo *info =
        MHD_get_daemon_info(listener->daemon, MHD_DAEMON_INFO_CURRENT_CONNECTIONS);
    return info ? info->num_connections : 0;
}

void lwi_listener_close(struct lwi_listener **listener)
{
    if (!*listener)
        return;
    atomic_store(&(*listener)->closing, 1);
    MHD_stop_daemon((*listener)->daemon);
    if ((*listener)->fd >= 0)
        (void) close((*listener)->fd);
    free(*listener);
    *listener = NULL;
}
