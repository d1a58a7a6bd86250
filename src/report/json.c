/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* JSON lines, and the same objects wrapped in one document. */
#include <errno.h>
#include <stdlib.h>

#include <jansson.h>

#include "report/formats.h"
#include "report/text.h"

static json_t *text_json(const char *bytes)
{
    char *utf8 = lwi_text_utf8(bytes);
    json_t *text = utf8 ? json_string(utf8) : NULL;
    free(utf8);
    return text;
}

static json_t *number_or_null(double value, int known)
{
    return known ? json_real(value) : json_null();
}

static json_t *size_or_null(uint32_t pixels)
{
    return pixels > 0 ? json_integer(pixels) : json_null();
}

/* "features" and "invalid". 0 or -1. */
static int add_features(json_t *object, const struct lwi_report_row *row)
{
    json_t *features = json_object();
    json_t *invalid = json_object();
    int err = 0;
    for (size_t i = 0; i < lw_feature_count(); i++) {
        struct lw_value value;
        if (!lwi_report_feature(row, i, &value))
            continue;
        const char *name = lw_feature_at(i)->name;
        err |= json_object_set_new(features, name, number_or_null(value.value, !value.reason));
        if (value.reason)
            err |= json_object_set_new(invalid, name, json_string(value.reason));
    }
    err |= json_object_set_new(object, "features", features);
    err |= json_object_set_new(object, "invalid", invalid);
    return err ? -1 : 0;
}

/* "camera". 0 or -1. */
static int add_camera(json_t *object, const struct lwi_report_camera *camera)
{
    char date[LWI_REPORT_DATE_MAX];
    lwi_report_date(camera->wall_ns, date);
    json_t *told = json_object();
    int err = json_object_set_new(told, "date", json_string(date));
    err |= json_object_set_new(told, "brand", text_json(camera->brand));
    err |= json_object_set_new(told, "model", text_json(camera->model));
    err |= json_object_set_new(told, "firmware", text_json(camera->firmware));
    err |= json_object_set_new(told, "serial", text_json(camera->serial));
    err |= json_object_set_new(told, "mac", text_json(camera->mac));
    err |= json_object_set_new(told, "name", text_json(camera->name));
    err |= json_object_set_new(told, "driver", text_json(camera->driver));
    err |= json_object_set_new(told, "stream", text_json(camera->stream));
    err |= json_object_set_new(told, "sub_stream", text_json(camera->sub_stream));
    err |= json_object_set_new(told, "state", json_string(camera->state));
    err |= json_object_set_new(object, "camera", told);
    return err ? -1 : 0;
}

json_t *lwi_report_row_json(const struct lwi_report_row *row)
{
    json_t *object = json_object();
    if (!object)
        return NULL;
    struct lwi_report_words words;
    lwi_report_words(row, &words);
    double probability = row->assessment ? row->assessment->blur_probability : 0;
    int err = json_object_set_new(object, "path", text_json(row->path));
    err |= json_object_set_new(object, "time_s", number_or_null(row->time_s, row->time_s >= 0));
    err |= json_object_set_new(object, "width", size_or_null(row->width));
    err |= json_object_set_new(object, "height", size_or_null(row->height));
    err |= json_object_set_new(object, "verdict", json_string(words.verdict));
    err |= json_object_set_new(object, "blur_probability",
                               number_or_null(probability, words.has_probability));
    err |= json_object_set_new(object, "blur_kind",
                               words.kind ? json_string(words.kind) : json_null());
    err |=
        json_object_set_new(object, "psf_radius", number_or_null(words.radius, words.radius >= 0));
    err |= json_object_set_new(object, "psf_radius_error",
                               number_or_null(words.radius_error, words.radius_error >= 0));
    err |=
        json_object_set_new(object, "motion_angle", number_or_null(words.angle, words.angle >= 0));
    err |= json_object_set_new(object, "motion_length",
                               number_or_null(words.length, words.length >= 0));
    err |= json_object_set_new(object, "reason", text_json(words.reason));
    err |= add_features(object, row);
    err |=
        json_object_set_new(object, "error", words.error[0] ? text_json(words.error) : json_null());
    if (row->camera)
        err |= add_camera(object, row->camera);
    if (!err)
        return object;
    json_decref(object);
    return NULL;
}

static int put_row(FILE *out, const struct lwi_report_row *row)
{
    json_t *object = lwi_report_row_json(row);
    if (!object)
        return -ENOMEM;
    (void) json_dumpf(object, out, LWI_REPORT_JSON_FLAGS);
    json_decref(object);
    return 0;
}

static int jsonl_begin(void *state, FILE *out, const struct lwi_report_settings *settings)
{
    return 0;
}

static int jsonl_row(void *state, FILE *out, const struct lwi_report_row *row)
{
    int err = put_row(out, row);
    (void) fputc('\n', out);
    return err;
}

static int jsonl_end(void *state, FILE *out, const struct lwi_report_summary *summary)
{
    return 0;
}

const struct lwi_report_info lwi_report_jsonl = {
    .name = "jsonl",
    .help = "one JSON object a line, one line a picture",
    .begin = jsonl_begin,
    .row = jsonl_row,
    .end = jsonl_end,
};

struct document {
    int rows;
    const struct lwi_report_settings *settings;
};

static int json_begin(void *state, FILE *out, const struct lwi_report_settings *settings)
{
    struct document *document = state;
    document->settings = settings;
    (void) fputs("{\"images\":[", out);
    return 0;
}

static int json_row(void *state, FILE *out, const struct lwi_report_row *row)
{
    struct document *document = state;
    (void) fputs(document->rows ? ",\n" : "\n", out);
    document->rows = 1;
    return put_row(out, row);
}

static int json_end(void *state, FILE *out, const struct lwi_report_summary *summary)
{
    struct document *document = state;
    json_t *object = json_pack("{s:I, s:I, s:I, s:I, s:I, s:I, s:s, s:f}",             /* */
                               "total", (json_int_t) summary->total,                   /* */
                               "clear", (json_int_t) summary->clear,                   /* */
                               "blurry", (json_int_t) summary->blurry,                 /* */
                               "not_assessable", (json_int_t) summary->not_assessable, /* */
                               "errors", (json_int_t) summary->errors,                 /* */
                               "torn", (json_int_t) summary->torn,                     /* */
                               "model", document->settings->model,                     /* */
                               "threshold", document->settings->threshold);
    if (!object)
        return -ENOMEM;
    (void) fputs("\n],\"summary\":", out);
    (void) json_dumpf(object, out, LWI_REPORT_JSON_FLAGS);
    (void) fputs("}\n", out);
    json_decref(object);
    return 0;
}

const struct lwi_report_info lwi_report_json = {
    .name = "json",
    .help = "one document with all pictures and a summary",
    .state_size = sizeof(struct document),
    .begin = json_begin,
    .row = json_row,
    .end = json_end,
};
