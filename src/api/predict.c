/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "api/predict.h"

#include <errno.h>
#include <jansson.h>
#include <math.h>
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
    /* With a map of tiles, and without, for it measures features of its own. */
    struct lwi_judges {
        struct lwi_judge
            *list[JUDGES_MAX]; /* those below `idle` are free; made when first needed */
        unsigned idle;
    } judges[2];
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
    for (int i = 0; i < 2; i++)
        while (p->judges[i].idle > 0)
            lwi_judge_free(&p->judges[i].list[--p->judges[i].idle]);
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

static int borrow(struct lwi_predictor *p, int with_tiles, struct lwi_judge **ret_judge,
                  struct lw_error *reterr)
{
    struct lwi_judges *judges = &p->judges[with_tiles];
    struct lwi_judge *judge = NULL;
    (void) pthread_mutex_lock(&p->lock);
    int r = wait_for_place(p);
    if (r == 0) {
        p->running++;
        if (judges->idle > 0)
            judge = judges->list[--judges->idle];
    }
    (void) pthread_mutex_unlock(&p->lock);
    if (r < 0) {
        (void) lwi_error_set(reterr, r, "Too many pictures at once");
        lwi_error_hint(reterr, "Try again in a moment");
        return r;
    }
    struct lw_assess_settings assess = p->assess;
    assess.tile_map = with_tiles != 0;
    if (!judge)
        r = lwi_judge_new(&judge, &assess, &p->decode, reterr);
    if (r == 0)
        *ret_judge = judge;
    return r;
}

/* judge may be NULL: its place alone is given back. */
static void give_back(struct lwi_predictor *p, int with_tiles, struct lwi_judge *judge)
{
    struct lwi_judges *judges = &p->judges[with_tiles];
    (void) pthread_mutex_lock(&p->lock);
    p->running--;
    if (judge)
        judges->list[judges->idle++] = judge;
    (void) pthread_cond_signal(&p->freed);
    (void) pthread_mutex_unlock(&p->lock);
}

/* Thousandths: a map is for the eye. */
static json_t *tile_json(float tile)
{
    return tile < 0 ? json_null() : json_real(round((double) tile * 1000) / 1000);
}

/* Of a torn picture there is none: it would lie over what is not there. */
static int add_tiles(json_t *object, const struct lwi_report_row *row)
{
    const struct lw_assessment *a = row->assessment;
    const int has_map = a && a->tiles && row->frame->rows_whole == row->frame->height;
    json_t *tiles = json_array();
    int err = 0;
    for (size_t i = 0; has_map && i < (size_t) a->tiles_x * a->tiles_y; i++)
        err |= json_array_append_new(tiles, tile_json(a->tiles[i]));
    err |= json_object_set_new(object, "tiles_x", json_integer(has_map ? a->tiles_x : 0));
    err |= json_object_set_new(object, "tiles_y", json_integer(has_map ? a->tiles_y : 0));
    err |= json_object_set_new(object, "tiles", tiles);
    return err;
}

/* NULL: no memory. */
static json_t *judge_picture(struct lwi_judge *judge, const struct lwi_predict_order *order)
{
    struct lw_frame *frame = NULL;
    struct lw_assessment assessment;
    struct lw_error error = {0};
    char text[sizeof(error.message) + sizeof(error.hint) + 2];
    struct lwi_report_row row = {.path = order->name, .time_s = -1};
    int r = lwi_judge_image(judge, order->data, order->size, &frame, &assessment, &error);
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
    if (object && order->with_tiles && add_tiles(object, &row) != 0) {
        json_decref(object);
        object = NULL;
    }
    lwi_frame_unref(&frame);
    return object;
}

int lwi_predictor_judge(struct lwi_predictor *predictor, const struct lwi_predict_order *order,
                        char **ret_line, struct lw_error *reterr)
{
    struct lwi_judge *judge = NULL;
    const int with_tiles = order->with_tiles != 0;
    int r = borrow(predictor, with_tiles, &judge, reterr);
    if (r == -EBUSY)
        return r;
    json_t *object = r == 0 ? judge_picture(judge, order) : NULL;
    give_back(predictor, with_tiles, judge);
    if (r < 0)
        return r;
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
