/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The watch of one camera: judges each frame against what was learnt, and learns from it. */
#include "verdict/watch.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "verdict/repeat.h"

#define NS_PER_S INT64_C(1000000000)
/* Between frames whose time is not known. */
#define STEP_NS (5 * NS_PER_S)
/* By default another scene that stays for so long is learnt as the new one. */
#define RELEARN_S 86400u
/* One that cannot be compared any more, as night fell, is taken for so for so long at most. */
#define CHANGED_NS (12 * 3600 * NS_PER_S)
/* A loss of detail in part of the picture is learnt after so many times as long. */
#define RELEARN_DIRTY 7
/* Tiles blurred a frame to learn how far the fineness falls: many at first. */
#define BLUR_TILES_LEARNING 8
#define BLUR_TILES          1
#define BLUR_EVERY          8u
#define BLUR_PICTURES       40
/* Those whose edges are so many times the variance of the noise. */
#define EDGES_CLEAR 40.0f

const char *lw_state_name(enum lw_state state)
{
    static const char *const names[] = {"not assessable", "ok", "fault"};
    const size_t index = (size_t) state;
    return names[index < sizeof(names) / sizeof(names[0]) ? index : 0];
}

const char *lw_light_name(enum lw_light light)
{
    static const char *const names[] = {"unknown", "day", "night", "lamps"};
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
    ret_settings->presets = 1;
    ret_settings->relearn_s = RELEARN_S;
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
    if (settings->presets < 1 || settings->presets > LW_PRESETS_MAX)
        return lwi_error_set(reterr_error, -EINVAL, "the number of presets is not 1 to %d",
                             LW_PRESETS_MAX);
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
    w->preset = LW_PRESET_ANY;
    lwi_watch_forget(w);
    int r = lw_watch_configure(w, settings, reterr_error);
    if (r < 0) {
        lw_watch_close(&w);
        return r;
    }
    *ret_watch = w;
    return 0;
}

int lwi_watch_grow(struct lw_watch *w, uint32_t count)
{
    if (count <= w->baseline_count)
        return 0;
    struct lwi_baseline *grown = realloc(w->baselines, count * sizeof(*grown));
    if (!grown)
        return -ENOMEM;
    memset(grown + w->baseline_count, 0, (count - w->baseline_count) * sizeof(*grown));
    w->baselines = grown;
    w->baseline_count = count;
    return 0;
}

static uint32_t baselines_for(unsigned presets)
{
    return presets > 1 ? presets * LWI_WATCH_BASELINES_PRESET : LWI_WATCH_BASELINES;
}

int lw_watch_configure(lw_watch *watch, const struct lw_watch_settings *settings,
                       struct lw_error *reterr_error)
{
    if (!watch || !settings)
        return lwi_error_set(reterr_error, -EINVAL, "no watch or no settings");
    int r = check_settings(settings, reterr_error);
    if (r < 0)
        return r;
    if (lwi_watch_grow(watch, baselines_for(settings->presets)) < 0)
        return lwi_error_set(reterr_error, -ENOMEM, "out of memory");
    watch->presets = settings->presets;
    watch->relearn_ns = settings->relearn_s * NS_PER_S;
    memcpy(watch->settings, settings->conditions, sizeof(watch->settings));
    lwi_watch_set_mask(watch, settings);
    lwi_scene_kernels_init(&watch->kernels, settings->cpu_mask);
    return 0;
}

void lwi_watch_forget(struct lw_watch *w)
{
    memset(&w->memory, 0, sizeof(w->memory));
    memset(&w->recent, 0, sizeof(w->recent));
    if (w->baselines)
        memset(w->baselines, 0, w->baseline_count * sizeof(*w->baselines));
    w->memory.current = LWI_WATCH_NONE;
    w->memory.held_until_ns = w->memory.changed_ns = LW_TIME_NONE;
    w->memory.dirty_ns = w->memory.last_ns = LW_TIME_NONE;
    w->memory.other_ns = w->memory.lights_ns = w->memory.lamps_ns = LW_TIME_NONE;
    w->memory.grey_ns = LW_TIME_NONE;
    w->explained = 0;
}

