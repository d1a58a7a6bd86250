/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "cmd/scan_progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/clock.h"

#define REDRAW_NS (150 * LWI_NS_PER_MS)

struct lwi_scan_line {
    int64_t drawn_ns;
    int shown;
};

struct lwi_scan_line *lwi_scan_line_new(void)
{
    const char *terminal = getenv("TERM");
    if (!isatty(STDERR_FILENO) || (terminal && strcmp(terminal, "dumb") == 0))
        return NULL;
    return calloc(1, sizeof(struct lwi_scan_line));
}

void lwi_scan_line_free(struct lwi_scan_line **line)
{
    lwi_scan_line_hide(*line);
    free(*line);
    *line = NULL;
}

void lwi_scan_line_hide(struct lwi_scan_line *line)
{
    if (!line || !line->shown)
        return;
    (void) fputs("\r\033[K", stderr);
    (void) fflush(stderr);
    line->shown = 0;
    line->drawn_ns = 0;
}

void lwi_scan_line_show(struct lwi_scan_line *line, const struct lwi_scan_progress *progress,
                        const struct lwi_report_summary *summary)
{
    if (!line)
        return;
    const int64_t now = lwi_clock_monotonic(&lwi_clock_system);
    if (line->drawn_ns && now - line->drawn_ns < REDRAW_NS)
        return;
    struct winsize size;
    const int width =
        ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
    char text[256], left[32] = "";
    if (progress->left_s >= 0)
        (void) snprintf(left, sizeof(left), "  %u:%02u left", (unsigned) (progress->left_s / 60),
                        (unsigned) progress->left_s % 60);
    (void) snprintf(text, sizeof(text),
                    "%" PRIu64 " of %" PRIu64 " addresses, %" PRIu64 " of %" PRIu64
                    " hosts, %" PRIu64 " camera%s, %" PRIu64 " BLURRY%s",
                    progress->addresses_done, progress->addresses, progress->hosts_done,
                    progress->hosts, progress->cameras, progress->cameras == 1 ? "" : "s",
                    summary->blurry, left);
    (void) fprintf(stderr, "\r%.*s\033[K", width - 1, text);
    (void) fflush(stderr);
    line->shown = 1;
    line->drawn_ns = now;
}
