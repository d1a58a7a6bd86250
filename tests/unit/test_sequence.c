/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Sequences of real pictures: times from names, faults put into pictures, a whole run. */
#include <errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "record/jpeg.h"
#include "train/sequence.h"

static void times_come_from_names(void **state)
{
    static const struct {
        const char *name;
        int64_t s; /* -1: none */
    } rows[] = {
        {"2023-06-13T03_11_46.jpg", 1686625906},
        {"20151101_230938_night.jpg", 1446419378},
        {"2020-04-01T13_00_33Z.jpg", 1585746033},
        {"cam7-1970-01-01T00:00:01.png", 1},
        {"in000001.jpg", -1},
        {"20151301_230938.jpg", -1},
        {"2023-06-13.jpg", -1},
        {"", -1},
    };
    (void) state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        int64_t ns = 7;
        int r = lwi_sequence_time(rows[i].name, &ns);
        if (r != (rows[i].s < 0 ? -EINVAL : 0) || (r == 0 && ns != rows[i].s * 1000000000))
            fail_msg("'%s': %d, %lld", rows[i].name, r, (long long) ns);
    }
}

/* Squares of two greys on a coloured ground. */
static struct lw_frame *make(void)
{
    const struct lwi_frame_format format = {320, 180, 1, 1, 1};
    struct lw_frame *f;

    assert_int_equal(0, lwi_frame_new(&f, &format));
    for (uint32_t y = 0; y < f->height; y++)
        for (uint32_t x = 0; x < f->width; x++)
            lwi_frame_luma(f)[f->stride * (ptrdiff_t) y + x] =
                (uint8_t) (90 + 60 * ((x / 8 + y / 8) % 2) + x / 16);
    for (int p = 0; p < 2; p++)
        for (uint32_t y = 0; y < 90; y++)
            memset(lwi_frame_chroma(f, p) + f->chroma_stride * (ptrdiff_t) y, p ? 140 : 110, 160);
    f->wall_ns = 5;
    return f;
}

/* Sum of the squared differences of neighbours: no blur leaves more of it. */
static long detail(const struct lw_frame *f)
{
    long sum = 0;

    for (uint32_t y = 0; y < f->height; y++) {
        const uint8_t *row = f->luma + f->stride * (ptrdiff_t) y;
        for (uint32_t x = 1; x < f->width; x++)
            sum += (row[x] - row[x - 1]) * (row[x] - row[x - 1]);
    }
    return sum;
}

static int differ(const struct lw_frame *a, const struct lw_frame *b)
{
    for (uint32_t y = 0; y < a->height; y++)
        if (memcmp(a->luma + a->stride * (ptrdiff_t) y, b->luma + b->stride * (ptrdiff_t) y,
                   a->width) != 0)
            return 1;
    for (int p = 0; p < 2; p++)
        for (uint32_t y = 0; y < a->height / 2; y++)
            if (memcmp(a->chroma[p] + a->chroma_stride * (ptrdiff_t) y,
                       b->chroma[p] + b->chroma_stride * (ptrdiff_t) y, a->width / 2) != 0)
                return 1;
    return 0;
}

static void every_fault_changes_the_picture(void **state)
{
    struct lwi_decode_settings settings;
    struct lwi_fault_memory memory = {0};
    struct lw_frame *healthy = make(), *first = make();

    (void) state;
    lwi_frame_luma(first)[0] = 1;
    lwi_decode_settings_default(&settings);
    assert_int_equal(0, lwi_decoder_new(&memory.decoder, &settings));
    for (size_t i = 0; i < lwi_fault_count; i++) {
        const struct lwi_fault *fault = &lwi_faults[i];
        assert_true(lw_condition_find(fault->name) >= 0);
        assert_ptr_equal(fault, lwi_fault_find(fault->name));
        for (int high = 0; high < 2; high++) {
            struct lwi_random random = lwi_random_for(1, i);
            struct lw_frame *f = NULL;
            assert_int_equal(0, lwi_fault_inject(fault, high ? fault->high : fault->low, 1, &random,
                                                 &memory, healthy, first, &f));
            assert_int_equal(healthy->width, f->width);
            assert_int_equal(healthy->height, f->height);
            assert_int_equal(healthy->wall_ns, f->wall_ns);
            if (high && !differ(healthy, f))
                fail_msg("%s changes nothing", fault->name);
            lwi_frame_unref(&f);
        }
    }
    lwi_decoder_free(&memory.decoder);
    lwi_fault_memory_done(&memory);
    lwi_frame_unref(&healthy);
    lwi_frame_unref(&first);
}

