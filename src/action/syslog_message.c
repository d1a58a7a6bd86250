/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "action/syslog_message.h"

#include <stdio.h>
#include <string.h>

#include "base/rfc3339.h"
#include "lenswatch/version.h"

/* Of RFC 5424, table 1. */
#define FACILITY_DAEMON 3
#define FACILITY_AUDIT  13
#define SEQUENCE_MAX    2147483647
#define MESSAGE_ID_MAX  32
#define HOST_MAX        255

/* A field of the header: printable ASCII without spaces, and "-" of none. */
static void header_field(const char *text, size_t max, char *ret_field)
{
    size_t n = 0;
    for (; text[n] && n < max; n++)
        ret_field[n] = (char) (text[n] > ' ' && text[n] < 0x7f ? text[n] : '_');
    if (n == 0)
        ret_field[n++] = '-';
    ret_field[n] = '\0';
}

static int is_ascii(const char *text)
{
    while (*text && (unsigned char) *text < 0x80)
        text++;
    return !*text;
}

size_t lwi_syslog_message(const struct lwi_log_line *line, const char *host, long pid,
                          char ret_text[LWI_SYSLOG_MESSAGE_SIZE])
{
    char time[LWI_RFC3339_SIZE], id[MESSAGE_ID_MAX + 1], name[HOST_MAX + 1];
    int facility = strcmp(line->major, "operation") == 0 ? FACILITY_AUDIT : FACILITY_DAEMON;
    lwi_rfc3339_format(line->time_ns, time);
    header_field(line->minor, MESSAGE_ID_MAX, id);
    header_field(host, HOST_MAX, name);
    int n = snprintf(ret_text, LWI_SYSLOG_MESSAGE_SIZE,
                     "<%d>1 %s %s lenswatch %ld %s [origin software=\"lenswatch\" swVersion=\"%s\"]"
                     "[meta sequenceId=\"%lld\"] %s%s",
                     facility * 8 + (line->level & 7), time, name, pid, id, lw_version(),
                     (long long) ((line->id - 1) % SEQUENCE_MAX + 1),
                     /* The mark of UTF-8 that the RFC wants. */
                     is_ascii(line->text) ? "" : "\xef\xbb\xbf", line->text);
    return n < LWI_SYSLOG_MESSAGE_SIZE ? (size_t) n : LWI_SYSLOG_MESSAGE_SIZE - 1;
}
