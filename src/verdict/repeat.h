/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Whether a picture is one that was there before. */
#ifndef LWI_VERDICT_REPEAT_H
#define LWI_VERDICT_REPEAT_H

#include "verdict/evidence.h"

/* Compares the frame with the last ones, says in the evidence how far it is from the likest, and
 * adds it to them and to the run of frames that are one picture. The evidence has its scene, its
 * time, its baseline and what moved. */
void lwi_repeat_note(struct lwi_evidence *e, struct lwi_repeat *repeat);

/* Whether the frames of the run are one picture, and no chance: one that came back but once may be
 * an old one that was sent again. */
int lwi_repeat_is_one(const struct lwi_repeat *repeat);

/* Whether the last frame was as none before it, and there were enough to say so. */
int lwi_repeat_is_new(const struct lwi_repeat *repeat);

#endif
