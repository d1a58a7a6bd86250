/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* lenswatch event export: what people said of events, as labelled pictures. */
#ifndef LWI_CMD_EVENT_REPORT_H
#define LWI_CMD_EVENT_REPORT_H

#include "cmd/remote.h"

extern const struct lwi_remote_option lwi_event_report_options[];
int lwi_event_report(struct lwi_remote_call *call, struct lw_error *reterr);

#endif
