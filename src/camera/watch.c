/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "camera/watch.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "base/error.h"
#include "camera/baselines.h"

/* What was learnt is saved this often at most: it took weeks, and a crash may cost minutes. Of what
 * is younger it may cost half. */
#define SAVE_NS       (600 * LWI_NS_PER_S)
#define SAVE_YOUNG_NS (15 * LWI_NS_PER_S)

/* Some time within that. */
static int64_t random_ns(int64_t within_ns)
{
    return within_ns / 1000 * (int64_t) randombytes_uniform(1000);
}

static void begin_anew(struct lwi_camera *camera)
{
    camera->watch_ready = 0;
    camera->watch_young_ns = lwi_clock_monotonic(camera->hub->clock);
    camera->watch_save_ns = camera->watch_young_ns + SAVE_YOUNG_NS;
}

/* How long until it is saved again. */
static int64_t save_after_ns(const struct lwi_camera *camera, int64_t now_ns)
{
    const int64_t age_ns =
        camera->watch_young_ns == LW_TIME_NONE ? SAVE_NS : now_ns - camera->watch_young_ns;
    return age_ns < SAVE_YOUNG_NS ? SAVE_YOUNG_NS : age_ns < SAVE_NS ? age_ns : SAVE_NS;
}

static size_t borrow(struct lw_polygon polygons[LWI_AREAS_MAX], const struct lwi_areas *areas)
{
    for (size_t i = 0; i < areas->count; i++)
        polygons[i] = (struct lw_polygon){areas->areas[i].points, areas->areas[i].count};
    return areas->count;
}

static void configure(struct lwi_camera *camera, const struct lwi_camera_config *config)
{
    struct lw_watch_settings settings;
    struct lw_polygon areas[LWI_AREAS_MAX], shields[LWI_AREAS_MAX];
    struct lw_error error = {0};
    lw_watch_settings_default(&settings);
    for (size_t i = 0; i < lw_condition_count(); i++) {
        const struct lwi_condition_config c = lwi_camera_config_condition(config, i);
        settings.conditions[i].enabled = (unsigned) c.enabled;
        settings.conditions[i].sensitivity = (unsigned) c.sensitivity;
    }
    settings.area_count = borrow(areas, &config->areas);
    settings.areas = areas;
    settings.shield_count = borrow(shields, &config->shields);
    settings.shields = shields;
    settings.cpu_mask = camera->hub->cpu_mask;
    settings.presets = (unsigned) config->presets;
    settings.relearn_s = (unsigned) (config->relearn_hours * 3600);
    if (lw_watch_configure(camera->watch, &settings, &error) < 0)
        lwi_log(camera->hub->log, LWI_LOG_ERROR, "camera %s: its settings are not taken: %s",
                camera->id, error.message);
}

static void load(struct lwi_camera *camera)
{
    uint8_t *bytes = NULL;
    size_t size;
    int64_t time_ns;
    struct lw_error error = {0};
    int r = lwi_store_baseline_get(camera->hub->store, camera->id, &time_ns, &bytes, &size, &error);
    if (r == 0)
        r = lw_watch_load(camera->watch, bytes, size, &error);
    free(bytes);
    /* Else a picture that looks out of focus by itself would never be shown to the watch, though
     * the watch knows better. The first picture says whether it really is enough. */
    begin_anew(camera);
    if (r == 0) {
        camera->watch_ready = 1;
        camera->watch_young_ns = LW_TIME_NONE;
    }
    /* All cameras of a fleet begin together; they shall not all save together. */
    camera->watch_save_ns += random_ns(r == 0 ? SAVE_NS : SAVE_YOUNG_NS);
    if (r < 0 && r != -ENOENT)
        lwi_log(camera->hub->log, LWI_LOG_WARNING,
                "camera %s: what was learnt of it cannot be used, and is learnt anew: %s",
                camera->id, error.message);
}

int lwi_camera_watch_open(struct lwi_camera *camera)
{
    int r = lw_watch_open(&camera->watch, /* settings= */ NULL, /* reterr= */ NULL);
    if (r < 0)
        return r;
    configure(camera, &camera->config);
    load(camera);
    lwi_camera_baselines_open(camera);
    return 0;
}

void lwi_camera_watch_configure_locked(struct lwi_camera *camera)
{
    struct lwi_camera_config config;
    (void) pthread_mutex_lock(&camera->lock);
    int stale = camera->watch_stale, foreign = camera->watch_foreign;
    camera->watch_stale = camera->watch_foreign = 0;
    if (stale)
        config = camera->config;
    (void) pthread_mutex_unlock(&camera->lock);
    if (stale) {
        configure(camera, &config);
        explicit_bzero(config.password, sizeof(config.password));
    }
    if (foreign) {
        (void) lw_watch_reset(camera->watch, LW_RESET_ALL);
        begin_anew(camera);
        lwi_camera_baselines_foreign_locked(camera);
    }
}

