/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Judging one picture that is given as bytes: decode, assess. What POST /predict
 * answers and what a worker does. A judge belongs to one thread.
 */
#ifndef LWI_CAMERA_JUDGE_H
#define LWI_CAMERA_JUDGE_H

#include <stddef.h>
#include <stdint.h>

#include "decode/decode.h"
#include "lenswatch/assess.h"
#include "lenswatch/watch.h"

struct lwi_judge;

int lwi_judge_new(struct lwi_judge **ret_judge, const struct lw_assess_settings *assess,
                  const struct lwi_decode_settings *decode, struct lw_error *reterr);
void lwi_judge_free(struct lwi_judge **judge);

/* The frame (caller's reference) and the assessment (valid until the next call). Errors as
 * lwi_decode_image(). */
int lwi_judge_image(struct lwi_judge *judge, const uint8_t *data, size_t size,
                    struct lw_frame **ret_frame, struct lw_assessment *ret_assessment,
                    struct lw_error *reterr);

int lwi_judge_packet(struct lwi_judge *judge, const struct lwi_packet *packet,
                     struct lw_frame **ret_frame, struct lw_assessment *ret_assessment,
                     struct lw_error *reterr);

/* How a picture of a camera is judged. */
struct lwi_judge_order {
    lw_watch *watch; /* of the camera; the caller's alone during the call */
    int64_t wall_ns; /* when the picture came: a file's own time is of no use */
    double blur_max; /* a picture with at least this probability of blur is assessed alone, and not
                      * shown to the watch; > 1: all are shown */
};

/* The same of a camera's packet, with its watch. Where the watch was not shown the picture,
 * condition_count is 0. */
int lwi_judge_watched(struct lwi_judge *judge, const struct lwi_packet *packet,
                      const struct lwi_judge_order *order, struct lw_frame **ret_frame,
                      struct lw_watch_result *ret_result, struct lw_error *reterr);

#endif
