/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * The camera: the scene through the optics onto a noisy sensor, and the clock
 * that the camera draws over it. Thread-safe.
 */
#ifndef DEMO_CAMERA_H
#define DEMO_CAMERA_H

#include <stdint.h>

struct demo_camera_settings {
    int width, height, fps; /* even sizes */
    uint64_t seed;
    double radius_px;               /* of the disk out of focus, in px of a picture 1280 wide */
    double first_s, every_s, for_s; /* the time table of the defocus; every_s 0: none */
    const char *name;               /* drawn over the picture; borrowed */
    int coded_clock;                /* the time is drawn in squares, too */
};

struct demo_camera;

/* 0, -EINVAL or -ENOMEM. Takes about a second: everything is painted here. */
int demo_camera_new(struct demo_camera **ret_camera, const struct demo_camera_settings *settings);

/* Bytes of one picture: planar YUV 4:2:0, limited range. */
int demo_camera_bytes(const struct demo_camera *camera);

/*
 * Renders the picture at `time_s` since the start. 0, or -EAGAIN: this camera
 * sends nothing now (it was told to stall).
 */
int demo_camera_render(struct demo_camera *camera, double time_s, uint8_t *picture);

/*
 * Obeys one line: "defocus [RADIUS]", "focus", "dark", "light", "cover",
 * "uncover", "freeze" (the clock goes on), "unfreeze", "stall", "resume". The
 * first about the focus ends the time table. 0 or -EINVAL.
 */
int demo_camera_command(struct demo_camera *camera, const char *line);

#endif
