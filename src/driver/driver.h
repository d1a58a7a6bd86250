/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Drivers: what the programming interface of a brand of cameras can do. One file a
 * brand, a const descriptor at the end of each, one table (table.c).
 *
 * A device is one camera that is spoken to. What it answers is not believed: text
 * is cut to the sizes here, control characters are taken out, and a URL that it
 * names keeps its path only, and leads to the host that was asked.
 *
 * A call blocks, up to the time-outs of the settings, and one thread at a time may
 * be in a device. In one call a password is refused at most once; then the device
 * sends it no more, so that no camera locks its user out.
 */
#ifndef LWI_DRIVER_DRIVER_H
#define LWI_DRIVER_DRIVER_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include "http/http.h"
#include "lenswatch/error.h"

/* ---- what a camera says of itself; UTF-8, "" where it does not say ---- */

struct lwi_device_identity {
    char brand[32]; /* as the camera spells it: "Hikvision", "AXIS" */
    char model[64];
    char firmware[64];
    char serial[64];
    char mac[18]; /* "02:00:00:00:00:01" */
    char name[64];
};

#define LWI_STREAMS_MAX    192 /* a recorder of 64 channels with three each */
#define LWI_DEVICE_URL_MAX 512

struct lwi_device_stream {
    char url[LWI_DEVICE_URL_MAX]; /* rtsp:// or rtsps://, without user and password */
    char codec[16];               /* "h264", "h265", "mjpeg", "mpeg4"; "": not known */
    uint32_t width, height;       /* 0: not known */
    int channel;                  /* from 1 on: of a recorder or a camera of several lenses */
    char name[32];                /* "main", "sub", or the camera's own */
};

struct lwi_device_streams {
    struct lwi_device_stream list[LWI_STREAMS_MAX]; /* of each channel the largest first */
    size_t count;
    char snapshot
        [LWI_DEVICE_URL_MAX]; /* http:// or https://, of the device's channel; "": none known */
    int guessed; /* these are the paths that such cameras usually have; they may lead nowhere */
};

/* The stream of a channel that is best for a small picture, beside the one of that URL; NULL: there
 * is none. */
const struct lwi_device_stream *lwi_device_streams_sub(const struct lwi_device_streams *streams,
                                                       int channel, const char *main_url);

/* ---- the camera's own events ---- */

struct lwi_device_event {
    char condition[32]; /* our name of it: "defocus", "covered", "signal_lost", ...; "": another */
    char code[64];      /* the camera's own word */
    int active;         /* it begins or goes on; 0: it is over */
    int pulse;          /* the camera says no end */
    int channel;        /* from 1 on; 0: not said */
};

/* ---- lens ---- */

enum lwi_focus_kind {
    LWI_FOCUS_AUTO,  /* find the focus once */
    LWI_FOCUS_NEAR,  /* by amount, a share of the range */
    LWI_FOCUS_FAR,   /* by amount */
    LWI_FOCUS_TO,    /* to the position amount, 0 (near) to 1 (far) */
    LWI_FOCUS_RESET, /* let the lens find its end stops again */
};

struct lwi_focus {
    enum lwi_focus_kind kind;
    double amount; /* 0..1 */
};

struct lwi_preset {
    char token[64]; /* what the camera calls it */
    char name[64];
};

#define LWI_PRESETS_MAX 64

struct lwi_presets {
    struct lwi_preset list[LWI_PRESETS_MAX];
    size_t count;
};

/* What of turning and zooming a camera can. */
struct lwi_ptz_can {
    int move, zoom;
    int save; /* where it looks, as a preset */
};

/* How fast a camera turns and zooms, each from -1 to 1: to the right, upwards, closer. It goes on
 * until it is told another one; all 0: it stands. */
struct lwi_move {
    double pan, tilt, zoom;
};

struct lwi_device_output {
    char token[64];
    int active; /* -1: not known */
};

#define LWI_OUTPUTS_MAX 16

struct lwi_device_outputs {
    struct lwi_device_output list[LWI_OUTPUTS_MAX];
    size_t count;
};

/* The camera's own defocus detection. */
struct lwi_device_defocus {
    int enabled;
    int sensitivity; /* 1..100; -1: the camera has none, or it is to stay as it is */
};

/* ---- drivers ---- */

struct lwi_device;

