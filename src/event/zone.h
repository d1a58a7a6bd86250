/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Names of time zones, as IANA has them. */
#ifndef LWI_EVENT_ZONE_H
#define LWI_EVENT_ZONE_H

#define LWI_ZONE_SIZE 64

/* Whether this machine knows the zone. */
int lwi_zone_is_known(const char *name);

/* The system's own: TZ, /etc/timezone or /etc/localtime; "UTC" where none of them says. */
void lwi_zone_of_system(char ret_name[LWI_ZONE_SIZE]);

#endif
