/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * One picture: decoded, then assessed. A torn picture is assessed on the rows
 * that are whole: the rest is grey that the decoder made up.
 */
#include "camera/judge.h"

#include <errno.h>
#include <stdlib.h>

#include "base/error.h"
#include "frame/frame.h"

struct lwi_judge {
    lw_assessor *assessor;
    struct lwi_decoder *decoder;
};

int lwi_judge_new(struct lwi_judge **ret_judge, const struct lw_assess_settings *assess,
                  const struct lwi_decode_settings *decode, struct lw_error *reterr)
{
    struct lwi_judge *judge = calloc(1, sizeof(*judge));
    if (!judge)
        return lwi_error_set(reterr, -ENOMEM, "no memory");
    int err = lw_assessor_open(&judge->assessor, assess, reterr);
    if (!err) {
        err = lwi_decoder_new(&judge->decoder, decode);
        if (err)
            (void) lwi_error_set(reterr, err, "no memory for a decoder");
    }
    if (err)
        lwi_judge_free(&judge);
    else
        *ret_judge = judge;
    return err;
}

void lwi_judge_free(struct lwi_judge **judge)
{
    if (!judge || !*judge)
        return;
    lw_assessor_close(&(*judge)->assessor);
    lwi_decoder_free(&(*judge)->decoder);
    free(*judge);
    *judge = NULL;
}

/* Less than this part of the rows says too little about the lens as a whole. */
#define WHOLE_PART_MIN 4

static int assess(struct lwi_judge *judge, struct lw_frame **frame,
                  struct lw_assessment *ret_assessment, struct lw_error *reterr)
{
    int err = lw_assessor_assess(judge->assessor, *frame, ret_assessment);
    if (err) {
        lwi_frame_unref(frame);
        return lwi_error_set(reterr, err, "no memory to assess the picture");
    }
    if ((*frame)->rows_whole < (*frame)->height / WHOLE_PART_MIN) {
        ret_assessment->verdict = LW_VERDICT_NOT_ASSESSABLE;
        ret_assessment->blur_probability = 0;
        ret_assessment->reason = "too little of the picture is whole";
    }
    return 0;
}

int lwi_judge_image(struct lwi_judge *judge, const uint8_t *data, size_t size,
                    struct lw_frame **ret_frame, struct lw_assessment *ret_assessment,
                    struct lw_error *reterr)
{
    struct lw_frame *frame = NULL;
    int err = lwi_decode_image(judge->decoder, data, size, &frame, reterr);
    if (!err)
        err = assess(judge, &frame, ret_assessment, reterr);
    if (!err)
        *ret_frame = frame;
    return err;
}

int lwi_judge_packet(struct lwi_judge *judge, const struct lwi_packet *packet,
                     struct lw_frame **ret_frame, struct lw_assessment *ret_assessment,
                     struct lw_error *reterr)
{
    struct lw_frame *frame = NULL;
    int err = lwi_decode_packet(judge->decoder, packet, &frame, reterr);
    if (!err)
        err = assess(judge, &frame, ret_assessment, reterr);
    if (!err)
        *ret_frame = frame;
    return err;
}
