/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Still pictures: every format gives the right luma, torn ones their whole rows, and nothing
 * that is not a picture does harm. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "decode/decode.h"
#include "make_still.h"

#define WIDTH  150
#define HEIGHT 93

static struct lw_frame *decode_with(const struct bytes *in, int luma_only, int *ret_err,
                                    struct lw_error *reterr)
{
    struct lwi_decode_settings settings;
    lwi_decode_settings_default(&settings);
    settings.luma_only = luma_only;
    struct lwi_decoder *decoder;
    assert_int_equal(0, lwi_decoder_new(&decoder, &settings));
    /* An exact copy: the sanitizers then see a read past its end. */
    uint8_t *copy = malloc(in->size ? in->size : 1);
    assert_non_null(copy);
    if (in->size)
        memcpy(copy, in->data, in->size);
    struct lw_frame *frame = NULL;
    *ret_err = lwi_decode_image(decoder, copy, in->size, &frame, reterr);
    free(copy);
    lwi_decoder_free(&decoder);
    assert_true((*ret_err == 0) == (frame != NULL));
    return frame;
}

static struct lw_frame *decode_whole(const struct bytes *in, int luma_only)
{
    int err;
    struct lw_error error = {0};
    struct lw_frame *frame = decode_with(in, luma_only, &err, &error);
    if (err)
        fail_msg("%d: %s", err, error.message);
    assert_int_equal(WIDTH, frame->width);
    assert_int_equal(HEIGHT, frame->height);
    assert_int_equal(HEIGHT, frame->rows_whole);
    return frame;
}

static void assert_error(const struct bytes *in, int expected, const char *part)
{
    int err;
    struct lw_error error = {0};
    struct lw_frame *frame = decode_with(in, /* luma_only= */ 1, &err, &error);
    lwi_frame_unref(&frame);
    assert_int_equal(expected, err);
    assert_int_equal(expected, error.code);
    if (!strstr(error.message, part))
        fail_msg("'%s' is not in '%s'", part, error.message);
}

static uint8_t luma_at(const struct lw_frame *frame, uint32_t x, uint32_t y)
{
    return frame->luma[(ptrdiff_t) y * frame->stride + x];
}

static int rec601(const uint8_t *p)
{
    return (int) (0.299 * p[0] + 0.587 * p[1] + 0.114 * p[2] + 0.5);
}

/* The largest difference of luma from Rec. 601 of the pixels that were encoded. */
static int worst(const struct lw_frame *frame, const struct rgb *rgb, int grey)
{
    int max = 0;
    for (uint32_t y = 0; y < frame->height; y++) {
        for (uint32_t x = 0; x < frame->width; x++) {
            const uint8_t *p = rgb->data + ((size_t) y * rgb->width + x) * 3;
            int expected = grey ? p[1] : rec601(p);
            int difference = abs(expected - luma_at(frame, x, y));
            max = difference > max ? difference : max;
        }
    }
    return max;
}

static void assert_same_rows(const struct lw_frame *a, const struct lw_frame *b, uint32_t rows)
{
    for (uint32_t y = 0; y < rows; y++)
        assert_memory_equal(a->luma + (ptrdiff_t) y * a->stride,
                            b->luma + (ptrdiff_t) y * b->stride, a->width);
}

static void test_jpeg_luma(void **state)
{
    (void) state;
    struct rgb rgb = make_rgb(WIDTH, HEIGHT);
    for (int kind = 0; kind < MAKE_JPEG_COUNT; kind++) {
        struct bytes in = make_jpeg(&rgb, kind);
        assert_string_equal("JPEG", lwi_decode_still_name(in.data, in.size));
        struct lw_frame *luma = decode_whole(&in, /* luma_only= */ 1);
        struct lw_frame *colour = decode_whole(&in, /* luma_only= */ 0);
        assert_null(luma->chroma[0]);
        assert_true((colour->chroma[0] != NULL) == (kind != MAKE_JPEG_GREY));
        assert_true(luma->quantiser > 2 && luma->quantiser < 12); /* quality 95 */
        assert_same_rows(luma, colour, HEIGHT);
        /* quality 95; saturated colours go through subsampled chroma in none of these */
        int difference = worst(luma, &rgb, kind == MAKE_JPEG_GREY);
        if (difference > 24)
            fail_msg("kind %d: luma is off by %d", kind, difference);
        lwi_frame_unref(&luma);
        lwi_frame_unref(&colour);
        free(in.data);
    }
    free(rgb.data);
}

