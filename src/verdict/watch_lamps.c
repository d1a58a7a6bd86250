/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Day or lamps: a camera that keeps its colour by night shows two scenes. What lamps draw is
 * another fine structure at another brightness than what the day does, and each has its own noise,
 * its own edges and its own darkness; learnt together they hide each other's faults.
 *
 * The second of the two begins when a picture is unlike all that is known at the usual brightness,
 * is itself darker or brighter, and stays so while nothing is at fault. From then on a frame
 * belongs to the one whose looks it is nearer to.
 */
#include <math.h>

#include "verdict/watch.h"

/* Pictures that must have been learnt before there can be another light. */
#define PICTURES_MIN 3u
/* Another brightness, ln; and a likeness below which it is another scene. */
#define BRIGHTNESS_OTHER 0.15
#define LIKENESS_OTHER   0.45
/* It stays for so long, in so many frames. */
#define OTHER_NS     (600 * INT64_C(1000000000))
#define OTHER_FRAMES 2u
/* To change between two that are known the frame must be nearer to the other one by so much, and
 * not show the structure of its own. */
#define NEARER        0.1
#define LIKENESS_SAME 0.7
/* What a change of brightness by e counts for, in terms of likeness. */
#define BRIGHTNESS_PART 0.5
/* A frame that is as like as this is compared only so often. */
#define LIKENESS_SURE 0.7f
#define COMPARE_NS    (30 * INT64_C(1000000000))

static double brighter(double mean, double than)
{
    return log((mean + 5) / (than + 5));
}

static double likeness_to(const struct lwi_fine *fine, const struct lwi_look *look)
{
    struct lwi_fine then;
    lwi_overlay_fine(&then, look->thumb);
    return lwi_overlay_likeness(fine, &then);
}

/* How like the frame is to what a baseline knows: the fine structure alone, and with the
 * brightness. */
struct nearness {
    double likeness, near;
};

static struct nearness nearness_to(const struct lw_watch *w, const struct lwi_fine *fine,
                                   const struct lwi_baseline *b)
{
    struct nearness best = {-1, -10};
    for (unsigned i = 0; i < LWI_BASELINE_LOOKS; i++) {
        const struct lwi_look *look = &b->looks[i];
        if (look->pictures == 0)
            continue;
        const double likeness = likeness_to(fine, look);
        const double away = fabs(brighter(w->scene.mean, look->mean));
        best.likeness = fmax(best.likeness, likeness);
        best.near = fmax(best.near, likeness - BRIGHTNESS_PART * away);
    }
    return best;
}

/* By how much, ln, the frame is brighter than a baseline that it is unlike; 0: it is like it. */
static double unlike_by(const struct lw_watch *w, const struct lwi_fine *fine,
                        const struct lwi_baseline *b)
{
    const struct lwi_look *most = &b->looks[0];
    for (unsigned i = 1; i < LWI_BASELINE_LOOKS; i++)
        if (b->looks[i].pictures > most->pictures)
            most = &b->looks[i];
    const double more = brighter(w->scene.mean, most->mean);
    if (b->pictures < PICTURES_MIN || fabs(more) < BRIGHTNESS_OTHER)
        return 0;
    /* Looks of another brightness are of a dusk that was learnt before the night was known. */
    for (unsigned i = 0; i < LWI_BASELINE_LOOKS; i++)
        if (b->looks[i].pictures > 0 &&
            fabs(brighter(b->looks[i].mean, most->mean)) < BRIGHTNESS_OTHER &&
            likeness_to(fine, &b->looks[i]) > LIKENESS_OTHER)
            return 0;
    return more;
}

static struct lwi_baseline *find_of(struct lw_watch *w, uint32_t light)
{
    for (uint32_t i = 0; i < w->baseline_count; i++)
        if (w->baselines[i].light == light && lwi_watch_is_of_view(w, &w->baselines[i]))
            return &w->baselines[i];
    return NULL;
}

/* The light of the frame where one of the two is known: the other one, where it begins. */
static uint32_t second_light(struct lw_watch *w, const struct lwi_fine *fine,
                             struct lwi_baseline *known, int64_t now_ns)
{
    struct lwi_memory *m = &w->memory;
    const double more = lwi_watch_is_blind(w) ? 0 : unlike_by(w, fine, known);
    if (more == 0) {
        m->other_frames = 0;
        m->other_ns = LW_TIME_NONE;
        return known->light;
    }
    if (m->other_frames++ == 0)
        m->other_ns = now_ns;
    if (m->other_frames < OTHER_FRAMES || now_ns - m->other_ns < OTHER_NS)
        return known->light;
    if (more > 0 && known->light == LW_LIGHT_DAY)
        known->light = LWI_LIGHT_LAMPS; /* it was night when it began to learn */
    return more > 0 ? LW_LIGHT_DAY : LWI_LIGHT_LAMPS;
}

uint32_t lwi_watch_day_or_lamps(struct lw_watch *w, uint32_t known, int64_t now_ns)
{
    struct lwi_memory *m = &w->memory;
    struct lwi_baseline *day = find_of(w, LW_LIGHT_DAY), *lamps = find_of(w, LWI_LIGHT_LAMPS);
    const int in_colour = known == LW_LIGHT_DAY || known == LWI_LIGHT_LAMPS;
    if (!day && !lamps)
        return in_colour ? known : LW_LIGHT_DAY;
    if (in_colour && m->light_frames == 0 && m->likeness > LIKENESS_SURE &&
        m->lights_ns != LW_TIME_NONE && now_ns - m->lights_ns < COMPARE_NS)
        return known;
    m->lights_ns = now_ns;
    struct lwi_fine fine;
    lwi_overlay_fine(&fine, w->scene.thumb);
    if (!day || !lamps)
        return second_light(w, &fine, day ? day : lamps, now_ns);
    if (in_colour && (day->pictures == 0 || lamps->pictures == 0))
        return known; /* begun just now */
    const struct nearness by_day = nearness_to(w, &fine, day);
    const struct nearness by_lamps = nearness_to(w, &fine, lamps);
    if (!in_colour)
        return by_day.near >= by_lamps.near ? LW_LIGHT_DAY : LWI_LIGHT_LAMPS;
    const struct nearness *own = known == LW_LIGHT_DAY ? &by_day : &by_lamps;
    const struct nearness *other = known == LW_LIGHT_DAY ? &by_lamps : &by_day;
    /* What is unlike both is another scene, or spoilt, and an exposure that is wrong leaves the
     * structure as it was: neither is for the light to say. */
    if (other->likeness < LIKENESS_OTHER || own->likeness > LIKENESS_SAME ||
        other->near < own->near + NEARER)
        return known;
    return known == LW_LIGHT_DAY ? LWI_LIGHT_LAMPS : LW_LIGHT_DAY;
}
