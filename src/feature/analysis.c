/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "feature/analysis.h"

#include <math.h>
#include <string.h>

#include "lenswatch/assess.h"

/* The last pixels that a tile reaches on the level of 1/8 are that many beyond it. */
#define MARGIN (LWI_TILE_REACH << (LWI_ANALYSIS_LEVELS - 1))
#define ALIGN  64u

/* A tile has detail where the largest step over 8 pixels is above both of these: levels, and
 * standard deviations of the noise. */
#define DETAIL_LEVELS 10.0
#define DETAIL_SIGMAS 6.0
/* With hardly any such tile, a fainter picture is tried once more. */
#define DETAIL_FAINT_LEVELS 5.0
#define DETAIL_FAINT_SIGMAS 4.0

/* Keeps the logarithm of an energy of nothing finite: a seventh of a level, squared. */
#define ENERGY_MIN 0.02

/* Darker than this on average and without detail: too dark. Limited range starts at 16. */
#define DARK_LEVELS 28.0

/* A bar: rows or columns at the rim, on the level of 1/4, as flat and as dark as this. */
#define BAR_LEVEL  28
#define BAR_SPREAD 6

static const unsigned level_of[LWI_STEP_COUNT] = {0, 0, 1, 1, 2, 2, 3, 3};
static const unsigned lag_of[LWI_STEP_COUNT] = {
    LWI_TILE_RIGHT_1, LWI_TILE_RIGHT_2, LWI_TILE_RIGHT_1, LWI_TILE_RIGHT_2,
    LWI_TILE_RIGHT_1, LWI_TILE_RIGHT_2, LWI_TILE_RIGHT_1, LWI_TILE_RIGHT_2,
};

/* Largest difference that white noise of 1 shows among the pixels of a tile, a level: the
 * expectation of the maximum of so many normal deviates, through the means of 2x2. */
static const float noise_largest[LWI_ANALYSIS_LEVELS] = {4.7f, 2.1f, 0.92f, 0.42f};

static size_t align_up(size_t n)
{
    return (n + ALIGN - 1) / ALIGN * ALIGN;
}

unsigned lwi_analysis_factor(uint32_t width, uint32_t height)
{
    uint32_t longer = width > height ? width : height;
    uint32_t shorter = width > height ? height : width;
    unsigned factor = (longer + LWI_ANALYSIS_SIDE / 2) / LWI_ANALYSIS_SIDE;
    unsigned most = shorter / LWI_ANALYSIS_SIDE_MIN;

    factor = factor < most ? factor : most;
    return factor > 0 ? factor : 1;
}

/* Tiles that cover a length, evenly spaced; neighbours may overlap. */
static unsigned tiles_along(uint32_t length)
{
    uint32_t usable = (length & ~7u) - MARGIN;
    unsigned count = (usable + LWI_ANALYSIS_TILE - 1) / LWI_ANALYSIS_TILE;

    return count < LW_TILES_MAX ? count : LW_TILES_MAX;
}

/* First pixel of a tile; on a pixel of the coarsest level. */
static uint32_t tile_start(uint32_t from, uint32_t length, unsigned count, unsigned index)
{
    uint32_t last = (length & ~7u) - MARGIN - LWI_ANALYSIS_TILE;

    return from + (count > 1 ? (last * index / (count - 1)) & ~7u : 0);
}

/* Where each part of the memory is. */
struct layout {
    size_t level[LWI_ANALYSIS_LEVELS]; /* pictures */
    size_t row_sums, tiles, end;
};

static struct layout lay_out(uint32_t width, uint32_t height)
{
    const unsigned factor = lwi_analysis_factor(width, height);
    struct layout at;
    size_t w = width / factor, h = height / factor, end = 0;

    for (int k = 0; k < LWI_ANALYSIS_LEVELS; k++, w /= 2, h /= 2) {
        at.level[k] = end;
        if (k > 0 || factor > 1)
            end = align_up(end + w * h);
    }
    at.row_sums = end;
    end = align_up(end + sizeof(uint16_t) * width);
    at.tiles = end;
    w = tiles_along(width / factor);
    h = tiles_along(height / factor);
    at.end = align_up(end + w * h * sizeof(struct lwi_analysis_tile));
    return at;
}

