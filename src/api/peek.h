/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * A resource as GET of its path answers it, without asking over HTTP: for what a
 * change changed, and for whether somebody else changed it meanwhile (ETag, If-Match).
 */
#ifndef LWI_API_PEEK_H
#define LWI_API_PEEK_H

struct json_t;
struct lwi_operation;
struct lwi_request;

#define LWI_ETAG_SIZE 36 /* quotes, 32 digits, the end */

/* What GET answers now to who asks, without the members that change by themselves: a new object;
 * NULL: there is none. */
struct json_t *lwi_peek(const struct lwi_request *request, const struct lwi_operation *resource);

/* The version of a resource. An object of GET, or one of lwi_peek(). */
void lwi_peek_etag(const struct json_t *object, const struct lwi_operation *resource,
                   char ret_etag[LWI_ETAG_SIZE]);

/* Whether an If-Match header allows a change of what has this version ("" where it is not
 * there). */
int lwi_peek_matches(const char *header, const char *etag);

#endif
