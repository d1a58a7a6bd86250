/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Live pictures as frames, for what measures them. */
#ifndef LWI_CAMERA_LIVE_H
#define LWI_CAMERA_LIVE_H

#include "camera/fleet.h"
#include "frame/frame.h"

/* The next frame, fps_max a second at most; a reference for the caller. Blocks up to timeout_ms.
 * -ETIMEDOUT, -ENOENT (the camera was removed). */
int lwi_live_frame(struct lwi_live *live, int timeout_ms, int fps_max, struct lw_frame **ret_frame);

#endif
