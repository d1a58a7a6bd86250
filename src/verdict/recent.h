/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The frames just before: what moved since, and whether this one is one of them again. */
#ifndef LWI_VERDICT_RECENT_H
#define LWI_VERDICT_RECENT_H

#include "verdict/evidence.h"

/* Adds the frame, whose fine structure is `fine`, to the recent ones, and says in the evidence how
 * it differs from them. Evidence has its scene, its time and its baseline. */
void lwi_recent_note(struct lwi_evidence *e, struct lwi_recent *recent,
                     const struct lwi_fine *fine);

#endif
