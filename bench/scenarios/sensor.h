/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * From light to a coded picture, as a camera does it: weather and what lies on the lens,
 * exposure, noise, colours, tone curve, denoising, sharpening, text over it.
 */
#ifndef SIM_SENSOR_H
#define SIM_SENSOR_H

#include <stdint.h>

#include "view.h"

/* Everything about one picture, but for what stands in the scene. Zeroed: noon, fine weather. */
struct sim_shot {
    double light;                  /* on the scene, 1 = noon */
    int ir;                        /* infra-red light of the camera's own, no colour */
    int white;                     /* white light of the camera's own */
    int mono;                      /* colour switched off */
    double shadow;                 /* 0..1 strength of a shadow of a building, ... */
    double shadow_at;              /* its edge, share of the width */
    double fog;                    /* share of the contrast that is lost at the farthest */
    double cover;                  /* share of the picture that something before the lens covers */
    double dirt;                   /* share under drops or dust on the lens */
    double exposure;               /* stops beside what the exposure control wants */
    double cast[2];                /* gain of red and of blue against green, in stops */
    double noise;                  /* extra noise, coded levels */
    double stripes, stripes_phase; /* levels; share of their height */
    double flash;                  /* levels, over the whole picture, after exposure */
    double glare[3];               /* x, y as share of the picture; its strength: sun, lamps */
    double headlights;             /* strength of two lamps at a place by `seed` */
    double rain;                   /* bright streaks per 100 x 100 pixels */
    double lorry;                  /* share of the width that something large and near fills */
    int no_signal;
    uint64_t seed; /* of what is random in this picture */
};

/* Of the camera; does not change. */
struct sim_sensor {
    double gain_max;   /* of the exposure control */
    double shot, read; /* noise at gain 1, of light 0..1: variance a unit of light; sigma */
    double sharpen;    /* 0..1.5 */
    int denoise;
    double contrast; /* of the tone curve, 0..0.12 */
    int overlay;     /* 0 none, 1 clock, 2 clock and name */
    const char *name;
    const float *noise; /* of sim_noise_new(); borrowed */
};

/* Random numbers enough for any row of pixels, mean 0, variance 1; malloc'ed. NULL: no memory. */
float *sim_noise_new(void);

/* Planar 4:2:0, limited range. */
struct sim_picture {
    int width, height;
    uint8_t *y, *u, *v;
};

int sim_picture_new(struct sim_picture *ret_picture, int width, int height);
void sim_picture_done(struct sim_picture *picture);

/* Exposes view->work. wall_ns is what the clock shows. 0 or -ENOMEM. */
int sim_sensor_expose(const struct sim_sensor *sensor, struct sim_view *view,
                      const struct sim_shot *shot, int64_t wall_ns, struct sim_picture *picture);

/* The clock alone: the picture stays as it is. */
void sim_sensor_clock(const struct sim_sensor *sensor, int64_t wall_ns,
                      struct sim_picture *picture);

#endif
