/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Frames to JPEG and back: sizes, sampling, ranges, scaling. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "decode/decode.h"
#include "record/jpeg.h"

/* A smooth picture, which JPEG keeps nearly as it is. */
static struct lw_frame *make(uint32_t width, uint32_t height, int shift_x, int shift_y,
                             enum lw_range range)
{
    struct lwi_frame_format format = {
        .width = width,
        .height = height,
        .has_chroma = shift_x >= 0,
        .chroma_shift_x = (uint8_t) (shift_x < 0 ? 0 : shift_x),
        .chroma_shift_y = (uint8_t) (shift_y < 0 ? 0 : shift_y),
    };
    struct lw_frame *frame;
    assert_int_equal(0, lwi_frame_new(&frame, &format));
    frame->range = range;
    for (uint32_t y = 0; y < height; y++)
        for (uint32_t x = 0; x < width; x++)
            lwi_frame_luma(frame)[(size_t) y * (size_t) frame->stride + x] =
                (uint8_t) (30 + x * 150 / width + y * 40 / height);
    for (int plane = 0; plane < 2 && shift_x >= 0; plane++)
        memset(lwi_frame_chroma(frame, plane), 90 + 80 * plane,
               (size_t) frame->chroma_stride * ((height + (1u << shift_y) - 1) >> shift_y));
    return frame;
}

static struct lw_frame *decode(const uint8_t *data, size_t size)
{
    struct lwi_decoder *decoder;
    struct lw_frame *frame = NULL;
    assert_int_equal(0, lwi_decoder_new(&decoder, NULL));
    assert_int_equal(0, lwi_decode_image(decoder, data, size, &frame, NULL));
    lwi_decoder_free(&decoder);
    assert_int_equal(frame->height, frame->rows_whole);
    return frame;
}

static void round_trip(uint32_t width, uint32_t height, int shift_x, int shift_y,
                       enum lw_range range)
{
    struct lw_frame *in = make(width, height, shift_x, shift_y, range);
    const struct lwi_jpeg_settings settings = {.quality = 95};
    uint8_t *data;
    size_t size;
    assert_int_equal(0, lwi_jpeg_encode(in, &settings, &data, &size));
    struct lw_frame *out = decode(data, size);
    assert_int_equal(width, out->width);
    assert_int_equal(height, out->height);
    assert_true((in->chroma[0] == NULL) == (out->chroma[0] == NULL));
    for (uint32_t y = 0; y < height; y++) {
        for (uint32_t x = 0; x < width; x++) {
            double v = in->luma[(size_t) y * (size_t) in->stride + x];
            if (range == LW_RANGE_LIMITED)
                v = (v - 16) * 255 / 219;
            double difference = out->luma[(size_t) y * (size_t) out->stride + x] - v;
            if (difference < -6 || difference > 6)
                fail_msg("%u x %u, %d %d: luma at %u, %u is off by %g", width, height, shift_x,
                         shift_y, x, y, difference);
        }
    }
    if (in->chroma[0]) {
        double expected = range == LW_RANGE_LIMITED ? 128 + (170 - 128) * 255.0 / 224 : 170;
        if (abs(out->chroma[1][0] - (int) expected) > 3)
            fail_msg("%u x %u, %d %d: chroma is %d, not %g", width, height, shift_x, shift_y,
                     out->chroma[1][0], expected);
    }
    free(data);
    lwi_frame_unref(&in);
    lwi_frame_unref(&out);
}

static void test_round_trip(void **state)
{
    (void) state;
    static const uint32_t sides[] = {1, 2, 7, 8, 9, 15, 16, 17, 33, 64};
    static const int shifts[][2] = {{-1, -1}, {0, 0}, {1, 0}, {0, 1}, {1, 1}, {2, 0}, {2, 2}};
    for (size_t w = 0; w < sizeof(sides) / sizeof(sides[0]); w++)
        for (size_t h = 0; h < sizeof(sides) / sizeof(sides[0]); h++)
            for (size_t s = 0; s < sizeof(shifts) / sizeof(shifts[0]); s++)
                for (int range = 0; range < 2; range++)
                    round_trip(sides[w], sides[h], shifts[s][0], shifts[s][1],
                               (enum lw_range) range);
}

static void test_scaled_down_never_up(void **state)
{
    (void) state;
    static const struct {
        uint32_t width, height, max, out_width, out_height;
    } cases[] = {{1920, 1080, 256, 256, 144}, {333, 777, 100, 100, 233}, {64, 48, 100, 64, 48},
                 {1000, 3, 10, 10, 1},        {101, 101, 100, 100, 100}, {5000, 1, 1, 1, 1}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        for (int shift = -1; shift < 2; shift++) {
            struct lw_frame *in =
                make(cases[i].width, cases[i].height, shift, shift, LW_RANGE_FULL);
            const struct lwi_jpeg_settings settings = {.quality = 80, .width_max = cases[i].max};
            uint8_t *data;
            size_t size;
            assert_int_equal(0, lwi_jpeg_encode(in, &settings, &data, &size));
            struct lw_frame *out = decode(data, size);
            assert_int_equal(cases[i].out_width, out->width);
            assert_int_equal(cases[i].out_height, out->height);
            int left = out->luma[0];
            int right = out->luma[out->width - 1];
            assert_true(out->width < 50 || (left < 60 && right > 150));
            free(data);
            lwi_frame_unref(&in);
            lwi_frame_unref(&out);
        }
    }
}

/* Somebody else's memory, rows upside down. */
static void test_negative_stride(void **state)
{
    (void) state;
    uint8_t rows[40][50];
    for (int y = 0; y < 40; y++)
        memset(rows[y], y * 6, sizeof(rows[y]));
    const struct lw_frame frame = {
        .luma = rows[39], .stride = -50, .width = 50, .height = 40, .rows_whole = 40};
    const struct lwi_jpeg_settings settings = {.quality = 95};
    uint8_t *data;
    size_t size;
    assert_int_equal(0, lwi_jpeg_encode(&frame, &settings, &data, &size));
    struct lw_frame *out = decode(data, size);
    assert_in_range(out->luma[0], 228, 240);
    assert_in_range(out->luma[39 * out->stride], 0, 6);
    free(data);
    lwi_frame_unref(&out);
}

static void test_impossible(void **state)
{
    (void) state;
    uint8_t *data = NULL;
    size_t size = 0;
    struct lw_frame *frame = make(16, 16, -1, -1, LW_RANGE_FULL);
    assert_int_equal(
        -EINVAL, lwi_jpeg_encode(NULL, &(struct lwi_jpeg_settings){.quality = 80}, &data, &size));
    assert_int_equal(
        -EINVAL, lwi_jpeg_encode(frame, &(struct lwi_jpeg_settings){.quality = 0}, &data, &size));
    assert_int_equal(
        -EINVAL, lwi_jpeg_encode(frame, &(struct lwi_jpeg_settings){.quality = 101}, &data, &size));
    lwi_frame_unref(&frame);
    frame = make(65535, 1, -1, -1, LW_RANGE_FULL); /* a frame may be so wide, a JPEG may not */
    assert_int_equal(
        -EINVAL, lwi_jpeg_encode(frame, &(struct lwi_jpeg_settings){.quality = 80}, &data, &size));
    assert_null(data);
    lwi_frame_unref(&frame);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_round_trip),
        cmocka_unit_test(test_scaled_down_never_up),
        cmocka_unit_test(test_negative_stride),
        cmocka_unit_test(test_impossible),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
