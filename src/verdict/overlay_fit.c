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
/* Of a dim picture a bright clock has most of the structure: so much is what is not of it. */
#define FAINT_PART 0.9
/* Pixels of the picture at 1080p a pixel of the small one. */
#define PX_1080P (1920.0 / W)

/* Of the shift from one picture to the next: least squares again and again, in which a pixel counts
 * the less, the worse the last shift explains it. What walks about is not explained. */
#define STEP_ROUNDS 3
#define STEP_RIDGE  10.0f
#define STEP_AWAY   2.5f /* of the mean distance, at which a pixel counts a quarter */

/* Against the mean of all / count. */
static inline int16_t fine_of(int pixel, int32_t all, int count)
{
    const int mean = (int) ((float) all / (float) count); /* faster than whole numbers */
    const int fine = pixel - mean;
    return (int16_t) (fine > FINE_MAX ? FINE_MAX : fine < -FINE_MAX ? -FINE_MAX : fine);
}

/* A pixel, given for each column the sum of so many rows around it in all columns before. */
static int16_t fine_at(const uint8_t *thumb, const int32_t *sum, int rows, int x)
{
    const int left = x > AROUND ? x - AROUND : 0;
    const int right = x + AROUND + 1 < W ? x + AROUND + 1 : W;
    return fine_of(thumb[x], sum[right] - sum[left], rows * (right - left));
}

static void fine_row(int16_t *ret, const uint8_t *thumb, const int32_t *sum, int rows)
{
    for (int x = 0; x < AROUND; x++)
        ret[x] = fine_at(thumb, sum, rows, x);
    /* These are alike, and many are done at once. */
    const int count = rows * (2 * AROUND + 1);
    for (int x = AROUND; x < W - AROUND; x++)
        ret[x] = fine_of(thumb[x], sum[x + AROUND + 1] - sum[x - AROUND], count);
    for (int x = W - AROUND; x < W; x++)
        ret[x] = fine_at(thumb, sum, rows, x);
}

