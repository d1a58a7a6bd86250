/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Names follow the Prometheus conventions: base units, _total for counters,
 * _ratio for 0..1. One row a metric of a camera; a value that is not known is
 * left out, since a 0 in its place would be a lie.
 */
#include "api/metrics.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "api/request.h"
#include "base/error.h"
#include "lenswatch/version.h"

#define UNKNOWN (-1.0)

static double up(const struct lwi_camera_status *s)
{
    return s->state == LWI_CAMERA_WATCHING;
}

static double fault(const struct lwi_camera_status *s)
{
    return s->open_event_id != 0;
}

static double blurry(const struct lwi_camera_status *s)
{
    return s->verdict == LW_VERDICT_NOT_ASSESSABLE ? UNKNOWN : s->verdict == LW_VERDICT_BLURRY;
}

static double blur(const struct lwi_camera_status *s)
{
    return s->blur_probability;
}

static double sharpness(const struct lwi_camera_status *s)
{
    return s->sharpness;
}

static double picture_time(const struct lwi_camera_status *s)
{
    return s->frame_ns ? (double) s->frame_ns / 1e9 : UNKNOWN;
}

static double frames_read(const struct lwi_camera_status *s)
{
    return (double) s->frames_read;
}

static double frames_assessed(const struct lwi_camera_status *s)
{
    return (double) s->frames_assessed;
}

static double frames_replaced(const struct lwi_camera_status *s)
{
    return (double) s->frames_replaced;
}

static double frames_bad(const struct lwi_camera_status *s)
{
    return (double) s->frames_bad;
}

static double reconnects(const struct lwi_camera_status *s)
{
    return (double) s->reconnects;
}

static double assess_seconds(const struct lwi_camera_status *s)
{
    return s->frames_assessed ? s->assess_ms_mean / 1000 : UNKNOWN;
}

static double learnt(const struct lwi_camera_status *s)
{
    return s->pictures_needed ? (double) s->pictures_learnt : UNKNOWN;
}

static const struct {
    const char *name, *type, *help;
    double (*value)(const struct lwi_camera_status *status); /* < 0: not known */
} camera_metrics[] = {
    {"lenswatch_camera_up", "gauge", "1 while the camera is watched.", up},
    {"lenswatch_camera_fault", "gauge", "1 while an event of the camera is open.", fault},
    {"lenswatch_camera_blurry", "gauge", "1 when its newest picture is BLURRY, 0 when CLEAR.",
     blurry},
    {"lenswatch_camera_blur_probability_ratio", "gauge", "Of its newest picture.", blur},
    {"lenswatch_camera_sharpness_ratio", "gauge", "Of its newest picture.", sharpness},
    {"lenswatch_camera_picture_timestamp_seconds", "gauge", "When its newest picture was assessed.",
     picture_time},
    {"lenswatch_camera_pictures_learnt", "gauge", "By the baseline of the present light.", learnt},
    {"lenswatch_camera_assess_seconds", "gauge", "Mean time to assess a picture.", assess_seconds},
    {"lenswatch_camera_frames_read_total", "counter", "Pictures that came in.", frames_read},
    {"lenswatch_camera_frames_assessed_total", "counter", "Pictures that were assessed.",
     frames_assessed},
    {"lenswatch_camera_frames_replaced_total", "counter",
     "Pictures that a newer one replaced before they were looked at.", frames_replaced},
    {"lenswatch_camera_frames_bad_total", "counter", "Pictures that could not be decoded.",
     frames_bad},
    {"lenswatch_camera_reconnects_total", "counter", "Times the camera was connected to again.",
     reconnects},
};

