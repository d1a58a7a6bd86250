/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "paint.h"

#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "font.h"

/* xorshift64* */
double demo_random(struct demo_random *random)
{
    uint64_t x = random->state ? random->state : 1;
    x ^= x >> 12;
    x ^= x << 25;
    x ^= x >> 27;
    random->state = x;
    return (double) ((x * UINT64_C(0x2545F4914F6CDD1D)) >> 11) / 9007199254740992.0;
}

double demo_random_between(struct demo_random *random, double low, double high)
{
    return low + (high - low) * demo_random(random);
}

void demo_set_colour(cairo_t *cr, struct demo_colour colour, double alpha)
{
    cairo_set_source_rgba(cr, colour.r, colour.g, colour.b, alpha);
}

struct demo_colour demo_shade(struct demo_colour c, double factor)
{
    return (struct demo_colour){fmin(c.r * factor, 1), fmin(c.g * factor, 1),
                                fmin(c.b * factor, 1)};
}

void demo_box(cairo_t *cr, double x, double y, double width, double height,
              struct demo_colour colour)
{
    demo_set_colour(cr, colour, 1);
    cairo_rectangle(cr, x, y, width, height);
    cairo_fill(cr);
}

#define GRAIN_SIDE 256

void demo_roughen(cairo_t *cr, double x, double y, double width, double height, double grain,
                  double strength, struct demo_random *random)
{
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_ARGB32, GRAIN_SIDE, GRAIN_SIDE);
    uint8_t *data = cairo_image_surface_get_data(surface);
    int stride = cairo_image_surface_get_stride(surface);
    for (int row = 0; data && row < GRAIN_SIDE; row++) {
        for (int col = 0; col < GRAIN_SIDE; col++) {
            double v = demo_random(random) + demo_random(random) - 1; /* -1 .. 1, mostly small */
            uint32_t alpha = (uint32_t) lround(fabs(v) * strength * 255);
            uint32_t pixel = alpha << 24 | (v > 0 ? alpha * 0x010101u : 0);
            memcpy(data + (ptrdiff_t) row * stride + (ptrdiff_t) col * 4, &pixel, sizeof(pixel));
        }
    }
    cairo_surface_mark_dirty(surface);
    cairo_save(cr);
    cairo_rectangle(cr, x, y, width, height);
    cairo_clip(cr);
    cairo_translate(cr, x + demo_random(random), y + demo_random(random));
    cairo_scale(cr, grain, grain);
    cairo_set_source_surface(cr, surface, 0, 0);
    cairo_pattern_set_extend(cairo_get_source(cr), CAIRO_EXTEND_REPEAT);
    cairo_paint(cr);
    cairo_restore(cr);
    cairo_surface_destroy(surface);
}

void demo_shadow(cairo_t *cr, double x, double y, double rx, double ry, double strength)
{
    cairo_save(cr);
    cairo_translate(cr, x, y);
    cairo_scale(cr, rx, ry);
    cairo_pattern_t *p = cairo_pattern_create_radial(0, 0, 0.2, 0, 0, 1);
    cairo_pattern_add_color_stop_rgba(p, 0, 0.02, 0.03, 0.06, strength);
    cairo_pattern_add_color_stop_rgba(p, 0.7, 0.02, 0.03, 0.06, strength * 0.7);
    cairo_pattern_add_color_stop_rgba(p, 1, 0.02, 0.03, 0.06, 0);
    cairo_set_source(cr, p);
    cairo_arc(cr, 0, 0, 1, 0, 2 * M_PI);
    cairo_fill(cr);
    cairo_pattern_destroy(p);
    cairo_restore(cr);
}

void demo_foliage(cairo_t *cr, double x, double y, double rx, double ry, int leaves, double size,
                  struct demo_colour colour, struct demo_random *random)
{
    for (int i = 0; i < leaves; i++) {
        /* Clumps: leaves gather around some hundred twigs. */
        double angle = demo_random_between(random, 0, 2 * M_PI);
        double radius = sqrt(demo_random(random));
        double u = radius * cos(angle);
        double v = radius * sin(angle);
        double clump = 0.5 + 0.5 * sin(u * 11 + sin(v * 9) * 2) * cos(v * 13 + u * 3);
        double light =
            0.45 + 0.35 * clump - 0.28 * u - 0.38 * v + demo_random_between(random, -0.22, 0.22);
        double s = size * demo_random_between(random, 0.6, 1.3);
        cairo_save(cr);
        cairo_translate(cr, x + u * rx, y + v * ry);
        cairo_rotate(cr, demo_random_between(random, 0, M_PI));
        cairo_scale(cr, s, s * 0.45);
        demo_set_colour(cr, demo_shade(colour, fmax(light, 0.12) * 1.7), 1);
        cairo_arc(cr, 0, 0, 1, 0, 2 * M_PI);
        cairo_fill(cr);
        cairo_restore(cr);
    }
}

void demo_paint_text(cairo_t *cr, const char *text, double x, double y, double unit)
{
    for (; *text; text++, x += (DEMO_FONT_WIDTH + 1) * unit) {
        const uint8_t *rows = demo_font_rows(*text);
        for (int row = 0; row < DEMO_FONT_HEIGHT; row++)
            for (int col = 0; col < DEMO_FONT_WIDTH; col++)
                if (rows[row] >> (DEMO_FONT_WIDTH - 1 - col) & 1)
                    cairo_rectangle(cr, x + col * unit, y + row * unit, unit, unit);
    }
    cairo_fill(cr);
}