static int is_possible(const struct lw_frame *frame)
{
    return frame->luma && frame->width > 0 && frame->width <= LW_FRAME_SIDE_MAX &&
           frame->height > 0 && frame->height <= LW_FRAME_SIDE_MAX &&
           frame->rows_whole <= frame->height &&
           (frame->height == 1 || llabs((long long) frame->stride) >= frame->width);
}

/* Time never goes back here: a clock that is set back must not undo a hold-off or the like. */
static int64_t time_of(const struct lw_watch *w, const struct lw_frame *frame)
{
    const int64_t last = w->memory.last_ns;
    if (frame->wall_ns == LW_TIME_NONE)
        return last == LW_TIME_NONE ? 0 : last + STEP_NS;
    return last != LW_TIME_NONE && frame->wall_ns < last ? last : frame->wall_ns;
}

/* The blur that is put over a tile takes its noise away, which no lens does. */
static int is_clear_of_noise(const struct lwi_scene_tile *tile)
{
    return tile->edges >=
           fmaxf(lwi_baseline_edges_min(tile->noise), EDGES_CLEAR * tile->noise * tile->noise);
}

static void learn_blur(struct lw_watch *w, struct lwi_baseline *b, const struct lw_frame *frame)
{
    const unsigned total = w->evidence.total;
    /* A blur is dear; the drops of a scene that is known change slowly. */
    if (b->pictures >= BLUR_PICTURES && b->pictures % BLUR_EVERY != 0)
        return;
    const unsigned wanted = b->pictures < BLUR_PICTURES ? BLUR_TILES_LEARNING : BLUR_TILES;
    for (unsigned done = 0, tried = 0; done < wanted && tried < total; tried++) {
        const uint32_t turn = w->memory.blur_turn++;
        /* In strides that share no divisor with most grids, so all parts come soon. */
        const unsigned tile = turn * 37u % total;
        if (w->masked[tile] || !lwi_baseline_is_usable(b, tile) ||
            b->tiles[tile].fineness.mean < w->evidence.finer ||
            b->tiles[tile].fineness.mean > LWI_FINENESS_OF_NOISE ||
            !is_clear_of_noise(&w->scene.tiles[tile]) ||
            lwi_evidence_is_stark(&w->scene.tiles[tile]))
            continue;
        const unsigned which = (turn + turn / total) % LWI_BASELINE_RADII;
        const double radius = lwi_baseline_radii[which] * w->scene.width / 1920.0;
        const float drop = lwi_scene_blur_drop(&w->scene, &w->kernels, frame, tile, radius);
        if (drop < 0)
            lwi_baseline_learn_blur(b, which, drop);
        done++;
    }
}

static void learn(struct lw_watch *w, struct lwi_baseline *b, const struct lw_frame *frame,
                  const uint32_t *before, int64_t now_ns)
{
    const struct lwi_evidence *e = &w->evidence;
    const int is_new = lwi_repeat_is_new(&w->recent.repeat);
    uint8_t soiled[LWI_SCENE_TILES_MAX];
    lwi_stains_tell(&w->memory.stains, soiled);
    const struct lwi_lesson lesson = {
        .now_ns = now_ns,
        .since_s = b->last_ns == LW_TIME_NONE ? 0 : (double) (now_ns - b->last_ns) / NS_PER_S,
        .scene = &w->scene,
        .before = before,
        .moved = e->moved,
        .drop = e->drop,
        .drop_plain = e->drop_plain,
        .detail = e->detail,
        .banding = e->across.level,
        .stained = e->stained_share,
        .soiled = soiled,
        .ripple = is_new ? e->ripple : -1,
        .repeated = is_new ? e->repeated : -1,
        .coarsely = lwi_evidence_coarsely_coded(e),
        .alone = e->alone && e->alone->verdict != LW_VERDICT_NOT_ASSESSABLE
                     ? e->alone->blur_probability
                     : -1,
        .masked = w->masked,
        .look =
            e->look < LWI_BASELINE_LOOKS && e->fit.correlation > 0.6 ? e->look : LWI_BASELINE_LOOKS,
    };
    lwi_baseline_learn(b, &lesson);
    learn_blur(w, b, frame);
}

