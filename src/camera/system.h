/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * The system beside its cameras: the settings that hold for all of it, and its
 * exceptions (event/exception.h), which become events as the faults of cameras do.
 * Two threads: one looks at disks, network and failed logins every second or so,
 * the other asks cameras for their certificates now and then.
 *
 * All functions are thread-safe.
 */
#ifndef LWI_CAMERA_SYSTEM_H
#define LWI_CAMERA_SYSTEM_H

#include "camera/fleet.h"
#include "config/system_config.h"

struct lwi_system;

/* Loads the settings, and takes up events that were open. What is pointed to is borrowed until
 * close; the fleet outlives it. */
int lwi_system_open(struct lwi_system **ret_system, struct lwi_store *store,
                    struct lwi_fleet *fleet, const struct lwi_log *log, struct lw_error *reterr);
void lwi_system_close(struct lwi_system **system);

void lwi_system_config(struct lwi_system *system, struct lwi_system_config *ret_config);
/* What the table of settings cannot check. -EINVAL. */
int lwi_system_config_check(const struct lwi_system_config *config, struct lw_error *reterr);
/* Applies the members of an object; stored before it returns. -EINVAL. */
int lwi_system_config_set(struct lwi_system *system, const struct json_t *changes,
                          struct lw_error *reterr);
/* The time zone that holds: the setting, or the system's. */
void lwi_system_time_zone(struct lwi_system *system, char ret_name[64]);

/* Somebody gave a wrong password, or was kept out for having done so too often. address: as text;
 * it is copied. */
void lwi_system_login_failed(struct lwi_system *system, const char *address);

/* Until when the server's own certificate holds; 0: it has none. */
void lwi_system_certificate(struct lwi_system *system, int64_t expires_ns);

#endif
