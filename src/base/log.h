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

/* What kind of thing a line is about, as cameras' own logs have it. */
enum lwi_log_major {
    LWI_LOG_BY_LEVEL = 0, /* an exception from warnings on, else information */
    LWI_LOG_ALARM,        /* an event begins or ends */
    LWI_LOG_EXCEPTION,    /* something does not work */
    LWI_LOG_OPERATION,    /* somebody did something, or tried to */
    LWI_LOG_INFORMATION,
};

struct lwi_log {
    void (*write)(void *cookie, enum lwi_log_level level, const char *line);
    void *cookie;
    enum lwi_log_level max; /* lines above this level are not formatted */
    /* In place of write, where not NULL. minor: what of its kind it is about, such as "storage";
     * NULL: it was not said. */
    void (*note)(void *cookie, enum lwi_log_level level, enum lwi_log_major major,
                 const char *minor, const char *line);
};

/* Formats one line (no trailing newline) and writes it. log may be NULL.
 * Thread-safe if write is. */
void lwi_log(const struct lwi_log *log, enum lwi_log_level level, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The same of a kind. */
void lwi_log_as(const struct lwi_log *log, enum lwi_log_level level, enum lwi_log_major major,
                const char *minor, const char *format, ...) __attribute__((format(printf, 5, 6)));

/* Writes to standard error; with "<N>" before the line where journald reads it
 * (JOURNAL_STREAM is set). One write(2) a line. The cookie is not used. */
void lwi_log_write_stderr(void *cookie, enum lwi_log_level level, const char *line);

#endif
