/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Lets the tests run a kind of action from Python. On standard input is one JSON object a line:
 *
 *     {"kind", "settings": {}, "phase", "test", "event_id", "condition", "camera_id",
 *      "camera_name", "camera_address", "time_zone", "time_ns", "started_ns", "ended_ns", "key",
 *      "document": {}, "pictures": [{"which", "path", "time_ns"}], "attempt", "look": PATH,
 *      "limit_s", "cancel_s", "open"}
 *
 * and on standard output, one a line, what came of it: {"code", "message", "hint", "answer"}.
 * With "open", a PATH from where the state of the cameras is read each time, the action is set up
 * first, and stays so for the jobs of its kind that follow. `stop` instead of an object ends it,
 * and answers {}.
 */
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <curl/curl.h>
#include <jansson.h>

#include "action/action.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"

#define PICTURES_MAX 8

/* What fontconfig keeps for the whole process, some hundred bytes, is not ours. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libfontconfig";
}

static const char *text(const json_t *in, const char *name, const char *otherwise)
{
    const char *value = json_string_value(json_object_get(in, name));
    return value ? value : otherwise;
}

static int64_t number(const json_t *in, const char *name)
{
    return (int64_t) json_integer_value(json_object_get(in, name));
}

static enum lwi_action_phase phase(const char *name)
{
    return strcmp(name, "start") == 0 ? LWI_ACTION_START
           : strcmp(name, "end") == 0 ? LWI_ACTION_END
                                      : LWI_ACTION_REFRESH;
}

static int look(void *cookie, const char *camera_id, uint8_t **ret_jpeg, size_t *ret_size,
                int64_t *ret_time_ns)
{
    (void) camera_id;
    *ret_time_ns = lwi_clock_realtime(&lwi_clock_system);
    return lwi_file_read(cookie, (size_t) 1 << 24, ret_jpeg, ret_size, NULL);
}

static json_t *cameras(void *cookie)
{
    return json_load_file(cookie, 0, NULL);
}

/* The action that is set up. */
struct kept {
    const struct lwi_action_kind *kind;
    json_t *settings;
    void *state;
    char *cameras, *look;
    struct lwi_action_host host;
    struct lwi_log log;
};

/* The files that one host looks at. */
static int look_kept(void *cookie, const char *camera_id, uint8_t **ret_jpeg, size_t *ret_size,
                     int64_t *ret_time_ns)
{
    const struct kept *kept = cookie;
    return kept->look[0] ? look(kept->look, camera_id, ret_jpeg, ret_size, ret_time_ns) : -ENOENT;
}

static json_t *cameras_kept(void *cookie)
{
    const struct kept *kept = cookie;
    return cameras(kept->cameras);
}

/* Says what it was told. */
static int drive(void *cookie, const char *camera_id, const char *command,
                 struct lwi_action_run *run, struct lw_error *reterr)
{
    (void) cookie, (void) reterr;
    (void) snprintf(run->answer, sizeof(run->answer), "%s: %s", camera_id, command);
    return 0;
}

struct canceller {
    atomic_int flag;
    double after_s;
};

static void *cancel_later(void *cookie)
{
    struct canceller *c = cookie;
    struct timespec pause = {.tv_sec = (time_t) c->after_s,
                             .tv_nsec = (long) ((c->after_s - (double) (time_t) c->after_s) * 1e9)};
    (void) nanosleep(&pause, NULL);
    atomic_store(&c->flag, 1);
    return NULL;
}

static void close_kept(struct kept *kept)
{
    if (kept->state)
        kept->kind->close(kept->state);
    json_decref(kept->settings);
    free(kept->cameras);
    free(kept->look);
    *kept = (struct kept){0};
}

static int open_kept(struct kept *kept, const struct lwi_action_kind *kind, const json_t *in,
                     struct lw_error *error)
{
    close_kept(kept);
    kept->kind = kind;
    kept->cameras = strdup(text(in, "open", ""));
    kept->look = strdup(text(in, "look", ""));
    kept->log = (struct lwi_log){.write = lwi_log_write_stderr, .max = LWI_LOG_DEBUG};
    kept->host = (struct lwi_action_host){.log = &kept->log,
                                          .look = look_kept,
                                          .drive = drive,
                                          .cameras = cameras_kept,
                                          .cookie = kept};
    int r =
        lwi_action_settings(kind, NULL, json_object_get(in, "settings"), &kept->settings, error);
    if (r == 0 && kind->open)
        r = kind->open(&kept->state, "probe", kept->settings, &kept->host, error);
    return r;
}

