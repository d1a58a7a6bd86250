/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "verdict/evidence.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "verdict/recent.h"

/* What a tile counts as that has lost all its edges, but not its light and shade. */
#define LOST_DROP -2.0f
/* Edges of so many variances of the noise stand out of it by half. */
#define EDGES_HALF_CLEAR 400.0f
/* By so little of that they are noise rather than edges: those of 100 variances. */
#define CLEAR_MIN 0.04f
/* Tiles that are heard at least, where there are so many. */
#define HEARD_MIN ((size_t) 40)
/* White letters with black rims: of the tile's pixels so many of each, of 255. */
#define STARK_LEAST 3
/* A tile that is steadier than this says no more for it. */
#define SPREAD_MIN 0.05f
/* A tile with less than this of its contrast, and less than so many levels, is flat. */
#define FLAT_PART   0.25f
#define FLAT_LEVELS 4.0f
#define HAD_LEVELS  6.0f
/* Brightness of the picture against its own, below which it is another light; darker tiles are
 * black. */
#define SAME_LEAST 0.7
#define SAME_MOST  1.5
/* A quantiser that is so much coarser than usual takes detail as a lens out of focus does; a
 * picture out of focus needs fewer bits, and is coded more finely. */
#define COARSER_OCTAVES     0.75
#define COARSER_SPREADS     3.0
#define COARSER_OCTAVES_MAX 1.25 /* however restless the rate control is */
/* A nightfall that is not known yet looks like nothing that is. */
#define SAME_LIKENESS 0.3
/* A look is known after so many pictures, and recognised by this likeness. */
#define LOOK_PICTURES 3u
#define LOOK_LIKENESS 0.5
/* No other look needs to be asked. */
#define LIKE_ENOUGH 0.85
/* Below this likeness the other light is asked. */
#define OTHER_ASKED 0.45
#define DARKER      0.75
/* Of its brightness a tile has so much where the light is still there. */
#define LIT_PART 0.75f
/* Share of the tiles that are flat, from which on it is asked what they still show. */
#define FLAT_ASKED  0.25
#define DARK_LEVELS 40.0f
/* A tile of which half is clipped, and brighter than this, is white. */
#define WHITE_LEVELS 128.0f

static double at_share(float *values, size_t n, double share)
{
    return n ? lwi_select(values, n, (size_t) ((double) (n - 1) * share)) : 0;
}

/* The look that a picture is most like. */
struct likest {
    const struct lwi_look *look; /* NULL: there is none */
    double likeness;
    struct lwi_fine fine; /* of the look */
};

/* Among those of so many pictures; one that is like enough ends the search. */
static void find_likest(struct likest *ret, const struct lwi_baseline *b,
                        const struct lwi_fine *fine, unsigned pictures_min, double enough)
{
    ret->look = NULL;
    for (unsigned i = 0; i < LWI_BASELINE_LOOKS; i++) {
        struct lwi_fine tried;
        if (b->looks[i].pictures < pictures_min)
            continue;
        lwi_overlay_fine(&tried, b->looks[i].thumb);
        const double likeness = lwi_overlay_likeness(fine, &tried);
        if (ret->look && likeness <= ret->likeness)
            continue;
        *ret = (struct likest){&b->looks[i], likeness, tried};
        if (likeness >= enough)
            return;
    }
}

static void find_look(struct lwi_evidence *e, const struct lwi_baseline *b,
                      const struct lwi_fine *fine)
{
    struct likest own;
    e->look = LWI_BASELINE_LOOKS;
    find_likest(&own, b, fine, 1, LIKE_ENOUGH);
    if (!own.look)
        return;
    e->look = (unsigned) (own.look - b->looks);
    /* The search for a shift is dear, and made where it does not lie over any. */
    lwi_overlay_fit(&e->fit, fine, &own.fine, /* search= */ 1);
    for (unsigned i = 0; e->scene->mean < LWI_DIM_MEAN && i < LWI_BASELINE_LOOKS; i++) {
        if (b->looks[i].pictures == 0)
            continue;
        lwi_overlay_fine(&own.fine, b->looks[i].thumb);
        e->faint = fmax(e->faint, lwi_overlay_likeness_faint(fine, &own.fine));
    }
}

/* Grey at an hour at which that is not usual: whether it shows what the day does. */
static void find_day(struct lwi_evidence *e, const struct lwi_baseline *day,
                     const struct lwi_fine *fine)
{
    struct likest own;
    if (!day || e->hour_grey > 0)
        return;
    find_likest(&own, day, fine, LOOK_PICTURES, INFINITY);
    e->day_look = own.look;
    e->day_likeness = own.look ? own.likeness : 0;
}

