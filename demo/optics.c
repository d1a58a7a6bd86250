/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "optics.h"

#include <errno.h>
#include <math.h>
#include <pthread.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define SUBROWS 8 /* parts of a row of the disk whose widths are averaged */

static uint16_t gamma_table[65536];

static void fill_gamma_table(void)
{
    for (int i = 0; i < 65536; i++)
        gamma_table[i] = (uint16_t) lround(255.0 * 64 * pow(i / 65535.0, 1 / DEMO_GAMMA));
}

const uint16_t *demo_gamma_table(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    (void) pthread_once(&once, fill_gamma_table);
    return gamma_table;
}

static int layer_new(struct demo_layer *ret_layer, int width, int height)
{
    uint16_t *rgba = calloc((size_t) width * (size_t) height, 4 * sizeof(*rgba));
    if (!rgba)
        return -ENOMEM;
    *ret_layer = (struct demo_layer){width, height, rgba};
    return 0;
}

void demo_layer_done(struct demo_layer *layer)
{
    free(layer->rgba);
    *layer = (struct demo_layer){0};
}

int demo_layer_from_surface(struct demo_layer *ret_layer, cairo_surface_t *surface)
{
    cairo_surface_flush(surface);
    int width = cairo_image_surface_get_width(surface);
    int height = cairo_image_surface_get_height(surface);
    int stride = cairo_image_surface_get_stride(surface);
    const uint8_t *data = cairo_image_surface_get_data(surface);
    struct demo_layer layer;
    if (!data || layer_new(&layer, width, height) < 0)
        return -ENOMEM;
    double linear[256];
    for (int i = 0; i < 256; i++)
        linear[i] = pow(i / 255.0, DEMO_GAMMA);
    for (int y = 0; y < height; y++) {
        uint16_t *out = layer.rgba + (size_t) y * (size_t) width * 4;
        for (int x = 0; x < width; x++, out += 4) {
            uint32_t p;
            memcpy(&p, data + (ptrdiff_t) y * stride + (ptrdiff_t) x * 4, sizeof(p));
            unsigned alpha = p >> 24;
            for (int c = 0; c < 3 && alpha > 0; c++) {
                unsigned v = (p >> (16 - 8 * c) & 255) * 255 / alpha;
                out[c] = (uint16_t) lround(linear[v > 255 ? 255 : v] * alpha / 255.0 * 65535);
            }
            out[3] = (uint16_t) (alpha * 257);
        }
    }
    *ret_layer = layer;
    return 0;
}

/* Mean half width of the disk within the row that is dy from its middle. */
static double half_width(double radius, int dy)
{
    double sum = 0;
    for (int i = 0; i < SUBROWS; i++) {
        double y = dy - 0.5 + (i + 0.5) / SUBROWS;
        if (fabs(y) < radius)
            sum += sqrt(radius * radius - y * y);
    }
    return sum / SUBROWS;
}

/* Running sums of one channel of one row, from `margin` before it to as many after. */
static void sum_row(double *sums, const struct demo_layer *layer, int y, int channel, int margin,
                    int opaque)
{
    sums[0] = 0;
    for (int i = 0; i < layer->width + 2 * margin; i++) {
        int x = i - margin;
        int inside = x >= 0 && x < layer->width;
        x = x < 0 ? 0 : x >= layer->width ? layer->width - 1 : x;
        size_t at = ((size_t) y * (size_t) layer->width + (size_t) x) * 4 + (size_t) channel;
        sums[i + 1] = sums[i] + (inside || opaque ? layer->rgba[at] : 0);
    }
}

/* Adds the disk's rows, taken from one row of the picture, to the rows that they reach. */
static void spread_row(float *acc, const double *sums, const struct demo_layer *layer, int y,
                       const double *widths, int reach, int margin)
{
    for (int dy = -reach; dy <= reach; dy++) {
        double w = widths[abs(dy)];
        int to = y + dy;
        if (w <= 0 || to < 0 || to >= layer->height)
            continue;
        int last = (int) floor(w + 0.5);
        double part = w + 0.5 - last;
        float *out = acc + (size_t) to * (size_t) layer->width;
        for (int x = 0; x < layer->width; x++) {
            const double *m = sums + x + margin;
            double right = m[last] + (m[last + 1] - m[last]) * part;
            double left = m[1 - last] - (m[1 - last] - m[-last]) * part;
            out[x] += (float) (right - left);
        }
    }
}

int demo_layer_blur(struct demo_layer *ret_layer, const struct demo_layer *layer, double radius_px,
                    int opaque)
{
    int reach = (int) ceil(radius_px + 0.5);
    int margin = reach + 2;
    struct demo_layer out;
    if (layer_new(&out, layer->width, layer->height) < 0)
        return -ENOMEM;
    double *widths = calloc((size_t) reach + 1, sizeof(*widths));
    double *sums = calloc((size_t) (layer->width + 2 * margin + 1), sizeof(*sums));
    float *acc = calloc((size_t) layer->width * (size_t) layer->height, sizeof(*acc));
    if (!widths || !sums || !acc) {
        free(widths);
        free(sums);
        free(acc);
        demo_layer_done(&out);
        return -ENOMEM;
    }
    double area = 0;
    for (int i = 0; i <= reach; i++) {
        widths[i] = half_width(radius_px, i);
        area += widths[i] * 2 * (i ? 2 : 1);
    }
    size_t pixels = (size_t) layer->width * (size_t) layer->height;
    for (int c = 0; c < 4; c++) {
        memset(acc, 0, pixels * sizeof(*acc));
        for (int y = opaque ? -reach : 0; y < layer->height + (opaque ? reach : 0); y++) {
            int from = y < 0 ? 0 : y >= layer->height ? layer->height - 1 : y;
            sum_row(sums, layer, from, c, margin, opaque);
            spread_row(acc, sums, layer, y, widths, reach, margin);
        }
        for (size_t i = 0; i < pixels; i++) {
            double v = acc[i] / area + 0.5;
            out.rgba[i * 4 + (size_t) c] = (uint16_t) (v > 65535 ? 65535 : v);
        }
    }
    free(widths);
    free(sums);
    free(acc);
    *ret_layer = out;
    return 0;
}

void demo_layer_vignette(struct demo_layer *layer, double corner_loss)
{
    double cx = layer->width / 2.0;
    double cy = layer->height / 2.0;
    for (int y = 0; y < layer->height; y++) {
        uint16_t *p = layer->rgba + (size_t) y * (size_t) layer->width * 4;
        for (int x = 0; x < layer->width; x++, p += 4) {
            double r2 = ((x - cx) * (x - cx) + (y - cy) * (y - cy)) / (cx * cx + cy * cy);
            double gain = 1 - corner_loss * r2;
            for (int c = 0; c < 3; c++)
                p[c] = (uint16_t) (p[c] * gain);
        }
    }
}
