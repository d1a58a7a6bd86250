/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "action/mail.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <sodium.h>

#include "base/clock.h"

/* "=?UTF-8?B?" and "?=" around 45 bytes, which are 60 characters: 72 of the 75 of RFC 2047. */
#define WORD_BYTES 45
/* A line of the header may have 78; the names are short. */
#define PLAIN_MAX 60

static int is_plain(const char *text)
{
    size_t n = 0;
    for (; text[n]; n++)
        if ((unsigned char) text[n] < ' ' || (unsigned char) text[n] >= 0x7f)
            return 0;
    return n <= PLAIN_MAX && !strstr(text, "=?");
}

/* Bytes of the next word: whole UTF-8 characters. */
static size_t word_size(const char *text)
{
    size_t n = strnlen(text, WORD_BYTES);
    if (text[n] == '\0')
        return n;
    size_t whole = n;
    while (whole > 0 && ((unsigned char) text[whole] & 0xc0) == 0x80)
        whole--;
    return whole > 0 ? whole : n;
}

char *lwi_mail_header(const char *name, const char *text)
{
    char *header = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&header, &size);
    if (!out)
        return NULL;
    (void) fprintf(out, "%s:", name);
    if (is_plain(text)) {
        (void) fprintf(out, " %s", text);
    } else {
        for (size_t n; *text; text += n) {
            char base64[sodium_base64_ENCODED_LEN(WORD_BYTES, sodium_base64_VARIANT_ORIGINAL)];
            n = word_size(text);
            (void) sodium_bin2base64(base64, sizeof(base64), (const unsigned char *) text, n,
                                     sodium_base64_VARIANT_ORIGINAL);
            (void) fprintf(out, " =?UTF-8?B?%s?=%s", base64, text[n] ? "\r\n" : "");
        }
    }
    int wrong = ferror(out);
    if (fclose(out) != 0 || wrong) {
        free(header);
        return NULL;
    }
    return header;
}

/* Copies without blanks and quotes around it. */
static int trim(const char *text, size_t n, char *ret_text, size_t size)
{
    while (n > 0 && (*text == ' ' || *text == '"')) {
        text++;
        n--;
    }
    while (n > 0 && (text[n - 1] == ' ' || text[n - 1] == '"'))
        n--;
    if (n >= size)
        return -EINVAL;
    (void) memcpy(ret_text, text, n);
    ret_text[n] = '\0';
    return 0;
}

int lwi_mail_address(const char *text, char *ret_name, size_t name_size, char *ret_address,
                     size_t address_size)
{
    const char *open = strchr(text, '<');
    const char *address = open ? open + 1 : text;
    size_t n = strcspn(address, ">");
    if (open && address[n] == '\0')
        return -EINVAL;
    if (trim(text, open ? (size_t) (open - text) : 0, ret_name, name_size) < 0 ||
        trim(address, n, ret_address, address_size) < 0)
        return -EINVAL;
    const char *at = strrchr(ret_address, '@');
    if (!at || at == ret_address || at[1] == '\0')
        return -EINVAL;
    for (const char *c = ret_address; *c; c++)
        if ((unsigned char) *c <= ' ' || *c == 0x7f || strchr("<>()[],;:\\\"", *c))
            return -EINVAL;
    for (const char *c = ret_name; *c; c++)
        if ((unsigned char) *c < ' ')
            return -EINVAL;
    return 0;
}

void lwi_mail_date(int64_t time_ns, char *ret_text, size_t size)
{
    /* Not strftime(): its names depend on the locale. */
    static const char days[] = "SunMonTueWedThuFriSat";
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    time_t seconds = (time_t) (time_ns / LWI_NS_PER_S);
    struct tm tm;
    if (!gmtime_r(&seconds, &tm))
        tm = (struct tm){.tm_year = 70, .tm_mday = 1};
    (void) snprintf(ret_text, size, "%.3s, %02d %.3s %04d %02d:%02d:%02d +0000",
                    days + (ptrdiff_t) 3 * tm.tm_wday, tm.tm_mday,
                    months + (ptrdiff_t) 3 * tm.tm_mon, tm.tm_year + 1900, tm.tm_hour, tm.tm_min,
                    tm.tm_sec);
}
