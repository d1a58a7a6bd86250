/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Error detail beside a negative errno.
 *
 * Every function that can fail in more than one way returns 0 or a negative
 * errno. Where the number alone does not tell a person what to do, the
 * function also takes a `struct lw_error *reterr_error`, which may be NULL and
 * is written only on failure.
 */
#ifndef LENSWATCH_ERROR_H
#define LENSWATCH_ERROR_H

#ifdef __cplusplus
extern "C" {
#endif

struct lw_error {
    int code;          /* the negative errno that was returned */
    char message[240]; /* what went wrong, one sentence, no trailing newline */
    char hint[240];    /* what to do about it; empty where there is nothing to say */
};

#ifdef __cplusplus
}
#endif

#endif
