/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * The ratio of Laplacian^2 to gradient^2 is the mean square of the spatial frequency: it
 * tells how fine the detail is, whatever the contrast and however much of it there is.
 *
 * A tile is measured while its pixels are in the cache, at full and at half size; the small
 * picture and the bands are gathered from the same halves. Nothing of a picture's size is kept.
 */
#include "feature/scene.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "feature/disk.h"
#include "feature/shrink.h"
#include "kernel/cpu.h"
#include "kernel/select.h"

/* Longer side at the base size; smallest side that is judged. In larger pictures the finest detail
 * is what the sensor's noise and the coding leave of it, both of which come after the lens: at half
 * the size a blur of 2 px@1080p is told more surely. */
#define BASE_SIDE_MAX 1440u
#define SIDE_MIN      64u
#define FACTOR_MAX    (LW_FRAME_SIDE_MAX / BASE_SIDE_MAX + 1)
/* Tiles across the picture, and how small one may be. */
#define TILES_ACROSS 30u
#define TILE_MIN     32u
/* Largest tile at the base size with a rim of one pixel: 1440 / 30 wide and a quarter more where a
 * side has few tiles, 1440 / 20 high, and what rounding adds. Half of it at half the size. */
#define TILE_WIDE 72
#define TILE_HIGH 80

/* Noise by the mean of tiles: so many steps of it, and how many tiles tell one. */
#define NOISE_STEPS     16u
#define NOISE_STEP      (256.0f / NOISE_STEPS)
#define NOISE_TILES_MIN 4u
/* Of a picture that is shrunk, so many pixels of each tile tell the noise as it came. */
#define GRAIN_SIDE 32u
/* Laplacian^2 / gradient^2 of sharp detail; white noise has 5. What is flattest is taken for a mix
 * of both. */
#define FINE_DETAIL 1.2f

/* Energies below this are rounding; levels^2. */
#define ENERGY_MIN 0.05f
/* What white noise of 1 adds to Laplacian^2 (16 + 4) and to gradient^2 (4) of a pixel. */
#define NOISE_LAPLACIAN 20.0f
#define NOISE_GRADIENT  4.0f
/* Half size is the mean of 4 pixels. */
#define NOISE_HALF 0.25f

/* Of a picture that was not coded, or by a code that does not tell. */
#define QUANTISER_UNKNOWN (-1.0f)

/* Rows at half the base size, at most. */
#define HALF_ROWS_MAX (BASE_SIDE_MAX / 2)

struct gather {
    uint32_t band_sum[LWI_SCENE_BANDS], band_count[LWI_SCENE_BANDS];
    uint32_t thumb_sum[LWI_THUMB_PIXELS];
    uint16_t thumb_count[LWI_THUMB_PIXELS];
    uint16_t band_of[HALF_ROWS_MAX], thumb_of[HALF_ROWS_MAX]; /* of each row */
};

void lwi_scene_kernels_init(struct lwi_scene_kernels *ret_kernels, unsigned cpu_mask)
{
    const unsigned flags = cpu_mask & lwi_cpu_detect();
    lwi_scene_dsp_init(&ret_kernels->scene, flags);
    lwi_tile_dsp_init(&ret_kernels->tile, flags);
}

unsigned lwi_scene_factor(uint32_t width, uint32_t height)
{
    const uint32_t longer = width > height ? width : height;
    return longer / BASE_SIDE_MAX + 1;
}

static unsigned tiles_along(uint32_t length, uint32_t side, unsigned most)
{
    const uint32_t count = (length + side / 2) / side;
    return count < 1 ? 1 : count < most ? count : most;
}

