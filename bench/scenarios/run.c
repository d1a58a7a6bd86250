/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The life of a simulated camera: it learns, nuisances happen to it, faults are tried. */
#include <errno.h>
#include <string.h>

#include "life.h"

/* Midnight of a day in June. */
#define START_NS (INT64_C(1780876800) * SIM_NS_PER_S)

#define ORDINARY_S     900
#define LEARNING_DAYS  2
#define FIRST_PICTURES 20
/* A day. */
#define NUISANCES_MAX 6

const char *const sim_speed_names[SIM_SPEEDS] = {"sudden", "minutes", "weeks"};

void sim_life_log(const struct sim_life *life, const char *what, const char *name, double strength,
                  const char *speed, const struct lwi_lookout *lookout, size_t condition)
{
    const struct lw_condition_result *c = &lookout->result.conditions[condition];
    const struct sim_camera *camera = &life->camera;

    if (!life->settings->log)
        return;
    (void) fprintf(
        life->settings->log,
        "%s: camera %u (%s, %dx%d %s, keys of %.0f kbit, sharpen %.1f denoise %d) %s, "
        "%s %g %s: %s %s score %.2f value %.2f (%s)\n",
        what, camera->number, camera->scene->name, camera->coding.width, camera->coding.height,
        camera->coding.hevc ? "H.265" : "H.264", camera->wanted.kbit, camera->sensor.sharpen,
        camera->sensor.denoise, lw_light_name(lookout->result.light), name, strength, speed,
        lw_condition_at(condition)->name, lw_state_name(c->state), c->score, c->value, c->reason);
}

int sim_life_see(struct sim_life *life, struct lwi_lookout *lookout,
                 const struct sim_moment *moment, int64_t wall_ns)
{
    struct lw_frame *frame;
    int r = sim_camera_take(&life->camera, moment, wall_ns, &frame);

    life->result->pictures++;
    if (r == -EAGAIN || r == -EBADMSG) {
        lookout->started = 0;
        return 0;
    }
    if (r < 0)
        return r;
    r = lwi_lookout_see(lookout, frame);
    lwi_frame_unref(&frame);
    return r;
}

/* One healthy picture at life->now_ns; a nuisance may be in it. */
static int see_healthy(struct sim_life *life, const struct sim_moment *moment)
{
    int r = sim_life_see(life, &life->lookout, moment, life->now_ns);

    for (size_t c = 0; r == 0 && c < lw_condition_count(); c++) {
        if (!(life->lookout.started >> c & 1))
            continue;
        const char *name = "ordinary";
        if (life->nuisance >= 0) {
            name = sim_nuisances[life->nuisance].name;
            life->result->nuisance_events[life->nuisance][c]++;
        } else {
            life->result->ordinary_events[c]++;
        }
        char when[32];
        (void) snprintf(when, sizeof when, "day %.2f",
                        (double) (life->now_ns - START_NS) / (double) SIM_NS_PER_DAY);
        sim_life_log(life, "false", name, 0, when, &life->lookout, c);
    }
    return r;
}

static int see_ordinary(struct sim_life *life)
{
    struct sim_moment moment;

    sim_camera_ordinary(&life->camera, life->now_ns, &moment);
    return see_healthy(life, &moment);
}

/* Whether a nuisance can happen before this camera at this time. */
static int fits(const struct sim_life *life, const struct sim_nuisance *n)
{
    const double hour = sim_hour(life->now_ns);

    if (n->outdoor && !life->camera.scene->outdoor)
        return 0;
    switch (n->night) {
    case 1:
        return hour < 5 || hour > 21;
    case -1:
        return hour > 7 && hour < 19;
    case 2:
        return life->camera.night == SIM_NIGHT_IR && hour > 5.3 && hour < 6;
    default:
        return 1;
    }
}

