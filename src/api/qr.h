/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* QR codes, as rows of modules: the page draws them itself, for its policy allows no picture that
 * is not a file of the server. */
#ifndef LWI_API_QR_H
#define LWI_API_QR_H

struct json_t;

/* An array of strings of '0' (light) and '1' (dark), without the quiet zone. NULL: no memory, or
 * the text is too long. */
struct json_t *lwi_qr_rows(const char *text);

#endif
