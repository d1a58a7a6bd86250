/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* What an evaluation shows in pictures: ROC curves, and the worst mistakes. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "frame/frame.h"
#include "record/jpeg.h"
#include "train/evaluate.h"

#define WORST_MAX       60
#define THUMBNAIL_WIDTH 320
#define QUALITY         80

#define PLOT_SIDE   420.0
#define PLOT_MARGIN 50.0

static const char *const colours[] = {"#1b6ca8", "#c8553d", "#3a7d44", "#7b4b94",
                                      "#b08900", "#2a9d8f", "#6c757d", "#d81159"};

static int blurriest_first(const void *a, const void *b)
{
    double x = ((const struct lwi_answer *) a)->score, y = ((const struct lwi_answer *) b)->score;

    if (isnan(x) || isnan(y))
        return isnan(x) - isnan(y);
    return (x < y) - (x > y);
}

/* False alarms (to 20 %, where cameras live) across, blur found upwards. */
static void write_curve(FILE *out, struct lwi_answer *answers, size_t count, const char *colour)
{
    const double false_max = 0.2;
    double clear = 0, blurry = 0, x = 0, y = 0;

    qsort(answers, count, sizeof(*answers), blurriest_first);
    for (size_t i = 0; i < count && !isnan(answers[i].score); i++) {
        clear += !answers[i].truth;
        blurry += answers[i].truth;
    }
    (void) fprintf(out, "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2\" points=\"",
                   colour);
    for (size_t i = 0; i < count && !isnan(answers[i].score) && x <= false_max; i++) {
        (void) fprintf(out, "%.1f,%.1f ", PLOT_MARGIN + x / false_max * PLOT_SIDE,
                       PLOT_MARGIN + (1 - y) * PLOT_SIDE);
        if (answers[i].truth)
            y += 1 / blurry;
        else
            x += 1 / clear;
    }
    (void) fprintf(out, "%.1f,%.1f\"/>\n", PLOT_MARGIN + fmin(x / false_max, 1) * PLOT_SIDE,
                   PLOT_MARGIN + (1 - y) * PLOT_SIDE);
}

static void write_axes(FILE *out)
{
    (void) fprintf(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"720\" height=\"530\" "
                        "font-family=\"sans-serif\" font-size=\"13\">\n"
                        "<rect width=\"720\" height=\"530\" fill=\"#fff\"/>\n");
    for (int i = 0; i <= 4; i++) {
        double at = PLOT_SIDE * i / 4;
        (void) fprintf(out,
                       "<path d=\"M%.0f %.0fh%.0fM%.0f %.0fv%.0f\" stroke=\"#ddd\"/>"
                       "<text x=\"%.0f\" y=\"%.0f\" text-anchor=\"end\">%d %%</text>"
                       "<text x=\"%.0f\" y=\"%.0f\" text-anchor=\"middle\">%d %%</text>\n",
                       PLOT_MARGIN, PLOT_MARGIN + at, PLOT_SIDE, PLOT_MARGIN + at, PLOT_MARGIN,
                       PLOT_SIDE, PLOT_MARGIN - 6, PLOT_MARGIN + at + 4, 100 - 25 * i,
                       PLOT_MARGIN + at, PLOT_MARGIN + PLOT_SIDE + 18, 5 * i);
    }
    (void) fprintf(out,
                   "<text x=\"%.0f\" y=\"%.0f\" text-anchor=\"middle\">clear pictures called "
                   "BLURRY</text>\n<text x=\"%.0f\" y=\"%.0f\">blurry pictures found</text>\n",
                   PLOT_MARGIN + PLOT_SIDE / 2, PLOT_MARGIN + PLOT_SIDE + 40, PLOT_MARGIN,
                   PLOT_MARGIN - 12);
}

int lwi_evaluation_write_roc(const struct lwi_evaluation *evaluation, FILE *out)
{
    int line = 0;

    write_axes(out);
    for (unsigned set = 0; set < evaluation->dataset->sets.count; set++) {
        struct lwi_answer *answers;
        struct lwi_score score;
        size_t count;
        if (lwi_evaluation_answers(evaluation, set, &answers, &count) < 0)
            return -ENOMEM;
        lwi_score_at(&score, answers, count, evaluation->threshold);
        if (score.clear > 0 && score.blurry > 0) {
            const char *colour = colours[line % (int) (sizeof(colours) / sizeof(colours[0]))];
            write_curve(out, answers, count, colour);
            (void) fprintf(out, "<text x=\"%.0f\" y=\"%d\" fill=\"%s\">%s: area %.3f</text>\n",
                           PLOT_MARGIN + PLOT_SIDE + 20, 80 + 22 * line++, colour,
                           evaluation->dataset->sets.names[set], lwi_score_auc(answers, count));
        }
        free(answers);
    }
    (void) fprintf(out, "</svg>\n");
    return 0;
}

/* ---- the worst mistakes ---- */

struct mistake {
    size_t row;
    double by; /* how far on the wrong side; unjudged ones come last */
};

static int worst_first(const void *a, const void *b)
{
    const struct mistake *x = a, *y = b;

    if (x->by != y->by)
        return x->by < y->by ? 1 : -1;
    return (x->row > y->row) - (x->row < y->row);
}

