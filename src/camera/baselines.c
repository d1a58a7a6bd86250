/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "camera/baselines.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "camera/condition.h"
#include "camera/watch.h"

/* What is learnt follows the scene in about so long, and so does its picture. */
#define PICTURE_NS (3 * 86400 * LWI_NS_PER_S)

void lwi_camera_baselines_open(struct lwi_camera *camera)
{
    struct lw_error error = {0};
    if (lwi_store_baseline_picture_list(camera->hub->store, camera->id, camera->baseline_pictures,
                                        &camera->baseline_picture_count, &error) < 0)
        lwi_log(camera->hub->log, LWI_LOG_WARNING,
                "camera %s: the pictures of what was learnt cannot be read: %s", camera->id,
                error.message);
}

static struct lwi_baseline_picture *find_picture(struct lwi_camera *camera, int light,
                                                 unsigned preset)
{
    for (size_t i = 0; i < camera->baseline_picture_count; i++) {
        struct lwi_baseline_picture *p = &camera->baseline_pictures[i];
        if (p->light == light && p->preset == preset)
            return p;
    }
    return NULL;
}

/* What the last frame belongs to; 0: none has learnt anything of it. */
static int find_current(const lw_watch *watch, struct lw_baseline_info *ret)
{
    struct lw_baseline_info infos[LW_BASELINES_MAX];
    const size_t count = lw_watch_baselines(watch, infos);
    if (count == 0 || !infos[0].current)
        return 0;
    *ret = infos[0];
    return 1;
}

int lwi_camera_baseline_due_locked(const struct lwi_camera *camera, int64_t time_ns,
                                   struct lwi_baseline_picture *ret_picture)
{
    struct lw_baseline_info info;
    if (!find_current(camera->watch, &info) || info.learnt_ns < time_ns)
        return 0;
    const struct lwi_baseline_picture *p =
        find_picture((struct lwi_camera *) camera, (int) info.light, info.preset);
    /* The healthy reference is made a while after the first picture: then it is what is shown. */
    if (p && p->time_ns >= info.reference_ns && p->time_ns <= time_ns &&
        time_ns - p->time_ns < PICTURE_NS)
        return 0;
    *ret_picture = (struct lwi_baseline_picture){(int) info.light, info.preset, time_ns};
    return 1;
}

static void note_picture_locked(struct lwi_camera *camera,
                                const struct lwi_baseline_picture *picture)
{
    struct lwi_baseline_picture *p = find_picture(camera, picture->light, picture->preset);
    if (!p && camera->baseline_picture_count < LW_BASELINES_MAX) {
        p = &camera->baseline_pictures[camera->baseline_picture_count++];
    } else if (!p) { /* the store drops the oldest one, too */
        p = camera->baseline_pictures;
        for (size_t i = 1; i < camera->baseline_picture_count; i++)
            if (camera->baseline_pictures[i].time_ns < p->time_ns)
                p = &camera->baseline_pictures[i];
    }
    *p = *picture;
}

void lwi_camera_baseline_keep(struct lwi_camera *camera, const struct lw_frame *frame,
                              const struct lwi_baseline_picture *picture)
{
    struct lwi_picture small = {0};
    struct lw_error error = {0};
    if (lwi_picture_make_small(&small, frame) < 0)
        return;
    if (lwi_store_baseline_picture_put(camera->hub->store, camera->id, picture, small.data,
                                       small.size, &error) < 0)
        lwi_log(camera->hub->log, LWI_LOG_WARNING,
                "camera %s: a picture of what was learnt cannot be stored: %s", camera->id,
                error.message);
    lwi_picture_done(&small);
    /* Also where it failed: it is tried again in days, not with each picture. */
    (void) pthread_mutex_lock(&camera->watch_lock);
    note_picture_locked(camera, picture);
    (void) pthread_mutex_unlock(&camera->watch_lock);
}

void lwi_camera_baselines_foreign_locked(struct lwi_camera *camera)
{
    struct lw_error error = {0};
    camera->baseline_picture_count = 0;
    if (lwi_store_baseline_delete(camera->hub->store, camera->id, &error) < 0)
        lwi_log(camera->hub->log, LWI_LOG_WARNING,
                "camera %s: what was learnt of another scene cannot be removed: %s", camera->id,
                error.message);
}

