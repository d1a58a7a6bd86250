/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "check/produce.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "check/sniff.h"
#include "report/text.h"

struct lwi_producer {
    const struct lwi_check_settings *settings;
    struct lwi_produced *produced;
    const atomic_bool *stop;
    struct lwi_inputs *inputs;
    uint64_t input; /* number of the present one */
    /* a video or stream that is being read */
    struct lwi_source *source;
    char *path; /* malloc'ed */
    int is_file;
    uint64_t pictures, pictures_max; /* max 0: no limit */
};

int lwi_producer_new(struct lwi_producer **ret_producer, const struct lwi_check_settings *settings,
                     struct lwi_produced *produced, const atomic_bool *stop)
{
    struct lwi_producer *producer = calloc(1, sizeof(*producer));
    if (!producer)
        return -ENOMEM;
    producer->settings = settings;
    producer->produced = produced;
    producer->stop = stop;
    const struct lwi_inputs_settings inputs = {
        .arguments = settings->inputs,
        .count = settings->input_count,
        .list_fd = STDIN_FILENO,
        .list_separator = settings->list_separator,
        .omit_dir = settings->action != LWI_BLURRY_LEAVE ? settings->action_dir : NULL,
        .stop = stop,
    };
    int err = lwi_inputs_open(&producer->inputs, &inputs);
    if (err)
        lwi_producer_free(&producer);
    else
        *ret_producer = producer;
    return err;
}

static void close_source(struct lwi_producer *producer)
{
    lwi_source_close(&producer->source);
    free(producer->path);
    producer->path = NULL;
}

void lwi_producer_free(struct lwi_producer **producer)
{
    if (!producer || !*producer)
        return;
    close_source(*producer);
    lwi_inputs_close(&(*producer)->inputs);
    free(*producer);
    *producer = NULL;
}

static void make_error(struct lwi_job *job, const char *text)
{
    job->kind = LWI_UNIT_ERROR;
    (void) snprintf(job->error, sizeof(job->error), "%s", text);
}

/* What went wrong, and what to do about it. */
static void make_failure(struct lwi_job *job, const struct lw_error *error)
{
    job->kind = LWI_UNIT_ERROR;
    lwi_job_fail(job, error);
}

/* Begins to read a video or stream; its packets come from next_packet(). Returns 1 then, 0 where
 * the job tells of an error. */
static int open_source(struct lwi_producer *producer, struct lwi_job *job, const char *url,
                       uint64_t pictures_max)
{
    struct lwi_source_settings settings;
    lwi_check_source_settings(producer->settings, url, producer->stop, &settings);
    struct lw_error error = {.code = 0};
    if (lwi_source_open(&producer->source, &settings, &error)) {
        make_failure(job, &error);
        return 0;
    }
    producer->path = job->path;
    job->path = NULL;
    producer->is_file = job->is_file;
    producer->pictures = 0;
    producer->pictures_max = pictures_max;
    return 1;
}

/* The next picture of what is being read. 0: a job; 1: it has ended without one; -ENOMEM. */
static int next_packet(struct lwi_producer *producer, struct lwi_job *job)
{
    struct lw_error error = {.code = 0};
    int err = -ENODATA;
    if (producer->pictures_max == 0 || producer->pictures < producer->pictures_max)
        err = lwi_source_read(producer->source, &job->packet, &error);
    else if (producer->pictures > 0)
        err = -ECANCELED; /* enough */
    job->input = producer->input;
    job->is_file = producer->is_file;
    if (!err) {
        producer->pictures++;
        job->kind = LWI_UNIT_PACKET;
        job->path = strdup(producer->path);
        return job->path ? 0 : -ENOMEM;
    }
    int is_end = err == -ECANCELED || (err == -ENODATA && producer->pictures > 0);
    if (!is_end) {
        if (err == -ENODATA)
            (void) lwi_error_set(&error, err, "there is no picture in it");
        make_failure(job, &error);
        job->path = producer->path;
        producer->path = NULL;
    }
    close_source(producer);
    return is_end ? 1 : 0;
}