static size_t find_mistakes(const struct lwi_evaluation *e, struct mistake *mistakes)
{
    size_t count = 0;

    for (size_t i = 0; i < e->table->real_count; i++) {
        const struct lwi_row *row = &e->table->rows[i];
        double p = e->probabilities[i];
        if (row->error)
            continue;
        double by = isnan(p)                        ? 0
                    : row->label == LWI_LABEL_CLEAR ? p - e->threshold
                                                    : e->threshold - p;
        if (isnan(p) || by > 0 || (by == 0 && row->label == LWI_LABEL_CLEAR))
            mistakes[count++] = (struct mistake){i, by};
    }
    qsort(mistakes, count, sizeof(*mistakes), worst_first);
    return count;
}

static void write_base64(FILE *out, const uint8_t *data, size_t size)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    for (size_t i = 0; i < size; i += 3) {
        size_t left = size - i;
        uint32_t bits = (uint32_t) data[i] << 16 | (left > 1 ? (uint32_t) data[i + 1] << 8 : 0) |
                        (left > 2 ? data[i + 2] : 0);
        (void) fputc(digits[bits >> 18], out);
        (void) fputc(digits[bits >> 12 & 63], out);
        (void) fputc(left > 1 ? digits[bits >> 6 & 63] : '=', out);
        (void) fputc(left > 2 ? digits[bits & 63] : '=', out);
    }
}

static void write_text(FILE *out, const char *text)
{
    for (; *text; text++) {
        if (strchr("<>&\"'", *text))
            (void) fprintf(out, "&#%d;", *text);
        else
            (void) fputc(*text, out);
    }
}

static void write_picture(FILE *out, struct lwi_decoder *decoder, const struct lwi_picture *picture)
{
    const struct lwi_jpeg_settings settings = {QUALITY, THUMBNAIL_WIDTH};
    struct lw_frame *frame;
    uint8_t *data;
    size_t size;

    if (lwi_dataset_load(decoder, picture, &frame, /* reterr= */ NULL) < 0)
        return;
    if (lwi_jpeg_encode(frame, &settings, &data, &size) == 0) {
        (void) fprintf(out, "<img alt=\"\" src=\"data:image/jpeg;base64,");
        write_base64(out, data, size);
        (void) fprintf(out, "\">");
        free(data);
    }
    lwi_frame_unref(&frame);
}

static void write_mistake(const struct lwi_evaluation *e, struct lwi_decoder *decoder, size_t index,
                          FILE *out)
{
    const struct lwi_row *row = &e->table->rows[index];
    const struct lwi_picture *picture = &e->dataset->pictures[row->picture];
    const char *name = strrchr(picture->path, '/');

    (void) fprintf(out, "<figure>");
    write_picture(out, decoder, picture);
    (void) fprintf(out, "<figcaption><b>%s</b>, ",
                   row->label == LWI_LABEL_BLURRY ? "blurry" : "clear");
    if (isnan(e->probabilities[index]))
        write_text(out, row->reason ? row->reason : "not judged");
    else
        (void) fprintf(out, "probability %.3f", e->probabilities[index]);
    (void) fprintf(out, "<br>");
    write_text(out, e->dataset->groups.names[row->group]);
    (void) fprintf(out, "<br>");
    write_text(out, name ? name + 1 : picture->path);
    (void) fprintf(out, "</figcaption></figure>\n");
}

/* Groups in which something is wrong. */
static int write_groups(const struct lwi_evaluation *e, const struct mistake *mistakes,
                        size_t count, FILE *out)
{
    const size_t groups = e->dataset->groups.count;
    unsigned *pictures = calloc(groups + 1, sizeof(*pictures));
    unsigned *wrong = calloc(groups + 1, sizeof(*wrong));

    if (pictures && wrong) {
        for (size_t i = 0; i < e->table->real_count; i++)
            pictures[e->table->rows[i].group]++;
        for (size_t i = 0; i < count; i++)
            wrong[e->table->rows[mistakes[i].row].group]++;
        (void) fprintf(out, "<h2>By group</h2><table><tr><th>group<th>pictures<th>wrong\n");
        for (size_t g = 0; g < groups; g++) {
            if (wrong[g] == 0)
                continue;
            (void) fprintf(out, "<tr><td>");
            write_text(out, e->dataset->groups.names[g]);
            (void) fprintf(out, "<td>%u<td>%u\n", pictures[g], wrong[g]);
        }
        (void) fprintf(out, "</table>\n");
    }
    int r = pictures && wrong ? 0 : -ENOMEM;
    free(pictures);
    free(wrong);
    return r;
}

int lwi_evaluation_write_html(const struct lwi_evaluation *evaluation, FILE *out)
{
    struct mistake *mistakes = calloc(evaluation->table->real_count + 1, sizeof(*mistakes));
    struct lwi_decode_settings settings;
    struct lwi_decoder *decoder = NULL;

    lwi_decode_settings_default(&settings);
    if (!mistakes || lwi_decoder_new(&decoder, &settings) < 0) {
        free(mistakes);
        return -ENOMEM;
    }
    size_t count = find_mistakes(evaluation, mistakes);
    (void) fprintf(
        out,
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Mistakes</title>"
        "<style>body{font:14px sans-serif;margin:2em}figure{display:inline-block;"
        "width:320px;margin:0 1em 1em 0;vertical-align:top}img{width:320px}"
        "td,th{padding:2px 12px 2px 0;text-align:left}</style>\n"
        "<h1>%zu of %zu pictures are judged wrong</h1><p>The worst first.</p>\n",
        count, evaluation->table->real_count);
    for (size_t i = 0; i < count && i < WORST_MAX; i++)
        write_mistake(evaluation, decoder, mistakes[i].row, out);
    int r = write_groups(evaluation, mistakes, count, out);
    (void) fprintf(out, "</html>\n");
    lwi_decoder_free(&decoder);
    free(mistakes);
    return r;
}
