/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The camera's HTTP server: a snapshot and a stream of JPEG pictures, through libmicrohttpd. */
#ifndef DEMO_HTTP_H
#define DEMO_HTTP_H

#include "options.h"
#include "shutter.h"

struct demo_http;

/* 0, or -EIO, said on standard error. */
int demo_http_new(struct demo_http **ret_http, struct demo_shutter *shutter,
                  const struct demo_options *options);
void demo_http_free(struct demo_http **http);

/* The port that it listens at. */
int demo_http_port(const struct demo_http *http);

#endif
