/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * The planes of a frame go to libjpeg-turbo as they are, without a detour
 * through RGB: its sampling stays, only the range is expanded. Scaling and
 * sampling that JPEG does not have are libswscale's.
 */
#include "record/jpeg.h"

#include <errno.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <jerror.h>

#include "base/module.h"
#include "record/scale.h"

/* Planes to be encoded: the frame's own, or scaled ones. */
struct planes {
    const uint8_t *data[3];
    ptrdiff_t stride[3];
    uint32_t width, height;
    int count; /* 1 or 3 */
    int shift_x, shift_y;
    int limited;
    uint8_t *memory; /* of scaled planes; NULL: borrowed */
};

struct errors {
    struct jpeg_error_mgr mgr;
    jmp_buf jump;
};

static void on_error(j_common_ptr jpeg)
{
    struct errors *errors = (struct errors *) jpeg->err;
    longjmp(errors->jump, 1);
}

static void on_message(j_common_ptr jpeg, int level)
{
    (void) jpeg;
    (void) level;
}

static uint32_t shifted(uint32_t n, int shift)
{
    return (n + (1u << shift) - 1) >> shift;
}

static void borrow(struct planes *planes, const struct lw_frame *frame)
{
    *planes = (struct planes){
        .data = {frame->luma, frame->chroma[0], frame->chroma[1]},
        .stride = {frame->stride, frame->chroma_stride, frame->chroma_stride},
        .width = frame->width,
        .height = frame->height,
        .count = frame->chroma[0] && frame->chroma[1] ? 3 : 1,
        .shift_x = frame->chroma[0] ? frame->chroma_shift_x : 0,
        .shift_y = frame->chroma[0] ? frame->chroma_shift_y : 0,
        .limited = frame->range == LW_RANGE_LIMITED,
    };
}

/* Planes of width x height with chroma halved both ways. */
static int scale(struct planes *planes, uint32_t width, uint32_t height)
{
    static struct lwi_module_table table = {LWI_MODULE_AV, "lwi_scale_table", NULL};
    const struct lwi_scale *scaler = lwi_module_find(&table, /* reterr= */ NULL);
    if (!scaler)
        return -ELIBACC;
    struct planes out = *planes;
    out.width = width;
    out.height = height;
    out.shift_x = out.shift_y = planes->count == 3 ? 1 : 0;
    uint32_t stride[3];
    size_t offset[4] = {0};
    for (int i = 0; i < planes->count; i++) {
        int shift = i == 0 ? 0 : 1;
        stride[i] = (shifted(width, shift) + 63) / 64 * 64;
        offset[i + 1] = offset[i] + (size_t) stride[i] * shifted(height, shift) + 64;
    }
    out.memory = aligned_alloc(64, (offset[planes->count] + 63) / 64 * 64);
    if (!out.memory)
        return -ENOMEM;
    int err = 0;
    for (int i = 0; i < planes->count && !err; i++) {
        int from = i == 0 ? 0 : 1;
        uint8_t *dst = out.memory + (offset[i] + 63) / 64 * 64;
        err = scaler->plane(dst, stride[i], shifted(width, from), shifted(height, from),
                            planes->data[i], planes->stride[i],
                            shifted(planes->width, from * planes->shift_x),
                            shifted(planes->height, from * planes->shift_y));
        out.data[i] = dst;
        out.stride[i] = (ptrdiff_t) stride[i];
    }
    if (err) {
        free(out.memory);
        return err;
    }
    *planes = out;
    return 0;
}

/* What limited range is in full range; the identity where it is full already. */
static void range_tables(uint8_t luma[256], uint8_t chroma[256], int limited)
{
    for (int i = 0; i < 256; i++) {
        double y = limited ? (i - 16) * 255.0 / 219.0 : i;
        double c = limited ? (i - 128) * 255.0 / 224.0 + 128.0 : i;
        luma[i] = (uint8_t) (y < 0 ? 0 : y > 255 ? 255 : y + 0.5);
        chroma[i] = (uint8_t) (c < 0 ? 0 : c > 255 ? 255 : c + 0.5);
    }
}

/* One padded row: the last sample is repeated, which costs the fewest bits. */
static void fill_row(uint8_t *dst, size_t padded, const uint8_t *src, uint32_t width,
                     const uint8_t table[256])
{
    for (uint32_t x = 0; x < width; x++)
        dst[x] = table[src[x]];
    memset(dst + width, dst[width - 1], padded - width);
}

struct encoder {
    struct jpeg_compress_struct jpeg;
    struct errors errors;
    struct jpeg_destination_mgr destination;
    uint8_t *rows; /* MCU rows of the planes, padded to whole blocks */
    uint8_t *out;  /* malloc'ed */
    size_t out_size;
};

/* Where the coded bytes go. libjpeg's own memory destination leaves a dangling pointer behind
 * when it runs out of memory, so this is ours. */
static void out_begin(j_compress_ptr jpeg)
{
    struct encoder *encoder = jpeg->client_data;
    encoder->out_size = (size_t) 64 << 10;
    encoder->out = malloc(encoder->out_size);
    if (!encoder->out)
        ERREXIT1(jpeg, JERR_OUT_OF_MEMORY, 0);
    encoder->destination.next_output_byte = encoder->out;
    encoder->destination.free_in_buffer = encoder->out_size;
}

/* Called when the buffer is full. */
static boolean out_grow(j_compress_ptr jpeg)
{
    struct encoder *encoder = jpeg->client_data;
    uint8_t *larger = realloc(encoder->out, encoder->out_size * 2);
    if (!larger)
        ERREXIT1(jpeg, JERR_OUT_OF_MEMORY, 0);
    encoder->out = larger;
    encoder->destination.next_output_byte = larger + encoder->out_size;
    encoder->destination.free_in_buffer = encoder->out_size;
    encoder->out_size *= 2;
    return TRUE;
}

