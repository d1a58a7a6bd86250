/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Until when a certificate holds. */
#ifndef LWI_HTTP_CERTIFICATE_H
#define LWI_HTTP_CERTIFICATE_H

#include <stdatomic.h>
#include <stdint.h>

#include "lenswatch/error.h"

/*
 * Connects to an https:// or rtsps:// URL, looks at the certificate that is shown there, trusted or
 * not, and asks for nothing. *ret_expires_ns: since 1970. -EINVAL: no such URL; -ETIMEDOUT,
 * -ECANCELED, -EPROTO, ...: it did not show one.
 */
int lwi_certificate_expiry(const char *url, double timeout_s, const atomic_bool *cancel,
                           int64_t *ret_expires_ns, struct lw_error *reterr);

#endif
