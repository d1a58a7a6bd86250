/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "camera.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define NS_PER_DAY  INT64_C(86400000000000)
#define WIDTH_1080P 1920.0
#define SUB_WIDTH   640
/* What a camera sends after a change of the size of its pictures. */
#define RESIZED_WIDTH 512
#define NS_PER_FRAME  (INT64_C(1000000000) / SIM_FRAME_RATE)
/* Coded to learn what a key frame takes: to the third one. */
#define PROBE_FRAMES (2 * SIM_KEY_EVERY)
/* From one look at a picture that is frozen to the next, two groups of pictures. */
#define FROZEN_FRAMES (2 * SIM_KEY_EVERY)
#define WALK          3.0 /* of something of size 1, from frame to frame, units of the scene */

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

/* Its pixels as a share of those at 1080p. */
static double pixels_of(const struct sim_camera *c)
{
    return (double) c->coding.width * c->coding.height / (1920.0 * 1080);
}

/* One in four is watched on its sub stream. */
static int is_sub(const struct sim_camera *c)
{
    return c->number % 4 == 3;
}

static void choose_coding(struct sim_camera *c, int main_width)
{
    static const double rates[] = {2048, 512, 8192, 1024, 4096};
    const int sub = is_sub(c);
    const int width = sub ? SUB_WIDTH : main_width;

    c->coding = (struct sim_coder_settings){width, width * 9 / 16,
                                            c->number % 4 == 2 || c->number % 8 == 7, 0};
    /* Rates are those of a 1080p stream; smaller pictures get as many bits a pixel, and sub
     * streams, which are small to be cheap, twice that. */
    c->coding.kbit = fmax(rates[c->number % 5] * pixels_of(c) * (sub ? 2 : 1), 64);
}

