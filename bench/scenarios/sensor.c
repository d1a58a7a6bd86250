/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "sensor.h"

#include <errno.h>
#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../../demo/overlay.h"
#include "train/random.h"

/* What the exposure control makes of the mean of the light. */
#define MEAN_WANTED 0.17
#define NOISE_TABLE (1u << 17)
#define CURVE       4096 /* entries of the tone curve */
#define DROPS_MAX   400
/* How steep the edge of a drop is, and where one hides half of what is behind it: of its radius. */
#define DROP_EDGE 4
#define DROP_HALF (1 - 0.5 / DROP_EDGE)
/* Cells of the picture in which is counted what drops hide. */
#define DIRT_X 160
#define DIRT_Y 90

struct row {
    float *r, *g, *b;
};

struct drop {
    float x, y, radius;
};

struct frame_state {
    const struct sim_sensor *sensor;
    const struct sim_shot *shot;
    const struct sim_view *view;
    const struct demo_layer *dirty; /* the scene far out of focus, or NULL */
    struct drop drops[DROPS_MAX];
    int drop_count;
    float gain;
    float level[CURVE + 1]; /* tone curve: light to coded levels */
    float sigma[CURVE + 1]; /* noise in coded levels, by light */
    float sigma_own;        /* of the sensor alone, where pictures have most pixels */
    struct lwi_random random;
};

int sim_picture_new(struct sim_picture *ret_picture, int width, int height)
{
    size_t n = (size_t) width * (size_t) height;
    uint8_t *y = malloc(n * 3 / 2);

    if (!y)
        return -ENOMEM;
    *ret_picture = (struct sim_picture){width, height, y, y + n, y + n + n / 4};
    return 0;
}

void sim_picture_done(struct sim_picture *picture)
{
    free(picture->y);
    *picture = (struct sim_picture){0};
}

/* How much light falls on a place, and what is added to it. */
static void light_row(const struct frame_state *s, int y, const struct row *row)
{
    const struct sim_shot *shot = s->shot;
    const int w = s->view->width, h = s->view->height;
    const float scale = (float) shot->light / 65535;
    const uint16_t *p = s->view->work.rgba + (size_t) y * (size_t) w * 4;
    const float v = (float) y / (float) h;
    const float edge = (float) shot->shadow_at + 0.25f * v;

    for (int x = 0; x < w; x++, p += 4) {
        const float u = (float) x / (float) w;
        float k = scale;
        if (shot->shadow > 0) {
            float in = fminf(fmaxf((edge - u) * 120 + 0.5f, 0), 1);
            k *= 1 - (float) shot->shadow * in;
        }
        if (shot->ir || shot->white) {
            float d = (u - 0.5f) * (u - 0.5f) + 0.6f * (v - 0.55f) * (v - 0.55f);
            k *= fmaxf(0.12f, 1 - 3.0f * d);
        }
        row->r[x] = p[0] * k;
        row->g[x] = p[1] * k;
        row->b[x] = p[2] * k;
    }
}

static void add_light(const struct row *row, int x, float add)
{
    row->r[x] += add;
    row->g[x] += add;
    row->b[x] += add * 0.92f;
}

/* Fog by the distance of this row. */
static void fog_row(const struct frame_state *s, int y, const struct row *row)
{
    const struct sim_scene *scene = s->view->scene;
    const double foot = (double) y / s->view->height * DEMO_SCENE_HEIGHT;
    const double t = (foot - scene->far_y) / (DEMO_SCENE_HEIGHT - scene->far_y);
    /* On the ground distance goes with the inverse of the height in the picture. */
    const double distance = t <= 0 ? 1 : 1 / (1 + t * (scene->far - 1));
    const float keep = (float) pow(1 - fmin(s->shot->fog, 0.999), distance);
    const float veil = (1 - keep) * 0.55f * (float) s->shot->light;

    for (int x = 0; x < s->view->width; x++) {
        row->r[x] = row->r[x] * keep + veil;
        row->g[x] = row->g[x] * keep + veil;
        row->b[x] = row->b[x] * keep + veil;
    }
}

