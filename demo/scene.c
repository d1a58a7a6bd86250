/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The street: sky, houses, pavements, road, and what stands before them. */
#include "scene.h"

#include <math.h>

#include "paint.h"

#define HOUSES_FOOT   346.0 /* where the houses meet the far pavement */
#define ROAD_TOP      376.0
#define ROAD_FOOT     538.0
#define PAVEMENT_TOP  550.0
#define PAVEMENT_FOOT 636.0

/* Lines on the ground run towards this point. */
#define VANISH_X 640.0
#define VANISH_Y (-260.0)

static double towards_vanish(double x, double y_from, double y_to)
{
    return VANISH_X + (x - VANISH_X) * (y_to - VANISH_Y) / (y_from - VANISH_Y);
}

static void gradient_box(cairo_t *cr, double y, double height, struct demo_colour top,
                         struct demo_colour bottom)
{
    cairo_pattern_t *p = cairo_pattern_create_linear(0, y, 0, y + height);
    cairo_pattern_add_color_stop_rgb(p, 0, top.r, top.g, top.b);
    cairo_pattern_add_color_stop_rgb(p, 1, bottom.r, bottom.g, bottom.b);
    cairo_set_source(cr, p);
    cairo_rectangle(cr, 0, y, DEMO_SCENE_WIDTH, height);
    cairo_fill(cr);
    cairo_pattern_destroy(p);
}

static void paint_sky(cairo_t *cr, struct demo_random *random)
{
    gradient_box(cr, 0, 240, (struct demo_colour){0.55, 0.68, 0.84},
                 (struct demo_colour){0.88, 0.90, 0.90});
    for (int i = 0; i < 60; i++) {
        double x = demo_random_between(random, 0, DEMO_SCENE_WIDTH);
        double y = 20 + 70 * demo_random(random);
        cairo_save(cr);
        cairo_translate(cr, x, y);
        cairo_scale(cr, demo_random_between(random, 40, 130), demo_random_between(random, 6, 20));
        cairo_pattern_t *p = cairo_pattern_create_radial(0, 0, 0, 0, 0, 1);
        cairo_pattern_add_color_stop_rgba(p, 0, 1, 1, 1, 0.22);
        cairo_pattern_add_color_stop_rgba(p, 1, 1, 1, 1, 0);
        cairo_set_source(cr, p);
        cairo_arc(cr, 0, 0, 1, 0, 2 * M_PI);
        cairo_fill(cr);
        cairo_pattern_destroy(p);
        cairo_restore(cr);
    }
    for (int i = 0; i < 26; i++) /* far trees */
        demo_foliage(cr, i * 52.0 + demo_random_between(random, -10, 10), 168, 46,
                     demo_random_between(random, 26, 48), 420, 3.2,
                     (struct demo_colour){0.33, 0.42, 0.34}, random);
}

static void paint_bricks(cairo_t *cr, double x, double y, double width, double height,
                         struct demo_colour brick, struct demo_random *random)
{
    demo_box(cr, x, y, width, height, (struct demo_colour){0.66, 0.60, 0.54});
    cairo_save(cr);
    cairo_rectangle(cr, x, y, width, height);
    cairo_clip(cr);
    int row = 0;
    for (double by = y; by < y + height; by += 6, row++)
        for (double bx = x - (row & 1) * 7; bx < x + width; bx += 14)
            demo_box(cr, bx, by, 12.7, 4.8,
                     demo_shade(brick, demo_random_between(random, 0.74, 1.22)));
    cairo_restore(cr);
}

