/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "check/show.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdint.h>
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
