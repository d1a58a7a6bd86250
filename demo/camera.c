/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "camera.h"

#include <errno.h>
#include <math.h>
#include <pthread.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "overlay.h"
#include "stage.h"

/* The focus motor needs so long from sharp to blurred. */
#define RAMP_S 1.5

/* Noise of the sensor in levels of 0..255: by day, and with the gain of the night. */
#define NOISE_DAY   1.4
#define NOISE_DARK  5.0
#define LIGHT_DARK  0.012
#define NOISE_COUNT 65536
#define NOISE_PAD   8192

struct demo_camera {
    pthread_mutex_t lock;
    struct demo_camera_settings settings;
    struct demo_stage *stage;
    struct demo_random random;
    int16_t *noise; /* NOISE_COUNT + NOISE_PAD, sigma 1 in 1/1024 */
    uint8_t *last;  /* the picture before, without its letters, for freezing */
    int have_last;
    double focus; /* 0 sharp .. 1 blurred */
    double last_s;
    int by_hand; /* commands have taken over from the time table */
    int blurred, dark, covered, frozen, stalled;
};

static int fill_noise(struct demo_camera *c)
{
    c->noise = malloc((NOISE_COUNT + NOISE_PAD) * sizeof(*c->noise));
    if (!c->noise)
        return -ENOMEM;
    for (int i = 0; i < NOISE_COUNT; i++) { /* Box and Muller */
        double u = 1 - demo_random(&c->random);
        double v = demo_random(&c->random);
        c->noise[i] = (int16_t) lround(1024 * sqrt(-2 * log(u)) * cos(2 * M_PI * v));
    }
    memcpy(c->noise + NOISE_COUNT, c->noise, NOISE_PAD * sizeof(*c->noise));
    return 0;
}

/* Of a half-made camera. A whole one lasts as long as the process. */
static void camera_free(struct demo_camera *c)
{
    demo_stage_free(&c->stage);
    free(c->noise);
    free(c->last);
    (void) pthread_mutex_destroy(&c->lock);
    free(c);
}

int demo_camera_new(struct demo_camera **ret_camera, const struct demo_camera_settings *settings)
{
    if (settings->width < 160 || settings->width > 3840 || settings->height < 90 ||
        settings->height > 2160 || settings->width % 2 || settings->height % 2)
        return -EINVAL;
    struct demo_camera *c = calloc(1, sizeof(*c));
    if (!c)
        return -ENOMEM;
    (void) pthread_mutex_init(&c->lock, NULL);
    c->settings = *settings;
    c->random.state = settings->seed * 3 + 5;
    int r = fill_noise(c);
    if (r == 0)
        r = demo_stage_new(&c->stage, settings->width, settings->height, settings->seed);
    if (r == 0)
        r = demo_stage_set_radius(c->stage, settings->radius_px);
    c->last = malloc((size_t) demo_camera_bytes(c));
    if (r < 0 || !c->last) {
        camera_free(c);
        return r < 0 ? r : -ENOMEM;
    }
    *ret_camera = c;
    return 0;
}

int demo_camera_bytes(const struct demo_camera *camera)
{
    return camera->settings.width * camera->settings.height * 3 / 2;
}

static int wants_blur(const struct demo_camera *c, double time_s)
{
    const struct demo_camera_settings *s = &c->settings;
    if (c->by_hand || s->every_s <= 0)
        return c->blurred;
    return time_s >= s->first_s && fmod(time_s - s->first_s, s->every_s) < s->for_s;
}

static void move_focus(struct demo_camera *c, double time_s)
{
    double step = (time_s - c->last_s) / RAMP_S;
    c->last_s = time_s;
    if (step < 0 || step > 1)
        step = 1;
    if (wants_blur(c, time_s))
        c->focus = fmin(1, c->focus + step);
    else
        c->focus = fmax(0, c->focus - step);
}

static uint8_t clamp(int v)
{
    return (uint8_t) (v < 0 ? 0 : v > 255 ? 255 : v);
}

/* The sensor: light and noise. gain is a factor on the coded picture, in 1/4096. */
static void expose(struct demo_camera *c, const struct demo_picture16 *in, int gain, int sigma,
                   uint8_t *out)
{
    int width = c->settings.width;
    int height = c->settings.height;
    for (int y = 0; y < height; y++) {
        const int16_t *noise = c->noise + (int) (demo_random(&c->random) * (NOISE_COUNT - 1));
        const int16_t *row = in->y + (ptrdiff_t) y * width;
        uint8_t *to = out + (ptrdiff_t) y * width;
        for (int x = 0; x < width; x++)
            to[x] = clamp((((row[x] * gain) >> 12) + ((noise[x] * sigma) >> 12) + 1024 + 32) >> 6);
    }
    int chroma = width / 2 * (height / 2);
    uint8_t *to = out + (ptrdiff_t) width * height;
    for (int i = 0; i < chroma; i++)
        to[i] = clamp((((in->u[i] * gain) >> 12) + 8192 + 32) >> 6);
    to += chroma;
    for (int i = 0; i < chroma; i++)
        to[i] = clamp((((in->v[i] * gain) >> 12) + 8192 + 32) >> 6);
}

