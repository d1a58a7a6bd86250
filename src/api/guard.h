/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Who may ask: Host against DNS rebinding, Origin against other sites' pages. Pure functions. */
#ifndef LWI_API_GUARD_H
#define LWI_API_GUARD_H

#include <stddef.h>

/*
 * Whether a Host header names this server: an IP address, localhost, or one of
 * `names` (NULL-ended or NULL; "*" allows any). The port is not looked at. An
 * address cannot be rebound: only a name can be made to point elsewhere.
 */
int lwi_guard_host(const char *host, const char *const *names);

/*
 * Whether an Origin header ("http://host:port") is this very server: what its
 * Host header says, or, behind a proxy that changes Host, one of `names`.
 */
int lwi_guard_origin(const char *origin, const char *host, const char *const *names);

/* The name or address in a Host header, without port and brackets. 0: there is none. */
int lwi_guard_name(const char *host, char *ret_name, size_t size);

#endif
