/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * A program of the user's: it gets the event as JSON on its standard input, and
 * what it writes is the answer. No shell is between: arguments are those of the
 * settings, whatever the event says; the environment is fixed. The program leads
 * a process group of its own, which is killed when its time is over. Whoever runs
 * it ignores SIGPIPE: a program need not read its input.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <jansson.h>

#include "action/action.h"
#include "base/clock.h"
#include "base/error.h"

#define LIMIT_S 300

static const struct lwi_action_option options[] = {
    {"program", "Path of the program, from the root.", LWI_ACTION_TEXT, LWI_ACTION_REQUIRED, NULL,
     0, 0, 1024, NULL},
    {"arguments", "What it is called with; nothing in them is replaced.", LWI_ACTION_LIST, 0, NULL,
     0, 0, 1024, NULL},
    {"limit_s", "Seconds after which it is killed, and counts as failed.", LWI_ACTION_NUMBER, 0,
     NULL, 30, 0.1, LIMIT_S - 10, NULL},
    {0},
};

static int validate(const struct json_t *settings, struct lw_error *reterr)
{
    if (lwi_action_text(settings, "program")[0] != '/')
        return lwi_error_set(reterr, -EINVAL, "program: it must be a path from the root");
    return 0;
}

/* One running program. */
struct child {
    pid_t pid;
    int in, out; /* our ends of its standard input, and of its output and errors; -1: closed */
};

static void close_end(int *fd)
{
    if (*fd >= 0)
        (void) close(*fd);
    *fd = -1;
}

static int spawn(const char *const *argv, char *const *environment, const int in[2],
                 const int out[2], pid_t *ret_pid)
{
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    sigset_t none, standard;
    (void) sigemptyset(&none);
    (void) sigfillset(&standard);
    if (posix_spawn_file_actions_init(&files) != 0)
        return -ENOMEM;
    if (posix_spawnattr_init(&attributes) != 0) {
        (void) posix_spawn_file_actions_destroy(&files);
        return -ENOMEM;
    }
    int r = posix_spawn_file_actions_adddup2(&files, in[0], 0);
    if (r == 0)
        r = posix_spawn_file_actions_adddup2(&files, out[1], 1);
    if (r == 0)
        r = posix_spawn_file_actions_adddup2(&files, out[1], 2);
    if (r == 0)
        r = posix_spawn_file_actions_addclosefrom_np(&files, 3);
    if (r == 0)
        r = posix_spawn_file_actions_addchdir_np(&files, "/");
    /* The daemon blocks and ignores signals that the program may want. */
    (void) posix_spawnattr_setsigmask(&attributes, &none);
    (void) posix_spawnattr_setsigdefault(&attributes, &standard);
    (void) posix_spawnattr_setpgroup(&attributes, 0);
    (void) posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF |
                                                     POSIX_SPAWN_SETPGROUP);
    if (r == 0)
        r = posix_spawn(ret_pid, argv[0], &files, &attributes, (char *const *) argv, environment);
    (void) posix_spawnattr_destroy(&attributes);
    (void) posix_spawn_file_actions_destroy(&files);
    return -r;
}

static int start(const struct json_t *settings, struct child *child, struct lw_error *reterr)
{
    static char path[] = "PATH=/usr/local/bin:/usr/bin:/bin";
    static char language[] = "LANG=C.UTF-8";
    static char *const environment[] = {path, language, NULL};
    const char *argv[LWI_ACTION_LIST_MAX + 2] = {lwi_action_text(settings, "program")};
    for (size_t i = 0; i < lwi_action_list(settings, "arguments"); i++)
        argv[i + 1] = lwi_action_element(settings, "arguments", i);
    int in[2], out[2];
    if (pipe2(in, O_CLOEXEC) < 0)
        return lwi_error_set(reterr, -errno, "cannot make a pipe: %s", strerror(errno));
    if (pipe2(out, O_CLOEXEC) < 0) {
        int r = -errno;
        (void) close(in[0]);
        (void) close(in[1]);
        return lwi_error_set(reterr, r, "cannot make a pipe: %s", strerror(-r));
    }
    int r = spawn(argv, environment, in, out, &child->pid);
    (void) close(in[0]);
    (void) close(out[1]);
    child->in = in[1];
    child->out = out[0];
    if (r < 0) {
        close_end(&child->in);
        close_end(&child->out);
        (void) lwi_error_set(reterr, r, "cannot run %s: %s", argv[0], strerror(-r));
        lwi_error_hint(reterr, "It must be a program that the user of the daemon may run.");
        return r == -EINVAL ? -ENOEXEC : r;
    }
    (void) fcntl(child->in, F_SETFL, O_NONBLOCK);
    (void) fcntl(child->out, F_SETFL, O_NONBLOCK);
    return 0;
}

