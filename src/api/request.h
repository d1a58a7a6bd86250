/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * One request on its way: what the routes see of it. The life of a request is in
 * request.c, that of the server in server.c.
 */
#ifndef LWI_API_REQUEST_H
#define LWI_API_REQUEST_H

#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include "api/audit.h"
#include "api/auth.h"
#include "api/body.h"
#include "api/connections.h"
#include "api/door.h"
#include "api/https.h"
#include "api/listener.h"
#include "api/operation.h"
#include "api/predict.h"
#include "api/route.h"
#include "api/scanner.h"
#include "api/server.h"

struct MHD_Connection;
struct json_t;

/* The server. Immutable while it runs, but for the atomics and the lock. */
struct lwi_api {
    struct lwi_api_settings settings; /* its strings are owned */
    char **hosts;                     /* owned; NULL-ended */
    struct lwi_listener *listener;    /* plain HTTP */
    struct lwi_https *https;
    struct lwi_tls *tls;
    struct {
        pthread_mutex_t lock;
        int with_tls_1_2;
    } certificates; /* certificates.c */
    struct lwi_door *door;
    struct lwi_auth *auth;
    struct lwi_recovery *recovery;
    struct lwi_recovery_mail *recovery_mail;
    struct lwi_reinforcement *reinforcement;
    struct lwi_audit *audit;
    struct lwi_operations *operations;
    struct lwi_connections *connections;
    struct lwi_predictor *predictor;
    struct lwi_scanner *scanner;
    char *openapi;    /* the document, malloc'ed */
    char *token_path; /* of the local token file; NULL: none */
    int token_written;
    uint16_t port;
    int64_t started_ns; /* realtime */
    atomic_size_t body_budget;
    atomic_uint streams; /* open live views and event streams */
    atomic_int upload;   /* 1: a file is being sent (body.h) */
    atomic_ullong backups;
    atomic_int closing;
    atomic_ullong kept_out;   /* connections that the address filter refused */
    atomic_int reporting;     /* one report is made at a time */
    atomic_ullong answers[6]; /* by hundreds of their status */
};

#define LWI_REQUEST_HEADERS_MAX 8

struct lwi_request {
    struct lwi_api *api;
    const struct lwi_listener *listener;
    struct MHD_Connection *connection;
    struct lwi_connection *socket;         /* for its deadline */
    const struct lwi_route *route;         /* NULL: see handle */
    const struct lwi_operation *operation; /* of the route; or NULL */
    struct json_t *
        *captured; /* not NULL: a JSON object of status 200 goes there, and nothing out */
    int (*handle)(struct lwi_request *request);
    const char *path;                 /* decoded; valid while the request lives */
    char id[LWI_ROUTE_PARAM_MAX + 1]; /* {id} of the path */
    unsigned methods;                 /* that the path has */
    int is_head;
    struct lwi_identity who; /* by == LWI_AUTH_NOBODY: not logged in */
    struct lwi_auth_client client;
    uint8_t client_address[LWI_ADDRESS_BYTES]; /* the whole of it */
    struct lwi_body body;
    int64_t began_ns; /* monotonic: when its head was there */
    int64_t received; /* bytes of its body, kept or dropped */
    int restarts;     /* 1: the daemon begins anew when it is over */
    int is_stale;     /* of a Digest the nonce alone was wrong */
    int refused;      /* status; 0: not refused */
    char refusal[160], refusal_hint[240];
    struct {
        const char *name; /* static */
        char value[200];
    } headers[LWI_REQUEST_HEADERS_MAX]; /* that the answer will have, beside the usual ones */
    unsigned header_count;
    struct {
        int is_begun, is_done;
        int64_t opened_id;            /* of what was noted before; 0: nothing */
        struct json_t *before, *made; /* what is changed, as it was; what was made */
        char text[256];               /* the error that was answered; "" */
    } audit;
};

/* A header of the request, or NULL. */
const char *lwi_request_header(struct lwi_request *request, const char *name);

/* A query parameter, or NULL. */
const char *lwi_request_query(struct lwi_request *request, const char *name);

/* ?force=true: also what keeps out the one who asks. */
int lwi_request_is_forced(struct lwi_request *request);

/*
 * Whole-number query parameter. Missing: *ret stays as it is. 0; or -EINVAL with
 * the name and the range, which the caller answers with lwi_answer_failure().
 */
int lwi_request_query_number(struct lwi_request *request, const char *name, int64_t min,
                             int64_t max, int64_t *ret, struct lw_error *reterr);

/* A time, as lwi_rfc3339_parse() reads it. As above. */
int lwi_request_query_time(struct lwi_request *request, const char *name, int64_t *ret_ns,
                           struct lw_error *reterr);

/*
 * The body as a JSON object with no other members than those named (NULL-ended).
 * A new reference. -EINVAL (not JSON, not an object, too deep, unknown member).
 */
int lwi_request_json(struct lwi_request *request, const char *const *members,
                     struct json_t **ret_object, struct lw_error *reterr);

/* A string member of 1..max bytes without control characters. Borrowed from the object.
 * A missing one is `fallback` when that is not NULL. -EINVAL. */
int lwi_json_string(const struct json_t *object, const char *name, size_t max, const char *fallback,
                    const char **ret, struct lw_error *reterr);

/* The member "cameras": an array of ids, or missing or null for all. *ret_cameras: the array as
 * text, malloc'ed, or NULL. One that is not there for who asks is said to be none. -EINVAL. */
int lwi_request_camera_list(struct lwi_request *request, const struct json_t *body,
                            char **ret_cameras, struct lw_error *reterr);

/* Whether there is a camera {id}: 0 or -ENOENT. Asked first, so that 404 comes before what else may
 * be wrong. */
int lwi_request_camera(struct lwi_request *request, struct lw_error *reterr);

/* Whether the camera is there for who asks. What a route tells of any camera, it asks first: what
 * is not permitted looks as if it did not exist. Of a camera in the path, {id}, and in the query,
 * the gate has seen to it already. */
int lwi_request_sees(const struct lwi_request *request, const char *camera_id);

/* As lwi_fleet_list(), without those that are not there for who asks. */
int lwi_request_cameras(const struct lwi_request *request, struct lwi_camera_status **ret_statuses,
                        size_t *ret_count);

/* An event that is there for who asks, by its id as text. 0, -ENOENT or the store's error. */
int lwi_request_event(const struct lwi_request *request, const char *id,
                      struct lwi_event *ret_event, struct lw_error *reterr);

/* The session cookie or bearer token of the request, or NULL; *ret_is_session says which. */
const char *lwi_request_secret(struct lwi_request *request, int *ret_is_session);

/* Whether it came by HTTPS, or to a proxy that says so. */
int lwi_request_is_secure(struct lwi_request *request);

#define LWI_COOKIE_NAME_SIZE 48
/* The name of the session cookie. Cookies know no ports, so the name has the one that was asked:
 * else two servers on one host would log each other's users out. */
void lwi_request_cookie_name(struct lwi_request *request, char ret_name[LWI_COOKIE_NAME_SIZE]);

/* Callbacks of the HTTP library; cls is the struct lwi_listener. */
int lwi_request_on_access(void *cls, struct MHD_Connection *connection, const char *url,
                          const char *method, const char *version, const char *upload,
                          size_t *upload_size, void **context);
void lwi_request_on_done(struct lwi_api *api, struct MHD_Connection *connection, void **context);

#endif
