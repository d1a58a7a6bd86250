/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The web page, from the table that was built into the program. */
#ifndef LWI_API_ASSETS_H
#define LWI_API_ASSETS_H

struct lwi_request;
struct lwi_web_asset;

/* By path; "/" is "/index.html". NULL: none. Without a page, "/" is a short text that says so. */
const struct lwi_web_asset *lwi_assets_find(const char *path);

int lwi_assets_answer(struct lwi_request *request);

#endif
