/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * For people at a terminal. Rows are written as they come, so the columns are
 * as wide as they may become, and what has no limit, the path, comes last.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "report/formats.h"
#include "report/text.h"

struct table {
    int colour;
    int explain;
    int cameras;
    int rows;
};

static const char *colour_of(const struct lwi_report_row *row)
{
    if (!row->assessment)
        return "\033[35m";
    switch (row->assessment->verdict) {
    case LW_VERDICT_CLEAR:
        return "\033[32m";
    case LW_VERDICT_BLURRY:
        return "\033[1;31m";
    case LW_VERDICT_NOT_ASSESSABLE:
        break;
    }
    return "\033[33m";
}

static int begin(void *state, FILE *out, const struct lwi_report_settings *settings)
{
    struct table *table = state;
    const char *no_colour = getenv("NO_COLOR");
    table->colour = isatty(fileno(out)) == 1 && !(no_colour && *no_colour);
    table->explain = settings->explain;
    table->cameras = settings->cameras;
    return 0;
}

static void put_time(FILE *out, double time_s)
{
    uint64_t tenths = (uint64_t) (time_s * 10 + 0.5);
    (void) fprintf(out, " at %" PRIu64 ":%02u:%02u.%u", tenths / 36000,
                   (unsigned) (tenths / 600 % 60), (unsigned) (tenths / 10 % 60),
                   (unsigned) (tenths % 10));
}

static void put_features(FILE *out, const struct lwi_report_row *row)
{
    for (size_t i = 0; i < lw_feature_count(); i++) {
        struct lw_value value;
        if (!lwi_report_feature(row, i, &value))
            continue;
        const struct lw_feature_desc *desc = lw_feature_at(i);
        if (value.reason)
            (void) fprintf(out, "    %-26s %12s  %s\n", desc->name, "-", value.reason);
        else
            (void) fprintf(out, "    %-26s %12.6g %-9s %s\n", desc->name, value.value, desc->unit,
                           desc->help);
    }
}

/* The tile map: a character a tile. */
static void put_map(FILE *out, const struct lw_assessment *a)
{
    size_t known = 0, blurred = 0;
    if (!a->tiles)
        return;
    for (unsigned y = 0; y < a->tiles_y; y++) {
        (void) fputs("    ", out);
        for (unsigned x = 0; x < a->tiles_x; x++) {
            float tile = a->tiles[(size_t) y * a->tiles_x + x];
            known += tile >= 0;
            blurred += tile >= 0.5f;
            (void) fputc(tile < 0 ? ' ' : tile < 0.25f ? '.' : tile < 0.75f ? 'o' : '#', out);
        }
        (void) fputc('\n', out);
    }
    (void) fprintf(out,
                   "    . sharp, o in between, # blurred, blank: no detail; %zu of %zu tiles with "
                   "detail are blurred\n",
                   blurred, known);
}

/* Columns between the size and the reason. Brands and models are text of a stranger. */
static int put_camera(FILE *out, const char *path, const struct lwi_report_camera *camera)
{
    char date[LWI_REPORT_DATE_MAX], make[LWI_REPORT_MAKE_MAX];
    lwi_report_date(camera->wall_ns, date);
    lwi_report_make(camera, make);
    char *shown = lwi_text_printable(make);
    if (!shown)
        return -ENOMEM;
    (void) fprintf(out, "  %-19s  %-15s  %s", date, path, *shown ? shown : "unknown");
    free(shown);
    return 0;
}

static int row(void *state, FILE *out, const struct lwi_report_row *row)
{
    struct table *table = state;
    struct lwi_report_words words;
    lwi_report_words(row, &words);
    char *path = lwi_text_printable(row->path);
    char *error = lwi_text_printable(words.error);
    if (!path || !error) {
        free(path);
        free(error);
        return -ENOMEM;
    }
    if (!table->rows++)
        (void) fputs(table->cameras ? "VERDICT           BLUR         SIZE  DATE                 "
                                      "ADDRESS          BRAND, MODEL\n"
                                    : "VERDICT           BLUR         SIZE  PATH\n",
                     out);
    const char *verdict = row->assessment ? words.verdict : "NOT READ";
    (void) fprintf(out, "%s%-14s%s  ", table->colour ? colour_of(row) : "", verdict,
                   table->colour ? "\033[0m" : "");
    if (words.has_probability)
        (void) fprintf(out, "%4.0f %%", row->assessment->blur_probability * 100);
    else
        (void) fputs("     -", out);
    char size[24] = "-";
    if (row->width > 0)
        (void) snprintf(size, sizeof(size), "%ux%u", row->width, row->height);
    (void) fprintf(out, "  %11s", size);
    int err = 0;
    if (row->camera)
        err = put_camera(out, path, row->camera);
    else
        (void) fprintf(out, "  %s", path);
    if (row->time_s >= 0)
        put_time(out, row->time_s);
    if (row->assessment && (row->assessment->verdict != LW_VERDICT_CLEAR || table->explain))
        (void) fprintf(out, ": %s", words.reason);
    if (*error && row->camera && !row->assessment && strcmp(row->camera->state, "error") != 0)
        (void) fprintf(out, ": %s", row->camera->state);
    if (*error)
        (void) fprintf(out, "%s %s", row->assessment ? ";" : ":", error);
    (void) fputc('\n', out);
    if (table->explain && row->assessment) {
        char blur[LWI_REPORT_BLUR_MAX];
        lwi_report_blur(&words, blur, sizeof(blur));
        if (*blur)
            (void) fprintf(out, "    looks like %s\n", blur);
        put_map(out, row->assessment);
    }
    if (table->explain)
        put_features(out, row);
    free(path);
    free(error);
    return err;
}

static int end(void *state, FILE *out, const struct lwi_report_summary *summary)
{
    (void) fprintf(out,
                   "%s%" PRIu64 " %s%s: %" PRIu64 " CLEAR, %" PRIu64 " BLURRY, %" PRIu64
                   " NOT ASSESSABLE, %" PRIu64 " not read\n",
                   ((struct table *) state)->rows ? "\n" : "", summary->total,
                   ((struct table *) state)->cameras ? "camera" : "picture",
                   summary->total == 1 ? "" : "s", summary->clear, summary->blurry,
                   summary->not_assessable, summary->errors);
    return 0;
}

const struct lwi_report_info lwi_report_table = {
    .name = "table",
    .help = "for people, one line a picture",
    .state_size = sizeof(struct table),
    .begin = begin,
    .row = row,
    .end = end,
};