/* Whether a fault has lasted for so long, which 0 never is; *since_ns says from when on. */
static int lasts(const struct lw_watch *w, const char *name, int64_t long_ns, int64_t *since_ns,
                 int64_t now_ns)
{
    if (w->findings[lw_condition_find(name)].state != LW_STATE_FAULT)
        *since_ns = LW_TIME_NONE;
    else if (*since_ns == LW_TIME_NONE)
        *since_ns = now_ns;
    return *since_ns != LW_TIME_NONE && long_ns > 0 && now_ns - *since_ns >= long_ns;
}

/* Another scene, for so long that it is the scene now. Where it cannot be told in between whether
 * it still is, it is: what is learnt of it would be what it is compared with. */
static void relearn(struct lw_watch *w, struct lwi_baseline *b, int64_t now_ns)
{
    const enum lw_state state = w->findings[lw_condition_find("scene_changed")].state;
    const int64_t since = w->memory.changed_ns, half_ns = w->relearn_ns / 2;
    if (state == LW_STATE_NOT_ASSESSABLE && w->evidence.baseline && since != LW_TIME_NONE &&
        now_ns - since < (half_ns > 0 && half_ns < CHANGED_NS ? half_ns : CHANGED_NS))
        return;
    if (lasts(w, "scene_changed", w->relearn_ns, &w->memory.changed_ns, now_ns)) {
        lwi_baseline_clear(b);
        w->memory.changed_ns = LW_TIME_NONE;
    }
}

/* Dirt is not learnt; what looks like it and stays, a shed before the view, is in the end. */
static int may_learn(struct lw_watch *w, int64_t now_ns)
{
    if (w->scene.whole < 1 || w->evidence.moved <= 0 || w->memory.other_frames > 0 ||
        lwi_watch_is_blind(w))
        return 0;
    const long dirty = lw_condition_find("dirty_lens");
    return lasts(w, "dirty_lens", RELEARN_DIRTY * w->relearn_ns, &w->memory.dirty_ns, now_ns) ||
           w->findings[dirty].state != LW_STATE_FAULT;
}

/* Days on which it was grey at this hour, or at one beside it: dusk comes earlier today than
 * yesterday. */
static unsigned grey_around(const struct lwi_memory *m, unsigned hour)
{
    unsigned most = 0;
    for (unsigned i = hour + 23; i <= hour + 25; i++)
        most = m->grey_hours[i % 24] > most ? m->grey_hours[i % 24] : most;
    return most;
}

