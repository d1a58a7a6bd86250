/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * A line at the bottom of a terminal: how far, how fast, how long still. A
 * thread of its own counts the inputs meanwhile, so that nothing waits for it.
 */
#ifndef LWI_CHECK_PROGRESS_H
#define LWI_CHECK_PROGRESS_H

#include <stdint.h>

#include "check/inputs.h"
#include "report/report.h"

struct lwi_progress;

/* NULL where standard error is no terminal, or there is no memory: then nothing is shown. */
struct lwi_progress *lwi_progress_new(const struct lwi_inputs_settings *inputs);
/* Takes the line away. NULL is allowed. */
void lwi_progress_free(struct lwi_progress **progress);

/* Draws the line anew, a few times a second at most. NULL is allowed, here and below. */
void lwi_progress_show(struct lwi_progress *progress, uint64_t inputs_done,
                       const struct lwi_report_summary *summary);
/* Takes the line away until it is drawn again: something else is about to be written. */
void lwi_progress_hide(struct lwi_progress *progress);

#endif
