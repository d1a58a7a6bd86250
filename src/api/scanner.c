/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * A thread follows the scan and keeps what it finds. Cameras that were found have numbers that are
 * never given again, so that who looks at the results of one scan cannot mean those of the next.
 */
#include "api/scanner.h"

#include <errno.h>
#include <inttypes.h>
#include <jansson.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "api/json.h"
#include "api/scan_order.h"
#include "base/clock.h"
#include "base/error.h"
#include "discover/row.h"
#include "discover/scan.h"
#include "report/report.h"

#define TICK_S          0.2
#define FOUND_MAX       4096 /* of one scan; each keeps a small picture */
#define THUMBNAIL_WIDTH 320

enum state {
    STATE_IDLE,
    STATE_RUNNING,
    STATE_DONE,
    STATE_CANCELLED,
    STATE_FAILED,
};

static const char *const state_names[] = {
    [STATE_IDLE] = "idle",           [STATE_RUNNING] = "running", [STATE_DONE] = "done",
    [STATE_CANCELLED] = "cancelled", [STATE_FAILED] = "failed",
};

struct lwi_scanner {
    const struct lwi_api_settings *settings;
    pthread_mutex_t starting; /* held while one scan is put in the place of another */
    pthread_mutex_t lock;     /* guards what follows */
    pthread_t thread;
    int has_thread;
    struct lwi_scan_order *order; /* of the scan below, or of the last one */
    struct lwi_scan *scan;        /* NULL: none is running */
    enum state state;
    int cancelled;
    struct lw_error error; /* why it failed */
    struct lwi_scan_progress progress;
    int64_t started_ns, ended_ns; /* realtime; 0 */
    struct lwi_found **found; /* in the order in which they came; the first is number first_id */
    size_t count;
    int64_t first_id;
};

int lwi_scanner_new(struct lwi_scanner **ret_scanner, const struct lwi_api_settings *settings)
{
    struct lwi_scanner *scanner = calloc(1, sizeof(*scanner));
    if (!scanner)
        return -ENOMEM;
    (void) pthread_mutex_init(&scanner->lock, NULL);
    (void) pthread_mutex_init(&scanner->starting, NULL);
    scanner->settings = settings;
    scanner->first_id = 1;
    *ret_scanner = scanner;
    return 0;
}

static void free_order(struct lwi_scan_order **order)
{
    if (*order)
        lwi_scan_order_done(*order);
    free(*order);
    *order = NULL;
}

/* ---- while it runs ---- */

static int keep_locked(struct lwi_scanner *scanner, struct lwi_found *found)
{
    struct lwi_found **list = scanner->count < FOUND_MAX
                                  ? realloc(scanner->found, (scanner->count + 1) * sizeof(*list))
                                  : NULL;
    if (!list) {
        lwi_found_free(&found);
        return lwi_error_set(&scanner->error, -E2BIG,
                             "more than %zu cameras were found; scan the network in parts",
                             scanner->count);
    }
    scanner->found = list;
    list[scanner->count++] = found;
    return 0;
}

static void *follow(void *argument)
{
    struct lwi_scanner *scanner = argument;
    struct lwi_scan *scan = scanner->scan;
    struct lw_error error = {0};
    int r = 0;
    while (r == 0 || r == -EAGAIN) {
        struct lwi_found *found = NULL;
        r = lwi_scan_next(scan, TICK_S, &found, &error);
        (void) pthread_mutex_lock(&scanner->lock);
        if (r == 0)
            r = keep_locked(scanner, found);
        else if (r != -EAGAIN && r != -ENODATA)
            scanner->error = error;
        lwi_scan_look(scan, &scanner->progress);
        (void) pthread_mutex_unlock(&scanner->lock);
    }
    (void) pthread_mutex_lock(&scanner->lock);
    scanner->scan = NULL;
    (void) pthread_mutex_unlock(&scanner->lock);
    lwi_scan_close(&scan);
    (void) pthread_mutex_lock(&scanner->lock);
    scanner->state = r != -ENODATA        ? STATE_FAILED
                     : scanner->cancelled ? STATE_CANCELLED
                                          : STATE_DONE;
    scanner->ended_ns = lwi_clock_realtime(scanner->settings->clock);
    (void) pthread_mutex_unlock(&scanner->lock);
    return NULL;
}

/* ---- beginning and ending ---- */

