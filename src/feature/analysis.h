/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * What most features start from, measured once a frame: the picture at the
 * analysis size and three times halved, cut into tiles, and in each tile the
 * differences between pixels that are 1 or 2 apart on each of those levels.
 *
 * The analysis size is the picture's own divided by a whole number, the one
 * that brings its longer side nearest to 960 pixels; smaller pictures stay as they are.
 */
#ifndef LWI_FEATURE_ANALYSIS_H
#define LWI_FEATURE_ANALYSIS_H

#include <math.h>
#include <stddef.h>
#include <stdint.h>

#include "kernel/tile.h"
#include "lenswatch/frame.h"

#define LWI_ANALYSIS_LEVELS 4

/* Longer side at the analysis size, about; what a length in pixels there is scaled by. */
#define LWI_ANALYSIS_SIDE 960

/* Pixels at the analysis size that a tile is wide and high; half of it a level further. */
#define LWI_ANALYSIS_TILE 32

/* Smallest side of a picture that is judged, and largest ratio of its sides. */
#define LWI_ANALYSIS_SIDE_MIN   64
#define LWI_ANALYSIS_ASPECT_MAX 16

/*
 * A step: the difference between two pixels of a level. Named by the size of the
 * level's pixels and how many of them lie between: STEP_2X1 is between neighbours
 * on the level of half size.
 */
enum lwi_step {
    LWI_STEP_1X1,
    LWI_STEP_1X2,
    LWI_STEP_2X1,
    LWI_STEP_2X2,
    LWI_STEP_4X1,
    LWI_STEP_4X2,
    LWI_STEP_8X1,
    LWI_STEP_8X2,
    LWI_STEP_COUNT,
};

/* In which directions a tile has edges enough to judge by. */
enum lwi_detail {
    LWI_DETAIL_NONE,
    LWI_DETAIL_ANY,
    LWI_DETAIL_BOTH,
};

/* Tiles below which percentiles over them say little. */
#define LWI_ANALYSIS_TILES_MIN 3u

struct lwi_analysis_tile {
    struct lwi_tile_sums sums[LWI_ANALYSIS_LEVELS];
    float largest[LWI_STEP_COUNT]; /* log2 of the largest step, noise taken out; >= 0 */
    float across[LWI_STEP_COUNT];  /* the same of each direction alone */
    float down[LWI_STEP_COUNT];
    float energy[LWI_STEP_COUNT]; /* mean of step^2, across plus down, noise taken out; > 0 */
    int detail;                   /* enum lwi_detail; with none, the four above are not set */
};

/* Everything belongs to whoever owns the memory given to lwi_analysis_begin(). */
struct lwi_analysis {
    const char *reason;                /* why nothing can be judged, or NULL */
    unsigned factor;                   /* picture pixels a pixel at the analysis size */
    uint32_t width, height;            /* at the analysis size */
    uint32_t left, top, right, bottom; /* there, without black bars */
    unsigned tiles_x, tiles_y;         /* 0, 0 where the shape is not judged */
    size_t detail_count;               /* tiles with LWI_DETAIL_ANY or more */
    size_t both_count;                 /* tiles with LWI_DETAIL_BOTH */
    double noise;                      /* standard deviation at the analysis size, levels */
    double brightness;                 /* mean of the tiles, levels */
    struct lwi_analysis_tile *tiles;   /* tiles_y rows of tiles_x */
};

/* Picture pixels a pixel at the analysis size, each way. */
unsigned lwi_analysis_factor(uint32_t width, uint32_t height);

/* Bytes of memory that a frame of this size needs. */
size_t lwi_analysis_memory(uint32_t width, uint32_t height);

/* A picture of one level, of which so many rows are made. */
struct lwi_analysis_plane {
    const uint8_t *luma;
    ptrdiff_t stride;
    uint32_t width, height, rows;
};

/* An analysis that is being made, strip by strip. */
struct lwi_analysis_work {
    const struct lwi_tile_dsp *dsp;
    const struct lw_frame *frame;
    const char *reason; /* why nothing can be judged, or NULL */
    unsigned factor;
    struct lwi_analysis_plane planes[LWI_ANALYSIS_LEVELS];
    uint8_t *levels[LWI_ANALYSIS_LEVELS]; /* where they are made */
    uint16_t *row_sums;
    struct lwi_analysis_tile *tiles;
};

/* memory: lwi_analysis_memory() bytes, aligned to 64. All that is given is borrowed until the
 * end. */
void lwi_analysis_begin(struct lwi_analysis_work *ret_work, const struct lwi_tile_dsp *dsp,
                        const struct lw_frame *frame, uint8_t *memory);

/* Takes the rows up to before `end`, from where it left off: while they are in the cache. */
void lwi_analysis_rows(struct lwi_analysis_work *work, uint32_t end);

/* After all rows. */
void lwi_analysis_end(struct lwi_analysis *ret_analysis, const struct lwi_analysis_work *work);

/*
 * Percentiles of one number a tile, over the tiles with detail. Found by counting
 * in bins of 1/128, which is faster than sorting and exact enough.
 */
#define LWI_SPREAD_BINS 2048

struct lwi_spread {
    uint16_t bins[LWI_SPREAD_BINS];
    size_t count;
    long first; /* bin that is not empty */
};

void lwi_spread_clear(struct lwi_spread *spread);
double lwi_spread_at(const struct lwi_spread *spread, unsigned percent); /* count > 0 */

/* value: -8..8, clamped. */
static inline void lwi_spread_add(struct lwi_spread *spread, float value)
{
    long bin = lrintf(value * (LWI_SPREAD_BINS / 16)) + LWI_SPREAD_BINS / 2;

    bin = bin < 0 ? 0 : bin;
    bin = bin < LWI_SPREAD_BINS ? bin : LWI_SPREAD_BINS - 1;
    spread->bins[bin]++;
    spread->count++;
    spread->first = bin < spread->first ? bin : spread->first;
}

#endif
