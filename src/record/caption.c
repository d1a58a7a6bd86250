/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Text in a picture: libjpeg-turbo decodes into the pixels that cairo draws on, and encodes them
 * again. Pango lays the text out, for the name of a camera may be in any script.
 */
#include "record/caption.h"

#include <errno.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <pango/pangocairo.h>

#include "base/error.h"

#define QUALITY 90
/* Of the height of the picture, with the smallest that can be read. */
#define TEXT_PART   36
#define TEXT_PX_MIN 10.0
#define SHADE       0.6
/* Bytes of a JPEG beside its pixels. */
#define ROOM_MORE 65536

#if G_BYTE_ORDER == G_LITTLE_ENDIAN
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

static int decode_rows(struct decoding *d, struct lw_error *reterr)
{
    if (setjmp(d->errors.jump))
        return lwi_error_set(reterr, -EINVAL, "the picture is no JPEG, or a torn one");
    (void) jpeg_read_header(&d->jpeg, TRUE);
    if ((uint64_t) d->jpeg.image_width * d->jpeg.image_height > LWI_CAPTION_PIXELS_MAX)
        return lwi_error_set(reterr, -EFBIG, "the picture has more than %u million pixels",
                             LWI_CAPTION_PIXELS_MAX / 1000000);
    d->jpeg.out_color_space = CAIRO_PIXELS;
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

static int decode(const uint8_t *jpeg, size_t size, cairo_surface_t **ret_surface,
                  struct lw_error *reterr)
{
    struct decoding d = {.surface = NULL};
    set_errors(&d.errors);
    d.jpeg.err = &d.errors.mgr;
    jpeg_create_decompress(&d.jpeg);
    jpeg_mem_src(&d.jpeg, jpeg, size);
    int r = decode_rows(&d, reterr);
    jpeg_destroy_decompress(&d.jpeg);
    if (r < 0) {
        cairo_surface_destroy(d.surface);
        return r;
    }
    *ret_surface = d.surface;
    return 0;
}

/* One line, where it begins; how high it is. */
static double draw_line(cairo_t *cairo, PangoLayout *layout, const char *text, double x, double y,
                        int paints)
{
    int width, height;
    pango_layout_set_text(layout, text, -1);
    pango_layout_get_pixel_size(layout, &width, &height);
    cairo_move_to(cairo, x, y);
    if (paints)
        pango_cairo_show_layout(cairo, layout);
    return height;
}

static int draw(cairo_surface_t *surface, const char *const *lines, size_t count,
                struct lw_error *reterr)
{
    double width = cairo_image_surface_get_width(surface);
    double height = cairo_image_surface_get_height(surface);
    double text_px = height / TEXT_PART > TEXT_PX_MIN ? height / TEXT_PART : TEXT_PX_MIN;
    double margin = text_px / 2, high = 0;
    cairo_t *cairo = cairo_create(surface);
    /* Not the map of this thread: each of several would keep the fonts for as long as it lives. */
    PangoFontMap *fonts = pango_cairo_font_map_new();
    PangoContext *context = pango_font_map_create_context(fonts);
    PangoLayout *layout = pango_layout_new(context);
    PangoFontDescription *font = pango_font_description_from_string("Sans");
    pango_font_description_set_absolute_size(font, text_px * PANGO_SCALE);
    pango_layout_set_font_description(layout, font);
    pango_layout_set_single_paragraph_mode(layout, TRUE);
    pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
    pango_layout_set_width(layout, (int) ((width - 2 * margin) * PANGO_SCALE));
    for (size_t i = 0; i < count; i++)
        high += draw_line(cairo, layout, lines[i], 0, 0, /* paints= */ 0);
    double y = height - high - margin;
    cairo_set_source_rgba(cairo, 0, 0, 0, SHADE);
    cairo_rectangle(cairo, 0, y - margin, width, height - y + margin);
    cairo_fill(cairo);
    cairo_set_source_rgb(cairo, 1, 1, 1);
    for (size_t i = 0; i < count; i++)
        y += draw_line(cairo, layout, lines[i], margin, y, /* paints= */ 1);
    int wrong = cairo_status(cairo) != CAIRO_STATUS_SUCCESS;
    pango_font_description_free(font);
    g_object_unref(layout);
    g_object_unref(context);
    g_object_unref(fonts);
    cairo_destroy(cairo);
    cairo_surface_flush(surface);
    return wrong ? lwi_error_set(reterr, -ENOMEM, "the text cannot be drawn") : 0;
}

struct encoding {
    struct jpeg_compress_struct jpeg;
    struct errors errors;
    unsigned char *room; /* so large that libjpeg need not ask for more, after which its failures
                          * leave a pointer that dangles */
    unsigned char *data; /* where it lies */
    unsigned long size;
};

static int encode_rows(struct encoding *e, cairo_surface_t *surface, struct lw_error *reterr)
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
    jpeg_set_quality(&e->jpeg, QUALITY, TRUE);
    jpeg_start_compress(&e->jpeg, TRUE);
    while (e->jpeg.next_scanline < e->jpeg.image_height) {
        JSAMPROW row = pixels + e->jpeg.next_scanline * stride;
        (void) jpeg_write_scanlines(&e->jpeg, &row, 1);
    }
    jpeg_finish_compress(&e->jpeg);
    return 0;
}

static int encode(cairo_surface_t *surface, uint8_t **ret_jpeg, size_t *ret_size,
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
    int r = encode_rows(&e, surface, reterr);
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

static int draw_caption(const uint8_t *jpeg, size_t size, const char *const *lines, size_t count,
                        uint8_t **ret_jpeg, size_t *ret_size, struct lw_error *reterr)
{
    cairo_surface_t *surface = NULL;
    int r = decode(jpeg, size, &surface, reterr);
    r = r < 0 ? r : draw(surface, lines, count, reterr);
    r = r < 0 ? r : encode(surface, ret_jpeg, ret_size, reterr);
    cairo_surface_destroy(surface);
    return r;
}

const struct lwi_caption_table lwi_caption_table = {.draw = draw_caption};
