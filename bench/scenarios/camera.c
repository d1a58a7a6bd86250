/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "camera.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#define NS_PER_DAY  INT64_C(86400000000000)
#define WIDTH_1080P 1920.0

static const char *const names[] = {"CAMERA 01", "GATE NORTH", "HALL B", "YARD 3"};

static void choose_sensor(struct sim_camera *c)
{
    struct lwi_random *r = &c->random;

    c->sensor = (struct sim_sensor){
        .gain_max = lwi_random_log(r, 24, 64),
        .shot = lwi_random_log(r, 2e-5, 2e-4),
        .read = lwi_random_log(r, 3e-4, 1.2e-3),
        .sharpen = lwi_random_chance(r, 0.6) ? lwi_random_uniform(r, 0.2, 1.2) : 0,
        .denoise = lwi_random_chance(r, 0.75),
        .contrast = lwi_random_uniform(r, 0, 0.12),
        .overlay = (int) (c->number % 3),
        .name = names[c->number % 4],
    };
}

static void choose_coding(struct sim_camera *c, int full)
{
    static const double rates[] = {2048, 512, 8192, 1024, 4096};
    /* One in four is watched on its sub stream. */
    const int sub = c->number % 4 == 3;
    const int width = sub || !full ? 640 : 960;

    c->coding = (struct sim_coder_settings){width, width * 9 / 16, (c->number / 2) % 2, 0};
    /* Rates are those of a 1080p stream; smaller pictures get as many bits a pixel, and sub
     * streams, which are small to be cheap, twice that. */
    double pixels = (double) width * width * 9 / 16 / (1920.0 * 1080);
    c->coding.kbit = fmax(rates[c->number % 5] * pixels * (sub ? 2 : 1), 64);
    c->kbit_now = c->coding.kbit;
}

int sim_camera_new(struct sim_camera *ret_camera, unsigned number, uint64_t seed, int full)
{
    struct sim_camera c = {.number = number,
                           .scene = &sim_scenes[number % (unsigned) sim_scene_count]};

    c.random = lwi_random_for(seed, number);
    c.night_ir = c.scene->outdoor && (number / 6) % 3 != 2;
    choose_sensor(&c);
    choose_coding(&c, full);
    const double px = c.coding.width / WIDTH_1080P;
    const double own[2] = {lwi_random_uniform(&c.random, 0.5, 0.9) * fmax(px, 0.6),
                           lwi_random_uniform(&c.random, 0.9, 1.5) * fmax(px, 0.6)};
    int r = sim_coder_new(&c.coder, &c.coding);
    if (r == 0)
        r = sim_view_new(&c.view, c.scene,
                         seed + number / (unsigned) sim_scene_count * 100 + number, c.coding.width,
                         c.coding.height, own);
    if (r == 0)
        r = sim_picture_new(&c.picture, c.coding.width, c.coding.height);
    *ret_camera = c;
    if (r < 0)
        sim_camera_done(ret_camera);
    return r;
}

void sim_camera_done(struct sim_camera *camera)
{
    sim_view_done(&camera->view);
    sim_picture_done(&camera->picture);
    sim_coder_free(&camera->coder);
}

double sim_hour(int64_t wall_ns)
{
    return (double) (wall_ns % NS_PER_DAY) / (double) NS_PER_DAY * 24;
}

/* Daylight from 6 to 20 h, with half an hour of dusk. */
static double daylight(double hour)
{
    double up = fmin(hour - 5.5, 20.5 - hour);
    double share = fmin(fmax(up, 0), 1);
    return share * share * (3 - 2 * share) * (0.35 + 0.65 * sin(M_PI * fmax(up, 0) / 15));
}

static void ordinary_outdoor(struct sim_camera *c, double hour, int64_t day, struct sim_moment *m)
{
    const double sun = daylight(hour);
    /* The weather of the day: fine, cloudy, rain. The same for the whole of it. */
    struct lwi_random weather = lwi_random_for(c->number + 91, (uint64_t) day);
    const double clouds = lwi_random_uniform(&weather, 0, 1);
    const double drift = 0.5 + 0.5 * sin(hour * 3 + clouds * 20);

    if (sun > 0.012) {
        m->shot.light = sun * (1 - 0.6 * clouds * drift);
        m->shot.shadow = clouds < 0.6 ? 0.6 * (1 - clouds * drift) : 0;
        m->shot.shadow_at = (hour - 5) / 12 - 0.3;
        m->shot.fog = clouds > 0.85 ? 0.2 : 0.03;
    } else if (c->night_ir) {
        m->shot.light = 0.05;
        m->shot.ir = 1;
    } else {
        m->shot.light = 0.016;
        m->shot.cast[0] = 0.12;
        m->shot.cast[1] = -0.2;
    }
    if (clouds > 0.9)
        m->shot.rain = m->shot.ir ? 1.5 : 0.4;
}