static int run_nuisance(struct sim_life *life, int index)
{
    const struct sim_nuisance *n = &sim_nuisances[index];
    int r = 0;

    life->nuisance = index;
    life->result->episodes[index]++;
    for (unsigned step = 0; r == 0 && step < n->pictures; step++) {
        struct sim_moment moment;
        life->now_ns += SIM_INTERVAL_S * SIM_NS_PER_S;
        sim_camera_ordinary(&life->camera, life->now_ns, &moment);
        n->apply(&moment, step, n->pictures, &life->camera.random);
        r = see_healthy(life, &moment);
    }
    /* What it leaves is its doing, too. */
    for (unsigned step = 0; r == 0 && step < 3; step++) {
        life->now_ns += SIM_INTERVAL_S * SIM_NS_PER_S;
        r = see_ordinary(life);
    }
    life->nuisance = -1;
    return r;
}

/* A day of ordinary pictures from life->now_ns on, with some nuisances, each once. */
static int run_day(struct sim_life *life, int nuisances, double hours)
{
    const int64_t end = life->now_ns + (int64_t) (hours * 3600 * (double) SIM_NS_PER_S);
    const char *only = life->settings->nuisance;
    unsigned done = 0, left = nuisances ? NUISANCES_MAX : 0;
    int r = 0;

    while (r == 0 && life->now_ns < end) {
        r = see_ordinary(life);
        int index = (int) lwi_random_below(&life->camera.random, (unsigned) sim_nuisance_count);
        while (only && strcmp(sim_nuisances[index].name, only) != 0)
            index = (index + 1) % sim_nuisance_count;
        if (r == 0 && left > 0 && !(done >> index & 1) && fits(life, &sim_nuisances[index])) {
            done |= only ? 0 : 1u << index;
            left--;
            r = run_nuisance(life, index);
        }
        life->now_ns += ORDINARY_S * SIM_NS_PER_S;
    }
    life->result->camera_days += hours / 24;
    return r;
}

/* ---- a camera's life ---- */

static int run_life(struct sim_life *life)
{
    const struct sim_settings *settings = life->settings;
    const int tries = settings->speeds != 0 || settings->map;
    int r = 0;

    /* Set up in the morning. */
    life->now_ns = START_NS + 9 * 3600 * SIM_NS_PER_S;
    for (int i = 0; r == 0 && i < FIRST_PICTURES; i++) {
        r = see_ordinary(life);
        life->now_ns += SIM_INTERVAL_S * SIM_NS_PER_S;
    }
    if (r == 0)
        r = run_day(life, 0, 24 * LEARNING_DAYS);
    for (unsigned i = 0; r == 0 && i < settings->days; i++)
        r = run_day(life, 1, 24);
    for (int day = 1; r == 0 && tries && day >= 0; day--) {
        /* Noon or after; then in the night. */
        r = run_day(life, 0, day ? 4.0 + 0.25 * (life->camera.number % 8) : 10.5);
        if (r == 0)
            r = sim_life_trials(life, day);
        if (r == 0 && settings->map)
            r = sim_life_map(life, day);
    }
    return r;
}

int sim_run(const struct sim_settings *settings, unsigned number, struct sim_result *result)
{
    struct sim_life life = {.settings = settings, .result = result, .nuisance = -1};

    lw_watch_settings_default(&life.watch_settings);
    for (size_t c = 0; c < lw_condition_count() && settings->sensitivity > 0; c++)
        life.watch_settings.conditions[c].sensitivity = settings->sensitivity;
    int r = sim_camera_new(&life.camera, number, settings->seed, settings->width);
    if (r < 0)
        return r;
    /* The daemon judges each picture by itself, too. */
    r = lw_assessor_open(&life.assessor, NULL, NULL);
    if (r == 0)
        r = lwi_lookout_open(&life.lookout, &life.watch_settings, life.assessor, NULL);
    if (r == 0)
        r = run_life(&life);
    result->cameras++;
    lwi_lookout_close(&life.lookout);
    lw_assessor_close(&life.assessor);
    sim_camera_done(&life.camera);
    return r;
}
