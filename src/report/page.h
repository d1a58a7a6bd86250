/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The files of page/, embedded by page/embed.py; each ends with a NUL byte. */
#ifndef LWI_REPORT_PAGE_H
#define LWI_REPORT_PAGE_H

extern const char lwi_page_css[];
extern const char lwi_page_html[];
extern const char lwi_page_js[];

#endif
