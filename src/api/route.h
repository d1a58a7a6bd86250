/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Routes: one table a resource, a lookup over them. Paths are matched against
 * tables and never become file names.
 */
#ifndef LWI_API_ROUTE_H
#define LWI_API_ROUTE_H

#include <stddef.h>

struct lwi_request;

enum lwi_method {
    LWI_GET = 0,
    LWI_POST,
    LWI_PATCH,
    LWI_DELETE,
    LWI_METHODS,
};

/* Who may: a role that a session or token must have at least, or anybody. */
enum lwi_access {
    LWI_ACCESS_ADMINISTRATOR = 0, /* the default for a row that says nothing */
    LWI_ACCESS_OPERATOR,
    LWI_ACCESS_VIEWER,
    LWI_ACCESS_OPEN,    /* anybody, also before activation */
    LWI_ACCESS_LOCAL,   /* anybody on this host, else a session or token */
    LWI_ACCESS_METRICS, /* anybody with --metrics-open, else a session or token */
};

enum lwi_body_kind {
    LWI_BODY_NONE = 0, /* a body is read and dropped */
    LWI_BODY_JSON,     /* must say application/json */
    LWI_BODY_ANY_JSON, /* JSON whatever it says, or nothing */
    LWI_BODY_PICTURE,  /* raw or multipart */
    LWI_BODY_FILE,     /* as it is, into a file; of any size that the disk takes */
};

#define LWI_ROUTE_PARAM_MAX 64

struct lwi_route {
    const char *path; /* "/api/v1/cameras/{id}"; one {id} at most, a whole segment */
    enum lwi_method method;
    enum lwi_access access;
    enum lwi_body_kind body;
    /* Answers the request; MHD_YES, or MHD_NO to drop the connection. */
    int (*handle)(struct lwi_request *request);
};

/* One array a resource, each ended by a row without a path; NULL-ended. */
extern const struct lwi_route *const lwi_routes[];

struct lwi_route_match {
    const struct lwi_route *route;    /* NULL: no such path, or not with this method */
    unsigned methods;                 /* bits of the methods that the path has; 0: no such path */
    char id[LWI_ROUTE_PARAM_MAX + 1]; /* what stood for {id}; "" */
};

/* method < 0: one that no route has. */
void lwi_route_find(const struct lwi_route *const *tables, const char *path, int method,
                    struct lwi_route_match *ret_match);

/* "GET" to LWI_GET; HEAD is GET, too. -1: none of ours. */
int lwi_method_parse(const char *name);

/* "GET, HEAD, OPTIONS" of the bits, for Allow. */
void lwi_methods_format(unsigned methods, char *ret_text, size_t size);

#endif
