/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* A line of the system log as a message of RFC 5424. */
#ifndef LWI_ACTION_SYSLOG_MESSAGE_H
#define LWI_ACTION_SYSLOG_MESSAGE_H

#include <stddef.h>

#include "store/logbook.h"

/* More than any line takes; RFC 5424 wants 2048 to be received, and 480 of every receiver. */
#define LWI_SYSLOG_MESSAGE_SIZE 2048

/*
 * Returns its length. The facility is "daemon", of what the audit log says "log audit"; MSGID is
 * what the line is about; meta's sequenceId counts the lines, so that one that is missing is seen.
 * host: of this machine; what is not allowed in it is replaced.
 */
size_t lwi_syslog_message(const struct lwi_log_line *line, const char *host, long pid,
                          char ret_text[LWI_SYSLOG_MESSAGE_SIZE]);

#endif
