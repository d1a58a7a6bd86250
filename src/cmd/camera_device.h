/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* lenswatch camera device: what the camera's own interface has. */
#ifndef LWI_CMD_CAMERA_DEVICE_H
#define LWI_CMD_CAMERA_DEVICE_H

#include "cmd/remote.h"

extern const struct lwi_remote_option lwi_camera_device_options[];

int lwi_camera_device_run(struct lwi_remote_call *call, struct lw_error *reterr);

#endif