/* *ret_bytes malloc'ed; NULL where nothing is new. */
static int take_bytes(struct lwi_camera *camera, int only_due, uint8_t **ret_bytes,
                      size_t *ret_size)
{
    int r = 0;
    int64_t now_ns = lwi_clock_monotonic(camera->hub->clock);
    *ret_bytes = NULL;
    (void) pthread_mutex_lock(&camera->watch_lock);
    lwi_camera_watch_configure_locked(camera);
    if (camera->watch_unsaved && (!only_due || now_ns >= camera->watch_save_ns)) {
        *ret_size = lw_watch_save_size(camera->watch);
        *ret_bytes = malloc(*ret_size);
        r = *ret_bytes ? lw_watch_save(camera->watch, *ret_bytes, *ret_size) : -ENOMEM;
        camera->watch_save_ns = now_ns + save_after_ns(camera, now_ns);
        camera->watch_unsaved = 0;
    }
    (void) pthread_mutex_unlock(&camera->watch_lock);
    if (r < 0) {
        free(*ret_bytes);
        *ret_bytes = NULL;
    }
    return r;
}

static void save(struct lwi_camera *camera, int only_due)
{
    uint8_t *bytes;
    size_t size = 0;
    struct lw_error error = {.message = "out of memory"};
    int r = take_bytes(camera, only_due, &bytes, &size);
    if (r == 0 && bytes)
        r = lwi_store_baseline_put(camera->hub->store, camera->id,
                                   lwi_clock_realtime(camera->hub->clock), bytes, size, &error);
    free(bytes);
    if (r < 0 && r != -ENOENT) /* the camera was removed meanwhile */
        lwi_log(camera->hub->log, LWI_LOG_WARNING,
                "camera %s: what was learnt of it cannot be stored: %s", camera->id, error.message);
}

void lwi_camera_watch_save_due(struct lwi_camera *camera)
{
    save(camera, /* only_due= */ 1);
}

void lwi_camera_watch_save(struct lwi_camera *camera)
{
    save(camera, /* only_due= */ 0);
}

int lwi_camera_watch_reset(struct lwi_camera *camera, enum lw_reset what, struct lw_error *reterr)
{
    struct lw_baseline_info infos[LW_BASELINES_MAX];
    (void) pthread_mutex_lock(&camera->watch_lock);
    const size_t count = lw_watch_baselines(camera->watch, infos);
    int r = lw_watch_reset(camera->watch, what);
    begin_anew(camera);
    camera->watch_unsaved = what != LW_RESET_ALL;
    if (what == LW_RESET_ALL)
        camera->baseline_picture_count = 0;
    else if (count > 0 && infos[0].current)
        lwi_camera_baselines_drop_locked(camera, infos[0].light, infos[0].preset);
    (void) pthread_mutex_unlock(&camera->watch_lock);
    if (r < 0)
        return lwi_error_set(reterr, r, "what was learnt cannot be forgotten: %s", strerror(-r));
    if (what == LW_RESET_ALL)
        r = lwi_store_baseline_delete(camera->hub->store, camera->id, reterr);
    else
        lwi_camera_watch_save(camera);
    if (r == 0 && what == LW_RESET_NOW && count > 0 && infos[0].current)
        r = lwi_store_baseline_picture_delete(camera->hub->store, camera->id, (int) infos[0].light,
                                              infos[0].preset, reterr);
    /* The drift is against what was forgotten, and needs days to be judged again. */
    lwi_events_end(&camera->events, lwi_condition_find("focus_drift"),
                   "what was learnt is forgotten", lwi_clock_realtime(camera->hub->clock));
    lwi_log(camera->hub->log, LWI_LOG_INFO, "camera %s: what was learnt %sis forgotten", camera->id,
            what == LW_RESET_ALL ? "" : "in the present light ");
    return r;
}

int lwi_camera_watch_preset(struct lwi_camera *camera, unsigned preset)
{
    (void) pthread_mutex_lock(&camera->watch_lock);
    int r = lw_watch_set_preset(camera->watch, preset);
    (void) pthread_mutex_unlock(&camera->watch_lock);
    return r;
}

int lwi_camera_watch_explain(struct lwi_camera *camera, size_t condition,
                             struct lwi_camera_explanation *ret_explanation)
{
    struct lwi_camera_explanation e = {0};
    (void) pthread_mutex_lock(&camera->watch_lock);
    int r = lw_watch_explain(camera->watch, condition, &e.of);
    size_t tiles = (size_t) e.of.tiles_x * e.of.tiles_y;
    if (r == 0 && tiles > 0 && e.of.tiles) {
        e.tiles = malloc(tiles * sizeof(*e.tiles));
        if (e.tiles)
            memcpy(e.tiles, e.of.tiles, tiles * sizeof(*e.tiles));
        else
            r = -ENOMEM;
    }
    (void) snprintf(e.reason, sizeof(e.reason), "%s", e.of.result.reason ? e.of.result.reason : "");
    (void) pthread_mutex_unlock(&camera->watch_lock);
    if (r < 0)
        return r;
    e.of.tiles = e.tiles;
    *ret_explanation = e;
    return 0;
}