static void test_jpeg_chroma_shape(void **state)
{
    (void) state;
    static const struct {
        enum make_jpeg kind;
        int x, y;
    } shapes[] = {{MAKE_JPEG_420, 1, 1}, {MAKE_JPEG_422, 1, 0}, {MAKE_JPEG_444, 0, 0},
                  {MAKE_JPEG_440, 0, 1}, {MAKE_JPEG_411, 2, 0}, {MAKE_JPEG_ODD, 0, 0}};
    struct rgb rgb = make_rgb(WIDTH, HEIGHT);
    for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++) {
        struct bytes in = make_jpeg(&rgb, shapes[i].kind);
        struct lw_frame *frame = decode_whole(&in, /* luma_only= */ 0);
        assert_int_equal(shapes[i].x, frame->chroma_shift_x);
        assert_int_equal(shapes[i].y, frame->chroma_shift_y);
        lwi_frame_unref(&frame);
        free(in.data);
    }
    free(rgb.data);
}

/* What is exact in the file is exact in the frame. */
static void test_exact_formats(void **state)
{
    (void) state;
    struct rgb rgb = make_rgb(WIDTH, HEIGHT);
    const struct {
        struct bytes in;
        const char *name;
        int grey;
    } cases[] = {
        {make_png(&rgb, MAKE_PNG_RGB), "PNG", 0},
        {make_png(&rgb, MAKE_PNG_GREY), "PNG", 1},
        {make_png(&rgb, MAKE_PNG_RGB16), "PNG", 0},
        {make_png(&rgb, MAKE_PNG_INTERLACED), "PNG", 0},
        {make_webp(&rgb, MAKE_WEBP_LOSSLESS), "WebP", 0},
        {make_tiff(&rgb, MAKE_TIFF_STRIPS), "TIFF", 0},
        {make_tiff(&rgb, MAKE_TIFF_TILES), "TIFF", 0},
        {make_tiff(&rgb, MAKE_TIFF_ONE_STRIP), "TIFF", 0},
        {make_bmp(&rgb), "BMP", 0},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct bytes in = cases[i].in;
        assert_string_equal(cases[i].name, lwi_decode_still_name(in.data, in.size));
        struct lw_frame *luma = decode_whole(&in, /* luma_only= */ 1);
        struct lw_frame *colour = decode_whole(&in, /* luma_only= */ 0);
        assert_same_rows(luma, colour, HEIGHT);
        int difference = worst(luma, &rgb, cases[i].grey);
        if (difference != 0)
            fail_msg("case %zu (%s): luma is off by %d", i, cases[i].name, difference);
        assert_int_equal(LW_RANGE_FULL, luma->range);
        lwi_frame_unref(&luma);
        lwi_frame_unref(&colour);
        free(in.data);
    }
    free(rgb.data);
}

static void test_transparent_is_white(void **state)
{
    (void) state;
    struct rgb rgb = make_rgb(WIDTH, HEIGHT);
    struct bytes in = make_png(&rgb, MAKE_PNG_RGBA);
    struct lw_frame *frame = decode_whole(&in, /* luma_only= */ 1);
    assert_int_equal(255, luma_at(frame, 0, 5));
    assert_int_equal(rec601(rgb.data + ((size_t) 5 * WIDTH + 1) * 3), luma_at(frame, 1, 5));
    lwi_frame_unref(&frame);
    free(in.data);
    in = make_webp(&rgb, MAKE_WEBP_ALPHA);
    frame = decode_whole(&in, /* luma_only= */ 1);
    assert_int_equal(rec601(rgb.data + 3), luma_at(frame, 1, 0));
    assert_true(abs((rec601(rgb.data) + 255) / 2 - luma_at(frame, 0, 0)) <= 1);
    lwi_frame_unref(&frame);
    free(in.data);
    free(rgb.data);
}

static void test_one_bit(void **state)
{
    (void) state;
    struct rgb rgb = make_rgb(WIDTH, HEIGHT);
    struct bytes in = make_png(&rgb, MAKE_PNG_BITS);
    struct lw_frame *frame = decode_whole(&in, /* luma_only= */ 0);
    for (uint32_t x = 0; x < WIDTH; x++)
        assert_int_equal(rgb.data[((size_t) 7 * WIDTH + x) * 3 + 1] > 100 ? 255 : 0,
                         luma_at(frame, x, 7));
    lwi_frame_unref(&frame);
    free(in.data);
    free(rgb.data);
}

