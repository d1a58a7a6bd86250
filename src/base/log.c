/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LINE_MAX_BYTES 2048

static void __attribute__((format(printf, 5, 0)))
say(const struct lwi_log *log, enum lwi_log_level level, enum lwi_log_major major,
    const char *minor, const char *format, va_list args)
{
    if (!log || (!log->write && !log->note) || level > log->max)
        return;
    char line[LINE_MAX_BYTES];
    (void) vsnprintf(line, sizeof(line), format, args);
    /* What a camera or a client sent may be in a line: it must stay one line. */
    for (char *c = line; *c; c++)
        if ((unsigned char) *c < ' ' && *c != '\t')
            *c = '?';
    if (log->note)
        log->note(log->cookie, level, major, minor, line);
    else
        log->write(log->cookie, level, line);
}

void lwi_log(const struct lwi_log *log, enum lwi_log_level level, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    say(log, level, LWI_LOG_BY_LEVEL, NULL, format, args);
    va_end(args);
}

void lwi_log_as(const struct lwi_log *log, enum lwi_log_level level, enum lwi_log_major major,
                const char *minor, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    say(log, level, major, minor, format, args);
    va_end(args);
}

void lwi_log_write_stderr(void *cookie, enum lwi_log_level level, const char *line)
{
    (void) cookie;
    static const char *const words[] = {"", "", "", "error: ", "warning: ", "", "", "debug: "};
    char out[LINE_MAX_BYTES + 32];
    int n;
    if (getenv("JOURNAL_STREAM"))
        n = snprintf(out, sizeof(out), "<%d>%s\n", (int) level, line);
    else
        n = snprintf(out, sizeof(out), "%s%s\n", words[level & 7], line);
    if (n > 0 && write(STDERR_FILENO, out, (size_t) n) < 0) {
        /* Standard error is gone; there is nowhere left to say so. */
    }
}
