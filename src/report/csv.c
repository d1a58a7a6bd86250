/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * CSV as RFC 4180 has it, with line feeds. A text that a spreadsheet would take
 * for a formula gets an apostrophe in front: a file's name must not run anything.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "report/formats.h"
#include "report/text.h"

static int put_text(FILE *out, const char *bytes)
{
    char *text = lwi_text_utf8(bytes);
    if (!text)
        return -ENOMEM;
    int formula = text[0] != '\0' && strchr("=+-@\t\r", text[0]) != NULL;
    if (!formula && !strpbrk(text, ",\"\r\n")) {
        (void) fputs(text, out);
    } else {
        (void) fputs(formula ? "\"'" : "\"", out);
        for (const char *p = text; *p; p++) {
            if (*p == '"')
                (void) fputc('"', out);
            (void) fputc(*p, out);
        }
        (void) fputc('"', out);
    }
    free(text);
    return 0;
}

struct columns {
    const unsigned char *shown;
    int cameras;
};

static int is_column(const struct columns *columns, size_t feature)
{
    return !columns->shown || columns->shown[feature];
}

static int begin(void *state, FILE *out, const struct lwi_report_settings *settings)
{
    struct columns *columns = state;
    columns->shown = settings->shown;
    (void) fputs("path,time_s,width,height,verdict,blur_probability,blur_kind,psf_radius,psf_"
                 "radius_error,motion_angle,motion_length,reason,error",
                 out);
    columns->cameras = settings->cameras;
    if (columns->cameras)
        (void) fputs(",date,brand,model,firmware,serial,mac,name,driver,stream,state", out);
    for (size_t i = 0; i < lw_feature_count(); i++)
        if (is_column(columns, i))
            (void) fprintf(out, ",%s", lw_feature_at(i)->name);
    (void) fputc('\n', out);
    return 0;
}

static int put_camera(FILE *out, const struct lwi_report_camera *camera)
{
    char date[LWI_REPORT_DATE_MAX];
    lwi_report_date(camera->wall_ns, date);
    const char *const texts[] = {date,           camera->brand, camera->model, camera->firmware,
                                 camera->serial, camera->mac,   camera->name,  camera->driver,
                                 camera->stream, camera->state};
    int err = 0;
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        (void) fputc(',', out);
        err = err ? err : put_text(out, texts[i]);
    }
    return err;
}

static int row(void *state, FILE *out, const struct lwi_report_row *row)
{
    const struct columns *columns = state;
    struct lwi_report_words words;
    lwi_report_words(row, &words);
    int err = put_text(out, row->path);
    (void) fputc(',', out);
    if (row->time_s >= 0)
        (void) fprintf(out, "%.12g", row->time_s);
    if (row->width > 0)
        (void) fprintf(out, ",%u,%u", row->width, row->height);
    else
        (void) fputs(",,", out);
    (void) fprintf(out, ",%s,", words.verdict);
    if (words.has_probability)
        (void) fprintf(out, "%.12g", row->assessment->blur_probability);
    (void) fprintf(out, ",%s,", words.kind ? words.kind : "");
    const double numbers[] = {words.radius, words.radius_error, words.angle, words.length};
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
        if (i > 0)
            (void) fputc(',', out);
        if (numbers[i] >= 0)
            (void) fprintf(out, "%.3g", numbers[i]);
    }
    (void) fputc(',', out);
    err = err ? err : put_text(out, words.reason);
    (void) fputc(',', out);
    err = err ? err : put_text(out, words.error);
    if (columns->cameras && row->camera)
        err = err ? err : put_camera(out, row->camera);
    for (size_t i = 0; i < lw_feature_count(); i++) {
        struct lw_value value;
        if (!is_column(columns, i))
            continue;
        (void) fputc(',', out);
        if (lwi_report_feature(row, i, &value) && !value.reason)
            (void) fprintf(out, "%.12g", value.value);
    }
    (void) fputc('\n', out);
    return err;
}

static int end(void *state, FILE *out, const struct lwi_report_summary *summary)
{
    return 0;
}

const struct lwi_report_info lwi_report_csv = {
    .name = "csv",
    .help = "comma-separated values with a heading, for spreadsheets",
    .state_size = sizeof(struct columns),
    .begin = begin,
    .row = row,
    .end = end,
};
