/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"

static int fail(struct lw_error *reterr, const char *what, const char *path, int code)
{
    return lwi_error_set(reterr, code, "cannot %s '%s': %s", what, path, strerror(-code));
}

/* Reads up to size bytes; fewer only at the end of the file. */
static ssize_t read_all(int fd, uint8_t *data, size_t size)
{
    size_t got = 0;
    while (got < size) {
        ssize_t n = read(fd, data + got, size - got);
        if (n == 0)
            break;
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -errno;
        got += (size_t) n;
    }
    return (ssize_t) got;
}

static int read_fd(int fd, const char *path, size_t size_max, uint8_t **ret_data, size_t *ret_size,
                   struct lw_error *reterr)
{
    struct stat st;
    if (fstat(fd, &st) < 0)
        return fail(reterr, "read", path, -errno);
    if (S_ISDIR(st.st_mode))
        return fail(reterr, "read", path, -EISDIR);
    if (!S_ISREG(st.st_mode))
        return lwi_error_set(reterr, -EINVAL, "'%s' is not a regular file", path);
    if ((uint64_t) st.st_size > size_max)
        return lwi_error_set(reterr, -EFBIG, "'%s' is larger than %zu bytes", path, size_max);

    /* One byte more than it had when it was opened, so that a file that grows is noticed. */
    size_t size = (size_t) st.st_size;
    uint8_t *data = malloc(size + 1);
    if (!data)
        return fail(reterr, "read", path, -ENOMEM);
    ssize_t n = read_all(fd, data, size + 1);
    if (n < 0 || (size_t) n > size) {
        free(data);
        return fail(reterr, "read", path, n < 0 ? (int) n : -EAGAIN);
    }
    data[n] = 0;
    *ret_data = data;
    *ret_size = (size_t) n;
    return 0;
}

int lwi_file_read(const char *path, size_t size_max, uint8_t **ret_data, size_t *ret_size,
                  struct lw_error *reterr)
{
    /* O_NONBLOCK: a FIFO without a writer must be refused, not waited for. */
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return fail(reterr, "open", path, -errno);
    int r = read_fd(fd, path, size_max, ret_data, ret_size, reterr);
    (void) close(fd);
    return r;
}

int lwi_file_put(int fd, const void *data, size_t size)
{
    for (const uint8_t *at = data; size > 0;) {
        ssize_t n = write(fd, at, size);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -errno;
        at += n;
        size -= (size_t) n;
    }
    return 0;
}

static int write_and_sync(int fd, const uint8_t *data, size_t size, mode_t mode)
{
    int r = lwi_file_put(fd, data, size);

    if (r == 0 && (fchmod(fd, mode) < 0 || fsync(fd) < 0))
        r = -errno;
    return r;
}

/* A device or a pipe: to replace it would take it from everybody else. */
static int write_special(const char *path, const void *data, size_t size, struct lw_error *reterr)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0)
        return fail(reterr, "write", path, -errno);
    int r = lwi_file_put(fd, data, size);
    if (close(fd) < 0 && r == 0)
        r = -errno;
    return r < 0 ? fail(reterr, "write", path, r) : 0;
}

/* The rename itself is durable once the folder is. */
static int sync_folder_of(const char *path)
{
    char folder[PATH_MAX];
    const char *slash = strrchr(path, '/');
    if (!slash)
        (void) snprintf(folder, sizeof(folder), ".");
    else
        (void) snprintf(folder, sizeof(folder), "%.*s", slash == path ? 1 : (int) (slash - path),
                        path);
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return -errno;
    int r = fsync(fd) < 0 ? -errno : 0;
    (void) close(fd);
    /* Some network file systems cannot sync a folder; the file is there all the same. */
    return r == -EINVAL || r == -EROFS ? 0 : r;
}

int lwi_file_write(const char *path, const void *data, size_t size, mode_t mode,
                   struct lw_error *reterr)
{
    char temporary[PATH_MAX];
    struct stat st;
    if (stat(path, &st) == 0 && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode))
        return write_special(path, data, size, reterr);
    int n = snprintf(temporary, sizeof(temporary), "%s.XXXXXX", path);
    if (n < 0 || (size_t) n >= sizeof(temporary))
        return fail(reterr, "write", path, -ENAMETOOLONG);

    int fd = mkostemp(temporary, O_CLOEXEC);
    if (fd < 0)
        return fail(reterr, "write", path, -errno);
    int r = write_and_sync(fd, data, size, mode);
    if (close(fd) < 0 && r == 0)
        r = -errno;
    if (r == 0 && rename(temporary, path) < 0)
        r = -errno;
    if (r < 0) {
        (void) unlink(temporary);
        return fail(reterr, "write", path, r);
    }
    r = sync_folder_of(path);
    return r < 0 ? fail(reterr, "write", path, r) : 0;
}
