/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The watch of one camera: opened with what is stored, kept up to date with the settings, saved. */
#ifndef LWI_CAMERA_WATCH_H
#define LWI_CAMERA_WATCH_H

#include "camera/camera.h"

/* Opens the watch, with what an earlier run has learnt. 0, -ENOMEM. */
int lwi_camera_watch_open(struct lwi_camera *camera);

/* Gives the watch the settings, where they have changed. watch_lock is held. */
void lwi_camera_watch_configure_locked(struct lwi_camera *camera);

/* After a picture: saves when it is time. watch_lock is not held. */
void lwi_camera_watch_save_due(struct lwi_camera *camera);

/* Saves now, where there is something new. */
void lwi_camera_watch_save(struct lwi_camera *camera);

int lwi_camera_watch_reset(struct lwi_camera *camera, enum lw_reset what, struct lw_error *reterr);

/* As lwi_fleet_camera_preset(). */
int lwi_camera_watch_preset(struct lwi_camera *camera, unsigned preset);

/* As lwi_fleet_camera_explain(). */
int lwi_camera_watch_explain(struct lwi_camera *camera, size_t condition,
                             struct lwi_camera_explanation *ret_explanation);

#endif