/* Unlike its own baseline: whether it shows what the other one of day and lamps does. */
static void find_other(struct lwi_evidence *e, const struct lwi_baseline *other,
                       const struct lwi_fine *fine)
{
    struct likest own;
    if (!other || e->look >= LWI_BASELINE_LOOKS || e->fit.correlation > OTHER_ASKED)
        return;
    e->other = other;
    find_likest(&own, other, fine, 1, INFINITY);
    e->other_likeness = own.look ? own.likeness : -1;
    if (own.look)
        lwi_overlay_fit(&e->other_fit, fine, &own.fine, /* search= */ 1);
}

static double thumb_contrast(const uint8_t *thumb)
{
    double sum = 0, square = 0;
    for (unsigned i = 0; i < LWI_THUMB_PIXELS; i++) {
        sum += thumb[i];
        square += (double) thumb[i] * thumb[i];
    }
    const double mean = sum / LWI_THUMB_PIXELS;
    return sqrt(fmax(square / LWI_THUMB_PIXELS - mean * mean, 0));
}

/* What one tile says of the focus. */
struct witness {
    float drop;   /* of its fineness */
    float usual;  /* its fineness in the baseline */
    float spread; /* of that */
    float detail; /* change of the log of the energy of its edges */
    float weight;
    float clear; /* of noise, 0..1 */
    int is_stark;
};

/* Differences that are collected over the tiles. */
struct differences {
    struct witness witnesses[LWI_SCENE_TILES_MAX]; /* as many as drops */
    float drop[LWI_SCENE_TILES_MAX], detail[LWI_SCENE_TILES_MAX];
    float far[LWI_SCENE_TILES_MAX], near[LWI_SCENE_TILES_MAX], rest[LWI_SCENE_TILES_MAX];
    size_t drops, details, fars, nears, rests;
};

/* How far the edges of a tile stand out of the noise, 0..1: what they lose is hidden by it. */
static float clear_of_noise(const struct lwi_baseline_tile *was, float noise)
{
    const float edges = expf(was->edges);
    const float part = edges / (edges + EDGES_HALF_CLEAR * noise * noise);
    return part * part;
}

int lwi_evidence_is_stark(const struct lwi_scene_tile *tile)
{
    return tile->stark >= STARK_LEAST;
}

/* Least energy of edges in this noise, and in the usual one; the latter's double, in log. */
struct edges_min {
    float now, usual, log_twice_usual;
};

static void compare_tile(struct lwi_evidence *e, const struct lwi_baseline *b, unsigned i,
                         const struct edges_min *least, struct differences *d, int is_flat)
{
    const struct lwi_scene_tile *now = &e->scene->tiles[i];
    const struct lwi_baseline_tile *was = &b->tiles[i];
    e->usable++;
    /* Out of focus there is less detail to take for noise, and the noise itself is what is left of
     * edges that stood out of it. */
    const float edges_min =
        was->edges > least->log_twice_usual ? fmaxf(least->now, least->usual) : least->now;
    const int flat = now->contrast < fmaxf(FLAT_PART * was->contrast, FLAT_LEVELS);
    const float detail = logf(fmaxf(now->edges, 1)) - was->edges;
    d->detail[d->details++] = detail;
    if (i / e->scene->tiles_x < e->scene->tiles_y / 2)
        d->far[d->fars++] = detail;
    else
        d->near[d->nears++] = detail;
    if (!is_flat && now->mean > LIT_PART * was->mean)
        d->rest[d->rests++] = detail;
    if (now->edges >= edges_min) {
        e->present++;
        e->loss[i] = now->fineness - was->fineness.mean;
    } else if (!flat && now->clipped < 0.5f && was->edges > logf(2 * edges_min)) {
        e->loss[i] = LOST_DROP;
    } else {
        return; /* flat, blinded, or drowned in noise */
    }
    e->telling++;
    d->witnesses[d->drops] = (struct witness){
        .drop = e->loss[i],
        .usual = was->fineness.mean,
        .spread = was->fineness.spread,
        .detail = detail,
        .clear = clear_of_noise(was, fmaxf(now->noise, b->noise.mean)),
        .is_stark = lwi_evidence_is_stark(now),
    };
    d->drop[d->drops++] = e->loss[i];
}

static int by_drop(const void *a, const void *b)
{
    const float x = ((const struct witness *) a)->drop, y = ((const struct witness *) b)->drop;
    return (x > y) - (x < y);
}

/* Tiles that are finer than any lens draws, and do not stand out of the noise, show noise, which no
 * blur changes; and those full of both black and white show letters, which come after the lens.
 * They are not asked where there are enough others. Returns how many are left. */
