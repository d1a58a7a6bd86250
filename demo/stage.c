/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "stage.h"

#include <errno.h>
#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* Settings of the lens that are prepared: sharp, half way, wholly out of focus. */
#define LEVELS 3

/* Even a focused lens spreads a point a little. */
#define SHARP_RADIUS_PX 0.7

/* Cameras show less colour than paint has. */
#define SATURATION 0.78

#define VIGNETTE 0.28

struct sprite {
    struct demo_layer sharp, level[LEVELS];
    int x0, y0; /* where its origin lies in it */
};

/* Something that crosses the picture again and again. */
struct actor {
    struct sprite sprites[DEMO_WALK_PHASES];
    int phases;
    double baseline;    /* y, in units of the scene */
    double speed;       /* units/s; negative: to the left */
    double span, start; /* length of its way round, and where it begins */
    double stride;      /* way in which all phases are shown once */
};

#define ACTORS 5

struct rect {
    int x0, y0, x1, y1;
};

struct demo_stage {
    int width, height;
    double sx, sy; /* px a unit of the scene */
    struct demo_layer back, front;
    struct demo_layer back_level[LEVELS], front_level[LEVELS];
    struct demo_picture16 coded[LEVELS]; /* of the still scene */
    struct demo_picture16 now;
    struct actor actors[ACTORS]; /* from the back to the front */
    struct rect dirty[ACTORS];
    int level, mix; /* what `now` shows; mix in 1/256 of the next level */
    int stale;      /* `now` must be filled whole */
};

static int picture_new(struct demo_picture16 *p, int width, int height)
{
    size_t pixels = (size_t) width * (size_t) height;
    p->y = malloc(pixels * sizeof(*p->y));
    p->u = malloc(pixels / 4 * sizeof(*p->u));
    p->v = malloc(pixels / 4 * sizeof(*p->v));
    return p->y && p->u && p->v ? 0 : -ENOMEM;
}

static void picture_done(struct demo_picture16 *p)
{
    free(p->y);
    free(p->u);
    free(p->v);
}

/* Codes two rows of two pixels of linear light. */
static void encode_quad(struct demo_picture16 *out, int width, int x, int y,
                        const uint16_t *const light[4])
{
    const uint16_t *gamma = demo_gamma_table();
    int sum[3] = {0, 0, 0};
    for (int i = 0; i < 4; i++) {
        int r = gamma[light[i][0]];
        int g = gamma[light[i][1]];
        int b = gamma[light[i][2]];
        /* Rec. 601, limited range, in 1/65536. */
        out->y[(ptrdiff_t) (y + i / 2) * width + x + i % 2] =
            (int16_t) ((16829 * r + 33039 * g + 6416 * b) >> 16);
        sum[0] += r;
        sum[1] += g;
        sum[2] += b;
    }
    const double s = SATURATION / 4;
    ptrdiff_t at = (ptrdiff_t) (y / 2) * (width / 2) + x / 2;
    out->u[at] = (int16_t) (s * (-0.14822 * sum[0] - 0.29099 * sum[1] + 0.43922 * sum[2]));
    out->v[at] = (int16_t) (s * (0.43922 * sum[0] - 0.36779 * sum[1] - 0.07143 * sum[2]));
}

static void over(uint16_t out[4], const uint16_t top[4])
{
    uint32_t rest = 65535u - top[3];
    for (int c = 0; c < 4; c++) {
        uint32_t v = top[c] + out[c] * rest / 65535u;
        out[c] = (uint16_t) (v > 65535u ? 65535u : v);
    }
}

static const uint16_t *pixel(const struct demo_layer *layer, int x, int y)
{
    return layer->rgba + ((ptrdiff_t) y * layer->width + x) * 4;
}

/* The still scene of one level, coded. */
static void encode_still(struct demo_stage *s, int level)
{
    uint16_t light[4][4];
    const uint16_t *const quad[4] = {light[0], light[1], light[2], light[3]};
    for (int y = 0; y < s->height; y += 2)
        for (int x = 0; x < s->width; x += 2) {
            for (int i = 0; i < 4; i++) {
                memcpy(light[i], pixel(&s->back_level[level], x + i % 2, y + i / 2),
                       sizeof(light[i]));
                over(light[i], pixel(&s->front_level[level], x + i % 2, y + i / 2));
            }
            encode_quad(&s->coded[level], s->width, x, y, quad);
        }
}

