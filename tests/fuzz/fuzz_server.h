/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The whole HTTP server, with a store and a fleet behind it, for the targets that ask it. It starts
 * with the first request and ends with the program. */
#ifndef LWI_TESTS_FUZZ_SERVER_H
#define LWI_TESTS_FUZZ_SERVER_H

#include <stddef.h>

/* Of the local administrator. */
const char *lwi_fuzz_token(void);

/* Sends everything, in pieces of so many bytes, and reads until the server hangs up or there is
 * enough; returns the bytes read. *ret_answer: they, and a NUL, until the next call. */
size_t lwi_fuzz_ask(const char *request, size_t size, size_t piece, const char **ret_answer);

#endif
