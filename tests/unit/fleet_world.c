/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "fleet_world.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/error.h"
#include "frame/frame.h"

void world_nap_ms(long ms)
{
    const struct timespec t = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};
    (void) nanosleep(&t, NULL);
}

static int64_t fake_monotonic(void *cookie)
{
    struct world *w = cookie;
    return lwi_clock_monotonic(&lwi_clock_system) + atomic_load(&w->offset_ns);
}

static int64_t fake_realtime(void *cookie)
{
    struct world *w = cookie;
    return lwi_clock_realtime(&lwi_clock_system) + atomic_load(&w->offset_ns) +
           atomic_load(&w->wall_offset_ns);
}

struct fake_source {
    int index;
    const atomic_bool *cancel;
};

static int fake_open(void *cookie, void **ret_source, const struct lwi_source_settings *settings,
                     int *ret_skips_bad, struct lw_error *reterr)
{
    struct world *w = cookie;
    int index = settings->url[strlen(settings->url) - 1] - '0';
    (void) atomic_fetch_add(&w->opens[index], 1);
    switch (atomic_load(&w->modes[index])) {
    case REFUSED:
        return lwi_error_set(reterr, -EACCES, "wrong password");
    case GONE:
        (void) lwi_error_set(reterr, -ECONNREFUSED, "nobody there");
        lwi_error_hint(reterr, "Is it plugged in?");
        return -ECONNREFUSED;
    case HUNG:
        while (!atomic_load(&w->release))
            world_nap_ms(5);
        return lwi_error_set(reterr, -ETIMEDOUT, "no answer");
    default:
        break;
    }
    struct fake_source *source = calloc(1, sizeof(*source));
    source->index = index;
    source->cancel = settings->cancel;
    *ret_skips_bad = atomic_load(&w->modes[index]) == TRASH;
    *ret_source = source;
    return 0;
}

static int fake_read(void *cookie, void *source_pointer, struct lwi_packet **ret_packet,
                     struct lw_error *reterr)
{
    struct world *w = cookie;
    struct fake_source *source = source_pointer;
    for (int i = 0; i < 10; i++) {
        world_nap_ms(2);
        if (atomic_load(source->cancel))
            return -ECANCELED;
        int mode = atomic_load(&w->modes[source->index]);
        if (mode <= BROKEN) {
            struct lwi_packet *packet = calloc(1, sizeof(*packet));
            packet->data = calloc(1, 1);
            packet->data[0] = (uint8_t) mode;
            packet->size = 1;
            packet->key = 1;
            *ret_packet = packet;
            return 0;
        }
        if (mode == TRASH)
            return lwi_error_set(reterr, -EBADMSG, "not a picture");
        if (mode == GONE)
            return lwi_error_set(reterr, -ECONNRESET, "it hung up");
    }
    return lwi_error_set(reterr, -ETIMEDOUT, "nothing was heard for 20 ms");
}

static void fake_close(void *cookie, void *source)
{
    (void) cookie;
    free(source);
}

static int fake_judge_new(void *cookie, void **ret_judge, const struct lw_assess_settings *settings,
                          struct lw_error *reterr)
{
    (void) cookie;
    (void) settings;
    (void) reterr;
    *ret_judge = malloc(1);
    return 0;
}

static void fake_judge_free(void *cookie, void *judge)
{
    (void) cookie;
    free(judge);
}

static int fake_decode(void *cookie, const struct lwi_packet *packet, struct lw_frame **ret_frame,
                       struct lw_error *reterr)
{
    (void) cookie;
    if (packet->data[0] == BROKEN)
        return lwi_error_set(reterr, -EBADMSG, "garbage");
    struct lwi_frame_format format = {.width = 160, .height = 120};
    struct lw_frame *frame;
    assert_int_equal(lwi_frame_new(&frame, &format), 0);
    uint8_t *luma = lwi_frame_luma(frame);
    memset(luma, 10 + 100 * packet->data[0], (size_t) frame->stride * 120);
    /* Noise, but where the brightness is measured: a JPEG of several pages of the database. */
    for (int y = 1; y < 120; y += 2)
        for (int x = 0; x < 160; x++)
            luma[y * frame->stride + x] = (uint8_t) ((x * 7919 + y * 104729) * 2654435761u >> 24);
    *ret_frame = frame;
    return 0;
}

/* What the watch says of a mode. */
static void fake_watch(enum mode m, struct lw_watch_result *result)
{
    static _Thread_local struct lw_condition_result found[LW_CONDITIONS_MAX];
    for (size_t i = 0; i < lw_condition_count(); i++) {
        const char *name = lw_condition_at(i)->name;
        int fault = (strcmp(name, "covered") == 0 && (m == COVERED || m == BOTH)) ||
                    (strcmp(name, "frozen") == 0 && m == FROZEN) ||
                    (strcmp(name, "defocus") == 0 && (m == BLURRED || m == BOTH)) ||
                    (strcmp(name, "too_dark") == 0 && m == DARK);
        found[i] = (struct lw_condition_result){
            .state = fault ? LW_STATE_FAULT : LW_STATE_OK,
            .score = fault ? 0.8 : 0.1,
            .reason = fault ? name : "as it should be",
            .value = fault ? 7 : -1,
        };
    }
    result->condition_count = lw_condition_count();
    result->conditions = found;
    result->light = LW_LIGHT_DAY;
    result->pictures_learnt = result->pictures_needed = 10;
    result->tiles_total = 100;
    result->tiles_usable = 60;
}

