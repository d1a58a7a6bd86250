/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* What the API answers, as JSON. New references; NULL: no memory. */
#ifndef LWI_API_JSON_H
#define LWI_API_JSON_H

#include <stddef.h>
#include <stdint.h>

#include "api/auth.h"
#include "camera/fleet.h"
#include "camera/preview.h"
#include "store/store.h"

struct json_t;

/* RFC 3339; 0 is null. */
struct json_t *lwi_json_time(int64_t ns);
/* Below 0 is null. */
struct json_t *lwi_json_number(double value);

struct json_t *lwi_json_camera(const struct lwi_camera_status *status);
/* condition: index in the library's table. */
struct json_t *lwi_json_explanation(const char *camera_id, size_t condition,
                                    const struct lwi_camera_explanation *explanation);
struct json_t *lwi_json_baseline(const char *camera_id, const struct lwi_camera_baseline *baseline);
/* With what people said of it, which it reads from the store. */
struct json_t *lwi_json_event(struct lwi_store *store, const struct lwi_event *event,
                              const char *camera_name);
/* Columns; last those of the condition and of the measure that were asked for. */
struct json_t *lwi_json_chart(const struct lwi_chart_query *query,
                              const struct lwi_chart_point *points, size_t count);
struct json_t *lwi_json_preview(const char *camera_id, const struct lwi_preview_query *query,
                                const struct lwi_preview *preview);
/* For the stream: one row with its names. */
struct json_t *lwi_json_measurement(const char *camera_id, const struct lwi_measurement *row);
/* A list of cameras as the store has it; NULL, which is all of them, is null. */
struct json_t *lwi_json_cameras(const char *cameras);
struct json_t *lwi_json_session(const struct lwi_identity *who);
struct json_t *lwi_json_token(const struct lwi_store_token *token);

#endif
