/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * The body of one request as it arrives: bounded by the route's limit and by a
 * budget that all requests share, so that many large uploads at once cannot use
 * up the memory.
 */
#ifndef LWI_API_BODY_H
#define LWI_API_BODY_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

struct MHD_Connection;
struct MHD_PostProcessor;

struct lwi_body {
    uint8_t *data; /* malloc'ed; NULL while empty */
    size_t size;
    size_t capacity;
    size_t size_max;
    char name[256];                  /* file name of the multipart part; "" */
    struct MHD_PostProcessor *parts; /* NULL: not multipart */
    int state;                       /* of the multipart: 0 no file yet, 1 in it, 2 past it */
    int error;             /* negative errno of the first failure, from the part callback */
    atomic_size_t *budget; /* bytes left to all bodies */
};

/*
 * Begins a body. multipart: NULL for a body that is taken as it is; else the
 * connection, whose Content-Type says that it is multipart/form-data and the first part that is a
 * file is kept. 0, -EBADMSG (no boundary).
 */
int lwi_body_begin(struct lwi_body *body, size_t size_max, atomic_size_t *budget,
                   struct MHD_Connection *multipart);

/* The next bytes. -EFBIG (over size_max), -EBUSY (budget is used up), -ENOMEM, -EBADMSG (not
 * multipart). After a failure only lwi_body_end() is allowed. */
int lwi_body_feed(struct lwi_body *body, const char *data, size_t size);

/* After the last byte. -EBADMSG: a multipart body without a file or its end. */
int lwi_body_finish(struct lwi_body *body);

/* Releases all. */
void lwi_body_end(struct lwi_body *body);

#endif
