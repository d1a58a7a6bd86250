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

/* The camera that a picture is of, where a network was scanned; text is never NULL. */
struct lwi_report_camera {
    const char *brand, *model, *firmware, *serial, *mac, *name;
    const char *driver;     /* what speaks to it */
    const char *stream;     /* URL without user and password */
    const char *sub_stream; /* a smaller one, likewise; "": none is known */
    const char *state;      /* "ok", or in two words why there is no picture */
    int64_t wall_ns;        /* when the picture was taken, or was not */
};

/* One picture's result. Pointers are borrowed for the call. */
struct lwi_report_row {
    const char *path;                       /* any bytes; no credentials */
    double time_s;                          /* in a video; < 0: a still */
    uint32_t width, height;                 /* 0: not known */
    const struct lw_assessment *assessment; /* NULL: see error */
    const char *error;                      /* why it could not be read; NULL with an assessment */
    const struct lw_frame *frame; /* what was assessed, or NULL; where it is torn the row says so */
    const uint8_t *thumbnail;     /* JPEG, for HTML; NULL: none */
    size_t thumbnail_size;
    const struct lwi_report_camera *camera; /* NULL: it is of a file or URL; then path is its
                                             * address */
    const unsigned char *shown; /* features to be told of, a byte for each of the table; NULL:
                                    * all that were measured. Set by lwi_report_row(). */
};

struct lwi_report_summary {
    uint64_t total, clear, blurry, not_assessable;
    uint64_t errors; /* rows without an assessment; those four add up to total */
    uint64_t torn;   /* of those that were assessed */
};

struct lwi_report_settings {
    const unsigned char *shown; /* as above; borrowed until close */
    int cameras;                /* each row has a camera */
    int explain;                /* the table: every feature with its unit below each row */
    const char *model;          /* its name, for people; "" */
    double threshold;
    int64_t wall_ns; /* when it was made, for people */
};

struct lwi_report;

struct lwi_report_info {
    const char *name; /* "table" */
    const char *help;
    int needs_thumbnail; /* rows and their tile maps are shown as pictures */
    size_t state_size;   /* zeroed bytes, owned by the framework */
    int (*begin)(void *state, FILE *out, const struct lwi_report_settings *settings);
    int (*row)(void *state, FILE *out, const struct lwi_report_row *row);
    int (*end)(void *state, FILE *out, const struct lwi_report_summary *summary);
    void (*done)(void *state); /* NULL: nothing to free */
};

/* NULL-ended: table, jsonl, json, csv, html. */
extern const struct lwi_report_info *const lwi_reports[];

/* By name, or NULL. */
const struct lwi_report_info *lwi_report_find(const char *name);

/* The object that `check --format jsonl` prints for a row, and POST /predict answers. A new
 * reference; NULL: no memory. Members that were not measured are left out of "features". */
struct json_t *lwi_report_row_json(const struct lwi_report_row *row);

/* Flags for json_dump*() that give the numbers of a row as `check` prints them. */
#define LWI_REPORT_JSON_FLAGS (JSON_COMPACT | JSON_REAL_PRECISION(12))

/*
 * Begins a report on out, which is borrowed until close. settings may be NULL.
 * Returns 0, -ENOMEM or the -errno of a write that failed.
 */
int lwi_report_open(struct lwi_report **ret_report, const struct lwi_report_info *info, FILE *out,
                    const struct lwi_report_settings *settings);
/* Each: 0, -ENOMEM, or -errno of the first write that failed (-ENOSPC, -EPIPE). */
int lwi_report_row(struct lwi_report *report, const struct lwi_report_row *row);
int lwi_report_flush(struct lwi_report *report);
/* Writes the end and flushes. */
int lwi_report_end(struct lwi_report *report);
const struct lwi_report_summary *lwi_report_totals(const struct lwi_report *report);
void lwi_report_close(struct lwi_report **report);

#endif
