/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "record/recorder.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <time.h>

#include "base/error.h"
#include "base/file.h"
#include "record/clip.h"
#include "record/ring.h"
#include "source/source.h"

/* Of one camera: 40 s of 8 Mbit/s, with room for a disk that hesitates. */
#define RING_BYTES ((size_t) 64 << 20)
/* A disk may hesitate for so long before pictures are lost. */
#define SLACK_NS (10 * LWI_NS_PER_S)
/* An event may be told so long after the picture that shows it: judging and storing take time, on a
 * busy machine more. What is kept goes back so much further. */
#define LATE_NS (5 * LWI_NS_PER_S)
/* After a failure, such as a full disk. */
#define RETRY_NS (10 * LWI_NS_PER_S)
#define SLICE_NS (LWI_NS_PER_S / 2)
/* What recordings leave free on a disk: the database is perhaps on the same. */
#define RESERVE_BYTES ((uint64_t) 256 << 20)
/* Milliseconds from the time of a picture to that under which it is kept. */
#define KEEP_TRIES 100

struct lwi_recorder {
    char camera_id[33];
    char *dir;
    struct lwi_recorder_eye eye;
    const struct lwi_clock *clock;
    const struct lwi_log *log;
    pthread_t thread;

    pthread_mutex_t lock;
    pthread_cond_t wake; /* on the monotonic clock */
    /* Under lock. */
    int thread_runs, stop;
    struct lwi_recorder_settings settings;
    struct lwi_ring ring;
    int64_t event_from_ns, event_until_ns; /* monotonic: an event is recorded; 0: none */
    int64_t event_id;
    int64_t manual_from_ns, manual_until_ns;
    struct lwi_recorder_status status;

    /* Of the thread. */
    int64_t capture_ns; /* monotonic: when the next picture is captured */
};

static int64_t ns_of(double seconds)
{
    return (int64_t) (seconds * (double) LWI_NS_PER_S);
}

static int64_t now(const struct lwi_recorder *r)
{
    return lwi_clock_monotonic(r->clock);
}

int lwi_recorder_new(struct lwi_recorder **ret_recorder, const char *camera_id, const char *dir,
                     const struct lwi_recorder_eye *eye, const struct lwi_clock *clock,
                     const struct lwi_log *log)
{
    struct lw_error error = {0};
    if (lwi_recordings_recover(dir, &error) < 0)
        lwi_log_as(log, LWI_LOG_ERROR, LWI_LOG_BY_LEVEL, "recording", "camera %s: %s", camera_id,
                   error.message);
    struct lwi_recorder *recorder = calloc(1, sizeof(*recorder));
    char *copy = strdup(dir);
    if (!recorder || !copy) {
        free(recorder);
        free(copy);
        return -ENOMEM;
    }
    (void) snprintf(recorder->camera_id, sizeof(recorder->camera_id), "%s", camera_id);
    recorder->dir = copy;
    recorder->eye = *eye;
    recorder->clock = clock;
    recorder->log = log;
    lwi_ring_init(&recorder->ring, RING_BYTES);
    pthread_condattr_t attr;
    (void) pthread_condattr_init(&attr);
    (void) pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    (void) pthread_mutex_init(&recorder->lock, NULL);
    (void) pthread_cond_init(&recorder->wake, &attr);
    (void) pthread_condattr_destroy(&attr);
    *ret_recorder = recorder;
    return 0;
}

/* What is to be written at a time, if anything. */
struct task {
    enum lwi_recording_kind kind;
    int64_t from_ns, until_ns; /* monotonic; until INT64_MAX: for ever */
    int64_t event_id;
};

/* The lock is held. */
static int find_task(const struct lwi_recorder *r, int64_t now_ns, struct task *ret_task)
{
    if (r->settings.mode == LWI_RECORD_ALWAYS)
        *ret_task = (struct task){LWI_RECORDING_ALWAYS, now_ns, INT64_MAX, 0};
    else if (r->event_until_ns > 0)
        *ret_task =
            (struct task){LWI_RECORDING_EVENT, r->event_from_ns, r->event_until_ns, r->event_id};
    else if (r->manual_until_ns > now_ns)
        *ret_task = (struct task){LWI_RECORDING_MANUAL, r->manual_from_ns, r->manual_until_ns, 0};
    else
        return 0;
    return 1;
}