/* Drops lie over each other and over the border, and that is none of their share. Black behind a
 * drop is lighter by 18 levels. */
static void dirt_has_its_share(void **state)
{
    struct lwi_fault_memory memory = {0};
    struct lwi_random random = {1};
    struct lw_frame *black = make();

    (void) state;
    for (uint32_t y = 0; y < black->height; y++)
        memset(lwi_frame_luma(black) + black->stride * (ptrdiff_t) y, 0, black->width);
    for (double share = 0.1; share < 0.65; share += 0.1) {
        struct lw_frame *f = NULL;
        double behind = 0;
        assert_int_equal(0, lwi_fault_inject(lwi_fault_find("dirty_lens"), share, 0, &random,
                                             &memory, black, black, &f));
        for (uint32_t y = 0; y < f->height; y++)
            for (uint32_t x = 0; x < f->width; x++)
                behind += f->luma[f->stride * (ptrdiff_t) y + x] >= 9;
        behind /= (double) f->width * f->height;
        assert_true(behind > share - 0.005 && behind < share + 0.015);
        lwi_frame_unref(&f);
    }
    lwi_fault_memory_done(&memory);
    lwi_frame_unref(&black);
}

static void more_defocus_leaves_less_detail(void **state)
{
    struct lwi_fault_memory memory = {0};
    struct lwi_random random = {1};
    struct lw_frame *healthy = make();
    long before = detail(healthy);

    (void) state;
    for (double radius = 6; radius <= 24; radius *= 2) {
        struct lw_frame *f = NULL;
        assert_int_equal(0, lwi_fault_inject(lwi_fault_find("defocus"), radius, 0, &random, &memory,
                                             healthy, healthy, &f));
        assert_true(detail(f) < before * 9 / 10);
        before = detail(f);
        lwi_frame_unref(&f);
    }
    lwi_fault_memory_done(&memory);
    lwi_frame_unref(&healthy);
}

/* Smaller than half a pixel it is still a defocus. */
static void a_small_disk_softens(void **state)
{
    struct lwi_fault_memory memory = {0};
    struct lwi_random random = {1};
    struct lw_frame *healthy = make(), *f = NULL;
    const double radius = 0.4 * 1920 / healthy->width;

    (void) state;
    assert_int_equal(0, lwi_fault_inject(lwi_fault_find("defocus"), radius, 0, &random, &memory,
                                         healthy, healthy, &f));
    assert_true(detail(f) < detail(healthy));
    assert_true(detail(f) > detail(healthy) / 2);
    lwi_frame_unref(&f);
    lwi_fault_memory_done(&memory);
    lwi_frame_unref(&healthy);
}

/* A healthy picture, so many times as bright. */
static struct lw_frame *make_lit(double light)
{
    struct lw_frame *f = make();
    for (uint32_t y = 0; y < f->height; y++)
        for (uint32_t x = 0; x < f->width; x++) {
            uint8_t *at = lwi_frame_luma(f) + f->stride * (ptrdiff_t) y + x;
            *at = (uint8_t) fmin(*at * light, 255);
        }
    return f;
}

static double mean_of(const struct lw_frame *f)
{
    double sum = 0;
    for (uint32_t y = 0; y < f->height; y++)
        for (uint32_t x = 0; x < f->width; x++)
            sum += f->luma[f->stride * (ptrdiff_t) y + x];
    return sum / ((double) f->width * f->height);
}