static const char *shape_problem(uint32_t width, uint32_t height)
{
    uint32_t longer = width > height ? width : height;
    uint32_t shorter = width > height ? height : width;

    if (shorter < LWI_ANALYSIS_SIDE_MIN)
        return "the picture is smaller than 64x64 pixels";
    if (longer / LWI_ANALYSIS_ASPECT_MAX >= shorter)
        return "the picture is more than 16 times as long as wide";
    return NULL;
}

size_t lwi_analysis_memory(uint32_t width, uint32_t height)
{
    return shape_problem(width, height) ? 0 : lay_out(width, height).end;
}

/* One row of means of factor x factor pixels. */
static void shrink_row(uint8_t *dst, size_t width, const uint8_t *src, ptrdiff_t stride,
                       unsigned factor, const struct lwi_tile_dsp *dsp, uint16_t *sums)
{
    if (factor == 2) {
        dsp->halve_row(dst, src, src + stride, width);
        return;
    }
    memset(sums, 0, width * factor * sizeof(*sums));
    for (unsigned y = 0; y < factor; y++)
        dsp->add_row(sums, src + stride * (ptrdiff_t) y, width * factor);
    const uint32_t area = factor * factor;
    for (size_t x = 0; x < width; x++) {
        uint32_t sum = 0;
        for (unsigned i = 0; i < factor; i++)
            sum += sums[x * factor + i];
        dst[x] = (uint8_t) ((sum + area / 2) / area);
    }
}

/* A picture of one level. */
struct plane {
    const uint8_t *luma;
    ptrdiff_t stride;
    uint32_t width, height;
};

static void make_levels(struct plane *planes, const struct lw_frame *frame, unsigned factor,
                        const struct layout *at, const struct lwi_tile_dsp *dsp, uint8_t *memory)
{
    struct plane *first = &planes[0];

    *first = (struct plane){frame->luma, frame->stride, frame->width, frame->height};
    if (factor > 1) {
        uint8_t *dst = memory + at->level[0];
        uint32_t width = frame->width / factor, height = frame->height / factor;
        for (uint32_t y = 0; y < height; y++)
            shrink_row(dst + (size_t) y * width, width,
                       frame->luma + frame->stride * (ptrdiff_t) y * (ptrdiff_t) factor,
                       frame->stride, factor, dsp, (uint16_t *) (memory + at->row_sums));
        *first = (struct plane){dst, width, width, height};
    }
    for (int k = 1; k < LWI_ANALYSIS_LEVELS; k++) {
        const struct plane *src = &planes[k - 1];
        uint8_t *dst = memory + at->level[k];
        uint32_t width = src->width / 2, height = src->height / 2;
        for (uint32_t y = 0; y < height; y++) {
            const uint8_t *upper = src->luma + src->stride * (ptrdiff_t) (2 * y);
            dsp->halve_row(dst + (size_t) y * width, upper, upper + src->stride, width);
        }
        planes[k] = (struct plane){dst, width, width, height};
    }
}

/* Whether the pixels first, first + step, ... are dark and alike, as in a bar. */
static int is_bar(const uint8_t *first, ptrdiff_t step, uint32_t count)
{
    uint8_t least = first[0], most = first[0];

    for (uint32_t i = 0; i < count; i++, first += step) {
        least = *first < least ? *first : least;
        most = *first > most ? *first : most;
        if (most > BAR_LEVEL || most - least > BAR_SPREAD)
            return 0;
    }
    return 1;
}

/* Lines at the rim that belong to a bar: at most 2/5 of them; the line after the last is half
 * bar, half picture, and goes, too. */
static uint32_t bar_depth(const uint8_t *first, ptrdiff_t line, uint32_t lines, ptrdiff_t step,
                          uint32_t count)
{
    uint32_t n = 0;

    while (n < lines * 2 / 5 && is_bar(first + line * (ptrdiff_t) n, step, count))
        n++;
    return n > 0 ? n + 1 : 0;
}

