/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "draw_scene.h"

#include <math.h>
#include <string.h>

#define W DRAW_WIDTH
#define H DRAW_HEIGHT

#define NOISES (1 << 20)

static float world[W * H], clean[W * H], picture[W * H];
static uint8_t luma[W * H], chroma[2][(W / 2) * (H / 2)];

static uint32_t next_random(uint32_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

/* About normal, of standard deviation 1: made once, and begun elsewhere in each picture. */
/* Of which each may be calm. */
#define PARTS_X 6
#define PARTS_Y 4

static const float *noise_table(void)
{
    static float table[NOISES];
    static int is_made;
    uint32_t state = 88172645u;
    for (int n = 0; !is_made && n < NOISES; n++) {
        float sum = 0;
        for (int i = 0; i < 4; i++)
            sum += (float) (next_random(&state) & 0xffff) / 65536;
        table[n] = (sum - 2) * 1.73f;
    }
    is_made = 1;
    return table;
}

/* Rectangles and discs of many sizes, one over the other. */
static void draw_world(unsigned scene, int shift)
{
    uint32_t state = 12345 + scene * 7919;
    for (int i = 0; i < W * H; i++)
        world[i] = 100.0f + 40.0f * (float) (i / W) / H;
    for (int n = 0; n < 900; n++) {
        const int size = 4 + (int) (next_random(&state) % 50);
        const int x0 = (int) (next_random(&state) % W) + shift,
                  y0 = (int) (next_random(&state) % H);
        const float level = 30 + (float) (next_random(&state) % 190);
        const int round = next_random(&state) & 1;
        for (int y = y0; y < y0 + size && y < H; y++)
            for (int x = x0 < 0 ? 0 : x0; x < x0 + size && x < W; x++)
                if (!round || (x - x0 - size / 2) * (x - x0 - size / 2) +
                                      (y - y0 - size / 2) * (y - y0 - size / 2) <
                                  size * size / 4)
                    world[y * W + x] = level;
    }
}

/* A disk of pixels, the rim by its share; share: of the left part that is blurred. */
static void blur(const float *src, float *dst, double radius)
{
    const int reach = (int) ceil(radius - 0.5);
    float weight[21 * 21], sum = 0;
    for (int y = -reach; y <= reach; y++) {
        for (int x = -reach; x <= reach; x++) {
            const double inside = radius + 0.5 - sqrt(x * x + y * y);
            const float w = (float) fmin(fmax(inside, 0), 1);
            weight[(y + reach) * 21 + x + reach] = w;
            sum += w;
        }
    }
    for (int y = 0; y < H; y++) {
        for (int x = 0; x < W; x++) {
            float s = 0;
            for (int j = -reach; j <= reach; j++)
                for (int i = -reach; i <= reach; i++) {
                    const int yy = y + j < 0 ? 0 : y + j >= H ? H - 1 : y + j;
                    const int xx = x + i < 0 ? 0 : x + i >= W ? W - 1 : x + i;
                    s += weight[(j + reach) * 21 + i + reach] * src[yy * W + xx];
                }
            dst[y * W + x] = s / sum;
        }
    }
}

/* What lamps leave of the light: pools of it. */
static float lamp_light(int x, int y)
{
    const int dx = (x + y / 120 * 67) % 160 - 80, dy = y % 120 - 60;
    return dx * dx + dy * dy < 45 * 45 ? 0.95f : 0.22f;
}

/* What is left of the light below where lamps are out, but on the left. */
static float lit_part(const struct draw *d, int x, int y)
{
    if (d->unlit <= 0)
        return 1;
    const float in = fminf((float) (y - H * (1 - d->unlit)) / 40, (float) (x - W / 4) / 40);
    return 1 - 0.97f * fminf(fmaxf(in, 0), 1);
}

static void spoil(const struct draw *d)
{
    const float gain = (float) (d->gain > 0 ? d->gain : 1), offset = (float) d->offset;
    const int covered = (int) ceil(d->covered * W);
    for (int y = 0; y < H; y++) {
        const float fog = (float) (d->fog * (1 - 0.75 * y / H));
        const float bar = (float) (d->columns ? 0 : d->stripes * ((y / 9) % 2 ? 1 : -1));
        for (int x = 0; x < W; x++) {
            float *p = &picture[y * W + x];
            const float lit = lit_part(d, x, y);
            *p = *p * lit + (1 - lit) * 16;
            *p = *p * (1 - fog) + 190 * fog;
            if (d->lamps)
                *p *= lamp_light(x, y);
            if (x < covered)
                *p = (float) d->covered_luma;
            *p = *p * gain + offset + bar;
            if (d->columns)
                *p += (float) (1.4 * d->stripes * sin(x * 3.14159 / 40));
        }
    }
}

static void quantise_blocks(void)
{
    for (int y = 0; y < H; y++)
        for (int x = 0; x < W; x++)
            luma[y * W + x] = luma[(y & ~7) * W + (x & ~7)];
}

static void print_captions(unsigned clock)
{
    for (int y = 10; y < H - 10; y++)
        for (int x = 20; x < 200 && (y < 34 || y >= H - 34); x++)
            luma[y * W + x] = (x / 30 + y / 12 + (int) clock) % 3 ? 16 : 235;
}

/* White strokes with black rims, and what is between them is seen through. */
static void print_letters(int bold)
{
    static const int lines[] = {10, 52, H - 74, H - 32};
    for (unsigned i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
        for (int y = 0; y < 22; y++)
            for (int x = 24; x < W - 24; x++) {
                const int stroke = (x / bold * 5 + y / bold * 3 + x / 34 * 7) % 23;
                if (stroke < 6)
                    luma[(lines[i] + y) * W + x] = stroke < 2 || stroke > 3 ? 4 : 252;
            }
}

static void recode(unsigned time, int much)
{
    uint32_t state = time * 2654435761u + 1;
    const int same_until = much ? 132 : 68;
    const unsigned one_in = much ? 8 : 32;
    for (int y = 0; y < H; y++)
        for (int x = 0; x < W; x++)
            if ((x % 320 < 28 || x % 320 > same_until) && next_random(&state) % one_in == 0)
                luma[y * W + x] ^= much ? 3 : 1;
}

/* Where the noise of a part of the picture begins in the table. */
static uint32_t noise_start(const struct draw *d, int part)
{
    const uint32_t start = d->seed * 2654435761u;
    uint32_t state = (start ^ (uint32_t) part * 40503u) | 1;
    (void) next_random(&state);
    return next_random(&state) % 100 < d->calm ? 0 : start;
}

static void expose(const struct draw *d)
{
    const float *noise = noise_table();
    uint32_t starts[PARTS_X * PARTS_Y];
    for (int i = 0; i < PARTS_X * PARTS_Y; i++)
        starts[i] = noise_start(d, i);
    for (int i = 0; i < W * H; i++) {
        const float grain = (float) d->grain * fmaxf(1 - picture[i] / 80, 0);
        const int part = i / W * PARTS_Y / H * PARTS_X + i % W * PARTS_X / W;
        const float v = picture[i] + noise[(starts[part] + (uint32_t) i) % NOISES] *
                                         (1.2f + (float) d->noise + grain);
        luma[i] = (uint8_t) (v < -0.5f ? 0 : v > 254.5f ? 255 : v + 0.5f);
    }
    for (int y = 10; y < 34; y++)
        for (int x = 20; x < 140; x++)
            luma[y * W + x] = ((x / 4 + y / 6) * 7 + (x > 116 ? (int) d->clock : 0)) % 3 ? 16 : 235;
    if (d->captions)
        print_captions(d->clock);
    if (d->letters)
        print_letters(d->letters);
    if (d->blocks)
        quantise_blocks();
    if (d->recoded > 0)
        recode(d->recoded, d->recoded_much);
    for (int y = 0; y < H / 2; y++) {
        for (int x = 0; x < W / 2; x++) {
            const int hue = ((x / 30) * 5 + (y / 20) * 3) % 40 - 20;
            chroma[0][y * (W / 2) + x] = (uint8_t) (d->grey ? 128 : 128 + hue + d->cast);
            chroma[1][y * (W / 2) + x] = (uint8_t) (d->grey ? 128 : 128 - hue / 2 + d->cast);
        }
    }
}

/* What the lens makes of the scene. Most pictures show what the last one did, and it is half of the
 * work. */
static void see(const struct draw *d)
{
    static struct draw seen;
    static int is_seen;
    if (is_seen && d->scene == seen.scene && d->shift_x == seen.shift_x && d->blur == seen.blur &&
        d->dirt == seen.dirt)
        return;
    draw_world(d->scene, d->shift_x);
    if (d->blur > 0)
        blur(world, clean, d->blur);
    else
        memcpy(clean, world, sizeof(clean));
    if (d->dirt > 0) {
        static float soft[W * H];
        blur(world, soft, 8);
        for (int i = 0; i < W * H; i++)
            if (i % W > W * (1 - d->dirt))
                clean[i] = soft[i];
    }
    seen = *d;
    is_seen = 1;
}

struct lw_frame draw_scene(const struct draw *d, int64_t wall_ns)
{
    see(d);
    memcpy(picture, clean, sizeof(picture));
    spoil(d);
    expose(d);
    if (d->flat) {
        memset(luma, 41, sizeof(luma));
        memset(chroma[0], 200, sizeof(chroma[0]));
    }
    struct lw_frame frame = {
        .luma = luma,
        .stride = W,
        .width = W,
        .height = H,
        .rows_whole = H,
        .chroma = {chroma[0], chroma[1]},
        .chroma_stride = W / 2,
        .chroma_shift_x = 1,
        .chroma_shift_y = 1,
        .pts_ns = LW_TIME_NONE,
        .wall_ns = wall_ns,
        .quantiser = d->quantiser > 0 ? d->quantiser : 8,
    };
    return frame;
}
