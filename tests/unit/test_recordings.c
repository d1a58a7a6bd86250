/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The files of recordings: their names, their days, what goes, what is mended; the ring. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"
#include "make_still.h"
#include "record/recorder.h"
#include "record/recordings.h"
#include "record/ring.h"
#include "source/source.h"

#define S  LWI_NS_PER_S
#define MS LWI_NS_PER_MS
/* 2026-11-21T23:59:59.250Z */
#define LATE (INT64_C(1795305599) * S + 250 * MS)

static char dir[] = "/tmp/lenswatch-recordings-XXXXXX";

static int set_up(void **state)
{
    memcpy(dir + sizeof(dir) - 7, "XXXXXX", 6);
    return mkdtemp(dir) ? 0 : -1;
}

static int tear_down(void **state)
{
    return lwi_recordings_remove_all(dir, NULL);
}

static void make(struct lwi_recording r, const void *bytes, size_t size, int64_t end_ns)
{
    char path[LWI_RECORDING_PATH];
    assert_int_equal(lwi_recording_make_dir(dir, r.start_ns, NULL), 0);
    assert_int_equal(lwi_recording_path(dir, &r, path), 0);
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, size), size);
    const struct timespec times[2] = {{.tv_nsec = UTIME_OMIT},
                                      {.tv_sec = end_ns / S, .tv_nsec = end_ns % S}};
    assert_int_equal(futimens(fd, times), 0);
    (void) close(fd);
}

static size_t count_of(int64_t from, int64_t to, int kind)
{
    struct lwi_recording *list;
    size_t count;
    assert_int_equal(lwi_recordings_list(dir, from, to, kind, &list, &count, NULL), 0);
    free(list);
    return count;
}

static void test_names(void **state)
{
    const struct lwi_recording r = {.start_ns = LATE, .kind = LWI_RECORDING_EVENT, .event_id = 17};
    char path[LWI_RECORDING_PATH], expected[LWI_RECORDING_PATH];
    assert_int_equal(lwi_recording_path(dir, &r, path), 0);
    (void) snprintf(expected, sizeof(expected), "%s/2026-11-21/235959250Z_event-17.mp4", dir);
    assert_string_equal(path, expected);

    make(r, "x", 1, LATE + 5 * S);
    struct lwi_recording found;
    assert_int_equal(lwi_recordings_find(dir, LATE, &found, NULL), 0);
    assert_int_equal(found.start_ns, LATE);
    assert_int_equal(found.end_ns, LATE + 5 * S);
    assert_int_equal(found.event_id, 17);
    assert_int_equal(found.bytes, 1);
    assert_false(found.is_open);
    assert_int_equal(lwi_recordings_find(dir, LATE + 1 * MS, &found, NULL), -ENOENT);
}

/* What somebody else put there is neither listed nor removed. */
static void test_foreign_files(void **state)
{
    static const char *const names[] = {
        "notes.txt",        "235959250Z_event-x.mp4", "235959250_event-1.mp4",  "Z_always.mp4",
        "2359Z_always.mp4", "235959250Z_often.mp4",   "235959250Z_event-0.mp4",
    };
    make((struct lwi_recording){.start_ns = LATE, .kind = LWI_RECORDING_MANUAL}, "x", 1, LATE);
    char path[LWI_RECORDING_PATH];
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        (void) snprintf(path, sizeof(path), "%s/2026-11-21/%s", dir, names[i]);
        int fd = open(path, O_WRONLY | O_CREAT, 0600);
        assert_true(fd >= 0);
        (void) close(fd);
    }
    assert_int_equal(count_of(0, INT64_MAX, -1), 1);
    uint64_t bytes;
    assert_int_equal(lwi_recordings_trim(dir, INT64_MAX, 0, 1, &bytes, NULL), 0);
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        (void) snprintf(path, sizeof(path), "%s/2026-11-21/%s", dir, names[i]);
        assert_int_equal(unlink(path), 0);
    }
    (void) snprintf(path, sizeof(path), "%s/2026-11-21", dir);
    assert_int_equal(rmdir(path), 0);
}

