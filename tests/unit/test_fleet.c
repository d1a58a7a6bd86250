/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * The fleet, whole, with made-up sources and a made-up judge: cameras that deliver
 * what the test sets, fall silent, refuse, hang; and a clock that the test moves.
 */
#include <errno.h>
#include <pthread.h>
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

#include <cmocka.h>

#include "base/clock.h"
#include "base/error.h"
#include "camera/fleet.h"
#include "camera/io.h"
#include "frame/frame.h"
#include "store/internal.h"

/* What the cameras whose URL ends in this digit do now. */
enum mode {
    SHARP,
    BLURRED,
    DARK,    /* not assessable */
    COVERED, /* as the watch sees it, where it watches; CLEAR alone */
    FROZEN,
    BOTH,    /* covered and out of focus */
    BROKEN,  /* packets that cannot be decoded */
    TRASH,   /* a folder whose files are no pictures */
    SILENT,  /* the read blocks until the time-out */
    REFUSED, /* the open fails: wrong password */
    GONE,    /* the open fails: nobody there */
    HUNG,    /* the open blocks, and does not look at cancel either */
};

#define WORLDS 10

struct world {
    atomic_int modes[WORLDS];
    atomic_int opens[WORLDS];
    atomic_llong offset_ns; /* both clocks run ahead of the system's by so much */
    atomic_llong wall_offset_ns;
    atomic_bool release; /* of what hangs */
    atomic_bool watches; /* the watch is shown pictures, and has learnt enough */
};

struct fixture {
    char dir[64];
    struct world world;
    struct lwi_clock clock;
    struct lwi_camera_io io;
    struct lwi_store *store;
    struct lwi_fleet *fleet;
};

static void nap_ms(long ms)
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
            nap_ms(5);
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
        nap_ms(2);
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

static void open_fleet(struct fixture *f)
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

static void close_fleet(struct fixture *f)
{
    lwi_fleet_close(&f->fleet);
    lwi_store_close(&f->store);
}

static int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));
    (void) snprintf(f->dir, sizeof(f->dir), "/tmp/lenswatch-fleet-XXXXXX");
    assert_non_null(mkdtemp(f->dir));
    f->clock = (struct lwi_clock){fake_monotonic, fake_realtime, &f->world};
    f->io = (struct lwi_camera_io){&f->world,      fake_open,  fake_read,       fake_close,
                                   fake_judge_new, fake_judge, fake_judge_free, fake_decode};
    open_fleet(f);
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    static const char *const names[] = {"lenswatch.db", "lenswatch.db-wal", "lenswatch.db-shm",
                                        "lock", "secret.key"};
    struct fixture *f = *state;
    close_fleet(f);
    char path[128];
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        (void) snprintf(path, sizeof(path), "%s/%s", f->dir, names[i]);
        (void) unlink(path);
    }
    assert_int_equal(rmdir(f->dir), 0);
    free(f);
    return 0;
}

