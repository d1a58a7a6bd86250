/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Logging: a callback and a cookie, per owner. The library never logs; the
 * program passes one of these down and logs an error once, where it stops
 * being handed up.
 */
#ifndef LWI_BASE_LOG_H
#define LWI_BASE_LOG_H

/* The numbers are syslog's and journald's. */
enum lwi_log_level {
    LWI_LOG_ERROR = 3,
    LWI_LOG_WARNING = 4,
    LWI_LOG_NOTICE = 5,
    LWI_LOG_INFO = 6,
    LWI_LOG_DEBUG = 7,
};

struct lwi_log {
    void (*write)(void *cookie, enum lwi_log_level level, const char *line);
    void *cookie;
    enum lwi_log_level max; /* lines above this level are not formatted */
};

/* Formats one line (no trailing newline) and writes it. log may be NULL.
 * Thread-safe if write is. */
void lwi_log(const struct lwi_log *log, enum lwi_log_level level, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Writes to standard error; with "<N>" before the line where journald reads it
 * (JOURNAL_STREAM is set). One write(2) a line. The cookie is not used. */
void lwi_log_write_stderr(void *cookie, enum lwi_log_level level, const char *line);

#endif
