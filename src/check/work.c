/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* What a worker does with one unit: read, decode, assess, and keep of it what a row needs. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "camera/judge.h"
#include "check/unit.h"
#include "record/jpeg.h"

/* A buffer that a large file made is not kept for small ones. */
#define KEEP_BYTES_MAX ((size_t) 32 << 20)
/* An uncompressed picture has at most so many bytes a pixel (four samples of 16 bits), and some
 * slack for what stands around it. */
#define BYTES_A_PIXEL     8
#define FILE_SLACK        ((uint64_t) 64 << 20)
#define THUMBNAIL_QUALITY 68
/* Packets of a stream that may give no picture before it is given up. */
#define TRIES_MAX 50

struct lwi_worker {
    const struct lwi_check_settings *settings;
    const atomic_bool *stop;
    struct lwi_judge *judge;
    uint8_t *buffer;
    size_t room;
};

int lwi_unit_init(struct lwi_unit *unit, int with_tiles)
{
    *unit = (struct lwi_unit){.job = {.fd = -1}, .time_s = -1};
    unit->values = calloc(lw_feature_count(), sizeof(*unit->values));
    if (with_tiles)
        unit->tiles = calloc((size_t) LW_TILES_MAX * LW_TILES_MAX, sizeof(*unit->tiles));
    return unit->values && (unit->tiles || !with_tiles) ? 0 : -ENOMEM;
}

void lwi_job_done(struct lwi_job *job)
{
    free(job->path);
    free(job->url);
    if (job->fd >= 0)
        (void) close(job->fd);
    lwi_packet_free(&job->packet);
    *job = (struct lwi_job){.fd = -1};
}

void lwi_job_fail(struct lwi_job *job, const struct lw_error *error)
{
    (void) snprintf(job->error, sizeof(job->error), "%s%s%s", error->message,
                    error->hint[0] ? "; " : "", error->hint);
    job->error_code = error->code;
}

void lwi_unit_clear(struct lwi_unit *unit)
{
    lwi_job_done(&unit->job);
    free(unit->thumbnail);
    unit->thumbnail = NULL;
    unit->thumbnail_size = 0;
    unit->dropped = 0;
    unit->assessed = 0;
    unit->time_s = -1;
    unit->width = unit->height = unit->rows_whole = 0;
}

void lwi_unit_done(struct lwi_unit *unit)
{
    lwi_unit_clear(unit);
    free(unit->values);
    free(unit->tiles);
}

int lwi_worker_new(struct lwi_worker **ret_worker, const struct lwi_check_settings *settings,
                   const atomic_bool *stop, struct lw_error *reterr)
{
    struct lwi_worker *worker = calloc(1, sizeof(*worker));
    if (!worker)
        return lwi_error_set(reterr, -ENOMEM, "no memory");
    worker->settings = settings;
    worker->stop = stop;
    struct lw_assess_settings assess = settings->assess;
    assess.tile_map = settings->tile_map != 0;
    struct lwi_decode_settings decode = settings->decode;
    decode.luma_only = settings->thumbnail_width == 0;
    int err = lwi_judge_new(&worker->judge, &assess, &decode, reterr);
    if (err)
        lwi_worker_free(&worker);
    else
        *ret_worker = worker;
    return err;
}

void lwi_worker_free(struct lwi_worker **worker)
{
    if (!worker || !*worker)
        return;
    lwi_judge_free(&(*worker)->judge);
    free((*worker)->buffer);
    free(*worker);
    *worker = NULL;
}

void lwi_check_source_settings(const struct lwi_check_settings *settings, const char *url,
                               const atomic_bool *stop, struct lwi_source_settings *ret_source)
{
    *ret_source = settings->source;
    ret_source->url = url;
    ret_source->cancel = stop;
    ret_source->key_only = 1;
}

/* The whole file into the worker's buffer. */
static int read_file(struct lwi_worker *worker, int fd, size_t *ret_size, struct lw_error *reterr)
{
    struct stat st;
    if (fstat(fd, &st) < 0)
        return lwi_error_set(reterr, -errno, "%s", strerror(errno));
    uint64_t limit = worker->settings->decode.pixels_max * BYTES_A_PIXEL + FILE_SLACK;
    if (st.st_size < 0 || (uint64_t) st.st_size > limit)
        return lwi_error_set(reterr, -EFBIG, "a still picture of %lld MB, the limit is %llu",
                             (long long) st.st_size / 1000000,
                             (unsigned long long) limit / 1000000);
    size_t size = (size_t) st.st_size;
    if (size + 1 > worker->room || (worker->room > KEEP_BYTES_MAX && size < KEEP_BYTES_MAX)) {
        free(worker->buffer);
        worker->room = size + size / 4 + 4096;
        worker->buffer = malloc(worker->room);
        if (!worker->buffer) {
            worker->room = 0;
            return lwi_error_set(reterr, -ENOMEM, "no memory for %zu bytes", size);
        }
    }
    size_t at = 0;
    while (at < size) {
        ssize_t n = pread(fd, worker->buffer + at, size - at, (off_t) at);
        if (n == 0) /* it has become shorter meanwhile */
            break;
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return lwi_error_set(reterr, -errno, "%s", strerror(errno));
        at += (size_t) n;
    }
    *ret_size = at;
    return 0;
}

