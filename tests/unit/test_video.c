/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Decoding video packets: coded here by FFmpeg's encoders, whole, torn and broken. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <libavcodec/avcodec.h>
#include <libavutil/log.h>
#include <libavutil/opt.h>
#include <libavutil/pixdesc.h>

#include "decode/quantiser.h"
#include "decode/video.h"

/* libx265 keeps some of what it allocates; it only makes the clips here. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libx265";
}

#define WIDTH  192
#define HEIGHT 160
#define FRAMES 6 /* the first is a key frame, the others refer to it */

struct clip {
    struct lwi_packet *packets[FRAMES];
    int count;
};

/* Luma of the picture that is coded: a slope with a grid over it, which moves. */
static int luma_at(int x, int y, int time)
{
    int v = 40 + x / 2 + y / 3;
    return (x + 3 * time) % 24 < 3 || y % 20 < 3 ? 220 - v / 2 : v;
}

static void draw(AVFrame *frame, int time)
{
    const AVPixFmtDescriptor *desc = av_pix_fmt_desc_get(frame->format);
    int shift = desc->comp[0].depth - 8;
    for (int y = 0; y < frame->height; y++) {
        uint8_t *row = frame->data[0] + (ptrdiff_t) y * frame->linesize[0];
        for (int x = 0; x < frame->width; x++) {
            int v = luma_at(x, y, time) << shift;
            if (shift) {
                row[2 * x] = (uint8_t) v;
                row[2 * x + 1] = (uint8_t) (v >> 8);
            } else {
                row[x] = (uint8_t) v;
            }
        }
    }
    for (int p = 1; p < 3 && frame->data[p]; p++) {
        int rows = AV_CEIL_RSHIFT(frame->height, desc->log2_chroma_h);
        for (int y = 0; y < rows; y++) {
            uint8_t *row = frame->data[p] + (ptrdiff_t) y * frame->linesize[p];
            for (int x = 0; x < frame->linesize[p]; x++)
                row[x] = shift ? (uint8_t) (x & 1 ? 2 : 0) : (uint8_t) (100 + 30 * p);
        }
    }
}

static void take_packets(struct clip *clip, AVCodecContext *codec)
{
    for (;;) {
        struct lwi_packet *p = calloc(1, sizeof(*p));
        assert_non_null(p);
        p->av = av_packet_alloc();
        if (clip->count == FRAMES || avcodec_receive_packet(codec, p->av) < 0) {
            lwi_packet_free(&p);
            return;
        }
        p->kind = LWI_PACKET_VIDEO;
        p->par = avcodec_parameters_alloc();
        assert_true(avcodec_parameters_from_context(p->par, codec) >= 0);
        p->key = (p->av->flags & AV_PKT_FLAG_KEY) != 0;
        p->pts_ns = 1000 + clip->count;
        p->wall_ns = LW_TIME_NONE;
        clip->packets[clip->count++] = p;
    }
}

/* Skips the test where this FFmpeg has no such encoder. crf: how coarsely, where it has that. */
static void make_clip_at(struct clip *clip, const char *encoder, enum AVPixelFormat format,
                         int width, int height, int global_header, const char *crf)
{
    memset(clip, 0, sizeof(*clip));
    const AVCodec *codec = avcodec_find_encoder_by_name(encoder);
    if (!codec)
        skip();
    AVCodecContext *c = avcodec_alloc_context3(codec);
    AVFrame *frame = av_frame_alloc();
    assert_true(c && frame);
    c->width = width;
    c->height = height;
    c->pix_fmt = format;
    c->time_base = (AVRational){1, 10};
    c->gop_size = FRAMES;
    c->max_b_frames = 0;
    c->thread_count = 1;
    c->color_range = strcmp(encoder, "mjpeg") == 0 ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG;
    if (global_header)
        c->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
    (void) av_opt_set(c->priv_data, "preset", "ultrafast", 0);
    (void) av_opt_set(c->priv_data, "tune", "zerolatency", 0);
    (void) av_opt_set(c->priv_data, "crf", crf, 0);
    (void) av_opt_set(c->priv_data, "x265-params", "log-level=none:pools=none", 0);
    if (avcodec_open2(c, codec, NULL) < 0) {
        avcodec_free_context(&c);
        av_frame_free(&frame);
        skip();
    }
    frame->format = format;
    frame->width = width;
    frame->height = height;
    assert_true(av_frame_get_buffer(frame, 0) >= 0);
    for (int i = 0; i < FRAMES; i++) {
        assert_true(av_frame_make_writable(frame) >= 0);
        draw(frame, i);
        frame->pts = i;
        assert_true(avcodec_send_frame(c, frame) >= 0);
        take_packets(clip, c);
    }
    (void) avcodec_send_frame(c, NULL);
    take_packets(clip, c);
    av_frame_free(&frame);
    avcodec_free_context(&c);
    assert_int_equal(clip->count, FRAMES);
    assert_true(clip->packets[0]->key);
}

