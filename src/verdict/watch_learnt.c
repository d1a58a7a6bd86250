/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * What a watch has learnt, for people: its baselines, what each of them can judge, and forgetting
 * one of them. What it can judge its conditions say themselves, asked about a picture that looks
 * as the baseline does.
 */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "verdict/watch.h"

_Static_assert(LW_LIGHT_LAMPS == LWI_LIGHT_LAMPS, "lamps have one number");
_Static_assert(LW_BASELINES_MAX >= LW_PRESETS_MAX * LWI_WATCH_BASELINES_PRESET &&
                   LW_BASELINES_MAX >= LWI_WATCH_BASELINES,
               "there is room for all baselines");
_Static_assert(LW_REASON_BYTES >= LWI_REASON_BYTES, "there is room for all reasons");

static int is_current(const struct lw_watch *w, const struct lwi_baseline *b)
{
    return lwi_watch_baseline(w) == b;
}

/* Whether a is shown rather than b. */
static int goes_before(const struct lw_watch *w, const struct lwi_baseline *a,
                       const struct lwi_baseline *b)
{
    return is_current(w, a) || (!is_current(w, b) && a->last_ns > b->last_ns);
}

/* The baseline of a light and preset from which was learnt last; NULL: none has learnt anything. */
static const struct lwi_baseline *find(const struct lw_watch *w, uint32_t light, uint32_t preset)
{
    const struct lwi_baseline *best = NULL;
    for (uint32_t i = 0; i < w->baseline_count; i++) {
        const struct lwi_baseline *b = &w->baselines[i];
        if (b->light == light && b->preset == preset && b->pictures > 0 &&
            (!best || goes_before(w, b, best)))
            best = b;
    }
    return best;
}

/* The tiles of the mask are those of the last grid; of another size nothing is left out. */
static int is_masked(const struct lw_watch *w, const struct lwi_baseline *b, unsigned tile)
{
    return w->masked_x == b->tiles_x && w->masked_y == b->tiles_y && w->masked[tile];
}

static unsigned count_usable(const struct lw_watch *w, const struct lwi_baseline *b,
                             unsigned *ret_watched)
{
    unsigned usable = 0, watched = 0;
    for (unsigned i = 0; i < b->tiles_x * b->tiles_y; i++) {
        if (is_masked(w, b, i))
            continue;
        watched++;
        usable += lwi_baseline_is_usable(b, i) != 0;
    }
    *ret_watched = watched;
    return usable;
}

static struct lw_baseline_info info_of(const struct lw_watch *w, const struct lwi_baseline *b)
{
    unsigned watched;
    return (struct lw_baseline_info){
        .light = (enum lw_light) b->light,
        .preset = b->preset,
        .pictures_learnt = b->pictures,
        .pictures_needed = LWI_BASELINE_NEEDED,
        .tiles_total = b->tiles_x * b->tiles_y,
        .tiles_usable = count_usable(w, b, &watched),
        .reference_ns = b->first_ns,
        .learnt_ns = b->last_ns,
        .current = is_current(w, b),
    };
}

size_t lw_watch_baselines(const lw_watch *watch,
                          struct lw_baseline_info ret_infos[LW_BASELINES_MAX])
{
    const struct lwi_baseline *shown[LW_BASELINES_MAX];
    size_t count = 0;
    for (uint32_t i = 0; watch && ret_infos && i < watch->baseline_count; i++) {
        const struct lwi_baseline *b = &watch->baselines[i];
        if (b->light == LW_LIGHT_UNKNOWN || find(watch, b->light, b->preset) != b)
            continue;
        size_t at = count++;
        for (; at > 0 && goes_before(watch, b, shown[at - 1]); at--)
            shown[at] = shown[at - 1];
        shown[at] = b;
    }
    for (size_t i = 0; i < count; i++)
        ret_infos[i] = info_of(watch, shown[i]);
    return count;
}

int lw_watch_forget(lw_watch *watch, enum lw_light light, unsigned preset)
{
    int found = 0;
    if (!watch)
        return -EINVAL;
    for (uint32_t i = 0; i < watch->baseline_count; i++) {
        struct lwi_baseline *b = &watch->baselines[i];
        if (b->light == LW_LIGHT_UNKNOWN ||
            (light != LW_LIGHT_UNKNOWN && b->light != (uint32_t) light) ||
            (preset != LW_PRESET_ANY && b->preset != preset))
            continue;
        found |= b->pictures > 0;
        /* The present one stays in use; the others make room. */
        lwi_baseline_clear(b);
        if (!is_current(watch, b))
            memset(b, 0, sizeof(*b));
    }
    watch->explained = 0;
    return found ? 0 : -ENOENT;
}

