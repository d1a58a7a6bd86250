/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "run.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#define NS_PER_S   INT64_C(1000000000)
#define NS_PER_DAY (86400 * NS_PER_S)
/* Midnight of a day in June. */
#define START_NS (INT64_C(1780876800) * NS_PER_S)

#define INTERVAL_S      5
#define ORDINARY_S      900
#define LEARNING_DAYS   2
#define FIRST_PICTURES  20
#define PICTURES_BEFORE 3  /* healthy ones, between the fork and the fault */
#define RAMP_PICTURES   10 /* over which a fault grows in "minutes" */
/* In which a fault must be found, beyond the duration: defocus, and the others. */
#define INTERVALS_MORE        2
#define INTERVALS_MORE_OTHERS 6
#define WEEKS_DAYS            21
#define WEEKS_STEP_S          14400
#define WEEKS_DAYS_AFTER      4

const char *const sim_speed_names[SIM_SPEEDS] = {"sudden", "minutes", "weeks"};

struct run {
    const struct sim_settings *settings;
    struct sim_result *result;
    struct sim_camera camera;
    lw_assessor *assessor;
    struct lw_watch_settings watch_settings;
    struct lwi_lookout lookout;
    int64_t now_ns;
    int nuisance; /* index under way, or -1 */
};

static void log_line(const struct run *run, const char *what, const char *name, double strength,
                     const char *speed, const struct lwi_lookout *lookout, size_t condition)
{
    const struct lw_condition_result *c = &lookout->result.conditions[condition];

    if (!run->settings->log)
        return;
    (void) fprintf(run->settings->log,
                   "%s: camera %u (%s, %dx%d %s %.0f kbit/s, sharpen %.1f denoise %d) %s, %s %g "
                   "%s: %s %s score %.2f value %.2f (%s)\n",
                   what, run->camera.number, run->camera.scene->name, run->camera.coding.width,
                   run->camera.coding.height, run->camera.coding.hevc ? "H.265" : "H.264",
                   run->camera.kbit_now, run->camera.sensor.sharpen, run->camera.sensor.denoise,
                   lw_light_name(lookout->result.light), name, strength, speed,
                   lw_condition_at(condition)->name, lw_state_name(c->state), c->score, c->value,
                   c->reason);
}

static int see(struct run *run, struct lwi_lookout *lookout, const struct sim_moment *moment,
               int64_t wall_ns)
{
    struct lw_frame *frame;
    int r = sim_camera_take(&run->camera, moment, wall_ns, &frame);

    if (r < 0)
        return r;
    r = lwi_lookout_see(lookout, frame);
    lwi_frame_unref(&frame);
    run->result->pictures++;
    return r;
}

/* One healthy picture at run->now_ns; a nuisance may be in it. */
static int see_healthy(struct run *run, const struct sim_moment *moment)
{
    int r = see(run, &run->lookout, moment, run->now_ns);

    for (size_t c = 0; r == 0 && c < lw_condition_count(); c++) {
        if (!(run->lookout.started >> c & 1))
            continue;
        const char *name = "ordinary";
        if (run->nuisance >= 0) {
            name = sim_nuisances[run->nuisance].name;
            run->result->nuisance_events[run->nuisance][c]++;
        } else {
            run->result->ordinary_events[c]++;
        }
        char when[32];
        (void) snprintf(when, sizeof when, "day %.2f",
                        (double) (run->now_ns - START_NS) / (double) NS_PER_DAY);
        log_line(run, "false", name, 0, when, &run->lookout, c);
    }
    return r;
}

static int see_ordinary(struct run *run)
{
    struct sim_moment moment;

    sim_camera_ordinary(&run->camera, run->now_ns, &moment);
    return see_healthy(run, &moment);
}

/* Whether a nuisance can happen before this camera at this time. */
static int fits(const struct run *run, const struct sim_nuisance *n)
{
    const double hour = sim_hour(run->now_ns);

    if (n->outdoor && !run->camera.scene->outdoor)
        return 0;
    switch (n->night) {
    case 1:
        return hour < 5 || hour > 21;
    case -1:
        return hour > 7 && hour < 19;
    case 2:
        return run->camera.night_ir && hour > 5.3 && hour < 6;
    default:
        return 1;
    }
}

static int run_nuisance(struct run *run, int index)
{
    const struct sim_nuisance *n = &sim_nuisances[index];
    int r = 0;

    run->nuisance = index;
    run->result->episodes[index]++;
    for (unsigned step = 0; r == 0 && step < n->pictures; step++) {
        struct sim_moment moment;
        run->now_ns += INTERVAL_S * NS_PER_S;
        sim_camera_ordinary(&run->camera, run->now_ns, &moment);
        n->apply(&moment, step, n->pictures, &run->camera.random);
        r = see_healthy(run, &moment);
    }
    /* What it leaves is its doing, too. */
    for (unsigned step = 0; r == 0 && step < 3; step++) {
        run->now_ns += INTERVAL_S * NS_PER_S;
        r = see_ordinary(run);
    }
    run->nuisance = -1;
    return r;
}