static void make_clip(struct clip *clip, const char *encoder, enum AVPixelFormat format, int width,
                      int height, int global_header)
{
    make_clip_at(clip, encoder, format, width, height, global_header, "8");
}

static void free_clip(struct clip *clip)
{
    for (int i = 0; i < clip->count; i++)
        lwi_packet_free(&clip->packets[i]);
}

static void assert_shows(const struct lw_frame *frame, int time, uint32_t rows)
{
    int64_t difference = 0;
    for (uint32_t y = 0; y < rows; y++)
        for (uint32_t x = 0; x < frame->width; x++)
            difference += abs(frame->luma[(ptrdiff_t) y * frame->stride + x] -
                              luma_at((int) x, (int) y, time));
    double mean = (double) difference / ((double) rows * frame->width);
    if (mean > 4)
        fail_msg("differs by %.2f levels", mean);
}

static struct lwi_video_decoder *new_decoder(uint64_t pixels_max)
{
    struct lwi_video_decoder *d = NULL;
    struct lwi_decode_settings settings;
    lwi_decode_settings_default(&settings);
    if (pixels_max)
        settings.pixels_max = pixels_max;
    assert_int_equal(lwi_video_decoder_new(&d, &settings, NULL), 0);
    return d;
}

static const struct {
    const char *encoder;
    enum AVPixelFormat format;
    enum lw_range range;
    int shift_x, shift_y; /* of the chroma */
} kinds[] = {
    {"libx264", AV_PIX_FMT_YUV420P, LW_RANGE_LIMITED, 1, 1},
    {"libx264", AV_PIX_FMT_NV12, LW_RANGE_LIMITED, 1, 1},
    {"libx264", AV_PIX_FMT_YUV444P, LW_RANGE_LIMITED, 0, 0},
    {"libx264", AV_PIX_FMT_GRAY8, LW_RANGE_LIMITED, 1, 1}, /* FFmpeg makes grey chroma */
    {"libx264", AV_PIX_FMT_YUV420P10LE, LW_RANGE_LIMITED, 1, 1},
    {"libx265", AV_PIX_FMT_YUV420P, LW_RANGE_LIMITED, 1, 1},
    {"libx265", AV_PIX_FMT_YUV422P10LE, LW_RANGE_LIMITED, 1, 0},
    {"mjpeg", AV_PIX_FMT_YUVJ420P, LW_RANGE_FULL, 1, 1},
    {"mjpeg", AV_PIX_FMT_YUVJ422P, LW_RANGE_FULL, 1, 0},
    {"mpeg4", AV_PIX_FMT_YUV420P, LW_RANGE_LIMITED, 1, 1},
};
#define KINDS (sizeof(kinds) / sizeof(kinds[0]))

static void check_kind(size_t i)
{
    struct clip clip;
    make_clip(&clip, kinds[i].encoder, kinds[i].format, WIDTH, HEIGHT, (int) i & 1);
    struct lwi_video_decoder *d = new_decoder(0);
    struct lw_frame *frame = NULL;
    struct lw_error error = {0};
    for (int again = 0; again < 2; again++) {
        assert_int_equal(lwi_video_decode_key(d, clip.packets[0], &frame, &error), 0);
        assert_int_equal(frame->width, WIDTH);
        assert_int_equal(frame->height, HEIGHT);
        assert_int_equal(frame->rows_whole, HEIGHT);
        assert_int_equal(frame->range, kinds[i].range);
        assert_int_equal(frame->pts_ns, 1000);
        assert_shows(frame, 0, HEIGHT);
        assert_non_null(frame->chroma[0]);
        assert_int_equal(frame->chroma_shift_x, kinds[i].shift_x);
        assert_int_equal(frame->chroma_shift_y, kinds[i].shift_y);
        lwi_frame_unref(&frame);
    }
    for (int n = 0; n < FRAMES; n++) {
        int r = lwi_video_decode_stream(d, clip.packets[n], &frame, &error);
        assert_int_equal(r, 0);
        assert_shows(frame, n, HEIGHT);
        lwi_frame_unref(&frame);
    }
    lwi_video_decoder_free(&d);
    assert_null(d);
    free_clip(&clip);
}

