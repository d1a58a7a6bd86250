/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "verdict/baseline.h"

#include <math.h>
#include <string.h>

/* A distance beyond so many spreads counts as that many. */
#define FAR_SPREADS 3.0f
/* Least spread of a fineness; and what a tile starts with. */
#define FINENESS_SPREAD_MIN   0.03f
#define FINENESS_SPREAD_FIRST 0.15f
/* Of the quantiser; a rate control wanders by so much, octaves. */
#define QUANTISER_SPREAD_FIRST 0.3f
/* So many stained tiles are dirt that comes, on most cameras: they are usual only after weeks. */
#define STAINED_DOUBT 0.04
#define DOUBT_RATE    0.25f
/* Share of pictures in which a usable tile has edges. */
#define SEEN_MIN 150
/* From this share on a tile that stays as it is, is an overlay. */
#define STILL_MAX 200
/* The healthy reference is made after so many pictures, and then moves up only. */
#define HEALTHY_PICTURES 30
/* Energy of the edges: least, levels^2, and in terms of the noise's variance. */
#define EDGES_MIN       12.0f
#define EDGES_MIN_NOISE 6.0f
/* Time in which the noise and the cast of a look follow those of its pictures. */
#define LOOK_SLOW_TAU_S 3600.0
/* What it shows follows in steps, at most one a minute: smaller ones are less than a level. */
#define LOOK_RATE_MIN 0.05f
#define LOOK_STEP_NS  (60 * INT64_C(1000000000))
#define DAY_NS        (86400 * INT64_C(1000000000))

const double lwi_baseline_radii[LWI_BASELINE_RADII] = {1.2, 2, 3, 6};

void lwi_baseline_clear(struct lwi_baseline *b)
{
    const uint32_t preset = b->preset, light = b->light, width = b->width, height = b->height;
    memset(b, 0, sizeof(*b));
    b->preset = preset;
    b->light = light;
    b->width = width;
    b->height = height;
    b->first_ns = b->last_ns = LW_TIME_NONE;
    b->day_last = -1;
}

int lwi_baseline_is_ready(const struct lwi_baseline *b)
{
    return b->pictures >= LWI_BASELINE_NEEDED;
}

float lwi_baseline_edges_min(float noise)
{
    return fmaxf(EDGES_MIN, EDGES_MIN_NOISE * noise * noise);
}

int lwi_baseline_is_usable(const struct lwi_baseline *b, unsigned tile)
{
    const struct lwi_baseline_tile *t = &b->tiles[tile];
    return t->seen >= SEEN_MIN && t->still < STILL_MAX;
}

double lwi_baseline_drift(const struct lwi_baseline *b)
{
    float changes[LWI_SCENE_TILES_MAX];
    size_t n = 0;
    for (unsigned i = 0; b->healthy_set && i < b->tiles_x * b->tiles_y; i++)
        if (lwi_baseline_is_usable(b, i) && b->tiles[i].healthy != 0)
            changes[n++] = b->tiles[i].fineness.mean - b->tiles[i].healthy;
    if (n == 0)
        return 0;
    return lwi_select(changes, n, n / 2);
}

/* Drops grow about in a straight line between the radii that are measured; with the sum of
 * squares below the first, and on in the last line beyond the last. */
double lwi_baseline_drop_of(const struct lwi_baseline *b, double radius)
{
    double from_r = 0, from = 0;
    for (int i = 0; i < LWI_BASELINE_RADII; i++) {
        const double r = lwi_baseline_radii[i], to = fmax(-b->blur_drop[i], from);
        if (b->blur_count[i] == 0)
            continue;
        if (radius <= r && from_r == 0)
            return to * (radius / r) * (radius / r);
        if (radius <= r)
            return from + (to - from) * (radius - from_r) / (r - from_r);
        from_r = r;
        from = to;
    }
    return from;
}

double lwi_baseline_radius_of(const struct lwi_baseline *b, double drop)
{
    double from_r = 0, from = 0;
    for (int i = 0; i < LWI_BASELINE_RADII; i++) {
        const double r = lwi_baseline_radii[i], to = fmax(-b->blur_drop[i], from);
        if (b->blur_count[i] == 0)
            continue;
        if (drop <= to && from_r == 0)
            return r * sqrt(fmax(drop, 0) / fmax(to, 1e-6));
        if (drop <= to && to > from)
            return from_r + (r - from_r) * (drop - from) / (to - from);
        from_r = r;
        from = to;
    }
    return from_r;
}

static void run(struct lwi_running *r, float value, float rate, float spread_min)
{
    const float spread = fmaxf(r->spread, spread_min);
    const float far = FAR_SPREADS * spread;
    const float away = fminf(fmaxf(value - r->mean, -far), far);
    r->mean += rate * away;
    r->spread += rate * (fabsf(away) - r->spread);
}

