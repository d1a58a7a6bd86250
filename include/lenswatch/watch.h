/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Watching one fixed camera: each frame is judged against what the same camera looks like
 * when it is healthy, which the watch learns by itself.
 *
 * A watch gives the state of every condition on every frame. How long a fault must last
 * before somebody hears of it is the caller's business; duration_s and clear_s of the table
 * are what suits each condition. Time is the frames' wall_ns only.
 */
#ifndef LENSWATCH_WATCH_H
#define LENSWATCH_WATCH_H

#include <stddef.h>
#include <stdint.h>

#include "lenswatch/assess.h"
#include "lenswatch/error.h"
#include "lenswatch/frame.h"
#include "lenswatch/version.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What can be wrong. All strings are static. */
struct lw_condition_desc {
    const char *name;          /* e.g. "scene_changed"; [a-z_] */
    const char *help;          /* one sentence */
    const char *also_known_as; /* what cameras call it, separated by ", " */
    const char *unit;          /* of a result's value; "" for a share or pure number */
    unsigned enabled;          /* by default: 0 or 1 */
    unsigned sensitivity;      /* by default: 1..100 */
    double duration_s;         /* how long a fault lasts before it is an event, by default */
    double clear_s;            /* how long it must be gone, by default */
};

/* More than there are conditions, ever. */
#define LW_CONDITIONS_MAX 32

/* Number of conditions in the table. */
LW_API size_t lw_condition_count(void);

/* The condition at an index below lw_condition_count(); NULL beyond. */
LW_API const struct lw_condition_desc *lw_condition_at(size_t index);

/* Index of a condition by name, or -1. */
LW_API long lw_condition_find(const char *name);

enum lw_state {
    LW_STATE_NOT_ASSESSABLE = 0,
    LW_STATE_OK = 1,
    LW_STATE_FAULT = 2,
};

/* "not assessable", "ok" or "fault". Static storage. */
LW_API const char *lw_state_name(enum lw_state state);

/* A place in the picture: 0, 0 is its upper left corner, 1, 1 its lower right one. */
struct lw_point {
    float x, y;
};

struct lw_polygon {
    const struct lw_point *points; /* point_count of them, 3..LW_POLYGON_POINTS_MAX */
    size_t point_count;
};

#define LW_POLYGON_POINTS_MAX 64
#define LW_POLYGONS_MAX       16 /* of each kind */

struct lw_condition_settings {
    unsigned enabled;     /* 0: not judged, and "switched off" is its reason */
    unsigned sensitivity; /* 1..100; higher alarms more easily, 50 is the calibrated middle */
};

struct lw_watch_settings {
    struct lw_condition_settings conditions[LW_CONDITIONS_MAX]; /* by index in the table; default:
                                                                 * the table's */
    const struct lw_polygon *areas; /* detection areas: tiles outside all of them are left out;
                                     * none (default): the whole picture. Borrowed during the
                                     * call only. */
    size_t area_count;
    const struct lw_polygon *shields; /* tiles in one of these are left out; default: none.
                                       * Borrowed during the call only. */
    size_t shield_count;
    unsigned cpu_mask;  /* instruction sets that may be used; default LW_CPU_ALL */
    unsigned presets;   /* views between which the camera moves, 1..LW_PRESETS_MAX; default 1: it
                        * is fixed. Each is learnt by itself, and recognised from the picture;
                        * memory grows by about 100 kB for each beyond the first. */
    unsigned relearn_s; /* seconds after which another scene that stays is learnt as the new one,
                         * and after 7 times as many what looks like dirt; 0: only what
                         * lw_watch_reset() is told. Default 86400 */
    unsigned char reserved[56]; /* zero */
};

#define LW_PRESETS_MAX 8

/* The light a baseline belongs to: colour by day, mono under infra-red light by night. */
enum lw_light {
    LW_LIGHT_UNKNOWN = 0,
    LW_LIGHT_DAY = 1,
    LW_LIGHT_NIGHT = 2,
    LW_LIGHT_LAMPS = 3, /* of a baseline alone: a night in colour, under lamps. A result calls it
                         * LW_LIGHT_NIGHT */
};

/* "unknown", "day", "night" or "lamps". Static storage. */
LW_API const char *lw_light_name(enum lw_light light);