static void glare_row(const struct frame_state *s, int y, const struct row *row)
{
    const struct sim_shot *shot = s->shot;
    const float w = (float) s->view->width, h = (float) s->view->height;
    struct lwi_random random = lwi_random_for(shot->seed, 3);
    const float hx = (float) lwi_random_uniform(&random, 0.2, 0.8);
    const float hy = (float) lwi_random_uniform(&random, 0.5, 0.85);

    for (int x = 0; x < s->view->width; x++) {
        float u = (float) x / w, v = (float) y / h * (h / w), add = 0;
        if (shot->glare[2] > 0) {
            float dx = u - (float) shot->glare[0], dy = v - (float) shot->glare[1] * h / w;
            float d2 = dx * dx + dy * dy;
            add += (float) shot->glare[2] * (0.12f / (1 + 40 * d2) + 1 / (1 + 9000 * d2 * d2));
        }
        for (int i = 0; i < 2 && shot->headlights > 0; i++) {
            float dx = u - hx - 0.05f * (float) i, dy = v - hy * h / w;
            float d2 = (dx * dx + dy * dy) * 2500;
            add += (float) shot->headlights / (1 + d2 * d2 / 4 + d2);
        }
        if (add > 0)
            add_light(row, x, add);
    }
}

/* Something large and near that drives by: a flat side with letters, in focus. */
static void lorry_row(const struct frame_state *s, int y, const struct row *row)
{
    const int w = s->view->width;
    const int last = (int) (w * s->shot->lorry);
    const double v = (double) y / s->view->height;

    for (int x = 0; x < last; x++) {
        float k = v < 0.04 || v > 0.9 ? 0.04f : x * 24 / w % 6 == 5 ? 0.18f : 0.42f;
        if (v > 0.35 && v < 0.55 && x * 90 / w % 7 < 3 && ((int) (v * 60) + x * 33 / w) % 3)
            k = 0.08f;
        k *= (float) s->shot->light;
        row->r[x] = k * 1.15f;
        row->g[x] = k;
        row->b[x] = k * 0.9f;
    }
}

static void dirt_row(const struct frame_state *s, int y, const struct row *row)
{
    const uint16_t *p = s->dirty->rgba + (size_t) y * (size_t) s->view->width * 4;
    const float k = (float) s->shot->light / 65535;

    for (int i = 0; i < s->drop_count; i++) {
        const struct drop *d = &s->drops[i];
        const float dy = (float) y - d->y;
        if (fabsf(dy) >= d->radius)
            continue;
        const float half = sqrtf(d->radius * d->radius - dy * dy);
        for (int x = (int) fmaxf(d->x - half, 0); x < d->x + half && x < s->view->width; x++) {
            float dx = (float) x - d->x;
            float there = fminf((1 - sqrtf(dx * dx + dy * dy) / d->radius) * DROP_EDGE, 1);
            float veil = 0.03f * (float) s->shot->light;
            row->r[x] += (p[x * 4] * k * 0.75f + veil - row->r[x]) * there;
            row->g[x] += (p[x * 4 + 1] * k * 0.75f + veil - row->g[x]) * there;
            row->b[x] += (p[x * 4 + 2] * k * 0.75f + veil - row->b[x]) * there;
        }
    }
}

/* Before the lens, so far out of focus that its edge is wide. */
static void cover_row(const struct frame_state *s, int y, const struct row *row)
{
    const float v = (float) y / (float) s->view->height;
    const float edge = (float) s->shot->cover * 1.08f - 0.04f + 0.02f * sinf(7 * v);
    const float k = 0.06f * (float) s->shot->light;

    for (int x = 0; x < s->view->width; x++) {
        float in = fminf(fmaxf((edge - (float) x / (float) s->view->width) * 14 + 0.5f, 0), 1);
        float own = k * (1 + 0.3f * v);
        row->r[x] += (own * 1.2f - row->r[x]) * in;
        row->g[x] += (own - row->g[x]) * in;
        row->b[x] += (own * 0.8f - row->b[x]) * in;
    }
}

static void light_all(const struct frame_state *s, int y, const struct row *row)
{
    const struct sim_shot *shot = s->shot;

    light_row(s, y, row);
    if (shot->lorry > 0)
        lorry_row(s, y, row);
    if (shot->fog > 0)
        fog_row(s, y, row);
    if (s->drop_count > 0)
        dirt_row(s, y, row);
    if (shot->glare[2] > 0 || shot->headlights > 0)
        glare_row(s, y, row);
    if (shot->cover > 0)
        cover_row(s, y, row);
}

