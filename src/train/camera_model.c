/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "train/camera_model.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "feature/analysis.h"

/* Luma is the light to this power, about. */
#define GAMMA (1 / 2.2)
/* Larger scenes are halved first: their pixels are rarely sharp. */
#define SCENE_SIDE_MAX 1300u
/* A scene is not made smaller than this. */
#define SCENE_SIDE_MIN 170.0

struct lwi_camera_model {
    struct lwi_plane a, b; /* the picture, and the one that it becomes */
    struct lwi_psf psf;
    struct lwi_decoder *decoder;
};

int lwi_camera_model_new(struct lwi_camera_model **ret_model)
{
    struct lwi_decode_settings settings;
    struct lwi_camera_model *m = calloc(1, sizeof(*m));

    if (!m)
        return -ENOMEM;
    lwi_decode_settings_default(&settings);
    settings.luma_only = 1;
    if (lwi_decoder_new(&m->decoder, &settings) < 0) {
        free(m);
        return -ENOMEM;
    }
    *ret_model = m;
    return 0;
}

void lwi_camera_model_free(struct lwi_camera_model **model)
{
    if (!model || !*model)
        return;
    free((*model)->a.data);
    free((*model)->b.data);
    lwi_decoder_free(&(*model)->decoder);
    free(*model);
    *model = NULL;
}

static void swap(struct lwi_camera_model *m)
{
    struct lwi_plane was = m->a;
    m->a = m->b;
    m->b = was;
}

/* The scene in linear light, 0..1. */
static int take_scene(struct lwi_camera_model *m, const struct lw_frame *scene,
                      struct lwi_random *random)
{
    float light[256];

    for (int i = 0; i < 256; i++)
        light[i] = (float) pow(i / 255.0, 1 / GAMMA);
    if (lwi_plane_reserve(&m->a, scene->width, scene->height) < 0)
        return -ENOMEM;
    for (uint32_t y = 0; y < scene->height; y++)
        for (uint32_t x = 0; x < scene->width; x++)
            m->a.data[(size_t) y * scene->width + x] =
                light[scene->luma[scene->stride * (ptrdiff_t) y + x]];

    const uint32_t longer = scene->width > scene->height ? scene->width : scene->height;
    const uint32_t shorter = scene->width > scene->height ? scene->height : scene->width;
    double scale = lwi_random_log(random, 0.45, 1);
    if (longer > SCENE_SIDE_MAX)
        scale /= 2;
    scale = fmax(scale, fmin(1, SCENE_SIDE_MIN / shorter));
    if (scale > 0.98)
        return 0;
    int r = lwi_plane_resize(&m->b, &m->a, scale, /* cubic= */ 0);
    swap(m);
    return r;
}

static int blur(struct lwi_camera_model *m, int blurry, double zoom, struct lwi_random *random,
                struct lwi_simulated *ret_simulated)
{
    static const enum lwi_psf_kind kinds[] = {LWI_PSF_DISK,  LWI_PSF_DISK,   LWI_PSF_ABERRATED,
                                              LWI_PSF_GAUSS, LWI_PSF_MOTION, LWI_PSF_BOTH};
    struct lwi_simulated s = {.length = 0};
    /* Pixels here for each at the analysis size of the finished picture. */
    const double unit = lwi_analysis_factor((uint32_t) lrint((double) m->a.width * zoom),
                                            (uint32_t) lrint((double) m->a.height * zoom)) /
                        zoom;

    s.kind = kinds[lwi_random_below(random, sizeof(kinds) / sizeof(kinds[0]))];
    s.radius = blurry ? lwi_random_log(random, LWI_CAMERA_BLURRY_MIN, LWI_CAMERA_BLURRY_MAX)
                      : lwi_random_uniform(random, 0, LWI_CAMERA_CLEAR_MAX);
    if (!blurry && lwi_random_chance(random, 0.3))
        s.kind = LWI_PSF_NONE;
    *ret_simulated = s;
    if (s.kind == LWI_PSF_NONE)
        return 0;
    lwi_psf_make(&m->psf, s.kind, s.radius * unit, random);
    ret_simulated->length = m->psf.length / unit;
    ret_simulated->angle = m->psf.angle;
    int r = lwi_plane_convolve(&m->b, &m->a, &m->psf);
    swap(m);
    return r;
}

