/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* What the files of a watch share: its parts and what each does. */
#ifndef LWI_VERDICT_WATCH_H
#define LWI_VERDICT_WATCH_H

#include "verdict/condition.h"
#include "verdict/stains.h"

/* Baselines that a watch holds: lights times presets; the one used least recently makes way. */
#define LWI_WATCH_BASELINES 5
/* For each preset where there are several: two lights, and one more size or light. */
#define LWI_WATCH_BASELINES_PRESET 3
/* memory.current where none is in use. */
#define LWI_WATCH_NONE      UINT32_MAX
#define LWI_WATCH_BYTES_MAX 200000
/* Bits of a fine raster for polygons: their tiles are found anew when the grid changes. */
#define LWI_MASK_X 96
#define LWI_MASK_Y 60

/* What is not in a baseline and is saved with them. */
struct lwi_memory {
    uint32_t light;          /* enum lw_light, or LWI_LIGHT_LAMPS */
    uint32_t light_frames;   /* in a row that speak for another light */
    uint32_t current;        /* index of the baseline in use, or LWI_WATCH_NONE */
    uint32_t blur_turn;      /* counts blurred tiles */
    uint32_t preset;         /* that is recognised */
    uint32_t strange;        /* frames in a row, alike, that show no preset that is known */
    int64_t held_until_ns;   /* nothing is judged before */
    int64_t changed_ns;      /* since when the scene is another one, or LW_TIME_NONE */
    int64_t dirty_ns;        /* since when the lens is dirty, or LW_TIME_NONE */
    int64_t last_ns;         /* time of the last frame, or LW_TIME_NONE */
    uint8_t known_hours[24]; /* by hour UTC, days on which a frame came then, up to 255 */
    uint8_t grey_hours[24];  /* of these, those with a frame without colour, up to 255 */
    int32_t hour_last;       /* hour since 1970 of the last frame */
    uint8_t hour_seen;       /* a frame came in that hour */
    uint8_t hour_grey;       /* one without colour */
    /* New in version 5: */
    uint32_t other_frames; /* in a row that show the scene in a light that is not known */
    uint32_t lamp_nights;  /* that passed in colour since there was grey last */
    int64_t lamps_ns;      /* since when it has been lit by lamps, or LW_TIME_NONE */
    float likeness;        /* of the last frame to the look nearest to it */
    int64_t other_ns;      /* since when, or LW_TIME_NONE */
    struct lwi_stains stains;
    int64_t lights_ns; /* when day and lamps were compared last, or LW_TIME_NONE */
    /* New in version 6: */
    int64_t grey_ns;     /* since when there has been no colour, or LW_TIME_NONE */
    uint32_t grey_since; /* hours of that, bit = hour UTC, which do not count in grey_hours yet */
};

struct lw_watch {
    struct lw_condition_settings settings[LW_CONDITIONS_MAX];
    uint8_t mask[LWI_MASK_X * LWI_MASK_Y / 8]; /* of the picture, what is left out */
    uint8_t masked[LWI_SCENE_TILES_MAX];       /* by tile of the last grid */
    uint32_t masked_x, masked_y;               /* that grid; 0: to be made */
    uint32_t preset;                           /* as given, or LW_PRESET_ANY */
    uint32_t presets;                          /* of the settings */
    int64_t relearn_ns;                        /* of the settings; 0: never by itself */
    struct lwi_scene_kernels kernels;
    struct lwi_memory memory;
    struct lwi_recent recent;
    struct lwi_scene scene;
    struct lwi_evidence evidence;
    int explained; /* the evidence is that of the last frame */
    struct lwi_finding findings[LWI_CONDITION_COUNT];
    struct lw_condition_result results[LWI_CONDITION_COUNT];
    uint8_t limits[LWI_CONDITION_COUNT]; /* as lw_watch_limits() */
    float losses[LWI_SCENE_TILES_MAX];   /* what the explanation shows */
    struct lwi_baseline *baselines;      /* baseline_count of them, owned */
    uint32_t baseline_count;             /* never falls */
};

_Static_assert(sizeof(struct lw_watch) + LWI_WATCH_BASELINES * sizeof(struct lwi_baseline) <=
                   LWI_WATCH_BYTES_MAX,
               "a watch takes too much memory");

/* The baseline in use, or NULL. */
static inline struct lwi_baseline *lwi_watch_baseline(const struct lw_watch *watch)
{
    return watch->memory.current < watch->baseline_count ? &watch->baselines[watch->memory.current]
                                                         : NULL;
}

/* Makes room for so many. 0 or -ENOMEM. */
int lwi_watch_grow(struct lw_watch *watch, uint32_t count);

/* Draws the polygons into the mask. */
void lwi_watch_set_mask(struct lw_watch *watch, const struct lw_watch_settings *settings);

/* Finds the tiles that are left out for this grid. */
void lwi_watch_mask_tiles(struct lw_watch *watch, unsigned tiles_x, unsigned tiles_y);

/* Says which preset it is, where the camera moves between some. Sets held_until_ns while it
 * moves. */
void lwi_watch_find_preset(struct lw_watch *watch, int64_t now_ns);

/* The preset whose baselines are used now. */
uint32_t lwi_watch_preset(const struct lw_watch *watch);

/* Says what light it is, and takes up the baseline for it. Sets held_until_ns on a switch. */
void lwi_watch_find_light(struct lw_watch *watch, int64_t now_ns);

/* Which light it is, of the two in which a camera has colour, LW_LIGHT_DAY and LWI_LIGHT_LAMPS.
 * known: the light up to now. May turn what was taken for the day into lamps. */
uint32_t lwi_watch_day_or_lamps(struct lw_watch *watch, uint32_t known, int64_t now_ns);

/* Whether a baseline is of the view and size that the frame shows. */
int lwi_watch_is_of_view(const struct lw_watch *watch, const struct lwi_baseline *baseline);

/* The baseline of the same view by day, where the light is that of the night; else, or where there
 * is none, NULL. */
const struct lwi_baseline *lwi_watch_day(const struct lw_watch *watch);

/* Of the two lights in which a camera has colour, the baseline of the one that is not in use, for
 * the same view; else, or where it is not known well enough, NULL. */
const struct lwi_baseline *lwi_watch_other_light(const struct lw_watch *watch);

/* Whether a baseline may be judged by though it is still learnt: another light of its view is
 * known. */
int lwi_watch_is_early(const struct lw_watch *watch, const struct lwi_baseline *baseline);

/* Remembers at which hours the camera has colour. */
void lwi_watch_note_hour(struct lw_watch *watch, int64_t now_ns);

/* Fills in findings and results from the evidence. held: why nothing is judged, or NULL. */
void lwi_watch_judge(struct lw_watch *watch, const char *held);

/* Whether a fault was found with which nothing may be learnt. */
int lwi_watch_is_blind(const struct lw_watch *watch);

/* Keeps what each tile lost, for the explanation. */
void lwi_watch_note_losses(struct lw_watch *watch);

/* Empties memory and baselines. */
void lwi_watch_forget(struct lw_watch *watch);

#endif