/* Leaves out black bars, unless that leaves too little. */
static void find_content(struct lwi_analysis *a, const struct plane *quarter)
{
    const uint8_t *luma = quarter->luma;
    const ptrdiff_t stride = quarter->stride;
    const uint32_t w = quarter->width, h = quarter->height;
    const uint8_t *last_row = luma + stride * (ptrdiff_t) (h - 1);

    uint32_t top = bar_depth(luma, stride, h, 1, w) * 4;
    uint32_t bottom = bar_depth(last_row, -stride, h, 1, w) * 4;
    uint32_t left = bar_depth(luma, 1, w, stride, h) * 4;
    uint32_t right = bar_depth(luma + w - 1, -1, w, stride, h) * 4;
    top = (top + 7) & ~7u;
    left = (left + 7) & ~7u;

    a->left = a->top = 0;
    a->right = a->width;
    a->bottom = a->height;
    if (left + right + LWI_ANALYSIS_SIDE_MIN <= a->width) {
        a->left = left;
        a->right = a->width - right;
    }
    if (top + bottom + LWI_ANALYSIS_SIDE_MIN <= a->height) {
        a->top = top;
        a->bottom = a->height - bottom;
    }
}

static void sum_tiles(struct lwi_analysis *a, const struct plane *planes,
                      const struct lwi_tile_dsp *dsp)
{
    const uint32_t wide = a->right - a->left, high = a->bottom - a->top;
    uint64_t total = 0;

    for (unsigned j = 0; j < a->tiles_y; j++) {
        const uint32_t y = tile_start(a->top, high, a->tiles_y, j);
        for (unsigned i = 0; i < a->tiles_x; i++) {
            const uint32_t x = tile_start(a->left, wide, a->tiles_x, i);
            struct lwi_analysis_tile *tile = &a->tiles[(size_t) j * a->tiles_x + i];
            for (unsigned k = 0; k < LWI_ANALYSIS_LEVELS; k++) {
                const struct plane *p = &planes[k];
                dsp->tile_sums(p->luma + p->stride * (ptrdiff_t) (y >> k) + (x >> k), p->stride,
                               LWI_ANALYSIS_TILE >> k, LWI_ANALYSIS_TILE >> k, &tile->sums[k]);
            }
            total += tile->sums[0].sum;
        }
    }
    a->brightness =
        (double) total / ((double) a->tiles_x * a->tiles_y * LWI_ANALYSIS_TILE * LWI_ANALYSIS_TILE);
}

void lwi_spread_clear(struct lwi_spread *spread)
{
    memset(spread, 0, sizeof(*spread));
}

void lwi_spread_add(struct lwi_spread *spread, float value)
{
    long bin = lrintf(value * (LWI_SPREAD_BINS / 16)) + LWI_SPREAD_BINS / 2;

    bin = bin < 0 ? 0 : bin;
    bin = bin < LWI_SPREAD_BINS ? bin : LWI_SPREAD_BINS - 1;
    spread->bins[bin]++;
    spread->count++;
}

double lwi_spread_at(const struct lwi_spread *spread, unsigned percent)
{
    const size_t rank = (spread->count - 1) * percent / 100; /* from 0 */
    size_t seen = 0, bin = 0;

    while (seen + spread->bins[bin] <= rank)
        seen += spread->bins[bin++];
    return ((double) bin - LWI_SPREAD_BINS / 2) / (LWI_SPREAD_BINS / 16);
}

/*
 * The variance of the noise from second differences, (a - 2b + c)^2, whose mean is
 * 6 times that variance where the picture is flat. It follows from the squares of
 * the first ones: 4 E(a - b)^2 - E(a - c)^2. The flattest tenth of the tiles tells.
 */
static double noise_variance(const struct lwi_analysis *a)
{
    const size_t count = (size_t) a->tiles_x * a->tiles_y;
    struct lwi_spread spread;

    lwi_spread_clear(&spread);
    for (size_t i = 0; i < count; i++) {
        const uint32_t *s = a->tiles[i].sums[0].square;
        double across = 4.0 * s[LWI_TILE_RIGHT_1] - s[LWI_TILE_RIGHT_2];
        double down = 4.0 * s[LWI_TILE_BELOW_1] - s[LWI_TILE_BELOW_2];
        double least = fmax(fmin(across, down), 0) / (LWI_ANALYSIS_TILE * LWI_ANALYSIS_TILE);
        lwi_spread_add(&spread, 0.5f * log2f((float) least + 1e-3f));
    }
    double variance = exp2(2 * lwi_spread_at(&spread, 10)) - 1e-3;
    return fmax(variance, 0) / 6;
}

