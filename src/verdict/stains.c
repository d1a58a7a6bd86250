/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * What a stain does to a tile: the light and shade of the scene come through, smeared, and the
 * edges do not. So the energy of the edges falls far more than the contrast does. A shadow, dusk
 * and haze take both alike; an object before the scene brings edges of its own. Haze and fog
 * also lie in layers, so a tile is compared with its rows, too.
 */
#include "verdict/stains.h"

#include <math.h>
#include <string.h>

/* Fall, in log units, that counts in one frame at most. */
#define FALL_MOST 2.5f
/* Mean fall from which a tile is stained. */
#define FALL_STAINED 0.7f
/* The mean runs over this time; one frame counts for so much at most. */
#define TAU_S     30.0
#define RATE_MOST 0.4
/* Where the tiles differ by this much from each other, the light is not that of the baseline. */
#define SCATTER_MOST 0.7f
/* Brightness against the baseline, and the middle of that: beyond it is another thing. */
#define LIT_LEAST 0.4f
#define LIT_MOST  2.5f
/* Tiles in a row and its neighbours that can tell of it, at least. */
#define ROW_TILES 6u

struct falls {
    float energy[LWI_SCENE_TILES_MAX]; /* change of the log of the edges' energy */
    float ratio[LWI_SCENE_TILES_MAX];  /* the same against the contrast */
    float light[LWI_SCENE_TILES_MAX];  /* ratio of the brightness */
    uint16_t tile[LWI_SCENE_TILES_MAX];
    unsigned count;
    unsigned row[LWI_SCENE_TILES_Y + 1]; /* first of each row of tiles, and the end */
};

static float middle(float *values, unsigned count)
{
    return lwi_select(values, count, count / 2);
}

static float middle_of(const float *values, unsigned count)
{
    float copy[LWI_SCENE_TILES_MAX];
    memcpy(copy, values, count * sizeof(*copy));
    return middle(copy, count);
}

static void collect(struct falls *f, const struct lwi_evidence *e, const struct lwi_baseline *b,
                    const uint8_t *masked)
{
    unsigned row = 0;
    f->count = 0;
    for (unsigned i = 0; i < e->total; i++) {
        if (i == row * e->scene->tiles_x)
            f->row[row++] = f->count;
        const struct lwi_scene_tile *now = &e->scene->tiles[i];
        const struct lwi_baseline_tile *was = &b->tiles[i];
        if (masked[i] || !now->whole || !lwi_baseline_is_usable(b, i))
            continue;
        const float energy = logf(fmaxf(now->edges, 1)) - was->edges;
        const float contrast = logf(fmaxf(now->contrast, 1)) - logf(fmaxf(was->contrast, 1));
        f->energy[f->count] = energy;
        f->ratio[f->count] = energy - 2 * contrast;
        f->light[f->count] = (now->mean + 1) / (was->mean + 1);
        f->tile[f->count++] = (uint16_t) i;
    }
    f->row[row] = f->count;
}

/* Of the whole picture, and of the rows around where those have lost more. */
static void take_out_common(float *values, const struct falls *f, const struct lwi_scene *s)
{
    const float common = middle_of(values, f->count);
    float row[LWI_SCENE_TILES_Y];
    for (unsigned y = 0; y < s->tiles_y; y++) {
        const unsigned first = f->row[y > 0 ? y - 1 : 0];
        const unsigned n = f->row[y + 2 < s->tiles_y ? y + 2 : s->tiles_y] - first;
        row[y] = n >= ROW_TILES ? fminf(middle_of(values + first, n), common) : common;
    }
    for (unsigned y = 0; y < s->tiles_y; y++)
        for (unsigned k = f->row[y]; k < f->row[y + 1]; k++)
            values[k] -= row[y];
}

static float scatter_of(const struct falls *f)
{
    float away[LWI_SCENE_TILES_MAX];
    const float common = middle_of(f->ratio, f->count);
    for (unsigned k = 0; k < f->count; k++)
        away[k] = fabsf(f->ratio[k] - common);
    return 1.48f * middle(away, f->count);
}

static void note(struct lwi_stains *stains, const struct falls *f, float rate)
{
    const float light = middle_of(f->light, f->count);
    for (unsigned k = 0; k < f->count; k++) {
        const float lit = f->light[k] / fmaxf(light, 1e-3f);
        float fall = fminf(fmaxf(-fmaxf(f->ratio[k], f->energy[k]), 0), FALL_MOST);
        if (lit < LIT_LEAST || lit > LIT_MOST)
            fall = 0;
        float *mean = &stains->fall[f->tile[k]];
        *mean += rate * (fall - *mean);
    }
}

static int is_stained(const struct lwi_stains *stains, unsigned tile)
{
    return stains->fall[tile] > FALL_STAINED;
}

void lwi_stains_note(struct lwi_stains *stains, struct lwi_evidence *e,
                     const struct lwi_baseline *b, const uint8_t *masked, double since_s)
{
    struct falls f;
    unsigned stained = 0;
    e->stained_share = 0;
    e->scatter = 0;
    if (stains->preset != b->preset || stains->tiles != e->total)
        memset(stains, 0, sizeof(*stains));
    stains->preset = b->preset;
    stains->tiles = e->total;
    if (!lwi_baseline_is_ready(b))
        return;
    collect(&f, e, b, masked);
    if (f.count == 0)
        return;
    e->scatter = scatter_of(&f);
    if (e->scatter < SCATTER_MOST) {
        take_out_common(f.energy, &f, e->scene);
        take_out_common(f.ratio, &f, e->scene);
        note(stains, &f, (float) fmin(1 - exp(-fmax(since_s, 0) / TAU_S), RATE_MOST));
    }
    for (unsigned k = 0; k < f.count; k++)
        stained += (unsigned) is_stained(stains, f.tile[k]);
    e->stained_share = (double) stained / f.count;
}

void lwi_stains_tell(const struct lwi_stains *stains, uint8_t *ret_is_stained)
{
    for (unsigned i = 0; i < LWI_SCENE_TILES_MAX; i++)
        ret_is_stained[i] = (uint8_t) is_stained(stains, i);
}