void lwi_scene_grid(uint32_t width, uint32_t height, unsigned *ret_x, unsigned *ret_y)
{
    const unsigned factor = lwi_scene_factor(width, height);
    const uint32_t w = width / factor, h = height / factor;
    uint32_t side = (w > h ? w : h) / TILES_ACROSS;
    side = side > TILE_MIN ? side : TILE_MIN;
    *ret_x = *ret_y = 0;
    if (w < SIDE_MIN || h < SIDE_MIN)
        return;
    *ret_x = tiles_along(w, side, LWI_SCENE_TILES_X);
    *ret_y = tiles_along(h, side, LWI_SCENE_TILES_Y);
}

struct lwi_scene_rect lwi_scene_tile_rect(const struct lwi_scene *scene, unsigned tile)
{
    const unsigned i = tile % scene->tiles_x, j = tile / scene->tiles_x;
    /* Even, so that halves of neighbours meet. */
    struct lwi_scene_rect r = {
        scene->width * i / scene->tiles_x & ~1u,
        scene->height * j / scene->tiles_y & ~1u,
        scene->width * (i + 1) / scene->tiles_x & ~1u,
        scene->height * (j + 1) / scene->tiles_y & ~1u,
    };
    return r;
}

/* Part of a picture at one size. */
struct patch {
    const uint8_t *first;
    ptrdiff_t stride;
    uint32_t wide, high;
    uint32_t rim_left, rim_top; /* of its pixels, those before the tile itself */
};

/* A tile with a rim of one pixel, where the picture has one: of the frame itself, or its
 * pixels shrunk into buffer. */
static struct patch tile_patch(const struct lwi_scene *scene, const struct lwi_tile_dsp *dsp,
                               const struct lw_frame *frame, struct lwi_scene_rect r,
                               uint8_t *buffer)
{
    const uint32_t left = r.left > 0 ? r.left - 1 : 0, top = r.top > 0 ? r.top - 1 : 0;
    const uint32_t right = r.right < scene->width ? r.right + 1 : scene->width;
    const uint32_t bottom = r.bottom < scene->height ? r.bottom + 1 : scene->height;
    struct patch p = {NULL, 0, right - left, bottom - top, r.left - left, r.top - top};
    const uint32_t f = scene->factor;
    if (f == 1) {
        p.first = frame->luma + frame->stride * (ptrdiff_t) top + left;
        p.stride = frame->stride;
        return p;
    }
    uint16_t sums[TILE_WIDE * FACTOR_MAX];
    for (uint32_t y = 0; y < p.high; y++) {
        const uint8_t *src = frame->luma + frame->stride * (ptrdiff_t) ((top + y) * f) + left * f;
        lwi_shrink_row(buffer + y * TILE_WIDE, p.wide, src, frame->stride, f, dsp, sums);
    }
    p.first = buffer;
    p.stride = TILE_WIDE;
    return p;
}

/* The pixels of a patch that have all neighbours. Returns their number. */
static uint32_t sum_patch(const struct lwi_scene_kernels *k, const struct patch *p, uint8_t dark,
                          uint8_t bright, struct lwi_scene_sums *ret_sums)
{
    memset(ret_sums, 0, sizeof(*ret_sums));
    if (p->wide < 3 || p->high < 3)
        return 0;
    k->scene.tile(p->first + p->stride + 1, p->stride, p->wide - 2, p->high - 2, dark, bright,
                  ret_sums);
    return (p->wide - 2) * (p->high - 2);
}

/* Divisions once a row of the picture, not for each of each tile. */
static void start_gather(struct gather *g, const struct lwi_scene *scene)
{
    const uint32_t full_high = scene->height / 2;
    memset(g, 0, offsetof(struct gather, band_of));
    for (uint32_t y = 0; y < full_high; y++) {
        g->band_of[y] = (uint16_t) (y * LWI_SCENE_BANDS / full_high);
        g->thumb_of[y] = (uint16_t) (y * LWI_THUMB_Y / full_high);
    }
}

/* Adds sums of so many rows of quarter size, which start at the half-size column `left`, to a row
 * of the small picture. */
