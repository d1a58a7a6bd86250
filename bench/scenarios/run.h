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
    SIM_MINUTES, /* grows over two minutes */
    SIM_WEEKS,   /* grows over three weeks, looked at six times a day */
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

/* The defocus that is found, by sensitivity and radius, of one scene by day or by night. */
#define SIM_SCENES_MAX        8
#define SIM_MAP_SENSITIVITIES 7
#define SIM_MAP_RADII         12
extern const unsigned sim_map_sensitivities[SIM_MAP_SENSITIVITIES];
extern const double sim_map_radii[SIM_MAP_RADII]; /* px@1080p */

struct sim_map {
    unsigned trials; /* at each radius */
    unsigned found[SIM_MAP_SENSITIVITIES][SIM_MAP_RADII];
};

struct sim_result {
    struct sim_trials trials[SIM_FAULTS_MAX][SIM_SPEEDS][SIM_STRENGTHS];
    /* Trials at the documented strength or more in which a condition had an event. */
    unsigned confusion[SIM_FAULTS_MAX][LW_CONDITIONS_MAX], confusion_of[SIM_FAULTS_MAX];
    unsigned episodes[SIM_NUISANCES_MAX];
    unsigned nuisance_events[SIM_NUISANCES_MAX][LW_CONDITIONS_MAX];
    unsigned ordinary_events[LW_CONDITIONS_MAX];
    struct sim_map maps[SIM_SCENES_MAX][2]; /* by day, by night */
    unsigned cameras, pictures;
    double camera_days;
};

struct sim_settings {
    uint64_t seed;
    int width;            /* of the pictures of main streams */
    unsigned days;        /* of nuisances after the two of learning */
    unsigned sensitivity; /* 0: the defaults */
    int speeds;           /* bits by enum sim_speed */
    const char *only;     /* one fault alone, or NULL */
    const char *nuisance; /* one nuisance alone, or NULL */
    int map;              /* which defocus each sensitivity finds */
    int quick;            /* of other faults than defocus the documented strength alone */
    FILE *log;            /* one line for each miss and false event, or NULL */
};

/* Adds what one camera gives to *result. 0 or a negative errno. */
int sim_run(const struct sim_settings *settings, unsigned number, struct sim_result *result);

void sim_result_add(struct sim_result *sum, const struct sim_result *result);

/* The counts of one camera in a file of a folder, for this very program. Returns 0 or a negative
 * errno; sim_result_load(): -ENOENT where there are none. */
int sim_result_save(const struct sim_result *result, const char *folder, unsigned number);
int sim_result_load(struct sim_result *ret_result, const char *folder, unsigned number);

/* Tables (Markdown), and JSON. */
void sim_print(const struct sim_result *result, const struct sim_settings *settings, FILE *out);
int sim_print_json(const struct sim_result *result, const struct sim_settings *settings, FILE *out);

#endif