static void test_list_over_midnight(void **state)
{
    make((struct lwi_recording){.start_ns = LATE, .kind = LWI_RECORDING_ALWAYS}, "x", 1,
         LATE + 60 * S);
    make((struct lwi_recording){.start_ns = LATE + 61 * S, .kind = LWI_RECORDING_EVENT}, "x", 1,
         LATE + 70 * S);
    assert_int_equal(count_of(0, INT64_MAX, -1), 2);
    /* It began the day before. */
    assert_int_equal(count_of(LATE + 30 * S, LATE + 31 * S, -1), 1);
    assert_int_equal(count_of(LATE - 10 * S, LATE - 5 * S, -1), 0);
    assert_int_equal(count_of(LATE + 30 * S, LATE + 65 * S, LWI_RECORDING_EVENT), 1);
    assert_int_equal(count_of(LATE + 60 * S, LATE + 61 * S, -1), 2);
}

static void test_trim(void **state)
{
    static const char bytes[1000];
    for (int i = 0; i < 5; i++)
        make((struct lwi_recording){.start_ns = LATE + i * 10 * S, .kind = LWI_RECORDING_ALWAYS},
             bytes, sizeof(bytes), LATE + (i * 10 + 10) * S);
    uint64_t left;
    assert_int_equal(lwi_recordings_trim(dir, LATE + 10 * S, 0, 0, &left, NULL), 0);
    assert_int_equal(left, 4000);
    assert_int_equal(lwi_recordings_trim(dir, INT64_MIN, 2500, 0, &left, NULL), -ENOSPC);
    assert_int_equal(left, 4000);
    assert_int_equal(lwi_recordings_trim(dir, INT64_MIN, 2500, 1, &left, NULL), 0);
    assert_int_equal(left, 2000);
    struct lwi_recording found;
    assert_int_equal(lwi_recordings_find(dir, LATE + 40 * S, &found, NULL), 0);
    assert_int_equal(lwi_recordings_find(dir, LATE + 20 * S, &found, NULL), -ENOENT);

    /* What is being written stays, whatever the quota. */
    make((struct lwi_recording){.start_ns = LATE - S, .kind = LWI_RECORDING_ALWAYS, .is_open = 1},
         bytes, sizeof(bytes), LATE);
    assert_int_equal(lwi_recordings_trim(dir, INT64_MAX, 1, 1, &left, NULL), -ENOSPC);
    assert_int_equal(left, 1000);
    assert_int_equal(lwi_recordings_remove(dir, LATE - S, NULL), -EBUSY);
}

/* Boxes of a file that was being written: with one whole fragment, and a torn one. */
static void test_recover(void **state)
{
    static const uint8_t torn[] = {
        0, 0, 0, 8,  'f', 't', 'y', 'p',             /* */
        0, 0, 0, 8,  'm', 'o', 'o', 'v',             /* */
        0, 0, 0, 8,  'm', 'o', 'o', 'f',             /* */
        0, 0, 0, 12, 'm', 'd', 'a', 't', 1, 2, 3, 4, /* */
        0, 0, 0, 8,  'm', 'o', 'o', 'f',             /* */
        0, 0, 1, 0,  'm', 'd', 'a', 't', 5, 6,
    };
    make((struct lwi_recording){.start_ns = LATE, .kind = LWI_RECORDING_ALWAYS, .is_open = 1}, torn,
         sizeof(torn), LATE + 30 * S);
    make((struct lwi_recording){.start_ns = LATE + S, .kind = LWI_RECORDING_ALWAYS, .is_open = 1},
         torn, 20, LATE + 30 * S);
    assert_int_equal(lwi_recordings_recover(dir, NULL), 0);
    struct lwi_recording found;
    assert_int_equal(lwi_recordings_find(dir, LATE, &found, NULL), 0);
    assert_false(found.is_open);
    assert_int_equal(found.bytes, 36);
    assert_int_equal(found.end_ns, LATE + 30 * S);
    /* There was nothing to play in the other. */
    assert_int_equal(lwi_recordings_find(dir, LATE + S, &found, NULL), -ENOENT);
}

