/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "api/predict.h"

#include <errno.h>
#include <jansson.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/error.h"
#include "camera/judge.h"
#include "report/report.h"

#define WAIT_MS     2000 /* for a free judge */
#define WAITING_MAX 4    /* requests a judge that may wait for one */
#define JUDGES_MAX  64

struct lwi_predictor {
    pthread_mutex_t lock;
    pthread_cond_t freed;
    struct lw_assess_settings assess;
    struct lwi_decode_settings decode;
    unsigned count, running, waiting;
    struct lwi_judge *judges[JUDGES_MAX]; /* those below `idle` are free; made when first needed */
    unsigned idle;
};

int lwi_predictor_new(struct lwi_predictor **ret_predictor, const struct lwi_api_settings *settings)
{
    struct lwi_predictor *p = calloc(1, sizeof(*p));
    if (!p)
        return -ENOMEM;
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    p->count = settings->predict_max ? settings->predict_max : (unsigned) (cores > 0 ? cores : 1);
    if (p->count > JUDGES_MAX)
        p->count = JUDGES_MAX;
    lw_assess_settings_default(&p->assess);
    p->assess.model = settings->model;
    p->assess.threshold = settings->threshold;
    p->assess.cpu_mask = settings->cpu_mask;
    p->assess.tile_map = 0; /* as check does: it measures features of its own */
    lwi_decode_settings_default(&p->decode);
    p->decode.pixels_max = settings->pixels_max;
    pthread_condattr_t attributes;
    (void) pthread_condattr_init(&attributes);
    (void) pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    (void) pthread_cond_init(&p->freed, &attributes);
    (void) pthread_condattr_destroy(&attributes);
    (void) pthread_mutex_init(&p->lock, NULL);
    *ret_predictor = p;
    return 0;
}

void lwi_predictor_free(struct lwi_predictor **predictor)
{
    struct lwi_predictor *p = *predictor;
    if (!p)
        return;
    while (p->idle > 0)
        lwi_judge_free(&p->judges[--p->idle]);
    (void) pthread_cond_destroy(&p->freed);
    (void) pthread_mutex_destroy(&p->lock);
    free(p);
    *predictor = NULL;
}

/* With the lock held: waits until fewer than `count` judge. */
static int wait_for_place(struct lwi_predictor *p)
{
    if (p->running < p->count)
        return 0;
    if (p->waiting >= p->count * WAITING_MAX)
        return -EBUSY;
    struct timespec until;
    (void) clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += WAIT_MS / 1000;
    p->waiting++;
    int r = 0;
    while (r == 0 && p->running >= p->count)
        r = pthread_cond_timedwait(&p->freed, &p->lock, &until);
    p->waiting--;
    return p->running < p->count ? 0 : -EBUSY;
}

static int borrow(struct lwi_predictor *p, struct lwi_judge **ret_judge, struct lw_error *reterr)
{
    struct lwi_judge *judge = NULL;
    (void) pthread_mutex_lock(&p->lock);
    int r = wait_for_place(p);
    if (r == 0) {
        p->running++;
        if (p->idle > 0)
            judge = p->judges[--p->idle];
    }
    (void) pthread_mutex_unlock(&p->lock);
    if (r < 0) {
        (void) lwi_error_set(reterr, r, "Too many pictures at once");
        lwi_error_hint(reterr, "Try again in a moment");
        return r;
    }
    if (!judge)
        r = lwi_judge_new(&judge, &p->assess, &p->decode, reterr);
    if (r == 0)
        *ret_judge = judge;
    return r;
}

/* judge may be NULL: its place alone is given back. */
static void give_back(struct lwi_predictor *p, struct lwi_judge *judge)
{
    (void) pthread_mutex_lock(&p->lock);
    p->running--;
    if (judge)
        p->judges[p->idle++] = judge;
    (void) pthread_cond_signal(&p->freed);
    (void) pthread_mutex_unlock(&p->lock);
}

int lwi_predictor_judge(struct lwi_predictor *predictor, const char *name, const uint8_t *data,
                        size_t size, char **ret_line, struct lw_error *reterr)
{
    struct lwi_judge *judge = NULL;
    int r = borrow(predictor, &judge, reterr);
    if (r == -EBUSY)
        return r;
    if (r < 0) {
        give_back(predictor, NULL);
        return r;
    }
    struct lw_frame *frame = NULL;
    struct lw_assessment assessment;
    struct lw_error error = {0};
    char text[sizeof(error.message) + sizeof(error.hint) + 2];
    struct lwi_report_row row = {.path = name, .time_s = -1};
    r = lwi_judge_image(judge, data, size, &frame, &assessment, &error);
    if (r == 0) {
        row.width = frame->width;
        row.height = frame->height;
        row.assessment = &assessment;
        row.frame = frame;
    } else {
        (void) snprintf(text, sizeof(text), "%s%s%s", error.message, error.hint[0] ? "; " : "",
                        error.hint);
        row.error = text;
    }
    json_t *object = r == -ENOMEM ? NULL : lwi_report_row_json(&row);
    lwi_frame_unref(&frame);
    give_back(predictor, judge);
    char *line = object ? json_dumps(object, LWI_REPORT_JSON_FLAGS) : NULL;
    json_decref(object);
    if (!line)
        return lwi_error_set(reterr, -ENOMEM, "There is not enough memory for this picture");
    *ret_line = line;
    return 0;
}

void lwi_predictor_load(struct lwi_predictor *predictor, unsigned *ret_running, unsigned *ret_max)
{
    (void) pthread_mutex_lock(&predictor->lock);
    *ret_running = predictor->running;
    *ret_max = predictor->count;
    (void) pthread_mutex_unlock(&predictor->lock);
}
