/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * The camera's video encoder, and the program's own decoder.
 *
 * A camera sends a stream of key frames and others at a constant rate; `serve` decodes the key
 * frames alone. Coding whole streams for weeks would take weeks, so it is done in two steps. A
 * stream is coded for a few seconds (sim_stream) to learn how many bits its key frames get at
 * the camera's rate, in its scene and light. Then each picture that is looked at is coded as a
 * key frame of so many bits (sim_coder). A frozen picture alone is coded as a stream to the end,
 * for what is sent between its key frames decides how they differ.
 */
#ifndef SIM_CODER_H
#define SIM_CODER_H

#include "frame/frame.h"
#include "sensor.h"

#define SIM_FRAME_RATE 25
#define SIM_KEY_EVERY  50 /* frames */

struct sim_coder_settings {
    int width, height;
    int hevc;    /* H.265, else H.264 */
    double kbit; /* a second, of the stream; of one key frame for a sim_coder */
};

struct sim_stream;

/* 0, -ENOTSUP (this FFmpeg lacks the encoder), -ENOMEM. */
int sim_stream_new(struct sim_stream **ret_stream, const struct sim_coder_settings *settings);
void sim_stream_free(struct sim_stream **stream);

/* Codes the next frame; *ret_key_kbit: what it took where it is a key frame, else 0. 0 or a
 * negative errno. */
int sim_stream_add(struct sim_stream *stream, const struct sim_picture *picture,
                   double *ret_key_kbit);

/* Decodes the frame that was added last, which is a key frame. As sim_coder_run(). */
int sim_stream_decode(struct sim_stream *stream, int64_t wall_ns, struct lw_frame **ret_frame);

struct sim_coder;

/* As sim_stream_new(). */
int sim_coder_new(struct sim_coder **ret_coder, const struct sim_coder_settings *settings);
void sim_coder_free(struct sim_coder **coder);

/* Encodes, loses the last part of the bytes where `received` is below 1, and decodes. *ret_frame
 * is the caller's. 0; -EAGAIN or -EBADMSG: nothing could be decoded; or a negative errno. */
int sim_coder_run(struct sim_coder *coder, const struct sim_picture *picture, double received,
                  int64_t wall_ns, struct lw_frame **ret_frame);

#endif