/* A bag over the lens: almost black, a little reddish light from one side. */
static void paint_cover(struct demo_camera *c, uint8_t *out)
{
    int width = c->settings.width;
    int height = c->settings.height;
    for (int y = 0; y < height; y++) {
        const int16_t *noise = c->noise + (int) (demo_random(&c->random) * (NOISE_COUNT - 1));
        for (int x = 0; x < width; x++)
            *out++ = clamp(22 + 8 * x / width + 4 * y / height + ((noise[x] * 2) >> 10));
    }
    memset(out, 126, (size_t) (width / 2 * (height / 2)));
    memset(out + width / 2 * (height / 2), 134, (size_t) (width / 2 * (height / 2)));
}

static void draw_overlay(const struct demo_camera *c, uint8_t *out)
{
    char text[64];
    struct tm tm;
    time_t now = time(NULL);
    if (localtime_r(&now, &tm) && strftime(text, sizeof(text), "%Y-%m-%d %H:%M:%S", &tm) > 0)
        demo_overlay(out, c->settings.width, c->settings.height, text, /* bottom= */ 0);
    demo_overlay(out, c->settings.width, c->settings.height, c->settings.name, /* bottom= */ 1);
    struct timespec t;
    if (c->settings.coded_clock && clock_gettime(CLOCK_REALTIME, &t) == 0)
        demo_overlay_clock(out, c->settings.width, c->settings.height,
                           (uint64_t) t.tv_sec * 1000 + (uint64_t) t.tv_nsec / 1000000);
}

static int render_locked(struct demo_camera *c, double time_s, uint8_t *out)
{
    move_focus(c, time_s);
    if (c->stalled)
        return -EAGAIN;
    size_t bytes = (size_t) demo_camera_bytes(c);
    if (c->frozen && c->have_last) {
        memcpy(out, c->last, bytes);
        draw_overlay(c, out);
        return 0;
    }
    if (c->covered) {
        paint_cover(c, out);
    } else {
        /* Clouds pass. */
        double light = 1 + 0.10 * sin(2 * M_PI * time_s / 151) + 0.05 * sin(2 * M_PI * time_s / 37);
        if (c->dark)
            light *= LIGHT_DARK;
        double sigma = c->dark ? NOISE_DARK : NOISE_DAY;
        const struct demo_picture16 *picture = demo_stage_play(c->stage, time_s, c->focus);
        expose(c, picture, (int) lround(4096 * pow(light, 1 / DEMO_GAMMA)),
               (int) lround(sigma * 256), out);
    }
    memcpy(c->last, out, bytes);
    c->have_last = 1;
    draw_overlay(c, out);
    return 0;
}

int demo_camera_render(struct demo_camera *camera, double time_s, uint8_t *picture)
{
    (void) pthread_mutex_lock(&camera->lock);
    int r = render_locked(camera, time_s, picture);
    (void) pthread_mutex_unlock(&camera->lock);
    return r;
}

static int defocus_locked(struct demo_camera *c, const char *argument)
{
    if (*argument) {
        char *end = NULL;
        double radius = strtod(argument, &end);
        if (*end || !(radius >= 0 && radius <= 40))
            return -EINVAL;
        int r = demo_stage_set_radius(c->stage, radius);
        if (r < 0)
            return r;
    }
    c->by_hand = 1;
    c->blurred = 1;
    return 0;
}

static int command_locked(struct demo_camera *c, const char *word, const char *argument)
{
    const struct {
        const char *word;
        int *flag, value;
    } switches[] = {
        {"focus", &c->blurred, 0},   {"dark", &c->dark, 1},       {"light", &c->dark, 0},
        {"cover", &c->covered, 1},   {"uncover", &c->covered, 0}, {"freeze", &c->frozen, 1},
        {"unfreeze", &c->frozen, 0}, {"stall", &c->stalled, 1},   {"resume", &c->stalled, 0},
    };
    if (strcmp(word, "defocus") == 0)
        return defocus_locked(c, argument);
    for (size_t i = 0; i < sizeof(switches) / sizeof(switches[0]); i++) {
        if (strcmp(switches[i].word, word) == 0) {
            *switches[i].flag = switches[i].value;
            if (switches[i].flag == &c->blurred)
                c->by_hand = 1;
            return 0;
        }
    }
    return -EINVAL;
}

int demo_camera_command(struct demo_camera *camera, const char *line)
{
    char word[16] = "";
    char argument[16] = "";
    if (sscanf(line, "%15s %15s", word, argument) < 1)
        return -EINVAL;
    (void) pthread_mutex_lock(&camera->lock);
    int r = command_locked(camera, word, argument);
    (void) pthread_mutex_unlock(&camera->lock);
    return r;
}
