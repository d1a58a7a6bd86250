/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Exceptions: what can be wrong with the system itself, and not with a camera. Their events have
 * no camera, and the source "system". */
#ifndef LWI_EVENT_EXCEPTION_H
#define LWI_EVENT_EXCEPTION_H

enum lwi_exception {
    LWI_EXCEPTION_DISK_FULL = 0,
    LWI_EXCEPTION_DISK_ERROR,
    LWI_EXCEPTION_NETWORK_LOST,
    LWI_EXCEPTION_ILLEGAL_LOGIN,
    LWI_EXCEPTION_CERTIFICATE, /* the server's own; that of a camera is the camera's */
    LWI_EXCEPTIONS,
};

/* "disk_full", "disk_error", "network_lost", "illegal_login", "certificate_expiring". Static. */
const char *lwi_exception_name(int exception);
/* -1: there is none of that name. */
int lwi_exception_find(const char *name);

#endif