static void add_to_thumb(struct gather *g, uint32_t first, const uint16_t *sums, uint32_t rows,
                         uint32_t left, uint32_t wide, uint32_t full_wide)
{
    uint32_t at = left * LWI_THUMB_X / full_wide, x = 0;
    while (x < wide && at < LWI_THUMB_X) {
        /* First half-size column of the next one. */
        const uint32_t next = ((at + 1) * full_wide + LWI_THUMB_X - 1) / LWI_THUMB_X;
        uint32_t end = (next - left + 1) / 2;
        end = end < wide ? end : wide;
        g->thumb_count[first + at] = (uint16_t) (g->thumb_count[first + at] + rows * (end - x));
        for (; x < end; x++)
            g->thumb_sum[first + at] += sums[x];
        at++;
    }
}

/* Part of a picture of half the base size, from left and top on. */
struct half {
    const uint8_t *first;
    ptrdiff_t stride;
    uint32_t left, top, wide, high;
};

static void gather_bands(struct gather *g, const struct half *half)
{
    for (uint32_t y = 0; y < half->high; y++) {
        const uint8_t *row = half->first + half->stride * (ptrdiff_t) y;
        const unsigned band = g->band_of[half->top + y];
        uint16_t sum = 0; /* of at most TILE_WIDE / 2 */
        for (uint32_t x = 0; x < half->wide; x++)
            sum = (uint16_t) (sum + row[x]);
        g->band_sum[band] += sum;
        g->band_count[band] += half->wide;
    }
}

/* Halves it once more, and adds that to the small picture. */
static void gather_thumb(struct gather *g, const struct lwi_tile_dsp *dsp, const struct half *half,
                         uint32_t full_wide)
{
    uint8_t quarter[TILE_WIDE / 4];
    uint16_t sums[TILE_WIDE / 4] = {0};
    const uint32_t wide = half->wide / 2;
    uint32_t rows = 0;
    for (uint32_t y = 1; y < half->high; y += 2) {
        const uint8_t *row = half->first + half->stride * (ptrdiff_t) y;
        const unsigned thumb = g->thumb_of[half->top + y];
        dsp->halve_row(quarter, row - half->stride, row, wide);
        dsp->add_row(sums, quarter, wide);
        rows++;
        if (y + 2 < half->high && g->thumb_of[half->top + y + 2] == thumb)
            continue;
        add_to_thumb(g, thumb * LWI_THUMB_X, sums, rows, half->left, wide, full_wide);
        memset(sums, 0, sizeof(sums));
        rows = 0;
    }
}

static uint32_t mix(uint64_t h, uint64_t v)
{
    h = (h ^ v) * 0x9e3779b97f4a7c15u;
    return (uint32_t) (h >> 32) ^ (uint32_t) h;
}

/* All that is kept of the sums of a tile until the noise is known. */
static void note_tile(struct lwi_scene_tile *t, const struct lwi_scene_sums *s, uint32_t n,
                      const struct lwi_scene_sums *half, uint32_t n_half)
{
    const float count = (float) (n > 0 ? n : 1);
    t->mean = (float) s->luma / count;
    t->contrast = sqrtf(fmaxf((float) s->luma_square / count - t->mean * t->mean, 0));
    t->roughness = (float) s->laplacian_square / count;
    t->edges = (float) s->gradient_square / count;
    t->edges_coarse = (float) half->gradient_square / (float) (n_half > 0 ? n_half : 1);
    t->clipped = (float) (s->dark + s->bright) / count;
    t->stark = (uint8_t) (255 * (float) (s->dark < s->bright ? s->dark : s->bright) / count);
    uint32_t h = mix(s->luma, s->luma_square);
    h = mix(h, s->laplacian_square ^ (s->gradient_square << 17));
    h = mix(h, half->luma ^ (half->laplacian_square << 13));
    t->signature = mix(h, half->gradient_square);
}

