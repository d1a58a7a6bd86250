/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Settings of the conditions of one camera, and the parts of its picture that are
 * watched or left out. Which conditions there are says the library's table.
 */
#ifndef LWI_CONFIG_CONDITION_CONFIG_H
#define LWI_CONFIG_CONDITION_CONFIG_H

#include <stddef.h>

#include "lenswatch/error.h"
#include "lenswatch/watch.h"

struct json_t;

/* Tighter than the library's bounds: settings are copied a lot. */
#define LWI_AREAS_MAX       8
#define LWI_AREA_POINTS_MAX 32

struct lwi_condition_config {
    int enabled;
    int sensitivity;         /* 1..100 */
    double duration_s;       /* 0..3600 */
    double clear_duration_s; /* 0..3600 */
};

struct lwi_area {
    size_t count; /* of points; 3 or more */
    struct lw_point points[LWI_AREA_POINTS_MAX];
};

struct lwi_areas {
    size_t count;
    struct lwi_area areas[LWI_AREAS_MAX];
};

/* The defaults of the table, by index. */
void lwi_condition_config_default(struct lwi_condition_config ret_configs[LW_CONDITIONS_MAX]);

/*
 * Applies {"covered": {"enabled": false, ...}, ...}, but signal_lost: conditions and members that
 * are missing stay as they are. Unknown ones and values out of range are refused by name. 0 or
 * -EINVAL, and then part of it may be applied.
 */
int lwi_condition_config_from_json(struct lwi_condition_config configs[LW_CONDITIONS_MAX],
                                   const struct json_t *object, struct lw_error *reterr);

/* The lost stream, which the library's table does not have: enabled and its durations, those of the
 * camera where they are below 0, as is the default. */
struct lwi_condition_config lwi_signal_lost_default(void);

/*
 * Applies {"enabled", "duration_s", "clear_duration_s"}. A duration of null is the camera's own; so
 * is one that says what the camera's own is (now[]) or was (before[]), for what is answered may be
 * sent back. durations: duration, clear duration. 0 or -EINVAL.
 */
int lwi_signal_lost_from_json(struct lwi_condition_config *config, const struct json_t *object,
                              const double before[2], const double now[2], struct lw_error *reterr);

/* [[[x, y], [x, y], [x, y], ...], ...], 0..1 each. name: of the member, for the message. */
int lwi_areas_from_json(struct lwi_areas *ret_areas, const char *name, const struct json_t *array,
                        struct lw_error *reterr);

/* New references; NULL: no memory. */
struct json_t *
lwi_condition_config_to_json(const struct lwi_condition_config configs[LW_CONDITIONS_MAX],
                             const struct lwi_condition_config *signal_lost);
struct json_t *lwi_areas_to_json(const struct lwi_areas *areas);
struct json_t *lwi_condition_config_schema(void);
struct json_t *lwi_areas_schema(const char *help);

#endif
