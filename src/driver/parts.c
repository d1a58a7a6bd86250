/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Streams of events that never end. The parser of parts keeps only the newest one, as
 * is right for pictures, so it is fed line by line: no line can end two parts.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/error.h"
#include "driver/internal.h"
#include "source/wait.h"

/* The longest events have a picture beside them. */
#define PART_BYTES_MAX ((size_t) 4 << 20)

int lwi_device_wait(const struct lwi_device *device, double seconds, struct lw_error *reterr)
{
    const struct lwi_wait wait = {.cancel = device->settings.cancel};
    int64_t until_ns =
        lwi_clock_monotonic(&lwi_clock_system) + (int64_t) (seconds * (double) LWI_NS_PER_S);
    int r = lwi_wait_until(&wait, until_ns);
    return r < 0 ? lwi_error_set(reterr, r, "cancelled") : 0;
}

const char *lwi_device_condition(const struct lwi_device_word *words, size_t count,
                                 const char *code)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(words[i].code, code) == 0)
            return words[i].condition;
    return "";
}

int lwi_device_parts_begin(struct lwi_device *device, const char *path, double silence_s,
                           struct lw_error *reterr)
{
    struct lwi_http_settings settings = device->settings;
    const struct lwi_http_request request = {.method = "GET", .path = path};
    settings.pin = lwi_http_pin(device->http);
    settings.timeout_s = silence_s;
    lwi_device_parts_end(device);
    int r = lwi_http_open(&device->events, &settings, reterr);
    if (r == 0 && lwi_multipart_new(&device->parts, PART_BYTES_MAX) < 0)
        r = lwi_error_set(reterr, -ENOMEM, "out of memory");
    if (r == 0)
        r = lwi_http_stream_begin(device->events, &request, reterr);
    if (r < 0)
        lwi_device_parts_end(device);
    return r;
}

void lwi_device_parts_end(struct lwi_device *device)
{
    lwi_http_close(&device->events);
    lwi_multipart_free(&device->parts);
    device->rest_size = 0;
}

/* Gives the parser one line. 1: a part is whole. */
static int feed_line(struct lwi_device *d, uint8_t **ret_part, size_t *ret_size)
{
    const uint8_t *end = memchr(d->rest, '\n', d->rest_size);
    size_t size = end ? (size_t) (end - d->rest) + 1 : d->rest_size;
    int r = lwi_multipart_feed(d->parts, d->rest, size);
    d->rest += size;
    d->rest_size -= size;
    return r < 0 ? r : lwi_multipart_take(d->parts, ret_part, ret_size);
}

int lwi_device_parts_read(struct lwi_device *device, double wait_s, char **ret_text,
                          size_t *ret_size, struct lw_error *reterr)
{
    struct lwi_device *d = device;
    uint8_t *part = NULL;
    size_t size = 0;
    if (!d->events)
        return lwi_error_set(reterr, -EINVAL, "the events were not begun");
    for (;;) {
        int r = 0;
        while (d->rest_size > 0 && r == 0)
            r = feed_line(d, &part, &size);
        if (r == 1)
            break;
        if (r < 0)
            return lwi_error_set(reterr, r, "%.150s sends events that cannot be read",
                                 lwi_http_place(d->events));
        r = lwi_http_stream_read(d->events, wait_s, &d->rest, &d->rest_size, reterr);
        if (r < 0)
            return r;
    }
    char *text = realloc(part, size + 1);
    if (!text) {
        free(part);
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    }
    text[size] = '\0';
    *ret_text = text;
    *ret_size = size;
    return 0;
}