/* The lock is held, and given up meanwhile. */
static void wait_for_more(struct lwi_recorder *r)
{
    int64_t wake_ns = lwi_clock_monotonic(&lwi_clock_system) + SLICE_NS;
    struct timespec wake = {.tv_sec = wake_ns / LWI_NS_PER_S, .tv_nsec = wake_ns % LWI_NS_PER_S};
    (void) pthread_cond_timedwait(&r->wake, &r->lock, &wake);
}

/* Keeps why it fails, and says so once. error NULL: it works. */
static void set_error(struct lwi_recorder *r, const struct lw_error *error)
{
    (void) pthread_mutex_lock(&r->lock);
    int is_new =
        error ? strcmp(error->message, r->status.error.message) != 0 : r->status.error.code != 0;
    r->status.error = error ? *error : (struct lw_error){0};
    (void) pthread_mutex_unlock(&r->lock);
    if (is_new && error)
        lwi_log_as(r->log, LWI_LOG_ERROR, LWI_LOG_BY_LEVEL, "recording",
                   "camera %s: it is not recorded: %s. %s", r->camera_id, error->message,
                   error->hint);
    else if (is_new)
        lwi_log_as(r->log, LWI_LOG_NOTICE, LWI_LOG_BY_LEVEL, "recording",
                   "camera %s: it is recorded again", r->camera_id);
}

/* Makes room: by age, by the camera's quota, and so that the disk keeps its reserve. */
static int make_room(struct lwi_recorder *r, const struct lwi_recorder_settings *s,
                     struct lw_error *reterr)
{
    int64_t oldest_ns = s->keep_s > 0 ? lwi_clock_realtime(r->clock) - ns_of(s->keep_s) : INT64_MIN;
    uint64_t bytes = 0;
    int result =
        lwi_recordings_trim(r->dir, oldest_ns, s->quota_bytes, s->overwrite, &bytes, reterr);
    struct statvfs disk;
    uint64_t available = UINT64_MAX;
    if (statvfs(r->dir, &disk) == 0)
        available = (uint64_t) disk.f_bavail * disk.f_frsize;
    if (result == 0 && available < RESERVE_BYTES) {
        uint64_t missing = RESERVE_BYTES - available;
        if (s->overwrite && bytes > 0)
            result = lwi_recordings_trim(r->dir, oldest_ns, bytes > missing ? bytes - missing : 1,
                                         /* may_remove= */ 1, &bytes, reterr);
        if (result == 0 && statvfs(r->dir, &disk) == 0 &&
            (uint64_t) disk.f_bavail * disk.f_frsize < RESERVE_BYTES / 2)
            result = lwi_error_set(reterr, -ENOSPC, "the disk of the recordings is full");
    }
    if (result == -ENOSPC)
        lwi_error_hint(reterr, "Remove recordings, raise the quota, or let the oldest be "
                               "overwritten.");
    (void) pthread_mutex_lock(&r->lock);
    r->status.bytes = bytes;
    (void) pthread_mutex_unlock(&r->lock);
    return result;
}

static void capture(struct lwi_recorder *r)
{
    (void) pthread_mutex_lock(&r->lock);
    struct lwi_recorder_settings settings = r->settings;
    (void) pthread_mutex_unlock(&r->lock);
    if (settings.capture_s <= 0 || now(r) < r->capture_ns)
        return;
    r->capture_ns = now(r) + ns_of(settings.capture_s);
    uint8_t *jpeg = NULL;
    size_t size = 0;
    if (r->eye.look(r->eye.cookie, &jpeg, &size) < 0)
        return; /* there is no picture; that is told elsewhere */
    int64_t wall_ns = lwi_clock_realtime(r->clock);
    struct lwi_recording picture = {
        .start_ns = wall_ns - wall_ns % LWI_NS_PER_MS,
        .kind = LWI_RECORDING_CAPTURE,
    };
    char path[LWI_RECORDING_PATH];
    struct lw_error error = {0};
    int result = lwi_recording_make_dir(r->dir, picture.start_ns, &error);
    if (result == 0)
        result = make_room(r, &settings, &error);
    if (result == 0)
        result = lwi_recording_path(r->dir, &picture, path);
    if (result == 0)
        result = lwi_file_write(path, jpeg, size, 0640, &error);
    free(jpeg);
    set_error(r, result < 0 ? &error : NULL);
}

/* No two of a camera start in the same millisecond: the next one that is free, or that of the same
 * picture. 1: it is there already. */
