/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* A simulated camera under way, between run.c (its life), trial.c and map.c. */
#ifndef SIM_LIFE_H
#define SIM_LIFE_H

#include "run.h"

#define SIM_NS_PER_S   INT64_C(1000000000)
#define SIM_NS_PER_DAY (86400 * SIM_NS_PER_S)
#define SIM_INTERVAL_S 5
/* Healthy ones between the fork and the fault: what is judged over some frames needs them. */
#define SIM_PICTURES_BEFORE 10

struct sim_life {
    const struct sim_settings *settings;
    struct sim_result *result;
    struct sim_camera camera;
    lw_assessor *assessor;
    struct lw_watch_settings watch_settings;
    struct lwi_lookout lookout;
    int64_t now_ns;
    int nuisance; /* index under way, or -1 */
};

/* Takes a picture and shows it to a watch; one that cannot be decoded is not shown to it, as by
 * the daemon. 0 or a negative errno. */
int sim_life_see(struct sim_life *life, struct lwi_lookout *lookout,
                 const struct sim_moment *moment, int64_t wall_ns);

/* One line in the log: a condition and why it is so. */
void sim_life_log(const struct sim_life *life, const char *what, const char *name, double strength,
                  const char *speed, const struct lwi_lookout *lookout, size_t condition);

/* Each fault, by day or by night, before a copy of the watch. 0 or a negative errno. */
int sim_life_trials(struct sim_life *life, int day);

/* The defocus that each sensitivity finds, by day or by night. 0 or a negative errno. */
int sim_life_map(struct sim_life *life, int day);

#endif
