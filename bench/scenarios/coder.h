/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * The camera's video encoder and the receiver's decoder. Only key frames are made, for only
 * these are judged; each gets the share of the bit rate that a key frame gets in a stream with
 * one every two seconds.
 */
#ifndef SIM_CODER_H
#define SIM_CODER_H

#include "frame/frame.h"
#include "sensor.h"

struct sim_coder;

struct sim_coder_settings {
    int width, height;
    int hevc;    /* H.265, else H.264 */
    double kbit; /* a second, of the whole stream at this size */
};

/* 0, -ENOTSUP (this FFmpeg lacks the encoder), -ENOMEM. */
int sim_coder_new(struct sim_coder **ret_coder, const struct sim_coder_settings *settings);
void sim_coder_free(struct sim_coder **coder);

/* Encodes and decodes. *ret_frame is the caller's. 0 or a negative errno. */
int sim_coder_run(struct sim_coder *coder, const struct sim_picture *picture, int64_t wall_ns,
                  struct lw_frame **ret_frame);

#endif
