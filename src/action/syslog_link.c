/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "action/syslog_link.h"

#include <errno.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <curl/curl.h>
#include <jansson.h>

#include "action/transfer.h"
#include "base/clock.h"
#include "base/error.h"
#include "source/url.h"

#define CONNECT_NS (10 * LWI_NS_PER_S)
#define SEND_NS    (5 * LWI_NS_PER_S)
#define LOOK_MS    50

static const struct protocol {
    const char *name, *curl; /* what libcurl is told: it connects, and says nothing of its own */
    int port;                /* where the server does not say one */
} protocols[] = {
    {"udp", "http", 514},
    {"tcp", "http", 514},
    {"tls", "https", 6514},
};

struct lwi_syslog_link {
    struct lwi_transfer transfer;
    struct lwi_action_run run;
    char place[300];
    int is_udp;
};

/* host: without brackets. */
static int take_apart(const char *server, const struct protocol **ret_protocol, char *ret_host,
                      size_t size, int *ret_port, struct lw_error *reterr)
{
    struct lwi_url url;
    const struct protocol *found = NULL;
    int port = 0, r = lwi_url_parse(&url, server, NULL);
    for (size_t i = 0; r == 0 && i < sizeof(protocols) / sizeof(protocols[0]); i++)
        if (strcmp(url.scheme, protocols[i].name) == 0)
            found = &protocols[i];
    /* Whatever comes behind the port has no meaning here. */
    const char *tail = r == 0 ? strstr(server, "://") + 3 : "";
    tail += strcspn(tail, "/?#");
    const char *colon = r == 0 && url.has_port ? strrchr(url.place, ':') : NULL;
    if (found && (!colon || sscanf(colon + 1, "%5d", &port) == 1) && !url.user &&
        strcmp(tail, tail[0] == '/' ? "/" : "") == 0 &&
        snprintf(ret_host, size, "%s", url.host) < (int) size) {
        *ret_protocol = found;
        *ret_port = colon ? port : found->port;
    } else {
        (void) lwi_error_set(reterr, -EINVAL,
                             "syslog_server: it is written as tls://logs.example:6514");
        lwi_error_hint(reterr, "udp://, tcp:// or tls://, a host, and a port where it is another "
                               "than 514 (udp, tcp) or 6514 (tls)");
        found = NULL;
    }
    if (r == 0)
        lwi_url_done(&url);
    return found ? 0 : -EINVAL;
}

int lwi_syslog_link_check(const char *server, const char *ca, struct lw_error *reterr)
{
    const struct protocol *protocol;
    char host[256];
    int port;
    if (ca[0] && !strstr(ca, "-----BEGIN CERTIFICATE-----"))
        return lwi_error_set(reterr, -EINVAL,
                             "syslog_ca: it must be PEM: -----BEGIN CERTIFICATE----- and so on");
    return server[0] ? take_apart(server, &protocol, host, sizeof(host), &port, reterr) : 0;
}

/* libcurl connects whatever socket it is given. */
static curl_socket_t open_udp(void *cookie, curlsocktype purpose, struct curl_sockaddr *address)
{
    (void) cookie;
    (void) purpose;
    address->socktype = SOCK_DGRAM;
    address->protocol = IPPROTO_UDP;
    return socket(address->family, SOCK_DGRAM | SOCK_CLOEXEC, IPPROTO_UDP);
}

static int set_up(struct lwi_syslog_link *link, const struct protocol *protocol, const char *host,
                  int port, const char *ca, struct lw_error *reterr)
{
    CURL *curl = link->transfer.curl;
    char url[320];
    (void) snprintf(link->place, sizeof(link->place), strchr(host, ':') ? "[%s]:%d" : "%s:%d", host,
                    port);
    (void) snprintf(url, sizeof(url), "%s://%s/", protocol->curl, link->place);
    (void) curl_easy_setopt(curl, CURLOPT_URL, url);
    (void) curl_easy_setopt(curl, CURLOPT_CONNECT_ONLY, 1L);
    (void) curl_easy_setopt(curl, CURLOPT_SSL_ENABLE_ALPN, 0L);
    (void) curl_easy_setopt(curl, CURLOPT_TCP_KEEPALIVE, 1L);
    if (link->is_udp)
        (void) curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, open_udp);
    json_t *tls = json_pack("{s:s, s:b}", "ca", ca, "tls_verify", 1);
    int r = tls ? lwi_transfer_tls(&link->transfer, tls, reterr)
                : lwi_error_set(reterr, -ENOMEM, "out of memory");
    json_decref(tls);
    return r;
}

