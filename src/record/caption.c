/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Text in a picture, which is decoded and encoded again. Pango lays the text
 * out, for the name of a camera may be in any script.
 */
#include "record/caption.h"

#include <errno.h>

#include <pango/pangocairo.h>

#include "base/error.h"
#include "record/surface_jpeg.h"

#define QUALITY 90
/* Of the height of the picture, with the smallest that can be read. */
#define TEXT_PART   36
#define TEXT_PX_MIN 10.0
#define SHADE       0.6

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

static int draw_caption(const uint8_t *jpeg, size_t size, const char *const *lines, size_t count,
                        uint8_t **ret_jpeg, size_t *ret_size, struct lw_error *reterr)
{
    cairo_surface_t *surface = NULL;
    int r = lwi_surface_from_jpeg(jpeg, size, /* width_min= */ 0, &surface, reterr);
    r = r < 0 ? r : draw(surface, lines, count, reterr);
    r = r < 0 ? r : lwi_surface_to_jpeg(surface, QUALITY, ret_jpeg, ret_size, reterr);
    cairo_surface_destroy(surface);
    return r;
}

const struct lwi_caption_table lwi_caption_table = {.draw = draw_caption};
