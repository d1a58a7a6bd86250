/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "view.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "feature/disk.h"

#define CAR_SPRITES 4

static size_t bytes(const struct demo_layer *l)
{
    return (size_t) l->width * (size_t) l->height * 4 * sizeof(*l->rgba);
}

/* a = a and b mixed; b's share grows with the square of the distance from the middle. */
static void mix_radially(struct demo_layer *a, const struct demo_layer *b)
{
    const double cx = a->width / 2.0, cy = a->height / 2.0;

    for (int y = 0; y < a->height; y++)
        for (int x = 0; x < a->width; x++) {
            double share = ((x - cx) * (x - cx) + (y - cy) * (y - cy)) / (cx * cx + cy * cy);
            size_t at = ((size_t) y * (size_t) a->width + (size_t) x) * 4;
            for (size_t c = at; c < at + 3; c++)
                a->rgba[c] = (uint16_t) (a->rgba[c] + (b->rgba[c] - a->rgba[c]) * share);
        }
}

static int paint(struct demo_layer *ret_layer, const struct sim_view *v, uint64_t seed, int variant)
{
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, v->width, v->height);
    cairo_t *cr = cairo_create(surface);

    cairo_scale(cr, v->width / DEMO_SCENE_WIDTH, v->height / DEMO_SCENE_HEIGHT);
    v->scene->back(cr, seed);
    if (v->scene->front)
        v->scene->front(cr, seed + 1000 * (uint64_t) variant);
    cairo_destroy(cr);
    int r = demo_layer_from_surface(ret_layer, surface);
    cairo_surface_destroy(surface);
    return r;
}

static int blur_own(struct demo_layer *layer, const double own_radius[2])
{
    struct demo_layer middle, corner;

    if (demo_layer_blur(&middle, layer, own_radius[0], 1) < 0)
        return -ENOMEM;
    int r = demo_layer_blur(&corner, layer, own_radius[1], 1);
    if (r < 0) {
        demo_layer_done(&middle);
        return r;
    }
    mix_radially(&middle, &corner);
    demo_layer_vignette(&middle, 0.25);
    demo_layer_done(&corner);
    demo_layer_done(layer);
    *layer = middle;
    return 0;
}

/* Sprites are painted at size 1; they are drawn at others by picking pixels, which for things
 * that move is good enough. */
static int paint_sprite(struct demo_layer *ret_layer, const struct sim_view *v, int index,
                        struct demo_random *random)
{
    const double scale = v->width / DEMO_SCENE_WIDTH;
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_ARGB32, (int) (280 * scale), (int) (140 * scale));
    cairo_t *cr = cairo_create(surface);
    struct demo_colour a = {demo_random(random), demo_random(random), demo_random(random)};
    struct demo_colour b = {demo_random(random), demo_random(random), demo_random(random)};

    cairo_scale(cr, scale, scale);
    cairo_translate(cr, 140, 122);
    if (index < CAR_SPRITES)
        demo_paint_car(cr, index & 1 ? DEMO_CAR_VAN : DEMO_CAR_SEDAN, a);
    else
        demo_paint_person(cr, a, b, index * 2);
    cairo_destroy(cr);
    int r = demo_layer_from_surface(ret_layer, surface);
    cairo_surface_destroy(surface);
    return r;
}

int sim_view_new(struct sim_view *ret_view, const struct sim_scene *scene, uint64_t seed, int width,
                 int height, const double own_radius[2])
{
    struct sim_view v = {.scene = scene, .width = width, .height = height};
    struct demo_random random = {seed * 2 + 5};
    int r = 0;

    for (int i = 0; i < SIM_LENSES; i++)
        v.lenses[i].radius = -1;
    for (int i = 0; r == 0 && i < SIM_VARIANTS; i++) {
        r = paint(&v.still[i], &v, seed, i);
        if (r == 0)
            r = blur_own(&v.still[i], own_radius);
    }
    for (int i = 0; r == 0 && i < SIM_ACTOR_SPRITES; i++)
        r = paint_sprite(&v.sprites[i], &v, i, &random);
    if (r == 0) {
        v.work = v.still[0];
        v.work.rgba = malloc(bytes(&v.work));
        r = v.work.rgba ? 0 : -ENOMEM;
    }
    *ret_view = v;
    if (r < 0)
        sim_view_done(ret_view);
    return r;
}