/* The exposure control: what makes the mean of the light right, as far as it goes. */
static float find_gain(const struct frame_state *s, const struct row *row)
{
    double sum = 0;
    int count = 0;

    for (int y = 4; y < s->view->height; y += 12) {
        light_all(s, y, row);
        for (int x = 4; x < s->view->width; x += 8, count++)
            sum += fmin(0.299 * row->r[x] + 0.587 * row->g[x] + 0.114 * row->b[x], 3);
    }
    double gain = fmin(MEAN_WANTED / fmax(sum / count, 1e-6), s->sensor->gain_max);
    return (float) (gain * exp2(s->shot->exposure));
}

static void make_curves(struct frame_state *s)
{
    const struct sim_sensor *sensor = s->sensor;
    /* What the exposure control gets by a longer time costs no noise; the rest is gain. */
    const double gain = fmax(1, s->gain / 4);

    for (int i = 0; i <= CURVE; i++) {
        double light = (double) i / CURVE;
        double v = pow(light, 1 / DEMO_GAMMA);
        v -= sensor->contrast * sin(2 * M_PI * v) / (2 * M_PI) * 2;
        s->level[i] = (float) (255 * v);
    }
    for (int i = 0; i <= CURVE; i++) {
        double light = (double) i / CURVE;
        double sigma =
            sqrt(sensor->shot * gain * light + sensor->read * sensor->read * gain * gain);
        int a = (int) fmax(i - 40, 0), b = (int) fmin(i + 40, CURVE);
        double slope = (s->level[b] - s->level[a]) / (b - a) * CURVE;
        s->sigma[i] = (float) hypot(sigma * slope, s->shot->noise);
        if (i == CURVE / 5)
            s->sigma_own = (float) (sigma * slope);
    }
}

static float coded(const struct frame_state *s, float light, float noise)
{
    float at = light * CURVE;
    int i = at <= 0 ? 0 : at >= CURVE ? CURVE - 1 : (int) at;
    float part = fminf(at - (float) i, 1);
    return s->level[i] + (s->level[i + 1] - s->level[i]) * part + s->sigma[i] * noise;
}

static uint8_t byte(float value)
{
    return value < 0 ? 0 : value > 255 ? 255 : (uint8_t) (value + 0.5f);
}

struct planes {
    float *y;         /* 0..255; its first pixel */
    ptrdiff_t stride; /* of y, which has a pixel more at each side */
    float *rows[6];   /* two rows of r, g, b */
    float *cb, *cr;   /* a row of chroma */
    float *memory;
};

/* As many random numbers as a row has pixels. */
static const float *noise_row(struct frame_state *s)
{
    const unsigned free_start = NOISE_TABLE - (unsigned) s->view->width;
    return s->sensor->noise + lwi_random_bits(&s->random) % free_start;
}

/* Two rows of light to luma and one row of chroma. */
static void code_rows(struct frame_state *s, int y, struct planes *p, struct sim_picture *picture)
{
    const int w = s->view->width;
    const float red = s->gain * (float) exp2(s->shot->cast[0]);
    const float blue = s->gain * (float) exp2(s->shot->cast[1]);
    const int grey = s->shot->ir || s->shot->mono;

    memset(p->cb, 0, (size_t) w / 2 * sizeof(float));
    memset(p->cr, 0, (size_t) w / 2 * sizeof(float));
    for (int i = 0; i < 2; i++) {
        const struct row row = {p->rows[i * 3], p->rows[i * 3 + 1], p->rows[i * 3 + 2]};
        float *out = p->y + (y + i) * p->stride;
        const float *n0 = noise_row(s), *n1 = noise_row(s), *n2 = noise_row(s);
        light_all(s, y + i, &row);
        for (int x = 0; x < w; x++) {
            if (grey) {
                float l = 0.299f * row.r[x] + 0.587f * row.g[x] + 0.114f * row.b[x];
                out[x] = coded(s, l * s->gain, n0[x]);
                continue;
            }
            float r = coded(s, row.r[x] * red, n1[x]);
            float g = coded(s, row.g[x] * s->gain, n0[x]);
            float b = coded(s, row.b[x] * blue, n2[x]);
            float l = 0.299f * r + 0.587f * g + 0.114f * b;
            out[x] = l;
            p->cb[x / 2] += (b - l) * 0.141f;
            p->cr[x / 2] += (r - l) * 0.178f;
        }
    }
    uint8_t *u = picture->u + (size_t) (y / 2) * (size_t) (w / 2);
    uint8_t *v = picture->v + (size_t) (y / 2) * (size_t) (w / 2);
    for (int x = 0; x < w / 2; x++) {
        u[x] = byte(128 + p->cb[x] * 0.8785f);
        v[x] = byte(128 + p->cr[x] * 0.8785f);
    }
}

