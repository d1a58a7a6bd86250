/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* What the demo camera is told on its command line. */
#ifndef DEMO_OPTIONS_H
#define DEMO_OPTIONS_H

#include "camera.h"

struct demo_options {
    struct demo_camera_settings camera;
    const char *address; /* to listen at; default 127.0.0.1 */
    int port;            /* RTSP; 0: any that is free */
    int http_port;       /* -1: no HTTP; 0: any that is free */
    const char *path;    /* "/stream" */
    const char *user;    /* NULL: no password is asked */
    const char *password;
    int digest;                     /* else Basic */
    const char *tls_cert, *tls_key; /* NULL: no TLS */
    const char *codec;              /* "h264", "h265" or "mjpeg" */
    int kbit;                       /* a second, of the first two */
    int control;                    /* commands come on standard input */
};

/* 0; 1: --help was printed; -EINVAL: what is wrong was said on standard error. */
int demo_options_parse(struct demo_options *ret_options, int argc, char **argv);

#endif