static void lens_done(struct sim_lens *lens)
{
    for (int i = 0; i < SIM_VARIANTS; i++)
        demo_layer_done(&lens->still[i]);
    lens->radius = -1;
}

void sim_view_done(struct sim_view *view)
{
    for (int i = 0; i < SIM_VARIANTS; i++)
        demo_layer_done(&view->still[i]);
    for (int i = 0; i < SIM_ACTOR_SPRITES; i++)
        demo_layer_done(&view->sprites[i]);
    for (int i = 0; i < SIM_LENSES; i++)
        lens_done(&view->lenses[i]);
    demo_layer_done(&view->work);
}

/* A row of the layer through the disk. What is beyond the border is as at it. */
static void defocus_row(float *sums, const struct demo_layer *layer, int y,
                        const struct lwi_disk *disk)
{
    const int side = (int) disk->side, reach = side / 2, width = layer->width;

    memset(sums, 0, 4 * (size_t) width * sizeof(*sums));
    for (int k = 0; k < side * side; k++) {
        int from = y + k / side - reach;
        from = from < 0 ? 0 : from >= layer->height ? layer->height - 1 : from;
        const uint16_t *row = layer->rgba + (size_t) from * (size_t) width * 4;
        const int dx = k % side - reach;
        const float weight = disk->weights[k];
        const int first = dx < 0 ? -dx : 0, last = dx > 0 ? width - dx : width;
        for (int i = 0; i < 4 * first; i++)
            sums[i] += weight * row[i % 4];
        for (int i = 4 * first; i < 4 * last; i++)
            sums[i] += weight * row[i + 4 * dx];
        for (int i = 4 * last; i < 4 * width; i++)
            sums[i] += weight * row[4 * (width - 1) + i % 4];
    }
}

/* Drawn on pixels, a small disk would be another. */
static int defocus(struct demo_layer *ret_layer, const struct demo_layer *layer, double radius)
{
    const size_t width = (size_t) layer->width;
    struct lwi_disk disk;

    if (radius > LWI_DISK_FINE_MAX)
        return demo_layer_blur(ret_layer, layer, radius, 1);
    struct demo_layer out = {layer->width, layer->height, malloc(bytes(layer))};
    float *sums = malloc(4 * width * sizeof(*sums));
    if (!out.rgba || !sums) {
        demo_layer_done(&out);
        free(sums);
        return -ENOMEM;
    }
    lwi_disk_make(&disk, radius);
    for (int y = 0; y < layer->height; y++) {
        defocus_row(sums, layer, y, &disk);
        uint16_t *row = out.rgba + (size_t) y * width * 4;
        for (size_t i = 0; i < 4 * width; i++)
            row[i] = (uint16_t) fminf(fmaxf(sums[i] + 0.5f, 0), 65535);
    }
    free(sums);
    *ret_layer = out;
    return 0;
}

const struct demo_layer *sim_view_still(struct sim_view *view, int variant, double radius)
{
    struct sim_lens *lens = NULL;

    /* Less than that is nothing beside the lens' own. */
    if (radius < 0.06)
        return &view->still[variant];
    for (int i = 0; i < SIM_LENSES && !lens; i++)
        if (view->lenses[i].radius >= 0 && fabs(view->lenses[i].radius - radius) < 0.01)
            lens = &view->lenses[i];
    if (!lens) {
        lens = &view->lenses[0];
        for (int i = 1; i < SIM_LENSES; i++)
            if (view->lenses[i].used < lens->used)
                lens = &view->lenses[i];
        lens_done(lens);
        lens->radius = radius;
    }
    lens->used = ++view->clock;
    struct demo_layer *still = &lens->still[variant];
    if (!still->rgba && defocus(still, &view->still[variant], radius) < 0)
        return NULL;
    return still;
}

