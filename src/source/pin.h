/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The pin of a certificate: what libcurl's CURLOPT_PINNEDPUBLICKEY compares. */
#ifndef LWI_SOURCE_PIN_H
#define LWI_SOURCE_PIN_H

#include <curl/curl.h>

/* "sha256//", 44 characters of base64, NUL. */
#define LWI_PIN_SIZE 53

/* Of the certificate that the last transfer of easy saw, which must have had CURLOPT_CERTINFO.
 * 0, -ENOENT (there was no TLS) or -EBADMSG. */
int lwi_pin_seen(CURL *easy, char ret_pin[LWI_PIN_SIZE]);

/* Whether text is "sha256//" and a SHA-256 in base64. */
int lwi_pin_valid(const char *text);

#endif
