/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * TIFF through libtiff's RGBA interface, which reads every layout that the format
 * has, a strip or a row of tiles at a time, so that a torn file gives its whole
 * strips. The first picture of the file is taken, as it is stored.
 */
#include "decode/still.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tiffio.h>

#include "base/error.h"
#include "decode/rgb.h"

/* What libtiff may allocate at once beside the pixels: tables of strips, profiles. */
#define SLACK_BYTES ((tmsize_t) 64 << 20)

struct job {
    const struct lwi_decode_settings *settings;
    const uint8_t *data;
    size_t size;
    uint64_t at;
    char message[160]; /* the first error of libtiff; "" */
    TIFF *tiff;
    struct lw_frame *frame;
    uint32_t *raster; /* a strip of RGBA words */
};

static tmsize_t on_read(thandle_t handle, void *out, tmsize_t count)
{
    struct job *job = handle;
    uint64_t left = job->at < job->size ? job->size - job->at : 0;
    size_t n = (uint64_t) count < left ? (size_t) count : (size_t) left;
    if (n > 0)
        memcpy(out, job->data + job->at, n);
    job->at += n;
    return (tmsize_t) n;
}

static tmsize_t on_write(thandle_t handle, void *data, tmsize_t count)
{
    (void) handle;
    (void) data;
    (void) count;
    return 0;
}

static toff_t on_seek(thandle_t handle, toff_t offset, int whence)
{
    struct job *job = handle;
    uint64_t base = whence == SEEK_CUR ? job->at : whence == SEEK_END ? job->size : 0;
    job->at = base + offset;
    return job->at;
}

static int on_close(thandle_t handle)
{
    (void) handle;
    return 0;
}

static toff_t on_size(thandle_t handle)
{
    return ((struct job *) handle)->size;
}

/* The bytes are in memory already; libtiff only reads what it maps. Without a mapping Debian 12's
 * libtiff (4.5.0) refuses uncompressed tiles whose size is not a whole number of KiB. */
static int on_map(thandle_t handle, void **ret_base, toff_t *ret_size)
{
    struct job *job = handle;
    *ret_base = (void *) (uintptr_t) job->data;
    *ret_size = job->size;
    return 1;
}

static void on_unmap(thandle_t handle, void *base, toff_t size)
{
    (void) handle;
    (void) base;
    (void) size;
}

__attribute__((format(printf, 4, 0))) static int
on_error(TIFF *tiff, void *cookie, const char *module, const char *format, va_list args)
{
    struct job *job = cookie;
    (void) tiff;
    (void) module;
    if (job->message[0] == '\0')
        (void) vsnprintf(job->message, sizeof(job->message), format, args);
    return 1; /* handled: libtiff must not print it as well */
}

static int on_warning(TIFF *tiff, void *cookie, const char *module, const char *format,
                      va_list args)
{
    (void) tiff;
    (void) cookie;
    (void) module;
    (void) format;
    (void) args;
    return 1;
}

static TIFF *open_memory(struct job *job)
{
    TIFFOpenOptions *options = TIFFOpenOptionsAlloc();
    if (!options)
        return NULL;
    TIFFOpenOptionsSetErrorHandlerExtR(options, on_error, job);
    TIFFOpenOptionsSetWarningHandlerExtR(options, on_warning, job);
    TIFFOpenOptionsSetMaxSingleMemAlloc(options,
                                        (tmsize_t) (job->settings->pixels_max * 8) + SLACK_BYTES);
    TIFF *tiff = TIFFClientOpenExt("picture", "r", job, on_read, on_write, on_seek, on_close,
                                   on_size, on_map, on_unmap, options);
    TIFFOpenOptionsFree(options);
    return tiff;
}

/* libtiff gives colour multiplied by alpha: on white that is what is missing to 255. */
static void put_row(struct lw_frame *frame, uint32_t y, uint32_t *row)
{
    uint8_t *rgb = (uint8_t *) row; /* shrinks in place: 3 bytes never overtake 4 */
    for (uint32_t x = 0; x < frame->width; x++) {
        uint32_t p = row[x];
        unsigned white = 255u - TIFFGetA(p);
        unsigned v[3] = {TIFFGetR(p) + white, TIFFGetG(p) + white, TIFFGetB(p) + white};
        for (size_t c = 0; c < 3; c++)
            rgb[(size_t) 3 * x + c] = (uint8_t) (v[c] > 255 ? 255 : v[c]);
    }
    lwi_rgb_put_row(frame, y, rgb, LWI_RGB_RGB);
}

