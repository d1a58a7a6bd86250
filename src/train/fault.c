/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "train/fault.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "feature/disk.h"

/* Luma is the light to the power of 1 / GAMMA, about. */
#define GAMMA 2.2
/* Mean luma of a picture that is exposed as it should be: 18 % of the light. */
#define NORMAL_MEAN 117.0
/* Fog is lit by what lights the scene: by so much brighter than its mean, and no more than this. */
#define FOG_LIGHTER 1.45
#define FOG_MOST    176.0

enum kind {
    DEFOCUS,
    COVERED,
    SCENE_CHANGED,
    DIRTY_LENS,
    IMPAIRED_VISIBILITY,
    TOO_DARK,
    TOO_BRIGHT,
    COLOUR_CAST,
    MONOCHROME,
    NOISE,
    STRIPES,
    FROZEN,
    SHAKING,
    FLASHING,
    COMPRESSION,
    NO_SIGNAL_PICTURE,
};

const struct lwi_fault lwi_faults[] = {
    [DEFOCUS] = {"defocus", "px@1080p", 0.5, 30, 0, 0},
    [COVERED] = {"covered", "share of the picture", 0.1, 1, 0, 0},
    [SCENE_CHANGED] = {"scene_changed", "share of the width", 0.01, 1, 0, 0},
    [DIRTY_LENS] = {"dirty_lens", "share of the picture", 0.02, 0.6, 0, 0},
    [IMPAIRED_VISIBILITY] = {"impaired_visibility", "contrast lost far away", 0.1, 1, 0, 0},
    [TOO_DARK] = {"too_dark", "stops", 1, 12, 0, 0},
    [TOO_BRIGHT] = {"too_bright", "stops over normal", 0.5, 12, 0, 0},
    [COLOUR_CAST] = {"colour_cast", "levels", 2, 100, 1, 0},
    [MONOCHROME] = {"monochrome", "colour lost", 0.5, 1, 1, 0},
    [NOISE] = {"noise", "levels", 1, 100, 0, 0},
    [STRIPES] = {"stripes", "levels", 1, 100, 0, 0},
    [FROZEN] = {"frozen", "", 1, 1, 0, 0},
    [SHAKING] = {"shaking", "px@1080p", 1, 100, 0, 0},
    [FLASHING] = {"flashing", "levels", 2, 100, 0, 0},
    [COMPRESSION] = {"compression", "100 - JPEG quality", 60, 99, 0, 1},
    [NO_SIGNAL_PICTURE] = {"no_signal_picture", "", 1, 1, 0, 0},
};

const size_t lwi_fault_count = sizeof(lwi_faults) / sizeof(lwi_faults[0]);

const struct lwi_fault *lwi_fault_find(const char *name)
{
    for (size_t i = 0; i < lwi_fault_count; i++)
        if (strcmp(lwi_faults[i].name, name) == 0)
            return &lwi_faults[i];
    return NULL;
}

void lwi_fault_memory_done(struct lwi_fault_memory *memory)
{
    free(memory->a.data);
    free(memory->b.data);
    memory->a = memory->b = (struct lwi_plane){0};
}

static uint8_t level(double value)
{
    return (uint8_t) lrint(fmin(fmax(value, 0), 255));
}

static uint32_t chroma_width(const struct lw_frame *f)
{
    return (f->width + (1u << f->chroma_shift_x) - 1) >> f->chroma_shift_x;
}

static uint32_t chroma_height(const struct lw_frame *f)
{
    return (f->height + (1u << f->chroma_shift_y) - 1) >> f->chroma_shift_y;
}

static int copy(const struct lw_frame *from, struct lw_frame **ret_frame)
{
    const struct lwi_frame_format format = {
        .width = from->width,
        .height = from->height,
        .has_chroma = from->chroma[0] != NULL,
        .chroma_shift_x = from->chroma_shift_x,
        .chroma_shift_y = from->chroma_shift_y,
    };
    struct lw_frame *to;

    int r = lwi_frame_new(&to, &format);
    if (r < 0)
        return r;
    for (uint32_t y = 0; y < from->height; y++)
        memcpy(lwi_frame_luma(to) + to->stride * (ptrdiff_t) y,
               from->luma + from->stride * (ptrdiff_t) y, from->width);
    for (int p = 0; p < 2 && from->chroma[0]; p++)
        for (uint32_t y = 0; y < chroma_height(from); y++)
            memcpy(lwi_frame_chroma(to, p) + to->chroma_stride * (ptrdiff_t) y,
                   from->chroma[p] + from->chroma_stride * (ptrdiff_t) y, chroma_width(from));
    to->range = from->range;
    to->pts_ns = from->pts_ns;
    to->wall_ns = from->wall_ns;
    *ret_frame = to;
    return 0;
}