int sim_camera_new(struct sim_camera *ret_camera, unsigned number, uint64_t seed, int main_width)
{
    struct sim_camera c = {.number = number,
                           .scene = &sim_scenes[number % (unsigned) sim_scene_count]};

    c.random = lwi_random_for(seed, number);
    c.night = c.scene->outdoor ? (enum sim_night)(number / (unsigned) sim_scene_count % 3)
                               : SIM_NIGHT_LAMPS;
    choose_sensor(&c);
    c.sensor.noise = c.noise = sim_noise_new();
    choose_coding(&c, main_width);
    const double px = c.coding.width / WIDTH_1080P;
    const double own[2] = {lwi_random_uniform(&c.random, 0.5, 0.9) * fmax(px, 0.6),
                           lwi_random_uniform(&c.random, 0.9, 1.5) * fmax(px, 0.6)};
    int r = c.noise ? 0 : -ENOMEM;
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
    sim_picture_done(&camera->resized);
    sim_coder_free(&camera->coder);
    sim_stream_free(&camera->frozen);
    free(camera->noise);
    camera->noise = NULL;
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
    } else if (c->night == SIM_NIGHT_IR) {
        m->shot.light = 0.05;
        m->shot.ir = 1;
    } else if (c->night == SIM_NIGHT_WHITE) {
        m->shot.light = 0.04;
        m->shot.white = 1;
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

/* Composes and exposes the picture. */
static int expose(struct sim_camera *c, const struct sim_moment *m, int variant,
                  const struct sim_actor *actors, int count, int64_t wall_ns)
{
    const double px = c->coding.width / WIDTH_1080P;
    const double radius[2] = {m->radius[0] * px, m->radius[1] * px};
    const double shift[2] = {m->shift[0] * px, m->shift[1] * px};
    int r = sim_view_compose(&c->view, variant, radius, shift, actors, count);

    return r < 0 ? r : sim_sensor_expose(&c->sensor, &c->view, &m->shot, wall_ns, &c->picture);
}

/*
 * What a key frame of this camera's stream takes in this light: a stream of it is coded, with
 * new noise in every frame, and everybody in it walking on. The first key frame does not count,
 * for the rate is not yet found then.
 */
static int measure_key(struct sim_camera *c, int64_t wall_ns, double *ret_kbit)
{
    struct sim_actor actors[SIM_ACTORS_MAX];
    struct sim_moment m;
    struct sim_stream *stream;
    double sum = 0;
    int keys = -1;

    sim_camera_ordinary(c, wall_ns, &m);
    const int count = cast_actors(c, &m, sim_hour(wall_ns), actors);
    int r = sim_stream_new(&stream, &c->coding);
    if (r < 0)
        return r;
    for (int i = 0; r == 0 && i <= PROBE_FRAMES; i++) {
        double kbit = 0;
        m.shot.seed++;
        for (int k = 0; k < count; k++)
            actors[k].x += (actors[k].left ? -1 : 1) * actors[k].size * WALK;
        r = expose(c, &m, 0, actors, count, wall_ns + i * NS_PER_FRAME);
        if (r == 0)
            r = sim_stream_add(stream, &c->picture, &kbit);
        if (kbit > 0 && ++keys > 0)
            sum += kbit;
    }
    sim_stream_free(&stream);
    *ret_kbit = keys > 0 ? sum / keys : c->coding.kbit;
    return r;
}

/* Opens the encoder anew where its size or rate is another now. */
static int set_coder(struct sim_camera *c, const struct sim_moment *m, int64_t wall_ns)
{
    const double hour = sim_hour(wall_ns);
    const int night = hour < 6 || hour > 20;
    struct sim_coder_settings wanted = c->coding;
    int r = 0;

    if (c->key_kbit[night] <= 0)
        r = measure_key(c, wall_ns, &c->key_kbit[night]);
    wanted.kbit = c->key_kbit[night];
    if (m->kbit > 0)
        wanted.kbit *= fmin(m->kbit * pixels_of(c) * (is_sub(c) ? 2 : 1) / c->coding.kbit, 1);
    if (m->resized) {
        wanted.width = RESIZED_WIDTH;
        wanted.height = RESIZED_WIDTH * 9 / 16;
    }
    if (r < 0 || (c->coder && wanted.width == c->wanted.width && wanted.kbit == c->wanted.kbit))
        return r;
    c->wanted = wanted;
    sim_coder_free(&c->coder);
    return sim_coder_new(&c->coder, &wanted);
}

static void resize_plane(uint8_t *to, int to_width, int to_height, const uint8_t *from, int width,
                         int height)
{
    for (int y = 0; y < to_height; y++)
        for (int x = 0; x < to_width; x++) {
            const int x0 = x * width / to_width, x1 = (x + 1) * width / to_width;
            const int y0 = y * height / to_height, y1 = (y + 1) * height / to_height;
            int sum = 0, count = 0;
            for (int j = y0; j < y1 || j == y0; j++)
                for (int i = x0; i < x1 || i == x0; i++, count++)
                    sum += from[j * width + i];
            to[y * to_width + x] = (uint8_t) (sum / count);
        }
}

/* The picture as the encoder gets it. */
static int resize(struct sim_camera *c, const struct sim_picture **ret_picture)
{
    struct sim_picture *to = &c->resized;
    const struct sim_picture *from = &c->picture;
    int r = 0;

    if (!to->y)
        r = sim_picture_new(to, RESIZED_WIDTH, RESIZED_WIDTH * 9 / 16);
    if (r < 0)
        return r;
    resize_plane(to->y, to->width, to->height, from->y, from->width, from->height);
    resize_plane(to->u, to->width / 2, to->height / 2, from->u, from->width / 2, from->height / 2);
    resize_plane(to->v, to->width / 2, to->height / 2, from->v, from->width / 2, from->height / 2);
    *ret_picture = to;
    return 0;
}

/* The last picture again and again, under its clock, for 4 of the 5 s since the one before: what is
 * sent between two key frames decides how they differ. */
static int take_frozen(struct sim_camera *c, int64_t wall_ns, struct lw_frame **ret_frame)
{
    int r = c->frozen ? 0 : sim_stream_new(&c->frozen, &c->coding);

    for (int i = 1 - FROZEN_FRAMES; r == 0 && i <= 0; i++) {
        double kbit = 0;
        sim_sensor_clock(&c->sensor, wall_ns + i * NS_PER_FRAME, &c->picture);
        r = sim_stream_add(c->frozen, &c->picture, &kbit);
        if (r == 0 && i == 1 - SIM_KEY_EVERY)
            r = sim_stream_decode(c->frozen, wall_ns, ret_frame);
    }
    return r;
}

int sim_camera_take(struct sim_camera *camera, const struct sim_moment *moment, int64_t wall_ns,
                    struct lw_frame **ret_frame)
{
    const struct sim_picture *picture = &camera->picture;
    struct sim_actor actors[SIM_ACTORS_MAX];

    if (moment->frozen && camera->started)
        return take_frozen(camera, wall_ns, ret_frame);
    sim_stream_free(&camera->frozen);
    int r = set_coder(camera, moment, wall_ns);
    if (r == 0 && !(moment->repeat && camera->started)) {
        int count = cast_actors(camera, moment, sim_hour(wall_ns), actors);
        r = expose(camera, moment, (int) (moment->shot.seed % SIM_VARIANTS), actors, count,
                   wall_ns);
        camera->started = 1;
    } else if (r == 0) {
        sim_sensor_clock(&camera->sensor, wall_ns, &camera->picture);
    }
    if (r == 0 && moment->resized)
        r = resize(camera, &picture);
    return r < 0 ? r : sim_coder_run(camera->coder, picture, 1 - moment->torn, wall_ns, ret_frame);
}