/* A window: frame, sill, panes with the sky in them, sometimes a curtain. */
static void paint_window(cairo_t *cr, double x, double y, double width, double height,
                         struct demo_colour frame, struct demo_random *random)
{
    demo_box(cr, x - 3, y - 3, width + 6, height + 6, demo_shade(frame, 0.72));
    demo_box(cr, x - 1.5, y - 1.5, width + 3, height + 3, frame);
    cairo_pattern_t *glass = cairo_pattern_create_linear(x, y, x + width, y + height);
    double l = demo_random_between(random, 0.75, 1.15);
    cairo_pattern_add_color_stop_rgb(glass, 0, 0.42 * l, 0.50 * l, 0.58 * l);
    cairo_pattern_add_color_stop_rgb(glass, 0.45, 0.20 * l, 0.25 * l, 0.30 * l);
    cairo_pattern_add_color_stop_rgb(glass, 1, 0.10, 0.12, 0.15);
    cairo_set_source(cr, glass);
    cairo_rectangle(cr, x + 1.5, y + 1.5, width - 3, height - 3);
    cairo_fill(cr);
    cairo_pattern_destroy(glass);
    if (demo_random(random) < 0.6) {
        double w = width * demo_random_between(random, 0.16, 0.3);
        for (int side = 0; side < 2; side++)
            for (double f = 0; f < w; f += 2.2)
                demo_box(cr, side ? x + width - 2 - f : x + 1.5 + f, y + 2, 1.4, height - 4,
                         demo_shade((struct demo_colour){0.80, 0.77, 0.70},
                                    demo_random_between(random, 0.7, 1.1)));
    }
    demo_box(cr, x + width / 2 - 1, y, 2, height, frame);
    demo_box(cr, x, y + height * 0.36, width, 2, frame);
    demo_box(cr, x - 6, y + height + 2.5, width + 12, 3.5, demo_shade(frame, 1.05));
    demo_box(cr, x - 5, y + height + 6, width + 10, 1.6, (struct demo_colour){0.2, 0.18, 0.17});
}

static void paint_door(cairo_t *cr, double x, double width, double height,
                       struct demo_colour colour)
{
    double y = HOUSES_FOOT - height;
    demo_box(cr, x - 4, y - 4, width + 8, height + 4, (struct demo_colour){0.82, 0.80, 0.76});
    demo_box(cr, x, y, width, height, colour);
    for (int row = 0; row < 3; row++)
        for (int col = 0; col < 2; col++) {
            double px = x + 4 + col * (width / 2 - 1);
            double py = y + 5 + row * (height / 3 - 1);
            demo_box(cr, px, py, width / 2 - 6, height / 3 - 7, demo_shade(colour, 0.68));
            demo_box(cr, px + 1.5, py + 1.5, width / 2 - 8, height / 3 - 9,
                     demo_shade(colour, 0.9));
        }
    demo_box(cr, x + width - 6, y + height * 0.52, 2.4, 6, (struct demo_colour){0.85, 0.72, 0.36});
}

static void paint_cornice(cairo_t *cr, double x, double y, double width, struct demo_colour c)
{
    demo_box(cr, x - 5, y - 9, width + 10, 5, demo_shade(c, 1.1));
    demo_box(cr, x - 3, y - 4, width + 6, 4, demo_shade(c, 0.78));
    for (double dx = 0; dx < width; dx += 9)
        demo_box(cr, x + dx, y, 5, 5, demo_shade(c, 0.92));
}

static void paint_brick_house(cairo_t *cr, struct demo_random *random)
{
    const double x = -20, width = 352, top = 66;
    const struct demo_colour white = {0.90, 0.89, 0.86};
    paint_bricks(cr, x, top, width, HOUSES_FOOT - top, (struct demo_colour){0.56, 0.29, 0.22},
                 random);
    for (int row = 0; row < 3; row++)
        for (int col = 0; col < 5; col++) {
            if (row == 2 && col == 3)
                continue;
            double wx = 6 + col * 64.0;
            double wy = top + 24 + row * 86.0;
            demo_box(cr, wx - 6, wy - 12, 48, 8, (struct demo_colour){0.78, 0.72, 0.64});
            paint_window(cr, wx, wy, 36, 54, white, random);
        }
    paint_door(cr, 6 + 3 * 64.0 - 2, 40, 74, (struct demo_colour){0.12, 0.28, 0.24});
    paint_cornice(cr, x, top, width, (struct demo_colour){0.74, 0.68, 0.60});
    demo_box(cr, x, HOUSES_FOOT - 12, width, 12, (struct demo_colour){0.40, 0.38, 0.36});
}

