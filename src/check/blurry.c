/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Every way in which a name can come into the folder fails where the name is
 * taken (O_EXCL, RENAME_NOREPLACE, symlink), so that there is no moment between
 * looking and doing in which another program could lose a file.
 */
#include "check/blurry.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"

/* So many pictures of one name are a mistake. */
#define SUFFIX_MAX 100000

int lwi_blurry_prepare(const char *dir, struct lw_error *reterr)
{
    char path[PATH_MAX];
    size_t size = strlen(dir);
    if (size == 0 || size >= sizeof(path))
        return lwi_error_set(reterr, size ? -ENAMETOOLONG : -EINVAL,
                             "the folder for blurry files has no usable name");
    memcpy(path, dir, size + 1);
    for (char *p = path + 1;; p++) {
        if (*p != '/' && *p != '\0')
            continue;
        int last = *p == '\0';
        *p = '\0';
        if (mkdir(path, 0777) < 0 && errno != EEXIST) {
            int err = errno;
            return lwi_error_set(reterr, -err, "the folder %.150s cannot be made: %s", path,
                                 strerror(err));
        }
        if (last)
            break;
        *p = '/';
    }
    struct stat st;
    if (stat(dir, &st) < 0 || !S_ISDIR(st.st_mode))
        return lwi_error_set(reterr, -ENOTDIR, "%.150s is not a folder", dir);
    return 0;
}

/* dir/name.ext, dir/name-1.ext, ... 0 or -ENAMETOOLONG. */
static int target_name(char *target, size_t size, const char *dir, const char *path,
                       unsigned suffix)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    const char *dot = strrchr(name, '.');
    if (!dot || dot == name)
        dot = name + strlen(name);
    int n = suffix == 0 ? snprintf(target, size, "%s/%s", dir, name)
                        : snprintf(target, size, "%s/%.*s-%u%s", dir, (int) (dot - name), name,
                                   suffix, dot);
    return n > 0 && (size_t) n < size ? 0 : -ENAMETOOLONG;
}

static int copy_bytes(int from, int to)
{
    for (;;) {
        ssize_t n = sendfile(to, from, NULL, (size_t) 1 << 30);
        if (n == 0)
            return 0;
        if (n < 0 && errno != EINTR)
            return -errno;
    }
}

/* With the time stamps and permissions of the original. */
static int copy_file(const char *path, const char *target)
{
    int from = open(path, O_RDONLY | O_CLOEXEC);
    if (from < 0)
        return -errno;
    struct stat st;
    int err = fstat(from, &st) < 0 ? -errno : 0;
    int to = -1;
    if (!err) {
        to = open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, st.st_mode & 0777);
        err = to < 0 ? -errno : 0;
    }
    if (!err) {
        err = copy_bytes(from, to);
        if (!err && fchmod(to, st.st_mode & 0777) < 0) /* whatever the umask took away */
            err = -errno;
        const struct timespec times[2] = {st.st_atim, st.st_mtim};
        if (!err)
            (void) futimens(to, times);
        if (!err && fsync(to) < 0 && errno != EINVAL)
            err = -errno;
        if (close(to) < 0 && !err)
            err = -errno;
        if (err)
            (void) unlink(target);
    }
    (void) close(from);
    return err;
}

static int link_file(const char *path, const char *target)
{
    char *real = realpath(path, NULL);
    if (!real)
        return -errno;
    int err = symlink(real, target) < 0 ? -errno : 0;
    free(real);
    return err;
}

static int move_file(const char *path, const char *target)
{
    struct stat st;
    if (lstat(path, &st) == 0 && S_ISLNK(st.st_mode)) {
        /* Its text may count from the folder that it lies in. */
        int err = link_file(path, target);
        return !err && unlink(path) < 0 ? -errno : err;
    }
    if (renameat2(AT_FDCWD, path, AT_FDCWD, target, RENAME_NOREPLACE) == 0)
        return 0;
    if (errno != EXDEV && errno != EINVAL && errno != ENOSYS)
        return -errno;
    /* Another file system, or one that cannot rename so. */
    int err = copy_file(path, target);
    if (!err && unlink(path) < 0)
        err = -errno;
    return err;
}

int lwi_blurry_act(enum lwi_blurry_action action, const char *dir, const char *path,
                   struct lw_error *reterr)
{
    static const char *const words[] = {"left", "copied", "moved", "linked"};
    int err = -EEXIST;
    for (unsigned suffix = 0; err == -EEXIST && suffix < SUFFIX_MAX; suffix++) {
        char target[PATH_MAX];
        err = target_name(target, sizeof(target), dir, path, suffix);
        if (err)
            break;
        switch (action) {
        case LWI_BLURRY_COPY:
            err = copy_file(path, target);
            break;
        case LWI_BLURRY_MOVE:
            err = move_file(path, target);
            break;
        case LWI_BLURRY_LINK:
            err = link_file(path, target);
            break;
        case LWI_BLURRY_LEAVE:
            return 0;
        }
    }
    if (!err)
        return 0;
    return lwi_error_set(reterr, err, "%.120s could not be %s to %.80s: %s", path, words[action],
                         dir, strerror(-err));
}
