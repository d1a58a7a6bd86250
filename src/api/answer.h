/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Answers. Every function queues one answer and returns what a route returns;
 * after it nothing more may be answered.
 */
#ifndef LWI_API_ANSWER_H
#define LWI_API_ANSWER_H

#include <stddef.h>
#include <stdint.h>

#include "lenswatch/error.h"

struct MHD_Response;
struct json_t;
struct lwi_request;

/* How answers are written. 15 digits give back what people write (0.97) and hold a time to the
 * microsecond. */
#define LWI_ANSWER_JSON_FLAGS (JSON_COMPACT | JSON_REAL_PRECISION(15))

/* A header that the answer will have; to be called before answering. */
void lwi_answer_header(struct lwi_request *request, const char *name, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The object (its reference is taken; NULL: there was no memory for it). */
int lwi_answer_json(struct lwi_request *request, unsigned status, struct json_t *object);

/* {"error","hint"}. hint may be NULL. */
int lwi_answer_error(struct lwi_request *request, unsigned status, const char *error,
                     const char *hint);

/* A failure as a status: -EINVAL 400, -EACCES 401, -EPERM 403, -ENOENT 404, -EEXIST, -EALREADY,
 * -ENOSPC and -EDQUOT 409, -EFBIG 413, -EAGAIN and -EBUSY 503, others 500 (logged). */
int lwi_answer_failure(struct lwi_request *request, const struct lw_error *error);

/* Bytes (malloc'ed, taken). */
int lwi_answer_bytes(struct lwi_request *request, unsigned status, const char *content_type,
                     uint8_t *data, size_t size);

/* Bytes that outlive the server. */
int lwi_answer_static(struct lwi_request *request, unsigned status, const char *content_type,
                      const void *data, size_t size);

int lwi_answer_empty(struct lwi_request *request, unsigned status);

/* Any response of the HTTP library (taken; NULL: no memory), with the usual headers. */
int lwi_answer_response(struct lwi_request *request, unsigned status,
                        struct MHD_Response *response);

#endif