/* Every level through a table. */
static void map_luma(struct lw_frame *f, const uint8_t *table)
{
    for (uint32_t y = 0; y < f->height; y++) {
        uint8_t *row = lwi_frame_luma(f) + f->stride * (ptrdiff_t) y;
        for (uint32_t x = 0; x < f->width; x++)
            row[x] = table[row[x]];
    }
}

/* cb, cr are added, after the distance from grey was multiplied by `keep`. */
static void map_chroma(struct lw_frame *f, double keep, double cb, double cr)
{
    for (int p = 0; p < 2 && f->chroma[0]; p++)
        for (uint32_t y = 0; y < chroma_height(f); y++) {
            uint8_t *row = lwi_frame_chroma(f, p) + f->chroma_stride * (ptrdiff_t) y;
            for (uint32_t x = 0; x < chroma_width(f); x++)
                row[x] = level(128 + (row[x] - 128) * keep + (p ? cr : cb));
        }
}

/* More or less light, in stops; what is too much is cut off. */
static void expose(struct lw_frame *f, double stops)
{
    uint8_t table[256];

    for (int i = 0; i < 256; i++)
        table[i] = level(255 * pow(pow(i / 255.0, GAMMA) * exp2(stops), 1 / GAMMA));
    map_luma(f, table);
    if (stops < 0)
        map_chroma(f, exp2(stops / GAMMA), 0, 0);
}

static double mean_luma(const struct lw_frame *f)
{
    uint64_t sum = 0;

    for (uint32_t y = 0; y < f->height; y++)
        for (uint32_t x = 0; x < f->width; x++)
            sum += f->luma[f->stride * (ptrdiff_t) y + x];
    return (double) sum / ((double) f->width * f->height);
}

/* By so many stops too much light. Too much for the eye, that is: a night that is exposed like a
 * dull day is not overexposed, so what is darker than normal is lifted to that first. */
static void overexpose(struct lw_frame *f, double stops)
{
    const double mean = fmax(mean_luma(f), 1);

    expose(f, stops + fmax(GAMMA * log2(NORMAL_MEAN / mean), 0));
}

/* A small one is drawn for what it does to pixels. */
static void make_disk(struct lwi_psf *psf, double radius)
{
    struct lwi_random unused = {0};
    struct lwi_disk disk;

    if (radius > LWI_DISK_FINE_MAX) {
        lwi_psf_make(psf, LWI_PSF_DISK, radius, &unused);
        return;
    }
    lwi_disk_make(&disk, radius);
    psf->side = disk.side;
    memcpy(psf->weights, disk.weights, sizeof(disk.weights));
}

/* memory->b = the luma, blurred in linear light. */
static int blur(struct lwi_fault_memory *m, const struct lw_frame *f, double radius_1080)
{
    float light[256];

    for (int i = 0; i < 256; i++)
        light[i] = (float) pow(i / 255.0, GAMMA);
    if (lwi_plane_reserve(&m->a, f->width, f->height) < 0)
        return -ENOMEM;
    for (uint32_t y = 0; y < f->height; y++)
        for (uint32_t x = 0; x < f->width; x++)
            m->a.data[(size_t) y * f->width + x] = light[f->luma[f->stride * (ptrdiff_t) y + x]];
    make_disk(&m->psf, radius_1080 * f->width / 1920);
    return lwi_plane_convolve(&m->b, &m->a, &m->psf);
}

static double coded(float light)
{
    return 255 * pow(fmax(light, 0), 1 / GAMMA);
}

static int defocus(struct lwi_fault_memory *m, struct lw_frame *f, double radius_1080)
{
    int r = blur(m, f, radius_1080);

    for (uint32_t y = 0; r == 0 && y < f->height; y++) {
        uint8_t *row = lwi_frame_luma(f) + f->stride * (ptrdiff_t) y;
        for (uint32_t x = 0; x < f->width; x++)
            row[x] = level(coded(m->b.data[(size_t) y * f->width + x]));
    }
    return r;
}

