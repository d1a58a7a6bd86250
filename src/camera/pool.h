/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * The workers: as many threads as cores, each with a judge of its own. A camera
 * with a packet that waits stands in a line, once; it is judged by one worker at
 * a time.
 */
#ifndef LWI_CAMERA_POOL_H
#define LWI_CAMERA_POOL_H

#include "camera/camera.h"

/* workers 0: as many as cores. hub->io, model and cpu_mask must be set, and outlive it. */
int lwi_pool_open(struct lwi_pool **ret_pool, const struct lwi_hub *hub, unsigned workers,
                  struct lw_error *reterr);

/* The camera has a packet that waits. Takes a reference until it is judged. */
void lwi_pool_ready(struct lwi_pool *pool, struct lwi_camera *camera);

/* Each worker finishes the packet it is at. What stands in the line is left. */
void lwi_pool_close(struct lwi_pool **pool);

#endif
