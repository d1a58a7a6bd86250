/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Filters on pictures of floats, for the simulated camera. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "train/camera_model.h"

int lwi_plane_reserve(struct lwi_plane *plane, size_t width, size_t height)
{
    if (width * height > plane->room) {
        free(plane->data);
        plane->room = 0;
        plane->data = malloc(width * height * sizeof(float));
        if (!plane->data)
            return -ENOMEM;
        plane->room = width * height;
    }
    plane->width = width;
    plane->height = height;
    return 0;
}

static size_t clamp(long value, size_t count)
{
    return value < 0 ? 0 : (size_t) value < count ? (size_t) value : count - 1;
}

static float pixel(const struct lwi_plane *p, long x, long y)
{
    return p->data[clamp(y, p->height) * p->width + clamp(x, p->width)];
}

/* dst[x] += weight * src[x + shift], the ends of src repeated. */
static void add_shifted(float *dst, const float *src, size_t width, long shift, float weight)
{
    long from = shift < 0 ? -shift : 0;
    long to = shift > 0 ? (long) width - shift : (long) width;

    from = from < (long) width ? from : (long) width;
    to = to > 0 ? to : 0;
    for (long x = 0; x < from; x++)
        dst[x] += weight * src[0];
    for (long x = from; x < to; x++)
        dst[x] += weight * src[x + shift];
    for (long x = to > from ? to : from; x < (long) width; x++)
        dst[x] += weight * src[width - 1];
}

int lwi_plane_convolve(struct lwi_plane *dst, const struct lwi_plane *src,
                       const struct lwi_psf *psf)
{
    const long half = (long) psf->side / 2;

    if (lwi_plane_reserve(dst, src->width, src->height) < 0)
        return -ENOMEM;
    memset(dst->data, 0, src->width * src->height * sizeof(float));
    for (size_t y = 0; y < src->height; y++) {
        float *row = dst->data + y * dst->width;
        for (long j = -half; j <= half; j++) {
            const float *weights = psf->weights + (j + half) * (long) psf->side;
            const float *from = src->data + clamp((long) y + j, src->height) * src->width;
            for (long i = -half; i <= half; i++)
                if (weights[i + half] != 0)
                    add_shifted(row, from, src->width, i, weights[i + half]);
        }
    }
    return 0;
}

/* The weight of a pixel at distance t (bicubic, a = -0.5; or bilinear). */
static double interpolation_weight(double t, int cubic)
{
    t = fabs(t);
    if (!cubic)
        return t < 1 ? 1 - t : 0;
    if (t < 1)
        return (1.5 * t - 2.5) * t * t + 1;
    return t < 2 ? ((-0.5 * t + 2.5) * t - 4) * t + 2 : 0;
}

/* One row or column scaled: pixels `step` floats apart. Smaller: the kernel is widened. */
static void resize_line(float *dst, size_t dst_step, size_t dst_count, const float *src,
                        size_t src_step, size_t src_count, double scale, int cubic)
{
    const double wide = scale < 1 ? 1 / scale : 1;
    const long reach = (long) ceil((cubic && scale >= 1 ? 2 : 1) * wide);

    for (size_t i = 0; i < dst_count; i++) {
        double center = ((double) i + 0.5) / scale - 0.5, sum = 0, total = 0;
        for (long k = (long) floor(center) - reach; k <= (long) ceil(center) + reach; k++) {
            double w = scale < 1 ? fmax(0, fmin(1, wide / 2 + 0.5 - fabs((double) k - center)))
                                 : interpolation_weight((double) k - center, cubic);
            total += w;
            sum += w * src[clamp(k, src_count) * src_step];
        }
        dst[i * dst_step] = (float) (sum / total);
    }
}

int lwi_plane_resize(struct lwi_plane *dst, const struct lwi_plane *src, double scale, int cubic)
{
    const size_t width = (size_t) fmax(1, lrint((double) src->width * scale));
    const size_t height = (size_t) fmax(1, lrint((double) src->height * scale));
    float *half = malloc(width * src->height * sizeof(float));

    if (!half || lwi_plane_reserve(dst, width, height) < 0) {
        free(half);
        return -ENOMEM;
    }
    for (size_t y = 0; y < src->height; y++)
        resize_line(half + y * width, 1, width, src->data + y * src->width, 1, src->width, scale,
                    cubic);
    for (size_t x = 0; x < width; x++)
        resize_line(dst->data + x, width, height, half + x, width, src->height, scale, cubic);
    free(half);
    return 0;
}

int lwi_plane_median(struct lwi_plane *dst, const struct lwi_plane *src)
{
    if (lwi_plane_reserve(dst, src->width, src->height) < 0)
        return -ENOMEM;
    for (long y = 0; y < (long) src->height; y++) {
        for (long x = 0; x < (long) src->width; x++) {
            float v[9];
            for (int i = 0; i < 9; i++) { /* sorted as they come */
                float add = pixel(src, x + i % 3 - 1, y + i / 3 - 1);
                int k = i;
                for (; k > 0 && v[k - 1] > add; k--)
                    v[k] = v[k - 1];
                v[k] = add;
            }
            dst->data[(size_t) y * dst->width + (size_t) x] = v[4];
        }
    }
    return 0;
}

int lwi_plane_bilateral(struct lwi_plane *dst, const struct lwi_plane *src, double range)
{
    if (lwi_plane_reserve(dst, src->width, src->height) < 0)
        return -ENOMEM;
    const float keep = (float) (1 / (range * range));
    for (long y = 0; y < (long) src->height; y++) {
        for (long x = 0; x < (long) src->width; x++) {
            float here = pixel(src, x, y), sum = 0, total = 0;
            for (int i = 0; i < 25; i++) {
                float there = pixel(src, x + i % 5 - 2, y + i / 5 - 2);
                float d = (there - here) * (there - here) * keep;
                float w = 1 / ((1 + d) * (1 + d)); /* falls off about as a bell curve does */
                sum += w * there;
                total += w;
            }
            dst->data[(size_t) y * dst->width + (size_t) x] = sum / total;
        }
    }
    return 0;
}
