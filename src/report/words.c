/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include <string.h>
#include <time.h>

#include "report/formats.h"

void lwi_report_words(const struct lwi_report_row *row, struct lwi_report_words *ret_words)
{
    const struct lw_assessment *assessment = row->assessment;
    enum lw_verdict verdict = assessment ? assessment->verdict : LW_VERDICT_NOT_ASSESSABLE;
    ret_words->verdict = lw_verdict_name(verdict);
    ret_words->reason = assessment ? assessment->reason : "it could not be read";
    ret_words->has_probability = verdict != LW_VERDICT_NOT_ASSESSABLE;
    int tells_kind = verdict == LW_VERDICT_BLURRY && assessment->blur_kind != LW_BLUR_UNKNOWN;
    ret_words->kind = tells_kind ? lw_blur_kind_name(assessment->blur_kind) : NULL;
    ret_words->radius = tells_kind ? assessment->psf_radius : -1;
    ret_words->radius_error = tells_kind ? assessment->psf_radius_error : -1;
    ret_words->angle = tells_kind ? assessment->motion_angle : -1;
    ret_words->length = tells_kind ? assessment->motion_length : -1;
    ret_words->error[0] = '\0';
    const struct lw_frame *frame = row->frame;
    if (row->error)
        (void) snprintf(ret_words->error, sizeof(ret_words->error), "%s", row->error);
    else if (frame && frame->rows_whole < frame->height)
        (void) snprintf(ret_words->error, sizeof(ret_words->error),
                        "torn: only the upper %u of %u rows are whole", frame->rows_whole,
                        frame->height);
}

void lwi_report_blur(const struct lwi_report_words *words, char *ret_text, size_t size)
{
    char parts[3][80] = {"", "", ""};

    if (words->radius >= 0)
        (void) snprintf(parts[0], sizeof(parts[0]), ", radius about %.1f px@1080p", words->radius);
    if (words->radius >= 0 && words->radius_error >= 0)
        (void) snprintf(parts[0], sizeof(parts[0]), ", radius %.1f px@1080p, give or take %.1f",
                        words->radius, words->radius_error);
    if (words->length >= 0)
        (void) snprintf(parts[1], sizeof(parts[1]), ", moved by about %.0f px@1080p",
                        words->length);
    if (words->angle >= 0)
        (void) snprintf(parts[2], sizeof(parts[2]), " along %.0f degrees", words->angle);
    const char *kind = words->kind ? words->kind : "";
    (void) snprintf(ret_text, size, "%s%s%s%s",
                    strcmp(kind, "both") == 0 ? "defocus and motion" : kind, parts[0], parts[1],
                    parts[2]);
}

void lwi_report_date(int64_t wall_ns, char ret_text[LWI_REPORT_DATE_MAX])
{
    const time_t seconds = (time_t) (wall_ns / 1000000000);
    struct tm tm;
    if (seconds <= 0 || !localtime_r(&seconds, &tm) ||
        strftime(ret_text, LWI_REPORT_DATE_MAX, "%Y-%m-%d %H:%M:%S", &tm) == 0)
        (void) snprintf(ret_text, LWI_REPORT_DATE_MAX, "-");
}

void lwi_report_make(const struct lwi_report_camera *camera, char ret_text[LWI_REPORT_MAKE_MAX])
{
    (void) snprintf(ret_text, LWI_REPORT_MAKE_MAX, "%s%s%s", camera->brand,
                    *camera->brand && *camera->model ? " " : "", camera->model);
}

int lwi_report_feature(const struct lwi_report_row *row, size_t index, struct lw_value *ret_value)
{
    if (!row->assessment || index >= row->assessment->value_count ||
        (row->shown && !row->shown[index]))
        return 0;
    const struct lw_value *value = &row->assessment->values[index];
    if (value->reason && strcmp(value->reason, "not measured") == 0)
        return 0;
    *ret_value = *value;
    return 1;
}