/* Connects, takes one picture, disconnects. */
static int judge_url(struct lwi_worker *worker, const char *url, struct lw_frame **ret_frame,
                     struct lw_assessment *ret_assessment, struct lw_error *reterr)
{
    struct lwi_source_settings settings;
    lwi_check_source_settings(worker->settings, url, worker->stop, &settings);
    struct lwi_source *source = NULL;
    int err = lwi_source_open(&source, &settings, reterr);
    for (int tries = 0; !err && tries < TRIES_MAX; tries++) {
        struct lwi_packet *packet = NULL;
        err = lwi_source_read(source, &packet, reterr);
        if (err)
            break;
        err = lwi_judge_packet(worker->judge, packet, ret_frame, ret_assessment, reterr);
        lwi_packet_free(&packet);
        if (err != -EAGAIN)
            break;
        err = tries + 1 < TRIES_MAX ? 0 : lwi_error_set(reterr, -EBADMSG, "it gives no picture");
    }
    lwi_source_close(&source);
    return err == -ENODATA ? lwi_error_set(reterr, err, "it ended without a picture") : err;
}

/* Copies what the assessor will overwrite with the next picture. */
static void keep(struct lwi_worker *worker, struct lwi_unit *unit, const struct lw_frame *frame,
                 const struct lw_assessment *assessment)
{
    unit->assessed = 1;
    unit->width = frame->width;
    unit->height = frame->height;
    unit->rows_whole = frame->rows_whole;
    unit->assessment = *assessment;
    (void) snprintf(unit->reason, sizeof(unit->reason), "%s", assessment->reason);
    unit->assessment.reason = unit->reason;
    memcpy(unit->values, assessment->values, assessment->value_count * sizeof(*unit->values));
    unit->assessment.values = unit->values;
    size_t tiles = (size_t) assessment->tiles_x * assessment->tiles_y;
    if (unit->tiles && assessment->tiles && tiles <= (size_t) LW_TILES_MAX * LW_TILES_MAX) {
        memcpy(unit->tiles, assessment->tiles, tiles * sizeof(*unit->tiles));
        unit->assessment.tiles = unit->tiles;
    } else {
        unit->assessment.tiles = NULL;
        unit->assessment.tiles_x = unit->assessment.tiles_y = 0;
    }
    if (worker->settings->thumbnail_width == 0)
        return;
    const struct lwi_jpeg_settings jpeg = {.quality = THUMBNAIL_QUALITY,
                                           .width_max = worker->settings->thumbnail_width};
    /* A picture that is too wide for a JPEG has a card without one. */
    (void) lwi_jpeg_encode(frame, &jpeg, &unit->thumbnail, &unit->thumbnail_size);
}

static int64_t time_of(const struct lwi_packet *packet)
{
    return packet && packet->kind == LWI_PACKET_VIDEO ? packet->pts_ns : LW_TIME_NONE;
}

void lwi_worker_do(struct lwi_worker *worker, struct lwi_unit *unit)
{
    struct lwi_job *job = &unit->job;
    struct lw_frame *frame = NULL;
    struct lw_assessment assessment;
    struct lw_error error = {.code = 0};
    size_t size = 0;
    int err = -EINVAL;
    int64_t pts_ns = time_of(job->packet);
    if (pts_ns != LW_TIME_NONE && pts_ns >= 0)
        unit->time_s = (double) pts_ns / 1e9;
    switch (job->kind) {
    case LWI_UNIT_FILE:
        err = read_file(worker, job->fd, &size, &error);
        if (!err)
            err = lwi_judge_image(worker->judge, worker->buffer, size, &frame, &assessment, &error);
        break;
    case LWI_UNIT_PACKET:
        err = lwi_judge_packet(worker->judge, job->packet, &frame, &assessment, &error);
        break;
    case LWI_UNIT_URL:
        err = judge_url(worker, job->url, &frame, &assessment, &error);
        break;
    case LWI_UNIT_ERROR:
        return;
    }
    unit->dropped = err == -EAGAIN || err == -ECANCELED;
    if (err)
        lwi_job_fail(job, &error);
    else
        keep(worker, unit, frame, &assessment);
    lwi_frame_unref(&frame);
}
