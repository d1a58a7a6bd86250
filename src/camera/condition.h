/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The conditions that are watched, one row each, the most serious first. */
#ifndef LWI_CAMERA_CONDITION_H
#define LWI_CAMERA_CONDITION_H

#include "lenswatch/assess.h"

enum lwi_condition {
    LWI_CONDITION_SIGNAL_LOST,
    LWI_CONDITION_DEFOCUS,
    LWI_CONDITIONS,
};

/* "signal_lost", "defocus". Static. */
const char *lwi_condition_name(enum lwi_condition condition);
/* -1: there is none of that name. */
int lwi_condition_find(const char *name);

/*
 * Probability from which a picture is BLURRY: the model's own at sensitivity 50,
 * lower above, higher below, even in log odds.
 */
double lwi_defocus_threshold(double model_threshold, int sensitivity);

/*
 * The number of the chart, 0..1: high is sharp. The log odds of the picture being
 * sharp, drawn together: the probability itself lies near 0 or 1 nearly always,
 * and a slow drift would not be seen.
 */
double lwi_defocus_sharpness(double blur_probability);

#endif
