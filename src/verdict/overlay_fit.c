/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Laying one small picture over another. What is compared is the fine structure, each pixel
 * against the mean around it, so that light and shade that come and go do not matter much.
 * A whole-pixel search is made where they do not lie over each other; shift, rotation and
 * zoom then follow by least squares (B.D. Lucas, T. Kanade 1981).
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "verdict/evidence.h"

#define W LWI_THUMB_X
#define H LWI_THUMB_Y
/* Half of the side of the mean that is taken away. */
#define AROUND 3
/* Largest difference from the mean that counts, levels. */
#define FINE_MAX 40
/* Largest shift that is looked for, in pixels of the small picture. */
#define SEARCH_X 20
#define SEARCH_Y 12
/* As they lie, no search is needed. */
#define GOOD 0.6
/* Pixels of the picture at 1080p a pixel of the small one. */
#define PX_1080P (1920.0 / W)

/* Of the shift from one picture to the next: least squares again and again, in which a pixel counts
 * the less, the worse the last shift explains it. What walks about is not explained. */
#define STEP_ROUNDS 3
#define STEP_RIDGE  10.0f
#define STEP_AWAY   2.5f /* of the mean distance, at which a pixel counts a quarter */

void lwi_overlay_fine(struct lwi_fine *ret_fine, const uint8_t *thumb)
{
    int16_t *ret = ret_fine->at;
    uint32_t sum[H + 1][W + 1];
    memset(sum[0], 0, sizeof(sum[0]));
    for (int y = 0; y < H; y++) {
        uint32_t row = 0;
        sum[y + 1][0] = 0;
        for (int x = 0; x < W; x++) {
            row += thumb[y * W + x];
            sum[y + 1][x + 1] = sum[y][x + 1] + row;
        }
    }
    for (int y = 0; y < H; y++) {
        const int top = y > AROUND ? y - AROUND : 0;
        const int bottom = y + AROUND + 1 < H ? y + AROUND + 1 : H;
        for (int x = 0; x < W; x++) {
            const int left = x > AROUND ? x - AROUND : 0;
            const int right = x + AROUND + 1 < W ? x + AROUND + 1 : W;
            const int n = (bottom - top) * (right - left);
            const uint32_t all =
                sum[bottom][right] - sum[top][right] - sum[bottom][left] + sum[top][left];
            const int mean = (int) ((float) all / (float) n); /* faster than whole numbers */
            const int fine = thumb[y * W + x] - mean;
            ret[y * W + x] = (int16_t) (fine > FINE_MAX    ? FINE_MAX
                                        : fine < -FINE_MAX ? -FINE_MAX
                                                           : fine);
        }
    }
}

/* Correlation of a, moved by dx, dy, with b, over where both are. */
static double correlate(const int16_t *a, const int16_t *b, int dx, int dy)
{
    int64_t aa = 0, bb = 0, ab = 0;
    const int x0 = dx > 0 ? dx : 0, x1 = dx < 0 ? W + dx : W;
    for (int y = dy > 0 ? dy : 0; y < (dy < 0 ? H + dy : H); y++) {
        const int16_t *pa = a + (y - dy) * W - dx, *pb = b + y * W;
        int32_t raa = 0, rbb = 0, rab = 0;
        for (int x = x0; x < x1; x++) {
            raa += pa[x] * pa[x];
            rbb += pb[x] * pb[x];
            rab += pa[x] * pb[x];
        }
        aa += raa;
        bb += rbb;
        ab += rab;
    }
    /* A picture without structure lies over nothing. */
    const double least = 0.5 * W * H;
    return (double) ab / sqrt(fmax((double) aa, least) * fmax((double) bb, least));
}

static void search_shift(const int16_t *a, const int16_t *b, int *ret_dx, int *ret_dy,
                         double *ret_best)
{
    for (int dy = -SEARCH_Y; dy <= SEARCH_Y; dy++) {
        for (int dx = -SEARCH_X; dx <= SEARCH_X; dx++) {
            const double c = correlate(a, b, dx, dy);
            if (c > *ret_best) {
                *ret_best = c;
                *ret_dx = dx;
                *ret_dy = dy;
            }
        }
    }
}

/* Gauss without a pivot, which a sum of squares with a little on its diagonal does not need. */
static void solve4(double m[4][5])
{
    for (int i = 0; i < 4; i++) {
        for (int r = 0; r < 4; r++) {
            const double f = r == i ? 0 : m[r][i] / m[i][i];
            for (int c = i; c < 5; c++)
                m[r][c] -= f * m[i][c];
        }
    }
}

