/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "check/progress.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/clock.h"

#define REDRAW_NS (150 * LWI_NS_PER_MS)
/* A rate over less than this is a guess. */
#define SETTLED_NS (700 * LWI_NS_PER_MS)
#define BAR_MAX    30

struct lwi_progress {
    struct lwi_inputs_settings inputs;
    pthread_t thread;
    atomic_bool stop;
    atomic_ullong total; /* inputs; 0: not known yet */
    int64_t started_ns, drawn_ns;
    int shown;
};

/* Walks the folders without opening a file. A list cannot be counted: its end is not known. */
static void *count_inputs(void *argument)
{
    struct lwi_progress *progress = argument;
    struct lwi_inputs_settings settings = progress->inputs;
    settings.stop = &progress->stop;
    settings.list_fd = -1;
    for (size_t i = 0; i < settings.count; i++)
        if (strcmp(settings.arguments[i], "-") == 0)
            return NULL;
    struct lwi_inputs *inputs;
    if (lwi_inputs_open(&inputs, &settings) != 0)
        return NULL;
    unsigned long long count = 0;
    struct lwi_input input;
    while (lwi_inputs_next(inputs, &input) == 0) {
        count++;
        lwi_input_done(&input);
    }
    lwi_inputs_close(&inputs);
    if (!atomic_load(&progress->stop))
        atomic_store(&progress->total, count);
    return NULL;
}

struct lwi_progress *lwi_progress_new(const struct lwi_inputs_settings *inputs)
{
    const char *terminal = getenv("TERM");
    if (!isatty(STDERR_FILENO) || (terminal && strcmp(terminal, "dumb") == 0))
        return NULL;
    struct lwi_progress *progress = calloc(1, sizeof(*progress));
    if (!progress)
        return NULL;
    progress->inputs = *inputs;
    progress->started_ns = lwi_clock_monotonic(&lwi_clock_system);
    if (pthread_create(&progress->thread, NULL, count_inputs, progress) != 0) {
        free(progress);
        return NULL;
    }
    return progress;
}

void lwi_progress_free(struct lwi_progress **progress)
{
    if (!progress || !*progress)
        return;
    atomic_store(&(*progress)->stop, 1);
    (void) pthread_join((*progress)->thread, NULL);
    lwi_progress_hide(*progress);
    free(*progress);
    *progress = NULL;
}

void lwi_progress_hide(struct lwi_progress *progress)
{
    if (!progress || !progress->shown)
        return;
    (void) fputs("\r\033[K", stderr);
    (void) fflush(stderr);
    progress->shown = 0;
}

static int columns(void)
{
    struct winsize size;
    if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        return size.ws_col;
    return 80;
}

static void format_bar(char *text, size_t size, uint64_t done, uint64_t total, int width)
{
    char bar[BAR_MAX + 1];
    int filled = (int) (done * (uint64_t) width / total);
    for (int i = 0; i < width; i++)
        bar[i] = i < filled ? '=' : i == filled ? '>' : ' ';
    bar[width] = '\0';
    (void) snprintf(text, size, "[%s] %3" PRIu64 " %%  ", bar, done * 100 / total);
}

static void format_left(char *text, size_t size, double seconds)
{
    uint64_t s = (uint64_t) (seconds + 0.5);
    if (s >= 3600)
        (void) snprintf(text, size, "  %" PRIu64 ":%02u:%02u left", s / 3600,
                        (unsigned) (s / 60 % 60), (unsigned) (s % 60));
    else
        (void) snprintf(text, size, "  %u:%02u left", (unsigned) (s / 60), (unsigned) (s % 60));
}

void lwi_progress_show(struct lwi_progress *progress, uint64_t inputs_done,
                       const struct lwi_report_summary *summary)
{
    if (!progress)
        return;
    int64_t now = lwi_clock_monotonic(&lwi_clock_system);
    if (progress->drawn_ns > 0 && now - progress->drawn_ns < REDRAW_NS)
        return;
    int64_t elapsed_ns = now - progress->started_ns;
    double elapsed_s = (double) elapsed_ns / LWI_NS_PER_S;
    uint64_t total = atomic_load(&progress->total);
    uint64_t done = total > 0 && inputs_done > total ? total : inputs_done;
    char bar[64] = "";
    char rate[48] = "";
    char left[32] = "";
    int width = columns();
    if (total > 0)
        format_bar(bar, sizeof(bar), done, total, width >= 100 ? BAR_MAX : 10);
    if (elapsed_ns > SETTLED_NS && summary->total > 0) {
        (void) snprintf(rate, sizeof(rate), "  %.1f/s", (double) summary->total / elapsed_s);
        if (total > 0 && done > 0)
            format_left(left, sizeof(left), elapsed_s * (double) (total - done) / (double) done);
    }
    char line[256];
    (void) snprintf(line, sizeof(line), "%s%" PRIu64 " picture%s%s%s  %" PRIu64 " BLURRY", bar,
                    summary->total, summary->total == 1 ? "" : "s", rate, left, summary->blurry);
    (void) fprintf(stderr, "\r%.*s\033[K", width - 1, line);
    (void) fflush(stderr);
    progress->shown = 1;
    progress->drawn_ns = now;
}