/* A day of ordinary pictures from run->now_ns on, each nuisance once where `nuisances`. */
static int run_day(struct run *run, int nuisances, double hours)
{
    const int64_t end = run->now_ns + (int64_t) (hours * 3600 * (double) NS_PER_S);
    unsigned done = 0;
    int r = 0;

    while (r == 0 && run->now_ns < end) {
        r = see_ordinary(run);
        int index = (int) lwi_random_below(&run->camera.random, (unsigned) sim_nuisance_count);
        if (r == 0 && nuisances && !(done >> index & 1) && fits(run, &sim_nuisances[index])) {
            done |= 1u << index;
            r = run_nuisance(run, index);
        }
        run->now_ns += ORDINARY_S * NS_PER_S;
    }
    run->result->camera_days += hours / 24;
    return r;
}

/* ---- trials ---- */

struct trial {
    const struct sim_fault *fault;
    enum sim_speed speed;
    int strength; /* index */
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

static int see_fault(struct run *run, struct lwi_lookout *lookout, struct trial *t, unsigned step,
                     struct lwi_random *random, int64_t wall_ns)
{
    struct sim_moment moment;
    double strength = strength_at(t, wall_ns);

    sim_camera_ordinary(&run->camera, wall_ns, &moment);
    /* In steps, so that the lens need not be computed anew for every picture. */
    if (t->full_ns > t->begun_ns)
        strength = ceil(strength / t->fault->strengths[t->strength] * 12) / 12 *
                   t->fault->strengths[t->strength];
    if (strength > 0)
        t->fault->apply(&moment, strength, step, random);
    int r = see(run, lookout, &moment, wall_ns);
    if (r < 0)
        return r;
    t->raised |= lookout->started;
    if (t->found_ns < 0 && (lookout->started & t->accepted))
        t->found_ns = wall_ns;
    return 0;
}

static void count_trial(struct run *run, const struct trial *t, int assessable,
                        const struct lwi_lookout *lookout)
{
    const int f = (int) (t->fault - sim_faults);
    const double strength = t->fault->strengths[t->strength];
    struct sim_trials *counts = &run->result->trials[f][t->speed][t->strength];

    if (!assessable) {
        counts->not_assessable++;
        return;
    }
    counts->trials++;
    if (t->found_ns >= 0) {
        const double duration = lw_condition_at(t->condition)->duration_s;
        double delay =
            ((double) (t->found_ns - t->full_ns) / (double) NS_PER_S - duration) / t->interval_s;
        counts->found++;
        counts->delay += delay;
        counts->delay_max = fmax(counts->delay_max, delay);
        counts->named += (t->raised & ~t->accepted) == 0;
    }
    if (t->found_ns < 0)
        log_line(run, "missed", t->fault->name, strength, sim_speed_names[t->speed], lookout,
                 t->condition);
    if (strength < t->fault->documented)
        return;
    run->result->confusion_of[f]++;
    for (size_t c = 0; c < lw_condition_count(); c++) {
        run->result->confusion[f][c] += t->raised >> c & 1;
        if ((t->raised & ~t->accepted) >> c & 1)
            log_line(run, "also", t->fault->name, strength, sim_speed_names[t->speed], lookout, c);
    }
}

/* The pictures of a trial. */
static int run_pictures(struct run *run, struct lwi_lookout *lookout, struct trial *t,
                        int *ret_assessable)
{
    struct lwi_random random = lwi_random_for(run->settings->seed, run->camera.number);
    const double duration = lw_condition_at(t->condition)->duration_s;
    const int64_t step_ns = (int64_t) (t->interval_s * (double) NS_PER_S);
    int64_t now = run->now_ns;
    unsigned step = 0;
    int r = 0;

    for (int i = 0; r == 0 && i < PICTURES_BEFORE; i++, now += step_ns) {
        struct sim_moment moment;
        sim_camera_ordinary(&run->camera, now, &moment);
        r = see(run, lookout, &moment, now);
    }
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
        t->full_ns = now + WEEKS_DAYS * NS_PER_DAY;
    const int intervals = t->fault->accepted ? INTERVALS_MORE : INTERVALS_MORE_OTHERS;
    const double more =
        t->speed == SIM_WEEKS ? WEEKS_DAYS_AFTER * 86400.0 : duration + intervals * t->interval_s;
    const int64_t end = t->full_ns + (int64_t) (more * (double) NS_PER_S);
    for (; r == 0 && now <= end; now += step_ns)
        r = see_fault(run, lookout, t, step++, &random, now);
    return r;
}

static int run_trial(struct run *run, const struct sim_fault *fault, enum sim_speed speed,
                     int strength)
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
                      .condition = (size_t) condition,
                      .accepted = 1u << condition | (other >= 0 ? 1u << other : 0),
                      .found_ns = -1};
    const double duration = lw_condition_at(t.condition)->duration_s;
    t.interval_s = speed == SIM_WEEKS ? WEEKS_STEP_S : fmax(INTERVAL_S, ceil(duration / 4));
    if (speed == SIM_MINUTES)
        t.interval_s = fmax(t.interval_s, 30);
    int r = lwi_lookout_open(&lookout, &run->watch_settings, run->assessor, NULL);
    if (r < 0)
        return r;
    r = lwi_lookout_fork(&lookout, &run->lookout, NULL);
    if (r == 0)
        r = run_pictures(run, &lookout, &t, &assessable);
    if (r == 0)
        count_trial(run, &t, assessable, &lookout);
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
        return speed == SIM_MINUTES || fault->apply == sim_faults[0].apply;
    for (size_t i = 0; speed == SIM_MINUTES && i < sizeof(slow) / sizeof(slow[0]); i++)
        if (strcmp(fault->condition, slow[i]) == 0)
            return 1;
    return 0;
}

