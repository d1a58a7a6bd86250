/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "api/body.h"

#include <errno.h>
#include <fcntl.h>
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"

#define CAPACITY_FIRST 4096
#define PARTS_BUFFER   (64u << 10) /* multipart headers must fit */

/* Takes from the budget; 0: there is not so much left. */
static int budget_take(atomic_size_t *budget, size_t bytes)
{
    size_t left = atomic_load(budget);
    do {
        if (left < bytes)
            return 0;
    } while (!atomic_compare_exchange_weak(budget, &left, left - bytes));
    return 1;
}

static int append(struct lwi_body *body, const char *data, size_t size)
{
    if (size > body->size_max - body->size)
        return -EFBIG;
    if (body->size + size > body->capacity) {
        size_t capacity = body->capacity ? body->capacity : CAPACITY_FIRST;
        while (capacity < body->size + size)
            capacity *= 2;
        if (capacity > body->size_max)
            capacity = body->size_max;
        if (!budget_take(body->budget, capacity - body->capacity))
            return -EBUSY;
        uint8_t *grown = realloc(body->data, capacity);
        if (!grown) {
            (void) atomic_fetch_add(body->budget, capacity - body->capacity);
            return -ENOMEM;
        }
        body->data = grown;
        body->capacity = capacity;
    }
    if (size > 0)
        memcpy(body->data + body->size, data, size);
    body->size += size;
    return 0;
}

static enum MHD_Result on_part(void *cookie, enum MHD_ValueKind kind, const char *key,
                               const char *filename, const char *content_type, const char *encoding,
                               const char *data, uint64_t offset, size_t size)
{
    struct lwi_body *body = cookie;
    (void) kind;
    (void) content_type;
    (void) encoding;
    /* Another part. The library calls with offset 0 twice where the bytes came in pieces: first
     * without any. */
    if (body->state == 1 && (!key || !filename || (offset == 0 && body->size > 0)))
        body->state = 2;
    if (!key || !filename || body->state == 2)
        return MHD_YES;
    if (offset == 0) {
        size_t length = strnlen(filename, sizeof(body->name) - 1);
        memcpy(body->name, filename, length);
        body->name[length] = '\0';
        body->state = 1;
    }
    body->error = append(body, data, size);
    return body->error < 0 ? MHD_NO : MHD_YES;
}

int lwi_body_begin(struct lwi_body *body, size_t size_max, atomic_size_t *budget,
                   struct MHD_Connection *multipart)
{
    memset(body, 0, sizeof(*body));
    body->size_max = size_max;
    body->budget = budget;
    if (!multipart)
        return 0;
    body->parts = MHD_create_post_processor(multipart, PARTS_BUFFER, on_part, body);
    return body->parts ? 0 : -EBADMSG;
}

int lwi_body_begin_file(struct lwi_body *body, const char *dir, atomic_int *writing)
{
    int idle = 0;
    memset(body, 0, sizeof(*body));
    body->fd = -1;
    if (!atomic_compare_exchange_strong(writing, &idle, 1))
        return -EBUSY;
    body->writing = writing;
    body->size_max = SIZE_MAX;
    if (asprintf(&body->path, "%s/" LWI_BODY_FILE_KEPT, dir) < 0) {
        body->path = NULL;
        return -ENOMEM;
    }
    /* One that was kept before, or left by a daemon that was killed. */
    (void) unlink(body->path);
    body->fd = open(body->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    return body->fd < 0 ? -errno : 0;
}

const char *lwi_body_file(struct lwi_body *body)
{
    return body->path;
}

void lwi_body_keep(struct lwi_body *body)
{
    free(body->path);
    body->path = NULL;
}

int lwi_body_feed(struct lwi_body *body, const char *data, size_t size)
{
    if (body->path) {
        int r = lwi_file_put(body->fd, data, size);
        body->size += r == 0 ? size : 0;
        return r;
    }
    if (!body->parts)
        return append(body, data, size);
    if (MHD_post_process(body->parts, data, size) == MHD_YES)
        return 0;
    return body->error < 0 ? body->error : -EBADMSG;
}

int lwi_body_finish(struct lwi_body *body)
{
    if (!body->parts)
        return 0;
    enum MHD_Result whole = MHD_destroy_post_processor(body->parts);
    body->parts = NULL;
    return whole == MHD_YES && body->state != 0 ? 0 : -EBADMSG;
}

void lwi_body_end(struct lwi_body *body)
{
    if (body->parts)
        (void) MHD_destroy_post_processor(body->parts);
    if (body->budget)
        (void) atomic_fetch_add(body->budget, body->capacity);
    free(body->data);
    if (body->writing && body->fd >= 0)
        (void) close(body->fd);
    if (body->path)
        (void) unlink(body->path);
    free(body->path);
    if (body->writing)
        atomic_store(body->writing, 0);
    memset(body, 0, sizeof(*body));
}
