/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "check/inputs.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lenswatch/error.h"
#include "source/url.h"

/* Deeper folders than this are refused; paths end at PATH_MAX anyway. */
#define DEPTH_MAX 256
/* The longest entry of a list. */
#define ENTRY_BYTES_MAX 65536
/* How often a list that is waited for looks whether to stop. */
#define POLL_MS 200

/* A folder that is being walked. */
struct level {
    char *path;
    char **names; /* sorted; each malloc'ed */
    size_t count, at;
};

struct lwi_inputs {
    struct lwi_inputs_settings settings;
    size_t argument;
    struct level levels[DEPTH_MAX];
    size_t depth;
    int omit; /* omit_dev and omit_ino say what */
    dev_t omit_dev;
    ino_t omit_ino;
    int in_list, list_ended;
    int too_long; /* what stands in the buffer is the rest of an entry that was refused */
    char *buffer; /* of the list: ENTRY_BYTES_MAX */
    size_t buffered;
};

int lwi_inputs_open(struct lwi_inputs **ret_inputs, const struct lwi_inputs_settings *settings)
{
    struct lwi_inputs *inputs = calloc(1, sizeof(*inputs));
    if (!inputs)
        return -ENOMEM;
    inputs->settings = *settings;
    struct stat st;
    if (settings->omit_dir && stat(settings->omit_dir, &st) == 0) {
        inputs->omit = 1;
        inputs->omit_dev = st.st_dev;
        inputs->omit_ino = st.st_ino;
    }
    *ret_inputs = inputs;
    return 0;
}

static void level_done(struct level *level)
{
    for (size_t i = 0; i < level->count; i++)
        free(level->names[i]);
    free(level->names);
    free(level->path);
    *level = (struct level){.path = NULL};
}

void lwi_inputs_close(struct lwi_inputs **inputs)
{
    if (!inputs || !*inputs)
        return;
    while ((*inputs)->depth > 0)
        level_done(&(*inputs)->levels[--(*inputs)->depth]);
    free((*inputs)->buffer);
    free(*inputs);
    *inputs = NULL;
}

void lwi_input_done(struct lwi_input *input)
{
    free(input->path);
    free(input->url);
    *input = (struct lwi_input){.path = NULL};
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(char *const *) a, *(char *const *) b);
}

/* The names of a folder, sorted. 0 or -errno; names read so far are the level's either way. */
static int read_names(struct level *level, DIR *dir)
{
    size_t room = 0;
    for (;;) {
        errno = 0;
        const struct dirent *entry = readdir(dir);
        if (!entry)
            return -errno;
        if (entry->d_name[0] == '.')
            continue;
        if (level->count == room) {
            room = room ? room * 2 : 64;
            char **larger = realloc(level->names, room * sizeof(*larger));
            if (!larger)
                return -ENOMEM;
            level->names = larger;
        }
        level->names[level->count] = strdup(entry->d_name);
        if (!level->names[level->count])
            return -ENOMEM;
        level->count++;
    }
}

static int describe(struct lwi_input *input, enum lwi_input_kind kind, const char *reason)
{
    input->kind = kind;
    (void) snprintf(input->reason, sizeof(input->reason), "%s", reason);
    return 0;
}

/* Begins to walk input->path, which is then the level's. Returns 1 where there is nothing to hand
 * on yet; 0 where the input is an error to hand on; -ENOMEM. */
static int enter_folder(struct lwi_inputs *inputs, struct lwi_input *input)
{
    if (inputs->depth == DEPTH_MAX)
        return describe(input, LWI_INPUT_ERROR, "folders are nested too deep");
    DIR *dir = opendir(input->path);
    if (!dir)
        return describe(input, LWI_INPUT_ERROR, strerror(errno));
    struct level *level = &inputs->levels[inputs->depth];
    int err = read_names(level, dir);
    (void) closedir(dir);
    if (err) {
        level_done(level);
        return err == -ENOMEM ? err : describe(input, LWI_INPUT_ERROR, strerror(-err));
    }
    if (level->count > 0)
        qsort(level->names, level->count, sizeof(*level->names), by_bytes);
    level->path = input->path;
    input->path = NULL;
    inputs->depth++;
    return 1;
}

