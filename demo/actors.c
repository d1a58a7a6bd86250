/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Cars and people. */
#include <math.h>

#include "paint.h"

static void wheel(cairo_t *cr, double x, double radius)
{
    demo_set_colour(cr, (struct demo_colour){0.07, 0.07, 0.08}, 1);
    cairo_arc(cr, x, -radius, radius, 0, 2 * M_PI);
    cairo_fill(cr);
    demo_set_colour(cr, (struct demo_colour){0.66, 0.67, 0.69}, 1);
    cairo_arc(cr, x, -radius, radius * 0.62, 0, 2 * M_PI);
    cairo_fill(cr);
    demo_set_colour(cr, (struct demo_colour){0.22, 0.22, 0.24}, 1);
    cairo_set_line_width(cr, radius * 0.16);
    for (int i = 0; i < 5; i++) {
        double a = i * 2 * M_PI / 5 + 0.3;
        cairo_move_to(cr, x + radius * 0.2 * cos(a), -radius + radius * 0.2 * sin(a));
        cairo_line_to(cr, x + radius * 0.55 * cos(a), -radius + radius * 0.55 * sin(a));
    }
    cairo_stroke(cr);
}

static void sedan_body(cairo_t *cr)
{
    cairo_move_to(cr, -102, -18);
    cairo_curve_to(cr, -106, -40, -104, -46, -92, -49);
    cairo_line_to(cr, -66, -53);
    cairo_curve_to(cr, -50, -72, -36, -80, -14, -81);
    cairo_curve_to(cr, 16, -82, 30, -76, 52, -55);
    cairo_curve_to(cr, 78, -51, 96, -46, 101, -38);
    cairo_curve_to(cr, 105, -30, 104, -22, 103, -16);
    cairo_line_to(cr, -102, -16);
    cairo_close_path(cr);
}

static void sedan_glass(cairo_t *cr)
{
    cairo_move_to(cr, -56, -54);
    cairo_curve_to(cr, -46, -68, -34, -74, -14, -75);
    cairo_line_to(cr, -8, -75);
    cairo_line_to(cr, -8, -54);
    cairo_close_path(cr);
    cairo_move_to(cr, -3, -75);
    cairo_curve_to(cr, 16, -75, 26, -70, 42, -54);
    cairo_line_to(cr, -3, -54);
    cairo_close_path(cr);
}

static void van_body(cairo_t *cr)
{
    cairo_move_to(cr, -103, -16);
    cairo_line_to(cr, -103, -92);
    cairo_curve_to(cr, -102, -99, -98, -101, -90, -101);
    cairo_line_to(cr, 46, -101);
    cairo_curve_to(cr, 62, -100, 70, -80, 80, -58);
    cairo_curve_to(cr, 96, -54, 104, -46, 104, -30);
    cairo_line_to(cr, 104, -16);
    cairo_close_path(cr);
}

static void van_glass(cairo_t *cr)
{
    cairo_move_to(cr, 26, -92);
    cairo_line_to(cr, 46, -92);
    cairo_curve_to(cr, 56, -90, 62, -76, 70, -60);
    cairo_line_to(cr, 26, -60);
    cairo_close_path(cr);
}

static void car_details(cairo_t *cr, struct demo_colour colour, enum demo_car_kind kind)
{
    demo_set_colour(cr, demo_shade(colour, 0.55), 1);
    cairo_set_line_width(cr, 1.2);
    cairo_move_to(cr, -96, -42);
    cairo_line_to(cr, 97, -40);
    cairo_stroke(cr);
    if (kind == DEMO_CAR_SEDAN) {
        cairo_move_to(cr, -52, -52);
        cairo_curve_to(cr, -50, -36, -48, -26, -42, -18);
        cairo_move_to(cr, -5, -54);
        cairo_line_to(cr, -5, -18);
        cairo_move_to(cr, 44, -53);
        cairo_curve_to(cr, 46, -38, 44, -26, 40, -18);
    } else {
        cairo_move_to(cr, 20, -98);
        cairo_line_to(cr, 20, -18);
        cairo_move_to(cr, 70, -58);
        cairo_line_to(cr, 68, -22);
        cairo_move_to(cr, -50, -98);
        cairo_line_to(cr, -50, -18);
    }
    cairo_stroke(cr);
    demo_box(cr, -28, -46, 12, 2.6, demo_shade(colour, 0.4));
    demo_box(cr, 26, -46, 12, 2.6, demo_shade(colour, 0.4));
    demo_box(cr, -104, -40, 6, 11, (struct demo_colour){0.72, 0.08, 0.06});
    demo_box(cr, 96, -39, 7, 8, (struct demo_colour){1, 0.97, 0.86});
    demo_box(cr, -104, -20, 208, 5, (struct demo_colour){0.10, 0.10, 0.11});
}

