/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "record/recordings.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/parse.h"

/* "2026-11-21" */
#define DAY_LENGTH 10
#define DAY_NS     (86400 * LWI_NS_PER_S)
#define NAME_MAX_  64
#define PART       ".part"

static const char *const kinds[LWI_RECORDING_KINDS] = {"event", "always", "manual", "capture"};

const char *lwi_recording_kind_name(enum lwi_recording_kind kind)
{
    return kinds[kind];
}

int lwi_recording_kind_find(const char *name)
{
    for (int i = 0; i < LWI_RECORDING_KINDS; i++)
        if (strcmp(kinds[i], name) == 0)
            return i;
    return -1;
}

static void format_day(int64_t ns, char ret[32])
{
    time_t s = (time_t) (ns / LWI_NS_PER_S);
    struct tm tm = {0};
    (void) gmtime_r(&s, &tm);
    (void) strftime(ret, 32, "%Y-%m-%d", &tm);
}

static void format_name(const struct lwi_recording *r, char ret[NAME_MAX_])
{
    time_t s = (time_t) (r->start_ns / LWI_NS_PER_S);
    struct tm tm = {0};
    char clock[16], event[24] = "";
    (void) gmtime_r(&s, &tm);
    (void) strftime(clock, sizeof(clock), "%H%M%S", &tm);
    if (r->event_id > 0)
        (void) snprintf(event, sizeof(event), "-%lld", (long long) r->event_id);
    (void) snprintf(ret, NAME_MAX_, "%s%03dZ_%s%s.%s%s", clock,
                    (int) (r->start_ns / LWI_NS_PER_MS % 1000), kinds[r->kind], event,
                    r->kind == LWI_RECORDING_CAPTURE ? "jpg" : "mp4", r->is_open ? PART : "");
}

int lwi_recording_path(const char *dir, const struct lwi_recording *recording,
                       char ret_path[LWI_RECORDING_PATH])
{
    char day[32], name[NAME_MAX_];
    format_day(recording->start_ns, day);
    format_name(recording, name);
    int n = snprintf(ret_path, LWI_RECORDING_PATH, "%s/%s/%s", dir, day, name);
    return n < LWI_RECORDING_PATH ? 0 : -ENAMETOOLONG;
}

/* Reads "101530250Z_event-17.mp4" and its day. 0: it is something else. */
static int parse_name(const char *day, const char *name, struct lwi_recording *ret)
{
    char text[NAME_MAX_];
    size_t length = strlen(name);
    if (length >= sizeof(text))
        return 0;
    memcpy(text, name, length + 1);
    *ret = (struct lwi_recording){0};
    if (length > strlen(PART) && strcmp(text + length - strlen(PART), PART) == 0) {
        ret->is_open = 1;
        text[length - strlen(PART)] = '\0';
    }
    char *end = strrchr(text, '.');
    char *mark = strstr(text, "Z_");
    if (!end || !mark || mark != text + 9 || mark + 2 > end)
        return 0;
    *mark = *end = '\0';
    char *dash = strchr(mark + 2, '-');
    if (dash)
        *dash = '\0';
    int kind = lwi_recording_kind_find(mark + 2);
    int64_t digits;
    if (kind < 0 || lwi_parse_int(text, 0, 235959999, &digits) < 0 ||
        (dash && lwi_parse_int(dash + 1, 1, INT64_MAX, &ret->event_id) < 0))
        return 0;
    struct tm tm = {0};
    const char *rest = strptime(day, "%Y-%m-%d", &tm);
    if (!rest || *rest)
        return 0;
    int64_t seconds = digits / 10000000 * 3600 + digits / 100000 % 100 * 60 + digits / 1000 % 100;
    ret->kind = (enum lwi_recording_kind) kind;
    ret->start_ns =
        ((int64_t) timegm(&tm) + seconds) * LWI_NS_PER_S + digits % 1000 * LWI_NS_PER_MS;
    return 1;
}

