/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * A child process writes: what waits for a share that is gone cannot be told to stop, but it can
 * be killed. The child is a copy of one of many threads, so it does nothing but system calls.
 */
#include "action/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"

#define PATH_SIZE 4096
/* A child that was killed is waited for so long. One that not even this ends is left behind. */
#define REAP_TRIES 100
#define REAP_S     0.01

enum step { ROOT, MOUNT, MAKE, OPEN, WRITE, RENAME };

/* What the child says. */
struct outcome {
    int step, code; /* 0 or errno */
};

struct file {
    char root[PATH_SIZE], path[PATH_SIZE], part[PATH_SIZE];
    int must_be_mounted;
    const uint8_t *data;
    size_t size;
};

/* ---- in the child ---- */

static struct outcome fails(enum step step)
{
    return (struct outcome){.step = step, .code = errno ? errno : EIO};
}

/* The folders between the root and the file. */
static int make_folders(struct file *f)
{
    for (char *c = f->path + strlen(f->root) + 1; *c; c++) {
        if (*c != '/')
            continue;
        *c = '\0';
        int r = mkdir(f->path, 0755);
        *c = '/';
        if (r < 0 && errno != EEXIST)
            return -1;
    }
    return 0;
}

/* Its new name lasts, too. Not every share knows this, so what comes of it is not asked. */
static void sync_folder(struct file *f)
{
    *strrchr(f->path, '/') = '\0';
    int fd = open(f->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        (void) fsync(fd);
        (void) close(fd);
    }
}

static struct outcome store(struct file *f)
{
    struct stat root, top;
    errno = 0;
    if (stat(f->root, &root) < 0)
        return fails(ROOT);
    if (!S_ISDIR(root.st_mode)) {
        errno = ENOTDIR;
        return fails(ROOT);
    }
    if (f->must_be_mounted && (stat("/", &top) < 0 || top.st_dev == root.st_dev)) {
        errno = ENODEV;
        return fails(MOUNT);
    }
    if (make_folders(f) < 0)
        return fails(MAKE);
    int fd = open(f->part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (fd < 0)
        return fails(OPEN);
    int is_written = lwi_file_put(fd, f->data, f->size) == 0 && fsync(fd) == 0;
    struct outcome outcome = fails(WRITE);
    /* Some shares say only now that there was no room. */
    if (close(fd) < 0 && is_written) {
        is_written = 0;
        outcome = fails(WRITE);
    }
    if (is_written && rename(f->part, f->path) == 0) {
        sync_folder(f);
        return (struct outcome){.code = 0};
    }
    if (is_written)
        outcome = fails(RENAME);
    (void) unlink(f->part);
    return outcome;
}

/* ---- in the parent ---- */

static int wait_for(int fd, const struct lwi_action_run *run, struct outcome *ret_outcome)
{
    for (;;) {
        long ms = lwi_action_left_ms(run);
        if (ms == 0)
            return run->cancel && atomic_load(run->cancel) ? -ECANCELED : -ETIMEDOUT;
        struct pollfd polled = {fd, POLLIN, 0};
        if (poll(&polled, 1, ms < 100 ? (int) ms : 100) > 0)
            break;
    }
    return read(fd, ret_outcome, sizeof(*ret_outcome)) == sizeof(*ret_outcome) ? 0 : -EIO;
}

static void reap(pid_t pid)
{
    const struct lwi_action_run patient = {.deadline_ns = INT64_MAX};
    (void) kill(pid, SIGKILL);
    for (int i = 0; i < REAP_TRIES && waitpid(pid, NULL, WNOHANG) == 0; i++)
        (void) lwi_action_pause(&patient, REAP_S);
}

static int explain(const struct file *f, struct outcome outcome, struct lw_error *reterr)
{
    static const char *const what[] = {
        [MAKE] = "a folder cannot be made",
        [OPEN] = "the file cannot be made",
        [WRITE] = "it cannot be written",
        [RENAME] = "it cannot be given its name",
    };
    /* To the outbox this one means that the job will never be of use. */
    int code = outcome.code == EINVAL ? -EIO : -outcome.code;
    if (outcome.step == ROOT) {
        (void) lwi_error_set(reterr, code, "%.200s: %s", f->root, strerror(outcome.code));
        lwi_error_hint(reterr,
                       "Make the folder, or mount it. It is not made by itself, for then "
                       "pictures would go to this machine's disk where a share is missing.");
    } else if (outcome.step == MOUNT) {
        (void) lwi_error_set(reterr, code, "%.200s: nothing is mounted there", f->root);
        lwi_error_hint(reterr, "Mount the share. It is tried again.");
    } else {
        (void) lwi_error_set(reterr, code, "%.160s: %s: %s", f->path, what[outcome.step],
                             strerror(outcome.code));
        if (outcome.code == EACCES || outcome.code == EPERM || outcome.code == EROFS)
            lwi_error_hint(reterr, "Let the daemon's user in there; its systemd service also "
                                   "needs ReadWritePaths= with the folder.");
        else if (outcome.code == ENOSPC || outcome.code == EDQUOT)
            lwi_error_hint(reterr, "Free space there. It is tried again.");
    }
    return code;
}

static int is_too_long(struct file *f, const char *root, const char *path)
{
    int n = snprintf(f->root, sizeof(f->root), "%s", root);
    while (n > 1 && f->root[n - 1] == '/')
        f->root[--n] = '\0';
    n = snprintf(f->path, sizeof(f->path), "%s/%s", f->root, path);
    int m = snprintf(f->part, sizeof(f->part), "%.4090s.part", f->path);
    return n >= (int) sizeof(f->path) || m >= (int) sizeof(f->part) || strlen(root) >= PATH_SIZE;
}

int lwi_folder_store(const char *root, const char *path, int must_be_mounted, const uint8_t *data,
                     size_t size, const struct lwi_action_run *run, struct lw_error *reterr)
{
    struct file f = {.must_be_mounted = must_be_mounted, .data = data, .size = size};
    struct outcome outcome = {.code = EIO};
    int ends[2];
    if (is_too_long(&f, root, path))
        return lwi_error_set(reterr, -ENAMETOOLONG, "the path of the file is too long");
    if (pipe2(ends, O_CLOEXEC) < 0)
        return lwi_error_set(reterr, -errno, "cannot make a pipe: %s", strerror(errno));
    pid_t pid = fork();
    if (pid == 0) {
        outcome = store(&f);
        _exit(write(ends[1], &outcome, sizeof(outcome)) != sizeof(outcome));
    }
    int r = pid < 0 ? -errno : 0;
    (void) close(ends[1]);
    if (r < 0) {
        (void) close(ends[0]);
        return lwi_error_set(reterr, r, "cannot make a process: %s", strerror(-r));
    }
    r = wait_for(ends[0], run, &outcome);
    (void) close(ends[0]);
    reap(pid);
    if (r == -ECANCELED)
        return lwi_error_set(reterr, r, "cancelled");
    if (r < 0) {
        (void) lwi_error_set(reterr, r, "%.200s: it did not take the file in time", f.root);
        lwi_error_hint(reterr, "Check the share and the network. It is tried again.");
        return r;
    }
    return outcome.code == 0 ? 0 : explain(&f, outcome, reterr);
}