/* cmocka's state is the number of the kind, so that each is a case of its own. */
static void test_kind(void **state)
{
    check_kind(*(size_t *) *state);
}

/* A packet of which only the first part arrived, for a decoder that has seen the whole before: what
 * is missing must not be what was there. */
static void check_torn(const char *encoder)
{
    struct clip clip;
    make_clip(&clip, encoder, AV_PIX_FMT_YUV420P, WIDTH, HEIGHT, 1);
    struct lwi_video_decoder *d = new_decoder(0);
    struct lw_frame *frame = NULL;
    assert_int_equal(lwi_video_decode_key(d, clip.packets[0], &frame, NULL), 0);
    lwi_frame_unref(&frame);
    int torn = 0;
    for (int part = 1; part < 20; part++) {
        struct lwi_packet *p = NULL;
        assert_int_equal(lwi_packet_clone(&p, clip.packets[0]), 0);
        p->av->size = p->av->size * part / 20;
        int r = lwi_video_decode_key(d, p, &frame, NULL);
        if (r == 0) {
            assert_in_range(frame->rows_whole, 16, HEIGHT - 1);
            /* The last rows that were decoded may be what a decoder makes of cut data. */
            if (frame->rows_whole > 64)
                assert_shows(frame, 0, frame->rows_whole - 64);
            for (uint32_t y = frame->rows_whole; y < HEIGHT; y++)
                for (uint32_t x = 0; x < WIDTH; x++)
                    assert_int_equal(frame->luma[(ptrdiff_t) y * frame->stride + x], 16);
            lwi_frame_unref(&frame);
            torn++;
        } else {
            assert_true(r == -EBADMSG || r == -EAGAIN);
        }
        lwi_packet_free(&p);
    }
    print_message("%s: %d of 19 were judged in part\n", encoder, torn);
    lwi_video_decoder_free(&d);
    free_clip(&clip);
}

static void test_torn_h264(void **state)
{
    (void) state;
    check_torn("libx264");
}

static void test_torn_h265(void **state)
{
    (void) state;
    check_torn("libx265");
}

/* A picture that refers to others says so, or what it shows is its own. */
static void test_not_a_key(void **state)
{
    (void) state;
    struct clip clip;
    make_clip(&clip, "libx264", AV_PIX_FMT_YUV420P, WIDTH, HEIGHT, 1);
    struct lwi_video_decoder *d = new_decoder(0);
    struct lw_frame *frame = NULL;
    struct lw_error error = {0};
    assert_false(clip.packets[2]->key);
    int r = lwi_video_decode_key(d, clip.packets[2], &frame, &error);
    assert_true(r == -EBADMSG || r == -EAGAIN);
    assert_true(error.message[0] != '\0');
    r = lwi_video_decode_stream(d, clip.packets[2], &frame, &error);
    assert_true(r == -EBADMSG || r == -EAGAIN);
    lwi_video_decoder_free(&d);
    free_clip(&clip);
}

static void test_too_large(void **state)
{
    (void) state;
    static const char *const encoders[] = {"libx264", "libx265", "mjpeg"};
    for (size_t i = 0; i < 3; i++) {
        if (!avcodec_find_encoder_by_name(encoders[i]))
            continue;
        struct clip clip;
        make_clip(&clip, encoders[i], i == 2 ? AV_PIX_FMT_YUVJ420P : AV_PIX_FMT_YUV420P, WIDTH,
                  HEIGHT, 1);
        struct lwi_video_decoder *d = new_decoder((uint64_t) WIDTH * HEIGHT / 2);
        struct lw_frame *frame = NULL;
        struct lw_error error = {0};
        assert_int_equal(lwi_video_decode_key(d, clip.packets[0], &frame, &error), -EFBIG);
        assert_int_equal(lwi_video_decode_stream(d, clip.packets[0], &frame, &error), -EFBIG);
        lwi_video_decoder_free(&d);
        free_clip(&clip);
    }
}

