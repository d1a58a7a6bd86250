/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * A camera, simulated: from a clear picture to what a camera would have made of
 * that scene, in focus or not. In the order in which it happens: the scene's size,
 * the lens (a PSF in linear light), exposure and haze, shot and read noise, the
 * camera's denoising and sharpening, digital zoom, black bars and clock overlay,
 * JPEG or H.264.
 */
#ifndef LWI_TRAIN_CAMERA_MODEL_H
#define LWI_TRAIN_CAMERA_MODEL_H

#include "decode/decode.h"
#include "frame/frame.h"
#include "train/psf.h"

/* Radii at the analysis size, pixels: a clear picture has less than the first, a blurry one
 * at least the second. What lies between is nobody's clear case and is not made. */
#define LWI_CAMERA_CLEAR_MAX  0.7
#define LWI_CAMERA_BLURRY_MIN 1.8
#define LWI_CAMERA_BLURRY_MAX 9.0

struct lwi_simulated {
    enum lwi_psf_kind kind;
    double radius; /* pixels at the analysis size */
    double length; /* of the path of a motion, pixels at the analysis size; 0: none */
    double angle;  /* of that path, as in struct lwi_psf */
};

struct lwi_camera_model;

/* Memory for one thread. 0 or -ENOMEM. */
int lwi_camera_model_new(struct lwi_camera_model **ret_model);
void lwi_camera_model_free(struct lwi_camera_model **model);

/*
 * Makes a picture from a clear one. The caller owns *ret_frame. The same random
 * numbers give the same picture.
 * Returns 0, -ENOMEM, or an error of the codecs.
 */
int lwi_camera_model_run(struct lwi_camera_model *model, const struct lw_frame *scene, int blurry,
                         struct lwi_random *random, struct lw_frame **ret_frame,
                         struct lwi_simulated *ret_simulated);

/* ---- its parts that have files of their own ---- */

/* A picture of floats, rows without gaps. */
struct lwi_plane {
    float *data;
    size_t width, height, room; /* room: floats allocated */
};

/* Makes room for so many pixels; the contents are lost. 0 or -ENOMEM. */
int lwi_plane_reserve(struct lwi_plane *plane, size_t width, size_t height);

/* dst = src convolved; the border is repeated. 0 or -ENOMEM. */
int lwi_plane_convolve(struct lwi_plane *dst, const struct lwi_plane *src,
                       const struct lwi_psf *psf);
/* dst = src scaled: means of areas when smaller, bilinear or bicubic when larger. */
int lwi_plane_resize(struct lwi_plane *dst, const struct lwi_plane *src, double scale, int cubic);
/* The middle of each 3x3. */
int lwi_plane_median(struct lwi_plane *dst, const struct lwi_plane *src);
/* A filter that keeps steps of more than `range`. */
int lwi_plane_bilateral(struct lwi_plane *dst, const struct lwi_plane *src, double range);

/* Draws a clock and a name over a frame. */
void lwi_overlay_draw(struct lw_frame *frame, struct lwi_random *random);

/* Coded and decoded again. Replaces *frame. 0 or a negative errno; *frame is then gone. */
int lwi_recode_jpeg(struct lwi_decoder *decoder, struct lw_frame **frame, int quality);
/* -ENOTSUP where this FFmpeg has no H.264 encoder: *frame is then as it was. */
int lwi_recode_h264(struct lw_frame **frame, int crf);

#endif
