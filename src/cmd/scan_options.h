/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The command line of `lenswatch scan`. */
#ifndef LWI_CMD_SCAN_OPTIONS_H
#define LWI_CMD_SCAN_OPTIONS_H

#include <stdio.h>

#include "cmd/client.h"
#include "discover/scan.h"
#include "report/report.h"

struct lwi_scan_options {
    struct lwi_scan_settings scan;
    struct lwi_ranges *ranges;
    struct lwi_credentials credentials;
    const struct lwi_report_info *format;
    const char *output, *model;
    int show, quiet, help, add;
    struct lwi_client_settings client; /* where the daemon is, for --add */
};

/* 0; -EINVAL after saying on standard error what is wrong; another -errno likewise. To be released
 * in each case. */
int lwi_scan_options_read(struct lwi_scan_options *ret_options, int argc, char **argv);
void lwi_scan_options_done(struct lwi_scan_options *options);
void lwi_scan_options_help(FILE *out);

#endif
