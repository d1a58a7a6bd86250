/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Filling in struct lw_error. */
#ifndef LWI_BASE_ERROR_H
#define LWI_BASE_ERROR_H

#include "lenswatch/error.h"

/*
 * Writes code and a formatted message to *error (which may be NULL) and returns
 * code, so that a failure is one line: return lwi_error_set(err, -EINVAL, "...").
 * Clears the hint.
 */
int lwi_error_set(struct lw_error *error, int code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Adds what to do about it. error may be NULL. */
void lwi_error_hint(struct lw_error *error, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