/* Exposure, haze, shot and read noise; then luma levels. */
static void expose(struct lwi_camera_model *m, struct lwi_random *random)
{
    const size_t count = m->a.width * m->a.height;
    const float gain = (float) exp(lwi_random_uniform(random, -1.2, 0.3));
    const int haze = lwi_random_chance(random, 0.2);
    const float thin = haze ? (float) (1 - lwi_random_uniform(random, 0, 0.6)) : 1;
    const float veil = haze ? (float) lwi_random_uniform(random, 0, 0.3) : 0;
    const int noisy = lwi_random_chance(random, 0.7);
    const double shot = lwi_random_log(random, 1e-5, 3e-3);
    const double read = lwi_random_log(random, 1e-7, 3e-5);

    for (size_t i = 0; i < count; i++) {
        double light = m->a.data[i] * gain * thin + veil;
        if (noisy)
            light += lwi_random_normal(random) * sqrt(shot * light + read);
        m->a.data[i] = (float) (255 * pow(fmin(fmax(light, 0), 1), GAMMA));
    }
}

static int denoise(struct lwi_camera_model *m, struct lwi_random *random)
{
    const double choice = lwi_random_uniform(random, 0, 1);
    int r = 0;

    if (choice < 0.15) {
        r = lwi_plane_bilateral(&m->b, &m->a, lwi_random_uniform(random, 5, 25));
    } else if (choice < 0.25) {
        r = lwi_plane_median(&m->b, &m->a);
    } else if (choice < 0.35) {
        lwi_psf_make(&m->psf, LWI_PSF_GAUSS, lwi_random_uniform(random, 0.55, 1.1), random);
        r = lwi_plane_convolve(&m->b, &m->a, &m->psf);
    } else {
        return 0;
    }
    swap(m);
    return r;
}

/* Unsharp masking. */
static int sharpen(struct lwi_camera_model *m, struct lwi_random *random)
{
    if (!lwi_random_chance(random, 0.4))
        return 0;
    const float amount = (float) lwi_random_uniform(random, 0.2, 1.5);
    lwi_psf_make(&m->psf, LWI_PSF_GAUSS, lwi_random_uniform(random, 1.1, 2.7), random);
    int r = lwi_plane_convolve(&m->b, &m->a, &m->psf);
    for (size_t i = 0; r == 0 && i < m->a.width * m->a.height; i++)
        m->a.data[i] += amount * (m->a.data[i] - m->b.data[i]);
    return r;
}

static int to_frame(const struct lwi_plane *plane, struct lw_frame **ret_frame)
{
    const struct lwi_frame_format format = {
        .width = (uint32_t) plane->width,
        .height = (uint32_t) plane->height,
    };
    int r = lwi_frame_new(ret_frame, &format);

    for (size_t y = 0; r == 0 && y < plane->height; y++) {
        uint8_t *row = lwi_frame_luma(*ret_frame) + (*ret_frame)->stride * (ptrdiff_t) y;
        for (size_t x = 0; x < plane->width; x++)
            row[x] = (uint8_t) lrintf(fminf(fmaxf(plane->data[y * plane->width + x], 0), 255));
    }
    return r;
}

static void draw_bars(struct lw_frame *frame)
{
    const uint32_t high = frame->height / 8;
    uint8_t *luma = lwi_frame_luma(frame);

    for (uint32_t y = 0; y < frame->height; y++)
        if (y < high || y >= frame->height - high)
            memset(luma + frame->stride * (ptrdiff_t) y, 16, frame->width);
}

static int recode(struct lwi_camera_model *m, struct lw_frame **frame, struct lwi_random *random)
{
    static const int qualities[] = {25, 40, 55, 70, 80, 90, 95};
    const double choice = lwi_random_uniform(random, 0, 1);
    const int quality = qualities[lwi_random_below(random, 7)];
    const int crf = 18 + (int) lwi_random_below(random, 20);
    int r = -ENOTSUP;

    if (choice < 0.15)
        return 0;
    if (choice < 0.5)
        r = lwi_recode_h264(frame, crf);
    return r == -ENOTSUP ? lwi_recode_jpeg(m->decoder, frame, quality) : r;
}

int lwi_camera_model_run(struct lwi_camera_model *model, const struct lw_frame *scene, int blurry,
                         struct lwi_random *random, struct lw_frame **ret_frame,
                         struct lwi_simulated *ret_simulated)
{
    static const double zooms[] = {1, 1, 1, 1.25, 1.6};
    const double zoom = zooms[lwi_random_below(random, 5)];
    const int cubic = lwi_random_chance(random, 0.5);
    int r = take_scene(model, scene, random);

    if (r == 0)
        r = blur(model, blurry, zoom, random, ret_simulated);
    if (r == 0) {
        expose(model, random);
        r = denoise(model, random);
    }
    if (r == 0)
        r = sharpen(model, random);
    if (r == 0 && zoom > 1) {
        r = lwi_plane_resize(&model->b, &model->a, zoom, cubic);
        swap(model);
    }
    if (r == 0)
        r = to_frame(&model->a, ret_frame);
    if (r < 0)
        return r;
    if (lwi_random_chance(random, 0.1))
        draw_bars(*ret_frame);
    if (lwi_random_chance(random, 0.4))
        lwi_overlay_draw(*ret_frame, random);
    return recode(model, ret_frame, random);
}
