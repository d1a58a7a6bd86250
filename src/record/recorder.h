/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * The recorder of one camera. It is given every packet of the stream, keeps the last
 * seconds of them in memory, and writes clips with a thread of its own: a slow disk holds up
 * neither the stream nor another camera.
 *
 * A clip around an event begins some seconds before its reason and ends some seconds after:
 * once for the start of the event, and once for its end. A fault may last for weeks, and a
 * recording of it is of no use after the first minute.
 *
 * All functions are thread-safe.
 */
#ifndef LWI_RECORD_RECORDER_H
#define LWI_RECORD_RECORDER_H

#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/log.h"
#include "lenswatch/error.h"
#include "record/recordings.h"

struct lwi_packet;
struct lwi_recorder;

enum lwi_record_mode {
    LWI_RECORD_OFF = 0,
    LWI_RECORD_EVENTS,
    LWI_RECORD_ALWAYS,
};

struct lwi_recorder_settings {
    enum lwi_record_mode mode;
    double before_s, after_s; /* of an event */
    double segment_s;         /* of a continuous recording: a new file after so long */
    double capture_s;         /* seconds from one captured picture to the next; 0: none */
    double keep_s;            /* what is older is removed; 0: nothing is, by age */
    uint64_t quota_bytes;     /* 0: no limit but the disk */
    int overwrite;            /* at the quota the oldest goes; else recording stops */
};

/* Where a picture to capture comes from. Called by the recorder's thread. */
struct lwi_recorder_eye {
    /* The newest picture as JPEG, malloc'ed. < 0: none. */
    int (*look)(void *cookie, uint8_t **ret_jpeg, size_t *ret_size);
    void *cookie;
};

/* dir is the camera's own; strings are copied, clock and log borrowed. What was being written when
 * the program ended gets its final name. 0 or -ENOMEM. */
int lwi_recorder_new(struct lwi_recorder **ret_recorder, const char *camera_id, const char *dir,
                     const struct lwi_recorder_eye *eye, const struct lwi_clock *clock,
                     const struct lwi_log *log);
/* Ends what is being written and waits for it. */
void lwi_recorder_free(struct lwi_recorder **recorder);

void lwi_recorder_configure(struct lwi_recorder *recorder,
                            const struct lwi_recorder_settings *settings);

/* Whether it needs all packets of the stream, not key frames alone. */
int lwi_recorder_wants_all(struct lwi_recorder *recorder);

/* A packet of the stream. Not taken over; it is copied, by reference. */
void lwi_recorder_offer(struct lwi_recorder *recorder, const struct lwi_packet *packet);

/* The stream has ended: what comes next is another, and another clip. */
void lwi_recorder_cut(struct lwi_recorder *recorder);

/* An event started or ended, at the time of the picture that told (realtime): what is recorded
 * before it is counted from there, what is recorded after it from now. */
void lwi_recorder_event(struct lwi_recorder *recorder, int64_t event_id, int64_t wall_ns);

/*
 * Keeps a picture of that time among the recordings, whatever the mode; the quota and the age of
 * the settings hold for it. The same picture of the same event is kept once. 0, -ENOSPC or an
 * errno.
 */
int lwi_recorder_keep(struct lwi_recorder *recorder, int64_t time_ns, int64_t event_id,
                      const uint8_t *jpeg, size_t size, struct lw_error *reterr);

/* Records from now on, whatever the mode. seconds: 0 ends it. */
void lwi_recorder_manual(struct lwi_recorder *recorder, double seconds);

struct lwi_recorder_status {
    int is_writing;
    enum lwi_recording_kind kind; /* of what is written */
    int64_t start_ns;             /* of it */
    uint64_t bytes;               /* of all recordings, when one ended last */
    uint64_t lost;                /* gaps: the disk was too slow */
    struct lw_error error;        /* why it does not record, code 0: it does, or need not */
};
void lwi_recorder_status(struct lwi_recorder *recorder, struct lwi_recorder_status *ret_status);

#endif