static void measure_tile(struct lwi_scene *scene, const struct lwi_scene_kernels *k,
                         const struct lw_frame *frame, unsigned index, struct gather *g)
{
    const int limited = frame->range == LW_RANGE_LIMITED;
    const uint8_t dark = limited ? 26 : 12, bright = limited ? 232 : 250;
    const struct lwi_scene_rect r = lwi_scene_tile_rect(scene, index);
    struct lwi_scene_tile *t = &scene->tiles[index];
    uint8_t buffer[TILE_HIGH * TILE_WIDE], half[(TILE_HIGH / 2) * (TILE_WIDE / 2)];
    const struct patch p = tile_patch(scene, &k->tile, frame, r, buffer);

    memset(t, 0, sizeof(*t));
    t->whole = (uint64_t) r.bottom * scene->factor <= frame->rows_whole;
    struct lwi_scene_sums sums, sums_half;
    const uint32_t n = sum_patch(k, &p, dark, bright, &sums);

    const uint32_t wide = (r.right - r.left) / 2, high = (r.bottom - r.top) / 2;
    const uint8_t *inner = p.first + p.stride * (ptrdiff_t) p.rim_top + p.rim_left;
    const ptrdiff_t stride = TILE_WIDE / 2;
    for (uint32_t y = 0; y < high; y++)
        k->tile.halve_row(half + stride * (ptrdiff_t) y, inner + p.stride * (ptrdiff_t) (2 * y),
                          inner + p.stride * (ptrdiff_t) (2 * y + 1), wide);
    const struct patch ph = {half, stride, wide, high, 0, 0};
    const uint32_t n_half = sum_patch(k, &ph, dark, bright, &sums_half);
    note_tile(t, &sums, n, &sums_half, n_half);
    const struct half part = {half, stride, r.left / 2, r.top / 2, wide, high};
    gather_bands(g, &part);
    gather_thumb(g, &k->tile, &part, scene->width / 2);

    scene->dark += (float) sums.dark / (float) (n > 0 ? n : 1);
    scene->bright += (float) sums.bright / (float) (n > 0 ? n : 1);
}

float lwi_select(float *values, size_t count, size_t rank)
{
    return lwi_select_rank(values, count, rank);
}

/* Clipped tiles have no noise, and say nothing of it. */
static int tells_noise(const struct lwi_scene_tile *tile)
{
    return tile->whole && tile->clipped < 0.5f;
}

/* The flattest tenth of the tiles tells the noise. */
static float noise_of_flattest(float *roughness, size_t n)
{
    return n > 0 ? sqrtf(lwi_select(roughness, n, (n - 1) / 10) / NOISE_LAPLACIAN) : 0;
}

static float find_noise(const struct lwi_scene *scene, unsigned count)
{
    float least[LWI_SCENE_TILES_MAX];
    size_t n = 0;
    for (unsigned i = 0; i < count; i++)
        if (tells_noise(&scene->tiles[i]))
            least[n++] = scene->tiles[i].roughness;
    return noise_of_flattest(least, n);
}

/* Shrinking takes noise away, and more or less of it as it is fine or coarse. */
static float find_grain(const struct lwi_scene *scene, const struct lwi_scene_kernels *k,
                        const struct lw_frame *frame, unsigned count)
{
    float least[LWI_SCENE_TILES_MAX];
    size_t n = 0;
    for (unsigned i = 0; i < count; i++) {
        const struct lwi_scene_rect r = lwi_scene_tile_rect(scene, i);
        const uint32_t wide = (r.right - r.left) * scene->factor;
        const uint32_t high = (r.bottom - r.top) * scene->factor;
        if (!tells_noise(&scene->tiles[i]) || wide < GRAIN_SIDE + 2 || high < GRAIN_SIDE + 2)
            continue;
        const uint32_t x = r.left * scene->factor + (wide - GRAIN_SIDE) / 2;
        const uint32_t y = r.top * scene->factor + (high - GRAIN_SIDE) / 2;
        struct lwi_scene_sums sums;
        k->scene.tile(frame->luma + frame->stride * (ptrdiff_t) y + x, frame->stride, GRAIN_SIDE,
                      GRAIN_SIDE, 0, 255, &sums);
        least[n++] = (float) sums.laplacian_square / (GRAIN_SIDE * GRAIN_SIDE);
    }
    return noise_of_flattest(least, n);
}

