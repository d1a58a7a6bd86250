/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The ring of notices: bounded, written by all, followed by any number of readers. */
#ifndef LWI_CAMERA_NOTICES_H
#define LWI_CAMERA_NOTICES_H

#include "camera/fleet.h"

struct lwi_notices;

int lwi_notices_new(struct lwi_notices **ret_notices);
void lwi_notices_free(struct lwi_notices **notices);

/* Adds one; measurement may be NULL. Never blocks for long. */
void lwi_notices_add(struct lwi_notices *notices, enum lwi_notice_kind kind, const char *camera_id,
                     int64_t event_id, const struct lwi_measurement *measurement);

/* As lwi_fleet_notices(). */
size_t lwi_notices_read(struct lwi_notices *notices, uint64_t after, struct lwi_notice *ret_notices,
                        size_t max, int timeout_ms, uint64_t *ret_skipped);

/* Readers return at once from now on. */
void lwi_notices_stop(struct lwi_notices *notices);

#endif