static void add_camera(struct fixture *f, const char *name, int index)
{
    struct lwi_camera_config config;
    struct lw_error error;
    lwi_camera_config_default(&config);
    (void) snprintf(config.name, sizeof(config.name), "%s", name);
    (void) snprintf(config.url, sizeof(config.url), "rtsp://world/%d", index);
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

/* The clocks run ahead, a little at a time, until the condition is true or a (real) minute over. */
#define WAIT_FOR(f, condition, step_s)                                                             \
    do {                                                                                           \
        int slices = 0;                                                                            \
        while (!(condition)) {                                                                     \
            if (++slices > 6000)                                                                   \
                fail_msg("never: %s", #condition);                                                 \
            (void) atomic_fetch_add(&(f)->world.offset_ns,                                         \
                                    (long long) ((step_s) * (double) LWI_NS_PER_S));               \
            nap_ms(10);                                                                            \
        }                                                                                          \
    } while (0)

static struct lwi_camera_status status_of(struct fixture *f, const char *id)
{
    struct lwi_camera_status status;
    assert_int_equal(lwi_fleet_camera_status(f->fleet, id, &status), 0);
    return status;
}

static size_t events_of(struct fixture *f, const char *camera, const char *condition, int state)
{
    struct lwi_event *events;
    size_t count;
    struct lwi_event_query query = {
        .camera_id = camera, .condition = condition, .state = state, .limit = 100};
    assert_int_equal(lwi_store_event_list(f->store, &query, &events, &count, NULL), 0);
    free(events);
    return count;
}

static struct lwi_event newest_event(struct fixture *f)
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

static int has_picture(struct fixture *f, int64_t id, const char *which)
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

static void mode(struct fixture *f, int index, enum mode m)
{
    atomic_store(&f->world.modes[index], m);
}

static int is_watching(struct fixture *f, const char *id)
{
    return status_of(f, id).state == LWI_CAMERA_WATCHING;
}

static void test_defocus_from_begin_to_end(void **state)
{
    struct fixture *f = *state;
    add_camera(f, "a", 0);
    WAIT_FOR(f, status_of(f, "a").frames_assessed > 3, 0.1);
    struct lwi_camera_status s = status_of(f, "a");
    assert_int_equal(s.state, LWI_CAMERA_WATCHING);
    assert_int_equal(s.verdict, LW_VERDICT_CLEAR);
    assert_int_equal(s.width, 160);
    assert_true(s.sharpness > 0.7);
    assert_true(s.brightness == 10);
    assert_string_equal(s.config.password, "*"); /* that there is one, and no more */
    assert_int_equal(s.open_event_id, 0);

    mode(f, 0, BLURRED);
    WAIT_FOR(f, status_of(f, "a").open_event_id > 0, 0.5);
    s = status_of(f, "a");
    assert_string_equal(s.open_condition, "defocus");
    assert_true(s.sharpness < 0.3);
    struct lwi_event e = newest_event(f);
    assert_int_equal(e.id, s.open_event_id);
    assert_true(e.confirmed_ns - e.started_ns >= 20 * LWI_NS_PER_S);
    assert_true(e.score == 0.98);
    assert_string_equal(e.reason, "no edge");
    assert_true(has_picture(f, e.id, "start"));
    assert_true(has_picture(f, e.id, "reference"));
    assert_false(has_picture(f, e.id, "end"));

    mode(f, 0, DARK); /* holds it */
    WAIT_FOR(f, status_of(f, "a").verdict == LW_VERDICT_NOT_ASSESSABLE, 0.5);
    uint64_t assessed = status_of(f, "a").frames_assessed;
    WAIT_FOR(f, status_of(f, "a").frames_assessed > assessed + 50, 1);
    assert_int_equal(events_of(f, "a", "defocus", 1), 1);

    mode(f, 0, SHARP);
    WAIT_FOR(f, status_of(f, "a").open_event_id == 0, 0.5);
    e = newest_event(f);
    assert_string_equal(e.end_reason, "cleared");
    assert_true(e.ended_ns > e.confirmed_ns);
    assert_true(has_picture(f, e.id, "end"));
    assert_int_equal(events_of(f, "a", NULL, 0), 1);
}

static struct lwi_condition_status condition_of(struct fixture *f, const char *id, const char *name)
{
    return status_of(f, id).conditions[lw_condition_find(name)];
}

/* A fault of each kind has an event of its own, and the watch's word counts. */
static void test_conditions_have_events(void **state)
{
    struct fixture *f = *state;
    static const struct {
        enum mode mode;
        const char *condition;
    } rows[] = {{COVERED, "covered"}, {FROZEN, "frozen"}, {DARK, "too_dark"}, {BLURRED, "defocus"}};
    atomic_store(&f->world.watches, true);
    add_camera(f, "a", 0);
    WAIT_FOR(f, status_of(f, "a").pictures_learnt == 10, 0.1);
    assert_int_equal(status_of(f, "a").light, LW_LIGHT_DAY);
    assert_int_equal(status_of(f, "a").tiles_usable, 60);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        mode(f, 0, rows[i].mode);
        WAIT_FOR(f, status_of(f, "a").open_event_id > 0, 1);
        assert_string_equal(status_of(f, "a").open_condition, rows[i].condition);
        struct lwi_condition_status c = condition_of(f, "a", rows[i].condition);
        assert_int_equal(c.state, LW_STATE_FAULT);
        assert_true(c.value == 7 && c.score == 0.8);
        struct lwi_event e = newest_event(f);
        assert_true(e.score == 0.8);
        assert_string_equal(e.reason, rows[i].condition);
        assert_true(has_picture(f, e.id, "start") && has_picture(f, e.id, "reference"));
        mode(f, 0, SHARP);
        WAIT_FOR(f, status_of(f, "a").open_event_id == 0, 1);
        assert_int_equal(events_of(f, "a", rows[i].condition, 2), 1);
    }
    assert_int_equal(events_of(f, "a", NULL, 0), 4);
}

static void test_the_most_serious_is_shown(void **state)
{
    struct fixture *f = *state;
    atomic_store(&f->world.watches, true);
    add_camera(f, "a", 0);
    WAIT_FOR(f, status_of(f, "a").pictures_learnt == 10, 0.1);
    mode(f, 0, BOTH);
    WAIT_FOR(f, events_of(f, "a", NULL, 1) == 2, 1);
    WAIT_FOR(f, strcmp(status_of(f, "a").open_condition, "covered") == 0, 1);
    mode(f, 0, BLURRED);
    WAIT_FOR(f, strcmp(status_of(f, "a").open_condition, "defocus") == 0, 1);
    assert_int_equal(events_of(f, "a", "covered", 2), 1);
}

/* Switched off, a condition has no event, and an open one ends. */
static void test_condition_switched_off(void **state)
{
    struct fixture *f = *state;
    struct lwi_camera_config config;
    atomic_store(&f->world.watches, true);
    mode(f, 0, FROZEN);
    add_camera(f, "a", 0);
    WAIT_FOR(f, status_of(f, "a").open_event_id > 0, 1);
    assert_int_equal(lwi_fleet_camera_config(f->fleet, "a", &config), 0);
    config.conditions[lw_condition_find("frozen")].enabled = 0;
    assert_int_equal(lwi_fleet_camera_set(f->fleet, &config, NULL), 0);
    assert_int_equal(status_of(f, "a").open_event_id, 0);
    assert_string_equal(newest_event(f).end_reason, "switched off");
    uint64_t assessed = status_of(f, "a").frames_assessed;
    WAIT_FOR(f, status_of(f, "a").frames_assessed > assessed + 60, 1);
    assert_string_equal(condition_of(f, "a", "frozen").reason, "switched off");
    assert_int_equal(events_of(f, "a", NULL, 0), 1);
}

/* A camera that is out of focus from its first picture must not pass for healthy. */
static void test_blurred_from_the_beginning(void **state)
{
    struct fixture *f = *state;
    atomic_store(&f->world.watches, true);
    mode(f, 0, BLURRED);
    add_camera(f, "a", 0);
    WAIT_FOR(f, status_of(f, "a").open_event_id > 0, 1);
    assert_string_equal(status_of(f, "a").open_condition, "defocus");
    assert_string_equal(newest_event(f).reason, "no edge"); /* the picture alone says so */
    assert_int_equal(status_of(f, "a").pictures_learnt, 0);
    assert_int_equal(condition_of(f, "a", "covered").state, LW_STATE_NOT_ASSESSABLE);
    mode(f, 0, SHARP);
    WAIT_FOR(f, status_of(f, "a").pictures_learnt > 0, 1);
}

static int has_baseline(struct fixture *f, const char *id)
{
    uint8_t *data;
    size_t size;
    int64_t time_ns;
    int r = lwi_store_baseline_get(f->store, id, &time_ns, &data, &size, NULL);
    if (r == 0)
        free(data);
    return r == 0;
}

static void test_baseline_is_stored(void **state)
{
    struct fixture *f = *state;
    atomic_store(&f->world.watches, true);
    add_camera(f, "a", 0);
    WAIT_FOR(f, status_of(f, "a").pictures_learnt == 10, 0.1);
    close_fleet(f);
    open_fleet(f);
    assert_true(has_baseline(f, "a")); /* at the stop */
    assert_int_equal(lwi_fleet_camera_reset(f->fleet, "b", LW_RESET_ALL, NULL), -ENOENT);
    mode(f, 0, SILENT);
    WAIT_FOR(f, status_of(f, "a").state == LWI_CAMERA_LOST, 0.1);
    assert_int_equal(lwi_fleet_camera_reset(f->fleet, "a", LW_RESET_ALL, NULL), 0);
    assert_false(has_baseline(f, "a"));
    mode(f, 0, SHARP);
    WAIT_FOR(f, has_baseline(f, "a"), 30); /* from time to time */
    struct lwi_camera_explanation e;
    assert_int_equal(lwi_fleet_camera_explain(f->fleet, "a", 0, &e), 0);
    free(e.tiles);
    assert_int_equal(lwi_fleet_camera_explain(f->fleet, "a", 99, &e), -EINVAL);
}

static void test_lost_and_found(void **state)
{
    struct fixture *f = *state;
    add_camera(f, "a", 1);
    WAIT_FOR(f, is_watching(f, "a"), 0.1);
    mode(f, 1, GONE);
    WAIT_FOR(f, status_of(f, "a").state == LWI_CAMERA_LOST, 0.1);
    WAIT_FOR(f, strcmp(status_of(f, "a").state_reason, "nobody there") == 0, 1);
    assert_string_equal(status_of(f, "a").state_hint, "Is it plugged in?");
    assert_int_equal(status_of(f, "a").verdict, LW_VERDICT_NOT_ASSESSABLE);
    WAIT_FOR(f, status_of(f, "a").open_event_id > 0, 1);
    assert_string_equal(status_of(f, "a").open_condition, "signal_lost");
    struct lwi_event e = newest_event(f);
    assert_true(has_picture(f, e.id, "start")); /* the last before */
    assert_true(has_picture(f, e.id, "reference"));
    int opens = atomic_load(&f->world.opens[1]);
    WAIT_FOR(f, atomic_load(&f->world.opens[1]) > opens + 2, 10); /* for ever */
    mode(f, 1, SHARP);
    WAIT_FOR(f, is_watching(f, "a"), 10);
    assert_string_equal(status_of(f, "a").state_reason, "");
    WAIT_FOR(f, status_of(f, "a").open_event_id == 0, 1);
    assert_int_equal(events_of(f, "a", "signal_lost", 2), 1);
    assert_int_equal(events_of(f, "a", "defocus", 0), 0);

    mode(f, 1, SILENT);
    WAIT_FOR(f, status_of(f, "a").state == LWI_CAMERA_LOST, 0.1);
    assert_non_null(strstr(status_of(f, "a").state_reason, "nothing was heard"));
}

/* A wrong password is tried again once a minute at most, lest the account be locked. */
static void test_refused_is_not_hammered(void **state)
{
    struct fixture *f = *state;
    mode(f, 2, REFUSED);
    add_camera(f, "a", 2);
    WAIT_FOR(f, status_of(f, "a").state == LWI_CAMERA_LOST, 0.1);
    struct lwi_camera_status s = status_of(f, "a");
    assert_true(s.retry_ns - s.state_since_ns >= 44 * LWI_NS_PER_S);
    /* Another password is tried at once. */
    struct lwi_camera_config config;
    assert_int_equal(lwi_fleet_camera_config(f->fleet, "a", &config), 0);
    assert_string_equal(config.password, "pw");
    (void) snprintf(config.password, sizeof(config.password), "right");
    mode(f, 2, SHARP);
    assert_int_equal(lwi_fleet_camera_set(f->fleet, &config, NULL), 0);
    WAIT_FOR(f, is_watching(f, "a"), 0);
    assert_int_equal(atomic_load(&f->world.opens[2]), 2);
}

static void test_undecodable_is_lost(void **state)
{
    struct fixture *f = *state;
    add_camera(f, "a", 3);
    WAIT_FOR(f, is_watching(f, "a"), 0.1);
    mode(f, 3, BROKEN);
    WAIT_FOR(f, status_of(f, "a").state == LWI_CAMERA_LOST, 0.5);
    assert_string_equal(status_of(f, "a").state_reason, "no picture can be decoded: garbage");
    assert_true(status_of(f, "a").frames_bad >= 3);
    mode(f, 6, TRASH);
    add_camera(f, "folder", 6);
    WAIT_FOR(f, status_of(f, "folder").state == LWI_CAMERA_LOST, 0.5);
    assert_string_equal(status_of(f, "folder").state_reason,
                        "no picture can be decoded: not a picture");
}

/* One that hangs keeps neither the others nor the close waiting. */
static void test_hung_source_blocks_nobody(void **state)
{
    struct fixture *f = *state;
    mode(f, 4, HUNG);
    add_camera(f, "hung", 4);
    add_camera(f, "good", 5);
    WAIT_FOR(f, status_of(f, "good").frames_assessed > 5, 0.1);
    assert_int_equal(status_of(f, "hung").state, LWI_CAMERA_CONNECTING);
    assert_int_equal(lwi_fleet_camera_remove(f->fleet, "hung", NULL), 0);
    uint64_t assessed = status_of(f, "good").frames_assessed;
    WAIT_FOR(f, status_of(f, "good").frames_assessed > assessed + 5, 0.1);
    atomic_store(&f->world.release, true);
}

static void test_disable_and_remove_end_events(void **state)
{
    struct fixture *f = *state;
    mode(f, 0, BLURRED);
    mode(f, 1, BLURRED);
    add_camera(f, "a", 0);
    add_camera(f, "b", 1);
    WAIT_FOR(f, status_of(f, "a").open_event_id && status_of(f, "b").open_event_id, 1);
    struct lwi_camera_config config;
    assert_int_equal(lwi_fleet_camera_config(f->fleet, "a", &config), 0);
    config.enabled = 0;
    assert_int_equal(lwi_fleet_camera_set(f->fleet, &config, NULL), 0);
    assert_int_equal(status_of(f, "a").open_event_id, 0);
    assert_int_equal(status_of(f, "a").state, LWI_CAMERA_DISABLED);
    assert_int_equal(events_of(f, "a", "defocus", 2), 1);
    nap_ms(300);
    assert_int_equal(events_of(f, "a", "defocus", 1), 0);
    config.enabled = 1;
    assert_int_equal(lwi_fleet_camera_set(f->fleet, &config, NULL), 0);
    WAIT_FOR(f, status_of(f, "a").open_event_id > 0, 1);

    uint64_t skipped;
    struct lwi_notice notices[512];
    size_t before = lwi_fleet_notices(f->fleet, 0, notices, 512, 0, &skipped);
    uint64_t last = before ? notices[before - 1].sequence : 0;
    assert_int_equal(lwi_fleet_camera_remove(f->fleet, "b", NULL), 0);
    assert_int_equal(lwi_fleet_camera_remove(f->fleet, "b", NULL), -ENOENT);
    int ended = 0, removed = 0;
    for (int i = 0; i < 100 && !removed; i++) {
        size_t n = lwi_fleet_notices(f->fleet, last, notices, 512, 100, &skipped);
        for (size_t k = 0; k < n; k++) {
            if (strcmp(notices[k].camera_id, "b") == 0) {
                ended |= notices[k].kind == LWI_NOTICE_EVENT_END;
                removed |= notices[k].kind == LWI_NOTICE_REMOVED;
            }
            last = notices[k].sequence;
        }
    }
    assert_true(ended && removed);
    assert_int_equal(events_of(f, "b", NULL, 0), 0);
    struct lwi_camera_status s;
    assert_int_equal(lwi_fleet_camera_status(f->fleet, "b", &s), -ENOENT);
}

/* The program ends while events are open, in every way that it can find the world again. */
static void test_restart_takes_events_up(void **state)
{
    struct fixture *f = *state;
    static const char *const names[] = {"still", "cured", "off"};
    for (int i = 0; i < 3; i++) {
        mode(f, i, BLURRED);
        add_camera(f, names[i], i);
    }
    for (int i = 0; i < 3; i++)
        WAIT_FOR(f, status_of(f, names[i]).open_event_id > 0, 1);
    int64_t still = status_of(f, "still").open_event_id;
    int64_t off = status_of(f, "off").open_event_id;
    close_fleet(f);

    /* As if the last one had been disabled by a program that was killed before it ended the event,
     * and an event of a condition that this program does not know. */
    assert_int_equal(lwi_store_open(&f->store, f->dir, NULL, NULL), 0);
    assert_int_equal(
        lwi_store_camera_put(f->store, "off",
                             "{\"name\":\"off\",\"url\":\"rtsp://world/2\",\"enabled\":false}",
                             NULL, NULL),
        0);
    struct lwi_event strange = {.camera_id = "still", .condition = "aliens", .started_ns = 5};
    assert_int_equal(lwi_store_event_start(f->store, &strange, NULL, NULL), 0);
    lwi_store_close(&f->store);
    mode(f, 1, SHARP);
    open_fleet(f);

    struct lwi_event e;
    assert_int_equal(status_of(f, "still").open_event_id, still);
    assert_int_equal(lwi_store_event_get(f->store, off, &e, NULL), 0);
    assert_string_equal(e.end_reason, "camera disabled");
    assert_int_equal(lwi_store_event_get(f->store, strange.id, &e, NULL), 0);
    assert_string_equal(e.end_reason, "restart");
    WAIT_FOR(f, status_of(f, "cured").open_event_id == 0, 1);
    assert_int_equal(status_of(f, "still").open_event_id, still);
    assert_int_equal(events_of(f, NULL, "defocus", 0), 3);
    assert_int_equal(events_of(f, NULL, NULL, 1), 1);
}

static void report_finding(void *cookie, const char *finding)
{
    (void) cookie;
    print_message("finding: %s\n", finding);
}

static int run_sql(struct lwi_store *store, sqlite3 *db, void *sql, struct lw_error *reterr)
{
    (void) store;
    return lwi_db_exec(db, sql, reterr);
}

static void sql(struct fixture *f, const char *text)
{
    assert_int_equal(lwi_writer_call(f->store, run_sql, (void *) text, NULL), 0);
}

/* The disk is full while three events begin and two end: nobody hears of them before they are
 * stored, and once there is room they are, with their pictures and in their order. */
static void test_full_disk_keeps_events(void **state)
{
    struct fixture *f = *state;
    add_camera(f, "a", 0);
    WAIT_FOR(f, is_watching(f, "a"), 0.1);
    sql(f, "create table ballast (x blob)");
    sql(f, "pragma max_page_count = 1"); /* SQLite makes it what there is */
    struct lw_error error;
    while (lwi_writer_call(f->store, run_sql, (void *) "insert into ballast values (zeroblob(500))",
                           &error) == 0)
        ;
    assert_int_equal(error.code, -ENOSPC);
    for (int i = 0; i < 3; i++) {
        mode(f, 0, BLURRED);
        uint64_t assessed = status_of(f, "a").frames_assessed;
        WAIT_FOR(f, status_of(f, "a").frames_assessed > assessed + 40, 1);
        assert_int_equal(status_of(f, "a").open_event_id, 0);
        if (i == 2)
            break;
        mode(f, 0, SHARP);
        assessed = status_of(f, "a").frames_assessed;
        WAIT_FOR(f, status_of(f, "a").frames_assessed > assessed + 40, 1);
    }
    assert_int_equal(events_of(f, "a", NULL, 0), 0);
    sql(f, "pragma max_page_count = 100000");
    WAIT_FOR(f, status_of(f, "a").open_event_id > 0, 1);
    assert_int_equal(events_of(f, "a", "defocus", 2), 2);
    assert_int_equal(events_of(f, "a", "defocus", 1), 1);
    for (int64_t id = 1; id <= 3; id++)
        assert_true(has_picture(f, id, "start") && has_picture(f, id, "reference"));
    assert_true(has_picture(f, 1, "end") && has_picture(f, 2, "end"));
}

/* The wall clock jumps about during an event; nothing ends before it begins. */
static void test_wall_clock_jumps(void **state)
{
    struct fixture *f = *state;
    static const long long years[] = {10, -20, 3};
    add_camera(f, "a", 0);
    for (int i = 0; i < 3; i++) {
        mode(f, 0, BLURRED);
        WAIT_FOR(f, status_of(f, "a").open_event_id > 0, 1);
        atomic_store(&f->world.wall_offset_ns, years[i] * 31536000 * LWI_NS_PER_S);
        mode(f, 0, SHARP);
        WAIT_FOR(f, status_of(f, "a").open_event_id == 0, 1);
        struct lwi_event e = newest_event(f);
        assert_true(e.ended_ns >= e.started_ns);
    }
    close_fleet(f);
    assert_int_equal(lwi_store_check(f->dir, report_finding, NULL, NULL), 0);
}

static void test_add_set_and_limits(void **state)
{
    struct fixture *f = *state;
    struct lwi_camera_config config;
    struct lw_error error;
    lwi_camera_config_default(&config);
    (void) snprintf(config.url, sizeof(config.url), "rtsp://world/0");
    static const char *const ids[] = {"front-door", "front-door-2", "front-door-3"};
    for (int i = 0; i < 3; i++) {
        (void) snprintf(config.name, sizeof(config.name), "Front  Door!");
        config.id[0] = '\0';
        assert_int_equal(lwi_fleet_camera_add(f->fleet, &config, &error), 0);
        assert_string_equal(config.id, ids[i]);
    }
    assert_int_equal(lwi_fleet_camera_add(f->fleet, &config, &error), -EEXIST);
    config.id[0] = '\0';
    for (int i = 3; i < 8; i++) {
        config.id[0] = '\0';
        (void) snprintf(config.name, sizeof(config.name), "%c", 'z' - i);
        assert_int_equal(lwi_fleet_camera_add(f->fleet, &config, &error), 0);
    }
    config.id[0] = '\0';
    assert_int_equal(lwi_fleet_camera_add(f->fleet, &config, &error), -ENOSPC);
    struct lwi_camera_status *statuses;
    size_t count;
    assert_int_equal(lwi_fleet_list(f->fleet, &statuses, &count), 0);
    assert_int_equal(count, 8);
    assert_string_equal(statuses[0].config.name, "Front  Door!");
    assert_string_equal(statuses[7].config.name, "w");
    free(statuses);
    (void) snprintf(config.id, sizeof(config.id), "nobody");
    assert_int_equal(lwi_fleet_camera_set(f->fleet, &config, &error), -ENOENT);
    /* A change of name goes without a new connection. */
    WAIT_FOR(f, is_watching(f, "w"), 0.1);
    int opens = atomic_load(&f->world.opens[0]);
    assert_int_equal(lwi_fleet_camera_config(f->fleet, "w", &config), 0);
    (void) snprintf(config.name, sizeof(config.name), "West");
    assert_int_equal(lwi_fleet_camera_set(f->fleet, &config, &error), 0);
    close_fleet(f);
    open_fleet(f);
    assert_string_equal(status_of(f, "w").config.name, "West");
    assert_true(opens >= 1);
}

static void test_snapshot_and_live(void **state)
{
    struct fixture *f = *state;
    uint8_t *data;
    size_t size;
    int64_t wall_ns;
    struct lwi_live *live, *second;
    mode(f, 4, SILENT);
    add_camera(f, "none", 4);
    assert_int_equal(lwi_fleet_snapshot(f->fleet, "none", &data, &size, &wall_ns), -EAGAIN);
    assert_int_equal(lwi_fleet_snapshot(f->fleet, "nobody", &data, &size, &wall_ns), -ENOENT);
    assert_int_equal(lwi_live_open(&live, f->fleet, "nobody", 0, NULL), -ENOENT);
    assert_int_equal(lwi_live_open(&live, f->fleet, "none", 0, NULL), 0);
    assert_int_equal(lwi_live_read(live, 20, &data, &size), -ETIMEDOUT);
    lwi_live_close(&live);

    add_camera(f, "a", 0);
    WAIT_FOR(f, is_watching(f, "a"), 0.1);
    assert_int_equal(lwi_fleet_snapshot(f->fleet, "a", &data, &size, &wall_ns), 0);
    assert_true(size > 4 && data[0] == 0xff && wall_ns > 0);
    free(data);
    assert_int_equal(lwi_live_open(&live, f->fleet, "a", 32, NULL), 0);
    assert_int_equal(lwi_live_open(&second, f->fleet, "a", 0, NULL), 0);
    for (int i = 0; i < 5; i++) {
        assert_int_equal(lwi_live_read(live, 5000, &data, &size), 0);
        free(data);
        assert_int_equal(lwi_live_read(second, 5000, &data, &size), 0);
        free(data);
    }
    lwi_live_close(&second);
    assert_int_equal(lwi_fleet_camera_remove(f->fleet, "a", NULL), 0);
    int r;
    while ((r = lwi_live_read(live, 1000, &data, &size)) == 0)
        free(data);
    assert_int_equal(r, -ENOENT);
    lwi_live_close(&live);
    lwi_live_close(&live);
}

static void test_notices_skip_ahead(void **state)
{
    struct fixture *f = *state;
    struct lwi_notice notices[16];
    uint64_t skipped;
    assert_int_equal(lwi_fleet_notices(f->fleet, 0, notices, 16, 0, &skipped), 0);
    add_camera(f, "a", 0);
    WAIT_FOR(f, lwi_fleet_notices(f->fleet, 0, notices, 16, 0, &skipped) == 16, 1);
    assert_int_equal(notices[0].sequence, 1);
    /* "From now on" gives only newer ones. */
    size_t n = 0;
    WAIT_FOR(f, (n = lwi_fleet_notices(f->fleet, UINT64_MAX, notices, 16, 50, &skipped)) > 0, 1);
    assert_true(notices[0].sequence > 16);
    assert_int_equal(skipped, 0);
}

/* Cameras come, go, change and are looked at from all sides at once. */
struct crowd {
    struct fixture *f;
    int index;
    atomic_bool *stop;
};

static void *crowd_main(void *cookie)
{
    struct crowd *c = cookie;
    char name[8];
    (void) snprintf(name, sizeof(name), "c%d", c->index);
    while (!atomic_load(c->stop)) {
        struct lwi_camera_config config;
        uint8_t *data;
        size_t size, count;
        struct lwi_camera_status *statuses;
        struct lwi_live *live;
        lwi_camera_config_default(&config);
        (void) snprintf(config.name, sizeof(config.name), "%s", name);
        (void) snprintf(config.url, sizeof(config.url), "rtsp://world/%d", c->index);
        config.interval_s = 0.1;
        (void) lwi_fleet_camera_add(c->f->fleet, &config, NULL);
        if (lwi_live_open(&live, c->f->fleet, name, 0, NULL) == 0) {
            if (lwi_live_read(live, 30, &data, &size) == 0)
                free(data);
            lwi_live_close(&live);
        }
        config.sensitivity = 70;
        config.timeout_s += 1;
        (void) lwi_fleet_camera_set(c->f->fleet, &config, NULL);
        if (lwi_fleet_list(c->f->fleet, &statuses, &count) == 0)
            free(statuses);
        if (lwi_fleet_snapshot(c->f->fleet, name, &data, &size, NULL) == 0)
            free(data);
        (void) lwi_fleet_camera_remove(c->f->fleet, config.id, NULL);
    }
    return NULL;
}

static void test_crowd(void **state)
{
    struct fixture *f = *state;
    atomic_bool stop = false;
    struct crowd crowd[3];
    pthread_t threads[3];
    add_camera(f, "steady", 9);
    for (int i = 0; i < 3; i++) {
        crowd[i] = (struct crowd){f, i, &stop};
        assert_int_equal(pthread_create(&threads[i], NULL, crowd_main, &crowd[i]), 0);
    }
    WAIT_FOR(f, status_of(f, "steady").frames_assessed > 100, 0.1);
    atomic_store(&stop, true);
    for (int i = 0; i < 3; i++)
        (void) pthread_join(threads[i], NULL);
    assert_true(is_watching(f, "steady"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_defocus_from_begin_to_end, setup, teardown),
        cmocka_unit_test_setup_teardown(test_conditions_have_events, setup, teardown),
        cmocka_unit_test_setup_teardown(test_the_most_serious_is_shown, setup, teardown),
        cmocka_unit_test_setup_teardown(test_condition_switched_off, setup, teardown),
        cmocka_unit_test_setup_teardown(test_blurred_from_the_beginning, setup, teardown),
        cmocka_unit_test_setup_teardown(test_baseline_is_stored, setup, teardown),
        cmocka_unit_test_setup_teardown(test_lost_and_found, setup, teardown),
        cmocka_unit_test_setup_teardown(test_refused_is_not_hammered, setup, teardown),
        cmocka_unit_test_setup_teardown(test_undecodable_is_lost, setup, teardown),
        cmocka_unit_test_setup_teardown(test_hung_source_blocks_nobody, setup, teardown),
        cmocka_unit_test_setup_teardown(test_disable_and_remove_end_events, setup, teardown),
        cmocka_unit_test_setup_teardown(test_restart_takes_events_up, setup, teardown),
        cmocka_unit_test_setup_teardown(test_full_disk_keeps_events, setup, teardown),
        cmocka_unit_test_setup_teardown(test_wall_clock_jumps, setup, teardown),
        cmocka_unit_test_setup_teardown(test_add_set_and_limits, setup, teardown),
        cmocka_unit_test_setup_teardown(test_snapshot_and_live, setup, teardown),
        cmocka_unit_test_setup_teardown(test_notices_skip_ahead, setup, teardown),
        cmocka_unit_test_setup_teardown(test_crowd, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