void demo_paint_car(cairo_t *cr, enum demo_car_kind kind, struct demo_colour colour)
{
    demo_shadow(cr, 4, -2, 118, 13, 0.75);
    (kind == DEMO_CAR_SEDAN ? sedan_body : van_body)(cr);
    cairo_pattern_t *paint = cairo_pattern_create_linear(0, -100, 0, -14);
    struct demo_colour top = demo_shade(colour, 1.25);
    struct demo_colour low = demo_shade(colour, 0.6);
    cairo_pattern_add_color_stop_rgb(paint, 0, top.r, top.g, top.b);
    cairo_pattern_add_color_stop_rgb(paint, 0.55, colour.r, colour.g, colour.b);
    cairo_pattern_add_color_stop_rgb(paint, 1, low.r, low.g, low.b);
    cairo_set_source(cr, paint);
    cairo_fill(cr);
    cairo_pattern_destroy(paint);

    (kind == DEMO_CAR_SEDAN ? sedan_glass : van_glass)(cr);
    cairo_pattern_t *glass = cairo_pattern_create_linear(-40, -80, 20, -50);
    cairo_pattern_add_color_stop_rgb(glass, 0, 0.55, 0.64, 0.70);
    cairo_pattern_add_color_stop_rgb(glass, 0.5, 0.14, 0.18, 0.22);
    cairo_pattern_add_color_stop_rgb(glass, 1, 0.07, 0.09, 0.11);
    cairo_set_source(cr, glass);
    cairo_fill(cr);
    cairo_pattern_destroy(glass);

    car_details(cr, colour, kind);
    demo_set_colour(cr, (struct demo_colour){0.05, 0.05, 0.06}, 1);
    cairo_arc(cr, -64, -17, 20, M_PI, 2 * M_PI);
    cairo_arc(cr, 66, -17, 20, M_PI, 2 * M_PI);
    cairo_fill(cr);
    wheel(cr, -64, 17);
    wheel(cr, 66, 17);
}

/* A limb of two parts; angles from straight down, positive to the right. Returns its end. */
static void limb(cairo_t *cr, double x, double y, double upper, double lower, double length,
                 double width)
{
    double kx = x + sin(upper) * length;
    double ky = y + cos(upper) * length;
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
    cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
    cairo_set_line_width(cr, width);
    cairo_move_to(cr, x, y);
    cairo_line_to(cr, kx, ky);
    cairo_line_to(cr, kx + sin(lower) * length, ky + cos(lower) * length);
    cairo_stroke(cr);
}

static void leg(cairo_t *cr, struct demo_colour trousers, double swing, double lift)
{
    double upper = 0.42 * swing;
    double lower = upper - 0.15 - 0.75 * lift;
    demo_set_colour(cr, trousers, 1);
    limb(cr, 0, -49, upper, lower, 22, 9);
    double ax = sin(upper) * 22 + sin(lower) * 22;
    double ay = -49 + cos(upper) * 22 + cos(lower) * 22;
    demo_set_colour(cr, (struct demo_colour){0.08, 0.07, 0.07}, 1);
    cairo_set_line_width(cr, 6);
    cairo_move_to(cr, ax - 1, ay + 1);
    cairo_line_to(cr, ax + 7, ay + 1 - 3 * lift);
    cairo_stroke(cr);
}

void demo_paint_person(cairo_t *cr, struct demo_colour coat, struct demo_colour trousers, int phase)
{
    const struct demo_colour skin = {0.80, 0.60, 0.48};
    double t = phase * 2 * M_PI / DEMO_WALK_PHASES;
    double swing = sin(t);
    demo_shadow(cr, 3, -1, 26, 5, 0.7);
    demo_set_colour(cr, demo_shade(coat, 0.62), 1);
    limb(cr, 0, -82, 0.5 * swing, 0.5 * swing + 0.35, 17, 6.5);
    leg(cr, demo_shade(trousers, 0.7), -swing, fmax(0, -cos(t)));
    leg(cr, trousers, swing, fmax(0, cos(t)));
    demo_set_colour(cr, coat, 1);
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
    cairo_set_line_width(cr, 18);
    cairo_move_to(cr, 1, -78);
    cairo_line_to(cr, 0, -56);
    cairo_stroke(cr);
    demo_box(cr, -9, -54, 18, 3, demo_shade(coat, 0.55));
    demo_set_colour(cr, demo_shade(coat, 1.2), 1);
    limb(cr, 0, -82, -0.5 * swing, -0.5 * swing + 0.35, 17, 6.5);
    demo_set_colour(cr, skin, 1);
    cairo_arc(cr, 3, -95, 7, 0, 2 * M_PI);
    cairo_fill(cr);
    demo_set_colour(cr, (struct demo_colour){0.16, 0.10, 0.07}, 1);
    cairo_arc(cr, 1.5, -97, 7.2, M_PI * 0.75, M_PI * 1.95);
    cairo_fill(cr);
}
