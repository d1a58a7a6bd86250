/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* One picture to be judged, and what came of it: one row of the report. */
#ifndef LWI_CHECK_UNIT_H
#define LWI_CHECK_UNIT_H

#include <stdint.h>

#include "check/check.h"

enum lwi_unit_kind {
    LWI_UNIT_FILE,   /* fd: an open file with one still picture */
    LWI_UNIT_PACKET, /* packet: one picture of a video or stream */
    LWI_UNIT_URL,    /* url: one picture is to be fetched */
    LWI_UNIT_ERROR,  /* error says why there is no picture */
};

/* What is to be done; all of it belongs to the unit that it is put into. */
struct lwi_job {
    enum lwi_unit_kind kind;
    uint64_t input; /* which of the inputs it comes from */
    char *path;     /* for people; malloc'ed */
    char *url;      /* URL; malloc'ed */
    int fd;         /* FILE; else -1 */
    int is_file;    /* path is one that can be copied, moved, linked */
    struct lwi_packet *packet;
    char error[512];
    int error_code; /* of it; 0: none */
};

struct lwi_unit {
    struct lwi_job job;
    int done;    /* guarded by the run's lock */
    int dropped; /* gives no row */
    /* the result */
    double time_s;
    uint32_t width, height, rows_whole;
    int assessed;
    struct lw_assessment assessment; /* its pointers lead to what follows */
    char reason[240];
    struct lw_value *values; /* lw_feature_count() of them */
    float *tiles;            /* NULL: none are kept */
    uint8_t *thumbnail;      /* malloc'ed */
    size_t thumbnail_size;
};

/* Makes room for results. 0 or -ENOMEM. */
int lwi_unit_init(struct lwi_unit *unit, int with_tiles);
void lwi_unit_done(struct lwi_unit *unit);
/* Frees what belongs to a job and to the last result. Leaves `done` alone. */
void lwi_unit_clear(struct lwi_unit *unit);
void lwi_job_done(struct lwi_job *job);
/* Sets job->error: the message and its hint. */
void lwi_job_fail(struct lwi_job *job, const struct lw_error *error);

/* A thread that judges units. */
struct lwi_worker;

int lwi_worker_new(struct lwi_worker **ret_worker, const struct lwi_check_settings *settings,
                   const atomic_bool *stop, struct lw_error *reterr);
void lwi_worker_free(struct lwi_worker **worker);
/* Does unit->job and fills in the result. */
void lwi_worker_do(struct lwi_worker *worker, struct lwi_unit *unit);

/* Settings of the source of a URL, path or device, over those of the user. */
void lwi_check_source_settings(const struct lwi_check_settings *settings, const char *url,
                               const atomic_bool *stop, struct lwi_source_settings *ret_source);

#endif
