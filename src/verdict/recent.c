/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * What a frame has of those before it. A picture that is sent again and again must be told from
 * one in which nothing happens: the noise of the sensor is new in each frame, and coding alone
 * changes a picture less.
 */
#include "verdict/recent.h"

#include <math.h>
#include <string.h>

/* Of the tiles, so many may differ at most in a repeated picture; and how far that is below what is
 * usual from frame to frame. */
#define REPEAT_MOST    0.5
#define REPEAT_SPREADS 6.0
/* Levels of contrast from which a tile tells that it is the same, and so many of them at least. */
#define MARK_LEVELS 3.0f
#define MARKS_LEAST 8u
/* A frame in which some tiles are as they were, though on this camera none ever is, and the others
 * differ from an earlier frame by less than this part of what is usual. */
#define SOME_MOST   0.97
#define RIPPLE_PART 0.3
/* The same where more of them are as they were, and by no coarse quantiser: a coding in steps of 73
 * levels and more takes the noise, and what is left is often alike. */
#define MORE_MOST        0.92
#define MORE_RIPPLE_PART 0.55
#define MORE_QUANTISER   6.2f
/* Roughness below this is rounding, levels^2. */
#define ROUGH_LEAST 0.1f
/* Share of the difference that a shift must explain to be one. */
#define EXPLAINED_MIN 0.15

/* By how much the tiles differ, each by itself, in how rough they are: the middle one, in log.
 * < 0: too few can tell. */
static double ripple_from(const uint32_t *now, const float *rough_now, const uint32_t *then,
                          const float *rough_then)
{
    float values[LWI_MARKS];
    size_t n = 0;
    for (unsigned k = 0; k < LWI_MARKS; k++)
        if (now[k] != 0 && then[k] != 0)
            values[n++] = rough_now[k] - rough_then[k];
    if (n < MARKS_LEAST)
        return -1;
    float copy[LWI_MARKS];
    memcpy(copy, values, n * sizeof(*copy));
    const float common = lwi_select(copy, n, n / 2);
    for (size_t i = 0; i < n; i++)
        values[i] = fabsf(values[i] - common);
    return lwi_select(values, n, n / 2);
}

/*
 * A frozen picture under a clock is coded again and again. The clock changes some tiles, those that
 * are predicted from it change, too, and where the rate control takes another quantiser all do; but
 * it goes to and fro between few, and then a frame is the same as an earlier one: how far from the
 * likest of them is the tiles' share that differ, and their ripple.
 */
static void note_marks(struct lwi_evidence *e, struct lwi_recent *r)
{
    uint32_t marks[LWI_MARKS];
    float rough[LWI_MARKS];
    e->repeated = 1;
    e->ripple = -1;
    for (unsigned k = 0; k < LWI_MARKS; k++) {
        const struct lwi_scene_tile *t = &e->scene->tiles[(2 * k + 1) * e->total / (2 * LWI_MARKS)];
        /* What is flat, or hidden by something flat, may be the same by chance. */
        marks[k] = t->contrast < MARK_LEVELS ? 0 : t->signature;
        rough[k] = logf(t->roughness + ROUGH_LEAST);
    }
    for (unsigned i = 0; i < r->marked; i++) {
        unsigned differ = 0, compared = 0;
        for (unsigned k = 0; k < LWI_MARKS; k++) {
            compared += marks[k] != 0;
            differ += marks[k] != 0 && marks[k] != r->marks[i][k];
        }
        if (compared >= MARKS_LEAST)
            e->repeated = fmin(e->repeated, (double) differ / compared);
        const double ripple = ripple_from(marks, rough, r->marks[i], r->rough[i]);
        if (ripple >= 0 && (e->ripple < 0 || ripple < e->ripple))
            e->ripple = ripple;
    }
    memcpy(r->marks[r->marked_next], marks, sizeof(marks));
    memcpy(r->rough[r->marked_next], rough, sizeof(rough));
    r->marked_next = (r->marked_next + 1) % LWI_MARKED;
    r->marked += r->marked < LWI_MARKED;
}

/* Whether the picture is one that was there before: but for a clock's tiles, or, where this camera
 * hardly ever sends the same tiles twice, for what is coded anew because of the clock. That changes
 * how rough the tiles are in common, by the quantiser, and each by itself far less than new noise
 * of the sensor does. */
static int is_repeated(const struct lwi_evidence *e)
{
    const double clock = 0.05 + 2.0 / e->total;
    if (e->moved <= clock || e->repeated <= clock)
        return 1;
    if (!e->baseline || e->baseline->changed.spread == 0)
        return 0;
    const struct lwi_running *usual = &e->baseline->changed;
    const double never = usual->mean - REPEAT_SPREADS * usual->spread;
    if (e->repeated <= fmin(REPEAT_MOST, never))
        return 1;
    if (e->ripple < 0 || e->baseline->ripple.spread == 0)
        return 0;
    const double part = e->ripple / fmax(e->baseline->ripple.mean, 1e-6);
    const int is_fine = e->scene->quantiser >= 0 && e->scene->quantiser < MORE_QUANTISER;
    return (e->repeated <= fmin(SOME_MOST, never) && part <= RIPPLE_PART) ||
           (e->repeated <= fmin(MORE_MOST, never) && part <= MORE_RIPPLE_PART && is_fine);
}

void lwi_recent_note(struct lwi_evidence *e, struct lwi_recent *r, const struct lwi_fine *fine)
{
    const struct lwi_scene *s = e->scene;
    unsigned differ = 0;
    struct lwi_overlay_step step = {0};
    const int known = r->tiles == e->total;
    for (unsigned i = 0; known && i < e->total; i++)
        differ += s->tiles[i].signature != r->signatures[i];
    e->moved = known ? (double) differ / e->total : 1;
    if (known && differ > 0) {
        struct lwi_fine before;
        lwi_overlay_fine(&before, r->thumb);
        lwi_overlay_step(&step, fine, &before);
    }
    if (!known)
        r->marked = r->marked_next = 0;
    note_marks(e, r);
    e->step_mean = r->count ? s->mean - r->mean[(r->next + LWI_RECENT - 1) % LWI_RECENT] : 0;

    if (known && is_repeated(e)) {
        if (r->same++ == 0)
            r->same_since_ns = e->now_ns;
    } else {
        r->same /= 2; /* coded as never before: of a run one such frame is forgiven */
    }
    r->mean[r->next] = s->mean;
    const int shifted = step.explained > EXPLAINED_MIN;
    r->shift_x[r->next] = (float) (shifted ? step.x : 0);
    r->shift_y[r->next] = (float) (shifted ? step.y : 0);
    r->at_ns[r->next] = e->now_ns;
    const unsigned then = (r->next + LWI_RECENT - 8) % LWI_RECENT;
    e->recent_s = r->count >= 8 ? (double) (e->now_ns - r->at_ns[then]) / 1e9 : 0;
    r->next = (r->next + 1) % LWI_RECENT;
    r->count += r->count < LWI_RECENT;
    memcpy(r->thumb, s->thumb, sizeof(r->thumb));
    for (unsigned i = 0; i < e->total; i++)
        r->signatures[i] = s->tiles[i].signature;
    r->tiles = e->total;
    e->recent = r;
}
