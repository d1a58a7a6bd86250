/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Telling systemd how the service is: readiness, state, watchdog. Nothing happens elsewhere. */
#ifndef LWI_CMD_NOTIFY_H
#define LWI_CMD_NOTIFY_H

#include <stdint.h>

void lwi_notify_ready(const char *status);
void lwi_notify_stopping(void);
void lwi_notify_alive(void);
/* How often lwi_notify_alive() must be called; 0: nobody waits for it. */
int64_t lwi_notify_watchdog_ns(void);

#endif