static void paint_awning(cairo_t *cr, double x, double y, double width)
{
    const double stripe = 13;
    for (int i = 0; i * stripe < width; i++) {
        demo_set_colour(cr,
                        i & 1 ? (struct demo_colour){0.92, 0.90, 0.85}
                              : (struct demo_colour){0.62, 0.12, 0.12},
                        1);
        double x0 = x + i * stripe;
        cairo_move_to(cr, x0, y);
        cairo_line_to(cr, x0 + stripe, y);
        cairo_line_to(cr, x0 + stripe, y + 22);
        cairo_arc(cr, x0 + stripe / 2, y + 22, stripe / 2, 0, M_PI);
        cairo_close_path(cr);
        cairo_fill(cr);
    }
    demo_shadow(cr, x + width / 2, y + 36, width / 2, 12, 0.5);
}

static void paint_shop(cairo_t *cr, double x, double width, struct demo_random *random)
{
    const double top = 262;
    demo_box(cr, x, top, width, HOUSES_FOOT - top, (struct demo_colour){0.20, 0.22, 0.24});
    demo_box(cr, x, top - 20, width, 22, (struct demo_colour){0.10, 0.20, 0.26});
    demo_set_colour(cr, (struct demo_colour){0.95, 0.90, 0.72}, 1);
    demo_paint_text(cr, "CORNER BAKERY", x + 36, top - 16, 2.0);
    for (int i = 0; i < 4; i++) {
        double wx = x + 12 + i * (width - 20) / 4;
        double ww = (width - 20) / 4 - 10;
        cairo_pattern_t *p = cairo_pattern_create_linear(wx, top, wx + ww, HOUSES_FOOT);
        cairo_pattern_add_color_stop_rgb(p, 0, 0.62, 0.55, 0.42);
        cairo_pattern_add_color_stop_rgb(p, 1, 0.20, 0.18, 0.16);
        cairo_set_source(cr, p);
        cairo_rectangle(cr, wx, top + 14, ww, HOUSES_FOOT - top - 26);
        cairo_fill(cr);
        cairo_pattern_destroy(p);
        for (int shelf = 0; shelf < 3; shelf++)
            for (double bx = wx + 4; bx < wx + ww - 6; bx += 7)
                demo_box(cr, bx, top + 38 + shelf * 12, 5, demo_random_between(random, 3, 7),
                         demo_shade((struct demo_colour){0.78, 0.56, 0.30},
                                    demo_random_between(random, 0.5, 1.25)));
    }
    paint_awning(cr, x + 6, top + 2, width - 12);
}

static void paint_plaster_house(cairo_t *cr, struct demo_random *random)
{
    const double x = 332, width = 344, top = 104;
    const struct demo_colour wall = {0.84, 0.76, 0.60};
    demo_box(cr, x, top, width, HOUSES_FOOT - top, wall);
    demo_roughen(cr, x, top, width, HOUSES_FOOT - top, 1.1, 0.16, random);
    demo_roughen(cr, x, top, width, HOUSES_FOOT - top, 9, 0.05, random);
    for (int row = 0; row < 2; row++)
        for (int col = 0; col < 5; col++) {
            double wx = x + 24 + col * 66.0;
            double wy = top + 20 + row * 64.0;
            paint_window(cr, wx, wy, 30, 42, (struct demo_colour){0.88, 0.88, 0.86}, random);
            for (int side = 0; side < 2; side++) {
                double sx = side ? wx + 33 : wx - 15;
                demo_box(cr, sx, wy - 2, 12, 46, (struct demo_colour){0.16, 0.32, 0.28});
                for (double ly = wy; ly < wy + 42; ly += 3)
                    demo_box(cr, sx + 1.5, ly, 9, 1.3, (struct demo_colour){0.28, 0.46, 0.40});
            }
        }
    paint_shop(cr, x + 8, width - 16, random);
    paint_cornice(cr, x, top, width, (struct demo_colour){0.80, 0.72, 0.58});
    demo_box(cr, x + width - 10, top, 6, HOUSES_FOOT - top,
             (struct demo_colour){0.44, 0.46, 0.46}); /* the drain pipe */
}

