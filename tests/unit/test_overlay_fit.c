/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * What is calculated many at once, against the same one after the other: the fine structure of a
 * small picture, the step from one to the next, and values by rank. To the last bit.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "feature/scene.h"
#include "verdict/evidence.h"

#define W LWI_THUMB_X
#define H LWI_THUMB_Y

static uint32_t state = 1;

static unsigned random_to(unsigned count)
{
    state = state * 1664525u + 1013904223u;
    return (unsigned) ((uint64_t) state * count >> 32);
}

/* A small picture of blocks with noise; the next one is moved by a pixel, but for a part. */
static void draw(uint8_t *thumb, int moved, unsigned noise)
{
    for (int y = 0; y < H; y++) {
        for (int x = 0; x < W; x++) {
            const int at = x < W / 3 ? x : x + moved;
            const unsigned block = (unsigned) ((at / 7 + 2) * 37 + (y / 5) * 59) % 170;
            thumb[y * W + x] = (uint8_t) (40 + block + random_to(noise));
        }
    }
}

static int fine_of(const uint8_t *thumb, int x, int y)
{
    int32_t sum = 0, count = 0;
    for (int j = y - 3; j <= y + 3; j++) {
        for (int i = x - 3; i <= x + 3; i++) {
            if (i < 0 || i >= W || j < 0 || j >= H)
                continue;
            sum += thumb[j * W + i];
            count++;
        }
    }
    const int fine = thumb[y * W + x] - (int) ((float) sum / (float) count);
    return fine > 40 ? 40 : fine < -40 ? -40 : fine;
}

static void test_fine(void **cmocka_state)
{
    (void) cmocka_state;
    uint8_t thumb[LWI_THUMB_PIXELS];
    struct lwi_fine fine;
    for (unsigned noise = 1; noise <= 40; noise += 13) {
        draw(thumb, 0, noise);
        lwi_overlay_fine(&fine, thumb);
        for (int y = 0; y < H; y++)
            for (int x = 0; x < W; x++)
                assert_int_equal(fine.at[y * W + x], fine_of(thumb, x, y));
    }
}

/* Sums of the least squares, and what is left of the squared difference. */
struct sums {
    float xx, yy, xy, x, y, weight, rest, all, away;
};

static struct sums sums_of(const int16_t *a, const int16_t *b, float dx, float dy, float scale)
{
    struct sums s = {0};
    for (int y = 1; y < H - 1; y++) {
        for (int x = 1; x < W - 1; x++) {
            const int at = y * W + x;
            const float gx = (float) (b[at + 1] - b[at - 1]) / 2;
            const float gy = (float) (b[at + W] - b[at - W]) / 2;
            const float t = (float) (b[at] - a[at]);
            const float r = t - dx * gx - dy * gy;
            const float near = 1 / (1 + r * r * scale), weight = near * near;
            s.xx += weight * gx * gx;
            s.yy += weight * gy * gy;
            s.xy += weight * gx * gy;
            s.x += weight * gx * t;
            s.y += weight * gy * t;
            s.weight += weight;
            s.rest += weight * r * r;
            s.all += weight * t * t;
            s.away += weight * fabsf(r);
        }
    }
    return s;
}

static void test_step(void **cmocka_state)
{
    (void) cmocka_state;
    for (unsigned noise = 1; noise <= 40; noise += 13) {
        uint8_t now[LWI_THUMB_PIXELS], then[LWI_THUMB_PIXELS];
        struct lwi_fine fine, before;
        struct lwi_overlay_step step;
        draw(now, 0, noise);
        draw(then, 1, noise);
        lwi_overlay_fine(&fine, now);
        lwi_overlay_fine(&before, then);
        lwi_overlay_step(&step, &fine, &before);

        float dx = 0, dy = 0, scale = 0;
        for (int round = 0; round < 3; round++) {
            const struct sums s = sums_of(fine.at, before.at, dx, dy, scale);
            const float xx = s.xx + 10, yy = s.yy + 10, d = xx * yy - s.xy * s.xy;
            const float away = 2.5f * s.away / fmaxf(s.weight, 1);
            dx = (s.x * yy - s.y * s.xy) / d;
            dy = (s.y * xx - s.x * s.xy) / d;
            scale = 1 / (away * away + 1);
        }
        const struct sums s = sums_of(fine.at, before.at, dx, dy, scale);
        assert_true(step.explained == (s.all > 0 ? fmax(1 - s.rest / s.all, 0) : 0));
        assert_true(step.x == fmin(fmax(dx, -2), 2) * (1920.0 / W));
        assert_true(step.y == fmin(fmax(dy, -2), 2) * (1920.0 / W));
        assert_true(step.x != 0);
    }
}

