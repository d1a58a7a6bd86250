/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Which preset a frame shows, of a camera that moves between some and does not say where it is.
 *
 * A frame that lies over a look of another preset, and not over one of its own, is of that
 * other. A view that is like none, and stays, is a new preset, until there are as many as the
 * camera has; from then on it is another scene, and a fault.
 */
#include <math.h>

#include "verdict/watch.h"

/* Likeness of the fine structure with which a view is the one that it was. */
#define LIKE 0.5
/* In another light (infra-red by night) less is left of it; then it must be likest by this. */
#define LIKE_LEAST  0.25
#define LIKE_MARGIN 0.1
/* Frames in a row, each like the one before, that make a new preset; and that a camera may be on
 * its way between two that are known. */
#define STRANGE_FRAMES 3u
/* Likeness from frame to frame of a camera that does not move. */
#define STILL_LIKENESS 0.7
/* A picture with less contrast is no view: something lies before the lens. */
#define FLAT_CONTRAST 8.0f

uint32_t lwi_watch_preset(const struct lw_watch *w)
{
    if (w->preset != LW_PRESET_ANY)
        return w->preset;
    return w->presets > 1 ? w->memory.preset : 0;
}

static double likeness_over(const struct lw_watch *w, const uint8_t *thumb)
{
    struct lwi_fine now, then;
    lwi_overlay_fine(&now, w->scene.thumb);
    lwi_overlay_fine(&then, thumb);
    return lwi_overlay_likeness(&now, &then);
}

/* How much the frame is like any look of a preset; -1: it is not known. */
static double likeness_of(const struct lw_watch *w, uint32_t preset)
{
    double best = -1;
    for (uint32_t i = 0; i < w->baseline_count; i++) {
        const struct lwi_baseline *b = &w->baselines[i];
        for (unsigned k = 0; k < LWI_BASELINE_LOOKS; k++)
            if (b->light != LW_LIGHT_UNKNOWN && b->preset == preset && b->looks[k].pictures > 0)
                best = fmax(best, likeness_over(w, b->looks[k].thumb));
    }
    return best;
}

struct choice {
    uint32_t best, unused; /* presets; unused: LW_PRESETS_MAX where all are known */
    double likeness, second;
};

static struct choice choose(const struct lw_watch *w)
{
    struct choice c = {.best = w->memory.preset, .unused = LW_PRESETS_MAX, .likeness = -1};
    c.second = -1;
    for (uint32_t i = w->presets; i-- > 0;) {
        const double likeness = likeness_of(w, i);
        if (likeness <= -1) {
            c.unused = i;
        } else if (likeness > c.likeness) {
            c.second = c.likeness;
            c.likeness = likeness;
            c.best = i;
        } else {
            c.second = fmax(c.second, likeness);
        }
    }
    return c;
}

static int is_still(const struct lw_watch *w)
{
    const struct lwi_recent *r = &w->recent;
    return r->count > 0 && likeness_over(w, r->thumb) > STILL_LIKENESS;
}

void lwi_watch_find_preset(struct lw_watch *w, int64_t now_ns)
{
    struct lwi_memory *m = &w->memory;
    if (w->preset != LW_PRESET_ANY || w->presets < 2 || w->scene.contrast < FLAT_CONTRAST)
        return;
    const struct choice c = choose(w);
    if (c.likeness <= -1)
        return; /* nothing is known yet: it is where it is */
    if (c.likeness > LIKE || (c.unused == LW_PRESETS_MAX && c.likeness > LIKE_LEAST &&
                              c.likeness > c.second + LIKE_MARGIN)) {
        m->preset = c.best;
        m->strange = 0;
        return;
    }
    if (c.unused == LW_PRESETS_MAX) {
        if (m->strange < STRANGE_FRAMES) {
            m->strange++;
            m->held_until_ns = now_ns + 1; /* on its way */
        }
        return; /* else another scene: the conditions say so */
    }
    const int still = is_still(w);
    if (still && likeness_of(w, m->preset) <= -1)
        return; /* a new one, of which nothing is learnt yet */
    m->strange = still && m->strange > 0 ? m->strange + 1 : 1;
    if (m->strange >= STRANGE_FRAMES) {
        m->preset = c.unused;
        m->strange = 0;
    } else {
        m->held_until_ns = now_ns + 1; /* on its way, or not known yet */
    }
}
