/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * The order matters: whether a path exists is no secret (the OpenAPI document
 * names them), so 404 and 405 come first and are honest; a foreign host or page
 * is turned away before the login is looked at; the body comes last.
 */
#include "api/gate.h"

#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/statvfs.h>

#include "api/answer.h"
#include "api/assets.h"
#include "api/gate_digest.h"
#include "api/guard.h"
#include "api/request.h"
#include "base/parse.h"

#define JSON_BYTES_MAX ((size_t) 1 << 20)
/* Left on the disk beside a file that is sent. */
#define DISK_BYTES_FREE (64LL << 20)

void lwi_gate_refuse(struct lwi_request *request, unsigned status, const char *error,
                     const char *hint)
{
    if (request->refused)
        return;
    request->refused = (int) status;
    (void) snprintf(request->refusal, sizeof(request->refusal), "%s", error);
    (void) snprintf(request->refusal_hint, sizeof(request->refusal_hint), "%s", hint);
}

long long lwi_gate_length(struct lwi_request *request)
{
    const char *text = lwi_request_header(request, "Content-Length");
    if (!text)
        return -1;
    int64_t length;
    /* The HTTP library has refused what is no number; what is too large for one is too large. */
    return lwi_parse_int(text, 0, INT64_MAX, &length) == 0 ? length : INT64_MAX;
}

#define FORWARDED_SIZE 1024

/* All that is said of whom it was asked for, in order; a proxy may add a line of its own to those
 * that it was sent. What is too long to be kept was not said by a proxy, and goes first. */
static enum MHD_Result gather(void *cls, enum MHD_ValueKind kind, const char *name,
                              const char *value)
{
    char *text = cls;
    (void) kind;
    if (strcasecmp(name, "X-Forwarded-For") != 0 || !value)
        return MHD_YES;
    size_t length = strlen(text), more = strlen(value);
    if (more + 2 > FORWARDED_SIZE)
        value += more + 2 - FORWARDED_SIZE;
    if (length + more + 2 > FORWARDED_SIZE)
        length = 0;
    (void) snprintf(text + length, FORWARDED_SIZE - length, "%s%s", length ? "," : "", value);
    return MHD_YES;
}

