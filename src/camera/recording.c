/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "camera/recording.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "camera/camera.h"
#include "camera/fleet_internal.h"
#include "camera/live.h"
#include "record/jpeg.h"

#define QUALITY 85
#define GB      1e9
/* The next key frame may be as far away as this, and then the newest judged picture does. */
#define CAPTURE_WAIT_MS 2000
#define CAPTURE_FPS     10

static int dir_of(const struct lwi_hub *hub, const char *id, char ret_dir[LWI_RECORDING_PATH])
{
    int n = snprintf(ret_dir, LWI_RECORDING_PATH, "%s/%s", hub->recordings_dir, id);
    return n < LWI_RECORDING_PATH ? 0 : -ENAMETOOLONG;
}

static int look(void *cookie, uint8_t **ret_jpeg, size_t *ret_size)
{
    const struct lwi_jpeg_settings settings = {.quality = QUALITY};
    struct lw_frame *frame;
    int r = lwi_camera_frame(cookie, &frame, /* ret_wall_ns= */ NULL);
    if (r < 0)
        return r;
    r = lwi_jpeg_encode(frame, &settings, ret_jpeg, ret_size);
    lwi_frame_unref(&frame);
    return r;
}

int lwi_camera_recorder_open(struct lwi_camera *camera)
{
    const struct lwi_hub *hub = camera->hub;
    char dir[LWI_RECORDING_PATH];
    if (!hub->recordings_dir || dir_of(hub, camera->id, dir) < 0)
        return 0;
    const struct lwi_recorder_eye eye = {look, camera};
    int r = lwi_recorder_new(&camera->recorder, camera->id, dir, &eye, hub->clock, hub->log);
    if (r == 0)
        lwi_camera_recorder_configure(camera, &camera->config);
    return r;
}

void lwi_camera_recorder_close(struct lwi_camera *camera, int forget)
{
    char dir[LWI_RECORDING_PATH];
    struct lw_error error = {0};
    if (!camera->recorder)
        return;
    lwi_recorder_free(&camera->recorder);
    if (forget && dir_of(camera->hub, camera->id, dir) == 0 &&
        lwi_recordings_remove_all(dir, &error) < 0)
        lwi_log_as(camera->hub->log, LWI_LOG_ERROR, LWI_LOG_BY_LEVEL, "recording", "camera %s: %s",
                   camera->id, error.message);
}

void lwi_camera_all_frames_locked(struct lwi_camera *camera)
{
    int recorded = camera->recorder && lwi_recorder_wants_all(camera->recorder);
    atomic_store(&camera->all_frames, recorded || camera->live.viewers > 0 || camera->live.videos);
}

void lwi_camera_recorder_configure(struct lwi_camera *camera,
                                   const struct lwi_camera_config *config)
{
    if (!camera->recorder)
        return;
    int records = lwi_events_records(&camera->events, lwi_clock_realtime(camera->hub->clock));
    atomic_store(&camera->records, records);
    records = records && config->enabled;
    const struct lwi_recorder_settings settings = {
        .mode = records ? (enum lwi_record_mode) config->record : LWI_RECORD_OFF,
        .before_s = config->record_before_s,
        .after_s = config->record_after_s,
        .segment_s = config->record_segment_s,
        .capture_s = records ? config->capture_interval_s : 0,
        .keep_s = config->record_keep_days * 86400,
        .quota_bytes = (uint64_t) (config->record_quota_gb * GB),
        .overwrite = config->record_overwrite,
    };
    lwi_recorder_configure(camera->recorder, &settings);
    (void) pthread_mutex_lock(&camera->lock);
    lwi_camera_all_frames_locked(camera);
    (void) pthread_mutex_unlock(&camera->lock);
}

void lwi_camera_recorder_tick(struct lwi_camera *camera)
{
    int64_t now_ns = lwi_clock_realtime(camera->hub->clock);
    if (!camera->recorder ||
        lwi_events_records(&camera->events, now_ns) == atomic_load(&camera->records))
        return;
    struct lwi_camera_config config;
    int is_current;
    do { /* somebody may change it meanwhile */
        (void) pthread_mutex_lock(&camera->lock);
        memcpy(&config, &camera->config, sizeof(config));
        (void) pthread_mutex_unlock(&camera->lock);
        lwi_camera_recorder_configure(camera, &config);
        (void) pthread_mutex_lock(&camera->lock);
        is_current = memcmp(&config, &camera->config, sizeof(config)) == 0;
        (void) pthread_mutex_unlock(&camera->lock);
    } while (!is_current);
    explicit_bzero(config.password, sizeof(config.password));
}

/* ---- through the fleet ---- */

/* The camera, with a reference, and the folder of its recordings. */
static int find(struct lwi_fleet *fleet, const char *id, struct lwi_camera **ret_camera,
                char ret_dir[LWI_RECORDING_PATH], struct lw_error *reterr)
{
    struct lwi_camera *camera = lwi_fleet_find(fleet, id);
    if (!camera)
        return lwi_error_set(reterr, -ENOENT, "there is no camera '%s'", id);
    int r = 0;
    if (!camera->recorder)
        r = lwi_error_set(reterr, -ENOTSUP, "no recordings are kept here");
    else if (ret_dir)
        r = dir_of(&fleet->hub, id, ret_dir);
    if (r < 0)
        lwi_camera_unref(&camera);
    *ret_camera = camera;
    return r;
}