/* Something near the lens, itself out of focus: from one side, with a soft edge. */
static void cover(struct lw_frame *f, double share)
{
    const double edge = 0.04;

    for (uint32_t y = 0; y < f->height; y++) {
        uint8_t *row = lwi_frame_luma(f) + f->stride * (ptrdiff_t) y;
        for (uint32_t x = 0; x < f->width; x++) {
            double at = (double) x / f->width + 0.03 * sin(9.0 * y / f->height);
            double there = share >= 1 ? 1 : fmin(fmax((share - at) / edge + 0.5, 0), 1);
            row[x] = level(row[x] * (1 - there) + there * (58 + 6 * sin(3.0 * x / f->width)));
        }
    }
    for (int p = 0; p < 2 && f->chroma[0]; p++)
        for (uint32_t y = 0; y < chroma_height(f); y++)
            memset(lwi_frame_chroma(f, p) + f->chroma_stride * (ptrdiff_t) y, p ? 136 : 120,
                   (size_t) (chroma_width(f) * fmin(share, 1)));
}

/* The picture moved; what comes in from the side is what lay there, mirrored. */
static void move(struct lw_frame *f, const struct lw_frame *from, long dx, long dy)
{
    const long w = (long) f->width, h = (long) f->height;

    for (long y = 0; y < h; y++) {
        long sy = labs(y + dy) % (2 * h);
        sy = sy >= h ? 2 * h - 1 - sy : sy;
        uint8_t *row = lwi_frame_luma(f) + f->stride * y;
        for (long x = 0; x < w; x++) {
            long sx = labs(x + dx) % (2 * w);
            row[x] = from->luma[from->stride * sy + (sx >= w ? 2 * w - 1 - sx : sx)];
        }
    }
}

/* Adds a drop with a soft edge to what hides the picture, 0 to 1 by pixel. Returns how many pixels
 * are now hidden by half and were not. */
static double add_drop(struct lwi_plane *hides, double cx, double cy, double radius)
{
    const long w = (long) hides->width, h = (long) hides->height;
    double more = 0;

    for (long y = (long) fmax(cy - radius, 0); y < (long) (cy + radius) && y < h; y++)
        for (long x = (long) fmax(cx - radius, 0); x < (long) (cx + radius) && x < w; x++) {
            float *at = &hides->data[y * w + x];
            double d = hypot((double) x - cx, (double) y - cy) / radius;
            float there = (float) fmin(fmax((1 - d) * 6, 0), 1);
            more += there >= 0.5f && *at < 0.5f;
            *at = fmaxf(*at, there);
        }
    return more;
}

/* Drops, each a small disk through which all is out of focus and somewhat brighter. share: of the
 * picture that is behind them; what they have in common and what lies outside is not counted. */
static int soil(struct lwi_fault_memory *m, struct lw_frame *f, double share,
                struct lwi_random random)
{
    const double radius = 0.05 * f->width, area = (double) f->width * f->height;
    int r = blur(m, f, 24);

    if (r < 0)
        return r;
    memset(m->a.data, 0, (size_t) f->width * f->height * sizeof(*m->a.data));
    for (double done = 0; done < share * area;) {
        double cx = lwi_random_uniform(&random, 0, f->width);
        double cy = lwi_random_uniform(&random, 0, f->height);
        done += add_drop(&m->a, cx, cy, radius);
    }
    for (uint32_t y = 0; y < f->height; y++) {
        uint8_t *row = lwi_frame_luma(f) + f->stride * (ptrdiff_t) y;
        for (uint32_t x = 0; x < f->width; x++) {
            size_t at = (size_t) y * f->width + x;
            double there = m->a.data[at];
            if (there > 0)
                row[x] = level(row[x] * (1 - there) + (0.88 * coded(m->b.data[at]) + 18) * there);
        }
    }
    return 0;
}

/* Fog: what is far is lost; the upper half of a picture is taken to be far. */
static void fog(struct lw_frame *f, double lost)
{
    const double air = fmin(FOG_LIGHTER * mean_luma(f), FOG_MOST);

    for (uint32_t y = 0; y < f->height; y++) {
        double far = fmin(1.6 * (1 - (double) y / f->height), 1);
        double keep = pow(1 - fmin(lost, 0.995), far);
        uint8_t *row = lwi_frame_luma(f) + f->stride * (ptrdiff_t) y;
        for (uint32_t x = 0; x < f->width; x++)
            row[x] = level(row[x] * keep + air * (1 - keep));
    }
    map_chroma(f, 1 - 0.7 * lost, 0, 0);
}

