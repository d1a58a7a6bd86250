/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The strict settings: which of the system's settings the security reinforcement holds, and to
 * what. Pure functions over settings as JSON (system_config.h). */
#ifndef LWI_CONFIG_STRICT_H
#define LWI_CONFIG_STRICT_H

#include "lenswatch/error.h"

struct json_t;

enum lwi_strict_kind {
    LWI_STRICT_OFF = 0,
    LWI_STRICT_ON,
    LWI_STRICT_AT_LEAST,
    LWI_STRICT_AT_MOST, /* and 0, which is no limit, is more than any */
};

struct lwi_strict_row {
    const char *name;
    enum lwi_strict_kind kind;
    int limit;
    int of_https;    /* only where HTTPS is served */
    const char *why; /* one sentence, for people */
};

extern const struct lwi_strict_row lwi_strict_rows[]; /* ended by a row without a name */

/* The value that the row wants; a new reference. NULL: no memory. */
struct json_t *lwi_strict_value(const struct lwi_strict_row *row);

/* Whether a setting is weaker than the row wants; one that is not there is not. */
int lwi_strict_is_weaker(const struct lwi_strict_row *row, const struct json_t *settings);

/* 0 or -EPERM: these settings have one that is weaker, which the error names. */
int lwi_strict_check(const struct json_t *settings, struct lw_error *reterr);

#endif
