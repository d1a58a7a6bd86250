/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* What an alarm server of Hikvision's cameras is sent: XML, and the picture in a multipart body. */
#ifndef LWI_ACTION_ALARM_H
#define LWI_ACTION_ALARM_H

#include <stddef.h>

#include "action/action.h"

#define LWI_ALARM_TYPE "multipart/form-data; boundary=MIME_boundary"

/* The body, malloc'ed. NULL: no memory. */
char *lwi_alarm_body(const struct lwi_action_job *job, size_t *ret_size);

#endif
