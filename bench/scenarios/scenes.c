/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "scenes.h"

#include <math.h>
#include <stddef.h>

#define W DEMO_SCENE_WIDTH
#define H DEMO_SCENE_HEIGHT

typedef struct demo_colour colour;

static double mixed(double a, double b, double t)
{
    return a + (b - a) * t;
}

static void quad(cairo_t *cr, const double p[8], colour c)
{
    demo_set_colour(cr, c, 1);
    cairo_move_to(cr, p[0], p[1]);
    for (int i = 1; i < 4; i++)
        cairo_line_to(cr, p[2 * i], p[2 * i + 1]);
    cairo_close_path(cr);
    cairo_fill(cr);
}

static void fade(cairo_t *cr, double y0, double y1, colour top, colour bottom)
{
    cairo_pattern_t *p = cairo_pattern_create_linear(0, y0, 0, y1);
    cairo_pattern_add_color_stop_rgb(p, 0, top.r, top.g, top.b);
    cairo_pattern_add_color_stop_rgb(p, 1, bottom.r, bottom.g, bottom.b);
    cairo_set_source(cr, p);
    cairo_rectangle(cr, 0, y0, W, y1 - y0);
    cairo_fill(cr);
    cairo_pattern_destroy(p);
}

static void line(cairo_t *cr, double x0, double y0, double x1, double y1, double width, colour c)
{
    demo_set_colour(cr, c, 1);
    cairo_set_line_width(cr, width);
    cairo_move_to(cr, x0, y0);
    cairo_line_to(cr, x1, y1);
    cairo_stroke(cr);
}

static colour tinted(struct demo_random *random, double low, double high)
{
    return (colour){demo_random_between(random, low, high), demo_random_between(random, low, high),
                    demo_random_between(random, low, high)};
}

/* ---- car park: asphalt with bays to a hedge, a hall behind it ---- */

static void car_park_hall(cairo_t *cr, struct demo_random *random)
{
    const colour wall = tinted(random, 0.5, 0.75);

    demo_box(cr, 180, 96, 760, 150, wall);
    for (double x = 180; x < 940; x += 12) /* corrugated iron */
        demo_box(cr, x, 96, 3, 150, demo_shade(wall, 0.84));
    for (int i = 0; i < 6; i++) {
        double x = 220 + i * 120;
        demo_box(cr, x, 150, 74, 96, (colour){0.30, 0.33, 0.36});
        for (double y = 150; y < 246; y += 9)
            demo_box(cr, x, y, 74, 1.6, (colour){0.17, 0.19, 0.21});
        demo_set_colour(cr, (colour){0.95, 0.9, 0.3}, 1);
        const char text[] = {'G', 'A', 'T', 'E', ' ', (char) ('1' + i), 0};
        demo_paint_text(cr, text, x + 8, 132, 1.6);
    }
    demo_roughen(cr, 180, 96, 760, 150, 1.6, 0.1, random);
}

static void car_park(cairo_t *cr, uint64_t seed)
{
    struct demo_random random = {seed * 2 + 11};
    const colour asphalt = {0.36, 0.36, 0.37};

    fade(cr, 0, 200, (colour){0.66, 0.75, 0.86}, (colour){0.85, 0.87, 0.88});
    for (int i = 0; i < 18; i++)
        demo_foliage(cr, i * 74.0, 190, 60, demo_random_between(&random, 30, 66), 500, 3.6,
                     (colour){0.28, 0.40, 0.26}, &random);
    car_park_hall(cr, &random);
    fade(cr, 240, H, demo_shade(asphalt, 1.25), asphalt);
    demo_roughen(cr, 0, 240, W, H - 240, 1.3, 0.3, &random);
    demo_roughen(cr, 0, 240, W, H - 240, 4.7, 0.12, &random);
    for (int row = 0; row < 3; row++) {
        const double y0 = 276 + row * row * 48.0 + row * 50, y1 = y0 + 46 + row * 34;
        for (int i = -2; i < 20; i++) {
            double x0 = mixed(640, i * 76.0, 0.7 + 0.12 * row);
            double x1 = mixed(640, i * 76.0, 0.85 + 0.15 * row);
            line(cr, x0, y0, x1, y1, 2.5 + row, (colour){0.86, 0.86, 0.82});
        }
        line(cr, 0, y0, W, y0, 2 + row, (colour){0.86, 0.86, 0.82});
    }
    for (int i = 0; i < 30; i++) /* oil and patches */
        demo_shadow(cr, demo_random_between(&random, 0, W), demo_random_between(&random, 270, H),
                    demo_random_between(&random, 6, 40), demo_random_between(&random, 2, 9), 0.4);
    for (int i = 0; i < 9; i++) { /* parked for good */
        cairo_save(cr);
        cairo_translate(cr, 90 + i * 140.0, 334 + 3 * sin(i));
        cairo_scale(cr, 0.46, 0.46);
        demo_paint_car(cr, i % 3 ? DEMO_CAR_SEDAN : DEMO_CAR_VAN, tinted(&random, 0.15, 0.9));
        cairo_restore(cr);
    }
}

