/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The events of a period as a PDF. */
#ifndef LWI_API_EVENT_REPORT_H
#define LWI_API_EVENT_REPORT_H

#include "api/server.h"
#include "record/event_paper.h"

/* Events with their pictures, at most; all are counted. */
#define LWI_REPORT_EVENTS_MAX 1000

struct lwi_report_order {
    struct lwi_fleet *fleet;
    struct lwi_store *store;
    struct lwi_event_query query; /* from_ns and to_ns both given */
    int64_t now_ns;
    const char *site_name; /* what this Lenswatch is called; "": Lenswatch */
    int (*may_see)(void *cookie, const char *camera_id); /* "": the system itself */
    void *cookie;
};

/* Writes it. 0, -ELIBACC (what draws is not there), -ENOMEM, or as the store and `write`. */
int lwi_report_events(const struct lwi_report_order *order, lwi_paper_write *write,
                      void *write_cookie, struct lw_error *reterr);

#endif
