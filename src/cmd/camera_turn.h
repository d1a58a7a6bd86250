/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* lenswatch camera turn: turning and zooming a camera, and its presets. */
#ifndef LWI_CMD_CAMERA_TURN_H
#define LWI_CMD_CAMERA_TURN_H

#include "cmd/remote.h"

extern const struct lwi_remote_option lwi_camera_turn_options[];

int lwi_camera_turn_run(struct lwi_remote_call *call, struct lw_error *reterr);

#endif