/* Stripes, flashes and streaks of rain, which are in the light or the wires. */
static void disturb(const struct frame_state *s, const struct planes *p)
{
    const struct sim_shot *shot = s->shot;
    const int w = s->view->width, h = s->view->height;
    struct lwi_random random = lwi_random_for(shot->seed, 5);

    if (shot->stripes > 0 || shot->flash != 0)
        for (int y = 0; y < h; y++) {
            double bars = sin(2 * M_PI * (9.0 * y / h + shot->stripes_phase));
            float add = (float) (shot->flash +
                                 shot->stripes * (bars > 0 ? 1 : -1) * fmin(fabs(bars) * 3, 1));
            for (int x = 0; x < w; x++)
                p->y[y * p->stride + x] += add;
        }
    for (int i = (int) (shot->rain * w * h / 10000); i > 0; i--) {
        int x = (int) lwi_random_below(&random, (unsigned) w);
        int y = (int) lwi_random_below(&random, (unsigned) h);
        int length = 6 + (int) lwi_random_below(&random, (unsigned) h / 16);
        float add = (float) lwi_random_uniform(&random, 10, 70);
        for (int k = 0; k < length && y + k < h && x + k / 6 < w; k++)
            p->y[(y + k) * p->stride + x + k / 6] += add;
    }
}

/* Beyond the edge lies what lies on it. */
static void pad(const struct planes *p, int w, int h)
{
    for (int y = 0; y < h; y++) {
        float *row = p->y + y * p->stride;
        row[-1] = row[0];
        row[w] = row[w - 1];
    }
    memcpy(p->y - p->stride - 1, p->y - 1, (size_t) (w + 2) * sizeof(float));
    memcpy(p->y + h * p->stride - 1, p->y + (h - 1) * p->stride - 1,
           (size_t) (w + 2) * sizeof(float));
}

/* Denoising by the mean of the neighbours that differ little; then unsharp masking. */
static void process(const struct frame_state *s, const struct planes *p,
                    struct sim_picture *picture)
{
    const int w = s->view->width, h = s->view->height;
    const float amount = (float) s->sensor->sharpen;
    const float range = s->sensor->denoise ? 2.5f * s->sigma_own : 0;

    pad(p, w, h);
    for (int y = 0; y < h; y++) {
        const float *rows[3] = {p->y + (y - 1) * p->stride, p->y + y * p->stride,
                                p->y + (y + 1) * p->stride};
        uint8_t *out = picture->y + (size_t) y * (size_t) w;
        for (int x = 0; x < w; x++) {
            const float here = rows[1][x];
            float sum = 0, kept = 0, count = 0;
            for (int i = 0; i < 9; i++) {
                const float v = rows[i / 3][x + i % 3 - 1];
                /* The pixel itself always counts. */
                const float near = i == 4 || fabsf(v - here) < range ? 1.0f : 0.0f;
                sum += v;
                kept += near * v;
                count += near;
            }
            const float v = kept / count;
            const float coded_as = 16.5f + (v + amount * (v - sum / 9)) * (219.0f / 255);
            out[x] = (uint8_t) (int) fminf(fmaxf(coded_as, 0), 255);
        }
    }
}

/* Marks what a drop hides by half and more. Returns how many cells of the grid are new. */
static unsigned mark_drop(uint8_t *hidden, const struct sim_view *view, const struct drop *d)
{
    const double x_of = (double) DIRT_X / view->width, y_of = (double) DIRT_Y / view->height;
    unsigned more = 0;

    for (int i = 0; i < DIRT_X * DIRT_Y; i++) {
        double dx = (i % DIRT_X + 0.5) / x_of - d->x, dy = (i / DIRT_X + 0.5) / y_of - d->y;
        if (hidden[i] || hypot(dx, dy) > DROP_HALF * d->radius)
            continue;
        hidden[i] = 1;
        more++;
    }
    return more;
}