/* How sure a driver is that a device is one of its brand. */
enum lwi_probe {
    LWI_PROBE_NO = 0,
    LWI_PROBE_WEAK = 1,   /* a path of the brand wants a password; so may every path */
    LWI_PROBE_COMMON = 2, /* it speaks the language, as other brands do */
    LWI_PROBE_SURE = 3,
};

/* A function that is NULL: the brand's interface has nothing of the kind. Each returns 0 or, with
 * *reterr filled in, what lwi_http_do() and lwi_http_check() return, -ENOTSUP where this camera
 * cannot do it, or -EPROTO where its answer makes no sense. */
struct lwi_driver {
    const char *name;  /* "hikvision" */
    const char *help;  /* which cameras */
    size_t state_size; /* zeroed bytes in the device, owned by the framework */

    /* Without a password. Never fails: what does not answer is not of the brand. */
    enum lwi_probe (*probe)(struct lwi_device *);
    int (*identify)(struct lwi_device *, struct lwi_device_identity *ret_identity,
                    struct lw_error *);
    int (*streams)(struct lwi_device *, struct lwi_device_streams *ret_streams, struct lw_error *);
    /* Path and query of the picture of the device's channel. */
    int (*snapshot)(struct lwi_device *, char ret_path[LWI_DEVICE_URL_MAX], struct lw_error *);

    int (*events_begin)(struct lwi_device *, struct lw_error *);
    /* The next event: waits up to wait_s; -EAGAIN when there was none in that time. */
    int (*events_read)(struct lwi_device *, double wait_s, struct lwi_device_event *ret_event,
                       struct lw_error *);
    void (*events_end)(struct lwi_device *);
    double event_hold_s; /* an event that is not said again for so long is over; 0: the camera says
                          * the end of each */

    unsigned focus_kinds; /* bits of 1u << enum lwi_focus_kind that the brand has */
    int (*focus)(struct lwi_device *, const struct lwi_focus *, struct lw_error *);
    int (*focus_position)(struct lwi_device *, double *ret_position, struct lw_error *);

    int (*presets)(struct lwi_device *, struct lwi_presets *ret_presets, struct lw_error *);
    int (*preset_go)(struct lwi_device *, const char *token, struct lw_error *);
    int (*preset_now)(struct lwi_device *, unsigned *ret_number, struct lw_error *);
    /* What this camera can; *ret_can is all 0 before. */
    int (*ptz)(struct lwi_device *, struct lwi_ptz_can *ret_can, struct lw_error *);
    int (*move)(struct lwi_device *, const struct lwi_move *, struct lw_error *);
    /* token: of the preset that is replaced, or a free number; "": the camera names it. */
    int (*preset_save)(struct lwi_device *, const char *token, const char *name, struct lw_error *);
    int preset_numbers; /* who saves a preset numbers it, from 1 to this; 0: the camera does */
    int (*outputs)(struct lwi_device *, struct lwi_device_outputs *ret_outputs, struct lw_error *);
    int (*output_set)(struct lwi_device *, const char *token, int active, struct lw_error *);

    int (*defocus_get)(struct lwi_device *, struct lwi_device_defocus *ret, struct lw_error *);
    int (*defocus_set)(struct lwi_device *, const struct lwi_device_defocus *, struct lw_error *);

    void (*done)(void *state); /* of a state that was never used, too; may be NULL */
};

/* NULL-ended; of two that are equally sure the first one is taken. */
extern const struct lwi_driver *const lwi_drivers[];

/* NULL: there is none of that name. */
const struct lwi_driver *lwi_driver_find(const char *name);

/* ---- devices ---- */

struct lwi_device_settings {
    const char *url;           /* http://HOST[:PORT], https://...; or HOST[:PORT], which is http */
    const char *driver;        /* NULL or "auto": found out by lwi_device_probe() */
    const char *user;          /* NULL or "": none */
    const char *password;      /* NULL: none */
    int channel;               /* from 1 on; default 1 */
    int rtsp_port;             /* 0 (default): what the camera says, or 554 */
    enum lwi_http_trust trust; /* default: LWI_HTTP_TRUST_PIN */
    const char *pin;           /* as in http/http.h */
    double timeout_s;          /* of silence, and half of the longest request; default 5 */
    const atomic_bool *cancel; /* may be NULL */
};

void lwi_device_settings_default(struct lwi_device_settings *ret_settings);

/* Strings are copied; nothing is sent yet. 0, -EINVAL, -ENOENT (no such driver) or -ENOMEM. */
int lwi_device_open(struct lwi_device **ret_device, const struct lwi_device_settings *settings,
                    struct lw_error *reterr);
