/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "action/syslog.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <jansson.h>

#include "action/syslog_link.h"
#include "action/syslog_message.h"
#include "base/clock.h"
#include "base/error.h"
#include "store/logbook.h"
#include "store/outbox.h"

#define ROW     "syslog"
#define BATCH   100
#define LOOK_NS LWI_NS_PER_S
/* After a failure it is tried again after so long, then after twice as long each time. */
#define RETRY_FIRST_NS (2 * LWI_NS_PER_S)
#define RETRY_MAX_NS   (60 * LWI_NS_PER_S)
/* Up to where it was sent is stored so often, and at the end: after a crash a line comes twice
 * rather than never. */
#define KEEP_NS (10 * LWI_NS_PER_S)

struct lwi_syslog {
    struct lwi_syslog_settings settings;
    char host[256];
    atomic_int cancel;
    pthread_t thread;
    int thread_runs;
    atomic_llong position; /* id of the line that was sent last */

    /* Of the thread. */
    struct lwi_syslog_server server; /* that it sends to */
    struct lwi_syslog_link *link;
    int64_t begin;   /* the newest line when there was no server yet; negative: not known */
    int64_t kept;    /* the position that is stored */
    int64_t keep_ns; /* monotonic: when it is stored again */
    int64_t retry_ns, pause_ns;

    pthread_mutex_t lock;
    pthread_cond_t wake; /* on the monotonic clock */
    /* Under lock. */
    int stop;
    struct lwi_syslog_state state;
};

int lwi_syslog_check(const char *server, const char *ca, struct lw_error *reterr)
{
    return lwi_syslog_link_check(server, ca, reterr);
}

/* ---- up to where ---- */

static int64_t newest_line(struct lwi_syslog *syslog)
{
    const struct lwi_log_query query = {.limit = 1};
    struct lwi_log_line *lines = NULL;
    size_t count = 0;
    int64_t id = 0;
    if (lwi_store_log_list(syslog->settings.store, &query, &lines, &count, NULL) == 0 && count > 0)
        id = lines[0].id;
    free(lines);
    return id;
}

/* Where the last run of this program ended; where none was set, it begins with what is new since
 * it was last seen that there is none, so that what follows the setting at once is not left out. */
static void load_position(struct lwi_syslog *syslog)
{
    char *text = NULL;
    int64_t position = syslog->begin >= 0 ? syslog->begin : newest_line(syslog);
    if (lwi_store_setting_get(syslog->settings.store, "system", ROW, &text, NULL) == 0) {
        json_t *row = json_loads(text, 0, NULL);
        const json_t *sent = json_object_get(row, "sent");
        if (json_is_integer(sent) && json_integer_value(sent) < position)
            position = json_integer_value(sent);
        json_decref(row);
        free(text);
    }
    atomic_store(&syslog->position, position);
    syslog->kept = -1;
}

static void keep_position(struct lwi_syslog *syslog)
{
    int64_t position = atomic_load(&syslog->position);
    if (!syslog->server.server[0] || syslog->kept == position)
        return;
    json_t *row = json_pack("{s:I}", "sent", (json_int_t) position);
    char *text = row ? json_dumps(row, JSON_COMPACT) : NULL;
    if (text && lwi_store_setting_put(syslog->settings.store, "system", ROW, text, NULL) == 0)
        syslog->kept = position;
    free(text);
    json_decref(row);
    syslog->keep_ns = lwi_clock_monotonic(&lwi_clock_system) + KEEP_NS;
}

/* ---- sending ---- */

/* Said once, and once when it works again. */
static void note(struct lwi_syslog *syslog, size_t sent, int r, const struct lw_error *error)
{
    (void) pthread_mutex_lock(&syslog->lock);
    struct lwi_syslog_state *state = &syslog->state;
    int was_failing = state->is_failing;
    state->is_failing = r < 0;
    (void) snprintf(state->error, sizeof(state->error), "%s", r < 0 ? error->message : "");
    (void) snprintf(state->hint, sizeof(state->hint), "%s", r < 0 ? error->hint : "");
    state->sent += (int64_t) sent;
    if (sent > 0)
        state->sent_ns = lwi_clock_realtime(&lwi_clock_system);
    (void) pthread_mutex_unlock(&syslog->lock);
    if (r < 0 && !was_failing)
        lwi_log_as(syslog->settings.log, LWI_LOG_WARNING, LWI_LOG_EXCEPTION, "syslog",
                   "the syslog server gets nothing: %s. Lines wait in the store", error->message);
    else if (r == 0 && was_failing)
        lwi_log_as(syslog->settings.log, LWI_LOG_NOTICE, LWI_LOG_INFORMATION, "syslog",
                   "the syslog server gets its lines again");
}

