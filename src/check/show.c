/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "check/show.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

extern char **environ;

static int is_set(const char *name)
{
    const char *value = getenv(name);
    return value && *value;
}

/* One program with one argument, its words kept out of ours. */
static int start(const char *program, const char *path)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    if (posix_spawn_file_actions_init(&actions) != 0)
        return -ENOMEM;
    if (posix_spawnattr_init(&attributes) != 0) {
        (void) posix_spawn_file_actions_destroy(&actions);
        return -ENOMEM;
    }
    (void) posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    (void) posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    (void) posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    (void) posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID);
    char *const arguments[] = {(char *) (uintptr_t) program, (char *) (uintptr_t) path, NULL};
    pid_t pid;
    int err = posix_spawnp(&pid, program, &actions, &attributes, arguments, environ);
    (void) posix_spawnattr_destroy(&attributes);
    (void) posix_spawn_file_actions_destroy(&actions);
    return -err;
}

int lwi_show(const char *path)
{
    if (!is_set("DISPLAY") && !is_set("WAYLAND_DISPLAY"))
        return -ENODEV;
    int err = -ENOENT;
    if (is_set("BROWSER")) {
        /* A list of programs, separated by colons; each is tried. */
        char *browsers = strdup(getenv("BROWSER"));
        char *rest = browsers;
        for (char *name; err && rest && (name = strsep(&rest, ":"));)
            err = *name ? start(name, path) : -ENOENT;
        free(browsers);
    }
    return err ? start("xdg-open", path) : 0;
}

int lwi_show_place(char **ret_path)
{
    const char *folder = getenv("XDG_RUNTIME_DIR");
    if (!folder || !*folder)
        folder = getenv("TMPDIR");
    if (!folder || !*folder)
        folder = "/tmp";
    if (asprintf(ret_path, "%s/lenswatch-report-XXXXXX.html", folder) < 0) {
        *ret_path = NULL;
        return -ENOMEM;
    }
    int fd = mkostemps(*ret_path, (int) strlen(".html"), O_CLOEXEC);
    if (fd < 0)
        return -errno;
    (void) close(fd);
    return 0;
}

void lwi_show_told(const char *path)
{
    if (lwi_show(path) == 0)
        (void) fprintf(stderr, "The report is shown in your browser: %s\n", path);
    else
        (void) fprintf(stderr, "There is no browser here; the report is in %s\n", path);
}