static const char *kind_of_special(mode_t mode)
{
    return S_ISFIFO(mode) ? "a pipe" : S_ISSOCK(mode) ? "a socket" : "a device";
}

/* Decides what lies at input->path. Returns as enter_folder(). */
static int classify(struct lwi_inputs *inputs, struct lwi_input *input)
{
    struct stat st;
    int is_link = input->in_folder && lstat(input->path, &st) == 0 && S_ISLNK(st.st_mode);
    if (stat(input->path, &st) < 0) {
        int err = errno;
        if (is_link)
            return describe(input, LWI_INPUT_SKIP, "a link that leads nowhere");
        return describe(input, LWI_INPUT_ERROR, strerror(err));
    }
    if (S_ISREG(st.st_mode)) {
        input->kind = LWI_INPUT_FILE;
        return 0;
    }
    if (S_ISDIR(st.st_mode)) {
        int omit = is_link ||
                   (inputs->omit && st.st_dev == inputs->omit_dev && st.st_ino == inputs->omit_ino);
        if (!omit || !input->in_folder)
            return enter_folder(inputs, input);
        lwi_input_done(input);
        return 1;
    }
    if (input->in_folder)
        return describe(input, LWI_INPUT_SKIP, kind_of_special(st.st_mode));
    if (S_ISCHR(st.st_mode)) {
        input->kind = LWI_INPUT_DEVICE;
        return 0;
    }
    (void) describe(input, LWI_INPUT_ERROR, "");
    (void) snprintf(input->reason, sizeof(input->reason), "%s is neither a file nor a folder",
                    kind_of_special(st.st_mode));
    return 0;
}

/* A path or URL as the user gave it. Returns as enter_folder(). */
static int from_user(struct lwi_inputs *inputs, const char *text, struct lwi_input *input)
{
    if (lwi_url_scheme_length(text) == 0) {
        input->path = strdup(text);
        return input->path ? classify(inputs, input) : -ENOMEM;
    }
    struct lwi_url url;
    struct lw_error error;
    int err = lwi_url_parse(&url, text, &error);
    if (err == -ENOMEM)
        return err;
    if (err) {
        /* Not even this much may be shown of it: it may hold a password anywhere. */
        input->path = strndup(text, (size_t) lwi_url_scheme_length(text) + 3);
        (void) describe(input, LWI_INPUT_ERROR, error.message);
        return input->path ? 0 : -ENOMEM;
    }
    input->kind = LWI_INPUT_URL;
    input->path = lwi_url_shown(&url);
    input->url = strdup(text);
    lwi_url_done(&url);
    return input->path && input->url ? 0 : -ENOMEM;
}

static int stopped(const struct lwi_inputs *inputs)
{
    return inputs->settings.stop && atomic_load(inputs->settings.stop);
}

/* More of the list into the buffer. 0, or -ENODATA at its end. */
static int fill_buffer(struct lwi_inputs *inputs)
{
    for (;;) {
        struct pollfd wait = {.fd = inputs->settings.list_fd, .events = POLLIN};
        if (stopped(inputs))
            return -ENODATA;
        int ready = poll(&wait, 1, POLL_MS);
        if (ready == 0 || (ready < 0 && errno == EINTR))
            continue;
        ssize_t n = read(inputs->settings.list_fd, inputs->buffer + inputs->buffered,
                         ENTRY_BYTES_MAX - inputs->buffered);
        if (n > 0) {
            inputs->buffered += (size_t) n;
            return 0;
        }
        if (n < 0 && (errno == EINTR || errno == EAGAIN))
            continue;
        return -ENODATA;
    }
}

static void drop_from_buffer(struct lwi_inputs *inputs, size_t count)
{
    inputs->buffered -= count;
    memmove(inputs->buffer, inputs->buffer + count, inputs->buffered);
}

