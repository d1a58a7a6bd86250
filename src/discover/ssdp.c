/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* SSDP (UPnP Device Architecture 1.1, chapter 1): an HTTP-like question and answers in datagrams.
 * Everything in a house answers; only where it leads matters here. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "discover/announce.h"
#include "driver/text.h"

#define LINE_MAX_BYTES 512

int lwi_ssdp_probe(char *ret_text, size_t ret_size)
{
    int n = snprintf(ret_text, ret_size,
                     "M-SEARCH * HTTP/1.1\r\n"
                     "HOST: 239.255.255.250:1900\r\n"
                     "MAN: \"ssdp:discover\"\r\n"
                     "MX: 1\r\n"
                     "ST: upnp:rootdevice\r\n"
                     "\r\n");
    return n < 0 || (size_t) n >= ret_size ? -EMSGSIZE : n;
}

static void take_header(const char *line, const char *name, char *ret_text, size_t ret_size)
{
    const size_t n = strlen(name);
    if (strncasecmp(line, name, n) == 0 && line[n] == ':')
        lwi_text_clean(ret_text, ret_size, line + n + 1, strlen(line + n + 1));
}

int lwi_ssdp_parse(const uint8_t *data, size_t size, struct lwi_announced *ret_announced)
{
    const char *at = (const char *) data;
    const char *end = at + size;
    char url[256] = "";
    char usn[128] = "";
    char news[32] = "";
    memset(ret_announced, 0, sizeof(*ret_announced));
    /* An answer, or what a device says of itself; not the questions of others. */
    const int told = size >= 12 && strncasecmp(at, "NOTIFY *", 8) == 0;
    if (size < 12 ||
        (!told && (strncasecmp(at, "HTTP/1.", 7) != 0 || strncmp(at + 8, " 200", 4) != 0)))
        return -EPROTO;
    while (at < end) {
        const char *newline = memchr(at, '\n', (size_t) (end - at));
        const size_t n = (size_t) ((newline ? newline : end) - at);
        char line[LINE_MAX_BYTES];
        if (n < sizeof(line)) {
            memcpy(line, at, n);
            line[n] = '\0';
            take_header(line, "LOCATION", url, sizeof(url));
            take_header(line, "USN", usn, sizeof(usn));
            take_header(line, "NTS", news, sizeof(news));
        }
        at += n + 1;
    }
    if (told && strcasecmp(news, "ssdp:alive") != 0) /* it goes */
        return -EPROTO;
    if (strncasecmp(url, "http://", 7) != 0 || strlen(url) >= sizeof(url) - 1)
        return -EPROTO;
    (void) snprintf(ret_announced->urls[0], sizeof(ret_announced->urls[0]), "%s", url);
    ret_announced->url_count = 1;
    char *colons = strstr(usn, "::"); /* uuid:...::upnp:rootdevice */
    if (colons)
        *colons = '\0';
    (void) snprintf(ret_announced->id, sizeof(ret_announced->id), "%s", usn);
    return 0;
}