void lwi_device_close(struct lwi_device **device);

/*
 * Finds the driver, unless one was named, and who the camera is. Asks without a password first; a
 * password is sent to one driver's interface only, unless that turns out not to be there.
 * Without a user: where the camera wants one for it, *ret_identity has the brand alone, and that is
 * -EACCES. Returns as lwi_http_do(); -ENOENT: there is a web server, but no camera that is known.
 */
int lwi_device_probe(struct lwi_device *device, struct lwi_device_identity *ret_identity,
                     struct lw_error *reterr);

/* Whether the camera refused the user or the password, and not only what was asked of it. */
int lwi_device_refused(const struct lwi_device *device);

/* NULL before a successful lwi_device_probe(), unless it was named. */
const struct lwi_driver *lwi_device_driver(const struct lwi_device *device);

/* The certificate's pin, to be stored; "" where there is none. Borrowed. */
const char *lwi_device_pin(const struct lwi_device *device);

/* What the driver can, for a device whose driver is known (-EINVAL: it is not); -ENOTSUP where the
 * brand's interface has nothing of the kind. */
int lwi_device_identify(struct lwi_device *device, struct lwi_device_identity *ret_identity,
                        struct lw_error *reterr);
int lwi_device_streams(struct lwi_device *device, struct lwi_device_streams *ret_streams,
                       struct lw_error *reterr);
/* One picture, as the camera encodes it; malloc'ed. */
int lwi_device_snapshot(struct lwi_device *device, uint8_t **ret_data, size_t *ret_size,
                        struct lw_error *reterr);

/* The camera's own events. begin fills nothing; after an error, end and begin anew. */
int lwi_device_events_begin(struct lwi_device *device, struct lw_error *reterr);
/* Waits up to wait_s: -EAGAIN when there was none in that time. */
int lwi_device_events_read(struct lwi_device *device, double wait_s,
                           struct lwi_device_event *ret_event, struct lw_error *reterr);
void lwi_device_events_end(struct lwi_device *device);

/* Whether the brand's interface has it; that this camera has such a lens it does not say. */
int lwi_device_can_focus(const struct lwi_device *device, enum lwi_focus_kind kind);
/* Returns once the lens has moved, where the camera says so; LWI_FOCUS_AUTO may still go on. */
int lwi_device_focus(struct lwi_device *device, const struct lwi_focus *focus,
                     struct lw_error *reterr);
/* 0 (near) to 1 (far). */
int lwi_device_focus_position(struct lwi_device *device, double *ret_position,
                              struct lw_error *reterr);

int lwi_device_presets(struct lwi_device *device, struct lwi_presets *ret_presets,
                       struct lw_error *reterr);
int lwi_device_preset_go(struct lwi_device *device, const char *token, struct lw_error *reterr);
/* The number of the preset that the camera stands on: its token where that is a number up to
 * LWI_PRESET_NUMBER_MAX, else its place in the list, from 1 on. -ENOENT: on none, or it moves. */
#define LWI_PRESET_NUMBER_MAX 999
int lwi_device_preset_now(struct lwi_device *device, unsigned *ret_number, struct lw_error *reterr);
/* All 0 where the camera, or what its driver knows of it, has nothing of the kind. */
int lwi_device_ptz(struct lwi_device *device, struct lwi_ptz_can *ret_can, struct lw_error *reterr);
/* -EINVAL: a speed is beyond 1. Who moves a camera stops it, too. */
int lwi_device_move(struct lwi_device *device, const struct lwi_move *move,
                    struct lw_error *reterr);
int lwi_move_is_stop(const struct lwi_move *move);
/* Keeps where the camera looks under a name of 1 to 32 characters; one of the same name is
 * replaced. -ENOSPC: there are as many presets as are listed. */
int lwi_device_preset_save(struct lwi_device *device, const char *name, struct lw_error *reterr);
int lwi_device_outputs(struct lwi_device *device, struct lwi_device_outputs *ret_outputs,
                       struct lw_error *reterr);
int lwi_device_output_set(struct lwi_device *device, const char *token, int active,
                          struct lw_error *reterr);

/* The camera's own defocus detection, of the device's channel. */
int lwi_device_defocus_get(struct lwi_device *device, struct lwi_device_defocus *ret_defocus,
                           struct lw_error *reterr);
int lwi_device_defocus_set(struct lwi_device *device, const struct lwi_device_defocus *defocus,
                           struct lw_error *reterr);

#endif