/* What is left after the whole-pixel shift. */
static void refine(struct lwi_overlay_fit *fit, const int16_t *a, const int16_t *b, int dx, int dy)
{
    double m[4][5] = {{0}}, rest = 0;
    for (int y = 1 + abs(dy); y < H - 1 - abs(dy); y++) {
        for (int x = 1 + abs(dx); x < W - 1 - abs(dx); x++) {
            const int16_t *pa = a + (y - dy) * W + x - dx, *pb = b + y * W + x;
            const double gx = (pb[1] - pb[-1]) / 2.0, gy = (pb[W] - pb[-W]) / 2.0;
            const double rx = x - W / 2.0, ry = y - H / 2.0;
            const double j[4] = {gx, gy, gx * rx + gy * ry, gy * rx - gx * ry};
            /* a(x) = b(x - motion), so b - a is the gradient times the motion of a. */
            const double t = *pb - *pa;
            rest += t * t;
            for (int r = 0; r < 4; r++) {
                for (int c = 0; c < 4; c++)
                    m[r][c] += j[r] * j[c];
                m[r][4] += j[r] * t;
            }
        }
    }
    for (int r = 0; r < 4; r++)
        m[r][r] += r < 2 ? 100 : 100000;
    const double pull_x = m[0][4], pull_y = m[1][4];
    solve4(m);
    const double tx = m[0][4] / m[0][0], ty = m[1][4] / m[1][1];
    fit->shift_x = (-dx + fmax(fmin(tx, 2), -2)) * PX_1080P;
    fit->shift_y = (-dy + fmax(fmin(ty, 2), -2)) * PX_1080P;
    /* What of the difference the shift accounts for: most of it, where it is one. */
    fit->explained = rest > 0 ? (tx * pull_x + ty * pull_y) / rest : 0;
    fit->zoom = 1 + m[2][4] / m[2][2];
    fit->rotation = m[3][4] / m[3][3] * 180 / 3.14159265358979;
}

double lwi_overlay_likeness(const struct lwi_fine *fine, const struct lwi_fine *reference)
{
    return correlate(fine->at, reference->at, 0, 0);
}

void lwi_overlay_fit(struct lwi_overlay_fit *ret, const struct lwi_fine *fine,
                     const struct lwi_fine *reference, int search)
{
    const int16_t *a = fine->at, *b = reference->at;
    int dx = 0, dy = 0;
    *ret = (struct lwi_overlay_fit){.correlation = correlate(a, b, 0, 0), .zoom = 1};
    ret->aligned = ret->correlation;
    if (search && ret->correlation < GOOD)
        search_shift(a, b, &dx, &dy, &ret->aligned);
    refine(ret, a, b, dx, dy);
}

/* Sums of the least squares for a shift alone. */
struct shift_sums {
    float xx, yy, xy, x, y, weight, rest, all, away;
};

static void add_shift_row(struct shift_sums *s, const int16_t *a, const int16_t *b, float dx,
                          float dy, float scale)
{
    for (int x = 1; x < W - 1; x++) {
        const float gx = (float) (b[x + 1] - b[x - 1]) / 2, gy = (float) (b[x + W] - b[x - W]) / 2;
        const float t = (float) (b[x] - a[x]);
        const float r = t - dx * gx - dy * gy;
        const float near = 1 / (1 + r * r * scale);
        const float weight = near * near;
        s->xx += weight * gx * gx;
        s->yy += weight * gy * gy;
        s->xy += weight * gx * gy;
        s->x += weight * gx * t;
        s->y += weight * gy * t;
        s->weight += weight;
        s->rest += weight * r * r;
        s->all += weight * t * t;
        s->away += weight * fabsf(r);
    }
}

void lwi_overlay_step(struct lwi_overlay_step *ret, const struct lwi_fine *fine,
                      const struct lwi_fine *before)
{
    const int16_t *a = fine->at, *b = before->at;
    float dx = 0, dy = 0, scale = 0;
    *ret = (struct lwi_overlay_step){0};
    for (int round = 0; round <= STEP_ROUNDS; round++) {
        struct shift_sums s = {0};
        for (int y = 1; y < H - 1; y++)
            add_shift_row(&s, a + y * W, b + y * W, dx, dy, scale);
        ret->explained = s.all > 0 ? fmax(1 - s.rest / s.all, 0) : 0;
        const float xx = s.xx + STEP_RIDGE, yy = s.yy + STEP_RIDGE;
        const float d = xx * yy - s.xy * s.xy;
        const float away = STEP_AWAY * s.away / fmaxf(s.weight, 1);
        if (round == STEP_ROUNDS)
            break;
        dx = (s.x * yy - s.y * s.xy) / d;
        dy = (s.y * xx - s.x * s.xy) / d;
        scale = 1 / (away * away + 1);
    }
    ret->x = fmin(fmax(dx, -2), 2) * PX_1080P;
    ret->y = fmin(fmax(dy, -2), 2) * PX_1080P;
}
