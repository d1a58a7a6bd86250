/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Detection areas and shields: polygons to a fine raster, and that to tiles. */
#include <string.h>

#include "verdict/watch.h"

/* Crossings of a ray to the right, even or odd. */
static int is_inside(const struct lw_polygon *p, double x, double y)
{
    int inside = 0;
    for (size_t i = 0, k = p->point_count - 1; i < p->point_count; k = i++) {
        const double yi = p->points[i].y, yk = p->points[k].y;
        const double xi = p->points[i].x, xk = p->points[k].x;
        if ((yi > y) != (yk > y) && x < xi + (xk - xi) * (y - yi) / (yk - yi))
            inside = !inside;
    }
    return inside;
}

static int is_in_any(const struct lw_polygon *polygons, size_t count, double x, double y)
{
    for (size_t i = 0; i < count; i++)
        if (is_inside(&polygons[i], x, y))
            return 1;
    return 0;
}

void lwi_watch_set_mask(struct lw_watch *w, const struct lw_watch_settings *s)
{
    memset(w->mask, 0, sizeof(w->mask));
    w->masked_x = w->masked_y = 0;
    for (unsigned i = 0; i < LWI_MASK_X * LWI_MASK_Y; i++) {
        const double x = (i % LWI_MASK_X + 0.5) / LWI_MASK_X;
        const double y = ((double) (i / LWI_MASK_X) + 0.5) / LWI_MASK_Y;
        const int out = (s->area_count > 0 && !is_in_any(s->areas, s->area_count, x, y)) ||
                        is_in_any(s->shields, s->shield_count, x, y);
        if (out)
            w->mask[i / 8] |= (uint8_t) (1u << (i % 8));
    }
}

void lwi_watch_mask_tiles(struct lw_watch *w, unsigned tiles_x, unsigned tiles_y)
{
    if (w->masked_x == tiles_x && w->masked_y == tiles_y)
        return;
    uint16_t out[LWI_SCENE_TILES_MAX] = {0}, all[LWI_SCENE_TILES_MAX] = {0};
    for (unsigned i = 0; i < LWI_MASK_X * LWI_MASK_Y; i++) {
        const unsigned x = i % LWI_MASK_X * tiles_x / LWI_MASK_X;
        const unsigned tile = i / LWI_MASK_X * tiles_y / LWI_MASK_Y * tiles_x + x;
        all[tile]++;
        out[tile] = (uint16_t) (out[tile] + (w->mask[i / 8] >> (i % 8) & 1));
    }
    for (unsigned i = 0; i < tiles_x * tiles_y; i++)
        w->masked[i] = out[i] * 2 >= all[i] && out[i] > 0;
    w->masked_x = tiles_x;
    w->masked_y = tiles_y;
}
