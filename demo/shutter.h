/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * The shutter: one thread that takes pictures at the camera's rate while
 * somebody looks, and hands each to all who do.
 */
#ifndef DEMO_SHUTTER_H
#define DEMO_SHUTTER_H

#include <stdint.h>

#include "camera.h"

struct demo_shutter;

/* Called with each new picture, on the shutter's thread; the picture is valid during the call. */
typedef void demo_shutter_taken(void *cookie, const uint8_t *picture, int bytes);

/* A thread that lasts as long as the process, as must the camera. 0 or -ENOMEM. */
int demo_shutter_new(struct demo_shutter **ret_shutter, struct demo_camera *camera, int fps);

/* From now on `taken` is told of each picture. There may be one. */
void demo_shutter_watch(struct demo_shutter *shutter, demo_shutter_taken *taken, void *cookie);

/* Looking is counted: pictures are taken while somebody looks. */
void demo_shutter_look(struct demo_shutter *shutter, int on);

/*
 * Waits for a picture newer than `sequence` (0: any that is new) and copies it.
 * Returns its sequence number, or 0 when none came within two seconds.
 */
uint64_t demo_shutter_wait(struct demo_shutter *shutter, uint64_t sequence, uint8_t *picture);

#endif
