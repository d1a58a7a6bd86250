/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Assessing one frame: features, probability of blur, verdict, tile map.
 *
 * An assessor holds the scratch memory for one thread. Open one per thread;
 * handles share nothing but the model.
 */
#ifndef LENSWATCH_ASSESS_H
#define LENSWATCH_ASSESS_H

#include <stddef.h>
#include <stdint.h>

#include "lenswatch/error.h"
#include "lenswatch/feature.h"
#include "lenswatch/frame.h"
#include "lenswatch/model.h"
#include "lenswatch/version.h"

#ifdef __cplusplus
extern "C" {
#endif

enum lw_verdict {
    LW_VERDICT_NOT_ASSESSABLE = 0,
    LW_VERDICT_CLEAR = 1,
    LW_VERDICT_BLURRY = 2,
};

/* "CLEAR", "BLURRY" or "NOT ASSESSABLE". Static storage. */
LW_API const char *lw_verdict_name(enum lw_verdict verdict);

/* What a blur looks like. */
enum lw_blur_kind {
    LW_BLUR_UNKNOWN = 0, /* not blurred, or the model does not tell */
    LW_BLUR_DEFOCUS = 1,
    LW_BLUR_MOTION = 2,
    LW_BLUR_BOTH = 3,
};

/* "unknown", "defocus", "motion" or "both". Static storage. */
LW_API const char *lw_blur_kind_name(enum lw_blur_kind kind);

/* Instruction sets, for lw_assess_settings.cpu_mask. */
#define LW_CPU_AVX2   (1u << 0) /* with FMA */
#define LW_CPU_AVX512 (1u << 1) /* F, BW, DQ, VL */
#define LW_CPU_NEON   (1u << 2) /* of 64-bit ARM, which always has it */
#define LW_CPU_ALL    (~0u)

/* Largest number of tiles in either direction of a tile map. */
#define LW_TILES_MAX 64

struct lw_assess_settings {
    const lw_model *model;       /* NULL (default): the model built in. Borrowed until close. */
    const char *const *features; /* NULL (default): those of the model. Else a NULL-ended list of
                                  * names to measure beside those; "all" stands for every one.
                                  * Borrowed during open only. */
    double threshold;            /* probability from which BLURRY; < 0 (default): the model's own */
    unsigned cpu_mask;           /* instruction sets that may be used; default LW_CPU_ALL */
    unsigned tile_map;           /* non-zero (default 1): fill in the tile map */
    unsigned char reserved[64];  /* zero */
};

/* A tile without enough detail to tell. */
#define LW_TILE_UNKNOWN (-1.0f)

/* Pointers belong to the assessor and are valid until its next call. */
struct lw_assessment {
    enum lw_verdict verdict;
    double blur_probability;     /* 0..1; 0 where verdict is NOT ASSESSABLE */
    const char *reason;          /* why this verdict, one clause; never NULL */
    enum lw_blur_kind blur_kind; /* of a BLURRY picture; else LW_BLUR_UNKNOWN */
    double psf_radius; /* of a BLURRY picture: estimated radius of its point spread function in
                        * px@1080p (pixels of a picture 1920 wide); < 0: not known */
    double psf_radius_error; /* of simulated blurs, two of three are within so much of the radius,
                              * px@1080p; < 0: not known */
    double motion_angle;  /* of a BLURRY picture that moved: along which direction, 0..180 degrees,
                              * 0 across, 45 rising to the right; < 0: not known */
    double motion_length; /* of such a picture: the path of a point, px@1080p; < 0: not known */
    size_t value_count;   /* = lw_feature_count() */
    const struct lw_value *values; /* by index in the feature table; those that were not asked
                                    * for have the reason "not measured" */
    uint16_t tiles_x, tiles_y;     /* 0, 0 where there is no map */
    const float *tiles; /* tiles_y rows of tiles_x: 0 sharp .. 1 blurred, or LW_TILE_UNKNOWN;
                              * the tiles divide the rows that are whole evenly */
};

/* The defaults named above, with zeroed reserve. */
LW_API void lw_assess_settings_default(struct lw_assess_settings *ret_settings);

typedef struct lw_assessor lw_assessor;

/*
 * Opens an assessor. settings may be NULL: the defaults. On success the caller
 * owns *ret_assessor; release with lw_assessor_close().
 * Returns 0, -EINVAL (unknown feature, threshold over 1, NULL), -ENOMEM.
 */
LW_API int lw_assessor_open(lw_assessor **ret_assessor, const struct lw_assess_settings *settings,
                            struct lw_error *reterr_error);

/*
 * Assesses one frame. Allocates only when the frame is larger than any before.
 * One thread at a time per assessor. *ret_assessment is written on success.
 * Returns 0 (also for NOT ASSESSABLE), -EINVAL (impossible size, stride or NULL), -ENOMEM.
 */
LW_API int lw_assessor_assess(lw_assessor *assessor, const struct lw_frame *frame,
                              struct lw_assessment *ret_assessment);

/* Releases the assessor and sets *assessor to NULL. NULL and *assessor == NULL are allowed. */
LW_API void lw_assessor_close(lw_assessor **assessor);

#ifdef __cplusplus
}
#endif

#endif