/* What the shift brings into view is what lay at the edge, mirrored. */
static long mirrored(long at, long count)
{
    at = labs(at) % (2 * count);
    return at < count ? at : 2 * count - 1 - at;
}

static void copy_shifted(struct demo_layer *to, const struct demo_layer *from, long dx, long dy)
{
    if (dx == 0 && dy == 0) {
        memcpy(to->rgba, from->rgba, bytes(to));
        return;
    }
    for (long y = 0; y < to->height; y++) {
        const uint16_t *row = from->rgba + mirrored(y + dy, to->height) * to->width * 4;
        uint16_t *out = to->rgba + y * to->width * 4;
        for (long x = 0; x < to->width; x++)
            memcpy(out + x * 4, row + mirrored(x + dx, to->width) * 4, 4 * sizeof(*out));
    }
}

/* work = work and right mixed; right's share grows from left to right. */
static void mix_tilted(struct demo_layer *work, const struct demo_layer *right)
{
    for (int y = 0; y < work->height; y++)
        for (int x = 0; x < work->width; x++) {
            size_t at = ((size_t) y * (size_t) work->width + (size_t) x) * 4;
            int share = x * 256 / work->width;
            for (size_t c = at; c < at + 3; c++)
                work->rgba[c] =
                    (uint16_t) ((work->rgba[c] * (256 - share) + right->rgba[c] * share) >> 8);
        }
}

static void draw_actor(struct demo_layer *work, const struct demo_layer *sprite, double scale,
                       const struct sim_actor *actor, const double shift[2])
{
    const double unit = scale, size = actor->size;
    const int w = (int) (sprite->width * size), h = (int) (sprite->height * size);
    const int x0 = (int) (actor->x * unit - shift[0]) - w / 2;
    const int y0 = (int) (actor->y * unit - shift[1] - 122.0 / 140 * h);

    for (int y = y0 < 0 ? -y0 : 0; y < h && y0 + y < work->height; y++) {
        const uint16_t *row =
            sprite->rgba + (size_t) (y * sprite->height / h) * (size_t) sprite->width * 4;
        for (int x = x0 < 0 ? -x0 : 0; x < w && x0 + x < work->width; x++) {
            int sx = (actor->left ? w - 1 - x : x) * sprite->width / w;
            const uint16_t *p = row + (size_t) sx * 4;
            uint16_t *out =
                work->rgba + ((size_t) (y0 + y) * (size_t) work->width + (size_t) (x0 + x)) * 4;
            uint32_t keep = 65535u - p[3];
            for (int c = 0; p[3] && c < 3; c++)
                out[c] = (uint16_t) (out[c] * keep / 65535 + p[c]);
        }
    }
}

int sim_view_compose(struct sim_view *view, int variant, const double radius[2],
                     const double shift[2], const struct sim_actor *actors, int actor_count)
{
    const struct demo_layer *left = sim_view_still(view, variant, radius[0]);

    if (!left)
        return -ENOMEM;
    copy_shifted(&view->work, left, lround(shift[0]), lround(shift[1]));
    if (radius[1] != radius[0]) {
        const struct demo_layer *right = sim_view_still(view, variant, radius[1]);
        if (!right)
            return -ENOMEM;
        mix_tilted(&view->work, right);
    }
    for (int i = 0; i < actor_count; i++) {
        const struct sim_actor *a = &actors[i];
        const struct demo_layer *sharp = &view->sprites[a->sprite];
        double r = radius[0] + (radius[1] - radius[0]) * a->x / DEMO_SCENE_WIDTH;
        r = sqrt(r * r + 0.3) / fmax(a->size, 0.3);
        struct demo_layer blurred;
        if (demo_layer_blur(&blurred, sharp, r, 0) < 0)
            return -ENOMEM;
        draw_actor(&view->work, &blurred, view->width / DEMO_SCENE_WIDTH, a, shift);
        demo_layer_done(&blurred);
    }
    return 0;
}