/* The next entry of the list, malloc'ed and not empty. 0, -ENODATA, -ENOMEM, -E2BIG (too long). */
static int next_entry(struct lwi_inputs *inputs, char **ret_entry)
{
    for (;;) {
        char *end = memchr(inputs->buffer, inputs->settings.list_separator, inputs->buffered);
        size_t size = end ? (size_t) (end - inputs->buffer) : inputs->buffered;
        if (!end && inputs->buffered == ENTRY_BYTES_MAX) {
            int reported = inputs->too_long;
            inputs->buffered = 0;
            inputs->too_long = 1;
            if (!reported)
                return -E2BIG;
            continue;
        }
        if (!end && !inputs->list_ended) {
            inputs->list_ended = fill_buffer(inputs) != 0;
            continue;
        }
        if (!end && size == 0)
            return -ENODATA;
        if (inputs->too_long) {
            inputs->too_long = 0;
            drop_from_buffer(inputs, size + (end ? 1 : 0));
            continue;
        }
        size_t kept = size;
        if (inputs->settings.list_separator == '\n' && kept > 0 && inputs->buffer[kept - 1] == '\r')
            kept--; /* a list from Windows */
        char *entry = strndup(inputs->buffer, kept);
        drop_from_buffer(inputs, size + (end ? 1 : 0));
        if (!entry)
            return -ENOMEM;
        if (*entry) {
            *ret_entry = entry;
            return 0;
        }
        free(entry);
    }
}

/* Returns as enter_folder(), and 1 at the end of the list. */
static int from_list(struct lwi_inputs *inputs, struct lwi_input *input)
{
    char *entry = NULL;
    int err = next_entry(inputs, &entry);
    if (err == -ENODATA) {
        inputs->in_list = 0;
        return 1;
    }
    if (err == -E2BIG) {
        input->path = strdup("-");
        (void) describe(input, LWI_INPUT_ERROR, "an entry of the list is too long");
        return input->path ? 0 : -ENOMEM;
    }
    if (!err)
        err = from_user(inputs, entry, input);
    free(entry);
    return err;
}

/* Returns as enter_folder(). */
static int from_folder(struct lwi_inputs *inputs, struct lwi_input *input)
{
    struct level *level = &inputs->levels[inputs->depth - 1];
    if (level->at == level->count) {
        level_done(level);
        inputs->depth--;
        return 1;
    }
    const char *name = level->names[level->at++];
    size_t size = strlen(level->path);
    while (size > 1 && level->path[size - 1] == '/')
        size--;
    input->in_folder = 1;
    if (asprintf(&input->path, "%.*s%s%s", (int) size, level->path,
                 level->path[size - 1] == '/' ? "" : "/", name) < 0) {
        input->path = NULL;
        return -ENOMEM;
    }
    return classify(inputs, input);
}

/* Returns as enter_folder(), and -ENODATA. */
static int from_arguments(struct lwi_inputs *inputs, struct lwi_input *input)
{
    if (inputs->argument == inputs->settings.count)
        return -ENODATA;
    const char *text = inputs->settings.arguments[inputs->argument++];
    if (strcmp(text, "-") != 0)
        return from_user(inputs, text, input);
    if (inputs->settings.list_fd < 0)
        return 1;
    if (!inputs->buffer)
        inputs->buffer = malloc(ENTRY_BYTES_MAX);
    inputs->in_list = 1;
    return inputs->buffer ? 1 : -ENOMEM;
}

int lwi_inputs_next(struct lwi_inputs *inputs, struct lwi_input *ret_input)
{
    int err = 1;
    while (err == 1) {
        if (stopped(inputs))
            return -ENODATA;
        *ret_input = (struct lwi_input){.path = NULL};
        err = inputs->depth > 0 ? from_folder(inputs, ret_input)
              : inputs->in_list ? from_list(inputs, ret_input)
                                : from_arguments(inputs, ret_input);
    }
    if (err)
        lwi_input_done(ret_input);
    return err;
}
