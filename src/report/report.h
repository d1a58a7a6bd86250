/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Reports: one row a picture, written as a table, JSON lines, JSON, CSV or HTML.
 * One file a format, a const descriptor at the end of each, one table. Rows are
 * written as they come and nothing is kept but what a format's end needs.
 */
#ifndef LWI_REPORT_REPORT_H
#define LWI_REPORT_REPORT_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "lenswatch/assess.h"

struct json_t;

/* One picture's result. Pointers are borrowed for the call. */
struct lwi_report_row {
    const char *path;
    double time_s;                          /* in a video; < 0: a still */
    uint32_t width, height;                 /* 0: not known */
    const struct lw_assessment *assessment; /* NULL: see error */
    const char *error;            /* NULL, or why it could not be read; with an assessment: a
                                    * warning (torn) */
    const struct lw_frame *frame; /* for thumbnails; NULL where there is none */
};

struct lwi_report_summary {
    uint64_t total, clear, blurry, not_assessable, errors;
    double elapsed_s;
};

struct lwi_report;

struct lwi_report_info {
    const char *name; /* "table" */
    const char *help;
    int needs_frame; /* rows need their frame (thumbnails) */
    size_t state_size;
    int (*begin)(void *state, FILE *out);
    int (*row)(void *state, FILE *out, const struct lwi_report_row *row);
    int (*end)(void *state, FILE *out, const struct lwi_report_summary *summary);
    void (*done)(void *state);
};

/* NULL-ended: table, jsonl, json, csv, html. */
extern const struct lwi_report_info *const lwi_reports[];

/* The object that `check --format jsonl` prints for a row, and POST /predict answers. A new
 * reference; NULL: no memory. Members that were not measured are left out of "features". */
struct json_t *lwi_report_row_json(const struct lwi_report_row *row);

int lwi_report_open(struct lwi_report **ret_report, const char *format, FILE *out);
int lwi_report_row(struct lwi_report *report, const struct lwi_report_row *row);
/* Writes the end and flushes. 0 or -errno of the first write that failed (-ENOSPC, -EPIPE). */
int lwi_report_end(struct lwi_report *report, double elapsed_s);
const struct lwi_report_summary *lwi_report_totals(const struct lwi_report *report);
void lwi_report_close(struct lwi_report **report);

#endif
