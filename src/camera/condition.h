/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The conditions that are watched: the lost stream, those of the library's table, and the
 * camera's certificate. */
#ifndef LWI_CAMERA_CONDITION_H
#define LWI_CAMERA_CONDITION_H

#include "lenswatch/assess.h"
#include "lenswatch/watch.h"

/* A condition: the lost stream, or 1 more than its index in the library's table, or behind those
 * the certificate: lwi_condition_count() - 1. */
enum {
    LWI_CONDITION_SIGNAL_LOST = 0,
    LWI_CONDITION_FIRST = 1,
    LWI_CONDITIONS_MAX = LWI_CONDITION_FIRST + LW_CONDITIONS_MAX + 1,
};

/* How many there are. */
int lwi_condition_count(void);
/* "signal_lost", "defocus", ... Static. */
const char *lwi_condition_name(int condition);
/* -1: there is none of that name. */
int lwi_condition_find(const char *name);
/* Whether an event can have it: of a camera, or of the system (event/exception.h). */
int lwi_condition_is_known(const char *name);
/* How serious it is: 0 the most. */
int lwi_condition_rank(int condition);

/*
 * Probability from which a picture is BLURRY: the model's own at sensitivity 50,
 * lower above, higher below, even in log odds.
 */
double lwi_defocus_threshold(double model_threshold, int sensitivity);

/* The lowest sensitivity with which the picture by itself is BLURRY, as lw_watch_limits(). */
uint8_t lwi_defocus_limit(double model_threshold, const struct lw_assessment *assessment);

/*
 * The number of the chart, 0..1: high is sharp. The log odds of the picture being
 * sharp, drawn together: the probability itself lies near 0 or 1 nearly always,
 * and a slow drift would not be seen.
 */
double lwi_defocus_sharpness(double blur_probability);

#endif
