/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* lenswatch camera baselines, reset: what was learnt of a camera, and forgetting it. */
#ifndef LWI_CMD_CAMERA_BASELINE_H
#define LWI_CMD_CAMERA_BASELINE_H

#include "cmd/remote.h"

extern const struct lwi_remote_option lwi_camera_baselines_options[];
extern const struct lwi_remote_option lwi_camera_reset_options[];

int lwi_camera_baselines_run(struct lwi_remote_call *call, struct lw_error *reterr);
int lwi_camera_reset_run(struct lwi_remote_call *call, struct lw_error *reterr);

#endif