static void paint_office(cairo_t *cr, struct demo_random *random)
{
    const double x = 676, width = 306, top = 34;
    demo_box(cr, x, top, width, HOUSES_FOOT - top, (struct demo_colour){0.62, 0.64, 0.65});
    demo_roughen(cr, x, top, width, HOUSES_FOOT - top, 1.3, 0.14, random);
    for (int floor_ = 0; floor_ < 5; floor_++) {
        double y = top + 16 + floor_ * 60.0;
        demo_box(cr, x + 10, y, width - 20, 38, (struct demo_colour){0.16, 0.18, 0.20});
        for (int pane = 0; pane < 11; pane++) {
            double px = x + 12 + pane * 26.0;
            double l = demo_random_between(random, 0.6, 1.25);
            demo_box(cr, px, y + 2, 23, 34, (struct demo_colour){0.30 * l, 0.40 * l, 0.46 * l});
            cairo_set_source_rgba(cr, 0.85, 0.92, 0.96, 0.25);
            cairo_move_to(cr, px + 3, y + 36);
            cairo_line_to(cr, px + 14, y + 2);
            cairo_line_to(cr, px + 19, y + 2);
            cairo_line_to(cr, px + 8, y + 36);
            cairo_fill(cr);
            if (demo_random(random) < 0.35)
                for (double by = y + 3; by < y + 24; by += 2.6)
                    demo_box(cr, px, by, 23, 1.3, (struct demo_colour){0.78, 0.78, 0.74});
        }
        demo_box(cr, x, y + 41, width, 3, (struct demo_colour){0.80, 0.81, 0.81});
        demo_box(cr, x, y + 44, width, 2, (struct demo_colour){0.38, 0.39, 0.40});
    }
    paint_door(cr, x + 130, 48, 42, (struct demo_colour){0.28, 0.36, 0.40});
    demo_box(cr, x + width - 3, top, 3, HOUSES_FOOT - top, (struct demo_colour){0.40, 0.41, 0.42});
}

static void paint_cottage(cairo_t *cr, struct demo_random *random)
{
    const double x = 1010, width = 290, eaves = 206;
    demo_foliage(cr, 1000, 230, 50, 90, 1800, 4, (struct demo_colour){0.26, 0.40, 0.20}, random);
    demo_box(cr, x, eaves, width, HOUSES_FOOT - eaves, (struct demo_colour){0.86, 0.84, 0.80});
    demo_roughen(cr, x, eaves, width, HOUSES_FOOT - eaves, 1.1, 0.14, random);
    cairo_save(cr);
    cairo_move_to(cr, x - 18, eaves);
    cairo_line_to(cr, x + 66, 112);
    cairo_line_to(cr, x + 320, 112);
    cairo_line_to(cr, x + 320, eaves);
    cairo_close_path(cr);
    cairo_clip(cr);
    demo_box(cr, x - 20, 110, 340, 100, (struct demo_colour){0.32, 0.16, 0.12});
    for (int row = 0; row < 14; row++)
        for (double tx = x - 20 - (row & 1) * 5; tx < x + 320; tx += 10) {
            demo_set_colour(cr,
                            demo_shade((struct demo_colour){0.60, 0.27, 0.18},
                                       demo_random_between(random, 0.7, 1.2)),
                            1);
            cairo_rectangle(cr, tx, 110 + row * 7.0, 9.2, 4);
            cairo_fill(cr);
            cairo_arc(cr, tx + 4.6, 114 + row * 7.0, 4.6, 0, M_PI);
            cairo_fill(cr);
        }
    cairo_restore(cr);
    paint_bricks(cr, x + 130, 76, 34, 50, (struct demo_colour){0.50, 0.28, 0.22}, random);
    demo_box(cr, x + 126, 72, 42, 7, (struct demo_colour){0.44, 0.40, 0.38});
    demo_box(cr, x - 18, eaves - 2, 320, 6, (struct demo_colour){0.90, 0.90, 0.88});
    for (int i = 0; i < 3; i++)
        if (i != 1)
            paint_window(cr, x + 30 + i * 92.0, eaves + 30, 50, 52,
                         (struct demo_colour){0.30, 0.20, 0.14}, random);
    paint_door(cr, x + 126, 42, 92, (struct demo_colour){0.18, 0.26, 0.44});
    for (int i = 0; i < 6; i++)
        demo_foliage(cr, x + 10 + i * 50.0, HOUSES_FOOT - 8, 34, 22, 520, 2.8,
                     (struct demo_colour){0.24, 0.38, 0.18}, random);
}

