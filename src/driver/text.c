/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "driver/text.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/parse.h"

#define SIDE_MAX 65535

/* Bytes of the UTF-8 character at text, of which there are `left`; 0: it is none. */
static size_t character(const char *text, size_t left)
{
    const unsigned char *c = (const unsigned char *) text;
    size_t size = c[0] < 0x80 ? 1 : c[0] < 0xc2 ? 0 : c[0] < 0xe0 ? 2 : c[0] < 0xf0 ? 3 : 4;
    if (size == 0 || size > left || c[0] > 0xf4)
        return 0;
    for (size_t i = 1; i < size; i++)
        if ((c[i] & 0xc0) != 0x80)
            return 0;
    /* Longer than need be, half of a pair of UTF-16, over the end of Unicode. */
    if ((c[0] == 0xe0 && c[1] < 0xa0) || (c[0] == 0xed && c[1] >= 0xa0) ||
        (c[0] == 0xf0 && c[1] < 0x90) || (c[0] == 0xf4 && c[1] >= 0x90))
        return 0;
    /* The control characters beyond ASCII. */
    return c[0] == 0xc2 && c[1] < 0xa0 ? 0 : size;
}

void lwi_text_clean(char *ret_text, size_t ret_size, const char *from, size_t length)
{
    size_t kept = 0;
    for (size_t i = 0; i < length;) {
        size_t size = character(from + i, length - i);
        if (size == 0 || (size == 1 && iscntrl((unsigned char) from[i]))) {
            i++;
            continue;
        }
        if (kept + size >= ret_size)
            break;
        if (kept > 0 || from[i] != ' ') {
            memcpy(ret_text + kept, from + i, size);
            kept += size;
        }
        i += size;
    }
    while (kept > 0 && ret_text[kept - 1] == ' ')
        kept--;
    ret_text[kept] = '\0';
}

int lwi_text_value(const char *lines, const char *name, char *ret_value, size_t ret_size)
{
    size_t n = strlen(name);
    ret_value[0] = '\0';
    for (const char *line = lines; *line;) {
        size_t length = strcspn(line, "\r\n");
        if (length > n && line[n] == '=' && strncmp(line, name, n) == 0) {
            lwi_text_clean(ret_value, ret_size, line + n + 1, length - n - 1);
            return 0;
        }
        line += length;
        line += strspn(line, "\r\n");
    }
    return -ENOENT;
}

int64_t lwi_text_number(const char *lines, const char *name, int64_t min, int64_t max,
                        int64_t fallback)
{
    char text[32];
    int64_t value;
    if (lwi_text_value(lines, name, text, sizeof(text)) < 0 ||
        lwi_parse_int(text, min, max, &value) < 0)
        return fallback;
    return value;
}

int lwi_text_size(const char *text, uint32_t *ret_width, uint32_t *ret_height)
{
    char side[2][8];
    int64_t width, height;
    size_t n = strcspn(text, "xX*");
    if (!text[n] || n >= sizeof(side[0]) || strlen(text + n + 1) >= sizeof(side[1]))
        return -EINVAL;
    (void) snprintf(side[0], sizeof(side[0]), "%.*s", (int) n, text);
    (void) snprintf(side[1], sizeof(side[1]), "%s", text + n + 1);
    if (lwi_parse_int(side[0], 1, SIDE_MAX, &width) < 0 ||
        lwi_parse_int(side[1], 1, SIDE_MAX, &height) < 0)
        return -EINVAL;
    *ret_width = (uint32_t) width;
    *ret_height = (uint32_t) height;
    return 0;
}

const char *lwi_text_codec(const char *text)
{
    static const struct {
        const char *begins, *codec;
    } known[] = {
        {"h.264", "h264"}, {"h264", "h264"},  {"h.265", "h265"},
        {"h265", "h265"},  {"hevc", "h265"},  {"mjpeg", "mjpeg"},
        {"mjpg", "mjpeg"}, {"jpeg", "mjpeg"}, {"mpeg4", "mpeg4"},
    };
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
        if (strncasecmp(text, known[i].begins, strlen(known[i].begins)) == 0)
            return known[i].codec;
    return "";
}