static int send_lines(struct lwi_syslog *syslog, const struct lwi_log_line *lines, size_t count,
                      struct lw_error *reterr)
{
    char text[LWI_SYSLOG_MESSAGE_SIZE];
    int r = 0;
    if (!syslog->link)
        r = lwi_syslog_link_open(&syslog->link, syslog->server.server, syslog->server.ca,
                                 &syslog->cancel, reterr);
    /* One that has ended meanwhile would take the first lines with it. */
    if (r == 0)
        r = lwi_syslog_link_settle(syslog->link, reterr);
    for (size_t i = 0; r == 0 && i < count; i++) {
        size_t size = lwi_syslog_message(&lines[i], syslog->host, (long) getpid(), text);
        r = lwi_syslog_link_send(syslog->link, text, size, reterr);
    }
    return r < 0 ? r : lwi_syslog_link_settle(syslog->link, reterr);
}

/* Returns whether there may be more at once. */
static int send_some(struct lwi_syslog *syslog)
{
    const struct lwi_log_query query = {
        .oldest_first = 1, .after_id = atomic_load(&syslog->position), .limit = BATCH};
    struct lwi_log_line *lines = NULL;
    struct lw_error error = {0};
    size_t count = 0;
    int64_t now_ns = lwi_clock_monotonic(&lwi_clock_system);
    if (!syslog->server.server[0] || now_ns < syslog->retry_ns ||
        lwi_store_log_list(syslog->settings.store, &query, &lines, &count, NULL) < 0)
        return 0;
    if (count == 0) {
        free(lines);
        return 0;
    }
    int r = send_lines(syslog, lines, count, &error);
    if (r == 0) {
        atomic_store(&syslog->position, lines[count - 1].id);
        syslog->pause_ns = 0;
    } else {
        lwi_syslog_link_close(&syslog->link);
        syslog->pause_ns = syslog->pause_ns ? 2 * syslog->pause_ns : RETRY_FIRST_NS;
        if (syslog->pause_ns > RETRY_MAX_NS)
            syslog->pause_ns = RETRY_MAX_NS;
        syslog->retry_ns = lwi_clock_monotonic(&lwi_clock_system) + syslog->pause_ns;
    }
    free(lines);
    if (r != -ECANCELED)
        note(syslog, r == 0 ? count : 0, r, &error);
    if (now_ns >= syslog->keep_ns)
        keep_position(syslog);
    return r == 0 && count == BATCH;
}

/* Looks whether another one is set. */
static void take_server(struct lwi_syslog *syslog)
{
    struct lwi_syslog_server server = {.server = ""};
    syslog->settings.server(syslog->settings.cookie, &server);
    if (!server.server[0])
        syslog->begin = newest_line(syslog);
    if (strcmp(server.server, syslog->server.server) == 0 &&
        strcmp(server.ca, syslog->server.ca) == 0)
        return;
    lwi_syslog_link_close(&syslog->link);
    syslog->retry_ns = syslog->pause_ns = 0;
    /* What waits for one server goes to that which takes its place. */
    if (!syslog->server.server[0])
        load_position(syslog);
    syslog->server = server;
    if (server.server[0])
        keep_position(syslog);
    else
        (void) lwi_store_setting_delete(syslog->settings.store, "system", ROW, NULL);
    (void) pthread_mutex_lock(&syslog->lock);
    syslog->state = (struct lwi_syslog_state){.sent = syslog->state.sent};
    (void) snprintf(syslog->state.server, sizeof(syslog->state.server), "%s", server.server);
    (void) pthread_mutex_unlock(&syslog->lock);
}

static int sleep_until_stop(struct lwi_syslog *syslog)
{
    int64_t wake_ns = lwi_clock_monotonic(&lwi_clock_system) + LOOK_NS;
    const struct timespec wake = {.tv_sec = wake_ns / LWI_NS_PER_S,
                                  .tv_nsec = wake_ns % LWI_NS_PER_S};
    int r = 0;
    (void) pthread_mutex_lock(&syslog->lock);
    while (!syslog->stop && r == 0)
        r = pthread_cond_timedwait(&syslog->wake, &syslog->lock, &wake);
    int stop = syslog->stop;
    (void) pthread_mutex_unlock(&syslog->lock);
    return !stop;
}

