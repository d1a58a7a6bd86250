/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Why a condition was judged as it was: the numbers behind it, and the tiles. */
#include <errno.h>
#include <math.h>
#include <string.h>

#include "verdict/watch.h"

/* A drop of the fineness that is shown as all lost. */
#define LOSS_ALL 2.0f

static void add(struct lw_watch_explanation *ret, const char *name, double value, double reference,
                const char *unit)
{
    if (ret->number_count < LW_WATCH_NUMBERS_MAX)
        ret->numbers[ret->number_count++] =
            (struct lw_watch_number){name, isfinite(value) ? value : 0, reference, unit};
}

static void add_focus(struct lw_watch_explanation *ret, const struct lwi_evidence *e,
                      const struct lwi_baseline *b)
{
    add(ret, "fineness", e->drop, b->drop.mean, "ln");
    add(ret, "fineness, best quarter of the tiles", e->drop_most, NAN, "ln");
    add(ret, "drift since the reference", e->drift, 0, "ln");
    add(ret, "fineness lost at 2 px@1080p", -lwi_baseline_drop_of(b, 2), NAN, "ln");
    add(ret, "radius out of focus", lwi_baseline_radius_of(b, fmax(-e->drop, 0)), 0, "px@1080p");
    add(ret, "tiles that lost all edges", e->lost_share, 0, "share");
}

static void add_picture(struct lw_watch_explanation *ret, const struct lwi_evidence *e,
                        const struct lwi_baseline *b)
{
    const struct lwi_scene *s = e->scene;
    add(ret, "brightness", s->mean, b->luma.mean, "levels");
    add(ret, "contrast", s->contrast, b->contrast.mean, "levels");
    add(ret, "dark", s->dark, b->dark.mean, "share");
    add(ret, "bright", s->bright, b->bright.mean, "share");
    add(ret, "noise", s->grain, b->grain.mean, "levels");
    add(ret, "colour", s->colour, b->colour.mean, "levels");
    add(ret, "colour, blue", s->cast_u, b->cast_u.mean, "levels");
    add(ret, "colour, red", s->cast_v, b->cast_v.mean, "levels");
    add(ret, "blocking", s->blocking, b->blocking.mean, "ratio");
    if (s->quantiser >= 0)
        add(ret, "step of the quantiser", exp2(s->quantiser),
            b->quantiser.spread > 0 ? exp2(b->quantiser.mean) : NAN, "levels");
    add(ret, "bands across", e->across.level, b->banding.mean, "levels");
    add(ret, "bands across, at one distance", e->across.periodic, NAN, "share");
    add(ret, "bands along", e->along.level, NAN, "levels");
    add(ret, "bands along, at one distance", e->along.periodic, NAN, "share");
    add(ret, "detail", e->detail, b->detail.mean, "ln");
    add(ret, "flat tiles", e->flat_share, 0, "share");
    add(ret, "likeness to the scene", e->fit.correlation, 1, "");
    add(ret, "shift across", e->fit.shift_x, 0, "px@1080p");
    add(ret, "shift down", e->fit.shift_y, 0, "px@1080p");
    add(ret, "rotation", e->fit.rotation, 0, "degrees");
    add(ret, "zoom", e->fit.zoom, 1, "ratio");
    add(ret, "tiles unlike the picture before", e->moved, NAN, "share");
}

int lw_watch_explain(const lw_watch *watch, size_t condition,
                     struct lw_watch_explanation *ret_explanation)
{
    if (!watch || !ret_explanation || condition >= LWI_CONDITION_COUNT)
        return -EINVAL;
    struct lw_watch_explanation *ret = ret_explanation;
    memset(ret, 0, sizeof(*ret));
    ret->result = watch->results[condition];
    if (!ret->result.reason)
        ret->result.reason = "no picture yet";
    if (!ret->result.unit)
        ret->result.unit = "";
    ret->reference_ns = LW_TIME_NONE;
    const struct lwi_baseline *b = lwi_watch_baseline(watch);
    if (!watch->explained || !b)
        return 0;
    add_focus(ret, &watch->evidence, b);
    add_picture(ret, &watch->evidence, b);
    ret->reference_ns = b->first_ns;
    ret->tiles_x = (uint16_t) watch->scene.tiles_x;
    ret->tiles_y = (uint16_t) watch->scene.tiles_y;
    ret->tiles = watch->losses;
    return 0;
}

void lwi_watch_note_losses(struct lw_watch *w)
{
    for (unsigned i = 0; i < w->evidence.total; i++) {
        const float loss = w->evidence.loss[i];
        w->losses[i] = isnan(loss) ? LW_TILE_UNKNOWN : fminf(fmaxf(-loss / LOSS_ALL, 0), 1);
    }
}
