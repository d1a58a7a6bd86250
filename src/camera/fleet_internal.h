/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The inside of the fleet, for the files of this folder. */
#ifndef LWI_CAMERA_FLEET_INTERNAL_H
#define LWI_CAMERA_FLEET_INTERNAL_H

#include "camera/camera.h"

/* The camera, with a reference for the caller; NULL: there is none. */
struct lwi_camera *lwi_fleet_find(struct lwi_fleet *fleet, const char *id);

#endif