static struct lwi_packet *packet(size_t size, int key)
{
    struct lwi_packet *p = calloc(1, sizeof(*p));
    assert_non_null(p);
    p->kind = LWI_PACKET_IMAGE;
    p->data = calloc(1, size);
    p->size = size;
    p->key = key;
    return p;
}

static void test_ring_begins_with_a_key(void **state)
{
    struct lwi_ring ring;
    lwi_ring_init(&ring, 1 << 20);
    for (int i = 0; i < 1000; i++) /* a key frame each 10, from the 5th on */
        assert_int_equal(lwi_ring_push(&ring, packet(10, i % 10 == 5), i * S, 25 * S), 0);
    const struct lwi_ring_entry *first = lwi_ring_at(&ring, ring.number);
    assert_true(first->packet->key);
    /* 25 s are there, and no more than one group of pictures beyond. */
    assert_true(first->time_ns <= (999 - 25) * S && first->time_ns > (999 - 36) * S);
    uint64_t key = lwi_ring_key_before(&ring, 990 * S);
    assert_int_equal(lwi_ring_at(&ring, key)->time_ns, 985 * S);
    assert_null(lwi_ring_at(&ring, lwi_ring_end(&ring)));
    assert_null(lwi_ring_at(&ring, ring.number - 1));
    lwi_ring_done(&ring);
}

static void test_ring_is_bounded(void **state)
{
    struct lwi_ring ring;
    lwi_ring_init(&ring, 1000);
    for (int i = 0; i < 100; i++) {
        assert_int_equal(lwi_ring_push(&ring, packet(90, i % 5 == 0), i * S, 1000 * S), 0);
        assert_true(ring.bytes <= 1000);
    }
    /* A group of pictures that alone is too large goes whole; what follows waits for a key. */
    assert_int_equal(lwi_ring_push(&ring, packet(2000, 1), 200 * S, 1000 * S), 0);
    assert_int_equal(ring.count, 0);
    assert_int_equal(lwi_ring_push(&ring, packet(10, 0), 201 * S, 1000 * S), 0);
    assert_int_equal(ring.count, 0);
    assert_int_equal(lwi_ring_push(&ring, packet(10, 1), 202 * S, 1000 * S), 0);
    assert_int_equal(ring.count, 1);
    lwi_ring_done(&ring);
}

/* What lies before an interruption does not belong to what comes after it. */
static void test_ring_cut(void **state)
{
    struct lwi_ring ring;
    lwi_ring_init(&ring, 1 << 20);
    for (int i = 0; i < 5; i++)
        assert_int_equal(lwi_ring_push(&ring, packet(10, i == 0), i * S, 10 * S), 0);
    lwi_ring_cut(&ring);
    assert_int_equal(lwi_ring_push(&ring, packet(10, 0), 3000 * S, 10 * S), 0);
    assert_int_equal(lwi_ring_end(&ring), 5);
    assert_int_equal(lwi_ring_push(&ring, packet(10, 1), 3001 * S, 10 * S), 0);
    uint64_t begin = lwi_ring_key_before(&ring, 2999 * S);
    assert_int_equal(lwi_ring_at(&ring, begin)->time_ns, 3001 * S);
    assert_true(lwi_ring_at(&ring, begin)->after_cut);
    lwi_ring_done(&ring);
}

