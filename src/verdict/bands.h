/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Bands over the picture that the scene does not have. */
#ifndef LWI_VERDICT_BANDS_H
#define LWI_VERDICT_BANDS_H

#include "feature/scene.h"

struct lwi_bands {
    double level;    /* strength, levels rms */
    double periodic; /* share of it that lies at one distance from band to band, 0..1; only found
                      * where they are strong enough to matter */
};

/* Bands of rows, against the usual means of the rows. */
void lwi_bands_across(struct lwi_bands *ret, const struct lwi_scene *scene, const float *usual);

/* Bands of columns, against a small picture of the same view. */
void lwi_bands_along(struct lwi_bands *ret, const struct lwi_scene *scene, const uint8_t *thumb);

#endif