/* Paints with `paint` into a layer of so many units around the origin. */
static int make_sprite(const struct demo_stage *s, struct sprite *sprite, double left, double top,
                       double right, double bottom, void (*paint)(cairo_t *, const void *),
                       const void *cookie)
{
    int width = (int) ceil((right - left) * s->sx);
    int height = (int) ceil((bottom - top) * s->sy);
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width, height);
    cairo_t *cr = cairo_create(surface);
    sprite->x0 = (int) lround(-left * s->sx);
    sprite->y0 = (int) lround(-top * s->sy);
    cairo_translate(cr, sprite->x0, sprite->y0);
    cairo_scale(cr, s->sx, s->sy);
    paint(cr, cookie);
    int r = cairo_status(cr) == CAIRO_STATUS_SUCCESS
                ? demo_layer_from_surface(&sprite->sharp, surface)
                : -ENOMEM;
    cairo_destroy(cr);
    cairo_surface_destroy(surface);
    return r;
}

/* Room around a sprite for the widest disk. */
#define SPRITE_ROOM 44.0

struct car {
    enum demo_car_kind kind;
    struct demo_colour colour;
    double scale;
    int left;
};

static void paint_car(cairo_t *cr, const void *cookie)
{
    const struct car *car = cookie;
    cairo_scale(cr, car->left ? -car->scale : car->scale, car->scale);
    demo_paint_car(cr, car->kind, car->colour);
}

struct person {
    struct demo_colour coat, trousers;
    int left, phase;
};

static void paint_person(cairo_t *cr, const void *cookie)
{
    const struct person *p = cookie;
    if (p->left)
        cairo_scale(cr, -1, 1);
    demo_paint_person(cr, p->coat, p->trousers, p->phase);
}

static int make_car(struct demo_stage *s, struct actor *a, struct car car)
{
    double half = 122 * car.scale + SPRITE_ROOM;
    a->phases = 1;
    a->stride = 1;
    return make_sprite(s, &a->sprites[0], -half, -104 * car.scale - SPRITE_ROOM, half,
                       14 + SPRITE_ROOM, paint_car, &car);
}

static int make_person(struct demo_stage *s, struct actor *a, struct person person)
{
    a->phases = DEMO_WALK_PHASES;
    a->stride = DEMO_STRIDE;
    for (int i = 0; i < a->phases; i++) {
        person.phase = i;
        int r = make_sprite(s, &a->sprites[i], -30 - SPRITE_ROOM, -108 - SPRITE_ROOM,
                            30 + SPRITE_ROOM, 8 + SPRITE_ROOM, paint_person, &person);
        if (r < 0)
            return r;
    }
    return 0;
}

static int make_actors(struct demo_stage *s)
{
    static const double ways[ACTORS][4] = {
        /* baseline, speed, span, start */
        {440, -150, 2900, 400}, {502, 185, 3300, 1150}, {582, 46, 1700, 300},
        {598, -58, 2100, 1000}, {616, 52, 1900, 900},
    };
    int r = make_car(s, &s->actors[0],
                     (struct car){DEMO_CAR_VAN, {0.86, 0.78, 0.50}, 0.86, /* left= */ 1});
    if (r == 0)
        r = make_car(s, &s->actors[1], (struct car){DEMO_CAR_SEDAN, {0.62, 0.10, 0.09}, 1, 0});
    if (r == 0)
        r = make_person(s, &s->actors[2],
                        (struct person){{0.16, 0.32, 0.50}, {0.16, 0.17, 0.21}, 0, 0});
    if (r == 0)
        r = make_person(s, &s->actors[3],
                        (struct person){{0.60, 0.22, 0.18}, {0.22, 0.20, 0.17}, 1, 0});
    if (r == 0)
        r = make_person(s, &s->actors[4],
                        (struct person){{0.30, 0.34, 0.24}, {0.12, 0.16, 0.28}, 0, 0});
    for (int i = 0; i < ACTORS; i++) {
        s->actors[i].baseline = ways[i][0];
        s->actors[i].speed = ways[i][1];
        s->actors[i].span = ways[i][2];
        s->actors[i].start = ways[i][3];
    }
    return r;
}

