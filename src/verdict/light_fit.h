/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * How the fineness of a healthy camera follows the light: a line through what was learnt, by
 * the logs of noise, brightness and contrast of the picture. Street lamps, overcast and low
 * sun each draw edges of their own; what they explain is not the lens.
 *
 * Ridge regression (Hoerl & Kennard 1970) on running moments: with few pictures, or always the
 * same light, it explains nothing.
 */
#ifndef LWI_VERDICT_LIGHT_FIT_H
#define LWI_VERDICT_LIGHT_FIT_H

#include "feature/scene.h"

#define LWI_LIGHTS 3

/* All 0 before the first picture. */
struct lwi_light_fit {
    float mean[LWI_LIGHTS];
    float square[LWI_LIGHTS][LWI_LIGHTS]; /* about the mean */
    float product[LWI_LIGHTS];            /* with the drop, about the mean of both */
    float drop;                           /* mean */
    float pictures;                       /* that count, at most some hundreds */
};

/* Learns the drop of a healthy picture; rate: its least weight, 0..1. */
void lwi_light_fit_learn(struct lwi_light_fit *fit, const struct lwi_scene *scene, double drop,
                         double rate);

/* The drop that the light alone explains, within +-LWI_LIGHT_FIT_MAX. */
double lwi_light_fit_explain(const struct lwi_light_fit *fit, const struct lwi_scene *scene);

#define LWI_LIGHT_FIT_MAX 0.3

#endif
