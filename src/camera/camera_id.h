/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The id of a camera from its name. */
#ifndef LWI_CAMERA_CAMERA_ID_H
#define LWI_CAMERA_CAMERA_ID_H

#include <stddef.h>

/*
 * "Front door 2" -> "front-door-2": letters in lower case, digits, and a - for
 * anything between. attempt 2, 3, ... puts -2, -3, ... behind it, for a name that
 * is taken. ret_id is of at least 33 bytes.
 */
void lwi_camera_id_make(char *ret_id, const char *name, unsigned attempt);

#endif