static void car_park_front(cairo_t *cr, uint64_t seed)
{
    struct demo_random random = {seed * 2 + 13};

    demo_box(cr, 1010, 20, 10, 600, (colour){0.55, 0.57, 0.58});
    demo_box(cr, 1013, 20, 3, 600, (colour){0.8, 0.82, 0.83});
    demo_box(cr, 960, 14, 110, 9, (colour){0.4, 0.42, 0.44});
    for (int i = 0; i < 4; i++)
        demo_foliage(cr, 40 + i * 70.0, 700, 70, 40, 900, 5.5, (colour){0.25, 0.40, 0.18}, &random);
}

/* ---- corridor: doors, tiles, lamps to a far wall ---- */

static void corridor_side(cairo_t *cr, int right, struct demo_random *random)
{
    const double vx = 640, vy = 300;

    for (int i = 0; i < 5; i++) { /* doors, nearest first, each nearer to the vanishing point */
        double t0 = 1 - pow(0.62, i) * 0.92, t1 = 1 - pow(0.62, i) * 0.74;
        double x0 = mixed(right ? W : 0, vx, t0), x1 = mixed(right ? W : 0, vx, t1);
        double top0 = mixed(130, vy, t0), top1 = mixed(130, vy, t1);
        double low0 = mixed(H + 60, vy + 20, t0), low1 = mixed(H + 60, vy + 20, t1);
        colour c = tinted(random, 0.25, 0.6);
        quad(cr, (double[]){x0, top0, x1, top1, x1, low1, x0, low0}, demo_shade(c, 0.7));
        double i0 = mixed(x0, x1, 0.08), i1 = mixed(x0, x1, 0.92);
        quad(cr, (double[]){i0, top0 + 5, i1, top1 + 5, i1, low1, i0, low0}, c);
        double h = low1 - top1;
        demo_box(cr, mixed(x0, x1, 0.5), top1 + h * 0.12, (right ? -1 : 1) * (x1 - x0) * 0.0 + 22,
                 h * 0.05 + 6, (colour){0.93, 0.93, 0.9});
        demo_set_colour(cr, (colour){0.1, 0.1, 0.1}, 1);
        const char text[] = {(char) ('1' + i), (char) ('0' + right), (char) ('3' + i), 0};
        demo_paint_text(cr, text, mixed(x0, x1, 0.5) + 2, top1 + h * 0.12 + 2, 0.9);
        demo_box(cr, mixed(x0, x1, 0.84), mixed(top1, low1, 0.55), 5, 9, (colour){0.85, 0.8, 0.6});
    }
}

