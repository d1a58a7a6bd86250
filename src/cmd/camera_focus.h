/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* lenswatch camera focus: moving the lens of a camera. */
#ifndef LWI_CMD_CAMERA_FOCUS_H
#define LWI_CMD_CAMERA_FOCUS_H

#include "cmd/remote.h"

extern const struct lwi_remote_option lwi_camera_focus_options[];

int lwi_camera_focus_run(struct lwi_remote_call *call, struct lw_error *reterr);

#endif
