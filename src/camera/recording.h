/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* A camera and its recorder, and what the fleet says of recordings. */
#ifndef LWI_CAMERA_RECORDING_H
#define LWI_CAMERA_RECORDING_H

#include "camera/fleet.h"
#include "record/recorder.h"

struct lwi_camera;
struct lwi_packet;

/* Makes the camera's recorder, where the fleet has a folder for recordings. 0 or -ENOMEM. */
int lwi_camera_recorder_open(struct lwi_camera *camera);
/* Ends it. forget: what was recorded is removed, too. */
void lwi_camera_recorder_close(struct lwi_camera *camera, int forget);

/* The camera's settings are others; camera.lock is not held. */
void lwi_camera_recorder_configure(struct lwi_camera *camera,
                                   const struct lwi_camera_config *config);
/* Has the recorder begin or end where the schedule of recordings says so; a few times a second. */
void lwi_camera_recorder_tick(struct lwi_camera *camera);
/* Whether the stream must be read whole, by now; camera.lock is held. */
void lwi_camera_all_frames_locked(struct lwi_camera *camera);

/*
 * Recordings of one camera, through the fleet. All: -ENOENT (there is no such camera, or no such
 * recording), -ENOTSUP (this fleet keeps no recordings), with *reterr; else as in
 * record/recordings.h.
 */
int lwi_fleet_recordings(struct lwi_fleet *fleet, const char *id, int64_t from_ns, int64_t to_ns,
                         int kind, struct lwi_recording **ret_list, size_t *ret_count,
                         struct lw_error *reterr);
/* *ret_fd is the caller's. */
int lwi_fleet_recording_open(struct lwi_fleet *fleet, const char *id, int64_t start_ns,
                             struct lwi_recording *ret_recording, int *ret_fd,
                             struct lw_error *reterr);
int lwi_fleet_recording_remove(struct lwi_fleet *fleet, const char *id, int64_t start_ns,
                               struct lw_error *reterr);
/* As lwi_recorder_keep(). -ENOENT: there is no such camera, and nothing else. */
int lwi_fleet_keep_picture(struct lwi_fleet *fleet, const char *id, int64_t time_ns,
                           int64_t event_id, const uint8_t *jpeg, size_t size,
                           struct lw_error *reterr);
/* Keeps a picture of now among the recordings: the next one of the stream, or the newest judged one
 * where none comes soon. -ENOENT (no such camera, or no picture of it yet). */
int lwi_fleet_capture(struct lwi_fleet *fleet, const char *id, struct lwi_recording *ret_recording,
                      struct lw_error *reterr);
/* Records for so many seconds from now, whatever the camera's settings; 0: no longer. */
int lwi_fleet_record(struct lwi_fleet *fleet, const char *id, double seconds,
                     struct lw_error *reterr);

#endif