static size_t read_pictures(const json_t *in, struct lwi_action_picture *pictures)
{
    size_t i, count = 0;
    json_t *one;
    json_array_foreach(json_object_get(in, "pictures"), i, one)
    {
        uint8_t *jpeg = NULL;
        size_t size = 0;
        if (i >= PICTURES_MAX ||
            lwi_file_read(text(one, "path", ""), (size_t) 1 << 26, &jpeg, &size, NULL) < 0)
            continue;
        pictures[count++] = (struct lwi_action_picture){.which = text(one, "which", "start"),
                                                        .time_ns = number(one, "time_ns"),
                                                        .jpeg = jpeg,
                                                        .size = size};
    }
    return count;
}

static int run(const struct lwi_action_kind *kind, const json_t *in, struct lwi_action_run *run,
               struct lw_error *error)
{
    struct lwi_action_picture pictures[PICTURES_MAX];
    struct json_t *settings = NULL;
    struct lwi_action_job job = {
        .key = text(in, "key", "0123456789abcdef0123456789abcdef"),
        .phase = phase(text(in, "phase", "start")),
        .is_test = json_is_true(json_object_get(in, "test")),
        .attempt = json_object_get(in, "attempt") ? (int) number(in, "attempt") : 1,
        .event_id = number(in, "event_id"),
        .condition = text(in, "condition", "defocus"),
        .camera_id = text(in, "camera_id", "gate"),
        .camera_name = text(in, "camera_name", "Gate"),
        .camera_address = text(in, "camera_address", "192.0.2.7"),
        .time_zone = text(in, "time_zone", "UTC"),
        .time_ns = number(in, "time_ns"),
        .started_ns = number(in, "started_ns"),
        .ended_ns = number(in, "ended_ns"),
        .due_ns = number(in, "due_ns"),
        .others = number(in, "others"),
        .document = json_object_get(in, "document"),
        .pictures = pictures,
    };
    int r = lwi_action_settings(kind, NULL, json_object_get(in, "settings"), &settings, error);
    if (r < 0)
        return r;
    job.picture_count = read_pictures(in, pictures);
    const char *looks_at = text(in, "look", "");
    run->look = looks_at[0] ? look : NULL;
    run->cookie = (void *) looks_at;
    run->drive = drive;
    r = kind->run(settings, &job, run, error);
    lwi_action_settings_hide(kind, settings, run->answer);
    if (r != 0)
        lwi_action_settings_hide(kind, settings, error->message);
    for (size_t i = 0; i < job.picture_count; i++)
        free((void *) pictures[i].jpeg);
    json_decref(settings);
    return r;
}

static json_t *answer_line(struct kept *kept, const json_t *in)
{
    struct lw_error error = {0};
    const struct lwi_action_kind *kind = lwi_action_kind_find(text(in, "kind", ""));
    if (!kind)
        return json_pack("{s:i, s:s}", "code", -ENOENT, "message", "no such kind");
    struct canceller canceller = {.after_s = json_number_value(json_object_get(in, "cancel_s"))};
    double limit_s = json_number_value(json_object_get(in, "limit_s"));
    struct lwi_action_run r = {
        .cancel = &canceller.flag,
        .deadline_ns = lwi_clock_monotonic(&lwi_clock_system) +
                       (int64_t) ((limit_s > 0 ? limit_s : kind->limit_s) * LWI_NS_PER_S),
    };
    pthread_t thread;
    int cancels =
        canceller.after_s > 0 && pthread_create(&thread, NULL, cancel_later, &canceller) == 0;
    int code = json_object_get(in, "open") ? open_kept(kept, kind, in, &error) : 0;
    r.state = kept->kind == kind ? kept->state : NULL;
    if (code == 0)
        code = run(kind, in, &r, &error);
    if (cancels)
        (void) pthread_join(thread, NULL);
    json_t *out =
        json_pack("{s:i, s:s, s:s, s:s}", "code", code, "message", code < 0 ? error.message : "",
                  "hint", code < 0 ? error.hint : "", "answer", r.answer);
    return out ? out : json_pack("{s:i, s:s}", "code", -EILSEQ, "message", "not UTF-8");
}

int main(void)
{
    char *line = NULL;
    size_t room = 0;
    struct kept kept = {0};
    (void) curl_global_init(CURL_GLOBAL_ALL);
    while (getline(&line, &room, stdin) > 0) {
        json_t *in = json_loads(line, 0, NULL);
        json_t *out = in ? answer_line(&kept, in) : json_object();
        if (!in)
            close_kept(&kept);
        (void) json_dumpf(out, stdout, 0);
        (void) fputc('\n', stdout);
        (void) fflush(stdout);
        json_decref(in);
        json_decref(out);
    }
    close_kept(&kept);
    free(line);
    curl_global_cleanup();
    return 0;
}