static void forget_starting(struct lwi_scanner *scanner)
{
    lwi_scanner_cancel(scanner);
    if (scanner->has_thread)
        (void) pthread_join(scanner->thread, NULL);
    scanner->has_thread = 0;
    (void) pthread_mutex_lock(&scanner->lock);
    for (size_t i = 0; i < scanner->count; i++)
        lwi_found_free(&scanner->found[i]);
    free(scanner->found);
    scanner->found = NULL;
    scanner->first_id += (int64_t) scanner->count;
    scanner->count = 0;
    free_order(&scanner->order);
    scanner->state = STATE_IDLE;
    scanner->cancelled = 0;
    scanner->error = (struct lw_error){0};
    scanner->progress = (struct lwi_scan_progress){0};
    scanner->started_ns = scanner->ended_ns = 0;
    (void) pthread_mutex_unlock(&scanner->lock);
}

static void set_check(const struct lwi_scanner *scanner, struct lwi_check_settings *check)
{
    const long cores = sysconf(_SC_NPROCESSORS_ONLN);
    check->assess.model = scanner->settings->model;
    check->assess.cpu_mask = scanner->settings->cpu_mask;
    check->thumbnail_width = THUMBNAIL_WIDTH;
    check->threads = cores > 3 ? (unsigned) cores / 2 : 1; /* the daemon's cameras go on */
}

static int start_starting(struct lwi_scanner *scanner, struct lwi_scan_order **order,
                          struct lw_error *reterr)
{
    (void) pthread_mutex_lock(&scanner->lock);
    const int running = scanner->state == STATE_RUNNING;
    (void) pthread_mutex_unlock(&scanner->lock);
    if (running) {
        (void) lwi_error_set(reterr, -EALREADY, "A scan is running already");
        lwi_error_hint(reterr, "POST /api/v1/scan/cancel ends it");
        return -EALREADY;
    }
    forget_starting(scanner);
    int r = lwi_scan_start(&scanner->scan, &(*order)->scan, reterr);
    if (r < 0)
        return r;
    scanner->order = *order;
    *order = NULL;
    scanner->started_ns = lwi_clock_realtime(scanner->settings->clock);
    lwi_scan_look(scanner->scan, &scanner->progress);
    scanner->state = STATE_RUNNING;
    r = pthread_create(&scanner->thread, NULL, follow, scanner);
    scanner->has_thread = r == 0;
    if (r == 0)
        return 0;
    lwi_scan_close(&scanner->scan);
    forget_starting(scanner);
    return lwi_error_set(reterr, -EAGAIN, "no thread for the scan: %s", strerror(r));
}

int lwi_scanner_start(struct lwi_scanner *scanner, const struct json_t *object,
                      struct lw_error *reterr)
{
    struct lwi_scan_order *order = calloc(1, sizeof(*order));
    if (!order)
        return lwi_error_set(reterr, -ENOMEM, "no memory");
    int r = lwi_scan_order_read(order, object, reterr);
    if (r == 0) {
        set_check(scanner, &order->scan.check);
        (void) pthread_mutex_lock(&scanner->starting);
        r = start_starting(scanner, &order, reterr);
        (void) pthread_mutex_unlock(&scanner->starting);
    }
    free_order(&order);
    return r;
}

void lwi_scanner_cancel(struct lwi_scanner *scanner)
{
    (void) pthread_mutex_lock(&scanner->lock);
    if (scanner->scan) {
        lwi_scan_stop(scanner->scan);
        scanner->cancelled = 1;
    }
    (void) pthread_mutex_unlock(&scanner->lock);
}

void lwi_scanner_forget(struct lwi_scanner *scanner)
{
    (void) pthread_mutex_lock(&scanner->starting);
    forget_starting(scanner);
    (void) pthread_mutex_unlock(&scanner->starting);
}

void lwi_scanner_free(struct lwi_scanner **scanner)
{
    if (!*scanner)
        return;
    forget_starting(*scanner);
    (void) pthread_mutex_destroy(&(*scanner)->lock);
    (void) pthread_mutex_destroy(&(*scanner)->starting);
    free(*scanner);
    *scanner = NULL;
}

/* ---- what there is ---- */

