/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * PNG through libpng, a row at a time, so that a torn file gives its whole rows.
 * (libavcodec's decoder does not say how much is whole, and inflates text chunks
 * without a limit.) Of a torn interlaced file no row has all of its detail.
 */
#include "decode/still.h"

#include <errno.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <png.h>

#include "base/error.h"
#include "decode/rgb.h"

/* Chunks beside the pixels (text, profiles) are not wanted; more than this is an attack. */
#define CHUNK_BYTES_MAX ((size_t) 8 << 20)

struct job {
    png_structp png;
    png_infop info;
    const struct lwi_decode_settings *settings;
    struct lw_error *reterr;
    const uint8_t *data;
    size_t size, at;
    int code;
    struct lw_frame *frame;
    uint32_t rows_whole;
    enum lwi_rgb_layout layout;
    int interlaced;
    uint8_t *memory; /* one row, or the whole picture where it is interlaced */
};

static void on_error(png_structp png, png_const_charp text)
{
    struct job *job = png_get_error_ptr(png);
    job->code = lwi_error_set(job->reterr, strstr(text, "emory") ? -ENOMEM : -EBADMSG,
                              "broken PNG: %s", text);
    png_longjmp(png, 1);
}

static void on_warning(png_structp png, png_const_charp text)
{
    (void) png;
    (void) text;
}

static void on_read(png_structp png, png_bytep out, size_t count)
{
    struct job *job = png_get_io_ptr(png);
    if (count > job->size - job->at)
        png_error(png, "it ends too early");
    memcpy(out, job->data + job->at, count);
    job->at += count;
}

/* Everything to 8 bits a sample: grey, grey and alpha, RGB, or RGB and alpha. */
static void set_transforms(png_structp png, png_infop info)
{
    png_set_expand(png); /* palettes, fewer than 8 bits, transparent colours */
    png_set_scale_16(png);
    (void) png_set_interlace_handling(png);
    png_read_update_info(png, info);
}

/* The sizes and layout are known: makes the frame and what rows are read into. */
static int prepare(struct job *job)
{
    uint32_t width = png_get_image_width(job->png, job->info);
    uint32_t height = png_get_image_height(job->png, job->info);
    int channels = png_get_channels(job->png, job->info);
    job->layout = (enum lwi_rgb_layout) channels;
    job->interlaced = png_get_interlace_type(job->png, job->info) != PNG_INTERLACE_NONE;
    int err = lwi_still_frame(job->settings, width, height, /* grey= */ channels <= 2, &job->frame);
    size_t row_bytes = (size_t) width * (size_t) channels;
    if (!err) {
        job->memory = malloc(row_bytes * (job->interlaced ? height : 1));
        err = job->memory ? 0 : -ENOMEM;
    }
    if (err)
        return lwi_error_set(job->reterr, err, "no memory for a picture of %u x %u", width, height);
    return 0;
}

static void read_rows(struct job *job)
{
    uint32_t height = job->frame->height;
    size_t row_bytes = (size_t) job->frame->width * (size_t) job->layout;
    if (job->interlaced)
        for (int pass = 0; pass < PNG_INTERLACE_ADAM7_PASSES; pass++)
            for (uint32_t y = 0; y < height; y++)
                png_read_row(job->png, job->memory + y * row_bytes, NULL);
    for (uint32_t y = 0; y < height; y++) {
        const uint8_t *row = job->memory + (job->interlaced ? y * row_bytes : 0);
        if (!job->interlaced)
            png_read_row(job->png, job->memory, NULL);
        lwi_rgb_put_row(job->frame, y, row, job->layout);
        job->rows_whole = y + 1;
    }
}

/* All that may jump. */
static int run(struct job *job)
{
    if (setjmp(png_jmpbuf(job->png)))
        return job->code;
    png_set_read_fn(job->png, job, on_read);
    /* Our own limit is checked below, with a message of ours. */
    png_set_user_limits(job->png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
    png_set_chunk_malloc_max(job->png, CHUNK_BYTES_MAX);
    png_set_keep_unknown_chunks(job->png, PNG_HANDLE_CHUNK_NEVER, NULL, 0);
    /* Checksums are not worth failing for: what counts is whether the rows inflate. */
    png_set_crc_action(job->png, PNG_CRC_QUIET_USE, PNG_CRC_QUIET_USE);
    png_read_info(job->png, job->info);
    int err = lwi_still_check_size(job->settings, "PNG", png_get_image_width(job->png, job->info),
                                   png_get_image_height(job->png, job->info), job->reterr);
    if (err)
        return err;
    set_transforms(job->png, job->info);
    err = prepare(job);
    if (!err)
        read_rows(job);
    return err;
}

static int decode(const struct lwi_decode_settings *settings, const uint8_t *data, size_t size,
                  struct lw_frame **ret_frame, struct lw_error *reterr)
{
    struct job job = {.settings = settings, .reterr = reterr, .data = data, .size = size};
    job.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &job, on_error, on_warning);
    job.info = job.png ? png_create_info_struct(job.png) : NULL;
    int err = job.info ? run(&job) : lwi_error_set(reterr, -ENOMEM, "no memory to decode a PNG");
    png_destroy_read_struct(&job.png, &job.info, NULL);
    free(job.memory);
    if (job.frame && job.rows_whole > 0 && err != -ENOMEM) {
        job.frame->rows_whole = job.rows_whole;
        lwi_rgb_fill_rest(job.frame, job.rows_whole);
        *ret_frame = job.frame;
        return 0;
    }
    lwi_frame_unref(&job.frame);
    return err;
}

static int match(const uint8_t *data, size_t size)
{
    return size >= 8 && memcmp(data, "\x89PNG\r\n\x1a\n", 8) == 0;
}

const struct lwi_still_info lwi_still_png = {
    .name = "PNG",
    .match = match,
    .decode = decode,
};