static void add_noise(struct lw_frame *f, double sigma, struct lwi_random *random)
{
    for (uint32_t y = 0; y < f->height; y++) {
        uint8_t *row = lwi_frame_luma(f) + f->stride * (ptrdiff_t) y;
        for (uint32_t x = 0; x < f->width; x++)
            row[x] = level(row[x] + sigma * lwi_random_normal(random));
    }
}

/* Bars that roll: 12 over the height, farther on in each picture. */
static void add_stripes(struct lw_frame *f, double amplitude, unsigned step)
{
    for (uint32_t y = 0; y < f->height; y++) {
        double add = amplitude * sin(2 * 3.14159 * (12.0 * y / f->height + 0.37 * step));
        uint8_t *row = lwi_frame_luma(f) + f->stride * (ptrdiff_t) y;
        for (uint32_t x = 0; x < f->width; x++)
            row[x] = level(row[x] + add);
    }
}

static void brighten(struct lw_frame *f, double levels)
{
    uint8_t table[256];

    for (int i = 0; i < 256; i++)
        table[i] = level(i + levels);
    map_luma(f, table);
}

static void fill(struct lw_frame *f)
{
    for (uint32_t y = 0; y < f->height; y++)
        memset(lwi_frame_luma(f) + f->stride * (ptrdiff_t) y, 41, f->width);
    for (int p = 0; p < 2 && f->chroma[0]; p++)
        for (uint32_t y = 0; y < chroma_height(f); y++)
            memset(lwi_frame_chroma(f, p) + f->chroma_stride * (ptrdiff_t) y, p ? 110 : 240,
                   chroma_width(f));
}

static void tremble(struct lw_frame *f, const struct lw_frame *from, double radius_1080,
                    struct lwi_random *random)
{
    double reach = radius_1080 * f->width / 1920;
    double angle = lwi_random_uniform(random, 0, 6.2832);

    move(f, from, lrint(reach * cos(angle)), lrint(reach * sin(angle)));
}

int lwi_fault_inject(const struct lwi_fault *fault, double strength, unsigned step,
                     struct lwi_random *random, struct lwi_fault_memory *memory,
                     const struct lw_frame *frame, const struct lw_frame *first,
                     struct lw_frame **ret_frame)
{
    const enum kind kind = (enum kind)(fault - lwi_faults);
    struct lw_frame *f;
    int r = copy(kind == FROZEN ? first : frame, &f);

    if (r < 0)
        return r;
    f->wall_ns = frame->wall_ns;
    switch (kind) {
    case DEFOCUS:
        r = defocus(memory, f, strength);
        break;
    case COVERED:
        cover(f, strength);
        break;
    case SCENE_CHANGED:
        move(f, frame, lrint(strength * frame->width), 0);
        break;
    case DIRTY_LENS:
        r = soil(memory, f, strength, lwi_random_for(7, 0));
        break;
    case IMPAIRED_VISIBILITY:
        fog(f, strength);
        break;
    case TOO_DARK:
        expose(f, -strength);
        break;
    case TOO_BRIGHT:
        overexpose(f, strength);
        break;
    case COLOUR_CAST:
        map_chroma(f, 1, -strength * 0.4, strength * 0.9);
        break;
    case MONOCHROME:
        map_chroma(f, 1 - strength, 0, 0);
        break;
    case NOISE:
        add_noise(f, strength, random);
        break;
    case STRIPES:
        add_stripes(f, strength, step);
        break;
    case SHAKING:
        tremble(f, frame, strength, random);
        break;
    case FLASHING:
        brighten(f, step & 1 ? strength : -strength);
        break;
    case COMPRESSION:
        r = lwi_recode_jpeg(memory->decoder, &f, (int) (100 - strength));
        break;
    case NO_SIGNAL_PICTURE:
        fill(f);
        break;
    case FROZEN:
        break;
    }
    if (r < 0) {
        lwi_frame_unref(&f);
        return r;
    }
    f->wall_ns = frame->wall_ns;
    *ret_frame = f;
    return 0;
}