int lwi_fleet_recordings(struct lwi_fleet *fleet, const char *id, int64_t from_ns, int64_t to_ns,
                         int kind, struct lwi_recording **ret_list, size_t *ret_count,
                         struct lw_error *reterr)
{
    char dir[LWI_RECORDING_PATH];
    struct lwi_camera *camera;
    int r = find(fleet, id, &camera, dir, reterr);
    if (r < 0)
        return r;
    lwi_camera_unref(&camera);
    return lwi_recordings_list(dir, from_ns, to_ns, kind, ret_list, ret_count, reterr);
}

int lwi_fleet_recording_open(struct lwi_fleet *fleet, const char *id, int64_t start_ns,
                             struct lwi_recording *ret_recording, int *ret_fd,
                             struct lw_error *reterr)
{
    char dir[LWI_RECORDING_PATH], path[LWI_RECORDING_PATH];
    struct lwi_camera *camera;
    int r = find(fleet, id, &camera, dir, reterr);
    if (r < 0)
        return r;
    lwi_camera_unref(&camera);
    r = lwi_recordings_find(dir, start_ns, ret_recording, reterr);
    if (r == 0)
        r = lwi_recording_path(dir, ret_recording, path);
    if (r < 0)
        return r;
    *ret_fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    return *ret_fd >= 0
               ? 0
               : lwi_error_set(reterr, -errno, "the recording cannot be read: %s", strerror(errno));
}

int lwi_fleet_recording_remove(struct lwi_fleet *fleet, const char *id, int64_t start_ns,
                               struct lw_error *reterr)
{
    char dir[LWI_RECORDING_PATH];
    struct lwi_camera *camera;
    int r = find(fleet, id, &camera, dir, reterr);
    if (r < 0)
        return r;
    lwi_camera_unref(&camera);
    return lwi_recordings_remove(dir, start_ns, reterr);
}

int lwi_fleet_keep_picture(struct lwi_fleet *fleet, const char *id, int64_t time_ns,
                           int64_t event_id, const uint8_t *jpeg, size_t size,
                           struct lw_error *reterr)
{
    struct lwi_camera *camera;
    int r = find(fleet, id, &camera, NULL, reterr);
    if (r < 0)
        return r;
    r = lwi_recorder_keep(camera->recorder, time_ns, event_id, jpeg, size, reterr);
    lwi_camera_unref(&camera);
    return r == -ENOENT ? -EIO : r; /* the other one says that there is no such camera */
}

/* The next picture of the stream; or else the newest that was judged, and when. */
static int picture_of_now(struct lwi_fleet *fleet, struct lwi_camera *camera,
                          struct lw_frame **ret_frame, int64_t *ret_wall_ns)
{
    struct lwi_live *live = NULL;
    int r = lwi_live_open(&live, fleet, camera->id, LWI_LIVE_MAIN, 0, /* reterr= */ NULL);
    if (r == 0)
        r = lwi_live_frame(live, CAPTURE_WAIT_MS, CAPTURE_FPS, ret_frame);
    lwi_live_close(&live);
    *ret_wall_ns = lwi_clock_realtime(camera->hub->clock);
    return r == 0 ? 0 : lwi_camera_frame(camera, ret_frame, ret_wall_ns);
}

/* The one that was just kept: another may have had its very millisecond. */
static int find_kept(const char *dir, int64_t wall_ns, size_t size,
                     struct lwi_recording *ret_recording, struct lw_error *reterr)
{
    struct lwi_recording *list = NULL;
    size_t count = 0, i = 0;
    int64_t from_ns = wall_ns - wall_ns % LWI_NS_PER_MS;
    int r = lwi_recordings_list(dir, from_ns, from_ns + LWI_NS_PER_S, LWI_RECORDING_CAPTURE, &list,
                                &count, reterr);
    while (r == 0 && i < count && list[i].bytes != size)
        i++;
    if (r == 0 && i == count)
        r = lwi_error_set(reterr, -EIO, "the picture that was kept cannot be found");
    if (r == 0)
        *ret_recording = list[i];
    free(list);
    return r;
}

int lwi_fleet_capture(struct lwi_fleet *fleet, const char *id, struct lwi_recording *ret_recording,
                      struct lw_error *reterr)
{
    const struct lwi_jpeg_settings settings = {.quality = QUALITY};
    char dir[LWI_RECORDING_PATH];
    struct lwi_camera *camera;
    struct lw_frame *frame = NULL;
    uint8_t *jpeg = NULL;
    size_t size = 0;
    int64_t wall_ns = 0;
    int r = find(fleet, id, &camera, dir, reterr);
    if (r < 0)
        return r;
    r = picture_of_now(fleet, camera, &frame, &wall_ns);
    if (r == 0)
        r = lwi_jpeg_encode(frame, &settings, &jpeg, &size);
    lwi_frame_unref(&frame);
    if (r < 0)
        r = lwi_error_set(reterr, r == -EAGAIN ? -ENOENT : r, "there is no picture of the camera");
    if (r == 0)
        r = lwi_recorder_keep(camera->recorder, wall_ns, 0, jpeg, size, reterr);
    if (r == 0)
        r = find_kept(dir, wall_ns, size, ret_recording, reterr);
    free(jpeg);
    lwi_camera_unref(&camera);
    return r;
}

int lwi_fleet_record(struct lwi_fleet *fleet, const char *id, double seconds,
                     struct lw_error *reterr)
{
    struct lwi_camera *camera;
    int r = find(fleet, id, &camera, NULL, reterr);
    if (r < 0)
        return r;
    lwi_recorder_manual(camera->recorder, seconds);
    (void) pthread_mutex_lock(&camera->lock);
    lwi_camera_all_frames_locked(camera);
    (void) pthread_mutex_unlock(&camera->lock);
    lwi_camera_unref(&camera);
    return 0;
}
