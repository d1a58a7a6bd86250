/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * What was learnt of a camera in each light and at each preset, as people see it: a small picture
 * of each, kept in the store, and forgetting one of them.
 */
#ifndef LWI_CAMERA_BASELINES_H
#define LWI_CAMERA_BASELINES_H

#include "camera/camera.h"

/* Takes up the pictures of an earlier run. */
void lwi_camera_baselines_open(struct lwi_camera *camera);

/* After a picture that has no fault: whether it was learnt from, and is to be kept. watch_lock is
 * held. */
int lwi_camera_baseline_due_locked(const struct lwi_camera *camera, int64_t time_ns,
                                   struct lwi_baseline_picture *ret_picture);
/* Keeps it. watch_lock is not held. */
void lwi_camera_baseline_keep(struct lwi_camera *camera, const struct lw_frame *frame,
                              const struct lwi_baseline_picture *picture);

/* No picture is kept any more of a light (LW_LIGHT_UNKNOWN: of all) and a preset (LW_PRESET_ANY: of
 * all); the store is told by the caller. watch_lock is held. */
void lwi_camera_baselines_drop_locked(struct lwi_camera *camera, enum lw_light light,
                                      unsigned preset);

/* Nothing that was learnt holds any more, also in the store. watch_lock is held. */
void lwi_camera_baselines_foreign_locked(struct lwi_camera *camera);

/* As lwi_fleet_camera_baselines() and lwi_fleet_camera_forget(). */
int lwi_camera_baselines(struct lwi_camera *camera, struct lwi_camera_baseline **ret_baselines,
                         size_t *ret_count);
int lwi_camera_baselines_forget(struct lwi_camera *camera, enum lw_light light, unsigned preset,
                                struct lw_error *reterr);

#endif