/* A night is as overexposed as a day, and its fog is lit by what lights it. */
static void night_has_its_own_faults(void **state)
{
    struct lwi_fault_memory memory = {0};
    struct lwi_random random = {1};
    struct lw_frame *night = make_lit(0.25), *f = NULL;
    const double before = mean_of(night);

    (void) state;
    assert_true(before < 40);
    assert_int_equal(0, lwi_fault_inject(lwi_fault_find("too_bright"), 3, 0, &random, &memory,
                                         night, night, &f));
    assert_true(mean_of(f) > 180);
    lwi_frame_unref(&f);
    assert_int_equal(0, lwi_fault_inject(lwi_fault_find("impaired_visibility"), 0.9, 0, &random,
                                         &memory, night, night, &f));
    assert_true(mean_of(f) < 1.5 * before);
    lwi_frame_unref(&f);
    lwi_fault_memory_done(&memory);
    lwi_frame_unref(&night);
}

/* Where the picture of that minute of a day in June lies. */
static void name_picture(char path[256], const char *folder, int minute)
{
    (void) snprintf(path, 256, "%s/20260601_%02d%02d00.jpg", folder, minute / 60, minute % 60);
}

static void write_picture(const char *folder, int minute, const struct lw_frame *frame)
{
    const struct lwi_jpeg_settings settings = {.quality = 90};
    char path[256];
    uint8_t *data;
    size_t size;

    name_picture(path, folder, minute);
    assert_int_equal(0, lwi_jpeg_encode(frame, &settings, &data, &size));
    FILE *out = fopen(path, "wb");
    assert_non_null(out);
    assert_int_equal(size, fwrite(data, 1, size, out));
    assert_int_equal(0, fclose(out));
    free(data);
}

static uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525 + 1013904223;
    return *state >> 16;
}

/* A scene of rectangles, in focus, with a noise of its own; grey: by night. */
static void write_noisy(const char *folder, int minute, int grey)
{
    struct lw_frame *frame = make();
    uint32_t scene = 1, noise = (uint32_t) minute + 1;

    for (int n = 0; n < 400; n++) {
        const uint32_t left = next_random(&scene) % frame->width;
        const uint32_t top = next_random(&scene) % frame->height;
        const uint32_t wide = 3 + next_random(&scene) % 30, high = 3 + next_random(&scene) % 30;
        const int luma = 40 + (int) (next_random(&scene) % 170);
        for (uint32_t y = top; y < top + high && y < frame->height; y++)
            for (uint32_t x = left; x < left + wide && x < frame->width; x++)
                lwi_frame_luma(frame)[frame->stride * (ptrdiff_t) y + x] = (uint8_t) luma;
    }
    for (uint32_t y = 0; y < frame->height; y++)
        for (uint32_t x = 0; x < frame->width; x++)
            lwi_frame_luma(frame)[frame->stride * (ptrdiff_t) y + x] +=
                (uint8_t) (next_random(&noise) % 16);
    for (int p = 0; p < 2 && grey; p++)
        for (uint32_t y = 0; y < frame->height / 2; y++)
            memset(lwi_frame_chroma(frame, p) + frame->chroma_stride * (ptrdiff_t) y, 128,
                   frame->width / 2);
    write_picture(folder, minute, frame);
    lwi_frame_unref(&frame);
}

static void unlink_pictures(const char *folder, int count, int minutes)
{
    char path[256];

    for (int i = 0; i < count; i++) {
        name_picture(path, folder, i * minutes);
        assert_int_equal(0, unlink(path));
    }
    assert_int_equal(0, rmdir(folder));
}

