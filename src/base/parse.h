/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Numbers from text. The whole string must be the number: no white space
 * around it, nothing after it, nothing outside the range that the caller names.
 */
#ifndef LWI_BASE_PARSE_H
#define LWI_BASE_PARSE_H

#include <stdint.h>

/* Decimal, with an optional sign. Returns 0, -EINVAL (not a number) or -ERANGE. */
int lwi_parse_int(const char *text, int64_t min, int64_t max, int64_t *ret_value);

/* Decimal, with an optional fraction and exponent; no hexadecimal, infinity or NaN.
 * Returns 0, -EINVAL (not a number) or -ERANGE. */
int lwi_parse_double(const char *text, double min, double max, double *ret_value);

/*
 * The argument of --cpumask: the highest instruction set that may be used, one
 * of "none", "avx2", "avx512", "all". *ret_mask is for lw_assess_settings.cpu_mask.
 * Returns 0 or -EINVAL.
 */
int lwi_parse_cpu_mask(const char *text, unsigned *ret_mask);

#endif