/* Brightness of a scene at the knots of a grid, 0 to 1. */
static double knot(int x, int y)
{
    uint32_t n = (uint32_t) x * 374761393u + (uint32_t) y * 668265263u;
    n = (n ^ (n >> 13)) * 1274126177u;
    return (n ^ (n >> 16)) % 1000 / 1000.0;
}

/* And between them, which are three pixels apart. */
static double scene_at(double x, double y)
{
    const int i = (int) floor(x / 3), k = (int) floor(y / 3);
    const double u = x / 3 - i, v = y / 3 - k;
    return (1 - v) * ((1 - u) * knot(i, k) + u * knot(i + 1, k)) +
           v * ((1 - u) * knot(i, k + 1) + u * knot(i + 1, k + 1));
}

/* Moved to the right and down, turned clockwise and enlarged about its middle. */
static void draw_turned(struct lwi_fine *ret, double right, double down, double degrees,
                        double zoom)
{
    const double turn = degrees * 3.14159265358979 / 180;
    uint8_t thumb[LWI_THUMB_PIXELS];
    for (int y = 0; y < H; y++) {
        for (int x = 0; x < W; x++) {
            const double px = (x - W / 2.0 - right) / zoom, py = (y - H / 2.0 - down) / zoom;
            thumb[y * W + x] = (uint8_t) (60 + 120 * scene_at(px * cos(turn) + py * sin(turn),
                                                              py * cos(turn) - px * sin(turn)));
        }
    }
    lwi_overlay_fine(ret, thumb);
}

static void test_turned(void **cmocka_state)
{
    (void) cmocka_state;
    static const struct {
        double right, down, degrees, zoom;
    } cases[] = {{0, 0, 0, 1},    {0, 0, 1.5, 1}, {0, 0, -1.5, 1}, {0, 0, 0, 1.03},
                 {0, 0, 0, 0.97}, {5, -3, 0, 1},  {-4, 2, 1.5, 1}, {4, 2, 0, 1.03}};
    struct lwi_fine known, fine;
    draw_turned(&known, 0, 0, 0, 1);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct lwi_overlay_fit fit;
        draw_turned(&fine, cases[i].right, cases[i].down, cases[i].degrees, cases[i].zoom);
        lwi_overlay_fit(&fit, &fine, &known, 1);
        assert_true(fabs(fit.shift_x - 30 * cases[i].right) < 15);
        assert_true(fabs(fit.shift_y - 30 * cases[i].down) < 15);
        assert_true(fabs(fit.rotation - cases[i].degrees) < 0.5);
        assert_true(fabs(fit.zoom - cases[i].zoom) < 0.01);
    }
}

static int by_value(const void *a, const void *b)
{
    const float x = *(const float *) a, y = *(const float *) b;
    return (x > y) - (x < y);
}

static void test_select(void **cmocka_state)
{
    (void) cmocka_state;
    for (int round = 0; round < 4000; round++) {
        float values[LWI_SCENE_TILES_MAX], sorted[LWI_SCENE_TILES_MAX];
        const size_t count = 1 + random_to(round % 10 == 0 ? LWI_SCENE_TILES_MAX : 40);
        const unsigned different = 1 + random_to(round % 3 == 0 ? 3 : 100000);
        for (size_t i = 0; i < count; i++)
            values[i] = round % 7 == 0 ? (float) i : (float) random_to(different) - 5;
        memcpy(sorted, values, count * sizeof(*values));
        qsort(sorted, count, sizeof(*sorted), by_value);
        const size_t rank = random_to((unsigned) count);
        assert_true(lwi_select(values, count, rank) == sorted[rank]);
        for (size_t i = 0; i < count; i++)
            assert_true(i < rank ? values[i] <= values[rank] : values[i] >= values[rank]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fine),
        cmocka_unit_test(test_step),
        cmocka_unit_test(test_turned),
        cmocka_unit_test(test_select),
    };
    return cmocka_run_group_tests_name("overlay_fit", tests, NULL, NULL);
}
