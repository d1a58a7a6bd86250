/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "report/text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Length of the character at p, or 0 where there is none; *ret_code is its number. */
static size_t character(const unsigned char *p, uint32_t *ret_code)
{
    static const struct {
        unsigned char mask, lead;
        uint32_t min;
    } kinds[] = {{0x80, 0x00, 0}, {0xE0, 0xC0, 0x80}, {0xF0, 0xE0, 0x800}, {0xF8, 0xF0, 0x10000}};
    for (size_t extra = 0; extra < 4; extra++) {
        if ((p[0] & kinds[extra].mask) != kinds[extra].lead)
            continue;
        uint32_t code = p[0] & (unsigned char) ~kinds[extra].mask;
        for (size_t i = 1; i <= extra; i++) {
            if ((p[i] & 0xC0) != 0x80) /* also at the closing NUL */
                return 0;
            code = code << 6 | (p[i] & 0x3Fu);
        }
        if (code < kinds[extra].min || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF))
            return 0;
        *ret_code = code;
        return extra + 1;
    }
    return 0;
}

static int is_trick(uint32_t code)
{
    return code < 0x20 || (code >= 0x7F && code < 0xA0) || (code >= 0x202A && code <= 0x202E) ||
           (code >= 0x2066 && code <= 0x2069) || code == 0x2028 || code == 0x2029;
}

/* Length of what may stay at p; 0: its first byte must be escaped. */
static size_t stays(const unsigned char *p, int printable)
{
    uint32_t code;
    size_t length = character(p, &code);
    return length > 0 && printable && is_trick(code) ? 0 : length;
}

static char *clean(const char *bytes, int printable)
{
    size_t size = strlen(bytes);
    char *out = malloc(size * 4 + 1);
    if (!out)
        return NULL;
    const unsigned char *p = (const unsigned char *) bytes;
    int escapes = 0;
    for (size_t i = 0; i < size && !escapes;) {
        size_t length = stays(p + i, printable);
        escapes = length == 0;
        i += length;
    }
    if (!escapes) {
        memcpy(out, bytes, size + 1);
        return out;
    }
    char *to = out;
    for (size_t i = 0; i < size;) {
        size_t length = stays(p + i, printable);
        if (length == 0) {
            to += snprintf(to, 5, "\\x%02X", p[i++]);
            continue;
        }
        if (p[i] == '\\')
            *to++ = '\\';
        memcpy(to, p + i, length);
        to += length;
        i += length;
    }
    *to = '\0';
    return out;
}

char *lwi_text_utf8(const char *bytes)
{
    return clean(bytes, /* printable= */ 0);
}

char *lwi_text_printable(const char *bytes)
{
    return clean(bytes, /* printable= */ 1);
}

void lwi_text_put_html(FILE *out, const char *utf8)
{
    for (const char *p = utf8; *p; p++) {
        switch (*p) {
        case '&':
            (void) fputs("&amp;", out);
            break;
        case '<':
            (void) fputs("&lt;", out);
            break;
        case '>':
            (void) fputs("&gt;", out);
            break;
        case '"':
            (void) fputs("&quot;", out);
            break;
        case '\'':
            (void) fputs("&#39;", out);
            break;
        default:
            (void) fputc(*p, out);
            break;
        }
    }
}
