/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* A camera that was found, as a row of a report. */
#ifndef LWI_DISCOVER_ROW_H
#define LWI_DISCOVER_ROW_H

#include "discover/found.h"
#include "lenswatch/frame.h"
#include "report/report.h"

struct lwi_found_row {
    struct lwi_report_row row;
    struct lwi_report_camera camera;
    struct lw_frame shape;
};

/* *ret_row borrows from found, and must not be copied. */
void lwi_found_row(const struct lwi_found *found, struct lwi_found_row *ret_row);

/* What the same camera says of itself wherever it is: its serial number, and its MAC address,
 * each with "/N" behind it where it is channel N, from 2 on. "" where it says none. */
void lwi_found_serial(const struct lwi_found *found, char ret_text[80]);
void lwi_found_mac(const struct lwi_found *found, char ret_text[80]);

/* A name to begin with: the camera's own, else brand and model, else its address. */
void lwi_found_name(const struct lwi_found *found, char ret_text[65]);

#endif
