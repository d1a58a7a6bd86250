/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * One picture: decoded, then assessed. A torn picture is assessed on the rows
 * that are whole: the rest is grey that the decoder made up.
 */
#include "camera/judge.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

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

/* What is made up by the decoder says nothing. */
static void check_whole(const struct lw_frame *frame, struct lw_assessment *assessment)
{
    if (frame->rows_whole >= frame->height / WHOLE_PART_MIN)
        return;
    assessment->verdict = LW_VERDICT_NOT_ASSESSABLE;
    assessment->blur_probability = 0;
    assessment->reason = "too little of the picture is whole";
}

static int assess(struct lwi_judge *judge, const struct lw_frame *frame,
                  struct lw_assessment *ret_assessment, struct lw_error *reterr)
{
    int err = lw_assessor_assess(judge->assessor, frame, ret_assessment);
    if (err)
        return lwi_error_set(reterr, err, "no memory to assess the picture");
    check_whole(frame, ret_assessment);
    return 0;
}

int lwi_judge_image(struct lwi_judge *judge, const uint8_t *data, size_t size,
                    struct lw_frame **ret_frame, struct lw_assessment *ret_assessment,
                    struct lw_error *reterr)
{
    struct lw_frame *frame = NULL;
    int err = lwi_decode_image(judge->decoder, data, size, &frame, reterr);
    if (!err)
        err = assess(judge, frame, ret_assessment, reterr);
    if (err)
        lwi_frame_unref(&frame);
    else
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
        err = assess(judge, frame, ret_assessment, reterr);
    if (err)
        lwi_frame_unref(&frame);
    else
        *ret_frame = frame;
    return err;
}

/* Shows the frame to the watch, with the time at which it came. */
static int look(struct lwi_judge *judge, const struct lw_frame *frame,
                const struct lwi_judge_order *order, struct lw_watch_result *ret_result,
                struct lw_error *reterr)
{
    struct lw_frame timed = *frame;
    timed.wall_ns = order->wall_ns;
    if (order->blur_max <= 1) {
        struct lw_watch_result alone = {0};
        int err = assess(judge, frame, &alone.assessment, reterr);
        if (err)
            return err;
        if (alone.assessment.verdict != LW_VERDICT_NOT_ASSESSABLE &&
            alone.assessment.blur_probability >= order->blur_max) {
            *ret_result = alone;
            return 0;
        }
    }
    int err = lw_watch_frame(order->watch, judge->assessor, &timed, ret_result);
    if (err)
        return lwi_error_set(reterr, err, "the picture cannot be judged: %s", strerror(-err));
    check_whole(frame, &ret_result->assessment);
    return 0;
}

int lwi_judge_watched(struct lwi_judge *judge, const struct lwi_packet *packet,
                      const struct lwi_judge_order *order, struct lw_frame **ret_frame,
                      struct lw_watch_result *ret_result, struct lw_error *reterr)
{
    struct lw_frame *frame = NULL;
    int err = lwi_decode_packet(judge->decoder, packet, &frame, reterr);
    if (!err)
        err = look(judge, frame, order, ret_result, reterr);
    if (err)
        lwi_frame_unref(&frame);
    else
        *ret_frame = frame;
    return err;
}
