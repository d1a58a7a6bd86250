/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Version of the library and of its interface; export macro. */
#ifndef LENSWATCH_VERSION_H
#define LENSWATCH_VERSION_H

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define LW_API __attribute__((visibility("default")))
#else
#define LW_API
#endif

/* Raised by one in the first part when a caller must be changed, in the second
 * when something was added. */
#define LW_API_VERSION_MAJOR 0
#define LW_API_VERSION_MINOR 1

/* The version of the library that is running, e.g. "0.1.0". Static storage. */
LW_API const char *lw_version(void);

/* (LW_API_VERSION_MAJOR << 16) | LW_API_VERSION_MINOR of the library that is
 * running; compare the upper half with LW_API_VERSION_MAJOR before use. */
LW_API unsigned lw_version_api(void);

#ifdef __cplusplus
}
#endif

#endif