/* More kinds of stream than contexts are kept, in turn; a stream that changes its size. */
static void test_many_streams(void **state)
{
    (void) state;
    enum { STREAMS = 11 };
    static struct clip clips[STREAMS];
    for (int i = 0; i < STREAMS; i++)
        make_clip(&clips[i], "libx264", AV_PIX_FMT_YUV420P, 64 + 16 * i, 64 + 2 * i, 1);
    struct lwi_video_decoder *d = new_decoder(0);
    struct lw_frame *frame = NULL;
    for (int n = 0; n < 3 * STREAMS; n++) {
        const struct clip *clip = &clips[n * 7 % STREAMS];
        assert_int_equal(lwi_video_decode_key(d, clip->packets[0], &frame, NULL), 0);
        assert_int_equal(frame->width, clip->packets[0]->par->width);
        assert_int_equal(frame->height, clip->packets[0]->par->height);
        assert_shows(frame, 0, frame->height);
        lwi_frame_unref(&frame);
        assert_int_equal(lwi_video_decode_stream(d, clip->packets[0], &frame, NULL), 0);
        assert_int_equal(frame->width, clip->packets[0]->par->width);
        lwi_frame_unref(&frame);
    }
    lwi_video_decoder_free(&d);
    for (int i = 0; i < STREAMS; i++)
        free_clip(&clips[i]);
}

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

/* Whatever comes in: an answer of the list, and a frame that is sound. */
static void test_mutations(void **state)
{
    (void) state;
    static const char *const encoders[] = {"libx264", "libx265", "mjpeg", "mpeg4"};
    uint32_t seed = 20260101;
    print_message("seed %u\n", seed);
    struct lwi_video_decoder *d = new_decoder(4u << 20);
    for (size_t e = 0; e < 4; e++) {
        if (!avcodec_find_encoder_by_name(encoders[e]))
            continue;
        struct clip clip;
        make_clip(&clip, encoders[e], e == 2 ? AV_PIX_FMT_YUVJ420P : AV_PIX_FMT_YUV420P, WIDTH,
                  HEIGHT, 0);
        for (int n = 0; n < 150; n++) {
            struct lwi_packet *p = NULL;
            assert_int_equal(lwi_packet_clone(&p, clip.packets[n % FRAMES]), 0);
            assert_true(av_packet_make_writable(p->av) >= 0);
            uint32_t span = n % 3 ? (uint32_t) p->av->size : 64; /* headers first of all */
            for (uint32_t k = 1 + next_random(&seed) % 12; k > 0; k--)
                p->av->data[next_random(&seed) % span % (uint32_t) p->av->size] =
                    (uint8_t) next_random(&seed);
            for (int way = 0; way < 2; way++) {
                struct lw_frame *frame = NULL;
                int r = way ? lwi_video_decode_stream(d, p, &frame, NULL)
                            : lwi_video_decode_key(d, p, &frame, NULL);
                assert_true(r == 0 || r == -EBADMSG || r == -EAGAIN || r == -EFBIG ||
                            r == -ENOTSUP);
                if (r == 0)
                    assert_in_range(frame->rows_whole, 1, frame->height);
                lwi_frame_unref(&frame);
            }
            lwi_packet_free(&p);
        }
        free_clip(&clip);
    }
    lwi_video_decoder_free(&d);
}

