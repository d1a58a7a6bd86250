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

#endif
