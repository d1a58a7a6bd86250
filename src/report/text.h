/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Names of files are bytes, and reports are text: how one becomes the other. */
#ifndef LWI_REPORT_TEXT_H
#define LWI_REPORT_TEXT_H

#include <stdio.h>

/*
 * Valid UTF-8 is kept as it is. Otherwise each byte that belongs to no character
 * is written as \xNN and each backslash doubled, so that it can be undone.
 * The result is malloc'ed; NULL: no memory.
 */
char *lwi_text_utf8(const char *bytes);

/*
 * As above, and so are control characters and those that turn the direction of
 * writing, so that no name can play tricks on a terminal or a reader.
 */
char *lwi_text_printable(const char *bytes);

/* Writes valid UTF-8 as HTML text or the value of a quoted attribute. */
void lwi_text_put_html(FILE *out, const char *utf8);

#endif
