/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * One simulated camera: a scene, a lens, a sensor, an encoder, and the time of the day. What
 * happens before it is put together from three parts: the ordinary (light, weather, traffic),
 * at most one nuisance, at most one fault.
 */
#ifndef SIM_CAMERA_H
#define SIM_CAMERA_H

#include "coder.h"
#include "train/random.h"

#define SIM_ACTORS_MAX 24

/* One picture to be. */
struct sim_moment {
    struct sim_shot shot;
    double radius[2]; /* of the disk of defocus at the left and the right edge, px@1080p */
    double shift[2];  /* px@1080p */
    int repeat;       /* the same picture as before, but for the clock */
    int frozen;       /* the same, and the stream goes on with it */
    double kbit;      /* a second, were the picture 1080p, at most; 0: as set up */
    int resized;      /* the camera sends smaller pictures */
    double torn;      /* share of the coded picture that is not received */
    int crowd;        /* people beside the ordinary ones */
};

/* What lights an outdoor scene at night. */
enum sim_night {
    SIM_NIGHT_IR,    /* infra-red light of the camera's own: no colour */
    SIM_NIGHT_WHITE, /* white light of the camera's own */
    SIM_NIGHT_LAMPS, /* the street's */
};

struct sim_camera {
    unsigned number;
    const struct sim_scene *scene;
    struct sim_view view;
    struct sim_sensor sensor;
    float *noise; /* the sensor's; owned */
    struct sim_picture picture;
    struct sim_coder *coder;
    struct sim_coder_settings coding; /* of the stream */
    struct sim_coder_settings wanted; /* of the coder that is open */
    struct sim_stream *frozen;        /* of the picture that is frozen; NULL: none is */
    struct sim_picture resized;
    double key_kbit[2]; /* what a key frame takes by day, by night; 0: not measured yet */
    enum sim_night night;
    int started; /* a picture was taken: it can be repeated */
    struct lwi_random random;
};

/* Camera `number`: each differs from the others, the same in every run. main_width: of
 * pictures of the main stream. 0 or a negative errno. */
int sim_camera_new(struct sim_camera *ret_camera, unsigned number, uint64_t seed, int main_width);
void sim_camera_done(struct sim_camera *camera);

/* The ordinary picture at a time, in the hours of the camera's place. */
void sim_camera_ordinary(struct sim_camera *camera, int64_t wall_ns, struct sim_moment *ret_moment);

/* Takes the picture. *ret_frame is the caller's. 0; -EAGAIN or -EBADMSG: nothing of it could be
 * decoded; or a negative errno. */
int sim_camera_take(struct sim_camera *camera, const struct sim_moment *moment, int64_t wall_ns,
                    struct lw_frame **ret_frame);

/* Hour of the day, 0..24. */
double sim_hour(int64_t wall_ns);

/* ---- what is injected: faults.c and nuisances.c ---- */

struct sim_fault {
    const char *name;      /* also where it stands for a kind: "defocus, tilted" */
    const char *condition; /* that shall find it */
    const char *accepted;  /* another that may, or NULL */
    const char *unit;
    double strengths[4]; /* rising; 0: no more */
    double documented;   /* from this strength on it shall be found */
    int by_day;          /* 1: only by day (it needs colour or light); 0: day and night */
    int outdoor;         /* 1: only outdoors */
    void (*apply)(struct sim_moment *moment, double strength, unsigned step,
                  struct lwi_random *random);
};

extern const struct sim_fault sim_faults[];
extern const int sim_fault_count;

struct sim_nuisance {
    const char *name;
    int outdoor;       /* only there */
    int night;         /* 1: only then; -1: only by day; 2: only at dusk, of infra-red cameras */
    unsigned pictures; /* that it lasts, each 5 s after the other */
    void (*apply)(struct sim_moment *moment, unsigned step, unsigned pictures,
                  struct lwi_random *random);
};

extern const struct sim_nuisance sim_nuisances[];
extern const int sim_nuisance_count;

#endif