static void corridor(cairo_t *cr, uint64_t seed)
{
    struct demo_random random = {seed * 2 + 21};
    const double vx = 640, vy = 300;

    demo_box(cr, 0, 0, W, H, (colour){0.78, 0.77, 0.72});
    demo_roughen(cr, 0, 0, W, H, 1.4, 0.07, &random);
    quad(cr, (double[]){0, 0, W, 0, 720, 262, 560, 262}, (colour){0.86, 0.86, 0.85});
    quad(cr, (double[]){0, H, W, H, 720, 340, 560, 340}, (colour){0.52, 0.50, 0.47});
    for (int i = 0; i < 26; i++) { /* tiles */
        double x = mixed(-900, W + 900, i / 25.0);
        line(cr, x, H, mixed(x, vx, 0.905), 340, 1.3, (colour){0.3, 0.29, 0.27});
    }
    for (int i = 0; i < 16; i++) {
        double t = 1 - pow(0.83, i) * 1.0, y = mixed(H, 338, t);
        line(cr, mixed(0, 560, t), y, mixed(W, 720, t), y, 1.5, (colour){0.3, 0.29, 0.27});
    }
    for (int i = 0; i < 7; i++) { /* lamps */
        double t0 = 1 - pow(0.6, i) * 0.9, t1 = 1 - pow(0.6, i) * 0.72;
        double y0 = mixed(0, vy - 38, t0), y1 = mixed(0, vy - 38, t1);
        quad(cr,
             (double[]){vx - 150 * (1 - t0), y0, vx + 150 * (1 - t0), y0, vx + 150 * (1 - t1), y1,
                        vx - 150 * (1 - t1), y1},
             (colour){1, 1, 0.98});
    }
    corridor_side(cr, 0, &random);
    corridor_side(cr, 1, &random);
    demo_box(cr, 560, 262, 160, 78, (colour){0.66, 0.68, 0.66});
    demo_box(cr, 596, 276, 40, 64, (colour){0.24, 0.36, 0.44});
    demo_box(cr, 644, 276, 40, 64, (colour){0.24, 0.36, 0.44});
    demo_box(cr, 604, 246, 72, 14, (colour){0.05, 0.45, 0.2});
    demo_set_colour(cr, (colour){1, 1, 1}, 1);
    demo_paint_text(cr, "EXIT", 622, 249, 1.2);
    demo_roughen(cr, 0, 340, W, H - 340, 2.2, 0.16, &random);
}

/* ---- warehouse: shelves full of boxes on both sides ---- */

static void rack(cairo_t *cr, double x0, double x1, double scale, struct demo_random *random)
{
    const double top = 360 - 330 * scale, low = 360 + 290 * scale;

    demo_box(cr, x0, top, x1 - x0, low - top, (colour){0.16, 0.15, 0.14});
    for (int level = 0; level < 5; level++) {
        double y1 = mixed(top, low, (level + 1) / 5.0), height = (low - top) / 5;
        for (double x = x0 + 3; x < x1 - 12 * scale;) {
            double w = demo_random_between(random, 26, 74) * scale;
            double h = demo_random_between(random, 0.45, 0.86) * height;
            colour c =
                demo_shade((colour){0.72, 0.55, 0.36}, demo_random_between(random, 0.55, 1.3));
            w = fmin(w, x1 - 4 - x);
            demo_box(cr, x, y1 - h, w - 2, h - 4, c);
            demo_box(cr, x + w * 0.44, y1 - h, w * 0.08, h - 4, demo_shade(c, 1.3));
            demo_box(cr, x + w * 0.12, y1 - h * 0.6, w * 0.26, h * 0.2, (colour){0.94, 0.94, 0.92});
            demo_set_colour(cr, (colour){0.1, 0.1, 0.12}, 1);
            demo_paint_text(cr, "27A", x + w * 0.14, y1 - h * 0.56, 0.8 * scale);
            x += w;
        }
        demo_box(cr, x0, y1 - 5 * scale, x1 - x0, 7 * scale, (colour){0.86, 0.42, 0.10});
    }
    for (double x = x0; x <= x1; x += (x1 - x0) / 3)
        demo_box(cr, x - 3, top, 6, low - top + 8, (colour){0.14, 0.26, 0.52});
}

