/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * A baseline: what one camera looks like when it is healthy, in one light and at one preset.
 *
 * Every number is a running robust mean: the first pictures weigh the same, later ones by the
 * time that passed, with LWI_BASELINE_TAU_S; a picture far from the rest counts as one just
 * outside. Beside it each tile has a healthy reference, which what is learnt may leave in
 * single tiles (foliage, a parked car) but which stays for the picture as a whole: so a slow
 * loss of focus is not learnt.
 */
#ifndef LWI_VERDICT_BASELINE_H
#define LWI_VERDICT_BASELINE_H

#include <stdint.h>

#include "feature/scene.h"
#include "lenswatch/watch.h"
#include "verdict/light_fit.h"

/* A light of its own, beside those of enum lw_light: a camera that keeps its colour by night, under
 * lamps. Outside of the library it is a night. */
#define LWI_LIGHT_LAMPS 3u

#define LWI_BASELINE_NEEDED 10
#define LWI_BASELINE_TAU_S  (3 * 86400.0)

/* Radii, in px@1080p, for which the drop of the fineness is measured. */
#define LWI_BASELINE_RADII 4
extern const double lwi_baseline_radii[LWI_BASELINE_RADII];

/* Looks of the scene that are remembered: sun, overcast, lit by lamps, ... */
#define LWI_BASELINE_LOOKS 4

/* Days of which the common change of the fineness is kept. */
#define LWI_BASELINE_DAYS 32
/* A day without pictures. */
#define LWI_BASELINE_NO_DAY 1000.0f

/* A running mean and the mean distance from it. */
struct lwi_running {
    float mean, spread;
};

struct lwi_baseline_tile {
    struct lwi_running fineness;
    float healthy;  /* fineness when the reference was made */
    float edges;    /* log of the energy of the edges */
    float contrast; /* levels */
    float mean;     /* luma, levels */
    uint8_t seen;   /* share of the pictures in which there were edges enough, of 255 */
    uint8_t still;  /* share of the pictures in which the tile stayed as it was though
                     * the rest of the picture moved, of 255 */
};

struct lwi_look {
    uint32_t pictures;                    /* 0: not used */
    float mean;                           /* luma, levels */
    float noise, cast_u, cast_v, banding; /* as of the baseline (its grain), in this look alone */
    uint8_t thumb[LWI_THUMB_PIXELS];
};

struct lwi_baseline {
    uint32_t preset;
    uint32_t light;         /* enum lw_light or LWI_LIGHT_LAMPS; LW_LIGHT_UNKNOWN: not used */
    uint32_t width, height; /* of the pictures, at the base size */
    uint32_t tiles_x, tiles_y;
    uint32_t pictures;         /* learnt */
    uint32_t healthy_set;      /* the healthy reference is made */
    int64_t first_ns, last_ns; /* learnt; LW_TIME_NONE before the first */
    double learnt_s;           /* time over which was learnt, without the gaps */
    struct lwi_running luma, contrast, dark, bright, noise, colour, cast_u, cast_v, blocking;
    struct lwi_running drop;             /* of the fineness of healthy pictures */
    struct lwi_running detail;           /* log of the energy of the edges, common change */
    struct lwi_running banding;          /* strength of the bands that come and go */
    struct lwi_running quantiser;        /* log2 of its step; spread 0: not known */
    struct lwi_running alone;            /* probability of blur of the picture by itself */
    struct lwi_light_fit light_fit;      /* the drop that the light explains */
    float blur_drop[LWI_BASELINE_RADII]; /* of the fineness by each radius; <= 0 */
    uint32_t blur_count[LWI_BASELINE_RADII];
    float day_drift[LWI_BASELINE_DAYS]; /* common change of the fineness against healthy, by the
                                         * day since the reference was made, modulo */
    int32_t day_last;                   /* last day with an entry, -1: none */
    float bands[LWI_SCENE_BANDS];
    struct lwi_look looks[LWI_BASELINE_LOOKS];
    struct lwi_baseline_tile tiles[LWI_SCENE_TILES_MAX];
    /* New in version 5: */
    struct lwi_running stained;  /* share of the tiles that are stained */
    struct lwi_running repeated; /* as of the evidence, where the picture is none that was there;
                                  * before version 7 another share */
    /* New in version 6: */
    struct lwi_running ripple; /* as of the evidence */
    struct lwi_running grain;
};

/* Empty, but for what it is for: preset, light, width, height. */
void lwi_baseline_clear(struct lwi_baseline *baseline);

/* Whether there is enough to judge by. */
int lwi_baseline_is_ready(const struct lwi_baseline *baseline);

/* Whether a tile can tell the focus: edges nearly always, and not those of an overlay. */
int lwi_baseline_is_usable(const struct lwi_baseline *baseline, unsigned tile);

/* Common change of what is learnt against the healthy reference, <= or > 0. */
double lwi_baseline_drift(const struct lwi_baseline *baseline);

/* By how much the fineness drops for a radius in px@1080p, >= 0; and the radius for a drop. */
double lwi_baseline_drop_of(const struct lwi_baseline *baseline, double radius);
double lwi_baseline_radius_of(const struct lwi_baseline *baseline, double drop);

struct lwi_lesson {
    int64_t now_ns;
    double since_s; /* since the last lesson */
    const struct lwi_scene *scene;
    const uint32_t *before; /* signatures of the tiles one picture earlier, or NULL */
    double moved;           /* share of the tiles that are not as they were then */
    double drop;            /* of the fineness of this picture */
    double drop_plain;      /* the same, with what the light explains */
    double detail;          /* common change of the energy of the edges */
    double banding;
    double stained;        /* share of the tiles */
    const uint8_t *soiled; /* by tile: it is stained; or NULL */
    double ripple;         /* as of the evidence; < 0: not known */
    double repeated;       /* the same */
    int coarsely;          /* coded far more coarsely than usual: what detail it lacks is not learnt
                            * as the lens's doing */
    double alone;          /* probability of blur of the picture by itself; < 0: not known */
    const uint8_t *masked; /* tiles that were left out, by index */
    unsigned look;         /* which look it is; LWI_BASELINE_LOOKS: a new one */
};

/* Learns a healthy picture. */
void lwi_baseline_learn(struct lwi_baseline *baseline, const struct lwi_lesson *lesson);

/* Learns a measured drop for a radius, by its index. */
void lwi_baseline_learn_blur(struct lwi_baseline *baseline, unsigned radius, double drop);

/* Beyond this fineness there is no detail of a lens: white noise has 1.6. */
#define LWI_FINENESS_OF_NOISE 0.8f

/* Least energy of the edges, levels^2 a pixel, with which a tile tells something in this noise. */
float lwi_baseline_edges_min(float noise);

#endif
