/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Turns inputs into jobs: opens files, tells stills from videos, reads videos and streams. */
#ifndef LWI_CHECK_PRODUCE_H
#define LWI_CHECK_PRODUCE_H

#include "check/inputs.h"
#include "check/unit.h"

struct lwi_producer;

/* What the producer tells while it runs; written by its thread, read by any. */
struct lwi_produced {
    atomic_ullong inputs;  /* that were dealt with */
    atomic_ullong skipped; /* files that are no pictures */
};

int lwi_producer_new(struct lwi_producer **ret_producer, const struct lwi_check_settings *settings,
                     struct lwi_produced *produced, const atomic_bool *stop);
void lwi_producer_free(struct lwi_producer **producer);
/* The next job, owned by the caller. 0, -ENODATA at the end, -ENOMEM. Blocks on streams. */
int lwi_producer_next(struct lwi_producer *producer, struct lwi_job *ret_job);

#endif
