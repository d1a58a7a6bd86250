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

/* In the data folder: where a body of LWI_BODY_FILE goes, and stays when it is kept. */
#define LWI_BODY_FILE_KEPT "lenswatch.db.upload"

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
    char *path;            /* of the file that it goes to; NULL: into memory */
    int fd;                /* of that file; -1: closed */
    atomic_int *writing;   /* 1 while somebody writes that file */
};

/*
 * Begins a body. multipart: NULL for a body that is taken as it is; else the
 * connection, whose Content-Type says that it is multipart/form-data and the first part that is a
 * file is kept. 0, -EBADMSG (no boundary).
 */
int lwi_body_begin(struct lwi_body *body, size_t size_max, atomic_size_t *budget,
                   struct MHD_Connection *multipart);

/* Begins a body that goes into the file dir/LWI_BODY_FILE_KEPT, one at a time: *writing says
 * whether there is one. 0; -EBUSY (there is), or an errno of open(2). */
int lwi_body_begin_file(struct lwi_body *body, const char *dir, atomic_int *writing);
/* Its path, with all bytes written; NULL: it is no file. */
const char *lwi_body_file(struct lwi_body *body);
/* The file stays when the body ends. */
void lwi_body_keep(struct lwi_body *body);

/* The next bytes. -EFBIG (over size_max), -EBUSY (budget is used up), -ENOMEM, -EBADMSG (not
 * multipart), -ENOSPC and others of write(2). After a failure only lwi_body_end() is allowed. */
int lwi_body_feed(struct lwi_body *body, const char *data, size_t size);

/* After the last byte. -EBADMSG: a multipart body without a file or its end. */
int lwi_body_finish(struct lwi_body *body);

/* Releases all. */
void lwi_body_end(struct lwi_body *body);

#endif