/* Tiles of a step of brightness, by their index. */
struct noise_step {
    uint16_t tiles[LWI_SCENE_TILES_MAX];
    size_t count;
};

/* The variance of the noise in them, where it surely is noise; 0: nothing tells it. */
static float noise_of_step(const struct lwi_scene *scene, const struct noise_step *step)
{
    float least[LWI_SCENE_TILES_MAX];
    if (step->count < NOISE_TILES_MIN)
        return 0;
    for (size_t i = 0; i < step->count; i++)
        least[i] = scene->tiles[step->tiles[i]].roughness;
    const float flattest = lwi_select(least, step->count, (step->count - 1) / 10);
    float roughness = 0, edges = 0;
    for (size_t i = 0; i < step->count; i++) {
        const struct lwi_scene_tile *t = &scene->tiles[step->tiles[i]];
        if (t->roughness <= flattest) {
            roughness += t->roughness;
            edges += t->edges;
        }
    }
    const float part = (roughness - FINE_DETAIL * edges) /
                       (roughness * (1 - FINE_DETAIL * NOISE_GRADIENT / NOISE_LAPLACIAN));
    return fmaxf(part, 0) * flattest / NOISE_LAPLACIAN;
}

/* Sensors have more noise where it is dark, since what is dark is made brighter, or where it is
 * bright, since light comes in photons. No tile has less than the flattest ones. */
static void find_noise_of_tiles(struct lwi_scene *scene, unsigned count)
{
    const float least = scene->noise * scene->noise;
    float variance[NOISE_STEPS + 1];
    struct noise_step steps[NOISE_STEPS];
    for (unsigned i = 0; i < NOISE_STEPS; i++)
        steps[i].count = 0;
    for (unsigned i = 0; i < count; i++) {
        if (!tells_noise(&scene->tiles[i]))
            continue;
        struct noise_step *step = &steps[(unsigned) (scene->tiles[i].mean / NOISE_STEP)];
        step->tiles[step->count++] = (uint16_t) i;
    }
    for (unsigned i = 0; i < NOISE_STEPS; i++)
        variance[i] = fmaxf(noise_of_step(scene, &steps[i]), least);
    variance[NOISE_STEPS] = variance[NOISE_STEPS - 1];
    for (unsigned i = 0; i < count; i++) {
        struct lwi_scene_tile *t = &scene->tiles[i];
        /* Between the middles of two steps. */
        const float at = fmaxf(t->mean / NOISE_STEP - 0.5f, 0);
        const unsigned step = (unsigned) at;
        const float share = at - (float) step;
        t->noise = sqrtf(variance[step] * (1 - share) + variance[step + 1] * share);
    }
}

static float fineness_of(float roughness, float edges)
{
    return logf(fmaxf(roughness, ENERGY_MIN) / fmaxf(edges, ENERGY_MIN));
}

static void take_out_noise(struct lwi_scene *scene, unsigned count)
{
    const float variance = scene->noise * scene->noise;
    for (unsigned i = 0; i < count; i++) {
        struct lwi_scene_tile *t = &scene->tiles[i];
        t->edges = fmaxf(t->edges - NOISE_GRADIENT * variance, 0);
        t->edges_coarse = fmaxf(t->edges_coarse - NOISE_GRADIENT * NOISE_HALF * variance, 0);
        t->contrast = sqrtf(fmaxf(t->contrast * t->contrast - variance, 0));
        t->fineness = fineness_of(t->roughness - NOISE_LAPLACIAN * variance, t->edges);
    }
}