static void warehouse(cairo_t *cr, uint64_t seed)
{
    struct demo_random random = {seed * 2 + 31};

    demo_box(cr, 0, 0, W, 360, (colour){0.46, 0.48, 0.50});
    for (int i = 0; i < 40; i++)
        line(cr, i * 34.0, 0, mixed(i * 34.0, 640, 0.75), 230, 1.5, (colour){0.36, 0.38, 0.4});
    fade(cr, 380, H, (colour){0.56, 0.56, 0.54}, (colour){0.46, 0.46, 0.45});
    demo_roughen(cr, 0, 380, W, H - 380, 2.0, 0.2, &random);
    for (int i = 0; i < 8; i++)
        demo_box(cr, 470 + i * 42.0, 80 + (i & 1) * 8, 30, 9, (colour){1, 1, 0.96});
    demo_box(cr, 560, 250, 160, 160, (colour){0.32, 0.36, 0.38});
    for (double y = 250; y < 410; y += 10)
        demo_box(cr, 560, y, 160, 2, (colour){0.2, 0.22, 0.24});
    rack(cr, 450, 556, 0.42, &random);
    rack(cr, 724, 830, 0.42, &random);
    rack(cr, 260, 446, 0.68, &random);
    rack(cr, 834, 1020, 0.68, &random);
    rack(cr, -40, 250, 1.1, &random);
    rack(cr, 1030, 1320, 1.1, &random);
    line(cr, 300, H, 590, 412, 7, (colour){0.9, 0.8, 0.1});
    line(cr, 980, H, 690, 412, 7, (colour){0.9, 0.8, 0.1});
}

/* ---- fence and foliage: nothing but leaves and wire ---- */

static void foliage(cairo_t *cr, uint64_t seed)
{
    struct demo_random random = {seed * 2 + 41};

    fade(cr, 0, 160, (colour){0.70, 0.78, 0.86}, (colour){0.85, 0.88, 0.88});
    for (int i = 0; i < 40; i++)
        demo_foliage(cr, demo_random_between(&random, -30, W + 30),
                     demo_random_between(&random, 130, 420), demo_random_between(&random, 60, 140),
                     demo_random_between(&random, 50, 110), 900, 5,
                     demo_shade((colour){0.26, 0.40, 0.17}, demo_random_between(&random, 0.7, 1.3)),
                     &random);
    fade(cr, 470, H, (colour){0.50, 0.46, 0.36}, (colour){0.44, 0.41, 0.34});
    demo_roughen(cr, 0, 470, W, H - 470, 2.4, 0.4, &random);
    for (int i = 0; i < 2600; i++) { /* grass */
        double x = demo_random_between(&random, 0, W), y = demo_random_between(&random, 480, H);
        line(cr, x, y, x + demo_random_between(&random, -5, 5),
             y - demo_random_between(&random, 6, 18), 1.3,
             demo_shade((colour){0.36, 0.50, 0.20}, demo_random_between(&random, 0.5, 1.3)));
    }
}

static void foliage_front(cairo_t *cr, uint64_t seed)
{
    struct demo_random random = {seed * 2 + 43};
    const colour wire = {0.62, 0.65, 0.65};

    for (double d = -H; d < W; d += 21) {
        line(cr, d, 640, d + 480, 160, 1.5, wire);
        line(cr, d + 480, 640, d, 160, 1.5, demo_shade(wire, 0.8));
    }
    for (double x = 60; x < W; x += 290)
        demo_box(cr, x, 140, 12, 520, (colour){0.3, 0.36, 0.33});
    line(cr, 0, 160, W, 160, 5, demo_shade(wire, 0.9));
    demo_foliage(cr, 1180, 90, 180, 120, 2600, 7, (colour){0.3, 0.46, 0.16}, &random);
    demo_foliage(cr, 80, 640, 170, 80, 2200, 7, (colour){0.26, 0.42, 0.2}, &random);
}

/* ---- office: desks, screens, books, blinds ---- */