int lwi_syslog_link_open(struct lwi_syslog_link **ret_link, const char *server, const char *ca,
                         const atomic_int *cancel, struct lw_error *reterr)
{
    const struct protocol *protocol;
    char host[256];
    int port;
    int r = take_apart(server, &protocol, host, sizeof(host), &port, reterr);
    if (r < 0)
        return r;
    struct lwi_syslog_link *link = calloc(1, sizeof(*link));
    if (!link)
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    link->is_udp = strcmp(protocol->name, "udp") == 0;
    link->run.cancel = cancel;
    link->run.deadline_ns = lwi_clock_monotonic(&lwi_clock_system) + CONNECT_NS;
    r = lwi_transfer_open(&link->transfer, &link->run, protocol->curl, link->place, reterr);
    if (r == 0)
        r = set_up(link, protocol, host, port, ca, reterr);
    if (r == 0)
        r = lwi_transfer_do(&link->transfer, reterr);
    if (r < 0)
        lwi_syslog_link_close(&link);
    else
        *ret_link = link;
    return r;
}

void lwi_syslog_link_close(struct lwi_syslog_link **link)
{
    if (!*link)
        return;
    lwi_transfer_close(&(*link)->transfer);
    free(*link);
    *link = NULL;
}

static int broken(const struct lwi_syslog_link *link, struct lw_error *reterr)
{
    (void) lwi_error_set(reterr, -ECONNRESET, "%s: %s", link->place,
                         link->is_udp ? "nobody receives datagrams there"
                                      : "it has closed the connection");
    lwi_error_hint(reterr, "Check that the server runs, and the port.");
    return -ECONNRESET;
}

static curl_socket_t socket_of(const struct lwi_syslog_link *link)
{
    curl_socket_t fd = CURL_SOCKET_BAD;
    (void) curl_easy_getinfo(link->transfer.curl, CURLINFO_ACTIVESOCKET, &fd);
    return fd;
}

/* 0, or why no time is left. */
static int may_wait(struct lwi_syslog_link *link, short events, struct lw_error *reterr)
{
    struct pollfd fd = {.fd = socket_of(link), .events = events};
    if (link->run.cancel && atomic_load(link->run.cancel))
        return lwi_error_set(reterr, -ECANCELED, "cancelled");
    if (lwi_action_left_ms(&link->run) == 0)
        return lwi_error_set(reterr, -ETIMEDOUT, "%s: it takes nothing any more", link->place);
    (void) poll(&fd, 1, LOOK_MS);
    return 0;
}

static int send_all(struct lwi_syslog_link *link, const char *data, size_t size,
                    struct lw_error *reterr)
{
    int r = 0;
    for (size_t done = 0; r == 0 && done < size;) {
        size_t sent = 0;
        CURLcode code = curl_easy_send(link->transfer.curl, data + done, size - done, &sent);
        done += code == CURLE_OK ? sent : 0;
        if (code == CURLE_AGAIN)
            r = may_wait(link, POLLOUT, reterr);
        else if (code != CURLE_OK)
            r = broken(link, reterr);
    }
    return r;
}

int lwi_syslog_link_send(struct lwi_syslog_link *link, const char *message, size_t size,
                         struct lw_error *reterr)
{
    char frame[16];
    link->run.deadline_ns = lwi_clock_monotonic(&lwi_clock_system) + SEND_NS;
    if (link->is_udp)
        return send_all(link, message, size, reterr);
    int n = snprintf(frame, sizeof(frame), "%zu ", size);
    int r = send_all(link, frame, (size_t) n, reterr);
    return r < 0 ? r : send_all(link, message, size, reterr);
}

/* Servers say nothing: what can be read is the end, or of no interest. */
static int is_open(struct lwi_syslog_link *link)
{
    char ignored[512];
    size_t got;
    CURLcode code;
    do {
        got = 0;
        code = curl_easy_recv(link->transfer.curl, ignored, sizeof(ignored), &got);
    } while (code == CURLE_OK && got > 0);
    return code == CURLE_AGAIN;
}

int lwi_syslog_link_settle(struct lwi_syslog_link *link, struct lw_error *reterr)
{
    link->run.deadline_ns = lwi_clock_monotonic(&lwi_clock_system) + SEND_NS;
    for (;;) {
        int waiting = 0;
        if (!is_open(link))
            return broken(link, reterr);
        if (link->is_udp || ioctl(socket_of(link), SIOCOUTQ, &waiting) < 0 || waiting == 0)
            return 0;
        int r = may_wait(link, /* events= */ 0, reterr);
        if (r < 0)
            return r;
    }
}