/* The first value starts it. */
static void run_first(struct lwi_running *r, float value, float rate, float spread_first,
                      float spread_min, int first)
{
    if (first)
        *r = (struct lwi_running){value, spread_first};
    else
        run(r, value, rate, spread_min);
}

static uint8_t run_share(uint8_t share, int is, float rate)
{
    /* At least one step, or a small rate would never get anywhere; a long run is rare enough. */
    float step = ((is ? 255.0f : 0.0f) - share) * fmaxf(rate, 0.01f);
    if (step > 0)
        step = ceilf(step);
    else
        step = floorf(step);
    return (uint8_t) fminf(fmaxf((float) share + step, 0), 255);
}

static void learn_tile(struct lwi_baseline_tile *t, const struct lwi_scene_tile *now, float rate,
                       float edges_min, int first, int coarsely)
{
    const int seen = now->edges >= edges_min && now->clipped < 0.5f;
    if (seen) {
        const int new_here = t->fineness.spread == 0;
        const float was = t->fineness.mean;
        run_first(&t->fineness, now->fineness, rate, FINENESS_SPREAD_FIRST, FINENESS_SPREAD_MIN,
                  new_here);
        if (coarsely && !new_here)
            t->healthy += t->fineness.mean - was;
        const float edges = logf(now->edges);
        t->edges = new_here ? edges : t->edges + rate * (edges - t->edges);
    }
    t->seen = first ? (seen ? 255 : 0) : run_share(t->seen, seen, rate);
    t->contrast += (first ? 1 : rate) * (now->contrast - t->contrast);
    t->mean += (first ? 1 : rate) * (now->mean - t->mean);
}

static void learn_still(struct lwi_baseline *b, const struct lwi_lesson *l, float rate)
{
    /* With hardly anything moving there is nothing to tell an overlay by. */
    if (!l->before || l->moved < 0.6)
        return;
    for (unsigned i = 0; i < b->tiles_x * b->tiles_y; i++)
        b->tiles[i].still = run_share(
            b->tiles[i].still, l->before[i] == l->scene->tiles[i].signature, fminf(rate, 0.1f));
}

/* Rounded away from what is there, so that small differences are learnt, too. */
static void learn_thumb(struct lwi_look *look, const struct lwi_scene *s, float rate)
{
    for (unsigned i = 0; i < LWI_THUMB_PIXELS; i++) {
        const float step = rate * ((float) s->thumb[i] - (float) look->thumb[i]);
        look->thumb[i] =
            (uint8_t) ((float) look->thumb[i] + (step > 0 ? ceilf(step) : floorf(step)));
    }
    look->mean += rate * (s->mean - look->mean);
}

static void learn_look(struct lwi_baseline *b, const struct lwi_lesson *l)
{
    unsigned at = l->look;
    if (at >= LWI_BASELINE_LOOKS) {
        at = 0;
        for (unsigned i = 1; i < LWI_BASELINE_LOOKS; i++)
            if (b->looks[i].pictures < b->looks[at].pictures)
                at = i;
        b->looks[at].pictures = 0;
    }
    struct lwi_look *look = &b->looks[at];
    const float rate =
        look->pictures == 0 ? 1 : fmaxf(1.0f / (float) (look->pictures + 1), LOOK_RATE_MIN);
    /* However fast the pictures come: fog, noise or a cast that is a fault must not be learnt
     * before it is one. */
    if (rate > LOOK_RATE_MIN || l->now_ns / LOOK_STEP_NS != b->last_ns / LOOK_STEP_NS)
        learn_thumb(look, l->scene, rate);
    const float by_time = fminf((float) (fmax(l->since_s, 0) / LOOK_SLOW_TAU_S), rate);
    const float slow_rate = fmaxf(1.0f / (float) (look->pictures + 1), by_time);
    look->noise += slow_rate * (l->scene->grain - look->noise);
    look->cast_u += slow_rate * (l->scene->cast_u - look->cast_u);
    look->cast_v += slow_rate * (l->scene->cast_v - look->cast_v);
    look->banding += rate * ((float) l->banding - look->banding);
    look->pictures++;
}

static void learn_healthy(struct lwi_baseline *b, int64_t now_ns)
{
    if (!b->healthy_set) {
        if (b->pictures < HEALTHY_PICTURES)
            return;
        b->healthy_set = 1;
        b->first_ns = now_ns;
        for (unsigned i = 0; i < b->tiles_x * b->tiles_y; i++)
            b->tiles[i].healthy = b->tiles[i].fineness.mean;
        return;
    }
    /* A tile that has changed by itself is learnt; what all have in common is not, unless it is
     * for the better. */
    const float common = fminf((float) lwi_baseline_drift(b), 0);
    for (unsigned i = 0; i < b->tiles_x * b->tiles_y; i++) {
        struct lwi_baseline_tile *t = &b->tiles[i];
        if (t->fineness.spread > 0)
            t->healthy = t->fineness.mean - common;
    }
    const int64_t day = now_ns >= b->first_ns ? (now_ns - b->first_ns) / DAY_NS : 0;
    if (day > INT32_MAX - 1)
        return;
    for (int64_t d = b->day_last + 1; d < day && d < b->day_last + LWI_BASELINE_DAYS; d++)
        b->day_drift[d % LWI_BASELINE_DAYS] = LWI_BASELINE_NO_DAY;
    b->day_drift[day % LWI_BASELINE_DAYS] = common;
    b->day_last = (int32_t) day;
}