static void test_keep(void **state)
{
    (void) state;
    struct lwi_recorder *recorder;
    struct lw_error error;
    static const uint8_t jpeg[100] = {0xff, 0xd8};
    const struct lwi_recorder_eye eye = {NULL, NULL};
    const struct lwi_recorder_settings small = {.quota_bytes = 250, .overwrite = 1};
    const struct lwi_recorder_settings full = {.quota_bytes = 50};
    assert_int_equal(lwi_recorder_new(&recorder, "gate", dir, &eye, &lwi_clock_system, NULL), 0);
    /* The same is kept once, another of the same moment beside it. */
    assert_int_equal(lwi_recorder_keep(recorder, LATE + 5, 17, jpeg, 100, &error), 0);
    assert_int_equal(lwi_recorder_keep(recorder, LATE, 17, jpeg, 100, &error), 0);
    assert_int_equal(count_of(0, INT64_MAX, LWI_RECORDING_CAPTURE), 1);
    assert_int_equal(lwi_recorder_keep(recorder, LATE, 18, jpeg, 100, &error), 0);
    struct lwi_recording found;
    assert_int_equal(lwi_recordings_find(dir, LATE + MS, &found, NULL), 0);
    assert_int_equal(found.event_id, 18);
    assert_int_equal(found.bytes, 100);
    /* The oldest goes at the quota, or there is no room. */
    lwi_recorder_configure(recorder, &small);
    for (int i = 1; i < 6; i++)
        assert_int_equal(lwi_recorder_keep(recorder, LATE + i * S, 19, jpeg, 100, &error), 0);
    assert_int_equal(count_of(0, INT64_MAX, -1), 3);
    assert_int_equal(lwi_recordings_find(dir, LATE, &found, NULL), -ENOENT);
    lwi_recorder_configure(recorder, &full);
    assert_int_equal(lwi_recorder_keep(recorder, LATE + 9 * S, 20, jpeg, 100, &error), -ENOSPC);
    assert_non_null(strstr(error.hint, "quota"));
    lwi_recorder_free(&recorder);
}

/* Both clocks of a test, which stand still until it moves them. */
static int64_t read_now(void *cookie)
{
    return *(const int64_t *) cookie;
}

/* A picture a second, until *now has reached a time. */
static void offer_until(struct lwi_recorder *recorder, int64_t *now, int64_t end_ns)
{
    struct rgb rgb = make_rgb(64, 48);
    struct bytes jpeg = make_jpeg(&rgb, MAKE_JPEG_420);
    const struct lwi_packet picture = {
        .kind = LWI_PACKET_IMAGE, .data = jpeg.data, .size = jpeg.size, .key = 1};
    for (; *now <= end_ns; *now += S)
        lwi_recorder_offer(recorder, &picture);
    *now = end_ns;
    free(jpeg.data);
    free(rgb.data);
}

/* When the clip begins that is being written, once one is. */
static int64_t wait_start(struct lwi_recorder *recorder)
{
    struct lwi_recorder_status status;
    for (int i = 0; i < 6000; i++) {
        lwi_recorder_status(recorder, &status);
        if (status.is_writing)
            return status.start_ns;
        assert_int_equal(status.error.code, 0);
        (void) usleep(10000);
    }
    fail_msg("nothing is written");
    return 0;
}

/* An event that is told late, or by a clock that was set since, has its seconds before it. */
static void test_event_told_late(void **state)
{
    (void) state;
    static const struct {
        int64_t late_s, before_s;
    } cases[] = {{0, 3}, {2, 5}, {5, 8}, {3600, 8}, {-3600, 3}};
    const struct lwi_recorder_eye eye = {NULL, NULL};
    const struct lwi_recorder_settings settings = {
        .mode = LWI_RECORD_EVENTS, .before_s = 3, .after_s = 2, .overwrite = 1};
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        int64_t now = LATE + (int64_t) i * 60 * S;
        const struct lwi_clock clock = {read_now, read_now, &now};
        struct lwi_recorder *recorder;
        assert_int_equal(lwi_recorder_new(&recorder, "gate", dir, &eye, &clock, NULL), 0);
        lwi_recorder_configure(recorder, &settings);
        offer_until(recorder, &now, now + 20 * S);
        lwi_recorder_event(recorder, 7, now - cases[i].late_s * S);
        assert_int_equal(wait_start(recorder), now - cases[i].before_s * S);
        lwi_recorder_free(&recorder);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_names, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_foreign_files, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_list_over_midnight, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_trim, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_recover, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_keep, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_event_told_late, set_up, tear_down),
        cmocka_unit_test(test_ring_begins_with_a_key),
        cmocka_unit_test(test_ring_is_bounded),
        cmocka_unit_test(test_ring_cut),
    };
    return cmocka_run_group_tests_name("recordings", tests, NULL, NULL);
}
