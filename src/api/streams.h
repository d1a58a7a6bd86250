/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* What live views and event streams share: their number is limited, and their login is looked at
 * again while they go on. */
#ifndef LWI_API_STREAMS_H
#define LWI_API_STREAMS_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "api/auth.h"
#include "camera/fleet.h"

struct lw_error;
struct lwi_api;
struct lwi_listener;
struct lwi_request;

struct lwi_stream {
    struct lwi_api *api;
    const struct lwi_listener *listener;
    struct lwi_identity who; /* as it was when last looked */
    char camera[33];         /* whose stream it is; "": of any that are there for who looks */
    int sees_others;         /* which these are has changed; to be reset */
    unsigned changes;        /* of what anybody may do, when last looked */
    char secret[LWI_AUTH_SECRET_SIZE]; /* to ask again whether it is still good */
    int64_t checked_ns;                /* monotonic */
    uint8_t *data;                     /* what is being sent; malloc'ed */
    size_t size, sent;
};

/* Takes one of the places, for the camera {id} if there is one. 0; -EBUSY: all are taken;
 * -ENOMEM. */
int lwi_stream_begin(struct lwi_stream *stream, struct lwi_request *request);
/* Gives the place back and releases what is left to send. */
void lwi_stream_end(struct lwi_stream *stream);

/* 0: the server closes, the login is over, or the camera is not there for it any more. Asks the
 * store every 15 s at most, and when somebody's rights have changed. */
int lwi_stream_goes_on(struct lwi_stream *stream);

/* Which stream of a camera the query asks for: stream=main, which is the default, or sub. */
int lwi_stream_query(struct lwi_request *request, enum lwi_live_of *ret_of,
                     struct lw_error *reterr);

/* Copies what is left to send, up to max bytes, and returns how many. */
ssize_t lwi_stream_take(struct lwi_stream *stream, char *buffer, size_t max);

/*
 * Answers with a stream: `read` is the HTTP library's reader, called until it
 * returns MHD_CONTENT_READER_END_OF_STREAM; it may block for half a second at a
 * time. `done` frees the cookie, also when this fails. MHD_YES or MHD_NO.
 */
int lwi_stream_answer(struct lwi_request *request, const char *content_type,
                      struct lwi_stream *stream,
                      ssize_t (*read)(void *cookie, uint64_t position, char *buffer, size_t max),
                      void *cookie, void (*done)(void *cookie));

#endif
