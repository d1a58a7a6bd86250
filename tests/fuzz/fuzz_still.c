/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Any bytes as a picture: a frame that can be read whole, or an error that says something. */
#include <assert.h>
#include <errno.h>

#include "decode/decode.h"
#include "fuzz.h"

/* Small, so that a run is quick; that a claim beyond it is refused is part of the test. */
#define PIXELS_MAX (1024 * 1024)

static unsigned sum_plane(const uint8_t *plane, ptrdiff_t stride, uint32_t width, uint32_t height)
{
    unsigned sum = 0;
    for (uint32_t y = 0; y < height; y++)
        for (uint32_t x = 0; x < width; x++)
            sum += plane[(ptrdiff_t) y * stride + x];
    return sum;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct lwi_decode_settings settings;
    lwi_decode_settings_default(&settings);
    settings.pixels_max = PIXELS_MAX;
    settings.luma_only = size & 1;
    struct lwi_decoder *decoder;
    if (lwi_decoder_new(&decoder, &settings) < 0)
        return 0;
    struct lw_frame *frame = NULL;
    struct lw_error error = {0};
    int result = lwi_decode_image(decoder, data, size, &frame, &error);
    if (result < 0) {
        assert(error.message[0]);
        assert(result != -EAGAIN);
    } else {
        assert(frame->width > 0 && frame->height > 0 && frame->rows_whole <= frame->height);
        assert((uint64_t) frame->width * frame->height <= PIXELS_MAX);
        volatile unsigned sum = sum_plane(frame->luma, frame->stride, frame->width, frame->height);
        for (int i = 0; i < 2 && frame->chroma[i]; i++)
            sum += sum_plane(
                frame->chroma[i], frame->chroma_stride,
                (frame->width + (1u << frame->chroma_shift_x) - 1) >> frame->chroma_shift_x,
                (frame->height + (1u << frame->chroma_shift_y) - 1) >> frame->chroma_shift_y);
        (void) sum;
        lwi_frame_unref(&frame);
    }
    lwi_decoder_free(&decoder);
    return 0;
}