/* What is stained is learnt at another rate where dirt may be coming. */
static float stained_rate(const struct lwi_lesson *l, float rate)
{
    return l->stained > STAINED_DOUBT ? DOUBT_RATE * rate : rate;
}

static void learn_picture(struct lwi_baseline *b, const struct lwi_lesson *l, float rate, int first)
{
    const struct lwi_scene *s = l->scene;
    run_first(&b->luma, s->mean, rate, 10, 2, first);
    run_first(&b->contrast, s->contrast, rate, 5, 1, first);
    run_first(&b->dark, s->dark, rate, 0.05f, 0.01f, first);
    run_first(&b->bright, s->bright, rate, 0.05f, 0.01f, first);
    run_first(&b->noise, s->noise, rate, 0.5f, 0.1f, first);
    run_first(&b->grain, s->grain, rate, 0.5f, 0.1f, b->grain.spread == 0);
    run_first(&b->colour, s->colour, rate, 2, 0.5f, first);
    run_first(&b->cast_u, s->cast_u, rate, 2, 0.5f, first);
    run_first(&b->cast_v, s->cast_v, rate, 2, 0.5f, first);
    run_first(&b->blocking, s->blocking, rate, 0.1f, 0.02f, first);
    if (!l->coarsely) {
        run_first(&b->drop, (float) l->drop, rate, 0.1f, 0.01f, first);
        /* Before, the drop is one against hardly anything. */
        if (b->pictures > LWI_BASELINE_NEEDED)
            lwi_light_fit_learn(&b->light_fit, s, l->drop_plain, rate);
        run_first(&b->detail, (float) l->detail, rate, 0.3f, 0.05f, first);
    }
    if (s->quantiser >= 0)
        run_first(&b->quantiser, s->quantiser, rate, QUANTISER_SPREAD_FIRST, 0.1f,
                  b->quantiser.spread == 0);
    run_first(&b->banding, (float) l->banding, rate, 0.5f, 0.1f, first);
    run_first(&b->stained, (float) l->stained, stained_rate(l, rate), 0.005f, 0.001f,
              b->stained.spread == 0);
    if (l->ripple >= 0)
        run_first(&b->ripple, (float) l->ripple, rate, 0.02f, 0.002f, b->ripple.spread == 0);
    if (l->repeated >= 0)
        run_first(&b->repeated, (float) l->repeated, rate, 0.03f, 0.005f, b->repeated.spread == 0);
    if (l->alone >= 0)
        run_first(&b->alone, (float) l->alone, rate, 0.1f, 0.05f, first);
    for (unsigned i = 0; i < LWI_SCENE_BANDS; i++)
        b->bands[i] += (first ? 1 : rate) * (s->bands[i] - b->bands[i]);
}

void lwi_baseline_learn(struct lwi_baseline *b, const struct lwi_lesson *l)
{
    const struct lwi_scene *s = l->scene;
    const int first = b->pictures == 0;
    b->tiles_x = s->tiles_x;
    b->tiles_y = s->tiles_y;
    b->pictures += b->pictures < UINT32_MAX;
    b->learnt_s += fmin(fmax(l->since_s, 0), 86400);
    /* Equal weights at first; from then on each by the time that it stands for. */
    const double by_time = 1 - exp(-fmax(l->since_s, 0) / LWI_BASELINE_TAU_S);
    const float rate = (float) fmax(fmin(1.0 / b->pictures, 1.0), fmin(by_time, 0.1));
    const float edges_min = lwi_baseline_edges_min(s->noise);
    for (unsigned i = 0; i < b->tiles_x * b->tiles_y; i++)
        if (s->tiles[i].whole)
            learn_tile(&b->tiles[i], &s->tiles[i],
                       l->soiled && l->soiled[i] ? stained_rate(l, rate) : rate, edges_min, first,
                       l->coarsely);
    learn_still(b, l, rate);
    learn_picture(b, l, rate, first);
    learn_look(b, l);
    b->last_ns = l->now_ns;
    if (first)
        b->first_ns = l->now_ns;
    learn_healthy(b, l->now_ns);
}

void lwi_baseline_learn_blur(struct lwi_baseline *b, unsigned radius, double drop)
{
    const uint32_t n = ++b->blur_count[radius];
    b->blur_drop[radius] += (float) ((drop - b->blur_drop[radius]) / (n < 500 ? n : 500));
    if (n > 500)
        b->blur_count[radius] = 500;
}
