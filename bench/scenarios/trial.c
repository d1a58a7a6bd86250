/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* One fault before a copy of the watch: whether it is found, when, and as what. */
#include <math.h>
#include <string.h>

#include "life.h"

#define RAMP_PICTURES 24 /* over which a fault grows in "minutes" */
/* In which a fault must be found, beyond the duration: defocus, and the others, of which some
 * are told over a row of frames. */
#define INTERVALS_MORE        2
#define INTERVALS_MORE_OTHERS 12
#define WEEKS_DAYS            21
#define WEEKS_STEP_S          14400
#define WEEKS_DAYS_AFTER      4
/* Of defocus, whose targets are the closest, each strength is tried so often. */
#define DEFOCUS_TRIALS 3
#define BETWEEN_S      600

/* After each picture of the weeks come more: a switch of light takes two, and a hold-off. */
#define WEEKS_BURST 3
static const int64_t weeks_burst_s[WEEKS_BURST] = {5, 70, 75};

struct trial {
    const struct sim_fault *fault;
    enum sim_speed speed;
    int strength;    /* index */
    unsigned number; /* of the trials of this strength */
    size_t condition;
    uint32_t accepted; /* conditions */
    int64_t begun_ns, full_ns;
    double interval_s;
    uint32_t raised;
    int64_t found_ns; /* < 0: not */
};

/* Strength of the fault in a picture. */
static double strength_at(const struct trial *t, int64_t wall_ns)
{
    const double full = t->fault->strengths[t->strength];

    if (t->full_ns <= t->begun_ns || wall_ns >= t->full_ns)
        return full;
    return full * (double) (wall_ns - t->begun_ns) / (double) (t->full_ns - t->begun_ns);
}

static int see_fault(struct sim_life *life, struct lwi_lookout *lookout, struct trial *t,
                     unsigned step, struct lwi_random *random, int64_t wall_ns)
{
    struct sim_moment moment;
    double strength = strength_at(t, wall_ns);

    sim_camera_ordinary(&life->camera, wall_ns, &moment);
    /* In steps, so that the lens need not be computed anew for every picture. */
    if (t->full_ns > t->begun_ns)
        strength = ceil(strength / t->fault->strengths[t->strength] * 12) / 12 *
                   t->fault->strengths[t->strength];
    if (strength > 0)
        t->fault->apply(&moment, strength, step, random);
    int r = sim_life_see(life, lookout, &moment, wall_ns);
    if (r < 0)
        return r;
    t->raised |= lookout->started;
    if (t->found_ns < 0 && (lookout->started & t->accepted))
        t->found_ns = wall_ns;
    return 0;
}

/* A picture at which the fault is not there yet; where pictures are hours apart, some. */
static int see_before(struct sim_life *life, struct lwi_lookout *lookout, const struct trial *t,
                      int64_t wall_ns)
{
    const int more = t->speed == SIM_WEEKS ? WEEKS_BURST : 0;
    int r = 0;

    for (int i = -1; r == 0 && i < more; i++) {
        const int64_t at = wall_ns + (i < 0 ? 0 : weeks_burst_s[i] * SIM_NS_PER_S);
        struct sim_moment moment;
        sim_camera_ordinary(&life->camera, at, &moment);
        r = sim_life_see(life, lookout, &moment, at);
    }
    return r;
}

static void count_trial(struct sim_life *life, const struct trial *t, int assessable,
                        const struct lwi_lookout *lookout)
{
    const int f = (int) (t->fault - sim_faults);
    const double strength = t->fault->strengths[t->strength];
    struct sim_trials *counts = &life->result->trials[f][t->speed][t->strength];

    if (!assessable) {
        counts->not_assessable++;
        return;
    }
    counts->trials++;
    if (t->found_ns >= 0) {
        const double duration = lw_condition_at(t->condition)->duration_s;
        double delay = ((double) (t->found_ns - t->full_ns) / (double) SIM_NS_PER_S - duration) /
                       t->interval_s;
        counts->found++;
        counts->delay += delay;
        counts->delay_max = fmax(counts->delay_max, delay);
        counts->named += (t->raised & ~t->accepted) == 0;
    }
    if (t->found_ns < 0)
        sim_life_log(life, "missed", t->fault->name, strength, sim_speed_names[t->speed], lookout,
                     t->condition);
    if (strength < t->fault->documented)
        return;
    life->result->confusion_of[f]++;
    for (size_t c = 0; c < lw_condition_count(); c++) {
        life->result->confusion[f][c] += t->raised >> c & 1;
        if ((t->raised & ~t->accepted) >> c & 1)
            sim_life_log(life, "also", t->fault->name, strength, sim_speed_names[t->speed], lookout,
                         c);
    }
}

