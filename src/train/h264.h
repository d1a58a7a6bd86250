/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* What a video encoder leaves of a picture; in the module of video. */
#ifndef LWI_TRAIN_H264_H
#define LWI_TRAIN_H264_H

#include "lenswatch/frame.h"

struct lwi_h264 {
    /* As lwi_recode_h264() in camera_model.h. */
    int (*recode)(struct lw_frame **frame, int crf);
};

extern const struct lwi_h264 lwi_h264_table;

#endif