void lwi_camera_baselines_drop_locked(struct lwi_camera *camera, enum lw_light light,
                                      unsigned preset)
{
    size_t left = 0;
    for (size_t i = 0; i < camera->baseline_picture_count; i++) {
        const struct lwi_baseline_picture p = camera->baseline_pictures[i];
        if ((light != LW_LIGHT_UNKNOWN && p.light != (int) light) ||
            (preset != LW_PRESET_ANY && p.preset != preset))
            camera->baseline_pictures[left++] = p;
    }
    camera->baseline_picture_count = left;
}

static void fill(struct lwi_camera *camera, const struct lwi_camera_config *config,
                 struct lwi_camera_baseline *b)
{
    const struct lwi_baseline_picture *p = find_picture(camera, (int) b->of.light, b->of.preset);
    b->picture_ns = p ? p->time_ns : 0;
    for (size_t i = 0; i < lw_condition_count(); i++) {
        struct lwi_condition_status *c = &b->conditions[i];
        if (lwi_camera_config_condition(config, i).enabled)
            (void) lw_watch_can_judge(camera->watch, b->of.light, b->of.preset, i, &c->state,
                                      c->reason);
        else
            (void) snprintf(c->reason, sizeof(c->reason), "switched off");
    }
}

int lwi_camera_baselines(struct lwi_camera *camera, struct lwi_camera_baseline **ret_baselines,
                         size_t *ret_count)
{
    struct lw_baseline_info infos[LW_BASELINES_MAX];
    struct lwi_camera_config config;
    struct lwi_camera_baseline *baselines = calloc(LW_BASELINES_MAX, sizeof(*baselines));
    if (!baselines)
        return -ENOMEM;
    lwi_camera_config_copy(camera, &config);
    explicit_bzero(config.password, sizeof(config.password));
    (void) pthread_mutex_lock(&camera->watch_lock);
    lwi_camera_watch_configure_locked(camera);
    const size_t count = lw_watch_baselines(camera->watch, infos);
    for (size_t i = 0; i < count; i++) {
        baselines[i].of = infos[i];
        fill(camera, &config, &baselines[i]);
    }
    (void) pthread_mutex_unlock(&camera->watch_lock);
    *ret_baselines = baselines;
    *ret_count = count;
    return 0;
}

/* Returns whether the present baseline is one of them, or negative errno. */
static int forget_locked(struct lwi_camera *camera, enum lw_light light, unsigned preset)
{
    struct lw_baseline_info before, after;
    const int had = find_current(camera->watch, &before);
    int r = lw_watch_forget(camera->watch, light, preset);
    if (r < 0)
        return r;
    lwi_camera_baselines_drop_locked(camera, light, preset);
    camera->watch_unsaved = 1;
    const int gone = had && !find_current(camera->watch, &after);
    if (gone)
        camera->watch_ready = 0;
    return gone;
}

int lwi_camera_baselines_forget(struct lwi_camera *camera, enum lw_light light, unsigned preset,
                                struct lw_error *reterr)
{
    (void) pthread_mutex_lock(&camera->watch_lock);
    lwi_camera_watch_configure_locked(camera);
    const int gone = forget_locked(camera, light, preset);
    (void) pthread_mutex_unlock(&camera->watch_lock);
    if (gone < 0) {
        (void) lwi_error_set(reterr, gone, "nothing was learnt of that light and preset");
        lwi_error_hint(reterr, "GET /api/v1/cameras/{id}/baselines lists what was");
        return gone;
    }
    int r = lwi_store_baseline_picture_delete(camera->hub->store, camera->id, (int) light, preset,
                                              reterr);
    lwi_camera_watch_save(camera);
    if (gone)
        lwi_events_end(&camera->events, lwi_condition_find("focus_drift"),
                       "what was learnt is forgotten", lwi_clock_realtime(camera->hub->clock));
    lwi_log(camera->hub->log, LWI_LOG_INFO,
            "camera %s: what was learnt of one light or preset is forgotten", camera->id);
    return r;
}