static void *syslog_main(void *cookie)
{
    struct lwi_syslog *syslog = cookie;
    do {
        take_server(syslog);
        while (!atomic_load(&syslog->cancel) && send_some(syslog)) {
        }
    } while (sleep_until_stop(syslog));
    keep_position(syslog);
    lwi_syslog_link_close(&syslog->link);
    return NULL;
}

/* ---- from outside ---- */

int lwi_syslog_test(struct lwi_syslog *syslog, struct lw_error *reterr)
{
    char text[LWI_SYSLOG_MESSAGE_SIZE];
    struct lwi_syslog_link *link = NULL;
    struct lwi_log_line line = {
        .id = 1, .level = LWI_LOG_NOTICE, .major = "information", .minor = "test"};
    struct lwi_syslog_server server = {.server = ""};
    syslog->settings.server(syslog->settings.cookie, &server);
    line.time_ns = lwi_clock_realtime(&lwi_clock_system);
    (void) snprintf(line.text, sizeof(line.text), "this is a test of the syslog server's setting");
    int r = 0;
    if (!server.server[0]) {
        r = lwi_error_set(reterr, -ENOENT, "No syslog server is set");
        lwi_error_hint(reterr, "Set syslog_server first, such as tls://logs.example:6514");
    }
    if (r == 0)
        r = lwi_syslog_link_open(&link, server.server, server.ca, &syslog->cancel, reterr);
    if (r == 0)
        r = lwi_syslog_link_send(
            link, text, lwi_syslog_message(&line, syslog->host, (long) getpid(), text), reterr);
    if (r == 0)
        r = lwi_syslog_link_settle(link, reterr);
    lwi_syslog_link_close(&link);
    return r;
}

void lwi_syslog_state(struct lwi_syslog *syslog, struct lwi_syslog_state *ret_state)
{
    int64_t newest = newest_line(syslog), position = atomic_load(&syslog->position);
    (void) pthread_mutex_lock(&syslog->lock);
    *ret_state = syslog->state;
    (void) pthread_mutex_unlock(&syslog->lock);
    ret_state->waiting = ret_state->server[0] && newest > position ? newest - position : 0;
}

/* ---- opening and closing ---- */

int lwi_syslog_open(struct lwi_syslog **ret_syslog, const struct lwi_syslog_settings *settings,
                    struct lw_error *reterr)
{
    pthread_condattr_t attributes;
    struct lwi_syslog *syslog = calloc(1, sizeof(*syslog));
    if (!syslog)
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    syslog->settings = *settings;
    syslog->begin = -1;
    if (gethostname(syslog->host, sizeof(syslog->host) - 1) < 0)
        syslog->host[0] = '\0';
    (void) pthread_condattr_init(&attributes);
    (void) pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    (void) pthread_mutex_init(&syslog->lock, NULL);
    (void) pthread_cond_init(&syslog->wake, &attributes);
    (void) pthread_condattr_destroy(&attributes);
    int r = -pthread_create(&syslog->thread, NULL, syslog_main, syslog);
    syslog->thread_runs = r == 0;
    if (r < 0) {
        lwi_syslog_close(&syslog);
        return lwi_error_set(reterr, r, "cannot start a thread: %s", strerror(-r));
    }
    *ret_syslog = syslog;
    return 0;
}

void lwi_syslog_close(struct lwi_syslog **syslog_pointer)
{
    struct lwi_syslog *syslog = *syslog_pointer;
    if (!syslog)
        return;
    *syslog_pointer = NULL;
    atomic_store(&syslog->cancel, 1);
    (void) pthread_mutex_lock(&syslog->lock);
    syslog->stop = 1;
    (void) pthread_cond_signal(&syslog->wake);
    (void) pthread_mutex_unlock(&syslog->lock);
    if (syslog->thread_runs)
        (void) pthread_join(syslog->thread, NULL);
    (void) pthread_mutex_destroy(&syslog->lock);
    (void) pthread_cond_destroy(&syslog->wake);
    free(syslog);
}
