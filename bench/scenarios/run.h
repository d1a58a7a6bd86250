/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Running a simulated camera before a watch, and counting. All counts add up over cameras. */
#ifndef SIM_RUN_H
#define SIM_RUN_H

#include <stdio.h>

#include "camera.h"
#include "train/lookout.h"

#define SIM_FAULTS_MAX    24
#define SIM_NUISANCES_MAX 24
#define SIM_STRENGTHS     4

enum sim_speed {
    SIM_SUDDEN,
    SIM_MINUTES, /* grows over ten pictures, half a minute apart at least */
    SIM_WEEKS,   /* grows over three weeks, six pictures a day */
    SIM_SPEEDS,
};

extern const char *const sim_speed_names[SIM_SPEEDS];

/* Trials of one fault at one strength and speed. */
struct sim_trials {
    unsigned trials;         /* where the condition could be assessed before the fault */
    unsigned not_assessable; /* others: not counted as trials */
    unsigned found, named;   /* an event in time; no event of another condition beside it */
    double delay;            /* sum over those found, in intervals beyond the duration */
    double delay_max;
};

struct sim_result {
    struct sim_trials trials[SIM_FAULTS_MAX][SIM_SPEEDS][SIM_STRENGTHS];
    /* Trials at the documented strength or more in which a condition had an event. */
    unsigned confusion[SIM_FAULTS_MAX][LW_CONDITIONS_MAX], confusion_of[SIM_FAULTS_MAX];
    unsigned episodes[SIM_NUISANCES_MAX];
    unsigned nuisance_events[SIM_NUISANCES_MAX][LW_CONDITIONS_MAX];
    unsigned ordinary_events[LW_CONDITIONS_MAX];
    unsigned cameras, pictures;
    double camera_days;
};

struct sim_settings {
    uint64_t seed;
    int full;             /* main streams are 960 wide, else 640 */
    unsigned days;        /* of nuisances after the two of learning */
    unsigned sensitivity; /* 0: the defaults */
    int speeds;           /* bits by enum sim_speed */
    const char *only;     /* one fault alone, or NULL */
    int assess;           /* judge each picture by itself, too */
    int quick;            /* of other faults than defocus the documented strength alone */
    FILE *log;            /* one line for each miss and false event, or NULL */
};

/* Adds what one camera gives to *result. 0 or a negative errno. */
int sim_run(const struct sim_settings *settings, unsigned number, struct sim_result *result);

void sim_result_add(struct sim_result *sum, const struct sim_result *result);

/* Tables (Markdown), and JSON. */
void sim_print(const struct sim_result *result, const struct sim_settings *settings, FILE *out);
int sim_print_json(const struct sim_result *result, const struct sim_settings *settings, FILE *out);

#endif