/* Reads what is there; keeps what fits. */
static void read_answer(struct child *child, char *answer, size_t *size)
{
    char bytes[4096];
    ssize_t n = read(child->out, bytes, sizeof(bytes));
    if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR)) {
        close_end(&child->out);
        return;
    }
    for (ssize_t i = 0; i < n && *size + 1 < LWI_ACTION_ANSWER_MAX; i++)
        if (bytes[i] != '\0')
            answer[(*size)++] = bytes[i];
    answer[*size] = '\0';
}

/* Until the program has closed its output or the time is over: 0 or -ETIMEDOUT. */
static int talk(struct child *child, const char *text, struct lwi_action_run *run)
{
    size_t left = strlen(text), size = 0;
    while (child->out >= 0) {
        long ms = lwi_action_left_ms(run);
        if (ms == 0)
            return -ETIMEDOUT;
        struct pollfd polled[2] = {{child->out, POLLIN, 0}, {child->in, POLLOUT, 0}};
        if (poll(polled, 2, ms < 100 ? (int) ms : 100) <= 0)
            continue;
        if (polled[1].revents) {
            ssize_t n = write(child->in, text, left);
            if (n >= 0)
                text += n, left -= (size_t) n;
            if (left == 0 || (n < 0 && errno != EAGAIN && errno != EINTR))
                close_end(&child->in); /* it need not read it all */
        }
        if (polled[0].revents)
            read_answer(child, run->answer, &size);
    }
    return 0;
}

/* Waits for its end, and kills what it left behind: 0, its status in *ret_status, or -ETIMEDOUT. */
static int finish(struct child *child, int r, const struct lwi_action_run *run, int *ret_status)
{
    close_end(&child->in);
    close_end(&child->out);
    int done = 0;
    /* The group stays until its leader is waited for, so the number cannot be another's. */
    siginfo_t info;
    while (r == 0 && !done) {
        info.si_pid = 0;
        if (waitid(P_PID, (id_t) child->pid, &info, WEXITED | WNOHANG | WNOWAIT) < 0)
            break;
        done = info.si_pid != 0;
        if (!done && lwi_action_pause(run, 0.005) < 0)
            r = -ETIMEDOUT;
    }
    (void) kill(-child->pid, SIGKILL);
    while (waitpid(child->pid, ret_status, 0) < 0 && errno == EINTR)
        ;
    return r;
}

static int run_command(const struct json_t *settings, const struct lwi_action_job *job,
                       struct lwi_action_run *run, struct lw_error *reterr)
{
    struct child child;
    struct lwi_action_run limited = *run;
    int64_t limit_ns = lwi_clock_monotonic(&lwi_clock_system) +
                       (int64_t) (lwi_action_number(settings, "limit_s") * (double) LWI_NS_PER_S);
    limited.deadline_ns = limit_ns < run->deadline_ns ? limit_ns : run->deadline_ns;
    char *text = json_dumps(job->document, JSON_COMPACT | JSON_SORT_KEYS);
    if (!text)
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    int status = 0;
    int r = start(settings, &child, reterr);
    if (r == 0) {
        r = finish(&child, talk(&child, text, &limited), &limited, &status);
        memcpy(run->answer, limited.answer, sizeof(run->answer));
        if (r < 0)
            (void) lwi_error_set(reterr, r, "the program took too long, and was killed");
        else if (WIFSIGNALED(status))
            r = lwi_error_set(reterr, -EIO, "the program died of signal %d", WTERMSIG(status));
        else if (WEXITSTATUS(status) != 0)
            r = lwi_error_set(reterr, -EIO, "the program ended with status %d",
                              WEXITSTATUS(status));
    }
    free(text);
    return r;
}

const struct lwi_action_kind lwi_action_command = {
    .name = "command",
    .help = "Runs a program, with the event as JSON on its standard input.",
    .options = options,
    .limit_s = LIMIT_S,
    .validate = validate,
    .run = run_command,
};
