/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Where lines of the program's log wait to be stored. */
#include "store/logbook.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "store/logbook_row.h"

#define WAITING_MAX 512 /* a second's; beyond, the newest are counted only */

struct lwi_logbook {
    struct lwi_log next, log;
    pthread_mutex_t lock;
    /* Under lock. */
    struct lwi_log_line lines[WAITING_MAX];
    size_t count;
    unsigned long long dropped;
};

/* How a line begins says what it is about, where whoever wrote it did not. */
static const struct {
    const char *start, *minor;
} starts[] = {
    {"camera ", "camera"},           {"action ", "action"},      {"rule ", "action"},
    {"audit log", "audit"},          {"the audit log", "audit"}, {"measurements ", "storage"},
    {"upkeep ", "storage"},          {"no room ", "storage"},    {"system: event ", "event"},
    {"the system's clock", "clock"}, {"a login from ", "login"}, {"activated: ", "user"},
    {"the password of ", "user"},
};

static const char *const majors[] = {
    [LWI_LOG_BY_LEVEL] = "information",    [LWI_LOG_ALARM] = "alarm",
    [LWI_LOG_EXCEPTION] = "exception",     [LWI_LOG_OPERATION] = "operation",
    [LWI_LOG_INFORMATION] = "information",
};

static void find_camera(const char *line, char ret_camera[33])
{
    static const char start[] = "camera ";
    size_t length;
    ret_camera[0] = '\0';
    if (strncmp(line, start, sizeof(start) - 1) != 0)
        return;
    line += sizeof(start) - 1;
    length = strcspn(line, ": ");
    if (line[length] == ':' && length <= 32)
        (void) snprintf(ret_camera, 33, "%.*s", (int) length, line);
}

void lwi_log_line_fill(struct lwi_log_line *ret_line, int level, enum lwi_log_major major,
                       const char *minor, const char *text)
{
    ret_line->id = 0;
    ret_line->time_ns = lwi_clock_realtime(&lwi_clock_system);
    ret_line->level = level;
    if (major == LWI_LOG_BY_LEVEL && level <= LWI_LOG_WARNING)
        major = LWI_LOG_EXCEPTION;
    for (size_t i = 0; !minor && i < sizeof(starts) / sizeof(starts[0]); i++)
        if (strncmp(text, starts[i].start, strlen(starts[i].start)) == 0)
            minor = starts[i].minor;
    (void) snprintf(ret_line->major, sizeof(ret_line->major), "%s", majors[major]);
    (void) snprintf(ret_line->minor, sizeof(ret_line->minor), "%s", minor ? minor : "general");
    (void) snprintf(ret_line->text, sizeof(ret_line->text), "%s", text);
    find_camera(text, ret_line->camera);
}

static void on_line(void *cookie, enum lwi_log_level level, enum lwi_log_major major,
                    const char *minor, const char *text)
{
    struct lwi_logbook *book = cookie;
    if (book->next.write)
        book->next.write(book->next.cookie, level, text);
    if (level > LWI_LOG_INFO)
        return;
    (void) pthread_mutex_lock(&book->lock);
    if (book->count < WAITING_MAX)
        lwi_log_line_fill(&book->lines[book->count++], (int) level, major, minor, text);
    else
        book->dropped++;
    (void) pthread_mutex_unlock(&book->lock);
}

int lwi_logbook_new(struct lwi_logbook **ret_book, const struct lwi_log *log)
{
    struct lwi_logbook *book = calloc(1, sizeof(*book));
    if (!book)
        return -ENOMEM;
    book->next = *log;
    book->log = (struct lwi_log){.note = on_line, .cookie = book, .max = log->max};
    (void) pthread_mutex_init(&book->lock, NULL);
    *ret_book = book;
    return 0;
}

void lwi_logbook_free(struct lwi_logbook **book)
{
    if (!*book)
        return;
    (void) pthread_mutex_destroy(&(*book)->lock);
    free(*book);
    *book = NULL;
}

const struct lwi_log *lwi_logbook_log(const struct lwi_logbook *book)
{
    return &book->log;
}

size_t lwi_logbook_take(struct lwi_logbook *book, struct lwi_log_line **ret_lines)
{
    struct lwi_log_line *lines = NULL;
    (void) pthread_mutex_lock(&book->lock);
    size_t count = book->count;
    if (count > 0 && (lines = calloc(count + 1, sizeof(*lines)))) {
        memcpy(lines, book->lines, count * sizeof(*lines));
        if (book->dropped > 0) {
            char text[80];
            (void) snprintf(text, sizeof(text), "%llu more lines were too many to be kept",
                            book->dropped);
            lwi_log_line_fill(&lines[count++], LWI_LOG_WARNING, LWI_LOG_EXCEPTION, "general", text);
        }
        book->count = 0;
        book->dropped = 0;
    }
    (void) pthread_mutex_unlock(&book->lock);
    *ret_lines = lines;
    return lines ? count : 0;
}
