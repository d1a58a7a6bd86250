/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Evidence: what one frame shows against the baseline and against the frames just before it.
 * Made once a frame; all conditions read the same.
 */
#ifndef LWI_VERDICT_EVIDENCE_H
#define LWI_VERDICT_EVIDENCE_H

#include "feature/scene.h"
#include "lenswatch/watch.h"
#include "verdict/bands.h"
#include "verdict/baseline.h"

/* Frames of which the brightness and the shift are kept. */
#define LWI_RECENT 16

/* Frames among which one is looked for that is the same, those of them whose roughness is compared,
 * too, and tiles that are compared for it. */
#define LWI_MARKED  24
#define LWI_RIPPLED 8
#define LWI_MARKS   48

/* How one small picture lies over another. */
struct lwi_overlay_fit {
    double correlation;      /* of the fine structure, -1..1, as they lie */
    double aligned;          /* the same after moving */
    double shift_x, shift_y; /* px@1080p; of the frame against the reference */
    double rotation;         /* degrees */
    double zoom;             /* 1: none */
    double explained;        /* share of the squared difference that the small shift explains */
};

/* How far the whole picture moved from one to the next, while things in it move by themselves. */
struct lwi_overlay_step {
    double x, y;      /* px@1080p */
    double explained; /* share of the squared difference that it explains, of what does not move by
                       * itself */
};

/* What is kept of a frame to know it again. */
struct lwi_marks {
    uint16_t mark[LWI_MARKS]; /* of the signatures of some tiles; 0: flat */
    int16_t rough[LWI_MARKS]; /* log of their roughness, steps of 1/2048 */
};

/* The last frames, and the run of those that were one picture. */
struct lwi_repeat {
    int64_t since_ns, until_ns; /* when the first frame of it came that was no more new, and the
                                 * last that was as one before */
    uint32_t same;              /* frames of it that were as one before; 0: there is no run */
    uint32_t apart;             /* frames since the last of them */
    uint32_t fresh;             /* the last frame was as none before */
    uint32_t certain;           /* of these, those that cannot be so by chance */
    uint32_t bridged;           /* most frames between two of them */
    uint32_t returns;           /* of them, those that came after others */
    uint32_t tiles;             /* of the frames that are kept */
    uint32_t known;             /* frames of which marks are kept, up to LWI_MARKED */
    uint32_t next;              /* place of the next one */
    int64_t at_ns[LWI_MARKED];
    struct lwi_marks marks[LWI_MARKED];
};

/* What is kept from frame to frame. */
struct lwi_recent {
    uint32_t count;                                 /* frames seen, up to LWI_RECENT */
    uint32_t next;                                  /* place of the next one */
    float mean[LWI_RECENT];                         /* luma, levels */
    float shift_x[LWI_RECENT], shift_y[LWI_RECENT]; /* px@1080p against the one before */
    int64_t at_ns[LWI_RECENT];
    uint32_t signatures[LWI_SCENE_TILES_MAX]; /* of the last frame */
    uint8_t thumb[LWI_THUMB_PIXELS];
    uint32_t tiles; /* of the last frame; 0: none */
    /* New in version 7: */
    struct lwi_repeat repeat;
};

struct lwi_evidence {
    const struct lwi_scene *scene;
    const struct lwi_baseline *baseline; /* NULL: still learning */
    const struct lw_assessment *alone;   /* of the picture by itself; NULL: none */
    const struct lwi_recent *recent;     /* with this frame */
    int64_t now_ns;
    unsigned pictures; /* learnt by the baseline of this light */
    unsigned total;    /* tiles */

