/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* How many files and sockets this process may have open at once. */
#ifndef LWI_BASE_OPEN_FILES_H
#define LWI_BASE_OPEN_FILES_H

#include <stddef.h>

/* Raises the limit as far as that is allowed without asking anybody. */
void lwi_open_files_raise(void);

/* The limit that holds, and how many are open now. 0: not known. */
size_t lwi_open_files_limit(void);
size_t lwi_open_files_now(void);

#endif