static void paint_far_pavement(cairo_t *cr, struct demo_random *random)
{
    demo_box(cr, 0, HOUSES_FOOT, DEMO_SCENE_WIDTH, ROAD_TOP - HOUSES_FOOT,
             (struct demo_colour){0.60, 0.58, 0.55});
    cairo_set_line_width(cr, 1);
    demo_set_colour(cr, (struct demo_colour){0.42, 0.41, 0.39}, 0.8);
    for (double x = -400; x < 1700; x += 26) {
        cairo_move_to(cr, towards_vanish(x, ROAD_TOP, HOUSES_FOOT), HOUSES_FOOT);
        cairo_line_to(cr, x, ROAD_TOP - 7);
    }
    cairo_move_to(cr, 0, HOUSES_FOOT + 10);
    cairo_line_to(cr, DEMO_SCENE_WIDTH, HOUSES_FOOT + 10);
    cairo_stroke(cr);
    demo_roughen(cr, 0, HOUSES_FOOT, DEMO_SCENE_WIDTH, 30, 1.2, 0.2, random);
    demo_box(cr, 0, ROAD_TOP - 7, DEMO_SCENE_WIDTH, 4, (struct demo_colour){0.74, 0.73, 0.70});
    demo_box(cr, 0, ROAD_TOP - 3, DEMO_SCENE_WIDTH, 4, (struct demo_colour){0.30, 0.29, 0.28});
    cairo_set_source_rgba(cr, 0, 0, 0, 0.25);
    cairo_rectangle(cr, 0, HOUSES_FOOT, DEMO_SCENE_WIDTH, 5);
    cairo_fill(cr);
}

/* A stripe across the road, drawn along the lines to the vanishing point. */
static void paint_crossing(cairo_t *cr, struct demo_random *random)
{
    for (int i = 0; i < 8; i++) {
        double x = 960 + i * 36.0;
        demo_set_colour(cr, (struct demo_colour){0.84, 0.84, 0.81}, 0.92);
        cairo_move_to(cr, towards_vanish(x, ROAD_FOOT, ROAD_TOP + 12), ROAD_TOP + 12);
        cairo_line_to(cr, towards_vanish(x + 20, ROAD_FOOT, ROAD_TOP + 12), ROAD_TOP + 12);
        cairo_line_to(cr, x + 20, ROAD_FOOT - 8);
        cairo_line_to(cr, x, ROAD_FOOT - 8);
        cairo_fill(cr);
    }
    for (int i = 0; i < 500; i++) { /* worn paint */
        demo_box(cr, demo_random_between(random, 940, 1250),
                 demo_random_between(random, ROAD_TOP + 12, ROAD_FOOT - 8),
                 demo_random_between(random, 1, 5), 1.5, (struct demo_colour){0.34, 0.34, 0.35});
    }
}

