/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "check/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"

static int fail(struct lw_error *reterr, const char *path, int err)
{
    return lwi_error_set(reterr, -err, "the report %.150s cannot be written: %s", path,
                         strerror(err));
}

/* The folder of a path, malloc'ed. */
static char *folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!slash)
        return strdup(".");
    return slash == path ? strdup("/") : strndup(path, (size_t) (slash - path));
}

/* A file in the folder of path that has no name, or one of its own where that cannot be. */
static int open_temporary(struct lwi_output *output, const char *path, mode_t mode)
{
    char *folder = folder_of(path);
    if (!folder)
        return -ENOMEM;
    int fd = open(folder, O_TMPFILE | O_WRONLY | O_CLOEXEC, mode);
    free(folder);
    if (fd >= 0)
        return fd;
    if (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL)
        return -errno;
    if (asprintf(&output->unnamed, "%s.XXXXXX", path) < 0) {
        output->unnamed = NULL;
        return -ENOMEM;
    }
    fd = mkostemp(output->unnamed, O_CLOEXEC);
    if (fd < 0) {
        int err = errno;
        free(output->unnamed);
        output->unnamed = NULL;
        return -err;
    }
    (void) fchmod(fd, mode);
    return fd;
}

/* The permissions that a new file gets. */
static mode_t new_file_mode(void)
{
    mode_t mask = umask(077);
    (void) umask(mask);
    return 0666 & ~mask;
}

int lwi_output_open(struct lwi_output *ret_output, const char *path, struct lw_error *reterr)
{
    *ret_output = (struct lwi_output){.file = stdout};
    if (!path || strcmp(path, "-") == 0)
        return 0;
    struct stat st;
    int exists = stat(path, &st) == 0;
    if (exists && S_ISDIR(st.st_mode))
        return fail(reterr, path, EISDIR);
    if (exists && access(path, W_OK) < 0)
        return fail(reterr, path, errno);
    int special = exists && !S_ISREG(st.st_mode);
    struct lwi_output output = {.atomic = !special};
    int fd = special ? open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY)
                     : open_temporary(&output, path, exists ? st.st_mode & 07777 : new_file_mode());
    if (fd < 0)
        return fail(reterr, path, special ? errno : -fd);
    /* Beside a link, what it leads to would stay as it was: it is that which is replaced. */
    output.path = exists && !special ? realpath(path, NULL) : strdup(path);
    output.file = fdopen(fd, "w");
    if (!output.file)
        (void) close(fd);
    if (!output.path || !output.file) {
        lwi_output_done(&output);
        return fail(reterr, path, ENOMEM);
    }
    *ret_output = output;
    return 0;
}

/* Gives a nameless file a name of its own beside its place; rename then puts it there at once. */
static int name_temporary(struct lwi_output *output)
{
    char from[64];
    (void) snprintf(from, sizeof(from), "/proc/self/fd/%d", fileno(output->file));
    for (unsigned i = 0; i < 1000; i++) {
        char *name;
        if (asprintf(&name, "%s.%ld-%u.part", output->path, (long) getpid(), i) < 0)
            return -ENOMEM;
        if (linkat(AT_FDCWD, from, AT_FDCWD, name, AT_SYMLINK_FOLLOW) == 0) {
            output->unnamed = name;
            return 0;
        }
        int err = errno;
        free(name);
        if (err != EEXIST)
            return -err;
    }
    return -EEXIST;
}

int lwi_output_finish(struct lwi_output *output, struct lw_error *reterr)
{
    const char *name = output->path ? output->path : "on standard output";
    int err = fflush(output->file) != 0 ? errno : 0;
    if (!err && output->atomic) {
        if (fsync(fileno(output->file)) < 0 && errno != EINVAL)
            err = errno;
        if (!err && !output->unnamed)
            err = -name_temporary(output);
        if (!err && rename(output->unnamed, output->path) < 0)
            err = errno;
        if (!err) {
            free(output->unnamed);
            output->unnamed = NULL;
        }
    }
    return err ? fail(reterr, name, err) : 0;
}

void lwi_output_done(struct lwi_output *output)
{
    if (output->file && output->file != stdout)
        (void) fclose(output->file);
    if (output->unnamed)
        (void) unlink(output->unnamed);
    free(output->unnamed);
    free(output->path);
    *output = (struct lwi_output){.file = NULL};
}