/* Every fourth row and column of the chroma is enough for means. */
static void measure_chroma(struct lwi_scene *scene, const struct lw_frame *frame)
{
    if (!frame->chroma[0] || !frame->chroma[1])
        return;
    const uint32_t wide =
        (frame->width + (1u << frame->chroma_shift_x) - 1) >> frame->chroma_shift_x;
    const uint32_t high = frame->rows_whole >> frame->chroma_shift_y;
    int64_t u = 0, v = 0, square = 0, away = 0, n = 0;
    for (uint32_t y = 2; y < high; y += 4) {
        const uint8_t *row_u = frame->chroma[0] + frame->chroma_stride * (ptrdiff_t) y;
        const uint8_t *row_v = frame->chroma[1] + frame->chroma_stride * (ptrdiff_t) y;
        for (uint32_t x = 2; x < wide; x += 4, n++) {
            const int du = row_u[x] - 128, dv = row_v[x] - 128;
            u += du;
            v += dv;
            square += du * du + dv * dv;
            away += abs(du) > abs(dv) ? abs(du) : abs(dv);
        }
    }
    if (n == 0)
        return;
    scene->cast_u = (float) u / (float) n;
    scene->cast_v = (float) v / (float) n;
    scene->colour = (float) away / (float) n;
    scene->cast_spread = sqrtf(fmaxf((float) square / (float) n - scene->cast_u * scene->cast_u -
                                         scene->cast_v * scene->cast_v,
                                     0));
}

/* Steps between neighbours in every eighth row, by their place in the grid of 8 pixels. */
static float measure_blocking(const struct lw_frame *frame)
{
    uint64_t step[8] = {0};
    const uint32_t rows = frame->rows_whole, wide = frame->width & ~7u;
    for (uint32_t y = 4; y < rows; y += 8) {
        const uint8_t *row = frame->luma + frame->stride * (ptrdiff_t) y;
        uint32_t sum[8] = {0};
        for (uint32_t x = 0; x + 8 < wide; x += 8)
            for (uint32_t i = 0; i < 8; i++)
                sum[i] += (uint32_t) abs(row[x + i + 1] - row[x + i]);
        for (uint32_t i = 0; i < 8; i++)
            step[i] += sum[i];
    }
    uint64_t within = 0;
    for (uint32_t i = 0; i < 7; i++)
        within += step[i];
    /* A picture of next to no steps at all is not blocked: a tenth of a level a pixel. */
    const double rest = (double) within / 7 + 0.1 * (double) (rows / 8) * (wide / 8.0);
    return rest > 0 ? (float) ((double) step[7] / rest) : 1;
}

static void finish(struct lwi_scene *scene, const struct gather *g, unsigned count,
                   enum lw_range range)
{
    double mean = 0, square = 0;
    for (unsigned i = 0; i < count; i++) {
        mean += scene->tiles[i].mean;
        square += scene->tiles[i].mean * scene->tiles[i].mean +
                  scene->tiles[i].contrast * scene->tiles[i].contrast;
    }
    mean /= count;
    square /= count;
    scene->contrast = (float) sqrt(fmax(square - mean * mean, 0));
    scene->mean =
        (float) (range == LW_RANGE_LIMITED ? fmin(fmax(mean - 16, 0) * 255 / 219, 255) : mean);
    scene->dark /= (float) count;
    scene->bright /= (float) count;
    for (unsigned i = 0; i < LWI_SCENE_BANDS; i++)
        scene->bands[i] = g->band_count[i] ? (float) g->band_sum[i] / (float) g->band_count[i]
                          : i > 0          ? scene->bands[i - 1]
                                           : scene->mean;
    for (unsigned i = 0; i < LWI_THUMB_PIXELS; i++)
        scene->thumb[i] =
            (uint8_t) (g->thumb_count[i] ? g->thumb_sum[i] / g->thumb_count[i] : scene->mean);
}

