/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * A way through TLS for RTSPS.
 *
 * libavformat's RTSP can speak TLS, but (in version 5.1) cannot be told to check
 * the camera's certificate. So libcurl makes the connection and checks it, and
 * libavformat speaks plain RTSP to a port of this machine that leads into it.
 * That port takes exactly one connection, and what comes in is only what the
 * camera sends to anybody who connects to it: no secret passes before libavformat
 * itself sends one.
 */
#ifndef LWI_SOURCE_TUNNEL_H
#define LWI_SOURCE_TUNNEL_H

#include "lenswatch/error.h"
#include "source/connect.h"
#include "source/pin.h"
#include "source/url.h"
#include "source/wait.h"

struct lwi_tunnel;

/* The camera is connected, and its certificate checked, when this returns 0. */
int lwi_tunnel_open(struct lwi_tunnel **ret_tunnel, const struct lwi_url *url, int default_port,
                    const struct lwi_trust *trust, const struct lwi_wait *wait,
                    struct lw_error *reterr);

/* The pin of the camera's certificate. As lwi_pin_seen(). */
int lwi_tunnel_pin(const struct lwi_tunnel *tunnel, char ret_pin[LWI_PIN_SIZE]);

/* The port of 127.0.0.1 that leads to the camera. */
int lwi_tunnel_port(const struct lwi_tunnel *tunnel);

void lwi_tunnel_close(struct lwi_tunnel **tunnel);

#endif