static void paint_road(cairo_t *cr, struct demo_random *random)
{
    gradient_box(cr, ROAD_TOP, ROAD_FOOT - ROAD_TOP, (struct demo_colour){0.37, 0.37, 0.38},
                 (struct demo_colour){0.31, 0.31, 0.32});
    for (int lane = 0; lane < 4; lane++) { /* where the wheels run */
        cairo_set_source_rgba(cr, 0.1, 0.1, 0.1, 0.16);
        cairo_rectangle(cr, 0, ROAD_TOP + 22 + lane * 36.0, DEMO_SCENE_WIDTH, 12);
        cairo_fill(cr);
    }
    for (int i = 0; i < 7; i++) { /* mended places */
        double x = demo_random_between(random, 0, 900);
        double y = demo_random_between(random, ROAD_TOP + 10, ROAD_FOOT - 40);
        cairo_set_source_rgba(cr, 0.16, 0.16, 0.17, 0.5);
        cairo_rectangle(cr, x, y, demo_random_between(random, 30, 120),
                        demo_random_between(random, 8, 26));
        cairo_fill(cr);
    }
    for (double x = 10; x < 930; x += 74)
        demo_box(cr, x, ROAD_TOP + 70, 40, 5, (struct demo_colour){0.86, 0.86, 0.82});
    demo_roughen(cr, 0, ROAD_TOP, DEMO_SCENE_WIDTH, ROAD_FOOT - ROAD_TOP, 1.0, 0.34, random);
    demo_roughen(cr, 0, ROAD_TOP, DEMO_SCENE_WIDTH, ROAD_FOOT - ROAD_TOP, 2.2, 0.14, random);
    cairo_set_line_width(cr, 1.2);
    cairo_set_source_rgba(cr, 0.10, 0.10, 0.10, 0.8);
    for (int crack = 0; crack < 9; crack++) {
        double x = demo_random_between(random, 0, DEMO_SCENE_WIDTH);
        double y = demo_random_between(random, ROAD_TOP + 8, ROAD_FOOT - 20);
        cairo_move_to(cr, x, y);
        for (int i = 0; i < 9; i++) {
            x += demo_random_between(random, 3, 16);
            y += demo_random_between(random, -5, 6);
            cairo_line_to(cr, x, y);
        }
        cairo_stroke(cr);
    }
    paint_crossing(cr, random);
    for (int i = 0; i < 6; i++) { /* manhole */
        demo_set_colour(cr,
                        i & 1 ? (struct demo_colour){0.18, 0.18, 0.19}
                              : (struct demo_colour){0.42, 0.41, 0.40},
                        1);
        cairo_save(cr);
        cairo_translate(cr, 545, 497);
        cairo_scale(cr, 30 - i * 5, 10 - i * 1.7);
        cairo_arc(cr, 0, 0, 1, 0, 2 * M_PI);
        cairo_fill(cr);
        cairo_restore(cr);
    }
}

static void paint_near_pavement(cairo_t *cr, struct demo_random *random)
{
    demo_box(cr, 0, ROAD_FOOT, DEMO_SCENE_WIDTH, 5, (struct demo_colour){0.24, 0.24, 0.24});
    demo_box(cr, 0, ROAD_FOOT + 4, DEMO_SCENE_WIDTH, 8, (struct demo_colour){0.72, 0.71, 0.68});
    for (double x = 0; x < DEMO_SCENE_WIDTH; x += 58)
        demo_box(cr, x, ROAD_FOOT + 4, 1.4, 8, (struct demo_colour){0.40, 0.39, 0.38});
    double y = PAVEMENT_TOP;
    for (int row = 0; row < 4; row++) {
        double height = 18 + row * 2.4;
        for (double x = -260 + (row & 1) * 22; x < 1560; x += 44) {
            demo_set_colour(cr,
                            demo_shade((struct demo_colour){0.62, 0.59, 0.55},
                                       demo_random_between(random, 0.86, 1.1)),
                            1);
            double x0 = towards_vanish(x, PAVEMENT_FOOT, y);
            double x1 = towards_vanish(x + 44, PAVEMENT_FOOT, y);
            double x2 = towards_vanish(x + 44, PAVEMENT_FOOT, y + height);
            double x3 = towards_vanish(x, PAVEMENT_FOOT, y + height);
            cairo_move_to(cr, x0, y);
            cairo_line_to(cr, x1, y);
            cairo_line_to(cr, x2, y + height);
            cairo_line_to(cr, x3, y + height);
            cairo_close_path(cr);
            cairo_fill_preserve(cr);
            demo_set_colour(cr, (struct demo_colour){0.36, 0.34, 0.32}, 0.9);
            cairo_set_line_width(cr, 1.5);
            cairo_stroke(cr);
        }
        y += height;
    }
    demo_roughen(cr, 0, PAVEMENT_TOP, DEMO_SCENE_WIDTH, PAVEMENT_FOOT - PAVEMENT_TOP, 1.1, 0.22,
                 random);
}