void lwi_scene_measure(struct lwi_scene *ret_scene, const struct lwi_scene_kernels *kernels,
                       const struct lw_frame *frame)
{
    struct lwi_scene *s = ret_scene;
    memset(s, 0, offsetof(struct lwi_scene, tiles));
    s->factor = lwi_scene_factor(frame->width, frame->height);
    s->width = frame->width / s->factor;
    s->height = frame->height / s->factor;
    s->whole = (float) frame->rows_whole / (float) frame->height;
    s->blocking = 1;
    s->quantiser = frame->quantiser >= 1 ? log2f(frame->quantiser) : QUANTISER_UNKNOWN;
    lwi_scene_grid(frame->width, frame->height, &s->tiles_x, &s->tiles_y);
    if (s->tiles_x == 0) {
        s->reason = "the picture is smaller than 64x64 pixels";
        return;
    }
    struct gather g;
    start_gather(&g, s);
    const unsigned count = s->tiles_x * s->tiles_y;
    for (unsigned i = 0; i < count; i++)
        measure_tile(s, kernels, frame, i, &g);
    s->noise = find_noise(s, count);
    s->grain = s->factor > 1 ? find_grain(s, kernels, frame, count) : s->noise;
    find_noise_of_tiles(s, count);
    take_out_noise(s, count);
    finish(s, &g, count, frame->range);
    measure_chroma(s, frame);
    s->blocking = measure_blocking(frame);
}

float lwi_scene_blur_drop(const struct lwi_scene *scene, const struct lwi_scene_kernels *kernels,
                          const struct lw_frame *frame, unsigned tile, double radius)
{
    struct lwi_disk disk;
    uint8_t buffer[TILE_HIGH * TILE_WIDE], blurred[TILE_HIGH * TILE_WIDE];
    lwi_disk_make(&disk, radius);
    const uint32_t reach = disk.side / 2;
    const struct patch p =
        tile_patch(scene, &kernels->tile, frame, lwi_scene_tile_rect(scene, tile), buffer);
    if (p.wide < 2 * reach + 8 || p.high < 2 * reach + 8)
        return 0;
    const uint32_t wide = p.wide - 2 * reach, high = p.high - 2 * reach;
    for (uint32_t y = 0; y < high; y++) {
        /* A row at a time, which the compiler does many pixels at once of. */
        float sums[TILE_WIDE];
        for (uint32_t x = 0; x < wide; x++)
            sums[x] = 0.5f;
        for (uint32_t k = 0; k < disk.side * disk.side; k++) {
            const uint8_t *src =
                p.first + p.stride * (ptrdiff_t) (y + k / disk.side) + k % disk.side;
            for (uint32_t x = 0; x < wide; x++)
                sums[x] += disk.weights[k] * src[x];
        }
        for (uint32_t x = 0; x < wide; x++)
            blurred[y * TILE_WIDE + x] = (uint8_t) fminf(fmaxf(sums[x], 0), 255);
    }
    struct lwi_scene_sums before, after;
    const struct patch inner = {
        p.first + p.stride * (ptrdiff_t) reach + reach, p.stride, wide, high, 0, 0};
    const struct patch soft = {blurred, TILE_WIDE, wide, high, 0, 0};
    const float n = (float) sum_patch(kernels, &inner, 0, 255, &before);
    (void) sum_patch(kernels, &soft, 0, 255, &after);
    const float variance = scene->tiles[tile].noise * scene->tiles[tile].noise;
    /* The blur takes the noise away, too: before it is taken out, after there is none. */
    const float fine = fineness_of((float) before.laplacian_square / n - NOISE_LAPLACIAN * variance,
                                   (float) before.gradient_square / n - NOISE_GRADIENT * variance);
    const float coarse =
        fineness_of((float) after.laplacian_square / n, (float) after.gradient_square / n);
    return fminf(coarse - fine, 0);
}