/* The step of the quantiser doubles with 6. */
static void check_quantiser(const char *encoder, int global_header)
{
    static const char *const crf[] = {"14", "20", "38"};
    float steps[3];
    struct lwi_video_decoder *d = new_decoder(0);
    for (int i = 0; i < 3; i++) {
        struct clip clip;
        struct lw_frame *frame = NULL;
        make_clip_at(&clip, encoder, AV_PIX_FMT_YUV420P, WIDTH, HEIGHT, global_header, crf[i]);
        assert_int_equal(lwi_video_decode_key(d, clip.packets[0], &frame, NULL), 0);
        steps[i] = frame->quantiser;
        lwi_frame_unref(&frame);
        free_clip(&clip);
    }
    print_message("%s: steps of %.1f, %.1f and %.1f levels\n", encoder, steps[0], steps[1],
                  steps[2]);
    assert_true(steps[0] >= 1 && steps[0] < 8);
    assert_true(steps[1] > 1.4 * steps[0] && steps[1] < 3 * steps[0]);
    assert_true(steps[2] > 4 * steps[1] && steps[2] < 16 * steps[1]);
    lwi_video_decoder_free(&d);
}

static void test_quantiser_h264(void **state)
{
    (void) state;
    check_quantiser("libx264", /* global_header= */ 0);
    check_quantiser("libx264", /* global_header= */ 1);
}

static void test_quantiser_h265(void **state)
{
    (void) state;
    check_quantiser("libx265", /* global_header= */ 0);
    check_quantiser("libx265", /* global_header= */ 1);
}

/* Every cut and every flipped byte of the headers: an answer, or none. */
static void test_quantiser_of_anything(void **state)
{
    (void) state;
    struct clip clip;
    make_clip(&clip, "libx265", AV_PIX_FMT_YUV420P, WIDTH, HEIGHT, 0);
    const AVPacket *av = clip.packets[0]->av;
    const int size = av->size, head = 256;
    assert_true(size > head);
    uint8_t *bytes = malloc((size_t) size);
    assert_non_null(bytes);
    int qp, told = 0;
    for (int n = 0; n < head * 8; n++) {
        memcpy(bytes, av->data, (size_t) size);
        bytes[n / 8] ^= (uint8_t) (1u << n % 8);
        if (lwi_hevc_first_qp(NULL, 0, bytes, (size_t) size, &qp) == 0) {
            assert_in_range(qp + 48, 0, 99);
            told++;
        }
    }
    assert_true(told > 0);
    for (int n = 0; n < size; n++)
        (void) lwi_hevc_first_qp(bytes, (size_t) n, bytes + n, (size_t) (size - n), &qp);
    free(bytes);
    free_clip(&clip);
}

static void test_clone(void **state)
{
    (void) state;
    struct clip clip;
    make_clip(&clip, "mjpeg", AV_PIX_FMT_YUVJ420P, WIDTH, HEIGHT, 0);
    struct lwi_packet *p = NULL;
    assert_int_equal(lwi_packet_clone(&p, clip.packets[0]), 0);
    assert_ptr_equal(p->av->data, clip.packets[0]->av->data);
    assert_int_equal(p->pts_ns, clip.packets[0]->pts_ns);
    assert_int_equal(p->par->width, WIDTH);
    free_clip(&clip);
    assert_int_equal(p->av->data[0], 0xff); /* still there */
    lwi_packet_free(&p);
    assert_null(p);
}

int main(void)
{
    static size_t numbers[KINDS];
    struct CMUnitTest tests[KINDS + 12];
    static char names[KINDS][64];
    size_t n = 0;
    av_log_set_level(AV_LOG_QUIET);
    for (; n < KINDS; n++) {
        numbers[n] = n;
        (void) snprintf(names[n], sizeof(names[n]), "%s %s", kinds[n].encoder,
                        av_get_pix_fmt_name(kinds[n].format));
        tests[n] = (struct CMUnitTest){names[n], test_kind, NULL, NULL, &numbers[n]};
    }
    const struct CMUnitTest more[] = {
        cmocka_unit_test(test_torn_h264),      cmocka_unit_test(test_torn_h265),
        cmocka_unit_test(test_not_a_key),      cmocka_unit_test(test_too_large),
        cmocka_unit_test(test_many_streams),   cmocka_unit_test(test_mutations),
        cmocka_unit_test(test_clone),          cmocka_unit_test(test_quantiser_h264),
        cmocka_unit_test(test_quantiser_h265), cmocka_unit_test(test_quantiser_of_anything),
    };
    for (size_t i = 0; i < sizeof(more) / sizeof(more[0]); i++)
        tests[n++] = more[i];
    return _cmocka_run_group_tests("video", tests, n, NULL, NULL);
}
