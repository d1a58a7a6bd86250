/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The OpenAPI document: openapi.json, with the version and the camera settings filled in. */
#ifndef LWI_API_OPENAPI_H
#define LWI_API_OPENAPI_H

/* The document as text, malloc'ed. 0 or -ENOMEM. */
int lwi_openapi_make(char **ret_text);

#endif
