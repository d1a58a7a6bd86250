/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* How far a scan is, in one line of a terminal. */
#ifndef LWI_CMD_SCAN_PROGRESS_H
#define LWI_CMD_SCAN_PROGRESS_H

#include "discover/scan.h"
#include "report/report.h"

struct lwi_scan_line;

/* NULL: standard error is no terminal, or there is no memory; all others take it. */
struct lwi_scan_line *lwi_scan_line_new(void);
void lwi_scan_line_free(struct lwi_scan_line **line);
void lwi_scan_line_show(struct lwi_scan_line *line, const struct lwi_scan_progress *progress,
                        const struct lwi_report_summary *summary);
/* Takes it away: something else is about to be written. */
void lwi_scan_line_hide(struct lwi_scan_line *line);

#endif