    /* Against the baseline: */
    unsigned watched;  /* tiles that are not left out */
    unsigned usable;   /* of these, those that can tell */
    unsigned present;  /* of these, those with edges now */
    unsigned telling;  /* of these, those that had edges which this noise would not hide */
    double drop;       /* of the fineness: middle of the finer tiles; < 0: coarser than the
                        * baseline; without what the light explains, with the drift against the
                        * healthy reference */
    float finer;       /* fineness in the baseline of the tiles that are heard for it */
    double drop_plain; /* the same, with what the light explains and without the drift */
    double drift;      /* of what is learnt, against the healthy reference */
    double drop_quarter, drop_most; /* a quarter, three quarters of the tiles are below */
    double lost_share;              /* share of the usable tiles without edges now */
    double flat_share;              /* share of all tiles that had contrast and have none now */
    double flat_far, flat_near;     /* the same for the upper and for the lower half */
    double seen_through;            /* likeness of the flat tiles alone to the look, -1..1; 0 where
                                     * few are flat */
    double stained_share;           /* share of tiles that lack detail, again and again, while the
                                     * others do not */
    double scatter;                 /* by how much the tiles differ in that in this frame */
    double light;  /* brightness of the tiles that are not flat against the baseline's, ratio */
    double detail; /* change of the log of the energy of the edges: middle of the tiles */
    double detail_far, detail_near;  /* the same for the upper and for the lower half */
    double detail_rest;              /* the same for the tiles that are neither flat nor darker than
                                      * usual; 0 where there are none */
    double contrast_ratio;           /* contrast of the picture against the look nearest to it */
    double coarser;                  /* octaves of the quantiser above what is usual; 0 where that
                                      * is not known */
    struct lwi_bands across, along;  /* bands that the scene does not have: rows, columns */
    unsigned look;                   /* nearest look; LWI_BASELINE_LOOKS: none yet */
    struct lwi_overlay_fit fit;      /* over that look */
    double faint;                    /* likeness of a dim picture to the likest look, without what
                                      * has the most structure; 0: it is not dim */
    double repeated;                 /* share of tiles that differ from the likest of the last
                                      * frames; 1: there is none */
    double ripple;                   /* by how much the roughness of the tiles differs, each by
                                      * itself, from the likest of them; < 0: not known */
    double moved;                    /* share of tiles that differ from the frame before */
    unsigned hour_known, hour_grey;  /* earlier days on which this hour is known; of these,
                                      * those without colour at times, or in an hour beside it */
    unsigned lamp_nights;            /* passed in colour since there was grey last */
    const struct lwi_look *day_look; /* of the day that a picture without colour is likest to; NULL:
                                      * none, or not looked for */
    double day_likeness;             /* to it */
    const struct lwi_baseline *other; /* of the same view, day or lamps, where the frame is unlike
                                       * its own; NULL: none, or not looked at */
    double other_likeness;            /* to the look of it that the frame is likest to */
    struct lwi_overlay_fit other_fit; /* over that look */
    double recent_s;                  /* time over which the last 9 frames came */
    double step_mean;                 /* brightness against the frame before, levels */
    float loss[LWI_SCENE_TILES_MAX];  /* by tile: drop of the fineness; NaN: left out */
};

struct lwi_evidence_input {
    const struct lwi_scene *scene;
    const struct lwi_baseline *baseline; /* of this light and preset; may be still learning */
    const struct lw_assessment *alone;
    const struct lwi_baseline *day;   /* where the light is that of the night: the baseline of the
                                       * same view by day, or NULL */
    const struct lwi_baseline *other; /* day or lamps, whichever baseline is not; or NULL */
    const uint8_t *masked;            /* tiles that are left out */
    int early;                        /* judge by the baseline though it is still learnt */
    unsigned hour_known, hour_grey, lamp_nights;
    int64_t now_ns;
};

/* Adds the frame to the recent ones and says what it shows. */
void lwi_evidence_gather(struct lwi_evidence *ret, struct lwi_recent *recent,
                         const struct lwi_evidence_input *input);

/* Whether the scene is about as bright as in the baseline: else its colours, its noise and its
 * shadows are others, too. */
int lwi_evidence_same_light(const struct lwi_evidence *e);

/* Whether a tile is full of both black and white, as letters are that are put over a picture. */
int lwi_evidence_is_stark(const struct lwi_scene_tile *tile);

/* Whether it was coded so much more coarsely than usual that what it lacks tells nothing. */
int lwi_evidence_coarsely_coded(const struct lwi_evidence *e);

/* The same, and that so coarsely that a tile is as flat as if it was covered. */
int lwi_evidence_coded_away(const struct lwi_evidence *e);

/* Mean of a dim picture, levels, at most. */
#define LWI_DIM_MEAN 32.0f

/* Step of the quantiser from which on the coding takes what there is, levels: 47 of the 51 of H.264
 * and H.265, a JPEG of quality 16. */
#define LWI_STEP_COARSE 144.0

/* The look that the frame has, or NULL where it is like none that is known well enough. */
const struct lwi_look *lwi_evidence_known_look(const struct lwi_evidence *e);

/* The fine structure of a small picture: each pixel against the mean around it. */
struct lwi_fine {
    int16_t at[LWI_THUMB_PIXELS]; /* levels */
};

void lwi_overlay_fine(struct lwi_fine *ret_fine, const uint8_t *thumb);

/* Correlation of two as they lie, -1..1. */
double lwi_overlay_likeness(const struct lwi_fine *fine, const struct lwi_fine *reference);

/* The same of the pixels that are taken (non-zero) alone; 0 where none is. */
double lwi_overlay_likeness_of(const struct lwi_fine *fine, const struct lwi_fine *reference,
                               const uint8_t *taken);

/* The same without what has the most structure: of a picture that is dim but for a clock. */
double lwi_overlay_likeness_faint(const struct lwi_fine *fine, const struct lwi_fine *reference);

void lwi_overlay_step(struct lwi_overlay_step *ret, const struct lwi_fine *fine,
                      const struct lwi_fine *before);

/* How `fine` lies over `reference`. search: look for large shifts, too, where they do not lie
 * over each other as they are. */
void lwi_overlay_fit(struct lwi_overlay_fit *ret, const struct lwi_fine *fine,
                     const struct lwi_fine *reference, int search);

#endif