static int find_place(struct lwi_recorder *r, struct lwi_recording *picture)
{
    struct lwi_recording other;
    for (int i = 0; i < KEEP_TRIES; i++, picture->start_ns += LWI_NS_PER_MS) {
        if (lwi_recordings_find(r->dir, picture->start_ns, &other, /* reterr= */ NULL) < 0)
            return 0;
        if (other.kind == picture->kind && other.event_id == picture->event_id &&
            other.bytes == picture->bytes)
            return 1;
    }
    return -EEXIST;
}

int lwi_recorder_keep(struct lwi_recorder *r, int64_t time_ns, int64_t event_id,
                      const uint8_t *jpeg, size_t size, struct lw_error *reterr)
{
    (void) pthread_mutex_lock(&r->lock);
    struct lwi_recorder_settings settings = r->settings;
    (void) pthread_mutex_unlock(&r->lock);
    struct lwi_recording picture = {
        .start_ns = time_ns - time_ns % LWI_NS_PER_MS,
        .kind = LWI_RECORDING_CAPTURE,
        .event_id = event_id,
        .bytes = size,
    };
    char path[LWI_RECORDING_PATH];
    int result = find_place(r, &picture);
    if (result < 0)
        return lwi_error_set(reterr, result, "there are too many recordings of that moment");
    if (result > 0)
        return 0;
    result = lwi_recording_make_dir(r->dir, picture.start_ns, reterr);
    result = result < 0 ? result : make_room(r, &settings, reterr);
    /* Its folder may have gone with what made room. */
    result = result < 0 ? result : lwi_recording_make_dir(r->dir, picture.start_ns, reterr);
    if (result < 0)
        return result;
    result = lwi_recording_path(r->dir, &picture, path);
    if (result < 0)
        return lwi_error_set(reterr, result, "the path of the picture is too long");
    return lwi_file_write(path, jpeg, size, 0640, reterr);
}

/* A clip that is being written. */
struct writing {
    const struct lwi_clip_writer *io;
    struct lwi_clip *clip;
    struct lwi_packet *key; /* its first */
    struct lwi_recording recording;
    struct task task;
    int64_t begun_ns; /* monotonic: of its first picture */
    uint64_t next;    /* packet */
    int goes_on;      /* the clip is over, its task is not: the next begins with that packet */
};

enum verdict { WRITE, WAIT, END };

/* What is to be done now; WRITE: with *ret_packet, which is the caller's. The lock is held. */
static enum verdict next_step(struct lwi_recorder *r, struct writing *w,
                              struct lwi_packet **ret_packet, int64_t *ret_time_ns)
{
    struct task task;
    const struct lwi_ring_entry *e = lwi_ring_at(&r->ring, w->next);
    if (r->stop && !e)
        return END;
    if (w->next < r->ring.number) { /* the disk was too slow */
        r->status.lost++;
        return END;
    }
    int wanted = find_task(r, now(r), &task) && task.kind == w->task.kind;
    if (wanted && task.kind != LWI_RECORDING_ALWAYS)
        w->task.until_ns = task.until_ns;
    else if (w->task.kind == LWI_RECORDING_MANUAL)
        w->task.until_ns = r->manual_until_ns; /* it was ended, or an event began meanwhile */
    else if (!wanted)
        return END; /* the mode is another */
    if (!e)
        return now(r) > w->task.until_ns ? END : WAIT;
    if (e->time_ns > w->task.until_ns)
        return END;
    int is_long = e->time_ns - w->begun_ns >= ns_of(r->settings.segment_s);
    int is_other = e->after_cut || !w->io->is_same_stream(w->key ? w->key : e->packet, e->packet);
    if (w->clip && e->packet->key &&
        (is_other || (w->task.kind == LWI_RECORDING_ALWAYS && is_long))) {
        w->goes_on = 1;
        return END;
    }
    if (lwi_packet_clone(ret_packet, e->packet) < 0)
        return WAIT;
    *ret_time_ns = e->time_ns;
    w->next++;
    return WRITE;
}