static void head(FILE *out, const char *name, const char *type, const char *help)
{
    (void) fprintf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

/* A label's value: backslash, quote and line break are escaped. */
static void label(FILE *out, const char *text)
{
    for (; *text; text++) {
        if (*text == '\\' || *text == '"')
            (void) fputc('\\', out);
        (void) fputc((unsigned char) *text < ' ' ? ' ' : *text, out);
    }
}

static void write_cameras(FILE *out, const struct lwi_camera_status *statuses, size_t count)
{
    head(out, "lenswatch_camera_info", "gauge", "1, with the name and state of the camera.");
    for (size_t i = 0; i < count; i++) {
        (void) fprintf(out, "lenswatch_camera_info{camera=\"%s\",state=\"%s\",name=\"",
                       statuses[i].config.id, lwi_camera_state_name(statuses[i].state));
        label(out, statuses[i].config.name);
        (void) fputs("\"} 1\n", out);
    }
    for (size_t m = 0; m < sizeof(camera_metrics) / sizeof(camera_metrics[0]); m++) {
        head(out, camera_metrics[m].name, camera_metrics[m].type, camera_metrics[m].help);
        for (size_t i = 0; i < count; i++) {
            double value = camera_metrics[m].value(&statuses[i]);
            if (value >= 0)
                (void) fprintf(out, "%s{camera=\"%s\"} %.15g\n", camera_metrics[m].name,
                               statuses[i].config.id, value);
        }
    }
}

/* 1 and 0 only: what cannot be judged now has no row. */
static void write_conditions(FILE *out, const struct lwi_camera_status *statuses, size_t count)
{
    head(out, "lenswatch_camera_condition_fault", "gauge",
         "1 while its newest picture shows the fault, 0 while it does not.");
    for (size_t i = 0; i < count; i++)
        for (size_t c = 0; c < lw_condition_count(); c++)
            if (statuses[i].conditions[c].state != LW_STATE_NOT_ASSESSABLE)
                (void) fprintf(out,
                               "lenswatch_camera_condition_fault{camera=\"%s\",condition=\"%s\"}"
                               " %d\n",
                               statuses[i].config.id, lw_condition_at(c)->name,
                               statuses[i].conditions[c].state == LW_STATE_FAULT);
}

static void write_daemon(FILE *out, struct lwi_api *api)
{
    struct lwi_store_stats stats = {0};
    unsigned running, max;
    lwi_store_stats(api->settings.store, &stats);
    lwi_predictor_load(api->predictor, &running, &max);
    head(out, "lenswatch_build_info", "gauge", "1, with the version.");
    (void) fprintf(out, "lenswatch_build_info{version=\"%s\"} 1\n", lw_version());
    head(out, "process_start_time_seconds", "gauge", "Start of the daemon since 1970 UTC.");
    (void) fprintf(out, "process_start_time_seconds %.3f\n", (double) api->started_ns / 1e9);
    head(out, "lenswatch_store_bytes", "gauge", "Size of the database file.");
    (void) fprintf(out, "lenswatch_store_bytes %llu\n", (unsigned long long) stats.bytes);
    head(out, "lenswatch_store_measurements_dropped_total", "counter",
         "Measurements that were not stored because the store was too slow.");
    (void) fprintf(out, "lenswatch_store_measurements_dropped_total %llu\n",
                   (unsigned long long) stats.measurements_dropped);
    head(out, "lenswatch_predictions_running", "gauge", "Pictures that are judged for clients.");
    (void) fprintf(out, "lenswatch_predictions_running %u\n", running);
    head(out, "lenswatch_http_streams", "gauge", "Open live views and event streams.");
    (void) fprintf(out, "lenswatch_http_streams %u\n", atomic_load(&api->streams));
    head(out, "lenswatch_http_answers_total", "counter", "HTTP answers by class of status.");
    for (unsigned i = 2; i < sizeof(api->answers) / sizeof(api->answers[0]); i++)
        (void) fprintf(out, "lenswatch_http_answers_total{status=\"%uxx\"} %llu\n", i,
                       (unsigned long long) atomic_load(&api->answers[i]));
}

int lwi_metrics_format(const struct lwi_request *request, char **ret_text, size_t *ret_size,
                       struct lw_error *reterr)
{
    struct lwi_camera_status *statuses = NULL;
    size_t count = 0, size = 0;
    char *text = NULL;
    FILE *out = open_memstream(&text, &size);
    int r = out ? lwi_request_cameras(request, &statuses, &count) : -ENOMEM;
    if (r == 0) {
        write_daemon(out, request->api);
        write_cameras(out, statuses, count);
        write_conditions(out, statuses, count);
        free(statuses);
    }
    int failed = out && ferror(out);
    if (out && (fclose(out) != 0 || failed))
        r = -ENOMEM;
    if (r < 0) {
        free(text);
        return lwi_error_set(reterr, r, "There is not enough memory");
    }
    *ret_text = text;
    *ret_size = size;
    return 0;
}
