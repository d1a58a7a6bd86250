/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Stains: drops, webs and dust on the glass. They are far out of focus and stay at the same place
 * in the picture, whatever moves before the camera and whatever light falls on it.
 */
#ifndef LWI_VERDICT_STAINS_H
#define LWI_VERDICT_STAINS_H

#include "verdict/evidence.h"

/* By tile of one view: fall of its edges against its contrast, log units, a mean over 30 s. */
struct lwi_stains {
    uint32_t preset, tiles; /* of the view; 0 tiles: none yet */
    float fall[LWI_SCENE_TILES_MAX];
};

/*
 * Compares each usable tile of the frame with its baseline and notes what it lacks. masked: tiles
 * that are left out. Sets stained_share and scatter of the evidence. since_s: since the frame
 * before.
 */
void lwi_stains_note(struct lwi_stains *stains, struct lwi_evidence *e,
                     const struct lwi_baseline *baseline, const uint8_t *masked, double since_s);

/* Which tiles are stained now: LWI_SCENE_TILES_MAX of them. */
void lwi_stains_tell(const struct lwi_stains *stains, uint8_t *ret_is_stained);

#endif