static int make_still(struct demo_stage *s, struct demo_layer *layer, uint64_t seed,
                      void (*paint)(cairo_t *, uint64_t))
{
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, s->width, s->height);
    cairo_t *cr = cairo_create(surface);
    cairo_scale(cr, s->sx, s->sy);
    paint(cr, seed);
    int r = cairo_status(cr) == CAIRO_STATUS_SUCCESS ? demo_layer_from_surface(layer, surface)
                                                     : -ENOMEM;
    cairo_destroy(cr);
    cairo_surface_destroy(surface);
    if (r == 0)
        demo_layer_vignette(layer, VIGNETTE);
    return r;
}

int demo_stage_new(struct demo_stage **ret_stage, int width, int height, uint64_t seed)
{
    struct demo_stage *s = calloc(1, sizeof(*s));
    if (!s)
        return -ENOMEM;
    s->width = width;
    s->height = height;
    s->sx = width / DEMO_SCENE_WIDTH;
    s->sy = height / DEMO_SCENE_HEIGHT;
    int r = picture_new(&s->now, width, height);
    for (int i = 0; i < LEVELS && r == 0; i++)
        r = picture_new(&s->coded[i], width, height);
    if (r == 0)
        r = make_still(s, &s->back, seed, demo_scene_paint_back);
    if (r == 0)
        r = make_still(s, &s->front, seed, demo_scene_paint_front);
    if (r == 0)
        r = make_actors(s);
    if (r < 0) {
        demo_stage_free(&s);
        return r;
    }
    *ret_stage = s;
    return 0;
}

void demo_stage_free(struct demo_stage **stage)
{
    if (!*stage)
        return;
    struct demo_stage *s = *stage;
    *stage = NULL;
    demo_layer_done(&s->back);
    demo_layer_done(&s->front);
    for (int i = 0; i < LEVELS; i++) {
        demo_layer_done(&s->back_level[i]);
        demo_layer_done(&s->front_level[i]);
        picture_done(&s->coded[i]);
    }
    picture_done(&s->now);
    for (int a = 0; a < ACTORS; a++)
        for (int p = 0; p < DEMO_WALK_PHASES; p++) {
            demo_layer_done(&s->actors[a].sprites[p].sharp);
            for (int i = 0; i < LEVELS; i++)
                demo_layer_done(&s->actors[a].sprites[p].level[i]);
        }
    free(s);
}

static int blur_again(struct demo_layer *to, const struct demo_layer *from, double radius,
                      int opaque)
{
    demo_layer_done(to);
    return demo_layer_blur(to, from, radius, opaque);
}

int demo_stage_set_radius(struct demo_stage *stage, double radius_px)
{
    struct demo_stage *s = stage;
    double full = fmax(radius_px, SHARP_RADIUS_PX);
    for (int i = 0; i < LEVELS; i++) {
        double radius = s->sx * (SHARP_RADIUS_PX + (full - SHARP_RADIUS_PX) * i / (LEVELS - 1));
        radius = fmax(radius, 0.5);
        int r = blur_again(&s->back_level[i], &s->back, radius, 1);
        if (r == 0)
            r = blur_again(&s->front_level[i], &s->front, radius, 1);
        for (int a = 0; a < ACTORS; a++)
            for (int p = 0; p < s->actors[a].phases && r == 0; p++)
                r = blur_again(&s->actors[a].sprites[p].level[i], &s->actors[a].sprites[p].sharp,
                               radius, 0);
        if (r < 0)
            return r;
        encode_still(s, i);
    }
    s->stale = 1;
    return 0;
}

static void mix_row(int16_t *out, const int16_t *a, const int16_t *b, int mix, int count)
{
    if (mix == 0) {
        memcpy(out, a, (size_t) count * sizeof(*out));
        return;
    }
    for (int i = 0; i < count; i++)
        out[i] = (int16_t) (a[i] + (((b[i] - a[i]) * mix) >> 8));
}