/* Rows that are stored together. */
static uint32_t rows_together(TIFF *tiff, uint32_t height)
{
    uint32_t rows = 0;
    if (TIFFIsTiled(tiff))
        (void) TIFFGetField(tiff, TIFFTAG_TILELENGTH, &rows);
    else
        (void) TIFFGetFieldDefaulted(tiff, TIFFTAG_ROWSPERSTRIP, &rows);
    return rows == 0 || rows > height ? height : rows;
}

static int read_rows(struct job *job, TIFFRGBAImage *image, uint32_t *ret_rows)
{
    uint32_t step = rows_together(job->tiff, image->height);
    size_t words = (size_t) image->width * step;
    job->raster = malloc(words * sizeof(*job->raster));
    int err = job->raster ? lwi_still_frame(job->settings, image->width, image->height,
                                            /* grey= */ 0, &job->frame)
                          : -ENOMEM;
    if (err)
        return err;
    image->req_orientation = image->orientation; /* as stored: nothing is turned */
    uint32_t done = 0;
    while (done < image->height) {
        uint32_t rows = image->height - done < step ? image->height - done : step;
        image->row_offset = (int) done;
        if (!TIFFRGBAImageGet(image, job->raster, image->width, rows))
            break;
        for (uint32_t y = 0; y < rows; y++)
            put_row(job->frame, done + y, job->raster + (size_t) y * image->width);
        done += rows;
    }
    *ret_rows = done;
    return 0;
}

static int run(struct job *job, struct lw_error *reterr)
{
    uint32_t width = 0;
    uint32_t height = 0;
    (void) TIFFGetField(job->tiff, TIFFTAG_IMAGEWIDTH, &width);
    (void) TIFFGetField(job->tiff, TIFFTAG_IMAGELENGTH, &height);
    int err = lwi_still_check_size(job->settings, "TIFF", width, height, reterr);
    if (err)
        return err;
    char why[1024] = "";
    TIFFRGBAImage image;
    if (!TIFFRGBAImageOK(job->tiff, why) ||
        !TIFFRGBAImageBegin(&image, job->tiff, /* stop= */ 1, why))
        return lwi_error_set(reterr, -ENOTSUP, "TIFF of a kind that libtiff cannot show: %.120s",
                             why);
    uint32_t rows = 0;
    err = read_rows(job, &image, &rows);
    TIFFRGBAImageEnd(&image);
    if (err)
        return lwi_error_set(reterr, err, "no memory for a picture of %u x %u", width, height);
    if (rows == 0)
        return lwi_error_set(reterr, -EBADMSG, "broken or torn TIFF: %s", job->message);
    job->frame->rows_whole = rows;
    lwi_rgb_fill_rest(job->frame, rows);
    return 0;
}

static int decode(const struct lwi_decode_settings *settings, const uint8_t *data, size_t size,
                  struct lw_frame **ret_frame, struct lw_error *reterr)
{
    struct job job = {.settings = settings, .data = data, .size = size};
    job.tiff = open_memory(&job);
    int err = job.tiff ? run(&job, reterr)
                       : lwi_error_set(reterr, -EBADMSG, "broken or torn TIFF: %s", job.message);
    if (job.tiff)
        TIFFClose(job.tiff);
    free(job.raster);
    if (err)
        lwi_frame_unref(&job.frame);
    else
        *ret_frame = job.frame;
    return err;
}

/* Either byte order, classic or with 64-bit offsets. */
static int match(const uint8_t *data, size_t size)
{
    return size >= 4 && (memcmp(data, "II*\0", 4) == 0 || memcmp(data, "MM\0*", 4) == 0 ||
                         memcmp(data, "II+\0", 4) == 0 || memcmp(data, "MM\0+", 4) == 0);
}

const struct lwi_still_info lwi_still_tiff = {
    .name = "TIFF",
    .match = match,
    .decode = decode,
};
