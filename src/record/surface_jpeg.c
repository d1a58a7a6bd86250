/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * JPEG to and from the pixels that cairo draws on, by libjpeg-turbo.
 */
#include "record/surface_jpeg.h"

#include <errno.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

#include "base/error.h"
#include "record/caption.h"

/* Bytes of a JPEG beside its pixels. */
#define ROOM_MORE 65536

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define CAIRO_PIXELS JCS_EXT_BGRX
#else
#define CAIRO_PIXELS JCS_EXT_XRGB
#endif

struct errors {
    struct jpeg_error_mgr mgr;
    jmp_buf jump;
};

static void on_error(j_common_ptr jpeg)
{
    longjmp(((struct errors *) jpeg->err)->jump, 1);
}

static void on_message(j_common_ptr jpeg, int level)
{
    (void) jpeg, (void) level;
}

static void set_errors(struct errors *errors)
{
    (void) jpeg_std_error(&errors->mgr);
    errors->mgr.error_exit = on_error;
    errors->mgr.emit_message = on_message;
}

/* What a jump out of libjpeg must not lose. */
struct decoding {
    struct jpeg_decompress_struct jpeg;
    struct errors errors;
    cairo_surface_t *surface;
};

/* As small as libjpeg can make it by itself, but not under that width. */
static unsigned shrink(const struct jpeg_decompress_struct *jpeg, unsigned width_min)
{
    unsigned by = 1;
    while (width_min > 0 && by < 8 && jpeg->image_width / (2 * by) >= width_min)
        by *= 2;
    return by;
}

static int decode_rows(struct decoding *d, unsigned width_min, struct lw_error *reterr)
{
    if (setjmp(d->errors.jump))
        return lwi_error_set(reterr, -EINVAL, "the picture is no JPEG, or a torn one");
    (void) jpeg_read_header(&d->jpeg, TRUE);
    if ((uint64_t) d->jpeg.image_width * d->jpeg.image_height > LWI_CAPTION_PIXELS_MAX)
        return lwi_error_set(reterr, -EFBIG, "the picture has more than %u million pixels",
                             LWI_CAPTION_PIXELS_MAX / 1000000);
    d->jpeg.out_color_space = CAIRO_PIXELS;
    d->jpeg.scale_num = 1;
    d->jpeg.scale_denom = shrink(&d->jpeg, width_min);
    (void) jpeg_start_decompress(&d->jpeg);
    d->surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int) d->jpeg.output_width,
                                            (int) d->jpeg.output_height);
    if (cairo_surface_status(d->surface) != CAIRO_STATUS_SUCCESS)
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    unsigned char *pixels = cairo_image_surface_get_data(d->surface);
    size_t stride = (size_t) cairo_image_surface_get_stride(d->surface);
    while (d->jpeg.output_scanline < d->jpeg.output_height) {
        JSAMPROW row = pixels + d->jpeg.output_scanline * stride;
        (void) jpeg_read_scanlines(&d->jpeg, &row, 1);
    }
    cairo_surface_mark_dirty(d->surface);
    return 0;
}

int lwi_surface_from_jpeg(const uint8_t *jpeg, size_t size, unsigned width_min,
                          cairo_surface_t **ret_surface, struct lw_error *reterr)
{
    struct decoding d = {.surface = NULL};
    set_errors(&d.errors);
    d.jpeg.err = &d.errors.mgr;
    jpeg_create_decompress(&d.jpeg);
    jpeg_mem_src(&d.jpeg, jpeg, size);
    int r = decode_rows(&d, width_min, reterr);
    jpeg_destroy_decompress(&d.jpeg);
    if (r < 0) {
        cairo_surface_destroy(d.surface);
        return r;
    }
    *ret_surface = d.surface;
    return 0;
}

struct encoding {
    struct jpeg_compress_struct jpeg;
    struct errors errors;
    unsigned char *room; /* so large that libjpeg need not ask for more, after which its failures
                          * leave a pointer that dangles */
    unsigned char *data; /* where it lies */
    unsigned long size;
};

static int encode_rows(struct encoding *e, cairo_surface_t *surface, int quality,
                       struct lw_error *reterr)
{
    unsigned char *pixels = cairo_image_surface_get_data(surface);
    size_t stride = (size_t) cairo_image_surface_get_stride(surface);
    if (setjmp(e->errors.jump))
        return lwi_error_set(reterr, -ENOMEM, "the picture cannot be encoded");
    jpeg_mem_dest(&e->jpeg, &e->data, &e->size);
    e->jpeg.image_width = (JDIMENSION) cairo_image_surface_get_width(surface);
    e->jpeg.image_height = (JDIMENSION) cairo_image_surface_get_height(surface);
    e->jpeg.input_components = 4;
    e->jpeg.in_color_space = CAIRO_PIXELS;
    jpeg_set_defaults(&e->jpeg);
    jpeg_set_quality(&e->jpeg, quality, TRUE);
    jpeg_start_compress(&e->jpeg, TRUE);
    while (e->jpeg.next_scanline < e->jpeg.image_height) {
        JSAMPROW row = pixels + e->jpeg.next_scanline * stride;
        (void) jpeg_write_scanlines(&e->jpeg, &row, 1);
    }
    jpeg_finish_compress(&e->jpeg);
    return 0;
}

int lwi_surface_to_jpeg(cairo_surface_t *surface, int quality, uint8_t **ret_jpeg, size_t *ret_size,
                        struct lw_error *reterr)
{
    size_t room = (size_t) cairo_image_surface_get_stride(surface) *
                      (size_t) cairo_image_surface_get_height(surface) +
                  ROOM_MORE;
    struct encoding e = {.room = malloc(room), .size = room};
    if (!e.room)
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    e.data = e.room;
    set_errors(&e.errors);
    e.jpeg.err = &e.errors.mgr;
    jpeg_create_compress(&e.jpeg);
    int r = encode_rows(&e, surface, quality, reterr);
    jpeg_destroy_compress(&e.jpeg);
    uint8_t *whole = r == 0 ? malloc(e.size) : NULL;
    if (r == 0 && !whole)
        r = lwi_error_set(reterr, -ENOMEM, "out of memory");
    if (r == 0) {
        (void) memcpy(whole, e.data, e.size);
        *ret_jpeg = whole;
        *ret_size = e.size;
    }
    if (e.data != e.room)
        free(e.data);
    free(e.room);
    return r;
}
