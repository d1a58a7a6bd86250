/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Pages of A4 by cairo's PDF surface; Pango lays out the text, for names may be in any script.
 * Pictures are made no larger than they are printed and go into the file as JPEG. cairo writes a
 * page when it is shown, and keeps of it only where it lies.
 */
#include "record/event_paper.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include "base/error.h"
#include "record/surface_jpeg.h"

/* A4, in points of 1/72 inch. */
#define PAGE_WIDTH  595.0
#define PAGE_HEIGHT 842.0
#define MARGIN      42.0
#define CONTENT     (PAGE_WIDTH - 2 * MARGIN)
#define FOOT        24.0
#define BOTTOM      (PAGE_HEIGHT - MARGIN - FOOT)

#define TITLE_PT   20.0
#define HEADING_PT 13.0
#define TEXT_PT    9.5
#define SMALL_PT   8.0
#define GAP        4.0

#define FIRST_COLUMN (0.4 * CONTENT)

#define PICTURE_GAP    8.0
#define PICTURE_WIDTH  ((CONTENT - (LWI_PAPER_PICTURES - 1) * PICTURE_GAP) / LWI_PAPER_PICTURES)
#define PICTURE_HEIGHT (PICTURE_WIDTH * 0.6)
/* 200 dots an inch at that width. */
#define PICTURE_PX 460u
#define QUALITY    80
/* Of title, times, reason, marks; and of captions. */
#define EVENT_TEXT   68.0
#define EVENT_HEIGHT (EVENT_TEXT + PICTURE_HEIGHT + 20)

struct lwi_paper {
    cairo_surface_t *surface;
    cairo_t *cairo;
    PangoFontMap *fonts;
    PangoContext *context;
    char *title, *period;
    lwi_paper_write *write;
    void *cookie;
    int failed; /* negative errno */
    double y;
    unsigned page;
    size_t columns; /* of the table */
};

static const struct {
    double red, green, blue;
} black = {0.09, 0.13, 0.11}, grey = {0.35, 0.41, 0.39};