static json_t *found_json(int64_t id, const struct lwi_found *found, const json_t *cameras)
{
    struct lwi_found_row row;
    char address[LWI_ADDRESS_TEXT];
    lwi_found_row(found, &row);
    lwi_address_text(&found->address, address);
    json_t *object = lwi_report_row_json(&row.row);
    json_t *camera = json_object_get(object, "camera");
    const json_t *same = lwi_found_same(found, cameras);
    json_t *known = same ? json_object_get(same, "id") : NULL;
    if (!object)
        return NULL;
    static const char *const left_out[] = {"path", "time_s", "features", "invalid"};
    for (size_t i = 0; i < sizeof(left_out) / sizeof(left_out[0]); i++)
        (void) json_object_del(object, left_out[i]);
    (void) json_object_del(camera, "date");
    (void) json_object_set_new(camera, "date", lwi_json_time(found->wall_ns));
    (void) json_object_set_new(object, "id", json_integer(id));
    (void) json_object_set_new(object, "address", json_string(address));
    (void) json_object_set_new(object, "channel", json_integer(found->channel));
    (void) json_object_set_new(object, "has_picture", json_boolean(found->unit.thumbnail));
    (void) json_object_set_new(object, "can_be_added",
                               json_boolean(found->stream[0] && found->state == LWI_FOUND_PICTURE));
    (void) json_object_set_new(object, "camera_id", known ? json_incref(known) : json_null());
    return object;
}

static json_t *state_json_locked(const struct lwi_scanner *s)
{
    const struct lwi_scan_progress *p = &s->progress;
    const int running = s->state == STATE_RUNNING;
    return json_pack("{s:s, s:o, s:o, s:o, s:o, s:{s:I, s:I, s:I, s:I, s:I}, s:o, s:s, s:s}",
                     "state", state_names[s->state],                                  /* */
                     "ranges", s->order ? json_incref(s->order->text) : json_array(), /* */
                     "started", lwi_json_time(s->started_ns),                         /* */
                     "ended", lwi_json_time(s->ended_ns),                             /* */
                     "announced", json_boolean(p->announced),                         /* */
                     "progress",                                                      /* */
                     "addresses", (json_int_t) p->addresses,                          /* */
                     "addresses_done", (json_int_t) p->addresses_done,                /* */
                     "hosts", (json_int_t) p->hosts,                                  /* */
                     "hosts_done", (json_int_t) p->hosts_done,                        /* */
                     "cameras", (json_int_t) s->count,                                /* */
                     "seconds_left", lwi_json_number(running ? p->left_s : -1),       /* */
                     "error", s->error.message, "hint", s->error.hint);
}

struct json_t *lwi_scanner_json(struct lwi_scanner *scanner, const struct json_t *cameras)
{
    json_t *list = json_array();
    (void) pthread_mutex_lock(&scanner->lock);
    for (size_t i = 0; i < scanner->count; i++)
        (void) json_array_append_new(
            list, found_json(scanner->first_id + (int64_t) i, scanner->found[i], cameras));
    json_t *object = state_json_locked(scanner);
    (void) pthread_mutex_unlock(&scanner->lock);
    (void) json_object_set_new(object, "found", list);
    return object;
}

static const struct lwi_found *find_locked(const struct lwi_scanner *scanner, int64_t id,
                                           struct lw_error *reterr)
{
    if (id >= scanner->first_id && id - scanner->first_id < (int64_t) scanner->count)
        return scanner->found[id - scanner->first_id];
    (void) lwi_error_set(reterr, -ENOENT, "No camera %" PRId64 " was found by the last scan", id);
    lwi_error_hint(reterr, "GET /api/v1/scan lists them");
    return NULL;
}

int lwi_scanner_picture(struct lwi_scanner *scanner, int64_t id, uint8_t **ret_data,
                        size_t *ret_size, struct lw_error *reterr)
{
    uint8_t *data = NULL;
    int r = -ENOENT;
    (void) pthread_mutex_lock(&scanner->lock);
    const struct lwi_found *found = find_locked(scanner, id, reterr);
    if (found && !found->unit.thumbnail) {
        r = lwi_error_set(reterr, -ENOENT, "There is no picture of it");
    } else if (found) {
        *ret_size = found->unit.thumbnail_size;
        data = malloc(*ret_size);
        r = data ? 0 : lwi_error_set(reterr, -ENOMEM, "no memory");
        if (data)
            memcpy(data, found->unit.thumbnail, *ret_size);
    }
    (void) pthread_mutex_unlock(&scanner->lock);
    *ret_data = data;
    return r;
}

int lwi_scanner_change(struct lwi_scanner *scanner, int64_t id, const struct json_t *cameras,
                       struct lwi_found_change *ret_change, struct lw_error *reterr)
{
    int r = -ENOENT;
    (void) pthread_mutex_lock(&scanner->lock);
    const struct lwi_found *found = find_locked(scanner, id, reterr);
    if (found)
        r = lwi_found_change(found, &scanner->order->credentials, cameras, ret_change, reterr);
    (void) pthread_mutex_unlock(&scanner->lock);
    return r;
}