/* A fault that begins with the first picture of a first night cannot be told from that night. */
static void a_first_night_is_no_miss(void **state)
{
    char folder[] = "/tmp/lenswatch-sequence-XXXXXX";
    const struct lwi_injection injection = {lwi_fault_find("covered"), 0.5};
    const struct lwi_sequence_settings settings = {
        .jpeg_quality = 80, .trials = 1, .injections = &injection, .injection_count = 1};
    struct lwi_sequence_report report;
    struct lw_error error;

    (void) state;
    assert_non_null(mkdtemp(folder));
    for (int i = 0; i < 40; i++)
        write_noisy(folder, i * 20, i > 20);
    assert_int_equal(0, lwi_sequence_run(&report, folder, &settings, &error));
    assert_int_equal(0, report.trials[0].trials);
    assert_int_equal(1, report.trials[0].not_assessable);
    lwi_sequence_report_done(&report);
    unlink_pictures(folder, 40, 20);
}

/* Colour is lost, but at no hour is it known yet that there is any: that is no miss. And a fault
 * that the pictures do not show for as long as it takes to tell it is no trial. */
static void what_cannot_be_told_is_no_miss(void **state)
{
    char folder[] = "/tmp/lenswatch-sequence-XXXXXX";
    const struct lwi_injection injections[] = {{lwi_fault_find("monochrome"), 1},
                                               {lwi_fault_find("impaired_visibility"), 0.9}};
    const struct lwi_sequence_settings settings = {
        .jpeg_quality = 80, .trials = 2, .injections = injections, .injection_count = 2};
    struct lwi_sequence_report report;
    struct lw_error error;

    (void) state;
    assert_non_null(mkdtemp(folder));
    for (int i = 0; i < 40; i++)
        write_noisy(folder, i, 0);
    assert_int_equal(0, lwi_sequence_run(&report, folder, &settings, &error));
    assert_int_equal(0, report.trials[0].trials);
    assert_int_equal(1, report.trials[0].not_assessable);
    assert_int_equal(1, report.trials[1].trials + report.trials[1].not_assessable);
    lwi_sequence_report_done(&report);
    unlink_pictures(folder, 40, 1);
}

static void a_folder_is_run(void **state)
{
    char folder[] = "/tmp/lenswatch-sequence-XXXXXX", path[256];
    const struct lwi_injection injection = {lwi_fault_find("defocus"), 12};
    const struct lwi_sequence_settings settings = {.interval_s = 5,
                                                   .jpeg_quality = 80,
                                                   .trials = 2,
                                                   .injections = &injection,
                                                   .injection_count = 1};
    struct lwi_sequence_report report;
    struct lw_error error;
    struct lw_frame *frame = make();

    (void) state;
    assert_non_null(mkdtemp(folder));
    assert_int_equal(-ENOENT, lwi_sequence_run(&report, folder, &settings, &error));
    for (int i = 0; i < 8; i++)
        write_picture(folder, i, frame);
    assert_int_equal(0, lwi_sequence_run(&report, folder, &settings, &error));
    assert_int_equal(8, report.pictures);
    assert_int_equal(0, report.unread);
    assert_true(report.span_s > 419 && report.span_s < 421);
    assert_int_equal(1, report.trials[0].trials + report.trials[0].not_assessable);
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    lwi_sequence_print(&report, 1, &settings, out);
    assert_int_equal(0, lwi_sequence_print_json(&report, 1, &settings, out));
    assert_int_equal(0, fclose(out));
    assert_non_null(strstr(text, "| defocus | lenswatch-sequence-"));
    assert_non_null(strstr(text, "\"pictures\": 8"));
    free(text);
    lwi_sequence_report_done(&report);
    for (int i = 0; i < 8; i++) {
        name_picture(path, folder, i);
        assert_int_equal(0, unlink(path));
    }
    assert_int_equal(0, rmdir(folder));
    lwi_frame_unref(&frame);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(times_come_from_names),
        cmocka_unit_test(every_fault_changes_the_picture),
        cmocka_unit_test(dirt_has_its_share),
        cmocka_unit_test(more_defocus_leaves_less_detail),
        cmocka_unit_test(a_small_disk_softens),
        cmocka_unit_test(night_has_its_own_faults),
        cmocka_unit_test(a_folder_is_run),
        cmocka_unit_test(what_cannot_be_told_is_no_miss),
        cmocka_unit_test(a_first_night_is_no_miss),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
