/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Judging pictures that clients send: a fixed number of judges, each lent to
 * one request at a time. Who finds none free waits a moment and is then told to
 * come back, so that pictures cannot take the cores from the cameras.
 */
#ifndef LWI_API_PREDICT_H
#define LWI_API_PREDICT_H

#include <stddef.h>
#include <stdint.h>

#include "api/server.h"
#include "lenswatch/error.h"

struct lwi_predictor;

/* settings are borrowed until free. 0, -ENOMEM. */
int lwi_predictor_new(struct lwi_predictor **ret_predictor,
                      const struct lwi_api_settings *settings);
/* No call may be under way. */
void lwi_predictor_free(struct lwi_predictor **predictor);

struct lwi_predict_order {
    const char *name;
    const uint8_t *data;
    size_t size;
    int with_tiles;
};

/*
 * The line that `check --format jsonl` prints for these bytes, malloc'ed; a
 * picture that cannot be read has one, too. With tiles also tiles_x, tiles_y and
 * tiles, and what was measured for them. -EBUSY (no judge is free), -ENOMEM.
 */
int lwi_predictor_judge(struct lwi_predictor *predictor, const struct lwi_predict_order *order,
                        char **ret_line, struct lw_error *reterr);

/* How many judges are lent now, and how many there are. */
void lwi_predictor_load(struct lwi_predictor *predictor, unsigned *ret_running, unsigned *ret_max);

#endif