/* A lossy WebP keeps the Y plane that it has, which is limited range. */
static void test_webp_lossy_is_limited(void **state)
{
    (void) state;
    struct rgb rgb = make_rgb(WIDTH, HEIGHT);
    struct bytes in = make_webp(&rgb, MAKE_WEBP_LOSSY);
    struct lw_frame *frame = decode_whole(&in, /* luma_only= */ 1);
    assert_int_equal(LW_RANGE_LIMITED, frame->range);
    double sum = 0;
    double expected = 0;
    for (uint32_t y = 0; y < HEIGHT; y++) {
        for (uint32_t x = 0; x < WIDTH; x++) {
            sum += luma_at(frame, x, y);
            expected += 16 + rec601(rgb.data + ((size_t) y * WIDTH + x) * 3) * 219.0 / 255.0;
        }
    }
    assert_true(sum / expected > 0.99 && sum / expected < 1.01);
    lwi_frame_unref(&frame);
    free(in.data);
    free(rgb.data);
}

/*
 * Cut at every byte: no crash, no invented row. What is said to be whole is what
 * the whole file gives, more bytes never give fewer rows, and most of a file gives
 * most of its rows where the format allows it.
 */
static void check_cuts(const struct bytes *in, const char *what, int rows_expected)
{
    struct lw_frame *whole = decode_whole(in, /* luma_only= */ 1);
    uint32_t rows_before[2] = {0, 0}; /* colour needs rows beyond the one it gives */
    uint32_t rows_at_90 = 0;
    for (size_t size = 0; size < in->size; size++) {
        struct bytes cut = {in->data, size};
        struct lw_error error = {0};
        int err;
        int luma_only = size % 2;
        struct lw_frame *frame = decode_with(&cut, luma_only, &err, &error);
        if (!frame) {
            if (err != -EBADMSG && err != -ENOTSUP)
                fail_msg("%s cut at %zu: %d %s", what, size, err, error.message);
            assert_true(error.message[0] != '\0');
            if (rows_before[luma_only] > 0)
                fail_msg("%s cut at %zu has no rows, but %u when cut before", what, size,
                         rows_before[luma_only]);
            continue;
        }
        assert_in_range(frame->rows_whole, rows_before[luma_only] + (rows_before[luma_only] == 0),
                        HEIGHT);
        for (uint32_t y = 0; y < frame->rows_whole; y++)
            if (memcmp(whole->luma + (ptrdiff_t) y * whole->stride,
                       frame->luma + (ptrdiff_t) y * frame->stride, WIDTH) != 0)
                fail_msg("%s cut at %zu of %zu: of %u whole rows, row %u is wrong", what, size,
                         in->size, frame->rows_whole, y);
        rows_before[luma_only] = frame->rows_whole;
        if (size <= in->size * 9 / 10)
            rows_at_90 = frame->rows_whole;
        lwi_frame_unref(&frame);
    }
    if (rows_expected && rows_at_90 < HEIGHT / 4)
        fail_msg("%s: 90 %% of the file gives only %u rows", what, rows_at_90);
    lwi_frame_unref(&whole);
}

static void test_torn(void **state)
{
    (void) state;
    struct rgb rgb = make_rgb(WIDTH, HEIGHT);
    struct {
        struct bytes in;
        const char *what;
        int rows;
    } cases[] = {
        {make_jpeg(&rgb, MAKE_JPEG_420), "JPEG 4:2:0", 1},
        {make_jpeg(&rgb, MAKE_JPEG_RESTART), "JPEG with restarts", 1},
        {make_jpeg(&rgb, MAKE_JPEG_ODD), "JPEG of odd sampling", 1},
        {make_jpeg(&rgb, MAKE_JPEG_CMYK), "CMYK JPEG", 1},
        {make_jpeg(&rgb, MAKE_JPEG_PROGRESSIVE), "progressive JPEG", 0},
        {make_png(&rgb, MAKE_PNG_RGB), "PNG", 1},
        {make_png(&rgb, MAKE_PNG_INTERLACED), "interlaced PNG", 0},
        {make_webp(&rgb, MAKE_WEBP_LOSSY), "WebP", 1},
        {make_webp(&rgb, MAKE_WEBP_LOSSLESS), "lossless WebP", 1},
        {make_tiff(&rgb, MAKE_TIFF_STRIPS), "TIFF", 0}, /* its directory is at the end */
        {make_tiff(&rgb, MAKE_TIFF_TILES), "tiled TIFF", 0},
        {make_bmp(&rgb), "BMP", 0},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        check_cuts(&cases[i].in, cases[i].what, cases[i].rows);
        free(cases[i].in.data);
    }
    free(rgb.data);
}

