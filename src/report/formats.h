/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* What the formats share, and their descriptors, each at the end of its own file. */
#ifndef LWI_REPORT_FORMATS_H
#define LWI_REPORT_FORMATS_H

#include "report/report.h"

extern const struct lwi_report_info lwi_report_table;
extern const struct lwi_report_info lwi_report_jsonl;
extern const struct lwi_report_info lwi_report_json;
extern const struct lwi_report_info lwi_report_csv;
extern const struct lwi_report_info lwi_report_html;

/* Verdict, reason and error as every format tells them. */
struct lwi_report_words {
    const char *verdict;
    const char *reason; /* never NULL */
    char error[480];    /* ""; may be any bytes where a path is in it */
    int has_probability;
    const char *kind;    /* of the blur of a BLURRY picture; NULL: not told */
    double radius;       /* of its point spread function, px@1080p; < 0: not told */
    double radius_error; /* of that, px@1080p; < 0: not told */
    double angle;        /* of a motion, degrees; < 0: not told */
    double length;       /* of a motion, px@1080p; < 0: not told */
};
void lwi_report_words(const struct lwi_report_row *row, struct lwi_report_words *ret_words);

/* What the blur looks like, for people: "motion, radius 8.1 px@1080p, ..."; "" where it is not
 * told. LWI_REPORT_BLUR_MAX bytes are enough. */
#define LWI_REPORT_BLUR_MAX 240
void lwi_report_blur(const struct lwi_report_words *words, char *ret_text, size_t size);

/* "2026-01-01 12:00:00", local; "-" where it is not known. */
#define LWI_REPORT_DATE_MAX 32
void lwi_report_date(int64_t wall_ns, char ret_text[LWI_REPORT_DATE_MAX]);

/* "Hikvision DS-2CD2T47G2-L", or "" where neither is known. */
#define LWI_REPORT_MAKE_MAX 128
void lwi_report_make(const struct lwi_report_camera *camera, char ret_text[LWI_REPORT_MAKE_MAX]);

/*
 * Whether a row tells of a feature: it is shown and was asked for. *ret_value may
 * be invalid (its reason is then not NULL).
 */
int lwi_report_feature(const struct lwi_report_row *row, size_t index, struct lw_value *ret_value);

#endif