static void out_end(j_compress_ptr jpeg)
{
    struct encoder *encoder = jpeg->client_data;
    encoder->out_size -= encoder->destination.free_in_buffer;
}

static void set_up(struct encoder *encoder, const struct planes *planes, int quality)
{
    struct jpeg_compress_struct *jpeg = &encoder->jpeg;
    jpeg->image_width = planes->width;
    jpeg->image_height = planes->height;
    jpeg->input_components = planes->count;
    jpeg->in_color_space = planes->count == 3 ? JCS_YCbCr : JCS_GRAYSCALE;
    jpeg_set_defaults(jpeg);
    jpeg_set_quality(jpeg, quality, TRUE);
    jpeg->raw_data_in = TRUE;
    jpeg->dct_method = JDCT_ISLOW;
    for (int i = 0; i < planes->count; i++) {
        jpeg->comp_info[i].h_samp_factor = i == 0 ? 1 << planes->shift_x : 1;
        jpeg->comp_info[i].v_samp_factor = i == 0 ? 1 << planes->shift_y : 1;
    }
}

/* Width of a plane in whole MCUs: what libjpeg may read of a row. */
static size_t padded_width(const struct planes *planes, int plane)
{
    uint32_t mcu = 8u << planes->shift_x;
    size_t full = ((size_t) planes->width + mcu - 1) / mcu * mcu;
    return plane == 0 ? full : full >> planes->shift_x;
}

static void write_rows(struct encoder *encoder, const struct planes *planes)
{
    struct jpeg_compress_struct *jpeg = &encoder->jpeg;
    uint8_t tables[2][256];
    range_tables(tables[0], tables[1], planes->limited);
    uint32_t mcu_rows = 8u << planes->shift_y;
    JSAMPROW rows[3][16];
    JSAMPARRAY arrays[3] = {rows[0], rows[1], rows[2]};
    for (uint32_t top = 0; top < planes->height; top += mcu_rows) {
        uint8_t *at = encoder->rows;
        for (int i = 0; i < planes->count; i++) {
            int shift_x = i == 0 ? 0 : planes->shift_x;
            int shift_y = i == 0 ? 0 : planes->shift_y;
            uint32_t width = shifted(planes->width, shift_x);
            uint32_t height = shifted(planes->height, shift_y);
            size_t padded = padded_width(planes, i);
            for (uint32_t row = 0; row < mcu_rows >> shift_y; row++, at += padded) {
                uint32_t y = (top >> shift_y) + row;
                if (y >= height)
                    y = height - 1;
                fill_row(at, padded, planes->data[i] + (ptrdiff_t) y * planes->stride[i], width,
                         tables[i == 0 ? 0 : 1]);
                rows[i][row] = at;
            }
        }
        (void) jpeg_write_raw_data(jpeg, arrays, mcu_rows);
    }
}

/* All that may jump. */
static int run(struct encoder *encoder, const struct planes *planes, int quality)
{
    if (setjmp(encoder->errors.jump))
        return encoder->errors.mgr.msg_code == JERR_OUT_OF_MEMORY ? -ENOMEM : -EIO;
    jpeg_create_compress(&encoder->jpeg);
    encoder->jpeg.client_data = encoder;
    encoder->jpeg.dest = &encoder->destination;
    set_up(encoder, planes, quality);
    jpeg_start_compress(&encoder->jpeg, TRUE);
    write_rows(encoder, planes);
    jpeg_finish_compress(&encoder->jpeg);
    return 0;
}

static int encode(const struct planes *planes, int quality, uint8_t **ret_data, size_t *ret_size)
{
    struct encoder encoder = {
        .destination = {.init_destination = out_begin,
                        .empty_output_buffer = out_grow,
                        .term_destination = out_end},
    };
    encoder.jpeg.err = jpeg_std_error(&encoder.errors.mgr);
    encoder.errors.mgr.error_exit = on_error;
    encoder.errors.mgr.emit_message = on_message;
    size_t row_bytes = 3 * padded_width(planes, 0);
    encoder.rows = malloc(row_bytes * 16);
    int err = encoder.rows ? run(&encoder, planes, quality) : -ENOMEM;
    jpeg_destroy_compress(&encoder.jpeg);
    free(encoder.rows);
    if (err) {
        free(encoder.out);
        return err;
    }
    *ret_data = encoder.out;
    *ret_size = encoder.out_size;
    return 0;
}

int lwi_jpeg_encode(const struct lw_frame *frame, const struct lwi_jpeg_settings *settings,
                    uint8_t **ret_data, size_t *ret_size)
{
    if (!frame || !frame->luma || frame->width == 0 || frame->height == 0 ||
        frame->width > LW_FRAME_SIDE_MAX || frame->height > LW_FRAME_SIDE_MAX ||
        settings->quality < 1 || settings->quality > 100)
        return -EINVAL;
    struct planes planes;
    borrow(&planes, frame);
    uint32_t width = frame->width;
    uint32_t height = frame->height;
    if (settings->width_max != 0 && width > settings->width_max) {
        height = (uint32_t) (((uint64_t) height * settings->width_max + width / 2) / width);
        width = settings->width_max;
        height = height == 0 ? 1 : height;
    }
    int err = 0;
    if (width != frame->width || planes.shift_x > 1 || planes.shift_y > 1)
        err = scale(&planes, width, height);
    /* libjpeg has a lower limit on sides than frames have. */
    if (!err && (planes.width > JPEG_MAX_DIMENSION || planes.height > JPEG_MAX_DIMENSION))
        err = -EINVAL;
    if (!err)
        err = encode(&planes, settings->quality, ret_data, ret_size);
    free(planes.memory);
    return err;
}