/* Who asks. The limiter's key is of IPv6 the network of 64 bits, since one client has all of it. */
static void note_address(struct lwi_request *request)
{
    char forwarded[FORWARDED_SIZE] = "";
    uint8_t peer[LWI_ADDRESS_BYTES];
    uint8_t *client = request->client_address;
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(request->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    if (!info || !info->client_addr)
        return;
    lwi_door_address(info->client_addr, peer);
    (void) MHD_get_connection_values(request->connection, MHD_HEADER_KIND, gather, forwarded);
    lwi_door_client(request->api->door, peer, forwarded, client);
    /* A proxy on this host asks for others. */
    int is_forwarded = forwarded[0] || lwi_request_header(request, "Forwarded") ||
                       lwi_request_header(request, "X-Real-IP");
    request->client.is_local = lwi_address_is_loopback(client) && !is_forwarded;
    int is_whole = lwi_address_is_v4(client) || lwi_address_is_loopback(client);
    memcpy(request->client.key, client, is_whole ? 16 : 8);
    (void) inet_ntop(lwi_address_is_v4(client) ? AF_INET : AF_INET6,
                     client + (lwi_address_is_v4(client) ? 12 : 0), request->client.address,
                     sizeof(request->client.address));
    if (!lwi_door_admits(request->api->door, client, is_forwarded))
        lwi_gate_refuse(request, MHD_HTTP_FORBIDDEN, "This address may not connect",
                        "The address filter keeps it out; a proxy must be in trusted_proxies");
}

/* Pages are sent on; what programs ask is refused, for it has gone over the network in the clear
 * already, and would again. */
static void check_https(struct lwi_request *request)
{
    struct lwi_https_rules rules;
    char name[200], port[8] = "", where[230];
    if (request->listener->is_tls)
        return;
    lwi_https_rules(request->api->https, &rules);
    if (!rules.redirect || rules.port == 0 || lwi_request_is_secure(request) ||
        (request->client.is_local && (!rules.redirect_local || request->who.by == LWI_AUTH_LOCAL)))
        return;
    const char *host = lwi_request_header(request, "Host");
    if (!host || !lwi_guard_name(host, name, sizeof(name)))
        return;
    if (rules.port != 443)
        (void) snprintf(port, sizeof(port), ":%u", rules.port);
    (void) snprintf(where, sizeof(where), strchr(name, ':') ? "https://[%s]%s" : "https://%s%s",
                    name, port);
    if (!request->route && request->handle) {
        request->handle = NULL;
        lwi_answer_header(request, "Location", "%.150s%.40s", where, request->path);
        lwi_gate_refuse(request, MHD_HTTP_PERMANENT_REDIRECT, "Ask by HTTPS", where);
        return;
    }
    lwi_gate_refuse(request, MHD_HTTP_FORBIDDEN, "This is answered by HTTPS only", where);
}

static void find_route(struct lwi_request *request, const char *method)
{
    struct lwi_route_match match;
    lwi_route_find(lwi_routes, request->path, lwi_method_parse(method), &match);
    memcpy(request->id, match.id, sizeof(match.id));
    request->route = match.route;
    request->methods = match.methods;
    request->is_head = strcmp(method, "HEAD") == 0;
    if (match.route)
        request->handle = match.route->handle;
    request->operation = lwi_operation_find(request->api->operations, match.route);
    if (!match.methods && lwi_assets_find(request->path)) {
        request->methods = 1u << LWI_GET;
        if (lwi_method_parse(method) == LWI_GET)
            request->handle = lwi_assets_answer;
    }
    if (!request->methods) {
        char error[160];
        (void) snprintf(error, sizeof(error), "There is no '%.120s' here", request->path);
        lwi_gate_refuse(request, MHD_HTTP_NOT_FOUND, error,
                        "/api/v1/openapi.json names all there is");
    } else if (!request->handle && strcmp(method, "OPTIONS") != 0) {
        char error[80];
        (void) snprintf(error, sizeof(error), "This does not take the method %.20s", method);
        lwi_gate_refuse(request, MHD_HTTP_METHOD_NOT_ALLOWED, error,
                        "The header Allow names those that it takes");
    }
}

static void check_host(struct lwi_request *request)
{
    const char *host = lwi_request_header(request, "Host");
    const char *const *hosts = (const char *const *) request->api->hosts;
    if (!host || lwi_guard_host(host, hosts))
        return;
    /* A page that was rebound cannot know a token, so a token vouches for its bearer. */
    if (request->who.by == LWI_AUTH_TOKEN || request->who.by == LWI_AUTH_LOCAL)
        return;
    char error[160];
    (void) snprintf(error, sizeof(error), "This server does not know itself as '%.100s'", host);
    lwi_gate_refuse(request, MHD_HTTP_FORBIDDEN, error,
                    "Ask by its address, or start it with --host and this name");
}

/* What a page reads, it may read by itself; what it changes, its user did. */
static void identify(struct lwi_request *request, const char *method)
{
    if (lwi_gate_digest(request, method))
        return;
    int is_session;
    const char *secret = lwi_request_secret(request, &is_session);
    if (!secret)
        return;
    enum lwi_auth_secret kind = !is_session ? LWI_AUTH_SECRET_BEARER
                                : request->route && request->route->method != LWI_GET
                                    ? LWI_AUTH_SECRET_COOKIE_ACTION
                                    : LWI_AUTH_SECRET_COOKIE;
    int r = lwi_auth_identify(request->api->auth, secret, kind, &request->who);
    /* A cookie that has run out is no reason to refuse what is open to anybody. */
    if (r == -EACCES && is_session)
        return;
    if (r == -EACCES)
        lwi_gate_refuse(request, MHD_HTTP_UNAUTHORIZED, "The token is not valid",
                        "It was revoked or has expired; make another one");
    else if (r < 0)
        lwi_gate_refuse(request, MHD_HTTP_INTERNAL_SERVER_ERROR, "The login could not be checked",
                        "The daemon's log says more");
}

static void check_login(struct lwi_request *request)
{
    if (!request->route || request->who.by != LWI_AUTH_NOBODY)
        return;
    enum lwi_access access = request->route->access;
    if (access == LWI_ACCESS_OPEN || (access == LWI_ACCESS_LOCAL && request->client.is_local) ||
        (access == LWI_ACCESS_METRICS && request->api->settings.metrics_open))
        return;
    if (!lwi_auth_activated(request->api->auth))
        lwi_gate_refuse(request, MHD_HTTP_FORBIDDEN, "Lenswatch is not activated yet",
                        "Open its page, or POST /api/v1/setup, to set the password");
    else
        lwi_gate_refuse(request, MHD_HTTP_UNAUTHORIZED, "Login is needed",
                        "POST /api/v1/session, or send Authorization: Bearer and a token");
}

static void check_role(struct lwi_request *request)
{
    static const enum lwi_role needed[] = {
        [LWI_ACCESS_ADMINISTRATOR] = LWI_ROLE_ADMINISTRATOR,
        [LWI_ACCESS_OPERATOR] = LWI_ROLE_OPERATOR,
        [LWI_ACCESS_VIEWER] = LWI_ROLE_VIEWER,
    };
    if (!request->route || request->route->access > LWI_ACCESS_VIEWER)
        return;
    enum lwi_role role = needed[request->route->access];
    if (request->who.role >= role)
        return;
    char error[80];
    (void) snprintf(error, sizeof(error), "This takes the role %s", lwi_role_name(role));
    lwi_gate_refuse(request, MHD_HTTP_FORBIDDEN, error, "Ask an administrator");
}

/* What a session may do whose password must be changed. */
static void check_password(struct lwi_request *request)
{
    static const char account[] = "/api/v1/account";
    if (!request->route || request->who.due == LWI_AUTH_DUE_NOT ||
        request->route->access == LWI_ACCESS_OPEN ||
        strcmp(request->path, "/api/v1/session") == 0 ||
        strcmp(request->path, "/api/v1/session/stay") == 0 ||
        strcmp(request->path, "/api/v1/password") == 0)
        return;
    if (request->who.due == LWI_AUTH_DUE_FACTOR) {
        if (strncmp(request->path, account, strlen(account)) != 0)
            lwi_gate_refuse(request, MHD_HTTP_FORBIDDEN,
                            "An administrator must have a second factor here",
                            "POST /api/v1/account/second-factor; nothing else is done before");
        return;
    }
    lwi_gate_refuse(request, MHD_HTTP_FORBIDDEN,
                    request->who.due == LWI_AUTH_DUE_OLD ? "The password is too old"
                                                         : "The password was set by somebody else",
                    "POST /api/v1/password changes it; nothing else is done before");
}

/* What a token may do that only reads. Judging a picture that is sent stores nothing. */
static void check_reading(struct lwi_request *request)
{
    if (!request->route || !request->who.is_read_only || request->route->method == LWI_GET ||
        request->route->body == LWI_BODY_PICTURE || request->route->body == LWI_BODY_ANY_JSON)
        return;
    lwi_gate_refuse(request, MHD_HTTP_FORBIDDEN, "This token only reads",
                    "Make one that may do more");
}

/* A camera that is not there for who asks, in the path or in the query, is said to be none. */
static void check_camera(struct lwi_request *request)
{
    static const char path[] = "/api/v1/cameras/{id}";
    if (!request->route || !request->who.cameras)
        return;
    const char *id = strncmp(request->route->path, path, strlen(path)) == 0
                         ? request->id
                         : lwi_request_query(request, "camera");
    if (!id || lwi_request_sees(request, id))
        return;
    char error[LWI_ROUTE_PARAM_MAX + 40];
    (void) snprintf(error, sizeof(error), "There is no camera '%.64s'", id);
    lwi_gate_refuse(request, MHD_HTTP_NOT_FOUND, error, "GET /api/v1/cameras lists them");
}

/* A page of another site can make a browser send its cookie, but not this header. */
static void check_origin(struct lwi_request *request)
{
    if (!request->route || request->route->method == LWI_GET)
        return;
    const char *origin = lwi_request_header(request, "Origin");
    const char *host = lwi_request_header(request, "Host");
    const char *const *hosts = (const char *const *) request->api->hosts;
    if (origin && !lwi_guard_origin(origin, host, hosts)) {
        lwi_gate_refuse(request, MHD_HTTP_FORBIDDEN, "The request comes from another site's page",
                        "Behind a proxy, let it pass the Host header on or use --host");
        return;
    }
    const char *own = lwi_request_header(request, "X-Lenswatch");
    if (request->who.by == LWI_AUTH_SESSION && (!own || strcmp(own, "1") != 0))
        lwi_gate_refuse(request, MHD_HTTP_FORBIDDEN, "The header X-Lenswatch is missing",
                        "Send X-Lenswatch: 1 with every change that a session cookie authorises");
}

/* Whether the Content-Type is this one, whatever its parameters. */
static int is_type(const char *header, const char *type)
{
    size_t length = strlen(type);
    return header && strncasecmp(header, type, length) == 0 &&
           (header[length] == '\0' || header[length] == ';' || header[length] == ' ');
}

/* What is too large for the disk is refused before it is sent. */
static void begin_file(struct lwi_request *request)
{
    struct statvfs disk;
    const char *dir = request->api->settings.data_dir;
    if (!dir || statvfs(dir, &disk) < 0) {
        lwi_gate_refuse(request, MHD_HTTP_SERVICE_UNAVAILABLE, "There is no folder for the file",
                        "The daemon's log says more");
        return;
    }
    long long room = (long long) disk.f_bavail * (long long) disk.f_frsize - DISK_BYTES_FREE;
    if (lwi_gate_length(request) > room) {
        lwi_gate_refuse(request, MHD_HTTP_CONTENT_TOO_LARGE, "The disk has no room for the file",
                        "Make room where the data folder is");
        return;
    }
    int r = lwi_body_begin_file(&request->body, dir, &request->api->upload);
    if (r == -EBUSY)
        lwi_gate_refuse(request, MHD_HTTP_SERVICE_UNAVAILABLE, "Another file is being sent",
                        "Try again when it is there");
    else if (r < 0)
        lwi_gate_refuse(request, MHD_HTTP_INTERNAL_SERVER_ERROR, "The file cannot be written",
                        "Is the data folder writable?");
    if (r < 0)
        lwi_body_end(&request->body);
}

static void begin_body(struct lwi_request *request)
{
    enum lwi_body_kind kind = request->route ? request->route->body : LWI_BODY_NONE;
    const char *type = lwi_request_header(request, "Content-Type");
    if (kind == LWI_BODY_NONE)
        return;
    if (kind == LWI_BODY_JSON && !is_type(type, "application/json")) {
        lwi_gate_refuse(request, MHD_HTTP_UNSUPPORTED_MEDIA_TYPE, "The body must be JSON",
                        "Send it with Content-Type: application/json");
        return;
    }
    if (kind == LWI_BODY_PICTURE && is_type(type, "application/json")) {
        lwi_gate_refuse(request, MHD_HTTP_UNSUPPORTED_MEDIA_TYPE, "The body must be a picture",
                        "Send its bytes, or multipart/form-data with a file");
        return;
    }
    if (kind == LWI_BODY_FILE) {
        begin_file(request);
        return;
    }
    int multipart = kind == LWI_BODY_PICTURE && is_type(type, "multipart/form-data");
    size_t max =
        kind == LWI_BODY_PICTURE ? request->api->settings.predict_bytes_max : JSON_BYTES_MAX;
    if (lwi_gate_length(request) > (long long) max) {
        char hint[120];
        (void) snprintf(hint, sizeof(hint), "At most %zu bytes are taken here", max);
        lwi_gate_refuse(request, MHD_HTTP_CONTENT_TOO_LARGE, "The body is too large", hint);
        return;
    }
    if (lwi_body_begin(&request->body, max, &request->api->body_budget,
                       multipart ? request->connection : NULL) < 0)
        lwi_gate_refuse(request, MHD_HTTP_BAD_REQUEST, "The multipart body has no boundary",
                        "Its Content-Type must say it");
}

void lwi_gate_check(struct lwi_request *request, const char *method)
{
    find_route(request, method);
    note_address(request);
    if (!request->refused)
        identify(request, method);
    if (!request->refused)
        check_host(request);
    if (!request->refused)
        check_https(request);
    if (!request->refused)
        check_login(request);
    if (!request->refused)
        check_role(request);
    if (!request->refused)
        check_password(request);
    if (!request->refused)
        check_reading(request);
    if (!request->refused)
        check_origin(request);
    if (!request->refused)
        check_camera(request);
    if (!request->refused)
        begin_body(request);
}