static size_t leave_out_unblurred(struct differences *d)
{
    size_t kept = 0;
    for (size_t i = 0; i < d->drops; i++) {
        const struct witness w = d->witnesses[i];
        if (w.is_stark || (w.usual > LWI_FINENESS_OF_NOISE && w.clear < CLEAR_MIN))
            continue;
        d->witnesses[i] = d->witnesses[kept];
        d->witnesses[kept++] = w;
    }
    return kept >= HEARD_MIN ? kept : d->drops;
}

/*
 * The middle drop of the tiles that know best. Blur takes most from the finest detail, so the
 * finer half is heard. A tile that is restless by itself counts less, and one whose
 * edges have changed otherwise than most: there the scene or its light is another.
 */
static double middle_drop(struct differences *d, float *ret_finer)
{
    float values[LWI_SCENE_TILES_MAX];
    const size_t n = leave_out_unblurred(d);
    if (n == 0)
        return 0;
    for (size_t i = 0; i < n; i++)
        values[i] = d->witnesses[i].usual;
    const size_t half = n / 2 > HEARD_MIN ? n / 2 : n < HEARD_MIN ? n : HEARD_MIN;
    const float finer = lwi_select(values, n, n - half);
    *ret_finer = finer;
    for (size_t i = 0; i < n; i++)
        values[i] = d->witnesses[i].detail;
    const float common = lwi_select(values, n, n / 2);
    double sum = 0;
    size_t heard = 0;
    for (size_t i = 0; i < n; i++) {
        struct witness *w = &d->witnesses[i];
        if (w->usual < finer)
            continue;
        const float other = w->detail - common;
        w->weight = w->clear * expf(-other * other) / fmaxf(w->spread, SPREAD_MIN);
        sum += w->weight;
        d->witnesses[heard++] = *w;
    }
    qsort(d->witnesses, heard, sizeof(d->witnesses[0]), by_drop);
    double below = 0;
    for (size_t i = 0; i < heard; i++) {
        below += d->witnesses[i].weight;
        if (below >= sum / 2)
            return d->witnesses[i].drop;
    }
    return d->witnesses[heard - 1].drop; /* all weights are 0 */
}

/*
 * What is flat may be hidden, or only faint: then the fine structure of the look is still there,
 * at a tenth of its strength. is_flat: by tile.
 */
static double find_seen_through(const struct lwi_evidence *e, const struct lwi_fine *fine,
                                const struct lwi_look *look, const uint8_t *is_flat)
{
    struct lwi_fine known;
    uint8_t taken[LWI_THUMB_PIXELS];
    lwi_overlay_fine(&known, look->thumb);
    for (unsigned i = 0; i < LWI_THUMB_PIXELS; i++) {
        const unsigned x = i % LWI_THUMB_X * e->scene->tiles_x / LWI_THUMB_X;
        const unsigned y = i / LWI_THUMB_X * e->scene->tiles_y / LWI_THUMB_Y;
        taken[i] = is_flat[y * e->scene->tiles_x + x];
    }
    return lwi_overlay_likeness_of(fine, &known, taken);
}

/* Flat for too much light. */
static int is_white(const struct lwi_scene_tile *tile)
{
    return tile->clipped > 0.5f && tile->mean > WHITE_LEVELS;
}

static void compare_tiles(struct lwi_evidence *e, const struct lwi_baseline *b,
                          const uint8_t *masked, uint8_t *ret_is_flat)
{
    struct differences d;
    d.drops = d.details = d.fars = d.nears = d.rests = 0;
    const float usual = lwi_baseline_edges_min(b->noise.mean);
    const struct edges_min least = {lwi_baseline_edges_min(e->scene->noise), usual,
                                    logf(2 * usual)};
    unsigned had = 0, flat = 0, flat_dark = 0, flat_white = 0;
    unsigned had_half[2] = {0}, flat_half[2] = {0}; /* upper, lower */
    float light[LWI_SCENE_TILES_MAX];
    size_t lights = 0;
    for (unsigned i = 0; i < e->total; i++) {
        const struct lwi_scene_tile *now = &e->scene->tiles[i];
        e->loss[i] = NAN;
        ret_is_flat[i] = 0;
        if (masked[i] || !now->whole)
            continue;
        e->watched++;
        if (b->tiles[i].contrast > HAD_LEVELS && b->tiles[i].still < 200) {
            const int is_flat =
                now->contrast < fminf(FLAT_PART * b->tiles[i].contrast, FLAT_LEVELS);
            had++;
            flat += is_flat;
            ret_is_flat[i] = (uint8_t) is_flat;
            const int lower = i / e->scene->tiles_x >= e->scene->tiles_y / 2;
            had_half[lower]++;
            flat_half[lower] += is_flat;
            flat_dark += is_flat && now->mean < DARK_LEVELS;
            flat_white += is_flat && is_white(now);
            if (!is_flat)
                light[lights++] = (now->mean + 1) / (b->tiles[i].mean + 1);
        }
        if (lwi_baseline_is_usable(b, i))
            compare_tile(e, b, i, &least, &d, ret_is_flat[i]);
    }
    e->light = lights ? at_share(light, lights, 0.5) : 1;
    /* By night what has no lamp is black and flat; that covers nothing. */
    if (e->light < DARKER && flat < 0.9 * had)
        flat -= flat_dark;
    /* Too much light makes all the rest brighter, too, and hides nothing. */
    if (2 * flat_white > flat && e->light > SAME_MOST)
        flat -= flat_white;
    e->flat_share = had ? (double) flat / had : 0;
    e->flat_far = had_half[0] ? (double) flat_half[0] / had_half[0] : 0;
    e->flat_near = had_half[1] ? (double) flat_half[1] / had_half[1] : 0;
    e->lost_share = e->usable ? 1 - (double) e->present / e->usable : 0;
    e->drift = lwi_baseline_drift(b);
    e->drop_plain = middle_drop(&d, &e->finer);
    e->drop = e->drop_plain - lwi_light_fit_explain(&b->light_fit, e->scene) + fmin(e->drift, 0);
    e->drop_quarter = at_share(d.drop, d.drops, 0.25);
    e->drop_most = at_share(d.drop, d.drops, 0.75);
    e->detail = at_share(d.detail, d.details, 0.5);
    e->detail_far = at_share(d.far, d.fars, 0.5);
    e->detail_near = at_share(d.near, d.nears, 0.5);
    e->detail_rest = at_share(d.rest, d.rests, 0.5);
}