static void examine(struct lw_watch *w, const struct lw_frame *frame,
                    const struct lw_assessment *alone, int64_t now_ns)
{
    uint32_t before[LWI_SCENE_TILES_MAX];
    lwi_watch_mask_tiles(w, w->scene.tiles_x, w->scene.tiles_y);
    lwi_watch_find_preset(w, now_ns);
    lwi_watch_find_light(w, now_ns);
    const int compared = w->recent.tiles > 0;
    memcpy(before, w->recent.signatures, sizeof(before));

    struct lwi_baseline *b = lwi_watch_baseline(w);
    const unsigned hour = (unsigned) (now_ns / (3600 * NS_PER_S) % 24) % 24;
    const struct lwi_evidence_input input = {
        .scene = &w->scene,
        .baseline = b,
        .day = lwi_watch_day(w),
        .other = lwi_watch_other_light(w),
        .alone = alone,
        .masked = w->masked,
        .early = lwi_watch_is_early(w, b),
        .hour_known = w->memory.known_hours[hour],
        .hour_grey = grey_around(&w->memory, hour),
        .lamp_nights = w->memory.lamp_nights,
        .now_ns = now_ns,
    };
    lwi_evidence_gather(&w->evidence, &w->recent, &input);
    if (b)
        lwi_stains_note(&w->memory.stains, &w->evidence, b, w->masked,
                        w->memory.last_ns == LW_TIME_NONE
                            ? 0
                            : (double) (now_ns - w->memory.last_ns) / NS_PER_S);
    w->memory.likeness = (float) w->evidence.fit.correlation;
    lwi_watch_note_losses(w);
    w->explained = 1;
    const int held = w->memory.held_until_ns != LW_TIME_NONE && now_ns < w->memory.held_until_ns;
    lwi_watch_judge(w, held ? "the light or the view has just switched" : NULL);
    if (held)
        return;
    relearn(w, b, now_ns);
    if (may_learn(w, now_ns))
        learn(w, b, frame, compared ? before : NULL, now_ns);
    lwi_watch_note_hour(w, now_ns);
}

static void fill_result(const struct lw_watch *w, struct lw_watch_result *result, int64_t now_ns)
{
    result->light =
        w->memory.light == LWI_LIGHT_LAMPS ? LW_LIGHT_NIGHT : (enum lw_light) w->memory.light;
    result->contrast = w->scene.reason ? -1 : w->scene.contrast;
    result->noise = w->scene.grain;
    result->colour = w->scene.colour;
    const struct lwi_baseline *b = lwi_watch_baseline(w);
    result->preset = lwi_watch_preset(w);
    if (!b || w->scene.reason)
        return;
    result->pictures_learnt = b->pictures;
    result->tiles_total = w->evidence.total;
    result->tiles_usable = w->evidence.usable;
    result->held_off = w->memory.held_until_ns != LW_TIME_NONE && now_ns < w->memory.held_until_ns;
}

int lw_watch_frame(lw_watch *watch, lw_assessor *assessor, const struct lw_frame *frame,
                   struct lw_watch_result *ret_result)
{
    if (!watch || !frame || !ret_result || !is_possible(frame))
        return -EINVAL;
    struct lw_watch_result result = {
        .assessment = {.reason = "not assessed by itself",
                       .psf_radius = -1,
                       .psf_radius_error = -1,
                       .motion_angle = -1,
                       .motion_length = -1},
        .condition_count = LWI_CONDITION_COUNT,
        .conditions = watch->results,
        .pictures_needed = LWI_BASELINE_NEEDED,
    };
    int r = assessor ? lw_assessor_assess(assessor, frame, &result.assessment) : 0;
    if (r < 0)
        return r;
    const int64_t now_ns = time_of(watch, frame);
    lwi_scene_measure(&watch->scene, &watch->kernels, frame);
    if (watch->scene.reason)
        lwi_watch_judge(watch, watch->scene.reason);
    else
        examine(watch, frame, assessor ? &result.assessment : NULL, now_ns);
    watch->memory.last_ns = now_ns;
    fill_result(watch, &result, now_ns);
    watch->evidence.alone = NULL; /* it is the assessor's, and soon another one */
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
    if (!watch || (what != LW_RESET_NOW && what != LW_RESET_ALL))
        return -EINVAL;
    if (what == LW_RESET_ALL)
        lwi_watch_forget(watch);
    else if (lwi_watch_baseline(watch))
        lwi_baseline_clear(lwi_watch_baseline(watch));
    watch->explained = 0;
    return 0;
}

void lw_watch_close(lw_watch **watch)
{
    if (!watch || !*watch)
        return;
    free((*watch)->baselines);
    free(*watch);
    *watch = NULL;
}