static int fake_judge(void *cookie, void *judge, const struct lwi_packet *packet,
                      const struct lwi_judge_order *order, struct lw_frame **ret_frame,
                      struct lw_watch_result *ret_result, struct lw_error *reterr)
{
    (void) judge;
    struct world *w = cookie;
    int r = fake_decode(cookie, packet, ret_frame, reterr);
    if (r < 0)
        return r;
    static const struct lw_assessment assessments[] = {
        [SHARP] = {.verdict = LW_VERDICT_CLEAR, .blur_probability = 0.02, .reason = "edges"},
        [BLURRED] = {.verdict = LW_VERDICT_BLURRY, .blur_probability = 0.98, .reason = "no edge"},
        [DARK] = {.verdict = LW_VERDICT_NOT_ASSESSABLE, .reason = "too dark"},
        [COVERED] = {.verdict = LW_VERDICT_CLEAR, .blur_probability = 0.02, .reason = "edges"},
        [FROZEN] = {.verdict = LW_VERDICT_CLEAR, .blur_probability = 0.02, .reason = "edges"},
        [BOTH] = {.verdict = LW_VERDICT_CLEAR, .blur_probability = 0.02, .reason = "edges"},
    };
    *ret_result = (struct lw_watch_result){.assessment = assessments[packet->data[0]]};
    if (atomic_load(&w->watches) && ret_result->assessment.blur_probability < order->blur_max)
        fake_watch((enum mode) packet->data[0], ret_result);
    return 0;
}

static void log_line(void *cookie, enum lwi_log_level level, const char *line)
{
    (void) cookie;
    (void) level;
    (void) line;
}

static const struct lwi_log quiet = {.write = log_line, .max = LWI_LOG_DEBUG};

void world_open_fleet(struct fixture *f)
{
    struct lw_error error;
    struct lwi_fleet_settings settings;
    lwi_fleet_settings_default(&settings);
    settings.clock = &f->clock;
    settings.io = &f->io;
    settings.log = &quiet;
    settings.workers = 2;
    settings.cameras_max = 8;
    if (lwi_store_open(&f->store, f->dir, NULL, &error) < 0 ||
        lwi_fleet_open(&f->fleet, f->store, &settings, &error) < 0)
        fail_msg("%s", error.message);
}

void world_close_fleet(struct fixture *f)
{
    lwi_fleet_close(&f->fleet);
    lwi_store_close(&f->store);
}

int world_setup(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));
    (void) snprintf(f->dir, sizeof(f->dir), "/tmp/lenswatch-fleet-XXXXXX");
    assert_non_null(mkdtemp(f->dir));
    f->clock = (struct lwi_clock){fake_monotonic, fake_realtime, &f->world};
    f->io = (struct lwi_camera_io){&f->world,      fake_open,  fake_read,       fake_close,
                                   fake_judge_new, fake_judge, fake_judge_free, fake_decode};
    world_open_fleet(f);
    *state = f;
    return 0;
}

int world_teardown(void **state)
{
    static const char *const names[] = {"lenswatch.db", "lenswatch.db-wal", "lenswatch.db-shm",
                                        "lock", "secret.key"};
    struct fixture *f = *state;
    world_close_fleet(f);
    char path[128];
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        (void) snprintf(path, sizeof(path), "%s/%s", f->dir, names[i]);
        (void) unlink(path);
    }
    assert_int_equal(rmdir(f->dir), 0);
    free(f);
    return 0;
}

void world_add_camera(struct fixture *f, const char *name, int index)
{
    struct lwi_camera_config config;
    struct lw_error error;
    lwi_camera_config_default(&config);
    (void) snprintf(config.name, sizeof(config.name), "%s", name);
    (void) snprintf(config.url, sizeof(config.url), "rtsp://world/%d", index);
    (void) snprintf(config.user, sizeof(config.user), "admin");
    (void) snprintf(config.password, sizeof(config.password), "pw");
    config.interval_s = 0.1;
    config.duration_s = 20;
    config.clear_duration_s = 20;
    for (size_t i = 0; i < lw_condition_count(); i++)
        config.conditions[i].duration_s = config.conditions[i].clear_duration_s = 20;
    if (lwi_fleet_camera_add(f->fleet, &config, &error) < 0)
        fail_msg("%s", error.message);
    assert_string_equal(config.id, name);
}

struct lwi_camera_status world_status_of(struct fixture *f, const char *id)
{
    struct lwi_camera_status status;
    assert_int_equal(lwi_fleet_camera_status(f->fleet, id, &status), 0);
    return status;
}

size_t world_events_of(struct fixture *f, const char *camera, const char *condition, int state)
{
    struct lwi_event *events;
    size_t count;
    struct lwi_event_query query = {
        .camera_id = camera, .condition = condition, .state = state, .limit = 100};
    assert_int_equal(lwi_store_event_list(f->store, &query, &events, &count, NULL), 0);
    free(events);
    return count;
}

struct lwi_event world_newest_event(struct fixture *f)
{
    struct lwi_event *events;
    size_t count;
    struct lwi_event_query query = {.limit = 1};
    assert_int_equal(lwi_store_event_list(f->store, &query, &events, &count, NULL), 0);
    assert_int_equal(count, 1);
    struct lwi_event event = events[0];
    free(events);
    return event;
}

int world_has_picture(struct fixture *f, int64_t id, const char *which)
{
    uint8_t *data;
    size_t size;
    int r = lwi_store_event_picture(f->store, id, which, &data, &size, NULL);
    if (r == 0) {
        assert_true(data[0] == 0xff && data[1] == 0xd8);
        free(data);
    }
    return r == 0;
}

void world_mode(struct fixture *f, int index, enum mode m)
{
    atomic_store(&f->world.modes[index], m);
}

int world_is_watching(struct fixture *f, const char *id)
{
    return world_status_of(f, id).state == LWI_CAMERA_WATCHING;
}
