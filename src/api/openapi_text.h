/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* openapi.json as text; src/api/embed.py makes it at build time. */
#ifndef LWI_API_OPENAPI_TEXT_H
#define LWI_API_OPENAPI_TEXT_H

extern const char *const lwi_openapi_text;

#endif