/* What was found of one condition. */
struct lw_condition_result {
    enum lw_state state;
    double score;       /* 0..1; fault from 0.5, at the sensitivity that is set */
    const char *reason; /* one clause, never NULL; belongs to the watch, until its next call */
    double value;       /* e.g. how many px@1080p out of focus; < 0: not known */
    const char *unit;   /* of value, static */
    unsigned severe;    /* non-zero: a fault that leaves little of the picture to use */
    double lasted_s;    /* for how long the fault has been there, where earlier pictures say so
                         * only now; else 0 */
};

/* Pointers belong to the watch or the assessor and are valid until its next call. */
struct lw_watch_result {
    struct lw_assessment assessment; /* of the picture by itself; all zero without an assessor,
                                      * but for its reason */
    size_t condition_count;          /* = lw_condition_count() */
    const struct lw_condition_result *conditions; /* by index in the table */
    enum lw_light light;                          /* whose baseline was used */
    unsigned pictures_learnt;                     /* by that baseline */
    unsigned pictures_needed;                     /* before it is used */
    unsigned tiles_total, tiles_usable;           /* usable: with edges enough, and no overlay */
    unsigned held_off; /* non-zero: after a switch of light or preset, nothing is judged yet */
    unsigned preset;   /* whose baseline was used */
    /* Of the picture at its base size, in levels of 0..255; contrast < 0: none was measured. */
    float contrast; /* standard deviation of the luma */
    float noise;    /* its standard deviation, where the picture is flattest */
    float colour;   /* mean distance from grey */
};

/* One number behind a verdict. Strings are static. */
struct lw_watch_number {
    const char *name;
    double value;
    double reference; /* of the baseline; NaN where it has none */
    const char *unit;
};

#define LW_WATCH_NUMBERS_MAX 32

/* Why the last frame was judged as it was. Pointers belong to the watch, until its next call. */
struct lw_watch_explanation {
    struct lw_condition_result result;
    struct lw_watch_number numbers[LW_WATCH_NUMBERS_MAX];
    size_t number_count;
    uint16_t tiles_x, tiles_y; /* 0, 0 before the first frame */
    const float *tiles;        /* rows of tiles_x: detail lost against the baseline, 0 none .. 1
                                * all; LW_TILE_UNKNOWN where a tile is left out */
    int64_t reference_ns;      /* from when on the healthy reference was learnt, or LW_TIME_NONE */
};

typedef struct lw_watch lw_watch;

/* The defaults named above, with zeroed reserve. */
LW_API void lw_watch_settings_default(struct lw_watch_settings *ret_settings);

/*
 * Opens the watch of one camera; it knows nothing yet. settings may be NULL: the defaults.
 * On success the caller owns *ret_watch; release with lw_watch_close().
 * Returns 0, -EINVAL (sensitivity, polygon, NULL), -ENOMEM.
 */
LW_API int lw_watch_open(lw_watch **ret_watch, const struct lw_watch_settings *settings,
                         struct lw_error *reterr_error);

/*
 * Changes the settings; what was learnt is kept. Returns 0, or with the old ones staying -EINVAL
 * or -ENOMEM.
 */
LW_API int lw_watch_configure(lw_watch *watch, const struct lw_watch_settings *settings,
                              struct lw_error *reterr_error);

/*
 * Judges one frame and learns from it. Frames must come in the order of their time; a frame
 * whose wall_ns is LW_TIME_NONE is taken to come 5 s after the one before. assessor may be
 * NULL: the picture is then not judged by itself. Allocates nothing of its own. One thread at
 * a time per watch. *ret_result is written on success.
 * Returns 0, -EINVAL (impossible size, stride or NULL), -ENOMEM (from the assessor).
 */
LW_API int lw_watch_frame(lw_watch *watch, lw_assessor *assessor, const struct lw_frame *frame,
                          struct lw_watch_result *ret_result);

/* For lw_watch_set_preset(): recognise it from the picture. */
#define LW_PRESET_ANY (~0u)

/*
 * Where the camera looks now: the number of its preset, as the camera or its driver says.
 * LW_PRESET_ANY (default): it is recognised from the picture where settings.presets is above 1,
 * and always 0 otherwise. Each has baselines of its own; those used least recently make way.
 * Returns 0 or -EINVAL (NULL).
 */
LW_API int lw_watch_set_preset(lw_watch *watch, unsigned preset);

enum lw_reset {
    LW_RESET_NOW = 0, /* the baseline of the light and preset of now */
    LW_RESET_ALL = 1,
};