static void desk(cairo_t *cr, double x, double y, double s, struct demo_random *random)
{
    demo_box(cr, x - 150 * s, y, 300 * s, 12 * s, (colour){0.66, 0.52, 0.36});
    demo_box(cr, x - 140 * s, y + 12 * s, 10 * s, 110 * s, (colour){0.3, 0.3, 0.32});
    demo_box(cr, x + 130 * s, y + 12 * s, 10 * s, 110 * s, (colour){0.3, 0.3, 0.32});
    for (int i = 0; i < 2; i++) {
        double sx = x + (i ? 12 : -112) * s;
        demo_box(cr, sx, y - 82 * s, 104 * s, 66 * s, (colour){0.08, 0.08, 0.09});
        demo_box(cr, sx + 4 * s, y - 78 * s, 96 * s, 58 * s, (colour){0.16, 0.24, 0.34});
        demo_set_colour(cr, (colour){0.75, 0.82, 0.86}, 1);
        for (int l = 0; l < 6; l++)
            demo_paint_text(cr, l % 2 ? "RUN 1042 OK" : "TOTAL 88.12", sx + 9 * s,
                            y - (74 - 9 * l) * s, 0.95 * s);
        demo_box(cr, sx + 46 * s, y - 16 * s, 12 * s, 16 * s, (colour){0.1, 0.1, 0.11});
    }
    for (int i = 0; i < 12; i++)
        demo_box(cr, x + demo_random_between(random, -140, 120) * s, y - 6 * s, 16 * s, 5 * s,
                 tinted(random, 0.4, 1));
}

static void office(cairo_t *cr, uint64_t seed)
{
    struct demo_random random = {seed * 2 + 51};

    demo_box(cr, 0, 0, W, 430, (colour){0.80, 0.79, 0.74});
    demo_roughen(cr, 0, 0, W, 430, 1.5, 0.06, &random);
    fade(cr, 430, H, (colour){0.36, 0.38, 0.44}, (colour){0.30, 0.32, 0.38});
    demo_roughen(cr, 0, 430, W, H - 430, 1.6, 0.3, &random);
    for (int i = 0; i < 2; i++) { /* windows with blinds */
        double x = 90 + i * 320;
        demo_box(cr, x - 8, 72, 276, 226, (colour){0.9, 0.9, 0.9});
        demo_box(cr, x, 80, 260, 210, (colour){0.78, 0.86, 0.92});
        for (double y = 80; y < 290; y += 8)
            demo_box(cr, x, y, 260, 4.6, (colour){0.88, 0.87, 0.82});
    }
    demo_box(cr, 780, 60, 330, 300, (colour){0.42, 0.30, 0.20});
    for (int shelf = 0; shelf < 5; shelf++) {
        demo_box(cr, 788, 66 + shelf * 59.0, 314, 52, (colour){0.20, 0.14, 0.10});
        for (double x = 790; x < 1092;) {
            double w = demo_random_between(&random, 6, 15),
                   h = demo_random_between(&random, 32, 50);
            demo_box(cr, x, 118 + shelf * 59.0 - h, w - 1, h, tinted(&random, 0.1, 0.85));
            demo_box(cr, x, 124 + shelf * 59.0 - h, w - 1, 4, (colour){0.9, 0.86, 0.7});
            x += w;
        }
    }
    demo_box(cr, 1140, 90, 120, 160, (colour){0.95, 0.94, 0.9});
    demo_set_colour(cr, (colour){0.15, 0.15, 0.3}, 1);
    for (int l = 0; l < 11; l++)
        demo_paint_text(cr, l % 3 ? "PLEASE WASH" : "NOTICE 2026", 1148, 98 + l * 13.0, 1.4);
    desk(cr, 300, 440, 0.85, &random);
    desk(cr, 760, 450, 0.9, &random);
    desk(cr, 1120, 560, 1.25, &random);
    desk(cr, 380, 590, 1.4, &random);
}

const struct sim_scene sim_scenes[] = {
    {"street", demo_scene_paint_back, demo_scene_paint_front, 1, 1, 346, 6, {420, 610}, {0.5, 1}},
    {"car park", car_park, car_park_front, 1, 1, 246, 9, {300, 690}, {0.4, 1.2}},
    {"corridor", corridor, NULL, 0, 0, 338, 3, {380, 700}, {0.8, 4.2}},
    {"warehouse", warehouse, NULL, 0, 0, 400, 3, {430, 700}, {0.9, 2.6}},
    {"fence and foliage", foliage, foliage_front, 1, 0, 160, 4, {500, 640}, {1.2, 2.2}},
    {"office", office, NULL, 0, 0, 430, 1.6, {470, 700}, {1.8, 3.6}},
};

const int sim_scene_count = (int) (sizeof(sim_scenes) / sizeof(sim_scenes[0]));
