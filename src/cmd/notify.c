/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "cmd/notify.h"

#ifdef HAVE_LIBSYSTEMD

#include <systemd/sd-daemon.h>

void lwi_notify_ready(const char *status)
{
    (void) sd_notifyf(0, "READY=1\nSTATUS=%s", status);
}

void lwi_notify_stopping(void)
{
    (void) sd_notify(0, "STOPPING=1");
}

void lwi_notify_alive(void)
{
    (void) sd_notify(0, "WATCHDOG=1");
}

int64_t lwi_notify_watchdog_ns(void)
{
    uint64_t us = 0;
    /* Half of what systemd waits, as it asks. */
    return sd_watchdog_enabled(0, &us) > 0 ? (int64_t) (us * 1000 / 2) : 0;
}

#else

void lwi_notify_ready(const char *status)
{
    (void) status;
}

void lwi_notify_stopping(void)
{
}

void lwi_notify_alive(void)
{
}

int64_t lwi_notify_watchdog_ns(void)
{
    return 0;
}

#endif