/* Makes one folder, and those above it as far as they are missing. */
static int make_dirs(char *path)
{
    if (mkdir(path, 0750) == 0 || errno == EEXIST)
        return 0;
    char *slash = strrchr(path, '/');
    if (errno != ENOENT || !slash || slash == path)
        return -errno;
    *slash = '\0';
    int r = make_dirs(path);
    *slash = '/';
    return r < 0 ? r : mkdir(path, 0750) == 0 || errno == EEXIST ? 0 : -errno;
}

int lwi_recording_make_dir(const char *dir, int64_t start_ns, struct lw_error *reterr)
{
    char day[32], path[LWI_RECORDING_PATH];
    format_day(start_ns, day);
    int n = snprintf(path, sizeof(path), "%s/%s", dir, day);
    int r = n < (int) sizeof(path) ? make_dirs(path) : -ENAMETOOLONG;
    if (r == 0)
        return 0;
    (void) lwi_error_set(reterr, r, "the folder %s cannot be made: %s", path, strerror(-r));
    lwi_error_hint(reterr, "Check that the disk is there and may be written to.");
    return r;
}

int lwi_recording_finish(const char *dir, struct lwi_recording *recording, struct lw_error *reterr)
{
    char from[LWI_RECORDING_PATH], to[LWI_RECORDING_PATH];
    struct lwi_recording done = *recording;
    done.is_open = 0;
    int r = lwi_recording_path(dir, recording, from);
    if (r == 0)
        r = lwi_recording_path(dir, &done, to);
    if (r == 0 && rename(from, to) < 0)
        r = -errno;
    if (r < 0)
        return lwi_error_set(reterr, r, "a recording cannot get its final name: %s", strerror(-r));
    recording->is_open = 0;
    return 0;
}

struct list {
    struct lwi_recording *items;
    size_t count, room;
};

static int add(struct list *list, const struct lwi_recording *item)
{
    if (list->count == list->room) {
        size_t room = list->room ? 2 * list->room : 64;
        struct lwi_recording *items = realloc(list->items, room * sizeof(*items));
        if (!items)
            return -ENOMEM;
        list->items = items;
        list->room = room;
    }
    list->items[list->count++] = *item;
    return 0;
}

static int read_day(const char *dir, const char *day, struct list *list)
{
    char path[LWI_RECORDING_PATH];
    if (snprintf(path, sizeof(path), "%s/%s", dir, day) >= (int) sizeof(path))
        return -ENAMETOOLONG;
    DIR *folder = opendir(path);
    if (!folder)
        return errno == ENOENT ? 0 : -errno;
    int r = 0;
    const struct dirent *e;
    while (r == 0 && (e = readdir(folder))) {
        struct lwi_recording item;
        struct stat st;
        if (!parse_name(day, e->d_name, &item) ||
            fstatat(dirfd(folder), e->d_name, &st, AT_SYMLINK_NOFOLLOW) < 0 || !S_ISREG(st.st_mode))
            continue;
        item.bytes = (uint64_t) st.st_size;
        item.end_ns = (int64_t) st.st_mtim.tv_sec * LWI_NS_PER_S + st.st_mtim.tv_nsec;
        if (item.end_ns < item.start_ns) /* the clock was set meanwhile */
            item.end_ns = item.start_ns;
        r = add(list, &item);
    }
    (void) closedir(folder);
    return r;
}

static int by_start(const void *a, const void *b)
{
    const struct lwi_recording *x = a, *y = b;
    return (x->start_ns > y->start_ns) - (x->start_ns < y->start_ns);
}

static int is_day(const char *name)
{
    struct tm tm = {0};
    const char *rest = strptime(name, "%Y-%m-%d", &tm);
    return rest && !*rest && strlen(name) == DAY_LENGTH;
}