static int begin_clip(struct lwi_recorder *r, struct writing *w, const struct lwi_packet *key,
                      int64_t time_ns, struct lw_error *reterr)
{
    (void) pthread_mutex_lock(&r->lock);
    struct lwi_recorder_settings settings = r->settings;
    (void) pthread_mutex_unlock(&r->lock);
    int64_t wall_ns = lwi_clock_realtime(r->clock) - (now(r) - time_ns);
    w->begun_ns = time_ns;
    w->recording = (struct lwi_recording){
        .start_ns = wall_ns - wall_ns % LWI_NS_PER_MS,
        .kind = w->task.kind,
        .event_id = w->task.event_id,
        .is_open = 1,
    };
    char path[LWI_RECORDING_PATH];
    int result = lwi_recording_make_dir(r->dir, w->recording.start_ns, reterr);
    if (result == 0)
        result = make_room(r, &settings, reterr);
    if (result == 0)
        result = lwi_recording_path(r->dir, &w->recording, path);
    if (result == 0)
        result = w->io->open(&w->clip, path, key, reterr);
    if (result == 0)
        result = lwi_packet_clone(&w->key, key);
    if (result < 0)
        return result;
    (void) pthread_mutex_lock(&r->lock);
    r->status.is_writing = 1;
    r->status.kind = w->recording.kind;
    r->status.start_ns = w->recording.start_ns;
    (void) pthread_mutex_unlock(&r->lock);
    set_error(r, NULL);
    return 0;
}

static int end_clip(struct lwi_recorder *r, struct writing *w, struct lw_error *reterr)
{
    if (!w->clip)
        return 0;
    int result = w->io->close(&w->clip, reterr);
    int named = lwi_recording_finish(r->dir, &w->recording, result == 0 ? reterr : NULL);
    lwi_packet_free(&w->key);
    (void) pthread_mutex_lock(&r->lock);
    r->status.is_writing = 0;
    (void) pthread_mutex_unlock(&r->lock);
    return result < 0 ? result : named;
}

/* Writes until the clip is over. */
static int write_clip(struct lwi_recorder *r, struct writing *w, struct lw_error *reterr)
{
    for (;;) {
        struct lwi_packet *packet = NULL;
        int64_t time_ns = 0;
        (void) pthread_mutex_lock(&r->lock);
        enum verdict verdict = next_step(r, w, &packet, &time_ns);
        if (verdict == WAIT)
            wait_for_more(r);
        (void) pthread_mutex_unlock(&r->lock);
        int result = 0;
        if (verdict == END)
            return 0;
        if (packet && !w->clip)
            result = begin_clip(r, w, packet, time_ns, reterr);
        if (packet && result == 0)
            result = w->io->write(w->clip, packet, time_ns, reterr);
        lwi_packet_free(&packet);
        if (result < 0)
            return result;
        capture(r);
    }
}

/* Recording of an event is over once its time is, whether it could be written or not. */
static void forget_task(struct lwi_recorder *r, const struct task *task)
{
    (void) pthread_mutex_lock(&r->lock);
    if (task->kind == LWI_RECORDING_EVENT && r->event_until_ns <= now(r))
        r->event_from_ns = r->event_until_ns = 0;
    (void) pthread_mutex_unlock(&r->lock);
}

static void pause_after_failure(struct lwi_recorder *r)
{
    int64_t until_ns = now(r) + RETRY_NS;
    (void) pthread_mutex_lock(&r->lock);
    while (!r->stop && now(r) < until_ns)
        wait_for_more(r);
    (void) pthread_mutex_unlock(&r->lock);
}

/* Waits until something is to be recorded. 0: the recorder is to end. */
static int next_task(struct lwi_recorder *r, struct writing *w)
{
    const struct writing before = *w;
    *w = (struct writing){0};
    int found = 0;
    (void) pthread_mutex_lock(&r->lock);
    if (!r->stop) {
        found = find_task(r, now(r), &w->task) && r->ring.count > 0;
        if (found)
            w->next = before.goes_on && before.task.kind == w->task.kind
                          ? before.next
                          : lwi_ring_key_before(&r->ring, w->task.from_ns);
        else
            wait_for_more(r);
    }
    int stop = r->stop;
    (void) pthread_mutex_unlock(&r->lock);
    return stop ? -ECANCELED : found;
}

static void *recorder_main(void *cookie)
{
    struct lwi_recorder *r = cookie;
    struct writing w = {0};
    int found;
    while ((found = next_task(r, &w)) >= 0) {
        capture(r);
        if (!found)
            continue;
        struct lw_error error = {0};
        w.io = lwi_clip_writer(&error);
        int result = w.io ? write_clip(r, &w, &error) : -ELIBACC;
        int ended = end_clip(r, &w, result < 0 ? NULL : &error);
        forget_task(r, &w.task);
        if (result == 0 && ended == 0)
            continue;
        set_error(r, &error);
        pause_after_failure(r);
    }
    return NULL;
}

