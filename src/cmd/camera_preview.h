/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* lenswatch camera preview: what other settings would have done. */
#ifndef LWI_CMD_CAMERA_PREVIEW_H
#define LWI_CMD_CAMERA_PREVIEW_H

#include "cmd/remote.h"

extern const struct lwi_remote_option lwi_camera_preview_options[];

int lwi_camera_preview_run(struct lwi_remote_call *call, struct lw_error *reterr);

#endif