/* Days of from..to; as text they sort as in time. A recording may have begun the day before. */
static int read_days(const char *dir, int64_t from_ns, int64_t to_ns, struct list *list)
{
    char first[32], last[32];
    int64_t begin_ns = from_ns > DAY_NS ? from_ns - DAY_NS : 0;
    format_day(begin_ns, first);
    format_day(to_ns, last);
    DIR *folder = opendir(dir);
    if (!folder)
        return errno == ENOENT ? 0 : -errno;
    int r = 0;
    const struct dirent *e;
    while (r == 0 && (e = readdir(folder)))
        if (is_day(e->d_name) && strcmp(e->d_name, first) >= 0 && strcmp(e->d_name, last) <= 0)
            r = read_day(dir, e->d_name, list);
    (void) closedir(folder);
    return r;
}

int lwi_recordings_list(const char *dir, int64_t from_ns, int64_t to_ns, int kind,
                        struct lwi_recording **ret_list, size_t *ret_count, struct lw_error *reterr)
{
    struct list list = {0};
    int r = read_days(dir, from_ns, to_ns, &list);
    if (r < 0) {
        free(list.items);
        return lwi_error_set(reterr, r, "the recordings in %s cannot be read: %s", dir,
                             strerror(-r));
    }
    size_t kept = 0;
    for (size_t i = 0; i < list.count; i++) {
        const struct lwi_recording *item = &list.items[i];
        if (item->end_ns >= from_ns && item->start_ns <= to_ns &&
            (kind < 0 || (int) item->kind == kind))
            list.items[kept++] = *item;
    }
    if (kept > 0)
        qsort(list.items, kept, sizeof(*list.items), by_start);
    *ret_list = list.items;
    *ret_count = kept;
    return 0;
}

int lwi_recordings_find(const char *dir, int64_t start_ns, struct lwi_recording *ret_recording,
                        struct lw_error *reterr)
{
    char day[32];
    struct list list = {0};
    format_day(start_ns, day);
    int r = read_day(dir, day, &list);
    if (r == 0)
        r = -ENOENT;
    for (size_t i = 0; i < list.count; i++) {
        if (list.items[i].start_ns / LWI_NS_PER_MS == start_ns / LWI_NS_PER_MS) {
            *ret_recording = list.items[i];
            r = 0;
        }
    }
    free(list.items);
    return r < 0 ? lwi_error_set(reterr, r, "there is no recording that starts then") : 0;
}

static int remove_one(const char *dir, const struct lwi_recording *recording)
{
    char path[LWI_RECORDING_PATH];
    int r = lwi_recording_path(dir, recording, path);
    if (r == 0 && unlink(path) < 0)
        r = -errno;
    if (r == 0) { /* the folder of a day goes with its last file */
        *strrchr(path, '/') = '\0';
        (void) rmdir(path);
    }
    return r;
}

int lwi_recordings_remove(const char *dir, int64_t start_ns, struct lw_error *reterr)
{
    struct lwi_recording recording;
    int r = lwi_recordings_find(dir, start_ns, &recording, reterr);
    if (r < 0)
        return r;
    if (recording.is_open)
        return lwi_error_set(reterr, -EBUSY, "the recording is still written to");
    r = remove_one(dir, &recording);
    return r < 0 ? lwi_error_set(reterr, r, "the recording cannot be removed: %s", strerror(-r))
                 : 0;
}

static uint32_t big_endian(const uint8_t *p)
{
    return (uint32_t) p[0] << 24 | (uint32_t) p[1] << 16 | (uint32_t) p[2] << 8 | p[3];
}

/*
 * How much of a fragmented MP4 file (ISO/IEC 14496-12) is whole: up to the end of
 * its last box of pictures. 0: there is none.
 */
static int64_t whole_bytes(int fd, int64_t size)
{
    int64_t at = 0, whole = 0;
    uint8_t head[16];
    while (at + 8 <= size && pread(fd, head, sizeof(head), at) >= 8) {
        uint64_t length = big_endian(head);
        if (length == 1)
            length = (uint64_t) big_endian(head + 8) << 32 | big_endian(head + 12);
        if (length < 8 || length > (uint64_t) (size - at))
            break;
        at += (int64_t) length;
        if (memcmp(head + 4, "mdat", 4) == 0)
            whole = at;
    }
    return whole;
}

