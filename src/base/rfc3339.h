/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Times as the API writes and reads them: RFC 3339 in UTC with milliseconds. */
#ifndef LWI_BASE_RFC3339_H
#define LWI_BASE_RFC3339_H

#include <stdint.h>

#define LWI_RFC3339_SIZE 32

/* "2026-11-21T10:00:00.000Z" of ns since 1970 UTC. Never fails: what is out of range is clamped
 * to the years 1..9999. */
void lwi_rfc3339_format(int64_t ns, char ret_text[LWI_RFC3339_SIZE]);

/* RFC 3339 with any offset, or seconds since 1970 ("1795255500.25"). 0 or -EINVAL. */
int lwi_rfc3339_parse(const char *text, int64_t *ret_ns);

#endif
