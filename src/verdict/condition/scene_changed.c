/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * The small picture's fine structure no longer lies over any look of the scene that is known.
 * Where it does after a shift, that is how far the camera was turned.
 */
#include <math.h>

#include "verdict/condition.h"

#define LIKENESS_LIMIT 0.3
/* In the light of the baseline, with edges as strong as ever. On real sequences no healthy picture
 * was less like its scene then than by 0.48. */
#define LIKENESS_SAME 0.4
#define SAME_SPREADS  2.5
#define SAME_LEVELS   20.0
#define SAME_DETAIL   -1.2
/* Of the tiles, so many may have lost their edges where it is neither what the day shows nor what
 * lamps do: at nightfall many have. */
#define OTHER_LOST 0.3
/* From this likeness on it is what the other one of them shows, at a brightness that it has not. */
#define OTHER_LIKENESS 0.4
#define ALIGNED_GOOD   0.6
/* Over most of the picture less is enough, in whatever light: on real sequences no picture that was
 * where it was lay over its look by more than 0.29 after so small a shift, px@1080p. */
#define ALIGNED_SMALL 0.4
#define SMALL_SHIFT   300.0
/* Shift that counts as turned, px@1080p. */
#define SHIFT_LIMIT 45.0
/* Degrees, and part of the size, that are worth a word. */
#define ROTATION_TOLD 1.0
#define ZOOM_TOLD     0.02
/* Brightness so far from all that is known says that the light changed, not the view. */
#define LIGHT_SPREADS 5.0

/* Whether a brightness is one that a baseline knows. */
static int is_known(const struct lwi_baseline *b, double mean)
{
    return fabs(mean - b->luma.mean) <= fmax(LIGHT_SPREADS * b->luma.spread, 25);
}

/* Whether the light is that of the baseline, or that of the other one, of day and lamps, and the
 * scene that of neither. */
static int is_light_known(const struct lwi_evidence *e)
{
    if (is_known(e->baseline, e->scene->mean))
        return 1;
    return e->other && is_known(e->other, e->scene->mean) && e->other_likeness < LIKENESS_LIMIT &&
           e->lost_share < OTHER_LOST;
}

/* Least likeness. Nearly the same light draws nearly the same edges. */
static double likeness_limit(const struct lwi_evidence *e)
{
    const struct lwi_running *luma = &e->baseline->luma;
    const double away = fabs(e->scene->mean - luma->mean);
    return away < fmax(SAME_SPREADS * luma->spread, SAME_LEVELS) && e->detail > SAME_DETAIL
               ? LIKENESS_SAME
               : LIKENESS_LIMIT;
}

/* Whether it lies over a look of the scene after a shift, and not as it is. */
static int has_moved(const struct lwi_overlay_fit *f, double factor)
{
    const double shift = hypot(f->shift_x, f->shift_y);
    return f->aligned > (shift < SMALL_SHIFT ? ALIGNED_SMALL : ALIGNED_GOOD) &&
           f->aligned > f->correlation + 0.15 && shift > SHIFT_LIMIT * factor;
}

static void find_moved(struct lwi_finding *ret, const struct lwi_overlay_fit *f, double limit)
{
    const double shift = hypot(f->shift_x, f->shift_y);
    if (fabs(f->rotation) < ROTATION_TOLD && fabs(f->zoom - 1) < ZOOM_TOLD)
        lwi_find(ret, shift, limit, shift, "the view moved by %.0f px@1080p across and %.0f down",
                 f->shift_x, f->shift_y);
    else
        lwi_find(ret, shift, limit, shift,
                 "the view moved by %.0f px@1080p across and %.0f down, turned by %.1f degrees and "
                 "is %.2f times as large",
                 f->shift_x, f->shift_y, f->rotation, f->zoom);
}

static void judge(const struct lwi_evidence *e, unsigned sensitivity, struct lwi_finding *ret)
{
    if (!e->baseline || e->look >= LWI_BASELINE_LOOKS) {
        lwi_find_not(ret, "learning, %u of %d pictures", e->pictures, LWI_BASELINE_NEEDED);
        return;
    }
    const double factor = lwi_sensitivity_factor(sensitivity, 1.5);
    const double limit = 1 - likeness_limit(e) / factor;
    /* Turned by day, it still is by night, which has its own looks. */
    const struct lwi_overlay_fit *f =
        !has_moved(&e->fit, factor) && has_moved(&e->other_fit, factor) ? &e->other_fit : &e->fit;
    const double shift = hypot(f->shift_x, f->shift_y);
    if (has_moved(f, factor)) {
        find_moved(ret, f, SHIFT_LIMIT * factor);
        return;
    }
    if (f->correlation > 1 - limit) {
        lwi_find(ret, fmin(1 - f->correlation, limit), limit * 1.0001, fmax(shift, 0),
                 "the scene is where it was");
        return;
    }
    if (e->other && e->other_likeness > OTHER_LIKENESS) {
        lwi_find_not(ret, "the light is unlike that of the baseline");
        return;
    }
    if (!is_light_known(e)) {
        lwi_find_not(ret, "the light is unlike all that was learnt");
        return;
    }
    if (e->flat_share > 0.4) {
        lwi_find_not(ret, "too little is left of the picture to compare it");
        return;
    }
    lwi_find(ret, 1 - f->correlation, limit, -1, "the scene is another one: likeness %.2f",
             f->correlation);
    ret->severe = 1;
}

static const char *const yields_to[] = {"no_signal_picture", "covered", "too_dark", "too_bright",
                                        NULL};

const struct lwi_condition_info lwi_condition_scene_changed = {
    .desc =
        {
            .name = "scene_changed",
            .help = "The camera looks elsewhere: it was turned, moved or zoomed.",
            .also_known_as = "scene change, GlobalSceneChange",
            .unit = "",
            .enabled = 1,
            .sensitivity = 50,
            .duration_s = 30,
            .clear_s = 30,
        },
    .blinds = 1,
    .yields_to = yields_to,
    .judge = judge,
};