static void paint_grass(cairo_t *cr, struct demo_random *random)
{
    gradient_box(cr, PAVEMENT_FOOT, DEMO_SCENE_HEIGHT - PAVEMENT_FOOT,
                 (struct demo_colour){0.26, 0.36, 0.17}, (struct demo_colour){0.20, 0.30, 0.13});
    cairo_set_line_width(cr, 1.3);
    for (int i = 0; i < 9000; i++) {
        double x = demo_random_between(random, 0, DEMO_SCENE_WIDTH);
        double y = demo_random_between(random, PAVEMENT_FOOT + 1, DEMO_SCENE_HEIGHT + 8);
        demo_set_colour(cr,
                        demo_shade((struct demo_colour){0.34, 0.46, 0.20},
                                   demo_random_between(random, 0.5, 1.45)),
                        1);
        cairo_move_to(cr, x, y);
        cairo_line_to(cr, x + demo_random_between(random, -3, 3),
                      y - demo_random_between(random, 3, 9));
        cairo_stroke(cr);
    }
}

static void paint_parked_cars(cairo_t *cr)
{
    static const struct {
        double x;
        enum demo_car_kind kind;
        struct demo_colour colour;
        int flip;
    } cars[] = {
        {474, DEMO_CAR_SEDAN, {0.62, 0.64, 0.67}, 0},
        {668, DEMO_CAR_SEDAN, {0.16, 0.22, 0.36}, 1},
        {840, DEMO_CAR_VAN, {0.84, 0.84, 0.82}, 0},
    };
    for (int i = 0; i < 3; i++) {
        cairo_save(cr);
        cairo_translate(cr, cars[i].x, ROAD_TOP + 16);
        cairo_scale(cr, cars[i].flip ? -0.74 : 0.74, 0.74);
        demo_paint_car(cr, cars[i].kind, cars[i].colour);
        cairo_restore(cr);
    }
}

static void paint_bollards(cairo_t *cr)
{
    for (int i = 0; i < 6; i++) {
        double x = 262 + i * 118.0;
        demo_shadow(cr, x + 10, 566, 16, 4, 0.6);
        demo_box(cr, x, 520, 9, 46, (struct demo_colour){0.20, 0.20, 0.21});
        demo_box(cr, x + 1.5, 520, 2, 46, (struct demo_colour){0.52, 0.52, 0.53});
        demo_box(cr, x, 527, 9, 5, (struct demo_colour){0.88, 0.88, 0.84});
        demo_box(cr, x, 536, 9, 3, (struct demo_colour){0.80, 0.16, 0.12});
    }
}

void demo_scene_paint_back(cairo_t *cr, uint64_t seed)
{
    struct demo_random random = {seed * 2 + 1};
    paint_sky(cr, &random);
    paint_cottage(cr, &random);
    paint_brick_house(cr, &random);
    paint_office(cr, &random);
    paint_plaster_house(cr, &random);
    paint_far_pavement(cr, &random);
    paint_road(cr, &random);
    paint_near_pavement(cr, &random);
    paint_grass(cr, &random);
    demo_shadow(cr, 150, 590, 230, 40, 0.55); /* of the tree */
    paint_parked_cars(cr);
    paint_bollards(cr);
}