static cairo_status_t take(void *closure, const unsigned char *data, unsigned size)
{
    struct lwi_paper *paper = closure;
    if (paper->failed == 0)
        paper->failed = paper->write(paper->cookie, data, size);
    return paper->failed < 0 ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

enum style { PLAIN = 0, BOLD = 1, GREY = 2, WRAPPED = 4, MEASURED = 8, RIGHT = 16 };

/* How high it is. One line that ends in an ellipsis, unless it is wrapped; only measured: nothing
 * is drawn. */
static double put(struct lwi_paper *paper, double x, double y, double width, double points,
                  unsigned style, const char *text)
{
    char *valid = g_utf8_make_valid(text, -1);
    PangoLayout *layout = pango_layout_new(paper->context);
    PangoFontDescription *font = pango_font_description_from_string("Sans");
    int high;
    pango_font_description_set_absolute_size(font, points * PANGO_SCALE);
    if (style & BOLD)
        pango_font_description_set_weight(font, PANGO_WEIGHT_BOLD);
    pango_layout_set_font_description(layout, font);
    pango_layout_set_width(layout, (int) (width * PANGO_SCALE));
    pango_layout_set_alignment(layout, style & RIGHT ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
    if (style & WRAPPED) {
        pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    } else {
        pango_layout_set_single_paragraph_mode(layout, TRUE);
        pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
    }
    pango_layout_set_text(layout, valid, -1);
    pango_layout_get_pixel_size(layout, NULL, &high);
    if (!(style & MEASURED)) {
        if (style & GREY)
            cairo_set_source_rgb(paper->cairo, grey.red, grey.green, grey.blue);
        else
            cairo_set_source_rgb(paper->cairo, black.red, black.green, black.blue);
        cairo_move_to(paper->cairo, x, y);
        pango_cairo_show_layout(paper->cairo, layout);
    }
    pango_font_description_free(font);
    g_object_unref(layout);
    g_free(valid);
    return high;
}

static void rule(struct lwi_paper *paper)
{
    cairo_set_source_rgb(paper->cairo, 0.8, 0.84, 0.82);
    cairo_set_line_width(paper->cairo, 0.6);
    cairo_move_to(paper->cairo, MARGIN, paper->y);
    cairo_line_to(paper->cairo, PAGE_WIDTH - MARGIN, paper->y);
    cairo_stroke(paper->cairo);
}

static void end_page(struct lwi_paper *paper)
{
    char number[24];
    (void) snprintf(number, sizeof(number), "%u", paper->page);
    const double y = PAGE_HEIGHT - MARGIN - SMALL_PT;
    (void) put(paper, MARGIN, y, CONTENT - 60, SMALL_PT, GREY, paper->period);
    (void) put(paper, PAGE_WIDTH - MARGIN - 60, y, 60, SMALL_PT, GREY | RIGHT, number);
    cairo_show_page(paper->cairo);
}

/* Begins another page unless so much fits on this one. Returns whether it did. */
static int make_room(struct lwi_paper *paper, double high)
{
    if (paper->y + high <= BOTTOM)
        return 0;
    end_page(paper);
    paper->page++;
    paper->y = MARGIN;
    return 1;
}

static int is_over(const struct lwi_paper *paper)
{
    return paper->failed < 0 || cairo_status(paper->cairo) != CAIRO_STATUS_SUCCESS;
}

static int open_paper(struct lwi_paper **ret_paper, const struct lwi_paper_head *head,
                      lwi_paper_write *write, void *cookie, struct lw_error *reterr)
{
    struct lwi_paper *paper = calloc(1, sizeof(*paper));
    if (!paper)
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    paper->write = write;
    paper->cookie = cookie;
    paper->title = strdup(head->title);
    paper->period = strdup(head->period);
    paper->surface = cairo_pdf_surface_create_for_stream(take, paper, PAGE_WIDTH, PAGE_HEIGHT);
    paper->cairo = cairo_create(paper->surface);
    paper->fonts = pango_cairo_font_map_new();
    /* Points are points: a Pango pixel is one here. */
    pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(paper->fonts), 72);
    paper->context = pango_font_map_create_context(paper->fonts);
    cairo_pdf_surface_set_metadata(paper->surface, CAIRO_PDF_METADATA_TITLE, head->title);
    cairo_pdf_surface_set_metadata(paper->surface, CAIRO_PDF_METADATA_CREATOR, "Lenswatch");
    paper->page = 1;
    paper->y = MARGIN;
    *ret_paper = paper;
    if (!paper->title || !paper->period) {
        paper->failed = -ENOMEM;
        return 0; /* close() tells */
    }
    paper->y += put(paper, MARGIN, paper->y, CONTENT, TITLE_PT, BOLD, head->title);
    paper->y += put(paper, MARGIN, paper->y, CONTENT, HEADING_PT, PLAIN, head->period) + GAP;
    paper->y += put(paper, MARGIN, paper->y, CONTENT, SMALL_PT, GREY, head->made) + 2 * GAP;
    return 0;
}

static void put_text(struct lwi_paper *paper, const char *text)
{
    if (is_over(paper))
        return;
    (void) make_room(paper, put(paper, 0, 0, CONTENT, TEXT_PT, WRAPPED | MEASURED, text));
    paper->y += put(paper, MARGIN, paper->y, CONTENT, TEXT_PT, WRAPPED, text) + GAP;
}

static void put_cells(struct lwi_paper *paper, const char *const *cells, unsigned style)
{
    const double one =
        (CONTENT - FIRST_COLUMN) / (double) (paper->columns > 1 ? paper->columns - 1 : 1);
    double x = MARGIN, high = 0;
    for (size_t i = 0; i < paper->columns; i++) {
        const double width = i == 0 ? FIRST_COLUMN : one;
        const double h = put(paper, x, paper->y, width - GAP, TEXT_PT,
                             style | (i == 0 ? PLAIN : RIGHT), cells[i]);
        high = h > high ? h : high;
        x += width;
    }
    paper->y += high + GAP / 2;
}

static void put_table(struct lwi_paper *paper, const char *title, const char *const *cells,
                      size_t columns)
{
    if (is_over(paper))
        return;
    paper->columns = columns < LWI_PAPER_COLUMNS_MAX ? columns : LWI_PAPER_COLUMNS_MAX;
    paper->y += 2 * GAP;
    (void) make_room(paper, 5 * HEADING_PT);
    paper->y += put(paper, MARGIN, paper->y, CONTENT, HEADING_PT, BOLD, title) + GAP;
    put_cells(paper, cells, GREY);
    rule(paper);
    paper->y += GAP;
}

static void put_row(struct lwi_paper *paper, const char *const *cells)
{
    if (is_over(paper))
        return;
    (void) make_room(paper, 2 * TEXT_PT);
    put_cells(paper, cells, PLAIN);
}

/* What is printed, as JPEG beside the pixels: the PDF takes that. NULL: it cannot be read. */
static cairo_surface_t *load(const struct lwi_paper_picture *picture)
{
    cairo_surface_t *surface = NULL;
    uint8_t *jpeg = NULL;
    size_t size = 0;
    if (lwi_surface_from_jpeg(picture->jpeg, picture->size, PICTURE_PX, &surface, NULL) < 0)
        return NULL;
    if (lwi_surface_to_jpeg(surface, QUALITY, &jpeg, &size, NULL) == 0 &&
        cairo_surface_set_mime_data(surface, CAIRO_MIME_TYPE_JPEG, jpeg, size, free, jpeg) !=
            CAIRO_STATUS_SUCCESS)
        free(jpeg); /* larger, but not wrong */
    return surface;
}

static void put_picture(struct lwi_paper *paper, const struct lwi_paper_picture *picture, double x)
{
    cairo_t *cairo = paper->cairo;
    cairo_surface_t *surface = picture->jpeg ? load(picture) : NULL;
    const double y = paper->y;
    if (!surface) {
        const char *why = picture->jpeg ? "The picture cannot be read" : "No picture";
        cairo_set_source_rgb(cairo, 0.93, 0.95, 0.94);
        cairo_rectangle(cairo, x, y, PICTURE_WIDTH, PICTURE_HEIGHT);
        cairo_fill(cairo);
        (void) put(paper, x + GAP, y + PICTURE_HEIGHT / 2, PICTURE_WIDTH - 2 * GAP, SMALL_PT, GREY,
                   why);
    } else {
        const double width = cairo_image_surface_get_width(surface);
        const double height = cairo_image_surface_get_height(surface);
        const double across = PICTURE_WIDTH / width, down = PICTURE_HEIGHT / height;
        const double scale = across < down ? across : down;
        cairo_save(cairo);
        cairo_translate(cairo, x, y + (PICTURE_HEIGHT - scale * height) / 2);
        cairo_scale(cairo, scale, scale);
        cairo_set_source_surface(cairo, surface, 0, 0);
        cairo_paint(cairo);
        cairo_restore(cairo);
    }
    cairo_surface_destroy(surface);
    (void) put(paper, x, y + PICTURE_HEIGHT + 2, PICTURE_WIDTH, SMALL_PT, GREY, picture->caption);
}

static void put_event(struct lwi_paper *paper, const struct lwi_paper_event *event)
{
    if (is_over(paper))
        return;
    paper->y += 2 * GAP;
    if (!make_room(paper, EVENT_HEIGHT))
        rule(paper);
    paper->y += GAP;
    paper->y += put(paper, MARGIN, paper->y, CONTENT, HEADING_PT, BOLD, event->title);
    paper->y += put(paper, MARGIN, paper->y, CONTENT, TEXT_PT, BOLD, event->what);
    paper->y += put(paper, MARGIN, paper->y, CONTENT, TEXT_PT, GREY, event->times);
    paper->y += put(paper, MARGIN, paper->y, CONTENT, TEXT_PT, PLAIN, event->reason);
    if (event->marks[0])
        paper->y += put(paper, MARGIN, paper->y, CONTENT, TEXT_PT, PLAIN, event->marks);
    paper->y += GAP;
    for (size_t i = 0; i < LWI_PAPER_PICTURES; i++)
        put_picture(paper, &event->pictures[i],
                    MARGIN + (double) i * (PICTURE_WIDTH + PICTURE_GAP));
    paper->y += PICTURE_HEIGHT + SMALL_PT + 2 * GAP;
}

static int close_paper(struct lwi_paper **paper, struct lw_error *reterr)
{
    struct lwi_paper *p = *paper;
    *paper = NULL;
    if (!is_over(p))
        end_page(p);
    cairo_surface_finish(p->surface);
    int wrong = cairo_status(p->cairo) != CAIRO_STATUS_SUCCESS ||
                cairo_surface_status(p->surface) != CAIRO_STATUS_SUCCESS;
    int r = p->failed;
    cairo_destroy(p->cairo);
    cairo_surface_destroy(p->surface);
    g_object_unref(p->context);
    g_object_unref(p->fonts);
    free(p->title);
    free(p->period);
    free(p);
    if (r < 0)
        return lwi_error_set(reterr, r, "the report cannot be written: %s", strerror(-r));
    return wrong ? lwi_error_set(reterr, -ENOMEM, "the report cannot be drawn") : 0;
}

const struct lwi_paper_table lwi_paper_table = {
    .open = open_paper,
    .text = put_text,
    .table = put_table,
    .row = put_row,
    .event = put_event,
    .close = close_paper,
};