void lwi_overlay_fine(struct lwi_fine *ret_fine, const uint8_t *thumb)
{
    int32_t sum[H + 1][W + 1], around[W + 1];
    memset(sum[0], 0, sizeof(sum[0]));
    for (int y = 0; y < H; y++) {
        int32_t row = 0;
        sum[y + 1][0] = 0;
        for (int x = 0; x < W; x++) {
            row += thumb[y * W + x];
            sum[y + 1][x + 1] = sum[y][x + 1] + row;
        }
    }
    for (int y = 0; y < H; y++) {
        const int top = y > AROUND ? y - AROUND : 0;
        const int bottom = y + AROUND + 1 < H ? y + AROUND + 1 : H;
        for (int x = 0; x <= W; x++)
            around[x] = sum[bottom][x] - sum[top][x];
        fine_row(ret_fine->at + y * W, thumb + y * W, around, bottom - top);
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

/* A shift, and how well the two lie over each other with it. */
struct place {
    int x, y;
    double correlation;
};

static void try_shift(struct place *best, const int16_t *a, const int16_t *b, int dx, int dy)
{
    const double c = correlate(a, b, dx, dy);
    if (c > best->correlation)
        *best = (struct place){dx, dy, c};
}

/* Every other shift, and then those around the best one: structure is never one pixel wide. */
static void search_shift(const int16_t *a, const int16_t *b, struct place *best)
{
    for (int dy = -SEARCH_Y; dy <= SEARCH_Y; dy += 2)
        for (int dx = -SEARCH_X; dx <= SEARCH_X; dx += 2)
            try_shift(best, a, b, dx, dy);
    const struct place coarse = *best;
    for (int dy = coarse.y - 1; dy <= coarse.y + 1; dy++)
        for (int dx = coarse.x - 1; dx <= coarse.x + 1; dx++)
            try_shift(best, a, b, dx, dy);
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

double lwi_overlay_likeness_of(const struct lwi_fine *fine, const struct lwi_fine *reference,
                               const uint8_t *taken)
{
    double aa = 0, bb = 0, ab = 0;
    unsigned n = 0;
    for (unsigned i = 0; i < LWI_THUMB_PIXELS; i++) {
        if (!taken[i])
            continue;
        aa += fine->at[i] * fine->at[i];
        bb += reference->at[i] * reference->at[i];
        ab += fine->at[i] * reference->at[i];
        n++;
    }
    /* What is next to nothing is rounding. */
    const double least = 0.25 * n;
    return n ? ab / sqrt(fmax(aa, least) * fmax(bb, least)) : 0;
}

double lwi_overlay_likeness_faint(const struct lwi_fine *fine, const struct lwi_fine *reference)
{
    unsigned count[FINE_MAX + 1] = {0}, kept = 0;
    uint8_t taken[LWI_THUMB_PIXELS];
    int most = -1;
    for (unsigned i = 0; i < LWI_THUMB_PIXELS; i++)
        count[abs(fine->at[i])]++;
    while (kept < FAINT_PART * LWI_THUMB_PIXELS)
        kept += count[++most];
    for (unsigned i = 0; i < LWI_THUMB_PIXELS; i++)
        taken[i] = abs(fine->at[i]) <= most;
    return lwi_overlay_likeness_of(fine, reference, taken);
}

double lwi_overlay_likeness(const struct lwi_fine *fine, const struct lwi_fine *reference)
{
    return correlate(fine->at, reference->at, 0, 0);
}

void lwi_overlay_fit(struct lwi_overlay_fit *ret, const struct lwi_fine *fine,
                     const struct lwi_fine *reference, int search)
{
    const int16_t *a = fine->at, *b = reference->at;
    *ret = (struct lwi_overlay_fit){.correlation = correlate(a, b, 0, 0), .zoom = 1};
    struct place best = {0, 0, ret->correlation};
    if (search && ret->correlation < GOOD)
        search_shift(a, b, &best);
    ret->aligned = best.correlation;
    refine(ret, a, b, best.x, best.y);
}

/* A shift that is tried, and how much a pixel counts that it does not explain. */
struct shift {
    float dx, dy, scale;
};

/* Of a row: gradient, difference, what the shift leaves of that, and weight of each pixel. */
struct shift_row {
    float gx[W], gy[W], t[W], r[W], weight[W];
};

static inline void fill_shift_row(struct shift_row *ret, const int16_t *a, const int16_t *b,
                                  struct shift shift)
{
    for (int x = 1; x < W - 1; x++) {
        const float gx = (float) (b[x + 1] - b[x - 1]) / 2, gy = (float) (b[x + W] - b[x - W]) / 2;
        const float t = (float) (b[x] - a[x]);
        const float r = t - shift.dx * gx - shift.dy * gy;
        const float near = 1 / (1 + r * r * shift.scale);
        ret->gx[x] = gx;
        ret->gy[x] = gy;
        ret->t[x] = t;
        ret->r[x] = r;
        ret->weight[x] = near * near;
    }
}

/* Sums of the least squares for a shift alone. */
struct shift_sums {
    float xx, yy, xy, x, y, weight, away;
};

/* Products first, of many pixels at once; they are added up in the order of the pixels. */
static void add_shift_row(struct shift_sums *sums, const int16_t *a, const int16_t *b,
                          struct shift shift)
{
    struct shift_sums s = *sums;
    struct shift_row row;
    float xx[W], yy[W], xy[W], gx[W], gy[W], away[W];
    fill_shift_row(&row, a, b, shift);
    for (int x = 1; x < W - 1; x++) {
        const float wx = row.weight[x] * row.gx[x], wy = row.weight[x] * row.gy[x];
        xx[x] = wx * row.gx[x];
        yy[x] = wy * row.gy[x];
        xy[x] = wx * row.gy[x];
        gx[x] = wx * row.t[x];
        gy[x] = wy * row.t[x];
        away[x] = row.weight[x] * fabsf(row.r[x]);
    }
    for (int x = 1; x < W - 1; x++) {
        s.xx += xx[x];
        s.yy += yy[x];
        s.xy += xy[x];
        s.x += gx[x];
        s.y += gy[x];
        s.weight += row.weight[x];
        s.away += away[x];
    }
    *sums = s;
}

/* Adds what the shift leaves, and what there is, of the squared difference. */
static void add_rest(float *rest, float *all, const int16_t *a, const int16_t *b,
                     struct shift shift)
{
    struct shift_row row;
    fill_shift_row(&row, a, b, shift);
    for (int x = 1; x < W - 1; x++) {
        *rest += row.weight[x] * row.r[x] * row.r[x];
        *all += row.weight[x] * row.t[x] * row.t[x];
    }
}

/* The shift that fits best where each pixel has the weight that it has by the last one. */
static struct shift next_shift(const int16_t *a, const int16_t *b, struct shift last)
{
    struct shift_sums s = {0};
    for (int y = 1; y < H - 1; y++)
        add_shift_row(&s, a + y * W, b + y * W, last);
    const float xx = s.xx + STEP_RIDGE, yy = s.yy + STEP_RIDGE;
    const float d = xx * yy - s.xy * s.xy;
    const float away = STEP_AWAY * s.away / fmaxf(s.weight, 1);
    return (struct shift){
        .dx = (s.x * yy - s.y * s.xy) / d,
        .dy = (s.y * xx - s.x * s.xy) / d,
        .scale = 1 / (away * away + 1),
    };
}

void lwi_overlay_step(struct lwi_overlay_step *ret, const struct lwi_fine *fine,
                      const struct lwi_fine *before)
{
    const int16_t *a = fine->at, *b = before->at;
    struct shift shift = {0};
    float rest = 0, all = 0;
    for (int round = 0; round < STEP_ROUNDS; round++)
        shift = next_shift(a, b, shift);
    for (int y = 1; y < H - 1; y++)
        add_rest(&rest, &all, a + y * W, b + y * W, shift);
    ret->explained = all > 0 ? fmax(1 - rest / all, 0) : 0;
    ret->x = fmin(fmax(shift.dx, -2), 2) * PX_1080P;
    ret->y = fmin(fmax(shift.dy, -2), 2) * PX_1080P;
}