/* Forgets what was learnt. Returns 0 or -EINVAL. */
LW_API int lw_watch_reset(lw_watch *watch, enum lw_reset what);

/* Forgets what was learnt in one light at one preset. LW_LIGHT_UNKNOWN: in all; LW_PRESET_ANY: at
 * all. Returns 0, -ENOENT (nothing was learnt of it) or -EINVAL (NULL). */
LW_API int lw_watch_forget(lw_watch *watch, enum lw_light light, unsigned preset);

/* What was learnt in one light at one preset. */
struct lw_baseline_info {
    enum lw_light light;
    unsigned preset;
    unsigned pictures_learnt;           /* at least 1 */
    unsigned pictures_needed;           /* before it is used */
    unsigned tiles_total, tiles_usable; /* usable: with edges enough, and no overlay */
    int64_t reference_ns;               /* from when on the healthy reference was learnt */
    int64_t learnt_ns;                  /* when it learnt last */
    unsigned current;                   /* non-zero: the last frame belongs to it */
};

/* More than a watch has of them, ever. */
#define LW_BASELINES_MAX 24

/*
 * Writes what there is to ret_infos, with room for LW_BASELINES_MAX, the present one first, then
 * the one that learnt last. Of pictures of several sizes in one light only the newest size is
 * listed. Returns how many there are; 0 for NULL.
 */
LW_API size_t lw_watch_baselines(const lw_watch *watch,
                                 struct lw_baseline_info ret_infos[LW_BASELINES_MAX]);

#define LW_REASON_BYTES 160

/*
 * Whether a condition, by its index, could be judged on a healthy picture by what was learnt in
 * that light at that preset: LW_STATE_OK, or LW_STATE_NOT_ASSESSABLE with the reason. Conditions
 * that are switched off are looked at all the same. Returns 0, -ENOENT (nothing was learnt of it)
 * or -EINVAL.
 */
LW_API int lw_watch_can_judge(const lw_watch *watch, enum lw_light light, unsigned preset,
                              size_t condition, enum lw_state *ret_state,
                              char ret_reason[LW_REASON_BYTES]);

/* How a frame would have been judged at every sensitivity, in one number: the lowest one at which
 * the condition was a fault, 1..100. */
#define LW_LIMIT_NOT_ASSESSABLE 0   /* at none could it be judged */
#define LW_LIMIT_NEVER          101 /* it was a fault at none */
#define LW_LIMIT_ELSE_UNKNOWN   128 /* added: where it was no fault, it could not be judged */

/*
 * Writes the limit of each condition on the last frame, by index in the table, also of those that
 * are switched off. While a condition yields to a fault of another one, its limit stands for what
 * it was at the sensitivity that was set. Returns 0 or -EINVAL.
 */
LW_API int lw_watch_limits(const lw_watch *watch, uint8_t ret_limits[LW_CONDITIONS_MAX]);

/* The state that a limit stands for at a sensitivity. */
LW_API enum lw_state lw_limit_state(uint8_t limit, unsigned sensitivity);

/* Why a condition, by its index, was judged so on the last frame. Returns 0 or -EINVAL. */
LW_API int lw_watch_explain(const lw_watch *watch, size_t condition,
                            struct lw_watch_explanation *ret_explanation);

/* Bytes that lw_watch_save() writes now; 0 for NULL. */
LW_API size_t lw_watch_save_size(const lw_watch *watch);

/*
 * Writes what was learnt; settings are not part of it. size: of the buffer, at least
 * lw_watch_save_size(). Returns 0, -EINVAL (NULL), -ENOBUFS (too small).
 */
LW_API int lw_watch_save(const lw_watch *watch, void *ret_bytes, size_t size);

/*
 * Puts back what lw_watch_save() wrote, in place of what the watch knows.
 * Returns 0, or with the watch as it was: -EINVAL (NULL), -EBADMSG (torn or foreign bytes),
 * -ENOTSUP (of another version), -ENOMEM.
 */
LW_API int lw_watch_load(lw_watch *watch, const void *bytes, size_t size,
                         struct lw_error *reterr_error);

/* Releases the watch and sets *watch to NULL. NULL and *watch == NULL are allowed. */
LW_API void lw_watch_close(lw_watch **watch);

#ifdef __cplusplus
}
#endif

#endif