/* Opens without ever waiting: a pipe may have taken the file's place. */
static int open_regular(const char *path, struct lwi_job *job)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    struct stat st;
    if (fd < 0) {
        make_error(job, strerror(errno));
    } else if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode)) {
        make_error(job, "it is no regular file any more");
        (void) close(fd);
        fd = -1;
    }
    return fd;
}

/* 0: a job; 1: nothing (skipped, or a video whose packets come next). */
static int from_file(struct lwi_producer *producer, const struct lwi_input *input,
                     struct lwi_job *job)
{
    uint8_t head[LWI_SNIFF_BYTES];
    job->is_file = 1;
    int fd = open_regular(job->path, job);
    if (fd < 0)
        return 0;
    ssize_t n;
    do {
        n = pread(fd, head, sizeof(head), 0);
    } while (n < 0 && errno == EINTR);
    enum lwi_sniff what = n > 0 ? lwi_sniff(head, (size_t) n) : LWI_SNIFF_OTHER;
    if (n < 0)
        make_error(job, strerror(errno));
    if (n >= 0 && what == LWI_SNIFF_OTHER && input->in_folder &&
        !lwi_sniff_name_promises(job->path)) {
        (void) close(fd);
        (void) atomic_fetch_add(&producer->produced->skipped, 1);
        return 1;
    }
    if (what == LWI_SNIFF_VIDEO) {
        (void) close(fd);
        char *path = strdup(job->path);
        int r = path ? open_source(producer, job, path, producer->settings->frames) : -ENOMEM;
        free(path);
        return r;
    }
    if (n < 0) {
        (void) close(fd);
        return 0;
    }
    (void) posix_fadvise(fd, 0, 0, POSIX_FADV_WILLNEED);
    job->kind = LWI_UNIT_FILE;
    job->fd = fd;
    return 0;
}

/* 0: a job; 1: nothing yet; -ENOMEM. */
static int from_input(struct lwi_producer *producer, struct lwi_input *input, struct lwi_job *job)
{
    uint64_t frames = producer->settings->frames > 0 ? producer->settings->frames : 1;
    job->input = producer->input;
    job->path = input->path;
    input->path = NULL;
    switch (input->kind) {
    case LWI_INPUT_FILE:
        return from_file(producer, input, job);
    case LWI_INPUT_URL:
        if (frames > 1)
            return open_source(producer, job, input->url, frames);
        job->kind = LWI_UNIT_URL; /* many cameras are asked at a time, one a worker */
        job->url = input->url;
        input->url = NULL;
        return 0;
    case LWI_INPUT_DEVICE:
        input->url = strdup(job->path);
        return input->url ? open_source(producer, job, input->url, frames) : -ENOMEM;
    case LWI_INPUT_ERROR:
        make_error(job, input->reason);
        return 0;
    case LWI_INPUT_SKIP:
        break;
    }
    char *path = lwi_text_printable(job->path);
    if (path)
        (void) fprintf(stderr, "lenswatch check: %s is skipped: %s\n", path, input->reason);
    free(path);
    return 1;
}

int lwi_producer_next(struct lwi_producer *producer, struct lwi_job *ret_job)
{
    int r = 1;
    while (r == 1) {
        *ret_job = (struct lwi_job){.fd = -1};
        if (atomic_load(producer->stop))
            return -ENODATA;
        if (producer->source) {
            r = next_packet(producer, ret_job);
        } else {
            struct lwi_input input;
            r = lwi_inputs_next(producer->inputs, &input);
            if (r)
                return r;
            producer->input++;
            (void) atomic_fetch_add(&producer->produced->inputs, 1);
            r = from_input(producer, &input, ret_job);
            lwi_input_done(&input);
        }
        if (r)
            lwi_job_done(ret_job);
    }
    return r;
}