static void paint_tree(cairo_t *cr, struct demo_random *random)
{
    cairo_pattern_t *bark = cairo_pattern_create_linear(96, 0, 152, 0);
    cairo_pattern_add_color_stop_rgb(bark, 0, 0.40, 0.32, 0.25);
    cairo_pattern_add_color_stop_rgb(bark, 1, 0.16, 0.12, 0.10);
    cairo_set_source(cr, bark);
    cairo_move_to(cr, 88, 652);
    cairo_curve_to(cr, 108, 600, 108, 400, 104, 200);
    cairo_line_to(cr, 142, 200);
    cairo_curve_to(cr, 140, 400, 146, 600, 168, 652);
    cairo_fill(cr);
    cairo_pattern_destroy(bark);
    cairo_set_line_width(cr, 1.4);
    for (int i = 0; i < 260; i++) {
        double y = demo_random_between(random, 230, 640);
        double x = demo_random_between(random, 108, 142);
        demo_set_colour(cr, (struct demo_colour){0.12, 0.09, 0.07},
                        demo_random_between(random, 0.3, 0.9));
        cairo_move_to(cr, x, y);
        cairo_line_to(cr, x + demo_random_between(random, -2, 2),
                      y + demo_random_between(random, 5, 22));
        cairo_stroke(cr);
    }
    static const double crowns[][4] = {{40, 60, 150, 110},
                                       {190, 40, 150, 90},
                                       {110, 150, 170, 80},
                                       {250, 120, 90, 70},
                                       {10, 180, 80, 60}};
    for (int i = 0; i < 5; i++)
        demo_foliage(cr, crowns[i][0], crowns[i][1], crowns[i][2], crowns[i][3], 2600, 6.5,
                     (struct demo_colour){0.30, 0.44, 0.18}, random);
}

static void paint_lamp(cairo_t *cr)
{
    const struct demo_colour metal = {0.22, 0.25, 0.25};
    demo_box(cr, 934, 96, 7, 510, metal);
    demo_box(cr, 936, 96, 2, 510, demo_shade(metal, 1.7));
    demo_box(cr, 928, 560, 19, 48, demo_shade(metal, 0.85));
    demo_box(cr, 926, 556, 23, 5, demo_shade(metal, 1.3));
    demo_set_colour(cr, metal, 1);
    cairo_set_line_width(cr, 6);
    cairo_move_to(cr, 937, 100);
    cairo_curve_to(cr, 934, 78, 914, 70, 880, 72);
    cairo_stroke(cr);
    demo_box(cr, 846, 68, 40, 8, demo_shade(metal, 1.2));
    demo_box(cr, 848, 76, 34, 4, (struct demo_colour){0.95, 0.94, 0.85});
}

static void paint_fence(cairo_t *cr)
{
    const struct demo_colour iron = {0.10, 0.13, 0.12};
    for (double x = -4; x < DEMO_SCENE_WIDTH; x += 15) {
        demo_box(cr, x, 648, 3.6, 72, iron);
        demo_box(cr, x + 0.8, 648, 0.9, 72, demo_shade(iron, 3.2));
        demo_set_colour(cr, iron, 1);
        cairo_move_to(cr, x - 1.4, 650);
        cairo_line_to(cr, x + 1.8, 640);
        cairo_line_to(cr, x + 5, 650);
        cairo_fill(cr);
    }
    for (int rail = 0; rail < 2; rail++) {
        demo_box(cr, 0, 660 + rail * 46.0, DEMO_SCENE_WIDTH, 5, iron);
        demo_box(cr, 0, 660 + rail * 46.0, DEMO_SCENE_WIDTH, 1.2, demo_shade(iron, 3));
    }
}

void demo_scene_paint_front(cairo_t *cr, uint64_t seed)
{
    struct demo_random random = {seed * 2 + 77};
    paint_lamp(cr);
    paint_tree(cr, &random);
    paint_fence(cr);
    for (int i = 0; i < 5; i++)
        demo_foliage(cr, 1060 + i * 62.0, 706, 64, 46, 1500, 5,
                     (struct demo_colour){0.24, 0.38, 0.16}, &random);
    for (int i = 0; i < 90; i++) { /* flowers in the bushes */
        double x = demo_random_between(&random, 1020, 1280);
        double y = demo_random_between(&random, 668, 716);
        demo_set_colour(cr, (struct demo_colour){0.90, 0.86, 0.88}, 1);
        cairo_arc(cr, x, y, 2.2, 0, 2 * M_PI);
        cairo_fill(cr);
    }
}
