/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Folders of pictures: all of them in the order of their names; or, in realtime,
 * the newest, and then each newer one as it arrives - a folder that a camera
 * uploads to.
 *
 * Only the folder itself, not those in it. What does not begin as a picture is
 * passed over: cameras leave indexes and videos beside their pictures.
 */
#include "source/kinds.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/error.h"
#include "lenswatch/frame.h"
#include "source/picture.h"
#include "source/wait.h"

/* How often a folder is looked at for newer pictures. */
#define LOOK_S 1.0

struct newest {
    char *name;
    struct timespec modified;
    off_t size;
};

struct folder {
    struct lwi_wait wait;
    char *path;
    int loop, follow;
    double interval_s;
    size_t bytes_max;
    int64_t start_ns, due_ns; /* monotonic */
    struct dirent **names;    /* sorted; NULL when following */
    int count, next;
    int handed_on;              /* something in this pass */
    struct newest seen, handed; /* following: of the last look; what was handed on last */
};

static int64_t now_ns(void)
{
    return lwi_clock_monotonic(&lwi_clock_system);
}

static int is_file(const struct dirent *entry)
{
    return entry->d_name[0] != '.' &&
           (entry->d_type == DT_REG || entry->d_type == DT_LNK || entry->d_type == DT_UNKNOWN);
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static void forget_names(struct folder *f)
{
    for (int i = 0; i < f->count; i++)
        free(f->names[i]);
    free(f->names);
    f->names = NULL;
    f->count = f->next = 0;
}

static int list_names(struct folder *f, struct lw_error *reterr)
{
    forget_names(f);
    f->count = scandir(f->path, &f->names, is_file, by_name);
    if (f->count >= 0)
        return 0;
    int e = errno;
    f->count = 0;
    return lwi_error_set(reterr, -e, "%.150s cannot be read: %s", f->path, strerror(e));
}

static char *join(const char *folder, const char *name)
{
    size_t size = strlen(folder) + strlen(name) + 2;
    char *path = malloc(size);
    if (path)
        (void) snprintf(path, size, "%s/%s", folder, name);
    return path;
}

/* Reads a whole regular file. 0; -EAGAIN: no picture; else why not. */
static int read_whole(const char *path, size_t bytes_max, uint8_t **ret_data, size_t *ret_size,
                      struct stat *ret_stat)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return -errno;
    uint8_t *data = NULL;
    size_t have = 0;
    int r = fstat(fd, ret_stat) < 0 ? -errno : 0;
    if (r == 0 && !S_ISREG(ret_stat->st_mode))
        r = -EAGAIN;
    else if (r == 0 && (uintmax_t) ret_stat->st_size > bytes_max)
        r = -EFBIG;
    size_t size = r == 0 ? (size_t) ret_stat->st_size : 0;
    if (r == 0 && !(data = malloc(size + 1)))
        r = -ENOMEM;
    while (r == 0 && have < size) {
        ssize_t n = read(fd, data + have, size - have);
        if (n > 0) {
            size_t head = have < LWI_PICTURE_HEAD;
            have += (size_t) n;
            if (head && have >= LWI_PICTURE_HEAD && !lwi_picture_begins(data, have))
                r = -EAGAIN;
        } else if (n == 0) {
            break; /* it became shorter: what is there is what there is */
        } else if (errno != EINTR) {
            r = -errno;
        }
    }
    (void) close(fd);
    if (r == 0 && !lwi_picture_begins(data, have))
        r = -EAGAIN;
    if (r < 0) {
        free(data);
        return r;
    }
    *ret_data = data;
    *ret_size = have;
    return 0;
}

/* 0; -EAGAIN: no picture, go on; -EBADMSG: this one cannot be read; -ENOMEM. Takes over path. */
static int make_packet(const struct folder *f, char *path, struct lwi_packet **ret_packet,
                       struct lw_error *reterr)
{
    struct stat st;
    struct lwi_packet *p = path ? calloc(1, sizeof(*p)) : NULL;
    if (!p) {
        free(path);
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    }
    p->name = path;
    int r = read_whole(path, f->bytes_max, &p->data, &p->size, &st);
    if (r < 0) {
        if (r != -EAGAIN && r != -ENOMEM)
            r = lwi_error_set(reterr, -EBADMSG, "%.150s cannot be read: %s", path, strerror(-r));
        lwi_packet_free(&p);
        return r == -ENOMEM ? lwi_error_set(reterr, r, "out of memory") : r;
    }
    p->kind = LWI_PACKET_IMAGE;
    p->key = 1;
    p->pts_ns = now_ns() - f->start_ns;
    p->wall_ns = (int64_t) st.st_mtim.tv_sec * LWI_NS_PER_S + st.st_mtim.tv_nsec;
    *ret_packet = p;
    return 0;
}

static int folder_open(void *state, const struct lwi_source_settings *settings,
                       struct lw_error *reterr)
{
    struct folder *f = state;
    f->wait.cancel = settings->cancel;
    f->loop = settings->loop;
    f->follow = settings->realtime;
    f->interval_s = settings->interval_s;
    f->bytes_max = settings->packet_bytes_max;
    f->start_ns = now_ns();
    f->path = strdup(settings->url);
    if (!f->path)
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    return list_names(f, reterr);
}