/* A JPEG that lacks only its end marker is whole. */
static void test_jpeg_without_end_marker(void **state)
{
    (void) state;
    struct rgb rgb = make_rgb(WIDTH, HEIGHT);
    struct bytes in = make_jpeg(&rgb, MAKE_JPEG_420);
    in.size -= 2;
    struct lw_frame *frame = decode_whole(&in, /* luma_only= */ 1);
    lwi_frame_unref(&frame);
    free(in.data);
    free(rgb.data);
}

/* Bytes changed anywhere: any answer will do but a crash or a frame of another size than 16
 * bits allow. */
static void test_changed_bytes(void **state)
{
    (void) state;
    struct rgb rgb = make_rgb(48, 40);
    struct bytes cases[] = {
        make_jpeg(&rgb, MAKE_JPEG_420),
        make_jpeg(&rgb, MAKE_JPEG_PROGRESSIVE),
        make_png(&rgb, MAKE_PNG_RGB),
        make_png(&rgb, MAKE_PNG_INTERLACED),
        make_webp(&rgb, MAKE_WEBP_LOSSY),
        make_webp(&rgb, MAKE_WEBP_LOSSLESS),
        make_tiff(&rgb, MAKE_TIFF_STRIPS),
        make_tiff(&rgb, MAKE_TIFF_TILES),
        make_bmp(&rgb),
    };
    struct lwi_decode_settings settings = {.pixels_max = 1000000};
    struct lwi_decoder *decoder;
    assert_int_equal(0, lwi_decoder_new(&decoder, &settings));
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        for (size_t at = 0; at < cases[i].size; at++) {
            uint8_t kept = cases[i].data[at];
            cases[i].data[at] = (uint8_t) (kept ^ (at % 3 == 0 ? 0xFF : 1u << at % 8));
            struct lw_frame *frame = NULL;
            struct lw_error error = {0};
            int err = lwi_decode_image(decoder, cases[i].data, cases[i].size, &frame, &error);
            if (err == 0)
                assert_true((uint64_t) frame->width * frame->height <= settings.pixels_max &&
                            frame->rows_whole >= 1 && frame->rows_whole <= frame->height);
            else
                assert_true(error.message[0] != '\0');
            lwi_frame_unref(&frame);
            cases[i].data[at] = kept;
        }
        free(cases[i].data);
    }
    lwi_decoder_free(&decoder);
    free(rgb.data);
}

/* Where JPEG's frame header is. */
static size_t find_sof(const struct bytes *in)
{
    for (size_t i = 2; i + 9 < in->size; i++)
        if (in->data[i] == 0xFF && in->data[i + 1] == 0xC0)
            return i;
    fail_msg("no frame header");
    return 0;
}

static void set_jpeg_size(struct bytes *in, unsigned width, unsigned height)
{
    uint8_t *sof = in->data + find_sof(in);
    sof[5] = (uint8_t) (height >> 8);
    sof[6] = (uint8_t) height;
    sof[7] = (uint8_t) (width >> 8);
    sof[8] = (uint8_t) width;
}

static void test_bombs(void **state)
{
    (void) state;
    struct rgb rgb = make_rgb(WIDTH, HEIGHT);
    struct bytes jpeg = make_jpeg(&rgb, MAKE_JPEG_420);
    set_jpeg_size(&jpeg, 60000, 60000);
    assert_error(&jpeg, -EFBIG, "60000 x 60000");
    set_jpeg_size(&jpeg, 0, 0);
    assert_error(&jpeg, -EINVAL, "");
    free(jpeg.data);

    struct bytes png = make_png(&rgb, MAKE_PNG_RGB);
    static const uint8_t sixty[] = {0, 0, 0xEA, 0x60, 0, 0, 0xEA, 0x60};
    memcpy(png.data + 16, sixty, 8);
    assert_error(&png, -EFBIG, "60000 x 60000");
    memset(png.data + 16, 0, 8);
    assert_error(&png, -EBADMSG, "PNG");
    free(png.data);

    struct bytes bmp = make_bmp(&rgb);
    static const uint8_t sixty_le[] = {0x60, 0xEA, 0, 0, 0x60, 0xEA, 0, 0};
    memcpy(bmp.data + 18, sixty_le, 8);
    assert_error(&bmp, -EFBIG, "60000 x 60000");
    memset(bmp.data + 18, 0, 8);
    assert_error(&bmp, -EINVAL, "0 x 0");
    free(bmp.data);
    free(rgb.data);
}

