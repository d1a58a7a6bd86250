/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Users and passwords to be tried, in order. */
#ifndef LWI_DISCOVER_CREDENTIALS_H
#define LWI_DISCOVER_CREDENTIALS_H

#include <stddef.h>

#include "lenswatch/error.h"

struct lwi_credential {
    char *user, *password; /* malloc'ed; never NULL */
};

struct lwi_credentials {
    struct lwi_credential *list; /* malloc'ed */
    size_t count;
};

#define LWI_CREDENTIALS_MAX 64

/* Strings are copied. One that is there already is not added again. 0, -E2BIG or -ENOMEM. */
int lwi_credentials_add(struct lwi_credentials *credentials, const char *user,
                        const char *password);
/* USER:PASSWORD a line; the first colon counts; empty lines and those that begin with # do not.
 * 0 or, with *reterr filled in (never with a part of a line), -errno. */
int lwi_credentials_read(struct lwi_credentials *credentials, const char *path,
                         struct lw_error *reterr);
/* Wipes them. */
void lwi_credentials_done(struct lwi_credentials *credentials);

#endif