/* The pictures of a trial. */
static int run_pictures(struct sim_life *life, struct lwi_lookout *lookout, struct trial *t,
                        int *ret_assessable)
{
    struct lwi_random random =
        lwi_random_for(life->settings->seed + t->number, life->camera.number);
    const double duration = lw_condition_at(t->condition)->duration_s;
    const int64_t step_ns = (int64_t) (t->interval_s * (double) SIM_NS_PER_S);
    int64_t now = life->now_ns + t->number * BETWEEN_S * SIM_NS_PER_S;
    unsigned step = 0;
    int r = 0;

    for (int i = 0; r == 0 && i < SIM_PICTURES_BEFORE; i++, now += step_ns)
        r = see_before(life, lookout, t, now);
    *ret_assessable = r == 0 && !(lookout->not_assessable >> t->condition & 1);
    /* An event that was open already says nothing. */
    if (r < 0 || !*ret_assessable || (lookout->open & t->accepted)) {
        *ret_assessable = 0;
        return r;
    }
    t->begun_ns = t->full_ns = now;
    if (t->speed == SIM_MINUTES)
        t->full_ns = now + RAMP_PICTURES * step_ns;
    else if (t->speed == SIM_WEEKS)
        t->full_ns = now + WEEKS_DAYS * SIM_NS_PER_DAY;
    const int intervals = t->fault->accepted ? INTERVALS_MORE : INTERVALS_MORE_OTHERS;
    const double more =
        t->speed == SIM_WEEKS ? WEEKS_DAYS_AFTER * 86400.0 : duration + intervals * t->interval_s;
    const int64_t end = t->full_ns + (int64_t) (more * (double) SIM_NS_PER_S);
    for (; r == 0 && now <= end; now += step_ns) {
        r = see_fault(life, lookout, t, step++, &random, now);
        for (int i = 0; r == 0 && t->speed == SIM_WEEKS && i < WEEKS_BURST; i++)
            r = see_fault(life, lookout, t, step++, &random, now + weeks_burst_s[i] * SIM_NS_PER_S);
    }
    return r;
}

static int run_trial(struct sim_life *life, const struct sim_fault *fault, enum sim_speed speed,
                     int strength, unsigned number)
{
    const long condition = lw_condition_find(fault->condition);
    const long other = fault->accepted ? lw_condition_find(fault->accepted) : -1;
    struct lwi_lookout lookout;
    int assessable = 0;

    if (condition < 0)
        return 0;
    struct trial t = {.fault = fault,
                      .speed = speed,
                      .strength = strength,
                      .number = number,
                      .condition = (size_t) condition,
                      .accepted = 1u << condition | (other >= 0 ? 1u << other : 0),
                      .found_ns = -1};
    t.interval_s = speed == SIM_WEEKS ? WEEKS_STEP_S : SIM_INTERVAL_S;
    int r = lwi_lookout_open(&lookout, &life->watch_settings, life->assessor, NULL);
    if (r < 0)
        return r;
    r = lwi_lookout_fork(&lookout, &life->lookout, NULL);
    if (r == 0)
        r = run_pictures(life, &lookout, &t, &assessable);
    if (r == 0)
        count_trial(life, &t, assessable, &lookout);
    lwi_lookout_close(&lookout);
    return r;
}

/* Which speeds make sense: what is slow by nature, and what comes at once. */
static int has_speed(const struct sim_fault *fault, enum sim_speed speed)
{
    static const char *const slow[] = {"covered",  "dirty_lens", "impaired_visibility",
                                       "too_dark", "too_bright", "colour_cast",
                                       "noise"};

    if (speed == SIM_SUDDEN)
        return 1;
    if (strcmp(fault->condition, "defocus") == 0)
        return speed == SIM_MINUTES || fault == &sim_faults[0];
    for (size_t i = 0; speed == SIM_MINUTES && i < sizeof(slow) / sizeof(slow[0]); i++)
        if (strcmp(fault->condition, slow[i]) == 0)
            return 1;
    return 0;
}

/* Every strength of a fault at one speed that is asked for. */
static int run_strengths(struct sim_life *life, const struct sim_fault *fault, enum sim_speed speed)
{
    const int all = speed == SIM_SUDDEN && (!life->settings->quick || fault->accepted);
    const unsigned times = fault->accepted && speed == SIM_SUDDEN ? DEFOCUS_TRIALS : 1;
    int r = 0;

    for (int s = 0; r == 0 && s < SIM_STRENGTHS && fault->strengths[s] > 0; s++)
        for (unsigned i = 0; r == 0 && i < times; i++)
            if (all || fault->strengths[s] == fault->documented)
                r = run_trial(life, fault, speed, s, i);
    return r;
}

int sim_life_trials(struct sim_life *life, int day)
{
    const char *only = life->settings->only;
    int r = 0;

    for (int f = 0; f < sim_fault_count; f++) {
        const struct sim_fault *fault = &sim_faults[f];
        if ((only && strcmp(only, fault->name) != 0) || (fault->by_day && !day) ||
            (fault->outdoor && !life->camera.scene->outdoor))
            continue;
        for (int speed = 0; r == 0 && speed < SIM_SPEEDS; speed++)
            if (life->settings->speeds >> speed & 1 && (speed != SIM_WEEKS || day) &&
                has_speed(fault, (enum sim_speed) speed))
                r = run_strengths(life, fault, (enum sim_speed) speed);
    }
    return r;
}