static void test_limit_is_an_option(void **state)
{
    (void) state;
    struct rgb rgb = make_rgb(WIDTH, HEIGHT);
    struct bytes cases[] = {make_jpeg(&rgb, MAKE_JPEG_420), make_png(&rgb, MAKE_PNG_RGB),
                            make_webp(&rgb, MAKE_WEBP_LOSSY), make_tiff(&rgb, MAKE_TIFF_STRIPS),
                            make_bmp(&rgb)};
    for (uint64_t short_of = 0; short_of < 2; short_of++) {
        struct lwi_decode_settings settings = {.pixels_max = WIDTH * HEIGHT - short_of};
        struct lwi_decoder *decoder;
        assert_int_equal(0, lwi_decoder_new(&decoder, &settings));
        for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
            struct lw_frame *frame = NULL;
            int err = lwi_decode_image(decoder, cases[i].data, cases[i].size, &frame, NULL);
            assert_int_equal(short_of ? -EFBIG : 0, err);
            lwi_frame_unref(&frame);
        }
        lwi_decoder_free(&decoder);
    }
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        free(cases[i].data);
    free(rgb.data);
}

static void test_not_pictures(void **state)
{
    (void) state;
    static const struct {
        const char *data;
        size_t size;
        int err;
        const char *part;
    } cases[] = {
        {"", 0, -EBADMSG, "empty"},
        {"\xff", 1, -EBADMSG, "not a picture"},
        {"hello, world, this is text and no picture at all", 48, -EBADMSG, "not a picture"},
        {"BMW makes cars and this is a text about them", 44, -EBADMSG, "not a picture"},
        {"GIF89a\1\0\1\0\0\0\0", 13, -ENOTSUP, "GIF"},
        {"\0\0\0\x18"
         "ftypheic\0\0\0\0",
         16, -ENOTSUP, "HEIC"},
        {"\xff\xd8\xff", 3, -EBADMSG, "JPEG"},
        {"\x89PNG\r\n\x1a\n", 8, -EBADMSG, "PNG"},
        {"RIFF\0\0\0\0WEBP", 12, -EBADMSG, "WebP"},
        {"II*\0", 4, -EBADMSG, "TIFF"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct bytes in = {(uint8_t *) (uintptr_t) cases[i].data, cases[i].size};
        assert_error(&in, cases[i].err, cases[i].part);
    }
}

/* The tables of one JPEG must not leak into the next. */
static void test_nothing_is_kept_between_pictures(void **state)
{
    (void) state;
    struct rgb rgb = make_rgb(WIDTH, HEIGHT);
    struct bytes first = make_jpeg(&rgb, MAKE_JPEG_420);
    struct bytes second = make_jpeg(&rgb, MAKE_JPEG_420);
    /* Without its quantisation tables a picture cannot be decoded. */
    for (size_t i = 2; i + 4 < second.size && second.data[i + 1] != 0xDA;) {
        size_t length = 2 + ((size_t) second.data[i + 2] << 8 | second.data[i + 3]);
        if (second.data[i + 1] == 0xDB) {
            memmove(second.data + i, second.data + i + length, second.size - i - length);
            second.size -= length;
        } else {
            i += length;
        }
    }
    struct lwi_decoder *decoder;
    assert_int_equal(0, lwi_decoder_new(&decoder, NULL));
    struct lw_frame *frame = NULL;
    assert_int_equal(0, lwi_decode_image(decoder, first.data, first.size, &frame, NULL));
    lwi_frame_unref(&frame);
    assert_int_equal(-EBADMSG, lwi_decode_image(decoder, second.data, second.size, &frame, NULL));
    lwi_decoder_free(&decoder);
    free(first.data);
    free(second.data);
    free(rgb.data);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_jpeg_luma),
        cmocka_unit_test(test_jpeg_chroma_shape),
        cmocka_unit_test(test_exact_formats),
        cmocka_unit_test(test_transparent_is_white),
        cmocka_unit_test(test_one_bit),
        cmocka_unit_test(test_webp_lossy_is_limited),
        cmocka_unit_test(test_torn),
        cmocka_unit_test(test_jpeg_without_end_marker),
        cmocka_unit_test(test_changed_bytes),
        cmocka_unit_test(test_bombs),
        cmocka_unit_test(test_limit_is_an_option),
        cmocka_unit_test(test_not_pictures),
        cmocka_unit_test(test_nothing_is_kept_between_pictures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