/* Cuts off what was half written. 1: there is something to play, 0: there is not, or an errno. */
static int cut_torn_end(const char *dir, const struct lwi_recording *recording)
{
    char path[LWI_RECORDING_PATH];
    int r = lwi_recording_path(dir, recording, path);
    int fd = r == 0 ? open(path, O_RDWR | O_CLOEXEC) : -1;
    if (fd < 0)
        return r < 0 ? r : -errno;
    int64_t whole = whole_bytes(fd, (int64_t) recording->bytes);
    /* The time of the last writing is when the recording ended. */
    const struct timespec times[2] = {
        {.tv_nsec = UTIME_OMIT},
        {.tv_sec = recording->end_ns / LWI_NS_PER_S, .tv_nsec = recording->end_ns % LWI_NS_PER_S},
    };
    r = whole > 0;
    if (whole > 0 && (ftruncate(fd, whole) < 0 || futimens(fd, times) < 0))
        r = -errno;
    (void) close(fd);
    return r;
}

int lwi_recordings_recover(const char *dir, struct lw_error *reterr)
{
    struct lwi_recording *list;
    size_t count;
    int r = lwi_recordings_list(dir, 0, INT64_MAX, -1, &list, &count, reterr);
    if (r < 0)
        return r;
    for (size_t i = 0; i < count && r == 0; i++) {
        if (!list[i].is_open)
            continue;
        int playable = cut_torn_end(dir, &list[i]);
        if (playable > 0)
            r = lwi_recording_finish(dir, &list[i], reterr);
        else
            r = playable < 0 ? playable : remove_one(dir, &list[i]);
        if (r < 0)
            (void) lwi_error_set(reterr, r, "a torn recording in %s cannot be mended: %s", dir,
                                 strerror(-r));
    }
    free(list);
    return r;
}

int lwi_recordings_trim(const char *dir, int64_t oldest_ns, uint64_t bytes_max, int may_remove,
                        uint64_t *ret_bytes, struct lw_error *reterr)
{
    struct lwi_recording *list;
    size_t count;
    int r = lwi_recordings_list(dir, 0, INT64_MAX, -1, &list, &count, reterr);
    if (r < 0)
        return r;
    uint64_t bytes = 0;
    for (size_t i = 0; i < count; i++)
        bytes += list[i].bytes;
    for (size_t i = 0; i < count && r == 0; i++) {
        int too_many = bytes_max > 0 && bytes > bytes_max && may_remove;
        if (list[i].is_open || (list[i].start_ns >= oldest_ns && !too_many))
            continue;
        r = remove_one(dir, &list[i]);
        r = r == -ENOENT ? 0 : r; /* somebody else was faster */
        if (r == 0)
            bytes -= list[i].bytes;
    }
    free(list);
    *ret_bytes = bytes;
    if (r < 0)
        return lwi_error_set(reterr, r, "an old recording cannot be removed: %s", strerror(-r));
    if (bytes_max > 0 && bytes > bytes_max)
        return lwi_error_set(reterr, -ENOSPC, "the camera's recordings have reached their quota");
    return 0;
}

int lwi_recordings_remove_all(const char *dir, struct lw_error *reterr)
{
    struct lwi_recording *list;
    size_t count;
    int r = lwi_recordings_list(dir, 0, INT64_MAX, -1, &list, &count, reterr);
    if (r < 0)
        return r;
    for (size_t i = 0; i < count; i++)
        (void) remove_one(dir, &list[i]);
    free(list);
    if (rmdir(dir) < 0 && errno != ENOENT && errno != ENOTEMPTY)
        return lwi_error_set(reterr, -errno, "%s cannot be removed: %s", dir, strerror(errno));
    return 0;
}
