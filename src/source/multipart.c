/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "source/multipart.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define BOUNDARY_MAX 256
#define HEADERS_MAX  8192 /* bytes of a part's headers, and of what comes before the first part */

enum state {
    BEFORE, /* looking for the line with the boundary */
    HEADERS,
    SIZED,   /* a part of known length */
    UNSIZED, /* a part that ends at the boundary */
    OVER,    /* the last boundary was seen */
};

struct lwi_multipart {
    enum state state;
    size_t part_bytes_max;
    char boundary[BOUNDARY_MAX]; /* the whole line, with its dashes; "": not known yet */
    size_t boundary_length;
    uint8_t *buffer; /* what is not used up yet */
    size_t size, capacity;
    size_t searched; /* UNSIZED: no boundary begins before this */
    size_t skipped;  /* bytes of lines since the last part */
    size_t length;   /* SIZED */
    uint8_t *part;
    size_t part_size;
};

int lwi_multipart_new(struct lwi_multipart **ret_parser, size_t part_bytes_max)
{
    struct lwi_multipart *p = calloc(1, sizeof(*p));
    if (!p)
        return -ENOMEM;
    p->part_bytes_max = part_bytes_max;
    *ret_parser = p;
    return 0;
}

void lwi_multipart_free(struct lwi_multipart **parser)
{
    if (!parser || !*parser)
        return;
    free((*parser)->buffer);
    free((*parser)->part);
    free(*parser);
    *parser = NULL;
}

static void use_up(struct lwi_multipart *p, size_t bytes)
{
    memmove(p->buffer, p->buffer + bytes, p->size - bytes);
    p->size -= bytes;
}

/*
 * The next line, without its end, into text (cut where it is longer than that
 * holds). 1, or 0: not whole yet, or -EPROTO: endless.
 */
static int next_line(struct lwi_multipart *p, char *text, size_t text_size)
{
    uint8_t *end = p->size ? memchr(p->buffer, '\n', p->size) : NULL;
    size_t length = end ? (size_t) (end - p->buffer) : p->size;
    if (p->skipped + length > HEADERS_MAX)
        return -EPROTO;
    if (!end)
        return 0;
    p->skipped += length + 1;
    size_t keep = length && p->buffer[length - 1] == '\r' ? length - 1 : length;
    if (keep >= text_size)
        keep = text_size - 1;
    memcpy(text, p->buffer, keep);
    text[keep] = '\0';
    use_up(p, length + 1);
    return 1;
}

static int publish(struct lwi_multipart *p, size_t size)
{
    while (size > 0 && p->state == UNSIZED &&
           (p->buffer[size - 1] == '\n' || p->buffer[size - 1] == '\r'))
        size--; /* the end of the line before the boundary is not the part's; nor does a JPEG end
                 * in one */
    if (size > 0) {
        uint8_t *part = malloc(size);
        if (!part)
            return -ENOMEM;
        memcpy(part, p->buffer, size);
        free(p->part);
        p->part = part;
        p->part_size = size;
    }
    return 0;
}

static int is_boundary(const struct lwi_multipart *p, const char *line)
{
    return strncmp(line, p->boundary, p->boundary_length) == 0;
}

static int read_boundary(struct lwi_multipart *p)
{
    char line[BOUNDARY_MAX];
    int r = next_line(p, line, sizeof(line));
    if (r <= 0 || line[0] == '\0')
        return r;
    if (p->boundary_length == 0) {
        if (strncmp(line, "--", 2) != 0)
            return -EPROTO;
        p->boundary_length = strlen(line);
        memcpy(p->boundary, line, p->boundary_length + 1);
    }
    if (!is_boundary(p, line))
        return 1; /* something between parts: passed over, within HEADERS_MAX */
    p->state = strcmp(line + p->boundary_length, "--") == 0 ? OVER : HEADERS;
    p->length = 0;
    return 1;
}

static int read_header(struct lwi_multipart *p)
{
    char line[256];
    int r = next_line(p, line, sizeof(line));
    if (r <= 0)
        return r;
    if (line[0] == '\0') {
        p->state = p->length > 0 ? SIZED : UNSIZED;
        p->searched = 0;
        return 1;
    }
    static const char name[] = "Content-Length:";
    if (strncasecmp(line, name, sizeof(name) - 1) == 0) {
        const char *text = line + sizeof(name) - 1;
        while (*text == ' ')
            text++;
        char *end = NULL;
        errno = 0;
        unsigned long v = isdigit((unsigned char) *text) ? strtoul(text, &end, 10) : 0;
        if (errno || !end || (*end && *end != ' '))
            return -EPROTO;
        if (v > p->part_bytes_max)
            return -EMSGSIZE;
        p->length = v;
    }
    return 1;
}

static int read_sized(struct lwi_multipart *p)
{
    if (p->size < p->length)
        return 0;
    int r = publish(p, p->length);
    if (r < 0)
        return r;
    use_up(p, p->length);
    p->state = BEFORE;
    p->skipped = 0;
    return 1;
}

static int read_unsized(struct lwi_multipart *p)
{
    const uint8_t *from = p->buffer + p->searched;
    const uint8_t *found = memmem(from, p->size - p->searched, p->boundary, p->boundary_length);
    if (!found) {
        if (p->size > p->part_bytes_max)
            return -EMSGSIZE;
        p->searched = p->size > p->boundary_length ? p->size - p->boundary_length : 0;
        return 0;
    }
    size_t size = (size_t) (found - p->buffer);
    if (size > 0 && p->buffer[size - 1] != '\n') { /* those bytes within the picture */
        p->searched = size + 1;
        return 1;
    }
    int r = publish(p, size);
    if (r < 0)
        return r;
    use_up(p, size);
    p->state = BEFORE;
    p->skipped = 0;
    return 1;
}

int lwi_multipart_feed(struct lwi_multipart *parser, const uint8_t *data, size_t size)
{
    struct lwi_multipart *p = parser;
    if (size > p->capacity - p->size) {
        size_t capacity = (p->size + size) * 2;
        uint8_t *buffer = realloc(p->buffer, capacity);
        if (!buffer)
            return -ENOMEM;
        p->buffer = buffer;
        p->capacity = capacity;
    }
    if (size)
        memcpy(p->buffer + p->size, data, size);
    p->size += size;
    int r = 1;
    while (r > 0) {
        switch (p->state) {
        case BEFORE:
            r = read_boundary(p);
            break;
        case HEADERS:
            r = read_header(p);
            break;
        case SIZED:
            r = read_sized(p);
            break;
        case UNSIZED:
            r = read_unsized(p);
            break;
        case OVER:
            p->size = 0;
            r = 0;
            break;
        }
    }
    return r;
}

int lwi_multipart_take(struct lwi_multipart *parser, uint8_t **ret_data, size_t *ret_size)
{
    if (!parser->part)
        return 0;
    *ret_data = parser->part;
    *ret_size = parser->part_size;
    parser->part = NULL;
    return 1;
}