static float octaves(uint32_t largest, float of_noise)
{
    return 0.5f * log2f(fmaxf((float) (largest * largest) - of_noise, 1));
}

/* What the features read of a tile, with the noise taken out. */
static void refine_tile(struct lwi_analysis_tile *tile, double noise_var)
{
    for (unsigned s = 0; s < LWI_STEP_COUNT; s++) {
        const unsigned k = level_of[s], across = lag_of[s], down = across + 1;
        const struct lwi_tile_sums *sums = &tile->sums[k];
        const double pixels = (double) (LWI_ANALYSIS_TILE >> k) * (LWI_ANALYSIS_TILE >> k);
        const float of_noise = noise_largest[k] * noise_largest[k] * (float) noise_var;
        const double energy = ((double) sums->square[across] + sums->square[down]) / pixels;

        tile->across[s] = octaves(sums->max[across], of_noise);
        tile->down[s] = octaves(sums->max[down], of_noise);
        tile->largest[s] = fmaxf(tile->across[s], tile->down[s]);
        tile->energy[s] =
            (float) fmax(energy - 4 * noise_var / (double) (1u << (2 * k)), ENERGY_MIN);
    }
}

static void mark_detail(struct lwi_analysis *a, double levels, double sigmas)
{
    const double least = fmax(levels, sigmas * a->noise);
    const size_t count = (size_t) a->tiles_x * a->tiles_y;

    a->detail_count = a->both_count = 0;
    for (size_t i = 0; i < count; i++) {
        const uint32_t *most = a->tiles[i].sums[2].max;
        int detail = (most[LWI_TILE_RIGHT_2] > least) + (most[LWI_TILE_BELOW_2] > least);
        a->tiles[i].detail = detail;
        a->detail_count += detail >= LWI_DETAIL_ANY;
        a->both_count += detail == LWI_DETAIL_BOTH;
    }
}

void lwi_analysis_run(struct lwi_analysis *ret_analysis, const struct lwi_tile_dsp *dsp,
                      const struct lw_frame *frame, uint8_t *memory)
{
    struct plane planes[LWI_ANALYSIS_LEVELS];
    struct lwi_analysis a;

    memset(&a, 0, sizeof a);
    a.reason = shape_problem(frame->width, frame->height);
    if (a.reason) {
        *ret_analysis = a;
        return;
    }
    const struct layout at = lay_out(frame->width, frame->height);
    a.factor = lwi_analysis_factor(frame->width, frame->height);
    a.width = frame->width / a.factor;
    a.height = frame->height / a.factor;
    a.tiles = (struct lwi_analysis_tile *) (memory + at.tiles);

    make_levels(planes, frame, a.factor, &at, dsp, memory);
    find_content(&a, &planes[2]);
    a.tiles_x = tiles_along(a.right - a.left);
    a.tiles_y = tiles_along(a.bottom - a.top);
    sum_tiles(&a, planes, dsp);

    const double noise_var = noise_variance(&a);
    const size_t count = (size_t) a.tiles_x * a.tiles_y;
    a.noise = sqrt(noise_var);
    mark_detail(&a, DETAIL_LEVELS, DETAIL_SIGMAS);
    if (a.detail_count < LWI_ANALYSIS_TILES_MIN)
        mark_detail(&a, DETAIL_FAINT_LEVELS, DETAIL_FAINT_SIGMAS);
    for (size_t i = 0; i < count; i++)
        if (a.tiles[i].detail != LWI_DETAIL_NONE)
            refine_tile(&a.tiles[i], noise_var);
    if (a.detail_count == 0)
        a.reason = a.brightness < DARK_LEVELS ? "the picture is too dark"
                                              : "there is too little detail to judge by";
    *ret_analysis = a;
}