/* A scene that looks as the baseline does. */
static void imagine_scene(struct lwi_scene *ret, const struct lwi_baseline *b,
                          const struct lwi_look *look)
{
    memset(ret, 0, sizeof(*ret));
    ret->width = b->width;
    ret->height = b->height;
    ret->tiles_x = b->tiles_x;
    ret->tiles_y = b->tiles_y;
    ret->noise = b->noise.mean;
    ret->grain = b->grain.mean;
    ret->mean = b->luma.mean;
    ret->contrast = b->contrast.mean;
    ret->dark = b->dark.mean;
    ret->bright = b->bright.mean;
    ret->whole = 1;
    ret->colour = b->colour.mean;
    ret->cast_u = b->cast_u.mean;
    ret->cast_v = b->cast_v.mean;
    ret->quantiser = -1;
    ret->blocking = b->blocking.mean;
    memcpy(ret->bands, b->bands, sizeof(ret->bands));
    if (look)
        memcpy(ret->thumb, look->thumb, sizeof(ret->thumb));
}

static const struct lwi_look *usual_look(const struct lwi_baseline *b, unsigned *ret_index)
{
    unsigned best = 0;
    for (unsigned i = 1; i < LWI_BASELINE_LOOKS; i++)
        if (b->looks[i].pictures > b->looks[best].pictures)
            best = i;
    *ret_index = b->looks[best].pictures > 0 ? best : LWI_BASELINE_LOOKS;
    return *ret_index < LWI_BASELINE_LOOKS ? &b->looks[best] : NULL;
}

/* Nothing is otherwise than it was learnt; of what does not depend on that, all is well. */
static void imagine(struct lwi_evidence *ret, const struct lw_watch *w,
                    const struct lwi_baseline *b, struct lwi_scene *scene,
                    struct lwi_recent *recent, struct lw_assessment *alone)
{
    unsigned look;
    imagine_scene(scene, b, usual_look(b, &look));
    memset(recent, 0, sizeof(*recent));
    recent->count = LWI_RECENT;
    *alone = (struct lw_assessment){
        .verdict = LW_VERDICT_CLEAR,
        .blur_probability = b->alone.mean,
        .reason = "",
        .psf_radius = -1,
        .psf_radius_error = -1,
    };
    memset(ret, 0, sizeof(*ret));
    ret->scene = scene;
    ret->baseline = lwi_baseline_is_ready(b) || lwi_watch_is_early(w, b) ? b : NULL;
    ret->alone = alone;
    ret->recent = recent;
    ret->now_ns = b->last_ns;
    ret->pictures = b->pictures;
    ret->total = b->tiles_x * b->tiles_y;
    ret->usable = count_usable(w, b, &ret->watched);
    ret->present = ret->telling = ret->usable;
    ret->drift = lwi_baseline_drift(b);
    ret->light = ret->contrast_ratio = 1;
    ret->look = look;
    ret->fit = (struct lwi_overlay_fit){.correlation = 1, .aligned = 1, .zoom = 1};
    ret->repeated = 1;
    ret->ripple = -1;
    ret->hour_known = UINT8_MAX;
    ret->hour_grey = b->light == LW_LIGHT_NIGHT ? UINT8_MAX : 0;
    for (unsigned i = 0; i < LWI_SCENE_TILES_MAX; i++)
        ret->loss[i] = NAN;
}

int lw_watch_can_judge(const lw_watch *watch, enum lw_light light, unsigned preset,
                       size_t condition, enum lw_state *ret_state, char ret_reason[LW_REASON_BYTES])
{
    if (!watch || !ret_state || !ret_reason || condition >= LWI_CONDITION_COUNT)
        return -EINVAL;
    const struct lwi_baseline *b = find(watch, (uint32_t) light, preset);
    if (light == LW_LIGHT_UNKNOWN || !b)
        return -ENOENT;
    struct lwi_evidence evidence;
    struct lwi_scene scene;
    struct lwi_recent recent;
    struct lw_assessment alone;
    struct lwi_finding finding;
    imagine(&evidence, watch, b, &scene, &recent, &alone);
    lwi_conditions[condition]->judge(&evidence, watch->settings[condition].sensitivity, &finding);
    const int can = finding.state != LW_STATE_NOT_ASSESSABLE;
    *ret_state = can ? LW_STATE_OK : LW_STATE_NOT_ASSESSABLE;
    (void) snprintf(ret_reason, LW_REASON_BYTES, "%s", can ? "" : finding.reason);
    return 0;
}