static void ordinary_indoor(struct sim_camera *c, double hour, struct sim_moment *m)
{
    /* Lamps on from 7 to 19 h; then one in eight, which is enough for a camera. */
    const int on = hour > 7 && hour < 19;

    m->shot.light = on ? 0.3 : 0.04;
    if (c->number & 1) /* windows */
        m->shot.light += 0.2 * daylight(hour);
}

void sim_camera_ordinary(struct sim_camera *camera, int64_t wall_ns, struct sim_moment *ret_moment)
{
    const double hour = sim_hour(wall_ns);
    struct sim_moment m = {.kbit = 0};

    if (camera->scene->outdoor)
        ordinary_outdoor(camera, hour, wall_ns / NS_PER_DAY, &m);
    else
        ordinary_indoor(camera, hour, &m);
    m.shot.seed = lwi_random_bits(&camera->random);
    /* What the exposure control leaves. */
    m.shot.exposure = 0.05 * lwi_random_normal(&camera->random);
    *ret_moment = m;
}

/* More of it by day than by night. */
static int cast_actors(struct sim_camera *c, const struct sim_moment *m, double hour,
                       struct sim_actor *actors)
{
    const struct sim_scene *scene = c->scene;
    struct lwi_random random = lwi_random_for(m->shot.seed, 9);
    const unsigned most = hour > 7 && hour < 20 ? 6 : 2;
    int count = (int) lwi_random_below(&random, most) + m->crowd;

    count = count < SIM_ACTORS_MAX ? count : SIM_ACTORS_MAX;
    for (int i = 0; i < count; i++) {
        struct sim_actor *a = &actors[i];
        double near = lwi_random_uniform(&random, 0, 1);
        int car = scene->cars && i >= m->crowd && lwi_random_chance(&random, 0.6);
        a->sprite = (car ? 0 : 4) + (int) lwi_random_below(&random, 4);
        a->x = lwi_random_uniform(&random, 0, DEMO_SCENE_WIDTH);
        a->y = scene->ground[0] + near * (scene->ground[1] - scene->ground[0]);
        a->size = scene->size[0] + near * (scene->size[1] - scene->size[0]);
        a->left = lwi_random_chance(&random, 0.5);
    }
    return count;
}

static int set_rate(struct sim_camera *c, double kbit)
{
    struct sim_coder_settings settings = c->coding;

    if (kbit == 0)
        kbit = c->coding.kbit;
    if (kbit == c->kbit_now)
        return 0;
    settings.kbit = c->kbit_now = kbit;
    sim_coder_free(&c->coder);
    return sim_coder_new(&c->coder, &settings);
}

int sim_camera_take(struct sim_camera *camera, const struct sim_moment *moment, int64_t wall_ns,
                    struct lw_frame **ret_frame)
{
    struct sim_actor actors[SIM_ACTORS_MAX];
    const double px = camera->coding.width / WIDTH_1080P;
    const double radius[2] = {moment->radius[0] * px, moment->radius[1] * px};
    const double shift[2] = {moment->shift[0] * px, moment->shift[1] * px};
    int r = set_rate(camera, moment->kbit);

    if (r == 0 && !(moment->repeat && camera->started)) {
        int count = cast_actors(camera, moment, sim_hour(wall_ns), actors);
        r = sim_view_compose(&camera->view, (int) (moment->shot.seed % SIM_VARIANTS), radius, shift,
                             actors, count);
        if (r == 0)
            r = sim_sensor_expose(&camera->sensor, &camera->view, &moment->shot, wall_ns,
                                  &camera->picture);
        camera->started = 1;
    } else if (r == 0) {
        sim_sensor_clock(&camera->sensor, wall_ns, &camera->picture);
    }
    return r < 0 ? r : sim_coder_run(camera->coder, &camera->picture, wall_ns, ret_frame);
}
