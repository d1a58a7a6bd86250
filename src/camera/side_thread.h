/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * A thread of a camera beside its supervisor: it is started when somebody wants something, ends by
 * itself, and keeps the camera alive. The fleet waits for those that are left when it closes.
 */
#ifndef LWI_CAMERA_SIDE_THREAD_H
#define LWI_CAMERA_SIDE_THREAD_H

struct lwi_camera;

/* Starts one on main(cookie), which ends with lwi_side_thread_end(). camera.lock is held, and the
 * caller has a reference. 0 or negative errno. */
int lwi_side_thread_start_locked(struct lwi_camera *camera, void *(*main)(void *cookie),
                                 void *cookie);

/* The last that such a thread does: the camera may be gone then. */
void lwi_side_thread_end(struct lwi_camera *camera);

#endif