/* The thread comes with the first need of it. The lock is held. */
static void start_locked(struct lwi_recorder *r)
{
    if (!r->thread_runs && !r->stop)
        r->thread_runs = pthread_create(&r->thread, NULL, recorder_main, r) == 0;
    (void) pthread_cond_broadcast(&r->wake);
}

void lwi_recorder_free(struct lwi_recorder **recorder)
{
    if (!recorder || !*recorder)
        return;
    struct lwi_recorder *r = *recorder;
    *recorder = NULL;
    (void) pthread_mutex_lock(&r->lock);
    r->stop = 1;
    (void) pthread_cond_broadcast(&r->wake);
    (void) pthread_mutex_unlock(&r->lock);
    if (r->thread_runs)
        (void) pthread_join(r->thread, NULL);
    lwi_ring_done(&r->ring);
    (void) pthread_mutex_destroy(&r->lock);
    (void) pthread_cond_destroy(&r->wake);
    free(r->dir);
    free(r);
}

static int keeps_locked(const struct lwi_recorder *r)
{
    return r->settings.mode != LWI_RECORD_OFF || r->manual_until_ns > now(r);
}

void lwi_recorder_configure(struct lwi_recorder *r, const struct lwi_recorder_settings *settings)
{
    (void) pthread_mutex_lock(&r->lock);
    r->settings = *settings;
    if (!keeps_locked(r))
        lwi_ring_clear(&r->ring);
    if (settings->mode == LWI_RECORD_OFF)
        r->event_from_ns = r->event_until_ns = 0;
    if (settings->mode != LWI_RECORD_OFF || settings->capture_s > 0)
        start_locked(r);
    (void) pthread_mutex_unlock(&r->lock);
}

int lwi_recorder_wants_all(struct lwi_recorder *r)
{
    (void) pthread_mutex_lock(&r->lock);
    int wants = keeps_locked(r);
    (void) pthread_mutex_unlock(&r->lock);
    return wants;
}

void lwi_recorder_offer(struct lwi_recorder *r, const struct lwi_packet *packet)
{
    (void) pthread_mutex_lock(&r->lock);
    struct lwi_packet *copy;
    if (!keeps_locked(r) && !r->status.is_writing)
        lwi_ring_clear(&r->ring);
    else if (lwi_packet_clone(&copy, packet) == 0) {
        int64_t before_ns = r->settings.mode == LWI_RECORD_EVENTS ? ns_of(r->settings.before_s) : 0;
        int64_t keep_ns = before_ns + LATE_NS;
        (void) lwi_ring_push(&r->ring, copy, now(r), keep_ns > SLACK_NS ? keep_ns : SLACK_NS);
        (void) pthread_cond_broadcast(&r->wake);
    }
    (void) pthread_mutex_unlock(&r->lock);
}

void lwi_recorder_cut(struct lwi_recorder *r)
{
    (void) pthread_mutex_lock(&r->lock);
    lwi_ring_cut(&r->ring);
    (void) pthread_mutex_unlock(&r->lock);
}

void lwi_recorder_event(struct lwi_recorder *r, int64_t event_id, int64_t wall_ns)
{
    int64_t late_ns = lwi_clock_realtime(r->clock) - wall_ns;
    late_ns = late_ns < 0 ? 0 : late_ns > LATE_NS ? LATE_NS : late_ns; /* or the clock jumped */
    (void) pthread_mutex_lock(&r->lock);
    if (r->settings.mode == LWI_RECORD_EVENTS) {
        int64_t now_ns = now(r);
        if (r->event_until_ns == 0) {
            r->event_from_ns = now_ns - late_ns - ns_of(r->settings.before_s);
            r->event_id = event_id;
        }
        r->event_until_ns = now_ns + ns_of(r->settings.after_s);
        start_locked(r);
    }
    (void) pthread_mutex_unlock(&r->lock);
}

void lwi_recorder_manual(struct lwi_recorder *r, double seconds)
{
    (void) pthread_mutex_lock(&r->lock);
    int64_t now_ns = now(r);
    if (r->manual_until_ns <= now_ns)
        r->manual_from_ns = now_ns;
    r->manual_until_ns = seconds > 0 ? now_ns + ns_of(seconds) : now_ns;
    start_locked(r);
    (void) pthread_mutex_unlock(&r->lock);
}

void lwi_recorder_status(struct lwi_recorder *r, struct lwi_recorder_status *ret_status)
{
    (void) pthread_mutex_lock(&r->lock);
    *ret_status = r->status;
    (void) pthread_mutex_unlock(&r->lock);
}