/* Until they hide their share: what two have in common they hide once, and nothing outside. */
static void make_drops(struct frame_state *s)
{
    struct lwi_random random = lwi_random_for(17, (uint64_t) s->view->width);
    uint8_t hidden[DIRT_X * DIRT_Y] = {0};

    for (double done = 0; done < s->shot->dirt * sizeof hidden && s->drop_count < DROPS_MAX;) {
        struct drop *d = &s->drops[s->drop_count++];
        d->x = (float) lwi_random_uniform(&random, 0, s->view->width);
        d->y = (float) lwi_random_uniform(&random, 0, s->view->height);
        d->radius = (float) (s->view->width * lwi_random_uniform(&random, 0.03, 0.09));
        done += mark_drop(hidden, s->view, d);
    }
}

static void print_overlay(const struct sim_sensor *sensor, int64_t wall_ns,
                          struct sim_picture *picture)
{
    char text[40];
    time_t t = (time_t) (wall_ns / 1000000000);
    struct tm tm;

    (void) gmtime_r(&t, &tm);
    (void) strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &tm);
    demo_overlay(picture->y, picture->width, picture->height, text, 0);
    if (sensor->overlay > 1)
        demo_overlay(picture->y, picture->width, picture->height, sensor->name, 1);
}

/* The blue of a device that has lost its camera. */
static void no_signal(struct sim_picture *picture)
{
    const size_t n = (size_t) picture->width * (size_t) picture->height;

    memset(picture->y, 41, n);
    memset(picture->u, 240, n / 4);
    memset(picture->v, 110, n / 4);
}

static int planes_new(struct planes *p, const struct frame_state *s)
{
    const size_t w = (size_t) s->view->width, h = (size_t) s->view->height;
    const size_t padded = (w + 2) * (h + 2);
    float *memory = malloc((padded + 8 * w) * sizeof(float));

    if (!memory)
        return -ENOMEM;
    p->memory = memory;
    p->stride = (ptrdiff_t) (w + 2);
    p->y = memory + p->stride + 1;
    for (size_t i = 0; i < 6; i++)
        p->rows[i] = memory + padded + i * w;
    p->cb = memory + padded + 6 * w;
    p->cr = memory + padded + 7 * w;
    return 0;
}

float *sim_noise_new(void)
{
    struct lwi_random random = lwi_random_for(23, 0);
    float *noise = malloc(NOISE_TABLE * sizeof(*noise));

    for (unsigned i = 0; noise && i < NOISE_TABLE; i++)
        noise[i] = (float) lwi_random_normal(&random);
    return noise;
}

void sim_sensor_clock(const struct sim_sensor *sensor, int64_t wall_ns, struct sim_picture *picture)
{
    if (sensor->overlay)
        print_overlay(sensor, wall_ns, picture);
}

int sim_sensor_expose(const struct sim_sensor *sensor, struct sim_view *view,
                      const struct sim_shot *shot, int64_t wall_ns, struct sim_picture *picture)
{
    struct frame_state *s = calloc(1, sizeof(*s));
    struct planes p = {0};
    int r = s ? 0 : -ENOMEM;

    if (r == 0) {
        s->sensor = sensor;
        s->shot = shot;
        s->view = view;
        s->random = lwi_random_for(shot->seed, 1);
        r = planes_new(&p, s);
    }
    if (r == 0 && shot->dirt > 0) {
        s->dirty = sim_view_still(view, 0, 24.0 * view->width / 1920);
        r = s->dirty ? 0 : -ENOMEM;
        make_drops(s);
    }
    if (r == 0) {
        s->gain = find_gain(s, &(struct row){p.rows[0], p.rows[1], p.rows[2]});
        make_curves(s);
        for (int y = 0; y < view->height; y += 2)
            code_rows(s, y, &p, picture);
        disturb(s, &p);
        process(s, &p, picture);
        if (sensor->overlay)
            print_overlay(sensor, wall_ns, picture);
        if (shot->no_signal)
            no_signal(picture);
    }
    free(p.memory);
    free(s);
    return r;
}
