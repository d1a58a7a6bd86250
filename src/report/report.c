/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The frame around all formats: counts the rows and watches for writes that fail. */
#include "report/report.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "report/formats.h"

const struct lwi_report_info *const lwi_reports[] = {
    &lwi_report_table, &lwi_report_jsonl, &lwi_report_json, &lwi_report_csv, &lwi_report_html, NULL,
};

struct lwi_report {
    const struct lwi_report_info *info;
    FILE *out;
    struct lwi_report_settings settings;
    struct lwi_report_summary summary;
    void *state;
};

const struct lwi_report_info *lwi_report_find(const char *name)
{
    for (size_t i = 0; lwi_reports[i]; i++)
        if (strcmp(lwi_reports[i]->name, name) == 0)
            return lwi_reports[i];
    return NULL;
}

/* A format's own result, or the error of the stream, which formats do not look at. */
static int check_stream(const struct lwi_report *report, int err)
{
    int saved = errno;
    if (err)
        return err;
    if (!ferror(report->out))
        return 0;
    return saved > 0 ? -saved : -EIO;
}

int lwi_report_open(struct lwi_report **ret_report, const struct lwi_report_info *info, FILE *out,
                    const struct lwi_report_settings *settings)
{
    struct lwi_report *report = calloc(1, sizeof(*report));
    if (!report)
        return -ENOMEM;
    report->info = info;
    report->out = out;
    report->settings = settings ? *settings : (struct lwi_report_settings){.model = ""};
    report->state = calloc(1, info->state_size ? info->state_size : 1);
    int err = report->state ? 0 : -ENOMEM;
    if (!err) {
        errno = 0;
        err = check_stream(report, info->begin(report->state, out, &report->settings));
    }
    if (err)
        lwi_report_close(&report);
    else
        *ret_report = report;
    return err;
}

static void count(struct lwi_report_summary *summary, const struct lwi_report_row *row)
{
    summary->total++;
    if (!row->assessment) {
        summary->errors++;
        return;
    }
    switch (row->assessment->verdict) {
    case LW_VERDICT_CLEAR:
        summary->clear++;
        break;
    case LW_VERDICT_BLURRY:
        summary->blurry++;
        break;
    case LW_VERDICT_NOT_ASSESSABLE:
        summary->not_assessable++;
        break;
    }
    if (row->frame && row->frame->rows_whole < row->frame->height)
        summary->torn++;
}

int lwi_report_row(struct lwi_report *report, const struct lwi_report_row *row)
{
    struct lwi_report_row shown = *row;
    shown.shown = report->settings.shown;
    count(&report->summary, row);
    errno = 0;
    return check_stream(report, report->info->row(report->state, report->out, &shown));
}

int lwi_report_flush(struct lwi_report *report)
{
    errno = 0;
    (void) fflush(report->out);
    return check_stream(report, 0);
}

int lwi_report_end(struct lwi_report *report)
{
    errno = 0;
    int err = check_stream(report, report->info->end(report->state, report->out, &report->summary));
    return err ? err : lwi_report_flush(report);
}

const struct lwi_report_summary *lwi_report_totals(const struct lwi_report *report)
{
    return &report->summary;
}

void lwi_report_close(struct lwi_report **report)
{
    if (!report || !*report)
        return;
    if ((*report)->info->done && (*report)->state)
        (*report)->info->done((*report)->state);
    free((*report)->state);
    free(*report);
    *report = NULL;
}
