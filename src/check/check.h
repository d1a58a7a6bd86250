/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Checking pictures: walks paths and URLs, spreads the pictures over threads,
 * keeps the order of the input, and hands rows to a report.
 *
 * One thread finds the pictures, as many as asked for judge them, and the
 * calling thread writes the rows. What lies between them is bounded, so memory
 * does not grow with the number of pictures.
 */
#ifndef LWI_CHECK_CHECK_H
#define LWI_CHECK_CHECK_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include "check/blurry.h"
#include "decode/decode.h"
#include "lenswatch/assess.h"
#include "lenswatch/error.h"
#include "report/report.h"
#include "source/source.h"

#define LWI_CHECK_THREADS_MAX 256

struct lwi_check_settings {
    const char *const *inputs; /* paths, URLs, "-" for a list on standard input */
    size_t input_count;
    int list_separator;            /* between the entries of a list: '\n' or '\0' */
    unsigned threads;              /* 1..LWI_CHECK_THREADS_MAX */
    uint64_t frames;               /* pictures of a video or stream at most; 0: all of a video,
                                        * one of a stream */
    uint32_t thumbnail_width;      /* 0: none */
    int tile_map;                  /* keep the tile map for the report */
    enum lwi_blurry_action action; /* what to do with files that are BLURRY */
    const char *action_dir;
    int progress;         /* show it on standard error */
    int rows_on_terminal; /* rows and progress go to the same screen */
    struct lw_assess_settings assess;
    struct lwi_decode_settings decode;
    struct lwi_source_settings source; /* url, cancel and key_only are set for each */
    struct lwi_report *report;
    const atomic_bool *cancel; /* once true, what was done so far is reported */
};

struct lwi_check_result {
    uint64_t skipped;  /* files in folders that are no pictures */
    uint64_t problems; /* what went wrong beside the rows: actions */
    int report_error;  /* 0, or the -errno of the report's first failure */
    double elapsed_s;
};

/*
 * Runs a check. Problems with one picture are rows of the report; problems with
 * what is done with blurry files go to standard error and are counted. Returns 0, or
 * -errno where nothing could be checked at all (settings, memory, threads).
 */
int lwi_check_run(const struct lwi_check_settings *settings, struct lwi_check_result *ret_result,
                  struct lw_error *reterr);

#endif
