/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Where a report goes: standard output, or a file that appears whole or not at all. */
#ifndef LWI_CHECK_OUTPUT_H
#define LWI_CHECK_OUTPUT_H

#include <stdio.h>

#include "lenswatch/error.h"

struct lwi_output {
    FILE *file;
    char *path;    /* malloc'ed; NULL: standard output */
    char *unnamed; /* the path of a temporary file that has a name; malloc'ed; NULL: none */
    int atomic;    /* it is to be given its name at the end */
};

/*
 * path: NULL or "-" for standard output. A device or a pipe is written to as it
 * is. Else the file has no name until it is finished, where the file system can
 * do that, so that nothing is left behind whatever happens. 0 or -errno.
 */
int lwi_output_open(struct lwi_output *ret_output, const char *path, struct lw_error *reterr);
/* Gives the file its name; what had it is replaced. 0 or -errno (of the last writes, too). */
int lwi_output_finish(struct lwi_output *output, struct lw_error *reterr);
/* What was not finished is gone. */
void lwi_output_done(struct lwi_output *output);

#endif