void lwi_evidence_gather(struct lwi_evidence *ret, struct lwi_recent *recent,
                         const struct lwi_evidence_input *input)
{
    struct lwi_evidence *e = ret;
    const struct lwi_baseline *b = input->baseline;
    memset(e, 0, sizeof(*e));
    e->scene = input->scene;
    e->alone = input->alone;
    e->now_ns = input->now_ns;
    e->hour_known = input->hour_known;
    e->hour_grey = input->hour_grey;
    e->lamp_nights = input->lamp_nights;
    e->total = e->scene->tiles_x * e->scene->tiles_y;
    e->pictures = b->pictures;
    e->baseline = lwi_baseline_is_ready(b) || input->early ? b : NULL;
    e->contrast_ratio = 1;
    e->light = 1;
    e->finer = -INFINITY;
    e->fit.zoom = 1;
    struct lwi_fine fine;
    lwi_overlay_fine(&fine, e->scene->thumb);
    lwi_recent_note(e, recent, &fine);
    for (unsigned i = 0; i < e->total; i++)
        e->loss[i] = NAN;
    find_look(e, b, &fine);
    find_day(e, input->day, &fine);
    find_other(e, input->other, &fine);
    if (b->pictures > 0) {
        uint8_t is_flat[LWI_SCENE_TILES_MAX];
        compare_tiles(e, b, input->masked, is_flat);
        if (e->flat_share > FLAT_ASKED && e->look < LWI_BASELINE_LOOKS)
            e->seen_through = find_seen_through(e, &fine, &b->looks[e->look], is_flat);
        lwi_bands_across(&e->across, e->scene, b->bands);
        if (e->scene->quantiser >= 0 && b->quantiser.spread > 0)
            e->coarser = e->scene->quantiser - b->quantiser.mean;
    }
    if (e->look >= LWI_BASELINE_LOOKS)
        return;
    lwi_bands_along(&e->along, e->scene, b->looks[e->look].thumb);
    e->contrast_ratio =
        thumb_contrast(e->scene->thumb) / fmax(thumb_contrast(b->looks[e->look].thumb), 1);
}

int lwi_evidence_same_light(const struct lwi_evidence *e)
{
    return e->light > SAME_LEAST && e->light < SAME_MOST && e->fit.aligned > SAME_LIKENESS;
}

int lwi_evidence_coarsely_coded(const struct lwi_evidence *e)
{
    return e->baseline &&
           e->coarser > fmin(fmax(COARSER_OCTAVES, COARSER_SPREADS * e->baseline->quantiser.spread),
                             COARSER_OCTAVES_MAX);
}

int lwi_evidence_coded_away(const struct lwi_evidence *e)
{
    return lwi_evidence_coarsely_coded(e) && exp2(e->scene->quantiser) >= LWI_STEP_COARSE;
}

const struct lwi_look *lwi_evidence_known_look(const struct lwi_evidence *e)
{
    if (!e->baseline || e->look >= LWI_BASELINE_LOOKS || e->fit.correlation < LOOK_LIKENESS)
        return NULL;
    const struct lwi_look *look = &e->baseline->looks[e->look];
    return look->pictures >= LOOK_PICTURES ? look : NULL;
}
