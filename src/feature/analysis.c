/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "feature/analysis.h"

#include <math.h>
#include <string.h>

#include "feature/shrink.h"
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

/* Makes what can be made of a level now that the one before has so many rows. */
static void make_level(struct lwi_analysis_work *w, unsigned level, uint32_t rows)
{
    const struct lwi_analysis_plane *src = &w->planes[level - 1];
    struct lwi_analysis_plane *dst = &w->planes[level];

    for (; dst->rows < rows / 2; dst->rows++) {
        const uint8_t *upper = src->luma + src->stride * (ptrdiff_t) (2 * dst->rows);
        w->dsp->halve_row(w->levels[level] + (size_t) dst->rows * dst->width, upper,
                          upper + src->stride, dst->width);
    }
}

void lwi_analysis_begin(struct lwi_analysis_work *ret_work, const struct lwi_tile_dsp *dsp,
                        const struct lw_frame *frame, uint8_t *memory)
{
    struct lwi_analysis_work *w = ret_work;

    memset(w, 0, sizeof(*w));
    w->dsp = dsp;
    w->frame = frame;
    w->reason = shape_problem(frame->width, frame->height);
    if (w->reason)
        return;
    const struct layout at = lay_out(frame->width, frame->height);
    w->factor = lwi_analysis_factor(frame->width, frame->height);
    w->row_sums = (uint16_t *) (memory + at.row_sums);
    w->tiles = (struct lwi_analysis_tile *) (memory + at.tiles);
    uint32_t width = frame->width / w->factor, height = frame->height / w->factor;
    for (int k = 0; k < LWI_ANALYSIS_LEVELS; k++, width /= 2, height /= 2) {
        w->levels[k] = memory + at.level[k];
        w->planes[k] = (struct lwi_analysis_plane){
            .luma = w->levels[k], .stride = width, .width = width, .height = height};
    }
    if (w->factor == 1) {
        w->planes[0].luma = frame->luma;
        w->planes[0].stride = frame->stride;
    }
}

void lwi_analysis_rows(struct lwi_analysis_work *w, uint32_t end)
{
    struct lwi_analysis_plane *first = &w->planes[0];

    if (w->reason)
        return;
    if (w->factor == 1)
        first->rows = end;
    for (; first->rows < end / w->factor; first->rows++)
        lwi_shrink_row(w->levels[0] + (size_t) first->rows * first->width, first->width,
                       w->frame->luma +
                           w->frame->stride * (ptrdiff_t) first->rows * (ptrdiff_t) w->factor,
                       w->frame->stride, w->factor, w->dsp, w->row_sums);
    for (unsigned k = 1; k < LWI_ANALYSIS_LEVELS; k++)
        make_level(w, k, w->planes[k - 1].rows);
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
static void find_content(struct lwi_analysis *a, const struct lwi_analysis_plane *quarter)
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

static void sum_tiles(struct lwi_analysis *a, const struct lwi_analysis_plane *planes,
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
                const struct lwi_analysis_plane *p = &planes[k];
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
    spread->first = LWI_SPREAD_BINS;
}

double lwi_spread_at(const struct lwi_spread *spread, unsigned percent)
{
    const size_t rank = (spread->count - 1) * percent / 100; /* from 0 */
    size_t seen = 0, bin = spread->first;

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

/* For each level and step, its logarithm with the noise taken out: there are far fewer of
 * these than of steps in all tiles. */
#define STEPS 256

struct octaves {
    float of[LWI_ANALYSIS_LEVELS][STEPS];
};

static void fill_octaves(struct octaves *ret_octaves, double noise_var)
{
    for (unsigned k = 0; k < LWI_ANALYSIS_LEVELS; k++) {
        const float of_noise = noise_largest[k] * noise_largest[k] * (float) noise_var;
        for (uint32_t step = 0; step < STEPS; step++)
            ret_octaves->of[k][step] = 0.5f * log2f(fmaxf((float) (step * step) - of_noise, 1));
    }
}

/* What the features read of a tile, with the noise taken out. */
static void refine_tile(struct lwi_analysis_tile *tile, const struct octaves *octaves,
                        double noise_var)
{
    for (unsigned s = 0; s < LWI_STEP_COUNT; s++) {
        const unsigned k = level_of[s], across = lag_of[s], down = across + 1;
        const struct lwi_tile_sums *sums = &tile->sums[k];
        const double pixels = (double) (LWI_ANALYSIS_TILE >> k) * (LWI_ANALYSIS_TILE >> k);
        const double energy = ((double) sums->square[across] + sums->square[down]) / pixels -
                              4 * noise_var / (double) (1u << (2 * k));

        tile->across[s] = octaves->of[k][sums->max[across]];
        tile->down[s] = octaves->of[k][sums->max[down]];
        tile->largest[s] =
            octaves
                ->of[k][sums->max[across] > sums->max[down] ? sums->max[across] : sums->max[down]];
        tile->energy[s] = (float) (energy > ENERGY_MIN ? energy : ENERGY_MIN);
    }
}

static void refine_tiles(struct lwi_analysis *a, double noise_var)
{
    const size_t count = (size_t) a->tiles_x * a->tiles_y;
    struct octaves octaves;

    if (a->detail_count == 0)
        return;
    fill_octaves(&octaves, noise_var);
    for (size_t i = 0; i < count; i++)
        if (a->tiles[i].detail != LWI_DETAIL_NONE)
            refine_tile(&a->tiles[i], &octaves, noise_var);
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

void lwi_analysis_end(struct lwi_analysis *ret_analysis, const struct lwi_analysis_work *work)
{
    struct lwi_analysis a;

    memset(&a, 0, sizeof a);
    a.reason = work->reason;
    if (a.reason) {
        *ret_analysis = a;
        return;
    }
    a.factor = work->factor;
    a.width = work->planes[0].width;
    a.height = work->planes[0].height;
    a.tiles = work->tiles;

    find_content(&a, &work->planes[2]);
    a.tiles_x = tiles_along(a.right - a.left);
    a.tiles_y = tiles_along(a.bottom - a.top);
    sum_tiles(&a, work->planes, work->dsp);

    const double noise_var = noise_variance(&a);
    a.noise = sqrt(noise_var);
    mark_detail(&a, DETAIL_LEVELS, DETAIL_SIGMAS);
    if (a.detail_count < LWI_ANALYSIS_TILES_MIN)
        mark_detail(&a, DETAIL_FAINT_LEVELS, DETAIL_FAINT_SIGMAS);
    refine_tiles(&a, noise_var);
    if (a.detail_count == 0)
        a.reason = a.brightness < DARK_LEVELS ? "the picture is too dark"
                                              : "there is too little detail to judge by";
    *ret_analysis = a;
}