/* Puts the still scene back within a rectangle of even coordinates. */
static void restore(struct demo_stage *s, const struct rect *r)
{
    const struct demo_picture16 *a = &s->coded[s->level];
    const struct demo_picture16 *b = &s->coded[s->mix ? s->level + 1 : s->level];
    for (int y = r->y0; y < r->y1; y++) {
        ptrdiff_t at = (ptrdiff_t) y * s->width + r->x0;
        mix_row(s->now.y + at, a->y + at, b->y + at, s->mix, r->x1 - r->x0);
    }
    for (int y = r->y0 / 2; y < r->y1 / 2; y++) {
        ptrdiff_t at = (ptrdiff_t) y * (s->width / 2) + r->x0 / 2;
        int count = (r->x1 - r->x0) / 2;
        mix_row(s->now.u + at, a->u + at, b->u + at, s->mix, count);
        mix_row(s->now.v + at, a->v + at, b->v + at, s->mix, count);
    }
}

/* What of an actor is seen now, and where its sprite's upper left corner lies. */
struct shown {
    const struct demo_layer *layer;
    int x, y;
};

static struct shown show(const struct demo_stage *s, const struct actor *a, double time_s)
{
    double way = fmod(a->start + fabs(a->speed) * time_s, a->span);
    double x = a->speed > 0 ? way - 300 : DEMO_SCENE_WIDTH + 300 - way;
    int phase = (int) (way / a->stride * a->phases) % a->phases;
    const struct sprite *sprite = &a->sprites[phase];
    int level = s->mix >= 128 ? s->level + 1 : s->level;
    return (struct shown){&sprite->level[level], (int) lround(x * s->sx) - sprite->x0,
                          (int) lround(a->baseline * s->sy) - sprite->y0};
}

static int even_clamp(int v, int max)
{
    v &= ~1;
    return v < 0 ? 0 : v > max ? max : v;
}

static void compose_pixel(const struct demo_stage *s, const struct shown shown[ACTORS], int x,
                          int y, uint16_t out[4])
{
    int level = s->mix >= 128 ? s->level + 1 : s->level;
    memcpy(out, pixel(&s->back_level[level], x, y), 4 * sizeof(*out));
    for (int i = 0; i < ACTORS; i++) {
        int dx = x - shown[i].x;
        int dy = y - shown[i].y;
        if (dx >= 0 && dy >= 0 && dx < shown[i].layer->width && dy < shown[i].layer->height)
            over(out, pixel(shown[i].layer, dx, dy));
    }
    over(out, pixel(&s->front_level[level], x, y));
}

static void compose(struct demo_stage *s, const struct shown shown[ACTORS], const struct rect *r)
{
    uint16_t light[4][4];
    const uint16_t *const quad[4] = {light[0], light[1], light[2], light[3]};
    for (int y = r->y0; y < r->y1; y += 2)
        for (int x = r->x0; x < r->x1; x += 2) {
            for (int i = 0; i < 4; i++)
                compose_pixel(s, shown, x + i % 2, y + i / 2, light[i]);
            encode_quad(&s->now, s->width, x, y, quad);
        }
}

const struct demo_picture16 *demo_stage_play(struct demo_stage *stage, double time_s, double focus)
{
    struct demo_stage *s = stage;
    int position = (int) lround(focus * (LEVELS - 1) * 256);
    int level = position / 256;
    int mix = position % 256;
    if (level != s->level || mix != s->mix || s->stale) {
        s->level = level;
        s->mix = mix;
        s->stale = 0;
        restore(s, &(struct rect){0, 0, s->width, s->height});
    } else {
        for (int i = 0; i < ACTORS; i++)
            restore(s, &s->dirty[i]);
    }
    struct shown shown[ACTORS];
    for (int i = 0; i < ACTORS; i++)
        shown[i] = show(s, &s->actors[i], time_s);
    for (int i = 0; i < ACTORS; i++) {
        s->dirty[i] = (struct rect){
            even_clamp(shown[i].x, s->width),
            even_clamp(shown[i].y, s->height),
            even_clamp(shown[i].x + shown[i].layer->width, s->width),
            even_clamp(shown[i].y + shown[i].layer->height, s->height),
        };
        compose(s, shown, &s->dirty[i]);
    }
    return &s->now;
}