static int run_trials(struct run *run, int day)
{
    const char *only = run->settings->only;
    int r = 0;

    for (int f = 0; f < sim_fault_count; f++) {
        const struct sim_fault *fault = &sim_faults[f];
        if ((only && strcmp(only, fault->name) != 0) || (fault->by_day && !day) ||
            (fault->outdoor && !run->camera.scene->outdoor))
            continue;
        for (int speed = 0; r == 0 && speed < SIM_SPEEDS; speed++) {
            if (!(run->settings->speeds >> speed & 1) || (speed == SIM_WEEKS && !day) ||
                !has_speed(fault, (enum sim_speed) speed))
                continue;
            for (int s = 0; r == 0 && s < SIM_STRENGTHS && fault->strengths[s] > 0; s++)
                if ((speed == SIM_SUDDEN && (!run->settings->quick || fault->accepted)) ||
                    fault->strengths[s] == fault->documented)
                    r = run_trial(run, fault, (enum sim_speed) speed, s);
        }
    }
    return r;
}

/* ---- a camera's life ---- */

static int run_life(struct run *run)
{
    int r = 0;

    /* Set up in the morning. */
    run->now_ns = START_NS + 9 * 3600 * NS_PER_S;
    for (int i = 0; r == 0 && i < FIRST_PICTURES; i++, run->now_ns += INTERVAL_S * NS_PER_S)
        r = see_ordinary(run);
    if (r == 0)
        r = run_day(run, 0, 24 * LEARNING_DAYS);
    for (unsigned i = 0; r == 0 && i < run->settings->days; i++)
        r = run_day(run, 1, 24);
    if (r < 0 || run->settings->speeds == 0)
        return r;
    r = run_day(run, 0, 4.0 + 0.25 * (run->camera.number % 8)); /* noon or after */
    if (r == 0)
        r = run_trials(run, 1);
    if (r == 0)
        r = run_day(run, 0, 10.5); /* night */
    return r == 0 ? run_trials(run, 0) : r;
}

int sim_run(const struct sim_settings *settings, unsigned number, struct sim_result *result)
{
    struct run run = {.settings = settings, .result = result, .nuisance = -1};

    lw_watch_settings_default(&run.watch_settings);
    for (size_t c = 0; c < lw_condition_count() && settings->sensitivity > 0; c++)
        run.watch_settings.conditions[c].sensitivity = settings->sensitivity;
    int r = sim_camera_new(&run.camera, number, settings->seed, settings->full);
    if (r < 0)
        return r;
    if (settings->assess)
        r = lw_assessor_open(&run.assessor, NULL, NULL);
    if (r == 0)
        r = lwi_lookout_open(&run.lookout, &run.watch_settings, run.assessor, NULL);
    if (r == 0)
        r = run_life(&run);
    result->cameras++;
    lwi_lookout_close(&run.lookout);
    lw_assessor_close(&run.assessor);
    sim_camera_done(&run.camera);
    return r;
}

void sim_result_add(struct sim_result *sum, const struct sim_result *result)
{
    for (int f = 0; f < SIM_FAULTS_MAX; f++) {
        for (int i = 0; i < SIM_SPEEDS * SIM_STRENGTHS; i++) {
            struct sim_trials *a = &sum->trials[f][i / SIM_STRENGTHS][i % SIM_STRENGTHS];
            const struct sim_trials *b = &result->trials[f][i / SIM_STRENGTHS][i % SIM_STRENGTHS];
            a->trials += b->trials;
            a->not_assessable += b->not_assessable;
            a->found += b->found;
            a->named += b->named;
            a->delay += b->delay;
            a->delay_max = fmax(a->delay_max, b->delay_max);
        }
        sum->confusion_of[f] += result->confusion_of[f];
        for (int c = 0; c < LW_CONDITIONS_MAX; c++)
            sum->confusion[f][c] += result->confusion[f][c];
    }
    for (int n = 0; n < SIM_NUISANCES_MAX; n++) {
        sum->episodes[n] += result->episodes[n];
        for (int c = 0; c < LW_CONDITIONS_MAX; c++)
            sum->nuisance_events[n][c] += result->nuisance_events[n][c];
    }
    for (int c = 0; c < LW_CONDITIONS_MAX; c++)
        sum->ordinary_events[c] += result->ordinary_events[c];
    sum->cameras += result->cameras;
    sum->pictures += result->pictures;
    sum->camera_days += result->camera_days;
}