static int read_sorted(struct folder *f, struct lwi_packet **ret_packet, struct lw_error *reterr)
{
    for (;;) {
        if (lwi_wait_until(&f->wait, 0) < 0)
            return lwi_error_set(reterr, -ECANCELED, "cancelled");
        if (f->next == f->count) {
            if (!f->loop || !f->handed_on)
                return lwi_error_set(reterr, -ENODATA, "the end of the folder");
            f->handed_on = 0;
            int r = list_names(f, reterr);
            if (r < 0)
                return r;
            continue;
        }
        int r = make_packet(f, join(f->path, f->names[f->next++]->d_name), ret_packet, reterr);
        if (r == -EAGAIN)
            continue;
        if (r == 0)
            f->handed_on = 1;
        return r;
    }
}

static int is_newer(const struct stat *st, const char *name, const struct newest *than)
{
    if (!than->name || st->st_mtim.tv_sec != than->modified.tv_sec)
        return !than->name || st->st_mtim.tv_sec > than->modified.tv_sec;
    if (st->st_mtim.tv_nsec != than->modified.tv_nsec)
        return st->st_mtim.tv_nsec > than->modified.tv_nsec;
    return strcmp(name, than->name) > 0;
}

static int same(const struct newest *a, const struct newest *b)
{
    return a->name && b->name && strcmp(a->name, b->name) == 0 && a->size == b->size &&
           a->modified.tv_sec == b->modified.tv_sec && a->modified.tv_nsec == b->modified.tv_nsec;
}

/* Whether a file of the open folder begins as a picture does. */
static int begins_as_picture(int folder_fd, const char *name)
{
    uint8_t head[LWI_PICTURE_HEAD];
    int fd = openat(folder_fd, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return 0;
    ssize_t n = read(fd, head, sizeof(head));
    (void) close(fd);
    return n > 0 && lwi_picture_begins(head, (size_t) n);
}

/* The newest picture of the folder; its name is NULL where there is none. 0 or -errno. */
static int look(const struct folder *f, struct newest *ret_newest)
{
    DIR *dir = opendir(f->path);
    if (!dir)
        return -errno;
    struct newest newest = {0};
    const struct dirent *entry;
    while ((entry = readdir(dir))) {
        struct stat st;
        if (!is_file(entry) || fstatat(dirfd(dir), entry->d_name, &st, 0) < 0 ||
            !S_ISREG(st.st_mode) || st.st_size == 0 || !is_newer(&st, entry->d_name, &newest) ||
            !begins_as_picture(dirfd(dir), entry->d_name))
            continue;
        char *name = strdup(entry->d_name);
        if (!name)
            break;
        free(newest.name);
        newest = (struct newest){name, st.st_mtim, st.st_size};
    }
    (void) closedir(dir);
    *ret_newest = newest;
    return 0;
}

/* A file that two looks find the same is written whole, and is handed on once. */
static int read_newest(struct folder *f, struct lwi_packet **ret_packet, struct lw_error *reterr)
{
    double every = f->interval_s < LOOK_S ? f->interval_s : LOOK_S;
    for (;;) {
        if (lwi_wait_until(&f->wait, f->due_ns) < 0)
            return lwi_error_set(reterr, -ECANCELED, "cancelled");
        f->due_ns = now_ns() + (int64_t) ((every > 0.1 ? every : 0.1) * (double) LWI_NS_PER_S);
        struct newest newest;
        int r = look(f, &newest);
        if (r < 0)
            return lwi_error_set(reterr, r, "%.150s cannot be read: %s", f->path, strerror(-r));
        int whole = same(&newest, &f->seen);
        free(f->seen.name);
        f->seen = newest;
        if (!whole || same(&newest, &f->handed))
            continue;
        char *name = strdup(newest.name);
        if (!name)
            return lwi_error_set(reterr, -ENOMEM, "out of memory");
        free(f->handed.name);
        f->handed = newest;
        f->handed.name = name;
        r = make_packet(f, join(f->path, newest.name), ret_packet, reterr);
        if (r != -EAGAIN)
            return r;
    }
}

static int folder_read(void *state, struct lwi_packet **ret_packet, struct lw_error *reterr)
{
    struct folder *f = state;
    if (f->follow)
        return read_newest(f, ret_packet, reterr);
    if (lwi_wait_until(&f->wait, f->due_ns) < 0)
        return lwi_error_set(reterr, -ECANCELED, "cancelled");
    f->due_ns = now_ns() + (int64_t) (f->interval_s * (double) LWI_NS_PER_S);
    return read_sorted(f, ret_packet, reterr);
}

static void folder_close(void *state)
{
    struct folder *f = state;
    forget_names(f);
    free(f->seen.name);
    free(f->handed.name);
    free(f->path);
}

static const char *const schemes[] = {"folder", NULL};

const struct lwi_source_info lwi_source_folder = {
    .name = "folder",
    .schemes = schemes,
    .help = "Folders of pictures, and folders that cameras upload to.",
    .state_size = sizeof(struct folder),
    .open = folder_open,
    .read = folder_read,
    .close = folder_close,
};
